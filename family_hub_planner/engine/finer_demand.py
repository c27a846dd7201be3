"""Finer demand: the counts of areas shared out over smaller places, every total kept.

Within an area a count goes to the places in proportion to a weight. That is areal weighting where
the weight is the places' own area (Goodchild and Lam 1980), dasymetric mapping where it is the
ground or floor area, or the dwellings, of buildings (Wright 1936; Mennis 2003), and an even or a
weighted spread over addresses or postcodes where the places are points.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .areal_pieces import Ground, Pieces, Shapes
from .errors import CodesError, InputError
from .progress import Progress

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# How a point came to its share; the words stand in the column `placed_by`.
BY_AREA, BY_WEIGHT, ALIKE, WHOLE_AREA = "area", "weight", "each_alike", "whole_area"
# Two drawings of one border (generalised and full, 2011 and 2021) leave pieces that are no place.
SLIVER = 0.01
_TRIES = 8


@dataclass(frozen=True)
class Parts:
    """The finer places, m of them: polygons, or points of shape (m, 2) in the areas' system.

    `weight` says how much each counts, shape (m,), for a polygon as a whole (dwellings, floor
    area); None takes a polygon's own area, and all points alike.
    """

    name: str
    ids: Sequence[str]
    shape: Shapes | Floats
    weight: Floats | None = None

    def __post_init__(self) -> None:
        """Refuse weights that are negative or not finite; a missing one (nan) counts as nothing."""
        if self.weight is None:
            return
        bad = np.flatnonzero((self.weight < 0) | np.isinf(self.weight))
        if len(bad):
            raise InputError(
                f"{self.name}: the weight of {self.ids[bad[0]]} is {self.weight[bad[0]]:g} "
                f"({len(bad):,} of {len(self.ids):,} cannot be used). Give numbers of zero or more."
            )


@dataclass(frozen=True)
class FinerPoints:
    """k demand points, by area: rows of their areas, unique ids, places, shares.

    `area` has shape (k,), `xy` (k, 2); `share` (k,) is the part of its area's counts that a point
    takes: the shares of an area add up to 1. `parts_outside` counts the parts in no area,
    `parts_weightless` those in one that have no weight.
    """

    area: Ints
    part_ids: list[str]
    xy: Floats
    share: Floats
    placed_by: list[str]
    parts_outside: int
    parts_weightless: int

    def whole_areas(self) -> Ints:
        """Give the rows of the areas that keep one point, since no part could take their counts."""
        alone = np.array([how == WHOLE_AREA for how in self.placed_by], dtype=bool)
        found: Ints = self.area[alone]
        return found


def finer_points(areas: Shapes, parts: Parts, progress: Progress | None = None) -> FinerPoints:
    """Place finer demand points: one for each part, or piece of one, that lies in an area.

    share = v / Σ v over the area's pieces, with v = w |part ∩ area| / |part| and w the part's
    weight (without weights its own area, so that v = |part ∩ area|; of points, v = w or 1). An
    area without a piece of any weight keeps one point inside it. The id of a part that is cut
    reads "part/area", that of an area's own point "area CODE".

    Raises
    ------
    InputError
        No part lies in any area.
    CodesError
        Two points would have one id.
    """
    progress = progress or Progress()
    ground = Ground(areas, progress)
    if isinstance(parts.shape, Shapes):
        pieces, otherwise = ground.pieces_of_polygons(parts.shape), BY_AREA
    else:
        pieces, otherwise = ground.pieces_of_points(parts.shape), ALIKE
    if not len(pieces.area):
        raise InputError(
            f"No feature of {parts.name} lies in one of the {len(areas):,} areas of {areas.name}. "
            "Check that both are of the same place, and their coordinate reference systems."
        )
    value = _values(parts, pieces)
    taking = (value > 0) & ~_slivers(pieces, value, len(areas))
    bare = np.setdiff1d(np.arange(len(areas)), pieces.area[taking])
    how = BY_WEIGHT if parts.weight is not None else otherwise
    found = FinerPoints(
        area=np.concatenate([pieces.area[taking], bare]),
        part_ids=_ids(areas, parts, pieces, taking) + [f"area {areas.ids[row]}" for row in bare],
        xy=np.concatenate([pieces.xy[taking], ground.points_inside(bare.tolist())]),
        share=np.concatenate([value[taking], np.ones(len(bare))]),
        placed_by=[how] * int(taking.sum()) + [WHOLE_AREA] * len(bare),
        parts_outside=len(parts.ids) - len(np.unique(pieces.part)),
        parts_weightless=len(np.setdiff1d(pieces.part, pieces.part[value > 0])),
    )
    progress.report(1.0)
    return _in_order(found)


def _values(parts: Parts, pieces: Pieces) -> Floats:
    """Give each piece its weight: of its part's, the fraction that lies in the area."""
    if parts.weight is not None:
        known: Floats = np.nan_to_num(parts.weight, nan=0.0)
        return known[pieces.part] * pieces.fraction
    return pieces.area_m2 if isinstance(parts.shape, Shapes) else np.ones(len(pieces.part))


