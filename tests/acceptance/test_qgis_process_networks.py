"""Three more ways to a network through qgis_process: lines, a street graph and a download."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from acceptance.qgis_process import done, points_csv, refusal
from acceptance.rutland import network_of
from needed_package import needed
from overpass_stand_in import stand_in
from street_graphml import town_graphml
from toy_town import ORIGIN, SPEEDS, TOY_TOWN

pytestmark = pytest.mark.acceptance


@pytest.fixture(scope="module")
def speeds(folder):
    path = folder / "speeds.csv"
    path.write_text(SPEEDS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def hub(folder):
    path = folder / "hub.csv"
    east, north = ORIGIN
    path.write_text(f"site_id,easting,northing\n007,{east + 60},{north}\n", encoding="utf-8")
    return points_csv(path)


def rows(path, text):
    with closing(sqlite3.connect(str(path))) as connection:
        return connection.execute(text).fetchall()


def catchment_km2(qgis, folder, network, hub, mode="walk"):
    target = folder / "areas.gpkg"
    done(qgis.run("catchments", NETWORK=network, HUBS=hub, HUB_ID="site_id", MODE=mode, BANDS="10",
                  OUTPUT=target))  # fmt: skip
    ((km2,),) = rows(target, "SELECT sum(area_km2) FROM areas")
    return km2


def test_rutland_from_geofabriks_shapefile_and_from_the_extract_are_alike(
    qgis, folder, shared_data, rutland_files
):
    data = shared_data / "rutland" / "network"
    shapes = f"{data / 'rutland-latest-free.shp.zip'}|layername=gis_osm_roads_free_1"
    lines = done(qgis.run("networkfromlines", INPUT=shapes, OUTPUT=folder / "lines.gpkg"))
    file = network_of(rutland_files, folder)
    assert lines["LENGTH_KM"] == pytest.approx(file["LENGTH_KM"], rel=0.002)
    assert lines["NODES"] == pytest.approx(file["NODES"], rel=0.02)
    assert 0 < lines["JOINED"] < 50
    oakham = folder / "oakham.csv"
    oakham.write_text("site_id,easting,northing\n1,486000,308800\n", encoding="utf-8")
    km2 = [
        catchment_km2(qgis, folder, made["OUTPUT"], points_csv(oakham)) for made in (lines, file)
    ]
    # A month of mapping, private ways that look open, gates and barriers lie between them.
    assert 1.0 <= km2[0] / km2[1] < 1.15


def test_a_street_graph_and_a_download_give_one_catchment(qgis, folder, speeds, hub):
    needed("osmnx")
    graph = town_graphml(TOY_TOWN, folder / "town.graphml")
    built = done(qgis.run("buildnetwork", INPUT=graph, SPEEDS=speeds, OUTPUT=folder / "g.gpkg"))
    with stand_in(TOY_TOWN) as server:
        ours = {"ENDPOINT": server.overpass, "NOMINATIM": server.nominatim, "SPEEDS": speeds}
        loaded = done(qgis.run("downloadnetwork", PLACE="Toytown", MARGIN_KM=0, **ours,
                               OUTPUT=folder / "d.gpkg"))  # fmt: skip
    assert (built["NODES"], built["EDGES"]) == (loaded["NODES"], loaded["EDGES"])
    assert catchment_km2(qgis, folder, built["OUTPUT"], hub, "drive") == pytest.approx(
        catchment_km2(qgis, folder, loaded["OUTPUT"], hub, "drive"), rel=1e-6
    )


def test_a_download_without_a_server_is_refused_with_what_to_do_instead(qgis, folder):
    needed("osmnx")
    nobody = "http://127.0.0.1:9/api"
    ran = qgis.run("downloadnetwork", PLACE="Toytown", ENDPOINT=nobody, NOMINATIM=nobody,
                   OUTPUT=folder / "none.gpkg")  # fmt: skip
    assert "Build network from OpenStreetMap" in refusal(ran)
    assert not (folder / "none.gpkg").exists()
