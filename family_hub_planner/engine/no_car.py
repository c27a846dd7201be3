"""The share of households without a car: its unit and its direction checked before it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .errors import ColumnError
from .published import share as share_said

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NoCar:
    """`share` of each area's households without a car, 0 to 1, shape (n,); `said` how it was read.

    `doubt` says in words what speaks for a column of households WITH a car; "" where nothing does.
    """

    share: Floats
    said: str
    doubt: str = ""


def no_car_share(
    ids: Sequence[str],
    values: Floats,
    children: Floats,
    households: Floats | None = None,
    decile: Floats | None = None,
) -> NoCar:
    """Read a column of households without a car as shares.

    Parameters
    ----------
    ids, values, children
        Areas, the column, and the children it will be applied to, n of each. With `households`
        the values are numbers of households; without, shares (none above 1) or percentages (none
        above 100).
    decile
        Deprivation, 1 MOST deprived, nan where not known: households without a car are commoner
        where deprivation is worse, so a column that runs the other way and is mostly above one
        half is taken to count those WITH a car, and refused.

    Raises
    ------
    ColumnError
        For a value that is missing where children live, negative, above its whole, or that runs
        the wrong way.
    """
    lived_in = children > 0
    _refuse_gaps(ids, values, lived_in, "no share of households without a car")
    if households is None:
        share, unit = _of_share_or_percent(ids, values)
    else:
        _refuse_gaps(ids, households, lived_in, "no number of households")
        share, unit = _of_counts(ids, values, households, lived_in), "numbers of households"
    share = np.where(np.isfinite(share), share, 0.0)  # where nobody lives
    mean = float(np.average(share, weights=children)) if lived_in.any() else 0.0
    doubt = _doubt(share, children, mean, decile)
    if doubt and mean > 0.5:
        raise ColumnError(
            f"Households without a car: read as {unit}, {share_said(mean)} of the children's "
            f"households have none, and {doubt}. It looks like the share WITH a car. Choose the "
            "column of households without one."
        )
    spread = share[lived_in] if lived_in.any() else np.zeros(1)
    least, most = (share_said(float(end)) for end in (spread.min(), spread.max()))
    said = (
        f"read as {unit}: {least} to {most} of an area's households, "
        f"{share_said(mean)} over these children"
    )
    return NoCar(share, said, doubt)


def _refuse_gaps(
    ids: Sequence[str], values: Floats, lived_in: npt.NDArray[np.bool_], what: str
) -> None:
    gaps = np.flatnonzero(~np.isfinite(values) & lived_in)
    if len(gaps):
        raise ColumnError(
            f"{len(gaps)} of {len(ids)} areas with children have {what} (first: {ids[gaps[0]]}). "
            "Fill them in, or leave the mode that families have out of this run."
        )
    below = np.flatnonzero(values < 0)
    if len(below):
        raise ColumnError(
            f"Households without a car: {len(below)} values are below zero (first: "
            f"{ids[below[0]]}, {values[below[0]]:g}). Choose another column."
        )


def _of_share_or_percent(ids: Sequence[str], values: Floats) -> tuple[Floats, str]:
    greatest = float(np.nanmax(values, initial=0.0))
    if greatest <= 1:
        return values, "shares from 0 to 1"
    if greatest <= 100:
        return values / 100, "percentages"
    first = ids[int(np.flatnonzero(values > 100)[0])]
    raise ColumnError(
        f"Households without a car: {int((values > 100).sum())} values are above 100 (first: "
        f"{first}), so they are neither shares nor percentages. If they are numbers of households, "
        "choose the column of all households too."
    )


def _of_counts(
    ids: Sequence[str], values: Floats, households: Floats, lived_in: npt.NDArray[np.bool_]
) -> Floats:
    wrong = np.flatnonzero((values > households) | (lived_in & (households <= 0)))
    if len(wrong):
        first = wrong[0]
        raise ColumnError(
            f"{len(wrong)} of {len(ids)} areas have more households without a car than households, "
            f"or children but no household (first: {ids[first]}, {values[first]:g} of "
            f"{households[first]:g}). Check which column is which."
        )
    return np.divide(values, households, out=np.full(len(values), np.nan), where=households > 0)


def _doubt(share: Floats, children: Floats, mean: float, decile: Floats | None) -> str:
    """Say that the share grows from the most to the least deprived; "" where it does not."""
    known = np.zeros(len(share), bool) if decile is None else np.isfinite(decile) & (children > 0)
    if decile is None or known.sum() < 3:
        return ""
    weights = children[known] / children[known].sum()
    apart = decile[known] - (weights * decile[known]).sum()
    slope = (weights * apart * (share[known] - mean)).sum()
    spread = np.sqrt((weights * apart**2).sum() * (weights * (share[known] - mean) ** 2).sum())
    if not spread or slope / spread < 0.3:
        return ""
    return "the share is higher where areas are less deprived"
