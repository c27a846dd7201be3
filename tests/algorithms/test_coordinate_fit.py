"""Coordinates that do not fit the system of their layer: refused in words, or a place astray.

A layer whose eastings and northings are called degrees, and one vertex that lies nowhere, once
ended QGIS itself through the spatial index.
"""

from __future__ import annotations

import csv
import math

import pytest
from algorithms.runs import (
    DEGREES,
    DEMAND,
    GRID,
    HUBS,
    Log,
    demand,
    hubs,
    layer_of,
    points,
    run,
    square,
)
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
)
from toy_town import ORIGIN, to_degrees

from family_hub_planner.processing.coordinate_fit import fits

NOWHERE = "Polygon ((480000 300000, 490000 300000, 490000 310000, 480000 300000))"
HUGE = "Polygon ((0 0, 1e300 0, 1e300 1e300, 0 0))"
ASTRAY = "its coordinates do not fit the layer's coordinate system"


def refused(algorithm, **parameters):
    """Give what the user is told by a run that must be refused: plain words on one line."""
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        run(algorithm, log, **parameters)
    said = str(error.value)
    assert "Traceback" not in said and "\n" not in said.strip()
    return said


def in_degrees(metres):
    """Give a square round a point of the toy town in degrees, as text."""
    corners = [(metres[0] + ORIGIN[0] + x, metres[1] + ORIGIN[1] + y)
               for x, y in ((-50, -50), (50, -50), (50, 50), (-50, 50), (-50, -50))]  # fmt: skip
    return f"Polygon (({', '.join(f'{x:.9f} {y:.9f}' for x, y in to_degrees(corners))}))"


def drawn(first=None, shape=square, crs=GRID):
    """Give the areas of the toy town's demand, the first with another shape."""
    rows = [(shape(at), {"area_code": values["area_code"]}) for at, values in DEMAND]
    rows[0] = (first or rows[0][0], rows[0][1])
    return layer_of("Polygon", rows, crs, "drawn")


def coverage(network, **parameters):
    return {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": demand(),
            "BANDS": "5,10", **parameters}  # fmt: skip


# --- areas to draw ------------------------------------------------------------------------------


def test_drawn_areas_of_eastings_called_degrees_are_refused(network):
    said = refused("coverage", **coverage(network, AREAS=drawn(crs=DEGREES)))
    assert (
        "5 of 5 areas of drawn do not fit their coordinate system EPSG:4326 (first: West)" in said
    )


@pytest.mark.parametrize(
    ("shape", "crs", "first"), [(in_degrees, DEGREES, NOWHERE), (in_degrees, DEGREES, HUGE),
                                (square, GRID, HUGE)],
)  # fmt: skip
def test_one_drawn_area_that_lies_nowhere_is_named(network, shape, crs, first):
    assert run("coverage", **coverage(network, AREAS=drawn(None, shape, crs)))["CHILDREN"] == 105
    said = refused("coverage", **coverage(network, AREAS=drawn(first, shape, crs)))
    assert "1 of 5 areas of drawn do not fit" in said and f"{crs} (first: West)" in said


def test_drawn_areas_that_are_points_are_refused(network):
    said = refused("coverage", **coverage(network, AREAS=demand()))
    assert "features of demand must be polygons" in said


def test_a_place_that_the_networks_system_cannot_take_is_refused(network):
    """On the globe, but a quarter of the way round from the British grid's meridian."""
    away = "Polygon ((88 0, 88.1 0, 88.1 0.1, 88 0.1, 88 0))"
    said = refused("coverage", **coverage(network, AREAS=drawn(away, in_degrees, DEGREES)))
    assert "first: West" in said


@pytest.mark.parametrize(
    ("shape", "crs", "fit"),
    [
        ("Point (-180 90)", DEGREES, True), ("Point (-180.1 0)", DEGREES, False),
        ("Point (0 90.1)", DEGREES, False), ("Point (500000 300000)", GRID, True),
        ("Point (1e30 0)", GRID, False), ("Point EMPTY", GRID, True),
    ],
)  # fmt: skip
def test_coordinates_fit_within_the_degrees_there_are_and_a_bound_in_metres(shape, crs, fit):
    assert fits(QgsGeometry.fromWkt(shape), QgsCoordinateReferenceSystem(crs)) is fit


def test_a_vertex_that_is_no_number_does_not_fit_though_the_box_leaves_it_out():
    corners = [QgsPointXY(x, y) for x, y in ((0, 0), (9, 0), (math.nan, 5), (9, 9), (0, 0))]
    shape = QgsGeometry.fromPolygonXY([corners])
    assert not fits(shape, QgsCoordinateReferenceSystem(GRID))


