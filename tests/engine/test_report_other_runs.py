"""Tables and layers of another run, mode or county beside a run stop the report, both named.

The run: 120 children at 6 minutes, 60 at 14, 37 at 33 and 4 not routed; bands of 10 and 20 minutes.
"""

from __future__ import annotations

import pytest
from report_evidence import evidence, replace, table, with_column

from family_hub_planner.engine.coverage_digital import DIGITAL, NEITHER, WITHIN
from family_hub_planner.engine.errors import FiguresError
from family_hub_planner.engine.report.checks import check
from family_hub_planner.engine.report.evidence import Consultation, FurtherNeed, Origin, Step
from family_hub_planner.engine.report.pack import Pack
from family_hub_planner.engine.report.sections_method import method
from family_hub_planner.engine.tables import Table

COUNTY = [(-0.70, 52.60, -0.66, 52.61)]


def stopped(given) -> str:
    with pytest.raises(FiguresError) as caught:
        check(given)
    return str(caught.value)


def beside(**tables):
    """The evidence with further tables of today's run."""
    given = evidence()
    return replace(given, today=replace(given.today, tables={**given.today.tables, **tables}))


def with_gaps(**columns):
    given = evidence()
    gaps = table(
        "gaps", cluster=["East", "West"], areas=[1, 1], children=[37.0, 4.0],
        mean_minutes=[33.0, None], area_codes=["A3", "A4"],
    )  # fmt: skip
    return replace(given, today=replace(given.today, gaps=with_column(gaps, **columns)))


def changed(**tables):
    """The evidence with further tables of the option's comparison."""
    given = evidence()
    option = given.options[0]
    part = option.comparison
    part = replace(part, tables={**part.tables, **tables})
    return replace(given, options=[replace(option, comparison=part)])


def age_row(**other):
    """The row of the ages 0 to 4, all who are counted, as the table by decile tells them."""
    row = {"plan": "Plan B", "key": "0-4", "areas": 4, "children": 221.0, "longer": 60.0,
           "much_longer": 60.0, "shorter": 0.0, "same": 157.0, "route_lost": 0.0,
           "route_gained": 0.0, "unrouted": 4.0, "not_compared": 0.0,
           "mean_minutes_base": 2781 / 217, "mean_minutes_plan": 3621 / 217}  # fmt: skip
    return table("by age", **{name: [value] for name, value in {**row, **other}.items()})


# How evenly journeys are shared out.

# 120 x 6 + 60 x 14 + 37 x 33 = 2781 minutes of 217 children; beyond 20 minutes 37, by 13 each
MEASURES = {
    "children_routed": 217.0, "children_not_routed": 4.0, "mean_minutes": 2781 / 217,
    "poverty_share_20": 37 / 217, "poverty_depth_20": 37 * 13 / 20 / 217, "poverty_excess_20": 13.0,
    "poverty_share_40": 0.0, "poverty_excess_40": None, "palma_ratio": 1.5,
}  # fmt: skip


def evenness(**other):
    told = {**MEASURES, **other}
    names = list(told)
    return table("EQUITY", key=names, measure=names, value=list(told.values()))


def test_measures_worked_by_hand_agree_with_the_areas_and_those_by_rank_are_let_be():
    found = {one.title: one.compared for one in check(beside(EQUITY=evenness()))}
    assert found["How evenly journeys are shared out agrees with the areas"] == len(MEASURES) - 1


@pytest.mark.parametrize("key", [one for one in MEASURES if one != "palma_ratio"])
def test_a_measure_of_another_run_stops_the_report(key):
    other = evenness(**{key: (MEASURES[key] or 0.0) + 1.0})
    said = stopped(beside(EQUITY=other))
    assert f"Today: {key} of the areas and of EQUITY" in said
    assert "EQUITY is of another run, mode or county than areas" in said


