"""The sample county as a plan for the what-if: its network and need made once, its layers open."""

from __future__ import annotations

from pathlib import Path

from algorithms.runs import SAMPLE, run
from qgis.core import QgsVectorLayer

from family_hub_planner.gui.plan import Plan
from family_hub_planner.gui.sample_county import SampleCounty


def make_files(folder: Path) -> Path:
    """Build the county's network, its need by area and its demand points into a folder."""
    areas = f"{SAMPLE / 'areas.gpkg'}|layername="
    run("buildnetwork", INPUT=str(SAMPLE / "county.osm.bz2"), OUTPUT=str(folder / "network.gpkg"))
    run(
        "needlayer", AREAS=f"{areas}lsoa", CODE="LSOA21CD", NAME="LSOA21NM", AUTHORITY="LAD24NM",
        CENTROIDS=f"{areas}centroids", LOCALITIES=f"{areas}localities", LOCALITY_NAME="locality",
        DEPRIVATION=str(next(SAMPLE.glob("File_7*"))), POPULATION=str(next(SAMPLE.glob("sape*"))),
        OUTPUT=str(folder / "need.gpkg"), POINTS=str(folder / "points.gpkg"),
    )  # fmt: skip
    return folder


def open_plan(files: Path, plan: Plan) -> None:
    """Open the county in the project, and set the plan to it."""
    project = plan.project
    county = SampleCounty.open(project)
    layers = {
        name: QgsVectorLayer(str(files / f"{name}.gpkg"), name, "ogr")
        for name in ("need", "points")
    }
    project.addMapLayers(list(layers.values()))
    plan.set(
        network=str(files / "network.gpkg"),
        areas=layers["need"].id(),
        demand=layers["points"].id(),
        hubs=county.layers["hubs"].id(),
        hub_id="site_id",
        venues=county.layers["venues"].id(),
        venue_id="site_id",
        folder=str(files / "results"),
    )
