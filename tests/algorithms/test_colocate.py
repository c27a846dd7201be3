"""familyhub:colocate on the toy town: layers to a plan, its tables and page, and what is refused.

On foot, minutes to the offices o (60, 0), the library l (660, 0) and the hub 8 (360, 720): West 2,
5.5 and 21.5; Mid 7.5, 0 and 16; the hub 8 stands 1.5 minutes from North. Need: West 5, Mid 4,
East 6, North 8 of 100 children in all that any of them reaches.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from algorithms.runs import DEMAND, CancelledOnProgress, Log, demand, layer_of, points, run
from qgis.core import QgsProcessingException, QgsWkbTypes

from family_hub_planner.engine.giving_up import DECIDES_NOTHING
from family_hub_planner.engine.siting.colocation.by_service import BY_SERVICE
from family_hub_planner.engine.siting.colocation.rows import BY_BUDGET, BY_BUILDING, PAIRS, PLAN

OFFICES = ((60, 0), {
    "site_id": "o", "site_name": "Offices", "spare_area_m2": 10.0, "running_cost_gbp": 20000.0,
    "one_off_gbp": 0.0, "venue_type": "council offices", "owner": "Toytown Council",
    "owner_agreed": "yes", "step_free": "yes", "confidential": "no", "site_type": "",
})  # fmt: skip
LIBRARY = ((660, 0), {
    "site_id": "l", "site_name": "Library", "spare_area_m2": 60.0, "running_cost_gbp": 9000.0,
    "one_off_gbp": 3000.0, "venue_type": "library", "owner": "Toytown Council",
    "owner_agreed": "no", "step_free": "yes", "confidential": "no", "site_type": "",
})  # fmt: skip
HUB = ((360, 720), {
    "site_id": "8", "site_name": "North Hub", "spare_area_m2": 40.0, "running_cost_gbp": 7000.0,
    "one_off_gbp": 1000.0, "venue_type": "community centre", "owner": "Toytown Council",
    "owner_agreed": "yes", "step_free": "yes", "confidential": "no", "site_type": "Family Hub",
})  # fmt: skip
ADVICE = {"service_id": "S1", "service_name": "advice", "site_id": "o", "area_m2": 30.0,
          "fit": "", "client_group": "survivors", "serves": "", "running_cost_gbp": 500.0,
          "budget": "Advice service", "must_stay": ""}  # fmt: skip
LEARNING = {**ADVICE, "service_id": "S2", "service_name": "learning", "area_m2": 20.0,
            "client_group": "adults", "running_cost_gbp": None, "budget": "Council"}  # fmt: skip


def changed(place, **values):
    at, own = place
    return at, {**own, **values}


def table(*rows):
    return layer_of("None", [(None, row) for row in rows], name="services")


def colocate(network, services=None, buildings=(OFFICES, LIBRARY, HUB), log=None, **parameters):
    given = {"NETWORK": network, "DEMAND": demand(),
             "SERVICES": services or table(ADVICE, LEARNING),
             "BUILDINGS": points(list(buildings), name="estate"), "GIVE_UP_SITES": "o",
             "PLAN": "TEMPORARY_OUTPUT", **parameters}  # fmt: skip
    return run("colocate", log, **given)


def moves(done):
    return {row["service_id"]: row["to_site"] for row in done.rows("PLAN")}


def page(done):
    return Path(done["HTML"]).read_text(encoding="utf-8")


def test_the_tables_have_their_columns_and_lines_from_the_old_to_the_new_place(network):
    done = colocate(network, BY_BUILDING="TEMPORARY_OUTPUT", BY_BUDGET="TEMPORARY_OUTPUT",
                    BY_SERVICE="TEMPORARY_OUTPUT")  # fmt: skip
    assert done.columns("BY_SERVICE") == list(BY_SERVICE)
    assert done.columns("OUTPUT") == [*PAIRS, "remarks"]
    assert done.columns("PLAN") == list(PLAN)
    assert done.columns("BY_BUILDING") == list(BY_BUILDING)
    assert done.columns("BY_BUDGET") == list(BY_BUDGET)
    assert done.layer("OUTPUT").wkbType() == QgsWkbTypes.Type.LineString
    assert done.layer("OUTPUT").crs().authid() == "EPSG:27700"
    whole = next(f for f in done.layer("OUTPUT").getFeatures() if f["rank"] == 1)
    line = whole.geometry().asPolyline()
    assert (whole["from_site"], whole["to_site"]) == ("o", "l")
    assert [(p.x() - 500_000, p.y() - 300_000) for p in line] == [(60, 0), (660, 0)]


def test_all_services_leave_the_offices_for_the_library_and_the_saving_is_counted_once(network):
    """20,000 + 500 a year; 3,000 once, a fifth of it weighed."""
    done = colocate(network, BY_BUDGET="TEMPORARY_OUTPUT")
    assert moves(done) == {"S1": "l", "S2": "l"}
    assert (done["SAVING"], done["ONE_OFF_COST"], done["MOVES"]) == (20500, 3000, 2)
    assert done["SITES_GIVEN_UP"] == "o"
    assert done["PROVEN"] is True and done["GAP_FOUND"] == 0
    a_child = 105 / 24  # all need is scaled to all children, the Moor's among them
    minutes = sum(row["minutes_change"] for row in done.rows("PLAN")) * 23 * a_child
    assert done["OBJECTIVE_VALUE"] == pytest.approx(20500 - 600 - minutes, abs=0.01)
    assert sum(row["saving_gbp_year"] for row in done.rows("PLAN")) == 20500
    by = done.by("BY_BUDGET", "budget")
    assert by["Toytown Council"]["saving_gbp_year"] == 20000
    assert by["Advice service"]["saving_gbp_year"] == 500
    alone = [row for row in done.rows("OUTPUT")
             if (row["service_id"], row["to_site"]) == ("S1", "l")]  # fmt: skip
    assert alone[0]["saving_gbp_year"] == 500
    assert "£20,000 a year more" in alone[0]["reason"]


def test_giving_up_costs_once_what_the_offices_state_and_what_is_not_known_keeps_them(network):
    done = colocate(network, buildings=[changed(OFFICES, one_off_gbp=7000.0), LIBRARY, HUB],
                    BY_BUDGET="TEMPORARY_OUTPUT", BY_BUILDING="TEMPORARY_OUTPUT")  # fmt: skip
    assert (done["SAVING"], done["ONE_OFF_COST"]) == (20500, 3000 + 7000)
    assert done.by("BY_BUILDING", "site_id")["o"]["one_off_gbp"] == 7000
    assert sum(row["one_off_gbp"] for row in done.rows("BY_BUDGET")) == 10000
    log = Log()
    kept = colocate(network, buildings=[changed(OFFICES, one_off_gbp=None), LIBRARY, HUB], log=log)
    assert kept["SITES_GIVEN_UP"] == ""
    assert any("Cost of giving up: not stated for 1 of 1" in said for said in log.warned)


def test_space_costs_its_part_of_the_buildings_running_cost_or_what_is_asked(network):
    """50 of the library's 450 m2, of 9,000 a year; the hub's floor area is not known."""
    estate = [OFFICES, changed(LIBRARY, floor_area_m2=450.0), HUB]
    done = colocate(network, buildings=estate)
    assert moves(done) == {"S1": "l", "S2": "l"}
    assert done["SAVING"] == 20500 - 1000
    into_hub = [row for row in done.rows("OUTPUT") if row["to_site"] == "8"]
    assert all("what it charges for space is not known" in row["conflicts"] for row in into_hub)
    for asked, paid in ((0.0, 0), (7.0, 350)):
        assert colocate(network, buildings=estate, MOVE_IN_COST=asked)["SAVING"] == 20500 - paid
    stated = [OFFICES, changed(estate[1], cost_m2_gbp=3.0), HUB]
    assert colocate(network, buildings=stated, MOVE_IN_COST=7.0)["SAVING"] == 20500 - 150


@pytest.mark.parametrize(("until", "due"), [("2031-05-01", 4000), ("2029-05-01", 0), ("", 4000)])
def test_a_grant_is_paid_back_where_its_claim_outlasts_the_lease(network, until, due):
    offices = changed(OFFICES, clawback_gbp=4000.0, clawback_until=until, tenure="leasehold",
                      lease_end="2030-03-31")  # fmt: skip
    done = colocate(network, buildings=[offices, LIBRARY, HUB], FROM_DATE="2026-04-01")
    assert (done["SITES_GIVEN_UP"], done["ONE_OFF_COST"]) == ("o", 3000 + due)


def test_minutes_are_those_of_the_network_weighed_by_need(network):
    done = colocate(network)
    row = done.by("PLAN", "service_id")["S1"]
    before, after = (2 * 5 + 7.5 * 4 + 11 * 6), (5.5 * 5 + 0 * 4 + 3.5 * 6)
    north = 8
    assert row["minutes_before"] == pytest.approx((before + 23.25 * north) / 23, abs=0.3)
    assert row["minutes_after"] == pytest.approx((after + 15.75 * north) / 23, abs=0.3)
    assert row["children_longer"] == 10


def test_journeys_by_service_tell_who_goes_much_further(network):
    """West's 10 children walk 2 minutes to the offices and 5.5 to the library."""
    for much, areas in ((3.0, 1), (4.0, 0)):
        done = colocate(network, BY_SERVICE="TEMPORARY_OUTPUT", WORSE_MINUTES=much)
        rows = [row for row in done.rows("BY_SERVICE") if row["services"] == "S1"]
        whole = next(row for row in rows if row["by"] == "all")
        assert (whole["children_longer"], whole["areas_much_longer"]) == (10, areas)
        assert whole["longest_added_minutes"] == pytest.approx(3.5, abs=0.3)
        assert {row["by"] for row in rows} >= {"all", "quintile", "locality"}


