"""The gaps with names against the areas of their run: the same areas, beyond reach, all of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..bands import TOLERANCE_MINUTES, band_number, parse_bands
from ..errors import FiguresError
from .checks_figures import AGAIN, agree, differ, number, rows_of
from .evidence import Coverage, Evidence, every_run

_PARTED = ", "
Row = Mapping[str, Any]


def gaps_of_areas(evidence: Evidence) -> Iterator[None]:
    """Hold each gap to its run: its areas are the run's and beyond reach, its children theirs.

    All gaps together have the children of all areas that are beyond the longest band or not routed.
    """
    for run in every_run(evidence):
        needed = {"minutes", "children"} <= set(run.areas.columns)
        if run.gaps is None or not needed or not run.made.bands:
            continue
        areas = {str(row["area_code"]): row for row in rows_of(run.areas)}
        longest = parse_bands(run.made.bands)[-1]
        why = differ(run.areas, run.gaps)
        gaps = rows_of(run.gaps)
        for gap in gaps:
            if _codes(gap):
                _hold(run, gap, areas, longest, why)
                yield
        beyond = [row for row in areas.values() if _is_beyond(row, longest)]
        where = f"{run.name}: children beyond reach or not routed, of the areas and of the gaps"
        agree(_children(beyond), _children(gaps), where, why)
        yield


def _codes(gap: Row) -> list[str]:
    """Give the codes of a gap's areas; [] where they are not told, or a format cut them short."""
    codes = str(gap.get("area_codes") or "").split(_PARTED)
    return codes if len(codes) == gap["areas"] else []


def _hold(run: Coverage, gap: Row, areas: Mapping[str, Row], longest: float, why: str) -> None:
    named = f"{run.name}: the gap “{gap['cluster']}”"
    codes = _codes(gap)
    for code in codes:
        if code not in areas:
            raise FiguresError(f"{named} has area {code}, which the run has not. {why}. {AGAIN}")
        if not _is_beyond(areas[code], longest):
            raise FiguresError(
                f"{named} has area {code}, which is within {band_number(longest)} minutes. {why}. "
                f"{AGAIN}"
            )
    rows = [areas[code] for code in codes]
    agree(_children(rows), gap["children"], f"{named}, its children", why)
    routed = [row for row in rows if row["minutes"] is not None]
    if gap.get("mean_minutes") is not None and _children(routed):
        times = math.fsum(number(row["children"]) * float(row["minutes"]) for row in routed)
        agree(times / _children(routed), gap["mean_minutes"], f"{named}, mean minutes", why)


def _is_beyond(area: Row, longest: float) -> bool:
    minutes = area["minutes"]
    return minutes is None or float(minutes) > longest + TOLERANCE_MINUTES


def _children(rows: Sequence[Row]) -> float:
    return math.fsum(number(row["children"]) for row in rows)
