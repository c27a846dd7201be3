"""Co-location: worked by hand on three buildings, and against every assignment there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from math import inf, isnan, nan

import numpy as np
import pytest
from colocation_cases import Case, best_by_hand, gain_by_hand, random_case

from family_hub_planner.engine.errors import CancelledError, CodesError, InputError
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.siting.colocation.by_service import BY_SERVICE, service_rows
from family_hub_planner.engine.siting.colocation.climb import climbed
from family_hub_planner.engine.siting.colocation.fit import Conditions
from family_hub_planner.engine.siting.colocation.judge import broken, worth_of
from family_hub_planner.engine.siting.colocation.ledger import by_budget, parts_of
from family_hub_planner.engine.siting.colocation.missing import missing_of
from family_hub_planner.engine.siting.colocation.model import best_assignment
from family_hub_planner.engine.siting.colocation.pairs import pairs_of
from family_hub_planner.engine.siting.colocation.problem import Weights
from family_hub_planner.engine.siting.colocation.records import (
    Building,
    Service,
    read_apart,
    read_fit,
)
from family_hub_planner.engine.siting.colocation.room import ROOM, room_rows
from family_hub_planner.engine.siting.colocation.rows import (
    BY_BUILDING,
    PAIRS,
    PLAN,
    building_rows,
    pair_rows,
    plan_rows,
    whom,
)
from family_hub_planner.engine.siting.in_process import in_process
from family_hub_planner.engine.siting.runner import INFEASIBLE, LIMIT, Outcome

# Offices O hold two services and cost 1,000 a year; library L (50 m2 spare) and hub H (30 m2).
# Area north (10 children) is 5 minutes from O, 8 from L, 2 from H; south (20) 4, 6 and 10. Need is
# as the children, so a minute more for all of them is 30 child-minutes.
TOWN = Case(
    services=[
        Service("S1", "advice", "O", 30.0, 20.0, client_group="survivors", cost=100.0, budget="A"),
        Service("S2", "learning", "O", 20.0, 10.0, client_group="adults", budget="B"),
    ],
    buildings=[
        Building("O", "Offices", running_cost=1000.0, spare_m2=10.0, owner="Council",
                 may_give_up=True, venue_type="council offices"),
        Building("L", "Library", spare_m2=50.0, one_off=400.0, venue_type="library",
                 step_free="yes", owner_agreed="yes", owner="Council"),
        Building("H", "Hub", is_hub=True, spare_m2=30.0, one_off=0.0, venue_type="hub"),
    ],
    children=[10.0, 20.0], need=[1.0, 2.0], locality=["North", "South"],
    minutes=[[5.0, 8.0, 2.0], [4.0, 6.0, 10.0]],
)  # fmt: skip


def solved(case: Case):
    return best_assignment(case.problem(), runner=in_process)


def placed(found) -> dict[str, str]:
    """Give each service's building in the plan."""
    problem = found.problem
    return {
        one.id: problem.buildings[at].id for one, at in zip(problem.services, found.worth.where)
    }


def changed(case: Case, **of_ids) -> Case:
    """Change fields of services and buildings, by id."""

    def each(things):
        return [replace(one, **of_ids.get(one.id, {})) for one in things]

    return case.changed(services=each(case.services), buildings=each(case.buildings))


def pairs_by_ids(case: Case):
    problem = case.problem()
    return {
        (
            ",".join(problem.services[at].id for at in pair.services),
            problem.buildings[pair.to].id,
        ): (pair)
        for pair in pairs_of(problem)
    }


# --- Every assignment there is ----------------------------------------------------------------


@pytest.mark.parametrize("start", range(0, 400, 40))
def test_the_plan_is_as_good_as_the_best_of_all_assignments(start):
    for seed in range(start, start + 40):
        case = random_case(seed)
        found = solved(case)
        best = best_by_hand(case)
        assert found.proven, seed
        assert found.worth.gain == pytest.approx(best, rel=1e-9, abs=1e-9), seed
        assert found.bound == pytest.approx(best, rel=1e-5, abs=1e-3), seed


