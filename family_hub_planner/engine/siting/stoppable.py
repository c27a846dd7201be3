"""The runner that is used unless another is given: stoppable within a second, and no slower for it.

Most programmes of a council are solved in less time than another Python takes to start. A small one
is therefore tried here first, for a moment; what is not solved by then, and what is large, runs in
a Python of its own, from its beginning, so that the answer does not depend on where it was found.
HiGHS may overrun its time, and here nothing can stop it: so nothing large runs here, however short
its limit, nor with presolve what was not solved in a moment without (38,000 coefficients overran
the moment by 12 s with presolve, by 0.3 s without; 130,000 by 5 s without).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from ..progress import Progress
from .child_runner import NoChildError, in_child
from .in_process import in_process
from .runner import LIMIT, Outcome, Runner, Task, Tell

_MOMENT_S = 0.2
_SMALL = 50_000  # coefficients
_START_S = 0.5  # another Python has hardly started by then


@dataclass(eq=False)
class Stoppable:
    """A runner for one run of the planner: where no child can be had it says so once."""

    progress: Progress
    child: Runner = in_child
    no_child: bool = False

    def __call__(self, task: Task, tell: Tell) -> Outcome:
        """Run a task; see the module."""
        began = time.monotonic()
        if self.no_child:
            return in_process(task, tell)
        first = None
        if task.programme.matrix.nnz <= _SMALL and (task.quick or not task.presolve):
            moment = min(_MOMENT_S, task.time_limit_s)
            first = in_process(replace(task, time_limit_s=moment), tell)
            if first.status != LIMIT:
                return first
        left = task.time_limit_s - (time.monotonic() - began)
        if left < _START_S:
            tell(time.monotonic() - began, float("inf"), -float("inf"))
            return first or Outcome(LIMIT, None, -float("inf"))
        outcome = self._apart(replace(task, time_limit_s=left), tell)
        return outcome if first is None else _with_first(outcome, first)

    def _apart(self, task: Task, tell: Tell) -> Outcome:
        try:
            return self.child(task, tell)
        except NoChildError as error:
            self.no_child = True
            self.progress.warn(
                "The solver has no Python of its own here and runs inside QGIS: until it is done, "
                f"or its time limit of {task.time_limit_s:.0f} seconds is over, QGIS may not "
                f"answer and the run cannot be stopped. Reason: {error}."
            )
            return in_process(task, tell)


def _with_first(outcome: Outcome, first: Outcome) -> Outcome:
    """Keep the plan of the first moment where the longer run ended without any."""
    if outcome.status != LIMIT or outcome.x is not None:
        return outcome
    return replace(outcome, x=first.x, bound=max(outcome.bound, first.bound))
