"""Every coverage and need side by side: shares worked by hand from the four areas of `pack_cases`.

Deciles: A and B (150 children) are in 1, C and D (64) in 5. Today, within 20 minutes' walk: A, B
and C; D has no way. Under "One hub" C is beyond.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.pack_cases import CHILDREN, CODES, EVIDENCE, NEED
from engine.report_evidence import evidence
from engine.test_report_sections import part_of, words

from family_hub_planner.engine.errors import FiguresError, InputError
from family_hub_planner.engine.made_with import MadeWith
from family_hub_planner.engine.report.audience import for_public
from family_hub_planner.engine.report.checks import check
from family_hub_planner.engine.report.evidence import Coverage, FurtherNeed
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.engine.tables import Table


def by_car(minutes=(3.0, 20.0, 4.0, 12.0), **more):
    """A run by car whose tables were not given; its bands are others than today's."""
    areas = Table(
        {"area_code": CODES, "minutes": list(minutes), "children": CHILDREN, "need": CHILDREN,
         **more},
        "by car",
    )  # fmt: skip
    return Coverage("By car", areas, made=MadeWith(mode="drive", bands="5,15", hubs=("H1",)))


def sheet(given, key):
    return next(one for one in document_of(given).sheets() if one.key == key)


def rows(given, key):
    table = sheet(given, key).printed
    return {row[0]: dict(zip(table.columns, row)) for row in table.rows()}


def test_today_options_and_further_runs_stand_in_a_row_each_by_their_own_mode_and_band():
    found = rows(replace(EVIDENCE, beside=[by_car()]), "beside_by_decile")
    shares = {name: (row["1"], row["5"], row["All areas"]) for name, row in found.items()}
    assert shares == {
        "Today": ("held back",) * 3,  # all but D's four are: 100 % of decile 1 would tell them
        "Under “One hub”": ("100 %", "0 %", "70 %"),
        "By car": ("67 %", "100 %", "77 %"),  # A of 150; C and D; 164 of 214
    }
    assert found["Today"]["How"] == "walking, within 20 min"
    assert found["By car"]["How"] == "driving, within 15 min" and found["By car"]["Hubs"] == "1"


def test_a_run_without_a_table_is_grouped_by_the_needs_own_quintiles():
    found = rows(replace(EVIDENCE, beside=[by_car()]), "beside_by_quintile")["By car"]
    # A and C are reached; D's four are held back, and B's nought that would tell them
    assert [found[one] for one in ("1", "2", "4", "5")] == ["100 %", *["held back"] * 3]


def test_a_runs_other_demand_points_are_named():
    run = by_car()
    other = replace(run, made=replace(run.made, demand="homes", demand_mark="22"))
    today = replace(EVIDENCE.today, made=replace(EVIDENCE.today.made, demand_mark="11"))
    found = rows(replace(EVIDENCE, today=today, beside=[other]), "beside_by_decile")
    assert found["By car"]["How"].endswith("other demand points (homes)")
    assert "points" not in found["Today"]["How"]


def test_needs_stand_side_by_side_with_their_weighting_where_it_is_one():
    need = [0.0, 10.0, 30.0, 0.0]
    older = Table({**NEED.columns, "children": [10.0, 20.0, 30.0, 40.0], "need": need,
                   "ages": ["5-11"] * 4, "need_is": ["poverty"] * 4}, "older")  # fmt: skip
    table = sheet(replace(EVIDENCE, needs=[FurtherNeed("Older", older)]), "needs_by_decile").printed
    assert [(row[0], *row[1:]) for row in table.rows()][-2:] == [
        ("Older", "children aged 5-11, about", "30", "70", "100"),
        ("Older", "share of need: poverty", "25 %", "75 %", "100 %"),
    ]


def test_one_coverage_and_one_need_need_no_such_section():
    alone = replace(EVIDENCE, options=[])
    assert "beside" not in {part.key for part in document_of(alone).parts()}
    assert "a row each" in words(part_of(EVIDENCE, "beside"))


def test_a_further_runs_figures_are_checked_like_the_others():
    given = evidence()
    run = replace(given.today, name="By car")
    table = run.tables["BY_DECILE"]
    counts = [value + 7.0 for value in table.column("reached_20")]
    broken = Table({**table.columns, "reached_20": counts}, table.name)
    assert check(replace(given, beside=[run]))
    with pytest.raises(FiguresError, match="By car"):
        check(replace(given, beside=[replace(run, tables={"BY_DECILE": broken})]))
    means = [*table.column("mean_minutes")[:-1], 99.0]  # of another run than the areas are
    other = Table({**table.columns, "mean_minutes": means}, table.name)
    with pytest.raises(FiguresError, match="By car: mean_minutes of the areas"):
        check(replace(given, beside=[replace(run, tables={"BY_DECILE": other})]))


def test_a_further_runs_points_added_by_hand_keep_the_pack_inside():
    run = by_car(added=["", "", "", "by hand"])
    with pytest.raises(InputError, match="added by hand"):
        for_public(replace(EVIDENCE, beside=[run]), 10)
