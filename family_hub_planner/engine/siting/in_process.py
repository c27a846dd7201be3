"""Runs an integer programme in this very process: at once, but neither seen nor stopped.

`milp` holds the interpreter until it ends, and a stopped search cannot be taken up again. Slices of
time, each twice as long as the one before and each from the beginning, would take up to four times
as long and could still be stopped only after as long again as was spent already; so there are none.
"""

from __future__ import annotations

from ..errors import MissingPackageError
from .runner import Outcome, Task, Tell, arrays_of, outcome_of


def in_process(task: Task, tell: Tell) -> Outcome:
    """Run HiGHS here; `tell` is asked once, before the start.

    Raises `MissingPackageError` without scipy 1.9.
    """
    tell(0.0, float("inf"), -float("inf"))
    refuse_old_scipy()
    from .child import run_milp  # noqa: PLC0415 - the module must import without scipy

    arrays = arrays_of(task.programme)
    answer = run_milp(arrays, task.time_limit_s, task.gap, task.presolve, log=False)
    return outcome_of(answer)


def refuse_old_scipy() -> None:
    """Raise `MissingPackageError`, in words, without scipy or with one too old."""
    try:
        from scipy import optimize  # noqa: PLC0415 - the module must import without scipy
    except ImportError as error:
        raise MissingPackageError(
            "Suggesting sites needs the Python package scipy, which this QGIS does not have. "
            "Install it (Debian: python3-scipy; Windows: the full QGIS installer has it)."
        ) from error
    if not hasattr(optimize, "milp"):
        raise MissingPackageError(
            "Suggesting sites needs scipy 1.9 or newer; the scipy in this QGIS is older. "
            "Use QGIS 3.28 or newer, or update scipy."
        )
