"""What follows from options for an estate: budgets, dates, outreach, effects, remarks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from estate_cases import every_option, random_estate
from rationalisation_cases import LIMITS, by_hand, some_options

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
    nearest_places,
    need_minutes,
    one_off,
    saving_gross,
    saving_net,
)
from family_hub_planner.engine.siting.rationalisation.phases import phases
from family_hub_planner.engine.siting.rationalisation.problem import GROSS, NET
from family_hub_planner.engine.siting.rules import Floor
from family_hub_planner.engine.siting.runner import INFEASIBLE, LIMIT, Outcome
from family_hub_planner.engine.siting.solver import OutOfTimeError, SolverError

START = date(2026, 4, 1)


def kept_options(count):
    """Give estates with every option that keeps their rules, whichever the solver would take."""
    for seed in range(count):
        problem = random_estate(seed)
        for option in every_option(problem):
            if by_hand(problem, option) is not None:
                yield problem, option


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
