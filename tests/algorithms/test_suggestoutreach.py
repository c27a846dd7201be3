"""familyhub:suggestoutreach on the toy town, worked by hand.

On foot hub 007 has West within 2 minutes, hub 8 North within 1.5. Venue c1 (120, 0) has West, c2
(660, 0) Mid and East (0 and 3.5 minutes), c3 (960, -180) East (2.5), all within 5 minutes. Need:
West 5, Mid 4, East 6, North 8, Moor 1, which nobody reaches; children 10, 20, 30, 40, 5.
"""

from __future__ import annotations

import re

import pytest
from algorithms.runs import CancelledOnProgress, demand, hubs, layer_of, points, run
from qgis.core import QgsProcessingException, QgsWkbTypes

VENUES = [
    ((120, 0), {"site_id": "c1", "building_type": "library", "uprn": "1", "postcode": "AA1 1AA"}),
    ((660, 0), {"site_id": "c2", "building_type": "school", "uprn": "2", "postcode": "AA1 1AB"}),
    ((960, -180), {"site_id": "c3", "building_type": "fire station", "uprn": "3",
                   "postcode": "AA1 1AC"}),
]  # fmt: skip
CONTRACT = ["site_id", "site_name", "decision", "order", "children_gained", "next_best",
            "loss_if_swapped", "stability", "linked_hub", "staff_minutes", "site_type",
            "colocation_type", "postcode", "uprn", "reason"]  # fmt: skip


def venues(**columns):
    further = [dict(zip(columns, values)) for values in zip(*columns.values())] or [{}] * 3
    return points([(at, {**v, **more}) for (at, v), more in zip(VENUES, further)], name="venues")


def outreach(network, **parameters):
    given = {"NETWORK": network, "DEMAND": demand(), "HUBS": hubs(), "HUB_ID": "site_id",
             "VENUES": venues(), "VENUE_ID": "site_id", "HUB_MINUTES": 5, "OUTREACH_MINUTES": 5,
             "OUTREACH": 1, **parameters}  # fmt: skip
    return run("suggestoutreach", **given)


def times(rows, name="times"):
    columns = ("origin_id", "destination_id", "minutes")
    return layer_of("None", [(None, dict(zip(columns, row))) for row in rows], name=name)


def test_the_point_that_reaches_most_beyond_the_hubs_opens_linked_to_the_nearer_hub(network):
    done = outreach(network)
    assert done["SITES_CHOSEN"] == "c2" and done["HUBS_CHOSEN"] == ""
    assert done["OBJECTIVE_VALUE"] == 5 + 8 + 0.5 * (4 + 6) == done["BOUND"]
    assert (done["GAP_FOUND"], done["GIVEN_UP"], done["PROVEN"]) == (0, 0, True)
    tiers = ("CHILDREN_HUB", "CHILDREN_OUTREACH", "CHILDREN_NEITHER")
    assert [done[name] for name in tiers] == [50, 50, 5]
    rows = done.by("OUTPUT", "site_id")
    point = rows["c2"]
    assert (point["decision"], point["tier"], point["order"]) == ("open", "outreach", 1)
    assert (point["children_gained"], point["children_without"]) == (50, 50)
    assert (point["next_best"], point["loss_if_swapped"]) == ("c3", 2)
    assert point["linked_hub"] == "007"
    assert point["staff_minutes"] == pytest.approx(600 / 500, abs=0.05)
    assert (rows["007"]["decision"], rows["007"]["tier"]) == ("kept", "hub")
    assert (rows["c1"]["decision"], rows["c1"]["tier"]) == ("not_chosen", None)
    assert "beyond 5 minutes of any hub" in point["reason"]


def test_the_output_has_the_contracts_columns_and_those_of_the_national_return(network):
    done = outreach(network)
    columns = done.columns("OUTPUT")
    assert [column for column in columns if column in CONTRACT] == CONTRACT
    assert set(columns) - set(CONTRACT) == {
        "tier", "children_without", "near_best", "sessions_week", "venue_type", "authority",
        "status", "open_to", "services", "hours_week", "remarks"}  # fmt: skip
    point = done.by("OUTPUT", "site_id")["c2"]
    assert (point["site_type"], point["venue_type"]) == ("Network Site", "school")
    assert point["colocation_type"] == "school"  # by the type of venue: the register is silent
    assert (point["postcode"], point["uprn"]) == ("AA1 1AB", "2")
    assert point["sessions_week"] is None


