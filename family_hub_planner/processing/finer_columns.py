"""Columns of finer demand points: which of the areas' are shared out, what each point states."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from qgis.core import QgsField, QgsFields, QgsProcessingFeatureSource

from ..engine.count_columns import ColumnKinds, is_count, kinds_of_columns
from ..engine.errors import ColumnError
from ..engine.finer_demand import FinerPoints
from ..engine.sources.recognition import says_fictional
from .areas import Areas
from .fictional import YES
from .fields import NUMBER, fields_of
from .finer_parts import FinerPlaces
from .job import Job
from .layers import name_of, text_of, value_of

# What every point states; the areas' own columns stand between.
OWN = ("area_code", "part_id")
STATED = ("area_share", "placed_by", "sources", "fictional")
COLUMNS = (*OWN, *STATED)
_NUMBERS_OF_ROWS = {"fid", "FID", "OBJECTID"}


def kinds_of_areas(job: Job, source: QgsProcessingFeatureSource, areas: Areas) -> ColumnKinds:
    """Sort the areas' number columns, by `COUNTS` and `RATES` or else by their names.

    A count that a text file holds as text is a number too. A column of neither kind that is empty
    in all areas is sorted nowhere: empty it is carried over, as later steps call it not assessed.
    """
    named = {name: _listed(job.text(name)) for name in ("COUNTS", "RATES")}
    fields = [field for field in source.fields() if field.name() not in _aside(job)]
    numbers = [
        field.name()
        for field in fields
        if field.isNumeric() or is_count(field.name()) or field.name() in named["COUNTS"]
    ]
    rates = [name for name in named["RATES"] if name not in source.fields().names()]
    if rates:
        raise ColumnError(f"The layer {name_of(source)} has no field {rates[0]!r} to carry over.")
    of_rates = [name for name in named["RATES"] if name in numbers]
    kinds = kinds_of_columns(numbers, named["COUNTS"], of_rates)
    filled = tuple(name for name in kinds.unknown if not _empty(areas, name))
    return replace(kinds, unknown=filled)


def _empty(areas: Areas, name: str) -> bool:
    return not any(text_of(value_of(feature, name)) for feature in areas.features)


def _aside(job: Job) -> set[str]:
    """Give the fields that no point takes as they are: ids, and what it states itself."""
    return {*_NUMBERS_OF_ROWS, job.field("CODE"), *OWN, *STATED}


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def count_of_areas(areas: Areas, name: str, layer: str) -> np.ndarray:
    """Give a count of each area, nan where it is empty; text that is no number is refused."""
    found = np.full(len(areas.codes), np.nan)
    for row, feature in enumerate(areas.features):
        value = text_of(value_of(feature, name))
        try:
            found[row] = float(value or "nan")
        except ValueError:
            raise ColumnError(
                f"{layer}: {name} of {areas.codes[row]} is {value!r}, which is no number. Leave "
                "held-back figures empty."
            ) from None
    return found


def columns_of_points(
    source: QgsProcessingFeatureSource,
    areas: Areas,
    kinds: ColumnKinds,
    points: FinerPoints,
    shared: dict[str, np.ndarray],
    places: FinerPlaces,
) -> tuple[QgsFields, list[list[Any]]]:
    """Give the fields and each one's values: ids, the areas' columns, then what is stated."""
    area = points.area.tolist()
    fields = fields_of(OWN)
    columns: list[list[Any]] = [[areas.codes[row] for row in area], points.part_ids]
    aside = {*OWN, *STATED, *kinds.unknown, *_NUMBERS_OF_ROWS}
    for field in source.fields():
        name = field.name()
        if name in shared:
            values = shared[name].tolist()
            fields.append(fields_of([name], {name: NUMBER}).at(0))
            columns.append([None if math.isnan(value) else value for value in values])
        elif name not in aside:
            values = [feature[name] for feature in areas.features]
            fields.append(QgsField(field))
            columns.append([values[row] for row in area])
    for field in fields_of(STATED):
        fields.append(field)
    sources, fictional = _said(source, areas, places)
    columns += [points.share.tolist(), points.placed_by]
    columns += [[sources[row] for row in area], [fictional[row] for row in area]]
    return fields, columns


def _said(
    source: QgsProcessingFeatureSource, areas: Areas, places: FinerPlaces
) -> tuple[list[str], list[bool]]:
    """Add what the children were placed on to each area's sources; made up if either is."""
    names = source.fields().names()

    def texts(name: str) -> list[str]:
        there = name in names
        return [text_of(value_of(f, name)) if there else "" for f in areas.features]

    unknown = f"Areas: {name_of(source)}; publisher and licence not stated"
    sources = [f"{said or unknown}. {places.said}" for said in texts("sources")]
    made_up = places.fictional or says_fictional(name_of(source))
    return sources, [made_up or said.lower() in YES for said in texts("fictional")]
