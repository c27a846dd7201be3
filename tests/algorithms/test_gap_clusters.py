"""familyhub:coverage, GAP_CLUSTERS: gaps that touch are one, with a name and their children."""

from __future__ import annotations

import numpy as np
import pytest
from algorithms.runs import layer_of, points, run, square
from needed_package import needed
from qgis.core import QgsWkbTypes
from toy_town import ORIGIN

#  One hub, minutes from a table: a row of squares of 100 m, and two that stand apart.
#      A1 5 min | B1 40 | B2 50 | C1 -     D1 60 touches C1 at a corner     E1 35, alone
AT = {"A1": (0, 0), "B1": (100, 0), "B2": (200, 0), "C1": (300, 0), "D1": (400, 100),
      "E1": (900, 0)}  # fmt: skip
MINUTES = {"v0": 99.0, "A1": 5.0, "B1": 40.0, "B2": 50.0, "D1": 60.0, "E1": 35.0}
CHILDREN = {"A1": 100.0, "B1": 30.0, "B2": 20.0, "C1": 10.0, "D1": 50.0, "E1": 200.0}
PLACE = {"A1": "Ash", "B1": "Beech", "B2": "Beech", "C1": "Cedar", "D1": "", "E1": "Elm"}


def demand():
    rows = [
        (at, {"area_code": code, "area_name": f"Area {code}", "children": CHILDREN[code],
              "need": 1.0, "locality": PLACE[code], "idaci_decile": 2})
        for code, at in AT.items()
    ]  # fmt: skip
    return points(rows, name="demand")


def areas(nudge=0.0):
    """Squares a little apart: sides of 100 m less the nudge."""
    shapes = [(square(at, 50 - nudge / 2), {"area_code": code}) for code, at in AT.items()]
    return layer_of("Polygon", shapes)


def cover(**parameters):
    times = [
        (None, {"origin_id": code, "destination_id": "h", "minutes": minutes})
        for code, minutes in MINUTES.items()
    ]
    hub = points([((0, 0), {"site_id": "h", "site_name": "The Hub"})])
    given = {"TIMES": layer_of("none", times), "HUBS": hub, "HUB_ID": "site_id",
             "DEMAND": demand(), "GAP_CLUSTERS": "TEMPORARY_OUTPUT", **parameters}  # fmt: skip
    return run("coverage", **given)


def gaps(done):
    return {row["cluster"]: row for row in done.rows("GAP_CLUSTERS")}


def test_areas_beyond_reach_that_share_a_border_or_a_corner_are_one_gap():
    done = cover(AREAS=areas())
    assert done.columns("GAP_CLUSTERS") == [
        "cluster", "areas", "children", "need", "unrouted", "mean_minutes", "nearest_hub",
        "children_decile_1_3", "area_codes",
    ]  # fmt: skip
    assert {name: row["area_codes"] for name, row in gaps(done).items()} == {
        "Elm": "E1", "Beech and 2 more areas": "B1, B2, C1, D1",
    }  # fmt: skip
    row = gaps(done)["Beech and 2 more areas"]
    assert (row["areas"], row["children"], row["need"], row["unrouted"]) == (4, 110, 4, 10)
    assert row["mean_minutes"] == pytest.approx((30 * 40 + 20 * 50 + 50 * 60) / 100)
    assert (row["nearest_hub"], row["children_decile_1_3"]) == ("h", 110)
    assert done.rows("GAP_CLUSTERS")[0]["cluster"] == "Elm"


def test_a_gap_is_drawn_without_the_borders_between_its_areas():
    done = cover(AREAS=areas())
    assert done.layer("GAP_CLUSTERS").wkbType() == QgsWkbTypes.Type.MultiPolygon
    shapes = {f["cluster"]: f.geometry() for f in done.layer("GAP_CLUSTERS").getFeatures()}
    whole = shapes["Beech and 2 more areas"]
    assert whole.area() == pytest.approx(40_000)
    assert whole.length() == pytest.approx(800 + 400)
    assert whole.boundingBox().xMinimum() == pytest.approx(ORIGIN[0] + 50)


