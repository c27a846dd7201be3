"""Points added by hand: made by needlayer, then through coverage, accessibility and suggestsites.

On the toy town's network: minutes on foot as in test_coverage. Further children live 240 m from
hub 007, at (300, 0): 3 minutes.
"""

from __future__ import annotations

import math
import re

import pytest
from algorithms.runs import DEGREES, DEMAND, Log, hubs, layer_of, points, run, square
from qgis.core import QgsProcessingException, QgsWkbTypes

AT = {"X1": (0, 0), "X2": (200, 0), "X3": (400, 0)}
HOTEL = ((20, 10), {"ref": "N1", "children": 5, "what": "Hotel Bristol", "low_income": 3.0})
HOUSES = ((210, 0), {"ref": "N2", "children": 8, "what": None, "children_0_2": 2})
AFAR = ((900, 900), {"ref": "N3", "children": 4, "what": "Barracks"})
SENSITIVE = "Added points may tell where people are housed"


@pytest.fixture
def tables(tmp_path):
    """Children 10, 20 and 0; IDACI scores 0.4, 0.1 and 0.3."""
    people, deprived = tmp_path / "people.csv", tmp_path / "deprived.csv"
    people.write_text("Area,0-2,3-4\nX1,6,4\nX2,12,8\nX3,0,0\n", encoding="utf-8")
    deprived.write_text("Area,Rate,Decile\nX1,0.4,1\nX2,0.1,7\nX3,0.3,2\n", encoding="utf-8")
    return {
        "POPULATION": str(people), "POPULATION_COLUMNS": "code=Area; 0-2=0-2; 3-4=3-4",
        "DEPRIVATION": str(deprived),
        "DEPRIVATION_COLUMNS": "code=Area; idaci_score=Rate; imd_decile=Decile",
    }  # fmt: skip


def areas():
    rows = [(square(at), {"code": code, "name": f"Area {code}", "council": "Toytown",
                          "town": f"Town {code}", "low_income": 7.0, "rural_urban": f"RU {code}"})
            for code, at in AT.items()]  # fmt: skip
    return layer_of("Polygon", rows, name="areas")


def need(tables, *added, crs="EPSG:27700", **parameters):
    given = {"AREAS": areas(), "CODE": "code", "NAME": "name", "AUTHORITY": "council",
             "POINTS": "TEMPORARY_OUTPUT", "ADDED": points(added, crs, "sites"), "ADDED_ID": "ref",
             "ADDED_NAME": "what", **tables, **parameters}  # fmt: skip
    return run("needlayer", **given)


def refused(tables, *added, **parameters):
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        need(tables, *added, log=log, **parameters)
    return " ".join([*log.errors, str(error.value)])


# --- needlayer ----------------------------------------------------------------------------------


def test_each_added_point_is_a_row_of_the_points_and_the_areas_stay_as_published(tables):
    done, without = need(tables, HOTEL, HOUSES), need(tables, ADDED=None, ADDED_ID=None,
                                                      ADDED_NAME=None)  # fmt: skip
    assert [row["area_code"] for row in done.rows("POINTS")] == ["X1", "X2", "X3", "N1", "N2"]
    assert [row["area_code"] for row in done.rows("OUTPUT")] == ["X1", "X2", "X3"]
    for old, new in zip(without.rows("OUTPUT"), done.rows("OUTPUT")):
        assert {**old, "added": "", "in_area": "", "remarks": new["remarks"]} == new
    assert (done["AREA_COUNT"], done["CHILDREN"], done["NEED"]) == (3, 30, 30)
    assert (done["ADDED_COUNT"], done["ADDED_CHILDREN_TOTAL"]) == (2, 13)
    assert (without["ADDED_COUNT"], without["ADDED_CHILDREN_TOTAL"]) == (0, 0)


def test_an_added_point_has_its_own_counts_and_what_describes_its_area(tables):
    done = need(tables, HOTEL, HOUSES, GROUPS="low_income", LOCALITY_FIELD="town")
    rows = done.by("POINTS", "area_code")
    hotel, houses = rows["N1"], rows["N2"]
    for name in ("area_name", "authority", "locality", "idaci_score", "imd_decile",
                 "local_quintile", "ages", "need_is", "rural_urban"):  # fmt: skip
        assert (hotel[name], houses[name]) == (rows["X1"][name], rows["X2"][name]), name
    assert (hotel["in_area"], hotel["added"]) == ("X1", "Hotel Bristol")
    assert (houses["in_area"], houses["added"]) == ("X2", "added by hand")
    assert (rows["X1"]["in_area"], rows["X1"]["added"]) == ("", "")
    assert (hotel["children"], hotel["low_income"], hotel["children_0_2"]) == (5, 3, None)
    assert (houses["children"], houses["low_income"], houses["children_0_2"]) == (8, None, 2)
    assert "added by hand" in hotel["sources"] and "sites" not in hotel["sources"]


