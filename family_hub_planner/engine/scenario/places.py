"""Paths in a scenario: where its inputs are looked for, and what its outputs may be called."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import InputError, shortened
from .model import INPUT_FILES, INPUT_LISTS, InputFile, Parameter

SAMPLE = "sample:"
RESULTS = "results.json"
AGAIN = "scenario.json"
_EASTING, _NORTHING = "easting", "northing"
AS_TEXT = "as text"
_NOUGHT = re.compile(r"\s*0\d")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9_+.-]+:")
_BAD_IN_NAME = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_CUTS_NAMES = (".shp", ".dbf")
_MAY_BE_FILES = (".json", ".csv", ".txt")


@dataclass(frozen=True)
class Homes:
    """Where inputs are: `data`, to which a scenario's paths are relative, and the sample county."""

    data: Path
    sample: Path


def input_file(text: str, kind: str, homes: Homes) -> InputFile | None:
    """Give the file that a parameter's text names; None where it is a plain value or an address.

    `InputError` where there is no such file.
    """
    reads = kind in INPUT_FILES | INPUT_LISTS
    if text.startswith(SAMPLE):
        return _found(text, homes.sample / _sample_name(text), kind)
    if not reads:
        return _file_of_text(text, homes)
    if not text.strip():
        raise InputError("an empty text is no path of a file.")
    if _ADDRESS.match(text) and not _DRIVE.match(text):
        _refuse_secrets(text)
        return None
    return _found(text, homes.data / text.split("|", maxsplit=1)[0].replace("\\", "/"), kind)


def checked_name(text: str, parameter: Parameter) -> str:
    """Give the name of a file to write, "/" between folders; what is no such name is refused."""
    name = text.strip()
    parts = PurePosixPath(name).parts
    if not name or name.endswith("/") or PurePosixPath(name).is_absolute():
        raise InputError(f"{shortened(text) or 'an empty text'} is no name of a file.")
    if ".." in parts or _BAD_IN_NAME.search(name) or any(p[-1] in ". " for p in parts):
        raise InputError(
            f"{shortened(text)} is no name of a file in the run's folder. Use letters, digits, "
            '"_" and "-", and "/" for a folder in it.'
        )
    if name.lower() in {RESULTS, AGAIN}:
        raise InputError(f"{name} is the name of the run's own record. Choose another.")
    ending = PurePosixPath(name).suffix.lower()
    if parameter.kind != "folder_out" and not ending:
        raise InputError(f"{name} needs an ending, such as .{parameter.extension or 'gpkg'}.")
    if ending in _CUTS_NAMES:
        raise InputError(f"{name}: a shapefile cuts names to 10 characters. Choose .gpkg.")
    return "/".join(parts)


def _sample_name(text: str) -> str:
    name = text[len(SAMPLE) :].split("|", maxsplit=1)[0]
    if not name or PurePosixPath(name.replace("\\", "/")).name != name:
        raise InputError(f'{shortened(text)}: write "{SAMPLE}" and the name of a sample file.')
    return name


def _file_of_text(text: str, homes: Homes) -> InputFile | None:
    """Give the file that a text parameter (a mapping, say) names, if there is one beside it."""
    if not text.lower().endswith(_MAY_BE_FILES) or "\n" in text:
        return None
    path = homes.data / text.replace("\\", "/")
    return InputFile(text, path) if path.is_file() else None


def _refuse_secrets(text: str) -> None:
    if "file:" in text.lower():
        raise InputError(
            f"{shortened(text)}: write the file's path alone. Points in a CSV file are read by its "
            f"columns {_EASTING} and {_NORTHING}."
        )
    if re.search(r"passw(or)?d\s*=|//[^/\s]*:[^/\s]*@", text, re.IGNORECASE):
        raise InputError("the address holds a password, which would stand in the record.")


def _found(text: str, path: Path, kind: str) -> InputFile:
    there = path.is_dir() if kind == "folder" else path.exists()
    if not there:
        what = "folder" if kind == "folder" else "file"
        raise InputError(f"there is no {what} {shortened(text, 120)}.")
    if kind in {"file", "files"} and path.is_dir():
        raise InputError(f"{shortened(text, 120)} is a folder.")
    mark = text.find("|")
    reads_layer = kind in {"layer", "layers"}
    suffix = text[mark:] if mark >= 0 and reads_layer else ""
    return InputFile(text, path, suffix, _points(path) if reads_layer and not suffix else ())


def _points(path: Path) -> tuple[str, ...]:
    """Give the columns of easting and northing of a CSV file, () where it has none.

    A third text, `AS_TEXT`, follows where a value begins with a nought ("007"): read as a number it
    would lose it, so that all columns are to be read as text.
    """
    if path.suffix.lower() != ".csv" or not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        rows = csv.reader(stream)
        found = {heading.strip().lower(): heading for heading in next(rows, [])}
        if not {_EASTING, _NORTHING} <= set(found):
            return ()
        noughts = any(_NOUGHT.match(value) for row in rows for value in row)
    columns = found[_EASTING], found[_NORTHING]
    return (*columns, AS_TEXT) if noughts else columns
