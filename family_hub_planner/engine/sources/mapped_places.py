"""Every place of an OpenStreetMap file that a table of facilities names, as it is mapped.

Points, ways and relations (areas, and sites of several parts) are read; what each becomes is
`facilities`' to say.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from osgeo import ogr

from ..progress import Progress
from .facility_types import FacilityRule, FacilityTypes
from .openstreetmap_file import (
    TagColumns,
    collected_errors,
    credit_of,
    dated,
    next_feature,
    open_extract,
    whole_file,
)
from .safety import SAFETY_KEYS, may_endanger

PLACE_KEYS = (
    "name", "operator", "owner", "wheelchair", "access", "opening_hours", "ref:GB:uprn",
    "addr:postcode", "addr:housename", "addr:housenumber", "addr:street", "addr:place",
    "addr:village", "addr:suburb", "addr:town", "addr:city",
)  # fmt: skip
_GONE_KEYS = ("disused", "abandoned", "ruins", "demolished", "proposed", "construction")
_BLOCK = 5000
_LAYERS = ("points", "lines", "multipolygons", "other_relations")


@dataclass(frozen=True)
class MappedPlace:
    """One node, way or relation: `osm_id` as "way/45", a point on it in degrees, its area if any.

    `rule` is the table's row that names it; None for a place that may endanger somebody, which is
    kept only to find what else stands for it and never leaves the engine.
    """

    osm_id: str
    tags: dict[str, str]
    rule: FacilityRule | None
    longitude: float
    latitude: float
    area: Any = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """The place's name, "" where it has none."""
        return " ".join(self.tags.get("name", "").split())

    def order(self) -> tuple[bool, str, int]:
        """Rank places that stand for one: named before unnamed, then by kind of object and id."""
        kind, _, number = self.osm_id.partition("/")
        return not self.name, kind, int(number)


@dataclass
class MappedPlaces:
    """The places found; how many are gone, and how many have no shape in the file."""

    places: list[MappedPlace] = field(default_factory=list)
    gone: int = 0
    shapeless: int = 0
    data_until: str = ""
    publisher: str = ""
    licence: str = ""


def read_mapped_places(
    path: Path, types: FacilityTypes, progress: Progress | None = None
) -> MappedPlaces:
    """Read the places of a file that the table names, and those that may endanger somebody.

    Raises `FileUnreadableError` for a file that is missing, damaged or of another kind.
    """
    progress = progress or Progress()
    found = MappedPlaces()
    with whole_file(path) as name, _config(types) as config:
        found.publisher, found.licence = credit_of(path)
        taken = list(_taken(open_extract(name, path, config), path, types, found, progress))
    # Shapes are worked on when the file is closed: a bent one is no reason to refuse the file.
    with collected_errors():
        for number, (osm_id, tags, rule, shape) in enumerate(taken):
            if number % _BLOCK == 0:
                progress.stop_if_asked()
            _add(found, osm_id, tags, rule, shape)
    found.places.sort(key=lambda place: place.order()[1:])
    return found


@contextmanager
def _config(types: FacilityTypes) -> Iterator[Path]:
    """Write the list of tags wanted for GDAL, since the table of facilities may ask for any."""
    keys = sorted({*types.keys(), *SAFETY_KEYS, *PLACE_KEYS, *_GONE_KEYS})
    lines = [
        "closed_ways_are_polygons=", "attribute_name_laundering=no",
        "report_all_nodes=no", "report_all_ways=no",
    ]  # fmt: skip
    for layer in (*_LAYERS, "multilinestrings"):
        lines += [f"[{layer}]", "osm_id=yes", "osm_timestamp=yes", "other_tags=no"]
        lines += [f"attributes={','.join(keys)}"]
    with tempfile.TemporaryDirectory(prefix="familyhub-") as folder:
        config = Path(folder) / "facilities.ini"
        config.write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield config


_Taken = tuple[str, "dict[str, str]", "FacilityRule | None", Any]