def test_the_random_cases_move_services_and_give_up_buildings():
    found = [solved(random_case(seed)) for seed in range(140)]
    assert sum((one.worth.where != one.problem.home).any() for one in found) > 20
    assert sum(one.worth.given_up.any() for one in found) > 5


@pytest.mark.parametrize("seed", range(60))
def test_what_an_assignment_is_worth_and_whether_it_may_be_agree_with_plain_arithmetic(seed):
    case = random_case(seed)
    problem = case.problem()
    ids = [building.id for building in problem.buildings]
    for where in product(range(len(ids)), repeat=len(problem.services)):
        by_hand = gain_by_hand(case, tuple(ids[at] for at in where))
        places = np.array(where)
        assert (by_hand is None) == bool(broken(problem, places))
        if by_hand is not None:
            assert worth_of(problem, places).gain == pytest.approx(by_hand)


@pytest.mark.parametrize("seed", range(60))
def test_a_pair_is_feasible_just_when_the_assignment_with_it_alone_may_be(seed):
    problem = random_case(seed).problem()
    for pair in pairs_of(problem):
        assert pair.feasible == (not broken(problem, pair.worth.where)), pair.in_the_way


@pytest.mark.parametrize("seed", range(40))
def test_the_parts_of_services_and_of_budgets_add_up_to_the_plan(seed):
    case = random_case(seed)
    for at, building in enumerate(case.buildings):
        if isnan(building.one_off):
            case.buildings[at] = replace(building, one_off=7.0)
    found = solved(case)
    parts, entries = parts_of(found.problem, found.worth), by_budget(found.problem, found.worth)
    assert parts.saving.sum() == pytest.approx(found.worth.saving)
    assert parts.one_off.sum() == pytest.approx(found.worth.one_off)
    assert sum(entry.saving for entry in entries) == pytest.approx(found.worth.saving)
    assert sum(entry.one_off for entry in entries) == pytest.approx(found.worth.one_off)


def test_the_order_of_services_and_buildings_does_not_change_the_plan():
    case = random_case(7)
    turned = case.changed(
        services=case.services[::-1], buildings=case.buildings[::-1],
        minutes=[row[::-1] for row in case.minutes],
    )  # fmt: skip
    assert placed(solved(turned)) == placed(solved(case))


# --- By hand ----------------------------------------------------------------------------------


def test_two_services_leave_the_offices_when_the_running_cost_outweighs_the_journeys():
    """Both to L: 10 x 3 + 20 x 2 = 70 child-minutes more each; S2 to H: -30 + 120 = 90 more."""
    found = solved(TOWN)
    assert placed(found) == {"S1": "L", "S2": "L"}
    assert found.worth.saving == 1000 + 100
    assert found.worth.one_off == 400, "once for the library, however many come"
    assert found.worth.gain == 1100 - 140
    assert found.proven and found.bound == found.worth.gain and found.gap == 0


def test_one_off_costs_spread_over_a_year_send_one_service_to_the_hub_that_costs_nothing():
    """Both to L: 1,100 - 400 - 140 = 560. S2 to H: still 400 for S1. S1 to H (30 m2), S2 to L."""
    found = solved(TOWN.changed(weights=Weights(1.0, 1.0, 1.0)))
    assert found.worth.gain == 560
    case = changed(TOWN, H={"spare_m2": 50.0}).changed(weights=Weights(1.0, 1.0, 1.0))
    assert placed(solved(case)) == {"S1": "H", "S2": "H"}
    assert solved(case).worth.gain == 1100 - 180


def test_dear_journeys_leave_every_service_where_it_is():
    found = solved(TOWN.changed(weights=Weights(1.0, 10.0)))
    assert placed(found) == {"S1": "O", "S2": "O"}
    assert (found.worth.gain, found.bound, found.gap, found.proven) == (0, 0, 0, True)


