"""Whom each run side by side counts: of which ages, where, at which pace, and beside today's."""

from __future__ import annotations

import re

from ..in_words import many
from ..method_note import travelling
from ..tables import Table
from .counted_children import ALIKE, children_of, need_of
from .evidence import Coverage, estimates_in
from .pack import NOT_STATED, Pack
from .wording import texts, untraced

ESTIMATE = "(estimate)"
OTHERS = "Shares of other children are no better or worse reach than those of the first row."
_ALL_DRIVE = "driving, as if every family had a car"
_OWN_LEGS, _OUT_OF_PRAM = 5, 5  # years: from here on without a pram; the oldest in one is younger


def ages_of(need: Table | None) -> str:
    """Name the ages of a need layer: "0-4", or that nobody stated them."""
    return untraced("; ".join(texts(need, "ages"))) or NOT_STATED


def estimate_mark(need: Table | None) -> str:
    """Give " (estimate)" for a need layer whose children are no counts, else ""."""
    return f" {ESTIMATE}" if "children" in estimates_in(need) else ""


def going(run: Coverage, ages: str) -> str:
    """Say how a run's families go, and where all are put to a pace that some of them do not have.

    Toddlers go with a pram, older children do not: a run has one pace for all.
    """
    mode = run.made.mode
    if run.made.times:
        return f"by the table of times {run.made.times}"
    if mode == "drive":
        return _ALL_DRIVE
    years = [int(one) for one in re.findall(r"\d+", ages)]
    more = ""
    if mode == "walk" and years and years[0] < _OWN_LEGS:
        more = ", toddlers and prams too at that pace"
    if mode == "pram" and years and years[-1] > _OUT_OF_PRAM:
        more = ", older children too at that pace"
    return f"{travelling(mode or NOT_STATED)}{more}"


def other_children(pack: Pack, first: tuple[str, Coverage], run: Coverage) -> str:
    """Say in what the children of a run are others than those of the first row; "" where in none.

    `first` is that row's name and run.
    """
    name, base = first
    mine, its = children_of(run.areas), children_of(base.areas)
    shared = mine.keys() & its.keys()
    if not shared:
        return f"counts {_areas(len(mine))}, none of them counted in “{name}”"
    if mine.keys() != its.keys():
        words = f"counts {_areas(len(mine))}, {len(shared):,d} of them among the {len(its):,d}"
        return f"{words} of “{name}”"
    if all(abs(mine[code] - its[code]) <= ALIKE for code in shared):
        return ""
    ages, other = (ages_of(need_of(pack.evidence, one)) for one in (run, base))
    if NOT_STATED in (ages, other) or ages == other:
        return f"counts other children of the same areas than “{name}”"
    return f"counts children aged {ages}, “{name}” those aged {other}"


def _areas(number: int) -> str:
    return many(number, "area", "areas")