def test_gaps_between_deciles_are_held_to_the_table_by_decile():
    given = beside(EQUITY=evenness(decile_gap=4.0))
    deciles = given.today.tables["BY_DECILE"]
    assert deciles.column("key") == ["1", "4", "not known", "All areas"]
    check(given)  # there is no decile 10 to set it beside
    tenth = with_column(deciles, key=["1", "10", "not known", "All areas"])
    gap = 26 / 3 - 33  # (120 x 6 + 60 x 14) / 180 less 33

    def told(value):
        tables = {"BY_DECILE": tenth, "EQUITY": evenness(decile_gap=value)}
        return replace(given, options=(), today=replace(given.today, tables=tables))

    check(told(gap))
    assert "decile_gap" in stopped(told(gap + 0.1))


# Gaps with names.


def test_gaps_of_the_areas_beyond_reach_agree():
    found = {one.title: one.compared for one in check(with_gaps())}
    assert found["Gaps are the areas beyond reach"] == 3  # two gaps, and their children in all


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"area_codes": ["E1", "A4"]}, "the gap “East” has area E1, which the run has not"),
        ({"area_codes": ["A2", "A4"]}, "has area A2, which is within 20 minutes"),
        ({"children": [38.0, 3.0]}, "the gap “East”, its children"),
        ({"mean_minutes": [31.0, None]}, "the gap “East”, mean minutes"),
        ({"cluster": ["East"], "areas": [1], "children": [37.0], "mean_minutes": [33.0],
          "area_codes": ["A3"]}, "children beyond reach or not routed"),
        ({"cluster": [], "areas": [], "children": [], "mean_minutes": [], "area_codes": []},
         "41 is not 0"),
    ],
)  # fmt: skip
def test_gaps_of_another_run_stop_the_report(columns, words):
    said = stopped(with_gaps(**columns))
    assert words in said and "gaps is of another run, mode or county than areas" in said


def test_gaps_whose_codes_a_format_cut_short_are_held_by_their_children_alone():
    check(with_gaps(areas=[2, 1], area_codes=["A3", "A4"], children=[37.0, 4.0]))


# Overlapping tables.


def by_age_row(**other):
    """Ages 5 to 17, walking 5, 12 and 28 minutes: no minutes that any area has with a pram."""
    row = {"key": "5-17", "travel": "walk", "areas": 4, "children": 538.0,
           "median_minutes": 5.0, "mean_minutes": 10.0, "note": ""}  # fmt: skip
    return table("by age", **{name: [value] for name, value in {**row, **other}.items()})


def made(tables, **told):
    """The evidence with tables of today's run, and what its coverage says of their rows."""
    given = beside(**tables)
    return replace(given, today=replace(given.today, made=replace(given.today.made, **told)))


def test_ages_that_go_by_a_mode_of_their_own_are_held_to_what_the_coverage_tells_of_them():
    check(made({"BY_AGE": by_age_row()}, ages={"5-17": ("walk", 10.0)}))
    check(made({"BY_AGE": by_age_row()}, ages={"5-17": ("walk", None)}))  # few: not told
    toddlers = by_age_row(key="0-4", travel="pram")
    beside_cars = made({"BY_AGE": toddlers}, mode="drive", ages={"0-4": ("pram", 10.0)})
    check(replace(beside_cars, options=()))  # all ages on foot beside a run by car
    check(made({"BY_AGE": by_age_row()}))  # a layer of an earlier version is believed
    by_car = made({"BY_AGE": by_age_row(travel="drive")}, ages={"5-17": ("walk", 10.0)})
    said = stopped(by_car)
    assert "BY_AGE tells of journeys of 5-17 by drive, and the coverage by walk" in said
    assert "by age is of another run, mode or county than areas" in said
    assert "by walk, and the coverage by pram" in stopped(made({"BY_AGE": by_age_row()}, ages={}))


def test_ages_on_foot_under_another_plan_are_told_by_their_mean():
    other = made({"BY_AGE": by_age_row(mean_minutes=10.1)}, ages={"5-17": ("walk", 10.0)})
    assert "mean minutes of 5-17 in the coverage and in BY_AGE: 10 is not 10.1" in stopped(other)