def test_weights_and_what_may_not_be_given_up_change_the_plan(network):
    """Without the 20,000, S1 saves 500, less a fifth of 1,000 at the hub or of 3,000 at l."""
    kept = colocate(network, GIVE_UP_SITES="", W_TRAVEL=0.0)
    assert moves(kept) == {"S1": "8", "S2": "o"}
    assert kept["OBJECTIVE_VALUE"] == 300
    assert moves(colocate(network, GIVE_UP_SITES="", W_TRAVEL=0.0, ONE_OFF_YEARS=1)) == {
        "S1": "o", "S2": "o",
    }  # fmt: skip
    near = colocate(network, W_COST=0.0)
    assert moves(near) == {"S1": "l", "S2": "l"}
    assert near["OBJECTIVE_VALUE"] == pytest.approx(20928.1 - 20500 + 600, abs=0.1)
    field = colocate(network, GIVE_UP_SITES="",
                     buildings=[changed(OFFICES, may_close="yes"), LIBRARY, HUB])  # fmt: skip
    assert field["SITES_GIVEN_UP"] == "o"


def test_groups_that_must_not_share_go_apart_and_are_named(network):
    done = colocate(network, APART="survivors with adults")
    assert len(set(moves(done).values())) == 2 or set(moves(done).values()) == {"o"}
    whole = [row for row in done.rows("OUTPUT") if row["service_id"] == "S1, S2"]
    assert not any(row["feasible"] for row in whole)
    assert all("must not share: survivors with adults" in row["conflicts"] for row in whole)


