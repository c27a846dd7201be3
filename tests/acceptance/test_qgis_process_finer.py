"""Rutland's children at its buildings through qgis_process, and coverage as a range by both."""

from __future__ import annotations

import shutil

import geopandas
import pandas as pd
import pytest
from acceptance.qgis_process import done, points_csv, refusal

pytestmark = pytest.mark.acceptance
GIAS = "gias_open_establishments_2025-05-24.csv"


@pytest.fixture(scope="module")
def rutland(qgis, shared_data, rutland_files, folder):
    """The need layer of Rutland's LSOAs, its buildings, and points at them."""
    data = shared_data / "rutland"
    shutil.copytree(rutland_files, folder, dirs_exist_ok=True)
    archive = data / "network" / "rutland-latest-free.shp.zip"
    buildings = geopandas.read_file(f"zip://{archive}!gis_osm_buildings_a_free_1.shp")
    buildings.to_file(folder / "buildings.gpkg", driver="GPKG")
    ran = done(
        qgis.run("finerdemand", AREAS=folder / "need.gpkg", PARTS=folder / "buildings.gpkg",
                 PART_ID="osm_id", OUTPUT=folder / "finer.gpkg")
    )  # fmt: skip
    return ran, buildings.to_crs(27700)


def test_each_building_takes_its_ground_area_of_the_areas_children(rutland, folder):
    ran, buildings = rutland
    areas = geopandas.read_file(folder / "need.gpkg").to_crs(27700)
    found = geopandas.read_file(folder / "finer.gpkg")
    assert (ran["AREA_COUNT"], ran["AREAS_WHOLE"], ran["LARGEST_DIFFERENCE"]) == (26, 0, 0)
    assert found.part_id.is_unique
    held = found.groupby("area_code").children.sum()
    assert dict(held) == pytest.approx(dict(areas.set_index("area_code").children), abs=1e-9)
    cut = geopandas.overlay(
        buildings[["osm_id", "geometry"]], areas[["area_code", "children", "geometry"]],
        how="intersection", keep_geom_type=True,
    )  # fmt: skip
    ground = cut.area.groupby([cut.area_code, cut.osm_id]).sum()
    share = ground / ground.groupby(level=0).transform("sum")
    keys = [(row.area_code, row.part_id.split("/")[0]) for row in found.itertuples()]
    wanted = share.loc[pd.MultiIndex.from_tuples(keys)].to_numpy()
    assert found.area_share.to_numpy() == pytest.approx(wanted, rel=1e-3, abs=1e-9)
    assert share.sum() - wanted.sum() < 0.01  # slivers


def test_coverage_by_both_placings_is_a_range_on_its_page(qgis, rutland, shared_data, folder):
    schools = pd.read_csv(shared_data / "rutland" / "facilities" / GIAS)
    schools.iloc[::6].to_csv(folder / "some.csv", index=False)
    table = folder / "finer_allocation.csv"
    ran = done(
        qgis.run("coverage", NETWORK=folder / "network.gpkg",
                 HUBS=points_csv(folder / "some.csv"), HUB_ID="urn",
                 DEMAND=folder / "points.gpkg", DEMAND_2=folder / "finer.gpkg",
                 DEMAND_2_ID="part_id", DEMAND_2_AREA="area_code", BY_ALLOCATION=table,
                 OUTPUT=folder / "finer_cover.gpkg", HTML=folder / "finer_cover.html")
    )  # fmt: skip
    rows = pd.read_csv(table).query("by == 'all areas'")
    assert list(rows.children) == pytest.approx([ran["CHILDREN"]] * 2)
    assert rows.reached_20.iloc[0] != rows.reached_20.iloc[1]
    page = (folder / "finer_cover.html").read_text("utf-8")
    assert "depending on where in their areas they are placed" in page
    assert "Placed on buildings, by their own area" in page


def test_without_places_the_run_is_refused_in_words(qgis, rutland, folder):
    ran = qgis.run("finerdemand", AREAS=folder / "need.gpkg", OUTPUT=folder / "none.gpkg")
    assert "Give either finer places" in refusal(ran)
    assert not (folder / "none.gpkg").exists()
