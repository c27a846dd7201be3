"""A pack's checks: they pass on figures that agree; one that does not agree stops the report."""

from __future__ import annotations

import pytest
from report_evidence import evidence, replace, table, with_column

from family_hub_planner.engine.errors import FiguresError, InputError
from family_hub_planner.engine.report.checks import check
from family_hub_planner.engine.tables import Table


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
    assert len(found) == 24
    bare = {"All tables of a run have one total", "All tables of an option have one total",
            "Today and the options were modelled alike",
            "Areas' changes agree with the options' tables",
            "How evenly journeys are shared out agrees with the areas",
            "Gaps are the areas beyond reach", "The network given is the minutes' own",
            "Recorded settings are the results' own",
            "Rows by age and group are of the run's own areas and minutes",
            "Places lie in or near the areas counted", "Overlapping tables agree with the areas",
            "Comparisons are of these runs' own journeys"}  # fmt: skip
    assert {one.title for one in found if not one.compared} == bare
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


def test_a_table_of_another_run_on_the_same_children_stops_the_report():
    """All 221 within 20 minutes, as by car: the children agree, the journeys do not."""
    columns = {"reached_20": [180.0, 37.0, 4.0, 221.0], "share_20": [1.0, 1.0, 1.0, 1.0],
               "beyond": [0.0] * 4, "unrouted": [0.0] * 4}  # fmt: skip
    assert "of the areas and of BY_DECILE" in stopped(with_deciles(**columns))
    said = stopped(with_deciles(mean_minutes=[8.0, 33.0, None, 5.0]))
    assert "mean_minutes of the areas and of BY_DECILE" in said


@pytest.mark.parametrize(
    ("table", "column", "key", "mode"),
    [("BY_OFFER", "hubs", "all hubs counted", "3"), ("BY_AGE", "travel", "0-4", "pram")],
)
def test_an_overlapping_table_of_another_run_stops_the_report(table, column, key, mode):
    """Its row of all children has their number and, as by car, all of them within reach."""
    given = evidence()
    made = replace(given.today.made, mode="pram")
    all_areas = dict(zip(given.today.tables["BY_DECILE"].columns, (
        values[-1] for values in given.today.tables["BY_DECILE"].columns.values())))  # fmt: skip
    row = {**{name: [value] for name, value in all_areas.items()}, "key": [key], column: [mode]}

    def checked(**changed):
        tables = {**given.today.tables, table: Table({**row, **changed}, table)}
        return replace(given, today=replace(given.today, made=made, tables=tables))

    check(checked())
    within = {"reached_20": [221.0], "share_20": [1.0], "beyond": [0.0], "unrouted": [0.0]}
    assert f"reached_20 of the areas and of {table}, {key}" in stopped(checked(**within))


def with_option(**parts):
    given = evidence()
    return replace(given, options=[replace(given.options[0], **parts)])


def test_an_option_of_another_mode_or_of_other_bands_is_refused():
    today = evidence().today
    for made, words in (
        (replace(today.made, mode="drive"), "mode of travel: pram in Today, drive in Plan B"),
        (replace(today.made, bands="5,10"), "Run coverage for both with the same bands"),
    ):
        run = replace(today, name="Plan B", made=made, tables={})
        with pytest.raises(InputError, match=words):
            check(with_option(coverage=run))


def test_tables_of_an_option_that_disagree_stop_the_report():
    part = evidence().options[0].comparison
    table = part.tables["BY_DECILE"]
    bent = with_column(table, longer=[70.0, 70.0], same=[110.0, 147.0])
    tables = {"BY_DECILE": table, "BY_LOCALITY": bent}
    said = stopped(with_option(comparison=replace(part, tables=tables)))
    assert "longer of all areas in BY_DECILE and BY_LOCALITY" in said
    more = with_column(table, much_longer=[61.0, 60.0])
    said = stopped(with_option(comparison=replace(part, tables={"BY_DECILE": more})))
    assert "more children have a much longer journey than a longer one" in said


def test_an_options_tables_that_its_areas_do_not_bear_out_stop_the_report():
    part = evidence().options[0].comparison
    # A2's 60 go 14 minutes longer; the other figures stay
    areas = table("areas", area_code=["A1", "A2", "A3", "A4"],
                  children=[120.0, 60.0, 37.0, 4.0], change=[0.0, 14.0, 0.0, None])  # fmt: skip
    check(with_option(comparison=replace(part, areas=areas)))
    less = with_column(areas, change=[0.0, 4.0, 0.0, None])
    said = stopped(with_option(comparison=replace(part, areas=less)))
    assert "children with a much longer journey" in said and "WORSE_MINUTES" in said


def test_a_comparison_of_other_journeys_than_todays_or_the_options_stops_the_report():
    given = evidence()
    part = given.options[0].comparison
    minutes = given.today.areas.column("minutes")
    later = [6.0, 28.0, 33.0, None]  # A2's 60 go 14 minutes longer, as the table by decile says
    plan = replace(given.today, areas=with_column(given.today.areas, minutes=later), tables={})
    areas = table("areas", area_code=["A1", "A2", "A3", "A4"], minutes_base=minutes,
                  minutes_plan=later, children=[120.0, 60.0, 37.0, 4.0],
                  change=[0.0, 14.0, 0.0, None])  # fmt: skip
    whole = replace(part, areas=areas)
    check(with_option(coverage=plan, comparison=whole))
    for name, values in (("minutes_base", [6.0, 14.0, 33.1, None]),
                         ("minutes_base", [6.0, 14.0, 33.0, 40.0]),
                         ("minutes_plan", [6.0, 29.0, 33.0, None])):  # fmt: skip
        other = replace(part, areas=with_column(areas, **{name: values}))
        assert "by another mode" in stopped(with_option(coverage=plan, comparison=other)), name
    assert part.areas is None
    check(with_option(coverage=plan, comparison=part))
    near = replace(plan, areas=with_column(plan.areas, minutes=[6.0, 15.0, 33.0, None]))
    said = stopped(with_option(coverage=near, comparison=part))
    assert "much longer journey by BY_DECILE: 0 is not 60" in said and "another mode" in said


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
