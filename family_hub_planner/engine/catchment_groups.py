"""Which hubs are drawn together: those that share ground, as many as fit into memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .catchment_grid import Drawing, window_round
from .network.model import Bools, Floats, Ints, Polylines
from .packages import need

MOST_POINTS = 4_000_000
"""Points of the grid round hubs that are drawn together, unless one hub alone reaches over more."""


@dataclass(frozen=True)
class Boxes:
    """Boxes round k things: lower left and upper right corners, shape (k, 2), metres."""

    low: Floats
    high: Floats

    @classmethod
    def of_lines(cls, lines: Polylines) -> Boxes:
        """Give the box of each line."""
        at = lines.start[:-1]
        return cls(np.minimum.reduceat(lines.xy, at), np.maximum.reduceat(lines.xy, at))

    def around(self, chosen: Bools, place: Floats, radius_m: float) -> tuple[Floats, Floats]:
        """Give the one box round some of these and a place besides, no farther from it than that.

        A long straight stretch may be reached at its near end alone.
        """
        low = np.vstack([self.low[chosen], place]).min(axis=0)
        high = np.vstack([self.high[chosen], place]).max(axis=0)
        return np.maximum(low, place - radius_m), np.minimum(high, place + radius_m)

    def together(self, chosen: Ints) -> Boxes:
        """Give the one box round some of these."""
        low, high = self.low[chosen], self.high[chosen]
        return Boxes(low.min(axis=0, keepdims=True), high.max(axis=0, keepdims=True))


def groups_apart(boxes: Boxes, drawing: Drawing) -> list[Ints]:
    """Part hubs into groups whose ground does not meet: what one group is does not touch another.

    Groups and the hubs in them are in the order of the boxes.
    """
    margin = drawing.off_road_m + 3 * drawing.cell_m
    low, high = boxes.low - margin, boxes.high + margin
    meet = ((low[:, None] <= high[None]) & (low[None] <= high[:, None])).all(axis=2)
    csgraph = need("scipy.sparse.csgraph", "Catchments")
    count, group = csgraph.connected_components(meet, directed=False)
    return [np.flatnonzero(group == number) for number in range(count)]


def groups_that_fit(boxes: Boxes, drawing: Drawing) -> list[Ints]:
    """Part hubs into groups of neighbours whose common window has at most `MOST_POINTS`."""
    middle = (boxes.low + boxes.high) / 2
    step = np.sqrt(MOST_POINTS) * drawing.cell_m
    square = np.floor(middle / step).astype(np.int64)
    order = np.lexsort((middle[:, 0], square[:, 1], square[:, 0]))
    groups: list[list[int]] = []
    for hub in order.tolist():
        if groups and _points(boxes, [*groups[-1], hub], drawing) <= MOST_POINTS:
            groups[-1].append(hub)
        else:
            groups.append([hub])
    return [np.sort(np.array(group)) for group in groups]


def _points(boxes: Boxes, hubs: Sequence[int], drawing: Drawing) -> int:
    window = window_round(boxes.low[hubs], boxes.high[hubs], drawing)
    return window.rows * window.columns
