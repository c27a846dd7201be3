"""Which OpenStreetMap tags make a venue of which type, as a table that a planner can edit.

`resources/facilities.csv` stands explained in `resources/rules.md`. The first row that fits a
place decides; a row without a venue type says that the place is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import ColumnError, InputError
from .delimited import read_delimited_rows

FACILITY_TABLE = Path(__file__).parents[2] / "resources" / "facilities.csv"
COLUMNS = ("tags", "venue_type", "colocation_type")
COLOCATION_TYPES = (
    "building with other NHS/ICB services",
    "GP practice",
    "hospital",
    "library",
    "another LA service",
    "school",
    "school-based nursery (SBN)",
    "PVI early-years setting",
    "multi-aspect building for LA services",
    "building with non-LA/non-NHS occupants",
    "other",
)
"""Co-location types of the national return on Best Start Family Hubs (its field FHS11)."""

_KEY = re.compile(r"[A-Za-z0-9_:.\-]+")
_BUILDING = "building"
Tags = Mapping[str, str]


@dataclass(frozen=True)
class FacilityRule:
    """One row: all its conditions must hold. Empty types: no venue, or not stated by the map."""

    conditions: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]
    venue_type: str
    colocation_type: str

    @property
    def building_only(self) -> bool:
        """Whether it asks for nothing but what a building was built as."""
        return {key for key, _ in self.conditions} == {_BUILDING}

    def fits(self, tags: Tags) -> bool:
        """Tell whether a place's tags meet every condition; of several values one is enough."""
        # Hardly any way of a county has a rule's first key: patterns are looked at after that.
        return all(key in tags for key, _ in self.conditions) and all(
            _holds(tags[key], patterns) for key, patterns in self.conditions
        )


@dataclass(frozen=True)
class FacilityTypes:
    """The rows in their order, and the file's name."""

    rules: Sequence[FacilityRule]
    file_name: str

    def rule_of(self, tags: Tags) -> FacilityRule | None:
        """Give the rule that decides; None where none fits or the place is no venue."""
        first = next((rule for rule in self.rules if rule.fits(tags)), None)
        return first if first and first.venue_type else None

    def keys(self) -> list[str]:
        """Give the tag keys that the table asks for, sorted."""
        return sorted({key for rule in self.rules for key, _ in rule.conditions})

    def venue_types(self) -> list[str]:
        """Give the venue types in the order in which the table names them first."""
        return list(dict.fromkeys(rule.venue_type for rule in self.rules if rule.venue_type))

    def colocation_types(self) -> list[str]:
        """Give the co-location types that the table names, in the return's order."""
        named = {rule.colocation_type for rule in self.rules if rule.venue_type}
        return [of_return for of_return in COLOCATION_TYPES if of_return in named]

    def named_in(self, text: str) -> list[str]:
        """Read a list of types, parted by commas or semicolons, in the table's own spelling.

        Venue types and co-location types may both stand in it. Raises `InputError` for a type that
        the table does not name, with those that it does.
        """
        known = {name.lower(): name for name in (*self.colocation_types(), *self.venue_types())}
        asked = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
        unknown = [name for name in asked if name.lower() not in known]
        if unknown:
            raise InputError(
                f"{', '.join(map(repr, unknown))}: {self.file_name} names no such type. Venue "
                f"types: {', '.join(self.venue_types())}. Co-location types: "
                f"{', '.join(self.colocation_types())}."
            )
        return list(dict.fromkeys(known[name.lower()] for name in asked))


def read_facility_types(path: Path | None = None) -> FacilityTypes:
    """Read and check the table of facilities; None reads the shipped one.

    A condition reads `key=value`, with `|` between values that do equally well and `*` for any
    text; `;` parts conditions that must hold together. Raises `ColumnError` for a column that is
    not there and `InputError` for a cell that cannot be used, each with file and line.
    """
    path = path or FACILITY_TABLE
    heading, *rows = read_delimited_rows(path) or [[]]
    names = [name.strip() for name in heading]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise ColumnError(f"{path.name} has no column {', '.join(missing)}.")
    at = [names.index(name) for name in COLUMNS]
    rules = []
    for number, row in enumerate(rows, start=2):
        cells = [row[i].strip() if i < len(row) else "" for i in at]
        rules.append(_rule(cells, f"{path.name}, row {number}"))
    if not any(rule.venue_type for rule in rules):
        raise InputError(f"{path.name} names no venue type. Give at least one row with one.")
    return FacilityTypes(tuple(rules), path.name)


def _rule(cells: Sequence[str], where: str) -> FacilityRule:
    tags, venue_type, colocation_type = cells
    if colocation_type and colocation_type not in COLOCATION_TYPES:
        raise InputError(
            f"{where}: {colocation_type!r} is no co-location type of the national return. Leave "
            f"it empty or write one of: {', '.join(COLOCATION_TYPES)}."
        )
    if re.search("[,;]", venue_type):
        raise InputError(f"{where}: a venue type must have no comma or semicolon: {venue_type!r}.")
    conditions = tuple(_condition(part, where) for part in tags.split(";") if part.strip())
    if not conditions:
        raise InputError(f"{where}: tags is empty. Write key=value, for example amenity=library.")
    return FacilityRule(conditions, venue_type, colocation_type)


def _condition(text: str, where: str) -> tuple[str, tuple[re.Pattern[str], ...]]:
    key, _, values = text.strip().partition("=")
    patterns = tuple(_pattern(value) for value in values.split("|") if value.strip())
    if not (_KEY.fullmatch(key) and patterns):
        raise InputError(
            f"{where}: {text.strip()!r} is no condition. Write key=value, for example "
            "amenity=library, and a semicolon between conditions."
        )
    return key, patterns


def _pattern(value: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, value.strip().split("*"))), re.IGNORECASE)


def _holds(stated: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    values = [value.strip() for value in (stated, *stated.split(";")) if value.strip()]
    return any(pattern.fullmatch(value) for pattern in patterns for value in values)
