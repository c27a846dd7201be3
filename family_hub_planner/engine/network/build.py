"""Build the travel network from an OpenStreetMap extract."""

from __future__ import annotations

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
from .about import (
    about_extract,
    about_roads,
    about_town_speed,
    about_turns,
    coincident_levels,
)
from .access import modes_stopped
from .assemble import Ground, WayFacts, assemble
from .built_up import built_up_ways, way_lengths_m
from .fast_roads import is_fast
from .ferries import crossing_minutes
from .model import Bools, BuiltNetwork, Floats, Ints, Polylines, Turn
from .modes import MODES
from .place_turns import PlacedTurns, place_turns
from .rules import DEFAULT_LIMIT_SHARE, FERRY, ClassSpeeds, Rules, Tags, read_rules
from .topology import Topology, vertex_keys
from .town_speed import a_road_town_speed
from .way_speeds import local_modes, speeds_of_way


@dataclass(frozen=True)
class BuildSettings:
    """What a network is built by: rules, class speeds, their share of the limit, system, extent.

    `rules` is a folder with tables of the planner's own, `speeds` one table of class speeds; None
    takes the shipped ones.
    """

    speeds: Path | None = None
    rules: Path | None = None
    limit_share: float = DEFAULT_LIMIT_SHARE
    crs: str = ""
    box: Box | None = None


def build_network(path: Path, settings: BuildSettings, progress: Progress) -> BuiltNetwork:
    """Read an OpenStreetMap file and build the network for all modes.

    Raises `FileUnreadableError`, `NetworkError`, `InputError` or `ColumnError` in words.
    """
    rules = read_rules(settings.rules, settings.speeds, settings.limit_share)
    if settings.crs and not is_metric(settings.crs):
        raise InputError(
            f"The network's coordinate system {settings.crs} does not count in metres. "
            "Choose a projected one, such as EPSG:27700 in Great Britain."
        )
    extract = read_openstreetmap(path, settings.box, progress.part(0.0, 0.6))
    progress.report(0.6)
    made_from = {"source": path.name, "source_sha256": checksum(path), **rules.about()}
    restrictions = read_restrictions(path, progress.part(0.6, 0.7))
    built = network_from_extract(extract, rules, settings.crs, made_from, restrictions, progress)
    progress.report(1.0)
    return built


def network_from_extract(
    extract: Extract,
    rules: Rules,
    crs: str = "",
    made_from: Mapping[str, str] | None = None,
    restrictions: Sequence[Restriction] = (),
    progress: Progress | None = None,
) -> BuiltNetwork:
    """Build the network from ways already read; `crs` is chosen from the extent when empty.

    `made_from` joins what `about` tells of the network.
    """
    progress = progress or Progress()
    ways = _known_ways(extract.ways, rules.speeds)
    crs = crs or metric_crs(*extract.bounds())
    lines, keys = _flat(ways)
    in_metres = Polylines(reproject(lines.xy, WGS84, crs), lines.start)
    progress.report(0.75)
    built_up = built_up_ways(in_metres, [tags["highway"] for tags in ways.tags])
    progress.report(0.8)
    facts = way_facts(ways, rules, built_up)
    placed = PlacedTurns((), {})

    def place(way_ids: Sequence[str], cut: Topology, minutes: Floats) -> Sequence[Turn]:
        nonlocal placed
        progress.stop_if_asked()
        placed = place_turns(restrictions, way_ids, cut.edge_from, cut.edge_to, minutes)
        return placed.turns

    progress.report(0.85)
    ground = Ground(
        crs=crs,
        to_metres=partial(reproject, source=WGS84, target=crs),
        stopped=_stopping_keys(extract.barrier_nodes, rules),
        barriers=_projected(extract.uncrossable, crs),
        barrier_kind=[line["kind"] for line in extract.uncrossable.tags],
    )
    about = {
        **(made_from or {}),
        **about_extract(extract, rules.speeds, coincident_levels(keys, lines, ways.tags)),
        **about_town_speed(
            a_road_town_speed(
                ways.tags, way_lengths_m(in_metres), facts.kph["drive"], built_up, rules
            )
        ),
    }
    progress.report(0.9)
    built = assemble(lines, keys, facts, ground, about, place)
    told = {"turn_restrictions": about_turns(restrictions, placed), **about_roads(built)}
    network = replace(built.network, about={**built.network.about, **told})
    return replace(built, network=network)


def _known_ways(ways: Lines, speeds: ClassSpeeds) -> Lines:
    """Keep ferries and the ways of which the table of speeds knows the class."""
    known = Lines()
    for points, tags, osm_id in zip(ways.points, ways.tags, ways.osm_id):
        if tags["highway"] == FERRY or tags["highway"] in speeds.kph:
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


def _stopping_keys(nodes: Lines, rules: Rules) -> dict[str, Ints]:
    """Give for each mode the keys of the nodes that it cannot pass."""
    stopped: dict[str, list[int]] = {mode: [] for mode in MODES}
    for point, tags in zip(nodes.points, nodes.tags):
        for mode in modes_stopped(tags, rules):
            stopped[mode].append(int(vertex_keys(point)[0]))
    return {mode: np.unique(np.array(keys, dtype=np.int64)) for mode, keys in stopped.items()}


# Tags that differ from way to way and that no rule looks at.
_OF_ITS_OWN = frozenset({"osm_id", "name", "ref"})


def way_facts(ways: Lines, rules: Rules, built_up: Bools) -> WayFacts:
    """Judge every way by its tags, alike ones once; `built_up` has shape (k,)."""
    alike: dict[tuple[object, ...], int] = {}
    examples: list[int] = []
    kind = np.empty(len(ways), dtype=np.int64)
    for way, tags in enumerate(ways.tags):
        telling = (item for item in tags.items() if item[0] not in _OF_ITS_OWN)
        kind[way] = alike.setdefault((bool(built_up[way]), *telling), len(examples))
        if kind[way] == len(examples):
            examples.append(way)
    kph, local_only, fast = _judged([ways.tags[way] for way in examples], built_up[examples], rules)
    return WayFacts(
        way_id=ways.osm_id,
        highway=[tags["highway"] for tags in ways.tags],
        name=[tags.get("name", "") for tags in ways.tags],
        kph={mode: of_kind[kind] for mode, of_kind in kph.items()},
        duration=np.array([crossing_minutes(tags) for tags in ways.tags], dtype=float),
        fast=fast[kind],
        local_only={mode: of_kind[kind] for mode, of_kind in local_only.items()},
    )


def _judged(
    every_tags: Sequence[Tags], built_up: Bools, rules: Rules
) -> tuple[dict[str, Floats], dict[str, Bools], Bools]:
    """Give km/h and access-only by mode, and fast roads, for k ways of different tags."""
    count = len(every_tags)
    kph = {mode: np.zeros((count, 2)) for mode in MODES}
    local_only = {mode: np.zeros(count, dtype=bool) for mode in MODES}
    fast = np.zeros(count, dtype=bool)
    for way, tags in enumerate(every_tags):
        speeds = speeds_of_way(tags, rules)
        for mode, both in speeds.items():
            kph[mode][way] = both
        for mode in local_modes(tags, rules) & speeds.keys():
            local_only[mode][way] = True
        fast[way] = "walk" in speeds and is_fast(tags, bool(built_up[way]), rules)
    return kph, local_only, fast
