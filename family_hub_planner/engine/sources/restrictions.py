"""Turn restrictions of an OpenStreetMap file, with the roles that GDAL does not give.

A restriction is a relation `type=restriction` with members of the roles `from` (way), `via` (node
or way) and `to` (way); OpenStreetMap wiki, "Relation:restriction". GDAL hands relations on without
their members' roles, so they are read here: XML by Python's own parser, and the binary format
(OpenStreetMap wiki, "PBF Format") by its few protocol-buffer fields. Only blocks that hold
relations are taken apart, so the cost is that of unpacking the file.
"""

from __future__ import annotations

import bz2
import gzip
import re
import struct
import xml.parsers.expat  # nosec B407 - entities are refused, see _XmlReader
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import FileUnreadableError, said_by
from ..progress import Progress

BLOCK_LIMIT_BYTES = 64 * 2**20
"""No block of the binary format may unpack to more: 32 MiB is the format's own limit."""

_MOTOR_KINDS = ("restriction", "restriction:motor_vehicle", "restriction:motorcar")
_EXCEPTED = {"motorcar", "motor_vehicle"}
_ID = re.compile(r"-?[0-9]{1,20}")
_HEAD_BYTES = 64  # of a binary file: a length, and its first block named
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Restriction:
    """One rule for drivers: `kind` as tagged (no_left_turn, only_straight_on ...), ids as text."""

    osm_id: str
    kind: str
    from_ways: tuple[str, ...]
    via_nodes: tuple[str, ...]
    via_ways: tuple[str, ...]
    to_ways: tuple[str, ...]


def read_restrictions(path: Path, progress: Progress | None = None) -> list[Restriction]:
    """Read the turn restrictions that bind a private car, sorted by relation id.

    Takes `.osm.pbf`, `.osm`, `.osm.gz` and `.osm.bz2`. Raises `FileUnreadableError`.
    """
    progress = progress or Progress()
    try:
        read = _read_pbf if _is_binary(path) else _read_xml
        found = [rule for rule in read(path, progress) if rule is not None]
        return sorted(found, key=lambda rule: int(rule.osm_id))
    except (OSError, EOFError, ValueError, LookupError, struct.error, zlib.error) as error:
        raise FileUnreadableError(
            f"The relations of {path.name} cannot be read ({said_by(error)}). The file may be "
            "damaged: fetch it again."
        ) from error


def _is_binary(path: Path) -> bool:
    """Tell by its beginning whether a file is a PBF: GDAL goes by that, whatever its name."""
    with path.open("rb") as stream:
        return b"OSMHeader" in stream.read(_HEAD_BYTES)


Members = list[tuple[str, str, str]]
"""Type (node, way, relation), id and role of each member."""


def _rule(osm_id: str, tags: dict[str, str], members: Members) -> Restriction | None:
    """Make a restriction of a relation; None where it is none, or none for a car."""
    if tags.get("type") not in {"restriction", "restriction:motor_vehicle"}:
        return None
    if not _ID.fullmatch(osm_id):
        raise ValueError("a relation has no number")
    kind = next((tags[key] for key in reversed(_MOTOR_KINDS) if tags.get(key)), "")
    if not kind or _EXCEPTED & set(tags.get("except", "").replace(" ", "").split(";")):
        return None

    def those(role: str, member_type: str) -> tuple[str, ...]:
        return tuple(ref for kind_, ref, name in members if (kind_, name) == (member_type, role))

    return Restriction(
        osm_id, kind, those("from", "way"), those("via", "node"), those("via", "way"),
        those("to", "way"),
    )  # fmt: skip


def _read_xml(path: Path, progress: Progress) -> Iterator[Restriction | None]:
    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open}
    reader = _XmlReader()
    with openers.get(path.suffix.lower(), open)(path, "rb") as stream:
        for chunk in iter(lambda: stream.read(_CHUNK), b""):
            reader.feed(chunk)
            yield from reader.taken()
            progress.report(0.0)


