"""familyhub:candidatesfromosm: facilities of an OpenStreetMap file as candidate venues."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from qgis.core import QgsProcessingParameterCrs

from ...engine.errors import InputError
from ...engine.sources.facilities import Facilities, read_facilities
from ...engine.sources.facility_types import (
    FACILITY_TABLE,
    FacilityTypes,
    read_facility_types,
)
from ...engine.tables import Table
from ...engine.thin import thin
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..boundary import inside
from ..candidates import report_thinned, thin_places, write_candidates
from ..job import Job
from ..parameters import tr


class CandidatesFromOsm(PlannerAlgorithm):
    """Takes schools, libraries, surgeries, halls and the like from an OpenStreetMap file."""

    ID = "candidatesfromosm"
    GROUP = "sites"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Candidate venues from OpenStreetMap")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Takes the facilities of an OpenStreetMap file, typed as in the national return.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "osm,facilities,venues,candidates,schools,libraries,surgeries,fire stations,halls"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        extract = tr("OpenStreetMap extract (*.osm.pbf *.pbf *.osm *.osm.gz *.osm.bz2)")
        self.addParameter(make.file("INPUT", tr("OpenStreetMap file"), extract))
        types = make.text("TYPES", tr("Only these types"), optional=True)
        how = tr("Parted by commas, for example: library, school, fire station. Empty: all.")
        self.addParameter(make.explained(types, how))
        area = make.polygons("BOUNDARY", tr("Only inside these areas"), optional=True)
        self.addParameter(area)
        near = make.number("THIN_M", tr("One place within (metres)"), None, 0.0, optional=True)
        how = tr("Candidates nearer to one another than this count as one place. Empty: all stay.")
        self.addParameter(make.explained(near, how))
        order = make.text("TYPE_ORDER", tr("Types to keep first"), optional=True)
        how = tr("Which of the candidates at one place stays. Empty: the order of the table.")
        self.addParameter(make.advanced(make.explained(order, how)))
        crs = QgsProcessingParameterCrs("CRS", tr("System in metres"), optional=True)
        help_text = tr("Empty: EPSG:27700 in Great Britain, else UTM.")
        self.addParameter(make.advanced(make.explained(crs, help_text)))
        rules = make.folder("RULES", tr("Folder with a table of facilities of your own"))
        self.addParameter(make.advanced(rules))
        kind = make.SourceType.TypeVectorPoint
        self.addParameter(make.sink("OUTPUT", tr("Candidates from OpenStreetMap"), kind))
        self.addParameter(make.sink("THINNED", tr("Thinned out"), kind, optional=True))
        self.number_outputs(
            ("CANDIDATES_COUNT", tr("Candidates")),
            ("THINNED_COUNT", tr("Thinned out")),
            ("WITHHELD_COUNT", tr("Left out for safety")),
        )

    def work(self, job: Job) -> None:
        """Read, choose, thin, write."""
        types = _types(job)
        wanted, order = types.named_in(job.text("TYPES")), types.named_in(job.text("TYPE_ORDER"))
        crs = job.algorithm.parameterAsCrs(job.parameters, "CRS", job.context)
        found = read_facilities(
            job.path("INPUT") or Path(),
            types,
            wanted,
            (crs.authid() or crs.toWkt()) if crs.isValid() else "",
            job.progress.part(0.0, 0.9),
        )
        for note in found.notes:
            job.progress.info(note)
        found = _within(job, found)
        near = job.optional_number("THIN_M")
        first = order or types.venue_types()
        thinned = thin(thin_places(found.table, found.xy), first, near or None)
        report_thinned(job, thinned)
        write_candidates(job, found.table, found.xy, found.crs, thinned)
        job.returns(
            CANDIDATES_COUNT=len(thinned.kept),
            THINNED_COUNT=len(thinned.left_out),
            WITHHELD_COUNT=found.at_risk,
        )


def _types(job: Job) -> FacilityTypes:
    folder = job.path("RULES")
    if folder is None:
        return read_facility_types()
    table = folder / FACILITY_TABLE.name
    if not table.is_file():
        raise InputError(
            f"The folder of rules {folder} holds no {table.name}. Copy the plugin's into it and "
            "edit that one, or leave the folder empty."
        )
    return read_facility_types(table)


def _within(job: Job, found: Facilities) -> Facilities:
    """Leave out what lies outside the areas asked for."""
    rows = np.flatnonzero(inside(job, "BOUNDARY", found.xy, found.crs))
    outside = len(found.xy) - len(rows)
    if not outside:
        return found
    job.progress.info(f"{outside:,} lie outside the areas and are left out; {len(rows):,} inside.")
    columns = {name: [of[row] for row in rows] for name, of in found.table.columns.items()}
    table = Table(columns, found.table.name, found.table.provenance)
    return replace(found, table=table, xy=found.xy[rows])
