"""Points of areas, such as population-weighted centroids, and the places that areas belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from ..errors import ColumnError
from ..in_words import many
from ..projection import BRITISH_GRID, WGS84, reproject
from .area_tables import Source, area_rows, open_table, reading
from .columns import check_mapping_names, columns_there, mapped_column, numbers
from .headings import heading_key
from .reading import Reading

_PAIRS = (
    (r"bnge|eastings?|oseast1m|east1m|x", r"bngn|northings?|osnrth1m|north1m|y", BRITISH_GRID),
    (r"longitude|long|lon|lng", r"latitude|lat", WGS84),
)
_MEMBERS = {
    "ward": r"(?:wd|ward)(?:20)?\d\d",
    "authority": r"(?:lt?la|lad|utla)(?:20)?\d\d",
    "msoa": r"msoa(?:20)?(?:11|21)",
}


def read_centroids(source: Source, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read a point for each area from a table, in metres of EPSG:27700.

    Parameters
    ----------
    mapping
        `code`, `x` and `y` (metres of EPSG:27700) or `longitude` and `latitude` to headings.

    Returns
    -------
    Reading
        `area_code`, `x`, `y`.

    Raises
    ------
    ColumnError
        No columns of coordinates, or an area without them.
    CodesError
        An area that stands twice, or no code.
    """
    table = open_table(source)
    own = {name: mapped_column(table, h) for name, h in dict(mapping or {}).items()}
    check_mapping_names(own, ("code", "x", "y", "longitude", "latitude"))
    across, up, system = _pair(table.columns, own, f"{table.name}. {columns_there(table)}")
    areas = area_rows(table, own.get("code"))
    points = np.column_stack([numbers(table, across), numbers(table, up)])[list(areas.rows)]
    lacking = np.flatnonzero(np.isnan(points).any(axis=1))
    if len(lacking):
        raise ColumnError(
            f"{table.name}: {many(len(lacking), 'area has', 'areas have')} no point "
            f"(first: {areas.codes[lacking[0]]})."
        )
    moved = reproject(points, system, BRITISH_GRID)
    said = (
        f"{table.name}: points of {len(areas.codes):,} areas from {across!r} and {up!r} "
        f"({system}); nothing says whether they are weighted by population."
    )
    columns = {"x": moved[:, 0].tolist(), "y": moved[:, 1].tolist()}
    return reading(table, areas, columns, [said])


def _pair(headings: Mapping[str, object], own: Mapping[str, str], where: str) -> tuple[str, ...]:
    for across, up, system in (("x", "y", BRITISH_GRID), ("longitude", "latitude", WGS84)):
        if across in own and up in own:
            return own[across], own[up], system
    for across, up, system in _PAIRS:
        found = [
            next((h for h in headings if re.fullmatch(pattern, heading_key(h))), None)
            for pattern in (across, up)
        ]
        if found[0] is not None and found[1] is not None:
            return found[0], found[1], system
    raise ColumnError(f"No columns of coordinates are recognised in {where}")


def read_membership(source: Source, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read which ward, authority and MSOA each area lies in, from an ONS lookup.

    Parameters
    ----------
    mapping
        `code` to the areas' column; `ward_code`, `ward_name` and so on, or `locality_name` for a
        council's own localities, to headings.

    Returns
    -------
    Reading
        `area_code` and the pairs found, such as `ward_code` and `ward_name`.

    Raises
    ------
    ColumnError
        No column of wards, authorities or localities.
    CodesError
        An area that stands twice (it lies in two wards), or no code.
    """
    table = open_table(source)
    own = dict(mapping or {})
    names = [f"{member}_{part}" for member in (*_MEMBERS, "locality") for part in ("code", "name")]
    check_mapping_names(own, ("code", *names))
    found = {name: mapped_column(table, own[name]) for name in names if name in own}
    for member, pattern in _MEMBERS.items():
        for part, endings in (("code", "cd|code"), ("name", "nm|name")):
            wanted = re.compile(f"(?:{pattern})(?:{endings})")
            heading = next((h for h in table.columns if wanted.fullmatch(heading_key(h))), None)
            if heading is not None:
                found.setdefault(f"{member}_{part}", heading)
    if not found:
        raise ColumnError(
            f"{table.name} has no column of wards, authorities or localities. "
            f'Say which, for example "locality_name=Locality". {columns_there(table)}'
        )
    areas = area_rows(table, own.get("code"))
    columns = {n: [table.column(h)[row] for row in areas.rows] for n, h in found.items()}
    used = "; ".join(f"{name} from {heading!r}" for name, heading in found.items())
    said = f"{table.name}: {len(areas.codes):,} areas, codes from {areas.column!r}, {used}."
    return reading(table, areas, columns, [said])
