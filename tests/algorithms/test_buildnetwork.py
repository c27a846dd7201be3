"""familyhub:buildnetwork: the toy town's file holds what the contract promises."""

from __future__ import annotations

import bz2
import gzip
import sqlite3
from contextlib import closing

import pytest
from algorithms.runs import CancelledOnProgress, run, toy_files, toy_network
from qgis.core import QgsProcessingException, QgsVectorLayer
from toy_town import TOY_TOWN


def layer(path, name):
    found = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert found.isValid()
    return found


def about(path):
    with closing(sqlite3.connect(str(path))) as connection:
        return dict(connection.execute("SELECT key, value FROM about"))


def street(path, name):
    return [edge for edge in layer(path, "edges").getFeatures() if edge["name"] == name]


def test_the_file_holds_the_contracts_layers_and_its_numbers_are_its_rows(tmp_path):
    path = tmp_path / "n.gpkg"
    built = toy_network(path)
    assert built["OUTPUT"] == str(path)
    assert built["STATUS"] == "done"
    assert layer(path, "nodes").featureCount() == built["NODES"]
    edges = layer(path, "edges")
    assert edges.featureCount() == built["EDGES"]
    assert edges.crs().authid() == "EPSG:27700"
    kilometres = sum(edge["length_m"] for edge in edges.getFeatures()) / 1000
    assert built["LENGTH_KM"] == pytest.approx(kilometres, abs=1e-6)
    assert layer(path, "barriers").featureCount() > 0
    assert layer(path, "restrictions").featureCount() == 0
    assert {"source", "data_until", "nodes", "edges", "made_by", "crs"} <= set(about(path))


def test_edges_carry_class_name_way_and_minutes_each_way_for_each_mode(network):
    wanted = ["osm_id", "class", "name", "length_m"]
    wanted += [
        f"{m}_{way}" for m in ("walk", "pram", "cycle", "drive") for way in ("forward", "back")
    ]
    assert set(wanted) <= set(layer(network, "edges").fields().names())
    (one_way,) = street(network, "One Way Street")
    assert one_way["class"] == "residential"
    assert one_way["length_m"] == pytest.approx(240, abs=0.05)
    assert one_way["walk_back"] == pytest.approx(3.0, abs=2e-3)
    assert one_way["drive_forward"] == pytest.approx(0.48, abs=2e-3)
    assert one_way["drive_back"] is None or one_way["drive_back"].isNull()


def test_the_estate_behind_its_gate_and_the_far_footpath_are_the_islands_and_are_kept(
    network, tmp_path
):
    assert toy_network(tmp_path / "n.gpkg")["ISLANDS"] == 2
    (path,) = street(network, "Island Path")
    assert "walk" in path["island"]


def test_a_folder_of_the_planners_own_rules_is_used_and_named(tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "barriers.csv").write_text("barrier,walk,pram,cycle,drive\nstile,no,no,no,no\n")
    target = tmp_path / "n.gpkg"
    run("buildnetwork", **toy_files(tmp_path), RULES=str(rules), OUTPUT=str(target))
    blocked = sorted(node["blocked"] for node in layer(target, "nodes").getFeatures("blocked > ''"))
    assert blocked == ["walk,pram,cycle,drive"] * 2  # the stile and the locked gate
    assert len(about(target)["rules_barriers_sha256"]) == 64


@pytest.mark.parametrize("row", ["stile,perhaps,no,no,no", None])
def test_a_folder_of_bad_rules_is_refused_in_words(tmp_path, row):
    if row:
        text = f"barrier,walk,pram,cycle,drive\n{row}\n"
        (tmp_path / "barriers.csv").write_text(text, encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    files, rules = toy_files(tmp_path), str(tmp_path if row else empty)
    says = "barriers.csv, line 2" if row else "holds none of"
    with pytest.raises(QgsProcessingException, match=says):
        run("buildnetwork", **files, RULES=rules, OUTPUT=str(tmp_path / "n.gpkg"))


def test_the_log_tells_fast_roads_ferries_and_the_speed_on_a_roads_in_towns(tmp_path):
    town = TOY_TOWN.retagged("High Street", ref="A1", maxspeed="20 mph")
    town = town.retagged("Long Lane", maxspeed="60 mph")
    said = " ".join(toy_network(tmp_path / "n.gpkg", town).log.said)
    assert "open to walkers: 1.2 km (unclassified 1.2). Ferries: 0." in said
    assert "A roads in towns: modelled mean 17.0 mph over 1.0 km" in said
    assert "DfT measured 25.3 mph" in said


@pytest.mark.parametrize("packed", ["osm.gz", "osm.bz2"])
def test_a_packed_file_gives_the_same_network(network, tmp_path, packed):
    files = toy_files(tmp_path)
    text = TOY_TOWN.xml().encode()
    path = tmp_path / f"town.{packed}"
    path.write_bytes(gzip.compress(text) if packed.endswith("gz") else bz2.compress(text))
    target = tmp_path / "packed.gpkg"
    run("buildnetwork", INPUT=str(path), SPEEDS=files["SPEEDS"], OUTPUT=str(target))
    columns = "from_node, to_node, osm_id, name, length_m, walk_forward, drive_back"
    rows = []
    for file in (network, target):
        with closing(sqlite3.connect(str(file))) as connection:
            rows.append(connection.execute(f"SELECT {columns} FROM edges").fetchall())
    assert rows[0] == rows[1]


def test_an_extent_keeps_only_the_ways_that_touch_it(network, tmp_path):
    box = "501000,501400,299990,300010 [EPSG:27700]"  # east of the roundabout
    target = tmp_path / "part.gpkg"
    run("buildnetwork", **toy_files(tmp_path), EXTENT=box, OUTPUT=str(target))
    names = {edge["name"] for edge in layer(target, "edges").getFeatures()}
    assert {"East Street", "The Loop"} <= names
    assert "North Road" not in names


def test_the_crs_asked_for_is_the_networks(tmp_path):
    target = tmp_path / "utm.gpkg"
    run("buildnetwork", **toy_files(tmp_path), CRS="EPSG:32630", OUTPUT=str(target))
    assert layer(target, "edges").crs().authid() == "EPSG:32630"


def test_a_failed_run_leaves_the_old_network_whole_and_nothing_beside_it(tmp_path):
    target = tmp_path / "n.gpkg"
    target.write_bytes(b"what stood here")
    bad = tmp_path / "letter.osm"
    bad.write_text("Dear council", encoding="utf-8")
    with pytest.raises(QgsProcessingException):
        run("buildnetwork", INPUT=str(bad), OUTPUT=str(target))
    assert target.read_bytes() == b"what stood here"
    assert {file.name for file in tmp_path.iterdir()} == {"n.gpkg", "letter.osm"}


@pytest.mark.parametrize("percent", [0, 75])
def test_a_cancelled_run_says_so_and_writes_nothing(tmp_path, percent):
    files, target = toy_files(tmp_path), tmp_path / "n.gpkg"
    before = {file.name for file in tmp_path.iterdir()}
    done = run("buildnetwork", CancelledOnProgress(percent), **files, OUTPUT=str(target))
    assert done["STATUS"] == "cancelled"
    assert {file.name for file in tmp_path.iterdir()} == before