def test_a_building_that_may_not_be_given_up_saves_nothing_when_empty():
    found = solved(changed(TOWN, O={"may_give_up": False}))
    assert found.worth.saving == 100
    assert placed(found) == {"S1": "L", "S2": "O"}


def test_a_running_cost_that_is_not_known_is_no_saving_and_is_named():
    case = changed(TOWN, O={"running_cost": nan})
    assert solved(case).worth.saving == 100
    said = " ".join(missing_of(case.problem()))
    assert "Running cost: not stated for 1 of 1 buildings that may be given up (O)" in said


def test_a_clawback_larger_than_the_running_cost_keeps_the_building():
    case = changed(TOWN, O={"clawback": 5000.0}).changed(weights=Weights(1.0, 1.0, 2.0))
    found = solved(case)
    assert not found.worth.given_up.any()
    assert solved(changed(case, O={"clawback": 100.0})).worth.one_off == 400 + 100


def test_space_freed_by_a_service_that_leaves_takes_another():
    """S3 (35 m2) fits the 10 m2 of O only with the 30 m2 that S1 gives up by going to L."""
    third = Service("S3", "clinic", "H", 35.0, cost=500.0)
    case = TOWN.changed(services=[*TOWN.services, third])
    case = changed(case, H={"spare_m2": 0.0}, L={"spare_m2": 30.0}, O={"may_give_up": False})
    case = case.changed(weights=Weights(1.0, 0.001))
    assert placed(solved(case)) == {"S1": "L", "S2": "O", "S3": "O"}
    assert "no room: needs 35 m2, 10 are spare" in pairs_by_ids(case)["S3", "O"].in_the_way


def test_hours_for_which_rooms_can_be_had_are_not_passed():
    case = changed(TOWN, L={"spare_hours": 25.0})
    assert placed(solved(case)) != {"S1": "L", "S2": "L"}, "30 hours are asked of 25"
    assert placed(solved(changed(TOWN, L={"spare_hours": 30.0}))) == {"S1": "L", "S2": "L"}


def test_groups_that_must_not_share_are_kept_apart_and_where_they_do_so_today_may_stay():
    apart = TOWN.changed(apart=(("survivors", "adults"),))
    assert sorted(placed(solved(apart)).values()) == ["H", "L"]
    stuck = changed(apart, S1={"must_stay": True})
    assert placed(solved(changed(stuck, S2={"must_stay": True}))) == {"S1": "O", "S2": "O"}
    third = Service("S3", "quiet", "L", 5.0, client_group="adults", must_stay=True)
    pair = pairs_by_ids(apart.changed(services=[*apart.services, third]))["S1", "L"]
    assert pair.in_the_way == ("must not share: survivors with adults",)


def test_families_go_to_the_nearest_of_services_of_one_name():
    """Advice at O and at H: north 2, south 4. Without O's: north 2, south 6 at L."""
    twice = Service("S3", "advice", "H", 10.0, must_stay=True)
    case = TOWN.changed(services=[TOWN.services[0], twice], weights=Weights(1.0, 1.0))
    found = solved(changed(case, O={"running_cost": 50.0}))
    assert placed(found) == {"S1": "L", "S3": "H"}
    assert found.worth.minutes_more.tolist() == [20 * 2]
    assert found.worth.gain == 150 - 40


def test_only_the_families_of_the_area_served_count_and_their_users_where_stated():
    north = changed(TOWN, S1={"serves": ("north",)}, S2={"serves": ("north",), "users": 5.0})
    problem = north.problem()
    assert problem.served[0].weight.tolist() == [10, 0]
    assert problem.served[1].weight.tolist() == [5, 0]
    with pytest.raises(InputError, match=r"S1 serves 'West', which is no locality.*North, South"):
        changed(TOWN, S1={"serves": ("West",)}).problem()


