"""Where files stand and what happens to them: odd paths, locks, full disks, layers that vanish."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from catalogue import networks
from catalogue.case import Kit, refused, taken
from catalogue.clean import scenario

LONG = "a family hub " * 19  # 247 letters, of 255 that a name may have
ODD = (
    ("spaces and quotes", 'Children\'s "Centre" & co; a=b, (1)'),
    ("letters of many scripts", "Tŷ Coch – 家庭 – مركز – 🏠"),
    ("percent signs and hashes", "100 % of #1 [draft] {x} $HOME `id`"),
    ("a name of 240 letters", LONG[:236]),
    ("a line end", "two\nlines"),
)
DEEP = "/".join(
    ["a folder with quite a long name, as on a shared drive"] * 6
)  # 300 letters and more


def copied(kit: Kit, name: str, to: str) -> str:
    """Copy a clean file to another name in the case's folder."""
    target = kit.folder / to
    target.parent.mkdir(parents=True, exist_ok=True)
    return str(shutil.copy(kit.clean[name], target))


def of_paths() -> list[Any]:
    """Give the cases of odd names: network, hubs and the output itself stand in such a place."""
    found = []
    for what, name in ODD:

        def make(kit: Kit, name: str = name) -> dict[str, Any]:
            out = kit.folder.parent / "odd" / (name + ".gpkg")
            out.parent.mkdir()
            return {
                "NETWORK": copied(kit, "network.gpkg", f"{name}.gpkg"),
                "OUTPUT": str(out),
                "HUBS": copied(kit, "hubs.gpkg", f"x/{name}.gpkg"),
            }

        def build(kit: Kit, name: str = name) -> dict[str, Any]:
            out = kit.folder.parent / "odd" / (name + ".gpkg")
            out.parent.mkdir()
            return {"INPUT": copied(kit, "town.osm", f"{name}.osm"), "OUTPUT": str(out)}

        def pack(kit: Kit, name: str = name) -> dict[str, Any]:
            out = kit.folder.parent / "odd" / (name + ".html")
            out.parent.mkdir()
            return {"COVERAGE": copied(kit, "today.gpkg", f"{name}.gpkg"), "OUTPUT": str(out)}

        found += [
            taken(
                f"files and results with {what} in their names",
                "coverage",
                make,
                "opened and written as named",
            ),
            taken(
                f"files and results with {what} in their names",
                "buildnetwork",
                build,
                "opened and written as named",
            ),
            taken(
                f"files and results with {what} in their names",
                "report",
                pack,
                "opened and written as named",
            ),
        ]
    return found


def deep(kit: Kit) -> dict[str, Any]:
    """Let everything stand in a folder whose path has more than 300 letters."""
    out = kit.folder.parent / DEEP / "out"
    out.mkdir(parents=True)
    return {
        "NETWORK": copied(kit, "network.gpkg", f"{DEEP}/network.gpkg"),
        "HUBS": copied(kit, "hubs.gpkg", f"{DEEP}/hubs.gpkg"),
        "OUTPUT": str(out / "o.gpkg"),
    }


