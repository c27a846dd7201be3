"""Coverage by the mode that families have, and the share without a car: by hand."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_mode import OwnModes, by_mode, mode_answer, mode_section
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import ColumnError
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.no_car import no_car_share

NAN, INF = np.nan, np.inf
METHOD = Method(mode="drive", headline_minutes=10)
CHILDREN = np.array([100.0, 200, 300])
IDS = ["a", "b", "c"]


def demand(decile=(1.0, 1, 10)) -> Demand:
    return Demand(
        ids=IDS, children=CHILDREN, need=CHILDREN / 10, decile=np.array(decile),
        quintile=np.full(3, NAN), locality=[""] * 3, authority=[""] * 3,
    )  # fmt: skip


def found(people=None):
    """By car 4, 8 and 15 minutes; 100 + 200 within 10."""
    times = np.array([[4.0], [8], [15]])
    return cover(times, people or demand(), ["H"], (10, 20), np.zeros(3, bool))


MODES = OwnModes(np.array([0.5, 0.25, 0.1]), np.array([9.0, 60, INF]), "walk", "", "no_car, shares")


def rows_of(table):
    assert table.columns.keys() >= {"by", "travel", "key"}
    return {row[:3]: dict(zip(table.columns, row)) for row in table.rows()}


def test_with_a_car_they_drive_and_without_they_walk():
    rows = rows_of(by_mode(found(), demand(), MODES))
    driving = rows["all areas", "with a car", "All areas"]
    walking = rows["all areas", "without a car", "All areas"]
    both = rows["all areas", "by the mode they have", "All areas"]
    assert (driving["children"], driving["reached_10"]) == (50 + 150 + 270, 50 + 150)
    assert (walking["children"], walking["reached_10"], walking["unrouted"]) == (130, 50, 30)
    assert (both["children"], both["reached_10"], both["areas"]) == (600, 250, 3)
    assert (both["reached_20"], both["beyond"], both["unrouted"]) == (250 + 270, 50, 30)
    assert both["share_10"] == pytest.approx(250 / 600)


def test_the_deciles_add_up_to_all_and_an_empty_one_says_so():
    rows = rows_of(by_mode(found(), demand(), MODES))
    one = rows["decile", "by the mode they have", "1"]
    assert (one["children"], one["reached_10"], one["areas"]) == (300, 250, 2)
    assert rows["decile", "by the mode they have", "2"]["note"] == "no areas"
    assert rows["decile", "without a car", "10"]["unrouted"] == pytest.approx(30)
    unknown = demand((1.0, NAN, NAN))
    rows = rows_of(by_mode(found(unknown), unknown, MODES))
    assert rows["decile", "by the mode they have", "not known"]["children"] == 500
    nowhere = demand((NAN, NAN, NAN))
    rows = rows_of(by_mode(found(nowhere), nowhere, MODES))
    assert [key for key in rows if key[0] == "decile"] == [
        ("decile", travel, "not known") for travel in
        ("with a car", "without a car", "by the mode they have")
    ]  # fmt: skip


def test_where_everybody_has_a_car_the_figure_is_that_of_driving():
    modes = OwnModes(np.zeros(3), np.full(3, INF), "walk")
    rows = rows_of(by_mode(found(), demand(), modes))
    both = rows["all areas", "by the mode they have", "All areas"]
    assert (both["reached_10"], both["unrouted"]) == (300, 0)


def test_the_page_says_the_one_figure_and_what_it_rests_on():
    table = by_mode(found(), demand(), MODES)
    said = "By the mode they have, about 250 (42 %) are modelled within 10 minutes."
    assert mode_answer(table, found(), METHOD) == said
    by_first = " within 10 minutes, by the first placing (centroids)."
    assert mode_answer(table, found(), METHOD, "centroids").endswith(by_first)
    page = mode_section(table, found(), METHOD, MODES)
    for words in (said, "all households, not of families", "may not have it at session time",
                  "on foot; buses are not counted", "no_car, shares"):  # fmt: skip
        assert words in page
    buses = OwnModes(MODES.no_car, MODES.minutes, "pram", "bus times")
    page = mode_section(table, found(), METHOD, buses)
    assert (
        "on foot with a pram or by the bus times of the table given (bus times), whichever" in page
    )


def test_the_table_by_decile_ends_with_all_children_and_not_with_those_of_one_mode():
    """600 in all, 470 with a car and 130 without."""
    page = mode_section(by_mode(found(), demand(), MODES), found(), METHOD, MODES)
    by_decile = page.split("each by the mode they have")[-1]
    assert ">600<" in by_decile and ">470<" not in by_decile and ">130<" not in by_decile


def test_where_no_decile_is_known_the_page_has_no_table_by_decile():
    for deciles, told in ((NAN, False), (1.0, True)):
        people = demand((deciles, NAN, NAN))
        page = mode_section(by_mode(found(people), people, MODES), found(people), METHOD, MODES)
        assert ("each by the mode they have" in page) is told and "Children by mode" in page


def test_a_share_that_differs_by_few_from_that_of_driving_is_not_printed():
    few = OwnModes(np.array([0.0, 0.02, 0]), np.array([9.0, 60, INF]), "walk")
    said = mode_answer(by_mode(found(), demand(), few), found(), METHOD)
    assert said == "By the mode they have, about 300 are modelled within 10 minutes."


def test_shares_percentages_and_numbers_of_households_are_read_alike():
    share = np.array([0.5, 0.25, 0.1])
    for values, households in ((share, None), (100 * share, None),
                               (share * 400, np.full(3, 400.0))):  # fmt: skip
        read = no_car_share(IDS, values, CHILDREN, households)
        assert read.share.tolist() == pytest.approx(share.tolist())
        assert "10 % to 50 % of an area's households, 22 % over these children" in read.said


def test_a_share_that_runs_against_deprivation_is_doubted_and_refused_where_it_is_high():
    decile, rising = np.array([1.0, 5, 10]), np.array([0.1, 0.2, 0.3])
    assert no_car_share(IDS, rising, CHILDREN, None, decile).doubt
    assert not no_car_share(IDS, rising[::-1], CHILDREN, None, decile).doubt
    with pytest.raises(ColumnError, match=r"79 % of the children.*looks like the share WITH a car"):
        no_car_share(IDS, rising + 0.56, CHILDREN, None, decile)
    high = no_car_share(IDS, rising[::-1] + 0.6, CHILDREN, None, decile)  # inner London
    assert not high.doubt and high.share.mean() == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("values", "households", "words"),
    [([0.1, NAN, 0.2], None, "1 of 3 areas with children have no share.*first: b"),
     ([0.1, -0.2, 0.2], None, "1 values are below zero .first: b, -0.2"),
     ([10, 120, 20], None, "1 values are above 100 .first: b"),
     ([10, 20, 30], [40, NAN, 40], "have no number of households .first: b"),
     ([10, 50, 30], [40, 40, 40], "more households without a car than.*first: b, 50 of 40"),
     ([0, 0, 0], [40, 0, 40], "children but no household .first: b")],
)  # fmt: skip
def test_values_that_are_no_share_are_refused_with_the_area(values, households, words):
    given = None if households is None else np.array(households, dtype=float)
    with pytest.raises(ColumnError, match=words):
        no_car_share(IDS, np.array(values, dtype=float), CHILDREN, given)


def test_an_area_without_children_may_lack_its_share():
    read = no_car_share(IDS, np.array([NAN, 0.2, 0.4]), np.array([0.0, 10, 10]))
    assert read.share.tolist() == [0, 0.2, 0.4]
