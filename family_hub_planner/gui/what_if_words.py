"""What the live what-if says: figures in sentences and cells, rounded and held back as elsewhere.

A screen in the office is not a page for the public. But it is shared, photographed and pasted into
papers, so counts are printed as in every page: rounded to ten, with those under the threshold held
back. Inside they stay exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine import published
from ..engine.bands import band_number, band_suffix
from ..engine.coverage_tables import NOT_KNOWN, NOT_ROUTED, total_row
from ..engine.held_back import shares_held
from ..engine.in_words import pounds
from .translation import tr

if TYPE_CHECKING:
    from ..engine.coverage import Coverage
    from ..engine.tables import Table
    from ..engine.what_if import Figures
    from ..engine.what_if_money import Pounds

THRESHOLD = published.THRESHOLD
DASH = published.NOT_APPLICABLE


@dataclass(frozen=True)
class Line:
    """One line of figures: what it is, today and under the plan, in words."""

    label: str
    today: str
    now: str


@dataclass(frozen=True)
class Bar:
    """One bar: its name, the whole per cent today and now, and what stands beside it.

    None for a per cent that is held back, or of a group without areas or children.
    """

    name: str
    today: int | None
    now: int | None
    words: str


def headline_lines(base: Coverage, figures: Figures) -> list[Line]:
    """Give the figures at a glance: children by band, minutes, pounds."""
    before, after = total_row(base.by_decile), total_row(figures.coverage.by_decile)
    lines = []
    for band in base.bands:
        name = f"reached_{band_suffix(band)}"
        label = tr("within {} min").format(band_number(band))
        lines.append(Line(label, _part(before, name), _part(after, name)))
    beyond = tr("beyond {} min").format(band_number(base.bands[-1]))
    lines.append(Line(beyond, _count(before["beyond"]), _count(after["beyond"])))
    if before["unrouted"] or after["unrouted"]:
        lines.append(Line(tr("not routed"), _count(before["unrouted"]), _count(after["unrouted"])))
    lines.append(
        Line(tr("half within; longest"), _half_and_longest(before), _half_and_longest(after))
    )
    cash = figures.money
    lines.append(Line(tr("£ a year"), sum_in_words(cash.yearly_today), sum_in_words(cash.yearly)))
    lines.append(Line(tr("£ once"), DASH, sum_in_words(cash.once)))
    return lines


def _half_and_longest(row: Mapping[str, Any]) -> str:
    half, longest = (published.minutes(row[name]) for name in ("median_minutes", "max_minutes"))
    return f"{half}; {longest}"


def _count(children: float) -> str:
    return published.about(children, THRESHOLD)


def _part(row: Mapping[str, Any], name: str) -> str:
    share = published.share_of(row[name], row["children"], THRESHOLD)
    told = published.about_part(row[name], row["children"], THRESHOLD)
    return f"{told}{published.bracketed(share)}"


def sum_in_words(sum_of: Pounds) -> str:
    """Write a sum of pounds; what is not known of any place is never nought."""
    if sum_of.all_missing:
        return tr("not known")
    told = pounds(sum_of.total)
    return tr("{} and more").format(told) if sum_of.missing else told


def missing_in_words(figures: Figures, names: Mapping[str, str]) -> list[str]:
    """Name the places whose costs are not known, and say what is not counted."""
    cash, said, parts = figures.money, [], []
    for told, sum_of in (
        (tr("running cost of {}"), cash.yearly),
        (tr("cost once of {}"), cash.once),
    ):
        if sum_of.missing:
            parts.append(told.format(listed([names.get(one) or one for one in sum_of.missing])))
    if parts:
        said.append(tr("Not known and not counted: {}.").format("; ".join(parts)))
    if cash.clawback.missing:
        said.append(tr("Grants to be paid back are counted only where the register states them."))
    return said


def listed(names: Sequence[str], most: int = 6) -> str:
    """List names, at most so many of them."""
    more = len(names) - most
    shown = ", ".join(names[:most])
    return tr("{} and {} more").format(shown, more) if more > 0 else shown


def longer_in_words(figures: Figures, much: float) -> str:
    """Say how many areas have much longer journeys, and how many children live there."""
    children = figures.coverage.children
    rows = figures.much_longer
    limit, areas = band_number(much), int(rows.sum())
    there = _count(float(children[rows].sum()))
    if not areas:
        said = tr("No area has a journey more than {} minutes longer than today.").format(limit)
    elif areas == 1:
        told = tr(
            "1 area has a journey more than {} minutes longer than today; children there: {}."
        )
        said = told.format(limit, there)
    else:
        told = tr(
            "{} areas have journeys more than {} minutes longer than today; children there: {}."
        )
        said = told.format(areas, limit, there)
    lost = figures.route_lost
    if lost.any():
        more = tr("{} areas lose every modelled journey; children there: {}.")
        said += " " + more.format(int(lost.sum()), _count(float(children[lost].sum())))
    return said


def bars(base: Table, now: Table, bands: Sequence[float], band: float) -> list[Bar]:
    """Give a bar for each row of two coverage tables (by decile or quintile), without the total.

    Two exact shares side by side would tell how few children a small change is: it is held back,
    and the bar stays at today's.
    """
    column = list(bands).index(band)
    counts = [table.column(f"reached_{band_suffix(band)}")[:-1] for table in (base, now)]
    sides = [_percents(table, bands, column) for table in (base, now)]
    keys, areas = base.column("key")[:-1], base.column("areas")[:-1]
    found = []
    for row, key in enumerate(keys):
        before, after = (side[row] for side in sides)
        name = {NOT_KNOWN: tr("not known"), NOT_ROUTED: tr("not routed")}.get(key, key)
        few = published.is_small(abs((counts[1][row] or 0.0) - (counts[0][row] or 0.0)), THRESHOLD)
        if few and before[0] is not None:
            words = tr("{} (change under {})").format(before[1], THRESHOLD)
            found.append(Bar(name, before[0], before[0], words))
            continue
        found.append(Bar(name, before[0], after[0], _beside(areas[row], before, after)))
    return found


def _percents(table: Table, bands: Sequence[float], column: int) -> list[tuple[int | None, str]]:
    held = shares_held(table, bands, THRESHOLD)[:, column]
    reached = table.column(f"reached_{band_suffix(bands[column])}")
    found: list[tuple[int | None, str]] = []
    for part, whole, hide in zip(reached, table.column("children"), held):
        words = published.HELD_BACK if hide else published.share_of(part, whole, THRESHOLD)
        known = words not in (published.HELD_BACK, DASH)
        percent = published.whole_percent(part / whole) if known else None
        found.append((percent, words))
    return found


def _beside(areas: int, before: tuple[int | None, str], after: tuple[int | None, str]) -> str:
    if not areas:
        return tr("no areas")
    if before[1] == after[1] == DASH:
        return tr("no children")
    if before[1] == after[1]:
        return after[1]
    return tr("{} (today {})").format(after[1], before[1])


def bars_in_words(title: str, found: Sequence[Bar]) -> str:
    """Say all bars in one text, for those who hear the screen."""
    return f"{title}. " + " ".join(f"{bar.name}: {bar.words}." for bar in found)


def mean_minutes(value: float) -> str:
    """Write minutes of a sentence, whole: "6 minutes", "under 1 minute"."""
    if not np.isfinite(value):
        return DASH
    if 0 < value < 1:
        return tr("under 1 minute")
    whole = published.whole_minutes(value)
    return tr("1 minute") if whole == 1 else tr("{} minutes").format(whole)
