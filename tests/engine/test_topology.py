"""Junctions where ways share vertices, and nowhere else."""

from __future__ import annotations

import numpy as np

from family_hub_planner.engine.network.model import Polylines
from family_hub_planner.engine.network.topology import (
    cut_at_junctions,
    vertex_keys,
    without_repeats,
)

NOWHERE = np.empty(0, dtype=np.int64)


def ways_of(*ways) -> tuple[Polylines, np.ndarray]:
    """Give ways of points (k, 2) in degrees as polylines with their keys."""
    xy = np.concatenate([np.array(way, dtype=float) for way in ways])
    start = np.concatenate([[0], np.cumsum([len(way) for way in ways])])
    return Polylines(xy, start), vertex_keys(xy)


def stretches(topology, ways) -> list[tuple[tuple, tuple, int]]:
    """Give each stretch as its two ends' positions and its number of points."""
    xy = [tuple(point) for point in ways.xy[topology.node_at]]
    return [
        (xy[tail], xy[head], len(topology.lines.line(edge)))
        for edge, (tail, head) in enumerate(zip(topology.edge_from, topology.edge_to))
    ]


def test_a_lone_way_is_one_stretch_with_all_its_bends():
    ways, keys = ways_of([(0, 0), (1, 0), (1, 1)])
    assert stretches(cut_at_junctions(ways, keys, NOWHERE), ways) == [((0, 0), (1, 1), 3)]


def test_ways_that_share_a_vertex_are_both_cut_there():
    ways, keys = ways_of([(0, 0), (1, 0), (2, 0)], [(1, -1), (1, 0), (1, 1)])
    cut = cut_at_junctions(ways, keys, NOWHERE)
    assert len(cut.node_at) == 5
    assert cut.edge_way.tolist() == [0, 0, 1, 1]
    assert stretches(cut, ways) == [
        ((0, 0), (1, 0), 2),
        ((1, 0), (2, 0), 2),
        ((1, -1), (1, 0), 2),
        ((1, 0), (1, 1), 2),
    ]


def test_ways_that_cross_without_a_shared_vertex_stay_apart():
    ways, keys = ways_of([(0, 0), (2, 0)], [(1, -1), (1, 1)])
    cut = cut_at_junctions(ways, keys, NOWHERE)
    assert len(cut.node_at) == 4
    assert len(cut.edge_way) == 2


def test_a_way_that_crosses_itself_is_cut_at_the_crossing():
    ways, keys = ways_of([(0, 0), (2, 0), (2, 2), (1, 0), (1, -1)], [(1, 0), (5, 5)])
    cut = cut_at_junctions(ways, keys, NOWHERE)
    assert stretches(cut, ways)[:2] == [((0, 0), (1, 0), 4), ((1, 0), (1, -1), 2)]
    loop, loop_keys = ways_of([(0, 0), (1, 0), (2, 0), (2, 2), (1, 0), (1, -1)])
    own = cut_at_junctions(loop, loop_keys, NOWHERE)
    assert stretches(own, loop) == [
        ((0, 0), (1, 0), 2),
        ((1, 0), (1, 0), 4),
        ((1, 0), (1, -1), 2),
    ]


def test_a_closed_way_is_a_stretch_from_its_seam_to_its_seam():
    ways, keys = ways_of([(0, 0), (1, 0), (1, 1), (0, 0)])
    cut = cut_at_junctions(ways, keys, NOWHERE)
    assert cut.edge_from.tolist() == cut.edge_to.tolist() == [0]
    assert len(cut.node_at) == 1


def test_a_closed_way_is_cut_at_every_junction_and_at_its_seam():
    ways, keys = ways_of([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], [(1, 1), (2, 2)])
    assert stretches(cut_at_junctions(ways, keys, NOWHERE), ways)[:2] == [
        ((0, 0), (1, 1), 3),
        ((1, 1), (0, 0), 3),
    ]


def test_a_way_is_cut_at_a_barrier_node_that_no_other_way_meets():
    ways, keys = ways_of([(0, 0), (1, 0), (2, 0)])
    always = vertex_keys(np.array([[1.0, 0.0], [9.0, 9.0]]))
    cut = cut_at_junctions(ways, keys, always)
    assert stretches(cut, ways) == [((0, 0), (1, 0), 2), ((1, 0), (2, 0), 2)]


def test_parallel_ways_between_the_same_junctions_stay_two_stretches():
    ways, keys = ways_of([(0, 0), (1, 0)], [(0, 0), (0.5, 1), (1, 0)])
    cut = cut_at_junctions(ways, keys, NOWHERE)
    assert cut.edge_from[0] == cut.edge_from[1]
    assert cut.edge_to[0] == cut.edge_to[1]


def test_positions_that_differ_in_the_last_bit_are_one_vertex():
    a, b = np.array([[-0.1234567, 52.7654321]]), np.array([[-0.12345670000000001, 52.76543209999]])
    assert vertex_keys(a) == vertex_keys(b)


def test_positions_a_centimetre_apart_are_two_vertices():
    lon, lat = np.meshgrid(np.arange(-3, 4) * 1e-7, 52 + np.arange(-3, 4) * 1e-7)
    corners = [[-180, -90], [180, 90], [-180, 90], [180, -90], [0, 0]]
    keys = vertex_keys(np.concatenate([np.stack([lon.ravel(), lat.ravel()], axis=1), corners]))
    assert len(set(keys.tolist())) == 49 + 5


def test_repeated_points_are_dropped_and_ways_of_one_point_with_them():
    ways, keys = ways_of([(0, 0), (0, 0), (1, 0), (1, 0)], [(5, 5), (5, 5)], [(1, 0), (2, 0)])
    left, left_keys, kept = without_repeats(ways, keys)
    assert kept.tolist() == [True, False, True]
    assert left.start.tolist() == [0, 2, 4]
    assert left.xy.tolist() == [[0, 0], [1, 0], [1, 0], [2, 0]]
    assert left_keys.tolist() == vertex_keys(left.xy).tolist()


def test_a_way_that_starts_where_the_one_before_it_ends_keeps_its_first_point():
    ways, keys = ways_of([(0, 0), (1, 0)], [(1, 0), (2, 0)])
    left, _, kept = without_repeats(ways, keys)
    assert kept.all()
    assert left.xy.tolist() == ways.xy.tolist()


def test_cutting_loses_no_piece_of_any_way():
    """On random ways over a small grid: each way's stretches in turn give back its points."""
    rng = np.random.default_rng(7)
    for _ in range(50):
        given = [rng.integers(0, 5, (rng.integers(2, 9), 2)) for _ in range(rng.integers(1, 8))]
        ways, keys, _ = without_repeats(*ways_of(*given))
        if not len(ways):
            continue
        cut = cut_at_junctions(ways, keys, NOWHERE)
        uses = {key: (keys == key).sum() for key in keys}
        for way in range(len(ways)):
            edges = np.flatnonzero(cut.edge_way == way)
            points = np.concatenate(
                [cut.lines.line(edges[0])[:1], *(cut.lines.line(edge)[1:] for edge in edges)]
            )
            assert points.tolist() == ways.line(way).tolist()
        for edge in range(len(cut.edge_way)):
            line = cut.lines.line(edge)
            assert line[0].tolist() == ways.xy[cut.node_at[cut.edge_from[edge]]].tolist()
            assert line[-1].tolist() == ways.xy[cut.node_at[cut.edge_to[edge]]].tolist()
            assert all(uses[key] == 1 for key in vertex_keys(line[1:-1]))
