"""familyhub:rationalise and a council's rows: several of one building, few hours, neighbours."""

from __future__ import annotations

import pytest
from algorithms.estate_runs import LIBRARY, NORTH, SHED, SOUTH, estate, moves, options
from algorithms.runs import points
from qgis.core import QgsProcessingException


def test_rows_with_services_only_or_without_a_status_are_named_and_no_sites(network, tmp_path):
    page = tmp_path / "page.html"
    layer = estate(library={"site_type": "Network Site"},
                   shed={"status": "Active", "services": "registrars"})  # fmt: skip
    done = options(network, ESTATE=layer, HTML=str(page))
    said = done.log.warned
    assert any(one.startswith("9: a site type but no status") for one in said)
    assert any(one.startswith("S: services but no site type, and so not") for one in said)
    assert "2 sites are taken to serve families" in page.read_text("utf-8")
    assert {row["move"] for row in done.rows("OUTPUT") if row["site_id"] == "S"} == {"give_up"}
    told = estate(library={"hub": "yes"}, south={"hub": "yes"}, north={"hub": "yes"})
    told_page = tmp_path / "told.html"
    options(network, ESTATE=told, SERVES="hub", HTML=str(told_page))
    text = told_page.read_text("utf-8")
    assert "3 sites are taken to serve families" in text and "<li>Library (9)</li>" in text


def test_without_a_site_type_or_a_field_that_says_yes_nobody_serves_families(network):
    none = {"site_type": ""}
    with pytest.raises(QgsProcessingException, match="services alone do not make"):
        options(network, ESTATE=estate(none, none, none))


SAME = {"uprn": "12"}


def twice(shed=None, other=None):
    """Give the estate with a shed that two rows name."""
    rows = [((60, 0), SOUTH), ((360, 720), NORTH), ((660, 0), LIBRARY)]
    rows = [(place, {**row, "uprn": "", "building": ""}) for place, row in rows]
    one, two = {**SHED, **SAME, "building": ""}, {**SHED, "uprn": "0012", "building": ""}
    rows += [
        ((940, 0), {**one, **(shed or {})}),
        ((941, 0), {**two, "site_id": "T", **(other or {})}),
    ]
    return points(rows, name="estate")


def test_two_rows_of_one_building_save_its_money_once(network):
    once = options(network, ESTATE=estate(shed={}), STEPS=3)
    done = options(network, ESTATE=twice(), STEPS=3)
    assert moves(done) == moves(once)
    assert done.rows("FRONTIER")[-1]["saving_gross"] == 11_000
    assert done.rows("BY_OWNER") == once.rows("BY_OWNER")
    assert any("S, T: one building" in one and "counted once" in one for one in done.log.warned)


@pytest.mark.parametrize(
    ("other", "year", "words"),
    [({"running_cost_gbp": 400.0}, 1400.0, "added (a year: S £1,000, T £400)"),
     ({"running_cost_gbp": None, "one_off_gbp": None, "backlog_gbp": None, "clawback_gbp": None},
      1000.0, "together or not at all.")],
)  # fmt: skip
def test_rows_of_one_building_that_state_different_money_are_added_and_that_is_said(
    network, other, year, words
):
    done = options(network, ESTATE=twice(other=other), STEPS=3)
    row = next(row for row in done.rows("OUTPUT") if row["site_id"] == "S")
    assert row["saving_gross"] == year
    assert any("S, T: one building" in one and words in one for one in done.log.warned)


def test_a_building_where_a_site_stands_is_that_sites_and_takes_no_one_in(network):
    """The library's own row may be given up, and the South Hub stands in the library."""
    library = {"uprn": "9", "may_close": "yes"}
    done = options(network, ESTATE=estate({"uprn": "9"}, library=library), MAY_MOVE=True)
    assert {(row["site_id"], row["move"]) for row in done.rows("OUTPUT")} == {("007", "merge")}
    last = done.rows("FRONTIER")[-1]
    assert (last["saving_gross"], last["saving_other"]) == (30_000, 0)
    assert "One building with Library (9): given up together." in done.rows("OUTPUT")[-1]["reason"]


def test_a_building_is_given_up_whole_or_not_at_all(network):
    layer = estate({"uprn": "9", "may_close": "no"}, library={"uprn": "9", "may_close": "yes"},
                   shed={})  # fmt: skip
    done = options(network, ESTATE=layer)
    assert {row["site_id"] for row in done.rows("OUTPUT")} == {"S"}
    assert any("9 and 007 are one building, and 007 does not say yes" in one
               for one in done.log.warned)  # fmt: skip


