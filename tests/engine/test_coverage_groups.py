"""Coverage of groups and the table without hubs, against areas worked by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from table_rows import table_row

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_groups import by_group
from family_hub_planner.engine.coverage_tables import NOT_ASSESSED, table_columns
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.siting_page import without_hubs

INF, NAN = np.inf, np.nan
BANDS = (10, 20)
MINUTES = np.array([[5.0], [15], [25], [INF]])


def areas(**groups) -> Demand:
    return Demand(
        ids=["a1", "a2", "a3", "a4"],
        children=np.array([100.0, 50, 30, 20]),
        need=np.array([10.0, 20, 30, 40]),
        decile=np.array([1.0, 1, 2, NAN]),
        quintile=np.array([1.0, 2, 3, 4]),
        locality=["X", "X", "Y", "Y"],
        authority=["Z"] * 4,
        groups={name: np.array(counts, dtype=float) for name, counts in groups.items()},
    )


def covered(demand):
    return cover(MINUTES, demand, ["h"], BANDS, ~np.isfinite(MINUTES[:, 0]))


def groups_of(**groups):
    demand = areas(**groups)
    return by_group(covered(demand), demand)


def test_a_groups_own_counts_stand_in_childrens_place():
    """8 within 10 minutes, 4 more within 20, 2 beyond, 6 unrouted; mean (40 + 60 + 50) / 14."""
    row = table_row(groups_of(lone_parents=[8, 4, 2, 6]), "lone_parents")
    assert row["areas"] == 4
    assert (row["children"], row["need"]) == (20, None)
    assert (row["reached_10"], row["reached_20"]) == (8, 12)
    assert (row["share_10"], row["share_20"]) == (0.4, 0.6)
    assert (row["beyond"], row["unrouted"], row["note"]) == (2, 6, "")
    assert row["mean_minutes"] == pytest.approx(150 / 14)
    assert row["max_minutes"] == 25


def test_a_group_equal_to_the_children_has_the_row_of_all_areas():
    demand = areas(everyone=[100, 50, 30, 20])
    coverage = covered(demand)
    row = table_row(by_group(coverage, demand), "everyone")
    total = table_row(coverage.by_decile, "All areas")
    assert {**row, "key": "", "note": ""} == {**total, "key": "", "note": "", "need": None}


def test_areas_without_a_count_are_left_out_and_numbered():
    row = table_row(groups_of(some=[8, NAN, 2, NAN]), "some")
    assert (row["areas"], row["children"], row["need"]) == (2, 10, None)
    assert (row["reached_20"], row["beyond"], row["unrouted"]) == (8, 2, 0)
    assert row["note"].startswith("2 areas have no count")


def test_a_group_without_any_data_reads_not_assessed():
    row = table_row(groups_of(unknown=[NAN] * 4), "unknown")
    assert row["note"] == NOT_ASSESSED
    assert all(row[c] is None for c in table_columns(BANDS) if c not in {"key", "areas", "note"})


def test_a_group_of_nobody_says_so_even_where_some_areas_have_no_count():
    table = groups_of(nobody=[0, 0, 0, 0], partly=[0, 0, 0, NAN])
    assert table_row(table, "nobody")["note"] == "no children"
    partly = table_row(table, "partly")
    assert partly["share_10"] is None
    assert "no children" in partly["note"]


def test_groups_stand_in_the_order_of_their_names_with_the_coverage_tables_columns():
    table = groups_of(b=[1, 1, 1, 1], a=[2, 2, 2, 2], c=[NAN] * 4)
    assert table.column("key") == ["a", "b", "c"]
    assert list(table.columns) == table_columns(BANDS)
    assert table.name == "BY_GROUP"


def test_demand_without_groups_gives_a_table_without_rows():
    assert len(groups_of()) == 0


# Without any hub


def test_without_hubs_everyone_routed_is_beyond_and_nobody_reached():
    after = covered(areas()).by_decile
    before = without_hubs(after)
    first = table_row(before, "1")
    assert (first["children"], first["reached_10"], first["reached_20"]) == (150, 0, 0)
    assert (first["share_10"], first["share_20"]) == (0, 0)
    assert (first["beyond"], first["unrouted"]) == (150, 0)
    total = table_row(before, "All areas")
    assert (total["children"], total["beyond"], total["unrouted"]) == (200, 180, 20)


def test_without_hubs_there_are_no_minutes_and_empty_deciles_stay_empty():
    after = covered(areas()).by_decile
    before = without_hubs(after)
    for name in ("mean_minutes", "median_minutes", "p90_minutes", "max_minutes"):
        assert before.column(name) == [None] * len(before)
    assert table_row(before, "5") == table_row(after, "5")


def test_without_hubs_keys_need_and_order_are_as_with_them_and_those_are_unharmed():
    after = covered(areas()).by_decile
    kept = dataclasses.replace(after, columns={k: list(v) for k, v in after.columns.items()})
    before = without_hubs(after)
    assert list(before.columns) == list(after.columns)
    for name in ("key", "areas", "children", "need", "note"):
        assert before.column(name) == after.column(name)
    assert after == kept
