"""Coverage against six areas and two hubs worked by hand, and against what must always hold."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_rows import table_row

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_tables import (
    Reach,
    coverage_table,
    reach_row,
    table_columns,
    total_row,
)
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import CodesError, InputError, PlannerError

INF, NAN = math.inf, math.nan
# The columns stand as H2, H1: a tie must go to H1 by its name, not by its place.
HUBS = ["H2", "H1"]
MINUTES = np.array([[15, 5], [12, 12], [8, 25], [30, 40], [INF, INF], [INF, 3]], dtype=float)
LOST = np.array([False, False, False, False, True, False])


def six_areas() -> Demand:
    return Demand(
        ids=["a1", "a2", "a3", "a4", "a5", "a6"],
        children=np.array([100.0, 50, 30, 20, 10, 0]),
        need=np.array([10.0, 20, 0, 5, 1, 0]),
        decile=np.array([1, 1, 2, 10, 10, NAN]),
        quintile=np.array([1.0, 1, 2, 5, 5, 3]),
        locality=["North", "North", "South", "South", "", "South"],
        authority=["X"] * 6,
    )


@pytest.fixture
def worked():
    near = np.array([True, False, False, False, False, False])
    return cover(MINUTES, six_areas(), HUBS, (10, 20), LOST, near_edge=near)


def figures(table, key):
    row = total_row(table) if key == "All areas" else table_row(table, key)
    return [row[name] for name in table_columns((10, 20))[1:]]


def test_each_area_gets_its_nearest_hub_minutes_and_band(worked):
    rows = list(worked.areas().rows())
    assert rows == [
        ("a1", 5.0, "H1", 10.0, False, True),
        ("a2", 12.0, "H1", 20.0, False, False),
        ("a3", 8.0, "H2", 10.0, False, False),
        ("a4", 30.0, "H2", None, False, False),
        ("a5", None, None, None, True, False),
        ("a6", 3.0, "H1", 10.0, False, False),
    ]


# areas, children, need, reached_10, share_10, reached_20, share_20, beyond, mean, median, p90,
# max, unrouted, note: each figure worked on paper from the six areas above.
@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        (
            "by_decile",
            "All areas",
            [6, 210, 36, 130, 13 / 21, 180, 6 / 7, 20, 9.7, 5, 12, 30, 10, ""],
        ),
        ("by_hub", "H1", [3, 150, 30, 100, 2 / 3, 150, 1, 0, 22 / 3, 5, 12, 12, 0, ""]),
        ("by_hub", "H2", [2, 50, 5, 30, 0.6, 30, 0.6, 20, 16.8, 8, 30, 30, 0, ""]),
        ("by_hub", "not routed", [1, 10, 1, 0, 0, 0, 0, 0, None, None, None, None, 10, ""]),
        ("by_decile", "1", [2, 150, 30, 100, 2 / 3, 150, 1, 0, 22 / 3, 5, 12, 12, 0, ""]),
        ("by_decile", "2", [1, 30, 0, 30, 1, 30, 1, 0, 8, 8, 8, 8, 0, ""]),
        ("by_decile", "10", [2, 30, 6, 0, 0, 0, 0, 20, 30, 30, 30, 30, 10, ""]),
        ("by_decile", "3", [0, *[None] * 12, "no areas"]),
        ("by_decile", "not known", [1, 0, 0, 0, None, 0, None, 0, *[None] * 4, 0, "no children"]),
        ("by_quintile", "3", [1, 0, 0, 0, None, 0, None, 0, *[None] * 4, 0, "no children"]),
        ("by_quintile", "4", [0, *[None] * 12, "no areas"]),
        ("by_locality", "North", [2, 150, 30, 100, 2 / 3, 150, 1, 0, 22 / 3, 5, 12, 12, 0, ""]),
        ("by_locality", "South", [3, 50, 5, 30, 0.6, 30, 0.6, 20, 16.8, 8, 30, 30, 0, ""]),
        ("by_locality", "not known", [1, 10, 1, 0, 0, 0, 0, 0, *[None] * 4, 10, ""]),
    ],
)
def test_six_areas_and_two_hubs_give_the_figures_worked_by_hand(worked, name, key, expected):
    found = figures(getattr(worked, name), key)
    *numbers, note = found
    *awaited, awaited_note = expected
    assert numbers == [None if x is None else pytest.approx(x) for x in awaited]
    assert note == awaited_note


def test_rows_stand_in_order_and_none_is_missing(worked):
    deciles = [str(rank) for rank in range(1, 11)]
    assert worked.by_decile.column("key") == [*deciles, "not known", "All areas"]
    assert worked.by_quintile.column("key") == ["1", "2", "3", "4", "5", "All areas"]
    assert worked.by_locality.column("key") == ["North", "South", "not known", "All areas"]
    assert worked.by_hub.column("key") == ["H1", "H2", "not routed", "All areas"]


def test_where_no_area_has_a_decile_the_table_has_no_row_of_one():
    blank = np.full(6, np.nan)
    unknown = dataclasses.replace(six_areas(), decile=blank, quintile=blank)
    found = cover(np.full((6, 1), 4.0), unknown, ["H"], (10,), np.zeros(6, dtype=bool))
    for table in (found.by_decile, found.by_quintile):
        assert table.column("key") == ["not known", "All areas"]
        assert table.column("areas") == [6, 6]


def test_a_hub_that_is_nearest_to_no_area_stands_with_noughts_and_a_note():
    minutes = np.column_stack([MINUTES, np.full(6, INF)])
    found = cover(minutes, six_areas(), [*HUBS, "H3"], (10, 20), LOST)
    row = table_row(found.by_hub, "H3")
    assert (row["areas"], row["children"], row["reached_20"], row["unrouted"]) == (0, 0, 0, 0)
    assert row["share_20"] is None
    assert row["note"] == "nearest hub of no area"


def test_an_area_without_a_route_to_any_hub_counts_as_not_routed_even_if_it_was_snapped():
    found = cover(MINUTES, six_areas(), HUBS, (10, 20), np.zeros(6, dtype=bool))
    assert found.unrouted.tolist() == LOST.tolist()
    assert total_row(found.by_hub)["unrouted"] == 10


def test_a_journey_of_exactly_the_band_counts_within_it_in_spite_of_rounding():
    minutes = MINUTES.copy()
    minutes[3] = [0.1 * 3 / 0.3 * 20 + 4e-15, 40]
    found = cover(minutes, six_areas(), HUBS, (10, 20), LOST)
    assert total_row(found.by_hub)["reached_20"] == 200
    assert found.band[3] == 20


def test_bands_with_decimals_name_their_columns():
    found = cover(MINUTES, six_areas(), HUBS, (7.5,), LOST)
    assert total_row(found.by_hub)["reached_7_5"] == 100
    assert "share_7_5" in found.by_decile.columns


def test_a_locality_called_all_areas_does_not_pass_for_the_total():
    demand = dataclasses.replace(six_areas(), locality=["All areas"] * 2 + ["South"] * 4)
    found = cover(MINUTES, demand, HUBS, (10, 20), LOST)
    assert total_row(found.by_locality)["children"] == 210
    assert table_row(found.by_locality, "All areas")["children"] == 150


@st.composite
def cases(draw):
    areas, hubs = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    minutes = np.where(rng.random((areas, hubs)) < 0.25, INF, rng.uniform(0, 45, (areas, hubs)))
    decile = np.where(rng.random(areas) < 0.2, NAN, rng.integers(1, 11, areas))
    demand = Demand(
        ids=[f"E{i:02d}" for i in range(areas)],
        children=np.where(rng.random(areas) < 0.2, 0, rng.uniform(0, 300, areas)),
        need=rng.uniform(0, 1, areas),
        decile=decile,
        quintile=np.ceil(decile / 2),
        locality=[["", "East", "West"][i] for i in rng.integers(0, 3, areas)],
        authority=[""] * areas,
    )
    return minutes, demand, [f"H{j}" for j in rng.permutation(hubs)]


@given(cases())
@settings(max_examples=150, deadline=None)
def test_sums_and_nesting_hold_on_any_input(case):
    minutes, demand, hubs = case
    found = cover(minutes, demand, hubs, (10, 20, 30), np.zeros(len(demand), dtype=bool))
    nearest = minutes.min(axis=1)
    for table in (found.by_hub, found.by_decile, found.by_quintile, found.by_locality):
        total = total_row(table)
        assert total["children"] == pytest.approx(demand.children.sum())
        assert total["reached_20"] == pytest.approx(demand.children[nearest <= 20].sum())
        assert total["reached_10"] <= total["reached_20"] <= total["reached_30"]
        for column in ("areas", "children", "need", "reached_10", "beyond", "unrouted"):
            *parts, whole = [value or 0 for value in table.column(column)]
            assert math.fsum(parts) == pytest.approx(whole, abs=1e-6)


@given(cases())
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_hubs_changes_nothing(case):
    minutes, demand, hubs = case
    lost = np.zeros(len(demand), dtype=bool)
    turned = np.arange(len(hubs))[::-1]
    one = cover(np.round(minutes), demand, hubs, (10, 20), lost)
    other = cover(np.round(minutes)[:, turned], demand, [hubs[j] for j in turned], (10, 20), lost)
    assert (one.hub, one.by_hub) == (other.hub, other.by_hub)


def test_rows_that_do_not_add_up_are_caught_before_anything_is_written():
    reach = Reach(np.array([10.0, 5]), np.ones(2), np.array([4.0, 40]), (10.0,))
    row = reach_row("1", reach.of(np.array([0])))
    with pytest.raises(PlannerError, match=r"own check.*areas add up to 1, not to 2"):
        coverage_table("BY_DECILE", [row], reach)
    whole = reach_row("1", reach)
    with pytest.raises(PlannerError, match="reached, beyond and unrouted"):
        coverage_table("BY_DECILE", [{**whole, "beyond": 4.0}], reach)


def test_a_longer_band_that_reaches_fewer_is_caught():
    reach = Reach(np.array([10.0]), np.ones(1), np.array([4.0]), (10.0, 20.0))
    row = {**reach_row("1", reach), "reached_10": 11.0}
    with pytest.raises(PlannerError, match="longer band reaches fewer"):
        coverage_table("BY_DECILE", [row], reach)


def test_deciles_and_quintiles_that_are_none_are_refused_by_number():
    for name, value, words in (("decile", 11.0, "decile"), ("quintile", 2.5, "quintile")):
        ranks = np.array([1.0, 1, 1, 1, 1, value])
        demand = dataclasses.replace(six_areas(), **{name: ranks})
        with pytest.raises(InputError, match=rf"1 of 6 areas have a {words}.*first: {value:g}"):
            cover(MINUTES, demand, HUBS, (10,), LOST)


@pytest.mark.parametrize("bad", [NAN, -1.0])
def test_missing_and_negative_minutes_are_refused_with_their_place(bad):
    minutes = MINUTES.copy()
    minutes[2, 1] = bad
    with pytest.raises(InputError, match="area a3 to hub H1"):
        cover(minutes, six_areas(), HUBS, (10,), LOST)


def test_input_that_does_not_fit_is_refused_in_words():
    with pytest.raises(CodesError, match="1 hub ids stand more than once"):
        cover(MINUTES, six_areas(), ["H1", "H1"], (10,), LOST)
    with pytest.raises(InputError, match="no hubs"):
        cover(np.empty((6, 0)), six_areas(), [], (10,), LOST)
    with pytest.raises(InputError, match="shape"):
        cover(MINUTES.T, six_areas(), HUBS, (10,), LOST)
    with pytest.raises(InputError, match="unrouted has not one value"):
        cover(MINUTES, six_areas(), HUBS, (10,), LOST[:3])
    with pytest.raises(InputError, match="1 areas are called unrouted but"):
        cover(MINUTES, six_areas(), HUBS, (10,), LOST[::-1] | LOST & False)
    with pytest.raises(InputError, match="rising minutes"):
        cover(MINUTES, six_areas(), HUBS, (20, 10), LOST)