def test_a_venue_in_a_building_that_is_given_up_is_no_outreach_point(network):
    layer = estate({"uprn": "9"}, library={"uprn": "9", "may_close": "yes"})
    venues = points([((660, 0), {"site_id": "v", "uprn": "9"})])
    merged = options(network, ESTATE=layer, VENUES=venues).rows("FRONTIER")[-1]
    assert (merged["outreach_site"], merged["outreach_tested"]) == (None, 0)


def test_very_many_buildings_of_several_rows_do_not_fill_the_log(network):
    rows = [((60, 0), SOUTH), ((360, 720), NORTH), ((660, 0), LIBRARY)]
    rows = [(place, {**row, "uprn": ""}) for place, row in rows]
    for pair in range(14):
        for half in "xy":
            shed = {**SHED, "site_id": f"{pair}{half}", "uprn": str(100 + pair), "may_close": "no"}
            rows.append(((940, 0), shed))
    said = options(network, ESTATE=points(rows)).log.warned
    assert sum("one building, given up together" in one for one in said) == 12
    assert "2 more buildings of several rows are counted in the same way." in said


def test_a_share_above_a_hundred_is_refused_in_words(network):
    with pytest.raises(QgsProcessingException, match=r"is 101 %\. Give a share above 0"):
        options(network, FLOORS="deciles 1-3=101")


def test_a_session_of_two_hours_takes_no_place_of_a_full_site(network):
    """Neither where it stays nor in the library do its two hours stand in for the South Hub."""
    stays = estate(north={"hours_week": 2.0})
    done = options(network, ESTATE=stays)
    assert {(row["site_id"], row["move"]) for row in done.rows("OUTPUT")} == {("007", "move")}
    assert any("no stand-in for a site open longer: North Hub (8)" in one
               for one in done.log.warned)  # fmt: skip
    even = options(network, ESTATE=stays, PART_TIME_COUNTS=True)
    assert moves(even) == [(1, "007", "move", "9"), (2, "007", "merge", "8")]
    assert "about 60 children; open 2 hours a week" in even.rows("OUTPUT")[-1]["reason"]
    both = estate(north={"hours_week": 2.0, "may_close": "yes", "floor_area_m2": 40.0})
    for row in options(network, ESTATE=both, STEPS=4).rows("OUTPUT"):
        assert row["site_id"] == "8" or row["move"] == "move"


def test_a_neighbours_building_is_refused_where_only_the_homes_children_count(network):
    """With Toytown's children alone, the merger sends West and Mid to the North Hub, Nextdoor's."""
    layer = estate(north={"authority": "Nextdoor", "may_close": "yes"})
    with pytest.raises(QgsProcessingException, match=r"1 building of another .*8 of Nextdoor"):
        options(network, ESTATE=layer, HOME_AUTHORITY="Toytown")
    alone = options(network, ESTATE=estate(north={"authority": "Nextdoor"}), MAY_MOVE=False,
                    HOME_AUTHORITY="Toytown")  # fmt: skip
    assert alone.rows("FRONTIER")[-1]["children_to_neighbours"] == 30


def test_sites_that_do_not_count_or_not_like_the_others_are_named(network, tmp_path):
    page = tmp_path / "page.html"
    camp = {"status": "Active", "site_type": "Network Site", "services": "stay and play",
            "open_to": "base families", "may_close": "no"}  # fmt: skip
    few = estate(north={"hours_week": 2.0}, shed=camp)
    done = options(network, ESTATE=few, HTML=str(page), PART_TIME_COUNTS=True)
    text = page.read_text("utf-8")
    for said in (
        "S is not counted: it is open to base families only.",
        "Counted as any other site: sites open fewer than 15 hours a week: North Hub (8).",
    ):
        assert said in text and said in done.log.warned


def test_a_lease_that_could_not_be_read_is_not_taken_for_freehold(network):
    note = {"note": "running_cost_gbp: 'x' is no sum; lease_end: '31/03/29' gives two digits"}
    done = options(network, ESTATE=estate(note, {"note": ""}, {"note": ""}))
    row = done.rows("OUTPUT")[0]
    assert (row["earliest_date"], row["date_is"]) == (None, "no date stated")
