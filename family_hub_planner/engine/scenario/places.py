"""Paths in a scenario: where its inputs are looked for, and what its outputs may be called."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import InputError, said_by, shortened
from .model import INPUT_FILES, INPUT_LISTS, InputFile, Parameter, PointColumns

SAMPLE = "sample:"
RESULTS = "results.json"
AGAIN = "scenario.json"
RECORD = f"run:{RESULTS}"
"""As the text of an input: the record of the run itself, with the steps before this one."""
GRID, DEGREES = "EPSG:27700", "EPSG:4326"
_PLACED_BY = (
    ("easting", "northing", GRID),
    ("longitude", "latitude", DEGREES),
    ("lon", "lat", DEGREES),
    ("long", "lat", DEGREES),
    ("lng", "lat", DEGREES),
)
"""Headings in small letters that place a table's rows, and in which CRS; the first found count."""
_NOUGHT = re.compile(r"\s*0\d")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9_+.-]+:")
_BAD_IN_NAME = re.compile(r'[<>:"|?*\\\x00-\x1f]')
# SOURCE: Microsoft, "Naming Files, Paths, and Namespaces", whatever ending follows.
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))}
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
    if any(part.split(".")[0].strip().upper() in _DEVICES for part in parts):
        raise InputError(
            f"{shortened(text)}: Windows keeps that name for a device. Choose another."
        )
    if parts[0].lower() in {RESULTS, AGAIN}:
        raise InputError(f"{parts[0]} is the name of the run's own record. Choose another.")
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
    return InputFile(text, path) if _stands(path) and path.is_file() else None


def _refuse_secrets(text: str) -> None:
    if "file:" in text.lower():
        raise InputError(
            f"{shortened(text)}: write the file's path alone. Points in a CSV file are read by its "
            "columns easting and northing, or longitude and latitude."
        )
    if re.search(r"passw(or)?d\s*=|//[^/\s]*:[^/\s]*@", text, re.IGNORECASE):
        raise InputError("the address holds a password, which would stand in the record.")


def _found(text: str, path: Path, kind: str) -> InputFile:
    there = _stands(path) and (path.is_dir() or kind != "folder")
    if not there:
        what = "folder" if kind == "folder" else "file"
        raise InputError(f"there is no {what} {shortened(text, 120)}.")
    if kind in {"file", "files"} and path.is_dir():
        raise InputError(f"{shortened(text, 120)} is a folder.")
    mark = text.find("|")
    reads_layer = kind in {"layer", "layers"}
    suffix = text[mark:] if mark >= 0 and reads_layer else ""
    return InputFile(text, path, suffix, _points(path) if reads_layer and not suffix else None)


def _stands(path: Path) -> bool:
    """Tell whether there is such a file or folder; a name that no disk takes is none."""
    try:
        return path.exists()
    except OSError:  # longer than names may be, or in a folder closed to us
        return False


def _points(path: Path) -> PointColumns | None:
    """Give the columns that place the rows of a CSV file, None where it has none.

    Where a value begins with a nought ("007"), all columns are to be read as text: read as a number
    it would lose it.
    """
    if path.suffix.lower() != ".csv" or not path.is_file():
        return None
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            return _placed_by(csv.reader(stream))
    except (OSError, csv.Error) as error:
        raise InputError(
            f"{shortened(path.name)} cannot be read as a table ({said_by(error)}). Save it again "
            "as CSV (UTF-8)."
        ) from error


def _placed_by(rows: Iterator[list[str]]) -> PointColumns | None:
    found = {heading.strip().lower(): heading for heading in next(rows, [])}
    for x, y, crs in _PLACED_BY:
        if {x, y} <= set(found):
            noughts = any(_NOUGHT.match(value) for row in rows for value in row)
            return PointColumns(found[x], found[y], crs, noughts)
    return None
