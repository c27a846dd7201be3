"""familyhub:coverage by sets of hubs, by service and by locality in the toy town, by hand.

On foot: West 2, Mid 7.5 and East 11 minutes from hub 007; North 1.5 from hub 8; nothing leads to
the Moor. Children: 10, 20, 30, 40, 5. Bands: 5 and 10 minutes; the page speaks of 10.
"""

from __future__ import annotations

from html import unescape

import pytest
from algorithms.runs import DEMAND, Log, demand, hubs, layer_of, points, run, square
from qgis.core import QgsProcessingException

TOLD = {
    "authority": ["Toytown", "Nextdoor"], "hours_week": [2.0, 40.0],
    "site_type": ["Network Site", "Family Hub"],
    "services": ["stay and play; Infant Feeding", "stay and play"],
}  # fmt: skip


def cover(network, **parameters):
    given = {"NETWORK": network, "HUBS": hubs(**TOLD), "HUB_ID": "site_id", "DEMAND": demand(),
             "BANDS": "5,10", "BY_OFFER": "TEMPORARY_OUTPUT", "BY_SERVICE": "TEMPORARY_OUTPUT",
             **parameters}  # fmt: skip
    return run("coverage", **given)


def page_of(network, tmp_path, **parameters):
    page = tmp_path / "page.html"
    cover(network, HTML=str(page), THRESHOLD=0, **parameters)
    return page.read_text("utf-8")


def drawn():
    shapes = [(square(at, 70.0), {"area_code": values["area_code"]}) for at, values in DEMAND]
    return layer_of("Polygon", shapes)


def by_service(done):
    return {(row["service"], row["key"]): row for row in done.rows("BY_SERVICE")}


def test_the_same_children_are_counted_against_each_set_of_hubs(network):
    done = cover(network, HOME_AUTHORITY="Toytown")
    rows = done.by("BY_OFFER", "key")
    assert {key: (r["hubs"], r["children"], r["reached_10"]) for key, r in rows.items()} == {
        "all hubs counted": (2, 75, 70),
        "without hubs of other authorities": (1, 75, 30),
        "full-time hubs alone": (1, 75, 40),
        "part-time hubs alone": (1, 75, 30),
        "hubs of unstated hours alone": (0, 75, None),
        "outreach (network sites) alone": (1, 75, 30),
        "without outreach": (1, 75, 40),
    }
    assert rows["hubs of unstated hours alone"]["note"] == "no such hubs"
    assert rows["all hubs counted"]["reached_10"] == done["REACHED"]


def test_one_sentence_says_what_rests_on_which_hubs_and_the_table_names_them(network, tmp_path):
    page = page_of(network, tmp_path, HOME_AUTHORITY="Toytown")
    said = (
        "about 40 are so only by hubs of other authorities than Toytown, about 30 only by hubs "
        "open fewer than 15 hours a week and about 30 only by outreach (network sites)."
    )
    assert page.count(said) == 1
    assert "Hubs of other authorities than Toytown: North Hub (8)." in page
    assert "Part-time hubs alone (1)" in page


def test_hubs_that_write_the_home_authority_otherwise_are_not_taken_for_neighbours(
    network, tmp_path
):
    log = Log()
    told = hubs(authority=["Toytown Council", "Toytown Council"])
    page = page_of(network, tmp_path, HUBS=told, HOME_AUTHORITY="Toytown", log=log)
    said = "not assessed; no hub states 'Toytown': they state Toytown Council (2)"
    assert said in unescape(page).split("<table")[0]  # among the notes on top
    assert "only by hubs of other authorities" not in page
    assert any(said in line for line in log.warned)


def test_hubs_of_an_authority_of_the_demand_are_neighbours_where_no_hub_is_the_homes(network):
    near = hubs(authority=["Nextdoor"] * 2)
    rows = cover(network, HUBS=near, HOME_AUTHORITY="Toytown").by("BY_OFFER", "key")
    assert rows["without hubs of other authorities"]["note"] == "no such hubs"


def test_hubs_that_state_nothing_leave_the_sets_not_assessed_and_the_page_without_them(
    network, tmp_path
):
    rows = cover(network, HUBS=hubs()).by("BY_OFFER", "key")
    assert rows["all hubs counted"]["reached_10"] == 70
    for key in ("full-time hubs alone", "part-time hubs alone", "without outreach"):
        assert rows[key]["note"].startswith("not assessed; ")
        assert rows[key]["hubs"] is None and rows[key]["reached_10"] is None
    page = page_of(network, tmp_path, HUBS=hubs())
    assert "By the hubs that count" not in page and "Services by locality" not in page


def test_each_service_is_counted_by_the_hubs_that_offer_it(network):
    rows = by_service(cover(network))
    found = {key: (r["sites"], r["children"], r["reached_10"]) for key, r in rows.items()}
    assert found == {
        ("Infant Feeding", "North Bank"): (None, 40, 0),
        ("Infant Feeding", "South Bank"): (None, 60, 30),
        ("Infant Feeding", "not known"): (None, 5, 0),
        ("Infant Feeding", "All areas"): (1, 105, 30),
        ("stay and play", "North Bank"): (None, 40, 40),
        ("stay and play", "South Bank"): (None, 60, 30),
        ("stay and play", "not known"): (None, 5, 0),
        ("stay and play", "All areas"): (2, 105, 70),
    }


