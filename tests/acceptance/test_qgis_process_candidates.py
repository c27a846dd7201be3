"""Candidates of Rutland through qgis_process: from the map and from junctions, into siting."""

from __future__ import annotations

import shutil

import geopandas
import numpy as np
import pytest
from acceptance.qgis_process import done, refusal

pytestmark = pytest.mark.acceptance


@pytest.fixture(scope="module")
def rutland(shared_data):
    return shared_data / "rutland"


@pytest.fixture(scope="module")
def extract(rutland):
    return rutland / "network" / "rutland-latest_2022-07-20.osm.pbf"


@pytest.fixture(scope="module")
def network(rutland_files, folder):
    return shutil.copy(rutland_files / "network.gpkg", folder)


@pytest.fixture(scope="module")
def areas(rutland):
    return rutland / "boundaries" / "LSOA_2021_E06000017.geojson"


@pytest.fixture(scope="module")
def demand(rutland_files, folder):
    return shutil.copy(rutland_files / "points.gpkg", folder)


def gaps(layer) -> np.ndarray:
    """Give the distance of each point to its nearest neighbour, in metres."""
    xy = np.column_stack([layer.geometry.x, layer.geometry.y])
    between = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    np.fill_diagonal(between, np.inf)
    return between.min(axis=1)


def test_the_countys_facilities_are_thinned_and_suggested_with_their_names(
    qgis, extract, areas, network, demand, folder
):
    target, out = folder / "candidates.gpkg", folder / "thinned.gpkg"
    ran = done(qgis.run("candidatesfromosm", INPUT=extract, BOUNDARY=areas, THIN_M=100,
                        OUTPUT=target, THINNED=out))  # fmt: skip
    found, thinned = geopandas.read_file(target), geopandas.read_file(out)
    assert len(found) == ran["CANDIDATES_COUNT"] and len(thinned) == ran["THINNED_COUNT"] > 0
    assert found.crs.to_epsg() == 27700
    assert gaps(found).min() > 100
    county = geopandas.read_file(areas).to_crs(27700).geometry.buffer(5).unary_union
    assert found.within(county).all()
    assert set(thinned.kept_as) <= set(found.site_id)
    near = thinned.merge(found, left_on="kept_as", right_on="site_id")
    apart = geopandas.GeoSeries(near.geometry_x).distance(geopandas.GeoSeries(near.geometry_y))
    assert apart[near.reason == "within 100 m"].max() <= 100
    sites = folder / "sites.gpkg"
    plan = done(qgis.run("suggestsites", NETWORK=network, DEMAND=demand, CANDIDATES=target,
                         CANDIDATE_ID="site_id", SITES=3, OUTPUT=sites))  # fmt: skip
    assert plan["PROVEN"] is True
    chosen = geopandas.read_file(sites).query("decision == 'open'")
    assert len(chosen) == 3 and set(chosen.site_id) <= set(found.site_id)


def test_the_countys_junctions_are_spread_and_suggested(qgis, areas, network, demand, folder):
    target = folder / "junctions.gpkg"
    done(qgis.run("candidatesfromnetwork", NETWORK=network, SPACING_M=1000, BOUNDARY=areas,
                  OUTPUT=target))  # fmt: skip
    found = geopandas.read_file(target)
    assert 100 < len(found) < 400 and gaps(found).min() > 1000
    nodes = geopandas.read_file(network, layer="nodes")
    on_a_node = {(round(x, 3), round(y, 3)) for x, y in zip(nodes.geometry.x, nodes.geometry.y)}
    assert {(round(p.x, 3), round(p.y, 3)) for p in found.geometry} <= on_a_node
    plan = qgis.run("suggestsites", NETWORK=network, DEMAND=demand, CANDIDATES=target,
                    CANDIDATE_ID="site_id", SITES=2, OUTPUT=folder / "places.gpkg")  # fmt: skip
    assert done(plan)["PROVEN"] is True


def test_a_type_that_is_not_known_is_refused_and_nothing_is_written(qgis, extract, tmp_path):
    target = tmp_path / "candidates.gpkg"
    said = refusal(
        qgis.run("candidatesfromosm", INPUT=extract, TYPES="library,brewery", OUTPUT=target)
    )
    assert "'brewery'" in said and "fire station" in said
    assert not target.exists()