def _taken(
    dataset: Any, path: Path, types: FacilityTypes, found: MappedPlaces, progress: Progress
) -> Iterator[_Taken]:
    columns = {name: TagColumns(dataset.GetLayerByName(name)) for name in _LAYERS}
    read = 0
    while True:
        feature, layer, share = next_feature(dataset, path)
        if feature is None:
            return
        read += 1
        if read % _BLOCK == 0:
            progress.report(share)
        layer_name = layer.GetName()
        if layer_name not in columns:
            continue
        tags = columns[layer_name].tags(feature)
        found.data_until = max(found.data_until, dated(tags.pop("osm_timestamp", "")))
        osm_id, rule = _osm_id(layer_name, tags), types.rule_of(tags)
        at_risk = may_endanger(tags)
        shape = feature.GetGeometryRef()
        if shape is None:
            found.shapeless += bool(rule and not at_risk)
        elif at_risk or rule:
            yield osm_id, tags, None if at_risk else rule, shape.Clone()


def _osm_id(layer: str, tags: dict[str, str]) -> str:
    relation, way = tags.pop("osm_id", ""), tags.pop("osm_way_id", "")
    if layer == "multipolygons":
        return f"relation/{relation}" if relation else f"way/{way}"
    kind = {"points": "node", "lines": "way"}.get(layer, "relation")
    return f"{kind}/{relation}"


def _add(
    found: MappedPlaces, osm_id: str, tags: dict[str, str], rule: FacilityRule | None, shape: Any
) -> None:
    if rule and any(tags.get(key, "no") != "no" for key in _GONE_KEYS):
        found.gone += 1
        return
    area = _area(shape)
    point = _point_on(shape if area is None else area)
    if point is None:
        found.shapeless += 1
        return
    found.places.append(MappedPlace(osm_id, tags, rule, point[0], point[1], area))


def _area(shape: Any) -> Any:
    """Give a place's area: a closed way's or an area relation's; None for a point or open line.

    Of a site of several parts it is the largest closed one.
    """
    kind = ogr.GT_Flatten(shape.GetGeometryType())
    if kind in {ogr.wkbPolygon, ogr.wkbMultiPolygon}:
        return shape
    if kind == ogr.wkbLineString:
        return _closed(shape)
    if kind == ogr.wkbPoint:
        return None
    parts = (_area(shape.GetGeometryRef(i)) for i in range(shape.GetGeometryCount()))
    return max((part for part in parts if part is not None), key=lambda a: a.Area(), default=None)


def _closed(line: Any) -> Any:
    points: Sequence[tuple[float, ...]] = line.GetPoints() or ()
    if len(points) < 4 or points[0] != points[-1]:
        return None
    ring, polygon = ogr.Geometry(ogr.wkbLinearRing), ogr.Geometry(ogr.wkbPolygon)
    for point in points:
        ring.AddPoint_2D(point[0], point[1])
    polygon.AddGeometry(ring)
    return polygon


def _point_on(shape: Any) -> tuple[float, float] | None:
    """Give a point on a shape: inside an area, half-way along a line; None for an empty one."""
    kind = ogr.GT_Flatten(shape.GetGeometryType())
    if shape.IsEmpty():
        return None
    if kind == ogr.wkbLineString:
        shape = shape.Value(shape.Length() / 2)
    elif kind in {ogr.wkbPolygon, ogr.wkbMultiPolygon}:
        shape = _inside(shape)
    elif kind != ogr.wkbPoint:
        return _point_on(shape.GetGeometryRef(0))
    return None if shape is None or shape.IsEmpty() else (shape.GetX(), shape.GetY())


def _inside(area: Any) -> Any:
    """Give a point inside an area; of one that crosses itself its middle."""
    try:
        point = area.PointOnSurface()
    except RuntimeError:  # raised only where somebody switched GDAL's exceptions on
        point = None
    return area.Centroid() if point is None or point.IsEmpty() else point
