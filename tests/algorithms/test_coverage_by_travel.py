"""familyhub:coverage by where children are placed, the mode they have and what they reach online.

On foot, minutes: West 2, Mid 7.5, East 11, North 1.5; nothing leads to the Moor.
Children: 10, 20, 30, 40, 5.
"""

from __future__ import annotations

import re

import pytest
from algorithms.coverage_runs import CLOSE, cover
from algorithms.runs import DEMAND, Log, layer_of, points
from qgis.core import QgsProcessingException


def placed_otherwise(**columns):
    """West's 10 children as 4 near the hub and 6 at East's point, all others as they were."""
    rows = [(DEMAND[0][0], "West", 4.0), (DEMAND[2][0], "West", 6.0)]
    rows += [(at, values["area_code"], values["children"]) for at, values in DEMAND[1:]]
    return points(
        [(at, {"area_code": area, "children": count, **columns}) for at, area, count in rows],
        name="postcodes",
    )


def test_the_same_children_placed_otherwise_give_a_second_count_beside_the_first(network, tmp_path):
    page = tmp_path / "page.html"
    done = cover(network, DEMAND_2=placed_otherwise(), BY_ALLOCATION="TEMPORARY_OUTPUT",
                 UNROUTED="TEMPORARY_OUTPUT", HTML=str(page), THRESHOLD=0)  # fmt: skip
    total = {r["allocation"]: r for r in done.rows("BY_ALLOCATION") if r["by"] == "all areas"}
    assert {name: (r["children"], r["reached_10"], r["unrouted"]) for name, r in total.items()} == {
        "demand": (105, 70, 5), "postcodes": (105, 64, 5)}  # fmt: skip
    assert (done["CHILDREN"], done["REACHED"]) == (105, 70)
    assert {row["role"] for row in done.rows("UNROUTED")} == {"demand", "demand_2"}
    text = page.read_text("utf-8")
    assert "Between about 60 and about 70 of 110 children" in text
    assert "Second placing of the children" in text


def test_points_of_the_second_placing_near_the_networks_edge_are_flagged_like_areas(
    network, tmp_path
):
    """The toy town is 1.5 km across: all of it lies within 10 minutes of the edge on foot."""
    page = tmp_path / "page.html"
    done = cover(network, DEMAND_2=placed_otherwise(), HTML=str(page))
    assert (done["AREAS_NEAR_EDGE"], done["POINTS_2_NEAR_EDGE"]) == (5, 6)
    assert any("6 of 6 points of postcodes lie within 10 minutes" in w for w in done.log.warned)
    said = "Near the network's edge: 6 of 6 points of the second placing (children: about 110)"
    assert said.replace("'", "&#x27;") in page.read_text("utf-8")
    assert cover(network)["POINTS_2_NEAR_EDGE"] == 0


def test_second_points_are_rural_where_their_area_is(network, tmp_path):
    rows = [(at, {**v, "rural_urban": "D1" if v["area_code"] == "North" else "C1"})
            for at, v in DEMAND]  # fmt: skip
    page = tmp_path / "page.html"
    moved = placed_otherwise()
    done = cover(network, DEMAND=points(rows), DEMAND_2=moved, BY_ALLOCATION="TEMPORARY_OUTPUT",
                 HTML=str(page))  # fmt: skip
    rural = [r for r in done.rows("BY_ALLOCATION") if r["by"] == "rural-urban class"]
    assert [(r["key"], r["areas"], r["children"], r["reached_5"]) for r in rural] == [
        ("all rural classes", 1, 40, 40)] * 2  # fmt: skip
    assert "About 40 of 40 children in rural classes" in page.read_text("utf-8")


