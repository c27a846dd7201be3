"""What is refused before anything is written: places that clash, are held, or lose the names."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from algorithms.runs import Log, demand, hubs, layer_of, points, run, toy_files
from osgeo import ogr
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProperty,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from toy_town import ORIGIN

from family_hub_planner.engine.network.store import load_network
from family_hub_planner.processing.fields import fields_of


def said_by(algorithm, **parameters) -> str:
    """Give what the user is told by a run that must be refused."""
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        run(algorithm, log, **parameters)
    said = "\n".join([*log.errors, str(error.value)])
    assert "Traceback" not in said
    return said


def coverage_of(network, **parameters):
    return {
        "NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": demand(),
        "BANDS": "2,5", **parameters,
    }  # fmt: skip


def test_two_results_in_one_file_are_refused(network, tmp_path):
    both = str(tmp_path / "both.gpkg")
    said = said_by("coverage", **coverage_of(network, OUTPUT=both, BY_DECILE=both))
    assert "would be written into one file" in said
    assert not Path(both).exists()


def test_a_colon_in_a_path_makes_it_no_address(network, tmp_path):
    folder = tmp_path / "meeting of 12:30"
    folder.mkdir()
    both = str(folder / "both.gpkg")
    said = said_by("coverage", **coverage_of(network, OUTPUT=both, BY_DECILE=both))
    assert "would be written into one file" in said


def test_two_tables_of_one_geopackage_are_two_places(network, tmp_path):
    path = tmp_path / "both.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    made.CreateLayer("first", geom_type=ogr.wkbNone)
    del made
    tables = {
        name: f"ogr:dbname='{path}' table=\"{name.lower()}\" (geom)"
        for name in ("OUTPUT", "BY_DECILE")
    }
    run("coverage", **coverage_of(network, **tables))
    names = {layer.GetName() for layer in ogr.Open(str(path))}
    assert {"first", "output", "by_decile"} <= names


def test_one_file_written_in_two_ways_is_one_file(network, tmp_path):
    (tmp_path / "sub").mkdir()
    other = str(tmp_path / "sub" / ".." / "both.csv")
    given = coverage_of(network, BY_DECILE=str(tmp_path / "both.csv"), BY_HUB=other)
    assert "would be written into one file" in said_by("coverage", **given)
    assert not (tmp_path / "both.csv").exists()


@pytest.mark.parametrize("way", ["folder", "link", "hard link", "linked folder"])
def test_an_input_named_in_another_way_is_not_written_over(network, tmp_path, way):
    folder = tmp_path / "sub"
    folder.mkdir()
    own = Path(shutil.copy(network, folder / "own.gpkg"))
    before = own.read_bytes()
    other = {
        "folder": folder / ".." / "sub" / "own.gpkg",
        "link": tmp_path / "link.gpkg",
        "hard link": tmp_path / "hard.gpkg",
        "linked folder": tmp_path / "sub2" / "own.gpkg",
    }
    (tmp_path / "link.gpkg").symlink_to(own)
    os.link(own, tmp_path / "hard.gpkg")
    (tmp_path / "sub2").symlink_to(folder)
    said = said_by("coverage", **coverage_of(str(own), OUTPUT=str(other[way])))
    assert "would be written over" in said
    assert own.read_bytes() == before


def table_in(path, name):
    return f"ogr:dbname='{path}' table=\"{name}\" (geom)"


def geopackage(path, name="stood here"):
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    made.CreateLayer(name, geom_type=ogr.wkbNone)
    del made
    return path


def test_tables_of_one_geopackage_whose_names_differ_by_capitals_are_one(network, tmp_path):
    path = geopackage(tmp_path / "both.gpkg")
    given = coverage_of(network, BY_HUB=table_in(path, "HUB"), BY_DECILE=table_in(path, "hub"))
    assert "would be written into one file" in said_by("coverage", **given)


def test_an_input_table_is_not_written_over_by_its_name_in_capitals(network, tmp_path):
    path = str(tmp_path / "places.gpkg")
    saved(points([((60, 0), {"site_id": "007"})]), path)
    given = coverage_of(network, HUBS=f"{path}|layername=places", OUTPUT=table_in(path, "Places"))
    assert "would be written over Hubs" in said_by("coverage", **given)


def test_a_locked_geopackage_is_refused_before_the_other_results_are_touched(network, tmp_path):
    path, first = geopackage(tmp_path / "locked.gpkg"), tmp_path / "first.gpkg"
    first.write_bytes(b"stood here")
    given = coverage_of(network, OUTPUT=str(first), BY_DECILE=table_in(path, "deciles"))
    with closing(sqlite3.connect(path, isolation_level=None)) as holding:
        holding.execute("BEGIN EXCLUSIVE")
        said = said_by("coverage", **given)
    assert "By deprivation decile: no table can be added to" in said and "locked" in said
    assert first.read_bytes() == b"stood here"
    run("coverage", **given)
    names = {layer.GetName() for layer in ogr.Open(str(path))}
    assert names == {"stood here", "deciles"}


@pytest.mark.parametrize("content", [b"", b"Dear council", b"SQLite format 3\x00 and no more"])
def test_a_file_that_is_no_geopackage_is_refused_before_any_result(network, tmp_path, content):
    path, first = tmp_path / "junk.gpkg", tmp_path / "first.gpkg"
    path.write_bytes(content)
    first.write_bytes(b"stood here")
    given = coverage_of(network, OUTPUT=str(first), BY_DECILE=table_in(path, "deciles"))
    assert "is no GeoPackage" in said_by("coverage", **given)
    assert (path.read_bytes(), first.read_bytes()) == (content, b"stood here")


def test_a_result_over_the_runs_own_network_is_refused(network, tmp_path):
    own = shutil.copy(network, tmp_path / "own.gpkg")
    said = said_by("coverage", **coverage_of(str(own), OUTPUT=str(own)))
    assert "would be written over" in said
    assert load_network(Path(own)).modes


def test_a_network_over_the_extract_it_is_built_from_is_refused(tmp_path):
    files = toy_files(tmp_path)
    before = Path(files["INPUT"]).read_bytes()
    assert "would be written over" in said_by("buildnetwork", **files, OUTPUT=files["INPUT"])
    assert Path(files["INPUT"]).read_bytes() == before


def test_a_network_over_somebody_elses_geopackage_is_refused(tmp_path):
    path = tmp_path / "mine.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    made.CreateLayer("my hubs", geom_type=ogr.wkbPoint)
    del made
    said = said_by("buildnetwork", **toy_files(tmp_path), OUTPUT=str(path))
    assert "holds my hubs" in said
    assert ogr.Open(str(path)).GetLayer(0).GetName() == "my hubs"


def test_a_network_may_be_built_again_over_itself(network, tmp_path):
    again = shutil.copy(network, tmp_path / "again.gpkg")
    run("buildnetwork", **toy_files(tmp_path), OUTPUT=str(again))
    assert load_network(Path(again)).modes


@pytest.mark.parametrize("name", ["points.shp", "table.dbf"])
def test_a_shapefile_is_refused_since_it_cuts_the_columns_names(network, tmp_path, name):
    said = said_by("coverage", **coverage_of(network, OUTPUT=str(tmp_path / name)))
    assert "cuts column names" in said


def test_a_folder_in_the_place_of_a_file_is_refused(network, tmp_path):
    said = said_by("coverage", **coverage_of(network, HTML=str(tmp_path)))
    assert "is a folder" in said


def test_a_network_named_by_its_layers_source_is_found(network):
    assert run("coverage", **coverage_of(f"{network}|layername=edges"))["CHILDREN"] == 105


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_empty_number_is_no_number(network, nothing):
    given = {"NETWORK": network, "ORIGINS": demand(), "DESTINATIONS": hubs()}
    every = run("traveltimes", **given)
    same = run("traveltimes", **given, NEAREST=nothing, MAX_MINUTES=nothing)
    assert same["PAIRS"] == every["PAIRS"] == 10


def test_a_distance_that_is_no_number_is_refused(network):
    said = said_by("coverage", **coverage_of(network, MAX_SNAP=float("nan")))
    assert "Give a number" in said


def test_a_hub_of_several_points_is_refused_since_it_has_no_one_place(network):
    x, y = ORIGIN
    many = layer_of("MultiPoint", [(f"MultiPoint (({x} {y}), ({x + 500} {y}))", {"site_id": "h"})])
    said = said_by("coverage", **coverage_of(network, HUBS=many))
    assert "several points" in said


def test_a_group_with_the_name_of_a_column_of_its_own_is_refused(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("Area,All\nX1,7\n", encoding="utf-8")
    x, y = ORIGIN
    square = f"Polygon (({x} {y}, {x + 9} {y}, {x + 9} {y + 9}, {x} {y + 9}, {x} {y}))"
    areas = layer_of("Polygon", [(square, {"code": "X1", "children": 5.0, "other": 3.0})])
    given = {
        "AREAS": areas, "CODE": "code", "POPULATION": str(people),
        "POPULATION_COLUMNS": "code=Area; 0-4=All",
    }  # fmt: skip
    assert "column of the need layer itself" in said_by("needlayer", **given, GROUPS="children")
    (row,) = run("needlayer", **given, GROUPS="other").rows("OUTPUT")
    assert (row["children"], row["other"]) == (7, 3)


def test_an_area_that_crosses_itself_is_counted_and_named(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("Area,All\nX1,7\n", encoding="utf-8")
    x, y = ORIGIN
    bow_tie = f"Polygon (({x} {y}, {x + 9} {y + 9}, {x + 9} {y}, {x} {y + 9}, {x} {y}))"
    done = run(
        "needlayer", AREAS=layer_of("Polygon", [(bow_tie, {"code": "X1"})]), CODE="code",
        POPULATION=str(people), POPULATION_COLUMNS="code=Area; 0-4=All",
    )  # fmt: skip
    assert done["CHILDREN"] == 7
    assert any("1 of 1 areas have an invalid shape (first: X1)" in w for w in done.log.warned)


def test_demand_from_a_shapefile_with_cut_names_is_refused(network, tmp_path):
    """The index would change without a word: IDACI's decile is cut, the IMD's is not."""
    cut = points([((0, 0), {"area_code": "a", "children": 1.0, "need": 1.0, "idaci_deci": 1})])
    assert isinstance(cut, QgsVectorLayer)
    said = said_by("coverage", **coverage_of(network, DEMAND=cut))
    assert "idaci_deci" in said and "cut" in said


def test_a_columns_name_is_kept_to_the_letter():
    names = ["a&b", "100 % children", "Größe=x", "c:d"]
    assert fields_of(names).names() == names


@pytest.mark.parametrize("named", ["today", "today.gpkg|layername=today", "ogr:", "OGR:"])
def test_hubs_are_not_written_over_by_a_name_that_qgis_gives_its_ending(network, tmp_path, named):
    own = str(tmp_path / "today.gpkg")
    saved(hubs(), own)
    before = Path(own).read_bytes()
    output = named + own if ":" in named else str(tmp_path / named)
    said_by("coverage", **coverage_of(network, HUBS=own, OUTPUT=output))
    assert Path(own).read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} <= {"today.gpkg", *JOURNALS_OF_HUBS}


JOURNALS_OF_HUBS = {"today.gpkg-wal", "today.gpkg-shm"}


def saved(layer, path):
    QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, path, QgsCoordinateTransformContext(), QgsVectorFileWriter.SaveVectorOptions()
    )


def test_an_expression_that_names_an_input_as_output_is_worked_out_and_refused(network, tmp_path):
    own = str(tmp_path / "today.gpkg")
    saved(hubs(), own)
    for output in (QgsProperty.fromExpression(f"'{own}'"), expressed(f"'{own[:-5]}'")):
        said = said_by("coverage", **coverage_of(network, HUBS=own, OUTPUT=output))
        assert "would be written over Hubs" in said


def expressed(expression):
    """Give an output's definition whose place is an expression, as a model gives it."""
    given = QgsProcessingOutputLayerDefinition()
    given.sink = QgsProperty.fromExpression(expression)
    return given


