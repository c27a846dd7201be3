"""familyhub:suggestsites and the places it is given: hubs' own buildings, areas, authorities."""

from __future__ import annotations

import pytest
from algorithms.runs import demand, layer_of, points, run, square
from algorithms.site_runs import VENUES, decisions, suggest, venues
from qgis.core import QgsProcessingException


def hub(at=(660, 0), **columns):
    """One hub, where c2 is unless told otherwise."""
    return {"EXISTING": points([(at, {"site_id": "007", **columns})]), "EXISTING_ID": "site_id"}


def test_a_candidate_in_a_hubs_own_building_is_left_out_and_one_beside_it_is_warned_of(network):
    same = suggest(network, CANDIDATES=venues(uprn=["1", "22", "3"]), **hub(uprn="22"))
    assert "c2" not in decisions(same)
    assert any("c2 is left out: one place with the hub 007 (same UPRN)" in said
               for said in same.log.warned)  # fmt: skip
    beside = suggest(network, **hub())
    assert decisions(beside)["c2"] == "not_chosen"
    assert any("1 candidate lies within 50 m of an existing hub (first: c2 of hub 007)" in said
               for said in beside.log.warned)  # fmt: skip
    thinned = suggest(network, THIN_M=100, **hub())
    assert "c2" not in decisions(thinned)
    with pytest.raises(QgsProcessingException, match="all 1 are places of hubs"):
        suggest(network, CANDIDATES=points([VENUES[1]]), THIN_M=100, **hub())


def test_nobody_saying_yes_to_closing_is_told_and_nothing_breaks(network):
    done = suggest(network, MAY_CLOSE="closable", OBJECTIVE="p_median", **hub(closable="ja"))
    assert decisions(done)["007"] == "kept"
    said = " ".join(done.log.warned)
    assert "'ja' is neither yes nor no, and is taken for no" in said
    assert "no hub says yes, so none may close" in said


def test_a_neighbours_hub_is_no_option_to_close_where_only_our_own_children_count(network):
    theirs = hub(closable="yes", authority="Elsewhere")
    own = {"DEMAND": with_authority("Here"), "AUTHORITY": "authority"}
    with pytest.raises(QgsProcessingException, match=r"007 of Elsewhere.*Only children of Here"):
        suggest(network, MAY_CLOSE="closable", HOME_AUTHORITY="Here", **own, **theirs)
    assert suggest(network, MAY_CLOSE="closable", **own, **theirs)["STATUS"] == "done"


def with_authority(*names):
    told = [
        (feature.geometry().asPoint(), dict(zip(demand().fields().names(), feature.attributes())))
        for feature in demand().getFeatures()
    ]
    names = names * len(told)
    return layer_of(
        "Point",
        [
            (f"Point({at.x()} {at.y()})", {**values, "authority": name})
            for (at, values), name in zip(told, names)
        ],
        name="demand",
    )


def test_a_hub_belongs_to_the_area_that_holds_it_else_to_the_nearest_demand_point(network):
    """c1 is nearest to West; drawn areas put it into East's, 50 m about it."""
    by_point = {row["site_id"]: row["area_code"] for row in suggest(network).rows("OUTPUT")}
    assert by_point == {"c1": "West", "c2": "Mid", "c3": "East"}
    drawn = layer_of("Polygon", [(square((120, 0)), {"area_code": "East"})], name="areas")
    done = suggest(network, AREAS=drawn)
    by_shape = {row["site_id"]: row["area_code"] for row in done.rows("OUTPUT")}
    assert by_shape == {"c1": "East", "c2": None, "c3": None}


def test_a_neighbours_area_lends_its_hubs_no_place_of_ours(network):
    """Mid belongs to the neighbours, and so does c2: it is no hub among our own quintile."""
    ours = with_authority("Here", "There", "Here", "Here", "Here")
    given = {"DEMAND": ours, "AUTHORITY": "authority", "SITES": 2, "OBJECTIVE": "p_median"}
    found = [row["area_code"] for row in suggest(network, **given).rows("OUTPUT")]
    home = suggest(network, HOME_AUTHORITY="Here", **given)
    assert [row["area_code"] for row in home.rows("OUTPUT")] == found


def test_new_sites_are_limited_apart_from_hubs_that_stand(network):
    both = {"SITES": 3, "OBJECTIVE": "p_median", **hub((60, 0))}
    assert len(suggest(network, **both)["SITES_CHOSEN"].split(", ")) > 1
    few = suggest(network, HUB_LIMITS="new in all<=1", **both)
    assert len(few["SITES_CHOSEN"].split(", ")) == 1
    with pytest.raises(QgsProcessingException, match="at most 1 hub among all areas in place of 0"):
        suggest(network, HUB_LIMITS="all<=0", **both)


def test_costs_below_nought_are_told_as_money_that_comes_in(network):
    done = suggest(network, CANDIDATES=venues(price=[5.0, -9.0, 5.0]), COST="price", BUDGET=0)
    assert done["SITES_CHOSEN"] == "c2"
    assert any("1 site has a cost below nought in the column 'price' (first: c2, £-9)" in said
               for said in done.log.warned)  # fmt: skip


def test_children_who_could_not_be_routed_are_named_beside_an_option_to_close(network):
    """No way leads to the Moor: its nearest hub would else seem to be missed by nobody there."""
    only = hub((1500, 300), closable="yes", cost=10.0)
    done = suggest(network, MAY_CLOSE="closable", YEARLY_COST="cost", YEARLY_BUDGET=10, SITES=1,
                   CANDIDATES=venues(cost=[10.0] * 3), OBJECTIVE="p_median", **only)  # fmt: skip
    assert decisions(done)["007"] == "option_to_close"
    reason = done.by("OUTPUT", "site_id")["007"]["reason"]
    assert "Not in these figures:" in reason and reason.endswith(": Moor.")
    assert any(said.startswith("Option to close 007: Not in these") for said in done.log.warned)


def test_a_pair_given_twice_with_other_minutes_is_told_and_headings_may_be_in_capitals(network):
    rows = [("West", "c1", 3.0), ("West", "c1", 2.0), ("West", "c1", 2.0), ("Mid", "c2", 1.0)]
    names = ("Origin_ID", "DESTINATION_ID", "Minutes")
    times = layer_of("NoGeometry", [(None, dict(zip(names, row))) for row in rows], name="times")
    done = run("suggestsites", TIMES=times, DEMAND=demand(), CANDIDATES=venues(),
               CANDIDATE_ID="site_id", SITES=1, MINUTES=2.5)  # fmt: skip
    assert any("1 pair stands in several rows with different minutes (first: West to c1)" in said
               for said in done.log.warned)  # fmt: skip


def test_what_a_plan_does_without_is_no_hub_where_its_sites_are_measured(network):
    """The suggested sites as written serve as hubs: those chosen and kept, and no other."""
    plan = suggest(network, SITES=1, **hub((60, 0)))
    found = run("coverage", NETWORK=network, HUBS=plan.layer("OUTPUT"), HUB_ID="site_id",
                DEMAND=demand(), BY_HUB="TEMPORARY_OUTPUT")  # fmt: skip
    chosen = {site for site, said in decisions(plan).items() if said in ("open", "kept")}
    assert {row["key"] for row in found.rows("BY_HUB")} & set(decisions(plan)) == chosen
    assert any("is not counted: it was tested and not chosen" in said for said in found.log.warned)


def test_points_that_name_no_authority_are_told_so(network):
    with pytest.raises(QgsProcessingException, match="The points name no authority: set its"):
        suggest(network, HOME_AUTHORITY="Here", DEMAND=with_authority(""), AUTHORITY="authority")
