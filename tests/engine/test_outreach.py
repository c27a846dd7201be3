"""The two-tier model by hand: one road with a hub at 0, venues and areas along it.

Families walk, a minute a step; staff drive, a minute for two steps. Areas A at 2, B at 14, C at 16,
D at 30, E at 60, with need 10, 8, 6, 5 and 4 and twice as many children; a hub reaches 5 minutes, a
point 4. Venues v at 15 (library), w at 16 (hall), x at 31 (library), y at 59 (hall).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import CodesError, InfeasibleError, InputError
from family_hub_planner.engine.siting.in_process import in_process
from family_hub_planner.engine.siting.model import Limits
from family_hub_planner.engine.siting.outreach.card import Facts, cards
from family_hub_planner.engine.siting.outreach.frontier import frontier
from family_hub_planner.engine.siting.outreach.problem import OutreachProblem, Staffing, Terms
from family_hub_planner.engine.siting.outreach.reasons import reasons
from family_hub_planner.engine.siting.outreach.stability import stability
from family_hub_planner.engine.siting.outreach.suggest import suggest_outreach
from family_hub_planner.engine.siting.outreach.tables import by_locality, by_rank
from family_hub_planner.engine.siting.outreach.types_asked import type_order
from family_hub_planner.engine.siting.rules import Floor

AREAS = dict(zip("ABCDE", (2.0, 14.0, 16.0, 30.0, 60.0)))
NEED = np.array([10.0, 8.0, 6.0, 5.0, 4.0])
SITES = {"hub": 0.0, "v": 15.0, "w": 16.0, "x": 31.0, "y": 59.0}
TYPES = ["", "library", "hall", "library", "hall"]
EVERYBODY = np.ones(5, dtype=bool)


def apart(some, others):
    return np.abs(np.array(list(some))[:, None] - np.array(list(others))[None, :])


def road(floors=(), staffing=None, rank=None, hubs=("hub",), may_be_hub=(), **terms):
    asked = {"points": 2, "hub_minutes": 5.0, "outreach_minutes": 4.0, "staff_drive": 20.0, **terms}
    ids = list(SITES)
    return OutreachProblem(
        minutes=apart(AREAS.values(), SITES.values()), weight=NEED, children=2 * NEED,
        demand_ids=list(AREAS), site_ids=ids, hub_now=np.array([one in hubs for one in ids]),
        point_now=np.zeros(5, dtype=bool), may_be_hub=np.array([one in may_be_hub for one in ids]),
        may_be_point=np.array([one != "hub" for one in ids]),
        staff=apart(SITES.values(), SITES.values()) / 2, terms=Terms(**asked), floors=floors,
        rank=None if rank is None else np.array(rank), staffing=staffing,
    )  # fmt: skip


def names(problem, sites):
    return [problem.site_ids[site] for site in sites]


def solved(*arguments, **terms):
    return suggest_outreach(road(*arguments, **terms), runner=in_process)


def floor(share, rows=EVERYBODY, label="all areas"):
    return (Floor(label, np.asarray(rows), share, 5.0),)


def test_the_hub_counts_whole_and_a_point_alone_by_its_weight():
    """A (10) is the hub's; v or w has B and C (14), x has D (5); y is 29.5 minutes off."""
    plan = solved()
    assert names(plan.problem, plan.new_points) == ["v", "x"]
    assert plan.objective == 10 + 0.5 * (14 + 5) and plan.proven and plan.gap == 0
    assert plan.tiers().sums(NEED) == (10, 19, 4)
    assert names(plan.problem, plan.problem.beyond_staff_drive()) == ["y"]
    assert "y" in plan.remarks[0] and "beyond 20 minutes' staff drive" in plan.remarks[0]
    assert solved(weight=1.0).objective == 10 + 19


def test_each_point_is_linked_to_a_hub_within_staff_drive_and_none_opens_beyond_it():
    plan = solved(staff_drive=7.5)
    assert names(plan.problem, plan.new_points) == ["v"]
    assert plan.linked == {1: 0}
    assert any("no further point would" in said for said in plan.remarks)
    far = solved(staff_drive=30.0, points=3)
    assert names(far.problem, far.new_points) == ["v", "x", "y"]


def test_types_decide_between_equal_plans_and_cost_nothing():
    by_default = solved(points=1)
    halls_first = solved(points=1, rank=[2, 1, 0, 1, 0])
    assert names(by_default.problem, by_default.new_points) == ["v"]
    assert names(halls_first.problem, halls_first.new_points) == ["w"]
    assert halls_first.objective == by_default.objective == 17 and not halls_first.given_up


