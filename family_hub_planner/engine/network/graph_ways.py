"""Directed edges of a street graph to ways: each stretch once, with both of its directions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from ..sources.graphml import GraphEdge, StreetGraph, Values
from .model import Floats, Ints, Polylines

MOST_VARIANTS = 64
_DIGITS = 7  # of a degree; OpenStreetMap's own resolution
_ONE_WAY = {"true": "yes", "yes": "yes", "1": "yes", "-1": "-1", "reverse": "-1"}
_JUDGES_NOTHING = {
    "name", "ref", "lanes", "width", "est_width", "bridge", "tunnel", "service", "landuse", "area",
}  # fmt: skip
_OF_THE_EDGE = {"osmid", "reversed", "oneway", "from", "to", "key"}

Tags = dict[str, str]
SortedTags = tuple[tuple[str, Values], ...]


@dataclass(frozen=True)
class GraphWays:
    """k ways of a graph.

    Attributes
    ----------
    lines
        The ways' points, in the graph's own system.
    keys
        One number for each point: nodes by their number, points between nodes each by its own.
    way_id
        Shape (k,): OpenStreetMap's id, several joined by ";".
    variants
        For each way the tags that hold on parts of it: one set where OSMnx merged nothing.
    """

    lines: Polylines
    keys: Ints
    way_id: Sequence[str]
    variants: Sequence[Sequence[Tags]]


@dataclass(frozen=True)
class _Stretch:
    """A stretch between two nodes in its way's direction; `tags` sorted, oneway settled."""

    tail: int
    head: int
    between: tuple[tuple[float, float], ...]
    tags: SortedTags
    way_id: Values


def graph_ways(graph: StreetGraph) -> GraphWays:
    """Give the graph's ways: pairs of edges there and back made one, pieces of a way rejoined."""
    edges = [edge for edge in graph.edges if "highway" in edge.tags]
    alike: dict[tuple[int, str], SortedTags] = {}
    stretches = [_stretch(pair, alike) for pair in _pairs(edges)]
    chains = list(_chains(stretches))
    lengths, xy, keys = [], [], []
    own_key = len(graph.node_xy)
    for chain in chains:
        points, of_points = [graph.node_xy[chain[0].tail]], [chain[0].tail]
        for stretch in chain:
            points += [*stretch.between, graph.node_xy[stretch.head]]
            of_points += [*range(own_key, own_key + len(stretch.between)), stretch.head]
            own_key += len(stretch.between)
        lengths.append(len(points))
        xy.append(np.array(points, dtype=float))
        keys += of_points
    flat: Floats = np.concatenate([*xy, np.empty((0, 2))])
    start = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    return GraphWays(
        lines=Polylines(flat, start),
        keys=np.array(keys, dtype=np.int64),
        way_id=[";".join(chain[0].way_id) for chain in chains],
        variants=[variants(dict(chain[0].tags)) for chain in chains],
    )


def variants(tags: Mapping[str, Values]) -> list[Tags]:
    """Give each combination of the values of merged ways, sorted and at most 64.

    Which part of a merged edge has which value is not known, so each combination is judged.
    Tags by which nothing is judged, such as the name, hold all their values in each.
    """
    keys = sorted(tags.keys() - _JUDGES_NOTHING)
    rest = {key: "; ".join(tags[key]) for key in tags.keys() & _JUDGES_NOTHING}
    combined = product(*(sorted(tags[key]) for key in keys))
    return [{**dict(zip(keys, values)), **rest} for values in islice(combined, MOST_VARIANTS)]


def _pairs(edges: Sequence[GraphEdge]) -> Iterator[list[GraphEdge]]:
    """Give the edges of each stretch: both directions together, in the file's order."""
    found: dict[object, list[GraphEdge]] = {}
    for edge in edges:
        there = edge.tail, edge.head, _between(edge)
        back = edge.head, edge.tail, there[2][::-1]
        ways = tuple(sorted(edge.tags.get("osmid", ())))
        found.setdefault((min(there, back), ways), []).append(edge)
    yield from found.values()


def _between(edge: GraphEdge) -> tuple[tuple[float, float], ...]:
    if edge.points is None:
        return ()
    return tuple((x, y) for x, y in np.round(edge.points[1:-1], _DIGITS).tolist())


def _stretch(pair: list[GraphEdge], alike: dict[tuple[int, str], SortedTags]) -> _Stretch:
    """Make one stretch of its edges, in the direction of the way where that is known.

    Edges share their tags (`StreetGraph`), so stretches of one object's tags share theirs.
    """
    main = next((edge for edge in pair if edge.tags.get("reversed") == ("False",)), pair[0])
    there = main.tail, main.head, _between(main)
    both = any((edge.tail, edge.head, _between(edge)) != there for edge in pair)
    oneway = _one_way(main, both)
    kind = id(main.tags), oneway
    if kind not in alike:
        tags = {key: values for key, values in main.tags.items() if key not in _OF_THE_EDGE}
        alike[kind] = tuple(sorted({**tags, **({"oneway": (oneway,)} if oneway else {})}.items()))
    return _Stretch(*there, alike[kind], main.tags.get("osmid", ("",)))


def _one_way(edge: GraphEdge, both: bool) -> str:
    """Give the tag `oneway`: from the edge's own, or from there being no edge back."""
    if both:
        return ""
    stated = edge.tags.get("oneway")
    if stated is None:
        return "yes"
    return next((_ONE_WAY[value.lower()] for value in stated if value.lower() in _ONE_WAY), "")


def _chains(stretches: Sequence[_Stretch]) -> Iterator[list[_Stretch]]:
    """Rejoin the pieces of each way that follow on one another, as in a graph not simplified."""
    by_way: dict[object, list[_Stretch]] = {}
    uses: dict[int, int] = {}
    for stretch in stretches:
        by_way.setdefault((stretch.way_id, stretch.tags), []).append(stretch)
        for node in (stretch.tail, stretch.head):
            uses[node] = uses.get(node, 0) + 1
    for pieces in by_way.values():
        yield from _chains_of_way(pieces, uses)


def _chains_of_way(pieces: Sequence[_Stretch], uses: Mapping[int, int]) -> Iterator[list[_Stretch]]:
    leaving: dict[int, list[_Stretch]] = {}
    arriving: dict[int, int] = {}
    for piece in pieces:
        leaving.setdefault(piece.tail, []).append(piece)
        arriving[piece.head] = arriving.get(piece.head, 0) + 1

    def goes_on(node: int) -> bool:
        return arriving.get(node) == 1 and len(leaving.get(node, ())) == 1

    left = dict.fromkeys(piece for piece in pieces)
    starts = [piece for piece in pieces if not goes_on(piece.tail)]
    # What remains then are rings: each is opened where most other ways meet it.
    rings = sorted(pieces, key=lambda piece: (-uses[piece.tail], piece.tail))
    for first in [*starts, *rings]:
        if first not in left:
            continue
        chain = [first]
        del left[first]
        while goes_on(chain[-1].head) and leaving[chain[-1].head][0] in left:
            chain.append(leaving[chain[-1].head][0])
            del left[chain[-1]]
        yield chain
