"""What spopt (PySAL) says of siting problems: a program for the Python that spopt lives in.

    .venv/spopt/bin/python spopt_answers.py PROBLEMS.json ANSWERS.json

It solves with CBC, which comes with PuLP: another formulation and another solver than ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pulp
from spopt.locate import LSCP, MCLP, PCenter, PMedian


def model_of(asked: dict[str, Any]) -> Any:
    """Build spopt's model; `sites` counts the existing ones too, as it does in spopt."""
    minutes, weight = np.array(asked["minutes"]), np.array(asked["weight"])
    limit, sites = asked["limit"], asked["sites"]
    existing = np.array(asked["existing"], dtype=int)
    if asked["model"] == "set_cover":
        room = {} if asked["room"] is None else _room(weight, asked["room"])
        return LSCP.from_cost_matrix(minutes, limit, existing, **room)
    if asked["model"] == "maximal_cover":
        return MCLP.from_cost_matrix(minutes, weight, limit, sites, existing)
    if asked["model"] == "p_median":
        return PMedian.from_cost_matrix(minutes, weight, sites, existing)
    return PCenter.from_cost_matrix(minutes, sites, existing)


def _room(weight: Any, room: list[float]) -> dict[str, Any]:
    return {"demand_quantity_arr": weight, "facility_capacity_arr": np.array(room)}


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Solve one problem: whether that was proven, and the objective, None where there is none."""
    try:
        model = model_of(asked)
    except ValueError as refused:
        return {"proven": False, "objective": None, "status": str(refused)}
    problem = model.problem
    problem.solve(pulp.PULP_CBC_CMD(msg=False, threads=1, timeLimit=60))
    return {
        "proven": problem.sol_status == pulp.LpSolutionOptimal,
        "objective": problem.objective.value() if problem.status == 1 else None,
        "status": pulp.LpStatus[problem.status],
    }


if __name__ == "__main__":
    problems = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answers = {name: answer(asked) for name, asked in problems.items()}
    Path(sys.argv[2]).write_text(json.dumps(answers), encoding="utf-8")
