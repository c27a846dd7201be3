"""Lists of places with a column mapper: asset registers, schools, libraries, surgeries, hospitals.

A place is put where its geometry says, else its coordinates, else its map reference, else its
postcode; nothing is guessed: a row that cannot be placed is rejected with its reason, and a cell
that cannot be read is left missing with its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ColumnError, InputError
from ..progress import Progress
from ..projection import BRITISH_GRID
from ..same_building import Sharing, shared_buildings
from ..tables import Table
from .area_tables import Source, open_table
from .columns import columns_there
from .estate_tables import Found, result_tables
from .facility_columns import (
    further_columns,
    missing_by_column,
    read_facilities_of,
    settle_site_type,
)
from .hidden_rows import Hidden, hidden_rows
from .postcode_text import postcode_key
from .postcodes import ended_postcodes, places_of_postcodes
from .register_columns import Heading, full_names, headings_of, register_columns
from .register_values import cell_of, read_column
from .repeats import Repeat, Rows, find_repeats
from .row_points import (
    BY_COORDINATES,
    BY_GEOMETRY,
    BY_MENDED,
    Located,
    Placing,
    Point,
    locate_rows,
)

if TYPE_CHECKING:
    from .venue_words import VenueWords


_ENDING = re.compile(r"\.(csv|tsv|txt|xlsx|xlsm|ods|json|geojson|gpkg)(\.gz)?$", re.IGNORECASE)


@dataclass(frozen=True)
class RegisterOptions:
    """How a register is to be read, beyond its columns.

    `geometry` holds each row's own point where the list is a layer. `mend` puts right coordinates
    that are surely swapped or in degrees. `duplicate_m` and `shared_m` are metres within which rows
    may name one place, and sites share a building; 0 leaves distance out. `keep_first` leaves out
    rows of the same name and UPRN, or name and postcode. `words` brings types of buildings into the
    planner's words, and `venue_type` is that of rows that state none. `further` names
    columns of the user's own to keep as they are written, each with its heading.
    """

    geometry: Sequence[Point | None] = ()
    mend: bool = False
    duplicate_m: float = 0.0
    keep_first: bool = False
    shared_m: float = 0.0
    words: VenueWords | None = None
    venue_type: str = ""
    further: Mapping[str, str] = field(default_factory=dict)
    progress: Progress = field(default_factory=Progress)


PLAIN = RegisterOptions()


@dataclass(frozen=True)
class Places:
    """A list of places as read. Only `table` holds confidential ones, with their flag.

    Attributes
    ----------
    table
        One row a place: `row` (of the data, from 1), `site_id`, the facility columns that the
        list has, `x` and `y` in metres of `crs`, `located_by`, `building` (the id of the first
        site of a shared building), `sites_in_building` and `note`.
    rejected
        `row`, `site_name` and `reason` of the rows that could not be used.
    duplicates
        `row`, `first_row`, `site_name`, `first_name`, `reason` and `kept`: rows that name a place
        again. Only a second row of the same id is left out, unless the options say more; one
        building may hold several services.
    crs
        The coordinate system of x and y.
    notes
        Plain sentences for the log.
    shared
        `building`, `sites`, `site_id`, `site_name`, `shares_with`, `reason`: sites that share one.
    unread
        `row`, `site_name`, `column`, `heading`, `as_written`, `reason`: cells left missing.
    checks
        `row`, `site_name`, `remark`: places whose coordinates are doubtful, mended or set aside.
    headings
        What each heading was taken for.
    counts
        `rows`, `places`, `rejected`, `duplicates`, `left_out`, `shared`, `unread`, `swapped`,
        `far`, and of confidential places `confidential`, `confidential_rejected`,
        `confidential_by_words` and `confidential_by_another`.
    missing
        How many of the places lack each facility column.
    """

    table: Table
    rejected: Table
    duplicates: Table
    crs: str
    notes: tuple[str, ...]
    shared: Table = field(default_factory=lambda: Table({}))
    unread: Table = field(default_factory=lambda: Table({}))
    checks: Table = field(default_factory=lambda: Table({}))
    headings: tuple[Heading, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)


def read_places(
    source: Source,
    mapping: Mapping[str, str] | None = None,
    crs: str | None = None,
    postcodes: Table | None = None,
    target: str = BRITISH_GRID,
    skip: Collection[int] = (),
    options: RegisterOptions = PLAIN,
) -> Places:
    """Read a list of places by its headings, or by the columns that `mapping` names.

    Parameters
    ----------
    mapping
        Names from `FACILITY_COLUMNS` and `PLACE_COLUMNS` to headings ("site_name" to "Site Name").
        A column `crs` gives each row a system of its own ("OSGB36", "WGS84"), as in the
        schemas of the Local Government Association.
    crs
        System of `x` and `y` where the rows name none; headings such as Easting or Longitude
        say it themselves.
    postcodes
        A table of `read_postcodes`, for rows without coordinates.
    target
        System of the result, in metres.
    skip
        Rows of the data, from 0, that are not wanted, such as closed schools.

    Raises
    ------
    ColumnError
        No column that says where a place is.
    InputError
        Coordinates whose system nothing says, or no row that can be placed.
    """
    table = _with_dataset(open_table(source))
    found = register_columns(table, mapping)
    own = full_names(mapping or {})
    settled = settle_site_type(table, found, own)
    if not any(options.geometry):
        _check_place(table, found, crs, postcodes)
    placing = _placing(crs, postcodes, options)
    located = locate_rows(table, found, placing, target, skip)
    result = _found(table, found, located, options, len(table) - len(skip), settled)
    tables = result_tables(result)
    whole = {**result.cells.columns, "site_id": tables.places.column("site_id")}
    return Places(
        table=tables.places,
        rejected=tables.rejected,
        duplicates=tables.duplicates,
        crs=target,
        notes=tables.notes,
        shared=tables.shared,
        unread=tables.unread,
        checks=tables.checks,
        headings=headings_of(table, found, own, options.further),
        counts=tables.counts,
        missing=missing_by_column(whole),
    )


def _found(
    table: Table,
    found: Mapping[str, str],
    located: Located,
    options: RegisterOptions,
    total: int,
    settled: str,
) -> Found:
    """Find what is confidential, repeated and shared among the rows, and read those that stay."""
    ids, made_up = _ids(table, found)
    addresses = _keys(table, found, "site_name")
    columns = {name: table.column(heading) for name, heading in found.items()}
    uprns = _uprns(table, found)
    hidden = hidden_rows(columns, (ids, addresses), (uprns, _keys(table, found, "address")))
    placed = [row for row, point in enumerate(located.points) if point is not None]
    if not placed:
        reasons = (why for row, why in sorted(located.reasons.items()) if not hidden.rows[row])
        first = next((f" (first: {why})" for why in reasons), "")
        raise InputError(f"{table.name}: none of its {len(table):,} places can be placed{first}.")
    alike = Rows(ids, uprns, addresses, _surveyed(located), _names(table, found))
    repeats = _repeats(alike, placed, hidden, options)
    out = {one.row for one in repeats if not one.kept}
    rows = [row for row in placed if row not in out]
    cells = read_facilities_of(table, found, rows, options.words, options.venue_type)
    cells.columns["confidential"] = _confidential(columns, hidden, rows)
    cells.columns.update(further_columns(table, options.further, rows))
    shared = _shared(table, found, alike, repeats, hidden.open_rows(rows), options.shared_m)
    return Found(
        table, found, ids, rows, located, hidden, repeats, shared, cells, made_up, settled, total
    )


def _with_dataset(table: Table) -> Table:
    """Call a list that is not recognised a list of places, so that a report can name it."""
    facts = table.provenance
    if facts is None or facts.dataset:
        return table
    return replace(table, provenance=replace(facts, dataset="List of places"))


def _check_place(
    table: Table, found: Mapping[str, str], crs: str | None, postcodes: Table | None
) -> None:
    paired = [{"easting", "northing"}, {"longitude", "latitude"}, {"x", "y"}]
    has_point = any(pair <= set(found) for pair in paired) or "map_reference" in found
    if not has_point and not ("postcode" in found and postcodes is not None):
        how = (
            "It has postcodes: give a postcode directory (ONSPD or NSPL)."
            if "postcode" in found
            else 'Say which, for example "easting=Grid E; northing=Grid N". '
        )
        raise ColumnError(
            f"{table.name} has no columns that say where a place is. {how} {columns_there(table)}"
        )
    bare = {"x", "y"} <= set(found) and not {"easting", "northing"} <= set(found)
    if bare and not {"longitude", "latitude"} <= set(found) and "crs" not in found and crs is None:
        raise InputError(
            f"{table.name}: nothing says which coordinate system {found['x']!r} and {found['y']!r} "
            "are in. Give it, for example EPSG:27700 for British National Grid."
        )


def _placing(crs: str | None, postcodes: Table | None, options: RegisterOptions) -> Placing:
    known, ended = {}, None
    if postcodes is not None:
        known = places_of_postcodes(postcodes)
        ended = ended_postcodes(postcodes) if "terminated" in postcodes.columns else None
    return Placing(
        crs,
        known,
        ended,
        directory=postcodes is not None,
        geometry=options.geometry,
        mend=options.mend,
        progress=options.progress,
    )


def _ids(table: Table, found: Mapping[str, str]) -> tuple[list[str], int]:
    """Give each row's id, and how many have none: such a row is called "libraries/7".

    The list's own name is in it, so that several lists without ids can be joined as candidates.
    """
    values = table.column(found["site_id"]) if "site_id" in found else [None] * len(table)
    texts = [cell_of(value) for value in values]
    made_up = sum(not text for text in texts)
    of_list = _ENDING.sub("", table.name).strip() or "row"
    return [text or f"{of_list}/{row}" for row, text in enumerate(texts, start=1)], made_up


def _keys(table: Table, found: Mapping[str, str], name: str) -> list[Hashable]:
    """Give postcode and another text of each row as a key, None where either is missing."""
    if not {name, "postcode"} <= set(found):
        return [None] * len(table)
    texts = ("".join(filter(str.isalnum, cell_of(v).lower())) for v in table.column(found[name]))
    codes = map(postcode_key, table.column(found["postcode"]))
    return [(code, text) if code and text else None for code, text in zip(codes, texts)]


def _uprns(table: Table, found: Mapping[str, str]) -> list[str]:
    """Give UPRNs without leading noughts, "" where missing or no UPRN."""
    if "uprn" not in found:
        return [""] * len(table)
    values, _ = read_column("uprn", table.column(found["uprn"]))
    return [str(value or "").lstrip("0") for value in values]


def _names(table: Table, found: Mapping[str, str]) -> list[str]:
    if "site_name" not in found:
        return [""] * len(table)
    names = table.column(found["site_name"])
    return ["".join(filter(str.isalnum, cell_of(name).lower())) for name in names]


def _surveyed(located: Located) -> Any:
    """Give places known to the metre, shape (n, 2); nan where a postcode or a square stands in."""
    exact = (BY_COORDINATES, BY_GEOMETRY, BY_MENDED)
    return np.array(
        [
            point[:2] if point is not None and way in exact else (np.nan, np.nan)
            for point, way in zip(located.points, located.ways)
        ],
        dtype=float,
    ).reshape(-1, 2)


def _repeats(
    rows: Rows, placed: Sequence[int], hidden: Hidden, options: RegisterOptions
) -> list[Repeat]:
    """Find repeated rows; confidential ones only by their id, apart from all others."""
    among = hidden.open_rows(placed)
    secret = [row for row in placed if hidden.rows[row]]
    found = find_repeats(rows, among, options.duplicate_m, options.keep_first)
    again = find_repeats(
        Rows(rows.ids, [""] * len(rows.ids), [""] * len(rows.ids), rows.xy), secret
    )
    return sorted([*found, *again], key=lambda repeat: repeat.row)


def _confidential(
    columns: Mapping[str, Sequence[Any]], hidden: Hidden, rows: Sequence[int]
) -> list[str | None]:
    said = columns.get("confidential")
    plain = [None if said is None or not cell_of(said[row]) else "no" for row in rows]
    return ["yes" if hidden.rows[row] else word for row, word in zip(rows, plain)]


def _shared(
    table: Table,
    found: Mapping[str, str],
    rows: Rows,
    repeats: Sequence[Repeat],
    among: Sequence[int],
    within_m: float,
) -> list[Sharing]:
    """Find sites that share a building, in rows of the table; a row of one name is one site."""
    same = {one.row for one in repeats if rows.of_one_name(one.row, one.first)}
    sites = [row for row in among if row not in same]
    addresses = _keys(table, found, "address")
    chosen = shared_buildings(
        [rows.uprns[row] for row in sites],
        [addresses[row] for row in sites],
        rows.xy[sites],
        within_m,
    )
    return [
        replace(one, row=sites[one.row], building=sites[one.building], with_row=sites[one.with_row])
        for one in chosen
    ]
