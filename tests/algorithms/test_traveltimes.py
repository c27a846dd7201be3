"""familyhub:traveltimes: the toy town's minutes, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from algorithms.runs import (
    DEGREES,
    GRID,
    CancelledOnProgress,
    demand,
    hubs,
    layer_of,
    points,
    run,
    square,
)

CLOSE = 2e-3  # minutes: OpenStreetMap keeps positions to about a centimetre
COLUMNS = ["origin_id", "destination_id", "minutes", "access_minutes", "fast_road_minutes"]
TO_HUB_007 = {"West": 160, "Mid": 600, "East": 880}


def times(network, **parameters):
    given = {"ORIGINS": demand(), "ORIGIN_ID": "area_code", "DESTINATIONS": hubs(),
             "DESTINATION_ID": "site_id"}  # fmt: skip
    return run("traveltimes", NETWORK=network, **{**given, **parameters})


def pairs(done, column="minutes"):
    return {(r["origin_id"], r["destination_id"]): r[column] for r in done.rows("OUTPUT")}


def test_the_columns_are_the_contracts_and_every_pair_has_a_row(network):
    done = times(network)
    assert done.columns("OUTPUT") == COLUMNS
    assert len(pairs(done)) == done["PAIRS"] == 10
    assert done["REACHED"] == 8
    assert done["STATUS"] == "done"


@pytest.mark.parametrize(("mode", "pace"), [("walk", 80), ("pram", 60), ("cycle", 250)])
def test_minutes_along_the_high_street_are_metres_by_the_modes_pace(network, mode, pace):
    found = pairs(times(network, MODE=mode))
    for origin, metres in list(TO_HUB_007.items())[:2]:
        assert found[origin, "007"] == pytest.approx(metres / pace, abs=CLOSE)


def test_the_open_bridge_leads_to_the_other_bank(network):
    """West to hub 8: 500 m of High Street, 720 m of bridge, 360 m of Slow Row and North Road."""
    assert pairs(times(network))["West", "8"] == pytest.approx(1580 / 80, abs=CLOSE)
    assert pairs(times(network))["North", "8"] == pytest.approx(1.5, abs=CLOSE)


def test_a_journey_that_cannot_be_made_has_no_minutes_and_is_never_a_number(network):
    done = times(network)
    assert pairs(done)["Moor", "007"] is None
    assert pairs(done, "access_minutes")["Moor", "007"] is None


def test_the_walk_to_the_way_is_counted_and_shown_at_walking_pace_for_a_car_too(network):
    """40 m off the street is half a minute on foot; 440 m by car are 0.88."""
    home = points([((100, 40), {"id": "home"})])
    hub = points([((540, 0), {"id": "hub"})])
    for mode, pace, access in (("walk", 80, 40 / 80), ("pram", 60, 40 / 60), ("drive", 500, 0.5)):
        done = times(
            network, ORIGINS=home, ORIGIN_ID="id", DESTINATIONS=hub, DESTINATION_ID="id", MODE=mode
        )
        (row,) = done.rows("OUTPUT")
        assert row["minutes"] == pytest.approx(440 / pace + access, abs=CLOSE)
        assert row["access_minutes"] == pytest.approx(access, abs=CLOSE)


def test_times_run_from_origin_to_destination_so_a_one_way_street_tells(network):
    """Down One Way Street 120 m; back by Back Street and High Street 840 m."""
    up, down = points([((240, -60), {"id": "up"})]), points([((240, -180), {"id": "down"})])
    there = times(network, ORIGINS=up, ORIGIN_ID="id", DESTINATIONS=down, DESTINATION_ID="id",
                  MODE="drive")  # fmt: skip
    back = times(network, ORIGINS=down, ORIGIN_ID="id", DESTINATIONS=up, DESTINATION_ID="id",
                 MODE="drive")  # fmt: skip
    assert pairs(there)["up", "down"] == pytest.approx(120 / 500, abs=CLOSE)
    assert pairs(back)["down", "up"] == pytest.approx(840 / 500, abs=CLOSE)


def test_degrees_and_grid_metres_give_the_same_minutes(network):
    grid = pairs(times(network))
    degrees = pairs(times(network, ORIGINS=demand(DEGREES), DESTINATIONS=hubs(DEGREES)))
    assert degrees == {pair: pytest.approx(minutes, abs=1e-3) for pair, minutes in grid.items()}


def test_the_cut_off_leaves_longer_journeys_out_and_keeps_one_of_just_that_length(network):
    done = times(network, MAX_MINUTES=7.5 + CLOSE)
    assert set(pairs(done)) == {("West", "007"), ("Mid", "007"), ("North", "8")}
    assert done["PAIRS"] == done["REACHED"] == 3


def test_only_so_many_nearest_by_minutes(network):
    done = times(network, NEAREST=1)
    assert set(pairs(done)) == {("West", "007"), ("Mid", "007"), ("East", "007"), ("North", "8")}


def test_unrouted_lists_the_users_ids_with_reason_and_metres(network):
    lost = points(
        [((60, 0), {"site_id": "007"}), (None, {"site_id": "no place"}),
         ((1530, 310), {"site_id": "island"}), ((60, 300), {"site_id": "near"})]
    )  # fmt: skip
    done = times(network, DESTINATIONS=lost, UNROUTED="TEMPORARY_OUTPUT", MAX_SNAP=200)
    assert done.columns("UNROUTED") == ["id", "role", "reason", "snap_m"]
    found = {(row["role"], row["id"]): row for row in done.rows("UNROUTED")}
    assert set(found) == {("origin", "Moor"), ("destination", "no place"),
                          ("destination", "island"), ("destination", "near")}  # fmt: skip
    assert done["UNROUTED_COUNT"] == 4
    assert "no geometry" in found["destination", "no place"]["reason"]
    assert found["destination", "no place"]["snap_m"] is None
    assert "cut-off part" in found["destination", "island"]["reason"]
    assert "too far" in found["origin", "Moor"]["reason"]
    assert found["destination", "island"]["snap_m"] == pytest.approx(10, abs=0.1)
    assert done.layer("UNROUTED").crs().authid() == GRID


def test_the_greatest_snap_distance_decides_who_is_routed(network):
    near = points([((60, 300), {"site_id": "near"})])
    assert times(network, DESTINATIONS=near, MAX_SNAP=301)["REACHED"] == 4
    assert times(network, DESTINATIONS=near, MAX_SNAP=299)["REACHED"] == 0


def test_ids_stay_text_and_whole_numbers_lose_their_point(network):
    numbered = points([((60, 0), {"urn": 1.0}), ((360, 720), {"urn": 120229.0})])
    done = times(network, ORIGINS=hubs(), ORIGIN_ID="site_id", DESTINATIONS=numbered,
                 DESTINATION_ID="urn")  # fmt: skip
    assert set(pairs(done)) == {(o, d) for o in ("007", "8") for d in ("1", "120229")}


def test_a_polygon_is_taken_by_a_point_inside_it(network):
    building = layer_of("Polygon", [(square((60, 0)), {"site_id": "b"})])
    done = times(network, DESTINATIONS=building)
    assert pairs(done)["West", "b"] == pytest.approx(2.0, abs=CLOSE)


def test_without_id_fields_the_features_own_numbers_are_the_ids(network):
    done = times(network, ORIGIN_ID=None, DESTINATION_ID=None)
    for side, made in enumerate((demand(), hubs())):
        assert {pair[side] for pair in pairs(done)} == {str(f.id()) for f in made.getFeatures()}


def test_unrouted_is_really_optional(network):
    assert "UNROUTED" not in times(network)


def test_a_cancelled_run_says_so_and_leaves_the_old_table_as_it_was(network, tmp_path):
    target = Path(tmp_path / "times.csv")
    target.write_text("what stood here", encoding="utf-8")
    done = times(network, log=CancelledOnProgress(20), OUTPUT=str(target))
    assert done["STATUS"] == "cancelled"
    assert "OUTPUT" not in done
    assert target.read_text("utf-8") == "what stood here"
    assert [file.name for file in tmp_path.iterdir()] == ["times.csv"]