def by_group_row(**other):
    """Children of lone parents: half of each area's, 6, 14 and 33 minutes away, two not routed."""
    row = {"key": "lone_parents", "areas": 4, "children": 110.5, "median_minutes": 6.0,
           "p90_minutes": 33.0, "max_minutes": 33.0, "note": ""}  # fmt: skip
    return table("by group", **{name: [value] for name, value in {**row, **other}.items()})


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"areas": 2}, "BY_GROUP, lone_parents, is of 2 areas, and the run has 4"),
        ({"areas": 4, "note": "1 area has no count and is left out"}, "is of 5 areas"),
        ({"median_minutes": 2.0}, "median_minutes of BY_GROUP, lone_parents, is 2, which no area"),
        ({"p90_minutes": 5.0}, "p90_minutes of BY_GROUP, lone_parents, is 5"),
        ({"max_minutes": 9.6}, "max_minutes of BY_GROUP, lone_parents, is 9.6"),
        ({"travel": "drive"}, "BY_GROUP tells of journeys of lone_parents by drive"),
    ],
)  # fmt: skip
def test_a_group_by_car_or_of_half_the_county_stops_the_report(other, words):
    said = stopped(made({"BY_GROUP": by_group_row(**other)}, groups={}))
    assert words in said and "by group is of another run, mode or county than areas" in said


def test_groups_of_the_runs_own_areas_and_minutes_agree():
    check(beside(BY_GROUP=by_group_row()))
    note = "2 areas have no count and are left out; no children"
    check(beside(BY_GROUP=by_group_row(areas=2, note=note)))
    none = dict.fromkeys(("median_minutes", "p90_minutes", "max_minutes"))
    check(beside(BY_GROUP=by_group_row(**none)))  # nobody is routed
    check(beside(BY_GROUP=by_group_row(areas=0, children=None, note="not assessed", **none)))
    bare = Table({**by_group_row(areas=2).columns}, "by group")
    del bare.columns["note"]  # then it may leave areas out
    check(beside(BY_GROUP=bare))


@pytest.mark.parametrize("key", ["BY_GROUP", "BY_AGE", "BY_RURAL_URBAN"])
def test_tables_of_other_bands_stop_the_report_in_words(key):
    theirs = by_group_row(reached_5=0.0, reached_7_5=60.0, reached_20=90.0)
    said = stopped(beside(**{key: theirs}))
    assert f"its bands are 10,20 minutes, and {key} counts within 5, 7.5, 20. by group" in said
    given = beside(BY_MODE=table("by car", key=["x"], children=[1.0], reached_5=[0.0]))
    own = replace(given.today, origins={"BY_MODE": Origin("mode.csv", "by car")})
    check(replace(given, today=own))  # a record took it from another step


def test_an_age_of_the_needs_own_count_is_held_to_the_areas():
    """Of those aged 0 to 2 (70, 40, 20 and 3) 110 live within 20 minutes."""
    row = {"key": ["0-2"], "travel": ["pram"], "areas": [4], "children": [133.0], "unrouted": [3.0]}
    check(beside(BY_AGE=table("by age", reached_20=[110.0], beyond=[20.0], **row)))
    said = stopped(beside(BY_AGE=table("by age", reached_20=[130.0], beyond=[0.0], **row)))
    assert "reached_20 of the areas and of BY_AGE, 0-2: 110 is not 130" in said
    row["children"] = [134.0]  # another edition: the need does not tell it
    check(beside(BY_AGE=table("by age", reached_20=[130.0], beyond=[1.0], **row)))


def test_services_and_digital_tiers_of_other_children_stop_the_report():
    def services(children):
        return table("services", service=["play"], key=["All areas"], children=[children])

    check(beside(BY_SERVICE=services(221.0)))
    assert "children of the areas and of BY_SERVICE" in stopped(beside(BY_SERVICE=services(220.0)))

    def tiers(*children):
        return table("tiers", key=[WITHIN, DIGITAL, NEITHER], children=list(children))

    check(beside(BY_DIGITAL=tiers(180.0, 40.0, 1.0)))
    assert f"BY_DIGITAL, {WITHIN}: 180 is not 221" in stopped(
        beside(BY_DIGITAL=tiers(221.0, 0.0, 0.0))
    )
    assert "all tiers" in stopped(beside(BY_DIGITAL=tiers(180.0, 40.0, 0.0)))


