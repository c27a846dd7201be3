"""What of a change rests on outreach, part-time hubs and neighbours' hubs, on areas by hand.

Six areas, bands 10, 20, 30 (the first sentence's is 20), same up to half a minute:

  a  100   30 -> 12   outreach opens; a full hub stays at 30                    gains 20 by it alone
  b  200   25 -> 15   a full hub opens at 15                                    gains 20
  c  300    5 -> 8    a full hub goes, outreach stands in; the next is 28    loses 20 by full hubs
  d  400   12 -> 12   a few hours a week today and under the plan; full hub 40
  e  500    9 -> 9    the neighbour's hub; no way to another
  f  600   15 -> 15   a full hub
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from page_cases import Reader
from test_comparison_page import METHOD, part

from family_hub_planner.engine.comparison import Asked, Comparison, Scenario
from family_hub_planner.engine.comparison_offer import by_offer
from family_hub_planner.engine.comparison_page import Evidence, comparison_page, lead
from family_hub_planner.engine.comparison_tiers import ALIKE, tier_answer, without
from family_hub_planner.engine.comparison_worst import AreaNames
from family_hub_planner.engine.coverage_sets import HubFacts
from family_hub_planner.engine.coverage_tiers import FULL, Tiers, ids_of_kinds, minutes_without
from family_hub_planner.engine.demand import Demand

INF, NAN = np.inf, np.nan
CHILDREN = np.array([100, 200, 300, 400, 500, 600.0])
HUBS = ["Full", "Few", "Theirs", "Out", "New"]
# minutes of the areas (rows) to the hubs (columns)
TODAY = np.array(
    [
        [30, 50, INF], [25, 50, INF], [5, 50, INF], [40, 12, INF], [INF, INF, 9], [15, 50, INF],
    ]
)  # fmt: skip
PLAN = np.array(
    [
        [30, 50, INF, 12, 90], [25, 50, INF, 90, 15], [28, 50, INF, 8, 90], [40, 12, INF, 90, 90],
        [INF, INF, 9, INF, INF], [15, 50, INF, 90, 90],
    ]
)  # fmt: skip


def facts(count: int) -> HubFacts:
    """Give what the first `count` hubs state of themselves."""
    hours = np.array([40, 2, 40, NAN, NAN])[:count]
    types = ["", "", "", "Network Site", ""][:count]
    return HubFacts(hours, 15.0, types, ["Us", "", "Them", "", ""][:count], "Us")


def scenario(name: str, minutes: np.ndarray, **changes) -> Scenario:
    count = minutes.shape[1]
    of = changes.pop("of", facts(count))
    tiers = Tiers(
        {kind: tuple(ids) for kind, ids in ids_of_kinds(HUBS, of).items()},
        {key: found for key, found in zip(KEYS, columns_of(minutes, of)) if found is not None},
    )
    nearest = [HUBS[place] for place in minutes.argmin(axis=1)]
    given = {"there": np.ones(6, bool), "tiers": tiers, **changes}
    return Scenario(name, minutes.min(axis=1), nearest, **given)


KEYS = ("outreach", "part_time", "neighbours", "full")
COLUMNS = (
    "no_outreach_minutes", "no_part_time_minutes", "no_neighbours_minutes", "full_hub_minutes",
)  # fmt: skip


def columns_of(minutes, of):
    told = minutes_without(minutes, of)
    return [told.get(name) for name in COLUMNS]


def compared(**changes) -> Comparison:
    demand = Demand(
        ids=list("abcdef"),
        children=CHILDREN,
        need=np.ones(6),
        decile=np.array([1, 1, 2, 2, 3, 3.0]),
        quintile=np.full(6, NAN),
        locality=[""] * 6,
        authority=[""] * 6,
        groups={},
    )
    today, plan = scenario("Today", TODAY, **changes), scenario("Plan", PLAN, **changes)
    return Comparison(today, plan, demand, Asked((10.0, 20.0, 30.0)))


def test_minutes_without_each_kind_are_those_to_the_nearest_hub_that_is_left():
    told = minutes_without(PLAN, facts(5))
    assert told["no_outreach_minutes"].tolist() == [30, 15, 28, 12, 9, 15]
    assert told["no_part_time_minutes"].tolist() == [12, 15, 8, 40, 9, 15]
    assert told["no_neighbours_minutes"].tolist() == [12, 15, 8, 12, INF, 15]
    assert told["full_hub_minutes"].tolist() == [30, 15, 28, 40, INF, 15]


def test_where_every_hub_is_a_full_one_there_are_no_further_minutes():
    assert minutes_without(TODAY[:, :1], facts(1)) == {}


def test_a_coverage_without_any_full_hub_has_no_journey_to_one():
    told = minutes_without(TODAY[:, 1:2], HubFacts(np.array([2.0]), 15.0, [""], [""], ""))
    assert told["full_hub_minutes"].tolist() == [INF] * 6


def test_the_same_children_are_counted_by_each_set_of_hubs():
    table = by_offer(compared())
    rows = dict(zip(table.column("key"), table.rows()))
    names = list(table.columns)

    def told(key, *columns):
        return [rows[key][names.index(name)] for name in columns]

    wanted = ("longer", "shorter", "unrouted", "lost_20", "gained_20")
    assert told("all hubs counted", *wanted) == [300, 300, 0, 0, 300]
    assert told("without outreach", *wanted) == [300, 200, 0, 300, 200]
    assert told("without hubs open a few hours", *wanted) == [300, 300, 0, 0, 300]
    assert told("without hubs of other authorities", *wanted) == [300, 300, 500, 0, 300]
    assert told("full hubs alone", *wanted) == [300, 200, 500, 300, 200]


def test_the_answer_says_what_stands_by_full_hubs_alone_and_what_rests_on_others():
    said = tier_answer(compared(), METHOD)
    assert (
        "By full hubs alone, about 300 would have a longer modelled journey and about 200 a "
        "shorter one; about 300 would no longer be modelled within 20 minutes' walk of a hub with "
        "a pram, and about 200 would newly be."
    ) in said
    assert (
        "About 100 of the shorter journeys and about 100 of those newly within 20 minutes rest "
        "on outreach, hubs open a few hours or other authorities' hubs alone."
    ) in said


def test_an_outreach_point_is_never_called_a_hub():
    said = lead(compared(), METHOD)
    assert "to their nearest hub or outreach point than today" in said
    assert "within 20 minutes' walk of a hub or outreach point with a pram" in said


def test_without_outreach_the_words_stay_those_of_hubs():
    full = replace(facts(5), types=[""] * 5)
    today = scenario("Today", TODAY, of=replace(facts(3), types=[""] * 3))
    found = replace(compared(), base=today, plan=scenario("Plan", PLAN, of=full))
    assert "outreach" not in lead(found, METHOD)


def test_a_coverage_that_does_not_tell_its_hubs_apart_is_said_to_count_them_alike():
    found = compared()
    silent = replace(found, base=replace(found.base, tiers=None))
    assert tier_answer(silent, METHOD) == ALIKE
    assert without(silent, FULL) is None
    table = by_offer(silent)
    assert table.column("shorter") == [300, None]
    assert table.column("note")[1].startswith("not assessed")


def test_where_minutes_without_a_kind_were_lost_nothing_is_guessed():
    found = compared()
    cut = replace(found.plan, tiers=replace(found.plan.tiers, minutes={}))
    table = by_offer(replace(found, plan=cut))
    assert table.column("shorter") == [300, None, None, None, None]


def test_nothing_is_said_where_every_hub_is_a_full_one():
    plain = HubFacts(np.full(5, NAN), 15.0, [""] * 5, [""] * 5, "")
    today = replace(plain, hours=plain.hours[:3], types=[""] * 3, authorities=[""] * 3)
    found = replace(
        compared(),
        base=scenario("Today", TODAY, of=today),
        plan=scenario("Plan", PLAN, of=plain),
    )
    assert tier_answer(found, METHOD) == ""
    assert by_offer(found).column("note") == ["", "every hub counted is a full hub"]


@pytest.fixture
def page() -> str:
    found = compared()
    made = part(found)
    made = replace(made, tables={**made.tables, "BY_OFFER": by_offer(found)})
    areas = AreaNames([""] * 6, [""] * 6)
    return comparison_page([made], areas, METHOD, Evidence(["children"], []), ["A source"])


def test_the_page_names_the_hubs_and_counts_by_those_that_count(page):
    text = Reader(page).text
    named = "outreach (Out); hubs open a few hours (Few)"
    assert f"Counted under Plan, but no full hubs: {named}" in text
    rows = [row for row in Reader(page).rows if row]
    assert ["full hubs alone", "6", "2,100"] in [row[:3] for row in rows]
    assert "By full hubs alone: children by" in text
    assert "Out, outreach" in text


def test_the_page_counts_the_hubs_of_each_scenario_and_those_in_both(page):
    hubs = "hubs and outreach points are counted today"
    assert f"3 {hubs}, 5 under Plan; 3 of them in both." in Reader(page).text.replace("\n", " ")
