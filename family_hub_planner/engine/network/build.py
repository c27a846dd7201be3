"""Build the travel network from an OpenStreetMap extract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import InputError, NetworkError
from ..progress import Progress
from ..projection import WGS84, is_metric, metric_crs, reproject
from ..provenance import checksum
from ..sources.openstreetmap import Box, Extract, Lines, read_openstreetmap
from ..sources.restrictions import Restriction, read_restrictions
from .graph import mode_graph, small_islands
from .model import Bools, BuiltNetwork, Floats, Ints, Network, Polylines
from .place_turns import PlacedTurns, place_turns
from .rules import (
    DEFAULT_BARRIERS,
    DEFAULT_LIMIT_SHARE,
    DEFAULT_SPEEDS,
    MODES,
    MOTORWAY,
    ClassSpeeds,
    modes_stopped,
    read_barrier_rules,
    read_class_speeds,
    speeds_of_way,
)
from .topology import Topology, cut_at_junctions, vertex_keys, without_repeats


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
    degrees, kept_keys, kept = without_repeats(*_flat(ways))
    tags = [way for way, keep in zip(ways.tags, kept) if keep]
    ids = [osm_id for osm_id, keep in zip(ways.osm_id, kept) if keep]
    stopped = _stopping_nodes(extract.barrier_nodes, barrier_rules)
    crs = crs or metric_crs(*extract.bounds())

    cut = cut_at_junctions(degrees, kept_keys, np.array(sorted(stopped), dtype=np.int64))
    lines = Polylines(reproject(cut.lines.xy, WGS84, crs), cut.lines.start)
    length_m = _lengths(lines)
    minutes = _minutes(tags, cut.edge_way, length_m, speeds)
    node_keys = kept_keys[cut.node_at]
    blocked = _blocked(node_keys, stopped)
    island, islands = _islands(cut, minutes, blocked, length_m)
    way_ids = [ids[way] for way in cut.edge_way]
    placed = place_turns(restrictions, way_ids, cut.edge_from, cut.edge_to, minutes["drive"])
    network = Network(
        crs=crs,
        node_xy=reproject(degrees.xy[cut.node_at], WGS84, crs),
        blocked=blocked,
        edge_from=cut.edge_from,
        edge_to=cut.edge_to,
        length_m=length_m,
        minutes=minutes,
        island=island,
        no_access=np.array([tags[way]["highway"] in MOTORWAY for way in cut.edge_way], dtype=bool),
        lines=lines,
        barriers=_projected(extract.uncrossable, crs),
        turns=placed.turns,
        about={
            **(made_from or {}),
            "turn_restrictions": _told(restrictions, placed),
            **_about(extract, speeds, islands, coincident_levels(kept_keys, degrees, tags)),
        },
    )
    return BuiltNetwork(
        network=network,
        osm_id=way_ids,
        highway=[tags[way]["highway"] for way in cut.edge_way],
        name=[tags[way].get("name", "") for way in cut.edge_way],
        barrier_kind=[line["kind"] for line in extract.uncrossable.tags],
        islands=islands,
    )


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


def _lengths(lines: Polylines) -> Floats:
    return np.asarray(lines.distance_along()[lines.start[1:] - 1])


def _stopping_nodes(
    nodes: Lines, barrier_rules: Mapping[str, frozenset[str]]
) -> dict[int, frozenset[str]]:
    """Give the modes stopped at each barrier node, by the node's key."""
    stopped: dict[int, frozenset[str]] = {}
    for point, tags in zip(nodes.points, nodes.tags):
        modes = modes_stopped(tags, barrier_rules)
        if modes:
            key = int(vertex_keys(point)[0])
            stopped[key] = stopped.get(key, frozenset()) | modes
    return stopped


def _blocked(node_keys: Ints, stopped: Mapping[int, frozenset[str]]) -> dict[str, Bools]:
    return {
        mode: np.isin(
            node_keys,
            np.array([k for k, modes in stopped.items() if mode in modes], dtype=np.int64),
        )
        for mode in MODES
    }


def _minutes(
    tags: Sequence[Mapping[str, str]], edge_way: Ints, length_m: Floats, speeds: ClassSpeeds
) -> dict[str, Floats]:
    """Minutes of each stretch, length_m / 1000 / kph * 60, by mode, shape (m, 2), inf if barred."""
    kph = {mode: np.zeros((len(tags), 2)) for mode in MODES}
    for way, way_tags in enumerate(tags):
        for mode, both in speeds_of_way(way_tags, speeds).items():
            kph[mode][way] = both
    with np.errstate(divide="ignore"):
        return {
            mode: np.asarray(length_m[:, None] * 0.06 / of_way[edge_way])
            for mode, of_way in kph.items()
        }


def _islands(
    cut: Topology, minutes: Mapping[str, Floats], blocked: Mapping[str, Bools], length_m: Floats
) -> tuple[dict[str, Bools], dict[str, int]]:
    flags, counts = {}, {}
    for mode in MODES:
        graph = mode_graph(
            len(cut.node_at), cut.edge_from, cut.edge_to, minutes[mode], blocked[mode]
        )
        flags[mode], counts[mode] = small_islands(graph, length_m)
    return flags, counts


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


def _about(
    extract: Extract, speeds: ClassSpeeds, islands: Mapping[str, int], coincident: int
) -> dict[str, str]:
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
    about.update({f"islands_{mode}": str(count) for mode, count in islands.items()})
    classes = Counter(line["kind"] for line in extract.uncrossable.tags)
    about["barrier_lines"] = ", ".join(f"{n} {kind}" for kind, n in sorted(classes.items()))
    return about
