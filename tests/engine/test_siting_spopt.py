"""The location models against those of spopt (PySAL), which knows nothing of ours.

spopt has the set cover (with room in the sites too), maximal cover, the p-median and the p-center.
It runs in a Python of its own: see scripts/requirements-spopt.txt.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import siting_benchmarks as benchmarks
from needed_package import needed_apart

from family_hub_planner.engine.errors import InfeasibleError
from family_hub_planner.engine.siting.rules import Rules
from family_hub_planner.engine.siting.suggest import suggest

PYTHON = needed_apart("spopt")

MODELS = ["set_cover", "maximal_cover", "p_median", "p_center"]
SEEDS = range(30)
LIMIT = 8.0
FAR = 100_000.0
"""Stands for "no journey" in spopt's p-median and p-center; all small journeys add up to less."""

AREAS, VENUES = 700, 60
COUNCIL_NEW = 10
SET_COVER_MINUTES, COVER_MINUTES = 25.0, 8.0


def small(seed):
    """Small, with ties, journeys that cannot be made, and existing sites."""
    chance = np.random.default_rng(seed)
    n, m = chance.integers(4, 25), chance.integers(3, 13)
    minutes = chance.integers(1, 20, (n, m)).astype(float)
    minutes[chance.random(minutes.shape) < chance.choice([0.0, 0.2, 0.7])] = np.inf
    weight = chance.integers(1, 40, n)
    existing = chance.permutation(m)[: chance.integers(0, min(3, m - 1) + 1)]
    new_sites = chance.integers(1, min(4, m - len(existing)) + 1)
    return benchmarks.problem(minutes, weight, int(new_sites), existing)


def small_with_room(seed):
    """The same with room in every site, mostly for some of the areas only."""
    problem = small(seed)
    chance = np.random.default_rng(1000 + seed)
    total = problem.weight.sum()
    room = np.ceil(chance.uniform(0.1, 0.7, len(problem.site_ids)) * total)
    return benchmarks.with_rules(problem, Rules(capacity=room))


def council():
    """As many areas and venues as a council has, in towns and around them; five hubs are open."""
    chance = np.random.default_rng(20261122)
    towns = chance.uniform(0, 45, (8, 2))
    homes = towns[chance.integers(0, len(towns), AREAS)] + chance.normal(0, 3, (AREAS, 2))
    rural = chance.random(AREAS) < 0.25
    homes[rural] = chance.uniform(0, 45, (np.count_nonzero(rural), 2))
    venues = homes[chance.choice(AREAS, VENUES, replace=False)]
    apart = homes[:, None, :] - venues[None, :, :]
    minutes = np.round(1 + np.hypot(apart[..., 0], apart[..., 1]), 2)
    weight = np.ceil(chance.gamma(4, 22, AREAS))
    return benchmarks.problem(minutes, weight, COUNCIL_NEW, range(5))


def name_of(model, seed):
    return f"{model} {seed}"


def every_problem():
    """Give name -> (model, problem, minutes limit) of all that spopt is asked."""
    asked = {}
    for model in MODELS:
        for seed in SEEDS:
            asked[name_of(model, seed)] = (model, small(seed), LIMIT)
        limit = SET_COVER_MINUTES if model == "set_cover" else COVER_MINUTES
        asked[name_of(model, "council")] = (model, council(), limit)
    for seed in SEEDS:
        asked[name_of("room", seed)] = ("set_cover", small_with_room(seed), LIMIT)
    return asked


PROBLEMS = every_problem()


def for_spopt(model, problem, limit):
    """Put a problem in spopt's terms: without the areas that no plan serves, open sites counted."""
    reached = problem.minutes <= limit if model == "set_cover" else np.isfinite(problem.minutes)
    rows = reached.any(axis=1) | (model == "maximal_cover")
    minutes, room = problem.minutes[rows], problem.rules.capacity
    if model in ("p_median", "p_center"):
        minutes = np.where(np.isinf(minutes), FAR, minutes)
    return {
        "model": model,
        "minutes": minutes.tolist(),
        "weight": problem.weight[rows].tolist(),
        "limit": limit,
        "sites": problem.new_sites + int(problem.existing.sum()),
        "existing": problem.existing.tolist(),
        "room": None if room is None else room.tolist(),
    }


@pytest.fixture(scope="module")
def spopt(tmp_path_factory):
    """What spopt says of every problem, by name: its objective in our terms, None for no plan."""
    folder = tmp_path_factory.mktemp("spopt")
    asked, told = folder / "asked.json", folder / "told.json"
    asked.write_text(json.dumps({name: for_spopt(*one) for name, one in PROBLEMS.items()}))
    script = Path(__file__).with_name("spopt_answers.py")
    subprocess.run([PYTHON, "-I", script, asked, told], check=True, timeout=300)
    answers = json.loads(told.read_text())
    return {name: in_our_terms(*PROBLEMS[name][:2], answers[name]) for name in PROBLEMS}


def in_our_terms(model, problem, told):
    """Give the objective that spopt proved, None where it proved that there is no plan."""
    objective = told["objective"]
    if objective is None:
        assert told["status"].startswith("Infeasible"), told
        return None
    assert told["proven"], told
    if model == "set_cover":
        return objective - problem.existing.sum()
    forbidden = model in ("p_median", "p_center") and np.isinf(problem.minutes).any()
    return None if forbidden and objective >= FAR else objective


def ours(model, problem, limit):
    """Give our own proven objective, None where we say that there is no plan."""
    if model == "set_cover":
        problem = benchmarks.without_number(problem)
    try:
        plan = suggest(model, problem, limit)
    except InfeasibleError:
        return None
    assert plan.proven
    return plan.objective


def assert_the_same(name, spopt):
    theirs = spopt[name]
    assert ours(*PROBLEMS[name]) == (theirs if theirs is None else pytest.approx(theirs, rel=1e-6))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_small_problem_has_the_same_proven_objective_in_spopt(model, seed, spopt):
    assert_the_same(name_of(model, seed), spopt)


@pytest.mark.parametrize("seed", SEEDS)
def test_set_cover_with_room_in_the_sites_is_the_same_in_spopt(seed, spopt):
    assert_the_same(name_of("room", seed), spopt)


@pytest.mark.parametrize("model", MODELS)
def test_a_problem_of_a_councils_size_has_the_same_proven_objective_in_spopt(model, spopt):
    assert spopt[name_of(model, "council")] > 0
    assert_the_same(name_of(model, "council"), spopt)


def test_the_small_problems_are_of_every_kind(spopt):
    problems = [small(seed) for seed in SEEDS]
    assert sum(bool(problem.existing.any()) for problem in problems) > 15
    assert sum(bool(np.isinf(problem.minutes).any()) for problem in problems) > 12
    for kind in ("p_median", "p_center", "room"):
        answers = [spopt[name_of(kind, seed)] for seed in SEEDS]
        assert 3 < sum(one is None for one in answers) < 20, kind
    more = [
        spopt[name_of("room", seed)] != spopt[name_of("set_cover", seed)]
        for seed in SEEDS
        if spopt[name_of("room", seed)] is not None
    ]
    assert sum(more) > 3
