"""Inequality of a burden such as minutes: Gini, concentration index, Palma ratio, Kolm-Pollak.

Values are minutes and weights are children, both of shape (n,). Demand that could not be routed
has no minutes and takes no part; the caller says how many children that leaves out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .errors import InputError

Floats = npt.NDArray[np.float64]

NO_DISLIKE_OF_INEQUALITY = 0.0
# Our choice, not a standard. Negative, because minutes are a burden.
EPSILON = -1.0


def weighted_values(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Keep the values under positive weight, shape (k,) each.

    `InputError` where shapes differ, where a weight is negative or no number, and where a value
    under positive weight is not finite.
    """
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


def fractional_rank(rank: Floats, weights: Floats) -> Floats:
    """Give everybody's place in the weighted order of `rank`, from 0 to 1, shape (n,).

    R_i = (weight of all ranked before i + half the weight of all who share i's rank) / all weight;
    ties so share the middle of their stretch, and the weighted mean of R is 1/2. O'Donnell and
    others (2008), "Analyzing Health Equity Using Household Survey Data", World Bank, chapter 8.
    """
    groups, member = np.unique(rank, return_inverse=True)
    held = np.bincount(member.ravel(), weights=weights, minlength=len(groups))
    middle: Floats = ((np.cumsum(held) - held / 2) / held.sum())[member.ravel()]
    return middle


def concentration_index(values: Floats, weights: Floats, rank: Floats) -> float:
    """Tell on whom a burden falls, -1 to 1; `rank`, shape (n,), is 1 for the MOST deprived.

    C = 2 cov_w(x, R) / mean_w(x), with R the fractional rank and children as weights: Kakwani,
    Wagstaff and van Doorslaer (1997), "Socioeconomic inequalities in health: measurement,
    computation, and statistical inference", Journal of Econometrics 77(1), 87-103. Below 0: the
    minutes are concentrated among the most deprived; 0: evenly spread over the ranks. With
    deciles for ranks the differences inside a decile do not count. nan where nobody is counted or
    the mean is 0; `InputError` as in `weighted_values`, and for a missing rank.
    """
    counted = weights > 0
    place = rank[counted]
    values, weights = weighted_values(values, weights)
    if not np.isfinite(place).all():
        raise InputError("A rank is missing; leave out those whose rank is not known.")
    if not (values * weights).sum():
        return float("nan")
    share = weights / weights.sum()
    mean = (share * values).sum()
    covariance = (share * (values - mean) * (fractional_rank(place, weights) - 0.5)).sum()
    return float(2 * covariance / mean)


def gini(values: Floats, weights: Floats) -> float:
    """Give the Gini coefficient, 0 (all have the same minutes) to 1.

    G = sum_i sum_j p_i p_j |x_i - x_j| / (2 mean), p = w / sum(w): Gini (1912). Worked out as the
    concentration index ranked by the values themselves, 2 cov(x, R(x)) / mean: Lerman and
    Yitzhaki (1989), "Improving the accuracy of estimates of Gini coefficients", Journal of
    Econometrics 42(1), 43-47. Children of one area share its minutes, so inequality inside areas
    is left out. nan and `InputError` as in `concentration_index`.
    """
    counted, _ = weighted_values(values, weights)
    if (counted < 0).any():
        raise InputError("The Gini coefficient is for values that are zero or more.")
    return concentration_index(values, weights, values)


def palma_ratio(values: Floats, weights: Floats, rank: Floats) -> float:
    """Give the mean minutes of the least deprived tenth over those of the most deprived 40 %.

    Tenth and 40 % are of the children counted here, in the order of `rank` (1 is MOST deprived);
    those who share the rank at the border come in with the share of them that it takes. After
    Palma (2011), "Homogeneous middles vs. heterogeneous tails", Development and Change 42(1),
    87-153, who divides shares of income, in the form for access: the ratio of the two means
    (Pereira and Herszenhut, the R package `accessibility`). Below 1: the most deprived 40 %
    have the longer journeys. nan where nobody is counted or their minutes are 0; `InputError` as
    in `concentration_index`.
    """
    counted = weights > 0
    place = rank[counted]
    values, weights = weighted_values(values, weights)
    if not np.isfinite(place).all():
        raise InputError("A rank is missing; leave out those whose rank is not known.")
    if not len(values):
        return float("nan")
    most = _mean_between(values, weights, place, 0.0, 0.4)
    least = _mean_between(values, weights, place, 0.9, 1.0)
    return least / most if most else float("nan")


def _mean_between(values: Floats, weights: Floats, rank: Floats, low: float, high: float) -> float:
    """Give the mean over the people from share `low` to share `high` of the order of `rank`."""
    groups, member = np.unique(rank, return_inverse=True)
    held = np.bincount(member.ravel(), weights=weights, minlength=len(groups))
    burden = np.bincount(member.ravel(), weights=weights * values, minlength=len(groups))
    end = np.cumsum(held) / held.sum()
    inside = np.minimum(end, high) - np.maximum(end - held / held.sum(), low)
    taken = np.maximum(inside, 0.0)
    return float((taken * burden / held).sum() / taken.sum())


def kolm_pollak_kappa(values: Floats, weights: Floats, epsilon: float = EPSILON) -> float:
    """Give the Kolm-Pollak scale kappa, per minute, for an aversion `epsilon` without a unit.

    kappa = epsilon sum(w x) / sum(w x^2), which scales the burden so that `epsilon` means about
    what it means in Atkinson's index: Logan and others (2021), "Measuring inequalities in urban
    systems: An approach for evaluating the distribution of amenities and burdens", Computers,
    Environment and Urban Systems 86, 101590. Negative for a burden. Plans and groups can be
    compared only under one kappa: take that of the plan as it stands. nan where nobody is counted
    or all values are 0; `InputError` as in `weighted_values`.
    """
    values, weights = weighted_values(values, weights)
    squares = (weights * values**2).sum()
    return float(epsilon * (weights * values).sum() / squares) if squares else float("nan")


def kolm_pollak_ede(values: Floats, weights: Floats, kappa: float) -> float:
    """Give the equal minutes that would be as bad as the unequal ones, in minutes.

    EDE = -(1 / kappa) ln(sum(w exp(-kappa x)) / sum(w)); kappa below 0 for a burden, so that
    EDE is at least the mean, and EDE - mean is the Kolm-Pollak index: the minutes on average that
    inequality weighs. Kolm (1976), Pollak (1971), and Sheriff and Maguire (2020), "Health risk,
    inequality indexes, and environmental justice", Risk Analysis 40(12), in the form of Logan and
    others (2021). kappa = 0 gives the mean. nan where nobody is counted; `InputError` for a kappa
    that is not finite and as in `weighted_values`.
    """
    values, weights = weighted_values(values, weights)
    if not np.isfinite(kappa):
        raise InputError("The Kolm-Pollak scale kappa must be a number.")
    if not len(values):
        return float("nan")
    share = weights / weights.sum()
    if kappa == NO_DISLIKE_OF_INEQUALITY:
        return float((share * values).sum())
    # The greatest exponent is taken out first: long journeys would overflow.
    power = -kappa * values
    top = power.max()
    return float(-(top + np.log((share * np.exp(power - top)).sum())) / kappa)