@pytest.mark.parametrize("crs", ["EPSG:27700", DEGREES])
def test_an_added_point_stands_where_it_was_drawn_whatever_its_system(tables, crs):
    done = need(tables, HOTEL, crs=crs)
    (hotel,) = (f for f in done.layer("POINTS").getFeatures() if f["area_code"] == "N1")
    (first,) = (f for f in done.layer("POINTS").getFeatures() if f["area_code"] == "X1")
    at, centre = hotel.geometry().asPoint(), first.geometry().asPoint()
    assert (at.x() - centre.x(), at.y() - centre.y()) == pytest.approx((20, 10), abs=0.1)


def test_its_children_are_its_count_of_the_same_ages_and_of_the_ages_they_make_up(tables):
    """`children` is the count of 0-4: with its 0-2 and 3-4, or without."""
    aged = ((10, 0), {"ref": "N4", "children": 6, "children_0_2": 4, "children_3_4": 2})
    rows = need(tables, HOTEL, aged, AGE_BANDS="0-4, 0-3", ADDED_NAME=None).by(
        "POINTS", "area_code")  # fmt: skip
    assert (rows["N1"]["children_0_4"], rows["N4"]["children_0_4"]) == (5, 6)
    assert rows["N1"]["children_0_2"] is None and rows["N4"]["children_0_3"] is None
    older = need(tables, aged, AGES="0-2", AGE_BANDS="0-4", ADDED_NAME=None,
                 ADDED_CHILDREN="children_0_2").by("POINTS", "area_code")  # fmt: skip
    assert older["N4"]["children_0_4"] == 6


def test_its_need_is_that_of_as_many_children_of_its_area(tables):
    done = need(tables, HOTEL, HOUSES, WEIGHTING="income_deprived_children")
    found = {code: row["need"] for code, row in done.by("POINTS", "area_code").items()}
    by_hand = {"X1": 4.0, "X2": 2.0, "X3": 0.0, "N1": 2.0, "N2": 0.8}
    assert found == {code: pytest.approx(value) for code, value in by_hand.items()}
    assert done["NEED"] == pytest.approx(6.0)


def test_its_ward_is_that_of_its_own_place_where_polygons_tell(tables):
    """The border runs through X1, east of its demand point and west of the hotel."""
    wards = layer_of("Polygon", [(square((-100, 0), 110), {"ward": "West"}),
                                 (square((120, 0), 110), {"ward": "East"})])  # fmt: skip
    rows = need(tables, HOTEL, WARDS=wards, WARD_NAME="ward").by("POINTS", "area_code")
    assert (rows["X1"]["ward"], rows["N1"]["ward"], rows["N1"]["in_area"]) == ("West", "East", "X1")


def test_outside_all_areas_it_has_neither_deprivation_nor_authority_and_is_warned_of(tables):
    done = need(tables, HOTEL, AFAR)
    afar = done.by("POINTS", "area_code")["N3"]
    assert (afar["children"], afar["need"], afar["in_area"], afar["authority"]) == (4, 4, "", "")
    assert afar["imd_decile"] is None and afar["idaci_score"] is None
    assert afar["ages"] == "0-4"
    assert any("1 of 2 added points lie outside all areas (first: N3)" in s
               for s in done.log.warned)  # fmt: skip


def test_the_log_says_what_cannot_be_known_and_that_the_points_are_sensitive(tables):
    done = need(tables, HOTEL, HOUSES)
    assert any("2 points added by hand with 13 children" in s and "counted twice" in s
               for s in done.log.said)  # fmt: skip
    assert any(SENSITIVE in said for said in done.log.warned)
    assert not any("Bristol" in said for said in [*done.log.said, *done.log.warned])


def test_without_an_id_field_the_ids_say_that_they_were_added(tables):
    done = need(tables, HOTEL, HOUSES, ADDED_ID=None)
    assert [row["area_code"] for row in done.rows("POINTS")][3:] == ["added 1", "added 2"]


