"""The hubs of a plan: who stays, who is left out, who is added, and slips that are refused."""

from __future__ import annotations

import pytest
from algorithms.runs import Log, hubs, layer_of, points, run
from qgis.core import QgsProcessingException
from toy_town import ORIGIN

VENUES = [
    ((660, 0), {"site_id": "V1", "site_name": "Library", "room_m2": 40}),
    ((0, 0), {"site_id": "V2", "site_name": "Hall", "room_m2": 60}),
]


def refusal(**given) -> str:
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        run("hubsofplan", log, HUB_ID="site_id", **given)
    return "".join([*log.errors, str(error.value)])


def test_a_plan_leaves_out_and_adds_and_keeps_every_column():
    ran = run("hubsofplan", HUBS=hubs(room_m2=["large", "small"]), HUB_ID="site_id", GIVE_UP="8",
              VENUES=points(VENUES), VENUE_ID="site_id", ADD=" V1 ;")  # fmt: skip
    assert ran.rows("OUTPUT") == [
        {"site_id": "007", "plan_change": "stays", "site_name": "South Hub", "room_m2": "large"},
        {"site_id": "V1", "plan_change": "added", "site_name": "Library", "room_m2": "40"},
    ]
    places = [one.geometry().asPoint() for one in ran.layer("OUTPUT").getFeatures()]
    assert [place.x() for place in places] == [ORIGIN[0] + 60, ORIGIN[0] + 660]
    assert ran.layer("OUTPUT").crs().authid() == "EPSG:27700"
    assert (ran["HUBS_COUNT"], ran["GIVEN_UP_COUNT"], ran["ADDED_COUNT"]) == (2, 1, 1)


def test_venues_in_another_system_and_with_another_name_for_the_id_come_to_their_place():
    venues = points([((660, 0), {"code": "V1"})], "EPSG:4326")
    ran = run("hubsofplan", HUBS=hubs(), HUB_ID="site_id", VENUES=venues, VENUE_ID="code",
              ADD="V1")  # fmt: skip
    rows = list(ran.layer("OUTPUT").getFeatures())
    assert [row["site_id"] for row in rows] == ["007", "8", "V1"]
    assert rows[2].geometry().asPoint().x() == pytest.approx(ORIGIN[0] + 660, abs=0.05)


def test_a_plan_that_changes_nothing_is_todays_hubs():
    ran = run("hubsofplan", HUBS=hubs(), HUB_ID="site_id")
    assert [row["site_id"] for row in ran.rows("OUTPUT")] == ["007", "8"]


@pytest.mark.parametrize(
    "given, told",
    [
        ({"GIVE_UP": "08"}, "08 is not among the 2 hubs (first: 007, 8). Did you mean 8?"),
        ({"GIVE_UP": "007,8"}, "no hub at all"),
        ({"ADD": "V1"}, "needs Venues"),
        ({"ADD": "V9", "VENUES": points(VENUES), "VENUE_ID": "site_id"}, "not among the 2 venues"),
        ({"ADD": "8", "VENUES": hubs(), "VENUE_ID": "site_id"}, "8 would be a hub twice"),
    ],
)
def test_a_slip_of_the_pen_is_no_plan(given, told):
    assert told in refusal(HUBS=hubs(), **given)


def test_a_hub_that_is_given_up_may_be_replaced_by_a_venue_of_its_id():
    moved = points([((0, 0), {"site_id": "8"})])
    ran = run("hubsofplan", HUBS=hubs(), HUB_ID="site_id", GIVE_UP="8", VENUES=moved,
              VENUE_ID="site_id", ADD="8")  # fmt: skip
    assert [row["plan_change"] for row in ran.rows("OUTPUT")] == ["stays", "added"]


def test_a_confidential_hub_is_left_out_and_named_nowhere():
    secret = hubs(confidential=["no", "yes"])
    log = Log()
    ran = run("hubsofplan", log, HUBS=secret, HUB_ID="site_id")
    assert [row["site_id"] for row in ran.rows("OUTPUT")] == ["007"]
    assert "North Hub" not in " ".join([*log.said, *log.warned])
    assert "8" not in refusal(HUBS=secret, GIVE_UP="8").split("(first: ")[1]


def test_a_shape_becomes_a_point_on_it():
    area = layer_of("Polygon", [("Polygon ((0 0, 10 0, 10 10, 0 10, 0 0))", {"site_id": "A"})])
    ran = run("hubsofplan", HUBS=area, HUB_ID="site_id")
    (place,) = [one.geometry().asPoint() for one in ran.layer("OUTPUT").getFeatures()]
    assert (place.x(), place.y()) == (5, 5)