# --- areas of need, centroids, wards, finer places ----------------------------------------------

AT = {"X1": (0, 0), "X2": (200, 0), "X3": (400, 0)}


@pytest.fixture
def need(tmp_path):
    """Three areas in degrees, with their children."""
    people = tmp_path / "people.csv"
    with people.open("w", newline="") as out:
        csv.writer(out).writerows([("Area", "All"), *((code, 7) for code in AT)])
    return {"AREAS": areas(), "CODE": "code", "POPULATION": str(people),
            "POPULATION_COLUMNS": "code=Area; 0-4=All"}  # fmt: skip


def areas(shape=in_degrees, crs=DEGREES):
    return layer_of("Polygon", [(shape(at), {"code": c}) for c, at in AT.items()], crs, "lsoa")


def centroids(first, crs=DEGREES):
    """Give centroids in the areas, the first elsewhere."""
    rows = [
        (f"Point ({x} {y})", {"code": code})
        for code, (x, y) in zip(
            AT, to_degrees([(x + ORIGIN[0], y + ORIGIN[1]) for x, y in AT.values()])
        )
    ]
    return layer_of("Point", [(f"Point ({first})", {"code": "X1"}), *rows[1:]], crs, "weighted")


def test_areas_of_eastings_called_degrees_are_refused_without_hotspots_too(need):
    said = refused("needlayer", **{**need, "AREAS": areas(square)})
    assert "3 of 3 areas of lsoa do not fit their coordinate system EPSG:4326 (first: X1)" in said


@pytest.mark.parametrize("kind", ["Point", "LineString"])
def test_areas_that_are_no_polygons_are_refused(need, kind):
    shape = {"Point": "Point (0 52)", "LineString": "LineString (0 52, 1 52)"}[kind]
    dots = layer_of(kind, [(shape, {"code": code}) for code in AT], DEGREES, "dots")
    assert "features of dots must be polygons" in refused("needlayer", **{**need, "AREAS": dots})


@pytest.mark.parametrize("first", ["1e30 1e30", "-200 95", "500000 300000"])
def test_a_centroid_that_lies_nowhere_is_named(need, first):
    said = refused("needlayer", **need, CENTROIDS=centroids(first))
    assert "1 of 3 centroids of weighted do not fit" in said and "first: X1" in said
    rows = [(at, {"code": code}) for code, at in AT.items()]
    grid = {**need, "AREAS": layer_of("Polygon", [(square(a), c) for a, c in rows])}
    assert "first: X1" in refused("needlayer", **grid, CENTROIDS=centroids(first))


@pytest.mark.parametrize(("east", "taken"), [(0, True), (4900, True), (5200, False)])
def test_a_centroid_may_lie_five_kilometres_outside_its_areas_box(need, east, taken):
    """The box ends 50 m east of the area's middle; both are in degrees, where 5 km are 0.07°."""
    ((x, y),) = to_degrees([(ORIGIN[0] + east, ORIGIN[1])])
    given = {**need, "CENTROIDS": centroids(f"{x} {y}")}
    if taken:
        assert run("needlayer", **given)["CHILDREN"] == 21
        return
    said = refused("needlayer", **given)
    assert "1 of 3 centroids of weighted lie more than 5 km outside their area (first: X1)" in said


def test_wards_that_do_not_fit_their_system_are_refused(need):
    wards = layer_of("Polygon", [(square((0, 0)), {"ward": "West Ward"})], DEGREES, "wards")
    said = refused("needlayer", **need, WARDS=wards, WARD_NAME="ward")
    assert "1 of 1 polygons of wards do not fit" in said and "first: West Ward" in said


def test_areas_to_share_out_that_do_not_fit_their_system_are_refused():
    rows = [(square(at), {"area_code": code, "children": 7.0, "need": 7.0})
            for code, at in AT.items()]  # fmt: skip
    homes = points([(at, {"home": code}) for code, at in AT.items()])
    assert run("finerdemand", AREAS=layer_of("Polygon", rows), PARTS=homes)["CHILDREN"] == 21
    said = refused("finerdemand", AREAS=layer_of("Polygon", rows, DEGREES, "need"), PARTS=homes)
    assert "3 of 3 areas of need do not fit" in said


# --- places: one astray stops no run ------------------------------------------------------------


def far_hub(crs=GRID):
    """Give the two hubs of the toy town and one that lies nowhere."""
    rows = [(g.geometry().asWkt(12), {"site_id": g["site_id"]}) for g in hubs(crs).getFeatures()]
    return layer_of("Point", [*rows, ("Point (1e30 1e30)", {"site_id": "far"})], crs, "hubs")