def test_the_output_can_be_read_as_hubs_with_what_tells_them_apart(network):
    """A neighbour's and a part-time hub stay such; a library's hours are not those of a point."""
    told = {"authority": ["Nextdoor", "Toytown"], "status": ["Active", "active"],
            "hours_week": [35, 2], "services": ["advice", ""], "open_to": ["", "all"]}  # fmt: skip
    there = venues(authority=["Toytown"] * 3, hours_week=[40] * 3, services=["loans"] * 3,
                   status=["Active"] * 3, open_to=["pupils"] * 3)  # fmt: skip
    done = outreach(network, HUBS=hubs(**told), VENUES=there, PUBLIC_ONLY=False)
    rows = done.by("OUTPUT", "site_id")
    for at, hub in enumerate(("007", "8")):
        assert {name: rows[hub][name] or "" for name in told} == {
            name: values[at] for name, values in told.items()
        }
    assert rows["c2"]["decision"] == "open" and rows["c2"]["authority"] == "Toytown"
    assert [rows["c2"][name] for name in list(told)[1:]] == [None] * 4
    assert rows["c1"]["hours_week"] == 40  # not chosen: as the register says


def test_lines_lead_each_area_to_its_tier_and_each_point_to_its_hub(network):
    done = outreach(network, ASSIGNMENT="TEMPORARY_OUTPUT", LINKS="TEMPORARY_OUTPUT")
    rows = done.by("ASSIGNMENT", "area_code")
    found = {code: (row["site_id"], row["tier"], row["share"]) for code, row in rows.items()}
    assert found == {
        "West": ("007", "hub", 1), "North": ("8", "hub", 1), "Mid": ("c2", "outreach", 1),
        "East": ("c2", "outreach", 1), "Moor": (None, "neither", 1),
    }  # fmt: skip
    (link,) = done.rows("LINKS")
    assert (link["site_id"], link["linked_hub"]) == ("c2", "007")
    for name in ("ASSIGNMENT", "LINKS"):
        assert done.layer(name).wkbType() == QgsWkbTypes.Type.LineString
    by_code = {
        f["area_code"]: f.geometry().isNull() for f in done.layer("ASSIGNMENT").getFeatures()
    }
    assert by_code["Moor"] and not by_code["West"]


def test_a_network_site_among_the_hubs_is_a_point_that_runs_and_no_hub(network):
    sites = hubs(site_type=["Family Hub", "Network Site"])
    done = outreach(network, HUBS=sites)
    rows = done.by("OUTPUT", "site_id")
    assert (rows["8"]["tier"], rows["8"]["decision"]) == ("outreach", "kept")
    assert rows["8"]["site_type"] == "Network Site" and rows["8"]["linked_hub"] == "007"
    assert (done["CHILDREN_HUB"], done["CHILDREN_OUTREACH"]) == (10, 90)
    assert done["OBJECTIVE_VALUE"] == 5 + 0.5 * (8 + 4 + 6)


def test_venues_beyond_staff_drive_are_named_and_not_opened(network):
    done = outreach(network, STAFF_DRIVE=0.5)
    assert done["VENUES_BEYOND_DRIVE"] == 2 and done["SITES_CHOSEN"] == ""
    said = [text for text in done.log.warned if "staff drive" in text]
    assert said and "c2, c3" in said[0]
    assert done.by("OUTPUT", "site_id")["c3"]["reason"] == "Beyond staff drive of every hub."
    far = venues()
    with pytest.raises(QgsProcessingException, match=r"None of the 3 venues is within 0\.1"):
        outreach(network, STAFF_DRIVE=0.1, VENUES=far)


def test_types_named_earlier_may_cost_what_is_allowed_and_no_more(network):
    """c3 reaches 6 where c2 reaches 10: it loses 2 of 18, 11.1 %."""
    order = {"TYPE_ORDER": "fire station; library"}
    assert outreach(network, **order)["SITES_CHOSEN"] == "c2"
    assert outreach(network, **order, TYPE_LOSS=10)["SITES_CHOSEN"] == "c2"
    loose = outreach(network, **order, TYPE_LOSS=12)
    assert (loose["SITES_CHOSEN"], loose["GIVEN_UP"], loose["PROVEN"]) == ("c3", 2, True)
    assert "no. 1 in the order" in loose.by("OUTPUT", "site_id")["c3"]["reason"]
    assert outreach(network, TYPE_ORDER="-school")["SITES_CHOSEN"] == "c3"
    with pytest.raises(QgsProcessingException, match="No venue is of the type 'pub'"):
        outreach(network, TYPE_ORDER="pub")


