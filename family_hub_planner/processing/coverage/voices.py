"""Voices: what people said in an engagement, by area, by nearest hub and by gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsSpatialIndex,
    QgsWkbTypes,
)

from ...engine import published
from ...engine.coverage_voices import by_voice, placed_voices
from ...engine.coverage_voices_page import voices_section
from ...engine.voices import ALL_SENTIMENTS, ALL_THEMES, Voices, categories, nearest_areas
from .. import parameters as make
from ..added_points import added_rows
from ..job import Job
from ..layers import Places, features_of, read_places, text_of, texts_of, value_of
from ..method import called
from ..parameters import tr
from .run import NOT_SAID, Chapter, Further, Run

DISTANCE_M = 5_000.0
_FIELDS = {"VOICE_THEME": ALL_THEMES, "VOICE_SENTIMENT": ALL_SENTIMENTS}


class VoicesHeard(Chapter):
    """Counts engagement points (consultation comments) by theme and sentiment."""

    def inputs(self) -> list:
        """Give the layer of voices, its fields, and how far a demand point may lie."""
        voices = make.points("VOICES", tr("Voices (engagement points)"), optional=True)
        told = tr("Comments of a consultation on a map: counted, what people wrote is never read.")
        label = tr("Greatest distance from voice to demand point (metres)")
        far = make.number("VOICE_DISTANCE", label, DISTANCE_M, 0.0, 100_000.0)
        metres = tr("Used only where no areas to draw are given.")
        return [
            make.advanced(make.explained(voices, told)),
            make.advanced(make.field("VOICE_THEME", tr("Voice's theme"), "VOICES")),
            make.advanced(make.field("VOICE_SENTIMENT", tr("Voice's sentiment"), "VOICES")),
            make.advanced(make.explained(far, metres)),
        ]

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_VOICE": tr("Voices by area, hub and gap")}

    def numbers(self) -> dict[str, str]:
        """Give its numbers."""
        return {
            "VOICES_COUNTED": tr("Voices counted"),
            "VOICES_OUTSIDE": tr("Voices in no area or without a place"),
        }

    def check(self, job: Job) -> None:
        """Refuse the table without a layer of voices, and fields that hold what people wrote."""
        job.needs("BY_VOICE", "VOICES")
        source = job.optional_source("VOICES")
        if source is not None and any(map(job.field, _FIELDS)):
            list(_words(job, features_of(source)))

    def add(self, further: Further, run: Run) -> None:
        """Add the table, a column and its part of the page, where voices were given."""
        job = run.job
        source = job.optional_source("VOICES")
        if source is None:
            job.returns(VOICES_COUNTED=0, VOICES_OUTSIDE=0)
            return
        places = read_places(source, "", QgsCoordinateReferenceSystem(run.crs), job.context)
        voices = _voices(run, places)
        placed = placed_voices(voices, run.found, further.gaps, added_rows(run.demand.places))
        counted = len(placed.counted())
        further.tables["BY_VOICE"] = by_voice(placed)
        further.columns["voices"] = placed.by_area()
        layer = called(places, "the layer of voices given")
        how = _how(run)
        further.sections.append(voices_section(placed, run.method, layer, how))
        further.parameters["Voices"] = layer
        stated = sorted({said for said in texts_of(places, "sources") if said})
        further.sources += stated or [f"Voices: {layer}; {NOT_SAID}"]
        _report(job, places, placed.voices, counted)


def _voices(run: Run, places: Places) -> Voices:
    """Give the voices with their area, theme and sentiment; no other column is read."""
    words = _words(run.job, places.features)
    known = np.isfinite(places.xy).all(axis=1)
    added, codes = added_rows(run.demand.places), run.demand.demand.ids  # those are no areas
    if _drawn(run):
        shapes = {row: shape for row, shape in enumerate(run.shapes.geometries) if row not in added}
        area = _within(places, shapes, codes)
    else:
        points = run.demand.places.xy.copy()
        points[added] = np.nan
        area = nearest_areas(places.xy, points, codes, run.job.number("VOICE_DISTANCE"))
    return Voices(area, known.tolist(), *words)


def _words(job: Job, features: Sequence[QgsFeature]) -> Iterator[list[str]]:
    """Give the theme and the sentiment of each voice, "" where no field of it was chosen."""
    for name, taken in _FIELDS.items():
        field = job.field(name)
        values = [text_of(value_of(feature, field)) if field else "" for feature in features]
        yield categories(values, field, taken) if field else values


def _drawn(run: Run) -> bool:
    return bool(run.shapes.kind == QgsWkbTypes.Type.MultiPolygon)


def _within(
    places: Places, shapes: Mapping[int, QgsGeometry], codes: Sequence[str]
) -> list[int | None]:
    """Give the row of the area that each place lies in; on a border the code that sorts first."""
    index = QgsSpatialIndex()
    for row, shape in shapes.items():
        feature = QgsFeature(row)
        feature.setGeometry(shape)
        index.addFeature(feature)
    found: list[int | None] = []
    for x, y in places.xy:
        if not np.isfinite((x, y)).all():
            found.append(None)
            continue
        point = QgsGeometry.fromPointXY(QgsPointXY(x, y))
        near = sorted(index.intersects(point.boundingBox()), key=lambda row: codes[row])
        found.append(next((row for row in near if shapes[row].intersects(point)), None))
    return found


def _how(run: Run) -> str:
    if _drawn(run):
        return "Each voice counts to the area that it lies in."
    return (
        "No areas were given, so each voice counts to the area whose demand point is nearest to "
        f"it by straight line, within {run.job.number('VOICE_DISTANCE'):,.0f} m."
    )


def _report(job: Job, places: Places, voices: Voices, counted: int) -> None:
    """Say in the log how many were counted, and return the numbers."""
    astray = sum(map(places.misfit, range(len(places))))
    lost = len(voices) - sum(voices.placed)
    outside = len(voices) - counted - lost
    about = partial(published.about, threshold=job.count("THRESHOLD"))  # a pack prints it
    job.progress.info(f"Voices: {counted:,d} of {len(voices):,d} lie in an area and are counted.")
    if astray:
        job.progress.warn(
            f"The coordinates of {astray:,d} of {len(voices):,d} voices do not fit their layer's "
            "coordinate system: they count as without a place."
        )
    if outside or lost:
        job.progress.warn(
            f"Of {about(len(voices))} voices, {about(outside)} lie in no area and {about(lost)} "
            "are without a place: they are counted by neither hub nor gap. Check their layer's "
            "coordinate reference system where they are many."
        )
    job.returns(VOICES_COUNTED=counted, VOICES_OUTSIDE=outside + lost)
