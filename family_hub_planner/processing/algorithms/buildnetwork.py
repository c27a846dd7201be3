"""familyhub:buildnetwork: an OpenStreetMap file to a travel network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingParameterCrs,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...engine.network.build import BuildSettings, build_network
from ...engine.network.model import BuiltNetwork
from ...engine.network.modes import MODES
from ...engine.network.rules import DEFAULT_LIMIT_SHARE
from ...engine.network.store import refuse_other_file, save_network
from ...engine.projection import WGS84
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..job import Job
from ..parameters import tr
from ..version import plugin_version


class BuildNetwork(PlannerAlgorithm):
    """Builds the network that every other algorithm travels on."""

    ID = "buildnetwork"
    GROUP = "network"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Build network from OpenStreetMap")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Turns an OpenStreetMap file into a network for walking, pram, cycle and drive.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "osm,pbf,openstreetmap,roads,paths,graph,routing,walk,pram,cycle,drive,offline"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        files = tr("OpenStreetMap extract (*.osm.pbf *.pbf *.osm *.osm.gz *.osm.bz2)")
        self.addParameter(make.file("INPUT", tr("OpenStreetMap file"), files))
        self.addParameter(
            QgsProcessingParameterExtent("EXTENT", tr("Only ways that touch this"), optional=True)
        )
        crs = QgsProcessingParameterCrs("CRS", tr("Network's system in metres"), optional=True)
        self.addParameter(make.explained(crs, tr("Empty: EPSG:27700 in Great Britain, else UTM.")))
        speeds = make.file("SPEEDS", tr("Table of class speeds"), "CSV (*.csv)", optional=True)
        self.addParameter(make.advanced(speeds))
        rules = QgsProcessingParameterString(
            "RULES", tr("Folder with tables of rules of your own"), optional=True
        )
        self.addParameter(make.advanced(rules))
        share = make.number(
            "LIMIT_SHARE", tr("Greatest share of the speed limit"), DEFAULT_LIMIT_SHARE, 0.1, 1.0
        )
        self.addParameter(make.advanced(share))
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("Network"), tr("Travel network (*.gpkg)")
            )
        )
        self.number_outputs(
            ("NODES", tr("Junctions")),
            ("EDGES", tr("Stretches")),
            ("LENGTH_KM", tr("Length (km)")),
            ("ISLANDS", tr("Small parts cut off for walkers")),
        )

    def work(self, job: Job) -> None:
        """Build the network and save it."""
        target = Path(job.algorithm.parameterAsFileOutput(job.parameters, "OUTPUT", job.context))
        refuse_other_file(target)
        source = job.path("INPUT")
        built = build_network(source, self._settings(job), job.progress.part(0.0, 0.7))
        save_network(built, target, job.progress.part(0.7, 1.0), plugin_version())
        self._report(job, built)
        job.returns(
            OUTPUT=str(target),
            NODES=len(built.network.node_xy),
            EDGES=len(built.network.length_m),
            LENGTH_KM=float(built.network.length_m.sum() / 1000),
            ISLANDS=built.islands["walk"],
        )

    def _settings(self, job: Job) -> BuildSettings:
        degrees = QgsCoordinateReferenceSystem(WGS84)
        extent = self.parameterAsExtent(job.parameters, "EXTENT", job.context, degrees)
        box = None
        if not extent.isNull():
            box = extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
        crs = self.parameterAsCrs(job.parameters, "CRS", job.context)
        return BuildSettings(
            speeds=job.path("SPEEDS"),
            rules=Path(job.text("RULES")) if job.text("RULES") else None,
            limit_share=job.number("LIMIT_SHARE"),
            crs=(crs.authid() or crs.toWkt()) if crs.isValid() else "",
            box=box,
        )

    @staticmethod
    def _report(job: Job, built: BuiltNetwork) -> None:
        network, about = built.network, built.network.about
        system = network.crs if len(network.crs) < 20 else tr("the system chosen")
        job.progress.info(
            f"{len(network.node_xy):,} junctions, {len(network.length_m):,} stretches, "
            f"{network.length_m.sum() / 1000:,.1f} km in {system}. "
            f"Map: {network.dated()}; {about['publisher']}; {about['licence']}."
        )
        for mode in MODES:
            kilometres = network.length_m[network.island[mode]].sum() / 1000
            job.progress.info(
                f"{mode}: {built.islands[mode]} small parts ({kilometres:,.1f} km) are cut off "
                "from the rest; they are kept and flagged, and no place is put on them."
            )
        job.progress.info(f"Turn restrictions: {about['turn_restrictions']}.")
        BuildNetwork._report_roads(job, about)
        if about["coincident_levels"] != "0":
            job.progress.warn(
                f"{about['coincident_levels']} places inside ways of different levels share "
                "coordinates and were joined: look for a bridge mapped as a junction."
            )

    @staticmethod
    def _report_roads(job: Job, about: Mapping[str, str]) -> None:
        classes = about["fast_roads_km_by_class"]
        job.progress.info(
            f"Fast roads without a mapped pavement, open to walkers: {about['fast_roads_km']} km"
            f"{f' ({classes})' if classes else ''}. Ferries: {about['ferries']}."
        )
        mph, km = about["mean_a_road_town_mph"], about["a_road_town_km"]
        if mph:
            job.progress.info(
                f"A roads in towns: modelled mean {mph} mph over {km} km. For comparison, DfT "
                f"measured {about['dft_local_a_roads_mph']} mph on England's local A roads, in "
                "town and country, with lights and traffic (year to March 2019). The model has no "
                "lights, turns or queues: if it looks too fast, lower the share of the speed limit."
            )
