"""The clean inputs: the toy town's files, and for each algorithm a run of them that ends well."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from algorithms.runs import DEMAND, HUBS, points, run, square, toy_files
from catalogue.case import Kit
from facility_town import write_facilities
from toy_town import ORIGIN, TOY_TOWN

HOURS = {"007": 30.0, "8": 20.0}
OPEN_HUBS = [(at, {**of, "hours_week": HOURS[of["site_id"]]}) for at, of in HUBS]
VENUES = [((120, 0), {"site_id": "c1"}), ((660, 0), {"site_id": "c2"})]
CODES = {"West": "E01033769", "Mid": "E01000002", "East": "E01000003"}
PEOPLE = (
    "lsoa21_code,Total,0,1,2,3,4\nE01033769,9,1,2,3,2,1\nE01000002,5,1,1,1,1,1\n"
    "E01000003,5,1,1,1,1,1\n"
)
DEPRIVED = "LSOA code (2021),IMD Decile\nE01033769,3\nE01000002,4\nE01000003,9\n"
REGISTER = (
    "Asset Ref,Asset Name,Easting,Northing,Use,Running cost\n"
    "A1,Town Hall,486000,308000,Town Hall,12000\nA2,Library,486300,308200,Library,9000\n"
)
BUILDING = {
    "site_name": "Offices", "spare_area_m2": 60.0, "running_cost_gbp": 9000.0, "one_off_gbp": 0.0,
    "venue_type": "library", "owner": "Toytown Council", "owner_agreed": "yes", "step_free": "yes",
    "site_type": "Family Hub", "status": "Active", "services": "", "may_close": "yes",
    "tenure": "freehold", "floor_area_m2": 100.0, "hours_week": 30.0, "authority": "Toytown",
    "open_to": "public", "clawback_gbp": 0.0, "backlog_gbp": 0.0,
}  # fmt: skip
SERVICE = {"service_id": "S1", "service_name": "advice", "site_id": "o", "area_m2": 30.0,
           "fit": "", "client_group": "adults", "serves": "", "running_cost_gbp": 500.0,
           "budget": "Advice", "must_stay": ""}  # fmt: skip
LIBRARY = {1: ((120, 0), {"amenity": "library", "name": "Town Library"})}


def rows_at(rows: Any) -> list[tuple[str | None, Mapping[str, Any]]]:
    """Give places in metres from the toy town's origin as text (WKT) and columns."""
    x, y = ORIGIN
    return [(None if at is None else f"Point ({x + at[0]} {y + at[1]})", of) for at, of in rows]


def lines() -> list[tuple[str, dict[str, Any]]]:
    """Give the toy town's streets as lines with their class."""
    found = []
    for number, (nodes, tags) in enumerate(TOY_TOWN.ways):
        if "highway" in tags:
            xy = [TOY_TOWN.points[name] for name in nodes.split()]
            ring = ", ".join(f"{x + ORIGIN[0]} {y + ORIGIN[1]}" for x, y in xy)
            of = {"osm_id": str(number), "fclass": tags["highway"], "name": tags.get("name")}
            found.append((f"LineString ({ring})", of))
    return found


def estate() -> list[Any]:
    """Give three buildings of the toy town."""
    at = {"o": (60, 0), "l": (660, 0), "8": (360, 720)}
    return [(place, {"site_id": name, **BUILDING}) for name, place in at.items()]


def need_areas() -> list[Any]:
    """Give squares round the demand points, as the need layer writes its areas."""
    return [(square(at), {"area_code": of["area_code"], "area_name": of["area_code"],
             "children": of["children"], "need": of["need"]}) for at, of in DEMAND]  # fmt: skip


def lsoas() -> list[Any]:
    """Give three areas with codes of 2021."""
    return [(square((at, 0)), {"LSOA21CD": code})
            for at, code in zip((0, 200, 400), CODES.values())]  # fmt: skip


def write_clean(folder: Path) -> dict[str, Path]:
    """Write every clean input; give the files by name."""
    kit = Kit(folder, {})
    given = toy_files(folder)
    kit.layer("demand.gpkg", "Point", rows_at(DEMAND))
    kit.layer("hubs.gpkg", "Point", rows_at(OPEN_HUBS))
    kit.layer("venues.gpkg", "Point", rows_at(VENUES))
    kit.layer("estate.gpkg", "Point", rows_at(estate()))
    kit.layer("areas.gpkg", "Polygon", need_areas())
    kit.layer("lsoa.gpkg", "Polygon", lsoas())
    kit.layer("roads.gpkg", "LineString", lines())
    kit.write("services.csv", ",".join(SERVICE) + "\n" + ",".join(map(str, SERVICE.values())))
    kit.write("people.csv", PEOPLE)
    kit.write("deprived.csv", DEPRIVED)
    kit.write("register.csv", REGISTER)
    write_facilities(folder / "facilities.osm", LIBRARY, {})
    run("buildnetwork", **given, OUTPUT=str(folder / "network.gpkg"))
    for name, hubs in (("today", HUBS), ("plan", HUBS[:1])):
        run("coverage", NETWORK=str(folder / "network.gpkg"), HUBS=points(hubs, name="hubs"),
            HUB_ID="site_id", DEMAND=str(folder / "demand.gpkg"), BANDS="5,10",
            OUTPUT=str(folder / f"{name}.gpkg"),
            BY_DECILE=str(folder / f"{name}_by_decile.csv"))  # fmt: skip
    kit.write("scenario.json", json.dumps(scenario()))
    return {path.name: path for path in folder.iterdir()}


