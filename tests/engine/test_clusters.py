"""Clusters of neighbours, by hand and against networkx."""

from __future__ import annotations

import networkx
import numpy as np
import pytest

from family_hub_planner.engine.clusters import Cluster, clusters_of
from family_hub_planner.engine.errors import InputError

#  0 A1 - 1 A2 - 2 B1    3 C1 - 4 C2    5 D1
CODES = ["a1", "a2", "b1", "c1", "c2", "d1"]
NAMES = ["Ash", "Ash", "Birch", "Cedar", "Cedar", ""]
PAIRS = [(0, 1), (2, 1), (1, 2), (3, 4)]
WEIGHT = np.array([5.0, 6, 20, 50, 1, 0])


def named(rows, names, codes="abcdef", details=(), weight=None, added=None):
    """Name the clusters that the pairs of neighbours in `rows` make of all areas named there."""
    count = len(names)
    member = np.isin(np.arange(count), [row for pair in rows for row in pair])
    weight = np.arange(count, 0, -1.0) if weight is None else np.array(weight)
    pairs = [pair for pair in rows if len(pair) == 2]
    by_hand = None if added is None else np.array(added)
    found = clusters_of(pairs, member, weight, names, list(codes)[:count], details, by_hand)
    return [one.name for one in found]


def clusters(pairs=PAIRS, member=(True,) * 6, weight=WEIGHT, names=NAMES, codes=CODES):
    return clusters_of(pairs, np.array(member), np.array(weight, dtype=float), names, codes)


def test_neighbours_hang_together_and_the_heaviest_come_first():
    assert clusters() == (
        Cluster("Cedar", (3, 4)),
        Cluster("Birch and Ash", (0, 1, 2)),
        Cluster("d1", (5,)),
    )


def test_an_area_that_is_no_member_joins_nothing():
    found = clusters(member=(True, False, True, True, True, False))
    assert [one.rows for one in found] == [(3, 4), (2,), (0,)]


def test_no_member_is_no_cluster_and_no_pair_makes_each_area_its_own():
    assert clusters(member=(False,) * 6) == ()
    assert [one.rows for one in clusters(pairs=[])] == [(3,), (2,), (1,), (0,), (4,), (5,)]


def test_equal_weights_go_by_code_wherever_the_areas_stand():
    codes, names = ["z", "m", "a"], ["Ay", "Em", "Zed"]
    found = clusters_of([], np.ones(3, dtype=bool), np.zeros(3), names, codes)
    assert [one.name for one in found] == ["Zed", "Em", "Ay"]
    joined = clusters_of([(0, 1)], np.ones(3, dtype=bool), np.zeros(3), names, codes)
    assert [one.name for one in joined] == ["Zed", "Em and Ay"]


def test_of_two_names_of_equal_weight_the_one_with_the_first_code_leads():
    chain, codes = [(0, 1), (1, 2)], ["c", "b", "a"]
    (found,) = clusters_of(
        chain, np.ones(3, dtype=bool), np.array([1.0, 2, 1]), ["Ay", "Bee", "Ay"], codes
    )
    assert found.name == "Ay and Bee"


def test_the_order_of_the_areas_changes_no_total():
    """0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last bit; the tie must go by code."""
    weight = np.array([0.1, 0.2, 0.3, 0.3, 0.2, 0.1])
    codes = ["b1", "b2", "b3", "a1", "a2", "a3"]
    pairs = [(0, 1), (1, 2), (3, 4), (4, 5)]
    for order in (weight, weight[::-1]):
        found = clusters_of(pairs, np.ones(6, dtype=bool), order, [""] * 6, codes)
        assert [one.rows for one in found] == [(3, 4, 5), (0, 1, 2)]


def test_a_cluster_of_many_names_says_its_heaviest_and_counts_the_other_areas():
    chain = [(0, 1), (1, 2), (2, 3), (3, 4)]
    (found, _) = clusters(pairs=chain)
    assert found.name == "Cedar and 3 more areas"
    # Birch weighs most in one area, but both of Ash weigh more together.
    (found, *_) = clusters(pairs=chain, weight=[15, 16, 20, 1, 1, 0])
    assert found.name == "Ash and 3 more areas"


