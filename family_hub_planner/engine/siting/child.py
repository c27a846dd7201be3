"""HiGHS on one integer programme; run as a script, in a Python of its own.

`scipy.optimize.milp` holds the interpreter until it ends, so that nothing can be shown or stopped
meanwhile. `child_runner.py` therefore starts this file as another process, with a file of arrays
to read and one to write, which is there whole or not at all. HiGHS's log goes to standard output.
Both runners call `run_milp`, so that equal programmes have equal answers.
"""

from __future__ import annotations

import faulthandler
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scipy import optimize, sparse


def run_milp(
    arrays: Mapping[str, Any], time_limit_s: float, gap: float, presolve: bool, log: bool
) -> dict[str, Any]:
    """Minimise cost @ x; `arrays` as `runner.arrays_of` gives them.

    Gives `status` (scipy's), `message`, `bound` (-inf where there is none), and `x`, empty where
    nothing was found.
    """
    matrix = sparse.csr_matrix(
        (arrays["values"], arrays["indices"], arrays["starts"]),
        shape=(len(arrays["row_lower"]), len(arrays["cost"])),
    )
    result = optimize.milp(
        arrays["cost"],
        integrality=np.asarray(arrays["integer"]).astype(int),
        bounds=optimize.Bounds(arrays["lower"], arrays["upper"]),
        constraints=optimize.LinearConstraint(matrix, arrays["row_lower"], arrays["row_upper"]),
        options={
            "time_limit": max(0.1, time_limit_s),
            "mip_rel_gap": gap,
            "presolve": presolve,
            "disp": log,
        },
    )
    bound = getattr(result, "mip_dual_bound", None)
    return {
        "status": int(result.status),
        "message": str(result.message),
        "bound": float(bound) if bound is not None and np.isfinite(bound) else -float("inf"),
        "x": np.zeros(0) if result.x is None else np.asarray(result.x, dtype=float),
    }


def main(programme: Path, answer: Path) -> None:
    """Solve the programme in one file and write its answer to the other (both .npz).

    `until` is a time of the clock, so that starting counts as time used; a solver that does not
    keep to it is ended `grace` seconds later even when nobody is there any more to do so.
    """
    with np.load(programme, allow_pickle=False) as given:
        arrays = {name: given[name] for name in given.files}
    left = max(0.1, float(arrays["until"]) - time.time())
    longest = max(0.1, left + float(arrays["grace"]))  # a slow start leaves nothing of it
    faulthandler.dump_traceback_later(longest, exit=True)
    sys.stdout.write("Solving begins\n")
    sys.stdout.flush()
    found = run_milp(arrays, left, float(arrays["gap"]), bool(arrays["presolve"]), log=True)
    part = answer.with_name(f"part-{answer.name}")
    np.savez(part, **found)
    part.replace(answer)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
