"""The frontier of an estate against every option there is, and its figures worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from estate_cases import every_option, random_estate
from rationalisation_cases import LIMITS, by_hand, some_options, wanted

from family_hub_planner.engine.siting.rationalisation.frontier import frontier
from family_hub_planner.engine.siting.rationalisation.option import (
    NOTHING,
    Option,
    broken,
    minutes_after,
    nearest_places,
    need_minutes,
    saving_gross,
)
from family_hub_planner.engine.siting.rationalisation.pairing import paired
from family_hub_planner.engine.siting.rationalisation.problem import (
    GROSS,
    NET,
    EstateMoney,
    EstateProblem,
)


def pounds(problem, option, basis):
    """Give the saving from its definition, one building after another."""
    money, year, once = problem.money, 0.0, 0.0
    for building in option.given_up:
        year += money.running[building]
        once += money.leaving[building] + money.clawback[building]
    pairs = [(int(i), int(j)) for i, j in problem.moves]
    for pair in option.moves:
        year -= money.moving_in[pairs.index(pair)]
    for host in {j for _, j in option.moves}:
        once += money.fitting[host]
    return year - (once / money.years if basis == NET else 0.0)


def every_point(problem, basis):
    """Give (saving, added minutes) of every option that keeps the rules."""
    judged = ((option, by_hand(problem, option)) for option in every_option(problem))
    return [(pounds(problem, option, basis), harm) for option, harm in judged if harm is not None]


@pytest.mark.parametrize("seed", range(300))
def test_every_step_is_the_best_of_all_options_there_are(seed):
    problem = random_estate(seed)
    basis, count = (NET, GROSS)[seed % 2], 1 + seed % 5
    found = frontier(problem, count, basis, LIMITS)
    points = every_point(problem, basis)
    assert points, "nothing changes is always an option"
    got = [(step.saving, step.minutes) for step in found.steps]
    for (saved, harm), (best, least) in zip(got, wanted(points, count)):
        assert saved == pytest.approx(best, abs=1e-6)
        assert harm == pytest.approx(least, abs=1e-7)
    assert len(got) == len(wanted(points, count))
    assert found.steps[0].option == NOTHING
    for step in found.steps:
        assert step.proven and not broken(problem, step.option)
        assert step.saving == pytest.approx(pounds(problem, step.option, basis))
        assert step.minutes == pytest.approx(by_hand(problem, step.option))


def detour(problem, option):
    """Give the need-minutes of moving services' own families beyond their nearest place."""
    after, before = minutes_after(problem, option), nearest_places(problem, NOTHING)
    total = 0.0
    for i, j in option.moves:
        for row in np.flatnonzero((before == i) & np.isfinite(after)):
            there = problem.minutes[row, j]
            if np.isinf(there):
                there = problem.minutes[np.isfinite(problem.minutes)].max()
            total += problem.weight[row] * (there - after[row])
    return total


def hosts_of_full(problem, option):
    """Give the buildings that a service moves into which is open all week."""
    return {j for i, j in option.moves if not problem.few_hours()[i]}


def test_services_move_to_their_own_families_among_plans_that_are_equal():
    """Of all that differ in who moves where alone, at the same minutes and pounds."""
    compared = 0
    for seed in range(220):
        problem = random_estate(seed)
        free = replace(problem.money, moving_in=0 * problem.money.moving_in)
        problem = replace(problem, money=free)
        for step in frontier(problem, 3, NET, LIMITS).steps[1:]:
            option = step.option
            if not option.moves:
                continue
            equal = [
                other
                for other in every_option(problem)
                if (other.given_up, len(other.moves)) == (option.given_up, len(option.moves))
                and {j for _, j in other.moves} == {j for _, j in option.moves}
                and hosts_of_full(problem, other) >= hosts_of_full(problem, option)
                and by_hand(problem, other) == pytest.approx(step.minutes, abs=1e-9)
            ]
            compared += len(equal) > 1
            assert detour(problem, option) <= min(detour(problem, one) for one in equal) + 1e-6
    assert compared > 10


def towns(part_time=None):
    """Give two towns 60 minutes apart, each with a site (a, b) and a hall beside it (A, B)."""
    near = np.array([[0.0, 60.0, 1.0, 61.0], [60.0, 0.0, 61.0, 1.0]])
    pounds = np.array([5000.0, 5000.0, 0.0, 0.0])
    pairs = np.array([(0, 2), (0, 3), (1, 2), (1, 3)])
    return EstateProblem(
        near, np.ones(2), ["east", "west"], ["a", "b", "A", "B"],
        np.array([True, True, False, False]), np.array([True, True, False, False]),
        EstateMoney(pounds, 0 * pounds, 0 * pounds, 0 * pounds, np.zeros(4)), pairs,
        area_needed=np.full(4, 30.0), room=np.full(4, 30.0), part_time=part_time,
    )  # fmt: skip


def test_two_services_do_not_swap_towns():
    for ids in (["a", "b", "A", "B"], ["b", "a", "A", "B"], ["a", "b", "B", "A"]):
        last = frontier(replace(towns(), building_ids=ids), 3, GROSS, LIMITS).steps[-1]
        assert last.option == Option((0, 1), ((0, 2), (1, 3)))


