"""Hotspots of need: the densest areas, by hand, by brute force and on Leicester."""

from __future__ import annotations

import numpy as np
import pytest

from family_hub_planner.engine.clusters import Cluster
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.need_hotspots import (
    HOTSPOT_COLUMNS,
    densest,
    hotspot_table,
    hotspots_sentence,
)

NAN = float("nan")
CODES = ["a", "b", "c", "d", "e"]
# Densities 10, 40, 5, 20, 1 per km²; all together 100 / 20 = 5 per km².
NEED = [20.0, 40, 25, 10, 5]
KM2 = [2.0, 1, 5, 0.5, 11.5]


def hot(need=NEED, km2=KM2, codes=CODES, share=20.0):
    found = densest(np.array(need, dtype=float), np.array(km2, dtype=float), codes, share)
    return [code for code, is_hot in zip(codes, found) if is_hot]


def test_the_densest_areas_are_taken_until_they_hold_the_share():
    assert hot(share=20) == ["b"]  # 40 of 100
    assert hot(share=40) == ["b"]
    assert hot(share=41) == ["b", "d"]  # 50 of 100
    assert hot(share=50.5) == ["a", "b", "d"]


def test_no_area_is_hot_that_is_no_denser_than_all_together():
    """c is exactly as dense as all areas together, e is less so."""
    assert hot(share=100) == ["a", "b", "d"]


def test_where_need_is_spread_evenly_there_is_no_hotspot():
    assert hot(need=[3, 6, 9], km2=[1, 2, 3], codes=["x", "y", "z"]) == []
    # 0.9 / 0.3 is more than 0.3 / 0.1 in the last bit, and no denser for that.
    assert hot(need=[0.3, 0.6, 0.9, 2.1], km2=[0.1, 0.2, 0.3, 0.7], codes=list("wxyz")) == []
    assert hot(need=[7], km2=[2], codes=["x"]) == []


def test_no_need_is_no_hotspot():
    assert hot(need=[0, 0, 0, 0, 0]) == []
    assert hot(need=[NAN] * 5) == []
    assert hot(need=[], km2=[], codes=[]) == []


def test_equal_densities_go_by_code_wherever_they_stand():
    assert hot(need=[5, 5, 5, 1], km2=[1, 1, 1, 9], codes=["z", "m", "b", "a"], share=20) == ["b"]
    assert hot(need=[5, 5, 5, 1], km2=[1, 1, 1, 9], codes=["b", "m", "z", "a"], share=60) == [
        "b", "m",
    ]  # fmt: skip


def test_an_area_without_a_known_need_or_without_ground_does_not_count():
    assert hot(need=[NAN, 40, 25, 10, 5], share=45) == ["b"]  # 40 of 80, not of 100
    assert hot(need=[20, 40, 25, 10, 5], km2=[2, 0, 5, 0.5, 11.5], share=10) == ["d"]


@pytest.mark.parametrize("seed", range(20))
def test_random_areas_agree_with_taking_one_after_another(seed):
    chance = np.random.default_rng(seed)
    need, km2 = chance.integers(0, 6, 12).astype(float), chance.integers(1, 4, 12).astype(float)
    codes, share = [f"c{i:02d}" for i in chance.permutation(12)], float(chance.integers(1, 101))
    if not need.sum():
        need[0] = 1
    taken, held = [], 0.0
    for i in sorted(range(12), key=lambda i: (-need[i] / km2[i], codes[i])):
        if held >= share / 100 * need.sum() or need[i] * km2.sum() <= need.sum() * km2[i]:
            break
        taken.append(codes[i])
        held += need[i]
    assert sorted(hot(need, km2, codes, share)) == sorted(taken)


def test_a_hotspots_row_is_worked_out_by_hand():
    clusters = [Cluster("Ash and Birch", (0, 1)), Cluster("Dell", (3,))]
    children = np.array([30.0, 70, 40, NAN, 6])
    table = hotspot_table(np.array(NEED), children, np.array(KM2), CODES, clusters)
    assert tuple(table.columns) == HOTSPOT_COLUMNS
    assert list(table.rows()) == [
        ("Ash and Birch", 2, 100, 60, 20, 3, "a, b"),
        ("Dell", 1, None, 10, 20, 0.5, "d"),
    ]


def said(clusters, need=NEED, children=(30.0, 70, 40, NAN, 6)):
    need, km2 = np.array(need, dtype=float), np.array(KM2)
    table = hotspot_table(need, np.array(children), km2, CODES, clusters)
    return hotspots_sentence(table, need, km2, "children aged 0-4")


def test_the_log_names_the_places_with_rounded_children():
    assert said([Cluster("Ash", (1,)), Cluster("Dell", (3,)), Cluster("Elm", (4,))]) == (
        "Need is densest in 3 of 5 areas, which hold 55 % of it on 65 % of the ground. The places, "
        "with their children aged 0-4: Ash (about 70); Dell (not known); Elm (fewer than 10)."
    )


def test_the_log_names_five_places_and_counts_the_rest():
    many = [Cluster(f"Place {i}", (0,)) for i in range(7)]
    assert "Place 4 (about 30); and 2 more." in said(many)


def test_the_log_says_why_there_is_no_hotspot():
    assert said([], need=[0] * 5) == "There is no need in these areas, so there are no hotspots."
    assert said([]).startswith("No hotspots: need is spread evenly over the ground")


def test_what_cannot_be_compared_is_refused_in_words():
    with pytest.raises(InputError, match="hold 0 % of the need"):
        hot(share=0)
    with pytest.raises(InputError, match="hold 101 % of the need"):
        hot(share=101)
    with pytest.raises(InputError, match="1 of 5 areas have a need below nought"):
        hot(need=[-1, 1, 1, 1, 1])
    with pytest.raises(InputError, match=r"no ground \(first: e\)"):
        hot(km2=[1, 1, 1, 1, NAN])
