"""The part of the outreach page on the tiers: of a hub, of an outreach point only, of neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from . import published
from .chart import HELD_BACK, Bar, Series, stacked_bars
from .colours import ramp
from .held_back import held_beside
from .method_note import Method
from .page import (
    Html,
    empty_row,
    heading_row,
    number_row,
    paragraph,
    picture,
    section,
    span_row,
    table,
)
from .tables import Table

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TIERS = ("hub", "outreach", "neither")
WORDS = ("of a hub", "of an outreach point only", "of neither")
_LABEL = 23  # letters that stand beside a bar
_ENDS = {"1": "1 most deprived", "10": "10 least deprived"}


@dataclass(frozen=True)
class Change:
    """Children by tier today and with the plan, over the same rows; `group` says of what."""

    group: str
    now: Table
    plan: Table
    ranked: bool = False


def tiers_section(change: Change, method: Method) -> Html:
    """Give the section on a table by group, with its chart."""
    now, plan = _rows(change.now), _rows(change.plan)
    held = _held(now, plan, method.threshold)
    title = f"What would change, by {change.group}"
    chart = _chart(change, now, plan, held, method)
    small = "Held back" if held.any() else ""
    return section(
        title,
        picture(chart, "Bar chart; its figures stand in the table below."),
        _table(title, change, now, plan, held, method.threshold),
        *([paragraph("Some shares are held back for small counts.", "note")] if small else []),
    )


def tier_series() -> list[Series]:
    """Give the three tiers as parts of a bar: dark, light, hatched."""
    dark, light = ramp(2)
    return [Series(WORDS[0], dark), Series(WORDS[1], light), Series(WORDS[2], "#f2f2f2", True)]


def _rows(rows: Table) -> list[dict[str, Any]]:
    return [dict(zip(rows.columns, row)) for row in rows.rows()]


def _counts(rows: Sequence[dict[str, Any]]) -> Floats:
    names = ("children", *TIERS)
    return np.array([[row[name] for name in names] for row in rows], dtype=float).reshape(-1, 4)


def _held(now: Sequence[dict[str, Any]], plan: Sequence[dict[str, Any]], threshold: float) -> Bools:
    """Tell which rows' shares are held back, shape (rows,).

    Where a count of the row is small, where a share would tell another row's small count, or where
    today and the plan differ by one.
    """
    both = [_counts(rows) for rows in (now, plan)]
    held = np.zeros(len(now), dtype=bool)
    for counts in both:
        held[:-1] |= held_beside(counts[:-1], threshold).any(axis=1)
        held |= _any_small(counts, threshold)
    return np.asarray(held | _any_small(np.abs(both[1] - both[0]), threshold))


def _any_small(counts: Floats, threshold: float) -> Bools:
    small = [[published.is_small(count, threshold) for count in row] for row in counts]
    found: Bools = np.array(small, dtype=bool).any(axis=1)
    return found


def _chart(
    change: Change,
    now: Sequence[dict[str, Any]],
    plan: Sequence[dict[str, Any]],
    held: Bools,
    method: Method,
) -> str:
    every = [
        _bar("All areas, today", now[-1], held[-1], method.threshold),
        _bar("All areas, with the plan", plan[-1], held[-1], method.threshold),
    ]
    bars = [
        _bar(_label(change, row), row, hide, method.threshold)
        for row, hide in zip(plan[:-1], held[:-1])
    ]
    return stacked_bars(
        f"Children by tier, by {change.group}",
        "All areas today and with the plan, then each group with the plan: the share within reach "
        "of a hub, of an outreach point only and of neither.",
        [*tier_series(), HELD_BACK],
        [*every, *bars],
        f"Share of the {method.children}, with the plan (first bar: today)",
    )


def _label(change: Change, row: dict[str, Any]) -> str:
    key = str(row["key"])
    if change.ranked:
        return _ENDS.get(key, key)
    return key if len(key) <= _LABEL else f"{key[: _LABEL - 1]}…"


def _bar(label: str, row: dict[str, Any], held: bool, threshold: float) -> Bar:
    children = row["children"]
    if not children:
        return Bar(label, None, note=_nobody(row))
    aside = f"{published.rounded(children, threshold)} children"
    if published.is_small(children, threshold):
        return Bar(label, None, note=aside)
    parts = [row[tier] for tier in TIERS]
    shown = [0.0 if published.is_small(part, threshold) else part for part in parts]
    small = sum(parts) - sum(shown)
    lengths = published.drawn([*shown, threshold / 2 if small else 0.0], threshold)
    numbers = ["" if held else published.share(part / children) for part in parts]
    return Bar(label, lengths, [*numbers, ""], aside)


def _nobody(row: dict[str, Any]) -> str:
    return "no children" if row["areas"] else "no areas"


def _table(
    title: str,
    change: Change,
    now: Sequence[dict[str, Any]],
    plan: Sequence[dict[str, Any]],
    held: Bools,
    threshold: float,
) -> Html:
    first = change.group[0].upper() + change.group[1:]
    above = span_row([("", 2), ("Today: within reach", 3), ("With the plan: within reach", 3)])
    names = [first, "Children, about", *WORDS, *WORDS]
    headings = Html(above + heading_row(names, range(1, len(names)), wrap=True))
    last = len(plan) - 1
    body = [
        _row(before, after, bool(hide), threshold, place == last)
        for place, (before, after, hide) in enumerate(zip(now, plan, held))
    ]
    return table(f"{title}: children within reach, about", headings, body)


def _row(
    now: dict[str, Any], plan: dict[str, Any], held: bool, threshold: float, total: bool
) -> Html:
    if not plan["children"] and not total:
        return empty_row(str(plan["key"]), 7, _nobody(plan))
    cells = [published.rounded(plan["children"], threshold)]
    for row in (now, plan):
        for tier in TIERS:
            count = published.part_of(row[tier], row["children"], threshold)
            share = published.share_of(row[tier], row["children"], threshold)
            cells.append(count if held else f"{count}{published.bracketed(share)}")
    return number_row(str(plan["key"]), cells, total)