def test_a_session_is_no_stand_in_for_a_site_open_all_week():
    """With one hall alone, in the other's town, the session of b may not serve a's families."""
    few = np.array([False, True, False, False])
    problem = replace(towns(few), moves=np.array([(1, 2)]), money=replace(
        towns().money, moving_in=np.zeros(1)))  # fmt: skip
    swap = Option((0, 1), ((1, 2),))
    assert broken(problem, swap) and not broken(replace(problem, part_time=None), swap)
    assert all(step.option != swap for step in frontier(problem, 4, GROSS, LIMITS).steps)
    session = Option((1,), ((1, 2),))
    assert minutes_after(problem, session).tolist() == [0.0, 60.0]
    assert minutes_after(towns(few), Option((1,), ((1, 3),))).tolist() == [0.0, 1.0]
    merged = Option((0,))
    assert broken(towns(few), merged) and not broken(towns(), merged)
    both = minutes_after(towns(np.array([True, True, False, False])), merged)
    assert both.tolist() == [60.0, 0.0], "one session may stand in for another"


def test_a_session_takes_no_full_services_place_where_the_two_are_equal():
    """West's session would be nearer to its own at A, but then none open all week stands there."""
    pounds, sites = np.full(4, 5000.0), np.array([True, True, True, False])
    minutes = np.array([[0.0, 60.0, 5.0, 50.0], [60.0, 0.0, 60.0, 1.0]])
    problem = EstateProblem(
        minutes, np.ones(2), ["east", "west"], ["a", "b", "c", "A"], sites,
        np.array([True, True, False, False]),
        EstateMoney(pounds, 0 * pounds, 0 * pounds, 0 * pounds, np.zeros(2)),
        np.array([(0, 3), (1, 3)]), area_needed=np.full(4, 30.0), room=np.full(4, 30.0),
        part_time=np.array([False, True, False, False]),
    )  # fmt: skip
    full = Option((0, 1), ((0, 3),))
    session = Option((0, 1), ((1, 3),))
    assert need_minutes(problem, full) == need_minutes(problem, session)
    assert paired(problem, full, LIMITS) == full
    assert paired(replace(problem, part_time=None), full, LIMITS) == session


def test_the_order_of_demand_and_buildings_changes_nothing():
    moved = 0
    for seed in range(60):
        problem = random_estate(seed)
        chance = np.random.default_rng(seed + 1000)
        rows = chance.permutation(len(problem.weight))
        columns = chance.permutation(len(problem.building_ids))
        other = shuffled(problem, rows, columns)
        first, second = (frontier(one, 3, NET, LIMITS).steps for one in (problem, other))
        for one, two in zip(first, second):
            assert named(problem, one.option) == named(other, two.option)
            moved += bool(one.option.moves)
        assert len(first) == len(second)
    assert moved


def shuffled(problem, rows, columns):
    place = np.argsort(columns)
    per = ("running", "leaving", "clawback", "fitting")
    money = replace(problem.money, **{n: getattr(problem.money, n)[columns] for n in per})
    return replace(
        problem,
        minutes=problem.minutes[np.ix_(rows, columns)],
        weight=problem.weight[rows],
        demand_ids=[problem.demand_ids[row] for row in rows],
        building_ids=[problem.building_ids[column] for column in columns],
        serves=problem.serves[columns],
        may_give_up=problem.may_give_up[columns],
        money=money,
        moves=place[problem.moves],
        area_needed=problem.area_needed[columns],
        room=problem.room[columns],
        part_time=None if problem.part_time is None else problem.part_time[columns],
        floors=tuple(replace(floor, rows=floor.rows[rows]) for floor in problem.floors),
    )


def named(problem, option):
    ids = problem.building_ids
    pairs = {(ids[i], ids[j]) for i, j in option.moves}
    return {ids[one] for one in option.given_up}, pairs


@pytest.mark.parametrize("turned", [False, True])
def test_of_options_that_are_equal_the_ids_decide_whatever_the_order(turned):
    """Four sites at one place that save alike: all but one may go, and it is always the same."""
    four = np.ones(4, dtype=bool)
    pounds = np.array([1000.0, 1000.0, 1000.0, 1000.0])
    ids = ["p", "q", "r", "s"][:: -1 if turned else 1]
    problem = EstateProblem(
        np.full((2, 4), 3.0), np.ones(2), ["a", "b"], ids, four, four,
        EstateMoney(pounds, 0 * pounds, 0 * pounds, 0 * pounds, np.zeros(0)),
        area_needed=0 * pounds, room=0 * pounds,
    )  # fmt: skip
    steps = frontier(problem, 2, NET, LIMITS).steps
    assert len(steps) == 2 and steps[1].minutes == 0
    assert named(problem, steps[1].option)[0] == kept_by_ids()


def kept_by_ids():
    """Give what is given up of four equal sites called p to s, in the order of their ids."""
    four, pounds = np.ones(4, dtype=bool), np.full(4, 1000.0)
    problem = EstateProblem(
        np.full((2, 4), 3.0), np.ones(2), ["a", "b"], ["p", "q", "r", "s"], four, four,
        EstateMoney(pounds, 0 * pounds, 0 * pounds, 0 * pounds, np.zeros(0)),
        area_needed=0 * pounds, room=0 * pounds,
    )  # fmt: skip
    return named(problem, frontier(problem, 2, NET, LIMITS).steps[1].option)[0]


def test_no_building_is_given_up_that_could_be_kept_as_well():
    for problem, option in some_options(60):
        for building in option.given_up:
            kept = option.without(building)
            better_kept = (
                saving_gross(problem, kept) >= saving_gross(problem, option) - 1e-9
                and need_minutes(problem, kept) <= need_minutes(problem, option) + 1e-9
                and not broken(problem, kept)
                and not option.moves
            )
            assert not better_kept
