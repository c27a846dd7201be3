"""The rules by which ways are judged, as tables that a planner can edit.

Each rule stands in one CSV of `resources/`, explained in `resources/rules.md`. This module reads
and checks them; `access`, `limits`, `ferries`, `fast_roads` and `way_speeds` apply them.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from ..errors import ColumnError, FileUnreadableError, InputError, said_by
from ..provenance import checksum
from .modes import MODES

MOTORWAY = frozenset({"motorway", "motorway_link"})
FERRY = "ferry"
OPEN_AT_ENDS_ONLY = MOTORWAY | {FERRY}
"""Classes that nobody gets on or off along their way."""

SPEED_COLUMNS = {mode: f"{mode}_kph" for mode in MODES}
RESOURCES = Path(__file__).parents[2] / "resources"
TABLES = ("speeds", "access", "barriers", "wheels", "limits", "fast_roads", "ferries")
DEFAULT_SPEEDS = RESOURCES / "speeds.csv"
DEFAULT_LIMIT_SHARE = 0.85
KPH_PER_MPH = 1.609344

# The most specific tag that is set decides (OpenStreetMap wiki, "Key:access").
ACCESS_KEYS: Mapping[str, Sequence[str]] = {
    "walk": ("foot", "access"),
    "pram": ("foot", "access"),
    "cycle": ("bicycle", "vehicle", "access"),
    "drive": ("motorcar", "motor_vehicle", "vehicle", "access"),
}
Tags = Mapping[str, str]


@dataclass(frozen=True)
class ClassSpeeds:
    """Km/h for each `highway` class and mode; a mode that is barred has no entry."""

    kph: Mapping[str, Mapping[str, float]]
    limit_share: float = DEFAULT_LIMIT_SHARE

    def fastest(self, mode: str) -> float:
        """Give the fastest class speed of a mode in km/h; for walk and pram their common speed."""
        return max(self._of(mode))

    def slowest(self, mode: str) -> float:
        """Give the slowest class speed of a mode in km/h."""
        return min(self._of(mode))

    def _of(self, mode: str) -> list[float]:
        return [speeds[mode] for speeds in self.kph.values() if mode in speeds]


class FastRoad(NamedTuple):
    """When a class counts as fast for walkers: limits in mph, inf where none does.

    `untagged` says whether it does where no limit is tagged, unless it is lit or built up.
    """

    fast_from_mph: float
    untagged: bool
    closed_from_mph: float


class FerryRule(NamedTuple):
    """Whether a ferry takes a mode without a tag that says so, and km/h where no time is tagged."""

    open: bool
    kph: float


@dataclass(frozen=True)
class Rules:
    """All tables, read and checked.

    Attributes
    ----------
    access
        (key, value) of an access tag, key "" for any of them: "yes", "no" or "local" by mode.
    barriers
        Kind of barrier node: the modes that it stops.
    wheels
        (key, value) of a tag: whether a pram passes because of it.
    limits_mph
        Named speed limits in lower case.
    files
        Table: the file that it was read from.
    """

    speeds: ClassSpeeds
    access: Mapping[tuple[str, str], Mapping[str, str]]
    barriers: Mapping[str, frozenset[str]]
    wheels: Mapping[tuple[str, str], bool]
    limits_mph: Mapping[str, float]
    fast_roads: Mapping[str, FastRoad]
    ferries: Mapping[str, FerryRule]
    files: Mapping[str, Path]

    def about(self) -> dict[str, str]:
        """Name each table's file and checksum."""
        told = {f"rules_{table}": path.name for table, path in self.files.items()}
        sums = {f"rules_{table}_sha256": checksum(path) for table, path in self.files.items()}
        return {**told, **sums, "limit_share": f"{self.speeds.limit_share:g}"}


def read_rules(
    folder: Path | None = None,
    speeds: Path | None = None,
    limit_share: float = DEFAULT_LIMIT_SHARE,
) -> Rules:
    """Read all tables.

    Parameters
    ----------
    folder
        Holds tables of the planner's own under the names of the shipped ones; those that it does
        not hold are taken as shipped.
    speeds
        A table of class speeds that outranks the folder's.
    limit_share
        Greatest share of a speed limit that is driven, above 0 and at most 1.

    Raises
    ------
    ColumnError, FileUnreadableError, InputError
        A table is wrong; the sentence names file and line.
    """
    files = _files(folder)
    if speeds is not None:
        files["speeds"] = speeds
    return Rules(
        speeds=read_class_speeds(files["speeds"], limit_share),
        access=_read_access(files["access"]),
        barriers=_read_barriers(files["barriers"]),
        wheels=_read_wheels(files["wheels"]),
        limits_mph=_read_limits(files["limits"]),
        fast_roads=_read_fast_roads(files["fast_roads"]),
        ferries=_read_ferries(files["ferries"]),
        files=files,
    )


def _files(folder: Path | None) -> dict[str, Path]:
    shipped = {table: RESOURCES / f"{table}.csv" for table in TABLES}
    if folder is None:
        return shipped
    own = {table: folder / f"{table}.csv" for table in TABLES}
    own = {table: path for table, path in own.items() if path.is_file()}
    if not own:
        names = ", ".join(f"{table}.csv" for table in TABLES)
        raise InputError(f"The folder of rules {folder} holds none of {names}.")
    return {**shipped, **own}


