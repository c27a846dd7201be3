"""How far a journey is, beside how long: metres along the quickest way, both walks included.

The router carries minutes. Where every stretch of a mode has one speed, as on foot unless the
speeds were edited, metres are minutes times that speed. Where there are several, the minutes spent
on the stretches of each speed but the commonest are told by the search itself (what it else tells
of fast roads), and the rest are at the commonest speed. Where fast roads are barred it cannot tell
both: with several speeds no distance is then told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .errors import InputError
from .journeys import Ends, Journeys, journeys_on_network
from .network.model import Network
from .network.modes import ON_FOOT

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_STEP_KPH = 0.01  # speeds that differ by less are one: minutes of stretches are rounded
_MOST_SPEEDS = 6


@dataclass(frozen=True)
class Lengths:
    """Minutes and metres from n places to m sites, shape (n, m), inf where there is no journey.

    `metres` of a journey are nan where the network has too many speeds to tell them.
    """

    minutes: Floats
    metres: Floats


def journey_lengths(
    network: Network, mode: str, ends: Ends, max_snap_m: float, direction: str = "to"
) -> Lengths:
    """Work out minutes and metres on foot or with a pram.

    metres = access walks + sum over speeds v of (minutes at v) * v. Parameters as in
    `journeys_on_network`. Raises `InputError` for a mode that is not on foot.
    """
    if mode not in ON_FOOT:
        raise InputError(f"Distances are worked out on foot, not by {mode!r}.")
    found = journeys_on_network(network, mode, ends, max_snap_m, direction)
    speed = _speeds_kph(network, mode)
    kinds, count = np.unique(speed[np.isfinite(speed)], return_counts=True)
    if not 1 <= len(kinds) <= (1 if network.fast_barred else _MOST_SPEEDS):
        return Lengths(found.minutes, np.where(np.isfinite(found.minutes), np.nan, np.inf))
    commonest = kinds[int(np.argmax(count))]
    rest = _on_ways(found)
    metres = np.zeros(rest.shape)
    for kph in kinds[kinds != commonest]:
        told = replace(network, fast=np.asarray(speed == kph))
        of_kind = journeys_on_network(told, mode, ends, max_snap_m, direction).fast_minutes
        spent = np.zeros(rest.shape) if of_kind is None else of_kind
        metres += spent * kph * 1000 / 60
        rest = rest - spent
    access = _metres(found.demand_access_m)[:, None] + _metres(found.site_access_m)[None, :]
    metres += np.maximum(rest, 0.0) * commonest * 1000 / 60 + access
    return Lengths(found.minutes, np.where(np.isfinite(found.minutes), metres, np.inf))


def _speeds_kph(network: Network, mode: str) -> Floats:
    """Give each stretch's speed, shape (m,), in steps of `_STEP_KPH`; nan where nobody passes."""
    minutes = network.passable(mode).min(axis=1)
    known = np.isfinite(minutes) & (minutes > 0) & (network.length_m > 1.0)
    speed = np.full(len(minutes), np.nan)
    np.divide(network.length_m * 0.06, minutes, out=speed, where=known)
    return np.asarray(np.round(speed / _STEP_KPH) * _STEP_KPH)


def _on_ways(found: Journeys) -> Floats:
    """Give the minutes between the walks at both ends; 0 where there is no journey."""
    between = found.minutes - np.nan_to_num(found.access_minutes)
    return np.where(np.isfinite(between), np.maximum(between, 0.0), 0.0)


def _metres(access: Floats | None) -> Floats:
    return np.zeros(0) if access is None else np.nan_to_num(access)
