"""The frontier of an estate against every option there is, and its figures worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from estate_cases import every_option, random_estate

from family_hub_planner.engine.errors import CodesError, InfeasibleError, InputError
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.siting.in_process import in_process
from family_hub_planner.engine.siting.model import Limits
from family_hub_planner.engine.siting.rationalisation.budgets import by_owner
from family_hub_planner.engine.siting.rationalisation.dates import (
    BREAK,
    END,
    ENDED,
    OWN,
    UNKNOWN,
    Earliest,
    asked_day,
    clawback_due,
    day_of,
    earliest,
)
from family_hub_planner.engine.siting.rationalisation.effects import effects
from family_hub_planner.engine.siting.rationalisation.frontier import frontier
from family_hub_planner.engine.siting.rationalisation.mend import best_mend, minutes_left
from family_hub_planner.engine.siting.rationalisation.option import (
    NOTHING,
    Option,
    broken,
    minutes_after,
    nearest_places,
    need_minutes,
    one_off,
    saving_gross,
    saving_net,
)
from family_hub_planner.engine.siting.rationalisation.pairing import paired
from family_hub_planner.engine.siting.rationalisation.phases import phases
from family_hub_planner.engine.siting.rationalisation.problem import (
    GROSS,
    NET,
    EstateMoney,
    EstateProblem,
)
from family_hub_planner.engine.siting.rules import Floor
from family_hub_planner.engine.siting.runner import INFEASIBLE, LIMIT, Outcome
from family_hub_planner.engine.siting.solver import OutOfTimeError, SolverError

LIMITS = Limits(30.0)


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


def by_hand(problem, option):
    """Give the need-weighted added minutes, or None where a rule is broken, one area at a time."""
    hosts = {j for _, j in option.moves}
    served = [
        b
        for b in range(len(problem.building_ids))
        if (problem.serves[b] and b not in option.given_up) or b in hosts
    ]
    few = problem.few_hours()
    sessions = [b for b in hosts if all(few[i] for i, j in option.moves if j == b)]
    sessions += [b for b in served if problem.serves[b] and few[b]]
    total, within = 0.0, []
    for row, minutes in enumerate(problem.minutes):
        today = min(minutes[b] for b in range(len(minutes)) if problem.serves[b])
        nearest = [b for b in range(len(minutes)) if problem.serves[b] and minutes[b] == today]
        of_session = all(few[b] for b in nearest) or np.isinf(today)
        after = min((minutes[b] for b in served if of_session or b not in sessions), default=np.inf)
        if np.isfinite(today) and np.isinf(after):
            return None
        within.append(after)
        if np.isfinite(today):
            total += problem.weight[row] * max(0.0, after - today)
    for floor in problem.floors:
        need = sum(w for w, own in zip(problem.weight, floor.rows) if own)
        near = sum(
            w
            for w, own, at in zip(problem.weight, floor.rows, within)
            if own and at <= floor.minutes
        )
        if near / need < floor.share - 1e-9:
            return None
    for host in hosts:
        if host in option.given_up:
            return None
        if sum(problem.area_needed[i] for i, j in option.moves if j == host) > problem.room[host]:
            return None
    return total


def every_point(problem, basis):
    """Give (saving, added minutes) of every option that keeps the rules."""
    judged = ((option, by_hand(problem, option)) for option in every_option(problem))
    return [(pounds(problem, option, basis), harm) for option, harm in judged if harm is not None]


def wanted(points, count):
    """Give the frontier from its definition: for each least saving the least harm, then most."""
    most = max(saved for saved, _ in points)
    if most <= 1e-6:
        return [(0.0, 0.0)]
    found = [(0.0, 0.0)]
    free = max(saved for saved, harm in points if harm <= 1e-9)
    for least in [free, *(free + (most - free) * k / count for k in range(1, count + 1))]:
        there = [point for point in points if point[0] >= least - 1e-6]
        harm = min(harm for _, harm in there)
        best = max(saved for saved, other in there if other <= harm + 1e-9)
        if best > 1e-6 and not any(abs(best - saved) < 1e-6 for saved, _ in found):
            found.append((best, harm))
    return found


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


START = date(2026, 4, 1)


def some_options(count):
    """Give estates with their options that save anything, from the random cases."""
    for seed in range(count):
        problem = random_estate(seed)
        for step in frontier(problem, 3, GROSS, LIMITS).steps[1:]:
            yield problem, step.option


def kept_options(count):
    """Give estates with every option that keeps their rules, whichever the solver would take."""
    for seed in range(count):
        problem = random_estate(seed)
        for option in every_option(problem):
            if by_hand(problem, option) is not None:
                yield problem, option


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


def test_floors_that_today_breaks_end_the_run_before_any_solving_with_by_how_much():
    problem = random_estate(0)
    rows = np.ones(len(problem.weight), dtype=bool)
    near = problem.weight[problem.today() <= 2.0].sum() / problem.weight.sum()
    asked = replace(problem, floors=(Floor("all areas", rows, min(1.0, near + 0.05), 2.0),))

    def never(*_):
        raise AssertionError("it was solved")

    with pytest.raises(InfeasibleError, match=rf"stand: {100 * near:.1f} % of its need"):
        frontier(asked, 3, NET, Limits(30.0, runner=never))


def test_that_no_plan_is_left_is_never_said_where_nothing_changes_is_one():
    def deny(task, tell):
        return Outcome(INFEASIBLE, None, -np.inf, "infeasible")

    with pytest.raises(SolverError, match="though one is at hand"):
        frontier(random_estate(7), 3, NET, Limits(30.0, runner=deny))


def test_where_time_is_over_the_most_saved_stands_as_found_and_the_rest_is_named(monkeypatch):
    problem = next(
        one for one in map(random_estate, range(99))
        if len(frontier(one, 5, NET, LIMITS).steps) > 4
    )  # fmt: skip
    whole = frontier(problem, 5, NET, LIMITS)
    clock = iter([0.0] * 6 + [99.0] * 999)
    monkeypatch.setattr(f"{frontier.__module__}.time.perf_counter", lambda: next(clock))
    cut = frontier(problem, 5, NET, Limits(30.0, runner=in_process))
    assert any("time limit of 30 seconds was over" in one for one in cut.remarks)
    assert cut.steps[-1].saving == pytest.approx(whole.steps[-1].saving)
    assert not cut.steps[-1].proven and type(cut.steps[-1].bound) is float


def test_a_limit_too_short_for_any_plan_is_named_as_it_was_asked():
    def late(task, tell):
        return Outcome(LIMIT, None, -np.inf, "time")

    with pytest.raises(OutOfTimeError, match="time limit of 30 seconds for all options together"):
        frontier(random_estate(7), 20, NET, Limits(30.0, runner=late))


def test_every_remark_tells_what_was_passed_over_and_the_log_each_step():
    class Heard(Progress):
        def __init__(self):
            self.said = []

        def info(self, text):
            self.said.append(text)

    problem = random_estate(7)
    heard = Heard()
    found = frontier(problem, 4, GROSS, Limits(30.0, progress=heard))
    passed = 4 - len(heard.said)
    told = [one for one in found.remarks if one.startswith(f"{passed} of the 4 savings")]
    assert len(told) == bool(passed)
    assert all(one.startswith("Of plans that save £") for one in heard.said)


def test_what_cannot_be_an_estate_is_refused_in_words():
    problem = random_estate(3)
    nothing = np.zeros(len(problem.serves), dtype=bool)
    for change, error, words in (
        ({"may_give_up": nothing}, InputError, "nothing to test"),
        ({"weight": 0 * problem.weight}, InputError, "not all zero"),
        ({"building_ids": ["x"] * len(nothing)}, CodesError, "more than once"),
        ({"minutes": problem.minutes * np.nan}, InputError, "usable minutes"),
        ({"money": replace(problem.money, years=0.0)}, InputError, "0 years"),
        ({"money": replace(problem.money, running=problem.money.running * np.nan)}, InputError,
         "no running cost"),
    ):  # fmt: skip
        with pytest.raises(error, match=words):
            replace(problem, **change)
    with pytest.raises(InputError, match="0 steps"):
        frontier(problem, 0, NET, LIMITS)


def test_budgets_by_owner_add_up_to_the_whole():
    shared = 0
    for problem, option in kept_options(30):
        owners = [f"o{place % 3}" for place in range(len(problem.building_ids))]
        parts = by_owner(problem, option, owners)
        assert sum(one.gross for one in parts) == pytest.approx(saving_gross(problem, option))
        assert sum(one.one_off for one in parts) == pytest.approx(one_off(problem, option))
        assert sum(one.net for one in parts) == pytest.approx(saving_net(problem, option))
        assert [one.owner for one in parts] == sorted({owners[one] for one in option.given_up})
        shared += len(option.moves) > len({host for _, host in option.moves})
    assert shared, "no case in which two services move into one building"


def test_moves_stand_by_date_then_harm_a_pound_and_cumulate_to_the_whole():
    days = [Earliest(date(2027 + place % 3, 1, 1), "") for place in range(9)]
    for problem, option in some_options(60):
        leaves = [*days[:-1], Earliest(None, UNKNOWN)][: len(problem.building_ids)]
        found = phases(problem, option, leaves, problem.weight)
        assert sorted(one.building for one in found) == list(option.given_up)
        assert [one.order for one in found] == list(range(1, len(found) + 1))
        stated = [leaves[one.building].day or date.max for one in found]
        assert stated == sorted(stated)
        for one, two in zip(found, found[1:]):
            if leaves[one.building] == leaves[two.building]:
                assert harm_a_pound(problem, option, one) <= harm_a_pound(problem, option, two)
        assert sum(one.own_saving for one in found) == pytest.approx(found[-1].saving)
        assert found[-1].saving == pytest.approx(saving_gross(problem, option))
        assert found[-1].one_off == pytest.approx(one_off(problem, option))
        assert not found[-1].on_the_way


def harm_a_pound(problem, option, phase):
    alone = option.alone(phase.building)
    saved = saving_gross(problem, alone)
    return need_minutes(problem, alone) / saved if saved > 0 else np.inf


def test_the_outreach_point_is_the_best_of_all_tried_one_by_one():
    chance = np.random.default_rng(4)
    found_any = 0
    for _ in range(200):
        n, v = 6, 5
        minutes = chance.integers(0, 30, (n, v)).astype(float)
        minutes[chance.random((n, v)) < 0.2] = np.inf
        children = chance.integers(0, 9, n).astype(float)
        today = chance.integers(0, 15, n).astype(float)
        after = today + chance.integers(0, 30, n)
        fallen, may = (today <= 10) & (after > 10), chance.random(v) < 0.7
        left = minutes_left(today, after, minutes, children)
        ids = [f"v{place}" for place in chance.permutation(v)]
        got = best_mend(minutes, ids, may, fallen, children, left, 10.0)
        tried = []
        for venue in np.flatnonzero(may):
            back = sum(children[i] for i in range(n) if fallen[i] and minutes[i, venue] <= 10)
            stays = sum(
                children[i] * max(0.0, min(after[i], minutes[i, venue]) - today[i])
                for i in range(n)
            )
            tried.append((-back, stays, ids[venue], venue))
        best = min(tried, default=(0.0,))
        if best[0] == 0:
            assert got.venue is None
        else:
            found_any += 1
            assert (got.venue, got.children) == (best[3], -best[0])
        assert got.tested == may.sum() or not fallen.any()
    assert found_any > 50


def test_effects_are_those_of_the_definition():
    few_found = 0
    for problem, option in some_options(60):
        few = np.arange(len(problem.building_ids)) % 2 == 0
        told = effects(problem, option, 6.0, 2.0, (~few, few), ~few)
        before = nearest_places(problem, NOTHING)
        today, after = problem.today(), told.after
        for row in range(len(today)):
            grows = np.isfinite(today[row]) and after[row] > today[row]
            assert told.worse[row] == grows
            assert told.much_worse[row] == (grows and after[row] - today[row] > 2.0)
            assert told.fallen[row] == (today[row] <= 6.0 < after[row])
            assert told.better[row] == (after[row] < today[row])
            if before[row] >= 0:
                now, then = before[row], told.goes_to[row]
                assert told.to_part_time[row] == (few[then] and few[now])
                assert told.to_neighbours[row] == (not few[then] and few[now])
                few_found += told.to_part_time[row]
        if told.worse.any():
            assert told.longest == max(after[told.worse])
    assert few_found


@pytest.mark.parametrize(
    ("tenure", "end", "way_out", "day", "why"),
    [
        ("freehold", "", "", START, OWN),
        ("Freehold", "", "", START, OWN),
        ("leasehold", "2033-03-31", "", date(2033, 3, 31), END),
        ("leasehold", "31/03/2033", "2028-06-30", date(2028, 6, 30), BREAK),
        ("leasehold", "2033-03-31", "2020-06-30", date(2033, 3, 31), END),
        ("leasehold", "2020-03-31", "", START, ENDED),
        ("leasehold", "", "", None, UNKNOWN),
        ("freehold", "unknown", "", None, UNKNOWN),
        ("", "", "", None, UNKNOWN),
    ],
)
def test_the_earliest_date_is_the_break_or_the_end_to_come(tenure, end, way_out, day, why):
    assert earliest(tenure, end, way_out, START) == Earliest(day, why)


def test_dates_are_read_as_registers_write_them():
    wanted = date(2033, 3, 31)
    for text in ("2033-03-31", "31/03/2033", "31.3.2033", " 2033-03-31T00:00:00 "):
        assert day_of(text) == wanted
    assert [day_of(text) for text in ("", "2033", "31/02/2033", "soon")] == [None] * 4
    assert asked_day("", START) == START and asked_day("1/5/2026", START) == date(2026, 5, 1)
    with pytest.raises(InputError, match="is no date"):
        asked_day("soon", START)


def test_a_grant_falls_due_where_its_claim_outlasts_the_building():
    leaves = Earliest(date(2028, 1, 1), END)
    assert clawback_due(500.0, "2028-01-02", leaves, START) == 500.0
    assert clawback_due(500.0, "2028-01-01", leaves, START) == 0.0
    assert clawback_due(500.0, "", leaves, START) == 500.0, "a claim without an end is still open"
    assert clawback_due(500.0, "2027-01-01", Earliest(None, UNKNOWN), START) == 500.0
    assert clawback_due(0.0, "2030-01-01", leaves, START) == 0.0


def test_nothing_changes_adds_nothing_and_saves_nothing():
    problem = random_estate(11)
    assert (need_minutes(problem, Option()), saving_net(problem, Option())) == (0.0, 0.0)
    assert broken(problem, Option()) == []
