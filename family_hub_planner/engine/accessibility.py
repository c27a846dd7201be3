"""Accessibility: hub capacity per child by floating catchments, so that crowding counts too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bands import TOLERANCE_MINUTES, band_number
from .errors import InputError, PlannerError

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

METHODS = ("2sfca", "e2sfca")
# Of the longest band in one of Luo and Qi's sets of weights, 1, 0.68, 0.22.
LAST_WEIGHT = 0.22
_SUM_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Accessibility:
    """What n areas and m hubs are modelled to share.

    Attributes
    ----------
    score
        Capacity per child within reach, shape (n,). 0 where no hub is within the catchment; nan
        where the area is not routed, or where no child lives in the catchment of a hub near it.
    relative
        score / mean, shape (n,); nan with the score, and everywhere when the mean is 0.
    hubs_in_reach
        Hubs within the catchment of each area, shape (n,).
    per_child
        Capacity per child in each hub's catchment, shape (m,); nan where no child lives in it.
    demand
        Children in each hub's catchment, weighted by band, shape (m,).
    mean
        Score averaged over the children of the routed areas; nan without any.
    used, unused
        Capacity of the hubs with and without a child in their catchment.
    """

    score: Floats
    relative: Floats
    hubs_in_reach: Whole
    per_child: Floats
    demand: Floats
    mean: float
    used: float
    unused: float


def gaussian_weights(bands: Sequence[float]) -> tuple[float, ...]:
    """Give each band its Gaussian weight, falling from 1 to 0.22, in steps of 0.01.

    w_k = 0.22 ^ ((m_k - m_1) / (m_last - m_1))^2, with m_k the middle of band k in minutes: a
    Gaussian over the middles. For 10, 20 and 30 minutes it gives 1, 0.68 and 0.22, one of the
    sets in Luo and Qi (2009), "An enhanced two-step floating catchment area (E2SFCA)
    method for measuring spatial accessibility to primary care physicians", Health & Place 15(4),
    1100-1107. One band has weight 1.
    """
    edges = np.array([0.0, *bands])
    middles = (edges[1:] + edges[:-1]) / 2
    if len(middles) == 1:
        return (1.0,)
    along = (middles - middles[0]) / (middles[-1] - middles[0])
    return tuple(round(float(weight), 2) for weight in LAST_WEIGHT ** (along**2))


def parse_weights(text: str, bands: Sequence[float]) -> tuple[float, ...]:
    """Read the bands' weights such as "1,0.68,0.22"; an empty text gives the Gaussian ones.

    Only their proportions matter: all of them doubled give the same scores. `InputError` unless
    there is one for each band, each above 0 and none above the one before it.
    """
    if not text.strip():
        return gaussian_weights(bands)
    try:
        weights = tuple(float(part) for part in text.split(","))
    except ValueError:
        weights = ()
    falling = all(low <= high for high, low in zip(weights, weights[1:]))
    sound = falling and all(math.isfinite(weight) and weight > 0 for weight in weights)
    if len(weights) != len(bands) or not sound:
        raise InputError(
            f'The weights "{text}" cannot be used. Give one number above 0 for each of the '
            f"{len(bands)} bands ({', '.join(map(band_number, bands))} minutes), none above the "
            "one before it, such as 1,0.68,0.22."
        )
    return weights


def float_catchments(
    minutes: Floats,
    children: Floats,
    capacity: Floats,
    bands: Sequence[float],
    weights: Sequence[float],
) -> Accessibility:
    """Share each hub's capacity among the children in its catchment, and sum it for each area.

    Step 1: R_j = S_j / sum_i W_ij P_i. Step 2: A_i = sum_j W_ij R_j. W_ij is the weight of the
    band that holds the minutes from area i to hub j, 0 beyond the last; both steps take the same
    journey, so times that differ by direction are right. One band of weight 1 is the two-step
    floating catchment area (Radke and Mu 2000, "Spatial decompositions, modeling and mapping
    service regions to predict access to social programs", Geographic Information Sciences 6(2),
    105-112; Luo and Wang 2003, "Measures of spatial accessibility to health care in a GIS
    environment", Environment and Planning B 30(6), 865-884); falling weights are the enhanced
    form (Luo and Qi 2009). The relative score is the spatial access ratio of Wan and others
    (2012), "A relative spatial access assessment approach", Applied Geography 32(2), 291-299.

    Parameters
    ----------
    minutes
        Shape (n, m), from area to hub (or as the journeys are to count), inf unreachable.
    children
        Demand, shape (n,): children or need, all who compete, neighbours' too.
    capacity
        Shape (m,), such as places or hours a week.
    bands, weights
        Rising minutes, and one weight each as `parse_weights` gives them.

    Raises
    ------
    InputError
        For shapes that do not fit, missing or negative minutes, children or capacity.
        `PlannerError` if score x children does not add up to the capacity used.
    """
    _refuse_bad_input(minutes, children, capacity, bands, weights)
    weight = _weights_of(minutes, bands, weights)
    demand: Floats = weight.T @ children
    # A hub without a child in its catchment has no capacity per child: nothing to share out.
    shared = demand > 0
    per_child = np.full(len(capacity), np.nan)
    per_child[shared] = capacity[shared] / demand[shared]
    score: Floats = weight[:, shared] @ per_child[shared]
    routed = np.isfinite(minutes).any(axis=1)
    score[~routed | (weight[:, ~shared] > 0).any(axis=1)] = np.nan
    used = math.fsum(capacity[shared].tolist())
    _check_sum(score, children, used)
    counted = math.fsum(children[routed].tolist())
    mean = used / counted if counted else math.nan
    return Accessibility(
        score=score,
        relative=score / mean if mean > 0 else np.full(len(score), np.nan),
        hubs_in_reach=(weight > 0).sum(axis=1),
        per_child=per_child,
        demand=demand,
        mean=mean,
        used=used,
        unused=math.fsum(capacity[~shared].tolist()),
    )


def _weights_of(minutes: Floats, bands: Sequence[float], weights: Sequence[float]) -> Floats:
    edges = np.asarray(bands, dtype=float) + TOLERANCE_MINUTES
    of_band = np.append(np.asarray(weights, dtype=float), 0.0)
    found: Floats = of_band[np.searchsorted(edges, minutes, side="left")]
    return found


def _check_sum(score: Floats, children: Floats, used: float) -> None:
    known = np.isfinite(score)
    given = math.fsum((score[known] * children[known]).tolist())
    if not math.isclose(given, used, rel_tol=_SUM_TOLERANCE, abs_tol=_SUM_TOLERANCE):
        raise PlannerError(
            f"The planner's own check of its scores failed: score times children adds up to "
            f"{given:.9g}, not to the hubs' capacity of {used:.9g}. Nothing was written. Please "
            "report this with the inputs used."
        )


def _refuse_bad_input(
    minutes: Floats,
    children: Floats,
    capacity: Floats,
    bands: Sequence[float],
    weights: Sequence[float],
) -> None:
    if minutes.shape != (len(children), len(capacity)) or len(bands) != len(weights):
        raise InputError(
            f"Accessibility: {len(children)} areas, {len(capacity)} hubs, times of shape "
            f"{minutes.shape}, {len(bands)} bands and {len(weights)} weights do not fit together."
        )
    if not len(bands) or not (np.diff(np.array([0.0, *bands])) > 0).all():
        raise InputError(f"Bands must be rising minutes above zero; {list(bands)} was given.")
    if not (minutes >= 0).all():
        raise InputError("Travel times are missing or negative. Leave out journeys without a way.")
    for name, values in (("children", children), ("capacity", capacity)):
        if not (np.isfinite(values) & (values >= 0)).all():
            raise InputError(f"Accessibility: {name} must be numbers that are zero or more.")
