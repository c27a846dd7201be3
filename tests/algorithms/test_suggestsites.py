"""familyhub:suggestsites: the toy town's best venues, by hand and by trying every set.

On foot, minutes to the venues c1 (120, 0), c2 (660, 0), c3 past the High Street's end:
West 1.25, 5.5, 11.5; Mid 6.75, 0, 6; East 10.25, 3.5, 2.5; North 22.5, 15.75, 20.25.
Need: West 5, Mid 4, East 6, North 8; the Moor is reached by nobody.
"""

from __future__ import annotations

import threading
import time
from itertools import combinations

import numpy as np
import pytest
from algorithms.runs import DEGREES, CancelledOnProgress, Log, demand, layer_of, points, run, square
from algorithms.site_runs import (
    BY_HAND,
    CLOSE,
    NEED,
    VENUES,
    decisions,
    keep_south,
    suggest,
    venues,
)
from qgis.core import QgsProcessingException, QgsWkbTypes

OUTPUT = ["site_id", "decision", "order", "children_gained", "next_best", "loss_if_swapped",
          "stability", "reason"]  # fmt: skip
FURTHER = {
    "venue_type",
    "area_code",
    "site_name",
    "children_without",
    "children_worse",
    "max_added_minutes",
    "near_best",
    "remarks",
}


class CancelledAfterSolving(Log):
    """A feedback whose cancel button is pressed so many seconds after the solver spoke first."""

    def __init__(self, seconds):
        super().__init__()
        self.seconds, self.pressed = seconds, 0.0

    def pushInfo(self, info):
        super().pushInfo(info)
        if info.startswith("Solving") and not self.pressed:
            self.pressed = time.perf_counter() + self.seconds
            threading.Timer(self.seconds, self.cancel).start()


def test_the_output_has_the_contracts_columns_and_a_row_for_every_site(network):
    done = suggest(network, **keep_south(), ASSIGNMENT="TEMPORARY_OUTPUT")
    columns = done.columns("OUTPUT")
    assert [column for column in columns if column in OUTPUT] == OUTPUT
    assert set(columns) - set(OUTPUT) == FURTHER
    assert decisions(done) == {"007": "kept", "c1": "not_chosen", "c2": "open", "c3": "not_chosen"}
    assert done.columns("ASSIGNMENT") == ["area_code", "site_id", "minutes", "share"]
    assert done.layer("OUTPUT").wkbType() == QgsWkbTypes.Type.Point
    assert done.layer("OUTPUT").crs().authid() == "EPSG:27700"


def test_maximal_cover_opens_the_venue_that_covers_most_need(network):
    """Within 5 minutes c1 covers West (5), c2 Mid and East (4 + 6), c3 East (6)."""
    done = suggest(network)
    assert done["SITES_CHOSEN"] == "c2"
    assert (done["OBJECTIVE_VALUE"], done["BOUND"], done["GAP_FOUND"]) == (10, 10, 0)
    assert done["PROVEN"] is True
    (row,) = [row for row in done.rows("OUTPUT") if row["decision"] == "open"]
    assert (row["order"], row["children_gained"]) == (1, 50)
    assert (row["next_best"], row["loss_if_swapped"]) == ("c3", 4)
    assert "best of the 3 venues tested on this measure" in row["reason"]
    assert "50 more children within 5 minutes" in row["reason"]


def test_two_sites_are_ordered_by_what_they_bring(network):
    done = suggest(network, SITES=2)
    opened = sorted((r for r in done.rows("OUTPUT") if r["decision"] == "open"),
                    key=lambda row: row["order"])  # fmt: skip
    assert [(r["site_id"], r["children_gained"]) for r in opened] == [("c2", 50), ("c1", 10)]
    assert done["OBJECTIVE_VALUE"] == 15


def test_p_median_opens_the_venue_with_the_least_need_weighted_minutes(network):
    done = suggest(network, OBJECTIVE="p_median")
    by_hand = NEED @ BY_HAND
    assert by_hand.argmin() == 1
    assert done["SITES_CHOSEN"] == "c2"
    assert done["OBJECTIVE_VALUE"] == pytest.approx(by_hand[1], abs=8 * CLOSE)
    (row,) = [row for row in done.rows("OUTPUT") if row["decision"] == "open"]
    assert (row["next_best"], row["loss_if_swapped"]) == (
        "c3", pytest.approx(by_hand[2] - by_hand[1], abs=16 * CLOSE))  # fmt: skip


