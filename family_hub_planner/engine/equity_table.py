"""The equity measures as one table: each with its unit, what it means, and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
import numpy.typing as npt

from .bands import band_number, band_suffix
from .equity import GroupGap, access_poverty, mean_gap, weighted_mean
from .errors import InputError
from .inequality import (
    EPSILON,
    concentration_index,
    gini,
    kolm_pollak_ede,
    kolm_pollak_kappa,
    palma_ratio,
)
from .tables import Table

Floats = npt.NDArray[np.float64]

NOT_APPLICABLE = "not applicable"
MINUTES, CHILDREN, SHARE, NO_UNIT = "minutes", "children", "share of children", "no unit"
MACKENBACH = "Mackenbach and Kunst (1997)"
KAKWANI = "Kakwani, Wagstaff and van Doorslaer (1997)"
PALMA = "Palma (2011)"
GINI = "Gini (1912); Lerman and Yitzhaki (1989)"
KOLM = "Logan and others (2021); Sheriff and Maguire (2020)"
FOSTER = "Foster, Greer and Thorbecke (1984)"


@dataclass(frozen=True)
class Measure:
    """One row: `value` is None where it is not applicable, and `note` then says why."""

    key: str
    measure: str
    value: float | None
    unit: str
    meaning: str
    note: str
    source: str


@dataclass(frozen=True)
class Routed:
    """The k areas that have minutes and children, each column of shape (k,); nan is not known."""

    minutes: Floats
    children: Floats
    decile: Floats
    quintile: Floats
    rank: Floats
    rank_name: str


def equity_table(
    minutes: Floats,
    children: Floats,
    decile: Floats,
    thresholds: Sequence[float],
    *,
    quintile: Floats | None = None,
    rank: Floats | None = None,
    decile_name: str = "deprivation decile",
    epsilon: float = EPSILON,
    kappa: float | None = None,
) -> Table:
    """Give one row a measure: key, measure, value, unit, meaning, note, source.

    Parameters
    ----------
    minutes, children
        Minutes to the nearest hub and counts, shape (n,). Areas whose minutes are inf or nan are
        not routed: they take no part, and the row `children_not_routed` counts them.
    decile, quintile, rank
        Shape (n,), 1 is MOST deprived, nan where not known. Concentration index and Palma ratio
        go by `rank` (finer is better), else by the decile; those without one take no part in
        them. Without quintiles their rows say "not applicable".
    thresholds
        Minutes above zero, one pair of rows of access poverty each.
    epsilon, kappa
        Kolm-Pollak aversion (below 0) and, to compare plans under one scale, the kappa to use.

    Raises
    ------
    InputError
        For shapes that do not fit, children that are no counts, thresholds that are not above 0,
        and an aversion that is not below 0.
    """
    minutes = np.where(np.isfinite(minutes), minutes, np.inf)
    if quintile is None:
        quintile = np.full(len(children), np.nan)
    by, by_name = (decile, decile_name) if rank is None else (rank, "rank of deprivation")
    aversion = epsilon if kappa is None else kappa
    _refuse_bad_input(minutes, children, (decile, quintile, by), aversion)
    taken = np.isfinite(minutes) & (children > 0)
    routed = Routed(
        minutes[taken], children[taken], decile[taken], quintile[taken], by[taken], by_name
    )
    rows = [
        *_counts(routed, math.fsum(children[~np.isfinite(minutes)].tolist())),
        *_gaps(routed, decile_name),
        *_over_ranks(routed),
        *_over_all(routed, epsilon, kappa),
        *(row for line in thresholds for row in _poverty(routed, line)),
    ]
    names = [field.name for field in fields(Measure)]
    return Table(dict(zip(names, map(list, zip(*map(astuple, rows))))), "EQUITY")


def _refuse_bad_input(
    minutes: Floats, children: Floats, columns: Sequence[Floats], aversion: float
) -> None:
    if any(column.shape != children.shape for column in (minutes, *columns)):
        raise InputError("Equity: minutes, children and ranks must have one value for each area.")
    if not (np.isfinite(children).all() and (children >= 0).all()):
        raise InputError("Equity: children must be numbers that are zero or more.")
    if not (np.isfinite(aversion) and aversion < 0):
        raise InputError(
            f"The Kolm-Pollak aversion must be below 0, because minutes are a burden; "
            f"{aversion:g} was given."
        )


def _row(
    key: str, measure: str, value: float, unit: str, meaning: str, source: str, why: str
) -> Measure:
    """Make a row; a value that is nan is not applicable, for the reason `why`."""
    if math.isfinite(value):
        return Measure(key, measure, float(value), unit, meaning, "", source)
    return Measure(key, measure, None, unit, meaning, f"{NOT_APPLICABLE}: {why}", source)


def _counts(routed: Routed, lost: float) -> Iterator[Measure]:
    whole = math.fsum(routed.children.tolist())
    mean = weighted_mean(routed.minutes, routed.children)
    yield _row(
        "children_routed", "Children who take part", whole, CHILDREN,
        "Every measure below is over these children.", "sum", "",
    )  # fmt: skip
    yield _row(
        "children_not_routed", "Children not routed", lost, CHILDREN,
        "They have no modelled journey and take no part in any measure below.", "sum", "",
    )  # fmt: skip
    yield _row(
        "mean_minutes", "Mean minutes", mean, MINUTES,
        "The modelled journey to the nearest hub, on average over children.",
        "sum(w x) / sum(w)", _nobody(routed),
    )  # fmt: skip


def _nobody(routed: Routed, otherwise: str = "the mean is 0 minutes") -> str:
    return otherwise if len(routed.minutes) else "no child is routed"


def _gaps(routed: Routed, decile_name: str) -> Iterator[Measure]:
    groups = (("decile", decile_name, routed.decile, 10),
              ("quintile", "local quintile", routed.quintile, 5))  # fmt: skip
    for key, name, group, least in groups:
        found = mean_gap(routed.minutes, routed.children, group, 1, least)
        why = _why_no_gap(routed, group, name, least)
        yield _row(
            f"{key}_gap", f"Gap between {name} 1 and {least}", found.gap, MINUTES,
            f"Mean minutes in {name} 1, the most deprived, less those in {name} {least}; above 0 "
            "the most deprived have the longer journeys.", MACKENBACH, why,
        )  # fmt: skip
        yield _row(
            f"{key}_ratio", f"Ratio of {name} 1 to {least}", found.ratio, NO_UNIT,
            f"Mean minutes in {name} 1, the most deprived, over those in {name} {least}; above 1 "
            "the most deprived have the longer journeys.", MACKENBACH,
            why or _no_minutes(found, name),
        )  # fmt: skip


def _no_minutes(found: GroupGap, name: str) -> str:
    return f"the least deprived {name} has a mean of 0 minutes" if found.least == 0 else ""


def _why_no_gap(routed: Routed, group: Floats, name: str, least: int) -> str:
    if not len(group):
        return _nobody(routed)
    if not np.isfinite(group).any():
        return f"no {name} is known"
    empty = [str(place) for place in (1, least) if not (group == place).any()]
    return f"no routed child lives in {name} {' or '.join(empty)}" if empty else ""


def _over_ranks(routed: Routed) -> Iterator[Measure]:
    known = np.isfinite(routed.rank)
    minutes, children, rank = routed.minutes[known], routed.children[known], routed.rank[known]
    apart = len(np.unique(rank)) > 1
    index = concentration_index(minutes, children, rank) if apart else math.nan
    palma = palma_ratio(minutes, children, rank) if apart else math.nan
    name = routed.rank_name
    one = f"all routed children share one {name}" if known.any() else f"no {name} is known"
    why = _nobody(routed, "the mean is 0 minutes" if apart else one)
    left_out = math.fsum(routed.children[~known].tolist())
    without = f" Children without a known {name} take no part." if left_out else ""
    yield _row(
        "concentration_index", f"Concentration index by {name}", index, "from -1 to 1",
        "Below 0 the minutes are concentrated among the most deprived, above 0 among the least; "
        f"0 is an even spread.{without}", KAKWANI, why,
    )  # fmt: skip
    yield _row(
        "palma_ratio", f"Palma ratio by {name}", palma, NO_UNIT,
        "Mean minutes of the least deprived tenth of these children over those of the most "
        f"deprived 40 %; below 1 the most deprived have the longer journeys.{without}", PALMA, why,
    )  # fmt: skip


def _over_all(routed: Routed, epsilon: float, kappa: float | None) -> Iterator[Measure]:
    minutes, children = routed.minutes, routed.children
    why = _nobody(routed)
    yield _row(
        "gini", "Gini coefficient", gini(minutes, children), "from 0 to 1",
        "0: every child has the same minutes; 1: one child has them all. It does not ask who is "
        "deprived.", GINI, why,
    )  # fmt: skip
    scale = kolm_pollak_kappa(minutes, children, epsilon) if kappa is None else kappa
    equal = kolm_pollak_ede(minutes, children, scale) if math.isfinite(scale) else math.nan
    given = "kappa as given" if kappa is not None else f"epsilon {epsilon:g}"
    said = f" Aversion: {given}, kappa {scale:.6g} a minute." if math.isfinite(scale) else ""
    yield _row(
        "kolm_pollak_ede", "Kolm-Pollak equally-distributed equivalent", equal, MINUTES,
        "If every child travelled so long, it would be as bad as the unequal journeys are."
        + said, KOLM, why,
    )  # fmt: skip
    yield _row(
        "kolm_pollak_index", "Kolm-Pollak index", equal - weighted_mean(minutes, children),
        MINUTES, f"What inequality adds to the mean in that reckoning.{said}", KOLM, why,
    )  # fmt: skip
    yield _row(
        "kolm_pollak_kappa", "Kolm-Pollak scale kappa", scale, "per minute",
        "Compare plans only under the same kappa.", KOLM, why,
    )  # fmt: skip


def _poverty(routed: Routed, line: float) -> Iterator[Measure]:
    found = access_poverty(routed.minutes, routed.children, line)
    number, suffix, why = band_number(line), band_suffix(line), _nobody(routed)
    yield _row(
        f"poverty_share_{suffix}", f"Access poverty beyond {number} minutes", found.share, SHARE,
        f"The share of routed children modelled beyond {number} minutes.", f"{FOSTER}, FGT 0", why,
    )  # fmt: skip
    yield _row(
        f"poverty_depth_{suffix}", f"Depth of access poverty beyond {number} minutes",
        found.depth, NO_UNIT,
        f"How far past {number} minutes, as a part of {number} minutes, on average over all "
        "routed children; those within count as 0.", f"{FOSTER}, FGT 1", why,
    )  # fmt: skip
    nobody = _nobody(routed, f"no routed child is beyond {number} minutes")
    yield _row(
        f"poverty_excess_{suffix}", f"Minutes past {number}", found.excess, MINUTES,
        f"How far past {number} minutes, on average over the children beyond alone.",
        f"{FOSTER}, FGT 1 / FGT 0", nobody,
    )  # fmt: skip
