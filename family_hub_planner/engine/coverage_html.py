"""A coverage table as people read it: rounded, small counts held back, shares beside counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_number, band_suffix
from .held_back import shares_held
from .method_note import Method
from .page import Html, empty_row, heading_row, number_row, span_row, table
from .tables import Table

Bools = npt.NDArray[np.bool_]


def coverage_html(
    caption: str,
    key: str,
    rows: Table,
    bands: Sequence[float],
    method: Method,
    total: bool = True,
    held: Bools | None = None,
    counted: str = "Children modelled, about",
    places: str = "Areas",
) -> Html:
    """Write a coverage table for people: rounded, the reached with their share in one cell.

    `total` tells that the last row is that of all the others together; `held`, shape (rows,
    bands), which shares are left out, None for those that `held_back` finds beside a total;
    `counted` heads the counts, `places` the number of areas (or demand points).
    """
    numbers = [f"within {band_number(band)} min" for band in bands]
    measures = ["mean", "median", "90th centile", "longest"]
    names = [key, places, "all", *numbers, "not routed", *measures]
    spans = [("", 2), (counted, len(bands) + 2)]
    spans += [("Minutes to the nearest hub", len(measures))]
    headings = Html(span_row(spans) + heading_row(names, range(1, len(names))))
    last = len(rows) - 1 if total else -1
    if held is None and total:
        held = shares_held(rows, bands, method.threshold)
    elif held is None:
        held = np.zeros((len(rows), len(bands)), dtype=bool)
    body = [
        _html_row(dict(zip(rows.columns, row)), bands, method.threshold, place == last, hide)
        for place, (row, hide) in enumerate(zip(rows.rows(), held.tolist()))
    ]
    return table(caption, headings, body)


def _html_row(
    row: dict[str, Any],
    bands: Sequence[float],
    threshold: float,
    total: bool,
    held: Sequence[bool],
) -> Html:
    if (not row["children"] or row["beyond"] is None) and not total:
        return empty_row(row["key"], len(bands) + 7, row["note"])
    return number_row(row["key"], coverage_cells(row, bands, threshold, held), total)


def coverage_cells(
    row: dict[str, Any], bands: Sequence[float], threshold: float, held: Sequence[bool]
) -> list[str]:
    """Write a row's cells: areas, all, within each band with its share, not routed, four minutes.

    `held` tells of each band whether its share is left out.
    """
    cells = [f"{row['areas']:,d}", published.rounded(row["children"], threshold)]
    for band, hide in zip(bands, held):
        reached = row[f"reached_{band_suffix(band)}"]
        count = published.part_of(reached, row["children"], threshold)
        fraction = printed_share(row, bands, band, threshold, hide)
        cells.append(f"{count}{published.bracketed(fraction)}")
    cells.append(published.rounded(row["unrouted"], threshold))
    for measure in ("mean_minutes", "median_minutes", "p90_minutes", "max_minutes"):
        cells.append(published.minutes(row[measure]))
    return cells


def printed_share(
    row: dict[str, Any],
    bands: Sequence[float],
    band: float,
    threshold: float,
    held: bool = False,
) -> str:
    """Write a row's share within one of the bands as its table prints it.

    It is held back where `held` says so, and where few lie between it and the band before: two
    shares would tell them.
    """
    place = list(bands).index(band)
    nearer = row[f"reached_{band_suffix(bands[place - 1])}"] if place else 0.0
    reached = row[f"reached_{band_suffix(band)}"]
    if held or published.is_small(reached - nearer, threshold):
        return published.HELD_BACK
    return published.share_of(reached, row["children"], threshold)


def printed_percent(
    row: dict[str, Any],
    bands: Sequence[float],
    band: float,
    threshold: float,
    held: bool = False,
) -> int | None:
    """Give a share as `printed_share` prints it, in whole per cent; None where it is left out."""
    printed = printed_share(row, bands, band, threshold, held)
    if printed in (published.HELD_BACK, published.NOT_APPLICABLE):
        return None
    return published.whole_percent(row[f"share_{band_suffix(band)}"])


def close_to(count: float, others: Sequence[float], threshold: float) -> bool:
    """Tell whether a count differs from any of the others by so few that two shares tell them."""
    return any(published.is_small(abs(count - other), threshold) for other in others)
