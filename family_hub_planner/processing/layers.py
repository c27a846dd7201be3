"""Layers to the engine's arrays: places, areas and columns, in the network's own system."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..engine.confidential import COLUMN as CONFIDENTIAL
from ..engine.confidential import is_confidential, marks_confidential
from ..engine.errors import CodesError, ColumnError, FileUnreadableError, InputError
from ..engine.in_words import many
from ..engine.progress import Progress
from .cells import plain_of, text_of, value_of
from .coordinate_fit import brought
from .cut_names import refuse_cut_names

UNNAMED = "(without a name)"
_BLOCK = 5000
MISFIT = "its coordinates do not fit the layer's coordinate system"


@dataclass(frozen=True)
class Places:
    """k features as points.

    `ids` is text; `xy` has shape (k, 2) in the system asked for, nan without geometry or where its
    coordinates do not fit the layer's system (`misfit`); `name` is how messages call the layer.
    `withheld` counts the confidential places that were not read.
    """

    name: str
    ids: list[str]
    xy: np.ndarray
    features: list[QgsFeature]
    withheld: int = 0

    def __len__(self) -> int:
        return len(self.ids)

    def misfit(self, row: int) -> bool:
        """Tell whether a place has no `xy` because its coordinates do not fit, and so is astray."""
        return not np.isfinite(self.xy[row]).all() and _stated(self.features[row])

    def column(self, field: str) -> list[Any]:
        """Give one field's values; NULL is None, and so is a field that some features lack.

        Hubs and venues put together are of two layers: what one of them has, the other may not.
        """
        having = [feature.fields().indexOf(field) >= 0 for feature in self.features]
        if not any(having):
            raise ColumnError(f"The layer {self.name} has no column {field!r}.")
        pairs = zip(self.features, having)
        return [value_of(feature, field) if has else None for feature, has in pairs]

    def has(self, field: str) -> bool:
        """Tell whether any feature has the field."""
        return any(feature.fields().indexOf(field) >= 0 for feature in self.features)

    def chosen(self, keep: Sequence[bool]) -> Places:
        """Give the places that are to be kept."""
        rows = [row for row, wanted in enumerate(keep) if wanted]
        return Places(
            self.name,
            [self.ids[row] for row in rows],
            self.xy[rows],
            [self.features[row] for row in rows],
            self.withheld,
        )


def read_places(
    source: QgsProcessingFeatureSource,
    id_field: str,
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
) -> Places:
    """Read features as points in `crs`: a point as it is, any other shape by a point on it.

    Where a feature names its public entrance (`entrance_x` and `entrance_y`, in the layer's own
    system), that is its place. Without `id_field` the feature's own number is its id. A place whose
    coordinates do not fit the layer's system stands nowhere, as one without geometry. Confidential
    places are not read, so that no result, page or message can name them. Raises
    `InputError` for an empty layer, one without a coordinate system or one that none of its places
    fits, `ColumnError` where it lacks the field or an entrance is no place, `CodesError` for ids
    that are missing or repeated.
    """
    name = name_of(source)
    if id_field and id_field not in source.fields().names():
        raise ColumnError(
            f"The layer {name} has no field {id_field!r} to tell its features apart. "
            f"Its fields: {', '.join(source.fields().names())}."
        )
    refuse_cut_names(source.fields().names(), name)
    features = features_of(source)
    if not features:
        raise InputError(f"The layer {name} has no features. Choose one with at least one.")
    features, withheld = _not_confidential(features, name)
    transform = transform_to(source, crs, context)
    ids = [
        text_of(value_of(feature, id_field)) if id_field else str(feature.id())
        for feature in features
    ]
    check_ids(ids, name, id_field)
    entrances = _entrances(source, features, ids)
    shapes = zip(features, entrances)
    xy = np.array([point_on(door or one.geometry(), transform, name) for one, door in shapes])
    places = Places(name, ids, xy, features, withheld)
    stated = [row for row, feature in enumerate(features) if _stated(feature)]
    if stated and all(places.misfit(row) for row in stated):
        raise InputError(
            f"None of the {len(stated)} places of the layer {name} fits its coordinate system "
            f"{source.sourceCrs().authid()}. Set the right one in the layer's properties "
            "(EPSG:27700 for eastings and northings, EPSG:4326 for degrees)."
        )
    return places


def read_rows(source: QgsProcessingFeatureSource, id_field: str) -> Places:
    """Read a table's rows as places that stand nowhere; confidential ones are not read.

    Raises `InputError` for an empty table, `ColumnError` where it lacks the field, `CodesError` for
    ids that are missing or repeated.
    """
    name, features = name_of(source), features_of(source)
    if not features:
        raise InputError(f"The table {name} has no rows. Choose one with at least one.")
    if id_field not in source.fields().names():
        raise ColumnError(
            f"The table {name} has no field {id_field!r} to tell its rows apart. "
            f"Its fields: {', '.join(source.fields().names())}."
        )
    features, withheld = _not_confidential(features, name)
    ids = [text_of(value_of(feature, id_field)) for feature in features]
    check_ids(ids, name, id_field)
    return Places(name, ids, np.full((len(ids), 2), np.nan), features, withheld)


def _not_confidential(features: list[QgsFeature], name: str) -> tuple[list[QgsFeature], int]:
    """Leave out the confidential places, and count them; refuse a layer of nothing else."""
    columns = [one for one in features[0].fields().names() if marks_confidential(one)]
    if not columns:
        return features, 0
    open_ones = [one for one in features if not is_confidential(text_of(value_of(one, columns[0])))]
    if not open_ones:
        raise InputError(
            f"Every place of the layer {name} ({len(features)}) is confidential (column "
            f"{CONFIDENTIAL!r}), and such places enter no run. Choose a layer with other places."
        )
    return open_ones, len(features) - len(open_ones)


ENTRANCE = ("entrance_x", "entrance_y")


def _stated(feature: QgsFeature) -> bool:
    """Tell whether a feature says where it is: by its geometry or a public entrance."""
    shape = feature.geometry()
    if not (shape.isNull() or shape.isEmpty()):
        return True
    if not all(feature.fields().indexOf(field) >= 0 for field in ENTRANCE):
        return False
    return text_of(value_of(feature, ENTRANCE[0])) != ""


def _entrances(
    source: QgsProcessingFeatureSource, features: Sequence[QgsFeature], ids: Sequence[str]
) -> list[QgsGeometry | None]:
    """Give each feature's public entrance as a point, None where it names none.

    Raises `ColumnError` for one coordinate without the other, or one that is no number.
    """
    if not set(ENTRANCE) <= set(source.fields().names()):
        return [None] * len(features)
    found: list[QgsGeometry | None] = []
    for feature, name in zip(features, ids):
        x, y = (text_of(value_of(feature, field)) for field in ENTRANCE)
        try:
            given = bool(x or y)
            door = QgsGeometry.fromPointXY(QgsPointXY(float(x), float(y))) if given else None
        except ValueError:
            raise ColumnError(
                f"{name_of(source)}: the entrance of {name} is {x!r}, {y!r}. Give entrance_x and "
                "entrance_y as two numbers in the layer's coordinate system, or leave both empty."
            ) from None
        found.append(door)
    return found


def features_of(
    source: QgsProcessingFeatureSource | QgsVectorLayer, progress: Progress | None = None
) -> list[QgsFeature]:
    """Give all features of a source or an open layer, those with an invalid shape too.

    QGIS's own check would stop the run on the first one, or let them pass, as the user's settings
    are; what an invalid shape means is for the one who reads it to say. Raises
    `FileUnreadableError` where fewer come than there are: QGIS ends in silence when a server goes.
    """
    progress = progress or Progress()
    stated, features = source.featureCount(), _read(source, progress)
    # A count may be an estimate: only what comes out otherwise a second time was cut short.
    if len(features) < stated and (not features or len(_read(source, progress)) != len(features)):
        raise FileUnreadableError(
            f"{name_of(source)}: {len(features):,} of {stated:,} rows came, then no more. Is the "
            "server or drive it lies on still there? Nothing was worked out from a part of it."
        )
    return features


def _read(
    source: QgsProcessingFeatureSource | QgsVectorLayer, progress: Progress
) -> list[QgsFeature]:
    features = []
    for number, feature in enumerate(_iterated(source)):
        if number % _BLOCK == 0:
            progress.stop_if_asked()
        features.append(feature)
    return features


def _iterated(source: QgsProcessingFeatureSource | QgsVectorLayer) -> Iterable[QgsFeature]:
    if isinstance(source, QgsVectorLayer):
        return source.getFeatures()
    whatever = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    return source.getFeatures(QgsFeatureRequest(), whatever)


def name_of(source: QgsProcessingFeatureSource | QgsVectorLayer) -> str:
    """Give the name by which messages call a layer; some text files come without one."""
    name = source.name() if isinstance(source, QgsVectorLayer) else source.sourceName()
    return name or UNNAMED


def transform_to(
    source: QgsProcessingFeatureSource,
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
) -> QgsCoordinateTransform:
    """Give the way from a layer's system into `crs`; a layer without a system is refused."""
    if not source.sourceCrs().isValid():
        raise InputError(
            f"The layer {name_of(source)} has no coordinate reference system. Set it in the "
            "layer's properties (EPSG:27700 for eastings and northings, EPSG:4326 for degrees)."
        )
    return QgsCoordinateTransform(source.sourceCrs(), crs, context.transformContext())


