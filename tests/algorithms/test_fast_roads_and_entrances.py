"""Fast roads without a pavement, public entrances and access legs, on the toy town by hand."""

from __future__ import annotations

import pytest
from algorithms.runs import DEGREES, demand, hubs, points, run, toy_network
from qgis.core import QgsGeometry, QgsPointXY, QgsProcessingException
from toy_town import TOY_TOWN, places, to_degrees

CLOSE = 2e-3
CODE = "area_code"


@pytest.fixture(scope="module")
def fast_town(provider, tmp_path_factory):
    """The toy town with North Road limited to 60 mph and no pavement in its tags."""
    path = tmp_path_factory.mktemp("fast") / "network.gpkg"
    toy_network(path, TOY_TOWN.retagged("North Road", maxspeed="60 mph"))
    return str(path)


def times(network, **parameters):
    given = {"ORIGINS": demand(), "ORIGIN_ID": CODE, "DESTINATIONS": hubs(),
             "DESTINATION_ID": "site_id"}  # fmt: skip
    return run("traveltimes", NETWORK=network, **{**given, **parameters})


def pairs(done, column):
    return {(r["origin_id"], r["destination_id"]): r[column] for r in done.rows("OUTPUT")}


@pytest.mark.parametrize(("mode", "pace"), [("walk", 80), ("pram", 60)])
def test_each_journey_tells_its_minutes_on_fast_roads(fast_town, mode, pace):
    """North to hub 8 is 120 m of North Road; West to hub 8 leaves it after its last 120 m."""
    done = times(fast_town, MODE=mode)
    fast = pairs(done, "fast_road_minutes")
    assert fast["North", "8"] == pytest.approx(120 / pace, abs=CLOSE)
    assert fast["West", "8"] == pytest.approx(120 / pace, abs=CLOSE)
    assert fast["West", "007"] == 0
    assert pairs(done, "minutes")["North", "8"] == pytest.approx(120 / pace, abs=CLOSE)
    assert fast["Moor", "007"] is None


@pytest.mark.parametrize("mode", ["cycle", "drive"])
def test_nobody_walks_fast_roads_by_cycle_or_car(fast_town, mode):
    assert set(pairs(times(fast_town, MODE=mode), "fast_road_minutes").values()) == {None}


def test_barred_fast_roads_leave_those_beside_them_unrouted(fast_town):
    done = times(fast_town, BAR_FAST_ROADS=True)
    assert pairs(done, "minutes")["North", "8"] is None
    assert pairs(done, "minutes")["West", "8"] is None
    assert pairs(done, "minutes")["West", "007"] == pytest.approx(2, abs=CLOSE)
    assert any("0.5 km of fast roads" in said for said in done.log.said)
    assert any("without the barred fast roads" in warned for warned in done.log.warned)
    by_car = times(fast_town, BAR_FAST_ROADS=True, MODE="drive")
    assert not any("barred" in said for said in by_car.log.said)
    assert pairs(by_car, "minutes")["North", "8"] is not None


