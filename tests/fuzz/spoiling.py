"""Small valid files spoilt by their structure: what stands between the signs is moved and bent.

Random bytes are refused at a file's first line. A file that is right but for a few places is read
further, so a strategy here takes valid files, cuts them at the signs of their format (commas,
quotation marks, brackets, line ends) and swaps, repeats, drops or replaces what stands between.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path

from hypothesis import strategies as st

TEXT = rb"([,;\t\"'<>=\s{}\[\]():|/]+)"
"""What parts the values of CSV, JSON, XML and the small languages of parameters."""

HARD_WORDS = (
    b"", b"0", b"-1", b"-0", b"1.5", b"1e999", b"-1e999", b"1e308", b"1e-320", b"nan", b"inf",
    b"NaN", b"Infinity", b"2147483648", b"-9223372036854775809", b"9" * 30, b"9" * 400,
    b"9" * 5000, b"1_000", b"0x10", b"1,000", b"007", b"null", b"true", b"None", b"[c]", b"<5",
    b"\0", b"\x1f", b"\x85", b"\xc2\x85", b"\xff", b"\xa3", b"\xe9", b"\xed\xa0\x80", b"\\ud800",
    b"\xef\xbb\xbf", b"\xe2\x80\xae", "²".encode(), "١٢".encode(), "½".encode(), "İ".encode(),
    "ß".encode(), "ﬁ".encode(), b"=1+1", b"@SUM(A1)", b"%s", b"{0}", b"\\", b"\\1", b"*", b"(",
    b"[", b"&#0;", b"&x;", b"&lt;", b"<![CDATA[", b"<!--", b"\"", b"'", b"\"\"", b"31/02/2024",
    b"2024-02-30", b"0000-00-00", b"99999-01-01", b"E01000001", b"X01000001", b"W01000001",
    b"0-4", b"90+", b"../../etc/passwd", b"C:\\x", b"https://a.example", b"a" * 300, b"a" * 9000,
    b"a" * 140_000,
    b"LINESTRING (0 0)", b"('a',", b"[1, 2", b"[[[[[[", b"EPSG:4326", b"EPSG:27700", b"EPSG:0",
    b"no_left_turn", b"yes", b"-1 0", b"60 mph", b"walk", b"12:61", b"P1Y", b"ZZ1 1AA", b"SK 1 1",
)  # fmt: skip

KEPT = Path(__file__).parents[2] / "build" / "fuzz"
"""Where the longer ones of the files that failed are kept."""


class Spoilt(bytes):
    """A spoilt file; a long one is written to `KEPT` where a report would print it whole."""

    def __repr__(self) -> str:
        if len(self) <= 600:
            return super().__repr__()
        KEPT.mkdir(parents=True, exist_ok=True)
        path = KEPT / f"{zlib.crc32(self):08x}"
        path.write_bytes(self)
        return f"Spoilt(Path('build/fuzz/{path.name}').read_bytes())"


Move = tuple[str, int, int, int]
_MOVES = (
    *("word",) * 6, *("swap",) * 3, "drop", "again", "again", "run", "copy", "cut", "flip", "noise",
    "line", "line_out", "nul", "bom", "utf16", "wide", "latin", "mac", "unix",
)  # fmt: skip
_LONG = st.integers(0, 2**24)


def spoilt(
    *files: bytes, parted: bytes = TEXT, words: Sequence[bytes] = HARD_WORDS, most: int = 5
) -> st.SearchStrategy[bytes]:
    """Give one of the files with one to `most` spoilt places."""
    moves = st.lists(
        st.tuples(st.sampled_from(_MOVES), _LONG, _LONG, st.integers(0, len(words) - 1)),
        min_size=1,
        max_size=most,
    )
    return st.builds(partial(_spoil, parted=parted, words=words), st.sampled_from(files), moves)


def _spoil(data: bytes, moves: list[Move], parted: bytes, words: Sequence[bytes]) -> bytes:
    for kind, at, to, word in moves:
        if kind in _OF_PIECES:
            pieces = list(_pieces(data, parted)) or [b""]
            _OF_PIECES[kind](pieces, at, to, words[word])
            data = b"".join(pieces)
        else:
            data = _OF_WHOLE[kind](data, at, to)
    return Spoilt(data)


@lru_cache(maxsize=64)
def _pieces(data: bytes, parted: bytes) -> tuple[bytes, ...]:
    """Give values at even places and the signs that part them at odd ones."""
    return (
        tuple(re.split(parted, data))
        if parted
        else tuple(data[i : i + 1] for i in range(len(data)))
    )


def _value_at(pieces: list[bytes], at: int) -> int:
    return at % ((len(pieces) + 1) // 2) * 2


def _word(pieces: list[bytes], at: int, _to: int, word: bytes) -> None:
    pieces[_value_at(pieces, at)] = word


def _swap(pieces: list[bytes], at: int, to: int, _word: bytes) -> None:
    one, other = _value_at(pieces, at), _value_at(pieces, to)
    pieces[one], pieces[other] = pieces[other], pieces[one]


def _copy(pieces: list[bytes], at: int, to: int, _word: bytes) -> None:
    pieces[_value_at(pieces, at)] = pieces[_value_at(pieces, to)]


def _drop(pieces: list[bytes], at: int, _to: int, _word: bytes) -> None:
    place = _value_at(pieces, at)
    del pieces[place : place + 2]


def _again(pieces: list[bytes], at: int, to: int, _word: bytes) -> None:
    place = _value_at(pieces, at)
    pieces[place:place] = pieces[place : place + 2 * (1 + to % 12)]


def _run(pieces: list[bytes], at: int, _to: int, word: bytes) -> None:
    """Put a value where a sign that parts stands, or beside it."""
    place = min(_value_at(pieces, at) + 1, len(pieces) - 1)
    pieces[place] = word


_OF_PIECES: dict[str, Callable[[list[bytes], int, int, bytes], None]] = {
    "word": _word, "swap": _swap, "copy": _copy, "drop": _drop, "again": _again, "run": _run,
}  # fmt: skip


def _recoded(encoding: str, errors: str, data: bytes, _at: int, _to: int) -> bytes:
    return data.decode("utf-8", "replace").encode(encoding, errors)


def _flip(data: bytes, at: int, to: int) -> bytes:
    if not data:
        return data
    at %= len(data)
    return data[:at] + bytes([data[at] ^ (1 + to % 255)]) + data[at + 1 :]


def _noise(data: bytes, at: int, to: int) -> bytes:
    at %= len(data) + 1
    return data[:at] + struct.pack("<QQ", to * 2**37 + at, to) + data[at + to % 40 :]


def _line(data: bytes, at: int, to: int) -> bytes:
    lines = data.split(b"\n")
    lines.insert(at % len(lines), lines[to % len(lines)])
    return b"\n".join(lines)


def _line_out(data: bytes, at: int, _to: int) -> bytes:
    lines = data.split(b"\n")
    del lines[at % len(lines)]
    return b"\n".join(lines)


_OF_WHOLE: dict[str, Callable[[bytes, int, int], bytes]] = {
    "cut": lambda data, at, _to: data[: at % (len(data) + 1)],
    "flip": _flip,
    "noise": _noise,
    "line": _line,
    "line_out": _line_out,
    "nul": lambda data, at, _to: (
        data[: at % (len(data) + 1)] + b"\0" + data[at % (len(data) + 1) :]
    ),
    "bom": lambda data, _at, _to: b"\xef\xbb\xbf" + data,
    "utf16": partial(_recoded, "utf-16", "replace"),
    "wide": partial(_recoded, "utf-16-be", "replace"),
    "latin": partial(_recoded, "cp1252", "replace"),
    "mac": lambda data, _at, _to: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r"),
    "unix": lambda data, _at, _to: data.replace(b"\n", b"\n\n"),
}
