"""The live what-if: hand-worked plans, brute force on random ones, undo and redo, pounds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from family_hub_planner.engine.coverage_tables import total_row
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import CodesError, InputError
from family_hub_planner.engine.what_if import HUB, VENUE, Place, Plan, WhatIf
from family_hub_planner.engine.what_if_card import place_card
from family_hub_planner.engine.what_if_history import History
from family_hub_planner.engine.what_if_money import Costs, money

INF, NAN = math.inf, math.nan
# Four areas; hubs H1 and H2 are on today, venue V1 is not. Nobody but V1 is near to a4.
MINUTES = np.array([[5, 25, 40], [8, 12, 9], [30, 6, 6], [INF, INF, 15]], dtype=float)
PLACES = [
    Place("H1", "Castle Street", HUB, Costs(10_000.0, 500.0, 2_000.0)),
    Place("H2", "Northgate", HUB, Costs(20_000.0, NAN)),
    Place("V1", "Library", VENUE, Costs(NAN, 7_000.0)),
]
BANDS = (10.0, 20.0)


def four_areas() -> Demand:
    return Demand(
        ids=["a1", "a2", "a3", "a4"],
        children=np.array([100.0, 50, 30, 20]),
        need=np.array([10.0, 20, 0, 5]),
        decile=np.array([1.0, 1, 2, 10]),
        quintile=np.array([1.0, 1, 2, 5]),
        locality=["North", "North", "South", "South"],
        authority=["X"] * 4,
    )


@pytest.fixture
def town():
    return WhatIf(four_areas(), PLACES, MINUTES, BANDS)


def reached(town: WhatIf, plan: Plan) -> list[float]:
    row = total_row(town.figures(plan).coverage.by_decile)
    return [row[name] for name in ("reached_10", "reached_20", "beyond", "unrouted")]


def test_today_is_every_hub_and_no_venue(town):
    assert town.today.on == {"H1", "H2"}
    assert reached(town, town.today) == [180.0, 180.0, 0.0, 20.0]
    assert town.base.hub == ("H1", "H1", "H2", None)


def test_a_hub_switched_off_leaves_its_areas_to_the_next_best(town):
    plan = town.switched(town.today, "H1")
    found = town.figures(plan, much=5.0)
    assert found.coverage.hub == ("H2", "H2", "H2", None)
    assert found.coverage.minutes.tolist() == [25, 12, 6, INF]
    assert reached(town, plan) == [30.0, 80.0, 100.0, 20.0]
    # a1 is 20 minutes longer, a2 only 4: one area, 100 children.
    assert found.much_longer.tolist() == [True, False, False, False]
    assert town.figures(plan, much=3.0).much_longer.tolist() == [True, True, False, False]


def test_a_venue_switched_on_reaches_who_had_no_journey(town):
    plan = town.switched(town.today, "V1")
    assert reached(town, plan) == [180.0, 200.0, 0.0, 0.0]
    found = town.figures(plan).coverage
    # a3 has H2 and V1 equally near: the id that sorts first keeps it.
    assert found.hub == ("H1", "H1", "H2", "V1")
    assert town.figures(plan).change.moves.route_gained.tolist() == [False] * 3 + [True]


def test_a_route_that_is_lost_is_told_apart_from_a_longer_one(town):
    today = town.switched(town.today, "V1")
    lost = WhatIf(four_areas(), [*PLACES[:2], Place("V1", "", HUB, Costs())], MINUTES, BANDS)
    found = lost.figures(lost.switched(today, "V1"))
    assert found.route_lost.tolist() == [False] * 3 + [True]
    assert not found.much_longer.any()


def test_the_last_place_that_is_on_stays_on(town):
    plan = town.switched(town.today, "H1")
    with pytest.raises(InputError, match="at least one place"):
        town.switched(plan, "H2")
    trial = town.placed(plan, "Trial {}", (0.0, 0.0), np.ones(4))
    alone = town.switched(trial, "H2")
    with pytest.raises(InputError, match="at least one place"):
        town.without(alone, "T1")


def test_a_place_that_is_not_known_is_refused_by_its_id(town):
    with pytest.raises(CodesError, match="X9 is none of the 3 places"):
        town.with_on(town.today, {"H1", "X9"})


def test_a_trial_is_placed_moved_switched_off_and_taken_away(town):
    placed = town.placed(town.today, "Trial {}", (10.0, 20.0), np.array([1.0, 30, 30, 2]))
    assert placed.trials[0].name == "Trial 1"
    assert placed.on == {"H1", "H2", "T1"}
    assert town.figures(placed).coverage.hub == ("T1", "H1", "H2", "T1")
    moved = town.moved(placed, "T1", (50.0, 60.0), np.array([INF, 2.0, 30, INF]))
    assert moved.trials[0].xy == (50.0, 60.0)
    assert town.figures(moved).coverage.hub == ("H1", "T1", "H2", None)
    off = town.switched(moved, "T1")
    assert off.trials == moved.trials
    assert reached(town, off) == reached(town, town.today)
    gone = town.without(moved, "T1")
    assert gone.trials == ()
    assert gone.on == town.today.on
    # The plans before are what they were.
    assert placed.trials[0].xy == (10.0, 20.0)


def test_a_trial_never_takes_the_id_of_a_place_or_of_another_trial():
    places = [PLACES[0], Place("T1", "A tennis club", VENUE, Costs())]
    town = WhatIf(four_areas(), places, MINUTES[:, :2], BANDS)
    first = town.placed(town.today, "Trial {}", (0.0, 0.0), np.ones(4))
    second = town.placed(first, "Trial {}", (0.0, 0.0), np.ones(4))
    assert [trial.id for trial in second.trials] == ["T2", "T3"]
    again = town.placed(town.without(second, "T2"), "Trial {}", (0.0, 0.0), np.ones(4))
    assert [trial.id for trial in again.trials] == ["T3", "T2"]


@pytest.mark.parametrize("minutes", [np.ones(3), np.array([1.0, -1, 1, 1]), np.full(4, NAN)])
def test_minutes_of_a_trial_that_fit_no_area_are_refused(town, minutes):
    with pytest.raises(InputError, match="zero or more"):
        town.placed(town.today, "Trial {}", (0.0, 0.0), minutes)


def test_one_id_for_two_places_is_refused():
    with pytest.raises(CodesError, match="first: H1"):
        WhatIf(four_areas(), [*PLACES[:2], PLACES[0]], MINUTES, BANDS)


def test_venues_without_any_hub_are_refused():
    with pytest.raises(InputError, match="hub of today"):
        WhatIf(four_areas(), [PLACES[2]], MINUTES[:, 2:], BANDS)


# Brute force: plain Python over random towns, nothing of the engine in it.


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_every_figure_is_what_counting_by_hand_gives(seed):
    rng = np.random.default_rng(seed)
    areas, hubs, venues, trials = rng.integers(1, 12), rng.integers(1, 5), *rng.integers(0, 4, 2)
    minutes = np.round(rng.random((areas, hubs + venues)) * 40)
    minutes[rng.random(minutes.shape) < 0.2] = INF
    demand = Demand(
        ids=[f"a{row}" for row in range(areas)],
        children=rng.integers(0, 60, areas).astype(float),
        need=rng.random(areas),
        decile=rng.integers(1, 11, areas).astype(float),
        quintile=rng.integers(1, 6, areas).astype(float),
        locality=[f"l{row % 3}" for row in range(areas)],
        authority=[""] * areas,
    )
    kinds = [HUB] * hubs + [VENUE] * venues
    places = [Place(f"p{i}", "", kind, Costs()) for i, kind in enumerate(kinds)]
    town = WhatIf(demand, places, minutes, BANDS)
    plan, columns = town.today, {place.id: minutes[:, i] for i, place in enumerate(places)}
    for _ in range(trials):
        column = np.round(rng.random(areas) * 40)
        plan = town.placed(plan, "Trial {}", (0.0, 0.0), column)
        columns[plan.trials[-1].id] = column
    on = [one for one in columns if rng.random() < 0.6] or ["p0"]
    plan, much = town.with_on(plan, on), 5.0
    found = town.figures(plan, much)

    now = [min((columns[one][row], one) for one in on) for row in range(areas)]
    before = [min(columns[one][row] for one in sorted(town.today.on)) for row in range(areas)]
    assert found.coverage.minutes.tolist() == [least for least, _ in now]
    assert list(found.coverage.hub) == [one if least < INF else None for least, one in now]
    for key in [*map(str, range(1, 11)), "All areas"]:
        rows = [r for r in range(areas) if key in ("All areas", f"{demand.decile[r]:g}")]
        table = found.coverage.by_decile
        at = len(table) - 1 if key == "All areas" else table.column("key").index(key)
        for band in BANDS:
            within = sum(demand.children[r] for r in rows if now[r][0] <= band)
            told = table.column(f"reached_{band:g}")[at]
            assert (told or 0.0) == within
    both = [r for r in range(areas) if before[r] < INF and now[r][0] < INF]
    longer = [r for r in both if now[r][0] - before[r] > much]
    assert np.flatnonzero(found.much_longer).tolist() == longer
    lost = [r for r in range(areas) if before[r] < INF and now[r][0] == INF]
    assert np.flatnonzero(found.route_lost).tolist() == lost


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_a_card_says_what_leaving_the_place_out_gives(seed):
    rng = np.random.default_rng(seed)
    minutes = np.round(rng.random((4, 3)) * 10)
    minutes[rng.random(minutes.shape) < 0.2] = INF
    town = WhatIf(four_areas(), PLACES, minutes, BANDS)
    plan = town.with_on(town.today, [["H1", "H2", "V1"], ["H1", "V1"], ["H2"]][seed % 3])
    for place in ("H1", "H2", "V1"):
        card = place_card(town, plan, place)
        whole = town.figures(town.with_on(plan, plan.on | {place})).coverage
        mine = np.array([hub == place for hub in whole.hub])
        assert card.nearest.tolist() == mine.tolist()
        assert card.children == town.demand.children[mine].sum()
        rest = plan.on - {place}
        if not rest:
            assert card.stranded == card.children
            continue
        after = town.figures(town.with_on(plan, rest)).coverage
        gone = mine & np.isinf(after.minutes)
        assert card.stranded == town.demand.children[gone].sum()
        goes = {}
        for row in np.flatnonzero(mine & ~gone):
            goes[after.hub[row]] = goes.get(after.hub[row], 0.0) + town.demand.children[row]
        assert dict(card.next_best) == goes
        stay = mine & ~gone
        added = after.minutes[stay] - whole.minutes[stay]
        if len(added):
            weight = town.demand.children[stay]
            assert card.mean_added == pytest.approx((added * weight).sum() / weight.sum())
            assert card.most_added == added.max()


def test_the_next_best_places_come_by_children(town):
    card = place_card(town, town.switched(town.today, "V1"), "H1")
    assert card.children == 150.0
    assert card.next_best == (("H2", 100.0), ("V1", 50.0))
    assert (card.stranded, card.most_added) == (0.0, 20.0)
    assert card.mean_added == pytest.approx((100 * 20 + 50 * 1) / 150)


def test_a_place_that_nobody_is_nearest_to_has_no_journeys_to_add(town):
    card = place_card(town, town.switched(town.today, "V1"), "V1")
    assert card.on
    assert card.next_best == ()
    assert card.stranded == 20.0
    assert math.isnan(card.mean_added)
    assert math.isnan(card.most_added)


# Undo and redo


def test_undo_and_redo_walk_the_plans_there_and_back():
    history = History("today")
    for plan in ("a", "b", "c"):
        history.do(plan)
    assert [history.undo(), history.undo(), history.redo()] == ["b", "a", "b"]
    assert history.can_redo
    history.do("d")
    assert not history.can_redo
    assert [history.undo(), history.undo(), history.undo(), history.undo()] == [
        "b", "a", "today", "today",
    ]  # fmt: skip
    assert not history.can_undo
    assert [history.redo() for _ in range(4)] == ["a", "b", "d", "d"]


def test_plans_of_one_history_share_the_minutes_of_their_trials(town):
    placed = town.placed(town.today, "Trial {}", (0.0, 0.0), np.ones(4))
    later = town.switched(town.switched(placed, "V1"), "H1")
    assert later.trials[0].minutes is placed.trials[0].minutes


# Pounds


def test_what_a_plan_costs_is_added_up_and_what_is_missing_is_named(town):
    found = town.figures(town.switched(town.switched(town.today, "H1"), "V1")).money
    assert found.yearly_today.total == 30_000.0
    assert (found.yearly.total, found.yearly.missing) == (20_000.0, ("V1",))
    # V1 is opened, H1 given up and its grant paid back.
    assert (found.once.total, found.once.missing) == (7_000.0 + 500.0 + 2_000.0, ())


def test_a_cost_that_nobody_gave_is_never_nought(town):
    found = town.figures(town.with_on(town.today, {"V1"})).money
    assert found.yearly.all_missing
    assert found.once.missing == ("H2",)
    nothing = money({}, {"H1"}, {"H1"})
    assert not nothing.once.all_missing
    assert nothing.once.total == 0.0


def test_a_trial_hub_has_no_known_cost(town):
    plan = town.placed(town.today, "Trial {}", (0.0, 0.0), np.ones(4))
    found = town.figures(plan).money
    assert found.yearly.missing == ("T1",)
    assert found.once.missing == ("T1",)
    assert found.once.all_missing
