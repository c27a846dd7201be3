"""Rows of a text table (.csv, .tsv, .txt, or the same in .gz) as published."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from ..errors import FileUnreadableError, said_by

Row = list[str]
MAX_BYTES = 600_000_000
"""Largest text table that is read, unpacked: several times the largest ONS one."""
_DELIMITERS = (",", ";", "\t")
_SAMPLE_ROWS = 40


def read_delimited_rows(path: Path) -> list[Row]:
    """Read the rows of a text table, blank ones left out; the values are text as they stand.

    The text is UTF-8 (with or without a byte-order mark), UTF-16 with its mark, or else cp1252;
    the delimiter is the comma, semicolon or tab that gives the most rows of one width.

    Raises
    ------
    FileUnreadableError
        The file is missing, damaged, empty, too large, or no text table.
    """
    text = _decode(_read_bytes(path), path.name)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise FileUnreadableError(
            f"{path.name} cannot be read as a table ({said_by(error)}). Save it again as "
            "CSV (UTF-8)."
        ) from error
    return [row for row in rows if any(row)]


def stream_delimited_rows(path: Path) -> Iterator[Row]:
    """Give the rows of a comma-separated table one by one, for files too large to hold.

    The text is UTF-8, with or without a byte-order mark; .gz is unpacked on the way. Blank rows
    are left out.

    Raises
    ------
    FileUnreadableError
        While reading: the file is missing, damaged, or no text table.
    """
    try:
        with _open_text(path) as stream:
            yield from (row for row in csv.reader(stream) if any(row))
    except (OSError, EOFError, zlib.error, csv.Error, UnicodeDecodeError) as error:
        raise FileUnreadableError(
            f"{path.name} cannot be read as a table ({said_by(error)}). If it was "
            "downloaded, unpack it or download it again."
        ) from error


def _open_text(path: Path) -> IO[str]:
    if path.suffix.lower() == ".gz":
        return cast("IO[str]", gzip.open(path, "rt", encoding="utf-8-sig", newline=""))
    return path.open(encoding="utf-8-sig", newline="")


def _read_bytes(path: Path) -> bytes:
    try:
        if path.suffix.lower() == ".gz":
            with gzip.open(path, "rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as plain:
                data = plain.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FileUnreadableError(
            f"{path.name} cannot be read ({said_by(error)}). If it was downloaded, download "
            "it again."
        ) from error
    if len(data) > MAX_BYTES:
        raise FileUnreadableError(
            f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB. Keep only your own areas."
        )
    return data


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16", name)
    if b"\0" in data:
        raise FileUnreadableError(f"{name} is not a text table. Give a CSV file or an XLSX one.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252", name)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise FileUnreadableError(
            f"{name} is a web page, not a table: the download went wrong. Download it again."
        )
    return text


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileUnreadableError(
            f"{name} is neither UTF-8 nor Windows text. Save it again as CSV (UTF-8)."
        ) from error


def _delimiter(text: str) -> str:
    """Choose the delimiter whose commonest width, over one, most of the first rows share."""
    return max(_DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(text[:400_000], newline=""), delimiter=delimiter):
            if len(row) > 1:
                widths[len(row)] += 1
            if sum(widths.values()) >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, width