def test_lists_of_another_countys_areas_stop_the_report():
    given = evidence()
    lost = table("not routed", id=["E1"], role=["demand"], reason=["too far"])
    assert "Places not routed: none of the 1 areas (first: E1)" in stopped(
        replace(given, unrouted=lost)
    )
    voices = table("voices", by=["all", "area"], key=["all voices", "E1"], theme=["", ""],
                   sentiment=["", ""], voices=[9, 9])  # fmt: skip
    said = stopped(replace(given, consultation=Consultation(voices=voices)))
    assert "Voices by area: none of the 1 areas (first: E1)" in said
    journeys = table("journeys", plan=["Plan B"], area_code=["E1"], minutes_both_ways=[30.0])
    assert "there and back: none of the 1 areas" in stopped(changed(THERE_AND_BACK=journeys))


# Comparisons.


def test_the_ages_counted_agree_with_the_comparisons_other_tables():
    check(changed(BY_AGE=age_row()))
    check(
        changed(BY_AGE=age_row(key="0-2", children=100.0, longer=0.0, much_longer=0.0, same=96.0))
    )


@pytest.mark.parametrize(
    "other",
    [{"much_longer": 0.0}, {"longer": 58.0, "much_longer": 58.0, "same": 159.0},
     {"mean_minutes_base": 4.2}, {"mean_minutes_plan": 4.4}],
)  # fmt: skip
def test_ages_of_a_comparison_by_car_stop_the_report(other):
    said = stopped(changed(BY_AGE=age_row(**other)))
    assert f"{list(other)[-1] if 'same' not in other else 'longer'} of all children" in said
    assert "by age is of another run, mode or county than changes" in said


def test_a_table_of_changes_alone_is_held_to_the_minutes_of_today():
    given = evidence()
    option = given.options[0]
    changes = option.comparison.tables["BY_DECILE"]
    by_car = with_column(changes, mean_minutes_base=[1.0, 2.0])
    part = replace(option.comparison, tables={"BY_DECILE": by_car})
    said = stopped(replace(given, options=[replace(option, comparison=part)]))
    assert "mean_minutes_base by BY_DECILE, 1, and of Today: 8.66666667 is not 1" in said


def test_a_table_of_changes_of_children_that_nothing_counts_stops_the_report():
    given = evidence()
    option = given.options[0]
    rows = {**age_row(key="All areas", children=900.0, same=836.0).columns}
    part = replace(option.comparison, tables={"BY_DECILE": table("their changes", **rows)})
    other = replace(given, options=[replace(option, comparison=part)])
    said = stopped(other)
    assert "of 900 children, and no need or coverage here counts as many" in said
    need = table("need", area_code=["A1"], children=[900.0])
    check(replace(other, needs=[FurtherNeed("0 to 19", need)]))  # of other ages, which are given


# Places.


@pytest.mark.parametrize(
    ("key", "words"),
    [("HUBS", "Hubs"), ("OUTREACH", "Suggested outreach points"),
     ("ESTATE", "Options for the estate"), ("COLOCATION", "Services that might share"),
     ("NEED", "Need by area")],
)  # fmt: skip
def test_a_layer_of_another_county_stops_the_report(key, words):
    """With a pram nobody comes 2 km in 20 minutes; half a degree east is some 34 km."""
    given = evidence()
    near, far = (-0.64, 52.60, -0.64, 52.60), (-0.16, 52.60, -0.16, 52.60)
    check(replace(given, boxes={"COVERAGE": COUNTY, key: [far, near]}))
    check(replace(given, boxes={key: [far]}))  # areas without shapes tell nothing
    said = stopped(replace(given, boxes={"COVERAGE": COUNTY, key: [far]}))
    assert f"{words}: none of the 1 places lies within 2 km of the areas counted" in said
    assert "is of another run, mode or county than areas" in said


