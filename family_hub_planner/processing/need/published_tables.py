"""The tables that every need layer rests on, read and brought to the codes of the areas' census."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea

from ...engine.mapping import parse_mapping
from ...engine.sources.census_conversion import CensusConversion
from ...engine.sources.code_conversion import HOWS
from ...engine.sources.code_lookup import read_code_lookup
from ...engine.sources.columns import census_year_of_heading
from ...engine.sources.deprivation import Deprivation, read_deprivation
from ...engine.sources.deprivation_direction import DIRECTIONS
from ...engine.sources.population import Population, read_population
from .. import parameters as make
from ..parameters import tr
from .credits import read_credited

if TYPE_CHECKING:
    from ...engine.provenance import Provenance
    from ...engine.tables import Table
    from ..areas import Areas
    from ..job import Job

AS_HEADINGS_SAY = "as the headings say"


@dataclass(frozen=True)
class PublishedTables:
    """Population and deprivation with the areas' own codes, and how others are brought to them."""

    population: Population
    deprivation: Deprivation | None
    conversion: CensusConversion

    def provenances(self) -> list[Provenance | None]:
        """Give where the tables came from."""
        given = [table for table in (self.population, self.deprivation) if table is not None]
        return [table.provenance for table in given]


def direction_input() -> make.Definition:
    """Give the parameter for the end of another index that is the most deprived."""
    options = (AS_HEADINGS_SAY, *DIRECTIONS)
    asked = make.choice(
        "DEPRIVATION_DIRECTION", tr("Deprivation's direction"), options, AS_HEADINGS_SAY
    )
    why = tr("For another index: is rank, decile or score 1 the most deprived, or the highest?")
    return make.advanced(make.explained(asked, why))


def read_published(
    job: Job,
    areas: Areas,
    crs: QgsCoordinateReferenceSystem,
    ages: tuple[int, int],
    people: Sequence[Population],
) -> PublishedTables:
    """Read population and deprivation and bring them to the areas' codes, or refuse in words.

    Split areas are shared out by the children of `ages`, where one of the further tables `people`
    counts them in the areas of today.
    """
    conversion = replace(_conversion_of(job, areas, crs), ages=ages)
    population = read_population(
        read_credited(job, job.path("POPULATION"), job.progress.part(0.0, 0.4)),
        parse_mapping(job.text("POPULATION_COLUMNS")),
    )
    job.progress.stop_if_asked()
    path, deprivation, table = job.path("DEPRIVATION"), None, None
    if path is not None:
        table = read_credited(job, path, job.progress.part(0.4, 0.8))
        deprivation = read_deprivation(
            table, parse_mapping(job.text("DEPRIVATION_COLUMNS")), _direction(job)
        )
    conversion, population, deprivation = _bring_over(
        job, conversion, population, deprivation, table, people
    )
    return PublishedTables(population, deprivation, conversion)


def _direction(job: Job) -> str | None:
    chosen = job.choice("DEPRIVATION_DIRECTION")
    return None if chosen == AS_HEADINGS_SAY else chosen


def conversion_inputs(tables: str) -> list[make.Definition]:
    """Give the parameters of the conversion; `tables` filters files of tables."""
    lookup = make.file("LOOKUP", tr("Lookup of 2011 to 2021 area codes"), tables, optional=True)
    which = tr("The ONS lookup of LSOA codes: tables of the other census are then converted.")
    shared = make.choice("SPLIT_BY", tr("Split areas are shared by"), HOWS, "population")
    how = tr(
        "population: by a population table with the areas' own codes (it may stand among the "
        "further tables). area: by ground."
    )
    return [
        make.advanced(make.explained(lookup, which)),
        make.advanced(make.explained(shared, how)),
    ]


def _conversion_of(job: Job, areas: Areas, crs: QgsCoordinateReferenceSystem) -> CensusConversion:
    """Read the lookup, if one was given, and what split areas are to be shared by."""
    path = job.path("LOOKUP")
    found = CensusConversion(tuple(areas.codes), census_year_of_heading(job.field("CODE")))
    if path is None:
        return found
    lookup = read_code_lookup(read_credited(job, path, job.progress.part(0.0, 0.0)))
    for note in lookup.notes:
        job.progress.info(note)
    how = job.choice("SPLIT_BY")
    sizes = _square_metres(job, areas, crs) if how == "area" else None
    return replace(found, lookup=lookup, how=how, sizes=sizes)


def _square_metres(job: Job, areas: Areas, crs: QgsCoordinateReferenceSystem) -> dict[str, float]:
    """Measure each area on the ellipsoid, so that degrees serve as well as metres."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, job.context.transformContext())
    measure.setEllipsoid(crs.ellipsoidAcronym())
    pairs = zip(areas.codes, areas.features)
    return {code: measure.measureArea(feature.geometry()) for code, feature in pairs}


def _bring_over(
    job: Job,
    conversion: CensusConversion,
    population: Population,
    deprivation: Deprivation | None,
    deprived: Table | None,
    people: Sequence[Population],
) -> tuple[CensusConversion, Population, Deprivation | None]:
    """Bring population and deprivation to the areas' codes where they are of another census.

    `deprived` is the deprivation table as it stands, for its own counts of children. What became
    of the codes goes to the log at once, before anything else can stop the run.
    """
    for table in (population, *people):
        conversion = conversion.with_population(table)
    if deprived is not None and conversion.lookup is not None:
        conversion = conversion.with_children_of(deprived)
    brought = conversion.population(population)
    _tell(job, population.notes, brought.notes)
    indices = None
    if deprivation is not None:
        indices = conversion.deprivation(deprivation)
        _tell(job, deprivation.notes, indices.notes)
        indices = replace(indices, notes=deprivation.notes)
    return conversion, replace(brought, notes=population.notes), indices


def _tell(job: Job, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Warn of what a conversion did: the notes that it added."""
    for note in after[len(before) :]:
        job.progress.warn(note)
