"""familyhub:downloadnetwork: from a stand-in for the servers, on this computer."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from algorithms.runs import CancelledOnProgress, Log, hubs, run
from needed_package import needed
from overpass_stand_in import stand_in
from qgis.core import QgsApplication, QgsProcessingException
from toy_town import SPEEDS, TOY_TOWN

BOX = "-0.6,-0.4,52.5,52.7 [EPSG:4326]"

needed("osmnx")


@pytest.fixture
def server():
    with stand_in(TOY_TOWN) as given:
        yield given


@pytest.fixture
def download(server, tmp_path):
    """Run the download from the stand-in into a file of its own."""
    speeds = tmp_path / "speeds.csv"
    speeds.write_text(SPEEDS, encoding="utf-8")

    def call(log=None, **more):
        addresses = {"ENDPOINT": server.overpass, "NOMINATIM": server.nominatim, "TIMEOUT": 20}
        given = {**addresses, "SPEEDS": str(speeds), "OUTPUT": str(tmp_path / "n.gpkg"), **more}
        return run("downloadnetwork", log, **given)

    return call


def about(path):
    with closing(sqlite3.connect(str(path))) as connection:
        return dict(connection.execute("SELECT key, value FROM about"))


def test_an_extent_gives_a_network_that_catchments_run_on(download):
    log = Log()
    done = download(log, EXTENT=BOX)
    assert done["STATUS"] == "done" and done["NODES"] > 20 and done["ISLANDS"] >= 1
    told = about(done["OUTPUT"])
    assert told["data_until"] == "2026-01-02"
    assert "OpenStreetMap contributors" in told["publisher"] and "ODbL" in told["licence"]
    said = " ".join(log.said)
    assert "© OpenStreetMap contributors" in said and "ODbL" in said
    assert any("Not downloaded" in text for text in log.warned)
    areas = run("catchments", NETWORK=done["OUTPUT"], HUBS=hubs(), HUB_ID="site_id", BANDS="3")
    assert {row["hub_id"] for row in areas.rows("OUTPUT")} == {"007", "8"}


def test_a_place_gives_its_name_and_margin_to_about(download):
    told = about(download(PLACE="Toytown", MARGIN_KM=1)["OUTPUT"])
    assert told["place"] == "Toytown, Nowhere" and told["margin_km"] == "1"


def test_the_server_hears_who_asks(download, server):
    download(EXTENT=BOX)
    (agent,) = server.agents
    assert agent.startswith("Family Hub Planner ")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Give either a place or an extent: neither"),
        ({"PLACE": "Toytown", "EXTENT": BOX}, "Give either a place or an extent: both"),
        ({"EXTENT": BOX, "ENDPOINT": "http://overpass.example.org/api"}, "not encrypted"),
        ({"EXTENT": BOX, "CRS": "EPSG:4326"}, "does not count in metres"),
        ({"EXTENT": BOX, "ENDPOINT": "http://127.0.0.1:9/api"}, "did not answer"),
    ],
)
def test_what_cannot_be_downloaded_is_refused_in_words(download, tmp_path, more, said):
    with pytest.raises(QgsProcessingException) as refused:
        download(**more)
    assert said in str(refused.value)
    assert not (tmp_path / "n.gpkg").exists()


def test_a_cancelled_run_says_so_and_writes_nothing(download, tmp_path):
    assert download(CancelledOnProgress(1), EXTENT=BOX)["STATUS"] == "cancelled"
    assert not (tmp_path / "n.gpkg").exists()


def test_without_osmnx_one_sentence_says_so(download, monkeypatch):
    from family_hub_planner.processing import base

    find = base.find_spec
    monkeypatch.setattr(base, "find_spec", lambda name: None if name == "osmnx" else find(name))
    registry = QgsApplication.processingRegistry()
    able, why = registry.algorithmById("familyhub:downloadnetwork").canExecute()
    assert not able and "osmnx" in why
    log = Log()
    with pytest.raises(QgsProcessingException):
        download(log, EXTENT=BOX)
    assert any("the Python package osmnx" in text for text in log.errors)
    assert registry.algorithmById("familyhub:buildnetwork").canExecute()[0]
