"""Which service may move into which building, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.siting.rationalisation.problem import NO_MOVES
from ..layers import Places, numbers_of

if TYPE_CHECKING:
    from ..job import Job


@dataclass(frozen=True, eq=False)
class Moves:
    """The k pairs (service, building moved into) and what they cost.

    `pairs` has shape (k, 2); `needs`, `room` (b,) are square metres, nan and 0 where not known;
    `fitting` (b,) pounds once, `yearly` (k,) pounds a year; `agreed` (b,) whether the owner of a
    building has not said no. `remarks` say what was left out.
    """

    pairs: np.ndarray
    needs: np.ndarray
    room: np.ndarray
    fitting: np.ndarray
    yearly: np.ndarray
    agreed: np.ndarray
    remarks: list[str]


@dataclass(frozen=True, eq=False)
class Takes:
    """What stands for and against taking a service in, each of shape (b,).

    `free`: can be travelled to and serves no families; `public`: any family may enter; `idle`:
    closed or only planned; `agreed`: the owner has not said no.
    """

    free: np.ndarray
    public: np.ndarray
    idle: np.ndarray
    agreed: np.ndarray


def moves_of(
    job: Job,
    places: Places,
    serves: np.ndarray,
    may: np.ndarray,
    takes: Takes,
    running: np.ndarray,
) -> Moves:
    """Pair what may leave with what has room.

    Into a building that serves families already nothing moves: its families are merged there, at no
    cost of space.
    """
    needs, room = _needs(job, places), np.nan_to_num(_column(places, job.field("SPARE_AREA")))
    rate, fitting = _rate(job, places, running), _column(places, job.field("FITTING_COST"))
    hosts, remarks = _hosts(job, places, takes, room, rate, fitting)
    leaving = np.flatnonzero(serves & may)
    unknown = [places.ids[row] for row in leaving if not np.isfinite(needs[row])]
    if not job.yes("MAY_MOVE"):
        hosts, remarks, unknown = np.zeros(0, dtype=np.intp), [], []
    pairs = _pairs(job, places, leaving, hosts, needs, room)
    if unknown:
        remarks.append(
            f"The area that they need is not known, so that they do not move: {', '.join(unknown)}."
        )
    yearly = np.array([needs[i] * rate[j] for i, j in pairs], dtype=float)
    return Moves(pairs, np.nan_to_num(needs), room, fitting, yearly, takes.agreed, remarks)


def _column(places: Places, field: str) -> np.ndarray:
    return numbers_of(places, field) if places.has(field) else np.full(len(places), np.nan)


def _needs(job: Job, places: Places) -> np.ndarray:
    """Give the square metres that each service needs: as stated, else what its building uses."""
    floor, spare = _column(places, "floor_area_m2"), _column(places, job.field("SPARE_AREA"))
    used = floor - np.nan_to_num(spare)
    field = job.field("AREA_NEEDED")
    stated = _column(places, field) if field else np.full(len(places), np.nan)
    needs = np.where(np.isfinite(stated), stated, used)
    return np.where(needs > 0, needs, np.nan)


def _rate(job: Job, places: Places, running: np.ndarray) -> np.ndarray:
    """Give pounds a square metre and year: the number asked for, else the building's own."""
    asked = job.optional_number("MOVE_IN_COST")
    if asked is not None:
        return np.full(len(places), asked)
    floor = _column(places, "floor_area_m2")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(floor > 0, running / floor, np.nan)


def _hosts(
    job: Job,
    places: Places,
    takes: Takes,
    room: np.ndarray,
    rate: np.ndarray,
    fitting: np.ndarray,
) -> tuple[np.ndarray, list[str]]:
    """Give the buildings that may take a service in, and say which were left out and why."""
    reasons = (
        ("not open to the public", ~takes.public),
        ("closed or planned", takes.idle),
        ("the owner has not agreed", ~takes.agreed & job.yes("ONLY_AGREED")),
        ("no cost of the space is stated", ~np.isfinite(rate)),
        ("no cost of moving in is stated", ~np.isfinite(fitting)),
    )
    left, said = takes.free & (room > 0), []
    for why, out in reasons:
        count = int((left & out).sum())
        if count:
            first = places.ids[int(np.flatnonzero(left & out)[0])]
            said.append(f"{count} ({why}; first: {first})")
        left &= ~out
    remarks = [f"Buildings with spare room that nothing may move into: {'; '.join(said)}."]
    return np.flatnonzero(left), remarks if said else []


def _pairs(
    job: Job,
    places: Places,
    leaving: np.ndarray,
    hosts: np.ndarray,
    needs: np.ndarray,
    room: np.ndarray,
) -> np.ndarray:
    within = job.number("MOVE_M")
    found = []
    for i in leaving:
        for j in hosts:
            far = float(np.hypot(*(places.xy[i] - places.xy[j])))
            if needs[i] <= room[j] and not far > within:  # nan: no place is known
                found.append((int(i), int(j)))
    return np.array(found, dtype=np.intp).reshape(-1, 2) if found else NO_MOVES