def test_need_is_given_up_for_types_only_as_far_as_allowed():
    """Halls first and 10 % of 22 to lose: y (4, in place of x's 5) costs 0.5, and is taken."""
    halls = {"rank": [2, 1, 0, 1, 0], "staff_drive": 30.0, "points": 2}
    plan = solved(**halls)
    assert names(plan.problem, plan.new_points) == ["w", "x"]
    loose = solved(**halls, type_loss=0.1)
    assert names(loose.problem, loose.new_points) == ["w", "y"]
    assert (loose.best, loose.objective, loose.given_up) == (19.5, 19, 0.5)
    assert "given up" in loose.status
    assert solved(**halls, type_loss=0.02).objective == 19.5


def test_a_floor_is_kept_by_either_tier_and_moves_the_plan():
    """E has need 4: half of D and E together is only kept with x, 60 % only with both x and y."""
    rows = [False, False, False, True, True]
    plan = solved(points=1, floors=floor(0.5, rows), staff_drive=30.0)
    assert names(plan.problem, plan.new_points) == ["x"]
    both = solved(points=2, floors=floor(0.6, rows), staff_drive=30.0)
    assert names(both.problem, both.new_points) == ["x", "y"]


def test_conditions_that_no_plan_keeps_are_named_with_what_would_do():
    rows = [False, False, False, True, True]
    with pytest.raises(InfeasibleError, match=r"at most 55\.6 % of its need .* 1 area is not: E"):
        solved(floors=floor(0.6, rows, "the far end"))
    with pytest.raises(InfeasibleError, match="1 venue is beyond staff drive"):
        solved(floors=floor(0.6, rows))
    with pytest.raises(
        InfeasibleError, match=r"3 outreach points in place of 2; a floor of 87\.8 % for all areas"
    ):
        solved(floors=floor(0.95), staff_drive=30.0)


def test_a_floor_on_nobody_is_refused_in_words_before_anything_is_solved():
    nowhere = [False] * 5
    with pytest.raises(InputError, match="There is no area of the far end: a floor on nobody"):
        solved(floors=floor(0.5, nowhere, "the far end"))


def test_one_minute_one_venue_and_one_point_are_said_as_one():
    plan = solved(staff_drive=1.0, hubs=("hub", "w"), points=1, hub_minutes=1.0)
    assert plan.remarks[0].startswith("2 venues are beyond 1 minute's staff drive of every hub")
    point, *_, hub = made(plan)
    assert "beyond 1 minute of any hub" in point.reason
    assert "beyond 1 minute of a hub" in hub.reason
    with pytest.raises(InfeasibleError, match="1 outreach point in place of 0"):
        solved(points=0, floors=floor(0.5, [False, True, False, False, False]))


def test_who_runs_a_point_today_is_not_claimed():
    before = road(points=1)
    running = np.array([one == "v" for one in SITES])
    plan = suggest_outreach(replace(before, point_now=running), runner=in_process)
    hub = next(card for card in made(plan) if card.tier == "hub")
    assert "It is the nearest hub by car of V (v), which runs today." in hub.reason
    assert "could run X (x)." in hub.reason and "staff run" not in hub.reason


def test_no_venue_within_staff_drive_is_said_with_the_nearest():
    with pytest.raises(InfeasibleError, match=r"None of the 4 venues .* v, takes 7\.5 minutes"):
        solved(staff_drive=3.0)


def test_without_any_hub_nothing_can_be_linked():
    with pytest.raises(InputError, match="no hub for an outreach point to be linked to"):
        solved(hubs=())


def test_a_new_hub_is_chosen_together_with_the_points_it_is_to_run():
    """Without a hub at 0 and staff driving 8 minutes: v as hub has B and C whole, and runs x."""
    plan = solved(hubs=(), may_be_hub=("v", "y"), new_hubs=1, staff_drive=8.0, points=1)
    assert names(plan.problem, plan.new_hubs) == ["v"]
    assert names(plan.problem, plan.new_points) == ["x"]
    assert plan.objective == 14 + 2.5 and plan.linked == {3: 1}


def staffed(staff, children=float("inf"), offered=1.0):
    return Staffing(np.full(5, offered), np.array([staff, *[np.inf] * 4]), children)


def test_a_hub_runs_no_more_points_than_its_staff_has_sessions():
    plan = solved(staffing=staffed(1.0))
    assert names(plan.problem, plan.new_points) == ["v"]
    assert plan.sessions == {1: 1}
    nothing = solved(staffing=staffed(0.0))
    assert not len(nothing.new_points) and nothing.objective == 10