def test_everybody_is_assigned_to_the_nearest_open_site_or_to_none(network):
    done = suggest(network, **keep_south(), ASSIGNMENT="TEMPORARY_OUTPUT")
    rows = done.by("ASSIGNMENT", "area_code")
    expected = {
        "West": ("007", 2.0),
        "Mid": ("c2", 0.0),
        "East": ("c2", 3.5),
        "North": ("c2", 15.75),
    }
    for code, (site, minutes) in expected.items():
        assert rows[code]["site_id"] == site
        assert rows[code]["minutes"] == pytest.approx(minutes, abs=CLOSE)
    assert rows["Moor"]["site_id"] is None and rows["Moor"]["minutes"] is None


def test_existing_hubs_are_kept_and_what_they_cover_is_no_gain(network):
    """The hub has West already; the second venue adds nothing, so fewer suffice."""
    done = suggest(network, SITES=2, **keep_south())
    assert decisions(done)["007"] == "kept"
    assert done["SITES_CHOSEN"] == "c2"
    assert done["OBJECTIVE_VALUE"] == 15
    assert any("no further venue tested adds anything" in said for said in done.log.warned)


@pytest.mark.parametrize("columns", [{"status": ["Closed", "Active"]},
                                     {"open_to": ["referral", "public"]}])  # fmt: skip
def test_a_hub_that_serves_nobody_yet_is_not_kept(network, columns):
    done = suggest(network, SITES=2, **keep_south(**columns))
    assert decisions(done) == {"8": "kept", "c1": "open", "c2": "open", "c3": "not_chosen"}


def test_a_candidate_that_is_a_hub_already_is_tested_only_once(network):
    twice = points([*VENUES, ((60, 0), {"site_id": "007"})])
    done = suggest(network, CANDIDATES=twice, **keep_south())
    assert decisions(done)["007"] == "kept"
    assert len(done.rows("OUTPUT")) == 4


def test_without_id_fields_a_hub_and_a_candidate_are_not_taken_for_one(network):
    """Both layers number their features from 1: equal numbers are no equal sites."""
    given = {**keep_south(), "EXISTING_ID": None, "CANDIDATE_ID": None}
    with pytest.raises(QgsProcessingException, match="Choose the id field"):
        suggest(network, **given)


def test_only_agreed_leaves_refused_venues_out_else_the_reason_says_so(network):
    refusing = venues(owner_agreed=["yes", "no", None])
    done = suggest(network, CANDIDATES=refusing)
    (row,) = [row for row in done.rows("OUTPUT") if row["decision"] == "open"]
    assert row["site_id"] == "c2" and "Its owner has not agreed." in row["reason"]
    agreed = suggest(network, CANDIDATES=refusing, ONLY_AGREED=True)
    assert agreed["SITES_CHOSEN"] == "c3"
    assert "c2" not in decisions(agreed)


@pytest.mark.parametrize("objective", ["maximal_cover", "p_median"])
@pytest.mark.parametrize("sites", [1, 2])
def test_a_table_of_times_in_the_networks_place_gives_the_same_sites(network, objective, sites):
    times = run("traveltimes", NETWORK=network, ORIGINS=demand(), ORIGIN_ID="area_code",
                DESTINATIONS=venues(), DESTINATION_ID="site_id")  # fmt: skip
    there = suggest(network, OBJECTIVE=objective, SITES=sites)
    again = suggest(None, TIMES=times["OUTPUT"], OBJECTIVE=objective, SITES=sites)
    assert again["SITES_CHOSEN"] == there["SITES_CHOSEN"]
    assert again["OBJECTIVE_VALUE"] == pytest.approx(there["OBJECTIVE_VALUE"])


@pytest.mark.parametrize("objective", ["maximal_cover", "p_median"])
@pytest.mark.parametrize("seed", range(4))
def test_two_of_seven_venues_by_a_table_of_times_are_the_best_of_every_pair(objective, seed):
    random = np.random.default_rng(seed)
    minutes = random.integers(1, 60, (9, 7)).astype(float)
    weight = random.integers(1, 50, 9).astype(float)
    codes, sites = [f"a{i}" for i in range(9)], [f"s{i}" for i in range(7)]
    times = layer_of("none", [
        (None, {"origin_id": a, "destination_id": s, "minutes": float(minutes[i, j])})
        for i, a in enumerate(codes) for j, s in enumerate(sites)
    ])  # fmt: skip
    home = points([((0, 0), {"area_code": a, "children": w, "need": w})
                   for a, w in zip(codes, weight.tolist())])  # fmt: skip
    done = suggest(None, TIMES=times, DEMAND=home, OBJECTIVE=objective, SITES=2, MINUTES=15,
                   CANDIDATES=points([((0, 0), {"site_id": s}) for s in sites]))  # fmt: skip
    values = []
    for pair in combinations(range(7), 2):
        nearest = minutes[:, pair].min(axis=1)
        cover = objective == "maximal_cover"
        values.append(weight @ (nearest <= 15) if cover else -(weight @ nearest))
    assert done["OBJECTIVE_VALUE"] == pytest.approx(abs(max(values)))
    assert done["PROVEN"]


