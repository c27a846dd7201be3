"""Costs of buildings by the rules that the estate's options go by, so that both pages agree."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ...engine.siting.rationalisation.dates import asked_day, clawback_due, earliest
from ..layers import numbers_of, texts_of

if TYPE_CHECKING:
    from ..job import Job
    from ..layers import Places

_UNKNOWN = float("nan")
_FLOOR = "floor_area_m2"


def charges(job: Job, places: Places, stated: list[float], running: list[float]) -> list[float]:
    """Give what each building charges for a square metre a year, in pounds; nan where not known.

    As it states; else the number asked for (`MOVE_IN_COST`), else its running cost by floor area.
    """
    asked = job.optional_number("MOVE_IN_COST")
    floor = numbers_of(places, _FLOOR) if places.has(_FLOOR) else np.full(len(places), _UNKNOWN)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(floor > 0, np.array(running, dtype=float) / floor, _UNKNOWN)
    other = own if asked is None else np.full(len(places), asked)
    return [float(one) for one in np.where(np.isfinite(stated), stated, other)]


def grants_due(job: Job, places: Places, grants: list[float]) -> list[float]:
    """Give what of each grant is to be paid back if the building is left at its earliest, pounds.

    Due where the claim runs on after that day, and where its end is not stated.
    """
    start = asked_day(job.text("FROM_DATE"), date.today())
    columns = (texts_of(places, name) for name in ("tenure", "lease_end", "break_date"))
    days = [earliest(*stated, start) for stated in zip(*columns)]
    until = texts_of(places, "clawback_until")
    return [
        clawback_due(grant, end, day, start) if np.isfinite(grant) else grant
        for grant, end, day in zip(grants, until, days)
    ]
