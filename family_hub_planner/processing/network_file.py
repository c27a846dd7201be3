"""What all algorithms share that make a network: parameters, saving, and the words in the log."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFileDestination,
)

from ..engine.network.build import BuildSettings
from ..engine.network.model import BuiltNetwork
from ..engine.network.modes import MODES
from ..engine.network.rules import DEFAULT_LIMIT_SHARE
from ..engine.network.store import refuse_other_file, save_network
from ..engine.projection import WGS84
from ..engine.sources.openstreetmap import Box
from . import parameters as make
from .job import Job
from .parameters import tr
from .version import plugin_version


def add_settings(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the system, the tables of rules and the share of the speed limit."""
    crs = QgsProcessingParameterCrs("CRS", tr("Network's system in metres"), optional=True)
    help_text = tr("Empty: EPSG:27700 in Great Britain, else UTM.")
    algorithm.addParameter(make.explained(crs, help_text))
    speeds = make.file("SPEEDS", tr("Table of class speeds"), "CSV (*.csv)", optional=True)
    algorithm.addParameter(make.advanced(speeds))
    rules = make.folder("RULES", tr("Folder with tables of rules of your own"))
    algorithm.addParameter(make.advanced(rules))
    share = make.number(
        "LIMIT_SHARE", tr("Greatest share of the speed limit"), DEFAULT_LIMIT_SHARE, 0.1, 1.0
    )
    algorithm.addParameter(make.advanced(share))


def add_output(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the network's file and the numbers that every network comes with."""
    algorithm.addParameter(
        QgsProcessingParameterFileDestination(
            "OUTPUT", tr("Network"), tr("Travel network (*.gpkg)")
        )
    )
    algorithm.number_outputs(
        ("NODES", tr("Junctions")),
        ("EDGES", tr("Stretches")),
        ("LENGTH_KM", tr("Length (km)")),
        ("ISLANDS", tr("Small parts cut off for walkers")),
    )


def settings_of(job: Job) -> BuildSettings:
    """Read the parameters that `add_settings` adds."""
    crs = job.crs("CRS")
    return BuildSettings(
        speeds=job.path("SPEEDS"),
        rules=job.path("RULES"),
        limit_share=job.number("LIMIT_SHARE"),
        crs=(crs.authid() or crs.toWkt()) if crs.isValid() else "",
    )


def box_of(job: Job) -> Box | None:
    """Give west, south, east, north of `EXTENT` in degrees, None where none was given."""
    degrees = QgsCoordinateReferenceSystem(WGS84)
    extent = job.extent("EXTENT", degrees)
    if extent.isNull():
        return None
    return extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()


def target_of(job: Job) -> Path:
    """Give the file to write; one that holds anything but a network is refused."""
    target = Path(job.algorithm.parameterAsFileOutput(job.parameters, "OUTPUT", job.context))
    refuse_other_file(target)
    return target


def save(job: Job, built: BuiltNetwork, target: Path) -> None:
    """Save the network, say what it is, and return its numbers."""
    save_network(built, target, job.progress.part(0.7, 1.0), plugin_version())
    _report(job, built)
    job.returns(
        OUTPUT=str(target),
        NODES=len(built.network.node_xy),
        EDGES=len(built.network.length_m),
        LENGTH_KM=float(built.network.length_m.sum() / 1000),
        ISLANDS=built.islands["walk"],
    )


def _report(job: Job, built: BuiltNetwork) -> None:
    network, about = built.network, built.network.about
    system = network.crs if len(network.crs) < 20 else tr("the system chosen")
    job.progress.info(
        f"{len(network.node_xy):,} junctions, {len(network.length_m):,} stretches, "
        f"{network.length_m.sum() / 1000:,.1f} km in {system}. "
        f"Map: {network.dated()}; publisher: {about['publisher']}; licence: {about['licence']}."
    )
    for mode in MODES:
        kilometres = network.length_m[network.island[mode]].sum() / 1000
        job.progress.info(
            f"{mode}: {built.islands[mode]} small parts ({kilometres:,.1f} km) are cut off "
            "from the rest; they are kept and flagged, and no place is put on them."
        )
    job.progress.info(f"Barriers: {about['barrier_lines'] or 'none'}.")
    job.progress.info(f"Turn restrictions: {about['turn_restrictions']}.")
    _report_roads(job, about)


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
