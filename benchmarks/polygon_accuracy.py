"""How true the polygons are: what they cover, held against the count's own answer.

Seeded places around each hub, as many for every band, are asked twice: does the polygon cover
them, and when does the count say that they reach the hub. Valhalla's polygons are held against
Valhalla's own matrix in the same way. Which polygon covers a place is decided here by counting
crossed borders (even-odd), independently of the library that drew it.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from driver import DriverError, Results, run_driver
from environment import Peers
from jobs import BANDS

from family_hub_planner.engine.catchment import DRAWING, CatchmentRequest, catchments
from family_hub_planner.engine.network.model import Network
from family_hub_planner.engine.network.snap import Snapper
from family_hub_planner.engine.network.store import load_network
from family_hub_planner.engine.polygon import to_ogr
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.projection import WGS84, reproject
from family_hub_planner.engine.travel_time import travel_times

PLACES = 20_000
MARGIN_M = 200.0
CLEARLY_MINUTES = 0.5
MAX_SNAP_M = 500.0
SEED = 7


def covered(rings: list[Any], xy: Any) -> Any:
    """Tell which places lie inside rings by the even-odd rule, shape (k,).

    A ray to the right of the place crosses an odd number of borders just when the place lies
    inside (Shimrat 1962).
    """
    inside = np.zeros(len(xy), dtype=bool)
    for ring in rings:
        near = np.flatnonzero(
            (xy[:, 1] >= ring[:, 1].min()) & (xy[:, 1] <= ring[:, 1].max())
            & (xy[:, 0] <= ring[:, 0].max())
        )  # fmt: skip
        for at in np.array_split(near, len(near) * len(ring) // 10**6 + 1):
            inside[at] ^= _crosses_odd(ring, xy[at])
    return inside


def _crosses_odd(ring: Any, xy: Any) -> Any:
    start, end = ring[:-1], ring[1:]
    x, y = xy[:, :1], xy[:, 1:]
    spans = (start[:, 1] > y) != (end[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (end[:, 0] - start[:, 0]) / (end[:, 1] - start[:, 1])
        right = x < start[:, 0] + (y - start[:, 1]) * slope
    return (spans & right).sum(axis=1) % 2 == 1


@dataclass
class Tally:
    """Counts of one mode and band over all hubs."""

    covered: int = 0
    falsely: int = 0
    clearly: int = 0
    within: int = 0
    missed: int = 0

    def add(self, inside: Any, minutes: Any, band: float, near: Any) -> None:
        """Add one hub's places: covered or not, minutes by the count, and near a way or not."""
        late = ~(minutes <= band + 1e-9)
        expected = ~late & near
        self.covered += int(inside.sum())
        self.falsely += int((inside & late).sum())
        self.clearly += int((inside & ~(minutes <= band + CLEARLY_MINUTES)).sum())
        self.within += int(expected.sum())
        self.missed += int((expected & ~inside).sum())

    def shares(self) -> dict[str, float]:
        """Give the shares in per cent, and how many places stand behind them."""
        return {
            "covered": self.covered,
            "falsely_percent": 100 * self.falsely / max(1, self.covered),
            "clearly_percent": 100 * self.clearly / max(1, self.covered),
            "within": self.within,
            "missed_percent": 100 * self.missed / max(1, self.within),
        }


@dataclass
class Places:
    """The places asked for one hub and band, metres, and what the count says of them."""

    hub: int
    band: float
    xy: Any
    minutes: Any
    near: Any


def rings_of(polygon: Any) -> list[Any]:
    """Give all rings of one of the engine's polygons, outer ones and holes alike."""
    whole = to_ogr(polygon)
    parts = [whole.GetGeometryRef(i) for i in range(whole.GetGeometryCount())]
    rings = [part.GetGeometryRef(j) for part in parts for j in range(part.GetGeometryCount())]
    return [np.array(ring.GetPoints())[:, :2] for ring in rings]


def _around(rings: list[Any], count: int, rng: np.random.Generator) -> Any:
    corners = np.concatenate(rings)
    low, high = corners.min(axis=0) - MARGIN_M, corners.max(axis=0) + MARGIN_M
    return low + rng.random((count, 2)) * (high - low)