def test_need_of_another_unit_is_scaled_to_the_children():
    assert TOWN.problem().served[0].weight.tolist() == [10, 20]
    assert TOWN.changed(need=[0.5, 1.0]).problem().served[0].weight.tolist() == [10, 20]


def test_no_place_is_taken_that_some_who_reach_it_today_could_not_reach():
    case = TOWN.changed(minutes=[[5.0, inf, 2.0], [4.0, 6.0, 10.0]])
    assert "L" not in placed(solved(case)).values()
    pair = pairs_by_ids(case)["S1", "L"]
    assert pair.in_the_way == ("1 areas that reach it today could not reach it there",)
    assert isnan(pair.change.after)


def test_a_service_that_nobody_is_known_to_reach_is_left_where_it_is():
    case = TOWN.changed(minutes=[[inf, 8.0, 2.0], [inf, 6.0, 10.0]])
    assert set(placed(solved(case)).values()) == {"O"}
    rows = plan_rows(case.problem(), worth(case), proven=True)
    (reason, _) = (row[PLAN.index("reason")] for row in rows)
    assert reason == (
        "Left where it is: no family of the area it serves is known to reach it today."
    )


def worth(case: Case):
    return solved(case).worth


@pytest.mark.parametrize(
    ("service", "building", "said"),
    [
        ({"must_stay": True}, {}, "the service must stay"),
        ({"area_m2": nan}, {}, "the area it needs is not known"),
        ({"fit": {"library": "not"}}, {}, "unfit type: library"),
        ({"fit": {"school": "possible"}}, {}, "does not say that it suits a library"),
        ({"fit": {"school": "possible"}}, {"venue_type": ""}, "kind of building"),
        ({}, {"spare_m2": nan}, "spare area not known"),
        ({}, {"spare_m2": 5.0}, "no room: needs 30 m2, 5 are spare"),
        ({}, {"hours_week": 12.0}, "open 12 hours a week, the service needs 20"),
        ({"hours_week": nan}, {"spare_hours": 9.0}, "the hours it needs are not known"),
        ({}, {"step_free": "No"}, "not step-free"),
        ({}, {"open_to": "pupils' families"}, "not open to the public: pupils' families only"),
        ({}, {"status": "Closed"}, "its status is Closed"),
        ({"serves": ("South",)}, {"locality": "North"}, "outside the area it serves (in North)"),
        ({"serves": ("South",)}, {"locality": "South", "elsewhere": "Nextdoor"}, "(in Nextdoor)"),
    ],
)
def test_what_stands_in_the_way_is_named_and_the_plan_heeds_it(service, building, said):
    case = changed(TOWN, S1=service, L=building)
    pair = pairs_by_ids(case)["S1", "L"]
    assert any(said in one for one in pair.in_the_way)
    assert placed(solved(case))["S1"] != "L"


def test_money_that_is_not_known_forbids_a_building_only_where_it_is_weighed():
    for asked, said in (
        (Conditions(charged=True), "what it charges for space is not known"),
        (Conditions(one_off_weighed=True), "its one-off cost is not known"),
    ):
        case = changed(TOWN, L={"one_off": nan}).changed(asked=asked)
        assert said in pairs_by_ids(case)["S1", "L"].in_the_way
    assert pairs_by_ids(changed(TOWN, L={"one_off": nan}))["S1", "L"].feasible


def test_an_owner_who_has_not_agreed_is_to_be_settled_or_forbids_as_asked():
    case = changed(TOWN, L={"owner_agreed": "no"})
    assert "owner has not agreed" in pairs_by_ids(case)["S1", "L"].to_settle
    strict = case.changed(asked=Conditions(only_agreed=True))
    assert pairs_by_ids(strict)["S1", "L"].in_the_way == ("owner has not agreed",)


