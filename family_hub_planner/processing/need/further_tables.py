"""Further tables by area and the groups that they or the areas' own fields hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...engine.errors import ColumnError
from ...engine.sources.area_tables import counts_of, values_or_none
from ...engine.sources.columns import mapped_column, missing_note
from ...engine.sources.further_tables import (
    FurtherTable,
    Groups,
    columns_of,
    join_areas,
    parse_groups,
    place_groups,
    read_further,
)
from ...engine.tables import Table
from .. import parameters as make
from ..fields import KINDS, NUMBER, TEXT
from ..layers import name_of, text_of, value_of
from ..parameters import tr
from .credits import read_credited

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeatureSource

    from ...engine.provenance import Provenance
    from ..areas import Areas
    from ..job import Job
    from .published_tables import PublishedTables

RURAL_URBAN = "rural_urban"
_OF_A_GEOPACKAGE = {"fid", "geom"}


@dataclass
class Further:
    """Columns for the need layer, by name with a value an area, and what they rest on."""

    columns: dict[str, list[Any]] = field(default_factory=dict)
    told: list[Provenance | None] = field(default_factory=list)

    def kinds(self) -> dict[str, str]:
        """Give the fields' kinds: all are numbers but the class."""
        return {name: TEXT if name == RURAL_URBAN else NUMBER for name in self.columns}

    def counts(self) -> dict[str, list[float | None]]:
        """Give the columns that hold numbers: all but the class."""
        return {name: values for name, values in self.columns.items() if name != RURAL_URBAN}

    def facts(self) -> list[Provenance]:
        """Give where each table used came from, the lookup of codes too."""
        return [facts for facts in self.told if facts is not None]

    def sources(self) -> list[str]:
        """Give a sentence for each of them."""
        return [facts.sentence() for facts in self.facts()]

    def fictional(self) -> bool:
        """Tell whether any table is made up."""
        return any(facts.fictional for facts in self.facts())


def further_inputs() -> list[make.Definition]:
    """Give the parameters: the tables' files and the groups."""
    tables = make.files("TABLES", tr("Further tables by area"), optional=True)
    which = tr(
        "Cars or vans, digital exclusion, rural-urban class, income-deprived children, or any "
        "table whose columns the groups name."
    )
    groups = make.text("GROUPS", tr("Further counts of the areas"), optional=True)
    how = tr(
        'Columns of the areas or of the further tables: "low_income; lone_parents=Lone parent '
        'households; young_carers=". Nothing after "=": known, but without data.'
    )
    return [make.explained(tables, which), make.advanced(make.explained(groups, how))]


class FurtherTables:
    """The areas' own fields and the further tables, read and checked before anything is joined."""

    def __init__(self, job: Job, areas: Areas, source: QgsProcessingFeatureSource) -> None:
        """Read the files; the planner's errors say in words what cannot be used."""
        self.codes, self.job = areas.codes, job
        self.groups = parse_groups(job.text("GROUPS"))
        _refuse_own_names(self.groups)
        self.fields = _fields_of(areas, source, job.field("CODE"))
        still = job.progress.part(0.0, 0.0)
        tables = [read_credited(job, path, still) for path in job.paths("TABLES")]
        self.place = place_groups(self.groups, [self.fields, *tables])
        self.read: list[FurtherTable] = []
        for number, table in enumerate(tables, start=1):
            counts = {n: self.groups.headings[n] for n, at in self.place.items() if at == number}
            found = read_further(table, counts, self.groups.code)
            for note in (note for further in found for note in further.reading.notes):
                job.progress.info(note)
            self.read.extend(found)

    def names(self) -> list[str]:
        """Name the columns of numbers to come: those of the tables' families, then the groups."""
        there = [name for table in self.read for name in columns_of(table)]
        names = dict.fromkeys([*there, *self.groups.headings])
        return [name for name in names if name != RURAL_URBAN]

    def joined(self, tables: PublishedTables, taken: Sequence[str] = ()) -> Further:
        """Give the columns by area, tables of the other census brought to the areas' codes first.

        `taken` are columns that stand already. What the tables rest on follows in the order of the
        files, the lookup last where any table needed it. Raises `CodesError` where the censuses
        differ or no code matches, `ColumnError` for a column that two tables bring.
        """
        further = Further()
        for table in self.read:
            reading = tables.conversion.reading(table.reading, table.kinds)
            columns, warnings = join_areas(self.codes, FurtherTable(reading, table.kinds))
            converted = reading.notes[len(table.reading.notes) :]
            for said in (*converted, *warnings):
                self.job.progress.warn(said)
            _add(further.columns, columns, reading.table.name, taken)
            if reading.table.provenance not in further.told:
                further.told.append(reading.table.provenance)
        for name in self.groups.headings:
            if name not in further.columns:
                _add(further.columns, {name: self._of_fields(name)}, self.fields.name, taken)
        further.told.append(tables.conversion.used([*tables.provenances(), *further.told]))
        return further

    def _of_fields(self, name: str) -> list[float | None]:
        """Give a group from the areas' own fields, or NULLs for one without data."""
        if name not in self.place:
            self.job.progress.info(
                f"{name}: no data was named; its column stays empty, and later tables print "
                '"not assessed".'
            )
            return [None] * len(self.codes)
        heading = mapped_column(self.fields, self.groups.headings[name])
        values = counts_of(self.fields, heading)
        missing = missing_note(self.fields, heading, values)
        if missing:
            self.job.progress.info(missing)
        return values_or_none(values)


def _fields_of(areas: Areas, source: QgsProcessingFeatureSource, code: str) -> Table:
    """Give the areas' own fields as a table, so that they are read as any other."""
    names = [name for name in source.fields().names() if name != code]
    columns = {name: [_plain(value_of(f, name)) for f in areas.features] for name in names}
    return Table({code: list(areas.codes), **columns}, name_of(source))


def _plain(value: Any) -> Any:
    return value if isinstance(value, (int, float)) else text_of(value) or None


def _refuse_own_names(groups: Groups) -> None:
    own = {name.lower() for name in KINDS} | _OF_A_GEOPACKAGE
    for name in groups.headings:
        if name.lower() in own:
            raise ColumnError(
                f"{name!r} is a column of the need layer itself. Give the group another name: "
                f'"my_{name}={groups.headings[name] or name}".'
            )


def _add(
    to: dict[str, list[Any]], columns: dict[str, list[Any]], table: str, taken: Sequence[str]
) -> None:
    """Add a table's columns; one that stands already, in whatever case, is refused."""
    there = {name.lower() for name in (*to, *taken)}
    for name, values in columns.items():
        if name.lower() in there:
            raise ColumnError(
                f"{name!r} would come from {table} and from another table, layer or group. Leave "
                "one of them out, or give the group another name."
            )
        to[name] = values
        there.add(name.lower())