def test_hubs_of_a_layer_of_their_own_are_buildings_too_and_tell_the_direction(network):
    hubs = points([changed(HUB, site_type="")], name="hubs")
    done = colocate(network, buildings=[OFFICES, LIBRARY], HUBS=hubs, HUB_ID="site_id")
    words = {row["to_site"]: row["direction"] for row in done.rows("OUTPUT")}
    assert words == {"8": "into_hub", "l": "between_others"}
    network_site = points([changed(HUB, site_type="Network Site")], name="hubs")
    done = colocate(network, buildings=[OFFICES, LIBRARY], HUBS=network_site, HUB_ID="site_id")
    assert {row["direction"] for row in done.rows("OUTPUT")} == {"between_others"}


def test_a_services_point_is_the_building_at_which_it_stands(network):
    placed = points([((70, 5), {**ADVICE, "site_id": ""}), ((60, 30), {**LEARNING, "site_id": ""})],
                    name="services")  # fmt: skip
    done = colocate(network, services=placed)
    assert {row["from_site"] for row in done.rows("PLAN")} == {"o"}
    with pytest.raises(QgsProcessingException, match=r"1 of 2 services .*first: S2, nowhere"):
        colocate(network, services=placed, AT_WITHIN_M=20)


def test_a_confidential_building_and_the_services_in_it_are_named_nowhere(network, tmp_path):
    secret = ((240, 720), {**LIBRARY[1], "site_id": "refuge", "site_name": "Secret House",
                           "confidential": "yes"})  # fmt: skip
    hidden = {**LEARNING, "service_id": "S9", "service_name": "hidden help", "site_id": "refuge",
              "client_group": "runaways"}  # fmt: skip
    log = Log()
    services, buildings = table(ADVICE, LEARNING, hidden), [OFFICES, LIBRARY, HUB, secret]
    done = colocate(network, services, buildings, log, APART="runaways with adults",
                    HTML=str(tmp_path / "p.html"))  # fmt: skip
    with pytest.raises(QgsProcessingException, match=r"group 'parents'\. There are: adults, surv"):
        colocate(network, services, buildings, APART="runaways with parents")
    every = [*log.said, *log.warned, page(done), str(done.rows("OUTPUT")), str(done.rows("PLAN"))]
    for word in ("refuge", "Secret", "S9", "hidden help"):
        assert not any(word in text for text in every), word
    said = "1 service is confidential, or in a confidential building"
    assert said in page(done) and any(said in one for one in log.warned)
    assert (done["SERVICES_WITHHELD"], done["BUILDINGS_WITHHELD"]) == (1, 1)
    assert "2 tested, and 1 confidential left out" in page(done)
    assert any("of 2 services that were tested" in one for one in log.said)


