"""What a network tells of itself: its source, its restrictions, its fast roads, its speeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from ..sources.openstreetmap import Extract
from ..sources.restrictions import Restriction
from .access_speeds import access_speeds
from .model import BuiltNetwork, Ints, Polylines
from .place_turns import PlacedTurns
from .rules import FERRY, ClassSpeeds
from .town_speed import MEASURED_MPH


def about_extract(extract: Extract, speeds: ClassSpeeds, coincident: int) -> dict[str, str]:
    """Tell the source, its credit and bounds, and the speed of the walk to the network."""
    about = {
        "dataset": "Ways in the OpenStreetMap format",
        "data_until": extract.data_until,
        "publisher": extract.publisher,
        "licence": extract.licence,
        "bounds_wgs84": ", ".join(f"{value:.6f}" for value in extract.bounds()),
        "coincident_levels": str(coincident),
        **access_speeds(speeds),
    }
    classes = Counter(line["kind"] for line in extract.uncrossable.tags)
    about["barrier_lines"] = ", ".join(f"{n} {kind}" for kind, n in sorted(classes.items()))
    return about


def about_turns(restrictions: Sequence[Restriction], placed: PlacedTurns) -> str:
    """Say how many turn restrictions were read, and how many could not be placed and why."""
    rules = len({turn.osm_id for turn in placed.turns})
    why = "".join(f"; left out: {count} {reason}" for reason, count in placed.left_out.items())
    return f"{len(restrictions)} read for cars, {rules} kept{why}"


def about_town_speed(mph_and_km: tuple[float, float]) -> dict[str, str]:
    """Tell the mean drive speed on A roads in towns ("" if there are none) and what DfT found."""
    mph, km = mph_and_km
    return {
        "mean_a_road_town_mph": f"{mph:.1f}" if km else "",
        "a_road_town_km": f"{km:.1f}",
        "dft_local_a_roads_mph": f"{MEASURED_MPH:g}",
    }


def about_roads(built: BuiltNetwork) -> dict[str, str]:
    """Tell the km of fast roads without a mapped pavement, by class too, and count the ferries."""
    km: Counter[str] = Counter()
    for edge in np.flatnonzero(built.network.fast):
        km[built.highway[edge]] += built.network.length_m[edge] / 1000
    by_class = ", ".join(f"{highway} {length:.1f}" for highway, length in km.most_common())
    ferries = {way for way, highway in zip(built.osm_id, built.highway) if highway == FERRY}
    return {
        "fast_roads_km": f"{sum(km.values()):.1f}",
        "fast_roads_km_by_class": by_class,
        "ferries": str(len(ferries)),
    }


def coincident_levels(keys: Ints, ways: Polylines, tags: Sequence[Mapping[str, str]]) -> int:
    """Count the places inside two ways of different `layer` that carry equal coordinates.

    There a bridge may have been taken for a junction; ends of ways are left out, because a bridge
    and its approach rightly share one.
    """
    way = np.repeat(np.arange(len(ways)), np.diff(ways.start))
    inner = np.ones(len(keys), dtype=bool)
    inner[ways.start[:-1]] = False
    inner[ways.start[1:] - 1] = False
    names = [_level(of_way) for of_way in tags]
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    level = np.array([numbers[name] for name in names])[way]
    pairs = np.unique(np.stack([keys[inner], level[inner]], axis=1), axis=0)
    _, count = np.unique(pairs[:, 0], return_counts=True)
    return int((count > 1).sum())


def _level(tags: Mapping[str, str]) -> str:
    layer = tags.get("layer", "0")
    return layer if layer != "0" or tags.get("bridge", "no") == "no" else "bridge"
