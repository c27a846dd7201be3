"""Whom each run side by side counts: of which ages, where, at which pace, and beside today's."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ..in_words import many
from ..method_note import travelling
from ..tables import Table
from .counted_children import ALIKE, children_of, need_of, same_children
from .evidence import Coverage, estimates_in
from .pack import NOT_STATED, Pack
from .wording import texts, untraced

ESTIMATE = "(estimate)"
OTHERS = "Shares of other children are no better or worse reach than those of the first row."
_DIRECTIONS = {"to": "to the hub", "from": "from the hub"}
_SNAP = "places at most {:g} m from a way"
_ALL_DRIVE = "driving, as if every family had a car"
_AS_MANY = 0.5  # children; what sharing out and adding up leave of a county's
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


def told_apart(first: Coverage, run: Coverage, among: Sequence[Coverage]) -> list[str]:
    """Say by what a run's minutes were worked out, where the runs side by side differ in it.

    Of the network only what is another than that of the first row.
    """
    made = run.made
    said = {
        "direction": _DIRECTIONS.get(made.direction, ""),
        "fast_roads": f"fast roads {made.fast_roads}" if made.fast_roads else "",
        "max_snap_m": "" if made.max_snap_m is None else _SNAP.format(made.max_snap_m),
    }
    told = [words for name, words in said.items() if words and _differ(name, among)]
    paces = [one for one in among if one.made.mode == made.mode]
    if made.speed_kph is not None and _differ("speed_kph", paces):
        told.append(f"at {made.speed_kph:g} km/h")
    own, its = made.network, first.made.network
    if own and its and own != its and not made.times:
        told.append(f"on another network: {own}")
    return told


def _differ(name: str, runs: Sequence[Coverage]) -> bool:
    stated = {getattr(run.made, name) for run in runs}
    return len(stated - {"", None}) > 1


def other_children(pack: Pack, first: tuple[str, Coverage], run: Coverage) -> str:
    """Say in what the children of a run are others than those of the first row; "" where in none.

    `first` is that row's name and run.
    """
    name, base = first
    mine, its = children_of(run.areas), children_of(base.areas)
    shared = mine.keys() & its.keys()
    if same_children(base, run):
        where = f"{len(mine):,d} points instead of the {len(its):,d} of “{name}”"
        return f"the same children, counted at {where}"
    if not shared and as_many(base, run):
        return f"counts as many children as “{name}”, at {len(mine):,d} demand points of its own"
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


def as_many(one: Coverage, other: Coverage) -> bool:
    """Tell whether two runs count as many children in all, as those placed at finer points do."""
    totals = [math.fsum(children_of(run.areas).values()) for run in (one, other)]
    return abs(totals[0] - totals[1]) <= _AS_MANY


def _areas(number: int) -> str:
    return many(number, "area", "areas")