def test_venues_not_open_to_all_or_not_agreed_are_left_out_where_asked(network):
    own = {"VENUES": venues(open_to=["", "base families", ""], owner_agreed=["", "no", ""])}
    assert outreach(network, **own)["SITES_CHOSEN"] == "c3"
    every = outreach(network, **own, PUBLIC_ONLY=False)
    assert every["SITES_CHOSEN"] == "c2"
    reason = every.by("OUTPUT", "site_id")["c2"]["reason"]
    assert "Its owner has not agreed." in reason and "open to base families only" in reason
    assert outreach(network, **own, PUBLIC_ONLY=False, ONLY_AGREED=True)["SITES_CHOSEN"] == "c3"


def test_rows_of_one_building_are_one_venue_and_the_type_named_earliest_stands_for_it(network):
    """c2 and c3 are one building of the estate: a run for two points opens one of them."""
    estate = {"VENUES": venues(building=["", "c2", "c2"], sites_in_building=[None, 2, 2])}
    two = {"OUTREACH": 2, "OUTREACH_WEIGHT": 1}
    done = outreach(network, **estate, **two)
    assert done["SITES_CHOSEN"] == "c2" and "c3" not in done.by("OUTPUT", "site_id")
    assert "c3 is left out: one place with c2 (same building)." in done.log.warned
    assert done.by("OUTPUT", "site_id")["c2"]["next_best"] is None
    ordered = outreach(network, **estate, **two, TYPE_ORDER="fire station")
    assert ordered["SITES_CHOSEN"] == "c3"  # c2 would have Mid too, but the row c3 stands for both
    twins = outreach(network, VENUES=venues(uprn=["1", "7", "7"]), TYPE_ORDER="-school")
    assert twins["SITES_CHOSEN"] == "c3"  # a type left out hides no other row of its building
    near = outreach(network, THIN_M=400)
    assert "c3 is left out: one place with c2 (within 400 m)." in near.log.warned
    osm = outreach(network, VENUES=venues(building=["yes", "yes", "yes"]))
    assert len(osm.by("OUTPUT", "site_id")) == 5  # a column of the map, no estate's


def test_of_one_building_the_row_that_may_hold_a_hub_stays(network):
    own = {"VENUES": venues(uprn=["1", "7", "7"], fit=["no", "no", "yes"]), "NEW_HUBS": 1}
    done = outreach(network, **own, HUB_VENUES="fit")
    assert done["HUBS_CHOSEN"] == "c3" and "c2" not in done.by("OUTPUT", "site_id")


@pytest.mark.parametrize("site_type", ["Family Hub", "Network Site"])
@pytest.mark.parametrize("shared", ["uprn", "building"])
def test_no_point_opens_in_the_building_of_a_hub_or_of_a_point_that_runs(
    network, site_type, shared
):
    """Hub 8 stands in c2's building, though the register puts it elsewhere."""
    beside = {"sites_in_building": [None, 2]}
    sites = hubs(**{shared: ["", "22"], "site_type": ["Family Hub", site_type], **beside})
    there = venues(**{shared: ["1", "22", "3"], "sites_in_building": [None, 2, None]})
    done = outreach(network, HUBS=sites, VENUES=there, SESSION_CHILDREN=1000)
    assert done["SITES_CHOSEN"] == "c3"
    reason = "same UPRN" if shared == "uprn" else "same building"
    said = f"c2 is left out: one place with the hub or outreach point 8 ({reason})."
    assert said in done.log.warned


def test_a_number_that_is_none_is_refused_by_the_layer_it_stands_in(network):
    own = {"VENUES": venues(offered=["2", "many", "3"]), "SESSIONS": "offered"}
    with pytest.raises(QgsProcessingException, match=r"^venues: offered of c2 is 'many'"):
        outreach(network, **own, SESSION_CHILDREN=20)


def test_children_whom_no_way_reaches_stand_on_the_page(network, tmp_path):
    """The moor lies 1560 m from any way."""
    page = tmp_path / "page.html"
    outreach(network, HTML=str(page), THRESHOLD=0)
    text = page.read_text("utf-8")
    assert re.search(r"Not routed: [a-z0-9 ]+ children in 1 area: too far from any way\.", text)
    assert "They count as within reach of neither." in text


def test_a_floor_on_nobody_is_refused_in_words(network):
    with pytest.raises(QgsProcessingException, match="no area of decile 7: a floor on nob"):
        outreach(network, FLOORS="decile 7=80")