def test_second_points_of_the_home_authority_alone_are_counted(network):
    done = cover(network, DEMAND_2=placed_otherwise(), BY_ALLOCATION="TEMPORARY_OUTPUT",
                 HOME_AUTHORITY="Toytown")  # fmt: skip
    total = [r for r in done.rows("BY_ALLOCATION") if r["by"] == "all areas"]
    assert [(r["children"], r["reached_10"]) for r in total] == [(75, 70), (75, 64)]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [({"DEMAND_2_AREA": "nothing"}, "no field 'nothing'"),
     ({"DEMAND_2": points(DEMAND[:4])}, "1 of 5 areas differ by more than rounding .most: Moor"),
     ({"DEMAND_2": None, "BY_ALLOCATION": "TEMPORARY_OUTPUT"}, "DEMAND_2")],
)  # fmt: skip
def test_a_second_placing_of_other_children_is_refused_in_words(network, parameters, words):
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        cover(network, log=log, **{"DEMAND_2": placed_otherwise(), **parameters})
    assert re.search(words, "".join([*log.errors, str(error.value)]))


def with_cars(shares=(0.5, 0.2, 0.1, 0.25, 0.4), **columns):
    rows = [(at, {**v, "no_car": s, **columns}) for (at, v), s in zip(DEMAND, shares)]
    return points(rows, name="demand")


def by_travel(done):
    return {r["travel"]: r for r in done.rows("BY_MODE") if r["by"] == "all areas"}


def test_families_without_a_car_walk_and_the_others_drive(network, tmp_path):
    """Within 3 minutes by car all but Moor; on foot West (2.0) and North (1.5)."""
    page = tmp_path / "page.html"
    done = cover(network, DEMAND=with_cars(), MODE="drive", NO_CAR="no_car", BANDS="3",
                 BY_MODE="TEMPORARY_OUTPUT", UNROUTED="TEMPORARY_OUTPUT", THRESHOLD=0,
                 HTML=str(page))  # fmt: skip
    driving = cover(network, MODE="drive", BANDS="3")
    by_car = {r["area_code"] for r in driving.rows("OUTPUT") if r["band"] == 3}
    assert by_car == {"West", "Mid", "East", "North"}
    found = by_travel(done)
    assert found["with a car"]["reached_3"] == 5 + 16 + 27 + 30
    assert found["without a car"]["reached_3"] == 5 + 10
    both = found["by the mode they have"]
    assert (both["children"], both["reached_3"], both["unrouted"]) == (105, 93, 5)
    assert done["REACHED"] == driving["REACHED"] == 100
    west = done.by("OUTPUT", "area_code")["West"]
    assert (west["no_car_share"], west["no_car_minutes"]) == (0.5, pytest.approx(2, abs=CLOSE))
    assert "no_car_share" not in driving.columns("OUTPUT")
    assert done["UNROUTED_COUNT"] == 1
    text = page.read_text("utf-8")
    assert "By the mode they have, about 90 (89 %) are modelled within 3 minutes." in text
    assert "buses are not counted" in text


def test_a_table_of_bus_times_serves_those_without_a_car_beside_the_network(network, tmp_path):
    stops = [("Mid", "007", 1.5), ("East", "8", 9.0), ("Moor", "8", 1.0)]
    bus = layer_of(
        "none",
        [(None, {"origin_id": a, "destination_id": h, "minutes": m}) for a, h, m in stops],
        name="bus",
    )
    page = tmp_path / "page.html"
    done = cover(network, DEMAND=with_cars(), MODE="drive", NO_CAR="no_car", BANDS="3",
                 TIMES=bus, BY_MODE="TEMPORARY_OUTPUT", HTML=str(page))  # fmt: skip
    found = by_travel(done)
    assert found["without a car"]["reached_3"] == 5 + 4 + 10 + 2
    assert found["with a car"]["unrouted"] == 3 and found["without a car"]["unrouted"] == 0
    text = page.read_text("utf-8")
    assert "bus times of the table given (bus)" in text and "Bus times: bus; publisher" in text


def test_numbers_of_households_without_a_car_need_all_households_beside(network):
    counts = with_cars((40.0, 16.0, 8.0, 20.0, 32.0), households=80.0)
    done = cover(network, DEMAND=counts, MODE="drive", NO_CAR="no_car", BANDS="3",
                 NO_CAR_HOUSEHOLDS="households", BY_MODE="TEMPORARY_OUTPUT")  # fmt: skip
    assert by_travel(done)["without a car"]["reached_3"] == 15


