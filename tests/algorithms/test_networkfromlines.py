"""familyhub:networkfromlines: layers of road lines, of all kinds and with all their faults."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from algorithms.runs import DEGREES, GRID, CancelledOnProgress, Log, hubs, layer_of, run
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, QTime
from toy_town import ORIGIN, SPEEDS, TOY_TOWN, to_degrees


def line(*points, crs=GRID):
    """Give a line through points in metres from the toy town's origin, as text."""
    xy = [(x + ORIGIN[0], y + ORIGIN[1]) for x, y in points]
    if crs == DEGREES:
        xy = to_degrees(xy)
    return "LineString ({})".format(", ".join(f"{x:.9f} {y:.9f}" for x, y in xy))


def town_layer(crs=GRID):
    """Draw the toy town as a layer of lines in the form of Geofabrik's shapefiles."""
    rows = []
    for number, (nodes, tags) in enumerate(TOY_TOWN.ways, start=1001):
        if "highway" in tags:
            shape = line(*(TOY_TOWN.points[name] for name in nodes.split()), crs=crs)
            ring = tags.get("junction") == "roundabout" or tags.get("oneway") == "yes"
            values = {
                "osm_id": str(number), "fclass": tags["highway"], "name": tags.get("name"),
                "oneway": "F" if ring else "B", "layer": int(tags.get("layer", 0)),
            }  # fmt: skip
            rows.append((shape, values))
    return layer_of("LineString", rows, crs, "roads")


@pytest.fixture
def speeds(tmp_path):
    path = tmp_path / "speeds.csv"
    path.write_text(SPEEDS, encoding="utf-8")
    return str(path)


def made(layer, tmp_path, speeds, log=None, **more):
    target = str(tmp_path / "lines.gpkg")
    return run("networkfromlines", log, INPUT=layer, SPEEDS=speeds, OUTPUT=target, **more)


def about(path):
    with closing(sqlite3.connect(str(path))) as connection:
        return dict(connection.execute("SELECT key, value FROM about"))


def edges(path, columns="*"):
    with closing(sqlite3.connect(str(path))) as connection:
        return connection.execute(f"SELECT {columns} FROM edges ORDER BY edge_id").fetchall()


@pytest.mark.parametrize("crs", [GRID, DEGREES])
def test_the_toy_town_as_lines_gives_the_contracts_file(tmp_path, speeds, crs):
    done = made(town_layer(crs), tmp_path, speeds)
    assert done["STATUS"] == "done" and done["JOINED"] == 0
    path = done["OUTPUT"]
    assert len(edges(path)) == done["EDGES"]
    for name in ("nodes", "edges", "barriers"):
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        assert layer.isValid() and layer.crs().authid() == GRID
    assert layer.featureCount() == 0
    told = edges(path, "name, length_m, drive_forward, drive_back")
    (one_way,) = [row[1:] for row in told if row[0] == "One Way Street"]
    assert one_way == (pytest.approx(240, abs=0.05), pytest.approx(0.48, abs=2e-3), None)


def test_catchments_run_on_a_network_of_lines(tmp_path, speeds):
    path = made(town_layer(), tmp_path, speeds)["OUTPUT"]
    done = run("catchments", NETWORK=path, HUBS=hubs(), HUB_ID="site_id", BANDS="3,10")
    assert done["STATUS"] == "done"
    assert {row["hub_id"] for row in done.rows("OUTPUT")} == {"007", "8"}


def test_the_log_says_what_was_read_joined_left_out_and_what_is_missing(tmp_path, speeds):
    rows = [
        (line((0, 0), (100, 0)), {"osm_id": "1", "fclass": "residential"}),
        (line((100.3, 0), (200, 0)), {"osm_id": "2", "fclass": "residential"}),
        (line((50, 0.2), (50, 80)), {"osm_id": "3", "fclass": "residential"}),
        (line((0, 50), (9, 50)), {"osm_id": "4", "fclass": "raceway"}),
        (None, {"osm_id": "5", "fclass": "residential"}),
    ]
    log = Log()
    done = made(layer_of("LineString", rows), tmp_path, speeds, log)
    assert (done["JOINED"], done["NODES"], done["EDGES"]) == (2, 5, 4)
    said, warned = " ".join(log.said), " ".join(log.warned)
    assert "Read as Geofabrik shapefile: class from fclass" in said
    assert "1 ends were moved to another end within the tolerance and 1 onto" in said
    assert "Barriers: none" in said and "Turn restrictions: none" in said
    assert "raceway (1)" in warned and "1 features have no shape" in warned
    assert "no footpaths" in warned and "No column tells one-way" in warned
    told = about(done["OUTPUT"])
    assert (told["ends_joined_to_ends"], told["ends_joined_to_lines"]) == ("1", "1")
    assert told["lines_without_shape"] == "1"


def test_dates_in_columns_are_read_as_iso_text(tmp_path, speeds):
    fields = "field=osm_id:string&field=fclass:string&field=day:date&field=moment:datetime"
    layer = QgsVectorLayer(f"LineString?crs={GRID}&{fields}", "roads", "memory")
    feature = QgsFeature(layer.fields())
    moment = QDateTime(QDate(2024, 3, 9), QTime(8, 30))
    feature.setAttributes(["1", "residential", QDate(2024, 3, 9), moment])
    feature.setGeometry(QgsGeometry.fromWkt(line((0, 0), (100, 0))))
    assert layer.dataProvider().addFeature(feature)
    log = Log()
    done = made(layer, tmp_path, speeds, log, SPEED_FIELD="moment", NAME_FIELD="day")
    assert "cannot be read; their class's speed is taken: 2024-03-09T08:30:00 (1)" in " ".join(
        log.warned
    )
    assert edges(done["OUTPUT"], "name") == [("2024-03-09",)]


