"""Any model under conditions, as one integer programme: sites, conditions, and the model's part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InfeasibleError
from .allocation import Shares
from .answer import Choice
from .conditions import add_rules, add_sites
from .formulation import Floats, Formulation, Ints
from .solver import Solution

if TYPE_CHECKING:
    from .model import Limits
    from .problem import SitingProblem

NO_SHARES = Shares(*[np.zeros(0, dtype=np.intp)] * 3)


@dataclass(eq=False)
class Ruled:
    """A programme in the making, and its solution; `shares` only where room is limited.

    `problem` is the one whose conditions it has: the model's part goes by its `rules` too.
    """

    problem: SitingProblem
    form: Formulation
    x: Ints
    shares: Shares = NO_SHARES
    solution: Solution | None = None

    def open_sites(self) -> Ints:
        """Give the indices of the open sites, ascending."""
        return np.flatnonzero(self.solved().x[self.x] > 0.5)

    def solved(self) -> Solution:
        """Give the solution; only after it was solved."""
        if self.solution is None:
            raise ValueError("the programme has not been solved")
        return self.solution

    def choice(self, problem: SitingProblem, sign: float = 1.0) -> Choice:
        """Give the choice; `sign` -1 where the model maximises what the programme minimises."""
        open_sites = self.open_sites()
        return Choice(
            chosen=np.intersect1d(open_sites, problem.candidates()),
            bound=sign * self.solved().bound,
            out_of_time=self.solved().status != "solved",
            closed=np.setdiff1d(problem.closable(), open_sites),
        )


def solve_ruled(
    problem: SitingProblem,
    add_model: Callable[[Ruled], None],
    limits: Limits,
    site_cost: Floats | None = None,
    explain: bool = True,
) -> Ruled:
    """Solve a model under the problem's conditions.

    `add_model` adds the model's own columns and rows; `site_cost`, shape (m,), is what each open
    site adds to the objective. Raises `InfeasibleError`, which says which conditions cannot be kept
    together unless `explain` or `limits.why` is False (`conflicts.py`), and the solver's errors.
    """
    form = Formulation()
    ruled = Ruled(problem, form, add_sites(form, problem, site_cost))
    add_rules(form, problem, ruled.x)
    add_model(ruled)
    try:
        ruled.solution = limits.solve(form.programme())
    except InfeasibleError as none:
        if not (explain and limits.why):
            raise
        from .conflicts import why_infeasible  # noqa: PLC0415 - wanted only where there is no plan

        raise InfeasibleError(
            why_infeasible(problem, lambda *parts: add_model(Ruled(*parts)), limits)
        ) from none
    return ruled
