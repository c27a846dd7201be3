"""familyhub:finerdemand: layers in and points out, every column in its kind, every total kept."""

from __future__ import annotations

import csv
import math

import pytest
from algorithms.runs import DEGREES, GRID, CancelledOnProgress, hubs, layer_of, rows_of, run
from fictional_postcodes import NEW, OLD, directory
from needed_package import needed
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from toy_town import ORIGIN

needed("geopandas")
WEST, SOUTH = 484_000, 304_000


def square(x, y, wide=100, high=100):
    x, y = WEST + x, SOUTH + y
    ring = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))
    return f"Polygon (({', '.join(f'{a} {b}' for a, b in ring)}))"


def point(x, y):
    return f"Point ({WEST + x} {SOUTH + y})"


def two_areas(**further):
    """Two squares of 100 m side by side, as the need layer writes them."""
    first = {"area_code": "A", "area_name": "West", "children": 10.0, "need": 4.0,
             "idaci_score": 0.25, "imd_decile": 3, "rural_urban": "Rural: hamlet",
             "sources": "A table; a publisher"}  # fmt: skip
    second = {**first, "area_code": "B", "area_name": "East", "children": 7.0, "need": 2.0,
              "idaci_score": 0.5, "imd_decile": 8}  # fmt: skip
    for name, (left, right) in further.items():
        first[name], second[name] = left, right
    return layer_of("Polygon", [(square(0, 0), first), (square(100, 0), second)], GRID, "areas")


def buildings():
    """A strip of 20 by 100 m in A and 60 by 100 m in B, and a block of 40 by 50 m in A."""
    return layer_of(
        "Polygon",
        [(square(80, 0, 80), {"uprn": "strip", "homes": 8}),
         (square(0, 0, 40, 50), {"uprn": "block", "homes": 6})],
        GRID, "buildings",
    )  # fmt: skip


def moved(layer, target):
    """Give a layer in another coordinate system."""
    kind = "Polygon" if layer.geometryType() == 2 else "Point"
    system = QgsCoordinateReferenceSystem(target)
    transform = QgsCoordinateTransform(layer.crs(), system, QgsProject.instance())
    rows = []
    for feature, values in zip(layer.getFeatures(), rows_of(layer)):
        shape = QgsGeometry(feature.geometry())
        shape.transform(transform)
        rows.append((shape.asWkt(12), values))
    return layer_of(kind, rows, target, layer.name())


def refused(**parameters):
    with pytest.raises(QgsProcessingException) as error:
        run("finerdemand", **parameters)
    return str(error.value)


def test_counts_are_shared_out_and_rates_and_words_are_carried_over():
    found = run("finerdemand", AREAS=two_areas(), PARTS=buildings(), PART_ID="uprn")
    rows = found.by("OUTPUT", "part_id")
    assert {name: row["children"] for name, row in rows.items()} == {
        "block": 5.0, "strip/A": 5.0, "strip/B": 7.0,
    }  # fmt: skip
    assert [rows[name]["need"] for name in ("block", "strip/A", "strip/B")] == [2.0, 2.0, 2.0]
    block, east = rows["block"], rows["strip/B"]
    assert (block["area_code"], block["area_name"], block["idaci_score"]) == ("A", "West", 0.25)
    assert (east["imd_decile"], east["rural_urban"]) == (8, "Rural: hamlet")
    assert (block["area_share"], block["placed_by"]) == (0.5, "area")
    assert block["sources"] == (
        "A table; a publisher. Placed on buildings, by their own area; publisher and licence not "
        "stated"
    )
    assert found.columns("OUTPUT")[:2] == ["area_code", "part_id"]
    numbers = ("AREA_COUNT", "POINT_COUNT", "CHILDREN", "NEED", "AREAS_WHOLE", "LARGEST_DIFFERENCE")
    assert [found[name] for name in numbers] == [2, 3, 17.0, 6.0, 0, 0.0]
    check = "Check: children 17.000000 in the areas, 17.000000 at the points"
    assert any(said.startswith(check) for said in found.log.said)


def test_a_weight_shares_by_what_a_whole_place_counts():
    found = run(
        "finerdemand", AREAS=two_areas(), PARTS=buildings(), PART_ID="uprn", WEIGHT="homes"
    ).by("OUTPUT", "part_id")
    assert found["block"]["children"] == 7.5
    assert found["strip/A"]["children"] == 2.5
    assert {row["placed_by"] for row in found.values()} == {"weight"}


