"""Words for what a parameter takes, in which unit, and what it is where nothing is given."""

from __future__ import annotations

import re
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
)

SourceType = QgsProcessing.SourceType
LAYERS = {
    int(SourceType.TypeVectorPoint): "point layer",
    int(SourceType.TypeVectorLine): "line layer",
    int(SourceType.TypeVectorPolygon): "polygon layer",
    int(SourceType.TypeVectorAnyGeometry): "layer of places",
    int(SourceType.TypeVector): "layer or table",
}
PLAIN = {
    "string": "text",
    "boolean": "yes or no",
    "crs": "coordinate system",
    "extent": "extent",
    "fileDestination": "file",
    "folderDestination": "folder",
    "layout": "print layout",
}
# What a name is counted in; the label says it in most cases, and then the label counts.
UNITS = (
    (r"_KM$", "kilometres"),
    (r"^COST_M2$", "£ a square metre"),
    (r"^MOVE_IN_COST$", "£ a square metre a year"),
    (r"_M2$", "square metres"),
    (r"_M$|^MAX_SNAP$|^VOICE_DISTANCE$|^TOLERANCE$", "metres"),
    (r"^BANDS$|MINUTES$|^STAFF_DRIVE$", "minutes"),
    (r"^TIME_LIMIT$|^TIMEOUT$", "seconds"),
    (r"^FULL_HOURS$", "hours a week"),
    (r"^ONE_OFF_YEARS$|^YEARS$", "years"),
    (r"BUDGET$", "£"),
    (r"^W_TRAVEL$", "£ a year"),
    (r"^COVER_SHARE$|^HOTSPOT_SHARE$|^TYPE_LOSS$", "%"),
    (r"_SHARE$|^GAP$|^MIX$|_WEIGHT$", "share of 1"),
    (r"^W_", "weight"),
    (r"^DIGITAL_THRESHOLD$", "as the column"),
    (r"^DPI$", "dots per inch"),
    (r"^THRESHOLD$|^SESSION_CHILDREN$", "children"),
    (r"SESSIONS$", "sessions a week"),
    (r"^STEPS$|^SITES$|^OUTREACH$|^NEAREST$|^LISTED$|^FRONTIER_TO$|^NEW_HUBS$", "count"),
    (r"^AGES$", "years of age"),
)
LABELLED = re.compile(
    r"\((metres|minutes|km|seconds|years|hours a week|£[^)]*|%|square metres|m2|kilometres)\)"
)
COUNTED = (QgsProcessingParameterNumber,)


def kind_of(definition: Any) -> str:
    """Say what a parameter takes."""
    if isinstance(definition, QgsProcessingParameterEnum):
        words = ", ".join(f"`{option}`" for option in definition.options())
        return f"{'some' if definition.allowMultiple() else 'one'} of {words}"
    if isinstance(definition, QgsProcessingParameterField):
        return f"field of `{definition.parentLayerParameterName()}`"
    if isinstance(definition, QgsProcessingParameterNumber):
        whole = definition.dataType() == QgsProcessingParameterNumber.Type.Integer
        return "whole number" if whole else "number"
    if isinstance(definition, QgsProcessingParameterMultipleLayers):
        files = definition.layerType() == SourceType.TypeFile
        return "several files" if files else "several layers"
    if isinstance(definition, QgsProcessingParameterFile):
        folder = definition.behavior() == QgsProcessingParameterFile.Behavior.Folder
        return "folder" if folder else "file"
    types = [int(one) for one in getattr(definition, "dataTypes", list)()]
    if types:
        return LAYERS.get(types[0], "layer")
    return PLAIN.get(definition.type(), definition.type())


def unit_of(definition: Any) -> str:
    """Say what a parameter is counted in, "" where it is not counted."""
    said = LABELLED.search(definition.description())
    if said:
        return said.group(1)
    counted = definition.type() in {"number", "string", "distance"}
    for pattern, unit in UNITS if counted else ():
        if re.search(pattern, definition.name()):
            return unit
    return ""


def default_of(definition: Any) -> str:
    """Say what a parameter is where nothing is given."""
    value = definition.defaultValue()
    if value is None or value == "":
        optional = definition.flags() & definition.Flag.FlagOptional
        return "none" if optional else "must be given"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def limits_of(definition: Any) -> str:
    """Say the least and the greatest number that a parameter takes, where they say something."""
    if not isinstance(definition, COUNTED):
        return ""
    least, most = definition.minimum(), definition.maximum()
    upper = f" to {most:,.15g}" if most < 10**9 else " or more"
    return f"{least:,.15g}{upper}" if least > -(10**9) else ""
