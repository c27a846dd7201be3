"""spopt (PySAL) with HiGHS or CBC through PuLP, on the location models that it has."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import numpy as np
import pulp
from measure import Answer, drive
from spopt.locate import LSCP, MCLP, PCenter, PMedian

RUNS, QUICK_S = 3, 2.0
PROOF = 1e-6
"""The relative gap at which HiGHS may stop: its own default of 1e-4 would prove less than we do."""


def solver_of(name: str, limit: float) -> Any:
    """Give PuLP's solver: one thread, quiet, `limit` seconds."""
    if name == "HiGHS":
        return pulp.HiGHS(msg=False, threads=1, timeLimit=limit, gapRel=PROOF)
    return pulp.PULP_CBC_CMD(msg=False, threads=1, timeLimit=limit)


def model_of(ask: dict[str, Any], minutes: Any, weight: Any) -> Any:
    """Build spopt's model."""
    if ask["model"] == "set_cover":
        return LSCP.from_cost_matrix(minutes, ask["minutes"])
    if ask["model"] == "maximal_cover":
        return MCLP.from_cost_matrix(minutes, weight, ask["minutes"], ask["sites"])
    if ask["model"] == "p_median":
        return PMedian.from_cost_matrix(minutes, weight, ask["sites"])
    return PCenter.from_cost_matrix(minutes, ask["sites"])


def objective_of(ask: dict[str, Any], minutes: Any, weight: Any, opened: Any) -> float:
    """Work the objective out from the sites that spopt opens, as is done with ours."""
    if ask["model"] == "set_cover":
        return float(len(opened))
    nearest = minutes[:, opened].min(axis=1)
    if ask["model"] == "maximal_cover":
        return float(weight[nearest <= ask["minutes"]].sum())
    return float(weight @ nearest) if ask["model"] == "p_median" else float(nearest.max())


def solve(request: dict[str, Any], answer: Answer) -> None:
    """Time the building and solving of each ask, without spopt's tables of who goes where."""
    arrays = np.load(request["problem"])
    minutes, weight = arrays["minutes"], arrays["weight"]
    for ask in request["asks"]:
        _solve_one(ask, minutes, weight, request, answer)
    answer.versions.update({"spopt": version("spopt"), "PuLP": version("PuLP")})
    if request["solver"] == "HiGHS":
        answer.versions["HiGHS beside spopt"] = version("highspy")


def _solve_one(
    ask: dict[str, Any], minutes: Any, weight: Any, request: dict[str, Any], answer: Answer
) -> None:
    name = ask["name"]
    for _ in range(RUNS):
        with answer.step(name):
            model = model_of(ask, minutes, weight)
            # Not spopt's own `solve`: it throws away a plan that is not proven in time.
            model.problem.solve(solver_of(request["solver"], request["time_limit"]))
        if answer.seconds[name] > QUICK_S:
            break
    opened = np.array([site for site, x in enumerate(model.fac_vars) if (x.value() or 0) > 0.5])
    if not len(opened):
        answer.facts[name] = {"failed": "no plan in time"}
        return
    answer.facts[name] = {
        "objective": objective_of(ask, minutes, weight, opened),
        "proven": model.problem.sol_status == pulp.LpSolutionOptimal,
        "opened": len(opened),
    }


if __name__ == "__main__":
    drive({"solve": solve})
