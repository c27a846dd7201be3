"""Postcodes with their place: the ONS postcode directories (ONSPD, NSPL), old and new headings.

The old headings are `pcds`, `oseast1m`, `lsoa11`; those since 2025 carry a year, `lsoa21cd`,
`lad25cd`: they are matched whatever the year. A row with a `doterm` is a terminated postcode, and
grid quality 9 is no grid reference; user type 1 is a large user, one address that gets much post,
mostly a firm or an office (ONS Postcode Directory user guide).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

from ..errors import ColumnError, FileUnreadableError
from ..progress import Progress
from ..provenance import Provenance, checksum
from ..tables import Table
from .delimited import stream_delimited_rows
from .headings import clean_heading, heading_key
from .postcode_text import postcode_key, written
from .reading import Reading
from .recognition import recognise

_NO_GRID_REFERENCE = "9"
_IRISH_GRID = "BT"
_LARGE_USER = "1"
_HEADINGS = {
    "postcode": (r"pcds", r"pcd8?", r"pcd7", r"pcd2", r"postcode"),
    "terminated": (r"doterm",),
    "x": (r"oseast1m", r"east1m", r"eastings?"),
    "y": (r"osnrth1m", r"north1m", r"northings?"),
    "quality": (r"osgrdind", r"gridind"),
    "large_user": (r"usertype", r"usrtypind"),
    "output_area": (r"oa21(?:cd)?", r"oa11(?:cd)?"),
    "lsoa": (r"lsoa21(?:cd)?", r"lsoa11(?:cd)?"),
    "authority": (r"(?:lad|laua|oslaua)(?:\d\d)?(?:cd)?",),
    "ward": (r"(?:wd|osward)(?:\d\d)?(?:cd)?",),
}
_NEEDED = ("postcode", "x", "y")
_FARTHEST_M = 1e7  # no grid reference is beyond it
_PROGRESS_ROWS = 50_000
Row = Sequence[str]


@dataclass
class _Count:
    """How many rows were read and left out, by why, with the first of those whose grid is Irish."""

    live: int = 0
    terminated: int = 0
    no_grid: int = 0
    irish: int = 0
    large_users: int = 0
    elsewhere: int = 0
    odd: int = 0
    first_odd: str = ""


def read_postcodes(
    path: str | Path,
    authorities: Collection[str] | None = None,
    postcodes: Collection[str] | None = None,
    progress: Progress | None = None,
    extent: tuple[float, float, float, float] | None = None,
    large_users: bool = True,
    terminated: bool = False,
) -> Reading:
    """Read the live postcodes of a directory, row by row, so that the whole of it may be given.

    Terminated ones, those without a grid reference, and those of Northern Ireland (whose grid is
    the Irish one) are left out and counted.

    Parameters
    ----------
    authorities
        Codes of the local authorities to keep ("E06000017"); None keeps all.
    postcodes
        Postcodes to keep, in any spelling, as for placing a register; None keeps all.
    extent
        West, south, east, north in metres of EPSG:27700 to keep postcodes in; None keeps all.
    large_users
        Whether to keep those of large users, where the file tells them.
    terminated
        Whether to keep terminated postcodes too, so that an old one is told from a wrong one.

    Returns
    -------
    Reading
        `postcode` ("LE15 6HP"), `x` and `y` in metres of EPSG:27700, and `output_area`, `lsoa`,
        `authority`, `ward` where the file has them; with `terminated` the month it ended
        ("2019-06"), None for a live one. `census_year` is that of the LSOA codes.

    Raises
    ------
    FileUnreadableError
        The file is missing, damaged, or no text table.
    ColumnError
        No column of postcodes or of grid references, or no authorities to choose by.
    """
    source = Path(path)
    if not source.is_file():
        raise FileUnreadableError(f"There is no file {source.name}. Check the path.")
    progress, rows = progress or Progress(), iter(stream_delimited_rows(source))
    header = [clean_heading(cell) for cell in next(rows, [])]
    columns = _columns(header, source.name, authorities is not None)
    wanted = None if postcodes is None else {postcode_key(p) for p in postcodes}
    count, kept = _Count(), _Kept(columns, terminated)
    keep = _chooser(columns, count, authorities, wanted, terminated)
    stays = _filter(columns, count, extent, large_users)
    for number, row in enumerate(rows):
        if number % _PROGRESS_ROWS == 0:
            progress.report(1.0 - 1.0 / (1.0 + number / 500_000))
        if row and keep(row) and stays(row):
            count.live += not _ended(row, columns)
            kept.add(row)
    facts = replace(recognise(header, source.name), file_name=source.name, sha256=checksum(source))
    notes = _notes(source.name, header, columns, count)
    return Reading(kept.table(source.name, facts), notes, _census_year(header, columns))


def places_of_postcodes(table: Table) -> dict[str, tuple[float, float]]:
    """Give x and y (metres of EPSG:27700) by key of the live postcodes of a `read_postcodes`."""
    ended = table.columns.get("terminated", [None] * len(table))
    columns = (table.column(name) for name in ("postcode", "x", "y"))
    return {postcode_key(code): (x, y) for code, x, y, end in zip(*columns, ended) if not end}


def ended_postcodes(table: Table) -> dict[str, str]:
    """Give the month in which each terminated postcode ended, by key; none where none was kept."""
    ended = table.columns.get("terminated", [])
    return {postcode_key(code): end for code, end in zip(table.column("postcode"), ended) if end}


class _Kept:
    """The rows kept, as columns; codes repeat by the thousand and are stored once each."""

    def __init__(self, columns: dict[str, int], terminated: bool) -> None:
        self._areas = [n for n in ("output_area", "lsoa", "authority", "ward") if n in columns]
        self._at = columns
        self._columns: dict[str, list[object]] = {
            name: [] for name in ("postcode", "x", "y", *self._areas)
        }
        self._seen: dict[str, str] = {}
        if terminated:
            self._columns["terminated"] = []

    def add(self, row: Row) -> None:
        self._columns["postcode"].append(written(postcode_key(row[self._at["postcode"]])))
        for name in ("x", "y"):
            self._columns[name].append(float(row[self._at[name]]))
        for name in self._areas:
            text = row[self._at[name]].strip()
            self._columns[name].append(self._seen.setdefault(text, text) or None)
        if "terminated" in self._columns:
            self._columns["terminated"].append(_ended(row, self._at) or None)

    def table(self, name: str, facts: Provenance) -> Table:
        return Table(dict(self._columns), name, facts)


def _columns(header: list[str], name: str, need_authority: bool) -> dict[str, int]:
    keys = [heading_key(heading) for heading in header]
    found: dict[str, int] = {}
    for wanted, patterns in _HEADINGS.items():
        for pattern in patterns:
            places = [i for i, key in enumerate(keys) if re.fullmatch(pattern, key)]
            if places:
                found[wanted] = places[0]
                break
    lacking = [n for n in (*_NEEDED, *(["authority"] if need_authority else [])) if n not in found]
    if lacking:
        words = {"x": "eastings", "y": "northings", "authority": "local authorities"}
        raise ColumnError(
            f"{name} has no column of {words.get(lacking[0], 'postcodes')}, so it is no postcode "
            f"directory (ONSPD or NSPL). Its columns: {', '.join(header[:12]) or 'none'}."
        )
    return found


def _chooser(
    columns: dict[str, int],
    count: _Count,
    authorities: Collection[str] | None,
    wanted: Collection[str] | None,
    terminated: bool,
) -> Callable[[Row], bool]:
    """Give the function that says whether a row is kept, and counts why not."""
    width = 1 + max(columns.values())
    chosen = None if authorities is None else frozenset(authorities)

    def keep(row: Row) -> bool:
        key = postcode_key(row[columns["postcode"]]) if len(row) >= width else ""
        if not key:
            count.odd += 1
            count.first_odd = count.first_odd or row[0]
        elif (chosen is not None and row[columns["authority"]].strip() not in chosen) or (
            wanted is not None and key not in wanted
        ):
            count.elsewhere += 1
        elif _ended(row, columns) and not terminated:
            count.terminated += 1
        elif key.startswith(_IRISH_GRID):
            count.irish += 1
        elif not _has_grid(row, columns):
            count.no_grid += 1
        else:
            return True
        return False

    return keep


def _filter(
    columns: dict[str, int],
    count: _Count,
    extent: tuple[float, float, float, float] | None,
    large_users: bool,
) -> Callable[[Row], bool]:
    """Give the function that says whether a live postcode stays, by its place and its user."""
    west, south, east, north = extent or (-inf, -inf, inf, inf)
    user = columns.get("large_user")

    def stays(row: Row) -> bool:
        if not (west <= float(row[columns["x"]]) <= east) or not (
            south <= float(row[columns["y"]]) <= north
        ):
            count.elsewhere += 1
        elif not large_users and user is not None and row[user].strip() == _LARGE_USER:
            count.large_users += 1
        else:
            return True
        return False

    return stays


def _ended(row: Row, columns: dict[str, int]) -> str:
    """Give the month in which a postcode ended as "2019-06", "" for a live one."""
    text = row[columns["terminated"]].strip() if "terminated" in columns else ""
    return f"{text[:4]}-{text[4:6]}" if re.fullmatch(r"\d{6}", text) else text


def _has_grid(row: Row, columns: dict[str, int]) -> bool:
    if "quality" in columns and row[columns["quality"]].strip() == _NO_GRID_REFERENCE:
        return False
    try:
        return all(0 < float(row[columns[axis]]) < _FARTHEST_M for axis in ("x", "y"))
    except ValueError:
        return False


def _census_year(header: list[str], columns: dict[str, int]) -> int | None:
    if "lsoa" not in columns:
        return None
    return 2021 if "21" in header[columns["lsoa"]] else 2011


def _notes(name: str, header: list[str], columns: dict[str, int], count: _Count) -> tuple[str, ...]:
    used = ", ".join(f"{wanted} from {header[place]!r}" for wanted, place in columns.items())
    left = [
        (count.terminated, "terminated postcodes were left out"),
        (count.no_grid, "postcodes without a grid reference were left out"),
        (count.irish, "postcodes of Northern Ireland were left out: their grid is the Irish one"),
        (count.large_users, "postcodes of large users were left out"),
        (count.elsewhere, "postcodes were not asked for"),
        (count.odd, f"rows hold no postcode (first: {count.first_odd!r})"),
    ]
    return (
        f"{name}: {count.live:,} live postcodes; {used}.",
        *(f"{name}: {number:,} {words}." for number, words in left if number),
    )