def test_the_page_says_what_was_asked_and_counts_the_tested_apart(network, tmp_path):
    """Only c1, 0.12 minutes off hub 007, is within 0.5 minutes of staff drive."""
    page = tmp_path / "page.html"
    asked = {"FLOORS": "all=80", "TYPE_ORDER": "library", "THRESHOLD": 0, "OUTREACH": 2}
    outreach(network, HTML=str(page), **asked, ONLY_AGREED=True)
    text = page.read_text("utf-8")
    assert "What was asked" in text and "Floor for all areas" in text
    assert "at least 80 % of need within reach of either: today 54 %, the plan 96 %" in text
    assert "at most 2" in text and "30 minutes, one way" in text and "Order of types" in text
    assert (
        "3 venues: open to the public, or not said; whose owner has not refused; within 30" in text
    )
    assert "Tested and not chosen: 2 venues." in text
    assert "Bands" not in text and "20, 20" not in text
    outreach(network, HTML=str(page), STAFF_DRIVE=0.5)
    text = page.read_text("utf-8")
    said = "Tested and not chosen: 1 venue. 2 venues besides: beyond staff drive of every hub."
    assert said in text and "the 1 venue tested" in text


def test_one_minute_is_one_on_log_and_page(network, tmp_path):
    page = tmp_path / "page.html"
    one = {"HUB_MINUTES": 1, "OUTREACH_MINUTES": 1, "STAFF_DRIVE": 1}
    done = outreach(network, HTML=str(page), **one)
    said = " ".join([*done.log.said, *done.log.warned])
    text = page.read_text("utf-8")
    several = re.compile(r"(?<![\d.,])1 (?:minutes|venues|points|areas|hubs)\b.*")
    assert not several.findall(said) and not several.findall(text)


def test_hubs_staff_run_no_more_sessions_than_they_have(network):
    none = outreach(network, HUBS=hubs(free=[0, 1]), STAFF_SESSIONS="free", OUTREACH=2)
    rows = none.by("OUTPUT", "site_id")
    assert none["SITES_CHOSEN"] == "c2" and rows["c2"]["linked_hub"] == "8"
    assert rows["c2"]["sessions_week"] == 1
    assert "New points take 1 of its 1 sessions a week" in rows["8"]["reason"]


def test_areas_are_shared_out_where_a_session_has_little_room(network):
    """A session of 25 at the school for Mid's 20 and East's 30 (need 0.2 a child of either)."""
    done = outreach(network, SESSION_CHILDREN=25, TYPE_ORDER="school",
                    ASSIGNMENT="TEMPORARY_OUTPUT")  # fmt: skip
    assert done["CHILDREN_OUTREACH"] == pytest.approx(25, abs=1e-3)
    assert done["OBJECTIVE_VALUE"] == pytest.approx(13 + 0.5 * 5, abs=1e-4)
    parts = [row for row in done.rows("ASSIGNMENT") if row["tier"] == "neither"]
    assert {row["area_code"] for row in parts} == {"East", "Moor"}  # Mid stands at the door
    two = outreach(network, SESSION_CHILDREN=25, SESSIONS="week", VENUES=venues(week=[1, 2, 0]))
    assert two["CHILDREN_OUTREACH"] == pytest.approx(50, abs=1e-3)
    assert any("1 venue offers no session a week: c3" in said for said in two.log.warned)


def test_a_point_that_runs_today_has_room_for_its_own_sessions(network):
    """North's 40 children, two sessions a week of 20 at the point among the hubs."""
    sites = hubs(site_type=["Family Hub", "Network Site"], sessions_week=[9, 2])
    done = outreach(network, HUBS=sites, SESSION_CHILDREN=20, OUTREACH=0)
    assert done["CHILDREN_OUTREACH"] == pytest.approx(40, abs=1e-3)
    assert done.by("OUTPUT", "site_id")["8"]["sessions_week"] == 2


def test_a_new_hub_is_chosen_with_the_points_it_runs(network):
    south = points([((60, 0), {"site_id": "007"})])
    own = {"HUBS": south, "NEW_HUBS": 1, "VENUES": venues(fit=["no", "yes", "yes"])}
    done = outreach(network, **own, HUB_VENUES="fit", OUTREACH=0)
    assert (done["HUBS_CHOSEN"], done["SITES_CHOSEN"]) == ("c2", "")
    row = done.by("OUTPUT", "site_id")["c2"]
    assert (row["tier"], row["site_type"], row["children_gained"]) == ("hub", None, 50)
    with pytest.raises(QgsProcessingException, match="nothing says which venues may hold one"):
        outreach(network, **own)
    roomy = {**own, "VENUES": venues(spare_area_m2=[500, 10, None]), "HUB_SPACE_M2": 100}
    assert outreach(network, **roomy, OUTREACH=0)["HUBS_CHOSEN"] == ""  # c1 reaches nobody new