def test_degrees_and_grid_metres_give_the_same_plan(network):
    grid = suggest(network, OBJECTIVE="p_median")
    degrees = suggest(
        network, OBJECTIVE="p_median", DEMAND=demand(DEGREES), CANDIDATES=venues(DEGREES)
    )
    assert degrees["SITES_CHOSEN"] == grid["SITES_CHOSEN"]
    assert degrees["OBJECTIVE_VALUE"] == pytest.approx(grid["OBJECTIVE_VALUE"], abs=0.02)


def test_home_authority_weighs_only_its_own_children(network):
    done = suggest(network, HOME_AUTHORITY="Toytown", SITES=1)
    assert done["OBJECTIVE_VALUE"] == 5  # East is next door: c1 with West beats c2 with Mid
    assert done["SITES_CHOSEN"] == "c1"


def test_unrouted_names_demand_and_venues_with_the_users_ids(network):
    lost = points([*VENUES, (None, {"site_id": "0010"})])
    done = suggest(network, CANDIDATES=lost, UNROUTED="TEMPORARY_OUTPUT")
    assert {(r["role"], r["id"]) for r in done.rows("UNROUTED")} == {
        ("demand", "Moor"), ("site", "0010")}  # fmt: skip
    assert done["UNROUTED_COUNT"] == 2


def test_polygons_may_be_venues(network):
    buildings = layer_of("Polygon", [(square(at), v) for at, v in VENUES])
    assert suggest(network, CANDIDATES=buildings)["SITES_CHOSEN"] == "c2"


def test_all_sinks_but_the_main_one_are_really_optional(network):
    assert set(suggest(network).results) & {"ASSIGNMENT", "UNROUTED", "HTML"} == set()


@pytest.mark.parametrize("percent", [0, 20, 50])
def test_a_cancelled_run_says_so_and_writes_nothing(network, tmp_path, percent):
    done = suggest(network, log=CancelledOnProgress(percent), OUTPUT=str(tmp_path / "s.gpkg"),
                   HTML=str(tmp_path / "s.html"))  # fmt: skip
    assert done["STATUS"] == "cancelled"
    assert not list(tmp_path.iterdir())


def test_a_hard_search_is_cancelled_within_a_second_and_writes_nothing(tmp_path):
    """120 areas by 120 venues, minutes by chance: HiGHS would be at it for minutes."""
    minutes = np.random.default_rng(3).random((120, 120)) * 60
    pairs = [(None, {"origin_id": f"a{i}", "destination_id": f"s{j}", "minutes": float(value)})
             for (i, j), value in np.ndenumerate(minutes)]  # fmt: skip
    home = points([((0, 0), {"area_code": f"a{i}", "children": 1.0, "need": 1.0})
                   for i in range(120)])  # fmt: skip
    log = CancelledAfterSolving(0.5)
    done = suggest(None, TIMES=layer_of("none", pairs), DEMAND=home, OBJECTIVE="p_median", SITES=8,
                   CANDIDATES=points([((0, 0), {"site_id": f"s{i}"}) for i in range(120)]),
                   log=log, OUTPUT=str(tmp_path / "s.gpkg"),
                   HTML=str(tmp_path / "s.html"))  # fmt: skip
    late = time.perf_counter() - log.pressed
    assert done["STATUS"] == "cancelled"
    assert late < 1.0
    assert not list(tmp_path.iterdir())
    assert any("best found" in said for said in log.said)


def test_a_venue_that_only_some_may_enter_is_tested_only_when_asked_for(network):
    """c2 brings most, but coverage would not count it while it is open to pupils' families only."""
    closed = venues(open_to=["public", "pupils' families", None])
    done = suggest(network, CANDIDATES=closed)
    assert done["SITES_CHOSEN"] == "c3"
    assert "c2" not in decisions(done)
    every = suggest(network, CANDIDATES=closed, PUBLIC_ONLY=False)
    (row,) = [row for row in every.rows("OUTPUT") if row["decision"] == "open"]
    assert row["site_id"] == "c2"
    assert "today it is open to pupils' families only" in row["reason"]
