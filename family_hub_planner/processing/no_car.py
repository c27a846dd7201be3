"""The parameters of households without a car, the same for coverage and siting."""

from __future__ import annotations

from typing import Any

from ..engine.errors import InputError
from . import parameters as make
from .job import Job
from .parameters import tr


def no_car_inputs() -> list[Any]:
    """Give the fields of households without a car, and how they travel."""
    share = make.field("NO_CAR", tr("Households without a car"), "DEMAND")
    told = tr("With drive: a share, a percentage, or a number beside the number of all households.")
    label = tr("All households (where that is a number)")
    on_foot = make.choice("NO_CAR_MODE", tr("Without a car"), ("walk", "pram"), "walk")
    return [
        make.advanced(make.explained(share, told)),
        make.advanced(make.field("NO_CAR_HOUSEHOLDS", label, "DEMAND")),
        make.advanced(on_foot),
    ]


def check_no_car(job: Job) -> None:
    """Refuse the field without driving on a network."""
    if job.field("NO_CAR") and (job.choice("MODE") != "drive" or not job.asked_for("NETWORK")):
        raise InputError(
            "Households without a car are counted beside those who drive: give a network and "
            "choose drive as the mode of travel, or leave that field empty."
        )
