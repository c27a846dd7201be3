"""Telling a user how far a search is, in the figures of the model, and hearing whether to stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

import numpy as np

if TYPE_CHECKING:
    from ..progress import Progress

_PAUSE_S = 2.0


@dataclass(eq=False)
class Watch:
    """Who is told of one search.

    Attributes
    ----------
    progress
        Its bar shows the share of the time limit used; it raises `CancelledError` when asked to.
    time_limit_s
        The time limit in seconds.
    value
        Turns the programme's objective, which is minimised, into the model's; None where its
        figures say nothing to a reader: then they are not told.
    best, bound
        What was known before the search: the objective of a plan at hand and what none goes below.
    """

    progress: Progress
    time_limit_s: float
    value: Callable[[float], float] | None = None
    best: float = float("inf")
    bound: float = -float("inf")
    _next_s: float = 1.0
    _said: str = ""

    def tell(self, seconds: float, best: float, bound: float) -> None:
        """Show where the search is; say bound and best when they changed, not too often."""
        self.progress.report(seconds / self.time_limit_s)
        self.best, self.bound = min(self.best, best), max(self.bound, bound)
        if self.value is None or seconds < self._next_s:
            return
        words = said(self.value, self.best, self.bound)
        if words and words != self._said:
            self.progress.info(f"Solving for {seconds:.0f} s: {words}.")
            self._said = words
            self._next_s = seconds + max(_PAUSE_S, seconds / 10)


def said(value: Callable[[float], float], best: float, bound: float) -> str:
    """Say best and bound in the model's figures; "" while neither is known."""
    known, limit = np.isfinite(best), np.isfinite(bound) and bound != 0  # 0 is no finding
    if not known and not limit:
        return ""
    found = f"best found {_figure(value(best))}" if known else "nothing found yet"
    return f"{found}, none is better than {_figure(value(min(bound, best)))}" if limit else found


def _figure(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:,.4g}"
