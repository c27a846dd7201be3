"""Build the travel network from a street graph of OSMnx: a GraphML file or a download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from ..errors import InputError, NetworkError, shortened
from ..progress import Progress
from ..projection import WGS84, is_metric, metric_crs, reproject
from ..provenance import checksum
from ..sources.download import Download, Wanted, download_graph
from ..sources.graphml import StreetGraph, read_graphml
from ..sources.openstreetmap import Box, Lines
from ..sources.openstreetmap_file import LICENCE, PUBLISHER
from ..sources.servers import Servers
from .about import about_roads, about_town_speed
from .access import modes_stopped
from .access_speeds import OFF_ROAD, access_speeds
from .assemble import Ground, WayFacts, assemble
from .build import BuildSettings, way_facts
from .built_up import built_up_ways, way_lengths_m
from .declared_system import refuse_wrong_system
from .graph_ways import GraphWays, graph_ways
from .model import Bools, BuiltNetwork, Floats, Ints, Polylines
from .modes import MODES
from .rules import Rules, read_rules
from .town_speed import a_road_town_speed

_TELLING = ("foot", "bicycle", "motor_vehicle", "surface")
_MERGED = ("highway", "maxspeed", "access")
LEFT_OUT = "none: a download holds ways and the gates on them only"
NOT_IN_FILE = "not stated in the file; OSMnx's graphs are made of OpenStreetMap"


def network_from_graphml(path: Path, settings: BuildSettings, progress: Progress) -> BuiltNetwork:
    """Read a GraphML file of OSMnx and build the network for all modes.

    Raises `FileUnreadableError`, `NetworkError`, `InputError` or `ColumnError` in words.
    """
    rules = _rules(settings)
    graph = read_graphml(path, progress.part(0.0, 0.6))
    made_from = {
        "source": path.name,
        "source_sha256": checksum(path),
        "dataset": "OSMnx graph (GraphML)",
        "data_until": "",
        "publisher": f"© {PUBLISHER}",
        "licence": f"{LICENCE} ({NOT_IN_FILE})",
        "graph_created": graph.about.get("created_date", ""),
        "graph_created_with": graph.about.get("created_with", ""),
    }
    built = network_from_graph(within(graph, settings.box), rules, settings.crs, made_from)
    for sentence in gaps_of(graph, built):
        progress.warn(sentence)
    progress.report(1.0)
    return built


def network_from_download(
    wanted: Wanted, servers: Servers, settings: BuildSettings, progress: Progress
) -> BuiltNetwork:
    """Download the ways of a place or a box and build the network for all modes.

    Raises what `download_graph` raises, and `InputError` or `ColumnError` for the settings.
    """
    rules = _rules(settings)
    download = download_graph(wanted, servers, progress.part(0.0, 0.8))
    progress.report(0.8)
    built = network_from_graph(download.graph, rules, settings.crs, _made_from(wanted, download))
    for sentence in gaps_of(download.graph, built):
        progress.warn(sentence)
    progress.report(1.0)
    return built


def _rules(settings: BuildSettings) -> Rules:
    if settings.crs and not is_metric(settings.crs):
        raise InputError(
            f"The network's coordinate system {settings.crs} does not count in metres. "
            "Choose a projected one, such as EPSG:27700 in Great Britain."
        )
    return read_rules(settings.rules, settings.speeds, settings.limit_share)


def network_from_graph(
    graph: StreetGraph, rules: Rules, crs: str = "", made_from: Mapping[str, str] | None = None
) -> BuiltNetwork:
    """Build the network of a street graph; `crs` is chosen from its extent when empty.

    `made_from` joins what `about` tells of the network, its credit first of all.
    """
    ways = _known_ways(graph_ways(graph), rules)
    refuse_wrong_system(ways.lines.xy, graph.crs, "the graph")
    degrees = reproject(ways.lines.xy, graph.crs, WGS84)
    bounds = *degrees.min(axis=0).tolist(), *degrees.max(axis=0).tolist()
    crs = crs or metric_crs(*bounds)
    in_metres = Polylines(reproject(ways.lines.xy, graph.crs, crs), ways.lines.start)
    first = [of_way[0] for of_way in ways.variants]
    built_up = built_up_ways(in_metres, [tags["highway"] for tags in first])
    facts = _facts(ways, rules, built_up)
    ground = Ground(
        crs=crs,
        to_metres=partial(reproject, source=graph.crs, target=crs),
        stopped=_stopped(graph, rules),
    )
    town = a_road_town_speed(first, way_lengths_m(in_metres), facts.kph["drive"], built_up, rules)
    about = {
        **rules.about(),
        "bounds_wgs84": ", ".join(f"{value:.6f}" for value in bounds),
        "coincident_levels": "0",
        "barrier_lines": "none: a graph carries no water, railways or motorways as lines",
        "turn_restrictions": "none: a graph carries no turn restrictions",
        "lacks": "barrier lines and turn restrictions",
        **access_speeds(rules.speeds),
        **about_town_speed(town),
        **(made_from or {}),
    }
    built = assemble(ways.lines, ways.keys, facts, ground, about)
    network = replace(built.network, about={**built.network.about, **about_roads(built)})
    return replace(built, network=network)


def within(graph: StreetGraph, box: Box | None) -> StreetGraph:
    """Keep the edges with an end inside west, south, east, north in degrees.

    Raises `NetworkError` where there are none, `InputError` where the graph's coordinates cannot be
    of its system.
    """
    if box is None:
        return graph
    refuse_wrong_system(graph.node_xy, graph.crs, "the graph")
    lon, lat = reproject(graph.node_xy, graph.crs, WGS84).T
    inside = (lon >= box[0]) & (lon <= box[2]) & (lat >= box[1]) & (lat <= box[3])
    edges = [edge for edge in graph.edges if inside[edge.tail] or inside[edge.head]]
    if not edges:
        raise NetworkError("The graph has no edges inside the extent. Choose another extent.")
    used = sorted({node for edge in edges for node in (edge.tail, edge.head)})
    number = {node: i for i, node in enumerate(used)}
    return replace(
        graph,
        node_xy=graph.node_xy[used],
        node_tags=[graph.node_tags[node] for node in used],
        edges=[edge._replace(tail=number[edge.tail], head=number[edge.head]) for edge in edges],
    )


def gaps_of(graph: StreetGraph, built: BuiltNetwork) -> list[str]:
    """Say in sentences what the graph was made without, so that minutes are read rightly."""
    said = []
    if not OFF_ROAD & set(built.highway):
        said.append(
            "The graph holds no footpaths or tracks, as one of network_type 'drive': walks follow "
            "roads alone. For walking make it with network_type 'all'."
        )
    drive = np.isfinite(built.network.minutes["drive"])
    if not (drive[:, 0] ^ drive[:, 1]).any():
        said.append(
            "The graph holds no one-way street, as one of network_type 'walk': drives may run "
            "against the traffic. For driving make it with network_type 'all'."
        )
    merged = sum(any(len(edge.tags.get(key, ())) > 1 for key in _MERGED) for edge in graph.edges)
    if merged:
        said.append(
            f"{merged:,} of {len(graph.edges):,} edges merge ways of several classes or limits, "
            "as OSMnx's simplifying does: they are taken at the mean minutes of those. A graph "
            "made with simplify=False is exact."
        )
    if not any(key in edge.tags for edge in graph.edges for key in _TELLING):
        said.append(
            "The graph carries none of the tags foot, bicycle, motor_vehicle and surface, which "
            "OSMnx leaves out unless asked (useful_tags_way): who may use a way is judged by its "
            "class alone, and a pram by no surface."
        )
    return said


def _known_ways(ways: GraphWays, rules: Rules) -> GraphWays:
    """Keep the ways of which the table of speeds knows every class."""
    known = rules.speeds.kph.keys()
    keep = np.array(
        [all(tags["highway"] in known for tags in of_way) for of_way in ways.variants], dtype=bool
    )
    if not keep.any():
        found = sorted({tags["highway"] for of_way in ways.variants for tags in of_way})
        shown = ", ".join(shortened(highway) for highway in found[:5])
        raise NetworkError(
            f"None of the graph's highway classes ({shown or 'it has none'}) has a speed in the "
            "table of speeds."
        )
    lengths = np.diff(ways.lines.start)
    points = np.repeat(keep, lengths)
    start = np.concatenate([[0], np.cumsum(lengths[keep])])
    rows = np.flatnonzero(keep)
    return GraphWays(
        lines=Polylines(ways.lines.xy[points], start),
        keys=ways.keys[points],
        way_id=[ways.way_id[row] for row in rows],
        variants=[ways.variants[row] for row in rows],
    )


def _facts(ways: GraphWays, rules: Rules, built_up: Bools) -> WayFacts:
    """Judge each way by its variants: barred where one of them is, else at their mean minutes.

    Each variant is taken to hold on an equal part of the way: k / sum(1 / kph) over k variants.
    """
    count = np.array([len(of_way) for of_way in ways.variants])
    first = np.cumsum(count) - count
    judged = Lines()
    for of_way, way_id in zip(ways.variants, ways.way_id):
        for tags in of_way:
            judged.add(np.empty((0, 2)), tags, way_id)
    every = way_facts(judged, rules, np.repeat(built_up, count))
    return WayFacts(
        way_id=ways.way_id,
        highway=[_main_class(of_way, rules) for of_way in ways.variants],
        name=[every.name[row] for row in first],
        kph={mode: _mean_kph(of, first, count) for mode, of in every.kph.items()},
        duration=every.duration[first],
        fast=np.logical_or.reduceat(every.fast, first),
        local_only={
            mode: np.logical_or.reduceat(of, first) for mode, of in every.local_only.items()
        },
    )


def _mean_kph(kph: Floats, first: Ints, count: Ints) -> Floats:
    with np.errstate(divide="ignore"):
        return np.asarray(count[:, None] / np.add.reduceat(1.0 / kph, first))


def _main_class(of_way: Sequence[Mapping[str, str]], rules: Rules) -> str:
    """Give the greatest of the classes that a way merges, in the order of the table of speeds."""
    rank = {highway: number for number, highway in enumerate(rules.speeds.kph)}
    return min((tags["highway"] for tags in of_way), key=rank.__getitem__)


def _stopped(graph: StreetGraph, rules: Rules) -> dict[str, Ints]:
    """Give for each mode the nodes that it cannot pass, where the graph keeps their tags."""
    stopped: dict[str, list[int]] = {mode: [] for mode in MODES}
    for node, tags in enumerate(graph.node_tags):
        if "barrier" in tags or "access" in tags:
            for mode in modes_stopped(tags, rules):
                stopped[mode].append(node)
    return {mode: np.array(nodes, dtype=np.int64) for mode, nodes in stopped.items()}


def _made_from(wanted: Wanted, download: Download) -> dict[str, str]:
    box = wanted.box or ()
    return {
        "source": f"Overpass at {download.server}, through OSMnx {download.osmnx}",
        "dataset": "OpenStreetMap (downloaded)",
        "data_until": download.data_until,
        "publisher": f"© {PUBLISHER}",
        "licence": LICENCE,
        "place": download.place,
        "margin_km": f"{wanted.margin_km:g}" if wanted.place else "",
        "extent_wgs84": ", ".join(f"{value:.6f}" for value in box),
        "barrier_lines": LEFT_OUT,
        "turn_restrictions": LEFT_OUT,
        "ferries_downloaded": "no",
    }