@pytest.mark.parametrize("areas", [GRID, DEGREES, "EPSG:3857"])
@pytest.mark.parametrize("parts", [GRID, DEGREES])
def test_any_coordinate_systems_share_alike_and_points_come_in_the_areas_own(areas, parts):
    found = run(
        "finerdemand", AREAS=moved(two_areas(), areas), PARTS=moved(buildings(), parts),
        PART_ID="uprn",
    )  # fmt: skip
    rows = found.by("OUTPUT", "part_id")
    assert rows["block"]["children"] == pytest.approx(
        5.0, abs=1e-3
    )  # the grid is metres off, but alike
    assert rows["strip/A"]["children"] + rows["block"]["children"] == 10.0
    layer = found.layer("OUTPUT")
    assert layer.crs().authid() == areas
    back = QgsCoordinateTransform(
        layer.crs(), QgsCoordinateReferenceSystem(GRID), QgsProject.instance()
    )
    for feature in layer.getFeatures():
        at = back.transform(feature.geometry().asPoint())
        left = 0 if feature["area_code"] == "A" else 100
        assert left < at.x() - WEST < left + 100
        assert 0 < at.y() - SOUTH < 100


def test_points_share_alike_and_an_area_without_any_keeps_one_of_its_own():
    places = layer_of("Point", [(point(10, 10), {}), (point(20, 20), {}), (point(900, 0), {})])
    found = run("finerdemand", AREAS=two_areas(), PARTS=places)
    rows = found.rows("OUTPUT")
    assert sorted(row["children"] for row in rows) == [5.0, 5.0, 7.0]
    whole = next(row for row in rows if row["placed_by"] == "whole_area")
    assert (whole["part_id"], whole["area_share"]) == ("area B", 1.0)
    assert (found["AREAS_WHOLE"], found["CHILDREN_WHOLE"]) == (1, 7.0)
    assert "1 of 2 areas (first: B) hold no feature of places" in " ".join(found.log.warned)
    thin = "Points in an area with any: median 2, fewest 2 (A); the point with most children is 1 "
    assert any(said.startswith(thin + "with 5.0.") for said in found.log.said)


def test_a_missing_count_stays_missing_and_is_said():
    found = run(
        "finerdemand", AREAS=two_areas(children_0_2=(None, 3.0)), PARTS=buildings(),
        PART_ID="uprn",
    )  # fmt: skip
    rows = found.by("OUTPUT", "part_id")
    assert rows["block"]["children_0_2"] is None
    assert rows["strip/B"]["children_0_2"] == 3.0
    assert "children_0_2 is empty in 1 of 2 areas (first: A)" in " ".join(found.log.warned)


def test_numbers_that_nobody_named_are_left_out_until_they_are():
    areas = two_areas(low_income=(4.0, 6.0), no_car=(0.2, 0.4), no_car_share=(0.1, 0.3))
    found = run("finerdemand", AREAS=areas, PARTS=buildings(), PART_ID="uprn")
    assert {"low_income", "no_car"} & set(found.columns("OUTPUT")) == set()
    assert "counts or rates: low_income, no_car." in " ".join(found.log.warned)
    assert found.by("OUTPUT", "part_id")["block"]["no_car_share"] == 0.1
    rows = run(
        "finerdemand", AREAS=areas, PARTS=buildings(), PART_ID="uprn", COUNTS="low_income",
        RATES="no_car",
    ).by("OUTPUT", "part_id")  # fmt: skip
    assert (rows["block"]["low_income"], rows["block"]["no_car"]) == (2.0, 0.2)


@pytest.mark.parametrize("headings", [OLD, NEW], ids=["old", "new"])
def test_live_postcodes_of_a_directory_share_alike(tmp_path, headings):
    rows, live = directory(headings, count=400)
    user, name = headings.index("usertype" if headings is OLD else "usrtypind"), live[3]["postcode"]
    next(row for row in rows if name in row)[user] = "1"
    live = [row for row in live if row["postcode"] != name]
    path = tmp_path / "ONSPD_FICTIONAL.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    values = {"sources": "A table", "need": 0.0}
    areas = layer_of(
        "Polygon",
        [(square(-4000, -4000, 3000, 9000), {"area_code": "L", "children": 50.0, **values}),
         (square(-1000, -4000, 2000, 9000), {"area_code": "R", "children": 30.0, **values})],
    )  # fmt: skip
    found = run("finerdemand", AREAS=areas, POSTCODES=str(path))
    inside = {"L": [], "R": []}
    for row in live:
        x, y = float(row["x"]) - WEST, float(row["y"]) - SOUTH
        if -4000 <= x <= 1000 and -4000 <= y <= 5000:
            inside["L" if x <= -1000 else "R"].append(row["postcode"])
    points = found.by("OUTPUT", "part_id")
    assert set(points) == {code for codes in inside.values() for code in codes}
    for area, codes in inside.items():
        assert {points[code]["area_code"] for code in codes} == {area}
        total = {"L": 50.0, "R": 30.0}[area]
        assert math.fsum(points[code]["children"] for code in codes) == total
        assert all(points[c]["children"] == pytest.approx(total / len(codes)) for c in codes)
    assert all(row["fictional"] for row in points.values())
    assert all("Placed on postcodes: Fictional" in row["sources"] for row in points.values())
    assert any("terminated postcodes were left out" in said for said in found.log.said)