def test_sessions_have_room_for_so_many_children_and_a_point_runs_as_many_as_it_needs():
    """B and C have 28 children, D 10. Two sessions of 10 at v leave 8; x then takes D's 10."""
    plan = solved(staffing=staffed(3.0, 10.0, 2.0))
    takes = dict.fromkeys(plan.new_points.tolist(), 0.0)
    for row, site, share in plan.shares:
        takes[site] += share * 2 * NEED[row]
    assert all(takes[site] <= 10 * plan.sessions[site] + 1e-4 for site in takes)
    assert sum(plan.sessions.values()) == 3
    assert plan.objective == pytest.approx(10 + 0.5 * 15, abs=1e-4)
    for row in range(5):
        parts = [share for one, _, _, share in plan.assignment() if one == row]
        assert sum(parts) == pytest.approx(1.0, abs=1e-4)


def test_a_point_runs_as_many_sessions_as_the_children_who_come_fill():
    """B and C have 28 children: three sessions of 10 at v; D has 10: one at x."""
    plan = solved(staffing=staffed(np.inf, 10.0, 5.0))
    assert plan.sessions == {1: 3, 3: 1}


def test_that_a_nearer_hub_lacks_staff_is_told_apart_from_a_drive_too_long():
    """The far hub at 31 has staff for v, 8 minutes off; the near one has none."""
    problem = road(
        floors=floor(0.9, [False, True, True, False, False]), hubs=("hub", "x"), staff_drive=7.6,
        staffing=Staffing(np.ones(5), np.array([0.0, 9, 9, 9, 9])), hub_minutes=1.0,
    )  # fmt: skip
    problem.may_be_point[2] = False
    with pytest.raises(
        InfeasibleError, match="a longer staff drive; more sessions that hubs' staff can run"
    ):
        suggest_outreach(problem, runner=in_process)


def test_a_point_that_runs_today_stays_and_takes_no_staff_from_the_new():
    problem = road(staffing=staffed(1.0))
    running = np.array([one == "w" for one in SITES])
    plan = suggest_outreach(replace(problem, point_now=running), runner=in_process)
    assert names(problem, plan.points) == ["w", "x"]
    assert names(problem, plan.new_points) == ["x"]
    assert plan.linked == {2: 0, 3: 0}


def demand():
    return Demand(list(AREAS), 2 * NEED, NEED, np.array([1.0, 2, 9, 3, np.nan]), np.full(5, 1.0),
                  ["North", "North", "", "South", "South"], [""] * 5)  # fmt: skip


def made(plan, **facts):
    why = reasons(plan, Limits(runner=in_process))
    told = Facts(["", "V", "W", "X", "Y"], TYPES, **{"threshold": 0, **facts})
    return cards(plan, why, demand(), told)


def test_the_cards_say_order_gain_link_next_best_and_who_would_be_without():
    plan = solved()
    first, second, hub = made(plan)
    assert (first.site, first.order, first.children_gained, first.tier) == (1, 1, 28, "outreach")
    assert (first.next_best, first.loss_if_swapped) == (2, 0)
    assert (second.site, second.order, second.children_gained) == (3, 2, 10)
    assert (second.linked_hub, second.staff_minutes) == (0, 15.5)
    assert (second.next_best, second.loss_if_swapped) == (None, 2.5)
    assert second.children_without == 10
    assert (hub.decision, hub.tier, hub.children_without) == ("kept", "hub", 20)
    assert "10 more children within 4 minutes of an outreach point" in second.reason
    assert "beyond 5 minutes of any hub" in second.reason
    assert "W (w) in its place does equally well" in first.reason
    assert "No other venue tested adds anything in its place" in second.reason
    assert "16 minutes' drive" in second.reason
    assert "Its staff could run V (v), X (x)." in hub.reason
    assert first.near_best == "not in every plan within 1 %"
    assert second.near_best == "in every plan within 3 %"


def test_a_venue_of_another_type_that_would_do_better_is_named_as_such():
    halls = solved(rank=[2, 1, 0, 1, 0], staff_drive=30.0, type_loss=0.1)
    y = next(card for card in made(halls, named_types=1) if card.site == 4)
    assert (y.next_best, y.loss_if_swapped) == (3, -0.5)
    assert "X (x) in its place does 2.7 % better; the order of types stands against it" in y.reason
    assert "gives up 2.6 % of the best value" in y.reason


