"""Where lines meet: worked by hand on a few lines, and by brute force on random ones."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.network.join_lines import Meeting, join_lines
from family_hub_planner.engine.network.model import Polylines


def joined(lines, tolerance=0.5, levels=None, **meeting):
    """Join lines of points; `levels` is one whole number a line, or two for its ends."""
    start = np.concatenate([[0], np.cumsum([len(line) for line in lines])])
    flat = Polylines(np.concatenate([np.array(line, dtype=float) for line in lines]), start)
    levels = levels or [0] * len(lines)
    both = np.array([level if isinstance(level, tuple) else (level, level) for level in levels])
    return join_lines(flat, both, Meeting(tolerance, **meeting))


def keys(made, line):
    return made.keys[made.lines.start[line] : made.lines.start[line + 1]].tolist()


def meet(made, one, other):
    return set(keys(made, one)) & set(keys(made, other)) != set()


ACROSS = [(0, 0), (10, 0), (20, 0)]
OVER = [(10, -10), (10, 0), (10, 10)]


def test_lines_that_share_a_point_meet_there():
    made = joined([ACROSS, OVER])
    assert keys(made, 0)[1] == keys(made, 1)[1]
    assert len(np.unique(made.keys)) == 5


def test_a_bridge_over_a_road_does_not_meet_it_and_is_counted():
    made = joined([ACROSS, OVER], levels=[0, 1])
    assert not meet(made, 0, 1)
    assert made.kept_apart == 1


def test_a_bridge_meets_its_approach_at_their_ends_whatever_the_level():
    made = joined([[(0, 0), (10, 0)], [(10, 0), (20, 0)]], levels=[0, 1])
    assert meet(made, 0, 1)
    nearly = joined([[(0, 0), (10, 0)], [(10.3, 0), (20, 0)]], levels=[0, 1])
    assert meet(nearly, 0, 1) and nearly.ends == 1


def test_a_path_that_ends_on_a_bridge_meets_the_bridge():
    made = joined([ACROSS, [(10, 0), (10, 10)]], levels=[1, 0])
    assert meet(made, 0, 1)


def test_where_a_bridge_crosses_each_end_meets_its_own_level():
    made = joined([ACROSS, OVER, [(10, 0), (15, 5)]], levels=[0, 1, 1])
    assert not meet(made, 0, 1) and meet(made, 1, 2) and not meet(made, 0, 2)


def test_lines_that_meet_at_ends_only_cross_without_meeting():
    made = joined([ACROSS, OVER, [(20, 0), (30, 0)]], ends_only=True)
    assert not meet(made, 0, 1) and meet(made, 0, 2)


def test_ends_of_different_grades_do_not_meet():
    links = [[(0, 0), (10, 0)], [(10, 0), (20, 0)], [(10, 0), (10, 9)], [(10.2, 0), (9, -9)]]
    made = joined(links, levels=[(0, 0), (0, 0), (1, 0), (0, 0)], ends_only=True, by_end=True)
    assert meet(made, 0, 1) and meet(made, 0, 3)
    assert not meet(made, 0, 2)


def test_ends_within_the_tolerance_are_moved_to_the_place_of_most_ends():
    made = joined([[(0, 0), (10, 0)], [(0, 9), (10, 0)], [(10.4, 0), (20, 0)]])
    assert meet(made, 0, 2) and made.ends == 1
    assert made.lines.line(2)[0].tolist() == [10, 0]
    assert joined([[(0, 0), (10, 0)], [(10.6, 0), (20, 0)]]).ends == 0


def test_with_a_tolerance_of_nought_nothing_is_moved():
    made = joined([[(0, 0), (10, 0)], [(10.001, 0), (20, 0)], [(5, 0), (5, 9)]], tolerance=0)
    assert (made.ends, made.cuts) == (0, 0)
    assert len(np.unique(made.keys)) == 6


def test_an_end_near_the_middle_of_a_line_is_brought_onto_it_and_the_line_cut():
    made = joined([[(0, 0), (100, 0)], [(30, 0.4), (30, 50)]])
    assert (made.ends, made.cuts) == (0, 1)
    assert made.lines.line(0).tolist() == [[0, 0], [30, 0], [100, 0]]
    assert made.lines.line(1)[0].tolist() == [30, 0]
    assert keys(made, 0)[1] == keys(made, 1)[0]


def test_a_line_cut_by_several_ends_keeps_its_order():
    side = [[(x, 0.1), (x, 9)] for x in (70, 10, 40)]
    made = joined([[(0, 0), (50, 0), (100, 0)], *side, [(5, 9), (6, 9)]])
    assert made.lines.line(0)[:, 0].tolist() == [0, 10, 40, 50, 70, 100]
    assert [meet(made, 0, other) for other in (1, 2, 3, 4)] == [True, True, True, False]
    assert keys(made, 0)[4] == keys(made, 1)[0]


def test_two_ends_that_come_from_both_sides_meet_the_line_at_one_place():
    made = joined([[(0, 0), (100, 0)], [(30, 0.2), (30, 50)], [(30, -0.2), (30, -50)]])
    assert meet(made, 0, 1) and meet(made, 0, 2)
    assert len(made.lines.line(0)) == 3


def test_an_end_at_a_bend_of_a_line_takes_the_bend():
    made = joined([ACROSS, [(10, 0.0004), (10, 30)]])
    assert meet(made, 0, 1) and len(made.lines.line(0)) == 3


def test_an_end_under_a_bridge_is_not_brought_onto_it():
    made = joined([[(0, 0), (100, 0)], [(30, 0.4), (30, 50)]], levels=[1, 0])
    assert made.cuts == 0 and not meet(made, 0, 1)


def test_ends_that_meet_something_already_are_left_in_peace():
    crossing = [[(0, 0), (100, 0)], [(30, 0), (30, 9)], [(0, 0), (30, 0)]]
    made = joined(crossing, ends_only=True)
    assert made.cuts == 0


def test_the_order_of_lines_changes_nothing():
    lines = random_lines(3)
    made = joined(lines, tolerance=4.0)
    order = np.random.default_rng(3).permutation(len(lines))
    other = joined([lines[i] for i in order], tolerance=4.0)
    assert (made.ends, made.cuts) == (other.ends, other.cuts)
    back = np.argsort(order)
    for i in range(len(lines)):
        assert made.lines.line(i).tolist() == other.lines.line(back[i]).tolist()


def random_lines(seed, count=120):
    random = np.random.default_rng(seed)
    starts = random.uniform(0, 300, (count, 2))
    return [
        np.concatenate([[at], at + np.cumsum(random.normal(0, 15, (3, 2)), axis=0)])
        for at in starts
    ]


@pytest.mark.parametrize("seed", range(5))
def test_ends_are_clustered_as_brute_force_does_it(seed):
    lines, tolerance = random_lines(seed), 6.0
    made = joined(lines, tolerance, ends_only=True)
    ends = np.array([line[i] for line in lines for i in (0, -1)])
    near = np.hypot(*(ends[:, None] - ends[None]).transpose(2, 0, 1)) <= tolerance
    for _ in range(len(ends)):
        wider = (near.astype(int) @ near) > 0
        if (wider == near).all():
            break
        near = wider
    at = np.array([[made.lines.start[i], made.lines.start[i + 1] - 1] for i in range(len(lines))])
    got = made.keys[at.ravel()]
    assert ((got[:, None] == got[None]) == near).all()
    assert made.ends == sum(near.any(axis=0)) - len(np.unique(near, axis=0))


@pytest.mark.parametrize("seed", range(5))
def test_no_loose_end_within_the_tolerance_of_a_line_is_left(seed):
    lines, tolerance = random_lines(seed), 3.0
    made = joined(lines, tolerance)
    assert made.cuts > 0
    count = np.bincount(made.keys)
    before = joined(lines, tolerance, ends_only=True)
    for i, line in enumerate(lines):
        for end in (0, -1):
            key = keys(made, i)[end]
            if count[key] > 1:
                continue
            at = before.lines.line(i)[end]
            others = [before.lines.line(j) for j in range(len(lines)) if j != i]
            assert min(distance(at, other) for other in others) > tolerance, (i, line[end])


def distance(point, line):
    a, b = line[:-1], line[1:]
    share = np.clip(((point - a) * (b - a)).sum(axis=1) / ((b - a) ** 2).sum(axis=1), 0, 1)
    return np.hypot(*(a + share[:, None] * (b - a) - point).T).min()
