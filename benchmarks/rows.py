"""The rows of the table of times, with the goals of the project beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from driver import Results
from jobs import SIZES

Parts = Sequence[tuple[str, str]]
"""Steps whose seconds are added up: (key without the size, step)."""


@dataclass(frozen=True)
class Peer:
    """One peer's figure and the goal for ours divided by it, at the sizes it is set for."""

    name: str
    parts: Parts
    goal: float | None = None
    goal_sizes: tuple[str, ...] = SIZES


@dataclass(frozen=True)
class Row:
    """One job: our figure, and the peers it stands beside."""

    job: str
    ours: Parts
    peers: Sequence[Peer]
    sizes: tuple[str, ...] = SIZES


@dataclass(frozen=True)
class Alone:
    """A goal that needs no peer; `measured` gives None where nothing was measured."""

    what: str
    unit: str
    most: float
    measured: Callable[[Results], float | None]
    strict: bool = True


def figure(results: Results, size: str, parts: Parts, numba: bool = False) -> float | None:
    """Add up the seconds of all parts, None where one of them is missing.

    With numba the jobs that use it are taken from their own run, reading and writing from the same.
    """
    total = 0.0
    for key, step in parts:
        quick = key.replace("ours/", "ours+numba/")
        one = results.seconds(f"{size}/{quick}", step) if numba else None
        one = results.seconds(f"{size}/{key}", step) if one is None else one
        if one is None:
            return None
        total += one
    return total


QUERY = [("ours/matrix drive", "query")]
PREPARED = [
    ("ours/network", "network"),
    ("ours/load", "load"),
    ("ours/matrix drive", "snap"),
    ("ours/matrix drive", "first"),
]
"""From the OpenStreetMap file to the first answer: the network (all modes), loading, the query."""

OSRM_PREPARED = [("osrm/network drive", "network"), ("osrm/matrix drive", "matrix")]
PANDANA_PREPARED = [("pandana/matrix drive", "prepare"), ("pandana/matrix drive", "matrix")]

ROWS = (
    Row(
        "network from `.osm.pbf`, all modes, built and saved",
        [("ours/network", "network")],
        [
            Peer("Valhalla (tiles, all its modes)", [("valhalla/network", "network")], 0.5),
            Peer("OSMnx (walk, drive)", [("osmnx/network", "network")], 0.1),
            Peer("pandana (walk, drive)", [("pandana/network", "network")]),
            Peer("OSRM (drive only)", [("osrm/network drive", "network")]),
            Peer("OSRM (walk only)", [("osrm/network walk", "network")]),
        ],
    ),
    Row(
        "catchments, 18 hubs, 3 bands, walk",
        [("ours/catchments walk", "catchments")],
        [
            Peer("Valhalla", [("valhalla/catchments walk", "catchments")], 1.0),
            Peer("QGIS native (one band, lines)", [("qgis/catchments walk", "catchments")], 0.05),
        ],
    ),
    Row(
        "catchments, 18 hubs, 3 bands, drive",
        [("ours/catchments drive", "catchments")],
        [Peer("Valhalla", [("valhalla/catchments drive", "catchments")], 1.0)],
    ),
    Row(
        "matrix 2,000 x 500, walk, 30-minute cut-off, the mode made ready",
        [("ours/matrix walk", "query")],
        [
            Peer(
                "networkx, our junctions (50 of 500 searches, scaled)",
                [("networkx/matrix walk junctions", "matrix")],
                0.025,
            ),
            Peer(
                "networkx, the file's nodes (50 of 500 searches, scaled)",
                [("networkx/matrix walk vertices", "matrix")],
                0.025,
            ),
        ],
    ),
    Row(
        "the same as one call, making the mode ready included",
        [("ours/matrix walk", "matrix")],
        [
            Peer(
                "networkx, the file's nodes (50 of 500 searches, scaled)",
                [("networkx/matrix walk vertices", "matrix")],
            )
        ],
    ),
    Row(
        "matrix 2,000 x 500, drive, no cut-off: query, the mode made ready",
        QUERY,
        [
            Peer("OSRM", [("osrm/matrix drive", "matrix")], 0.5, ("county",)),
            Peer("pandana", [("pandana/matrix drive", "matrix")]),
            Peer("Valhalla, 500 x 50 only", [("valhalla/matrix drive", "part")]),
        ],
    ),
    Row(
        "the same with preparation, from the `.osm.pbf` on",
        PREPARED,
        [
            Peer("OSRM", OSRM_PREPARED, 0.1, ("county",)),
            Peer("pandana", PANDANA_PREPARED),
        ],
    ),
    *(
        Row(
            f"live what-if, {mode}: a toggle to all figures, 1,000 areas x 300 places",
            [(f"ours/whatif {mode}", "toggle")],
            [Peer("the same routed and counted anew, as a run of coverage does",
                  [(f"ours/whatif {mode}", "anew")])],
        )
        for mode in ("walk", "drive")
    ),
    *(
        Row(
            f"live what-if, {mode}: a freshly placed point to all figures, snapping included",
            [(f"ours/whatif {mode}", "placed")],
            [Peer("SciPy's Dijkstra on our junctions, the bare search alone",
                  [(f"ours/whatif {mode}", "dijkstra")])],
        )
        for mode in ("walk", "drive")
    ),
)  # fmt: skip