def test_the_page_says_that_it_decides_nothing_and_prints_the_weights(network, tmp_path):
    done = colocate(network, HTML=str(tmp_path / "p.html"))
    text = page(done)
    assert DECIDES_NOTHING in text
    for said in (
        "is weighed as £1 a year", "not a standard", "2 services and 3 buildings were tested",
        "saves £20,500 a year; it costs £3,000 once", "By whose budget", "Toytown Council",
        "Hubs with room for others", "option to give up", "What is not known",
        "Local quintile", "South Bank", "Ross and Soland 1975", "Proven: no other assignment",
    ):  # fmt: skip
        assert said in text, said


def test_small_counts_of_children_are_held_back_on_the_page_and_in_reasons(network, tmp_path):
    done = colocate(network, THRESHOLD=30, HTML=str(tmp_path / "p.html"))
    row = done.by("PLAN", "service_id")["S1"]
    assert row["children_longer"] == 10, "exact in the table"
    assert "under 30" in page(done) and "fewer than 30" in page(done)
    reasons = [one["reason"] for one in done.rows("OUTPUT")]
    assert any("fewer than 30 children" in reason for reason in reasons)
    assert not any("about 10 children" in reason for reason in reasons)


def test_a_table_of_times_serves_in_the_networks_place(network):
    times = [("West", "o", 2.0), ("West", "l", 5.0), ("Mid", "o", 7.0), ("Mid", "l", 0.0)]
    rows = [(None, dict(zip(("origin_id", "destination_id", "minutes"), one))) for one in times]
    done = colocate(None, TIMES=layer_of("None", rows, name="bus"))
    row = done.by("PLAN", "service_id")["S1"]
    assert row["minutes_before"] == pytest.approx((2 * 5 + 7 * 4) / 9)