def scenario() -> dict[str, Any]:
    """Give a scenario of one step."""
    step = {"id": "plan", "algorithm": "hubsofplan",
            "parameters": {"HUBS": "hubs.gpkg", "HUB_ID": "site_id", "GIVE_UP": "8"}}  # fmt: skip
    return {"family_hub_scenario": 1, "title": "Toytown", "steps": [step]}


NETWORK, DEMANDED = {"NETWORK": "network.gpkg"}, {"DEMAND": "demand.gpkg"}
PLACED = {**NETWORK, "HUBS": "hubs.gpkg", "HUB_ID": "=site_id"}
BUILT = {"INPUT": "town.osm", "SPEEDS": "speeds.csv"}
# What each algorithm is given: a file's name, or a value behind "=".
RUNS: dict[str, dict[str, Any]] = {
    "buildnetwork": BUILT,
    "networkfromlines": {"INPUT": "roads.gpkg", "SPEEDS": "speeds.csv"},
    "downloadnetwork": {"EXTENT": "=-0.6,-0.4,52.5,52.7 [EPSG:4326]", "SPEEDS": "speeds.csv"},
    "catchments": {**PLACED, "BANDS": "=5"},
    "traveltimes": {**NETWORK, "ORIGINS": "demand.gpkg", "ORIGIN_ID": "=area_code",
                    "DESTINATIONS": "hubs.gpkg", "DESTINATION_ID": "=site_id"},
    "needlayer": {"AREAS": "lsoa.gpkg", "CODE": "=LSOA21CD", "POPULATION": "people.csv",
                  "POPULATION_COLUMNS": "=code=lsoa21_code; 0-2=Total",
                  "DEPRIVATION": "deprived.csv", "AGES": "=0-2",
                  "DEPRIVATION_COLUMNS": "=code=LSOA code (2021); imd_decile=IMD Decile"},
    "finerdemand": {"AREAS": "areas.gpkg", "PARTS": "areas.gpkg", "PART_ID": "=area_code"},
    "coverage": {**PLACED, **DEMANDED, "BANDS": "=5,10"},
    "accessibility": {**PLACED, **DEMANDED, "BANDS": "=5,10"},
    "candidatesfromosm": {"INPUT": "facilities.osm"},
    "candidatesfromnetwork": {**NETWORK, "SPACING_M": "=10"},
    "importestate": {"INPUT": "register.csv"},
    "suggestsites": {**NETWORK, **DEMANDED, "CANDIDATES": "venues.gpkg", "SITES": "=1",
                     "CANDIDATE_ID": "=site_id", "MINUTES": "=6"},
    "suggestoutreach": {**PLACED, **DEMANDED, "VENUES": "venues.gpkg", "VENUE_ID": "=site_id",
                        "HUB_MINUTES": "=5", "OUTREACH_MINUTES": "=5", "OUTREACH": "=1"},
    "colocate": {**NETWORK, **DEMANDED, "SERVICES": "services.csv", "BUILDINGS": "estate.gpkg",
                 "GIVE_UP_SITES": "=o"},
    "rationalise": {**NETWORK, **DEMANDED, "ESTATE": "estate.gpkg", "STEPS": "=1",
                    "FROM_DATE": "=2026-04-01"},
    "hubsofplan": {"HUBS": "hubs.gpkg", "HUB_ID": "=site_id"},
    "comparescenarios": {"BASE": "today.gpkg", "PLAN": ["plan.gpkg"], **DEMANDED},
    "printmap": {"LAYERS": ["today.gpkg"], "DPI": "=72"},
    "runscenario": {"SCENARIO": "scenario.json", "LOAD": False},
    "report": {"COVERAGE": "today.gpkg"},
}  # fmt: skip
ENDINGS = {"printmap": ".png", "report": ".html", "runscenario": ""}


def clean_run(algorithm: str, clean: Mapping[str, Path]) -> dict[str, Any]:
    """Give the parameters of an algorithm's clean run."""
    return {name: _value(given, clean) for name, given in RUNS[algorithm].items()}


def _value(given: Any, clean: Mapping[str, Path]) -> Any:
    if isinstance(given, list):
        return [_value(one, clean) for one in given]
    if not isinstance(given, str):
        return given
    return given[1:] if given.startswith("=") else str(clean[given])