def test_a_name_without_an_ending_and_the_same_with_it_are_one_file(network, tmp_path):
    both = str(tmp_path / "a")
    given = coverage_of(network, OUTPUT=both, UNROUTED=f"{both}.gpkg")
    assert "would be written into one file" in said_by("coverage", **given)


@pytest.mark.parametrize("name", ["plan", "plan.v2"])
def test_a_name_without_an_ending_is_written_as_a_geopackage(network, tmp_path, name):
    done = run("coverage", **coverage_of(network, OUTPUT=str(tmp_path / name)))
    assert Path(done["OUTPUT"]) == tmp_path / f"{name}.gpkg"
    assert ogr.Open(done["OUTPUT"]).GetDriver().GetName() == "GPKG"


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a.mif", "a.geojsonl", "a.xml", "a.shz"])
def test_a_layer_that_would_stand_under_another_name_is_refused(network, tmp_path, name):
    said = said_by("coverage", **coverage_of(network, OUTPUT=str(tmp_path / name)))
    assert "Choose a GeoPackage" in said
    assert not list(tmp_path.iterdir())


def test_a_mapinfo_table_is_no_other_by_its_capitals(network, tmp_path):
    given = coverage_of(network, OUTPUT=str(tmp_path / "a.tab"), BY_HUB=str(tmp_path / "A.TAB"))
    assert "would be written into one file" in said_by("coverage", **given)


@pytest.mark.parametrize(
    ("parameter", "name", "ending"),
    [("HTML", "mine.gpkg", ".html"), ("WORKBOOK", "w.csv", ".xlsx"), ("WORKBOOK", "w", ".xlsx")],
)
def test_a_file_is_written_only_under_an_ending_of_its_kind(
    network, tmp_path, parameter, name, ending
):
    (tmp_path / name).write_bytes(b"stood here")
    said = said_by("coverage", **coverage_of(network, **{parameter: str(tmp_path / name)}))
    assert f"End the file's name in {ending}" in said
    assert (tmp_path / name).read_bytes() == b"stood here"


def test_a_place_that_is_no_ordinary_file_is_not_replaced(network, tmp_path):
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    said = said_by("coverage", **coverage_of(network, HTML=str(pipe)))
    assert "is no ordinary file" in said
    assert pipe.is_fifo()
