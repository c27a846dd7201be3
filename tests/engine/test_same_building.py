"""Sites that share a building: by UPRN, by postcode and address, else by metres."""

from __future__ import annotations

import itertools

import numpy as np

from family_hub_planner.engine.same_building import shared_buildings

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
        group = list(range(n))
        for a, b in itertools.combinations(range(n), 2):
            same = (uprns[a] and uprns[a] == uprns[b]) or (
                addresses[a] and addresses[a] == addresses[b]
            )
            if same or np.hypot(*(xy[a] - xy[b])) <= 10:
                one, other = sorted((group[a], group[b]))
                group = [one if g == other else g for g in group]
        expected = [(r, g, group.count(g)) for r, g in enumerate(group) if group.count(g) > 1]
        assert [row[:3] for row in sharing(uprns, addresses, xy, 10)] == expected
