"""Journeys from a network worked by hand and from another tool's table of times."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_network_edge import square
from test_reached import network_of

from family_hub_planner.engine.errors import CodesError, ColumnError, InputError
from family_hub_planner.engine.journeys import (
    NO_PLACE,
    NO_ROUTE,
    NO_ROUTE_BUT_BARRED,
    NOT_IN_TIMES,
    Ends,
    journeys_from_table,
    journeys_on_network,
    off_network,
    repeated_pairs,
    snap_places,
)
from family_hub_planner.engine.network.snap import TOO_FAR, Snapper
from family_hub_planner.engine.tables import Table

INF, NAN = np.inf, np.nan

# West to east 800 m in 10 min, back in 20; and, unconnected, another street 2 km to the north.
TWO_STREETS = network_of([[(0, 0), (800, 0)], [(0, 2000), (800, 2000)]], [[10, 20], [10, 20]])
NOWHERE = (NAN, NAN)


def ends(demand, sites) -> Ends:
    return Ends(*(np.array(xy, dtype=float).reshape(-1, 2) for xy in (demand, sites)))


def journeys(demand, sites, **how):
    return journeys_on_network(TWO_STREETS, "walk", ends(demand, sites), 200, **how)


def told(found) -> list[tuple]:
    return [(one.row, one.role, one.reason, one.snap_m) for one in found.unrouted]


# Places


def test_places_without_geometry_keep_their_row_and_are_left_off():
    xy = np.array([[0, 40.0], NOWHERE, [400, 0], [NAN, 3], [400, 900]])
    found = snap_places(Snapper(TWO_STREETS, "walk"), xy, 200)
    assert len(found) == 5
    assert found.ok.tolist() == [True, False, True, False, False]
    assert found.edge.tolist() == [0, -1, 0, -1, -1]
    assert found.reason == ("", NO_PLACE, "", NO_PLACE, TOO_FAR)
    np.testing.assert_allclose(found.access_m, [40, NAN, 0, NAN, NAN])
    np.testing.assert_allclose(found.access_minutes, [0.5, NAN, 0, NAN, NAN])
    np.testing.assert_allclose(found.fraction, [0, NAN, 0.5, NAN, NAN])
    np.testing.assert_allclose(found.on_way[[0, 2]], [[0, 0], [400, 0]])
    assert np.isnan(found.on_way[[1, 3, 4]]).all()
    assert np.isinf(found.nearest_m[[1, 3]]).all()
    np.testing.assert_array_equal(found.xy, xy)


@pytest.mark.parametrize("seed", range(5))
def test_places_with_geometry_are_put_where_they_would_be_alone(seed):
    rng = np.random.default_rng(seed)
    xy = rng.uniform((-100, -150), (900, 150), (20, 2))
    holed = xy.copy()
    holed[rng.random(20) < 0.4] = NAN
    known = np.isfinite(holed).all(axis=1)
    snapper = Snapper(TWO_STREETS, "walk")
    whole, part = (snap_places(snapper, points, 120) for points in (xy, holed))
    for name in ("edge", "fraction", "access_m", "access_minutes", "on_way", "nearest_m"):
        np.testing.assert_array_equal(getattr(part, name)[known], getattr(whole, name)[known])
    assert not part.ok[~known].any()


@pytest.mark.parametrize("count", [0, 3])
def test_only_places_without_geometry_or_none_at_all_are_no_failing(count):
    found = snap_places(Snapper(TWO_STREETS, "walk"), np.full((count, 2), NAN), 200)
    assert found.edge.dtype.kind == "i"
    assert found.ok.tolist() == [False] * count
    assert found.reason == (NO_PLACE,) * count


def test_places_off_the_network_are_listed_with_their_distance_where_known():
    xy = np.array([NOWHERE, [400, 150], [400, 0]])
    listed = off_network(snap_places(Snapper(TWO_STREETS, "walk"), xy, 100), "hub")
    assert [(one.row, one.role, one.reason) for one in listed] == [
        (0, "hub", NO_PLACE),
        (1, "hub", TOO_FAR),
    ]
    assert listed[0].snap_m is None


# On the network


def test_minutes_and_access_walks_on_paper():
    """From 40 m off the west end to the middle: half a minute and five."""
    found = journeys([(0, 40)], [(400, 0), (800, 80)])
    np.testing.assert_allclose(found.minutes, [[5.5, 11.5]])
    np.testing.assert_allclose(found.access_minutes, [[0.5, 1.5]])
    assert found.unrouted == ()
    assert found.demand_near_edge is None


def test_the_direction_decides_which_way_the_street_is_gone():
    to, away = (journeys([(0, 0)], [(400, 0)], direction=d) for d in ("to", "from"))
    np.testing.assert_allclose(to.minutes, [[5]])
    np.testing.assert_allclose(away.minutes, [[10]])


def test_rows_are_demand_and_columns_sites_in_both_directions():
    demand, sites = [(0, 0), (200, 0), (600, 0)], [(400, 0), (800, 0)]
    for direction in ("to", "from"):
        found = journeys(demand, sites, direction=direction)
        assert found.minutes.shape == found.access_minutes.shape == (3, 2)
        assert (found.demand_ok.shape, found.site_ok.shape) == ((3,), (2,))


def test_everyone_without_a_journey_is_told_with_the_reason():
    """On the north street stands demand alone: it has no way to the hub of the south street."""
    demand = [(0, 40), (100, 2060), NOWHERE, (400, 900)]
    found = journeys(demand, [(400, 0), (400, 1000)])
    assert [row[:3] for row in told(found)] == [
        (2, "demand", NO_PLACE),
        (3, "demand", TOO_FAR),
        (1, "demand", NO_ROUTE),
        (1, "hub", TOO_FAR),
    ]
    assert told(found)[2][3] == pytest.approx(60)
    assert found.demand_ok.tolist() == [True, True, False, False]
    assert found.site_ok.tolist() == [True, False]
    np.testing.assert_allclose(found.minutes[:, 0], [5.5, INF, INF, INF])
    assert np.isinf(found.minutes[:, 1]).all()


def test_a_site_that_nobody_reaches_is_told_too():
    found = journeys([(0, 0)], [(400, 0), (400, 2000)])
    assert told(found) == [(1, "hub", NO_ROUTE, pytest.approx(0))]


@pytest.mark.parametrize(
    ("mode", "why"),
    [("walk", NO_ROUTE_BUT_BARRED), ("pram", NO_ROUTE_BUT_BARRED), ("cycle", NO_ROUTE),
     ("drive", NO_ROUTE)],
)  # fmt: skip
def test_barred_fast_roads_are_named_as_a_reason_to_those_on_foot_alone(mode, why):
    streets = [[(0, 0), (800, 0)], [(0, 2000), (800, 2000)]]
    network = replace(network_of(streets, [[10, 20]] * 2, mode=mode), fast_barred=True)
    found = journeys_on_network(network, mode, ends([(0, 0)], [(400, 2000)]), 200)
    assert [row[:3] for row in told(found)] == [(0, "demand", why), (0, "hub", why)]
    assert (found.fast_minutes is None) is (mode in {"cycle", "drive"})


def test_under_a_limit_a_place_too_far_away_is_not_called_unrouted():
    demand = [(0, 0), (700, 0), (400, 900)]
    found = journeys(demand, [(800, 0)], limit=3)
    np.testing.assert_allclose(found.minutes, [[INF], [1.25], [INF]])
    assert [row[:3] for row in told(found)] == [(2, "demand", TOO_FAR)]
    assert journeys(demand[:1], [(800, 0)]).minutes == pytest.approx(10)


def test_a_limit_hides_the_longer_journeys_and_changes_no_other():
    rng = np.random.default_rng(1)
    demand, sites = rng.uniform((0, -50), (800, 50), (2, 30, 2))
    whole, cut = journeys(demand, sites), journeys(demand, sites, limit=4)
    np.testing.assert_allclose(cut.minutes, np.where(whole.minutes <= 4, whole.minutes, INF))


def test_roles_are_named_as_asked():
    named = Ends(np.array([[0, 900.0]]), np.array([[0, 900.0]]), "origin", "destination")
    found = journeys_on_network(TWO_STREETS, "walk", named, 200)
    assert [row[1] for row in told(found)] == ["origin", "destination"]


def test_an_unknown_mode_is_refused_in_words():
    with pytest.raises(InputError, match="no minutes for 'bus'"):
        journeys_on_network(TWO_STREETS, "bus", ends([(0, 0)], [(0, 0)]), 200)


def test_places_near_the_edge_of_a_square_network_are_flagged_by_hand():
    """In 30 minutes one walks 2.4 km; the square is 10 km wide."""
    demand = [(5000, 5000), (1000, 5000), (5000, 8700), NOWHERE, (4000, 6000)]
    found = journeys_on_network(
        square(), "walk", ends(demand, [(500, 500), (5000, 5000)]), 200, edge_minutes=30
    )
    assert found.demand_near_edge.tolist() == [False, True, True, False, False]
    assert found.site_near_edge.tolist() == [True, False]


# From a table


def times(*rows) -> Table:
    columns = zip(*rows) if rows else [[], [], []]
    names = ("origin_id", "destination_id", "minutes")
    return Table(dict(zip(names, map(list, columns))), "bus times")


def test_a_tables_minutes_stand_at_their_ids_and_missing_rows_are_no_journey():
    table = times(("a", "H2", 7), ("b", "H1", 3.5), ("c", "H9", 1), ("z", "H1", 1))
    found = journeys_from_table(table, ["a", "b", "c"], ["H1", "H2", "H3"])
    np.testing.assert_array_equal(found.minutes, [[INF, 7, INF], [3.5, INF, INF], [INF, INF, INF]])
    assert np.isnan(found.access_minutes).all()
    assert told(found) == [(2, "demand", NOT_IN_TIMES, None), (2, "hub", NOT_IN_TIMES, None)]
    assert found.demand_ok.tolist() == [True, True, False]
    assert found.site_ok.tolist() == [True, True, False]
    assert found.demand_near_edge is None


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_rows_the_fastest_counts(order):
    rows = [("a", "H", 9), ("a", "H", 4), ("a", "H", None), ("a", "H", 6)][::order]
    assert journeys_from_table(times(*rows), ["a"], ["H"]).minutes.tolist() == [[4]]


def test_numbers_as_text_and_ids_as_numbers_fit():
    found = journeys_from_table(times((1, 20, "7.5"), ("1", "30", " 0 ")), ["1"], ["20", "30"])
    assert found.minutes.tolist() == [[7.5, 0]]


def test_an_empty_minute_is_no_journey():
    found = journeys_from_table(times(("a", "H", None), ("b", "H", 2)), ["a", "b"], ["H"])
    assert found.minutes.tolist() == [[INF], [2]]


@pytest.mark.parametrize("empty", ["", "  "])
def test_empty_text_is_no_journey_as_the_message_promises(empty):
    """A CSV file read without types gives its empty cells as empty text."""
    found = journeys_from_table(times(("a", "H", empty), ("b", "H", 2)), ["a", "b"], ["H"])
    assert found.minutes.tolist() == [[INF], [2]]


@pytest.mark.parametrize("bad", [-1, -0.001, "soon", "12,5", "-INF", NAN])
def test_minutes_that_are_no_number_or_negative_are_refused_with_their_ids(bad):
    with pytest.raises(ColumnError, match=r"from a to H.*Give a number") as told_off:
        journeys_from_table(times(("b", "H", 3), ("a", "H", bad)), ["a", "b"], ["H"])
    assert repr(bad) in str(told_off.value)


def test_bad_minutes_of_places_not_asked_for_are_no_failing():
    table = times(("elsewhere", "H", "soon"), ("a", "H", 3))
    assert journeys_from_table(table, ["a"], ["H"]).minutes.tolist() == [[3]]


@pytest.mark.parametrize("table", [times(("x", "H", 3), ("a", "y", 3)), times()])
def test_a_table_in_which_no_row_fits_is_refused_with_examples(table):
    with pytest.raises(CodesError, match=r"such as a.*such as H") as told_off:
        journeys_from_table(table, ["a", "b"], ["H"])
    assert "bus times" in str(told_off.value)
    assert "2 demand points" in str(told_off.value)


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(ColumnError, match="minutes"):
        journeys_from_table(Table({"origin_id": [], "destination_id": []}), ["a"], ["H"])


def test_a_tables_roles_are_named_as_asked():
    found = journeys_from_table(times(("a", "H", 3)), ["a", "b"], ["H", "I"], "area", "site")
    assert [row[1] for row in told(found)] == ["area", "site"]


def test_pairs_given_twice_with_other_minutes_are_counted_once_and_equal_ones_are_not():
    columns = {
        "origin_id": ["a", "a", "b", "b", "c", "c", "c"],
        "destination_id": ["H", "H", "H", "J", "H", "H", "H"],
        "minutes": [5.0, 5.0, 7.0, 8.0, 9.0, 10.0, 11.0],
    }
    assert repeated_pairs(Table(columns, "times.csv")) == (
        "times.csv: 1 pair stands in several rows with different minutes (first: c to H). The "
        "fastest counts."
    )
    columns["minutes"][5:] = [9.0, 9.0]
    assert repeated_pairs(Table(columns, "times.csv")) == ""
