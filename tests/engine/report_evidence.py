"""A small evidence worked by hand: four areas, two hubs, one option, sites, estate, voices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from family_hub_planner.engine.bands import parse_bands
from family_hub_planner.engine.coverage_tables import Reach, coverage_table, reach_row
from family_hub_planner.engine.made_with import MadeWith
from family_hub_planner.engine.report.evidence import (
    Colocation,
    Comparison,
    Consultation,
    Coverage,
    Estate,
    Evidence,
    MapShapes,
    Option,
    Sites,
    Step,
)
from family_hub_planner.engine.tables import Table

CODES = ["A1", "A2", "A3", "A4"]
CHILDREN = [120.0, 60.0, 37.0, 4.0]
MINUTES = [6.0, 14.0, 33.0, None]
DECILES = [1, 1, 4, None]
OUTCOMES = (
    "longer", "much_longer", "shorter", "same", "route_lost", "route_gained", "unrouted",
    "not_compared",
)  # fmt: skip


def table(name: str = "table", **columns) -> Table:
    return Table(dict(columns), name)


def by_decile() -> Table:
    children = np.array(CHILDREN)
    minutes = np.array([np.inf if value is None else value for value in MINUTES])
    reach = Reach(children, children, minutes, parse_bands("10,20"))
    rows = [
        reach_row(key, reach.of(np.array(places)))
        for key, places in (("1", [0, 1]), ("4", [2]), ("not known", [3]))
    ]
    return coverage_table("BY_DECILE", rows, reach)


def changes(*rows: tuple) -> Table:
    names = ("plan", "key", "areas", "children", *OUTCOMES, "mean_minutes_base",
             "mean_minutes_plan", "mean_change", "note")  # fmt: skip
    return Table({name: [row[at] for row in rows] for at, name in enumerate(names)}, "changes")


def square(x: float, y: float) -> dict:
    ring = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def point(x: float, y: float) -> dict:
    return {"type": "Point", "coordinates": [x, y]}


def evidence() -> Evidence:
    """Give it whole; `fictional` is off so that nothing depends on that notice."""
    need = table(
        "need", area_code=CODES, area_name=["North", "South", "East", "West"],
        locality=["L1", "L1", "L2", "L2"], children=CHILDREN, need=CHILDREN,
        children_0_2=[70.0, 40.0, 20.0, 3.0], children_3_4=[50.0, 20.0, 17.0, 1.0],
        children_5_17=[300.0, 150.0, 80.0, 8.0], young_18_25=[90.0, 40.0, 30.0, 2.0],
        idaci_decile=DECILES, local_quintile=[1, 2, 4, 5], ages=["0-4"] * 4,
        deprivation_index=["IDACI"] * 4, sources=["ONS mid-2024; OGL v3"] * 4,
    )  # fmt: skip
    hubs = table(
        "hubs", site_id=["H1", "H2"], site_name=["Castle Hub", "Mill Hub"],
        postcode=["ZZ1 1AA", "ZZ2 2BB"], uprn=["100000001", None],
        status=["Active", "pending"], site_type=["Best Start Family Hub", "Network Site"],
        colocation_type=["library", None], running_cost_gbp=[12_345.0, 23_456.0],
        confidential=["no", ""], note=["rent review in May", None],
    )  # fmt: skip
    areas = table(
        "areas", area_code=CODES, minutes=MINUTES, hub_id=["H1", "H1", "H2", None],
        band=[10.0, 20.0, None, None], children=CHILDREN, need=CHILDREN,
    )  # fmt: skip
    made = MadeWith(mode="pram", bands="10,20", hubs=("H1", "H2"), run_on="2026-11-22")
    moved = changes(
        ("Plan B", "1", 2, 180.0, 60.0, 60.0, 0.0, 120.0, 0.0, 0.0, 0.0, 0.0, 26 / 3,
         40 / 3, 14 / 3, ""),  # (120 x 6 + 60 x 14) / 180; the 60 go 14 minutes longer
        ("Plan B", "All areas", 4, 221.0, 60.0, 60.0, 0.0, 157.0, 0.0, 0.0, 4.0, 0.0,
         2781 / 217, 3621 / 217, 840 / 217, ""),  # and 37 x 33, over the 217 who are routed
    )  # fmt: skip
    tables = {"BY_DECILE": by_decile()}
    frontier = table(
        "frontier", points=[0, 1], objective=[None, 57.0], bound=[None, 57.0],
        proven=[None, True], need_hub=[100.0, 104.0], need_outreach=[0.0, 3.0],
        need_neither=[17.0, 14.0], sites_chosen=["", "V1"], note=["as things stand", ""],
    )  # fmt: skip
    suggested = table(
        "sites", site_id=["H1", "V1"], site_name=["Castle Hub", "Village Hall"],
        decision=["kept", "open"], order=[None, 1], children_gained=[None, 37.0],
        reason=["Stays.", "Reaches 40 more. It costs £9,876 a year."],
    )  # fmt: skip
    moves = table(
        "moves", step=[1], site_id=["V9"], site_name=["Old Offices"], move=["give_up"],
        saving_net=[44_321.0], one_off=[7_654.0], owner=["The Council"], children_worse=[60.0],
        reason=["Saves £44,321 a year. From May."],
    )  # fmt: skip
    estate_frontier = table(
        "estate", step=[0, 1], saving_net=[0.0, 44_321.0], one_off=[0.0, 7_654.0],
        need_minutes_added=[0.0, 120.0], bound=[0.0, 110.0], children_worse=[0.0, 60.0],
        moves=["", "Old Offices (V9) is given up"],
    )  # fmt: skip
    pairs = table(
        "pairs", service_id=["S1"], service_name=["Clinic"], from_site=["V9"],
        from_name=["Old Offices"], to_site=["V1"], to_name=["Village Hall"], decision=["move"],
        fit=["preferred"], saving_gbp_year=[1_212.0], reason=["It pays £1,212 less."],
    )  # fmt: skip
    shapes = [
        MapShapes("areas", CODES, [square(-0.70 + 0.01 * at, 52.6) for at in range(4)]),
        MapShapes("roads", ["primary"],
                  [{"type": "LineString", "coordinates": [[-0.70, 52.605], [-0.66, 52.605]]}]),
        MapShapes("hubs", ["H1", "H2"], [point(-0.695, 52.605), point(-0.675, 52.605)]),
        MapShapes("sites", ["V1"], [point(-0.665, 52.605)]),
    ]  # fmt: skip
    step = Step(
        "today", "Reach today", "coverage", {"MODE": "pram", "COST": "running_cost_gbp"},
        "qgis_process run familyhub:coverage -- MODE=pram", (("county.osm", "ab" * 32),),
        {"OUTPUT": "coverage.gpkg"}, {"CHILDREN": 221.0, "SAVING_GROSS": 44_321.0},
    )  # fmt: skip
    return Evidence(
        title="Where the hubs might stand", run_on="2026-11-22", question="Which hubs, and where?",
        authority="Testshire", versions={"planner": "0"}, steps=[step], sources=["ONS; OGL v3"],
        scenario_file="scenario.json", need=need, hubs=hubs, register=hubs,
        today=Coverage("Today", areas, tables, None, made),
        options=[Option("Plan B", None, Comparison(None, {"BY_DECILE": moved}))],
        outreach=Sites(suggested, None, frontier, True),
        estate=Estate(moves, {"FRONTIER": estate_frontier}), colocation=Colocation(pairs),
        consultation=Consultation(texts=["Families spoke of buses."]),
        unrouted=table("unrouted", id=["A4"], role=["demand"], reason=["too far"]), shapes=shapes,
    )  # fmt: skip


def with_column(of: Table, **columns) -> Table:
    return Table({**of.columns, **columns}, of.name)


__all__ = ["evidence", "replace", "table", "with_column"]
