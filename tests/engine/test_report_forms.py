"""The forms of a pack's parts: what the planner writes has them, and a blank in it is found."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.comparison_tables import empty_row as empty_move
from family_hub_planner.engine.comparison_tables import table_columns as move_columns
from family_hub_planner.engine.coverage_tables import (
    Reach,
    empty_row,
    reach_row,
    table_columns,
    unserved_row,
)
from family_hub_planner.engine.report.forms import FORMS, blanks, lacking
from family_hub_planner.engine.tables import Table

BANDS = (7.5, 15.0)


def reach(children, minutes):
    return Reach(np.array(children), np.array(children), np.array(minutes), BANDS)


def table_of(rows, columns):
    return Table({name: [row[name] for row in rows] for name in columns})


def written():
    """A row of each kind that a coverage writes."""
    return [
        reach_row("all routed", reach([10.0, 5.0], [5.0, 12.0])),
        reach_row("nobody", reach([0.0], [5.0])),
        reach_row("none routed", reach([8.0], [np.inf])),
        empty_row("no areas", BANDS, "no areas"),
        unserved_row("no such hubs", reach([8.0], [np.inf]), "no such hubs"),
    ]


def test_every_row_that_a_coverage_writes_has_its_form():
    table = table_of(written(), table_columns(BANDS))
    form = FORMS["BY_DECILE"]
    assert lacking(form, list(table.columns)) == []
    assert list(blanks(form, table)) == []


@pytest.mark.parametrize("column", sorted(set(table_columns(BANDS)) - {"need", "note"}))
def test_a_figure_taken_out_of_a_whole_row_is_found_by_its_place(column):
    rows = [*written(), {**written()[0], column: None}]
    found = list(blanks(FORMS["BY_DECILE"], table_of(rows, table_columns(BANDS))))
    assert found[0] == (6, column)


def test_a_row_whose_children_are_blank_though_it_has_areas_is_found():
    rows = [{**written()[4], "children": None}]
    found = list(blanks(FORMS["BY_HUB"], table_of(rows, table_columns(BANDS))))
    assert found == [(1, "children")]


@pytest.mark.parametrize("column", table_columns(BANDS))
def test_a_column_taken_out_of_a_coverages_table_is_lacking(column):
    left = [name for name in table_columns(BANDS) if name != column]
    assert lacking(FORMS["BY_WARD"], left) == [column]


def test_a_table_without_any_band_lacks_the_first():
    left = [n for n in table_columns(BANDS) if not n.startswith(("reached_", "share_"))]
    assert lacking(FORMS["BY_AGE"], left) == ["reached_10"]


def whole_move():
    row = dict.fromkeys(move_columns(BANDS), 1.0)
    return {**row, "plan": "A", "key": "1", "note": ""}


def test_a_comparisons_rows_have_all_counts_or_none_and_all_means_or_none():
    columns = move_columns(BANDS)
    means = {name: None for name in columns if name.startswith("mean_")}
    rows = [whole_move(), {**whole_move(), **means}, empty_move("A", "2", BANDS, "no areas")]
    form = FORMS["CHANGE_BY_DECILE"]
    assert lacking(form, columns) == []
    assert list(blanks(form, table_of(rows, columns))) == []
    for name in set(columns) - {"note"}:
        spoilt = [{**whole_move(), name: None}]
        assert list(blanks(form, table_of(spoilt, columns))) == [(1, name)]


def test_a_gap_has_its_areas_and_its_children():
    gap = {"cluster": "Far", "areas": 3, "children": 5.0, "mean_minutes": None}
    for name in ("cluster", "areas", "children"):
        table = table_of([gap, {**gap, name: None}], list(gap))
        assert list(blanks(FORMS["GAPS"], table)) == [(2, name)]
