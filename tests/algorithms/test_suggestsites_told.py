"""familyhub:suggestsites on the toy town: what is told of hubs, closing, room and the frontier.

On foot, minutes to the venues c1 (120, 0), c2 (660, 0), c3 past the High Street's end:
West 1.25, 5.5, 11.5; Mid 6.75, 0, 6; East 10.25, 3.5, 2.5; North 22.5, 15.75, 20.25.
"""

from __future__ import annotations

import pytest
from algorithms.runs import Log, hubs, points
from algorithms.site_runs import CLOSE, VENUES, decisions, keep_south, suggest, venues
from qgis.core import QgsProcessingException


def test_the_page_stands_where_asked_and_names_the_site(network, tmp_path):
    page = tmp_path / "sites.html"
    assert suggest(network, HTML=str(page))["HTML"] == str(page)
    text = page.read_text("utf-8")
    assert "c2" in text and "venues tested" in text


def page_of(network, tmp_path, **parameters):
    page = tmp_path / "sites.html"
    suggest(network, HTML=str(page), **parameters)
    return page.read_text("utf-8")


def test_hubs_that_write_the_home_authority_otherwise_are_not_taken_for_neighbours(
    network, tmp_path
):
    kept, log = hubs(authority=["Toytown Council", "Toytown Council"]), Log()
    text = page_of(
        network, tmp_path, SITES=2, EXISTING=kept, EXISTING_ID="site_id", HOME_AUTHORITY="Toytown",
        log=log,
    )  # fmt: skip
    assert "not assessed; no hub states" in text and "they state Toytown Council" in text
    assert "hubs of other authorities than" not in text
    assert any("they state Toytown Council" in line for line in log.warned)


def test_the_page_carries_what_the_coverage_page_says_of_hubs_routes_and_the_edge(
    network, tmp_path
):
    """Two hubs, one open 3 hours a week and a neighbour's; c1 and c2; nothing leads to the Moor."""
    kept = hubs(hours_week=[3.0, 40.0], authority=["Nextdoor", "Toytown"])
    text = page_of(
        network, tmp_path, SITES=2, EXISTING=kept, EXISTING_ID="site_id", HOME_AUTHORITY="Toytown"
    )
    assert "hubs open fewer than 15 hours a week (South Hub (007))" in text
    assert "hubs of other authorities than Toytown (South Hub (007))" in text
    assert "fewer than 10 could not be routed" in text
    assert "Not routed, with" in text
    assert "Near the network&#x27;s edge" in text and "hubs and venues" in text
    assert "are reached by no site, open or tested" in text
    assert "no further venue tested adds anything" in text


def test_the_hours_of_a_full_time_hub_are_the_users(network, tmp_path):
    kept = hubs(hours_week=[3.0, 40.0])
    given = {"EXISTING": kept, "EXISTING_ID": "site_id"}
    assert "hours a week (South" not in page_of(network, tmp_path, FULL_HOURS=2, **given)
    both = "fewer than 41 hours a week (South Hub (007), North Hub (8))"
    assert both in page_of(network, tmp_path, FULL_HOURS=41, **given)


def test_the_page_names_hubs_left_out_and_what_is_the_next_best(network, tmp_path):
    named = venues(site_name=["Library", "Church", "School"])
    text = page_of(network, tmp_path, CANDIDATES=named, **keep_south(open_to=["referral", None]))
    assert "South Hub (007): it is open to referral only." in text
    assert "School (c3)" in text


def test_where_nothing_helps_and_no_hub_stands_the_page_says_so(network, tmp_path):
    """The nearest home is 1.25 minutes from c1; none lies within one minute."""
    text = page_of(network, tmp_path, CANDIDATES=points(VENUES[:1], name=""), MINUTES=1)
    assert "the venues given (1 of 1 tested)" in text
    assert "No site is suggested. As things stand, none (0 %) of 110 children" in text
    assert "None of the venues tested adds anything on this measure." in text
    assert "0 suggested sites" not in text
    assert "near-best" not in text, "nothing was decided on"


def closable(**columns):
    """South Hub at West's door and a second hub beside it, which may close."""
    rows = [((60, 0), {"site_id": "007", "may": "no", "running_cost_gbp": 9000.0}),
            ((90, 0), {"site_id": "8", "may": "yes", "running_cost_gbp": 9000.0})]  # fmt: skip
    return {"EXISTING": points(rows), "EXISTING_ID": "site_id", "MAY_CLOSE": "may", **columns}


def test_a_hub_that_may_close_does_so_only_where_a_condition_asks_for_it(network):
    """The venues have neither of the hubs' columns: each layer may have its own."""
    assert decisions(suggest(network, **closable()))["8"] == "kept"
    done = suggest(network, **closable(HUB_LIMITS="all<=2"))
    assert (done["SITES_TO_CLOSE"], done["SITES_CHOSEN"]) == ("8", "c2")
    row = done.by("OUTPUT", "site_id")["8"]
    # West (10 children) is 130 m from it and 160 m from 007; all others are nearer to c2 now.
    assert row["decision"] == "option_to_close"
    assert (row["children_without"], row["children_worse"]) == (0, 10)
    assert row["max_added_minutes"] == pytest.approx(30 / 80, abs=CLOSE)
    assert "about 10 would travel further, by less than a minute." in row["reason"]
    assert "Its yearly cost of £9,000 would fall away" in row["reason"]
    assert row["near_best"] == "closed in every plan within 3 %"


