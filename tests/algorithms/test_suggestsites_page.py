"""The page of familyhub:suggestsites: what was asked, what it costs, and whom it speaks of."""

from __future__ import annotations

import re
from html import unescape

import pytest
from algorithms.runs import points
from algorithms.site_runs import NEED, suggest, venues

from family_hub_planner.processing.area_names import named_areas
from family_hub_planner.processing.layers import Places

AREAS = ["West", "Mid", "East", "North"]


def page(network, folder, **parameters):
    """Give the page's text without its tags, and the run."""
    path = folder / "page.html"
    done = suggest(network, HTML=str(path), **parameters)
    text = re.sub(r"<style.*?</style>|<svg.*?</svg>", " ", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)), done


def paid(**columns):
    """The hub on the High Street and three venues, with costs."""
    return {
        "CANDIDATES": venues(cost=[10.0, 20.0, 30.0], once=[1000.0, 2000.0, 3000.0]),
        "EXISTING": points([((60, 0), {"site_id": "007", "cost": 40.0, "once": 500.0, **columns})]),
        "EXISTING_ID": "site_id", "COST": "once", "CLOSING_COST": "once", "YEARLY_COST": "cost",
    }  # fmt: skip


def test_the_page_says_what_was_asked_and_what_the_plan_makes_of_it(network, tmp_path):
    """c2 for 20 a year in place of the hub at 40: 2,000 to open it and 500 to close the hub."""
    text, done = page(
        network, tmp_path, OBJECTIVE="p_median", BUDGET=2600, YEARLY_BUDGET=25, SITES=1,
        MAY_CLOSE="closable", FLOORS="all=30", HUB_LIMITS="all<=3", SPACING_M=10,
        **paid(closable="yes"),
    )  # fmt: skip
    assert (done["SITES_CHOSEN"], done["SITES_TO_CLOSE"]) == ("c2", "007")
    assert (done["COST_ONCE"], done["COST_YEARLY"]) == (2500, 20)
    assert "New sites at most 1" in text
    assert "Hubs that may close 1 of 1 (column closable); the plan closes 1" in text
    assert "Budget, once at most £2,600: the plan takes £2,500" in text
    assert "Budget a year at most £25: today £40, the plan takes £20" in text
    # Within 5 minutes the hub has West (5 of 24), c2 Mid and East (10 of 24).
    assert "Floor for all areas at least 30 % of need within 5 minutes" in text
    assert "Hubs: all areas at most 3: today 1, the plan 1" in text
    assert "Hubs apart by at least 10 m" in text
    assert "until proven, at most 60 seconds" in text
    assert "does better under the conditions set." in text
    assert done["SOLVER_STATUS"].endswith("is better on this measure under the conditions set.")


def test_no_condition_is_called_one(network, tmp_path):
    text, done = page(network, tmp_path)
    assert "under the conditions" not in text + done["SOLVER_STATUS"]
    assert "COST_ONCE" not in done or done["COST_ONCE"] is None


def test_where_no_new_site_is_asked_for_no_venue_is_called_tested(network, tmp_path):
    text, done = page(network, tmp_path, SITES=0, MAY_CLOSE="closable", OBJECTIVE="p_median",
                      **paid(closable="yes"))  # fmt: skip
    assert done["SOLVER_STATUS"].startswith("Proven: no choice of hubs to keep is better")
    assert "3 venues tested" not in text
    assert "Venues tested none: none was asked for" in text


def test_changes_stand_by_local_quintile_and_by_locality_too(network, tmp_path):
    text, _ = page(network, tmp_path)
    assert "What would change, by local quintile (1 is the most deprived fifth" in text
    assert "What would change, by locality" in text


def test_with_no_car_the_page_names_no_one_mode_and_both_counts_of_areas(network, tmp_path):
    rows = zip(AREAS, NEED, [(220, 0), (660, 0), (940, 0), (240, 720)])
    people = points([(at, {"area_code": area, "children": 100.0, "need": float(need),
                           "no_car": 25.0}) for area, need, at in rows])  # fmt: skip
    text, _ = page(network, tmp_path, DEMAND=people, MODE="drive", NO_CAR="no_car")
    assert "minutes' drive" not in text and "within 5 minutes of a hub" in text
    assert "Households without a car column no_car: walking" in text
    assert "Each area stands twice" in text
    assert "Mode of travel each household by its own mode" in text


@pytest.mark.parametrize(
    ("said", "named"),
    [("E01013788 and E01013789.", "E01013788 (Rutland 001A) and E01013789."),
     ("E01013788 (without a car)", "E01013788 (Rutland 001A) (without a car)"),
     ("xE01013788, 100000 of 12", "xE01013788, 100000 of 12")],
)  # fmt: skip
def test_areas_are_named_behind_their_codes_and_plain_numbers_are_left_alone(said, named):
    layer = points([((0, 0), {"area_name": name}) for name in ("Rutland 001A", "", "A number")])
    ids = ["E01013788", "E01013789", "100000"]
    assert named_areas([said], Places("areas", ids, None, list(layer.getFeatures()))) == [named]


def test_kinds_of_building_stand_beside_the_sites_and_junctions_are_called_no_building(
    network, tmp_path
):
    kinds = venues(venue_type=["library", "road junction", "school"])
    text, done = page(network, tmp_path, CANDIDATES=kinds, SITES=2, OBJECTIVE="p_median")
    assert "Kind of building" in text and "library" in text
    assert "1 place is a road junction: where in principle a hub would serve" in text
    assert done.by("OUTPUT", "site_id")["c1"]["venue_type"] == "library"
    assert "road junction" not in page(network, tmp_path)[0]


def test_how_the_model_is_set_stands_with_how_sure_it_is_and_not_with_the_answer(network, tmp_path):
    text, _ = page(network, tmp_path, OBJECTIVE="most_equal")
    assert text.index("How sure this is") < text.index("Kolm-Pollak kappa")


def test_one_minute_is_not_called_minutes(network, tmp_path):
    text, _ = page(network, tmp_path, MINUTES=1)
    assert "modelled within 1 minute's walk of a hub" in unescape(text)
    assert not re.search(r"(?<![\d.])1 minutes", text)