def read_class_speeds(path: Path, limit_share: float = DEFAULT_LIMIT_SHARE) -> ClassSpeeds:
    """Read the table of class speeds (columns `highway`, `walk_kph` ... `drive_kph`, km/h).

    A blank cell bars the mode from the class. Raises `ColumnError` or `InputError` in words.
    """
    if not 0 < limit_share <= 1:
        raise InputError(
            f"The share of the speed limit is {limit_share:g}; give it between 0 and 1."
        )

    def speeds(row: _Row) -> dict[str, float]:
        cells = {mode: row.cells[column] for mode, column in SPEED_COLUMNS.items()}
        return {mode: row.kph(SPEED_COLUMNS[mode]) for mode, text in cells.items() if text}

    kph = _by_key(path, ("highway",), tuple(SPEED_COLUMNS.values()), speeds)
    for mode, column in SPEED_COLUMNS.items():
        if not any(mode in of_class for of_class in kph.values()):
            raise InputError(f"{path.name} gives no speed for any class in column {column}.")
    return ClassSpeeds({highway: of_class for (highway,), of_class in kph.items()}, limit_share)


def _read_access(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    known = {"", *(key for keys in ACCESS_KEYS.values() for key in keys)}

    def verdicts(row: _Row) -> dict[str, str]:
        row.choice("key", known)
        return {mode: row.choice(mode, ("yes", "no", "local")) for mode in MODES}

    table = _by_key(path, ("key", "value"), MODES, verdicts)
    return {(key, value): of_mode for (key, value), of_mode in table.items()}


def _read_barriers(path: Path) -> dict[str, frozenset[str]]:
    def stopped(row: _Row) -> frozenset[str]:
        return frozenset(mode for mode in MODES if row.choice(mode, _YES_NO) == "no")

    table = _by_key(path, ("barrier",), MODES, stopped)
    return {barrier: modes for (barrier,), modes in table.items()}


def _read_wheels(path: Path) -> dict[tuple[str, str], bool]:
    def passes(row: _Row) -> bool:
        return row.choice("passable", _YES_NO) == "yes"

    table = _by_key(path, ("key", "value"), ("passable",), passes)
    return {(key, value): passable for (key, value), passable in table.items()}


def _read_limits(path: Path) -> dict[str, float]:
    table = _by_key(path, ("value",), ("mph",), lambda row: row.number("mph", "mph", 100))
    return {value.lower(): mph for (value,), mph in table.items()}


def _read_fast_roads(path: Path) -> dict[str, FastRoad]:
    def road(row: _Row) -> FastRoad:
        limits = {
            column: row.number(column, "mph", 100) if row.cells[column] else math.inf
            for column in ("fast_from_mph", "closed_from_mph")
        }
        return FastRoad(untagged=row.choice("untagged", _YES_NO) == "yes", **limits)

    table = _by_key(path, ("highway",), FastRoad._fields, road)
    return {highway: of_class for (highway,), of_class in table.items()}


def _read_ferries(path: Path) -> dict[str, FerryRule]:
    def ferry(row: _Row) -> FerryRule:
        return FerryRule(row.choice("untagged", _YES_NO) == "yes", row.kph("kph"))

    table = _by_key(path, ("mode",), ("untagged", "kph"), ferry)
    missing = [mode for mode in MODES if (mode,) not in table]
    if missing:
        raise InputError(f"{path.name} has no row for {', '.join(missing)}.")
    return {mode: table[(mode,)] for mode in MODES}


_YES_NO = ("yes", "no")
Rule = TypeVar("Rule")


@dataclass(frozen=True)
class _Row:
    """One row of a table, and where it stands, for the sentence that refuses it."""

    where: str
    cells: Mapping[str, str]

    def choice(self, column: str, words: Sequence[str] | set[str]) -> str:
        """Give one of the words allowed."""
        word = self.cells[column]
        if word not in words:
            allowed = ", ".join(word or "nothing" for word in sorted(words))
            raise InputError(f"{self.where}: {column} is {word!r}. Write one of: {allowed}.")
        return word

    def number(self, column: str, unit: str, below: float) -> float:
        """Give a number above 0."""
        try:
            number = float(self.cells[column])
        except ValueError:
            number = math.nan
        if not 0 < number < below:
            raise InputError(
                f"{self.where}: {column} is {self.cells[column]!r}. "
                f"Give {unit} above 0 and below {below:g}."
            )
        return number

    def kph(self, column: str) -> float:
        """Give a speed."""
        return self.number(column, "km/h", 200)


def _by_key(
    path: Path, keys: Sequence[str], columns: Sequence[str], read: Callable[[_Row], Rule]
) -> dict[tuple[str, ...], Rule]:
    """Read a table's rows by its key columns; a key that stands twice is refused."""
    found: dict[tuple[str, ...], Rule] = {}
    for row in _rows(path, (*keys, *columns)):
        key = tuple(row.cells[name] for name in keys)
        if key in found:
            raise InputError(f"{row.where}: {' '.join(key)} stands there twice. Keep one row.")
        found[key] = read(row)
    return found


def _rows(path: Path, columns: Sequence[str]) -> list[_Row]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in columns if name not in (reader.fieldnames or [])]
            if missing:
                raise ColumnError(f"{path.name} has no column {', '.join(missing)}.")
            return [
                _Row(
                    f"{path.name}, line {reader.line_num}",
                    {name: (row[name] or "").strip() for name in columns},
                )
                for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileUnreadableError(
            f"{path} cannot be read as a table: {said_by(error)}. Save it again as CSV (UTF-8)."
        ) from error
