"""Registers through qgis_process: the sample county's, Trafford's and the national lists."""

from __future__ import annotations

import json

import geopandas
import pytest
from acceptance.qgis_process import SAMPLE, done, refusal

pytestmark = pytest.mark.acceptance


def test_the_sample_register_with_its_faults_is_read_whole(qgis, tmp_path):
    names = {name: tmp_path / f"{name.lower()}.csv"
             for name in ("REJECTED", "DUPLICATES", "SHARED", "UNREAD")}  # fmt: skip
    ran = done(
        qgis.run(
            "importestate",
            INPUT=SAMPLE / "estate_register.csv",
            **names,
            OUTPUT=tmp_path / "estate.gpkg",
            MAPPING_OUT=tmp_path / "mapping.json",
            HTML=tmp_path / "page.html",
        )
    )
    found = geopandas.read_file(tmp_path / "estate.gpkg")
    assert len(found) == ran["PLACES_COUNT"] == 81 and found.crs.to_epsg() == 27700
    assert found.running_cost_gbp.sum() > 0
    assert [len(path.read_text("utf-8").splitlines()) - 1 for path in names.values()] == [
        8, 6, 8, 12
    ]  # fmt: skip
    assert json.loads((tmp_path / "mapping.json").read_text("utf-8"))["site_id"] == "Asset Ref"
    again = qgis.run("importestate", INPUT=SAMPLE / "estate_register.csv",
                     MAPPING=tmp_path / "mapping.json", OUTPUT=tmp_path / "again.gpkg")  # fmt: skip
    assert done(again)["PLACES_COUNT"] == 81
    for name in ("Harbour House", "Contact Room", "Refuge"):
        assert name not in ran.said + (tmp_path / "page.html").read_text("utf-8")


def test_the_register_as_read_goes_into_the_estates_other_tools(qgis, sample_county, folder):
    journeys = {**sample_county, "MODE": "drive"}
    estate = folder / "estate.gpkg"
    done(qgis.run("importestate", INPUT=SAMPLE / "estate_register.csv", OUTPUT=estate,
                  KEEP="first", FURTHER="may_close=May be given up"))  # fmt: skip
    places = geopandas.read_file(estate)
    assert len(places) == 78  # the three that name a place again under their name are gone too
    pages = {name: folder / f"{name}.html" for name in ("options", "outreach")}
    tested = qgis.run("rationalise", **journeys, ESTATE=estate, ESTATE_ID="site_id", STEPS=2,
                      OUTPUT=folder / "options.gpkg", HTML=pages["options"])  # fmt: skip
    options = done(tested)
    assert options["OPTIONS_FOUND"] >= 1
    for name, chosen in (("hubs", places.site_type.notna()), ("venues", places.site_type.isna())):
        places[chosen].to_file(folder / f"{name}.gpkg")
    outreach = done(
        qgis.run(
            "suggestoutreach",
            **journeys,
            HUBS=folder / "hubs.gpkg",
            HUB_ID="site_id",
            VENUES=folder / "venues.gpkg",
            VENUE_ID="site_id",
            OUTREACH=3,
            TYPE_ORDER="library, fire station",
            OUTPUT=folder / "outreach.gpkg",
            HTML=pages["outreach"],
        )
    )
    assert outreach["PROVEN"] is True
    told = [page.read_text("utf-8") for page in pages.values()]
    for secret in ("Harbour House", "Contact Room", "Refuge"):
        assert secret not in options.said + outreach.said + "".join(told)


@pytest.mark.parametrize(
    ("name", "given", "count", "venue_type"),
    [
        ("libraries__trafford_libraries.csv", {}, 13, "library"),
        ("schools_and_colleges__trafford_schools_and_colleges.csv", {}, 103, "school"),
        ("general_practice__trafford_general_practices.csv", {"VENUE_TYPE": "GP surgery"}, 26,
         "GP surgery"),
    ],
)  # fmt: skip
def test_traffords_lists_become_candidates(
    qgis, shared_data, tmp_path, name, given, count, venue_type
):
    ran = done(qgis.run("importestate", INPUT=shared_data / "trafford" / name, **given,
                        OUTPUT=tmp_path / "places.gpkg", HTML=tmp_path / "page.html"))  # fmt: skip
    found = geopandas.read_file(tmp_path / "places.gpkg")
    assert len(found) == ran["PLACES_COUNT"] == count
    assert (found.venue_type == venue_type).sum() > count * 0.7
    assert found.geometry.x.between(366_000, 386_000).all()
    assert found.site_name.notna().all()


def test_traffords_fire_stations_come_from_a_layer_without_names(qgis, shared_data, tmp_path):
    path = shared_data / "trafford" / "fire_stations__gm_fire_stations.geojson"
    ran = done(qgis.run("importestate", INPUT_LAYER=path, OUTPUT=tmp_path / "fire.gpkg",
                        HTML=tmp_path / "page.html"))  # fmt: skip
    found = geopandas.read_file(tmp_path / "fire.gpkg")
    assert len(found) == ran["PLACES_COUNT"] == len(geopandas.read_file(path))
    assert set(found.venue_type) == {"fire station"}
    assert "No place states: site_name" in (tmp_path / "page.html").read_text("utf-8")


def test_a_list_without_places_is_refused_and_nothing_is_written(qgis, shared_data, tmp_path):
    path = shared_data / "trafford" / "pharmacies__trafford_pharmacies.csv"
    said = refusal(qgis.run("importestate", INPUT=path, OUTPUT=tmp_path / "none.gpkg"))
    assert "give a postcode directory" in said
    assert not (tmp_path / "none.gpkg").exists()
