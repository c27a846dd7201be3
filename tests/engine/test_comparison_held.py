"""What a page of comparisons prints never tells a small count, by one table or by two."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from scipy.optimize import linprog

from family_hub_planner.engine import published
from family_hub_planner.engine.comparison import PARTS, Asked, Comparison, Scenario
from family_hub_planner.engine.comparison_held import means_held
from family_hub_planner.engine.comparison_tables import by_rank, by_text
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.tables import Table

T = 10.0
ASKED = Asked((10.0, 20.0), tolerance=0.5, much=5.0)
CELLS = ("longer", "much_longer", *PARTS[1:])


def town(seed: int, areas: int) -> tuple[Comparison, np.ndarray, list[str]]:
    """Make up areas of few and of many children in some deciles and localities."""
    rng = np.random.default_rng(seed)
    children = rng.choice([3.0, 7.0, 14.0, 45.0, 95.0, 104.0, 160.0], areas)
    decile = rng.integers(1, 5, areas).astype(float)
    locality = [str(name) for name in rng.choice(["East", "North", "West"], areas)]
    base = rng.choice([5.0, 9.0, 18.0, 40.0], areas)
    move = rng.choice([0.0, 0.0, 0.0, 2.0, 8.0, 30.0, -4.0, np.inf], areas)
    here = np.ones(areas, dtype=bool)
    people = Demand(
        [f"a{i:02d}" for i in range(areas)], children, children, decile, decile * np.nan,
        locality, [""] * areas,
    )  # fmt: skip
    hubs = ["1"] * areas
    today, plan = Scenario("Today", base, hubs, here), Scenario("Plan", base + move, hubs, here)
    return Comparison(today, plan, people, ASKED), decile, locality


def told(count: float, whole: float) -> tuple[float, float]:
    """Give the least and the greatest value that a printed cell leaves open."""
    said = published.part_of(count, whole, T)
    if said.startswith("under"):
        return 1.0, T - 1
    if said.startswith("all but"):
        return max(0.0, whole - T + 1), whole - 1
    if count == 0:
        return 0.0, 0.0
    middle = float(said.replace(",", ""))
    return max(0.0, middle - 5), middle + 4


def widths(found: Comparison, decile: np.ndarray, locality: list[str]) -> list[float]:
    """Give for each small cell of both tables how far its least and its greatest value lie apart.

    The reader knows both tables as they are printed, which pairs of decile and locality have
    areas, that the parts of a row make it up, and solves for the counts of each pair.
    """
    pairs = sorted(set(zip(decile.tolist(), locality)))
    unit = np.eye(len(pairs) * len(CELLS)).reshape(len(pairs), len(CELLS), -1)
    parts = [CELLS.index(name) for name in PARTS]
    tables = (by_rank(found, "D", decile, 10), by_text(found, "L", locality))
    limits, secrets = [], []
    for table, which in zip(tables, (0, 1)):
        for values in table.rows():
            row = dict(zip(table.columns, values))
            if not row["children"]:
                continue
            last = row["key"] == "All areas"
            member = [
                i for i, pair in enumerate(pairs)
                if last or str(int(pair[0]) if which == 0 else pair[1]) == row["key"]
            ]  # fmt: skip
            everybody = unit[member][:, parts].sum(axis=(0, 1))
            limits.append((everybody, told(row["children"], row["children"])))
            for place, name in enumerate(CELLS):
                cell = unit[member, place].sum(axis=0)
                limits.append((cell, told(row[name], row["children"])))
                if published.is_small(row[name], T):
                    secrets.append(cell)
    longer, much = (unit[:, CELLS.index(name)] for name in ("longer", "much_longer"))
    above = [cell for cell, _ in limits] + [-cell for cell, _ in limits] + list(much - longer)
    most = [high for _, (_, high) in limits] + [-low for _, (low, _) in limits] + [0.0] * len(pairs)
    return [_apart(cell, above, most) for cell in secrets]


def _apart(cell, above, most) -> float:
    ends = []
    for sign in (1, -1):
        solved = linprog(sign * cell, above, most, bounds=(0, None), method="highs")
        assert solved.status == 0, solved.message
        ends.append(sign * solved.fun)
    return ends[1] - ends[0]


@pytest.mark.parametrize("seed", [*range(60), 84, 102])
def test_no_small_count_can_be_worked_out_from_two_tables(seed):
    """By linear programming against a reader who has the tables by decile and by locality.

    At least three whole numbers fit each small count. (Over 300 such pairs of tables and 948 small
    counts all nine do for 788 of them, and three alone for 15.)
    """
    rng = np.random.default_rng(1000 + seed)
    found, decile, locality = town(seed, int(rng.integers(6, 40)))
    for width in widths(found, decile, locality):
        assert width >= 2 - 1e-6, "fewer than three whole numbers are left open"


def test_counts_rounded_less_coarsely_would_tell_it(monkeypatch):
    """So that the test above can fail: with the large counts exact, a total tells the small one."""
    exact = sys.modules[__name__]
    monkeypatch.setattr(exact, "told", _all_but_small_exact)
    found, decile, locality = town(7, 30)
    assert min(widths(found, decile, locality)) < 1


def _all_but_small_exact(count: float, whole: float) -> tuple[float, float]:
    return (1.0, T - 1) if published.is_small(count, T) else (count, count)


def table_of(*rows: dict) -> Table:
    """Give a table of these rows and their total."""
    whole = {name: sum(row.get(name, 0.0) for row in rows) for name in ("children", *CELLS)}
    every = [*rows, whole]
    columns = {name: [row.get(name, 0.0) for row in every] for name in ("children", *CELLS)}
    return Table(columns, "t")


def row(children, longer=0.0, much=0.0, shorter=0.0):
    return {"children": children, "longer": longer, "much_longer": much, "shorter": shorter,
            "same": children - longer - shorter}  # fmt: skip


def test_means_are_printed_where_many_change_or_nobody():
    rows = table_of(row(200.0, 100.0, 50.0), row(300.0), row(90.0, 90.0, 90.0))
    assert not means_held(rows, T, True).any()


def test_a_row_of_few_changes_loses_its_means_and_so_does_the_least_beside_it():
    rows = table_of(row(200.0, 4.0), row(300.0, 100.0), row(90.0, 20.0))
    assert means_held(rows, T, True).tolist() == [True, False, True, False]


def test_two_such_rows_need_no_third():
    rows = table_of(row(200.0, 4.0), row(300.0, 6.0), row(90.0, 20.0))
    assert means_held(rows, T, True).tolist() == [True, True, False, False]


def test_a_row_where_all_but_few_change_is_as_telling():
    rows = table_of(row(100.0, 96.0, 96.0), row(300.0, 100.0), row(200.0))
    assert means_held(rows, T, True).tolist() == [True, False, True, False]


def test_rows_that_may_overlap_have_no_complement():
    rows = table_of(row(200.0, 4.0), row(300.0, 100.0))
    assert means_held(rows, T, False).tolist() == [True, False, False]


def test_a_threshold_of_nought_holds_no_means_back():
    rows = table_of(row(200.0, 4.0), row(8.0, 1.0))
    assert not means_held(rows, 0, True).any()
