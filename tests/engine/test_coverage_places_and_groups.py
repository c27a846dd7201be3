"""By ward, and the page's part on groups with those that nobody could assess: by hand."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest
from table_rows import table_row

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_groups import by_group
from family_hub_planner.engine.coverage_groups_page import (
    ASKED_FOR,
    asked_for_by,
    group_name,
    group_section,
    not_carried,
)
from family_hub_planner.engine.coverage_ward import by_ward, ward_names, ward_section
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.method_note import Method

NAN, INF = np.nan, np.inf
METHOD = Method()
MINUTES = np.array([[5.0], [15], [25], [INF]])
HOME = ["Rutland", "Rutland", "Melton", "Melton"]


def areas(**groups) -> Demand:
    return Demand(
        ids=["a1", "a2", "a3", "a4"], children=np.array([100.0, 50, 30, 20]),
        need=np.array([10.0, 20, 30, 40]), decile=np.full(4, NAN), quintile=np.full(4, NAN),
        locality=[""] * 4, authority=HOME,
        groups={name: np.array(counts, dtype=float) for name, counts in groups.items()},
    )  # fmt: skip


def covered(demand):
    return cover(MINUTES, demand, ["h"], (10, 20), ~np.isfinite(MINUTES[:, 0]))


def plain(page):
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


# Wards


def test_each_ward_has_its_children_and_areas_without_one_are_not_known():
    table = by_ward(covered(areas()), areas(), ["North", "North", "South", ""])
    assert table.column("key") == ["North", "South", "not known", "All areas"]
    north = table_row(table, "North")
    assert (north["children"], north["reached_10"], north["reached_20"]) == (150, 100, 150)
    assert (table_row(table, "South")["beyond"], table_row(table, "not known")["unrouted"]) == (
        30, 20)  # fmt: skip


def test_wards_of_one_name_in_two_authorities_are_told_apart():
    names = ward_names(["Castle", "North", "Castle", ""], HOME)
    assert names == ["Castle (Rutland)", "North", "Castle (Melton)", ""]
    assert ward_names(["Castle"] * 2, ["", ""]) == ["Castle", "Castle"]
    assert ward_names(["Castle"] * 2, ["Rutland", ""])[1] == "Castle (authority not known)"


def test_the_page_names_the_wards_with_most_children_beyond_reach_first():
    page = plain(ward_section(*_wards(["A", "B", "C", "D"])))
    assert "Most children beyond 20 minutes or not routed: C (about 30); D (about 20)." in page
    assert page.index("A 1 100") < page.index("B 1 50") < page.index("All areas 4 200")


def test_no_more_than_five_wards_are_named_and_none_with_few_children():
    many = 60
    demand = Demand(
        ids=[f"{i:02d}" for i in range(many)], children=np.arange(many, dtype=float),
        need=np.ones(many), decile=np.full(many, NAN), quintile=np.full(many, NAN),
        locality=[""] * many, authority=[""] * many,
    )  # fmt: skip
    found = cover(np.full((many, 1), 99.0), demand, ["h"], (10,), np.zeros(many, bool))
    wards = [f"Ward {i:02d}" for i in range(many)]
    page = plain(ward_section(by_ward(found, demand, wards), found, METHOD))
    said = page[: page.index("Wards stand")]
    assert re.findall(r"Ward (\d\d)", said) == ["59", "58", "57", "56", "55"]
    assert "Ward 00 no children" in page and "Ward 01 1 under 10" in page
    nobody = plain(ward_section(*_wards(["X"] * 4, np.full((4, 1), 5.0))))
    assert "Most children" not in nobody


def _wards(names, minutes=MINUTES):
    demand = areas()
    found = cover(minutes, demand, ["h"], (10, 20), ~np.isfinite(minutes[:, 0]))
    return by_ward(found, demand, names), found, METHOD


# Groups


def page_of(columns=(), elsewhere=(), **groups):
    demand = areas(**groups)
    rows = by_group(covered(demand), demand)
    columns = [*groups, *columns]
    return plain(group_section(rows, covered(demand), METHOD, columns, elsewhere))


def test_each_group_stands_with_its_own_reach_and_an_empty_one_is_not_assessed():
    page = page_of(lone_parents=[80, 40, 20, NAN], disability=[NAN] * 4)
    assert "lone parents 3 140 80 (57 %) 120 (86 %) 0" in page
    assert "disability not assessed" in page
    assert "lone parents: 1 area has no count and is left out." in page
    assert "Counts modelled, about" in page and "Children modelled" not in page
    assert "All areas" not in page and "not to be added up" in page


def test_a_group_that_is_an_estimate_is_called_so():
    demand = areas(low_income=[80, 40, 20, 10])
    rows = by_group(covered(demand), demand, {"low_income": "score x children"})
    page = plain(group_section(rows, covered(demand), METHOD, []))
    assert "low income (estimate) 4 150" in page
    assert "low income: estimate, score x children." in page


def test_small_counts_of_groups_are_held_back():
    assert "lone parents 4 40 under 10 40 (100 %) 0" in page_of(lone_parents=[8, 32, 0, 0])


def test_what_the_layer_has_no_column_for_is_named_as_not_assessed():
    page = page_of(columns=["no_car_households", "SEND"], lone_parents=[1, 2, 3, 4])
    assert (
        "Not assessed, for want of a column in the demand points: disability, ethnic group, main "
        "language. Equality impact assessments often ask about these."
    ) in page
    assert "though the demand points have a column (GROUPS): SEND, no_car_households." in page
    assert "households without a car" not in page


def test_without_any_group_the_page_says_that_none_was_counted():
    page = page_of()
    assert "No further groups were counted." in page
    assert all(words in page for words in ASKED_FOR.values())
    assert "households without a car" not in page_of(elsewhere=["no_car"])
    assert "GROUPS" not in page_of(columns=["no_car_share"], elsewhere=["no_car"])


def test_columns_are_recognised_by_the_listed_names_alone():
    assert asked_for_by("ethnic_group_asian") == "ethnic_group"
    assert asked_for_by("Disability") == "disability"
    assert asked_for_by("send") == asked_for_by("send_0_17") == "send"
    for name in (
        "send_18_25",
        "no_car_share",
        "sender",
        "ethnicity",
        "cars",
        "no_cars",
        "disabled",
    ):
        assert asked_for_by(name) == ""
    assert not_carried(ASKED_FOR) == []


@pytest.mark.parametrize(
    ("column", "said"),
    [("no_car_households", "no car households"), ("births_2024", "births 2024 (births)"),
     ("lone_parents", "lone parents"), ("low_income_children", "low income children"),
     ("ethnic_group", "ethnic group"), ("pupils_with_send", "pupils with send (pupils)"),
     ("children_in_low_income_families", "children in low income families (children)")],
)  # fmt: skip
def test_a_group_is_named_in_words_with_a_unit_only_where_its_name_tells_one(column, said):
    assert group_name(column) == said


def test_a_negative_count_of_a_group_is_refused_when_demand_is_made():
    with pytest.raises(InputError, match=r"1 of 4 .* count of lone_parents .* a2 with -3"):
        areas(lone_parents=[1, -3, 2, 2])