@pytest.mark.parametrize("nudge, together", [(0.9, True), (1.5, False)])
def test_up_to_a_metre_between_two_areas_still_counts_as_touching(nudge, together):
    found = gaps(cover(AREAS=areas(nudge)))
    assert any("B1, B2" in row["area_codes"] for row in found.values()) is together


def test_the_gaps_hold_the_rows_and_the_children_of_the_areas_beyond_reach():
    done = cover(AREAS=areas(), GAPS="TEMPORARY_OUTPUT")
    codes = ", ".join(row["area_codes"] for row in done.rows("GAP_CLUSTERS")).split(", ")
    assert sorted(codes) == sorted(row["area_code"] for row in done.rows("GAPS"))
    children = sum(row["children"] for row in done.rows("GAP_CLUSTERS"))
    assert children == done["BEYOND"] + done["CHILDREN_UNROUTED"] == 310


def test_without_areas_points_make_gaps_by_their_spacing():
    """Two villages of five points 100 m apart, 2 km between them."""
    village = [(0, 0), (100, 0), (100, 100), (0, 100), (50, 50)]
    there = [*village, *((x + 2000, y) for x, y in village)]
    rows = [(at, {"area_code": f"v{i}", "children": 1.0, "need": 1.0})
            for i, at in enumerate(there)]  # fmt: skip
    done = cover(DEMAND=points(rows))
    assert done.layer("GAP_CLUSTERS").wkbType() == QgsWkbTypes.Type.MultiPoint
    found = [row["area_codes"] for row in done.rows("GAP_CLUSTERS")]
    assert found == ["v0, v1, v2, v3, v4", "v5, v6, v7, v8, v9"]
    shapes = [f.geometry() for f in done.layer("GAP_CLUSTERS").getFeatures()]
    assert [len(shape.asMultiPoint()) for shape in shapes] == [5, 5]


def test_a_point_without_a_place_is_a_gap_without_a_shape():
    rows = [(None, {"area_code": "lost", "children": 5.0, "need": 1.0}),
            ((0, 0), {"area_code": "A1", "children": 5.0, "need": 1.0})]  # fmt: skip
    done = cover(DEMAND=points(rows))
    (feature,) = done.layer("GAP_CLUSTERS").getFeatures()
    assert feature["cluster"] == "lost" and feature.geometry().isNull()


def test_an_area_without_a_locality_bears_its_own_name_and_without_one_its_code():
    nowhere = [(at, {"area_code": c, "area_name": f"Area {c}", "children": 1.0, "need": 1.0})
               for c, at in AT.items()]  # fmt: skip
    assert "Area E1" in gaps(cover(AREAS=areas(), DEMAND=points(nowhere)))
    bare = [(at, {"area_code": c, "children": 1.0, "need": 1.0}) for c, at in AT.items()]
    assert "E1" in gaps(cover(AREAS=areas(), DEMAND=points(bare)))


def test_an_area_whose_shape_crosses_itself_is_mended_and_joined():
    """B1 as an hourglass on its side: two triangles of 2,500 m² that meet in its middle."""
    corners = ((50, -50), (150, 50), (150, -50), (50, 50), (50, -50))
    ring = ", ".join(f"{ORIGIN[0] + x} {ORIGIN[1] + y}" for x, y in corners)
    shapes = [
        (f"Polygon (({ring}))" if code == "B1" else square(at), {"area_code": code})
        for code, at in AT.items()
    ]
    done = cover(AREAS=layer_of("Polygon", shapes))
    (gap,) = (f for f in done.layer("GAP_CLUSTERS").getFeatures() if f["areas"] == 4)
    assert gap.geometry().isGeosValid()
    assert gap.geometry().area() == pytest.approx(35_000)