def test_by_car_families_come_from_further_and_the_needs_own_areas_count_as_near():
    given = evidence()
    boxes = {"COVERAGE": COUNTY, "HUBS": [(-0.16, 52.60, -0.16, 52.60)]}  # some 34 km east
    stopped(replace(given, boxes=boxes))
    by_car = replace(given.today, made=replace(given.today.made, mode="drive"))
    check(replace(given, today=by_car, options=(), boxes=boxes))
    check(replace(given, boxes={**boxes, "NEED": [(-0.70, 52.60, -0.15, 52.61)]}))


def test_more_children_at_a_site_than_anybody_counts_stop_the_report():
    given = evidence()
    many = with_column(given.outreach.sites, children_gained=[None, 222.0])
    other = replace(given, outreach=replace(given.outreach, sites=many))
    said = stopped(other)
    assert "of V1 it tells 222 children, and no need or coverage here counts more than 221" in said
    need = table("need", area_code=["A1"], children=[900.0])
    check(replace(other, needs=[FurtherNeed("0 to 19", need)]))  # of other ages, which are given


# Settings of the record.


@pytest.mark.parametrize(
    ("given", "words"),
    [({"MODE": "walk"}, "MODE was “walk”"), ({"BANDS": "15,30"}, "BANDS was “15,30”"),
     ({"MODE": "pram", "BANDS": "20, 10"}, ""), ({"DIRECTION": "from"}, "DIRECTION was “from”"),
     ({"TIMES": "bus.csv"}, "TIMES was “a table”"), ({"NETWORK": "n.gpkg"}, ""),
     ({"SERVICE": "play"}, "SERVICE was “play”"), ({}, "")],
)  # fmt: skip
def test_settings_that_a_coverage_contradicts_stop_the_report(given, words):
    whole = evidence()
    made = replace(whole.today.made, direction="to", network="streets (undated)", service="")
    today = replace(whole.today, made=made, origin=Origin("coverage.gpkg", "today"))
    told = replace(whole, today=today, options=(),
                   steps=[Step("today", "Reach today", "coverage", given)])  # fmt: skip
    if not words:
        check(told)
        return
    said = stopped(told)
    assert f"The record tells of the step “Reach today” that {words}" in said
    assert "areas, says of itself" in said


INCOME = "children in income-deprived families (estimate): IDACI score × children aged 0-4"
POPULATION = "ONS; mid-2024; pop.csv (sha256 73c71addadba). Indices; iod.csv (sha256 021ed674d657)"


def recorded(given, inputs=(), **columns):
    """The evidence with a recorded need, and what its layer says of itself."""
    whole = evidence()
    need = with_column(whole.need, **{name: [text] * 4 for name, text in columns.items()})
    step = Step("need", "Need", "needlayer", given, inputs=inputs)
    return replace(whole, steps=[step], need=need, need_origin=Origin("need.gpkg", "need"))


@pytest.mark.parametrize(
    ("weighting", "words", "stops"),
    [("children", INCOME, True), ("income_deprived_children", INCOME, False),
     ("income_deprived_children", "children aged 0-15 in income-deprived families, as", False),
     ("decile_weights", "children aged 0-4", True), ("children", "children aged 0-4", False),
     ("top_decile", "children aged 0-4 in areas of IDACI decile 1 only; none elsewhere", False),
     ("decile_weights", "weight of the IDACI decile × children aged 0-4; weights 1=2", False),
     ("expression", "an expression of one's own: 2 * children", False),
     ("children", "an expression of one's own: children aged 0-4", True),
     ("children", "as the council sees it", False)],
)  # fmt: skip
def test_a_weighting_that_a_need_contradicts_stops_the_report(weighting, words, stops):
    told = recorded({"WEIGHTING": weighting}, need_is=words)
    if stops:
        assert f"WEIGHTING was “{weighting}”; its result, need, says" in stopped(told)
    else:
        check(told)


