"""Small OpenStreetMap files in the binary form (PBF), whole or spoilt at any place.

After https://wiki.openstreetmap.org/wiki/PBF_Format: blocks of a length, a header and a body of
protocol buffers; only what a town of nodes and ways needs.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import accumulate

import numpy as np
from toy_town import ORIGIN, TOY_TOWN, Town, to_degrees

HEADER, DATA = b"OSMHeader", b"OSMData"


def number(value: int) -> bytes:
    """Give a whole number in base 128, lowest digits first."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def signed(value: int) -> bytes:
    """Give a number that may be below zero (zigzag)."""
    return number(value * 2 if value >= 0 else -value * 2 - 1)


def field(at: int, value: int | bytes) -> bytes:
    """Give one field of a message: a number, or bytes with their length before them."""
    if isinstance(value, int):
        return number(at << 3) + number(value)
    return number(at << 3 | 2) + number(len(value)) + value


def packed(at: int, values: Iterable[bytes]) -> bytes:
    """Give a field of several numbers."""
    return field(at, b"".join(values))


def deltas(values: list[int]) -> list[bytes]:
    """Give numbers as differences from the one before."""
    return [signed(here - before) for here, before in zip(values, [0, *values])]


def block(kind: bytes, body: bytes, raw_size: int | None = None) -> bytes:
    """Give a block of a file, its body packed; `raw_size` may lie about the body's length."""
    blob = field(2, len(body) if raw_size is None else raw_size) + field(3, zlib.compress(body))
    head = field(1, kind) + field(3, len(blob))
    return len(head).to_bytes(4, "big") + head + blob


def header(*needs: bytes) -> bytes:
    """Give a file's first block; `needs` are the features that a reader must know."""
    return block(HEADER, b"".join(field(4, one) for one in (b"OsmSchema-V0.6", *needs)))


def town_block(town: Town = TOY_TOWN, ids: Iterable[int] | None = None) -> bytes:
    """Give the body of the block with a town's nodes and ways."""
    texts = [""]
    own = list(ids or range(1, len(town.points) + 1))
    numbers = dict(zip(town.points, own))
    degrees = to_degrees(np.array(list(town.points.values())) + ORIGIN)
    lon, lat = (np.round(degrees[:, axis] * 1e7).astype(int).tolist() for axis in (0, 1))
    told: list[bytes] = []
    for name in town.points:
        for pair in town.node_tags.get(name, {}).items():
            told += [_text(texts, text) for text in pair]
        told.append(number(0))
    nodes = packed(1, deltas(own)) + packed(8, deltas(lat)) + packed(9, deltas(lon))
    nodes += packed(10, told)
    ways = b""
    for way, (names, tags) in enumerate(town.ways, start=1001):
        keys = [_text(texts, key) for key in tags]
        values = [_text(texts, value) for value in tags.values()]
        refs = deltas([numbers[name] for name in names.split()])
        ways += field(3, field(1, way) + packed(2, keys) + packed(3, values) + packed(8, refs))
    strings = b"".join(field(1, text.encode()) for text in texts)
    return field(1, strings) + field(2, field(2, nodes)) + field(2, ways)


def _text(texts: list[str], text: str) -> bytes:
    if text not in texts:
        texts.append(text)
    return number(texts.index(text))


def town_pbf(town: Town = TOY_TOWN) -> bytes:
    """Give a whole file."""
    return header(b"DenseNodes") + block(DATA, town_block(town))


def ends(data: bytes) -> list[int]:
    """Give where each block of a file ends."""
    lengths, at = [], 0
    while at < len(data):
        head = int.from_bytes(data[at : at + 4], "big")
        told = data[at + 4 : at + 4 + head]
        kind = HEADER if HEADER in told else DATA
        size, shift = 0, 0
        for digit in told[2 + len(kind) + 1 :]:
            size, shift = size | (digit & 127) << shift, shift + 7
        lengths.append(4 + head + size)
        at += lengths[-1]
    return list(accumulate(lengths))
