"""The scenarios of a run, checked: made alike, of the demand's areas and of its children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...engine.bands import parse_bands
from ...engine.comparison import Asked, Comparison
from ...engine.comparison_likeness import HubMoves, check_alike, hub_moves
from ...engine.comparison_tiers import other_kinds
from ...engine.errors import InputError
from ...engine.in_words import many
from ...engine.network.modes import MODES
from ..demand import DemandPlaces
from ..job import Job
from ..layers import numbers_of
from ..minutes_words import MinutesWords
from .coverages import CoverageLayer, first_named, read_base, read_plans

BASE_NAME = "Today"
_BANDS = "10,20,30"
_SAME = 1e-6  # children: more is another count


@dataclass(frozen=True)
class Compared:
    """One plan against today, with its layer, its hubs and what is to be said of both."""

    found: Comparison
    layer: CoverageLayer
    hubs: HubMoves
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """Today's coverage and the plans set against it."""

    base: CoverageLayer
    plans: tuple[Compared, ...]
    asked: Asked


def read_scenarios(job: Job, demand: DemandPlaces) -> Read:
    """Read, check and compare; the log says what is not alike."""
    base, plans = read_base(job), read_plans(job)
    bands = job.text("BANDS") or base.made.bands or _BANDS
    asked = Asked(parse_bands(bands), job.number("TOLERANCE"), job.number("WORSE_MINUTES"))
    compared = []
    for name, layer in plans:
        allowed = job.yes("ALLOW_UNLIKE")
        said = check_alike((BASE_NAME, base.made), (name, layer.made), allowed)
        layers = ((BASE_NAME, base), (name, layer))
        said += [note for pair in layers for note in _of_areas(*pair, demand, allowed)]
        compared.append(_compared(name, base, layer, demand, asked, said))
        for note in compared[-1].remarks:
            job.progress.warn(note)
    return Read(base, tuple(compared), asked)


def plan_names(read: Read) -> list[str]:
    """Name the plans, in their order."""
    return [plan.found.plan.name for plan in read.plans]


def words_of(read: Read) -> MinutesWords:
    """Say how people travel, as today's coverage tells it."""
    made = read.base.made
    return MinutesWords(made.mode if made.mode in MODES else "", made.direction)


def _compared(
    name: str,
    base: CoverageLayer,
    layer: CoverageLayer,
    demand: DemandPlaces,
    asked: Asked,
    said: Sequence[str],
) -> Compared:
    areas = demand.demand.ids
    today, plan = base.scenario(BASE_NAME, areas), layer.scenario(name, areas)
    found = Comparison(today, plan, demand.demand, asked)
    if not found.moves.there.any():
        raise InputError(
            f"None of the {len(areas)} demand points stands in both {base.places.name} and "
            f"{layer.places.name} (demand: {areas[0]}; coverage: {base.places.ids[0]}). Give the "
            "demand points that the coverages were made with."
        )
    said = [*said, *filter(None, [other_kinds(found)])]
    whole = base.made.hubs is not None and layer.made.hubs is not None
    return Compared(found, layer, hub_moves(base.hubs, layer.hubs, whole), tuple(said))


def _of_areas(name: str, layer: CoverageLayer, demand: DemandPlaces, allowed: bool) -> list[str]:
    """Name the areas that a coverage lacks or has beside the demand, and refuse other children."""
    ours = set(demand.demand.ids)
    theirs, out = set(layer.places.ids), set(demand.uncounted.places.ids)
    said = []
    lacking, beside = ours - theirs, theirs - ours - out
    if lacking:
        stand = many(len(lacking), "area is", "areas are")
        said.append(
            f"{stand} not in the coverage of {name} and cannot be compared: {first_named(lacking)}."
        )
    if beside:
        stand = many(len(beside), "area is", "areas are")
        said.append(
            f"{stand} in the coverage of {name}, but not among the demand points, and not "
            f"counted: {first_named(beside)}."
        )
    return said + _of_children(name, layer, demand, allowed)


def _of_children(name: str, layer: CoverageLayer, demand: DemandPlaces, allowed: bool) -> list[str]:
    if not layer.places.has("children"):
        return []
    count_of = dict(zip(layer.places.ids, numbers_of(layer.places, "children").tolist()))
    ours = zip(demand.demand.ids, demand.demand.children.tolist())
    other = [
        code
        for code, count in ours
        if np.isfinite(count_of.get(code, np.nan)) and abs(count_of[code] - count) > _SAME
    ]
    if not other:
        return []
    said = (
        f"{many(len(other), 'area has', 'areas have')} another number of children in the coverage "
        f"of {name} than in the demand points: {first_named(other)}"
    )
    if not allowed:
        raise InputError(
            f"{said}. Give the demand points that the coverages were made with, or allow unlike "
            "coverages (ALLOW_UNLIKE): the demand points' children are then counted."
        )
    return [f"{said}. The demand points' children are counted."]
