"""The page of a comparison: honest in its words, rounded, escaped, and drawn to both sides."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from page_cases import Reader
from scenario_pair import ASKED, compared, demand

from family_hub_planner.engine.chart import WIDTH, Bar, Series, diverging_bars
from family_hub_planner.engine.comparison import Comparison, Scenario
from family_hub_planner.engine.comparison_car import Cars, by_car
from family_hub_planner.engine.comparison_likeness import hub_moves
from family_hub_planner.engine.comparison_page import Evidence, PlanPart, comparison_page, lead
from family_hub_planner.engine.comparison_tables import by_counts, by_rank, by_text
from family_hub_planner.engine.comparison_words import minutes_changed
from family_hub_planner.engine.comparison_worst import AreaNames, PramJourney
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.giving_up import DECIDES_NOTHING
from family_hub_planner.engine.method_note import Method

METHOD = Method(mode="pram", speed_kph=3.6, hub_names={"1": "Old & Small"}, run_on="today")
NAMES = AreaNames([""] * 8, list(demand().locality))
SVG = "{http://www.w3.org/2000/svg}"


def part(found=None, **changes) -> PlanPart:
    found = found or compared()
    known = found.demand
    tables = {
        "BY_DECILE": by_rank(found, "BY_DECILE", known.decile, 10),
        "BY_QUINTILE": by_rank(found, "BY_QUINTILE", known.quintile, 5),
        "BY_LOCALITY": by_text(found, "BY_LOCALITY", known.locality),
        "BY_AGE": by_counts(found, "BY_AGE", {"0-4": known.children}),
        "BY_GROUP": by_counts(found, "BY_GROUP", known.groups),
        "BY_CAR": by_car(found, Cars(changes.pop("share", None))),
    }
    hubs = hub_moves(found.base.hub, found.plan.hub, True)
    return PlanPart(found, tables, hubs, **changes)


def page(*parts, method=METHOD, evidence=None, areas=NAMES) -> str:
    evidence = evidence or Evidence(["children", "send", "lone_parents"], ["send"])
    return comparison_page(parts or (part(),), areas, method, evidence, ["A source"])


def big() -> Comparison:
    """Give the eight areas ten times over, so that nothing is small."""
    found = compared()
    return Comparison(
        found.base, found.plan, demand([70, 110, 130, 170, 190, 230, 290, 310]), ASKED
    )


def test_the_page_is_well_formed_and_says_whole_that_it_decides_nothing():
    reader = Reader(page())
    assert DECIDES_NOTHING in reader.text
    assert [tag for tag, _ in reader.tags].count("h1") == 1


def test_the_first_sentences_say_who_has_longer_and_shorter_journeys():
    said = lead(big(), METHOD)
    assert said == (
        "Plan: of 1,500 children aged 0-4, about 240 (16 %) would have a longer modelled journey "
        "to their nearest hub than today, about 130 of them one more than 5 minutes longer, and "
        "about 170 a shorter one; about 230 would have no modelled journey any more. About 360 "
        "would no longer be modelled within 20 minutes' walk of a hub with a pram, and about 360 "
        "would newly be. About 290 could not be routed in either. About 310 live in areas that one "
        "of the coverages lacks."
    )


def test_where_all_are_counted_as_driving_the_answer_by_their_own_mode_stands_beside():
    found, drive = big(), replace(METHOD, mode="drive")
    share = np.full(8, 0.5)
    own = Comparison(
        replace(found.base, no_car_minutes=np.full(8, 5.0)),
        replace(found.plan, no_car_minutes=np.full(8, 45.0)),
        found.demand,
        ASKED,
    )
    told = part(own)
    told = replace(told, tables={**told.tables, "BY_CAR": by_car(own, Cars(share, "", True))})
    text = Reader(page(told, method=drive)).text
    # half of b, c (with a car, longer) and half of all but h (on foot, 40 minutes longer)
    assert (
        "These figures are those if all drove. By the mode they have, about 750 being in "
        "households without a car (an estimate), about 720 would have a longer journey, about 660 "
        "of them one more than 5 minutes longer, and about 90 a shorter one; "
    ) in text
    assert "count every child as if all drove" in text
    alone = Reader(page(part(found), method=drive)).text
    assert "those if all drove: families without a car are not assessed" in alone
    assert "if all drove" not in Reader(page(part(found))).text


def test_a_small_count_is_held_back_in_the_first_sentence_with_its_share():
    few = compared(demand=demand([200, 4, 1, 3, 100, 100, 100, 100]))
    said = lead(few, METHOD)
    assert "fewer than 10 would have a longer" in said
    assert "%" not in said


def test_each_table_stands_with_rows_without_areas_named():
    html = page(part(big()))
    reader = Reader(html)
    rows = [row for row in reader.rows if row]
    assert ["3", "no areas"] in rows
    decile = next(row for row in rows if row[0] == "2")
    # areas, all, longer, over 5, shorter, same, lost, gained, not routed, not compared, means
    assert decile[1:10] == ["3", "490", "130", "130", "170", "0", "0", "190", "0"]
    assert ["send", "not assessed"] in rows
    assert "no local quintiles" in html


def test_a_row_where_few_change_prints_no_mean_minutes():
    few = compared(demand=demand([200, 4, 130, 170, 190, 230, 290, 310]))
    rows = [row for row in Reader(page(part(few))).rows if row]
    first = next(row for row in rows if row[0] == "1" and row[1] == "2")
    assert first[2:5] == ["200", "under 10", "0"]
    assert first[-3:] == ["held back"] * 3
    total = next(row for row in rows if row[0] == "All areas")
    assert "held back" not in total


def test_columns_of_journeys_without_a_route_stand_only_where_there_are_any():
    today, plan = np.full(8, 5.0), np.full(8, 8.0)
    here = np.ones(8, bool)
    whole = Comparison(
        Scenario("Today", today, ["1"] * 8, here), Scenario("Plan", plan, ["1"] * 8, here),
        big().demand, ASKED,
    )  # fmt: skip
    words = page(part(whole))
    for column in ("no longer routed", "newly routed", "not compared"):
        assert f">{column}<" in page(part(big()))
        assert f">{column}<" not in words


def test_what_has_no_data_is_called_not_assessed_by_name():
    words = Reader(page()).text
    assert "Not assessed, for want of data in the demand points: disability, ethnic group" in words
    assert "though the demand points have a column (GROUPS): lone_parents" in words
    assert "Households with and without a car: not assessed" in words
    carried = Reader(page(part(share=np.full(8, 0.3)))).text
    assert "share without a car is that of all households, not of families" in carried
    assert "households without a car" not in carried.split("for want of data")[1]


def test_areas_without_a_groups_count_are_numbered_on_the_page():
    words = Reader(page(part(big()))).text
    assert "low income: 1 area has no count and is left out." in words


def test_the_hubs_that_differ_are_named():
    words = Reader(page()).text
    assert "(an option to give up, for testing): 2." in words
    assert "Counted anew: 3." in words
    assert "Old & Small (1)" in words


def test_several_plans_stand_side_by_side_and_each_has_its_part():
    other = replace(big().plan, name="Other <plan>")
    found = Comparison(big().base, other, big().demand, ASKED)
    html = page(part(big()), part(found))
    assert "The plans side by side" in html
    assert "Other &lt;plan&gt;: by deprivation" in html and "Other <plan>" not in html
    assert "The plans side by side" not in page()


def test_the_pram_journeys_are_printed_in_minutes_kilometres_and_miles():
    one = PramJourney(2, "plan", "3", "nearest with a pram", 40.0, 40.5, 4828.032)
    lost = PramJourney(2, "today", "1", "nearest in the coverage", np.inf, np.inf, np.inf)
    html = page(part(pram=[one, lost], pram_rows=[2], on_network=True))
    cells = [row for row in Reader(html).rows if row and row[0] == "c"]
    assert [row[4:] for row in cells if len(row) == 7] == [
        ["81 min", "4.8 km", "3.0 miles"], ["no way with a pram", "–", "–"]]  # fmt: skip


def test_the_way_that_grows_most_is_said_in_miles():
    def way(row, scenario, miles):
        return PramJourney(row, scenario, "1", "nearest with a pram", 9.0, 9.0, miles * 1609.344)

    some = [way(1, "today", 1.0), way(1, "plan", 2.0), way(2, "today", 0.5), way(2, "plan", 3.0)]
    named = replace(some[3], hub_is="nearest in the coverage", metres=99_999.0)
    words = Reader(page(part(pram=[*some, named], pram_rows=[2, 1], on_network=True))).text
    assert (
        "The way grows most in c: to the nearest hub with a pram and home again it is 0.5 miles "
        "(0.8 km) today and 3.0 miles (4.8 km) under the plan."
    ) in words
    none = [way(1, "today", 1.0), replace(way(1, "plan", 2.0), metres=np.nan)]
    assert "The way grows most" not in page(part(pram=none, pram_rows=[1], on_network=True))


def test_a_distance_is_never_told_of_minutes_alone():
    words = Reader(page(part(pram_rows=[1, 2]))).text
    assert "c: 62 min there and back, 18 min today (with a pram; twice the coverage" in words
    section = words.split("There and back with a pram")[1].split("Evidence by group")[0]
    assert " km" not in section and " miles" not in section
    silent = replace(METHOD, mode="not stated by the coverage")
    assert "does not state a mode of travel on foot" in Reader(page(method=silent)).text
    of_bus = replace(METHOD, times="bus table")
    assert "Not worked out: the coverage does not state" in Reader(page(method=of_bus)).text


def test_points_added_by_hand_are_counted_and_not_named():
    hidden = AreaNames([""] * 8, ["Secret"] * 8, frozenset({2}))
    html = page(areas=hidden)
    table = html.split("Areas whose modelled journeys grow most")[1].split("</table>")[0]
    assert ">c<" not in table and "added by hand" not in table
    assert "A point added by hand with such a journey is not listed here." in html


def test_the_list_stops_where_it_is_told_and_says_so():
    wide = compared(asked=replace(ASKED, much=1.0))
    assert "The first 1 are listed; the layer holds all." in page(part(wide, listed=1))
    assert "are listed; the layer" not in page(part(wide, listed=3))


@pytest.mark.parametrize(
    ("change", "said"),
    [(3.2, "+3 min"), (-12.5, "−12 min"), (0.2, "under 1 min longer"), (0.0, "no change"),
     (-0.3, "under 1 min shorter"), (None, "–")],
)  # fmt: skip
def test_changes_in_words(change, said):
    if change == -12.5:
        said = "−13 min"  # halves up
    assert minutes_changed(change) == said


# The chart

LEFT, RIGHT = [Series("shorter", "#5ab4ac")], [Series("longer", "#d8b365"), Series("much", "#800")]


def boxes(svg: str) -> list[tuple[float, float, str]]:
    """Give left end, width and colour of each bar, without the legend's."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    sizes = [(float(b.get("x")), float(b.get("width")), b.get("fill")) for b in found]
    return sizes[: len(sizes) - len(LEFT) - len(RIGHT)]