def test_one_area_of_a_locality_and_a_point_added_by_hand_are_not_called_by_its_name(tmp_path):
    """Elm's other area, A1, is reached; a hotel in Beech stands alone."""
    page, place = tmp_path / "page.html", {**PLACE, "A1": "Elm"}
    rows = [(at, {"area_code": code, "area_name": f"Area {code}", "children": CHILDREN[code],
                  "need": 1.0, "locality": place[code], "added": "", "in_area": ""})
            for code, at in AT.items()]  # fmt: skip
    hotel = {"area_code": "N1", "area_name": "Area B1", "children": 60.0, "need": 1.0,
             "locality": "Beech", "added": "Hotel Bristol", "in_area": "B1"}  # fmt: skip
    done = cover(DEMAND=points([*rows, ((100, 700), hotel)]), AREAS=areas(), HTML=str(page))
    assert set(gaps(done)) == {
        "Area E1 in Elm", "Beech and 2 more areas", "a point added by hand"}  # fmt: skip
    said = page.read_text("utf-8")
    assert "a point added by hand" in said and "N1" not in said and "Bristol" not in said


def test_the_page_says_where_the_gaps_are(tmp_path):
    page = tmp_path / "page.html"
    log = cover(AREAS=areas(), HTML=str(page), GAP_CLUSTERS=None).log
    text = page.read_text("utf-8")
    assert "Where the gaps are" in text and "The Hub (h)" in text
    assert "They live in 2 gaps; the largest: Elm (about 200 of them" in text
    assert any("the largest: Elm" in said for said in log.said)


def test_nothing_is_grouped_where_neither_gaps_nor_page_were_asked_for():
    done = cover(GAP_CLUSTERS=None)
    assert "GAP_CLUSTERS" not in done.results
    assert not any("gap" in said for said in done.log.said)


def test_with_everybody_reached_the_layer_is_empty_and_the_page_says_so(tmp_path):
    page = tmp_path / "page.html"
    done = cover(BANDS="10,100", HTML=str(page), DEMAND=points(
        [((0, 0), {"area_code": "A1", "children": 5.0, "need": 1.0})]))  # fmt: skip
    assert done.rows("GAP_CLUSTERS") == []
    assert "No area is modelled beyond 100 minutes" in page.read_text("utf-8")


@pytest.mark.parametrize("longest", [100, 130, 180])
def test_rutlands_gaps_are_those_of_geopandas(shared_data, longest):
    """Minutes as if one could walk straight from each area's point to a hub in Oakham."""
    geopandas = needed("geopandas")
    path = shared_data / "rutland" / "boundaries" / "LSOA_2021_E06000017.geojson"
    real = geopandas.read_file(path).to_crs(27700).set_index("LSOA21CD")
    inside = real.geometry.representative_point()
    minutes = np.hypot(inside.x - 486_000, inside.y - 308_800) / 80
    children = {code: float(number + 1) for number, code in enumerate(real.index)}
    at = [(point.x - ORIGIN[0], point.y - ORIGIN[1]) for point in inside]
    rows = [
        (place, {"area_code": code, "children": children[code], "need": 1.0})
        for place, code in zip(at, real.index)
    ]
    times = [
        (None, {"origin_id": code, "destination_id": "h", "minutes": float(minutes[code])})
        for code in real.index
    ]
    done = cover(TIMES=layer_of("none", times), DEMAND=points(rows), AREAS=str(path),
                 AREA_CODE="LSOA21CD", BANDS=f"{longest}")  # fmt: skip
    beyond = real[minutes > longest].buffer(0.5)
    joined = beyond.unary_union
    parts = [
        set(beyond.index[beyond.intersects(part)]) for part in getattr(joined, "geoms", [joined])
    ]
    found = [set(row["area_codes"].split(", ")) for row in done.rows("GAP_CLUSTERS")]
    assert sorted(map(sorted, found)) == sorted(map(sorted, parts))
    sums = [row["children"] for row in done.rows("GAP_CLUSTERS")]
    assert sums == [sum(children[code] for code in part) for part in found]
    assert sums == sorted(sums, reverse=True)
