"""OSRM, by `osrm-bindings`: extract and contract, then its table."""

from __future__ import annotations

import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import osrm
from measure import Answer, drive, read_points

PROFILE = {"walk": "foot", "drive": "car"}
FOOT_KPH = 5.0
"""OSRM's foot profile walks at 5 km/h, uphill and down."""

PACKAGE = Path(osrm.__file__).parent


def _data(request: dict[str, Any]) -> Path:
    profile = PROFILE[request["mode"]]
    return Path(request["folder"]) / profile / f"{profile}.osrm"


def prepare(request: dict[str, Any], answer: Answer) -> None:
    """Extract the roads of one mode and contract them, one thread each."""
    data = _data(request)
    shutil.rmtree(data.parent, ignore_errors=True)
    data.parent.mkdir(parents=True)
    profile = PACKAGE / "share" / "profiles" / f"{PROFILE[request['mode']]}.lua"
    link = data.with_suffix(".osm.pbf")
    link.symlink_to(Path(request["osm"]).resolve())
    with answer.step("extract"):
        _run("osrm-extract", "-t", "1", "-p", profile, link)
    with answer.step("contract"):
        _run("osrm-contract", "-t", "1", data)
    answer.seconds["network"] = answer.seconds["extract"] + answer.seconds["contract"]


def _run(program: str, *words: Any) -> None:
    subprocess.run([PACKAGE / "bin" / program, *words], check=True, capture_output=True)


def engine_of(request: dict[str, Any]) -> Any:
    """Open what an earlier job prepared."""
    return osrm.OSRM(
        algorithm="CH",
        storage_config=str(_data(request)),
        use_shared_memory=False,
        max_locations_distance_table=-1,
    )


def asked_for(starts: Any, ends: Any) -> Any:
    """Give the table's question: minutes from every start to every end."""
    return osrm.TableParameters(
        coordinates=[*starts, *ends],
        sources=list(range(len(starts))),
        destinations=list(range(len(starts), len(starts) + len(ends))),
        annotations=["duration"],
        generate_hints=False,
    )


def minutes_of(table: Any) -> np.ndarray:
    """Give the table's minutes as numbers, nan where OSRM finds no way."""
    rows = [[np.nan if value is None else value for value in row] for row in table["durations"]]
    return np.array(rows, dtype=float) / 60


def matrix(request: dict[str, Any], answer: Answer) -> None:
    """Time the whole table; to take its numbers out of OSRM's own objects is not counted."""
    engine = engine_of(request)
    origins, ends = read_points(request, "origins"), read_points(request, "destinations")
    asked = asked_for(origins, ends)
    engine.Table(asked_for(origins[:1], ends[:1]))
    table = answer.best_of(3, "matrix", lambda: engine.Table(asked))
    with answer.step("as numbers"):
        found = minutes_of(table)
    answer.facts["found"] = float(np.isfinite(found).mean())


def pairs(request: dict[str, Any], answer: Answer) -> None:
    """Write the minutes of pairs of places; walks are rescaled to the speed asked for."""
    engine = engine_of(request)
    starts, ends = read_points(request, "starts"), read_points(request, "ends")
    found = np.diag(minutes_of(engine.Table(asked_for(starts, ends))))
    np.save(request["out"], found * (FOOT_KPH / 4.8 if request["mode"] == "walk" else 1.0))


def _told(job: Any) -> Any:
    def run(request: dict[str, Any], answer: Answer) -> None:
        answer.versions["OSRM"] = version("osrm-bindings")
        job(request, answer)

    return run


if __name__ == "__main__":
    drive({job.__name__: _told(job) for job in (prepare, matrix, pairs)})