def _slivers(pieces: Pieces, value: Floats, areas: int) -> Bools:
    """Tell which pieces are no more than the gap between two drawings of one border.

    They are less than `SLIVER` of their part and also of all that their area takes.
    """
    total = np.bincount(pieces.area, weights=value, minlength=areas)[pieces.area]
    return (pieces.fraction < SLIVER) & (value < SLIVER * total)


def _ids(areas: Shapes, parts: Parts, pieces: Pieces, taking: Bools) -> list[str]:
    """Name the pieces by their part; where a part lies in several areas, by both."""
    times = np.bincount(pieces.part[taking], minlength=len(parts.ids))
    rows = zip(pieces.part[taking].tolist(), pieces.area[taking].tolist())
    return [
        parts.ids[part] if times[part] == 1 else f"{parts.ids[part]}/{areas.ids[area]}"
        for part, area in rows
    ]


def _in_order(found: FinerPoints) -> FinerPoints:
    """Sort by area, then by id; turn weights into shares that add up to 1 in each area."""
    repeated = [name for name, times in Counter(found.part_ids).items() if times > 1]
    if repeated:
        raise CodesError(
            f"{len(repeated):,} of the points would share an id (first: {repeated[0]}). Choose a "
            "field of the parts that is different for every feature."
        )
    order = np.lexsort((np.array(found.part_ids), found.area))
    area, weight = found.area[order], found.share[order]
    share = np.concatenate([_parted(1.0, part) for part in np.split(weight, _starts(area))])
    return replace(
        found,
        area=area,
        part_ids=[found.part_ids[row] for row in order],
        xy=found.xy[order],
        share=share,
        placed_by=[found.placed_by[row] for row in order],
    )


def shared_out(points: FinerPoints, counts: Mapping[str, Floats]) -> dict[str, Floats]:
    """Share counts of the n areas, each of shape (n,), out over the k points: count × share.

    The points of an area add up to its count exactly: what rounding leaves is given to the one
    with the largest share. A missing count (nan) is missing at each of its points, never zero.

    Raises
    ------
    InputError
        A count is negative.
    """
    cuts = _starts(points.area)
    rows = points.area[np.concatenate([[0], cuts])].tolist()
    shares = np.split(points.share, cuts)
    found = {}
    for name, values in counts.items():
        _refuse_negative(name, values)
        pairs = zip(rows, shares)
        found[name] = np.concatenate([_parted(float(values[row]), s) for row, s in pairs])
    return found


def largest_difference(points: FinerPoints, counts: Floats, parted: Floats) -> float:
    """Give the most by which the points of an area miss its count; 0 where none is known."""
    cuts = _starts(points.area)
    rows = points.area[np.concatenate([[0], cuts])].tolist()
    pairs = zip(rows, np.split(parted, cuts))
    apart = [abs(math.fsum(part) - float(counts[row])) for row, part in pairs]
    return max((gap for gap in apart if not math.isnan(gap)), default=0.0)


def _starts(area: Ints) -> Ints:
    """Give the rows at which another area begins, the first one aside."""
    return np.flatnonzero(np.diff(area)) + 1


def _parted(count: float, weight: Floats) -> Floats:
    """Part a count in proportion to weights so that the exact sum (Shewchuk 1997) is the count."""
    parts: Floats = count * (weight / math.fsum(weight))
    if not math.isfinite(count):
        return parts
    largest = int(np.argmax(weight))
    for _ in range(_TRIES):
        left = math.fsum([count, *(-parts)])
        if left == 0.0:
            break
        parts[largest] += left
    return parts


def _refuse_negative(name: str, values: Floats) -> None:
    bad = np.flatnonzero((values < 0) | np.isinf(values))
    if len(bad):
        raise InputError(
            f"{name} is {values[bad[0]]:g} in {len(bad):,} of {len(values):,} areas, so it cannot "
            "be shared out as a count. Correct it, or name it in RATES to carry it over."
        )
