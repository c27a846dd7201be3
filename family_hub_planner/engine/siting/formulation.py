"""An integer programme put together piece by piece: columns, then rows over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class IntegerProgramme:
    """Minimise cost @ x, row_lower <= matrix @ x <= row_upper, lower <= x <= upper.

    `matrix` is a scipy.sparse matrix of shape (rows, columns); `integer` marks whole-number
    columns, shape (columns,); all other arrays are floats of matching length.
    """

    cost: Floats
    matrix: Any
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    integer: Bools


@dataclass
class Formulation:
    """Columns with their cost and bounds, and rows over columns; minimised."""

    _cost: list[Floats] = field(default_factory=list)
    _lower: list[Floats] = field(default_factory=list)
    _upper: list[Floats] = field(default_factory=list)
    _integer: list[bool] = field(default_factory=list)
    _width: int = 0
    _rows: list[tuple[Ints, Floats, float, float]] = field(default_factory=list)

    def columns(
        self,
        cost: Floats,
        lower: float | Floats = 0.0,
        upper: float | Floats = 1.0,
        integer: bool = False,
    ) -> Ints:
        """Add columns and give their places; the bounds are numbers or one a column."""
        count = len(cost)
        self._cost.append(np.asarray(cost, dtype=float))
        self._lower.append(np.broadcast_to(np.asarray(lower, dtype=float), (count,)))
        self._upper.append(np.broadcast_to(np.asarray(upper, dtype=float), (count,)))
        self._integer += [integer] * count
        places: Ints = np.arange(self._width, self._width + count, dtype=np.intp)
        self._width += count
        return places

    def row(
        self,
        columns: Ints,
        values: float | Floats,
        least: float = -float("inf"),
        most: float = float("inf"),
    ) -> None:
        """Add a row: least <= values @ columns <= most."""
        filled = np.broadcast_to(np.asarray(values, dtype=float), columns.shape)
        self._rows.append((columns, filled, least, most))

    def rows(
        self,
        columns: Ints,
        values: Floats,
        least: float = -float("inf"),
        most: float = float("inf"),
    ) -> None:
        """Add a row for each line of `columns`, shape (rows, width), all with the same values."""
        self._rows += [(line, values, least, most) for line in columns]

    def programme(self) -> IntegerProgramme:
        """Give the programme as arrays."""
        from scipy import sparse  # noqa: PLC0415 - the module must import without scipy

        lengths = [len(columns) for columns, _, _, _ in self._rows]
        indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        none = np.zeros(0)
        indices = np.concatenate([none.astype(np.intp), *(row[0] for row in self._rows)])
        values = np.concatenate([none, *(row[1] for row in self._rows)])
        matrix = sparse.csr_matrix((values, indices, indptr), shape=(len(lengths), self._width))
        return IntegerProgramme(
            cost=np.concatenate([none, *self._cost]),
            matrix=matrix,
            row_lower=np.array([row[2] for row in self._rows]),
            row_upper=np.array([row[3] for row in self._rows]),
            lower=np.concatenate([none, *self._lower]),
            upper=np.concatenate([none, *self._upper]),
            integer=np.array(self._integer, dtype=bool),
        )
