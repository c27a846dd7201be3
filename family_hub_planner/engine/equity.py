"""Measures of how journeys are shared out: means, quantiles, gaps between groups, access poverty.

Weights are children. Demand that could not be routed has no minutes and takes no part here; the
tables count it beside these measures, so that a short mean never hides it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bands import TOLERANCE_MINUTES
from .errors import InputError
from .inequality import weighted_values
from .tables import Table

Floats = npt.NDArray[np.float64]

# Cumulated weights carry rounding of the last digits; without this slack a quantile that falls
# exactly on a step could be taken one step too late.
_SLACK = 1e-12


@dataclass(frozen=True)
class GroupGap:
    """Mean minutes of the most and of the least deprived group; nan where one has no children."""

    most: float
    least: float

    @property
    def gap(self) -> float:
        """The most deprived group's mean less the least deprived group's, in minutes."""
        return self.most - self.least

    @property
    def ratio(self) -> float:
        """The most deprived group's mean over the least deprived group's; nan over 0 minutes."""
        return self.most / self.least if self.least else float("nan")


@dataclass(frozen=True)
class AccessPoverty:
    """Who is beyond `line` minutes: `share` (0 to 1) of the children and `depth` (no unit).

    `excess` is the mean minutes past the line of those beyond it alone; nan where nobody is.
    """

    line: float
    share: float
    depth: float
    excess: float


def weighted_mean(values: Floats, weights: Floats) -> float:
    """Give the mean of `values` weighted by `weights`, both of shape (n,).

    mean = sum(w x) / sum(w). nan when no weight is positive. Values under positive weight must
    be finite, weights must be zero or more: else `InputError`.
    """
    values, weights = weighted_values(values, weights)
    return float(np.average(values, weights=weights)) if len(values) else float("nan")


def weighted_quantile(values: Floats, weights: Floats, q: float) -> float:
    """Give the smallest value at which the cumulated weight reaches `q` of the total weight.

    The inverse of the weighted distribution function: Q(q) = min{x : sum of w over values <= x
    is at least q times the sum of all w}. It is always a value that stands in the data, and with
    whole weights it equals definition 1 of Hyndman and Fan (1996), "Sample quantiles in
    statistical packages", The American Statistician 50(4), 361-365, on the values repeated by
    weight. q = 0.5 is the median, 0.9 the 90th centile; 0 < q <= 1. nan and `InputError` as in
    `weighted_mean`.
    """
    if not 0 < q <= 1:
        raise InputError(f"A quantile lies above 0 and at most at 1; {q:g} was given.")
    values, weights = weighted_values(values, weights)
    if not len(values):
        return float("nan")
    order = np.argsort(values, kind="stable")
    cumulated = np.cumsum(weights[order])
    place = np.searchsorted(cumulated, q * cumulated[-1] * (1 - _SLACK), side="left")
    return float(values[order][place])


def group_gap(table: Table, column: str, most: str = "1", least: str = "10") -> float | None:
    """Give the value of the most deprived group less that of the least deprived group.

    `table` is a table by decile (or, with `least="5"`, by quintile) as `coverage` makes it.
    Positive minutes: the most deprived group has the longer journey. None, "not applicable",
    where either group is empty. The rate difference between extreme groups of Mackenbach and
    Kunst (1997), "Measuring the magnitude of socio-economic inequalities in health", Social
    Science & Medicine 44(6), 757-771.
    """
    found = dict(zip(table.column("key"), table.column(column)))
    first, last = found.get(most), found.get(least)
    return None if first is None or last is None else float(first - last)


def mean_gap(
    values: Floats, weights: Floats, group: Floats, most: float = 1, least: float = 10
) -> GroupGap:
    """Give the weighted means of the two extreme groups, their gap and their ratio.

    `group` is the decile or (with `least=5`) the quintile, shape (n,), nan where not known.
    gap = mean of `most` - mean of `least`, ratio = mean of `most` / mean of `least`: the rate
    difference and rate ratio of Mackenbach and Kunst (1997), as in `group_gap`. nan and
    `InputError` as in `weighted_mean`.
    """
    means = [weighted_mean(values[group == one], weights[group == one]) for one in (most, least)]
    return GroupGap(*means)


def access_poverty(minutes: Floats, children: Floats, line: float) -> AccessPoverty:
    """Give the share of children beyond `line` minutes, and how far beyond.

    With x minutes and w children: share = sum over x > line of w / sum of all w (FGT 0), depth =
    sum over x > line of w (x - line) / line / sum of all w (FGT 1), without a unit; excess = sum
    over x > line of w (x - line) / sum over x > line of w, in minutes. Foster, Greer and Thorbecke
    (1984), "A class of decomposable poverty measures", Econometrica 52(3), 761-766, turned round
    for a burden: here the poor are ABOVE the line, so depth may pass 1. share, depth and excess
    are nan where nobody is counted. `InputError` for a line that is not above 0 and as in
    `weighted_mean`.
    """
    if not (np.isfinite(line) and line > 0):
        raise InputError(f"The line must be minutes above zero; {line:g} was given.")
    minutes, children = weighted_values(minutes, children)
    everybody = children.sum()
    if not everybody:
        return AccessPoverty(line, *[float("nan")] * 3)
    beyond = minutes > line + TOLERANCE_MINUTES
    poor = children[beyond].sum()
    over = (children[beyond] * (minutes[beyond] - line)).sum()
    excess = float(over / poor) if poor else float("nan")
    return AccessPoverty(line, float(poor / everybody), float(over / line / everybody), excess)
