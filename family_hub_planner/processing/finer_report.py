"""What the log says of counts shared out: what was shared, what fell back, and the check."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from ..engine.count_columns import ColumnKinds
from ..engine.finer_demand import FinerPoints, Parts, largest_difference
from .job import Job

Counts = Mapping[str, np.ndarray]


def tell_columns(job: Job, kinds: ColumnKinds) -> None:
    """Say which columns are shared out, which are carried over, and which are left out."""
    job.progress.info(f"Shared out: {', '.join(kinds.counts)}.")
    if kinds.rates:
        job.progress.info(f"Carried over unchanged: {', '.join(kinds.rates)}, and every text.")
    if kinds.unknown:
        job.progress.warn(
            f"Left out, since nothing says whether they are counts or rates: "
            f"{', '.join(kinds.unknown)}. Name them in COUNTS to share them out, or in RATES to "
            "carry them over."
        )


def tell_points(
    job: Job, codes: Sequence[str], parts: Parts, points: FinerPoints, counts: Counts
) -> None:
    """Say where the points come from, which areas fell back to one point, and what is missing."""
    alone = points.whole_areas()
    placed = len(points.area) - len(alone)
    job.progress.info(f"{placed:,} points from {len(parts.ids):,} features of {parts.name}.")
    _tell_spread(job, codes, points, counts)
    if points.parts_outside:
        job.progress.info(f"{points.parts_outside:,} of them lie outside all areas.")
    if points.parts_weightless:
        job.progress.warn(
            f"{points.parts_weightless:,} features of {parts.name} in the areas have no weight, or "
            "a weight of 0, and take nothing."
        )
    if len(alone):
        job.progress.warn(
            f"{len(alone):,} of {len(codes):,} areas (first: {codes[alone[0]]}) hold no feature of "
            f"{parts.name} that could take their children: each keeps one point inside it"
            f"{_children_of(alone, counts)}. Nothing is lost."
        )
    tell_missing(job, codes, counts)


def _tell_spread(job: Job, codes: Sequence[str], points: FinerPoints, counts: Counts) -> None:
    """Say how thin the spread is at its thinnest: an ill-mapped area shows here."""
    shared = ~np.isin(points.area, points.whole_areas())
    if not shared.any():
        return
    rows, each = np.unique(points.area[shared], return_counts=True)
    fewest = int(np.argmin(each))
    children = ""
    if "children" in counts:
        held = np.nan_to_num(counts["children"])[points.area] * points.share * shared
        most = int(np.argmax(held))
        children = (
            f"; the point with most children is {points.part_ids[most]} with {held[most]:.1f}"
        )
    job.progress.info(
        f"Points in an area with any: median {np.median(each):g}, fewest {each[fewest]} "
        f"({codes[rows[fewest]]}){children}. Look there first: the map may lack places."
    )


def tell_missing(job: Job, codes: Sequence[str], counts: Counts) -> None:
    """Say which counts are missing, and where: they stay so at the points."""
    blank = [name for name, values in counts.items() if np.isnan(values).all()]
    if blank:
        job.progress.info(f"Empty in all areas, and so at all points: {', '.join(blank)}.")
    for name in _known(counts):
        lacking = np.flatnonzero(np.isnan(counts[name]))
        if len(lacking):
            job.progress.warn(
                f"{name} is empty in {len(lacking):,} of {len(codes):,} areas (first: "
                f"{codes[lacking[0]]}) and stays empty at all their points, never zero."
            )


def _children_of(rows: np.ndarray, counts: Counts) -> str:
    if "children" not in counts:
        return ""
    return f", {np.nansum(counts['children'][rows]):,.1f} children in all"


def tell_check(job: Job, points: FinerPoints, counts: Counts, shared: Counts) -> float:
    """Print the sums before and after; give the most by which any area misses any count."""
    worst = 0.0
    for name in _known(counts):
        apart = largest_difference(points, counts[name], shared[name])
        worst = max(worst, apart)
        job.progress.info(
            f"Check: {name} {_total(counts[name]):,.6f} in the areas, "
            f"{_total(shared[name]):,.6f} at the points; no area differs by more than {apart:g}."
        )
    return worst


def _known(counts: Counts) -> list[str]:
    return [name for name, values in counts.items() if np.isfinite(values).any()]


def _total(values: np.ndarray) -> float:
    return math.fsum(values[np.isfinite(values)].tolist())