@pytest.mark.parametrize("word", ["", "unknown", "Not stated"])
def test_what_a_register_calls_unknown_is_not_stated(word):
    case = changed(TOWN, L={"owner_agreed": word, "step_free": word, "open_to": word})
    pair = pairs_by_ids(case)["S1", "L"]
    assert pair.feasible
    assert "whether its owner agrees is not stated" in pair.to_settle
    assert "step-free access is not stated" in pair.to_settle
    said = missing_of(case.problem())
    assert any("Whether the owner agrees: not stated for 3 of 3" in one for one in said)


def test_a_charge_for_space_is_paid_by_those_who_come():
    case = changed(TOWN, O={"cost_m2": 1.0}, L={"cost_m2": 2.0}, H={"cost_m2": 90.0})
    found = solved(case.changed(asked=Conditions(charged=True)))
    assert found.worth.paid_less.tolist() == [100 - 60, -40]
    entries = {entry.budget: entry.saving for entry in by_budget(found.problem, found.worth)}
    assert entries == {"A": 40, "B": -40, "Council": 1000}


# --- Pairs and tables -------------------------------------------------------------------------


def test_a_saving_that_needs_others_to_leave_stands_with_the_whole_site_alone():
    pairs = pairs_by_ids(TOWN)
    one, whole = pairs["S1", "L"], pairs["S1,S2", "L"]
    assert (one.worth.saving, one.if_empty) == (100, 1000)
    assert (whole.worth.saving, whole.if_empty) == (1100, 0)
    assert (whole.space_m2, whole.space_left_m2) == (50, 0)
    assert whole.worth.gain == 960
    rows = {row[0]: dict(zip(PAIRS, row)) for row in pair_rows(TOWN.problem(), [one, whole], 10)}
    assert "giving it up once it is empty would save £1,000 a year more" in rows["S1"]["reason"]
    assert "counted once" in rows["S1"]["reason"]
    assert rows["S1, S2"]["service_name"] == "whole site: advice, learning"
    assert "£1,000 of it by giving up Offices (O)" in rows["S1, S2"]["reason"]


def test_pairs_are_ranked_by_what_is_gained_and_those_forbidden_come_last():
    found = pairs_of(TOWN.problem())
    problem = TOWN.problem()
    named = [("".join(problem.services[s].id for s in p.services), problem.buildings[p.to].id)
             for p in found]  # fmt: skip
    gains = [pair.worth.gain for pair in found]
    assert named == [("S1S2", "L"), ("S1", "L"), ("S1", "H"), ("S2", "L"), ("S2", "H"),
                     ("S1S2", "H")]  # fmt: skip
    assert gains == [960, 30, 10, -70, -90, 1100 - 180]
    assert [pair.feasible for pair in found] == [True] * 5 + [False]


def test_directions_tell_hubs_with_room_from_others_with_room_for_a_hub():
    case = changed(TOWN, O={"is_hub": True})
    words = {to: pair.direction for (_, to), pair in pairs_by_ids(case).items()}
    assert words == {"H": "into_hub", "L": "hub_into"}
    assert pairs_by_ids(TOWN)["S1", "L"].direction == "between_others"


def test_journeys_of_a_pair_tell_the_mean_and_who_goes_further():
    change = pairs_by_ids(TOWN)["S1", "H"].change
    assert change.before == pytest.approx((10 * 5 + 20 * 4) / 30)
    assert change.after == pytest.approx((10 * 2 + 20 * 10) / 30)
    assert (change.longer, change.shorter) == (20, 10)


def test_the_plans_rows_add_up_and_say_what_is_counted_once():
    found = solved(TOWN)
    rows = [dict(zip(PLAN, row)) for row in plan_rows(found.problem, found.worth, found.proven)]
    assert [row["decision"] for row in rows] == ["move", "move"]
    assert [row["saving_gbp_year"] for row in rows] == [100 + 600, 400], "shared by area"
    assert [row["one_off_gbp"] for row in rows] == [240, 160]
    assert all("£1,000 a year, counted once" in row["reason"] for row in rows)
    buildings = {row[0]: dict(zip(BY_BUILDING, row))
                 for row in building_rows(found.problem, found.worth)}  # fmt: skip
    assert buildings["O"]["decision"] == "option_to_give_up"
    assert (buildings["L"]["spare_m2_before"], buildings["L"]["spare_m2_after"]) == (50, 0)
    assert "H" not in buildings


