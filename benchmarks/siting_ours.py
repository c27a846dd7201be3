"""The planner's own side of the siting problems, as a driver like the peers' (see measure.py)."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE / "peers")]

from measure import Answer, drive  # noqa: E402

from family_hub_planner.engine.errors import PlannerError  # noqa: E402
from family_hub_planner.engine.siting.problem import SitingProblem  # noqa: E402
from family_hub_planner.engine.siting.rules import Floor, Money, Rules  # noqa: E402
from family_hub_planner.engine.siting.suggest import suggest  # noqa: E402

RUNS, QUICK_S = 3, 2.0


def problem_of(ask: dict[str, Any], arrays: Any) -> SitingProblem:
    """Make the problem; its ids sort as its rows do."""
    areas, venues = arrays["minutes"].shape
    return SitingProblem(
        minutes=arrays["minutes"],
        weight=arrays["weight"],
        demand_ids=[f"A{row:04d}" for row in range(areas)],
        site_ids=[f"V{column:04d}" for column in range(venues)],
        existing=np.zeros(venues, dtype=bool),
        new_sites=ask["sites"],
        rules=_rules(ask, arrays),
    )


def _rules(ask: dict[str, Any], arrays: Any) -> Rules:
    if ask["floors"] is None:
        return Rules()
    within, cost = ask["floor_minutes"], arrays["cost"]
    deprived, each = ask["floors"]
    floors = [Floor("deciles 1 to 3", arrays["decile"] <= 3, deprived, within)]
    for town in np.unique(arrays["town"]):
        floors.append(Floor(f"town {town}", arrays["town"] == town, each, within))
    nothing = np.zeros(len(cost))
    return Rules(floors=floors, money=Money(cost, nothing, nothing, budget=ask["budget"]))


def solve(request: dict[str, Any], answer: Answer) -> None:
    """Time each ask from the arrays to the plan; the quick ones three times over."""
    arrays = np.load(request["problem"])
    arrays = {name: arrays[name] for name in arrays.files}
    # The first call of a process imports the solver: it is not what is timed.
    suggest("p_median", _small(), time_limit_s=10.0)
    for ask in request["asks"]:
        _solve_one(ask, problem_of(ask, arrays), request["time_limit"], answer)
    answer.versions.update({"numpy": np.__version__, **_solver_versions()})


def _small() -> SitingProblem:
    minutes = np.random.default_rng(1).random((20, 8))
    ask = {"sites": 3, "floors": None}
    return problem_of(ask, {"minutes": minutes, "weight": np.ones(20)})


def _solve_one(ask: dict[str, Any], problem: SitingProblem, limit: float, answer: Answer) -> None:
    name = ask["name"]
    try:
        for _ in range(RUNS):
            with answer.step(name):
                # Spopt's set cover settles the number of hubs alone too; see the page.
                ties = ask["model"] != "set_cover"
                plan = suggest(ask["model"], problem, ask["minutes"], limit, ties=ties)
            if answer.seconds[name] > QUICK_S:
                break
    except PlannerError as error:
        answer.facts[name] = {"failed": str(error)}
        return
    answer.facts[name] = {
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "proven": plan.proven,
        "opened": len(plan.chosen),
    }


def _solver_versions() -> dict[str, str]:
    """Give scipy's version, and that of the HiGHS inside it, which only its log tells."""
    import scipy
    from scipy.optimize import milp

    with tempfile.TemporaryFile() as log:
        own = os.dup(1)
        os.dup2(log.fileno(), 1)
        try:
            milp([1.0], options={"disp": True})
        finally:
            os.dup2(own, 1)
            os.close(own)
        log.seek(0)
        words = log.read().decode(errors="replace").split()
    told = words[words.index("HiGHS") + 1] if "HiGHS" in words else ""
    return {"scipy": scipy.__version__, "HiGHS in scipy": told}


if __name__ == "__main__":
    drive({"solve": solve})
