"""A planned step's values as QGIS takes them: paths, layers' addresses, earlier outputs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QUrl

from ...engine.errors import ColumnError, FileUnreadableError, InputError
from ...engine.scenario.command import points_address
from ...engine.scenario.model import (
    Earlier,
    ForEach,
    InputFile,
    Made,
    PlannedStep,
    RunRecord,
    Several,
    Value,
)
from ...engine.scenario.places import RESULTS, Homes, input_file
from ..layers import text_of, value_of

MOST_REPEATS = 500


def known_values(planned: PlannedStep) -> dict[str, Any]:
    """Give the values that are known before any step has run: no outputs, nothing of theirs."""
    return {
        name: qgis_value(value, Path(), {})
        for name, value in planned.values.items()
        if not isinstance(value, Made) and not _waits(value)
    }


def all_values(
    planned: PlannedStep, folder: Path, returned: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Give all values for a run in `folder`; `returned` holds what each earlier step returned."""
    return {name: qgis_value(value, folder, returned) for name, value in planned.values.items()}


def qgis_value(value: Value, folder: Path, returned: Mapping[str, Mapping[str, Any]]) -> Any:
    """Give one value."""
    if isinstance(value, Several):
        return [qgis_value(one, folder, returned) for one in value.values]
    if isinstance(value, RunRecord):
        return str(folder / RESULTS)
    if isinstance(value, InputFile):
        return _address(value)
    if isinstance(value, Made):
        return str(folder / value.name)
    if isinstance(value, Earlier):
        return str(folder / value.name) if value.name else returned[value.step][value.output]
    return value.value


def values_of_layer(each: ForEach, homes: Homes) -> list[str]:
    """Give the different values of a layer's field as text, sorted; the empty ones are left out."""
    found = input_file(each.layer, "layer", homes)
    provider = "delimitedtext" if found is not None and found.points else "ogr"
    address = _address(found) if found is not None else each.layer
    layer = QgsVectorLayer(address.replace("delimitedtext://", ""), "values", provider)
    if not layer.isValid():
        raise FileUnreadableError(f"for_each: the layer {each.layer} cannot be opened.")
    names = layer.fields().names()
    if each.field not in names:
        there = ", ".join(names)
        raise ColumnError(
            f"for_each: the layer {each.layer} has no field {each.field!r}. Its fields: {there}."
        )
    values = {text_of(value_of(feature, each.field)) for feature in layer.getFeatures()}
    texts = sorted(values - {""})
    if not 0 < len(texts) <= MOST_REPEATS:
        raise InputError(
            f"for_each: the field {each.field} of {each.layer} has {len(texts):,d} different "
            f"values; a step is repeated 1 to {MOST_REPEATS} times."
        )
    return texts


def _waits(value: Value) -> bool:
    if isinstance(value, Several):
        return any(_waits(one) for one in value.values)
    return isinstance(value, (Earlier, RunRecord))


def _address(given: InputFile) -> str:
    if not given.points:
        return f"{given.path}{given.suffix}"
    encoded = bytes(QUrl.fromLocalFile(str(given.path)).toEncoded()).decode()
    return points_address(encoded, given.points)