@pytest.mark.parametrize(
    ("parameters", "words"),
    [({"MODE": "walk"}, "choose drive as the mode"),
     ({"NETWORK": None, "TIMES": points(DEMAND[:1])}, "give a network"),
     ({"NO_CAR": "", "BY_MODE": "TEMPORARY_OUTPUT"}, "needs Households without a car"),
     ({"DEMAND": with_cars}, "above 100")],
)  # fmt: skip
def test_what_cannot_be_counted_by_the_mode_they_have_is_refused(network, parameters, words):
    given = {"DEMAND": with_cars(), "MODE": "drive", "NO_CAR": "no_car", **parameters}
    if callable(given["DEMAND"]):
        given["DEMAND"] = with_cars((150.0, 20.0, 10.0, 25.0, 40.0))
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        cover(network, log=log, **given)
    assert words in "".join([*log.errors, str(error.value)])


def test_areas_beyond_reach_are_parted_by_digital_exclusion(network, tmp_path):
    scores = [9.0, 9.0, 3.0, 3.0, 8.0]
    rows = points([(at, {**v, "deri": s}) for (at, v), s in zip(DEMAND, scores)])
    page = tmp_path / "page.html"
    done = cover(network, DEMAND=rows, DIGITAL="deri", DIGITAL_THRESHOLD=7.0, HTML=str(page),
                 BY_DIGITAL="TEMPORARY_OUTPUT")  # fmt: skip
    beyond = "not flagged as digitally excluded; still no physical reach"
    found = {k: r["children"] for k, r in done.by("BY_DIGITAL", "key").items()}
    assert found == {"within physical reach": 70, beyond: 30, "neither": 5, "All areas": 105,
                     "no physical reach; digital exclusion not assessed": None}  # fmt: skip
    tiers = {a: r["digital_tier"] for a, r in done.by("OUTPUT", "area_code").items()}
    assert (tiers["West"], tiers["East"], tiers["Moor"]) == (
        "within physical reach", beyond, "neither")  # fmt: skip
    assert "the digital tier" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("parameters", "words"),
    [({"DIGITAL": "idaci_decile"}, "DIGITAL_THRESHOLD"),
     ({"BY_DIGITAL": "TEMPORARY_OUTPUT"}, "needs Digital exclusion"),
     ({"DIGITAL": "locality", "DIGITAL_THRESHOLD": 1.0}, "which is no number")],
)  # fmt: skip
def test_a_digital_tier_that_cannot_be_told_is_refused_in_words(network, parameters, words):
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        cover(network, log=log, **parameters)
    assert words in "".join([*log.errors, str(error.value)])


@pytest.mark.parametrize("empty", ["children", "journeys"])
def test_without_any_child_or_journey_the_tables_and_the_page_still_stand(network, tmp_path, empty):
    nobody = {"children": 0.0, "need": 0.0} if empty == "children" else {}
    far = (0, -3000) if empty == "journeys" else None
    rows = [(far or at, {**v, **nobody, "no_car": 0.5, "deri": 1.0, "rural_urban": "Rural"})
            for at, v in DEMAND]  # fmt: skip
    page = tmp_path / "page.html"
    names = ("EQUITY", "BY_RURAL_URBAN", "BY_ALLOCATION", "BY_MODE", "BY_DIGITAL")
    done = cover(network, DEMAND=points(rows), DEMAND_2=points(rows), MODE="drive",
                 NO_CAR="no_car", DIGITAL="deri", DIGITAL_THRESHOLD=2, HTML=str(page),
                 **dict.fromkeys(names, "TEMPORARY_OUTPUT"))  # fmt: skip
    measures = done.by("EQUITY", "key")
    assert measures["gini"]["value"] is None
    assert measures["gini"]["note"].startswith("not applicable")
    total = by_travel(done)["by the mode they have"]
    assert (total["children"], total["reached_10"]) == (done["CHILDREN"], 0)
    said = "There are no children" if empty == "children" else "None of 110 children"
    assert said in page.read_text("utf-8")
