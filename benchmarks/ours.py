"""The planner's own side, as a driver like the peers': same request, same points, same clock.

Each job runs in a fresh process of its own. With "numba": false numba is kept from being
imported, as in the QGIS of most councils; the answer says whether the engine imported it.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE / "peers")]

REQUEST = json.loads(Path(sys.argv[1]).read_text())
if not REQUEST.get("numba", True):
    sys.modules["numba"] = None  # type: ignore[assignment]

from measure import Answer, drive, read_points  # noqa: E402
from points import write_points  # noqa: E402
from what_if_ours import time_what_if  # noqa: E402

from family_hub_planner.engine.catchment import CatchmentRequest  # noqa: E402
from family_hub_planner.engine.catchment import catchments as draw  # noqa: E402
from family_hub_planner.engine.network.build import BuildSettings, build_network  # noqa: E402
from family_hub_planner.engine.network.model import Network  # noqa: E402
from family_hub_planner.engine.network.snap import Snapped, Snapper  # noqa: E402
from family_hub_planner.engine.network.store import load_network, save_network  # noqa: E402
from family_hub_planner.engine.progress import Progress  # noqa: E402
from family_hub_planner.engine.projection import WGS84, reproject  # noqa: E402
from family_hub_planner.engine.travel_time import Router, travel_times  # noqa: E402

MAX_SNAP_M = 500.0
RUNS = 3
TOWN_SPEED = ("mean_a_road_town_mph", "a_road_town_km", "dft_local_a_roads_mph")


def _file(request: dict[str, Any]) -> Path:
    return Path(request["folder"]) / "network.gpkg"


def _snapped(network: Network, snapper: Snapper, request: dict[str, Any], kind: str) -> Snapped:
    degrees = np.array(read_points(request, kind))
    return snapper.snap(reproject(degrees, WGS84, network.crs), MAX_SNAP_M)


def _limit(request: dict[str, Any]) -> float:
    return float(request.get("limit") or math.inf)


def network(request: dict[str, Any], answer: Answer) -> None:
    """Time the build from the OpenStreetMap file, the writing of the network's file, its loading.

    The work is done over once: the second time nothing has to be compiled any more.
    """
    file = _file(request)
    file.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(2):
        with answer.step("build"):
            built = build_network(Path(request["osm"]), BuildSettings(), Progress())
        with answer.step("save"):
            save_network(built, file, Progress())
        del built
    answer.seconds["network"] = answer.seconds["build"] + answer.seconds["save"]
    answer.facts["file_mb"] = file.stat().st_size / 2**20


def load(request: dict[str, Any], answer: Answer) -> None:
    """Time the loading of the saved network, twice: the file is warm in both."""
    found = answer.best_of(2, "load", lambda: load_network(_file(request)))
    answer.facts.update({"junctions": len(found.node_xy), "stretches": len(found.edge_from)})
    answer.facts.update({key: found.about[key] for key in TOWN_SPEED if key in found.about})


def catchments(request: dict[str, Any], answer: Answer) -> None:
    """Time the polygons of all hubs; the first run is told apart."""
    known = load_network(_file(request))
    hubs = _snapped(known, Snapper(known, request["mode"]), request, "hubs")
    ids = [f"hub {number:02d}" for number in range(len(hubs))]
    asked = CatchmentRequest(request["mode"], tuple(request["bands"]))
    with answer.step("first"):
        draw(known, hubs, ids, asked, Progress())
    found = answer.best_of(
        RUNS - 1, "catchments", lambda: draw(known, hubs, ids, asked, Progress())
    )
    answer.facts["polygons"] = len(found)


def matrix(request: dict[str, Any], answer: Answer) -> None:
    """Time a matrix: as one call, and its two parts, the mode made ready and the query itself.

    The first call is told apart: it may compile something.
    """
    known, mode, limit = load_network(_file(request)), request["mode"], _limit(request)
    with answer.step("snap"):
        snapper = Snapper(known, mode)
        origins, ends = (_snapped(known, snapper, request, k) for k in ("origins", "destinations"))
    with answer.step("first"):
        found = travel_times(known, mode, origins, ends, limit)
    for _ in range(RUNS - 1):
        with answer.step("matrix"):
            travel_times(known, mode, origins, ends, limit)
    router = answer.best_of(RUNS - 1, "ready", lambda: Router(known, mode))
    answer.best_of(RUNS, "query", lambda: _ask(router, origins, ends, limit))
    answer.facts["found"] = float(np.isfinite(found).mean())


def _ask(router: Router, origins: Snapped, ends: Snapped, limit: float) -> Any:
    return router.times(router.departures(origins, limit), router.arrivals(ends, limit), limit)


def one_point(request: dict[str, Any], answer: Answer) -> None:
    """Time one new point, snapped and asked from every area, the areas and the mode made ready.

    The mean over the points given, the first of them left out.
    """
    known, mode = load_network(_file(request)), request["mode"]
    snapper, limit = Snapper(known, mode), _limit(request)
    with answer.step("ready"):
        router = Router(known, mode)
        areas = router.departures(_snapped(known, snapper, request, "areas"), limit)
    places = reproject(np.array(read_points(request, "new")), WGS84, known.crs)

    def ask(place: Any) -> Any:
        arrived = router.arrivals(snapper.snap(place[None], MAX_SNAP_M), limit)
        return router.times(areas, arrived, limit)

    with answer.step("first"):
        ask(places[0])
    with answer.step("all"):
        for place in places[1:]:
            ask(place)
    answer.seconds["point"] = answer.seconds["all"] / (len(places) - 1)
    answer.wall["point"] = answer.wall["all"] / (len(places) - 1)


def what_if(request: dict[str, Any], answer: Answer) -> None:
    """Time the live what-if: toggles and freshly placed trials, and what they spare."""
    known = load_network(_file(request))
    xy = {
        kind: reproject(np.array(read_points(request, kind)), WGS84, known.crs)
        for kind in ("areas", "destinations", "new")
    }
    time_what_if(known, request["mode"], xy, answer)


def points(request: dict[str, Any], answer: Answer) -> None:
    """Write the places that all engines share."""
    write_points(load_network(_file(request)), Path(request["points"]))


def arcs(request: dict[str, Any], answer: Answer) -> None:
    """Write the network's arcs for networkx, and the node next to each destination.

    "graph": "junctions" gives the stretches as they are, "vertices" every straight piece of them,
    as one gets who reads the ways of the file and joins their nodes.
    """
    known, mode = load_network(_file(request)), request["mode"]
    ends = _snapped(known, Snapper(known, mode), request, "destinations")
    tail, head, minutes = known.edge_from, known.edge_to, known.minutes[mode]
    if request["graph"] == "vertices":
        tail, head, minutes = _straight_pieces(known, minutes)
    forward, back = np.isfinite(minutes).T
    # Towards a destination is away from it on the graph turned round.
    np.savez(
        request["arcs"],
        tail=np.concatenate([head[forward], tail[back]]),
        head=np.concatenate([tail[forward], head[back]]),
        minutes=np.concatenate([minutes[forward, 0], minutes[back, 1]]),
        sources=known.edge_from[ends.edge[ends.ok]],
    )
    answer.facts["arcs"] = int(forward.sum() + back.sum())


def _straight_pieces(known: Network, minutes: Any) -> tuple[Any, Any, Any]:
    """Give tail, head and minutes (forward, back) of every straight piece of the stretches."""
    line, start, end = known.lines.segments()
    inner = len(known.node_xy) + np.arange(len(line))
    last = np.append(line[1:] != line[:-1], True)
    first = np.roll(last, 1)
    head = np.where(last, known.edge_to[line], inner)
    tail = np.where(first, known.edge_from[line], np.roll(inner, 1))
    share = np.hypot(*(end - start).T) / np.maximum(known.length_m[line], 1e-9)
    return tail, head, minutes[line] * share[:, None]


def _told(job: Any) -> Any:
    def run(request: dict[str, Any], answer: Answer) -> None:
        job(request, answer)
        found = {name: sys.modules.get(name) for name in ("numpy", "scipy", "numba")}
        versions = {name: module.__version__ for name, module in found.items() if module}
        answer.versions.update(versions)
        answer.facts["numba"] = versions.get("numba", "")

    return run


if __name__ == "__main__":
    jobs = (network, load, catchments, matrix, one_point, what_if, points, arcs)
    drive({job.__name__: _told(job) for job in jobs})
