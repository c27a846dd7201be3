"""Sites of another authority: they are none of this run's to close or give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..engine.errors import InputError
from ..engine.in_words import many
from .layers import Places, texts_of

if TYPE_CHECKING:
    from .job import Job


def refuse_others(
    job: Job, places: Places, asked: np.ndarray, label: str, words: tuple[str, str, str]
) -> None:
    """Refuse places of another authority than the home one among those asked for, shape (k,).

    `label` names the parameter, `words` are one and several of the places and what was to be done,
    such as ("hub", "hubs", "close"). The run counts the home's children alone.
    """
    home, owners = job.text("HOME_AUTHORITY"), texts_of(places, "authority")
    others = [row for row in np.flatnonzero(asked) if owners[row] not in ("", home)]
    if home and others:
        one, several, do = words
        first = others[0]
        raise InputError(
            f"{label}: {many(len(others), one, several)} of another authority than {home} may "
            f"{do} (first: {places.ids[first]} of {owners[first]}). Only children of {home} "
            "are counted in this run, so nobody could say whose journeys there would grow. Mark "
            f"such {several} no, or leave out the home authority."
        )
