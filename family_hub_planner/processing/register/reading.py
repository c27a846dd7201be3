"""A run's register, from a file or a layer, and its options."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsProcessingFeatureSource

from ...engine.confidential import COLUMN, marks_confidential
from ...engine.errors import InputError
from ...engine.mapping import parse_mapping
from ...engine.projection import BRITISH_GRID
from ...engine.provenance import Provenance
from ...engine.sources.estate import RegisterOptions
from ...engine.sources.venue_words import VENUE_WORDS, VenueWords, read_venue_words
from ...engine.tables import Table
from ..fictional import is_made_up
from ..job import Job
from ..layers import features_of, name_of, point_on, text_of, transform_to, value_of

if TYPE_CHECKING:
    from ...engine.sources.estate import Places
    from ...engine.sources.register import Register
    from ...engine.sources.row_points import Point

KEEP = ("all", "first")


@dataclass(frozen=True)
class Given:
    """What the run was given: a file's path or a layer's columns, and a layer's own points."""

    source: Table | Path
    geometry: list[Point | None]


@dataclass(frozen=True)
class RegisterRead:
    """A register as placed, its kind, mapping, further columns by name, and sources in words."""

    places: Places
    register: Register
    mapping: dict[str, str]
    further: Sequence[str]
    sources: list[str]

    @property
    def fictional(self) -> bool:
        """Whether the register says that it is made up."""
        facts = self.register.table.provenance
        return facts is not None and facts.fictional


def given_register(job: Job) -> Given:
    """Give the file or the layer; refuse both, and neither."""
    path, layer = job.path("INPUT"), job.asked_for("INPUT_LAYER")
    if (path is None) == (not layer):
        raise InputError(
            f"Give either {job.label('INPUT')} (INPUT) or {job.label('INPUT_LAYER')} "
            f"(INPUT_LAYER){', not both' if path else ''}."
        )
    return Given(path, []) if path is not None else _of_layer(job, job.source("INPUT_LAYER"))


def system_of(job: Job) -> str | None:
    """Give the system of bare x and y, None where none was given."""
    crs = job.crs("CRS")
    return (crs.authid() or crs.toWkt()) if crs.isValid() else None


def _of_layer(job: Job, source: QgsProcessingFeatureSource) -> Given:
    """Give a layer's columns as text, and each feature's own point in the British grid."""
    name, features = name_of(source), features_of(source)
    if not features:
        raise InputError(f"The layer {name} has no features. Choose one with at least one.")
    names = source.fields().names()
    columns: dict[str, list[Any]] = {
        field: [text_of(value_of(feature, field)) or None for feature in features]
        for field in names
    }
    # A shapefile has cut this one's name, and a place that it hides must stay hidden.
    columns = {COLUMN if marks_confidential(one) else one: of for one, of in columns.items()}
    facts = Provenance("List of places", file_name=name, fictional=is_made_up(source))
    return Given(Table(columns, name, facts), _points(job, source, features, name))


def _points(
    job: Job, source: QgsProcessingFeatureSource, features: list[QgsFeature], name: str
) -> list[Point | None]:
    if all(feature.geometry().isNull() or feature.geometry().isEmpty() for feature in features):
        return []
    grid = QgsCoordinateReferenceSystem(BRITISH_GRID)
    transform = transform_to(source, grid, job.context)
    at = [point_on(feature.geometry(), transform, name) for feature in features]
    if not any(math.isfinite(x + y) for x, y in at):
        raise InputError(
            f"None of the places of the layer {name} fits its coordinate system "
            f"{source.sourceCrs().authid()}. Set the right one in the layer's properties "
            "(EPSG:27700 for eastings and northings, EPSG:4326 for degrees)."
        )
    return [(x, y, BRITISH_GRID) if math.isfinite(x + y) else None for x, y in at]


def options_of(job: Job, geometry: list[Point | None]) -> RegisterOptions:
    """Gather what is to be done with doubtful rows, and the words of types."""
    return RegisterOptions(
        geometry=geometry,
        mend=job.yes("MEND_COORDINATES"),
        duplicate_m=job.number("DUPLICATE_M"),
        keep_first=job.choice("KEEP") == "first",
        shared_m=job.number("SHARED_M"),
        words=_words(job),
        venue_type=job.text("VENUE_TYPE"),
        further=parse_mapping(job.text("FURTHER")),
        progress=job.progress.part(0.7, 0.95),
    )


def _words(job: Job) -> VenueWords:
    folder = job.path("RULES")
    if folder is None:
        return read_venue_words()
    path: Path = folder / VENUE_WORDS.name
    if not path.is_file():
        raise InputError(
            f"The folder of rules {folder} holds no {path.name}. Copy the plugin's into it and "
            "edit that one, or leave the folder empty."
        )
    return read_venue_words(path)
