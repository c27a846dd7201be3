"""An OpenStreetMap extract to plain arrays, through GDAL's OSM driver and nothing else.

Reads `.osm.pbf`, `.osm`, `.osm.gz` and `.osm.bz2`. The tags wanted stand in
`resources/osmconf.ini`. One pass over the file gives the ways that people travel (ferries among
them), the barrier nodes on them, and the lines that nobody crosses (water, railway, motorway).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import ogr

from ..errors import NetworkError
from ..progress import Progress
from .openstreetmap_file import (
    LICENCE,
    PUBLISHER,
    TagColumns,
    credit_of,
    dated,
    next_feature,
    open_extract,
    whole_file,
)

CONFIG_FILE = Path(__file__).parents[2] / "resources" / "osmconf.ini"

_WATER_LINES = {"river", "canal", "riverbank", "dock"}
_RAIL = {"rail", "light_rail", "subway", "narrow_gauge", "preserved"}
_MOTORWAY = {"motorway", "motorway_link"}
_WALKING_AREAS = {"pedestrian", "footway"}
_FERRY = "ferry"

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]


@dataclass
class Lines:
    """Polylines in degrees: `points` holds an array (k, 2) of longitude and latitude for each."""

    points: list[Floats] = field(default_factory=list)
    tags: list[dict[str, str]] = field(default_factory=list)
    osm_id: list[str] = field(default_factory=list)

    def add(self, points: Floats, tags: dict[str, str], osm_id: str) -> None:
        """Append one line."""
        self.points.append(points)
        self.tags.append(tags)
        self.osm_id.append(osm_id)

    def __len__(self) -> int:
        return len(self.points)


@dataclass
class Extract:
    """What the planner takes from an OpenStreetMap file; positions in degrees (WGS 84)."""

    ways: Lines = field(default_factory=Lines)
    barrier_nodes: Lines = field(default_factory=Lines)
    uncrossable: Lines = field(default_factory=Lines)
    data_until: str = ""
    """Date of the newest way (YYYY-MM-DD), "" where the file carries no dates."""
    publisher: str = f"© {PUBLISHER}"
    licence: str = LICENCE

    def bounds(self) -> Box:
        """Give west, south, east, north of the ways in degrees; a ferry may lead far beyond."""
        ways = zip(self.ways.points, self.ways.tags)
        on_land = [points for points, tags in ways if tags["highway"] != _FERRY]
        together = np.concatenate(on_land or self.ways.points)
        west, south = together.min(axis=0)
        east, north = together.max(axis=0)
        return float(west), float(south), float(east), float(north)


def read_openstreetmap(
    path: Path, box: Box | None = None, progress: Progress | None = None
) -> Extract:
    """Read the ways, barrier nodes and uncrossable lines of an OpenStreetMap file.

    Parameters
    ----------
    path
        The extract.
    box
        West, south, east, north in degrees: ways with no vertex inside are left out.

    Raises
    ------
    FileUnreadableError
        The file is missing, damaged or no OpenStreetMap file.
    NetworkError
        It holds no way with a `highway` tag (inside the box).
    """
    progress = progress or Progress()
    extract = Extract()
    with whole_file(path) as name:
        extract.publisher, extract.licence = credit_of(path)
        _read_all(name, path, extract, box, progress)
    if not len(extract.ways):
        where = " inside the extent" if box else ""
        raise NetworkError(
            f"{path.name} holds no ways with a highway tag{where}. "
            "Choose an extract with roads and paths that covers the area."
        )
    return extract


def _read_all(name: str, path: Path, extract: Extract, box: Box | None, progress: Progress) -> None:
    dataset = open_extract(name, path, CONFIG_FILE)
    readers = {
        "points": _Reader(dataset.GetLayerByName("points"), _take_point),
        "lines": _Reader(dataset.GetLayerByName("lines"), _take_line),
        "multipolygons": _Reader(dataset.GetLayerByName("multipolygons"), _take_area),
    }
    read = 0
    while True:
        feature, layer, share = next_feature(dataset, path)
        if feature is None:
            break
        read += 1
        if read % 5000 == 0:
            progress.report(share)
        reader = readers.get(layer.GetName())
        if reader is not None:
            reader.take(reader, feature, extract, box)


class _Reader(TagColumns):
    """The tag columns of one layer, and what to do with its features."""

    def __init__(self, layer: Any, take: Any) -> None:
        super().__init__(layer)
        self.take = take


def _take_point(reader: _Reader, feature: Any, extract: Extract, _box: Box | None) -> None:
    if not (reader.tag(feature, "barrier") or reader.tag(feature, "access")):
        return
    tags = reader.tags(feature)
    geometry = feature.GetGeometryRef()
    # Those outside the box count too: a way that reaches into it is kept whole.
    point = np.array([[geometry.GetX(), geometry.GetY()]])
    extract.barrier_nodes.add(point, tags, tags.get("osm_id", ""))


def _take_line(reader: _Reader, feature: Any, extract: Extract, box: Box | None) -> None:
    highway = _way_class(reader, feature)
    kind = _uncrossable_kind(reader, feature, highway)
    if not (highway or kind):
        return
    points = _points(feature.GetGeometryRef())
    if not _inside(points, box):
        return
    tags = reader.tags(feature)
    if highway:
        extract.data_until = max(extract.data_until, dated(tags.pop("osm_timestamp", "")))
        extract.ways.add(points, {**tags, "highway": highway}, tags.get("osm_id", ""))
    if kind and tags.get("tunnel", "no") == "no":
        extract.uncrossable.add(points, {"kind": kind}, tags.get("osm_id", ""))


def _way_class(reader: _Reader, feature: Any) -> str:
    """Give the `highway` class, "ferry" for a ferry's line, "" for what nobody travels on."""
    highway = reader.tag(feature, "highway")
    if _FERRY in reader.tag(feature, "route").split(";"):
        return _FERRY
    if not highway and reader.tag(feature, "ferry") not in {"", "no"}:
        return _FERRY
    return highway


