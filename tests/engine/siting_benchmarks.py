"""Read the location benchmarks of the shared data, with their format traps."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse.csgraph import floyd_warshall

from family_hub_planner.engine.siting.problem import SitingProblem
from family_hub_planner.engine.siting.rules import Rules


def expected(shared_data: Path) -> dict:
    text = (shared_data / "siting_benchmarks" / "expected.json").read_text(encoding="utf-8")
    return json.loads(text)


def problem(minutes, weight, new_sites, existing=()) -> SitingProblem:
    """Give rows and columns ids that sort as their numbers."""
    n_demand, n_sites = np.shape(minutes)
    return SitingProblem(
        minutes=np.asarray(minutes, dtype=float),
        weight=np.asarray(weight, dtype=float),
        demand_ids=[f"A{row:04d}" for row in range(n_demand)],
        site_ids=[f"V{column:04d}" for column in range(n_sites)],
        existing=np.isin(np.arange(n_sites), list(existing)),
        new_sites=new_sites,
    )


def pmed(shared_data: Path, name: str) -> SitingProblem:
    """OR-Library: "n m p", then m edges; a later duplicate of an edge REPLACES the earlier one."""
    file = shared_data / "siting_benchmarks" / "orlib_pmed" / f"{name}.txt"
    n, m, p, *rest = (int(word) for word in file.read_text(encoding="ascii").split())
    lengths = np.full((n, n), np.inf)
    for i, j, cost in np.array(rest[: 3 * m]).reshape(m, 3):
        lengths[i - 1, j - 1] = lengths[j - 1, i - 1] = cost
    np.fill_diagonal(lengths, 0.0)
    return problem(floyd_warshall(lengths), np.ones(n), p)


def sjc(shared_data: Path, name: str, new_sites: int) -> SitingProblem:
    """Sao Jose dos Campos: nodes are demand and candidates, minutes stand for metres."""
    folder = shared_data / "siting_benchmarks" / "sjc_mclp"
    numbers = np.array((folder / f"{name}.txt").read_text(encoding="ascii").split(), dtype=float)
    places = numbers[1:].reshape(int(numbers[0]), 2)
    weight = np.array((folder / f"demand-{name}.dat").read_text(encoding="ascii").split(), float)
    apart = places[:, None, :] - places[None, :, :]
    return problem(np.hypot(apart[..., 0], apart[..., 1]), weight, new_sites)


def with_rules(problem: SitingProblem, rules: Rules) -> SitingProblem:
    return replace(problem, rules=rules)


def without_number(problem: SitingProblem) -> SitingProblem:
    return replace(problem, new_sites=None)


def shuffled(problem: SitingProblem, rows: np.ndarray, columns: np.ndarray) -> SitingProblem:
    """Give the same problem with its rows and sites in another order."""
    return SitingProblem(
        minutes=problem.minutes[np.ix_(rows, columns)],
        weight=problem.weight[rows],
        demand_ids=[problem.demand_ids[row] for row in rows],
        site_ids=[problem.site_ids[column] for column in columns],
        existing=problem.existing[columns],
        new_sites=problem.new_sites,
        rules=problem.rules.in_order(rows, columns),
    )