def point_on(
    geometry: QgsGeometry, transform: QgsCoordinateTransform, name: str
) -> tuple[float, float]:
    """Give a shape's place in the other system, nan where it has none or does not fit its own.

    Raises `InputError` for a feature of several points.
    """
    if geometry.isNull() or geometry.isEmpty():
        return math.nan, math.nan
    if geometry.type() != QgsWkbTypes.GeometryType.PointGeometry:
        geometry = geometry.pointOnSurface()
    elif geometry.isMultipart() and geometry.constGet().numGeometries() > 1:
        raise InputError(
            f"A feature of the layer {name} has several points: no one place can be told. Split it "
            "into features of one point each (Multipart to singleparts)."
        )
    elif geometry.isMultipart():
        geometry = geometry.centroid()
    there = brought(geometry, transform)
    if there is None or there.isNull():
        return math.nan, math.nan
    return there.asPoint().x(), there.asPoint().y()


def check_polygons(shapes: Sequence[QgsGeometry], layer: str) -> None:
    """Refuse points and lines in the place of areas; `qgis_process` looks at no layer's kind."""
    flat = QgsWkbTypes.GeometryType.PolygonGeometry
    if any(shape.type() != flat for shape in shapes if not shape.isNull()):
        raise InputError(
            f"The features of {layer} must be polygons. Choose the areas themselves, not points "
            "or lines (of what 'Need by area' wrote, the areas and not the demand points)."
        )


