"""Journeys between hubs and every point of the network, by one router."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .errors import InputError
from .network.model import Floats, Ints, Network, check_mode
from .network.modes import DIRECTIONS
from .network.snap import Snapped
from .progress import Progress
from .reached import Reached, Stands, Stretches
from .travel_time import CORNER_M, Router


class Reach:
    """Journeys between hubs and every point of the network, for one mode and direction.

    `direction` is "to" for journeys to the hub, "from" for journeys away from it.
    """

    def __init__(self, network: Network, mode: str, hubs: Snapped, direction: str = "to") -> None:
        check_mode(network, mode)
        if direction not in DIRECTIONS:
            raise InputError(f"The direction is {direction!r}; choose 'to' or 'from'.")
        self.hubs, self.direction = hubs, direction
        self.stretches = Stretches.of(network, mode, direction, CORNER_M)
        self._router = Router(network, mode)

    def of_hubs(
        self, chosen: Ints, limit: float, most: int, progress: Progress
    ) -> Iterator[tuple[Ints, Reached]]:
        """Give the chosen hubs that are on the network, at most `most` at once, and their reach.

        Yields the hubs' numbers and their minutes within the limit, row by row.
        """
        numbers: list[int] = []
        corners: list[Floats] = []
        places = self.hubs.chosen(chosen)
        for row, found in self._router.reach(places, self.direction, limit, progress):
            numbers.append(int(chosen[row]))
            corners.append(found)
            if len(numbers) == most:
                yield self._reached(numbers, corners)
                numbers, corners = [], []
        if numbers:
            yield self._reached(numbers, corners)

    def _reached(self, numbers: list[int], corners: list[Floats]) -> tuple[Ints, Reached]:
        hub = np.array(numbers)
        order = np.argsort(hub)
        hub = hub[order]
        of = self.hubs
        stands = Stands(np.arange(len(hub)), of.edge[hub], of.fraction[hub], of.access_minutes[hub])
        return hub, Reached(self.stretches, np.stack(corners)[order], stands)