@pytest.mark.parametrize(
    ("given", "sums", "stops"),
    [("pop.csv", "73c71addadba" + "0" * 52, False), ("moved.csv", "73c71addadba" + "1" * 52, False),
     ("pop.csv", "ab" * 32, True), ("", "ab" * 32, False)],
)  # fmt: skip
def test_a_need_that_names_other_tables_than_its_record_stops_the_report(given, sums, stops):
    inputs = [(given or "pop.csv", sums)]
    told = recorded({"POPULATION": given}, inputs, sources=POPULATION)
    check(recorded({"POPULATION": given}, inputs, sources="ONS; OGL v3"))  # names no checksum
    cut = f"{POPULATION} {'x' * 300}"[:254]  # as a shapefile cuts it: tables may be missing
    check(recorded({"POPULATION": given}, inputs, sources=cut))
    if stops:
        said = stopped(told)
        assert "that POPULATION was pop.csv (sha256 abababababab); its result, need, names" in said
        assert "pop.csv (sha256 73c71addadba)" in said
    else:
        check(told)


def test_a_mode_chosen_beside_a_table_of_times_contradicts_nothing():
    whole = evidence()
    made = replace(whole.today.made, mode="as in the table of times given",
                   network="table of times bus.csv")  # fmt: skip
    today = replace(whole.today, made=made, origin=Origin("coverage.gpkg", "today"))
    step = Step("today", "Reach today", "coverage", {"MODE": "walk", "TIMES": "bus.csv"})
    told = replace(whole, today=today, options=(), steps=[step])
    check(told)
    assert "TIMES was “none”" in stopped(
        replace(told, steps=[replace(step, parameters={"MODE": "walk", "NETWORK": "n.gpkg"})])
    )


@pytest.mark.parametrize(
    ("ages", "stops"), [("0-11", True), ("0 to 4", False), ("under 5", False), ("", False)]
)
def test_ages_that_a_need_contradicts_stop_the_report(ages, stops):
    step = Step("need", "Need", "needlayer", {"AGES": ages} if ages else {})
    told = replace(evidence(), steps=[step], need_origin=Origin("need.gpkg", "need"))
    if stops:
        assert "AGES was “0-11”; its result, need, says of itself “0-4”" in stopped(told)
    else:
        check(told)


# The network.

OURS = "county.osm.pbf (data up to 2026-01-01; 11,753 stretches; mark ef9b7f15)"
RENAMED = "copy.osm.pbf (data up to 2026-01-01; 11,753 stretches; mark ef9b7f15)"
NEWER = "county.osm.pbf (data up to 2026-11-01; 11,760 stretches; mark 0b2c3d4e)"


def on_network(given, told):
    """The evidence with a network given, and what today's coverage says it was run on."""
    whole = evidence()
    today = replace(whole.today, made=replace(whole.today.made, network=told))
    return replace(whole, today=today, network=given)


def test_a_network_built_anew_since_the_coverage_was_run_stops_the_report():
    said = stopped(on_network(NEWER, OURS))
    assert f"on the network {OURS}, as areas says, and the" in said
    assert f"network given (NETWORK) is {NEWER}: another county's" in said


@pytest.mark.parametrize(
    ("given", "told", "compared"),
    [(OURS, OURS, 1), (RENAMED, OURS, 1), (OURS, "", 0), ("", OURS, 0),
     (OURS, "table of times bus.csv", 0)],
)  # fmt: skip
def test_the_same_network_by_another_name_and_a_coverage_that_names_none_are_let_be(
    given, told, compared
):
    found = {one.title: one.compared for one in check(on_network(given, told))}
    assert found["The network given is the minutes' own"] == compared


def test_a_pack_says_where_the_coverage_names_no_network():
    said = "does not say which network it was worked out on"
    whole = on_network(OURS, "")
    assert said in str(method(Pack(whole))) and said not in str(method(Pack(on_network("", ""))))
    assert said not in str(method(Pack(on_network(OURS, OURS))))
