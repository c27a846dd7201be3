"""The layers that go out beside a pack: which rest on OpenStreetMap, and what each may tell.

Minutes are worked out on a network. Where that is OpenStreetMap's, a layer that sets them beside a
council's or a statistical office's rows is both: whether it must be shared alike under the ODbL is
for the council's own lawyers, so it is kept apart and marked. The public's layers have only the
columns named here, counts rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..published import is_small, unit
from ..tables import Table
from .audience_columns import PLACE_COLUMNS
from .evidence import PUBLIC, Evidence, MapShapes

COUNCIL, OSM, MERGED = "council", "openstreetmap", "merged"
"""Whose data a layer is: the council's and the offices', OpenStreetMap's, or of both."""

_AREA_TEXTS = (
    "area_code", "area_name", "authority", "locality", "ward", "rural_urban", "idaci_decile",
    "imd_decile", "local_quintile", "deprivation_index", "ages", "sources", "fictional",
)  # fmt: skip
_AREA_COUNTS = ("children", "children_0_2", "children_3_4", "children_5_17", "young_18_25")
_REACH = ("area_code", "minutes", "band", "hub_id", "mode", "bands", "near_edge", "note")
_MOVES = ("step", "order", "move", "to_site", "to_name", "reason")
_SUGGESTED = ("order", "next_best", "near_best", "stability", "staff_minutes", "reason")
_LINES = ("water", "rail", "roads")


@dataclass(frozen=True)
class LayerTable:
    """One layer to write: shapes by id in WGS84, a row of columns each, whose data it is."""

    name: str
    whose: str
    shapes: MapShapes
    columns: Table
    about: str


def layer_tables(evidence: Evidence) -> list[LayerTable]:
    """Give the layers with their columns, those that there are shapes of."""
    found = []
    for shapes in evidence.shapes:
        if not len(shapes.ids):
            continue
        for name, whose, table, about in _of(shapes.key, evidence):
            found.append(LayerTable(name, whose, shapes, _joined(shapes, table, evidence), about))
    return found


def _of(key: str, evidence: Evidence) -> list[tuple[str, str, Table | None, str]]:
    ways = OSM if evidence.from_osm else COUNCIL
    merged = MERGED if evidence.from_osm else COUNCIL
    if key == "areas":
        areas: list[tuple[str, str, Table | None, str]] = []
        if evidence.need is not None:
            areas.append(("need_by_area", COUNCIL, evidence.need, "who lives in each area"))
        if evidence.today is not None:
            words = "minutes over the network, set beside the areas"
            areas.append(("minutes_by_area", merged, evidence.today.areas, words))
        return areas
    if key in _LINES:
        return [(key, ways, None, "lines of the network's file")]
    if key == "gaps":
        gaps = evidence.today.gaps if evidence.today is not None else None
        return [(key, merged, gaps, "areas beyond reach, joined by what the network reaches")]
    tables = {
        "hubs": evidence.hubs,
        "sites": evidence.sites.sites if evidence.sites else None,
        "outreach": evidence.outreach.sites if evidence.outreach else None,
        "estate": evidence.estate.moves if evidence.estate else None,
    }
    table = tables.get(key)
    whose = merged if key in ("sites", "outreach") or _mentions_osm(table) else COUNCIL
    return [(key, whose, table, "places of the council's lists")]


def _mentions_osm(table: Table | None) -> bool:
    texts = table.columns.get("sources", []) if table is not None else []
    return any("openstreetmap" in str(text).lower() for text in texts if text)


def _joined(shapes: MapShapes, table: Table | None, evidence: Evidence) -> Table:
    """Set the columns of a table to the shapes by their ids; one row a shape, the first of many."""
    if table is None:
        return Table({"id": list(shapes.ids)})
    key = next(name for name in ("area_code", "cluster", "site_id", *table.columns)
               if name in table.columns)  # fmt: skip
    rows: dict[str, Mapping[str, Any]] = {}
    for row in table.rows():
        told = dict(zip(table.columns, row))
        rows.setdefault(str(told[key]), told)
    public = evidence.audience == PUBLIC
    names = [name for name in table.columns if name != "made_with"]
    if public:
        names = [name for name in names if name in _OPEN]
    columns = {
        name: [_value(name, rows.get(one, {}).get(name), evidence, public) for one in shapes.ids]
        for name in names
    }
    return Table({"id": list(shapes.ids), **columns})


_OPEN = frozenset(
    {*_AREA_TEXTS, *_AREA_COUNTS, *_REACH, *_MOVES, *_SUGGESTED, *PLACE_COLUMNS, "cluster", "areas"}
)


def _value(name: str, value: Any, evidence: Evidence, public: bool) -> Any:
    if not public or value is None or isinstance(value, (str, bool)):
        return value
    if name in _AREA_COUNTS:
        if is_small(value, evidence.threshold):
            return None
        to = unit(evidence.threshold)
        return float(to * int(value / to + 0.5))
    return float(int(value + 0.5)) if name in ("minutes", "staff_minutes") else value
