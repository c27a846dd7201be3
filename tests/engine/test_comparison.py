"""Two scenarios side by side: what becomes of each area's journey, and the tables, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scenario_pair import ASKED, INF, NAN, compared, demand, scenarios
from table_rows import table_row

from family_hub_planner.engine.comparison import RESULTS, Asked, Comparison, Moves, Scenario
from family_hub_planner.engine.comparison_car import NO_JOURNEY, NO_SHARE, Cars, by_car, cars_how
from family_hub_planner.engine.comparison_tables import (
    PARTS,
    by_counts,
    by_rank,
    by_text,
    stacked,
    summed_table,
    table_columns,
)
from family_hub_planner.engine.errors import InputError, PlannerError


def test_each_area_has_its_own_fate():
    assert compared().moves.results() == [
        "same", "longer", "lost reach", "shorter", "newly routed", "no longer routed",
        "not routed", "not compared",
    ]  # fmt: skip


def test_a_change_is_known_only_where_both_have_a_journey():
    change = compared().moves.change
    np.testing.assert_allclose(change, [0.5, 5, 22, -17, NAN, NAN, NAN, NAN])


def test_the_tolerance_is_up_to_and_much_longer_is_over():
    moves = compared().moves
    assert moves.same.tolist() == [True, *[False] * 7]
    assert moves.much_longer.tolist() == [False, False, True, *[False] * 5]
    tight = compared(asked=Asked((10.0,), tolerance=0.4, much=4.9)).moves
    assert tight.longer.tolist() == [True, True, True, *[False] * 5]
    assert tight.much_longer.tolist() == [False, True, True, *[False] * 5]


def test_a_journey_that_is_the_same_within_the_tolerance_loses_no_reach_in_words():
    people = demand()
    base = Scenario("Today", np.full(8, 29.9), ["1"] * 8, np.ones(8, bool))
    plan = Scenario("Plan", np.full(8, 30.1), ["1"] * 8, np.ones(8, bool))
    moves = Comparison(base, plan, people, ASKED).moves
    assert set(moves.results()) == {"same"}
    assert moves.lost(30.0).all(), "the bands are strict all the same"
    back = Comparison(plan, base, people, ASKED).moves
    assert set(back.results()) == {"same"} and back.gained(30.0).all()


def test_reach_is_gained_where_the_longest_band_is_entered():
    base = Scenario("Today", np.full(8, 40.0), ["1"] * 8, np.ones(8, bool))
    plan = Scenario("Plan", np.full(8, 30.0), ["1"] * 8, np.ones(8, bool))
    assert set(Comparison(base, plan, demand(), ASKED).moves.results()) == {"gained reach"}


def test_the_worst_come_first_and_ties_go_by_code_and_nobody_hidden_is_named():
    assert compared().worst() == [5, 2, 1]
    assert compared().worst(left_out=[2]) == [5, 1]
    base = Scenario("Today", np.full(8, 1.0), ["1"] * 8, np.ones(8, bool))
    plan = Scenario("Plan", np.full(8, 9.0), ["1"] * 8, np.ones(8, bool))
    assert Comparison(base, plan, demand(), ASKED).worst() == list(range(8))


def test_the_parts_of_all_areas_by_hand():
    total = table_row(by_text(compared(), "BY_LOCALITY", demand().locality), "All areas")
    assert [total[name] for name in ("children", "longer", "much_longer", *PARTS[1:])] == [
        150, 24, 13, 17, 7, 23, 19, 29, 31,
    ]  # fmt: skip
    assert [total[f"lost_{b}"] for b in (10, 20, 30)] == [24, 36, 36]
    assert [total[f"gained_{b}"] for b in (10, 20, 30)] == [17, 36, 19]
    # over a, b, c, d: 35 + 88 + 117 + 425 = 665 and 38.5 + 143 + 403 + 136 = 720.5 of 48 children
    assert total["mean_minutes_base"] == pytest.approx(665 / 48)
    assert total["mean_minutes_plan"] == pytest.approx(720.5 / 48)
    assert total["mean_change"] == pytest.approx(55.5 / 48)


def test_by_decile_each_has_its_row_and_empty_ones_say_so():
    table = by_rank(compared(), "BY_DECILE", demand().decile, 10)
    assert table.column("key") == [*map(str, range(1, 11)), "All areas"]
    assert list(table.columns) == table_columns(ASKED.bands)
    first, fifth, third = (table_row(table, key) for key in ("1", "5", "3"))
    assert (first["children"], first["longer"], first["same"]) == (18, 11, 7)
    assert (fifth["route_lost"], fifth["unrouted"], fifth["mean_change"]) == (23, 29, None)
    assert third["note"] == "no areas"
    assert third["children"] is None and third["longer"] is None and third["lost_10"] is None


def test_a_rank_known_nowhere_makes_no_ten_empty_rows():
    table = by_rank(compared(), "BY_QUINTILE", demand().quintile, 5)
    assert table.column("key") == ["not known", "All areas"]


def test_a_score_in_the_deciles_place_is_refused():
    with pytest.raises(InputError, match=r"1 of 8 areas .* from 1 to 10 \(first: 0\.5\)"):
        by_rank(compared(), "BY_DECILE", np.array([0.5, *[1.0] * 7]), 10)


def test_areas_without_a_locality_are_not_known():
    table = by_text(compared(), "BY_LOCALITY", demand().locality)
    assert table.column("key") == ["North", "South", "not known", "All areas"]
    assert table_row(table, "not known")["route_lost"] == 23


def test_a_group_counts_where_it_is_known_and_is_not_assessed_where_it_never_is():
    table = by_counts(compared(), "BY_GROUP", demand().groups, {"low_income": "shared out"})
    low, send = (table_row(table, key) for key in ("low_income", "send"))
    assert (low["areas"], low["children"], low["longer"], low["not_compared"]) == (7, 28, 3, 7)
    assert low["note"] == "1 area has no count and is left out; estimate, shared out"
    assert (send["note"], send["children"], send["longer"]) == ("not assessed", None, None)
    assert "All areas" not in table.column("key"), "groups may overlap"


def test_a_negative_group_is_refused():
    with pytest.raises(InputError, match="low_income"):
        by_counts(compared(), "BY_GROUP", {"low_income": np.full(8, -1.0)})


def test_a_table_whose_rows_do_not_add_up_is_never_written():
    found = compared()
    table = by_text(found, "BY_LOCALITY", demand().locality)
    rows = [dict(zip(table.columns, row)) for row in table.rows()]
    with pytest.raises(PlannerError, match="own check"):
        summed_table("BY_LOCALITY", rows[:1], rows[-1], ASKED.bands)
    wrong = {**rows[-1], "same": 8.0}
    with pytest.raises(PlannerError, match="the parts add up"):
        summed_table("BY_LOCALITY", rows[:-1], wrong, ASKED.bands)


def test_tables_of_several_plans_stand_one_under_another():
    table = by_text(compared(), "BY_LOCALITY", demand().locality)
    both = stacked([table, table])
    assert len(both) == 2 * len(table)
    assert both.column("key")[: len(table)] == table.column("key")


# Car and no car


def shares():
    return np.full(8, 0.25)


def test_with_one_mode_for_all_the_children_are_shared_out_as_an_estimate():
    table = by_car(compared(), Cars(shares()))
    assert table.column("key") == ["with a car", "without a car", "All areas"]
    with_car, without, total = (dict(zip(table.columns, row)) for row in table.rows())
    assert (with_car["longer"], without["longer"], total["longer"]) == (18, 6, 24)
    for row in (with_car, without):
        assert row["note"] == "estimate, children shared out by all households' cars"
    assert "with a car or without" in cars_how(compared(), Cars(shares()), "")


def test_where_people_drive_those_without_a_car_are_not_assessed():
    table = by_car(compared(), Cars(shares(), driving=True))
    assert table.column("key") == ["with a car", "without a car"]
    assert table.column("children") == [112.5, None]
    assert table.column("note")[1] == f"not assessed: {NO_JOURNEY}"
    assert cars_how(compared(), Cars(shares(), driving=True), "") == ""


def test_those_without_a_car_have_their_own_minutes_where_both_coverages_tell_them():
    today, plan = scenarios()
    on_foot = Scenario("Today", today.minutes, today.hub, today.there, np.full(8, 20.0))
    worse = Scenario("Plan", plan.minutes, plan.hub, plan.there, np.full(8, 40.0))
    found = Comparison(on_foot, worse, demand(), ASKED)
    table = by_car(found, Cars(shares(), driving=True))
    with_car, without, both = (dict(zip(table.columns, row)) for row in table.rows())
    assert both["key"] == "by the mode they have"
    assert with_car["longer"] == 0.75 * 24
    assert without["longer"] == 0.25 * (150 - 31), "all that are compared"
    assert (both["longer"], both["children"], both["areas"]) == (18 + 29.75, 150, 8)
    assert "own minutes for them (pram)" in cars_how(found, Cars(shares()), "pram")


def test_without_a_share_nothing_is_said_of_cars():
    table = by_car(compared(), Cars(None))
    assert table.column("note") == [f"not assessed: {NO_SHARE}"]
    assert table.column("children") == [None]


# What is refused


def test_a_tolerance_above_much_longer_is_refused():
    with pytest.raises(InputError, match="must not count as the same"):
        Asked((10.0,), tolerance=6.0, much=5.0)


def test_scenarios_of_other_areas_and_minutes_below_zero_are_refused():
    today, plan = scenarios()
    short = Scenario("Plan", plan.minutes[:7], plan.hub[:7], plan.there[:7])
    with pytest.raises(InputError, match="Plan has not one value for each of the 8"):
        Comparison(today, short, demand(), ASKED)
    below = Scenario("Plan", np.full(8, -1.0), plan.hub, plan.there)
    with pytest.raises(InputError, match="below zero"):
        Comparison(today, below, demand(), ASKED)


# Against pandas


@pytest.mark.parametrize("seed", range(20))
def test_random_scenarios_are_counted_as_pandas_counts_them(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(5, 60))
    frame = pd.DataFrame({
        "children": rng.integers(0, 90, n).astype(float),
        "base": rng.choice([3.0, 9.5, 10.0, 17.0, 28.0, 44.0, INF], n),
        "move": rng.choice([0.0, 0.5, 0.51, -0.5, -0.6, 5.0, 5.01, 12.0, -9.0, INF], n),
        "there": rng.random(n) > 0.1,
        "key": rng.choice(["x", "y", "z"], n),
    })  # fmt: skip
    frame["plan"] = (frame.base + frame.move).where(frame.base < INF, rng.choice([INF, 15.0], n))
    frame["plan"] = frame["plan"].clip(lower=0)
    moves = Moves(*(frame[c].to_numpy() for c in ("children", "base", "plan", "there")), ASKED)
    both = frame.there & (frame.base < INF) & (frame.plan < INF)
    delta = (frame.plan - frame.base).where(both)
    of = frame.children
    wanted = {
        "longer": of[delta > 0.5 + 1e-9].sum(),
        "shorter": of[delta < -0.5 - 1e-9].sum(),
        "same": of[delta.abs() <= 0.5 + 1e-9].sum(),
        "route_lost": of[frame.there & (frame.base < INF) & (frame.plan == INF)].sum(),
        "route_gained": of[frame.there & (frame.base == INF) & (frame.plan < INF)].sum(),
        "unrouted": of[frame.there & (frame.base == INF) & (frame.plan == INF)].sum(),
    }
    assert {name: of[getattr(moves, name)].sum() for name in wanted} == wanted
    assert of[moves.much_longer].sum() == of[delta > 5 + 1e-9].sum()
    for band in (10.0, 20.0, 30.0):
        near, then = frame.base <= band, frame.plan <= band
        assert of[moves.lost(band)].sum() == of[frame.there & near & ~then].sum()
        assert of[moves.gained(band)].sum() == of[frame.there & ~near & then].sum()
    assert set(moves.results()) <= set(RESULTS)
