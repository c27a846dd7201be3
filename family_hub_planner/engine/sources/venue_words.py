"""What kind of building a register's own words mean, by a table that a planner can see and edit.

`resources/venue_words.csv` stands explained in `resources/rules.md`. The first row that fits a
register's word decides; a row without a venue type leaves the word as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import ColumnError, InputError
from .delimited import read_delimited_rows
from .facility_types import COLOCATION_TYPES

VENUE_WORDS = Path(__file__).parents[2] / "resources" / "venue_words.csv"
COLUMNS = ("words", "venue_type", "colocation_type")


@dataclass(frozen=True)
class VenueWord:
    """One row: patterns of which one must be the whole word, and the two types, "" for none."""

    patterns: tuple[re.Pattern[str], ...]
    venue_type: str
    colocation_type: str


@dataclass(frozen=True)
class VenueWords:
    """The rows in their order, and the file's name."""

    rows: Sequence[VenueWord]
    file_name: str

    def of(self, text: str) -> VenueWord | None:
        """Give the row that decides on a register's word, None where none fits."""
        word = " ".join(text.replace("’", "'").split())
        for row in self.rows:
            if any(pattern.fullmatch(word) for pattern in row.patterns):
                return row if row.venue_type else None
        return None


def read_venue_words(path: Path | None = None) -> VenueWords:
    """Read and check the table of words; None reads the shipped one.

    `words` holds patterns parted by "|", in which "*" stands for any text; capitals do not matter.
    Raises `ColumnError` for a column that is not there and `InputError` for a cell that cannot be
    used, each with file and row.
    """
    path = path or VENUE_WORDS
    heading, *rows = read_delimited_rows(path) or [[]]
    names = [name.strip() for name in heading]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise ColumnError(f"{path.name} has no column {', '.join(missing)}.")
    at = [names.index(name) for name in COLUMNS]
    found = []
    for number, row in enumerate(rows, start=2):
        cells = [row[i].strip() if i < len(row) else "" for i in at]
        found.append(_row(cells, f"{path.name}, row {number}"))
    return VenueWords(tuple(found), path.name)


def _row(cells: Sequence[str], where: str) -> VenueWord:
    words, venue_type, colocation_type = cells
    patterns = tuple(_pattern(word) for word in words.split("|") if word.strip())
    if not patterns:
        raise InputError(f"{where}: words is empty. Write a register's word, such as *library*.")
    if colocation_type and colocation_type not in COLOCATION_TYPES:
        raise InputError(
            f"{where}: {colocation_type!r} is no co-location type of the national return. Leave "
            f"it empty or write one of: {', '.join(COLOCATION_TYPES)}."
        )
    return VenueWord(patterns, venue_type, colocation_type)


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, word.strip().split("*"))), re.IGNORECASE)
