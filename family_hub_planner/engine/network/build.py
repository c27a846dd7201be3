"""Build the travel network from an OpenStreetMap extract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from ..errors import InputError, NetworkError
from ..progress import Progress
from ..projection import WGS84, is_metric, metric_crs, reproject
from ..provenance import checksum
from ..sources.openstreetmap import Box, Extract, Lines, read_openstreetmap
from ..sources.restrictions import Restriction, read_restrictions
from .assemble import Ground, WayFacts, assemble
from .model import BuiltNetwork, Floats, Ints, Polylines, Turn
from .place_turns import PlacedTurns, place_turns
from .rules import (
    DEFAULT_BARRIERS,
    DEFAULT_LIMIT_SHARE,
    DEFAULT_SPEEDS,
    MODES,
    ClassSpeeds,
    modes_stopped,
    read_barrier_rules,
    read_class_speeds,
    speeds_of_way,
)
from .topology import vertex_keys


@dataclass(frozen=True)
class BuildSettings:
    """What a network is built by: class speeds, their share of the limit, system, extent."""

    speeds: Path = DEFAULT_SPEEDS
    barriers: Path = DEFAULT_BARRIERS
    limit_share: float = DEFAULT_LIMIT_SHARE
    crs: str = ""
    box: Box | None = None


def build_network(path: Path, settings: BuildSettings, progress: Progress) -> BuiltNetwork:
    """Read an OpenStreetMap file and build the network for all modes.

    Raises `FileUnreadableError`, `NetworkError`, `InputError` or `ColumnError` in words.
    """
    speeds = read_class_speeds(settings.speeds, settings.limit_share)
    barrier_rules = read_barrier_rules(settings.barriers)
    if settings.crs and not is_metric(settings.crs):
        raise InputError(
            f"The network's coordinate system {settings.crs} does not count in metres. "
            "Choose a projected one, such as EPSG:27700 in Great Britain."
        )
    extract = read_openstreetmap(path, settings.box, progress.part(0.0, 0.6))
    progress.report(0.6)
    made_from = {
        "source": path.name,
        "source_sha256": checksum(path),
        "class_speeds": settings.speeds.name,
        "class_speeds_sha256": checksum(settings.speeds),
        "barrier_rules": settings.barriers.name,
        "limit_share": f"{settings.limit_share:g}",
    }
    restrictions = read_restrictions(path, progress.part(0.6, 0.7))
    built = network_from_extract(
        extract, speeds, barrier_rules, settings.crs, made_from, restrictions
    )
    progress.report(1.0)
    return built


def network_from_extract(
    extract: Extract,
    speeds: ClassSpeeds,
    barrier_rules: Mapping[str, frozenset[str]],
    crs: str = "",
    made_from: Mapping[str, str] | None = None,
    restrictions: Sequence[Restriction] = (),
) -> BuiltNetwork:
    """Build the network from ways already read; `crs` is chosen from the extent when empty.

    `made_from` joins what `about` tells of the network.
    """
    ways = _known_ways(extract.ways, speeds)
    crs = crs or metric_crs(*extract.bounds())
    lines, keys = _flat(ways)
    placed = PlacedTurns((), {})

    def place(way_ids: Sequence[str], tail: Ints, head: Ints, minutes: Floats) -> Sequence[Turn]:
        nonlocal placed
        placed = place_turns(restrictions, way_ids, tail, head, minutes)
        return placed.turns

    ground = Ground(
        crs=crs,
        to_metres=partial(reproject, source=WGS84, target=crs),
        stopped=_stopping_keys(extract.barrier_nodes, barrier_rules),
        barriers=_projected(extract.uncrossable, crs),
        barrier_kind=[line["kind"] for line in extract.uncrossable.tags],
    )
    about = {
        **(made_from or {}),
        **_about(extract, speeds, coincident_levels(keys, lines, ways.tags)),
    }
    built = assemble(lines, keys, way_facts(ways, speeds), ground, about, place)
    told = {"turn_restrictions": _told(restrictions, placed)}
    network = replace(built.network, about={**built.network.about, **told})
    return replace(built, network=network)


def _told(restrictions: Sequence[Restriction], placed: PlacedTurns) -> str:
    """Say how many turn restrictions were read, and how many could not be placed and why."""
    rules = len({turn.osm_id for turn in placed.turns})
    why = "".join(f"; left out: {count} {reason}" for reason, count in placed.left_out.items())
    return f"{len(restrictions)} read for cars, {rules} kept{why}"


def _known_ways(ways: Lines, speeds: ClassSpeeds) -> Lines:
    known = Lines()
    for points, tags, osm_id in zip(ways.points, ways.tags, ways.osm_id):
        if tags["highway"] in speeds.kph:
            known.add(points, tags, osm_id)
    if not len(known):
        found = ", ".join(sorted({tags["highway"] for tags in ways.tags})[:5])
        raise NetworkError(
            f"None of the file's highway classes ({found}) has a speed in the table of speeds."
        )
    return known


def _flat(lines: Lines) -> tuple[Polylines, Ints]:
    xy = np.concatenate(lines.points)
    start = np.concatenate([[0], np.cumsum([len(points) for points in lines.points])])
    return Polylines(xy, start), vertex_keys(xy)


def _projected(lines: Lines, crs: str) -> Polylines:
    if not len(lines):
        return Polylines(np.empty((0, 2)), np.zeros(1, dtype=np.int64))
    flat, _ = _flat(lines)
    return Polylines(reproject(flat.xy, WGS84, crs), flat.start)


def _stopping_keys(nodes: Lines, barrier_rules: Mapping[str, frozenset[str]]) -> dict[str, Ints]:
    """Give for each mode the keys of the nodes that it cannot pass."""
    stopped: dict[str, list[int]] = {mode: [] for mode in MODES}
    for point, tags in zip(nodes.points, nodes.tags):
        for mode in modes_stopped(tags, barrier_rules):
            stopped[mode].append(int(vertex_keys(point)[0]))
    return {mode: np.unique(np.array(keys, dtype=np.int64)) for mode, keys in stopped.items()}


def way_facts(ways: Lines, speeds: ClassSpeeds) -> WayFacts:
    """Judge every way by its tags."""
    count = len(ways)
    kph = {mode: np.zeros((count, 2)) for mode in MODES}
    for way, tags in enumerate(ways.tags):
        for mode, both in speeds_of_way(tags, speeds).items():
            kph[mode][way] = both
    return WayFacts(
        way_id=ways.osm_id,
        highway=[tags["highway"] for tags in ways.tags],
        name=[tags.get("name", "") for tags in ways.tags],
        kph=kph,
        duration=np.full(count, np.nan),
        fast=np.zeros(count, dtype=bool),
        local_only={mode: np.zeros(count, dtype=bool) for mode in MODES},
    )


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


def _about(extract: Extract, speeds: ClassSpeeds, coincident: int) -> dict[str, str]:
    walk = f"{speeds.fastest('walk'):g}"
    about = {
        "dataset": "Ways in the OpenStreetMap format",
        "data_until": extract.data_until,
        "publisher": extract.publisher,
        "licence": extract.licence,
        "bounds_wgs84": ", ".join(f"{value:.6f}" for value in extract.bounds()),
        "coincident_levels": str(coincident),
        "access_kph_walk": walk,
        "access_kph_pram": f"{speeds.fastest('pram'):g}",
        "access_kph_cycle": walk,
        "access_kph_drive": walk,
    }
    classes = Counter(line["kind"] for line in extract.uncrossable.tags)
    about["barrier_lines"] = ", ".join(f"{n} {kind}" for kind, n in sorted(classes.items()))
    return about