def _growth(results: Results) -> float | None:
    town, county = (figure(results, size, [("ours/matrix walk", "query")]) for size in SIZES)
    return county / town if town and county else None


def _step(key: str, step: str, scale: float = 1.0) -> Callable[[Results], float | None]:
    def measured(results: Results) -> float | None:
        seconds = results.seconds(key, step)
        return None if seconds is None else seconds * scale

    return measured


def _slowest(key: str, fact: str) -> Callable[[Results], float | None]:
    def measured(results: Results) -> float | None:
        found = results.kept.get(key, {}).get("facts", {}).get(fact)
        return None if found is None else float(found)

    return measured


def _memory(results: Results) -> float | None:
    """Give the largest peak of all our county jobs, megabytes."""
    ours = [
        one
        for key, one in results.kept.items()
        if key.startswith("county/ours") and "/arcs" not in key
    ]
    peaks = [one["peak_mb"] for one in ours if "peak_mb" in one]
    return max(peaks) if peaks else None


def _slower(key: str, step: str, size: str) -> Callable[[Results], float | None]:
    """Give our time without numba divided by the time with it."""

    def measured(results: Results) -> float | None:
        with_numba = results.seconds(f"{size}/ours+numba/{key}", step)
        without = results.seconds(f"{size}/ours/{key}", step)
        return without / with_numba if without and with_numba else None

    return measured


def _compiling(results: Results) -> float | None:
    """Give the seconds that the very first run takes longer, the largest of the jobs tried."""
    found = []
    for key in ("matrix walk", "catchments walk"):
        first = results.seconds(f"rutland/ours+numba first ever/{key}", "first")
        later = results.seconds(f"rutland/ours+numba first ever/{key}", key.split()[0])
        if first is not None and later is not None:
            found.append(first - later)
    return max(found) if found else None


GOALS_ALONE = (
    Alone("the saved county network loads", "s", 1.0, _step("county/ours/load", "load")),
    Alone("walk matrix, county divided by Rutland", "x", 1.333, _growth, strict=False),
    Alone(
        "one new point to 1,000 areas, county, walk, no cut-off",
        "ms",
        50.0,
        _step("county/ours/point walk", "point", 1000),
    ),
    Alone(
        "one new point to 1,000 areas, county, drive, no cut-off",
        "ms",
        50.0,
        _step("county/ours/point drive", "point", 1000),
    ),
    *(
        Alone(
            f"what-if, {mode}, {size}: toggle to figures, the slowest of 40 by the clock",
            "ms", 100.0, _slowest(f"{size}/ours/whatif {mode}", "slowest toggle, ms"),
        )
        for size in SIZES for mode in ("walk", "drive")
    ),
    *(
        Alone(
            f"what-if, {mode}, {size}: fresh point to figures, the slowest of 20 by the clock",
            "ms", 300.0, _slowest(f"{size}/ours/whatif {mode}", "slowest placed, ms"),
        )
        for size in SIZES for mode in ("walk", "drive")
    ),
    Alone("peak memory, the largest of our county jobs", "MB", 900.0, _memory),
    Alone(
        "without numba, walk matrix, county", "x", 2.0, _slower("matrix walk", "query", "county")
    ),
    Alone(
        "without numba, walk catchments, county",
        "x",
        2.0,
        _slower("catchments walk", "catchments", "county"),
    ),
    Alone(
        "without numba, drive catchments, county",
        "x",
        2.0,
        _slower("catchments drive", "catchments", "county"),
    ),
    Alone(
        "without numba, uncut drive matrix, county",
        "x",
        15.0,
        _slower("matrix drive", "query", "county"),
    ),
    Alone("first run ever with numba (compilation)", "s", 4.0, _compiling),
)  # fmt: skip
