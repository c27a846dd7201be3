"""Sites that share a building: by UPRN, by postcode and address, else by metres."""

from __future__ import annotations

import itertools
import time

import numpy as np

from family_hub_planner.engine.same_building import shared_buildings
from family_hub_planner.engine.sources.repeats import Rows, find_repeats

NOWHERE = (np.nan, np.nan)


def sharing(uprns, addresses, xy, within_m=0.0):
    found = shared_buildings(uprns, addresses, np.array(xy, dtype=float), within_m)
    return [(s.row, s.building, s.sites, s.with_row, s.reason) for s in found]


def test_one_uprn_or_one_postcode_and_address_is_one_building():
    xy = [(0, 0), (900, 0), (0, 0), (0, 0), (5000, 0)]
    got = sharing(["7", "7", "", "8", ""], [None, "a", "a", None, None], xy)
    assert got == [
        (0, 0, 3, 1, "same UPRN"),
        (1, 0, 3, 0, "same UPRN"),
        (2, 0, 3, 1, "same postcode and address"),
    ]


def test_a_site_is_told_with_the_first_that_it_shares_with_and_by_the_surest_reason():
    xy = [(0, 0), (1, 0), (0, 0)]
    got = sharing(["", "7", "7"], ["a", None, "a"], xy, 5)
    assert got == [
        (0, 0, 3, 1, "within 5 m"),
        (1, 0, 3, 0, "within 5 m"),
        (2, 0, 3, 0, "same postcode and address"),
    ]


def test_metres_count_only_when_asked_and_only_where_a_place_is_known_to_the_metre():
    xy = [(0, 0), (20, 0), (40.1, 0), NOWHERE, NOWHERE]
    none = [""] * 5
    assert sharing(none, none, xy) == []
    assert sharing(none, none, xy, 20) == [(0, 0, 2, 1, "within 20 m"), (1, 0, 2, 0, "within 20 m")]
    assert [row[1] for row in sharing(none, none, xy, 20.1)] == [0, 0, 0]  # by a step between


def test_it_agrees_with_brute_force_on_small_towns():
    chance = np.random.default_rng(3)
    for _ in range(60):
        n = int(chance.integers(1, 9))
        uprns = [["", "1", "2"][k] for k in chance.integers(0, 3, n)]
        addresses = [[None, "a", "b", "c"][k] for k in chance.integers(0, 4, n)]
        xy = chance.integers(0, 6, (n, 2)).astype(float) * 10
        group, beside = list(range(n)), [[] for _ in range(n)]
        for a, b in itertools.combinations(range(n), 2):
            same = (uprns[a] and uprns[a] == uprns[b]) or (
                addresses[a] and addresses[a] == addresses[b]
            )
            if same or np.hypot(*(xy[a] - xy[b])) <= 10:
                beside[a].append(b)
                beside[b].append(a)
                one, other = sorted((group[a], group[b]))
                group = [one if g == other else g for g in group]
        expected = [(r, g, group.count(g)) for r, g in enumerate(group) if group.count(g) > 1]
        got = sharing(uprns, addresses, xy, 10)
        assert [row[:3] for row in got] == expected
        nearby = [row for row in got if row[4].startswith("within")]
        assert all(row[3] == min(beside[row[0]]) for row in nearby)


def test_thousands_of_rows_at_one_place_are_not_compared_each_with_each():
    many = 20_000
    xy = np.zeros((many, 2))
    xy[-1] = (5, 0)
    started = time.perf_counter()
    got = sharing([""] * many, [None] * many, xy, 10)
    assert time.perf_counter() - started < 10
    assert len(got) == many and got[0][:3] == (0, 0, many)
    assert got[-1][3] == 0


def test_rows_near_an_earlier_one_agree_with_brute_force_and_many_at_one_place_are_quick():
    chance = np.random.default_rng(5)
    for _ in range(60):
        n = int(chance.integers(1, 12))
        xy = chance.integers(0, 4, (n, 2)).astype(float) * 10
        xy[chance.random(n) < 0.1] = np.nan
        rows = Rows([str(k) for k in range(n)], [""] * n, [None] * n, xy)
        near = [
            [b for b in range(a) if np.hypot(*(xy[a] - xy[b])) <= 10] for a in range(n)
        ]  # fmt: skip
        expected = [(a, before[0]) for a, before in enumerate(near) if before]
        assert [(r.row, r.first) for r in find_repeats(rows, range(n), 10)] == expected
    many = 20_000
    rows = Rows([str(k) for k in range(many)], [""] * many, [None] * many, np.zeros((many, 2)))
    started = time.perf_counter()
    assert len(find_repeats(rows, range(many), 10)) == many - 1
    assert time.perf_counter() - started < 10