def test_points_serve_coverage_as_its_demand_and_as_its_second_placing(network):
    corner = {"area_code": "A", "children": 12.0, "need": 12.0, "idaci_decile": 1}
    x, y = ORIGIN
    ring = ((0, -100), (1000, -100), (1000, 100), (0, 100), (0, -100))
    area = f"Polygon (({', '.join(f'{x + a} {y + b}' for a, b in ring)}))"
    areas = layer_of("Polygon", [(area, corner)], GRID, "areas")
    homes = layer_of("Point", [(f"Point ({x + at} {y})", {}) for at in (220, 660, 940)])
    finer = run("finerdemand", AREAS=areas, PARTS=homes).layer("OUTPUT")
    hubs = layer_of("Point", [(f"Point ({x + 60} {y})", {"site_id": "7"})], GRID, "hubs")
    first = layer_of("Point", [(f"Point ({x + 220} {y})", corner)], GRID, "first")
    given = {"NETWORK": network, "HUBS": hubs, "HUB_ID": "site_id", "BANDS": "5,10"}
    alone = run("coverage", DEMAND=finer, DEMAND_ID="part_id", **given)
    assert (alone["CHILDREN"], alone["REACHED"]) == (12.0, 8.0)  # 2, 7.5 and 11 minutes
    both = run(
        "coverage", DEMAND=first, DEMAND_2=finer, DEMAND_2_ID="part_id",
        DEMAND_2_AREA="area_code", BY_ALLOCATION="TEMPORARY_OUTPUT", **given,
    )  # fmt: skip
    reached = [row["reached_5"] for row in both.rows("BY_ALLOCATION") if row["by"] == "all areas"]
    assert reached == [12.0, 4.0]


def test_what_cannot_be_used_is_refused_in_words(tmp_path):
    areas, parts = two_areas(), buildings()
    one_of = "Give either finer places"
    assert one_of in refused(AREAS=areas)
    table = tmp_path / "p.csv"
    table.write_text("pcds,east1m,north1m\nZZ1 1AA,484010,304010\n", encoding="utf-8")
    assert one_of in refused(AREAS=areas, PARTS=parts, POSTCODES=str(table))
    lines = layer_of("LineString", [("LineString (484000 304000, 484010 304010)", {})])
    assert "all polygons or all points" in refused(AREAS=areas, PARTS=lines)
    several = layer_of("MultiPoint", [("MultiPoint (484001 304001, 484002 304002)", {})])
    assert "have several points" in refused(AREAS=areas, PARTS=several)
    assert "has no field 'area_code'" in refused(
        AREAS=layer_of("Polygon", [(square(0, 0), {"children": 1.0})]), PARTS=parts
    )
    dots = layer_of("Point", [(point(1, 1), {"area_code": "A", "children": 1.0})], GRID, "dots")
    assert "features of dots must be polygons" in refused(AREAS=dots, PARTS=parts)
    far = layer_of("Point", [("Point (100000 100000)", {})])
    assert "No feature of places lies in one of the 2 areas of areas" in refused(
        AREAS=areas, PARTS=far
    )
    assert "idaci_score cannot be shared out" in refused(
        AREAS=areas, PARTS=parts, COUNTS="idaci_score"
    )
    assert "children cannot be carried over as a rate: its name says it is a count" in refused(
        AREAS=areas, PARTS=parts, RATES="children"
    )
    assert "no field 'deri' to carry over" in refused(AREAS=areas, PARTS=parts, RATES="deri")
    held = two_areas(low_income=("4", "c"))
    assert "low_income of B is 'c', which is no number" in refused(
        AREAS=held, PARTS=parts, COUNTS="low_income"
    )
    twice = layer_of("Point", [(point(1, 1), {"uprn": "1"}), (point(2, 2), {"uprn": "1"})])
    assert "more than once" in refused(AREAS=areas, PARTS=twice, PART_ID="uprn")
    loose = QgsVectorLayer("Point?field=uprn:string", "loose", "memory")
    loose.setCrs(QgsCoordinateReferenceSystem())
    feature = QgsFeature(loose.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(WEST + 1.0, SOUTH + 1.0)))
    loose.dataProvider().addFeature(feature)
    assert "loose has no coordinate reference system" in refused(AREAS=areas, PARTS=loose)