def test_families_are_told_by_all_their_journeys_together():
    found = solved(TOWN)
    table = whom(found.problem, found.worth, ["1", ""], ["1", "2"])
    rows = [dict(zip(table.columns, row)) for row in table.rows()]
    assert [row["key"] for row in rows] == ["1", "2", "not known", "All areas"]
    assert [row["longer"] for row in rows] == [10, 0, 20, 30]
    assert [row["change"] for row in rows] == [3, None, 2, pytest.approx(70 / 30)]
    for where, longer, shorter in ((found.problem.home, 0, 0), (np.array([0, 2]), 20, 10)):
        moved = worth_of(found.problem, where)  # to no other place; S1 to H
        last = whom(found.problem, moved, ["1", ""], [])
        assert last.column("longer")[-1] == longer, where
        assert last.column("shorter")[-1] == shorter, where


def test_room_names_hubs_first_and_the_services_that_nothing_forbids_there_the_best_first():
    case = changed(TOWN, L={"spare_m2": 30.0}, O={"spare_m2": nan})
    problem = case.problem()
    rows = [dict(zip(ROOM, row)) for row in room_rows(problem, pairs_of(problem))]
    assert [row["site_id"] for row in rows] == ["H", "L", "O"]
    assert [row["spare_m2"] for row in rows] == [30, 30, None]
    assert [row["could_come_in"] for row in rows] == ["S1, S2", "S1, S2", ""]
    assert [row["services_fitting"] for row in rows] == [2, 2, 0]
    shut = changed(case, H={"step_free": "no"}).problem()
    assert dict(zip(ROOM, next(room_rows(shut, pairs_of(shut)))))["could_come_in"] == ""


def why_left(case: Case, service: str, proven: bool = True) -> str:
    problem = case.problem()
    made = plan_rows(problem, worth_of(problem, problem.home), proven)
    rows = (dict(zip(PLAN, row)) for row in made)
    return next(row["reason"] for row in rows if row["service_id"] == service)


def test_why_a_service_is_left_tells_what_stands_in_the_way():
    """S1 needs 30 m2 and 20 hours, S2 20 m2; L has 50 spare, H 30."""
    shut = changed(TOWN, L={"step_free": "no"}, H={"hours_week": 5.0, "step_free": "no"})
    assert why_left(shut, "S1") == (
        "Left where it is: no building that was tested may take it (not step-free: 2; open too "
        "few hours: 1)."
    )
    full = changed(TOWN, L={"spare_m2": 0.0}, H={"spare_m2": 10.0})
    assert why_left(full, "S1") == (
        "Left where it is: of 2 other buildings 2 may take it, none has room for it."
    )
    held = changed(TOWN, S2={"site": "L"}, L={"spare_m2": 15.0}, H={"step_free": "no"})
    assert why_left(held, "S1") == (
        "Left where it is: of 2 other buildings 1 may take it, none has room for it today, and no "
        "plan in which others make room does better as weighed."
    )
    assert why_left(TOWN, "S1") == (
        "Left where it is: no move of it, beside the others, does better as weighed."
    )
    assert "does better" not in why_left(TOWN, "S1", proven=False)
    assert "was found in the time set that does better" in why_left(held, "S1", proven=False)


def journeys_of(case: Case, where: list[int], groups=(), much: float = 2.0):
    problem = case.problem()
    rows = service_rows(problem, worth_of(problem, np.array(where)), groups, much)
    named = [dict(zip(BY_SERVICE, row)) for row in rows]
    return {(row["services"], row["by"], row["key"]): row for row in named}


