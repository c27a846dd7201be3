"""Candidate places as layers: the facility columns, and the places that were thinned out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsWkbTypes

from ..engine.sources.facility_names import FACILITY_COLUMNS
from ..engine.tables import Table
from ..engine.thin import Thinned, ThinPlaces
from .fields import fields_of
from .job import Job, Row
from .styles import style_when_loaded

COLUMNS = (*FACILITY_COLUMNS, "opening_hours", "sources")
THINNED_COLUMNS = (*COLUMNS, "kept_as", "reason")


def thin_places(table: Table, xy: np.ndarray) -> ThinPlaces:
    """Give what thinning looks at of a table of facilities; columns that it lacks are empty."""

    def texts(name: str) -> list[str]:
        values = table.columns.get(name, [None] * len(table))
        return ["" if value is None else str(value) for value in values]

    types = zip(texts("venue_type"), texts("colocation_type"))
    return ThinPlaces(
        ids=texts("site_id"),
        xy=xy,
        names=texts("site_name"),
        uprn=texts("uprn"),
        postcode=texts("postcode"),
        types=[[name for name in both if name] for both in types],
    )


def write_candidates(
    job: Job, table: Table, xy: np.ndarray, crs: str, thinned: Thinned, further: Sequence[str] = ()
) -> None:
    """Write `OUTPUT` and, if asked for, `THINNED`; columns that the table lacks are NULL."""
    sources = table.provenance.sentence() if table.provenance else None
    system, kind = QgsCoordinateReferenceSystem(crs), QgsWkbTypes.Type.Point
    columns = (*COLUMNS, *further)
    kept = _rows(table, xy, thinned.kept, columns, sources)
    job.write_rows("OUTPUT", fields_of(columns), kept, kind, system)
    style_when_loaded(job, "OUTPUT", "junctions" if "arms" in further else "candidates")
    ids = table.column("site_id")
    out = [place.row for place in thinned.left_out]
    why = [(ids[place.kept], place.reason) for place in thinned.left_out]
    plain = _rows(table, xy, out, columns, sources)
    told = (([*values, *more], shape) for (values, shape), more in zip(plain, why))
    job.write_rows("THINNED", fields_of([*columns, "kept_as", "reason"]), told, kind, system)
    style_when_loaded(job, "THINNED", "thinned")


def report_thinned(job: Job, thinned: Thinned) -> None:
    """Say how many were thinned out, by reason."""
    counts: Mapping[str, int] = thinned.counts()
    if counts:
        reasons = "; ".join(f"{count:,} {reason}" for reason, count in counts.items())
        job.progress.info(
            f"{len(thinned.left_out):,} stand for a place that is kept: {reasons}. "
            f"{len(thinned.kept):,} candidates are left."
        )


def _rows(
    table: Table, xy: np.ndarray, rows: Iterable[int], columns: Sequence[str], sources: str | None
) -> Iterator[Row]:
    for row in rows:
        known: dict[str, Any] = {name: values[row] for name, values in table.columns.items()}
        known["sources"] = sources
        point = QgsGeometry.fromPointXY(QgsPointXY(float(xy[row, 0]), float(xy[row, 1])))
        yield [known.get(name) for name in columns], point