def test_two_clusters_of_one_name_are_told_apart_by_a_number():
    names = ["Ash", "Ash", "Ash (2)", "Ash", "Oak", "Oak"]
    found = clusters(pairs=[], names=names, weight=[6, 5, 4, 3, 2, 1])
    assert [one.name for one in found] == [
        "part of Ash", "part of Ash (2)", "Ash (2)", "part of Ash (3)", "part of Oak",
        "part of Oak (2)",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_components_are_those_of_networkx(seed):
    chance = np.random.default_rng(seed)
    count = 60
    pairs = [(int(a), int(b)) for a, b in chance.integers(0, count, size=(45, 2))]
    member, weight = chance.random(count) < 0.8, chance.integers(0, 5, count).astype(float)
    codes = [f"c{number:02d}" for number in range(count)]
    found = clusters_of(pairs, member, weight, [""] * count, codes)
    graph = networkx.Graph()
    graph.add_edges_from(pairs)
    graph.add_nodes_from(range(count))
    parts = networkx.connected_components(graph.subgraph(np.flatnonzero(member).tolist()))
    assert {one.rows for one in found} == {tuple(sorted(part)) for part in parts}
    totals = [weight[list(one.rows)].sum() for one in found]
    assert totals == sorted(totals, reverse=True)
    assert len({one.name for one in found}) == len(found)


def test_what_does_not_fit_is_refused_in_words():
    with pytest.raises(InputError, match="6 areas need one membership"):
        clusters(member=(True,) * 5)
    with pytest.raises(InputError, match=r"1 of 6 areas have no usable weight.*first: a2"):
        clusters(weight=[1, np.nan, 1, 1, 1, 1])
    for pair in ((0, 6), (-1, 2)):
        with pytest.raises(InputError, match="name an area that is not there"):
            clusters(pairs=[pair])


def test_clusters_of_one_name_are_told_apart_by_their_heaviest_area():
    """Two of Oakham's parts by two areas each, the fifth without a name of its own."""
    details = ["Barleythorpe", "Catmose", "Kings Road", "Stamford Road", ""]
    parts = [(0, 1), (2, 3), (4,)]
    assert named(parts, ["Oakham"] * 5, details=details, weight=[1, 9, 5, 2, 1]) == [
        "part of Oakham (Catmose)", "part of Oakham (Kings Road)", "part of Oakham"]  # fmt: skip
    assert named([(0, 1), (1, 2), (2, 3)], ["Oakham"] * 4, details=details[:4]) == ["Oakham"]


def test_one_area_of_a_place_of_several_bears_its_own_name():
    """Rutland 001B is not all of Rutland 001, and no part of Oakham's is all of Oakham."""
    places = ["Rutland 001", "Rutland 001", "Oakham", "Oakham"]
    own = ["Rutland 001A", "Rutland 001B", "Catmose", ""]
    assert named([(1,), (2,), (3,)], places, details=own) == [
        "Rutland 001B", "Catmose in Oakham", "part of Oakham"]  # fmt: skip
    assert named([(1,)], ["Ash", "Birch"], details=["a", "b"]) == ["Birch"], "all of Birch"


def test_what_holds_some_but_not_all_areas_of_a_place_is_part_of_it_and_what_is_whole_leads():
    places = ["Oakham", "Oakham", "Oakham", "Langham", "Exton", "Exton"]
    assert named([(0, 1)], places) == ["part of Oakham"]
    assert named([(0, 1), (1, 3)], places) == ["Langham and part of Oakham"]
    assert named([(0, 1), (1, 4)], places) == ["part of Oakham and part of Exton"]
    assert named([(0, 1), (1, 3), (3, 4)], places) == ["part of Oakham and 2 more areas"]
    assert named([(0, 1), (1, 2), (2, 3)], places) == ["Oakham and Langham"]


def test_a_point_added_by_hand_names_nothing_and_is_not_named():
    """Two points stand in Oakham's one area; the third and the fourth alone are gaps."""
    places, own = ["Oakham"] * 3 + ["Langham"] * 2, ["Catmose"] * 3 + ["Langham A"] * 2
    added = [False, True, True, True, True]
    assert named([(0, 1), (1, 2)], places, details=own, added=added) == ["Oakham"]
    assert named([(1,), (2,)], places, details=own, added=added) == [
        "a point added by hand", "a point added by hand (2)"]  # fmt: skip
    assert named([(3, 4)], places, details=own, added=added) == ["2 points added by hand"]
    mixed = named([(0, 3)], places, details=own, weight=[1, 1, 1, 9, 1], added=added)
    assert mixed == ["Oakham"], "however many children it has"
