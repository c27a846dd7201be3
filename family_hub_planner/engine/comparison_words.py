"""Changes of minutes as a page of comparisons prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import published
from .bands import band_number, band_suffix

if TYPE_CHECKING:
    from .comparison import Asked
    from .method_note import Method

BY_CAR_ALONE = "These figures are those if all drove: families without a car are not assessed."
ALL_DROVE = (
    "All tables but the one by car, the chart and the layer count every child as if all drove."
)


def minutes_changed(change: float | None) -> str:
    """Write a change of minutes: "+3 min", "-12 min", "under 1 min", "no change"; "–" for none."""
    if change is None:
        return published.NOT_APPLICABLE
    if abs(change) < 1e-6:
        return "no change"
    size = published.whole_minutes(abs(change))
    if size < 1:
        return "under 1 min longer" if change > 0 else "under 1 min shorter"
    return f"{'+' if change > 0 else '−'}{size:,d} min"


def own_mode_answer(rows: Sequence[Mapping[str, Any]], asked: Asked, method: Method) -> str:
    """Say what the plan does by the mode that families have; `rows` are those of BY_CAR.

    They are those with a car, those without, and both; where the last is lacking, those without
    are not assessed.
    """
    if len(rows) < 3:
        return BY_CAR_ALONE
    without, both = rows[1], rows[2]
    band = method.headline(asked.bands)
    lost, gained = (f"{kind}_{band_suffix(band)}" for kind in ("lost", "gained"))

    def said(name: str) -> str:
        return published.about_part(both[name], both["children"], method.threshold)

    fewer = published.about(without["children"], method.threshold)
    return (
        f"These figures are those if all drove. By the mode they have, {fewer} being in households "
        f"without a car (an estimate), {said('longer')} would have a longer journey, "
        f"{said('much_longer')} of them one more than {band_number(asked.much)} minutes longer, "
        f"and {said('shorter')} a shorter one; {said(lost)} would no longer be modelled within "
        f"{band_number(band)} minutes, and {said(gained)} would newly be."
    )


def moves_cells(
    row: dict[str, Any], shown: Sequence[str], threshold: float, held: bool
) -> list[str]:
    """Write a row's cells: areas, all children, the counts `shown`, mean minutes and their change.

    `held` tells whether the means are left out.
    """
    counts = moves_counts(row, shown, threshold)
    return [f"{row['areas']:,d}", *counts, *_means(row, held)]


def moves_counts(row: dict[str, Any], names: Sequence[str], threshold: float) -> list[str]:
    """Write how many children a row has, and how many of them are of each of the counts `names`."""
    whole = row["children"] or 0.0
    parts = [published.part_of(row[name] or 0.0, whole, threshold) for name in names]
    return [published.rounded(whole, threshold), *parts]


def _means(row: dict[str, Any], held: bool) -> list[str]:
    if held:
        return [published.HELD_BACK] * 3
    base, plan, change = (row[f"mean_{n}"] for n in ("minutes_base", "minutes_plan", "change"))
    return [published.minutes(base), published.minutes(plan), minutes_changed(change)]
