"""The bound and the best so far, read from HiGHS's log as it grows.

A line of the search tells them after the share of the tree explored, the same in HiGHS 1.2
(scipy 1.9 to 1.14) and 1.8 (scipy 1.15 and newer), whatever stands before and after:

    R  0  0  0  0.00%  362.2749187  663.4406092  45.39%  ...
                       best bound   best solution

and the report at the end has lines "Primal bound" and "Dual bound". Other lines say nothing here.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_SEARCH = re.compile(r"^\s*(?:[A-Za-z]\s+)?(?:[\d.]+[kKmM]?\s+){3}[\d.]+%\s+(\S+)\s+(\S+)\s")
_REPORT = re.compile(r"^\s*(Primal|Dual) bound\s+(\S+)\s*$")
# Ten digits are printed: a bound read here is lowered by what rounding may have added.
_PRINTED = 1e-9


@dataclass
class SolverLog:
    """What the log has told so far: `best` (inf: nothing found) and `bound` (-inf: none)."""

    best: float = float("inf")
    bound: float = -float("inf")
    _begun: str = ""

    def read(self, text: str) -> None:
        """Read the next piece of the log; a line that is not whole yet waits for its rest."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self._line(line)

    def _line(self, line: str) -> None:
        search = _SEARCH.match(line)
        report = _REPORT.match(line)
        if search:
            self._bound(_number(search.group(1)))
            self._best(_number(search.group(2)))
        elif report and report.group(1) == "Dual":
            self._bound(_number(report.group(2)))
        elif report:
            self._best(_number(report.group(2)))

    def _bound(self, value: float | None) -> None:
        if value is not None:
            self.bound = max(self.bound, value - _PRINTED * abs(value))

    def _best(self, value: float | None) -> None:
        if value is not None:
            self.best = min(self.best, value)


def _number(word: str) -> float | None:
    try:
        value = float(word)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
