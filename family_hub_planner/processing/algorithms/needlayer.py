"""familyhub:needlayer: areas joined to deprivation and population, with a demand point each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import QgsGeometry, QgsProcessingFeatureSource, QgsWkbTypes

from ...engine.errors import ColumnError
from ...engine.mapping import parse_mapping
from ...engine.need import NeedResult, build_need
from ...engine.sources.columns import census_year_of_heading
from ...engine.sources.deprivation import read_deprivation
from ...engine.sources.population import read_population
from ...engine.sources.published import read_table
from .. import parameters as make
from ..areas import Areas, invalid_shapes, points_of_areas, read_areas
from ..base import PlannerAlgorithm
from ..fields import KINDS, NUMBER, fields_of
from ..job import Job
from ..layers import name_of, text_of, value_of
from ..need import added, membership
from ..need.ages import AgesAsked, add_ages, read_ages
from ..need.hotspots import hotspot_inputs, hotspot_sink, hotspots_of, write_hotspots
from ..need.weighting import WeightingAsked, add_weighting, read_weighting
from ..parameters import tr
from ..styles import style_when_loaded

RURAL_URBAN = "rural_urban"
TABLES = "CSV, XLSX, ODS (*.csv *.csv.gz *.xlsx *.ods)"


class NeedLayer(PlannerAlgorithm):
    """Joins published tables to areas and weighs their need."""

    ID = "needlayer"
    GROUP = "need"

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
        for parameter in (*membership.inputs(), *added.inputs()):
            self.addParameter(parameter)
        groups = make.text("GROUPS", tr("Further counts of the areas"), optional=True)
        how = tr("Fields of the areas to carry along, parted by commas.")
        self.addParameter(make.advanced(make.explained(groups, how)))
        for parameter in hotspot_inputs():
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
        source = job.source("AREAS")
        areas = read_areas(source, job.field("CODE"), job.field("NAME"), job.field("AUTHORITY"))
        groups = _groups(areas, source, job.text("GROUPS"))
        ages = read_ages(job, list(groups))
        weighting = read_weighting(job, [*ages.columns, *groups])
        broken = invalid_shapes(areas)
        if broken:
            job.progress.warn(
                f"{len(broken)} of {len(areas.codes)} areas have an invalid shape (first: "
                f"{broken[0]}). They are kept as they are; a point inside may lie astray."
            )
        points = points_of_areas(job, areas)
        crs = source.sourceCrs()
        member = membership.membership(job, areas, points, crs)
        by_hand = added.read_added(job, areas, crs)
        locality = member.localities(len(areas.codes))
        result = self._join(job, areas, locality, groups, ages, weighting)
        said = {
            "ages": result.ages,
            "sources": ". ".join([*result.sources, *member.sources]),
            "need_is": result.need_is,
            "fictional": result.fictional,
            "estimates": result.estimates,
        }
        stated = {name: [value] * len(areas.codes) for name, value in said.items()}
        if RURAL_URBAN in source.fields().names():
            classes = (text_of(value_of(feature, RURAL_URBAN)) for feature in areas.features)
            stated[RURAL_URBAN] = list(classes)
        stated.update({**member.wards(), **added.columns_of_areas(by_hand, len(areas.codes))})
        columns = {**result.table.columns, **groups, **stated}
        fields = fields_of(list(columns), dict.fromkeys(groups, NUMBER))
        rows = list(zip(*columns.values()))
        by_hand_rows = added.rows_of_added(job, by_hand, columns, member)
        shapes = [QgsGeometry(feature.geometry()) for feature in areas.features]
        for shape in shapes:
            shape.convertToMultiType()
        hotspots = hotspots_of(job, result.table, shapes, crs)
        kind = QgsWkbTypes.Type
        job.write_rows("OUTPUT", fields, zip(rows, shapes), kind.MultiPolygon, crs)
        job.write_rows("POINTS", fields, [*zip(rows, points), *by_hand_rows], kind.Point, crs)
        write_hotspots(job, hotspots, crs)
        style_when_loaded(job, "OUTPUT", "need")
        job.returns(AREA_COUNT=len(rows), **_totals(result), **added.counts(by_hand))

    @staticmethod
    def _join(
        job: Job,
        areas: Areas,
        locality: Sequence[str],
        groups: Mapping[str, Sequence[float | None]],
        ages: AgesAsked,
        weighting: WeightingAsked,
    ) -> NeedResult:
        population = read_population(
            read_table(job.path("POPULATION"), progress=job.progress.part(0.0, 0.4)),
            parse_mapping(job.text("POPULATION_COLUMNS")),
        )
        path, deprivation = job.path("DEPRIVATION"), None
        if path is not None:
            deprivation = read_deprivation(
                read_table(path, progress=job.progress.part(0.4, 0.8)),
                parse_mapping(job.text("DEPRIVATION_COLUMNS")),
            )
        result = build_need(
            areas.codes,
            areas.names,
            areas.authority,
            locality,
            deprivation,
            population,
            ages.ages,
            weighting.name,
            job.progress.part(0.8, 1.0),
            census_year_of_heading(job.field("CODE")),
            age_bands=ages.bands,
            estimate_ages=ages.estimate,
            groups=groups,
            decile_weights=weighting.decile_weights,
            expression=weighting.expression,
        )
        for note in result.notes:
            job.progress.info(note)
        for warning in result.warnings:
            job.progress.warn(warning)
        return result


def _totals(result: NeedResult) -> dict[str, float | None]:
    def total(name: str) -> float:
        return float(sum(value or 0.0 for value in result.table.columns[name]))

    babies = [value for value in result.table.columns["children_0_2"] if value is not None]
    return {
        "CHILDREN": total("children"),
        "CHILDREN_0_2": float(sum(babies)) if babies else None,
        "NEED": total("need"),
    }


def _groups(
    areas: Areas, source: QgsProcessingFeatureSource, text: str
) -> dict[str, list[float | None]]:
    """Give further counts from the areas' own fields; NULL stays missing."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    own = [name for name in names if name in KINDS]
    if own:
        raise ColumnError(
            f"{own[0]!r} is a column of the need layer itself. Rename the field of "
            f"{name_of(source)} before it is carried along."
        )
    missing = [name for name in names if name not in source.fields().names()]
    if missing:
        raise ColumnError(
            f"The layer {name_of(source)} has no field {missing[0]!r} to carry along. "
            f"Its fields: {', '.join(source.fields().names())}."
        )
    return {name: [_count(value_of(f, name), name) for f in areas.features] for name in names}


def _count(value: object, name: str) -> float | None:
    if value is None:
        return None
    try:
        return float(text_of(value))
    except ValueError:
        raise ColumnError(f"The field {name} holds {value!r}, which is no number.") from None