def locked(kit: Kit) -> dict[str, Any]:
    """Let another program hold the GeoPackage of the hubs."""
    path = copied(kit, "hubs.gpkg", "held.gpkg")
    held = sqlite3.connect(path, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    kit.held = held  # let go with the case
    return {"HUBS": path}


def vanishing(name: str, parameter: str, as_name: str = ""):
    """Give how a case is made whose file is taken away while it runs."""

    def make(kit: Kit) -> dict[str, Any]:
        path = Path(copied(kit, name, as_name or name))
        kit.meanwhile = path.unlink
        return {parameter: str(path)}

    return make


def changing(name: str, parameter: str, content: bytes):
    """Give how a case is made whose file is written over while it runs."""

    def make(kit: Kit) -> dict[str, Any]:
        path = Path(copied(kit, name, name))
        kit.meanwhile = lambda: path.write_bytes(content)
        return {parameter: str(path)}

    return make


def nowhere(ending: str):
    """Give how a case is made whose output's folder is not there."""
    return lambda kit: {"OUTPUT": str(kit.folder / "gone" / f"out{ending}")}


def no_folder(ending: str):
    """Give how a case is made whose output would stand below a file."""
    return lambda kit: {"OUTPUT": str(Path(kit.write("a_file", "x")) / f"out{ending}")}


def gone(parameter: str, name: str):
    """Give how a case is made with a file that is not there."""
    return lambda kit: {parameter: str(kit.folder / name)}


def plan(change: Any):
    """Give how a case of `runscenario` is made: the scenario's text as `change` gives it."""
    return lambda kit: {
        "SCENARIO": kit.write(
            "plan.json", change if isinstance(change, (str, bytes)) else json.dumps(change)
        ),
        "HUBS": copied(kit, "hubs.gpkg", "hubs.gpkg"),
    }


def with_step(**parameters: Any) -> dict[str, Any]:
    """Give the scenario with other parameters of its one step."""
    given = scenario()
    given["steps"][0]["parameters"].update(parameters)
    return given


def record(content: Any):
    """Give how a case of `report` is made: a run's record of this content."""
    text = content if isinstance(content, (str, bytes)) else json.dumps(content)
    return lambda kit: {"SCENARIO": kit.write("results.json", text), "COVERAGE": None}


RECORD = {
    "family_hub_results": 1,
    "scenario": {"title": "T"},
    "versions": {},
    "run_on": "2026-11-22",
}
STEP = {
    "id": "today",
    "name": "Today",
    "algorithm": "familyhub:coverage",
    "parameters": {},
    "numbers": {},
    "seconds": 1.0,
    "command": "",
    "inputs": [],
}
EXTENT = {
    "ENDPOINT": "http://127.0.0.1:9/api",
    "NOMINATIM": "http://127.0.0.1:9/nominatim",
    "TIMEOUT": 5,
}

CASES = [
    *of_paths(),
    taken(
        "files in a folder whose path has 300 letters",
        "coverage",
        deep,
        "opened and written as named",
    ),
    *[
        refused("results in a folder that is not there", name, nowhere(ending), "no folder")
        for name, ending in (
            ("coverage", ".gpkg"),
            ("buildnetwork", ".gpkg"),
            ("printmap", ".png"),
            ("report", ".html"),
            ("catchments", ".gpkg"),
        )
    ],
    refused("results below a file", "coverage", no_folder(".gpkg"), "no folder"),
    refused("results below a file", "runscenario", no_folder(""), "a_file"),
    refused("disk that is full", "buildnetwork", lambda kit: {}, "out.gpkg", limit=20_000),
    refused("disk that is full", "networkfromlines", lambda kit: {}, "out.gpkg", limit=20_000),
    refused("disk that is full", "report", lambda kit: {}, "out.html", limit=4_000),
    refused("disk that is full", "printmap", lambda kit: {}, "out.png", limit=1_000),
    taken(
        "hubs in a GeoPackage that another program is writing",
        "coverage",
        locked,
        "read as they stood before",
    ),
    refused(
        "a layer whose name has %20, which QGIS takes for a space",
        "coverage",
        lambda kit: {"HUBS": copied(kit, "hubs.gpkg", "our%20hubs.gpkg")},
        "our%20hubs.gpkg not found",
    ),
    refused(
        "an OpenStreetMap file that vanishes while it is read",
        "candidatesfromosm",
        gone("INPUT", "gone.osm.pbf"),
        "gone.osm.pbf",
    ),
    refused(
        "hubs that vanish while the run goes on",
        "coverage",
        vanishing("hubs.gpkg", "HUBS"),
        "hubs",
        stands=False,
    ),
    refused(
        "a network that becomes another file while the run goes on",
        "coverage",
        changing("network.gpkg", "NETWORK", b"Dear council"),
        "network.gpkg",
        stands=False,
    ),
    refused(
        "a network that vanishes while the run goes on",
        "catchments",
        vanishing("network.gpkg", "NETWORK"),
        "network.gpkg",
        stands=False,
    ),
    refused(
        "a network that is random bytes behind a right beginning",
        "traveltimes",
        lambda kit: {
            "NETWORK": kit.write(
                "n.gpkg", kit.clean["network.gpkg"].read_bytes()[:16_384] + b"\xa5" * 40_000
            )
        },
        "n.gpkg",
    ),
    refused(
        "layers that are not there",
        "printmap",
        lambda kit: {"LAYERS": [str(kit.folder / "gone.gpkg")]},
        "gone.gpkg",
    ),
    refused(
        "layers without any feature or extent",
        "printmap",
        lambda kit: {"LAYERS": [kit.layer("none.gpkg", "Point", [])]},
        "show nothing on a map",
    ),
    refused(
        "an ending that no map has",
        "printmap",
        lambda kit: {"OUTPUT": str(kit.folder.parent / "results" / "map.exe")},
        ".exe",
    ),
    *networks.CASES,
    refused("no network at all", "downloadnetwork", lambda kit: EXTENT, "did not answer"),
    refused(
        "an address that is a file of the disk",
        "downloadnetwork",
        lambda kit: {**EXTENT, "ENDPOINT": "file:///etc/passwd"},
        "file",
    ),
    refused(
        "an extent of the whole earth",
        "downloadnetwork",
        lambda kit: {**EXTENT, "EXTENT": "-180,180,-90,90 [EPSG:4326]"},
        "km2",
    ),
    refused(
        "an extent without ground",
        "downloadnetwork",
        lambda kit: {**EXTENT, "EXTENT": "1,1,52,52 [EPSG:4326]"},
        "extent",
    ),
    refused(
        "scenario nested without end", "runscenario", plan("[" * 100_000), "nested without end"
    ),
    refused("scenario of random bytes", "runscenario", plan(bytes(range(256)) * 40), "plan.json"),
    refused(
        "scenario with a number of 5,000 digits",
        "runscenario",
        plan('{"family_hub_scenario": ' + "9" * 5_000 + "}"),
        "which is no number",
    ),
    refused(
        "scenario that names a file that is not there",
        "runscenario",
        plan(with_step(HUBS="gone.gpkg")),
        "gone.gpkg",
    ),
    refused(
        "scenario that writes outside its folder",
        "runscenario",
        plan(with_step(OUTPUT="../../out.gpkg")),
        "../../out.gpkg",
    ),
    refused(
        "scenario whose step fails",
        "runscenario",
        lambda kit: {
            **plan(with_step(HUBS="hubs.gpkg", GIVE_UP="99"))(kit),
            "HUBS": copied(kit, "hubs.gpkg", "hubs.gpkg"),
        },
        "99",
    ),
    refused(
        "record that is random bytes", "report", record(bytes(range(256)) * 40), "results.json"
    ),
    refused("record nested without end", "report", record("[" * 100_000), "results.json"),
    refused(
        "record with a number of 5,000 digits",
        "report",
        record('{"family_hub_results": ' + "9" * 5_000 + "}"),
        "results.json",
    ),
    refused(
        "record whose files are gone",
        "report",
        record({**RECORD, "steps": [{**STEP, "outputs": {"OUTPUT": "gone.gpkg"}}]}),
        "gone.gpkg",
    ),
    refused(
        "record that names a file outside its folder",
        "report",
        record({**RECORD, "steps": [{**STEP, "outputs": {"OUTPUT": "../../../../etc/passwd"}}]}),
        "passwd",
    ),
    refused("record without steps", "report", record(RECORD), "results.json"),
    refused(
        "record whose steps are words",
        "report",
        record({**RECORD, "steps": "many"}),
        "results.json",
    ),
    refused(
        "record of which a step is a word",
        "report",
        record({**RECORD, "steps": ["coverage"]}),
        "results.json",
        "step 1",
    ),
    refused(
        "record of which a step's outputs are words",
        "report",
        record({**RECORD, "steps": [{**STEP, "outputs": "many"}]}),
        "results.json",
        "outputs",
    ),
    refused(
        "record whose scenario is a list",
        "report",
        record({**RECORD, "scenario": ["Reach"]}),
        "results.json",
        "scenario",
    ),
    refused(
        "coverage that is no coverage",
        "report",
        lambda kit: {"COVERAGE": str(kit.clean["hubs.gpkg"])},
        "hubs",
    ),
]
