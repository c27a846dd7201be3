"""Coverage by age of child: each band's own count, by the mode in which that age travels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .age_columns import Ages
from .coverage_age_modes import BABIES, NURSERY, UNDER_FIVES, ages_label
from .coverage_tables import (
    check_each,
    check_parts,
    count_columns,
    counted_row,
    table_columns,
)
from .demand import Demand, refuse_bad_counts
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class AgeBand:
    """One band of ages over n areas, and how it travels.

    `counts` has shape (n,), nan where not known; `minutes` (n,) to the nearest hub by the mode
    `travel`, inf where not routed; `estimate` says how the counts were estimated, "" for plain
    counts.
    """

    ages: Ages
    counts: Floats
    minutes: Floats
    travel: str
    estimate: str = ""


def by_age(coverage: Coverage, demand: Demand, bands: Sequence[AgeBand]) -> Table:
    """Give a row for each band, 0-4 first; bands may overlap, so there is no row of all.

    Columns: `key` (the band), `travel` (its mode), then those of the other tables; `children` is
    the band's own count and `need` None, as it is not the band's. Where 0-4 is not among the
    bands and 0-2 and 3-4 are, its row counts both, each by its own mode: reached(b) of 0-4 is
    reached(b) of 0-2 plus that of 3-4. A band that is known nowhere reads "not assessed",
    one that is an estimate says so in its note.

    Raises `InputError` for a negative count, `PlannerError` where a row breaks its own sums.
    """
    for band in bands:
        refuse_bad_counts(demand.ids, f"ages {ages_label(band.ages)}", band.counts)
    ordered = sorted(bands, key=lambda band: (band.ages != UNDER_FIVES, band.ages))
    rows = [_row(band.ages, [band], coverage.bands) for band in ordered]
    given = {band.ages: band for band in bands}
    if UNDER_FIVES not in given and BABIES in given and NURSERY in given:
        both = [given[BABIES], given[NURSERY]]
        rows.insert(0, _row(UNDER_FIVES, both, coverage.bands))
        _check_sum(rows[0], both, coverage.bands)
    check_each("BY_AGE", rows, coverage.bands)
    names = ["key", "travel", *table_columns(coverage.bands)[1:]]
    return Table({name: [row[name] for row in rows] for name in names}, "BY_AGE")


def _row(ages: Ages, parts: Sequence[AgeBand], bands: tuple[float, ...]) -> dict[str, Any]:
    pairs = [(part.counts, part.minutes) for part in parts]
    how = "; ".join(sorted({part.estimate for part in parts if part.estimate}))
    row = counted_row(ages_label(ages), pairs, bands, how)
    modes = {part.travel for part in parts}
    own = [f"{ages_label(part.ages)} {part.travel}" for part in parts]
    return {**row, "travel": modes.pop() if len(modes) == 1 else "; ".join(own)}


def _check_sum(row: dict[str, Any], parts: Sequence[AgeBand], bands: tuple[float, ...]) -> None:
    """Check that the parts add up to their row, over the areas where all of them are known."""
    if row["children"] is None:
        return
    known = np.all([np.isfinite(part.counts) for part in parts], axis=0)
    held = [replace(part, counts=np.where(known, part.counts, np.nan)) for part in parts]
    alone = [_row(part.ages, [part], bands) for part in held]
    columns = [name for name in count_columns(bands) if name not in ("areas", "need")]
    check_parts("BY_AGE", alone, row, columns, bands)