def _uncrossable_kind(reader: _Reader, feature: Any, highway: str) -> str:
    if highway:
        fast = highway in _MOTORWAY or reader.tag(feature, "motorroad") == "yes"
        return "motorway" if fast else ""
    if reader.tag(feature, "railway") in _RAIL:
        return "rail"
    natural = reader.tag(feature, "natural")
    if natural in {"water", "coastline"} or reader.tag(feature, "waterway") in _WATER_LINES:
        return "water"
    return ""


def _take_area(reader: _Reader, feature: Any, extract: Extract, box: Box | None) -> None:
    """Take a lake's shores as lines, and the rim of a walking area as a way."""
    water = reader.tag(feature, "natural") == "water"
    water = water or reader.tag(feature, "waterway") in _WATER_LINES
    walking = reader.tag(feature, "highway") in _WALKING_AREAS
    if not (water or walking):
        return
    tags = reader.tags(feature)
    osm_id = tags.get("osm_id") or tags.get("osm_way_id") or ""
    for ring in _rings(feature.GetGeometryRef()):
        if not _inside(ring, box):
            continue
        if water:
            extract.uncrossable.add(ring, {"kind": "water"}, osm_id)
        else:
            extract.ways.add(ring, tags, osm_id)


def _rings(geometry: Any) -> Iterator[Floats]:
    for part in range(geometry.GetGeometryCount()):
        polygon = geometry.GetGeometryRef(part)
        for ring in range(polygon.GetGeometryCount()):
            yield np.array(polygon.GetGeometryRef(ring).GetPoints())[:, :2]


def _points(line: Any) -> Floats:
    """Read the vertices of a two-dimensional OGR line string, shape (k, 2)."""
    wkb = bytes(line.ExportToWkb(ogr.wkbNDR))
    return np.frombuffer(wkb, dtype="<f8", offset=9).reshape(-1, 2)


def _inside(points: Floats, box: Box | None) -> bool:
    if box is None:
        return True
    west, south, east, north = box
    lon, lat = points[:, 0], points[:, 1]
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return bool(inside.any())