def test_journeys_are_told_of_each_service_by_its_families_alone():
    """S1 to H (0): North 5 to 2, South 4 to 10; S2 to L (1): 5 to 8 and 4 to 6."""
    groups = [("locality", ["North", "South"]), ("decile", ["10", ""])]
    found = journeys_of(TOWN, [0, 1], groups)
    one, other = found["S1", "all", "all"], found["S2", "all", "all"]
    assert (one["children_longer"], one["children_shorter"]) == (20, 10)
    assert (one["minutes_before"], one["minutes_after"]) == pytest.approx((130 / 30, 220 / 30))
    assert (one["longest_added_minutes"], one["areas_much_longer"]) == (6, 1)
    assert (one["children_much_longer"], other["children_much_longer"]) == (20, 10)
    assert (other["children_longer"], other["longest_added_minutes"]) == (30, 3)
    north = found["S1", "locality", "North"]
    assert (north["areas"], north["children"], north["minutes_change"]) == (1, 10, -3)
    assert north["longest_added_minutes"] is None
    assert {key for _, by, key in found if by == "decile"} == {"10", "not known"}


def test_journeys_of_a_service_leave_out_areas_it_does_not_serve_and_count_the_unrouted():
    minutes = [[inf, inf, inf], [4.0, 6.0, 10.0]]
    found = journeys_of(TOWN.changed(minutes=minutes), [2, 2], [("locality", ["North", "South"])])
    assert found["S1", "all", "all"]["children"] == 20
    assert found["S1", "all", "all"]["children_not_routed"] == 10
    lost = found["S1", "locality", "North"]
    assert (lost["children"], lost["minutes_before"], lost["children_not_routed"]) == (0, None, 10)
    south = changed(TOWN, S1={"serves": ("South",)})
    found = journeys_of(south, [2, 2], [("locality", ["North", "South"])])
    assert ("S1", "locality", "North") not in found and ("S2", "locality", "North") in found
    assert found["S1", "all", "all"]["serves"] == "South"


@pytest.mark.parametrize("seed", range(40))
def test_what_services_journeys_come_to_is_what_the_plan_weighs(seed):
    case = random_case(seed)
    found = solved(case)
    made = service_rows(found.problem, found.worth, [("locality", case.locality)], 5.0)
    rows = [dict(zip(BY_SERVICE, row)) for row in made]
    whole = [row for row in rows if row["by"] == "all"]
    assert [row["services"].split(", ")[0] for row in whole] == [
        found.problem.services[group.services[0]].id for group in found.problem.served
        if (group.asking | group.unreached).any()
    ]  # fmt: skip
    for row in whole:
        parts = [one for one in rows if one["services"] == row["services"] and one["by"] != "all"]
        for name in ("areas", "children", "children_longer", "children_not_routed"):
            assert sum(one[name] for one in parts) == pytest.approx(row[name]), name
    for group, more in zip(found.problem.served, found.worth.minutes_more):
        ids = ", ".join(found.problem.services[at].id for at in group.services)
        change = next((row["minutes_change"] for row in whole if row["services"] == ids), None)
        assert (change or 0.0) * group.weight.sum() == pytest.approx(more, abs=1e-6)


# --- What is read and refused -----------------------------------------------------------------


def test_fit_is_read_in_small_letters_and_a_wrong_word_is_refused():
    assert read_fit("GP surgery = Preferred; other=not", "S1") == {
        "gp surgery": "preferred", "other": "not",
    }  # fmt: skip
    with pytest.raises(InputError, match="fit of S1 has 'library=maybe'"):
        read_fit("library=maybe", "S1")


def test_pairs_of_groups_are_read_and_a_group_nobody_has_is_refused():
    groups = ["Survivors", "perpetrators", ""]
    assert read_apart("perpetrators with survivors", groups) == {
        frozenset({"perpetrators", "survivors"})
    }
    with pytest.raises(InputError, match="No service has the client group 'adults'"):
        read_apart("adults | survivors", groups)
    with pytest.raises(InputError, match="no pair of client groups"):
        read_apart("survivors", groups)