class _XmlReader:
    """Keeps the relations of an XML file; nodes and ways pass by unread."""

    def __init__(self) -> None:
        self._parser = xml.parsers.expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        # An entity declared in the file could unfold to any size, or read another file.
        self._parser.EntityDeclHandler = self._refuse_entities
        self._id = ""
        self._tags: dict[str, str] = {}
        self._members: Members = []
        self._found: list[Restriction | None] = []

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.Parse(chunk, False)
        except xml.parsers.expat.ExpatError as error:
            raise ValueError(f"no well-formed XML: {error}") from error
        except LookupError as error:
            raise ValueError("it names an encoding of its text that nobody knows") from error

    def taken(self) -> list[Restriction | None]:
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "relation":
            self._id, self._tags, self._members = attributes.get("id", ""), {}, []
        elif self._id and name == "tag":
            self._tags[attributes.get("k", "")] = attributes.get("v", "")
        elif self._id and name == "member":
            member = (attributes.get(key, "") for key in ("type", "ref", "role"))
            self._members.append(tuple(member))  # type: ignore[arg-type]

    def _end(self, name: str) -> None:
        if name == "relation":
            self._found.append(_rule(self._id, self._tags, self._members))
            self._id = ""

    @staticmethod
    def _refuse_entities(*_details: object) -> None:
        raise ValueError("it declares XML entities, which no OpenStreetMap file does")


def _read_pbf(path: Path, progress: Progress) -> Iterator[Restriction | None]:
    size = max(1, path.stat().st_size)
    with path.open("rb") as stream:
        for kind, block in _blocks(stream):
            progress.report(stream.tell() / size)
            if kind == b"OSMData":
                yield from _relations(block)


def _blocks(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Give the kind and the unpacked content of each block of the binary format."""
    while True:
        head = stream.read(4)
        if not head:
            return
        (length,) = struct.unpack(">I", head)
        if length > 64 * 1024:
            raise ValueError("a block's header is longer than the format allows")
        header = dict(_fields(stream.read(length)))
        blob = dict(_fields(stream.read(_whole(header[3]))))
        yield _bytes(header[1]), _unpacked(blob)


def _unpacked(blob: dict[int, int | bytes]) -> bytes:
    if 1 in blob:
        return _bytes(blob[1])
    if 3 not in blob:
        raise ValueError("a block is packed in a way other than zlib")
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(_bytes(blob[3]), BLOCK_LIMIT_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError("a block unpacks to more than the format allows")
    return content


def _relations(block: bytes) -> Iterator[Restriction | None]:
    """Give the restrictions of one block of data; blocks of nodes and ways are left at once."""
    texts: list[bytes] = []
    for number, value in _fields(block):
        if number == 1:
            texts = [_bytes(text) for _, text in _fields(_bytes(value))]
        elif number == 2:
            group = _bytes(value)
            if group and group[0] >> 3 == 4:
                for _, relation in _fields(group):
                    yield _relation(_bytes(relation), texts)


def _relation(message: bytes, texts: list[bytes]) -> Restriction | None:
    parts: dict[int, bytes] = {}
    osm_id = 0
    for number, value in _fields(message):
        if number == 1:
            osm_id = _whole(value)
        elif isinstance(value, bytes):
            parts[number] = value
    keys, values = _varints(parts.get(2, b"")), _varints(parts.get(3, b""))
    tags = {_text(texts[k]): _text(texts[v]) for k, v in zip(keys, values)}
    if tags.get("type") is None or not tags["type"].startswith("restriction"):
        return None
    roles, steps, types = (_varints(parts.get(number, b"")) for number in (8, 9, 10))
    members: Members = []
    ref = 0
    for role, step, member_type in zip(roles, steps, types):
        ref += (step >> 1) ^ -(step & 1)
        members.append((("node", "way", "relation")[member_type], str(ref), _text(texts[role])))
    return _rule(str(osm_id), tags, members)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Give the number and value of each field of a protocol-buffer message.

    Values are whole numbers (wire type 0) or bytes (type 2); fixed-width ones come as bytes.
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        wire = key & 7
        if wire == 0:
            number, at = _varint(message, at)
            yield key >> 3, number
            continue
        if wire == 2:
            length, at = _varint(message, at)
        elif wire in {1, 5}:
            length = 8 if wire == 1 else 4
        else:
            raise ValueError("a field of the binary format is of no known kind")
        if at + length > len(message):
            raise ValueError("a field of the binary format is cut short")
        yield key >> 3, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("a number of the binary format is too long")


def _varints(message: bytes) -> list[int]:
    found, at = [], 0
    while at < len(message):
        value, at = _varint(message, at)
        found.append(value)
    return found


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    raise ValueError("a field of the binary format holds a number where bytes should be")


def _whole(value: int | bytes) -> int:
    if isinstance(value, int):
        return value
    raise ValueError("a field of the binary format holds bytes where a number should be")
