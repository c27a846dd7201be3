"""Valhalla, by `pyvalhalla`: tiles, isochrones, and times between places."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import valhalla
from measure import Answer, drive, read_points

COSTING = {"walk": "pedestrian", "drive": "auto"}
WALK_KPH = 4.8
GENERALIZE_M = 10
TARGETS_AT_ONCE = 2000


def configuration(folder: Path) -> dict[str, Any]:
    """Give Valhalla's settings: one thread, and limits wide enough for the jobs."""
    tiles = folder / "tiles"
    tiles.mkdir(parents=True, exist_ok=True)
    settings = valhalla.get_config(tile_extract="", tile_dir=str(tiles))
    settings["mjolnir"].update({"concurrency": 1, "admin": "", "timezone": "", "landmarks": ""})
    for costing in COSTING.values():
        settings["service_limits"][costing]["max_matrix_location_pairs"] = 10**8
        settings["service_limits"][costing]["max_locations"] = 10**5
    settings["mjolnir"]["logging"] = {"type": ""}
    settings["loki"]["logging"] = settings["thor"]["logging"] = {"type": ""}
    return settings


def actor(request: dict[str, Any]) -> Any:
    """Open the tiles that an earlier job built."""
    return valhalla.Actor(configuration(Path(request["folder"])))


def tiles(request: dict[str, Any], answer: Answer) -> None:
    """Build the tiles: one set serves all of Valhalla's modes."""
    folder = Path(request["folder"])
    program = Path(valhalla.__file__).parent / "bin" / "valhalla_build_tiles"
    file = folder / "valhalla.json"
    for _ in range(2):
        shutil.rmtree(folder / "tiles", ignore_errors=True)
        file.write_text(json.dumps(configuration(folder)))
        words = [program, "-c", file, "-j", "1", request["osm"]]
        with answer.step("network"):
            subprocess.run(words, check=True, capture_output=True)


def _costing(mode: str) -> dict[str, Any]:
    options = {"walking_speed": WALK_KPH} if mode == "walk" else {}
    return {"costing": COSTING[mode], "costing_options": {COSTING[mode]: options}}


def isochrone(engine: Any, mode: str, hub: tuple[float, float], bands: list[float]) -> str:
    """Give one hub's polygons towards the hub as GeoJSON, no small piece left out."""
    asked = {
        "locations": [{"lon": hub[0], "lat": hub[1]}],
        "contours": [{"time": band} for band in bands],
        "polygons": True,
        "denoise": 0.0,
        "generalize": GENERALIZE_M,
        "reverse": True,
        **_costing(mode),
    }
    return engine.isochrone(json.dumps(asked))


def catchments(request: dict[str, Any], answer: Answer) -> None:
    """Time the isochrones of all hubs; an untimed one first reads the tiles."""
    engine, hubs = actor(request), read_points(request, "hubs")
    mode, bands = request["mode"], request["bands"]
    isochrone(engine, mode, hubs[0], bands)
    found = answer.best_of(
        3, "catchments", lambda: [isochrone(engine, mode, hub, bands) for hub in hubs]
    )
    if "out" in request:
        Path(request["out"]).write_text(f"[{','.join(found)}]")


def _places(points: list[tuple[float, float]]) -> list[dict[str, float]]:
    return [{"lon": lon, "lat": lat} for lon, lat in points]


def minutes_between(engine: Any, mode: str, sources: Any, targets: Any) -> np.ndarray:
    """Give Valhalla's minutes, shape (sources, targets), nan where it finds no way."""
    blocks = []
    for first in range(0, len(targets), TARGETS_AT_ONCE):
        asked = {
            "sources": _places(sources),
            "targets": _places(targets[first : first + TARGETS_AT_ONCE]),
            "verbose": False,
            **_costing(mode),
        }
        rows = json.loads(engine.matrix(json.dumps(asked)))["sources_to_targets"]["durations"]
        blocks.append(np.array(rows, dtype=float) / 60)
    return np.concatenate(blocks, axis=1)


def matrix(request: dict[str, Any], answer: Answer) -> None:
    """Time a part of the matrix, not scaled up: all of it takes too long and too much memory."""
    engine = actor(request)
    origins, ends = (
        read_points(request, kind)[:count]
        for kind, count in zip(("origins", "destinations"), request["part"])
    )
    minutes_between(engine, request["mode"], origins[:1], ends[:1])
    with answer.step("part"):
        minutes_between(engine, request["mode"], origins, ends)


def towards(request: dict[str, Any], answer: Answer) -> None:
    """Write the minutes from lists of places to their hubs, shape (lists, places)."""
    settings = configuration(Path(request["folder"]))
    # Made for one place on one side: a single search for each hub.
    settings["thor"]["source_to_target_algorithm"] = "timedistancematrix"
    engine, hubs = valhalla.Actor(settings), read_points(request, "hubs")
    with answer.step("towards"):
        found = [
            minutes_between(engine, request["mode"], places, [hubs[hub]])[:, 0]
            for hub, places in request["places"]
        ]
    np.save(request["out"], np.array(found))


def pairs(request: dict[str, Any], answer: Answer) -> None:
    """Write the minutes of pairs of places, nan where there is no way."""
    engine = actor(request)
    starts, ends = read_points(request, "starts"), read_points(request, "ends")
    found = [
        minutes_between(engine, request["mode"], [start], [end])[0, 0]
        for start, end in zip(starts, ends)
    ]
    np.save(request["out"], np.array(found))


def _told(job: Any) -> Any:
    def run(request: dict[str, Any], answer: Answer) -> None:
        answer.versions["Valhalla"] = version("pyvalhalla")
        job(request, answer)

    return run


if __name__ == "__main__":
    drive({job.__name__: _told(job) for job in (tiles, catchments, matrix, towards, pairs)})