def test_what_is_missing_is_named_in_the_log(network):
    log = Log()
    done = colocate(network, log=log, buildings=[OFFICES, changed(LIBRARY, spare_area_m2=None),
                    HUB])  # fmt: skip
    assert any("Spare area: not stated for 1 of 3 buildings (l)" in said for said in log.warned)
    assert "l" not in moves(done).values()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"GIVE_UP_SITES": "o, x9"}, "1 of 2 are no building given .first: 'x9'"),
        ({"APART": "survivors with parents"}, "No service has the client group 'parents'"),
        ({"SERVICES": table({**ADVICE, "site_id": "nowhere"})}, "1 of 1 services .*'nowhere'"),
        ({"SERVICES": table({"service_id": "S1", "site_id": "o"})}, "no column 'area_m2'"),
        ({"SERVICES": table({**ADVICE, "fit": "library=ideal"})}, "fit of S1 has 'library=ideal'"),
        ({"SERVICES": table({**ADVICE, "serves": "West Bank"})}, "'West Bank', which is no"),
        ({"SERVICES": table({**ADVICE, "area_m2": -3.0})}, "area_m2 of S1 is -3"),
        ({"SERVICES": table(ADVICE, ADVICE)}, "more than once"),
        ({"W_COST": 0, "W_TRAVEL": 0}, "weights of cost and travel"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(network, given, said):
    with pytest.raises(QgsProcessingException, match=said):
        colocate(network, **given)


def rows_of_one_library(**of_the_second):
    """The library in two rows of one UPRN; 30 m2 are spare in it, once."""
    one = changed(LIBRARY, uprn="100", spare_area_m2=30.0)
    return one, changed(one, site_id="l2", **of_the_second)


def test_two_rows_of_one_building_have_its_room_once(network, tmp_path):
    """30 m2 take the advice or the learning, not both: the offices are not emptied into them."""
    log = Log()
    done = colocate(network, buildings=[OFFICES, *rows_of_one_library()], log=log,
                    HTML=str(tmp_path / "p.html"))  # fmt: skip
    assert list(moves(done).values()).count("l") < 2 and "l2" not in moves(done).values()
    assert done["SITES_GIVEN_UP"] == ""
    assert {row["to_site"] for row in done.rows("OUTPUT")} == {"l"}
    said = "1 row is of a building that stands in the list already: Library (l2) with Library (l)"
    assert any(said in one for one in log.warned) and said in page(done)
    apart = [changed(one, uprn=f"10{at}", postcode="", building="")
             for at, one in enumerate(rows_of_one_library())]  # fmt: skip
    assert set(moves(colocate(network, buildings=[OFFICES, *apart])).values()) == {"l", "l2"}


def test_a_building_in_two_rows_is_paid_for_and_given_up_once(network):
    """Offices in two rows, a service in each; a library in two rows, 60 m2 spare."""
    one = changed(OFFICES, building="o", sites_in_building=2, uprn="")
    offices = [one, changed(one, site_id="a")]
    services = table(ADVICE, {**LEARNING, "site_id": "a"})
    library = [changed(one, spare_area_m2=60.0) for one in rows_of_one_library()]
    done = colocate(network, services, [*offices, *library], GIVE_UP_SITES="a",
                    BY_BUILDING="TEMPORARY_OUTPUT")  # fmt: skip
    assert moves(done) == {"S1": "l", "S2": "l"}
    assert (done["SAVING"], done["ONE_OFF_COST"]) == (20500, 3000)
    assert done["SITES_GIVEN_UP"] == "o"
    assert [row["site_id"] for row in done.rows("BY_BUILDING")] == ["l", "o"]


def test_a_building_of_which_one_row_may_not_be_given_up_stays(network):
    hub = changed(HUB, building="o", may_close="no")
    rows = [changed(OFFICES, building="o", sites_in_building=2, may_close="yes"), LIBRARY, hub]
    done = colocate(network, table({**ADVICE, "site_id": "8"}, LEARNING), rows, GIVE_UP_SITES="")
    assert {row["from_site"] for row in done.rows("PLAN")} == {"8"}
    assert done["SITES_GIVEN_UP"] == ""


def test_a_building_nearest_to_a_neighbours_families_is_not_in_our_localities(network):
    """Of Mid, beside the library, the authority next door has the children."""
    theirs = {"authority": "Nextdoor", "locality": "Next Bank"}
    rows = points([(at, {**one, **(theirs if one["area_code"] == "Mid" else {})})
                   for at, one in DEMAND], name="demand")  # fmt: skip
    services = table({**ADVICE, "serves": "South Bank"}, LEARNING)
    done = colocate(network, services, DEMAND=rows, HOME_AUTHORITY="Toytown")
    row = next(row for row in done.rows("OUTPUT")
               if (row["service_id"], row["to_site"]) == ("S1", "l"))  # fmt: skip
    assert not row["feasible"] and "outside the area it serves (in Nextdoor)" in row["conflicts"]


def test_a_building_whose_owner_has_not_agreed_is_left_out_when_asked(network):
    assert "l" not in moves(colocate(network, ONLY_AGREED=True)).values()
    done = colocate(network)
    row = done.by("PLAN", "service_id")["S1"]
    assert "to settle: owner has not agreed" in row["conflicts"]


def test_a_building_of_another_authority_is_named_and_lies_in_no_locality_of_ours(network):
    """The library is on the South Bank by its nearest point; the authority next door owns it."""
    services = table({**ADVICE, "serves": "South Bank"}, LEARNING)
    next_door = [changed(OFFICES, authority="Toytown"), changed(LIBRARY, authority="Nextdoor")]
    done = colocate(network, services, next_door, HOME_AUTHORITY="Toytown")
    conflicts = {(row["service_id"], row["to_site"]): row for row in done.rows("OUTPUT")}
    south, any_place = conflicts["S1", "l"], conflicts["S2", "l"]
    assert "outside the area it serves (in Nextdoor)" in south["conflicts"]
    assert any_place["feasible"] and "to settle: belongs to Nextdoor" in any_place["conflicts"]
    here = colocate(network, services, [OFFICES, LIBRARY], HOME_AUTHORITY="Toytown")
    assert here.by("PLAN", "service_id")["S1"]["to_site"] == "l"


@pytest.mark.parametrize("percent", [10, 35, 60])
def test_a_cancelled_run_stops_and_writes_nothing(network, tmp_path, percent):
    target = tmp_path / "pairs.gpkg"
    done = colocate(network, log=CancelledOnProgress(percent), OUTPUT=str(target))
    assert done["STATUS"] == "cancelled"
    assert not target.exists()
