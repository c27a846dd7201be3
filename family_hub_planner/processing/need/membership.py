"""The locality and the ward of each area: by polygons, by a field of the areas, or by a lookup."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from ...engine.errors import InputError
from ...engine.mapping import parse_mapping
from ...engine.sources.area_codes import match_codes
from ...engine.sources.centroids import read_membership
from ...engine.sources.columns import census_year_of_heading
from ...engine.tables import Table
from .. import parameters as make
from ..areas import Areas
from ..job import Job
from ..layers import name_of, text_of, value_of
from ..parameters import tr
from .credits import read_credited
from .named_polygons import NamedPolygons, more_than_one, named_polygons

LOOKUPS = "CSV, XLSX, ODS (*.csv *.csv.gz *.xlsx *.ods)"


@dataclass(frozen=True)
class Kind:
    """A kind of place: its column, what messages call it, and the parameters that give it."""

    column: str
    many: str
    layer: str
    name: str
    field: str


LOCALITY = Kind("locality", "localities", "LOCALITIES", "LOCALITY_NAME", "LOCALITY_FIELD")
WARD = Kind("ward", "wards", "WARDS", "WARD_NAME", "WARD_FIELD")
KINDS = (LOCALITY, WARD)


@dataclass(frozen=True)
class Members:
    """The name of each of n areas' place of one kind, "" for none; `polygons` where they tell."""

    names: list[str]
    polygons: NamedPolygons | None = None

    def of(self, point: QgsGeometry, area: int | None) -> str:
        """Give the place of another point: where it lies, or else that of its area's row."""
        if self.polygons is not None:
            return next(iter(self.polygons.at(point)), "")
        return "" if area is None else self.names[area]


@dataclass(frozen=True)
class Membership:
    """The places of the areas by kind; a kind that was not given is absent."""

    members: dict[str, Members]
    sources: list[str] = field(default_factory=list)

    def localities(self, areas: int) -> list[str]:
        """Give each area's locality, "" where none were given."""
        found = self.members.get(LOCALITY.column)
        return [""] * areas if found is None else found.names

    def wards(self) -> dict[str, list[str]]:
        """Give the column of wards; nothing where none were given."""
        found = self.members.get(WARD.column)
        return {} if found is None else {WARD.column: found.names}


def inputs() -> list[make.Definition]:
    """Give the parameters."""
    areas_field = tr("In the place of polygons: the field of the areas that names it.")
    best_fit = tr(
        "In the place of polygons or a field: an ONS lookup of areas to wards (best fit), or your "
        "own of areas to localities."
    )
    how = tr('Only if not recognised: "code=Area; ward_name=Ward; locality_name=Locality".')
    lookup = make.file("WARD_LOOKUP", tr("Lookup of wards or localities"), LOOKUPS, optional=True)
    columns = make.text("WARD_LOOKUP_COLUMNS", tr("Columns of the lookup"), optional=True)
    return [
        make.polygons("LOCALITIES", tr("Localities"), optional=True),
        make.field("LOCALITY_NAME", tr("Locality's name"), "LOCALITIES"),
        make.explained(make.field("LOCALITY_FIELD", tr("Or: locality"), "AREAS"), areas_field),
        make.polygons("WARDS", tr("Wards"), optional=True),
        make.field("WARD_NAME", tr("Ward's name"), "WARDS"),
        make.explained(make.field("WARD_FIELD", tr("Or: ward"), "AREAS"), areas_field),
        make.advanced(make.explained(lookup, best_fit)),
        make.advanced(make.explained(columns, how)),
    ]


def membership(
    job: Job, areas: Areas, points: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem
) -> Membership:
    """Find the places of the areas, whose demand points are `points` in `crs`.

    Raises `InputError` where one kind is given in two ways, or polygons without their name;
    `CodesError` where the lookup lacks an area or is of another census.
    """
    _refuse_two_ways(job)
    members, sources = _by_lookup(job, areas)
    for kind in KINDS:
        if job.field(kind.field):
            members[kind.column] = _by_field(job, kind, areas)
        elif job.optional_source(kind.layer) is not None:
            members[kind.column] = _by_polygons(job, kind, areas, points, crs)
    return Membership(members, sources)


