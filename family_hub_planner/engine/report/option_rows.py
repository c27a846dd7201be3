"""Today and the options in a row each: hubs, reach, and whose journeys would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .. import published
from ..bands import band_number, band_suffix
from ..coverage_tables import Reach, reach_row
from ..coverage_tiers import OUTREACH
from ..tables import Table
from .counted_children import area_numbers
from .document import Sheet
from .evidence import Coverage, Option
from .pack import Pack
from .wording import records, untraced

TODAY = "Today (nothing changes)"
FORMULA = (
    "Each area's minutes under the option less those today; its children are counted as having a "
    "longer, shorter or the same journey. Mean minutes are weighted by children."
)


def options_sheet(pack: Pack, key: str, title: str) -> Sheet:
    """Write one row an option, today first: hubs, reach, and whose journeys would change."""
    band = pack.band
    within = f"Children within {band_number(band)} min" if band else "Children within reach"
    rows = [[TODAY, *_reach_of(pack, None), "–", "–", "–"]]
    for option in pack.evidence.options:
        rows.append([untraced(option.name), *_reach_of(pack, option), *_changes(pack, option)])
    heads = ["Option", "Hubs", within, "Longer journey", "Much longer", "Shorter journey"]
    columns = {head: [row[place] for row in rows] for place, head in enumerate(heads)}
    trace = pack.trace(key, title, _origin(pack), FORMULA)
    return Sheet(key, title, Table(columns, title), heads[1:], None, trace, _much_note(pack))


def _origin(pack: Pack) -> Any:
    parts = [option.comparison or option.coverage for option in pack.evidence.options]
    return next(part.origin for part in [*parts, pack.evidence.today] if part is not None)


def _much_note(pack: Pack) -> str:
    parts = [one.comparison for one in pack.evidence.options if one.comparison is not None]
    if not parts:
        return ""
    return f"Much longer: by more than {band_number(parts[0].much)} minutes. Counts are rounded."


def _reach_of(pack: Pack, option: Option | None) -> list[str]:
    run = pack.evidence.today if option is None else option.coverage
    if run is None or pack.band is None:
        return ["–", "–"]
    reached = reached_words(total_of(run, pack.bands), pack.band, pack.threshold)
    return [hubs_of(run), reached]


def hubs_of(run: Coverage) -> str:
    """Say how many hubs are counted, and how many of them are outreach: never the same thing."""
    hubs, kinds = run.made.hubs, run.made.kinds or {}
    if hubs is None:
        return "–"
    outreach = len(set(kinds.get(OUTREACH, ())) & set(hubs))
    more = f" ({outreach:,d} of them outreach)" if outreach else ""
    return f"{len(hubs):,d}{more}"


def _changes(pack: Pack, option: Option) -> list[str]:
    row = comparison_total(option)
    if row is None:
        return ["not compared"] * 3
    names = ("longer", "much_longer", "shorter")
    return [
        published.about_part(row[name] or 0.0, row["children"], pack.threshold) for name in names
    ]


def comparison_total(option: Option) -> dict[str, Any] | None:
    """Give the row of all areas of an option's comparison, None where there is no table with one.

    It is the last row of the tables by decile, quintile or locality.
    """
    tables = option.comparison.tables if option.comparison else {}
    for name in ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY"):
        rows = records(tables.get(name))
        if rows and rows[-1]["children"]:
            return rows[-1]
    return None


def reached_words(row: Mapping[str, Any], band: float, threshold: float) -> str:
    """Write how many of a row are within a band, with the share: "about 5,140 (42 %)"."""
    reached, whole = row[f"reached_{band_suffix(band)}"], row["children"]
    count = published.about_part(reached, whole, threshold)
    return f"{count}{published.bracketed(published.share_of(reached, whole, threshold))}"


def total_of(run: Coverage, bands: Sequence[float]) -> dict[str, Any]:
    """Give the row of all areas: the last of a table by decile or quintile, else their sum.

    Whoever has no minutes is not routed. The formula is `coverage_tables.reach_row`'s.
    """
    for name in ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY"):
        rows = records(run.tables.get(name))
        if rows:
            return rows[-1]
    return total_of_areas(run, bands)


def total_of_areas(run: Coverage, bands: Sequence[float]) -> dict[str, Any]:
    """Work out the row of all areas anew from a run's areas, by `coverage_tables.reach_row`."""
    minutes = area_numbers(run, "minutes", np.inf)
    children, need = (area_numbers(run, name, 0.0) for name in ("children", "need"))
    return reach_row("All areas", Reach(children, need, minutes, tuple(bands)))
