"""One search for a freshly placed trial hub, on a network that is held in memory.

Making a mode ready and putting the areas on their ways takes the most time, and neither depends on
the trial: both are done once. What is left for each new place is its own way to the network and
one join of its label with the areas'. The minutes are the very ones of `journeys_on_network`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .errors import NetworkError
from .journeys import NO_ROUTE, snap_places
from .network.model import Network
from .network.snap import Snapper
from .travel_time import Router

Floats = npt.NDArray[np.float64]


class TrialSearch:
    """The minutes between n areas and any place, by one mode and in one direction.

    Parameters
    ----------
    network, mode
        What to travel on, and how.
    demand_xy
        The areas' places in the network's system, metres, shape (n, 2), nan where not known.
    max_snap_m
        Metres beyond which a place is not put on the network.
    direction
        "to" the trial hub, or "from" it.
    """

    def __init__(
        self, network: Network, mode: str, demand_xy: Floats, max_snap_m: float, direction: str
    ) -> None:
        self.max_snap_m, self.to_hub = max_snap_m, direction == "to"
        self._snapper, self._router = Snapper(network, mode), Router(network, mode)
        areas = snap_places(self._snapper, demand_xy, max_snap_m)
        ready = self._router.departures if self.to_hub else self._router.arrivals
        self._areas = ready(areas)

    def minutes(self, xy: tuple[float, float]) -> Floats:
        """Give the minutes of each area, shape (n,), inf where there is no journey.

        Raises `NetworkError` for a place that cannot be put on the network, or to which no way
        leads.
        """
        place = snap_places(self._snapper, np.array([xy], dtype=float), self.max_snap_m)
        if not place.ok[0]:
            raise NetworkError(self._off_network(place.reason[0], float(place.nearest_m[0])))
        if self.to_hub:
            found = self._router.times(self._areas, self._router.arrivals(place)).minutes[:, 0]
        else:
            found = self._router.times(self._router.departures(place), self._areas).minutes[0]
        if not np.isfinite(found).any():
            raise NetworkError(f"No trial hub can stand here: {NO_ROUTE}.")
        return found

    def _off_network(self, why: str, nearest_m: float) -> str:
        metres = f"; the nearest way is {nearest_m:,.0f} m away" if np.isfinite(nearest_m) else ""
        return (
            f"No trial hub can stand here: {why}{metres}, and a place is put on ways within "
            f"{self.max_snap_m:,.0f} m. Choose a place nearer to a way."
        )