def ours(network: Network, mode: str, hubs_xy: Any) -> tuple[dict[float, Tally], list[Places]]:
    """Hold our polygons against our count; gives the tallies and the places that were asked."""
    rng, snapper = np.random.default_rng(SEED), Snapper(network, mode)
    tallies = {band: Tally() for band in BANDS}
    asked = []
    for number, hub_xy in enumerate(hubs_xy):
        hub = snapper.snap(hub_xy[None], MAX_SNAP_M)
        drawn = catchments(network, hub, ["hub"], CatchmentRequest(mode, BANDS), Progress())
        for one in drawn:
            rings = rings_of(one.polygon)
            xy = _around(rings, PLACES // (len(hubs_xy) * len(BANDS)), rng)
            snapped = snapper.snap(xy, MAX_SNAP_M)
            minutes = travel_times(network, mode, snapped, hub)[:, 0]
            away = np.nan_to_num(snapped.access_m, nan=np.inf)
            places = Places(number, one.minutes, xy, minutes, away <= DRAWING[mode].off_road_m)
            tallies[one.minutes].add(covered(rings, xy), minutes, one.minutes, places.near)
            asked.append(places)
    return tallies, asked


def valhalla(
    peers: Peers, request: dict[str, Any], crs: str, asked: list[Places]
) -> dict[float, Tally]:
    """Hold Valhalla's polygons against Valhalla's own matrix, at the same places."""
    degrees = [reproject(places.xy, crs, WGS84) for places in asked]
    with tempfile.TemporaryDirectory() as folder:
        drawn, minutes = Path(folder) / "drawn.json", Path(folder) / "minutes.npy"
        run_driver("valhalla", peers.python, {**request, "job": "catchments", "out": str(drawn)})
        places = [[one.hub, xy.tolist()] for one, xy in zip(asked, degrees)]
        towards = {"job": "towards", "places": places, "out": str(minutes)}
        run_driver("valhalla", peers.python, {**request, **towards})
        by_hub, found = json.loads(drawn.read_text()), np.load(minutes)
    tallies = {band: Tally() for band in BANDS}
    for one, xy, row in zip(asked, degrees, np.nan_to_num(found, nan=np.inf)):
        inside = covered(_geojson_rings(by_hub[one.hub], one.band), xy)
        tallies[one.band].add(inside, row, one.band, one.near)
    return tallies


def _geojson_rings(collection: Any, band: float) -> list[Any]:
    rings = []
    for feature in collection["features"]:
        if feature["properties"]["contour"] == band:
            shape = feature["geometry"]
            parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else None
            for part in parts or [shape["coordinates"]]:
                rings += [np.array(ring) for ring in part]
    return rings


def measure_polygons(results: Results, peers: Peers, folder: Path, extract: Path) -> None:
    """Measure all modes and keep the shares; Valhalla in its two modes, where it runs."""
    network = load_network(folder / "ours" / "network.gpkg")
    points = folder / "points.json"
    hubs = reproject(np.array(json.loads(points.read_text())["hubs"]), WGS84, network.crs)
    for mode in network.modes:
        tallies, asked = ours(network, mode, hubs)
        _keep(results, f"accuracy/ours/{mode}", tallies)
        if mode not in ("walk", "drive") or "valhalla" in peers.missing:
            continue
        request = {
            "osm": str(extract), "folder": str(folder / "valhalla"), "points": str(points),
            "mode": mode, "bands": BANDS,
        }  # fmt: skip
        try:
            if not (folder / "valhalla" / "tiles").exists():
                run_driver("valhalla", peers.python, {**request, "job": "tiles"})
            _keep(
                results, f"accuracy/valhalla/{mode}", valhalla(peers, request, network.crs, asked)
            )
        except DriverError as error:
            results.keep(f"accuracy/valhalla/{mode}", {"failed": f"it failed: {error}"})


def _keep(results: Results, key: str, tallies: dict[float, Tally]) -> None:
    shares = {f"{band:g}": tally.shares() for band, tally in tallies.items()}
    results.keep(key, {"bands": shares})
    for band, of_band in shares.items():
        told = ", ".join(f"{name} {value:,.2f}" for name, value in of_band.items())
        print(f"  {key} {band} minutes: {told}", flush=True)