@pytest.mark.parametrize("crs", [GRID, DEGREES])
def test_one_hub_that_lies_nowhere_is_reported_and_the_others_are_counted(network, tmp_path, crs):
    page = tmp_path / "page.html"
    given = coverage(network, UNROUTED="TEMPORARY_OUTPUT", HTML=str(page))
    whole, done = run("coverage", **given), run("coverage", **{**given, "HUBS": far_hub(crs)})
    assert done["REACHED"] == whole["REACHED"] > 0
    assert done["UNROUTED_COUNT"] == whole["UNROUTED_COUNT"] + 1
    row = done.by("UNROUTED", "id")["far"]
    assert (row["role"], row["reason"], row["snap_m"]) == ("hub", ASTRAY, None)
    assert f"1 of 3 hubs: {ASTRAY} (first: far)." in done.log.warned
    assert "Hub far is in no journey: its coordinates do not fit" in page.read_text("utf-8")


def test_a_demand_point_that_lies_nowhere_is_not_routed(network):
    rows = [(f.geometry().asWkt(12), dict(zip(f.fields().names(), f.attributes())))
            for f in demand().getFeatures()]  # fmt: skip
    rows[1] = ("Point (1e30 -1e30)", rows[1][1])
    done = run("coverage", **coverage(network, DEMAND=layer_of("Point", rows)))
    assert (done["CHILDREN"], done["CHILDREN_UNROUTED"]) == (105, 25)  # Mid's 20, the moor's 5
    assert done.by("OUTPUT", "area_code")["Mid"]["note"] == ASTRAY


@pytest.mark.parametrize("name", ["HUBS", "DEMAND", "VOICES"])
def test_a_layer_none_of_whose_places_fits_is_refused_in_one_line(network, name):
    key = "area_code" if name == "DEMAND" else "site_id"
    rows = [("Point (500000 300000)", {key: n, "children": 1.0, "need": 1.0}) for n in ("a", "b")]
    wrong = layer_of("Point", [*rows, (None, {**rows[0][1], key: "c"})], DEGREES, "wrong")
    said = refused("coverage", **coverage(network, **{name: wrong}))
    assert "None of the 2 places of the layer wrong fits its coordinate system EPSG:4326" in said


def test_a_voice_that_lies_nowhere_is_counted_apart(network):
    x, y = ORIGIN[0] + 220, ORIGIN[1]
    spoken = [f"Point ({x} {y})", "Point (1e30 1e30)", None]
    voices = layer_of("Point", [(at, {"theme": "Cost"}) for at in spoken])
    done = run("coverage", **coverage(network, VOICES=voices, AREAS=drawn()))
    assert (done["VOICES_COUNTED"], done["VOICES_OUTSIDE"]) == (1, 2)
    assert any("The coordinates of 1 of 3 voices do not fit" in said for said in done.log.warned)
    assert any("fewer than 10 are without a place" in said for said in done.log.warned)


def test_travel_times_are_worked_out_beside_an_origin_that_lies_nowhere(network):
    done = run("traveltimes", NETWORK=network, ORIGINS=far_hub(), ORIGIN_ID="site_id",
               DESTINATIONS=points(HUBS), DESTINATION_ID="site_id",
               UNROUTED="TEMPORARY_OUTPUT")  # fmt: skip
    assert done["REACHED"] == 4
    assert [(row["id"], row["reason"]) for row in done.rows("UNROUTED")] == [("far", ASTRAY)]


def test_an_added_point_that_lies_nowhere_is_refused_as_such(need):
    at = QgsGeometry.fromWkt(in_degrees((0, 0))).centroid().asWkt(9)
    rows = [(at, {"n": "N1", "children": 5.0}), ("Point (1e30 0)", {"n": "N2", "children": 5.0})]
    said = refused("needlayer", **need, ADDED=layer_of("Point", rows, DEGREES, "homes"),
                   ADDED_ID="n", POINTS="TEMPORARY_OUTPUT")  # fmt: skip
    assert "1 of 2 added points of homes have coordinates that do not fit" in said
    assert "first: N2" in said


def test_a_boundary_of_eastings_called_degrees_is_refused(network):
    given = {"NETWORK": network, "SPACING_M": 10}
    assert run("candidatesfromnetwork", **given, BOUNDARY=drawn())["STATUS"] == "done"
    said = refused("candidatesfromnetwork", **given, BOUNDARY=drawn(crs=DEGREES))
    assert "5 of 5 areas of drawn do not fit" in said
