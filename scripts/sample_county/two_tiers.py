"""The county as it might be with eleven hubs and seven outreach points, and all its estate.

Four outreach points stand in fire stations, two inside military bases and one in a primary school.
The buildings are those of the sample's hubs and venues; only their use differs, and one base more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import plan
from .facilities import COLUMNS, beside_street, register_row
from .geometry import towards
from .osm_file import public_nodes
from .street_graph import StreetGraph

Row = dict[str, object]
FURTHER_HUBS = ("V10", "V11", "V12", "V25", "V43")
FIRE_STATIONS = ("H07", "V26", "V33", "V39")
BASES, SCHOOL = ("H08", "B01"), "V53"
HUB_SERVICES = "health visiting; stay and play; parenting; infant feeding; SEND advice"
POINT_SERVICES = "stay and play; health visiting"
# What the council might think of leaving: its offices, and two hubs near others or in poor repair.
MAY_BE_GIVEN_UP = ("V20", "V21", "V29", "V45", "V10", "V25")
REMARK = "FICTIONAL sample data."


def two_tier_estate(
    graph: StreetGraph, hubs: Sequence[Mapping[str, object]], venues: Sequence[Mapping[str, object]]
) -> list[list[object]]:
    """Give the estate's rows by id, headings first."""
    rows = {str(row["site_id"]): dict(row) for row in (*hubs, *venues)}
    rows["B01"] = _second_base(graph)
    for site in FURTHER_HUBS:
        rows[site].update(_open("Family Hub", HUB_SERVICES, 30, 10))
    for site in (*FIRE_STATIONS, *BASES, SCHOOL):
        rows[site].update(_open("Network Site", POINT_SERVICES, 4, 2))
    for site in BASES:
        rows[site].update({"open_to": "base families", "building_type": "military base"})
    for site, row in rows.items():
        row["may_give_up"] = "yes" if site in MAY_BE_GIVEN_UP else "no"
        row["notes"] = REMARK
    columns = [*COLUMNS, "may_give_up"]
    return [columns, *([rows[site][name] for name in columns] for site in sorted(rows))]


def _open(site_type: str, services: str, hours: int, sessions: int) -> Row:
    return {"status": "Active", "site_type": site_type, "services": services,
            "hours_week": hours, "sessions_week": sessions, "owner_agreed": "yes"}  # fmt: skip


def _second_base(graph: StreetGraph) -> Row:
    """Give a base that the county's map does not draw: a signals station by a village."""
    chance, place = plan.dice("second base"), plan.BY_NAME["Sallowby"]
    p = towards(place.centre, 1.1, 0.7 * place.radius_m)
    at = beside_street(graph, p, public_nodes(graph), chance, [])
    row = register_row("B01", "Sallowby Signals Station", "community centre", at, 300, chance)
    return {**row, "owner": "Ministry (fictional)", "tenure": "freehold", "lease_end": ""}
