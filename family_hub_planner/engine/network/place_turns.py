"""Turn restrictions, found on the network: which stretches and which junction each speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..sources.restrictions import Restriction
from .model import Floats, Ints, Turn


@dataclass(frozen=True)
class PlacedTurns:
    """The rules that could be placed, and why others could not, by reason."""

    turns: tuple[Turn, ...]
    left_out: Mapping[str, int]


def place_turns(
    restrictions: Sequence[Restriction],
    edge_osm_id: Sequence[str],
    edge_from: Ints,
    edge_to: Ints,
    drive_minutes: Floats,
) -> PlacedTurns:
    """Find for each restriction the stretches and the junction that it speaks of.

    The via junction is the one place where a stretch of the `from` way, arriving, and a stretch of
    the `to` way, leaving, meet. Rules over a via way, or whose ways meet twice, are left out and
    counted: guessing would close the wrong turn.
    """
    of_way: dict[str, list[int]] = defaultdict(list)
    for edge, osm_id in enumerate(edge_osm_id):
        of_way[osm_id].append(edge)
    turns: list[Turn] = []
    left_out: dict[str, int] = defaultdict(int)
    for rule in restrictions:
        found = _placed(rule, of_way, edge_from, edge_to, drive_minutes)
        if isinstance(found, str):
            left_out[found] += 1
        else:
            turns += found
    return PlacedTurns(tuple(turns), dict(left_out))


def _placed(
    rule: Restriction,
    of_way: Mapping[str, Sequence[int]],
    edge_from: Ints,
    edge_to: Ints,
    minutes: Floats,
) -> list[Turn] | str:
    if rule.via_ways or len(rule.via_nodes) != 1:
        return "over a way"
    only, banned = rule.kind.startswith("only_"), rule.kind.startswith("no_")
    if not (only or banned):
        return "of an unknown kind"
    arriving = _ends(rule.from_ways, of_way, edge_from, edge_to, minutes, arriving=True)
    leaving = _ends(rule.to_ways, of_way, edge_from, edge_to, minutes, arriving=False)
    meetings = sorted(
        {
            (node, tail, head)
            for node, tail in arriving
            for via, head in leaving
            if node == via and (tail != head or rule.kind == "no_u_turn")
        }
    )
    if not meetings:
        return "whose ways are not in the network or do not meet"
    if len({node for node, _, _ in meetings}) > 1:
        return "whose ways meet more than once"
    return [Turn(rule.osm_id, rule.kind, tail, node, head, only) for node, tail, head in meetings]


def _ends(
    ways: Sequence[str],
    of_way: Mapping[str, Sequence[int]],
    edge_from: Ints,
    edge_to: Ints,
    minutes: Floats,
    arriving: bool,
) -> set[tuple[int, int]]:
    """Give the junctions at which stretches of the ways arrive, or leave, with the stretch."""
    found = set()
    for way in ways:
        for edge in of_way.get(way, ()):
            forward, back = np.isfinite(minutes[edge])
            if forward:
                found.add((int((edge_to if arriving else edge_from)[edge]), edge))
            if back:
                found.add((int((edge_from if arriving else edge_to)[edge]), edge))
    return found
