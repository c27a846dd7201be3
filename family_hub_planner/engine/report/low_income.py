"""Children in low-income families, estimated from the need: a row of the equality table."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..coverage_tables import Reach, reach_row
from .evidence import Coverage, Option
from .pack import Pack
from .wording import pairs_of, records, texts

_ESTIMATED = "children in income-deprived families (estimate: IDACI score × children)"
_PUBLISHED = "income-deprived families"


def low_income(pack: Pack) -> tuple[str, dict[str, Any], list[dict[str, Any] | None]] | None:
    """Give how they are counted, today's row and each option's; None where the need does not tell.

    An area's number is its IDACI score times the children counted, or the need itself where that
    is children in income-deprived families. SOURCE: MHCLG, English Indices of Deprivation,
    technical report: the IDACI score is the share of children aged 0-15 in such families; taking
    it for other ages is an estimate.
    """
    found, words = _numbers(pack)
    run = pack.evidence.today
    if run is None or not pack.bands or not found:
        return None
    today = _today(run, pack, found)
    plans = [_of_option(option, found) for option in pack.evidence.options]
    return words, today, plans


def _numbers(pack: Pack) -> tuple[dict[str, float], str]:
    """Give the number of each area of the need by its code, and how it is counted."""
    need = pack.evidence.need
    said = next(iter(texts(need, "need_is")), "")
    if _PUBLISHED in said and need is not None and "need" in need.columns:
        numbers = {str(row["area_code"]): float(row["need"] or 0.0) for row in records(need)}
        return numbers, said
    scores = pairs_of(need, "area_code", "idaci_score")
    children = pairs_of(need, "area_code", "children")
    if not scores:
        return {}, ""
    return {
        code: float(scores.get(code, 0.0)) * float(count) for code, count in children.items()
    }, _ESTIMATED


def _today(run: Coverage, pack: Pack, found: dict[str, float]) -> dict[str, Any]:
    rows = records(run.areas)
    counts = np.array([found.get(str(row["area_code"]), 0.0) for row in rows], dtype=float)
    minutes = [row.get("minutes") for row in rows]
    times = np.array([math.inf if one is None else float(one) for one in minutes], dtype=float)
    return reach_row("low income", Reach(counts, counts, times, tuple(pack.bands)))


def _of_option(option: Option, found: dict[str, float]) -> dict[str, Any] | None:
    """Add up those of the areas that the comparison calls longer; None where it does not tell."""
    areas = option.comparison.areas if option.comparison is not None else None
    if areas is None or "result" not in areas.columns:
        return None
    rows = records(areas)
    mine = [(row["result"], found.get(str(row["area_code"]), 0.0)) for row in rows]
    longer = math.fsum(count for result, count in mine if result == "longer")
    return {"children": math.fsum(count for _, count in mine), "longer": longer}
