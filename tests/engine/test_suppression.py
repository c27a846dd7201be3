"""What a page may print of a table of counts: by hand, and attacked by going through all tables."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
import pytest

from family_hub_planner.engine import suppression
from family_hub_planner.engine.coverage_voices_page import Split
from family_hub_planner.engine.published import rounded
from family_hub_planner.engine.suppression import (
    _one_off,
    _rounded,
    least_printed,
    printed_cells,
    printed_parts,
)


def parts(*counts, least=10):
    return printed_parts(np.array(counts, dtype=np.int64), least).tolist()


def test_a_part_that_is_the_total_less_the_others_takes_the_smallest_other_with_it():
    assert parts(50, 20, 4) == [True, False, False]
    assert parts(50, 20, 20, 4) == [True, False, True, False]


def test_parts_are_printed_where_nothing_or_enough_is_left_of_their_total():
    assert parts(50, 20, 0) == [True, True, False]
    assert parts(50, 10) == [True, True], "as many as the threshold are not fewer"
    assert parts(50, 6, 4) == [True, False, False]
    assert parts(50, 6, 3) == [False, False, False]
    assert parts(9, 1) == [False, False]
    assert parts(0, 0) == [False, False]


def test_cells_hold_back_complements_along_their_row_and_their_column():
    """The 3 takes the 12 beside it and the 15 below it: 15 and 18 are then left of those lines."""
    counts = np.array([[3, 12, 50], [15, 30, 60], [20, 40, 70]])
    found = printed_cells(counts, 10)
    assert found.tolist() == [[False, False, True], [False, True, True], [True, True, True]]


def test_cells_of_a_row_or_column_whose_total_is_held_back_are_never_printed():
    """The third row's 4 take the second's 90 with them, the smallest total that is told."""
    found = printed_cells(np.array([[60, 70], [40, 50], [2, 2]]), 10)
    assert found.tolist() == [[True, True], [False, False], [False, False]]


def test_no_count_is_printed_that_would_be_rounded_to_nought():
    assert least_printed(0) == least_printed(3) == 5
    assert least_printed(10) == 10


def facts(counts, least):
    """All that a page prints of a table, in its own words."""
    if counts.sum() < least:
        return "fewer than may be printed"
    rows, columns = (["abcde"[at] for at in range(many)] for many in counts.shape)
    split = Split(rows, columns, counts, least)
    told = [(split.total(row), split.parts(row)) for row in range(len(rows))]
    return rounded(int(counts.sum()), least), tuple(told), split.all_parts()


def attacked(tables, least):
    """Give for each page and cell the values that an attacker is left with.

    The attacker knows the rules and goes through all `tables`, so knows that it is one of them.
    Only cells that may be small are given.
    """
    pages = defaultdict(list)
    for table in tables:
        pages[facts(np.array(table, dtype=np.int64), least)].append(np.ravel(table).tolist())
    for same in pages.values():
        for values in map(set, zip(*same)):
            if any(0 < value < least for value in values):
                yield values


@pytest.mark.parametrize("upright", [False, True])
def test_nobody_can_tell_of_a_part_of_a_total_that_it_is_small(upright):
    lines = (np.array([line]) for line in itertools.product(range(15), repeat=3))
    left = list(attacked((line.T if upright else line for line in lines), 5))
    assert len(left) > 20
    assert all(min(values) == 0 or max(values) >= 5 for values in left)
    assert min(map(len, left)) >= 4


def test_a_row_held_back_is_not_told_to_be_one_or_more():
    """Of 50, 20, 20, 4 and 0 the last two cannot be told apart, whichever of them is nought."""
    last = [facts(np.array([[50], [20], [20], *line]), 10) for line in ([[4], [0]], [[0], [4]])]
    assert last[0] == last[1]


def test_nobody_can_work_out_a_small_cell_from_its_row_and_its_column():
    rows = [row for row in itertools.product(range(15), repeat=2) if sum(row) <= 14]
    left = list(attacked(itertools.product(rows, repeat=2), 5))
    assert len(left) > 50
    assert min(map(len, left)) >= 3


def test_a_row_in_which_rounded_totals_squeeze_a_cell_to_one_value_prints_its_total_alone():
    """Of all tables with rows of 5 to 14 only this one has these rounded totals and cells."""
    squeezed = np.array([[0, 5, 9], [7, 1, 6]])
    assert not printed_cells(squeezed, 5)[1].any()


def test_the_quick_answer_of_an_exchange_prints_what_the_whole_test_prints(monkeypatch):
    draw = np.random.default_rng(3)
    shapes = [(2, 3), (3, 3), (4, 2)] * 20
    tables = [draw.poisson(draw.choice([2, 6, 12]), shape) for shape in shapes]
    quick = [printed_cells(table, 5).tolist() for table in tables]
    monkeypatch.setattr(suppression, "_exchangeable", lambda *_: False)
    assert [printed_cells(table, 5).tolist() for table in tables] == quick


def test_tables_one_voice_off_are_those_that_move_one_voice_and_none_has_less_than_none():
    """Alone, with one of its row, with one of its column, and crosswise: up and down."""
    found = {tuple(map(tuple, one.tolist())) for one in _one_off(np.array([[1, 5], [5, 5]]), 0, 0)}
    assert found == {
        ((2, 5), (5, 5)), ((0, 5), (5, 5)), ((2, 4), (5, 5)), ((0, 6), (5, 5)),
        ((2, 5), (4, 5)), ((0, 5), (6, 5)), ((2, 4), (4, 6)), ((0, 6), (6, 4)),
    }  # fmt: skip
    empty = [one.tolist() for one in _one_off(np.array([[0, 0]]), 0, 0)]
    assert empty == [[[1, 0]]], "the other way, and the other cell, would be less than none"


def test_of_every_row_and_column_nothing_or_enough_is_left_unprinted():
    """Holding back along a row may open a column that was closed before, and so on round."""
    rng = np.random.default_rng(8)
    for _ in range(300):
        counts = rng.choice([0, 1, 3, 6, 11, 14, 30], size=(4, 4))
        printed = printed_cells(counts, 10)
        for lines, shown in ((counts, printed), (counts.T, printed.T)):
            for values, kept in zip(lines, shown):
                left = values[~kept].sum()
                assert not kept.any() or left == 0 or left >= 10


def test_a_page_rounds_halves_up_and_shows_all_that_is_not_printed_alike():
    printed = np.array([True, True, True, False])
    assert _rounded(np.array([14, 15, 24, 99]), printed, 10).tolist() == [1, 2, 2, -1]
    assert _rounded(np.array([29, 30, 49, 99]), printed, 15).tolist() == [1, 2, 2, -1]
