"""Borders of the rules of coverage: cases that a rule changed by one step would answer otherwise.

Each was found by changing the engine on purpose (docs/mutants.md).
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pytest
from test_coverage_services import demand as four_areas
from test_coverage_services import rows_of, table_of

from family_hub_planner.engine.bands import TOLERANCE_MINUTES, band_label, in_minutes, minutes_long
from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_age_modes import WITH_SEND, ages_label, columns_of_band
from family_hub_planner.engine.coverage_allocation import allocate
from family_hub_planner.engine.coverage_apart import rests_on
from family_hub_planner.engine.coverage_digital import one_sided
from family_hub_planner.engine.coverage_locality import _held
from family_hub_planner.engine.coverage_mode import _deciles
from family_hub_planner.engine.coverage_sets import Kind, _listed
from family_hub_planner.engine.coverage_tables import NOT_KNOWN, without_lone_unknown
from family_hub_planner.engine.coverage_unrouted import unrouted_notes
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import CodesError, ColumnError, InputError
from family_hub_planner.engine.held_back import held_beside
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.tables import Table

NAN, INF = np.nan, np.inf
METHOD = Method(hub_names={"H1": "Mill"})


def people(children, **columns):
    count = len(children)
    given = {
        "ids": [f"a{row + 1}" for row in range(count)],
        "children": np.array(children, dtype=float), "need": np.ones(count),
        "decile": np.full(count, NAN), "quintile": np.full(count, NAN),
        "locality": ["Town"] * count, "authority": [""] * count, **columns,
    }  # fmt: skip
    return Demand(**given)


def covered(children, minutes, bands=(10, 20, 30)):
    times = np.array([[value] for value in minutes], dtype=float)
    return cover(times, people(children), ["H"], bands, np.zeros(len(times), dtype=bool))


def test_one_minute_is_no_minutes_and_the_last_band_is_the_longest():
    assert (in_minutes(1), in_minutes(2), in_minutes(7.5)) == (
        "1 minute", "2 minutes", "7.5 minutes",
    )  # fmt: skip
    assert (minutes_long(1), minutes_long(20)) == ("1 minute's", "20 minutes'")
    assert band_label((10, 20, 30), 31) == "over 30 minutes"
    at_the_slack = band_label((10, 20, 30), 10 + TOLERANCE_MINUTES)
    assert at_the_slack == band_label((10, 20, 30), 10)


def test_where_the_networks_edge_was_not_tested_no_area_is_said_to_be_near_it():
    assert covered([5, 5], [3, 12]).areas().column("near_edge") == [None, None]


def test_bands_may_be_a_minute_or_less_apart_but_never_endless():
    found = covered([5, 7], [0.4, 0.9], (0.5, 1))
    assert found.band.tolist() == [0.5, 1]
    with pytest.raises(InputError, match="rising minutes above zero"):
        covered([5, 7], [1, 2], (10, INF))


def test_the_longest_journey_of_a_single_child_counts_and_that_of_nobody_does_not():
    last = covered([10, 1, 0], [5, 25, 28]).by_locality
    assert last.column("max_minutes")[-1] == 25


def test_a_single_child_has_a_share_and_an_area_with_any_journey_is_not_unrouted():
    assert covered([1], [5]).by_locality.column("share_10") == [1.0, 1.0]
    with pytest.raises(InputError, match="unrouted"):
        cover(np.array([[5.0, INF]]), people([1]), ["H", "J"], (10,), np.array([True]))


def test_a_band_that_is_not_there_is_named_by_its_column():
    columns = {(0, 4): "children_0_4", (5, 11): "children_5_11"}
    with pytest.raises(ColumnError, match=r"ages 0-2 \(children_0_2\)\. Its"):
        columns_of_band((0, 2), columns, "points")
    with pytest.raises(ColumnError, match=r"18-25 with SEND \(send_18_25\)\. 18 to 25"):
        columns_of_band(WITH_SEND, columns, "points")
    assert columns_of_band((0, 11), columns, "points") == ["children_0_4", "children_5_11"]
    assert (ages_label((7, 7)), ages_label((0, 2))) == ("7", "0-2")


def test_a_point_of_half_a_child_or_none_takes_its_part_and_the_first_bad_one_is_named():
    first = people([3.0], need=np.array([6.0]))
    second = allocate(first, ["p", "q", "r"], ["a1"] * 3, np.array([0.5, 2.5, 0.0]))
    assert second.need.tolist() == [1.0, 5.0, 0.0]
    nobody = people([0.0, 100.0], need=np.array([0.0, 6.0]))
    assert allocate(nobody, ["p", "q"], ["a1", "a2"], np.array([0.0, 100])).need.tolist() == [0, 6]
    with pytest.raises(InputError, match="no usable children at q"):
        allocate(first, ["p", "q"], ["a1"] * 2, np.array([0.5, NAN]))


def test_what_rests_on_one_kind_alone_is_a_sentence_of_its_own():
    kind = Kind("part-time hubs", np.array([True]))
    said = rests_on(np.array([[5.0]]), np.array([100.0]), (kind,), 20, METHOD)
    assert said.endswith("walk of a hub, about 100 are so only by part-time hubs.")


def test_a_threshold_parts_the_areas_where_it_flags_one_and_not_all():
    assert one_sided(np.array([9.0, 1, 2, NAN]), 7) == ""
    assert "flags every area" in one_sided(np.array([7.0, 7, NAN]), 7)
    assert "flags no area" in one_sided(np.array([6.9, 7.0]), 7.1)


def test_deciles_are_ten_and_those_not_known_stand_last():
    found = _deciles(np.array([1.0, 10, 1, NAN]))
    assert [key for key, _ in found] == [*map(str, range(1, 11)), "not known"]
    assert found[0][1].tolist() == [0, 2] and found[-1][1].tolist() == [3]
    assert [key for key, _ in _deciles(np.array([1.0, 10]))] == [*map(str, range(1, 11))]


def test_a_lone_row_of_what_is_not_known_leaves_the_total_that_it_is():
    alone = Table({"key": [NOT_KNOWN, "All areas"], "children": [5, 5]}, "BY_DECILE")
    assert list(without_lone_unknown(alone).rows()) == [("All areas", 5)]
    beside = Table({"key": ["1", NOT_KNOWN, "All areas"], "children": [1, 4, 5]}, "BY_DECILE")
    assert without_lone_unknown(beside) is beside


def test_sites_outside_all_localities_are_told_of_once_and_only_if_there_are_any():
    outside = rows_of(table_of(where=("East", None, None)))
    notes = {key: row["note"] for (name, key), row in outside.items() if name == "Stay and play"}
    said = "1 of 2 sites stands in none of these areas"
    assert [key for key, note in notes.items() if said in note] == ["All areas"]
    known = four_areas(locality=("East", "East", "West", "West"))
    inside = rows_of(table_of(where=("East", "West", "West"), people=known))
    assert not any("in none of these areas" in row["note"] for row in inside.values())


def test_of_several_authorities_the_first_are_named_and_one_more_is_counted():
    stated = Counter({"A": 5, "B": 4, "C": 3, "D": 2, "E": 2, "F": 1, "G": 1})
    shown = [len(_listed(Counter(dict(list(stated.items())[:n]))).split(", ")) for n in (1, 2, 3)]
    assert shown == [1, 2, 3]
    just_over = next(
        said for n in range(2, 8)
        if "more" in (said := _listed(Counter(dict(list(stated.items())[:n]))))
    )  # fmt: skip
    assert just_over.endswith(" and 1 more")


class Lost(NamedTuple):
    row: int
    role: str
    reason: str


def test_the_unrouted_are_counted_reason_by_reason_and_hubs_are_named():
    lost = [
        Lost(0, "demand", "too far"), Lost(2, "demand", "too far"), Lost(1, "demand", "no route"),
        Lost(0, "hub", "no route"),
    ]  # fmt: skip
    notes = unrouted_notes(lost, np.array([30.0, 40, 20]), ["H1", "H2"], METHOD)
    assert notes[:2] == [
        "Not routed: about 40 children in 1 area: no route.",
        "Not routed: about 50 children in 2 areas: too far.",
    ]
    assert len(notes) == 3 and "Mill" in notes[2] and "H2" not in notes[2]


def test_demand_without_a_usable_count_is_refused_with_the_first_and_what_it_says():
    with pytest.raises(InputError, match=r"1 of 3 .* children \(first: a2 with none\)"):
        people([1, NAN, 2])
    with pytest.raises(InputError, match=r"2 of 3 .* children \(first: a1 with -2\)"):
        people([-2, 1, INF])
    with pytest.raises(CodesError, match=r"1 demand codes .* \(first: x\)"):
        people([1, 2, 3], ids=["x", "y", "x"])


def test_two_small_counts_that_are_just_the_threshold_together_need_no_third():
    assert not held_beside(np.array([[5.0], [5], [50]]), 10).any()
    assert held_beside(np.array([[5.0], [4], [50]]), 10)[:, 0].tolist() == [False, False, True]


def test_one_locality_held_back_takes_a_neighbour_of_its_own_authority_and_of_no_other():
    """Each locality has an area within 20 minutes and one of 100 children beyond.

    Of A2 five are reached. Over all localities the smallest other, B1, goes with it; then R has A2
    alone held back and so A1, and L has B1 alone and so B2, its fewest; M has none.
    """
    reached = {"A1": 95, "A2": 5, "B1": 60, "B2": 80, "B3": 90, "C1": 70, "C2": 75}
    of = {"A": "R", "B": "L", "C": "M"}
    names = [name for name in reached for _ in range(2)]
    children = [count for name in reached for count in (reached[name], 100)]
    demand = people(children, locality=names, authority=[of[name[0]] for name in names])
    minutes = np.array([[5.0], [40.0]] * len(reached))
    found = cover(minutes, demand, ["H"], (20,), np.zeros(len(names), dtype=bool))
    method = Method(headline_minutes=20)
    assert found.by_locality.column("key") == [*reached, "All areas"]
    held = dict(zip(found.by_locality.column("key"), _held(found, demand, method)[:, 0].tolist()))
    assert [key for key, one in held.items() if one] == ["A1", "B1", "B2"]
    two = np.array([name[0] != "C" for name in names])
    fewer = people(
        np.array(children)[two],
        locality=[name for name in names if name[0] != "C"],
        authority=[of[name[0]] for name in names if name[0] != "C"],
    )
    found = cover(minutes[two], fewer, ["H"], (20,), np.zeros(int(two.sum()), dtype=bool))
    assert _held(found, fewer, method)[:, 0].tolist() == [True, False, True, True, False, False]
