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


def test_a_chain_of_near_ends_is_not_drawn_to_its_far_end():
    # Streets 4 m long in a row: each end is near the next, the last 200 m from the first.
    chain = [[(5.0 * i, 0), (5.0 * i + 4.0, 0)] for i in range(40)]
    made = joined(chain, tolerance=6.0, ends_only=True)
    assert 0 < made.greatest_move_m <= 6.0
    assert moves(chain, made).max() == made.greatest_move_m
    assert made.lines.xy[:, 0].max() > 190


@pytest.mark.parametrize("ends_only", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_no_end_moves_farther_than_the_tolerance(seed, ends_only):
    lines = random_lines(seed)
    made = joined(lines, tolerance=20.0, ends_only=ends_only)
    assert made.greatest_move_m == moves(lines, made).max()
    assert 10 < made.greatest_move_m <= 20 + 1e-9


def test_the_share_by_which_lines_grew_is_told():
    made = joined([[(0, 0), (10, 0)], [(0, 9), (10, 0)], [(10.4, 0), (20, 0)]])
    before = 10 + np.hypot(10, 9) + 9.6
    assert made.length_change == pytest.approx(0.4 / before)
    assert joined([ACROSS, OVER], tolerance=0).length_change == 0


def moves(lines, made):
    """Give how far each line's two ends were moved, in metres."""
    return np.array([
        np.hypot(*(made.lines.line(i)[end] - line[end]))
        for i, line in enumerate(lines) for end in (0, -1)
    ])  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_ends_go_to_the_nearest_leading_place_as_brute_force_does_it(seed):
    lines, tolerance = random_lines(seed), 6.0
    made = joined(lines, tolerance, ends_only=True)
    ends = [tuple(line[i]) for line in lines for i in (0, -1)]
    leading = []
    for end in sorted(ends):  # one end at each place, so the south-west alone decides
        if all(np.hypot(*np.subtract(end, other)) > tolerance for other in leading):
            leading.append(end)
    wanted = [min(leading, key=lambda at: np.hypot(*np.subtract(at, end))) for end in ends]
    got = [made.lines.line(i)[end].tolist() for i in range(len(lines)) for end in (0, -1)]
    assert got == [list(at) for at in wanted]
    assert made.ends == len(ends) - len(leading) > 20


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
