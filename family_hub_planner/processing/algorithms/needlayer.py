"""familyhub:needlayer: areas joined to deprivation and population, with a demand point each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsWkbTypes

from ...engine.need import NeedResult, build_need
from ...engine.sources.columns import census_year_of_heading
from .. import parameters as make
from ..areas import Areas, invalid_shapes, points_of_areas, read_areas
from ..base import PlannerAlgorithm
from ..fictional import made_up_inputs
from ..fields import fields_of
from ..job import Job
from ..layers import text_of, value_of
from ..need import added, membership
from ..need.ages import AgesAsked, add_ages, read_ages, tell_missing_send
from ..need.credits import credits_input, read_credits
from ..need.further_tables import RURAL_URBAN, Further, FurtherTables, further_inputs
from ..need.hotspots import hotspot_inputs, hotspot_sink, hotspots_of, write_hotspots
from ..need.published_tables import (
    PublishedTables,
    conversion_inputs,
    direction_input,
    read_published,
)
from ..need.weighting import WeightingAsked, add_weighting, read_weighting
from ..parameters import tr
from ..styles import style_when_loaded

TABLES = "CSV, XLSX, ODS (*.csv *.csv.gz *.xlsx *.ods)"


class NeedLayer(PlannerAlgorithm):
    """Joins published tables to areas and weighs their need."""

    ID = "needlayer"
    GROUP = "need"
    CARRIES_REMARKS = True

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Need by area")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Joins deprivation and children by age to areas, with a demand point for each.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "deprivation,imd,idaci,lsoa,children,population,census,need,demand,ages"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.polygons("AREAS", tr("Areas (LSOAs)")))
        self.addParameter(make.field("CODE", tr("Area code"), "AREAS", optional=False))
        self.addParameter(make.field("NAME", tr("Area name"), "AREAS"))
        self.addParameter(make.field("AUTHORITY", tr("Authority"), "AREAS"))
        centroids = make.points("CENTROIDS", tr("Population-weighted centroids"), optional=True)
        where = tr("Points with the same code field. Empty: a point inside each area.")
        self.addParameter(make.explained(centroids, where))
        self.addParameter(make.field("CENTROID_CODE", tr("Centroid's area code"), "CENTROIDS"))
        deprivation = make.file("DEPRIVATION", tr("Deprivation table"), TABLES, optional=True)
        self.addParameter(deprivation)
        columns = make.text("DEPRIVATION_COLUMNS", tr("Deprivation columns"), optional=True)
        how = tr('Only if not recognised: "code=Area; imd_decile=Decile; idaci_score=Rate".')
        self.addParameter(make.advanced(make.explained(columns, how)))
        self.addParameter(make.file("POPULATION", tr("Population table"), TABLES))
        columns = make.text("POPULATION_COLUMNS", tr("Population columns"), optional=True)
        how = tr('Only if not recognised: "code=Area; 0-2=Babies; 3-4=Nursery".')
        self.addParameter(make.advanced(make.explained(columns, how)))
        add_ages(self)
        add_weighting(self)
        for parameter in (*membership.inputs(), *added.inputs(), *further_inputs()):
            self.addParameter(parameter)
        for parameter in (
            direction_input(),
            *conversion_inputs(TABLES),
            *hotspot_inputs(),
            credits_input(),
        ):
            self.addParameter(parameter)
        kind = make.SourceType
        self.addParameter(make.sink("OUTPUT", tr("Need by area"), kind.TypeVectorPolygon))
        points = make.sink("POINTS", tr("Demand points"), kind.TypeVectorPoint, optional=True)
        points.setCreateByDefault(True)
        self.addParameter(points)
        self.addParameter(hotspot_sink())
        self.number_outputs(
            ("AREA_COUNT", tr("Areas")),
            ("CHILDREN", tr("Children of the ages counted")),
            ("CHILDREN_0_2", tr("Children aged 0-2")),
            ("NEED", tr("Need")),
            ("ADDED_COUNT", tr("Points added by hand")),
            ("ADDED_CHILDREN_TOTAL", tr("Their children")),
        )

    def work(self, job: Job) -> None:
        """Read the files, join, write areas and points."""
        given = _read(job)
        result = _joined(job, given)
        columns = _columns(given, result, bool(made_up_inputs(job)))
        _write(job, given, result, columns)
        style_when_loaded(job, "OUTPUT", "need")
        style_when_loaded(job, "POINTS", "demand")
        counts = {**_totals(result), **added.counts(given.by_hand)}
        job.returns(AREA_COUNT=len(given.areas.codes), **counts)


@dataclass(frozen=True)
class _Given:
    """What the run was given: areas in their layer's system with a demand point each, and tables.

    `own_class` holds each area's own rural-urban class, empty where the layer has none.
    """

    areas: Areas
    crs: QgsCoordinateReferenceSystem
    points: list[QgsGeometry]
    own_class: list[str]
    member: membership.Membership
    by_hand: added.Added | None
    tables: PublishedTables
    further: Further
    ages: AgesAsked
    weighting: WeightingAsked


def _read(job: Job) -> _Given:
    """Read layers and tables; what the parameters alone can refuse, before any file is opened."""
    read_credits(job)
    source = job.source("AREAS")
    areas = read_areas(source, job.field("CODE"), job.field("NAME"), job.field("AUTHORITY"))
    asked = FurtherTables(job, areas, source)
    ages = read_ages(job, asked.names())
    weighting = read_weighting(job, [*ages.columns, *asked.names()])
    _warn_of_broken(job, areas)
    crs = source.sourceCrs()
    job.progress.stop_if_asked()
    points = points_of_areas(job, areas)
    job.progress.stop_if_asked()
    member = membership.membership(job, areas, points, crs)
    by_hand = added.read_added(job, areas, crs)
    job.progress.stop_if_asked()
    tables = read_published(job, areas, crs, ages.ages, asked.populations)
    classed = [RURAL_URBAN] if RURAL_URBAN in source.fields().names() else []
    further = asked.joined(tables, classed)
    tell_missing_send(job, ages, areas.codes, further.counts())
    own = [text_of(value_of(feature, name)) for name in classed for feature in areas.features]
    return _Given(areas, crs, points, own, member, by_hand, tables, further, ages, weighting)


def _warn_of_broken(job: Job, areas: Areas) -> None:
    broken = invalid_shapes(areas)
    if broken:
        job.progress.warn(
            f"{len(broken)} of {len(areas.codes)} areas have an invalid shape (first: "
            f"{broken[0]}). They are kept as they are; a point inside may lie astray."
        )


def _joined(job: Job, given: _Given) -> NeedResult:
    """Join the tables to the areas and weigh their need; the log says how."""
    areas, ages, weighting = given.areas, given.ages, given.weighting
    result = build_need(
        areas.codes,
        areas.names,
        areas.authority,
        given.member.localities(len(areas.codes)),
        given.tables.deprivation,
        given.tables.population,
        ages.ages,
        weighting.name,
        job.progress.part(0.8, 1.0),
        census_year_of_heading(job.field("CODE")),
        age_bands=ages.bands,
        estimate_ages=ages.estimate,
        groups=given.further.counts(),
        tables=given.further.facts(),
        estimated=given.further.estimates,
        decile_weights=weighting.decile_weights,
        expression=weighting.expression,
    )
    for note in result.notes:
        job.progress.info(note)
    for warning in result.warnings:
        job.progress.warn(warning)
    return result


def _columns(given: _Given, result: NeedResult, made_up: bool) -> dict[str, Sequence[Any]]:
    """Give the columns of both layers, a value an area: counts, and what is said of all alike.

    `made_up` tells that a layer or file given calls itself fictional.
    """
    count, further, member = len(given.areas.codes), given.further, given.member
    said = {
        "ages": result.ages,
        "sources": ". ".join([*result.sources, *further.sources(), *member.sources]),
        "need_is": result.need_is,
        "fictional": made_up or result.fictional or further.fictional(),
        "estimates": result.estimates,
        "deprivation_index": result.deprivation_index,
    }
    return {
        **result.table.columns,
        **further.columns,
        **{name: [value] * count for name, value in said.items()},
        **({RURAL_URBAN: given.own_class} if given.own_class else {}),
        **member.wards(),
        **added.columns_of_areas(given.by_hand, count),
    }


def _write(
    job: Job, given: _Given, result: NeedResult, columns: Mapping[str, Sequence[Any]]
) -> None:
    """Work out the last layers, and only then open the sinks."""
    rows, crs, kind = list(zip(*columns.values())), given.crs, QgsWkbTypes.Type
    by_hand = added.rows_of_added(job, given.by_hand, columns, given.member)
    shapes = [QgsGeometry(feature.geometry()) for feature in given.areas.features]
    for shape in shapes:
        shape.convertToMultiType()
    job.progress.stop_if_asked()
    hotspots = hotspots_of(job, result.table, shapes, crs)
    fields = fields_of(list(columns), given.further.kinds())
    job.write_rows("OUTPUT", fields, zip(rows, shapes), kind.MultiPolygon, crs)
    job.write_rows("POINTS", fields, [*zip(rows, given.points), *by_hand], kind.Point, crs)
    write_hotspots(job, hotspots, crs)


def _totals(result: NeedResult) -> dict[str, float | None]:
    def total(name: str) -> float:
        return math.fsum(value or 0.0 for value in result.table.columns[name])

    babies = [value for value in result.table.columns["children_0_2"] if value is not None]
    return {
        "CHILDREN": total("children"),
        "CHILDREN_0_2": math.fsum(babies) if babies else None,
        "NEED": total("need"),
    }
