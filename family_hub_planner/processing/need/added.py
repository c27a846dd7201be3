"""Points added by hand (new housing, a hotel for asylum seekers) as further demand points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY

from ...engine.age_columns import WITH_SEND, Ages, age_columns
from ...engine.errors import CodesError, ColumnError, InputError
from ...engine.need_added import NO_AREA, bands_of_added, need_of_added
from ...engine.need_ages import OLDEST_CHILD, parse_ages
from .. import parameters as make
from ..added_points import ADDED, BY_HAND, IN_AREA
from ..areas import Areas
from ..fields import KINDS, NUMBER
from ..job import Job, Row
from ..layers import Places, numbers_of, read_places, texts_of
from ..parameters import tr
from .named_polygons import NamedPolygons

if TYPE_CHECKING:
    from .membership import Membership

SOURCE = "Points added by hand, with counts of the council's own; publisher and licence not stated"
# Rates of an area; all other numbers are counts, which an added point has of its own or not at all.
_RATES = {"idaci_score", "imd_score", "no_car_share", "digital_exclusion"}
_SENSITIVE = (
    "Added points may tell where people are housed. Keep the demand points within the council; "
    "publish no map that draws them and no table by place that counts them: run without them for "
    "that. Give neutral ids, since ids stand in logs and tables."
)


@dataclass(frozen=True)
class Added:
    """k points added by hand: ids, names, children, places, and the row of each one's area."""

    places: Places
    names: list[str]
    children: np.ndarray
    points: list[QgsGeometry]
    area: np.ndarray

    def total(self) -> float:
        """Give the children of all of them."""
        return float(self.children.sum())


def inputs() -> list[make.Definition]:
    """Give the parameters."""
    where = tr(
        "New housing, a hotel for asylum seekers: each becomes a demand point of its own. Whether "
        "the tables count its children already is not known."
    )
    neutral = tr("A neutral one, such as N1. Empty: added 1, added 2 and so on.")
    return [
        make.explained(make.points("ADDED", tr("Points added by hand"), optional=True), where),
        make.explained(make.field("ADDED_ID", tr("Added point's id"), "ADDED"), neutral),
        make.field("ADDED_CHILDREN", tr("Added point's children"), "ADDED", "children"),
        make.advanced(make.field("ADDED_NAME", tr("Added point's name or kind"), "ADDED")),
    ]


def read_added(job: Job, areas: Areas, crs: QgsCoordinateReferenceSystem) -> Added | None:
    """Read `ADDED`; None where it was not given.

    Raises `InputError` for points without a place or without demand points to stand among,
    `ColumnError` for children that are missing, negative or no number, `CodesError` for an id that
    is an area's code.
    """
    source = job.optional_source("ADDED")
    if source is None:
        return None
    if not job.asked_for("POINTS"):
        raise InputError(
            f"{job.label('ADDED')} become rows of the demand points: ask for {job.label('POINTS')} "
            "(POINTS) too."
        )
    places = _with_ids(read_places(source, job.field("ADDED_ID"), crs, job.context), job)
    _check(places, areas)
    children = _children(places, job.field("ADDED_CHILDREN"))
    names = texts_of(places, job.field("ADDED_NAME"))
    points = [QgsGeometry.fromPointXY(QgsPointXY(x, y)) for x, y in places.xy]
    polygons = NamedPolygons(zip(areas.codes, (f.geometry() for f in areas.features)))
    row_of = {code: row for row, code in enumerate(areas.codes)}
    lies_in = [next(iter(polygons.at(point)), "") for point in points]
    area = np.array([row_of.get(code, NO_AREA) for code in lies_in], dtype=np.intp)
    added = Added(places, [name or BY_HAND for name in names], children, points, area)
    _say(job, added)
    return added


def _with_ids(places: Places, job: Job) -> Places:
    """Give places without an id field ids that tell what they are."""
    if job.field("ADDED_ID"):
        return places
    ids = [f"added {row + 1}" for row in range(len(places))]
    return Places(places.name, ids, places.xy, places.features)


def _check(places: Places, areas: Areas) -> None:
    nowhere = [name for name, at in zip(places.ids, places.xy) if not np.isfinite(at).all()]
    astray = [name for row, name in enumerate(places.ids) if places.misfit(row)]
    if astray:
        raise InputError(
            f"{len(astray)} of {len(places)} added points of {places.name} have coordinates that "
            f"do not fit its coordinate system (first: {astray[0]}). Mend them, or leave them out."
        )
    if nowhere:
        raise InputError(
            f"{len(nowhere)} of {len(places)} added points of {places.name} have no place (first: "
            f"{nowhere[0]}). Draw them, or leave them out."
        )
    clash = sorted(set(places.ids) & set(areas.codes))
    if clash:
        raise CodesError(
            f"{len(clash)} of {len(places)} added points of {places.name} have the code of an area "
            f"as their id (first: {clash[0]}). Give them ids of their own, such as N1: an added "
            "point stands beside its area, never in its place."
        )


