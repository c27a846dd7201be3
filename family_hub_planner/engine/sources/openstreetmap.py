"""An OpenStreetMap extract to plain arrays, through GDAL's OSM driver and nothing else.

Reads `.osm.pbf`, `.osm`, `.osm.gz` and `.osm.bz2`. The tags wanted stand in
`resources/osmconf.ini`. One pass over the file gives the ways that people travel (ferries among
them), the barrier nodes on them, and the lines that nobody crosses (water, railway, motorway).
"""

from __future__ import annotations

import bz2
import gzip
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from osgeo import gdal, ogr

from ..errors import FileUnreadableError, InputError, NetworkError
from ..progress import Progress

LICENCE = "Open Data Commons Open Database License (ODbL) 1.0"
PUBLISHER = "OpenStreetMap contributors"
CONFIG_FILE = Path(__file__).parents[2] / "resources" / "osmconf.ini"
UNPACKED_LIMIT_BYTES = 16 * 2**30

_WATER_LINES = {"river", "canal", "riverbank", "dock"}
_RAIL = {"rail", "light_rail", "subway", "narrow_gauge", "preserved"}
_MOTORWAY = {"motorway", "motorway_link"}
_NO_STAMP = "1970-01-01"  # what GDAL gives for a way without a date
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
    if not path.is_file():
        raise FileUnreadableError(f"There is no file {path}. Choose an OpenStreetMap extract.")
    extract = Extract()
    _read_credit(path, extract)
    with _openable(path) as name, _collected_errors() as errors:
        _read_all(name, path, extract, box, progress)
        if errors:
            raise FileUnreadableError(
                f"{path.name} cannot be read to its end ({errors[0]}). "
                "The file may be cut short or damaged: fetch it again."
            )
    if not len(extract.ways):
        where = " inside the extent" if box else ""
        raise NetworkError(
            f"{path.name} holds no ways with a highway tag{where}. "
            "Choose an extract with roads and paths that covers the area."
        )
    return extract


def _read_credit(path: Path, extract: Extract) -> None:
    """Take copyright and licence from an XML file's root, where another than OSM is named.

    The API and its mirrors state them there; binary extracts do not.
    """
    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open}
    try:
        with openers.get(path.suffix.lower(), open)(path, "rb") as stream:
            head = stream.read(4096).decode("utf-8", "replace")
    except (OSError, EOFError):
        return  # what is wrong with the file is said when it is read whole
    root = re.search(r"<osm\b([^>]*)>", head)
    stated = dict(re.findall(r'(\w+)="([^"]*)"', root.group(1))) if root else {}
    copyright_holder = stated.get("copyright", "")
    if copyright_holder and "openstreetmap" not in copyright_holder.lower():
        extract.publisher = f"© {copyright_holder}"
        extract.licence = stated.get("license", "licence not stated in the file")


@contextmanager
def _openable(path: Path) -> Iterator[str]:
    """Give a name that GDAL opens: gzip is read as it is, bzip2 is unpacked to a temporary file."""
    suffix = path.suffix.lower()
    if suffix == ".gz":
        yield f"/vsigzip/{path}"
    elif suffix == ".bz2":
        with tempfile.TemporaryDirectory(prefix="familyhub-") as folder:
            unpacked = Path(folder) / "extract.osm"
            _unpack_bzip2(path, unpacked)
            yield str(unpacked)
    else:
        yield str(path)


def _unpack_bzip2(path: Path, target: Path) -> None:
    written = 0
    try:
        with bz2.open(path, "rb") as packed, target.open("wb") as unpacked:
            for block in iter(lambda: packed.read(1 << 22), b""):
                written += len(block)
                if written > UNPACKED_LIMIT_BYTES:
                    raise InputError(
                        f"{path.name} unpacks to more than {UNPACKED_LIMIT_BYTES >> 30} GiB. "
                        "Use a smaller extract, or one in .osm.pbf."
                    )
                unpacked.write(block)
    except (OSError, EOFError) as error:
        raise FileUnreadableError(f"{path.name} cannot be unpacked: {error}.") from error


@contextmanager
def _collected_errors() -> Iterator[list[str]]:
    """Keep GDAL's errors in a list for as long as the block runs."""
    errors: list[str] = []

    def keep(level: int, _number: int, message: str) -> None:
        if level >= gdal.CE_Failure:
            errors.append(message)

    gdal.PushErrorHandler(keep)
    try:
        yield errors
    finally:
        gdal.PopErrorHandler()


def _read_all(name: str, path: Path, extract: Extract, box: Box | None, progress: Progress) -> None:
    dataset = _open(name, path)
    readers = {
        "points": _Reader(dataset.GetLayerByName("points"), _take_point),
        "lines": _Reader(dataset.GetLayerByName("lines"), _take_line),
        "multipolygons": _Reader(dataset.GetLayerByName("multipolygons"), _take_area),
    }
    read = 0
    while True:
        feature, layer, share = _next_feature(dataset, path)
        if feature is None:
            break
        read += 1
        if read % 5000 == 0:
            progress.report(share)
        reader = readers.get(layer.GetName())
        if reader is not None:
            reader.take(reader, feature, extract, box)


def _next_feature(dataset: Any, path: Path) -> tuple[Any, Any, float]:
    try:
        feature, layer, share = dataset.GetNextFeature(include_pct=True)
    except RuntimeError as error:  # raised only where somebody switched GDAL's exceptions on
        what = str(error).strip() or "it breaks off"
        raise FileUnreadableError(
            f"{path.name} cannot be read to its end ({what}). The file may be cut short or "
            "damaged: fetch it again."
        ) from error
    return feature, layer, float(share or 0)


def _open(name: str, path: Path) -> Any:
    options = [f"CONFIG_FILE={CONFIG_FILE}", "INTERLEAVED_READING=YES"]
    try:
        dataset = gdal.OpenEx(name, gdal.OF_VECTOR, allowed_drivers=["OSM"], open_options=options)
    except RuntimeError:
        dataset = None
    if dataset is None:
        raise FileUnreadableError(
            f"{path.name} is no OpenStreetMap file. "
            "Choose an .osm.pbf, .osm, .osm.gz or .osm.bz2 extract."
        )
    return dataset


class _Reader:
    """The tag columns of one layer, and what to do with its features."""

    def __init__(self, layer: Any, take: Any) -> None:
        definition = layer.GetLayerDefn()
        names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
        self.index = {name: i for i, name in enumerate(names)}
        self.take = take

    def tags(self, feature: Any) -> dict[str, str]:
        known = feature.IsFieldSetAndNotNull
        return {name: feature.GetFieldAsString(i) for name, i in self.index.items() if known(i)}

    def tag(self, feature: Any, name: str) -> str:
        return str(feature.GetFieldAsString(self.index[name]))


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
        stamp = str(tags.pop("osm_timestamp", ""))[:10].replace("/", "-")
        if stamp > _NO_STAMP:
            extract.data_until = max(extract.data_until, stamp)
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