def test_multipart_lines_heights_and_curves_are_taken(tmp_path, speeds):
    x, y = ORIGIN
    shapes = [
        f"MultiLineStringZ (({x} {y} 5, {x + 100} {y} 5), ({x} {y + 50} 1, {x + 60} {y + 50} 2))",
        f"MultiLineStringZ (({x + 100} {y} 0, {x + 100} {y + 80} 9))",
    ]
    rows = [(shape, {"osm_id": "9", "fclass": "residential"}) for shape in shapes]
    done = made(layer_of("MultiLineStringZ", rows), tmp_path, speeds)
    assert [row for (row,) in edges(done["OUTPUT"], "length_m")] == pytest.approx([100, 60, 80])
    curve = f"CircularString ({x} {y}, {x + 50} {y + 50}, {x + 100} {y})"
    layer = layer_of("CompoundCurve", [(curve, {"osm_id": "9", "fclass": "residential"})])
    done = made(layer, tmp_path, speeds)
    assert done["LENGTH_KM"] == pytest.approx(0.05 * 3.14159, rel=1e-3)


def test_columns_and_units_of_a_layer_of_ones_own(tmp_path, speeds):
    values = {"kind": "Local Road", "lim": 20, "dir": "in opposite direction", "nm": "Own Street"}
    layer = layer_of("LineString", [(line((0, 0), (240, 0)), values)])
    named = {"CLASS_FIELD": "kind", "SPEED_FIELD": "lim", "ONEWAY_FIELD": "dir", "NAME_FIELD": "nm"}
    log = Log()
    done = made(layer, tmp_path, speeds, log, **named)
    ((name, way, forward, back),) = edges(done["OUTPUT"], "name, class, drive_forward, drive_back")
    assert (name, way, forward) == ("Own Street", "residential", None)
    assert back == pytest.approx(240 * 0.06 / (0.85 * 20 * 1.609344), abs=1e-3)
    assert any("Nobody says whose these lines are" in text for text in log.warned)
    assert about(done["OUTPUT"])["publisher"] == "not stated in the file"
    credit = {"PUBLISHER": "Toytown Council", "LICENCE": "Ours", "SPEED_UNIT": "kph"}
    told = Log()
    done = made(layer, tmp_path, speeds, told, **named, **credit)
    assert about(done["OUTPUT"])["publisher"] == "Toytown Council"
    assert not any("Nobody says" in text for text in told.warned)
    ((slower,),) = edges(done["OUTPUT"], "drive_back")
    assert slower == pytest.approx(240 * 0.06 / (0.85 * 20), abs=1e-3)


@pytest.mark.parametrize(
    ("layer", "more", "said"),
    [
        ([{"kind": "x"}], {}, "CLASS_FIELD"),
        ([{"kind": "x"}], {"CLASS_FIELD": "kind"}, "known class: kind holds x (1)"),
        ([{"kind": "x"}], {"CLASS_FIELD": "gone"}, "no field 'gone'"),
        ([{"fclass": "residential", "osm_id": "1"}], {"CRS": DEGREES}, "does not count in metres"),
    ],
)
def test_layers_that_make_no_network_are_refused_in_words(tmp_path, speeds, layer, more, said):
    rows = [(line((0, 0), (100, 0)), values) for values in layer]
    log = Log()
    with pytest.raises(QgsProcessingException) as refused:
        made(layer_of("LineString", rows), tmp_path, speeds, log, **more)
    assert said in " ".join([str(refused.value), *log.errors])
    assert not (tmp_path / "lines.gpkg").exists()


def test_a_layer_without_a_system_and_one_without_lines_are_refused(tmp_path, speeds):
    values = {"osm_id": "1", "fclass": "residential"}
    nowhere = layer_of("LineString", [(line((0, 0), (9, 0)), values)], crs="")
    with pytest.raises(QgsProcessingException, match="no coordinate reference system"):
        made(nowhere, tmp_path, speeds)
    with pytest.raises(QgsProcessingException, match="holds no lines"):
        made(layer_of("LineString", [(None, values)]), tmp_path, speeds)


def test_another_file_at_the_output_is_left_alone(tmp_path, speeds):
    target = tmp_path / "lines.gpkg"
    target.write_bytes(b"what stood here")
    with pytest.raises(QgsProcessingException, match="holds no network"):
        made(town_layer(), tmp_path, speeds)
    assert target.read_bytes() == b"what stood here"


@pytest.mark.parametrize("percent", [0, 15, 75])
def test_a_cancelled_run_says_so_and_writes_nothing(tmp_path, speeds, percent):
    done = made(town_layer(), tmp_path, speeds, CancelledOnProgress(percent))
    assert done["STATUS"] == "cancelled"
    assert not (tmp_path / "lines.gpkg").exists()


def test_a_page_credits_openstreetmap_only_where_the_network_is_its(tmp_path, speeds):
    from algorithms.runs import demand

    osm = made(town_layer(), tmp_path, speeds)["OUTPUT"]
    page = tmp_path / "page.html"
    given = {"HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": demand(), "HTML": str(page)}
    run("coverage", NETWORK=osm, **given)
    assert "OpenStreetMap contributors" in page.read_text("utf-8")
    rows = [
        (line((-200, 0), (1200, 0)),
         {"road_function": "Local Road", "road_classification": "A Road", "form_of_way": "x"})
    ]  # fmt: skip
    survey = made(layer_of("LineString", rows), tmp_path, speeds)["OUTPUT"]
    run("coverage", NETWORK=survey, **given)
    text = page.read_text("utf-8")
    assert "OpenStreetMap" not in text
    assert "Contains OS data © Crown copyright and database rights" in text
