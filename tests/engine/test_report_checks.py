"""A pack's checks: they pass on figures that agree; one that does not agree stops the report."""

from __future__ import annotations

import pytest
from report_evidence import evidence, replace, with_column

from family_hub_planner.engine.errors import FiguresError
from family_hub_planner.engine.report.checks import check


def with_deciles(**columns):
    given = evidence()
    table = with_column(given.today.tables["BY_DECILE"], **columns)
    return replace(given, today=replace(given.today, tables={"BY_DECILE": table}))


def with_part(part: str, name: str, **columns):
    given = evidence()
    one = getattr(given, part)
    tables = {**one.tables, name: with_column(one.tables[name], **columns)}
    return replace(given, **{part: replace(one, tables=tables)})


def test_figures_that_agree_are_counted_and_told():
    found = check(evidence())
    assert len(found) == 9
    assert all(one.compared for one in found if "one total" not in one.title)
    assert "about 220 children in" in found[0].said  # 120 + 60 + 37 + 4
    assert found[0].compared == 4


def test_nothing_given_is_said_and_stops_nothing():
    bare = replace(
        evidence(), today=None, options=(), outreach=None, estate=None, need=None, hubs=None
    )
    assert {one.said for one in check(bare)} == {"nothing of this kind was given"}


def stopped(given) -> str:
    with pytest.raises(FiguresError) as caught:
        check(given)
    return str(caught.value)


def test_children_of_another_need_layer_stop_the_report():
    given = evidence()
    need = with_column(given.need, children=[121.0, 60.0, 37.0, 4.0])
    said = stopped(replace(given, need=need))
    assert "children of area A1" in said
    assert "other ages" in said


def test_a_part_that_is_missing_from_the_total_stops_the_report():
    # rows: deciles 1 (180), 4 (37), not known (4), all (221); one child is lost beyond the bands
    assert "all children" in stopped(with_deciles(beyond=[0.0, 36.0, 0.0, 36.0]))


def test_a_shorter_band_that_reaches_more_stops_the_report():
    said = stopped(
        with_deciles(reached_10=[181.0, 0.0, 0.0, 181.0], share_10=[None, None, None, None])
    )
    assert "a shorter band reaches more" in said


def test_a_share_over_one_stops_the_report():
    assert "not between 0 and 1" in stopped(with_deciles(share_20=[1.2, 0.0, 0.0, 180 / 221]))


def test_a_share_that_is_not_its_counts_stops_the_report():
    assert "share_10" in stopped(with_deciles(share_10=[0.9, 0.0, 0.0, 120 / 221]))


def test_groups_that_miss_their_total_stop_the_report():
    assert "need" in stopped(with_deciles(need=[180.0, 37.0, 4.0, 222.0]))


def test_tables_with_two_totals_stop_the_report():
    given = evidence()
    deciles = given.today.tables["BY_DECILE"]
    other = with_column(deciles, areas=[2, 1, 2, 5])
    tables = {"BY_DECILE": deciles, "BY_LOCALITY": other}
    said = stopped(replace(given, today=replace(given.today, tables=tables)))
    assert "areas of all areas in BY_DECILE and BY_LOCALITY" in said


def test_areas_that_miss_the_tables_total_stop_the_report():
    given = evidence()
    areas = with_column(given.today.areas, children=[120.0, 60.0, 37.0, 5.0])
    need = with_column(given.need, children=[120.0, 60.0, 37.0, 5.0])
    said = stopped(replace(given, need=need, today=replace(given.today, areas=areas)))
    assert "children of the areas and of BY_DECILE" in said


def test_journeys_that_do_not_add_up_stop_the_report():
    given = evidence()
    option = given.options[0]
    table = option.comparison.tables["BY_DECILE"]
    bent = with_column(table, same=[121.0, 157.0])
    comparison = replace(option.comparison, tables={"BY_DECILE": bent})
    said = stopped(replace(given, options=[replace(option, comparison=comparison)]))
    assert said.startswith("Plan B: BY_DECILE, 1")


def test_a_plan_called_proven_that_misses_its_bound_stops_the_report():
    given = evidence()
    frontier = with_column(given.outreach.frontier, bound=[None, 58.0])
    said = stopped(replace(given, outreach=replace(given.outreach, frontier=frontier)))
    assert "called proven" in said


def test_plans_on_both_sides_of_their_bounds_stop_the_report():
    given = evidence()
    frontier = with_column(
        given.outreach.frontier,
        objective=[57.0, 50.0], bound=[56.0, 58.0], proven=[False, False],
    )  # fmt: skip
    said = stopped(replace(given, outreach=replace(given.outreach, frontier=frontier)))
    assert "better than any plan can be" in said


def test_an_estate_step_below_its_bound_stops_the_report():
    assert "fewer than its bound" in stopped(with_part("estate", "FRONTIER", bound=[0.0, 121.0]))
