"""Two scenarios side by side: whose modelled journeys grow longer or shorter under a plan.

Each area's minutes to its nearest hub are given twice: today and under the plan. Nothing is routed
here; what an area has in one of them alone is named and counted, and never becomes a journey of 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .bands import TOLERANCE_MINUTES, band_of
from .demand import Demand
from .errors import InputError

if TYPE_CHECKING:
    from .coverage_tiers import Tiers

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

LONGER, SHORTER, SAME = "longer", "shorter", "same"
LOST_REACH, GAINED_REACH = "lost reach", "gained reach"
ROUTE_LOST, ROUTE_GAINED = "no longer routed", "newly routed"
NOT_ROUTED, NOT_COMPARED = "not routed", "not compared"
RESULTS = (
    LONGER, LOST_REACH, ROUTE_LOST, SHORTER, GAINED_REACH, ROUTE_GAINED, SAME, NOT_ROUTED,
    NOT_COMPARED,
)  # fmt: skip
PARTS = ("longer", "shorter", "same", "route_lost", "route_gained", "unrouted", "not_compared")
GREW, SHRANK = (LONGER, LOST_REACH), (SHORTER, GAINED_REACH)


@dataclass(frozen=True)
class Scenario:
    """One scenario's coverage of n areas.

    `minutes` to the nearest hub have shape (n,), inf where not routed; `hub` is its id, "" for
    none; `there`, shape (n,), tells which areas the coverage holds at all. `no_car_minutes` are
    those of families without a car, None where the coverage does not tell them apart; `tiers` which
    hubs are no full ones, None where it does not state that.
    """

    name: str
    minutes: Floats
    hub: Sequence[str]
    there: Bools
    no_car_minutes: Floats | None = None
    tiers: Tiers | None = None


@dataclass(frozen=True)
class Asked:
    """What counts as a change: rising `bands`, and minutes.

    Changes of up to `tolerance` minutes are the same journey; more than `much` minutes longer is
    much longer.
    """

    bands: tuple[float, ...]
    tolerance: float = 0.5
    much: float = 5.0

    def __post_init__(self) -> None:
        """Refuse minutes below zero, and a much longer journey that counts as the same."""
        if self.tolerance < 0 or self.much < self.tolerance:
            raise InputError(
                f"A journey more than {self.much:g} minutes longer must not count as the same, and "
                f"changes of up to {self.tolerance:g} minutes do. Give a tolerance of zero or more "
                "that is not above the minutes of a much longer journey."
            )


@dataclass(frozen=True)
class Moves:
    """n counts with their minutes in both scenarios, all of shape (n,), and what was asked.

    Minutes are inf where not routed; `there` tells where both scenarios hold the area.
    """

    counts: Floats
    base: Floats
    plan: Floats
    there: Bools
    asked: Asked

    def of(self, places: Places) -> Moves:
        """Give the moves at `places`, whole numbers of shape (m,)."""
        counts, there = self.counts[places], self.there[places]
        return Moves(counts, self.base[places], self.plan[places], there, self.asked)

    def counted(self, counts: Floats) -> Moves:
        """Give the same journeys for another count, shape (n,)."""
        return Moves(counts, self.base, self.plan, self.there, self.asked)

    @property
    def both(self) -> Bools:
        """Where the journey is routed in both scenarios, shape (n,)."""
        return np.asarray(self.there & np.isfinite(self.base) & np.isfinite(self.plan))

    @property
    def change(self) -> Floats:
        """Minutes under the plan less those today, shape (n,); nan unless routed in both."""
        found = np.full(len(self.base), np.nan)
        return np.subtract(self.plan, self.base, out=found, where=self.both)

    @property
    def longer(self) -> Bools:
        """Where the journey grows by more than the tolerance."""
        return self._above(self.asked.tolerance)

    @property
    def much_longer(self) -> Bools:
        """Where it grows by more than the minutes asked for."""
        return self._above(self.asked.much)

    @property
    def shorter(self) -> Bools:
        """Where it shrinks by more than the tolerance."""
        least = -self.asked.tolerance - TOLERANCE_MINUTES
        return np.asarray(self.both & (np.nan_to_num(self.change) < least))

    @property
    def same(self) -> Bools:
        """Where it changes by no more than the tolerance."""
        return np.asarray(self.both & ~self.longer & ~self.shorter)

    @property
    def route_lost(self) -> Bools:
        """Where a journey is modelled today and none under the plan."""
        return np.asarray(self.there & np.isfinite(self.base) & ~np.isfinite(self.plan))

    @property
    def route_gained(self) -> Bools:
        """Where a journey is modelled under the plan and none today."""
        return np.asarray(self.there & ~np.isfinite(self.base) & np.isfinite(self.plan))

    @property
    def unrouted(self) -> Bools:
        """Where neither has a journey."""
        return np.asarray(self.there & ~np.isfinite(self.base) & ~np.isfinite(self.plan))

    def within(self, minutes: Floats, band: float) -> Bools:
        """Tell where both hold the area and `minutes` are within a band, shape (n,)."""
        return np.asarray(self.there & (minutes <= band + TOLERANCE_MINUTES))

    def lost(self, band: float) -> Bools:
        """Tell who is within a band today and not under the plan, whatever the tolerance."""
        return self.within(self.base, band) & ~self.within(self.plan, band)

    def gained(self, band: float) -> Bools:
        """Tell who is within a band under the plan and not today."""
        return self.within(self.plan, band) & ~self.within(self.base, band)

    def results(self) -> list[str]:
        """Say of each what becomes of its journey, one of `RESULTS`.

        Reach is that of the longest band. A journey that is the same within the tolerance loses
        and gains none.
        """
        longest = self.asked.bands[-1]
        found = np.full(len(self.base), NOT_COMPARED, dtype=object)
        masks = {
            SAME: self.same, LONGER: self.longer, SHORTER: self.shorter,
            LOST_REACH: self.longer & self.lost(longest),
            GAINED_REACH: self.shorter & self.gained(longest),
            ROUTE_LOST: self.route_lost, ROUTE_GAINED: self.route_gained,
            NOT_ROUTED: self.unrouted,
        }  # fmt: skip
        for words, mask in masks.items():
            found[mask] = words
        return [str(words) for words in found]

    def _above(self, minutes: float) -> Bools:
        return np.asarray(self.both & (np.nan_to_num(self.change) > minutes + TOLERANCE_MINUTES))


@dataclass(frozen=True)
class Comparison:
    """One plan against today, area by area."""

    base: Scenario
    plan: Scenario
    demand: Demand
    asked: Asked

    def __post_init__(self) -> None:
        """Refuse scenarios that are not of the demand's areas."""
        for one in (self.base, self.plan):
            lengths = {len(one.minutes), len(one.hub), len(one.there), len(self.demand)}
            if len(lengths) != 1:
                raise InputError(
                    f"The scenario {one.name} has not one value for each of the "
                    f"{len(self.demand)} demand points."
                )
            if np.isnan(one.minutes).any() or (one.minutes < 0).any():
                raise InputError(f"The scenario {one.name} has minutes that are below zero.")

    @property
    def moves(self) -> Moves:
        """The children with their minutes in both scenarios."""
        there = np.asarray(self.base.there & self.plan.there)
        return Moves(self.demand.children, self.base.minutes, self.plan.minutes, there, self.asked)

    def bands(self, scenario: Scenario) -> Floats:
        """Give the smallest band that holds each area's minutes, shape (n,); nan beyond."""
        return band_of(self.asked.bands, scenario.minutes)

    def worst(self, left_out: Sequence[int] = ()) -> list[int]:
        """Give the areas whose journeys grow, those without a journey first, then the longest.

        Ties go by area code. `left_out` are rows that are not to be named.
        """
        moves, out = self.moves, set(left_out)
        grew = np.flatnonzero(moves.longer | moves.route_lost)
        change = np.where(moves.route_lost, np.inf, moves.change)
        ids = self.demand.ids
        rows = [int(row) for row in grew if int(row) not in out]
        return sorted(rows, key=lambda row: (-change[row], ids[row]))
