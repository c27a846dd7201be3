"""familyhub:buildnetwork from OSMnx's GraphML, with or without OSMnx installed."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from algorithms.runs import CancelledOnProgress, Log, hubs, run
from qgis.core import QgsProcessingException
from street_graphml import town_graphml
from toy_town import SPEEDS, TOY_TOWN


@pytest.fixture
def given(tmp_path):
    speeds = tmp_path / "speeds.csv"
    speeds.write_text(SPEEDS, encoding="utf-8")
    graph = town_graphml(TOY_TOWN, tmp_path / "town.graphml")
    target = tmp_path / "graph.gpkg"
    return {"INPUT": str(graph), "SPEEDS": str(speeds), "OUTPUT": str(target)}


def rows(path, text):
    with closing(sqlite3.connect(str(path))) as connection:
        return connection.execute(text).fetchall()


def test_a_street_graph_gives_the_edges_of_the_towns_file(given, network):
    log = Log()
    done = run("buildnetwork", log, **given)
    assert done["STATUS"] == "done"
    told = "SELECT osm_id, class, name, round(length_m, 1), round(walk_forward, 2) FROM edges"
    assert sorted(rows(done["OUTPUT"], told)) == sorted(rows(network, told))
    assert rows(done["OUTPUT"], "SELECT count(*) FROM barriers") == [(0,)]
    assert any("Turn restrictions: none" in text for text in log.said)
    areas = run("catchments", NETWORK=done["OUTPUT"], HUBS=hubs(), HUB_ID="site_id", BANDS="3")
    assert {row["hub_id"] for row in areas.rows("OUTPUT")} == {"007", "8"}


def test_an_extent_keeps_a_part_of_the_graph(given):
    box = "501000,501400,299990,300010 [EPSG:27700]"
    done = run("buildnetwork", **given, EXTENT=box)
    names = {name for (name,) in rows(done["OUTPUT"], "SELECT name FROM edges")}
    assert {"East Street", "The Loop"} <= names and "North Road" not in names


def test_what_is_no_graph_is_refused_in_words(given, tmp_path):
    (tmp_path / "bad.graphml").write_text("<osm/>", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="cannot be read as GraphML"):
        run("buildnetwork", **{**given, "INPUT": str(tmp_path / "bad.graphml")})


def test_a_cancelled_run_writes_nothing(given, tmp_path):
    done = run("buildnetwork", CancelledOnProgress(1), **given)
    assert done["STATUS"] == "cancelled"
    assert not (tmp_path / "graph.gpkg").exists()
