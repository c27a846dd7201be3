"""What made the pack hard to read, held: keys that say what they are, nothing told line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.pack_cases import COMPARED, EVIDENCE, TODAY
from engine.test_report_sections import part_of, words

from family_hub_planner.engine.chart import Column, columns, top_of
from family_hub_planner.engine.report.document import Sheet
from family_hub_planner.engine.report.evidence import Option
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.engine.tables import Table


def keyed(table, *keys):
    """The table with other keys in its first rows, cut to as many and the total."""
    kept = [*range(len(keys)), len(table) - 1]
    rows = {name: [values[at] for at in kept] for name, values in table.columns.items()}
    return Table({**rows, "key": [*keys, table.column("key")[-1]]}, table.name)


def of_today(name, table):
    return replace(EVIDENCE, today=replace(TODAY, tables={**TODAY.tables, name: table}))


def sheet(given, key):
    return next(one for one in document_of(given).sheets() if one.key == key)


def test_a_decile_in_the_table_by_car_is_called_one():
    deciles = TODAY.tables["BY_DECILE"]
    by_car = Table(
        {**deciles.columns, "by": ["decile", "decile", "all areas"], "travel": ["with a car"] * 3},
        "car",
    )
    keys = sheet(of_today("BY_MODE", by_car), "today_by_mode").printed.column("Families")
    assert keys == ["decile 1, with a car", "decile 5, with a car", "All areas, with a car"]


def test_a_table_that_knows_no_group_is_said_in_a_sentence():
    unknown = keyed(TODAY.tables["BY_DECILE"], "not known")
    given = of_today("BY_LOCALITY", unknown)
    part = part_of(given, "results")
    assert "Results by locality: not assessed. The need does not tell it of any area." in words(
        part
    )
    assert "today_by_locality" not in [one.key for one in part.blocks if isinstance(one, Sheet)]
    change = keyed(COMPARED.tables["BY_DECILE"], "not known")
    compared = replace(COMPARED, tables={**COMPARED.tables, "BY_LOCALITY": change})
    option = Option("One hub", EVIDENCE.options[0].coverage, compared)
    part = part_of(replace(EVIDENCE, options=[option]), "changes_1")
    assert "Changes by locality: the need does not tell." in words(part)


def test_the_parameters_of_a_step_stand_in_one_row():
    step = replace(EVIDENCE.steps[0], parameters={"MODE": "walk", "BANDS": "10,20"})
    table = sheet(replace(EVIDENCE, steps=[step]), "parameters").printed
    assert list(table.rows()) == [("Coverage today", "coverage", "MODE = walk · BANDS = 10,20")]


@pytest.mark.parametrize(
    "fractions, top", [((0.15, 0.1), 0.2), ((0.2,), 0.2), ((0.34,), 0.4), ((1.0,), 1.0), ((), 0.2)]
)
def test_an_axis_ends_where_the_longest_column_does(fractions, top):
    assert top_of(fractions) == pytest.approx(top)


def test_columns_are_as_high_as_their_axis_says():
    bar = [Column("1", 0.1, "10")]
    whole, fifth = columns("t", "d", bar, "a"), columns("t", "d", bar, "a", 0.2)
    assert "100 %" in whole and "100 %" not in fifth and ">20 %<" in fifth and ">5 %<" in fifth

    def height(svg):
        return float(svg.split("<rect ")[1].split('height="')[1].split('"')[0])

    assert height(fifth) == pytest.approx(5 * height(whole), rel=0.01)