def test_coverage_says_how_many_would_walk_along_fast_roads(fast_town, tmp_path):
    """Only North's 40 children walk the 120 m (a minute and a half) of North Road."""
    page = tmp_path / "page.html"
    given = {"NETWORK": fast_town, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": demand()}
    done = run("coverage", **given, BANDS="10,20", HTML=str(page))
    rows = done.by("OUTPUT", CODE)
    assert rows["North"]["fast_road_minutes"] == pytest.approx(1.5, abs=CLOSE)
    assert rows["West"]["fast_road_minutes"] == 0
    assert rows["Moor"]["fast_road_minutes"] is None
    text = page.read_text(encoding="utf-8")
    assert "about 40 would walk for a minute or more along fast roads" in text
    run("coverage", **given, BANDS="10,20", HTML=str(page), BAR_FAST_ROADS=True)
    barred = page.read_text(encoding="utf-8")
    assert "would walk for a minute or more" not in barred
    assert "barred to those on foot" in barred
    assert "Not routed: about 40 children in 1 area: no way leads between it" in barred
    assert "North Hub (8) is in no journey" in barred


def test_catchments_keep_off_barred_fast_roads(fast_town):
    """Ten metres off North Road, 160 m from the hub: drawn, unless the road is barred."""
    hub = points([((360, 720), {"site_id": "8"})])
    given = {"NETWORK": fast_town, "HUBS": hub, "HUB_ID": "site_id", "BANDS": "10"}
    place = QgsGeometry.fromPointXY(QgsPointXY(*(places((200, 730))[0])))
    for barred in (False, True):
        (drawn,) = run("catchments", **given, BAR_FAST_ROADS=barred).layer("OUTPUT").getFeatures()
        assert drawn.geometry().contains(place) != barred


def test_the_walks_to_the_ways_are_summed_up_by_class(network):
    """West stands 30 m and Mid 10 m off the High Street, North 20 m off North Road."""
    rows = [
        ((220, 30), {CODE: "West", "rural_urban": "urban"}),
        ((660, 10), {CODE: "Mid", "rural_urban": "urban"}),
        ((240, 740), {CODE: "North", "rural_urban": "rural"}),
        ((0, -3000), {CODE: "Moor", "rural_urban": "rural"}),
    ]
    done = times(network, ORIGINS=points(rows))
    assert done["ACCESS_MEDIAN_M"] == pytest.approx(20, abs=0.05)
    assert done["ACCESS_LONGEST_M"] == pytest.approx(30, abs=0.05)
    (said,) = [said for said in done.log.said if "Walks between" in said]
    assert "all: median 20 m, longest 30 m (3 places)" in said
    assert "rural: median 20 m, longest 20 m (1 place)" in said
    assert "urban: median 20 m, longest 30 m (2 places)" in said


def test_a_hub_stands_at_its_public_entrance(network):
    """The building is 100 m from the street; its door is on it, 120 m further along."""
    building = ((60, -100), {"site_id": "007", "entrance_x": 500_180.0, "entrance_y": 300_000.0})
    done = times(network, DESTINATIONS=points([building]))
    assert pairs(done, "minutes")["West", "007"] == pytest.approx(40 / 80, abs=CLOSE)


def test_an_entrance_is_read_in_the_layers_own_system_and_may_be_left_out(network):
    from qgis.core import QgsProject
    from toy_town import places

    assert QgsProject.instance() is not None
    ((lon, lat),) = to_degrees(places((180, 0)))
    rows = [
        ((60, -100), {"site_id": "door", "entrance_x": float(lon), "entrance_y": float(lat)}),
        ((60, 0), {"site_id": "none", "entrance_x": None, "entrance_y": None}),
    ]
    done = times(network, DESTINATIONS=points(rows, DEGREES))
    assert pairs(done, "minutes")["West", "door"] == pytest.approx(40 / 80, abs=0.01)
    assert pairs(done, "minutes")["West", "none"] == pytest.approx(160 / 80, abs=0.01)


@pytest.mark.parametrize("entrance", [("500180", ""), ("", "300000"), ("by the gate", "300000")])
def test_half_an_entrance_is_refused_in_words(network, entrance):
    x, y = entrance
    hub = points([((60, 0), {"site_id": "007", "entrance_x": x, "entrance_y": y})])
    with pytest.raises(QgsProcessingException, match="the entrance of 007 is"):
        times(network, DESTINATIONS=hub)


FAR_DOOR = {"entrance_x": 500_000.0, "entrance_y": 297_000.0}


def test_an_entrance_too_far_from_any_way_is_named_in_the_reason(network, tmp_path):
    """The building of hub 007 stands on the street, the entrance that it names far off any way."""
    rows = [
        ((60, 0), {"site_id": "007", **FAR_DOOR}),
        ((0, -3000), {"site_id": "moor", "entrance_x": None, "entrance_y": None}),
        ((360, 720), {"site_id": "8", "entrance_x": None, "entrance_y": None}),
    ]
    page = tmp_path / "page.html"
    given = {"NETWORK": network, "HUBS": points(rows), "HUB_ID": "site_id", "DEMAND": demand(),
             "UNROUTED": "TEMPORARY_OUTPUT"}  # fmt: skip
    done = run("coverage", **given, HTML=str(page))
    reasons = {row["id"]: row["reason"] for row in done.rows("UNROUTED")}
    assert "its public entrance (entrance_x, entrance_y)" in reasons["007"]
    assert reasons["moor"] == reasons["Moor"] == "too far from any way"
    assert "Hub 007 is in no journey: too far from any way, measured from its" in page.read_text()
    drawn = run("catchments", NETWORK=network, HUBS=points(rows), HUB_ID="site_id",
                UNROUTED="TEMPORARY_OUTPUT")  # fmt: skip
    assert "its public entrance" in drawn.by("UNROUTED", "id")["007"]["reason"]
    table = times(network, DESTINATIONS=points(rows), UNROUTED="TEMPORARY_OUTPUT")
    assert "its public entrance" in table.by("UNROUTED", "id")["007"]["reason"]
