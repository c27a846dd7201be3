"""The grid on which catchments are drawn, and how finely, for each mode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .network.model import Floats, Ints


@dataclass(frozen=True)
class Drawing:
    """How finely a mode's catchments are drawn, in metres: the grid's cell, the way off the road.

    Nothing farther than `off_road_m` from the way it belongs to is drawn.
    """

    cell_m: float
    off_road_m: float


DRAWING = {
    "walk": Drawing(16.0, 60.0),
    "pram": Drawing(16.0, 60.0),
    "cycle": Drawing(40.0, 120.0),
    "drive": Drawing(40.0, 120.0),
}


@dataclass(frozen=True)
class Window:
    """A part of the grid: `columns` by `rows` points, the first at `column`, `row` of the whole.

    Points are numbered row by row.
    """

    cell_m: float
    column: int
    row: int
    columns: int
    rows: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    def xy(self, point: Ints) -> Floats:
        """Give the places of points, shape (k, 2), metres."""
        row, column = np.divmod(point, self.columns)
        return np.asarray(np.stack([column + self.column, row + self.row], axis=1) * self.cell_m)

    def inside(self, xy: Floats) -> Floats:
        """Turn places (k, 2) in metres into columns and rows of the window."""
        return np.asarray(xy / self.cell_m - np.array([self.column, self.row]))


def window_round(low: Floats, high: Floats, drawing: Drawing) -> Window:
    """Give the grid points off the road of boxes, and two more rows and columns on each side."""
    margin_m, cell_m = drawing.off_road_m, drawing.cell_m
    first = np.floor((low.min(axis=0) - margin_m) / cell_m).astype(np.int64) - 2
    last = np.ceil((high.max(axis=0) + margin_m) / cell_m).astype(np.int64) + 2
    columns, rows = (last - first + 1).tolist()
    return Window(cell_m, int(first[0]), int(first[1]), columns, rows)