def test_floors_are_on_both_tiers_together_and_refused_with_what_would_do(network):
    done = outreach(network, FLOORS="quintile 2=100; quintile 1=100")
    assert done["SITES_CHOSEN"] == "c2"
    with pytest.raises(QgsProcessingException, match=r"at most 95\.8 % .* 1 area is not: Moor"):
        outreach(network, FLOORS="all=100")
    with pytest.raises(QgsProcessingException, match=r"1 outreach point in place of 0"):
        outreach(network, FLOORS="quintile 3=100", OUTREACH=0)


def test_tables_of_times_serve_families_and_staff(network):
    families = times([("West", "007", 2), ("Mid", "c2", 1), ("East", "c2", 3), ("North", "c1", 4)])
    staff = times([("007", "c1", 9), ("007", "c2", 31)], "staff")
    given = {"NETWORK": None, "TIMES": families}
    with pytest.raises(QgsProcessingException, match="STAFF_TIMES"):
        outreach(network, **given)
    done = outreach(network, **given, STAFF_TIMES=staff)
    assert done["SITES_CHOSEN"] == "c1"  # c2 is a minute beyond staff drive
    longer = outreach(network, **given, STAFF_TIMES=staff, STAFF_DRIVE=31)
    assert longer["SITES_CHOSEN"] == "c2"


def test_the_page_keeps_the_tiers_apart_and_says_what_it_is_not(network, tmp_path):
    page = tmp_path / "page.html"
    outreach(network, HTML=str(page), FRONTIER="TEMPORARY_OUTPUT", THRESHOLD=0)
    text = page.read_text("utf-8")
    assert "of 105 children" not in text  # rounded
    assert "about 50 are modelled within 5 minutes&#x27; walk of a hub" in text
    assert "about 50 only within 5 minutes&#x27; walk of an outreach point" in text
    assert "within reach of neither" in text and "options for testing" in text
    assert "Childcare Act 2006" in text and "not a hub" in text
    assert "counts 0.5 of need reached by a hub: a choice of this run, not a finding" in text
    assert "What each further outreach point reaches" in text
    for word in ("closure", "losers", "sufficient provision", "compliant"):
        assert word not in text


def test_deciles_without_areas_say_so_and_nothing_is_said_to_be_missing(network, tmp_path):
    page = tmp_path / "page.html"
    outreach(network, HTML=str(page))
    text = page.read_text("utf-8")
    assert text.count("no areas") >= 7 and "The tables give no" not in text


def test_a_run_that_is_stopped_writes_nothing(network, tmp_path):
    page = tmp_path / "page.html"
    done = outreach(network, HTML=str(page), log=CancelledOnProgress(60))
    assert done["STATUS"] == "cancelled" and not page.exists()


def test_small_counts_are_held_back_on_the_page_and_in_the_reasons(network, tmp_path):
    page = tmp_path / "page.html"
    done = outreach(network, HTML=str(page), THRESHOLD=60)
    reason = done.by("OUTPUT", "site_id")["c2"]["reason"]
    assert "fewer than 60 more children" in reason
    text = page.read_text("utf-8")
    assert "(48 %)" not in text and "under 60" in text


def test_the_frontier_and_stability_are_written_where_asked_for(network):
    done = outreach(network, OUTREACH=2, FRONTIER="TEMPORARY_OUTPUT", STABILITY=True)
    rows = {row["points"]: row for row in done.rows("FRONTIER")}
    assert [rows[n]["need_outreach"] for n in sorted(rows)] == [0, 10, 10]
    assert rows[0]["note"] == "as things stand" and rows[2]["note"] == "only 1 open"
    assert 0 < done.by("OUTPUT", "site_id")["c2"]["stability"] <= 1


def test_ids_are_needed_to_tell_hubs_from_venues(network):
    with pytest.raises(QgsProcessingException, match="HUB_ID, VENUE_ID"):
        outreach(network, VENUE_ID=None)


def test_a_neighbours_hub_counts_for_families_and_runs_no_point(network):
    theirs = hubs(authority=["Nextdoor", "Toytown"])
    done = outreach(network, HUBS=theirs, HOME_AUTHORITY="Toytown", STAFF_DRIVE=30)
    rows = done.by("OUTPUT", "site_id")
    assert rows["c2"]["linked_hub"] == "8" and rows["007"]["tier"] == "hub"
    assert done["CHILDREN_HUB"] == 50
