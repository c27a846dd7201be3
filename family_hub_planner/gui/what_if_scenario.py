"""A plan kept as a scenario: its hubs in a file of their own, as a run of coverage takes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from ..engine.errors import FileUnreadableError, InputError
from ..engine.what_if import HUB
from ..processing.fields import fields_of
from ..processing.layers import ENTRANCE
from .translation import tr

if TYPE_CHECKING:
    from .what_if_session import WhatIfSession

ID, NAME, WHAT = "site_id", "site_name", "what_if"
# The file numbers its rows itself; an entrance has become the place that is written.
_LEFT_OUT = {"fid", ID, NAME, WHAT, *ENTRANCE}


def check_target(path: Path) -> None:
    """Refuse a file that cannot be written, in words, before anything is worked out."""
    if path.suffix.lower() != ".gpkg":
        raise InputError(tr("Give the scenario a file that ends in .gpkg."))
    if not path.parent.is_dir():
        raise FileUnreadableError(tr("There is no folder {} to write into.").format(path.parent))


def write_hubs(session: WhatIfSession, path: Path) -> None:
    """Write the places of the plan that are on as points, each with what its layer knows of it.

    They stand in the network's system and at the very places that the what-if routed to. The file
    is written beside its place and then renamed. Raises `FileUnreadableError` where it cannot be.
    """
    check_target(path)
    fields = _fields(session)
    beside = path.with_name(f"~{path.stem}.part.gpkg")
    beside.unlink(missing_ok=True)
    try:
        _write(session, fields, beside)
        beside.replace(path)
    except OSError as error:
        raise FileUnreadableError(
            tr("{} could not be written ({}). Is it open elsewhere, or the disk full?").format(
                path, error
            )
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _fields(session: WhatIfSession) -> QgsFields:
    """Give the columns of hubs and venues together; of one name the first layer's kind holds."""
    kinds = {ID: "string", NAME: "string", WHAT: "string"}
    fields = fields_of(list(kinds), kinds)
    for feature in session.loaded.places.features:
        for field in feature.fields():
            if field.name().lower() not in _LEFT_OUT and fields.indexOf(field.name()) < 0:
                fields.append(QgsField(field))
    return fields


def _write(session: WhatIfSession, fields: QgsFields, path: Path) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", "hubs"
    writer = QgsVectorFileWriter.create(
        str(path), fields, QgsWkbTypes.Type.Point, session.loaded.crs,
        QgsCoordinateTransformContext(), options,
    )  # fmt: skip
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise OSError(writer.errorMessage())
    for place_id, (x, y) in sorted(session.positions().items()):
        if place_id in session.plan.on:
            feature = _feature(session, fields, place_id)
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            if not writer.addFeature(feature):
                raise OSError(writer.errorMessage())
    del writer  # closes the file


def _feature(session: WhatIfSession, fields: QgsFields, place_id: str) -> QgsFeature:
    feature, known = QgsFeature(fields), session.loaded.feature(place_id)
    feature[ID], feature[NAME] = place_id, session.name(place_id)
    feature[WHAT] = _what(session, place_id)
    if known is not None:
        for name in known.fields().names():
            if name.lower() not in _LEFT_OUT and fields.indexOf(name) >= 0:
                feature[name] = known[name]
    return feature


def _what(session: WhatIfSession, place_id: str) -> str:
    """Say what a row is; plain English, for it stands in a file."""
    kind = session.kind(place_id)
    words = {HUB: "hub of today", "venue": "venue switched on"}
    return f"{words.get(kind, 'trial hub')}, an option for testing; no decision made"


def coverage_parameters(
    session: WhatIfSession, hubs: Any, hub_id: str, target: Path
) -> dict[str, Any]:
    """Give the parameters of the run of coverage that measures a layer of hubs as here."""
    return {
        **session.loaded.parameters,
        "HUBS": hubs,
        "HUB_ID": hub_id,
        "OUTPUT": str(target),
        "HTML": str(target.with_suffix(".html")),
    }
