"""Rows of one building put together: what they state is counted once."""

from __future__ import annotations

from math import isnan

from family_hub_planner.engine.siting.colocation.one_building import joined, said_of_joined
from family_hub_planner.engine.siting.colocation.records import Building

OFFICES = Building("V20", "Old Offices", spare_m2=250.0, running_cost=65300.0, one_off=70000.0,
                   venue_type="council offices", step_free="yes", may_give_up=True)  # fmt: skip
REGISTRARS = Building("S01", "Registrars", hours_week=8.0, owner="Council", status="Active")


def test_what_one_row_does_not_state_is_that_of_the_next():
    one = joined([OFFICES, REGISTRARS])
    assert (one.id, one.name, one.spare_m2, one.running_cost) == ("V20", "Old Offices", 250, 65300)
    assert (one.owner, one.status, one.may_give_up) == ("Council", "Active", True)


def test_the_hours_of_one_site_are_not_those_of_its_building():
    assert isnan(joined([OFFICES, REGISTRARS]).hours_week)
    again = Building("V21", hours_week=30.0)
    assert joined([REGISTRARS, again]).hours_week == 30


def test_of_figures_that_differ_no_plan_lives_by_the_better():
    other = Building("V21", spare_m2=90.0, spare_hours=5.0, running_cost=40000.0, one_off=90000.0,
                     clawback=500.0, cost_m2=3.0, step_free="no", owner_agreed="no")  # fmt: skip
    one = joined([OFFICES, other])
    assert (one.spare_m2, one.spare_hours, one.running_cost) == (90, 5, 40000)
    assert (one.one_off, one.clawback, one.cost_m2) == (90000, 500, 3)
    assert (one.step_free, one.owner_agreed) == ("no", "no")


def test_a_word_that_says_nothing_gives_way_to_one_that_does():
    unknown = Building("a", owner_agreed="unknown", step_free="not known")
    one = joined([unknown, Building("b", owner_agreed="yes", step_free="yes")])
    assert (one.owner_agreed, one.step_free) == ("yes", "yes")


def test_what_is_one_building_and_what_differs_is_said():
    alone = Building("V1")
    assert said_of_joined([[alone]]) == []
    said = said_of_joined([[alone], [OFFICES, REGISTRARS]])
    assert said[0] == (
        "1 row is of a building that stands in the list already: Registrars (S01) with Old Offices "
        "(V20). Each building's room, its costs and what it saves are counted once."
    )
    assert said[1] == (
        "In buildings that may be given up stand others too: Registrars (S01) in Old Offices (V20)."
        " What becomes of those, besides the services of the list, is not tested."
    )
    again = Building("V90", "Old Offices", may_give_up=True)
    assert len(said_of_joined([[OFFICES, again]])) == 1, "a row repeated is nothing else"
    kept = Building("V20", spare_m2=30.0, running_cost=1.0)
    (_, differ) = said_of_joined([[kept, Building("V2", spare_m2=20.0, running_cost=1.0)]])
    assert "of 1 building state different figures (first: V20, V2: spare area)" in differ


def test_many_rows_of_one_building_are_counted_and_only_the_first_named():
    groups = [[Building(f"A{at}"), Building(f"B{at}")] for at in range(12)]
    (said,) = said_of_joined(groups)
    assert said.startswith("12 rows are of buildings that stand in the list already: B0 with A0; ")
    assert "B9 with A9; and 2 more." in said and "B10" not in said
