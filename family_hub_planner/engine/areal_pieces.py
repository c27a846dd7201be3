"""Where finer shapes lie in areas: polygons cut at the borders, points each in one area.

geopandas does the geometry; only what its releases 0.12 and 1.x share is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .packages import need
from .progress import Progress

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_BLOCK = 50  # areas between two looks at the cancel button


@dataclass(frozen=True)
class Shapes:
    """n polygons in one metric system: unique ids as text, each one's well-known binary."""

    name: str
    ids: Sequence[str]
    wkb: Sequence[bytes]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Pieces:
    """k pieces, each a part or what of it lies in one area, by area and then by part.

    `area` and `part` are rows, shape (k,); `fraction` is how much of the part lies in the area,
    in (0, 1]; `area_m2` is the piece's own (0 of a point); `xy` is a point on it, shape (k, 2).
    """

    area: Ints
    part: Ints
    fraction: Floats
    area_m2: Floats
    xy: Floats


class Ground:
    """The areas as geopandas holds them; a shape that crosses itself is mended, and that is said.

    Raises `MissingPackageError` where there is no geopandas.
    """

    def __init__(self, areas: Shapes, progress: Progress | None = None) -> None:
        self._geopandas = need("geopandas", "Finer demand points")
        self._progress = progress or Progress()
        self._rank = np.argsort(np.argsort(np.array(areas.ids), kind="stable"), kind="stable")
        self._areas = self._frame(areas)

    def pieces_of_polygons(self, parts: Shapes) -> Pieces:
        """Cut polygons at the areas' borders; what lies outside them or has no area falls away.

        A polygon that one area holds whole is not cut, so that most cost one test.
        """
        frame = self._frame(parts)
        size = np.asarray(frame.geometry.area, dtype=float)
        frame = frame[size > 0]
        area, part = self._pairs(frame, "contains", self._progress.part(0.1, 0.4))
        whole = frame.geometry.loc[part].reset_index(drop=True)
        crossing = frame.drop(index=np.unique(part))
        cut_area, cut_part = self._pairs(crossing, "intersects", self._progress.part(0.4, 0.5))
        cut = self._cut(cut_area, crossing.geometry.loc[cut_part])
        cut_m2 = np.asarray(cut.area, dtype=float)
        kept = cut_m2 > 0
        xy = np.concatenate([_inside(whole), _inside(cut[kept])])
        self._progress.report(0.9)
        area_m2 = np.concatenate([size[part], cut_m2[kept]])
        area = np.concatenate([area, cut_area[kept]])
        part = np.concatenate([part, cut_part[kept]])
        order = np.lexsort((part, area))
        fraction = np.minimum(1.0, area_m2 / size[part])
        return Pieces(area[order], part[order], fraction[order], area_m2[order], xy[order])

    def pieces_of_points(self, xy: Floats) -> Pieces:
        """Give each point the area that it lies in; on a shared border, the first by area id.

        `xy` has shape (k, 2), in the areas' system; points outside all areas fall away.
        """
        places = self._geopandas.points_from_xy(xy[:, 0], xy[:, 1])
        frame = self._geopandas.GeoDataFrame(geometry=places)
        area, part = self._pairs(frame, "intersects", self._progress.part(0.1, 0.9))
        order = np.lexsort((self._rank[area], part))
        _, first = np.unique(part[order], return_index=True)
        chosen = order[first]
        chosen = chosen[np.lexsort((part[chosen], area[chosen]))]
        area, part = area[chosen], part[chosen]
        return Pieces(area, part, np.ones(len(part)), np.zeros(len(part)), xy[part])

    def points_inside(self, rows: Sequence[int]) -> Floats:
        """Give a point inside each of the areas of these rows, shape (len(rows), 2)."""
        return _inside(self._areas.geometry.loc[list(rows)])

    def _frame(self, shapes: Shapes) -> Any:
        """Hold shapes by row, mended where they must be; what is no polygon in them falls away."""
        series = self._geopandas.GeoSeries.from_wkb(list(shapes.wkb))
        broken = np.flatnonzero(~np.asarray(series.is_valid))
        if len(broken):
            series.loc[broken] = series.loc[broken].make_valid().buffer(0.0)
            self._progress.warn(
                f"{shapes.name}: {len(broken):,} of {len(shapes):,} shapes cross themselves "
                f"(first: {shapes.ids[broken[0]]}) and were mended for this run."
            )
        return self._geopandas.GeoDataFrame(geometry=series)

    def _pairs(self, frame: Any, predicate: str, progress: Progress) -> tuple[Ints, Ints]:
        """Give the rows of areas and of features for which the area "contains" or "intersects"."""
        areas, features = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for start in range(0, len(self._areas) if len(frame) else 0, _BLOCK):
            progress.report(start / len(self._areas))
            block = self._areas.iloc[start : start + _BLOCK]
            found = self._geopandas.sjoin(block, frame, predicate=predicate)
            areas.append(np.asarray(found.index, dtype=np.int64))
            features.append(np.asarray(found["index_right"], dtype=np.int64))
        return np.concatenate(areas), np.concatenate(features)

    def _cut(self, area: Ints, shapes: Any) -> Any:
        """Intersect the areas of these rows with as many shapes, pair by pair."""
        areas = self._areas.geometry.loc[area].reset_index(drop=True)
        return areas.intersection(shapes.reset_index(drop=True), align=False)


def _inside(shapes: Any) -> Floats:
    points = shapes.representative_point()
    return np.column_stack([np.asarray(points.x, float), np.asarray(points.y, float)])
