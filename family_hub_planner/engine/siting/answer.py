"""What a location model answers, before a plan is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.intp]

NONE: Ints = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Choice:
    """A model's answer.

    Attributes
    ----------
    chosen, closed
        Indices of the candidates to open and of the existing sites to close.
    bound, out_of_time
        A bound on the objective, and whether time ran out.
    shares
        (row, site, share of the row's weight) where sites have limited room, else None: then every
        row goes to its nearest open site.
    remarks
        What the model found beside its plan, in sentences.
    objective
        The plan's objective where nearest sites do not tell it (limited room), else None.
    unsettled
        What of the model's measure, beside the objective, was not settled in time, in words.
    further
        What else was proven of the plan among those with its objective, in words, "" for nothing.
    """

    chosen: Ints
    bound: float
    out_of_time: bool = False
    closed: Ints = field(default_factory=lambda: NONE)
    shares: Sequence[tuple[int, int, float]] | None = None
    remarks: tuple[str, ...] = ()
    objective: float | None = None
    unsettled: str = ""
    further: str = ""
