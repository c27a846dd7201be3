"""familyhub:buildnetwork: an OpenStreetMap file to a travel network."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import QgsProcessingParameterExtent

from ...engine.network.build import build_network
from ...engine.network.from_graph import network_from_graphml
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..job import Job
from ..network_file import add_output, add_settings, box_of, save, settings_of, target_of
from ..parameters import tr


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
        extract = tr("OpenStreetMap extract (*.osm.pbf *.pbf *.osm *.osm.gz *.osm.bz2)")
        files = ";;".join((extract, tr("Street graph of OSMnx (*.graphml)")))
        self.addParameter(make.file("INPUT", tr("OpenStreetMap file"), files))
        self.addParameter(
            QgsProcessingParameterExtent("EXTENT", tr("Only ways that touch this"), optional=True)
        )
        add_settings(self)
        add_output(self)

    def work(self, job: Job) -> None:
        """Build the network and save it."""
        target = target_of(job)
        source = job.path("INPUT")
        graph = source.suffix.lower() == ".graphml"
        build = network_from_graphml if graph else build_network
        settings = replace(settings_of(job), box=box_of(job))
        built = build(source, settings, job.progress.part(0.0, 0.7))
        save(job, built, target)
        coincident = built.network.about["coincident_levels"]
        if coincident != "0":
            job.progress.warn(
                f"{coincident} places inside ways of different levels share coordinates and were "
                "joined: look for a bridge mapped as a junction."
            )