@pytest.mark.parametrize(
    ("added", "parameters", "words"),
    [
        ([((20, 10), {"ref": "X2", "children": 5})], {},
         "1 of 1 added points of sites have the code of an area as their id .first: X2"),
        ([HOTEL, HOTEL], {}, "1 value of ref stands more than once in sites .first: N1"),
        ([HOTEL, ((0, 0), {"ref": "N9", "children": None})], {},
         "1 of 2 added points of sites have no usable children .first: N9"),
        ([HOTEL, ((0, 0), {"ref": "N9", "children": -1})], {}, "no usable children .first: N9"),
        ([HOTEL, (None, {"ref": "N9", "children": 1})], {},
         "1 of 2 added points of sites have no place .first: N9"),
        ([HOTEL], {"ADDED_CHILDREN": "nobody"}, "has no field 'nobody'"),
        ([((0, 0), {"ref": "N1", "people": 4})], {}, "no field 'children'.*Added point's children"),
        ([HOTEL], {"POINTS": None}, "ask for Demand points .POINTS. too"),
        ([HOTEL, AFAR], {"WEIGHTING": "income_deprived_children"},
         "1 of 2 added points have no need .*first: N3, which lies outside all areas"),
        ([((400, 0), {"ref": "N4", "children": 2})], {"WEIGHTING": "income_deprived_children"},
         "first: N4, which lies in an area without children"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_words(tables, added, parameters, words):
    given = {name: None for name in ("ADDED_NAME",) if "what" not in added[0][1]}
    assert re.search(words, refused(tables, *added, **given, **parameters))


# --- what follows -------------------------------------------------------------------------------

NEW = ((300, 0), {"area_code": "N1", "children": 8.0, "need": 4.0, "idaci_decile": 1,
                  "local_quintile": 1, "locality": "South Bank", "authority": "Toytown",
                  "added": "Hotel Bristol", "in_area": "West"})  # fmt: skip


def with_new(**columns):
    """The toy town's demand and the hotel; further columns have a value for each area."""
    rows = [(at, {**v, "added": "", "in_area": "", **{c: vs[n] for c, vs in columns.items()}})
            for n, (at, v) in enumerate(DEMAND)]  # fmt: skip
    return points([*rows, NEW], name="demand")


def drawn():
    shapes = [(square(at), {"area_code": values["area_code"]}) for at, values in DEMAND]
    return layer_of("Polygon", shapes)


def cover(network, **parameters):
    given = {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": with_new(),
             "BANDS": "5,10", **parameters}  # fmt: skip
    return run("coverage", **given)


def test_coverage_counts_it_and_draws_it_as_a_small_circle_over_the_areas(network):
    done = cover(network, AREAS=drawn())
    rows = {f["area_code"]: f for f in done.layer("OUTPUT").getFeatures()}
    assert (done["CHILDREN"], done["REACHED"]) == (113, 78)
    assert rows["N1"]["minutes"] == pytest.approx(3.0, abs=2e-3)
    assert done.layer("OUTPUT").wkbType() == QgsWkbTypes.Type.MultiPolygon
    circle = rows["N1"].geometry()
    assert circle.area() == pytest.approx(math.pi * 10**2, rel=0.03), "a tenth of the square's side"
    assert circle.contains(rows["N1"].geometry().centroid())
    centre = circle.centroid().asPoint()
    west = rows["West"].geometry().centroid().asPoint()
    assert (centre.x() - west.x(), centre.y() - west.y()) == pytest.approx((80, 0), abs=0.01)


def test_the_results_tell_it_apart_without_its_name(network):
    home = cover(network, HOME_AUTHORITY="Toytown", GAPS="TEMPORARY_OUTPUT", BANDS="1")
    shared = run("accessibility", NETWORK=network, HUBS=hubs(hours_week=[30.0, 20.0]),
                 HUB_ID="site_id", DEMAND=with_new(), HOME_AUTHORITY="Toytown")  # fmt: skip
    for rows in (home.rows("OUTPUT"), home.rows("GAPS"), shared.rows("OUTPUT")):
        told = {row["area_code"]: row["added"] for row in rows}
        assert told == {"West": "", "Mid": "", "North": "", "Moor": "", "N1": "added by hand"}
    assert "added" not in cover(network, DEMAND=points(DEMAND)).columns("OUTPUT")


def test_a_point_that_is_not_told_as_added_still_needs_its_area(network):
    log, lost = Log(), [*DEMAND, (NEW[0], {**NEW[1], "added": ""})]
    with pytest.raises(QgsProcessingException) as error:
        cover(network, AREAS=drawn(), DEMAND=points(lost), log=log)
    said = " ".join([*log.errors, str(error.value)])
    assert "1 of 6 demand points have no area" in said and "first: N1" in said


def test_the_page_says_that_points_were_added_and_not_which(network, tmp_path):
    page, sites = tmp_path / "page.html", tmp_path / "sites.html"
    cover(network, AREAS=drawn(), HTML=str(page))
    run("suggestsites", NETWORK=network, DEMAND=with_new(), CANDIDATES=hubs(), SITES=1,
        CANDIDATE_ID="site_id", HTML=str(sites))  # fmt: skip
    for text in (page.read_text("utf-8"), sites.read_text("utf-8")):
        assert "The children of a point added by hand are counted in" in text
        assert "Bristol" not in text


def test_a_page_without_added_points_does_not_speak_of_them(network, tmp_path):
    page = tmp_path / "page.html"
    cover(network, DEMAND=points(DEMAND), HTML=str(page))
    assert "added by hand" not in page.read_text("utf-8")


def test_the_second_placing_leaves_it_where_it_is(network):
    """The second layer shares out the areas' children; of the hotel's it knows nothing."""
    moved = [(DEMAND[0][0], "West", 4.0), (DEMAND[2][0], "West", 6.0),
             *((at, v["area_code"], v["children"]) for at, v in DEMAND[1:])]  # fmt: skip
    second = points([(at, {"lsoa": a, "children": c}) for at, a, c in moved], name="postcodes")
    done = cover(network, DEMAND_2=second, DEMAND_2_AREA="lsoa", BY_ALLOCATION="TEMPORARY_OUTPUT")
    total = {r["allocation"]: r for r in done.rows("BY_ALLOCATION") if r["by"] == "all areas"}
    found = {name: (r["children"], r["reached_10"], r["unrouted"]) for name, r in total.items()}
    assert found == {"demand": (113, 78, 5), "postcodes": (113, 72, 5)}


def test_a_second_placing_that_has_the_added_point_is_taken_as_it_is(network):
    rows = [(at, v["area_code"], v["children"]) for at, v in [*DEMAND, NEW]]
    second = points([(at, {"area_code": a, "children": c}) for at, a, c in rows], name="again")
    done = cover(network, DEMAND_2=second, BY_ALLOCATION="TEMPORARY_OUTPUT")
    total = [r for r in done.rows("BY_ALLOCATION") if r["by"] == "all areas"]
    assert [(r["areas"], r["children"]) for r in total] == [(6, 113)] * 2


def test_its_ids_may_be_numbers_that_the_second_layer_has_too(network):
    new = (NEW[0], {**NEW[1], "area_code": "1"})
    second = [(at, {"area_code": v["area_code"], "children": v["children"]}) for at, v in DEMAND]
    done = cover(network, DEMAND=points([*DEMAND, new]), DEMAND_2=points(second, name="second"),
                 BY_ALLOCATION="TEMPORARY_OUTPUT")  # fmt: skip
    assert {r["children"] for r in done.rows("BY_ALLOCATION") if r["by"] == "all areas"} == {113}


def test_its_households_without_a_car_are_those_of_its_area(network):
    """Within 3 minutes by car all but Moor; on foot West (2.0) and North (1.5), N1 at 3.0."""
    shares = [0.5, 0.2, 0.1, 0.25, 0.4]
    done = cover(network, DEMAND=with_new(no_car=shares), MODE="drive", NO_CAR="no_car",
                 BANDS="4", BY_MODE="TEMPORARY_OUTPUT")  # fmt: skip
    found = {r["travel"]: r for r in done.rows("BY_MODE") if r["by"] == "all areas"}
    assert found["without a car"]["children"] == pytest.approx(5 + 4 + 3 + 10 + 2 + 8 * 0.5)
    assert found["without a car"]["reached_4"] == pytest.approx(5 + 10 + 4)


def test_its_digital_tier_is_that_of_its_area(network):
    done = cover(network, DEMAND=with_new(deri=[9.0, 1.0, 1.0, 1.0, 1.0]), BANDS="1",
                 DIGITAL="deri", DIGITAL_THRESHOLD=5)  # fmt: skip
    rows = done.by("OUTPUT", "area_code")
    assert rows["N1"]["digital_tier"] == rows["West"]["digital_tier"] == "neither"


def test_it_competes_for_the_hubs_capacity(network):
    """Hub 007 has 30 hours for West's 10, Mid's 20 and the 8 added; hub 8 has 20 for North's 40."""
    done = run("accessibility", NETWORK=network, HUBS=hubs(hours_week=[30.0, 20.0]), BANDS="5,10",
               HUB_ID="site_id", DEMAND=with_new(), METHOD="2sfca", AREAS=drawn())  # fmt: skip
    score = {code: row["score"] for code, row in done.by("OUTPUT", "area_code").items()}
    assert score["N1"] == score["West"] == pytest.approx(30 / 38)
    assert score["North"] == pytest.approx(0.5)


def test_it_goes_to_a_suggested_site_like_any_other_place(network):
    done = run("suggestsites", NETWORK=network, DEMAND=with_new(), CANDIDATES=hubs(), SITES=1,
               CANDIDATE_ID="site_id", MINUTES=5, ASSIGNMENT="TEMPORARY_OUTPUT")  # fmt: skip
    assert {r["area_code"]: r["site_id"] for r in done.rows("ASSIGNMENT")}["N1"] == "007"
    assert done["OBJECTIVE_VALUE"] == pytest.approx(5 + 4), "West and N1, more than North's 8"
