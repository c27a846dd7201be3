"""A scenario of five steps on the toy town, its record and what its run refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from algorithms.runs import Log, run, toy_files
from qgis.core import QgsProcessingException
from toy_town import ORIGIN

DEMAND = [
    ("West", 220, 10.0, "South Bank"),
    ("Mid", 660, 20.0, "South Bank"),
    ("East", 940, 30.0, "St Mary's"),
]


def toy_plans(folder: Path) -> Path:
    """Write the toy town's map, its hubs 007 and 8, and demand on the High Street."""
    folder.mkdir()
    toy_files(folder)
    x, y = ORIGIN
    rows = [
        f"{code},{x + at},{y},{children},{children},{place}" for code, at, children, place in DEMAND
    ]
    head = "area_code,easting,northing,children,need,locality"
    (folder / "demand.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    hubs = ["site_id,easting,northing", f"007,{x + 60},{y}", f"8,{x + 940},{y}"]
    (folder / "hubs.csv").write_text("\n".join(hubs) + "\n", encoding="utf-8")
    return folder


def steps() -> list[dict]:
    network = {"INPUT": "town.osm", "SPEEDS": "speeds.csv"}
    reach = {"NETWORK": {"from": "network"}, "HUBS": "hubs.csv", "HUB_ID": "site_id",
             "DEMAND": "demand.csv", "BANDS": "5,10", "BY_LOCALITY": "tables/by_locality.csv",
             "BY_HUB": "by_hub.csv", "HTML": "reach.html"}  # fmt: skip
    fewer = {**reach, "HUBS": {"from": "plan"}, "BY_LOCALITY": None, "BY_HUB": None, "HTML": None}
    plan = {"HUBS": "hubs.csv", "HUB_ID": "site_id", "GIVE_UP": "8"}
    change = {"BASE": {"from": "reach"}, "PLAN": [{"from": "fewer"}], "DEMAND": "demand.csv",
              "BY_LOCALITY": "change.csv"}  # fmt: skip
    return [
        {"id": "network", "name": "Build the network", "algorithm": "buildnetwork",
         "parameters": network},
        {"id": "reach", "name": "Who is reached", "algorithm": "coverage", "parameters": reach},
        {"id": "plan", "algorithm": "hubsofplan", "parameters": plan},
        {"id": "fewer", "algorithm": "familyhub:coverage", "parameters": fewer},
        {"id": "change", "algorithm": "comparescenarios", "parameters": change},
    ]  # fmt: skip


def scenario(folder: Path, written: list[dict], name: str = "plan.json") -> str:
    path = folder / name
    whole = {"family_hub_scenario": 1, "title": "Reach of Toytown", "steps": written}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return str(path)


def record(folder: Path) -> dict:
    return json.loads((folder / "results.json").read_text("utf-8"))


def refusal(log: Log | None = None, **given) -> str:
    log = log or Log()
    with pytest.raises(QgsProcessingException) as error:
        run("runscenario", log, LOAD=False, **given)
    return "".join([*log.errors, str(error.value)])
