"""Evidence by hand: a town of four areas, two hubs, one option that gives one of them up.

Area A (decile 1, 100 children) is 5 minutes from H1, B (decile 1, 50) 15 from H1, C (decile 5, 60)
8 from H2, and D (decile 5, 4) has no way. Without H2, C goes 28 minutes to H1.
"""

from __future__ import annotations

from dataclasses import replace

from family_hub_planner.engine.made_with import MadeWith
from family_hub_planner.engine.report.evidence import (
    Comparison,
    Consultation,
    Coverage,
    Evidence,
    MapShapes,
    Option,
    Origin,
    Sites,
    Step,
)
from family_hub_planner.engine.tables import Table

CODES, CHILDREN = ["A", "B", "C", "D"], [100.0, 50.0, 60.0, 4.0]
BANDS = (10, 20)


def coverage(name, minutes, hubs, origin="coverage.gpkg"):
    """A run of coverage with its table by decile, worked by hand from the minutes."""
    areas = Table(
        {
            "area_code": CODES, "minutes": minutes, "children": CHILDREN, "need": CHILDREN,
            "hub_id": [None if one is None else "H1" for one in minutes],
            "near_edge": [False] * 4,
        },
        "coverage",
    )  # fmt: skip
    made = MadeWith(mode="walk", bands="10,20", hubs=hubs)
    tables = {"BY_DECILE": by_decile(minutes)}
    return Coverage(name, areas, tables, None, made, Origin(origin, "reach", "2026-11-22"))


def by_decile(minutes):
    groups = {"1": [0, 1], "5": [2, 3], "All areas": [0, 1, 2, 3]}
    rows = [_row(key, minutes, places) for key, places in groups.items()]
    return Table({name: [row[name] for row in rows] for name in rows[0]}, "BY_DECILE")


def _row(key, minutes, places):
    known = [place for place in places if minutes[place] is not None]
    total = sum(CHILDREN[place] for place in places)
    row = {"key": key, "areas": len(places), "children": total, "need": total}
    for band in BANDS:
        reached = sum(CHILDREN[place] for place in known if minutes[place] <= band)
        row[f"reached_{band}"], row[f"share_{band}"] = reached, reached / total
    row["beyond"] = sum(CHILDREN[place] for place in known if minutes[place] > BANDS[-1])
    weight = sum(CHILDREN[place] for place in known)
    mean = sum(CHILDREN[place] * minutes[place] for place in known) / weight
    row.update(mean_minutes=mean, median_minutes=mean, p90_minutes=mean, max_minutes=mean)
    row["unrouted"] = sum(CHILDREN[place] for place in places if place not in known)
    return {**row, "note": ""}


def change(key, children, longer, unrouted=0.0):
    """A row of a comparison: those longer are all much longer, by 20 minutes."""
    same = children - longer - unrouted
    return {
        "plan": "One hub", "key": key, "areas": 2, "children": children, "longer": longer,
        "much_longer": longer, "shorter": 0.0, "same": same, "route_lost": 0.0,
        "route_gained": 0.0, "unrouted": unrouted, "not_compared": 0.0, "lost_10": longer,
        "gained_10": 0.0, "lost_20": longer, "gained_20": 0.0, "mean_minutes_base": 8.3,
        "mean_minutes_plan": 14.0, "mean_change": 5.7, "note": "",
    }  # fmt: skip


def table(rows, name="table"):
    return Table({column: [row[column] for row in rows] for column in rows[0]}, name)


def square(west, south):
    ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


TODAY = coverage("Today", [5.0, 15.0, 8.0, None], ("H1", "H2"))
PLAN = coverage("One hub", [5.0, 15.0, 28.0, None], ("H1",), "plan.gpkg")
CHANGES = Table(
    {
        "area_code": CODES, "plan": ["One hub"] * 4, "minutes_plan": [5.0, 15.0, 28.0, None],
        "change": [0.0, 0.0, 20.0, None], "result": ["same", "same", "lost reach", "not routed"],
    },
    "change",
)  # fmt: skip
COMPARED = Comparison(
    CHANGES,
    {
        "BY_DECILE": table(
            [change("1", 150.0, 0.0), change("5", 64.0, 60.0, 4.0),
             change("All areas", 214.0, 60.0, 4.0)]
        )
    },
    5.0,
    Origin("change.gpkg", "compare", "2026-11-22"),
)  # fmt: skip
NEED = Table(
    {
        "area_code": CODES, "area_name": ["Alder", "Birch", "Cedar", "Dell"],
        "children": CHILDREN, "children_0_2": [60.0, 30.0, 36.0, 2.0],
        "idaci_decile": [1, 1, 5, 5], "local_quintile": [1, 2, 4, 5],
        "locality": ["Town", "Town", "Moor", "Moor"], "ages": ["0-4"] * 4,
    },
    "need",
)  # fmt: skip
HUBS = Table({"site_id": ["H1", "H2"], "site_name": ["Mill Hub", "Moor Hub"]}, "hubs")
SHAPES = [
    MapShapes("areas", CODES, [square(-1.0 + 0.1 * i, 52.0) for i in range(4)]),
    MapShapes("hubs", ["H1", "H2"],
              [{"type": "Point", "coordinates": [x, 52.05]} for x in (-0.95, -0.75)]),
]  # fmt: skip
EVIDENCE = Evidence(
    title="Two hubs or one",
    run_on="2026-11-22",
    question="What if the Moor Hub were given up?",
    authority="Testshire",
    steps=[
        Step("reach", "Coverage today", "coverage", {"MODE": "walk"}, "qgis_process run x",
             [("town.osm", "ab12")], {"OUTPUT": "coverage.gpkg"})
    ],
    scenario_file="scenario.json",
    versions={"planner": "0.1.0"},
    sources=["Children; mid-2024; ONS; OGL v3"],
    need=NEED,
    need_origin=Origin("need.gpkg", "need", "2026-11-22"),
    hubs=HUBS,
    today=TODAY,
    options=[Option("One hub", PLAN, COMPARED)],
    shapes=SHAPES,
)  # fmt: skip
EMPTY = Evidence(title="Nothing yet", run_on="2026-11-22")


def with_sites(**facts):
    """The evidence with one suggested site."""
    sites = table(
        [{"site_id": "V1", "site_name": "Library", "decision": "open", "order": 1,
          "children_gained": 60.0, "next_best": "H2", "reason": "Brings about 60 more."}]
    )  # fmt: skip
    return replace(EVIDENCE, sites=Sites(sites, **facts))


def with_voices(counts):
    """The evidence with voices by theme in all areas."""
    rows = [
        {"by": "all", "key": "All areas", "theme": theme, "sentiment": sentiment, "voices": count}
        for (theme, sentiment), count in counts.items()
    ]
    return replace(EVIDENCE, consultation=Consultation(table(rows)))