def test_a_budget_without_any_column_of_costs_is_refused_in_words(network):
    with pytest.raises(QgsProcessingException, match="3 of 3 sites have none in the column"):
        suggest(network, BUDGET=100)


def test_a_closing_is_told_in_the_first_sentence_beside_how_things_stand(network, tmp_path):
    text = page_of(network, tmp_path, **closable(HUB_LIMITS="all<=2"))
    assert "With the suggested site opened and 1 existing hub closed (options for testing)" in text
    assert "; as things stand, " in text
    assert "option to close, for testing" in text


def test_who_would_be_without_each_open_site_stands_in_its_row(network):
    """Within 5 minutes of c2 are Mid and East (50 children); West has the hub (2 minutes)."""
    rows = suggest(network, **keep_south()).by("OUTPUT", "site_id")
    assert rows["c2"]["children_without"] == 50
    # All but West are nearer to c2; North's 15.75 minutes become 15.75 + 10 from the hub at most.
    assert rows["c2"]["children_worse"] == rows["c2"]["children_without"] + 40
    assert rows["007"]["children_without"] == 10
    assert rows["c1"]["children_without"] is None


@pytest.mark.parametrize("objective", ["maximal_cover", "p_median", "set_cover", "p_center"])
def test_stability_and_near_best_are_given_for_what_is_decided_on(network, objective):
    """Need 10 with c2, 6 with c3, 5 with c1: 20 % do not turn them round."""
    plain = suggest(network, OBJECTIVE=objective, COVER_SHARE=40)
    (opened,) = [row for row in plain.rows("OUTPUT") if row["decision"] == "open"]
    assert opened["stability"] is None
    assert opened["near_best"].endswith("%")
    done = suggest(network, OBJECTIVE=objective, COVER_SHARE=40, STABILITY=True)
    by_decision = {row["decision"]: row for row in done.rows("OUTPUT")}
    assert 0 < by_decision["open"]["stability"] <= 1
    assert by_decision["not_chosen"]["stability"] is None
    if objective == "maximal_cover":
        assert by_decision["open"]["near_best"] == "in every plan within 3 %"


def test_the_frontier_goes_from_how_things_stand_to_the_number_asked_for(network, tmp_path):
    done = suggest(network, FRONTIER="TEMPORARY_OUTPUT", FRONTIER_TO=3, **keep_south())
    rows = done.rows("FRONTIER")
    assert done.columns("FRONTIER") == [
        "sites", "objective", "bound", "proven", "need_reached", "share_reached", "mean_minutes",
        "sites_chosen", "sites_to_close", "model", "note",
    ]  # fmt: skip
    assert [(row["sites"], row["need_reached"]) for row in rows] == [
        (0, 5), (1, 15), (2, 15), (3, 15),
    ]  # fmt: skip
    assert rows[0]["note"] == "as things stand" and rows[1]["proven"] is True
    assert rows[1]["sites_chosen"] == "c2"
    text = page_of(network, tmp_path, FRONTIER_TO=2, **keep_south())
    assert "How much each further site reaches" in text
    assert "How much each further site reaches" not in page_of(network, tmp_path)


def test_the_frontier_of_set_cover_goes_up_to_the_number_that_it_finds(network):
    done = suggest(network, OBJECTIVE="set_cover", FRONTIER="TEMPORARY_OUTPUT", SITES=7)
    rows = [(row["sites"], row["need_reached"]) for row in done.rows("FRONTIER")]
    assert rows == [(1, 10), (2, 15), (2, 15)]
    assert [row["note"] for row in done.rows("FRONTIER")] == ["", "", "this plan"]


def test_set_cover_says_first_how_many_hubs_it_takes(network, tmp_path):
    """Within 5 minutes c1 has West, c2 Mid and East; nothing has North or the Moor."""
    text = page_of(network, tmp_path, OBJECTIVE="set_cover")
    assert "2 hubs (2 of them new) bring" in text
    assert "no plan from the 3 venues tested takes fewer" in text
    assert "2 hubs to open or keep open" in text


def test_the_page_says_where_room_is_limited_that_the_table_counts_nearest_hubs(network, tmp_path):
    roomy = venues(room=[60.0, 60.0, 60.0])
    text = page_of(network, tmp_path, CANDIDATES=roomy, CAPACITY="room", SITES=2)
    assert "count each area at its nearest open hub, full or not" in text
    assert "Shared out over it, about 60 of the children" in text
    assert "still count each area" not in page_of(network, tmp_path)
