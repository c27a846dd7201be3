"""Coverages that were not made alike are refused or named; what they were made with travels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from family_hub_planner.engine.comparison_likeness import check_alike, hub_moves
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.made_with import MadeWith, mark_of, mark_of_facts, read_made_with

MADE = MadeWith(
    mode="pram", bands="10,20,30", direction="to", network="county.osm (data up to 2026)",
    demand="points", demand_mark="0123abcd", max_snap_m=500.0, speed_kph=3.6, fast_roads="open",
    no_car="not told apart", service="", hubs=("1", "2"), run_on="2026-11-22",
)  # fmt: skip


def check(plan: MadeWith, allow=False, base=MADE) -> list[str]:
    return check_alike(("Today", base), ("Plan A", plan), allow)


def test_a_coverage_reads_back_what_it_wrote():
    assert read_made_with(MADE.mode, MADE.bands, MADE.text()) == MADE


def test_a_text_that_a_format_has_cut_tells_nothing_and_stops_nothing():
    for text in ("", MADE.text()[:60], "[1, 2]", "7"):
        read = read_made_with("pram", "10,20,30", text)
        assert (read.network, read.hubs, read.service, read.max_snap_m) == ("", None, None, None)
        assert read.mode == "pram"


def test_two_made_alike_have_nothing_to_be_said_of():
    assert check(replace(MADE, hubs=("1", "3"), demand="points (2)")) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [({"mode": "drive"}, "mode of travel: pram in Today, drive in Plan A"),
     ({"direction": "from"}, "direction of travel: to in Today, from in Plan A")],
)  # fmt: skip
def test_another_mode_or_direction_is_refused_whatever_is_allowed(change, said):
    for allow in (False, True):
        with pytest.raises(InputError, match=said):
            check(replace(MADE, **change), allow)


@pytest.mark.parametrize(
    "change",
    [{"network": "other.osm"}, {"demand_mark": "ffffffff"}, {"max_snap_m": 100.0},
     {"fast_roads": "barred"}],
)  # fmt: skip
def test_another_network_or_demand_is_refused_unless_allowed_and_then_named(change):
    with pytest.raises(InputError, match="ALLOW_UNLIKE"):
        check(replace(MADE, **change))
    (said,) = check(replace(MADE, **change), allow=True)
    assert said.startswith("Not alike, ") and said.endswith(" in Plan A.")


@pytest.mark.parametrize(
    ("change", "said"),
    [({"bands": "5,10"}, "Not alike, bands: 10,20,30 in Today, 5,10 in Plan A."),
     ({"run_on": "2026-12-01"},
      "Not alike, date of the run: 2026-11-22 in Today, 2026-12-01 in Plan A."),
     ({"service": "midwifery"},
      "Not alike, hubs that count: those with any service in Today, those with midwifery in "
      "Plan A.")],
)  # fmt: skip
def test_other_bands_dates_and_services_are_named(change, said):
    assert check(replace(MADE, **change)) == [said]


def test_two_tables_of_times_may_bear_two_names():
    times = replace(MADE, mode="as given", network="table of times today")
    (said,) = check(replace(times, network="table of times plan"), base=times)
    assert said == (
        "Not alike, network: table of times today in Today, table of times plan in Plan A."
    )


def test_what_an_older_layer_does_not_state_is_said_and_not_refused():
    (said,) = check(MadeWith(), base=MADE)
    assert said.startswith("Not known whether Today and Plan A were made alike")
    assert "mode of travel, direction of travel, network, demand points" in said
    (said,) = check(MadeWith(), base=MadeWith())
    assert said.endswith("that they were made alike is taken on trust.")


def test_the_mark_tells_other_points_places_and_counts_but_not_another_order():
    ids, xy, children = ["a", "b"], np.array([[0, 0], [9.0, 9.0]]), [5.0, 7.0]
    mark = mark_of(ids, xy, children)
    assert mark_of(ids[::-1], xy[::-1], children[::-1]) == mark
    assert mark_of(["a", "c"], xy, children) != mark
    assert mark_of(ids, xy + 2, children) != mark
    assert mark_of(ids, xy, [5.0, 8.0]) != mark
    assert mark_of(ids, xy * np.nan, children) != mark


def test_the_mark_of_facts_tells_other_facts_but_not_those_left_out():
    facts = {"speeds": "3.6", "source": "a.osm"}
    mark = mark_of_facts(facts, ("source",))
    assert mark_of_facts({"source": "b.osm", "speeds": "3.6"}, ("source",)) == mark
    assert mark_of_facts({**facts, "speeds": "4"}, ("source",)) != mark
    assert mark_of_facts(facts) != mark


def test_a_table_of_times_is_told_from_a_network():
    assert replace(MADE, network="table of times buses").times == "buses"
    assert MADE.times == ""


def test_hubs_are_kept_given_up_and_opened():
    found = hub_moves(["3", "1", "2"], ["2", "4", "1"], True)
    assert (found.kept, found.given_up, found.opened) == (("1", "2"), ("3",), ("4",))


def test_which_hubs_are_no_full_ones_is_written_and_read_back():
    kinds = {"outreach": ("V1",), "part_time": (), "neighbours": ("9",)}
    made = MadeWith(kinds=kinds, full_hours=15.0, home="Fenmarch")
    read = read_made_with("", "", made.text())
    assert (read.kinds, read.full_hours, read.home) == (kinds, 15.0, "Fenmarch")
    assert read_made_with("", "", "{}").kinds is None
    assert read_made_with("", "", '{"kinds": {"outreach": 3}}').kinds is None