def test_a_hubs_locality_is_that_of_the_drawn_area_it_stands_in(network):
    """Hub 8 stands outside all squares; a hub moved to West's point would stand in South Bank."""
    at_west = {**TOLD, "entrance_x": [500_220.0, None], "entrance_y": [300_000.0, None]}
    rows = by_service(cover(network, AREAS=drawn(), HUBS=hubs(**at_west)))
    sites = {key[1]: rows[key]["sites"] for key in rows if key[0] == "stay and play"}
    assert sites == {"South Bank": 1, "North Bank": 0, "not known": 0, "All areas": 2}
    assert (
        rows["stay and play", "All areas"]["note"] == "1 of 2 sites stands in none of these areas"
    )


def test_a_hub_without_a_place_offers_its_service_in_no_area(network):
    rows = [((220, 0), {"site_id": "007", "services": "play"}),
            (None, {"site_id": "lost", "services": "play"})]  # fmt: skip
    found = by_service(cover(network, AREAS=drawn(), HUBS=points(rows)))
    sites = {key[1]: row["sites"] for key, row in found.items()}
    assert sites == {"South Bank": 1, "North Bank": 0, "not known": 0, "All areas": 2}


def test_without_drawn_areas_a_hubs_own_column_names_its_locality(network, tmp_path):
    own = hubs(**TOLD, locality=["South Bank", "North Bank"])
    rows = by_service(cover(network, HUBS=own))
    assert rows["stay and play", "North Bank"]["sites"] == 1
    assert rows["Infant Feeding", "North Bank"]["sites"] == 0
    page = page_of(network, tmp_path, HUBS=own)
    assert "50 % (1)" in page and "Which locality a hub stands in" not in page
    assert "Which locality a hub stands in" in page_of(network, tmp_path)


def test_a_service_of_a_closed_hub_alone_has_no_site(network, tmp_path):
    offered = {**TOLD, "services": ["stay and play", "Portage"]}
    closed = hubs(**offered, status=["Active", "Closed"])
    row = by_service(cover(network, HUBS=closed))["Portage", "All areas"]
    assert (row["sites"], row["children"], row["reached_10"], row["note"]) == (
        0, 105, None, "no site")  # fmt: skip
    assert "“no site”: no hub that is counted offers it." in page_of(network, tmp_path, HUBS=closed)


def test_with_one_service_asked_for_the_page_says_that_only_its_hubs_are_there(network, tmp_path):
    done = cover(network, SERVICE="infant feeding")
    assert {row["service"] for row in done.rows("BY_SERVICE")} == {
        "Infant Feeding", "stay and play"}  # fmt: skip
    assert by_service(done)["stay and play", "All areas"]["sites"] == 1
    other = hubs(**{**TOLD, "services": ["Infant Feeding", "Portage"]})
    done = cover(network, SERVICE="infant feeding", HUBS=other)
    assert {row["service"] for row in done.rows("BY_SERVICE")} == {"Infant Feeding"}
    page = page_of(network, tmp_path, SERVICE="infant feeding")
    assert "Only hubs with the service “infant feeding” are counted in this run" in page


def test_without_services_the_table_is_empty_and_has_its_columns(network):
    for layer in (hubs(), hubs(services=["", None])):
        done = cover(network, HUBS=layer)
        assert done.rows("BY_SERVICE") == []
        assert any("no hub of hubs names a service" in said for said in done.log.warned)
        assert done.columns("BY_SERVICE")[:4] == ["service", "key", "sites", "areas"]


def test_nothing_is_said_of_services_where_nobody_asked_for_their_table(network):
    done = cover(network, HUBS=hubs(), BY_SERVICE=None)
    assert not any("names a service" in said for said in done.log.warned)


def test_the_page_sets_each_locality_beside_its_own_authority(network, tmp_path):
    """South Bank lies in both authorities, so it stands beside all areas: 30 of 60, 70 of 105."""
    page = page_of(network, tmp_path)
    assert (
        "Furthest below the average: South Bank, with 50 % modelled within 10 minutes&#x27; walk "
        "of a hub beside 67 % across all areas (17 points below)" in page
    )
    alone = page_of(network, tmp_path, HOME_AUTHORITY="Toytown")
    assert "No locality&#x27;s share lies a point or more below" in alone


def test_a_table_of_the_nearest_times_alone_is_warned_of_beside_the_sets(network, tmp_path):
    made = run("traveltimes", NETWORK=network, ORIGINS=demand(), ORIGIN_ID="area_code",
               DESTINATIONS=hubs(), DESTINATION_ID="site_id",
               OUTPUT=str(tmp_path / "times.csv"))  # fmt: skip
    page = page_of(None, tmp_path, TIMES=made["OUTPUT"])
    assert "asks the table of times for every hub&#x27;s minutes" in page
    assert "asks the table of times" not in page_of(network, tmp_path)


def test_hours_that_are_no_number_are_refused_in_words(network):
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        cover(network, log=log, HUBS=hubs(hours_week=["all week", "2"]))
    assert "hours_week of 007 is 'all week', which is no number" in "".join(
        [*log.errors, str(error.value)]
    )
