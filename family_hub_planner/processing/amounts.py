"""Pounds, square metres and hours of a layer: nought or more."""

from __future__ import annotations

import numpy as np

from ..engine.errors import ColumnError
from .layers import Places, numbers_of


def amounts_of(places: Places, field: str) -> np.ndarray:
    """Give a field of amounts (pounds, square metres, hours), nan where empty or where it lacks.

    Raises `ColumnError` for one below nought.
    """
    if not places.has(field):
        return np.full(len(places), np.nan)
    values = numbers_of(places, field)
    below = np.flatnonzero(values < 0)
    if len(below):
        raise ColumnError(
            f"{places.name}: {field} of {places.ids[below[0]]} is {values[below[0]]:g}. Give "
            "nought or more, or leave it empty where it is not known."
        )
    return values
