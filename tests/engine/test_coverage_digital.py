"""Beyond physical reach: flagged as digitally excluded or not, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_digital import (
    DIGITAL,
    NEITHER,
    NOT_ASSESSED,
    WITHIN,
    by_digital,
    digital_section,
    digital_tiers,
    one_sided,
)
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.method_note import Method

NAN, INF = np.nan, np.inf
CHILDREN = np.array([100.0, 40, 60, 50, 5])
EXCLUSION = np.array([9.0, 6.9, 7.0, NAN, 8.0])
DEMAND = Demand(
    ids=list("abcde"), children=CHILDREN, need=CHILDREN, decile=np.ones(5), quintile=np.ones(5),
    locality=[""] * 5, authority=[""] * 5,
)  # fmt: skip
FOUND = cover(
    np.array([[10.0], [21], [INF], [30], [40]]), DEMAND, ["H"], (10, 20),
    np.array([False, False, True, False, False]),
)  # fmt: skip


def test_only_areas_beyond_reach_are_parted_and_the_threshold_itself_is_flagged():
    assert digital_tiers(FOUND, EXCLUSION, 7) == [WITHIN, DIGITAL, NEITHER, NOT_ASSESSED, NEITHER]


def test_the_tiers_add_up_to_all_children_and_an_empty_one_says_so():
    rows = by_digital(FOUND, DEMAND, digital_tiers(FOUND, EXCLUSION, 7))
    children = dict(zip(rows.column("key"), rows.column("children")))
    assert children == {WITHIN: 100, DIGITAL: 40, NEITHER: 65, NOT_ASSESSED: 50, "All areas": 255}
    assert dict(zip(rows.column("key"), rows.column("unrouted")))[NEITHER] == 60
    rows = by_digital(FOUND, DEMAND, digital_tiers(FOUND, np.full(5, 1.0), 7))
    assert dict(zip(rows.column("key"), rows.column("note")))[NEITHER] == "no areas"


def test_the_page_claims_no_online_reach_and_holds_back_small_counts():
    rows = by_digital(FOUND, DEMAND, digital_tiers(FOUND, EXCLUSION, 7.5))
    page = digital_section(rows, FOUND, Method(), "deri", 7.5)
    assert (
        "Of the children aged 0-4 beyond 20 minutes or not routed, about 100 live in areas not "
        "flagged as digitally excluded; still no physical reach. Fewer than 10 live in areas "
        "that are flagged so (in the table: “neither”). Not assessed: about 50."
    ) in page
    assert "deri is 7.5 or more" in page and "not a standard" in page


def test_where_nobody_lives_in_a_flagged_area_the_page_says_it_in_a_sentence():
    rows = by_digital(FOUND, DEMAND, digital_tiers(FOUND, np.full(5, 1.0), 7))
    page = digital_section(rows, FOUND, Method(), "deri", 7)
    assert ". None live in areas that are flagged so (in the table: “neither”). Not" in page


def test_a_threshold_that_parts_nothing_is_doubted():
    assert one_sided(EXCLUSION, 7) == ""
    assert "flags no area" in one_sided(EXCLUSION, 70) and "6.9 to 9" in one_sided(EXCLUSION, 70)
    assert "flags every area" in one_sided(EXCLUSION, 1)


@pytest.mark.parametrize(
    ("exclusion", "threshold", "words"),
    [(np.full(5, NAN), 7, "No area has a value"), (EXCLUSION[:3], 7, "one value for each area"),
     (EXCLUSION, NAN, "and a threshold")],
)  # fmt: skip
def test_what_cannot_be_parted_is_refused(exclusion, threshold, words):
    with pytest.raises(InputError, match=words):
        digital_tiers(FOUND, exclusion, threshold)
