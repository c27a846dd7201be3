"""The conditions of a siting run as its parameters: closures, money, room, floors, numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..engine.demand import Demand
from ..engine.errors import InputError
from ..engine.in_words import many
from ..engine.packages import tree_of
from ..engine.siting.asked import floors_of, numbers_of
from ..engine.siting.rules import NO_PAIRS, Money, Rules
from . import parameters as make
from .demand import DemandPlaces
from .job import Job
from .layers import Places, texts_of
from .layers import numbers_of as column_of
from .of_others import refuse_others
from .parameters import tr
from .siting import Sites

_YES = {"yes", "true", "1", "y"}
_PLAIN = {*_YES, "no", "false", "0", "n", ""}


def inputs() -> list[Any]:
    """Give the definitions of the parameters, all optional."""
    floors = make.text("FLOORS", tr("At least (% of need within the minutes)"), optional=True)
    told = tr('"deciles 1-3=80; each locality=60; Oakham=50; all=70".')
    limits = make.text("HUB_LIMITS", tr("Open hubs at least, at most"), optional=True)
    how = tr(
        '"each locality<=2; new in Oakham<=1; deciles 1-3>=1". A hub belongs to the area that it '
        "lies in (AREAS), else to the nearest demand point."
    )
    areas = make.polygons("AREAS", tr("Areas, to tell where hubs lie"), optional=True)
    code = make.field("AREA_CODE", tr("Area's code"), "AREAS")
    may_close = make.field("MAY_CLOSE", tr("May close (yes or no)"), "EXISTING")
    closing = tr("Existing hubs with yes may be closed, as options for testing.")
    spacing = make.number("SPACING_M", tr("Hubs apart by (metres)"), None, 0.0, optional=True)
    straight = tr("Straight line. Existing hubs that stay are no fault of a plan.")
    thin = make.number("THIN_M", tr("One place within (metres)"), None, 0.0, optional=True)
    one_place = tr(
        "Venues so near to each other, or to a hub, count as one. Those with the same UPRN, or "
        "postcode and name, always do."
    )
    return [
        make.explained(floors, told),
        make.advanced(make.explained(limits, how)),
        make.advanced(areas),
        make.advanced(code),
        make.explained(may_close, closing),
        make.advanced(make.explained(spacing, straight)),
        make.advanced(make.explained(thin, one_place)),
        *_money_inputs(),
        *_room_inputs(),
    ]


def _money_inputs() -> list[Any]:
    once = make.field("COST", tr("Cost of opening (pounds, once)"), "CANDIDATES", "one_off_gbp")
    closing = make.field("CLOSING_COST", tr("Cost of closing (once)"), "EXISTING", "one_off_gbp")
    label = tr("Yearly cost (pounds; both layers)")
    yearly = make.field("YEARLY_COST", label, "CANDIDATES", "running_cost_gbp")
    budget = make.number("BUDGET", tr("Budget, once (pounds)"), None, 0.0, optional=True)
    told = tr("For openings and closings. With a budget, fewer sites than asked for may open.")
    a_year = make.number("YEARLY_BUDGET", tr("Budget a year (pounds)"), None, 0.0, optional=True)
    how = tr("For all hubs that are open after the plan, existing ones too.")
    return [
        make.advanced(once),
        make.advanced(closing),
        make.advanced(yearly),
        make.explained(budget, told),
        make.advanced(make.explained(a_year, how)),
    ]


def _room_inputs() -> list[Any]:
    room = make.field("CAPACITY", tr("Room for children (both layers)"), "CANDIDATES")
    told = tr("Areas are then shared out, never past a site's room. Empty value: no limit known.")
    return [make.advanced(make.explained(room, told))]


def rules_of(job: Job, demand: DemandPlaces, sites: Sites, spacing: float | None) -> Rules:
    """Read the conditions; the sites are existing hubs and then candidates.

    A site has the decile, quintile and locality of its area (`Sites.areas`), none where that is no
    area of the demand counted. Raises `InputError` for conditions that are none, or lack numbers.
    """
    row_of = {code: row for row, code in reversed(list(enumerate(demand.places.ids)))}
    near = np.array([row_of.get(code, -1) for code in sites.areas], dtype=np.intp)
    own = demand.demand
    locality = [own.locality[row] if row >= 0 else "" for row in near]
    deciles, quintiles = (_of_nearest(values, near) for values in (own.decile, own.quintile))
    return Rules(
        may_close=_told_may_close(job, sites),
        floors=floors_of(job.text("FLOORS"), own, job.number("MINUTES")),
        numbers=numbers_of(job.text("HUB_LIMITS"), deciles, quintiles, locality, sites.existing),
        money=_money(job, sites),
        capacity=_room(job, sites),
        takes=_children(job, own),
        apart=NO_PAIRS if not spacing else _too_near(sites.places, spacing),
    )


def _of_nearest(values: np.ndarray, near: np.ndarray) -> np.ndarray:
    return np.where(near >= 0, values[near], np.nan)


def _may_close(job: Job, sites: Sites) -> np.ndarray | None:
    field = job.field("MAY_CLOSE")
    if not field:
        return None
    said = texts_of(sites.places, field)
    return sites.existing & np.array([word.lower() in _YES for word in said])


def _told_may_close(job: Job, sites: Sites) -> np.ndarray | None:
    """Give which hubs may close, and say what in the column is no plain yes or no.

    Raises `InputError` for a hub of another authority, whose families this run does not count.
    """
    closable = _may_close(job, sites)
    if closable is None:
        return None
    label = f"{job.label('MAY_CLOSE')} ({job.field('MAY_CLOSE')})"
    refuse_others(job, sites.places, closable, label, ("hub", "hubs", "close"))
    words = texts_of(sites.places, job.field("MAY_CLOSE"))
    unclear = sorted({
        word for word, hub in zip(words, sites.existing) if hub and word.lower() not in _PLAIN
    })  # fmt: skip
    if unclear:
        first = ", ".join(repr(word) for word in unclear[:3])
        job.progress.warn(f"{label}: {first} is neither yes nor no, and is taken for no.")
    if not closable.any():
        job.progress.warn(f"{label}: no hub says yes, so none may close.")
    return closable


def _money(job: Job, sites: Sites) -> Money | None:
    budget, yearly = job.optional_number("BUDGET"), job.optional_number("YEARLY_BUDGET")
    if budget is None and yearly is None:
        return None
    nought = np.zeros(len(sites.places))
    opening = closing = each_year = nought
    if budget is not None:
        opening = _costs(job, sites, "COST", ~sites.existing)
        closing = _closing(job, sites)
    if yearly is not None:
        each_year = _costs(job, sites, "YEARLY_COST", np.ones(len(nought), dtype=bool))
    amounts = (np.inf if one is None else one for one in (budget, yearly))
    return Money(opening, closing, each_year, *amounts)


def _closing(job: Job, sites: Sites) -> np.ndarray:
    closable = _may_close(job, sites)
    if closable is None or not closable.any():
        return np.zeros(len(sites.places))
    return _costs(job, sites, "CLOSING_COST", closable)


def _costs(job: Job, sites: Sites, name: str, needed: np.ndarray) -> np.ndarray:
    """Read a column of pounds, 0 where it is not needed; refuse one that is missing where it is."""
    field = job.field(name)
    there = field and sites.places.has(field)
    values = column_of(sites.places, field) if there else np.full(len(needed), np.nan)
    missing = np.flatnonzero(needed & ~np.isfinite(values))
    if len(missing):
        raise InputError(
            f"{job.label(name)} ({name}): {len(missing)} of {int(needed.sum())} sites have none in "
            f"the column {field!r} (first: {sites.places.ids[missing[0]]}). A budget needs the "
            "cost of every site it may be spent on: fill it in, 0 where it costs nothing."
        )
    below = np.flatnonzero(needed & (values < 0))
    if len(below):
        job.progress.warn(
            f"{job.label(name)} ({name}): {many(len(below), 'site has', 'sites have')} a cost "
            f"below nought in the column {field!r} (first: {sites.places.ids[below[0]]}, "
            f"£{values[below[0]]:,.0f}). It is taken for money that comes in."
        )
    return np.where(needed, values, 0.0)


def _room(job: Job, sites: Sites) -> np.ndarray | None:
    field = job.field("CAPACITY")
    if not field:
        return None
    room = column_of(sites.places, field)
    unknown = int(np.isnan(room).sum())
    if unknown:
        job.progress.warn(
            f"{unknown} of {len(room)} sites have no room stated ({field}): no limit is known for "
            "them, and none is set."
        )
    return np.where(np.isnan(room), np.inf, room)


def _children(job: Job, demand: Demand) -> np.ndarray | None:
    return demand.children if job.field("CAPACITY") else None


def _too_near(sites: Places, spacing: float) -> np.ndarray:
    placed = np.flatnonzero(np.isfinite(sites.xy).all(axis=1))
    pairs = tree_of(sites.xy[placed]).query_pairs(spacing * (1 - 1e-9), output_type="ndarray")
    return placed[pairs].reshape(-1, 2)