def test_small_counts_are_held_back_in_the_sentences():
    first, second, _ = made(solved(), threshold=30)
    assert "fewer than 30" in first.reason and "28" not in first.reason
    assert second.children_gained == 10


def test_a_new_hubs_gain_is_counted_before_the_points():
    hub, point = made(solved(hubs=(), may_be_hub=("v",), new_hubs=1, staff_drive=8.0, points=1))
    assert (hub.tier, hub.order, hub.children_gained) == ("hub", 1, 28)
    assert (point.tier, point.order, point.children_gained) == ("outreach", 1, 10)
    assert "about 30 more children within 5 minutes of a hub" in hub.reason
    assert hub.near_best == "in every plan within 3 %"
    assert "No other venue in its place keeps every condition." in hub.reason


def test_with_limited_room_gains_are_the_children_who_go_to_a_point():
    first, second, _ = made(solved(staffing=staffed(3.0, 10.0, 2.0)))
    assert first.children_gained + second.children_gained == pytest.approx(30, abs=1e-3)
    assert first.children_without is None
    assert "With the room there is" in first.reason and "a week" in first.reason


def test_the_frontier_starts_today_and_adds_points_one_by_one():
    table = frontier(solved(points=3, staff_drive=30.0), 3, Limits(runner=in_process))
    assert table.column("points") == [0, 1, 2, 3]
    assert table.column("need_hub") == [10, 10, 10, 10]
    assert table.column("need_outreach") == [0, 14, 19, 23]
    assert table.column("need_neither") == [23, 9, 4, 0]
    assert table.column("sites_chosen") == ["", "v", "v, x", "v, x, y"]
    assert table.column("objective") == [None, 17, 19.5, 21.5]


def test_stability_counts_in_how_many_runs_a_site_stays():
    done = stability(solved(), Limits(runner=in_process))
    assert (done.asked, done.counted, done.no_plan) == (16, 16, 0)
    assert done.shares[3] == 1.0  # x is all that reaches D
    assert 0 < done.shares[1] <= 1.0


def test_the_tables_never_add_the_tiers_up():
    tiers = solved().tiers()
    table = by_rank(demand(), demand().decile, 10, tiers)
    rows = {row[0]: row[2:] for row in table.rows() if row[1]}
    empty = [row[0] for row in table.rows() if not row[1]]
    assert empty == ["4", "5", "6", "7", "8", "10"]  # said to be empty, not left out
    assert rows == {
        "1": (20, 20, 0, 0), "2": (16, 0, 16, 0), "3": (10, 0, 10, 0), "9": (12, 0, 12, 0),
        "not known": (8, 0, 0, 8), "All areas": (66, 20, 38, 8),
    }  # fmt: skip
    unknown = by_rank(demand(), np.full(5, np.nan), 10, tiers)
    assert unknown.column("key") == ["not known", "All areas"]
    assert by_locality(demand(), tiers).column("key") == [
        "North", "South", "not known", "All areas"]  # fmt: skip


def test_an_order_of_types_is_read_with_those_left_out_and_refused_in_words():
    types = ["Library", "hall", "", "base"]
    assert type_order("library; hall", types) == ([0, 1, 2, 2], [False] * 4)
    assert type_order("hall, -Base", types) == ([1, 0, 1, 1], [False, False, False, True])
    assert type_order("", types) == ([0] * 4, [False] * 4)
    with pytest.raises(InputError, match=r"of the type 'school'. The venues' types: Library; base"):
        type_order("school", types)
    with pytest.raises(InputError, match="'hall' stands twice"):
        type_order("hall; -hall", types)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"points": -1}, "-1 outreach points"), ({"weight": 0.0}, "weight above 0"),
        ({"weight": 1.1}, "weight above 0"), ({"type_loss": 1.0}, "may not be given up"),
        ({"new_hubs": 0.5}, "whole number"),
    ],
)  # fmt: skip
def test_terms_that_are_none_are_refused_in_words(terms, words):
    with pytest.raises(InputError, match=words):
        road(**terms)


def test_problems_that_are_none_are_refused_in_words():
    with pytest.raises(CodesError, match="hub or venue ids stand more than once"):
        replace(road(), site_ids=["v"] * 5)
    with pytest.raises(InputError, match="weight zero"):
        replace(road(), weight=np.zeros(5))
    with pytest.raises(InputError, match=r"staff has shape \(4, 5\)"):
        replace(road(), staff=np.zeros((4, 5)))
    with pytest.raises(InputError, match="usable children"):
        replace(road(), children=-NEED)