def _children(places: Places, field: str) -> np.ndarray:
    if not places.has(field):
        raise ColumnError(
            f"The layer {places.name} has no field {field!r} with the children at each point. "
            "Choose the one that holds them (Added point's children)."
        )
    children = numbers_of(places, field)
    bad = np.flatnonzero(~(np.isfinite(children) & (children >= 0)))
    if len(bad):
        raise ColumnError(
            f"{len(bad)} of {len(places)} added points of {places.name} have no usable {field} "
            f"(first: {places.ids[bad[0]]}). Give each a number that is zero or more."
        )
    return children


def _say(job: Job, added: Added) -> None:
    job.progress.info(
        f"{len(added.places)} points added by hand with {added.total():,.0f} children, beside the "
        "areas and not in their counts. Children whom the tables count already are counted twice: "
        "nobody can tell from the tables."
    )
    job.progress.warn(_SENSITIVE)
    outside = [name for name, row in zip(added.places.ids, added.area) if row == NO_AREA]
    if outside:
        job.progress.warn(
            f"{len(outside)} of {len(added.places)} added points lie outside all areas (first: "
            f"{outside[0]}): they have no deprivation and no authority, so that a run for one "
            "authority leaves them out."
        )


def columns_of_areas(added: Added | None, areas: int) -> dict[str, list[str]]:
    """Give the columns that tell added points from areas, as n areas have them: empty."""
    return {} if added is None else {name: [""] * areas for name in (ADDED, IN_AREA)}


def counts(added: Added | None) -> dict[str, float]:
    """Give the numbers that the run returns."""
    count, total = (0, 0.0) if added is None else (len(added.places), added.total())
    return {"ADDED_COUNT": count, "ADDED_CHILDREN_TOTAL": total}


def rows_of_added(
    job: Job, added: Added | None, columns: Mapping[str, Sequence[Any]], member: Membership
) -> list[Row]:
    """Give the rows of the demand points that the added points make.

    `columns` are the areas' own. A point has its own id, children and counts: those of its fields
    that have the column's name, and the ages that these and its children make up. Names,
    deprivation and what else describes an area it has of the area that it lies in; locality and
    ward, where polygons tell, of its own place.
    """
    if added is None:
        return []
    need = need_of_added(
        added.places.ids,
        added.children,
        added.area,
        _numbers(columns["children"]),
        _numbers(columns["need"]),
        job.choice("WEIGHTING"),
    )
    rows = [None if row == NO_AREA else int(row) for row in added.area]
    own: dict[str, Sequence[Any]] = {
        "area_code": added.places.ids,
        "children": added.children.tolist(),
        "need": need.tolist(),
        ADDED: added.names,
        IN_AREA: ["" if row is None else columns["area_code"][row] for row in rows],
        "sources": [SOURCE] * len(rows),
        **_bands(added, list(columns), parse_ages(job.text("AGES"))),
        **{
            column: [found.of(point, row) for point, row in zip(added.points, rows)]
            for column, found in member.members.items()
        },
    }
    found = {
        name: own[name] if name in own else _column(added.places, name, values, rows)
        for name, values in columns.items()
    }
    return list(zip(zip(*found.values()), added.points))


def _bands(added: Added, names: Sequence[str], ages: Ages) -> dict[str, Sequence[float | None]]:
    """Give the counts by age: the points' own fields, and what these and `children` make up.

    Past the oldest child `children` counts 18 to 25 year olds with SEND alone: no band does.
    """
    places, columns = added.places, age_columns(names)
    columns.pop(WITH_SEND, None)
    given = {band: _own_counts(places, name) for band, name in columns.items()}
    if ages[1] <= OLDEST_CHILD:
        given = bands_of_added(places.ids, added.children, ages, given)
    return {columns[band]: _or_none(counts) for band, counts in given.items()}


def _own_counts(places: Places, name: str) -> np.ndarray:
    return numbers_of(places, name) if places.has(name) else np.full(len(places), np.nan)


def _or_none(counts: np.ndarray) -> list[float | None]:
    return [float(count) if np.isfinite(count) else None for count in counts]


# What holds for the whole run, so that a point outside all areas has it too.
_OF_RUN = {"ages", "need_is", "fictional", "deprivation_index"}


def _column(
    places: Places, name: str, values: Sequence[Any], rows: Sequence[int | None]
) -> Sequence[Any]:
    """Give one column of the added points: the area's, or for a count the points' own field."""
    if name in _OF_RUN:
        return [values[0]] * len(rows)
    if KINDS.get(name, NUMBER) == NUMBER and name not in _RATES:
        return _or_none(_own_counts(places, name))
    blank = "" if isinstance(values[0], str) else None
    return [blank if row is None else values[row] for row in rows]


def _numbers(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)
