"""Measures of how journeys are shared out: weighted mean, weighted quantile, gap between groups.

Weights are children. Demand that could not be routed has no minutes and takes no part here; the
tables count it beside these measures, so that a short mean never hides it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .errors import InputError
from .tables import Table

Floats = npt.NDArray[np.float64]

# Cumulated weights carry rounding of the last digits; without this slack a quantile that falls
# exactly on a step could be taken one step too late.
_SLACK = 1e-12


def weighted_mean(values: Floats, weights: Floats) -> float:
    """Give the mean of `values` weighted by `weights`, both of shape (n,).

    mean = sum(w x) / sum(w). nan when no weight is positive. Values under positive weight must
    be finite, weights must be zero or more: else `InputError`.
    """
    values, weights = _weighted(values, weights)
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
    values, weights = _weighted(values, weights)
    if not len(values):
        return float("nan")
    order = np.argsort(values, kind="stable")
    cumulated = np.cumsum(weights[order])
    place = np.searchsorted(cumulated, q * cumulated[-1] * (1 - _SLACK), side="left")
    return float(values[order][place])


def _weighted(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Keep the values under positive weight, and refuse what cannot be averaged."""
    if values.shape != weights.shape:
        raise InputError(f"{values.size} values cannot be weighted by {weights.size} weights.")
    if not (np.isfinite(weights).all() and (weights >= 0).all()):
        raise InputError("Weights must be numbers that are zero or more.")
    counted = weights > 0
    if not np.isfinite(values[counted]).all():
        raise InputError(
            "Values that are missing or unreachable cannot be averaged; leave them out."
        )
    return values[counted], weights[counted]


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