def test_bars_go_to_both_sides_of_the_middle_on_one_scale():
    bars = [Bar("1", [0.1, 0.2, 0.05], ["10", "25"]), Bar("2", None, note="no areas")]
    shorter, longer, much = boxes(diverging_bars(("t", "d", "a"), LEFT, RIGHT, bars))
    assert shorter[0] + shorter[1] == pytest.approx(longer[0], abs=0.2)
    assert longer[0] + longer[1] == pytest.approx(much[0], abs=0.2)
    assert (
        longer[1] == pytest.approx(2 * shorter[1], abs=0.2) == pytest.approx(4 * much[1], abs=0.4)
    )
    assert much[0] + much[1] < WIDTH - 120, "0.4 of all is the whole of one side"


def test_the_scale_has_whole_steps_and_the_rows_their_heading():
    bars = [Bar("1", [0.1, 0.5, 0.2], ["10", "70"])]
    chart = ElementTree.fromstring(diverging_bars(("t", "d", "a"), LEFT, RIGHT, bars, "Decile"))
    texts = [text.text for text in chart.iter(f"{SVG}text")]
    ticks = [text for text in texts if text.endswith("%")]
    assert ticks == ["80 %", "40 %", "0 %", "40 %", "80 %"]
    assert "Decile" in texts


def test_a_bar_with_too_few_values_is_refused():
    with pytest.raises(InputError, match="has not one value"):
        diverging_bars(("t", "d", "a"), LEFT, RIGHT, [Bar("1", [0.1], ["1", "2"])])


def test_the_chart_tells_no_count_that_is_held_back():
    def chart(few):
        found = compared(demand=demand([195, few, 100, 100, 100, 100, 100, 100]))
        (data,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page(part(found)))
        return base64.b64decode(data)

    assert chart(3) == chart(7)
    assert chart(3) != chart(40)