def _refuse_two_ways(job: Job) -> None:
    for kind in KINDS:
        polygons, own = job.optional_source(kind.layer) is not None, bool(job.field(kind.field))
        if polygons and own:
            raise InputError(
                f"{kind.many.capitalize()} are given twice: as polygons ({kind.layer}) and as the "
                f"field {job.field(kind.field)!r} of the areas ({kind.field}). Give one of them."
            )
        if polygons and not job.field(kind.name):
            raise InputError(
                f"Choose the field with the {kind.many}' names ({job.label(kind.name)})."
            )


def _by_field(job: Job, kind: Kind, areas: Areas) -> Members:
    names = [text_of(value_of(feature, job.field(kind.field))) for feature in areas.features]
    blank = [code for code, name in zip(areas.codes, names) if not name]
    if blank:
        job.progress.warn(
            f"{len(blank)} of {len(names)} areas have no {kind.column} in the field "
            f"{job.field(kind.field)!r} (first: {blank[0]})."
        )
    return Members(names)


def _by_polygons(
    job: Job,
    kind: Kind,
    areas: Areas,
    points: Sequence[QgsGeometry],
    crs: QgsCoordinateReferenceSystem,
) -> Members:
    source = job.source(kind.layer)
    polygons = named_polygons(source, job.field(kind.name), crs, job.context)
    found = [polygons.at(point) for point in points]
    outside = [code for code, names in zip(areas.codes, found) if not names]
    if outside:
        job.progress.warn(
            f"{len(outside)} of {len(points)} demand points lie in no {kind.column} (first: "
            f"{outside[0]})."
        )
    several = [code for code, names in zip(areas.codes, found) if len(names) > 1]
    if several:
        job.progress.warn(
            f"{len(several)} of {len(points)} demand points lie in more than one {kind.column} of "
            f"{name_of(source)}, which overlap: {'; '.join(more_than_one(found)[:5])} (first: "
            f"{several[0]}). The first by name is taken."
        )
    return Members([names[0] if names else "" for names in found], polygons)


def _by_lookup(job: Job, areas: Areas) -> tuple[dict[str, Members], list[str]]:
    """Read the lookup: the members of each kind that it names, and the sentence of its source."""
    path = job.path("WARD_LOOKUP")
    if path is None:
        return {}, []
    lookup = read_credited(job, path, job.progress.part(0.0, 0.0))
    read = read_membership(lookup, parse_mapping(job.text("WARD_LOOKUP_COLUMNS")))
    for note in read.notes:
        job.progress.info(note)
    table = read.table
    rows = match_codes(
        areas.codes,
        census_year_of_heading(job.field("CODE")),
        table.column("area_code"),
        read.census_year,
        table.name,
    ).tolist()
    found = {kind.column: _names_in(table, kind, rows) for kind in KINDS}
    members = {column: Members(names) for column, names in found.items() if names is not None}
    if not members:
        raise InputError(
            f"{table.name} names no wards and no localities. Say which column does, for example "
            '"locality_name=Locality".'
        )
    for kind in KINDS:
        other = kind.field if job.field(kind.field) else kind.layer
        if kind.column in members and job.asked_for(other):
            raise InputError(
                f"{kind.many.capitalize()} are given twice: {table.name} names them, and so does "
                f"{other}. Give one of them."
            )
    return members, [table.provenance.sentence()] if table.provenance else []


def _names_in(table: Table, kind: Kind, rows: Sequence[int]) -> list[str] | None:
    """Give the places in these rows by name, else by code; None where the table has neither."""
    parts = [f"{kind.column}_{part}" for part in ("name", "code")]
    there = [[text_of(table.columns[p][r]) for r in rows] for p in parts if p in table.columns]
    if not there:
        return None
    return there[0] if len(there) == 1 else _told_apart(*there)


def _told_apart(names: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Add the code to a name that several codes share: there are many wards called Central."""
    codes_of = defaultdict(set)
    for name, code in zip(names, codes):
        codes_of[name].add(code)
    shared = {name for name, found in codes_of.items() if len(found) > 1}
    return [f"{name} ({code})" if name in shared else name for name, code in zip(names, codes)]