def check_ids(ids: Sequence[str], name: str, id_field: str) -> None:
    """Refuse ids that are missing or repeated."""
    missing = sum(not code for code in ids)
    if missing:
        raise CodesError(
            f"{missing} of {len(ids)} features of {name} have no {id_field}. Fill the field, or "
            "choose another."
        )
    repeated = [code for code, count in Counter(ids).items() if count > 1]
    if repeated:
        raise CodesError(
            f"{many(len(repeated), 'value', 'values')} of {id_field} "
            f"{'stands' if len(repeated) == 1 else 'stand'} more than once in {name} (first: "
            f"{repeated[0]}). Choose a field that is different for every feature."
        )


def numbers_of(places: Places, field: str) -> np.ndarray:
    """Give a field as floats, nan where NULL; text that is no number is refused in words."""
    return as_numbers(places.column(field), places.ids, places.name, field)


def as_numbers(values: Sequence[Any], ids: Sequence[str], layer: str, field: str) -> np.ndarray:
    """Give a column as floats, nan where None or empty; refuse text in the words of its layer.

    A number without end (inf, 1e999) is refused too: no count or cost is one, and a sum with it is
    none either.
    """
    found = np.full(len(values), np.nan)
    for row, value in enumerate(values):
        if value is None or value == "":
            continue
        try:
            found[row] = float(value)
        except (TypeError, ValueError):
            raise ColumnError(
                f"{layer}: {field} of {ids[row]} is {value!r}, which is no number."
            ) from None
        if math.isinf(found[row]):
            raise ColumnError(
                f"{layer}: {field} of {ids[row]} is {value!r}, which is larger than any number. "
                "Correct it, or leave it empty where it is not known."
            )
    return found


def texts_of(places: Places, field: str) -> list[str]:
    """Give a field as text, "" where NULL or where the layer lacks it."""
    if not field or not places.has(field):
        return [""] * len(places)
    return [text_of(value) for value in places.column(field)]


def values_of(source: QgsProcessingFeatureSource | None, field: str) -> set[str]:
    """Give the different texts of a layer's field, "" for NULL; none where there is no such field.

    All features are asked, whatever the run leaves out.
    """
    place = -1 if source is None else source.fields().indexOf(field)
    if source is None or place < 0:
        return set()
    return {text_of(plain_of(value)) for value in source.uniqueValues(place)}


def names_of(job: Any, places: Places, name_parameter: str) -> list[str]:
    """Give the places' names, from the field chosen or else from `site_name`; "" for none."""
    return texts_of(places, job.field(name_parameter) or "site_name")


def code_field(names: list[str], layer: str) -> str:
    """Give the field that holds the areas' codes where none was chosen; refuse to guess it."""
    if "area_code" in names:
        return "area_code"
    raise ColumnError(
        f"The layer {layer} has no field 'area_code'. Choose the drawn area's code field. "
        f"Its fields: {', '.join(names)}."
    )