def test_a_column_without_any_data_is_carried_over_empty(network):
    """Coverage then calls the group not assessed; a number nobody named is still left out."""
    areas = two_areas(disability=(1.0, None), pets=(3.0, None))
    place = areas.fields().indexFromName("disability")
    assert areas.dataProvider().changeAttributeValues({1: {place: None}})
    found = run("finerdemand", AREAS=areas, PARTS=buildings(), PART_ID="uprn")
    assert {row["disability"] for row in found.rows("OUTPUT")} == {None}
    assert "pets" not in found.columns("OUTPUT")
    (left_out,) = [said for said in found.log.warned if said.startswith("Left out")]
    assert "pets" in left_out and "disability" not in left_out
    covered = run("coverage", NETWORK=network, HUBS=hubs(), HUB_ID="site_id", GROUPS="disability",
                  DEMAND=found.layer("OUTPUT"), DEMAND_ID="part_id",
                  BY_GROUP="TEMPORARY_OUTPUT")  # fmt: skip
    assert covered.by("BY_GROUP", "key")["disability"]["note"] == "not assessed"


def test_a_run_that_is_stopped_writes_nothing(tmp_path):
    target = tmp_path / "finer.gpkg"
    stopped = CancelledOnProgress(20.0)
    found = run("finerdemand", stopped, AREAS=two_areas(), PARTS=buildings(), OUTPUT=str(target))
    assert found["STATUS"] == "cancelled"
    assert not target.exists()


def test_postcodes_serve_great_britain_only(tmp_path):
    table = tmp_path / "p.csv"
    table.write_text("pcds,east1m,north1m\nZZ1 1AA,484010,304010\n", encoding="utf-8")
    ring = "Polygon ((-51.2 -30.1, -51.1 -30.1, -51.1 -30.0, -51.2 -30.1))"
    areas = layer_of("Polygon", [(ring, {"area_code": "A", "children": 1.0})], DEGREES)
    assert "serves areas in Great Britain only" in refused(AREAS=areas, POSTCODES=str(table))


def test_shapes_with_heights_and_measures_are_read_flat():
    ring = "484000 304000 5 1, 484050 304000 5 2, 484050 304100 5 3, 484000 304000 5 1"
    high = layer_of("PolygonZM", [(f"PolygonZM (({ring}))", {"uprn": "tall"})])
    rows = run("finerdemand", AREAS=two_areas(), PARTS=high, PART_ID="uprn").by("OUTPUT", "part_id")
    assert rows["tall"]["children"] == 10.0


def test_rutlands_children_stand_at_its_buildings_and_every_area_keeps_its_own(shared_data):
    data = shared_data / "rutland"
    areas = QgsVectorLayer(str(data / "boundaries" / "LSOA_2021_E06000017.geojson"), "areas", "ogr")
    values = {f["LSOA21CD"]: 100.0 + number for number, f in enumerate(areas.getFeatures())}
    named = [(f.geometry().asWkt(9), {"area_code": f["LSOA21CD"], "children": values[f["LSOA21CD"]],
                                      "need": 1.0}) for f in areas.getFeatures()]  # fmt: skip
    kind = "MultiPolygon" if "Multi" in named[0][0] else "Polygon"
    archive = data / "network" / "rutland-latest-free.shp.zip"
    parts = QgsVectorLayer(f"/vsizip/{archive}/gis_osm_buildings_a_free_1.shp", "buildings", "ogr")
    found = run("finerdemand", AREAS=layer_of(kind, named, DEGREES), PARTS=parts, PART_ID="osm_id")
    held: dict[str, list[float]] = {}
    for row in found.rows("OUTPUT"):
        held.setdefault(row["area_code"], []).append(row["children"])
    assert {code: math.fsum(each) for code, each in held.items()} == values
    assert len(values) == 26
    assert found["POINT_COUNT"] > 4000
    assert found["AREAS_WHOLE"] == 0
