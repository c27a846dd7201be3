"""The digital tier: whom an online offer may serve among those beyond a hub's physical reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_number
from .coverage_html import coverage_html
from .coverage_tables import NO_AREAS, Reach, coverage_table, empty_row, reach_row
from .demand import Demand
from .errors import InputError
from .method_note import Method
from .page import Html, paragraph, section
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Floats = npt.NDArray[np.float64]

WITHIN = "within physical reach"
DIGITAL = "not flagged as digitally excluded; still no physical reach"
NEITHER = "neither"
NOT_ASSESSED = "no physical reach; digital exclusion not assessed"
TIERS = (WITHIN, DIGITAL, NEITHER, NOT_ASSESSED)


def digital_tiers(coverage: Coverage, exclusion: Floats, threshold: float) -> list[str]:
    """Give each area its tier, n of them.

    Within the longest band: `WITHIN`. Beyond it or not routed: `NEITHER` where `exclusion`,
    shape (n,), higher the more excluded, is `threshold` or more; `DIGITAL` where it is less;
    `NOT_ASSESSED` where it is nan. The threshold is the user's own: there is no standard.
    `InputError` where no area has a value, or the shape or the threshold does not fit.
    """
    if exclusion.shape != coverage.minutes.shape or not math.isfinite(threshold):
        raise InputError("Digital exclusion: give one value for each area, and a threshold.")
    known = exclusion[np.isfinite(exclusion)]
    if not len(known):
        raise InputError(
            "No area has a value of digital exclusion. Choose a field that is filled, or leave "
            "the digital tier out of this run."
        )
    reached = np.isfinite(coverage.band)
    flagged = np.where(exclusion >= threshold, NEITHER, DIGITAL)
    beyond = np.where(np.isfinite(exclusion), flagged, NOT_ASSESSED)
    return [str(tier) for tier in np.where(reached, WITHIN, beyond)]


def by_digital(coverage: Coverage, demand: Demand, tiers: Sequence[str]) -> Table:
    """Tabulate by tier in the columns of the other tables; an empty tier says "no areas"."""
    reach = Reach(demand.children, demand.need, coverage.minutes, coverage.bands)
    rows = [_tier_row(tier, np.array(tiers, dtype=str), reach) for tier in TIERS]
    return coverage_table("BY_DIGITAL", rows, reach)


def _tier_row(tier: str, tiers: npt.NDArray[np.str_], reach: Reach) -> dict[str, Any]:
    member = np.flatnonzero(tiers == tier)
    if len(member):
        return reach_row(tier, reach.of(member))
    return empty_row(tier, reach.bands, NO_AREAS)


def one_sided(exclusion: Floats, threshold: float) -> str:
    """Say that the threshold flags every area or none; "" where it parts them."""
    known = exclusion[np.isfinite(exclusion)]
    flagged = int((known >= threshold).sum())
    if 0 < flagged < len(known):
        return ""
    who = "every area" if flagged else "no area"
    return (
        f"The threshold of {threshold:g} flags {who} as digitally excluded: the values run from "
        f"{known.min():g} to {known.max():g}. Higher must mean more excluded; check field and "
        "threshold."
    )


def digital_section(
    table: Table, coverage: Coverage, method: Method, field: str, threshold: float
) -> Html:
    """Write "Beyond physical reach: the digital tier"; `field` is the column that was used."""
    children = dict(zip(table.column("key"), table.column("children")))
    longest = band_number(coverage.bands[-1])
    digital, neither, unknown = (
        published.about(children[tier] or 0.0, method.threshold)
        for tier in (DIGITAL, NEITHER, NOT_ASSESSED)
    )
    said = (
        f"Of the {method.children} beyond {longest} minutes or not routed, {digital} live in areas "
        f"not flagged as digitally excluded; still no physical reach. {neither.capitalize()} live "
        f"in areas that are flagged so (in the table: “{NEITHER}”). Not assessed: {unknown}."
    )
    rests = (
        f"An area is flagged where {field} is {threshold:g} or more; the threshold is this run's "
        "own, not a standard. The flag is of the area, not of a family, and says nothing of "
        "whether an online offer exists, is used, or could stand in for a visit."
    )
    caption = "Children by physical and digital reach"
    shown = coverage_html(caption, "Tier", table, coverage.bands, method)
    return section("Beyond physical reach: the digital tier", *map(paragraph, (said, rests)), shown)