def test_a_service_in_no_building_and_weights_of_nothing_are_refused():
    with pytest.raises(CodesError, match=r"1 of 2 services .*first: S1 in 'X'"):
        changed(TOWN, S1={"site": "X"}).problem()
    for weights in ((0.0, 0.0, None), (-1.0, 1.0, None), (1.0, 1.0, 0.0)):
        with pytest.raises(InputError):
            Weights(*weights)


def test_what_is_missing_is_named_with_its_first_and_what_is_done():
    said = missing_of(changed(TOWN, S2={"area_m2": nan}).problem())
    assert said[0] == (
        "The area they need: not stated for 1 of 2 services (S2); they are left where they are."
    )
    assert any("What they pay for their place now: not stated for 1 of 2" in one for one in said)
    assert any("Hours a week: not stated for 3 of 3 buildings (first: H)" in one for one in said)
    assert any("No building states what it charges" in one for one in said)


def test_that_no_plan_may_be_is_not_believed_of_presolve():
    """As HiGHS 1.2 was seen to say it of programmes that have plans: today's is always one."""

    def doubtful(task, tell):
        wrong = Outcome(INFEASIBLE, None, -inf, "infeasible")
        return wrong if task.presolve else in_process(task, tell)

    found = best_assignment(TOWN.problem(), runner=doubtful)
    assert found.proven and placed(found) == {"S1": "L", "S2": "L"}


def test_time_that_runs_out_with_nothing_found_keeps_the_plan_at_hand_and_says_how_far_it_may_be():
    """No more can be gained than 1,100 of money and the 2 x 130 child-minutes of today."""
    nothing = Outcome(LIMIT, None, -inf, "time")
    found = best_assignment(TOWN.problem(), runner=lambda task, tell: nothing)
    assert placed(found) == {"S1": "L", "S2": "L"}
    assert not found.proven
    assert (found.bound, found.gap) == (1100 + 260, pytest.approx(400 / 960))
    assert found.status == (
        "The time limit ended the search: no assignment can be better than today by more than "
        "£1,360 a year as weighed; this one is by £960."
    )


@pytest.mark.parametrize("seed", range(60))
def test_a_climb_ends_at_a_plan_that_may_be_and_that_no_single_move_betters(seed):
    problem = random_case(seed).problem()
    today = worth_of(problem, problem.home)
    found = climbed(problem, today, inf, Progress())
    assert found.gain >= 0 and not broken(problem, found.where)
    for service, building in product(range(len(problem.services)), range(len(problem.buildings))):
        other = found.where.copy()
        other[service] = building
        assert broken(problem, other) or worth_of(problem, other).gain <= found.gain + 1e-6


class Stopped(Progress):
    """A progress whose user has asked to stop."""

    def cancelled(self):
        return True


def test_a_climb_that_is_stopped_says_so():
    problem = random_case(7).problem()
    with pytest.raises(CancelledError):
        climbed(problem, worth_of(problem, problem.home), inf, Stopped())


def test_many_services_of_one_name_are_placed_as_by_trying_every_set_of_buildings():
    """Four clinics of one name and seven buildings, with journeys alone: the 4-median."""
    dice = np.random.default_rng(5)
    minutes = dice.uniform(1, 40, (30, 7))
    case = Case(
        [Service(f"S{number}", "clinic", "B0", 1.0) for number in range(4)],
        [Building(f"B{number}", spare_m2=9.0) for number in range(7)],
        [1.0] * 30, [1.0] * 30, ["North"] * 30, minutes.tolist(), weights=Weights(1.0, 1.0),
    )  # fmt: skip
    best = min(minutes[:, list(some)].min(axis=1).sum() for some in combinations(range(7), 4))
    found = solved(case)
    assert found.proven
    assert found.worth.gain == pytest.approx(minutes[:, 0].sum() - best)
