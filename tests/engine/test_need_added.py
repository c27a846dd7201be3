"""Need at points added by hand: what one child of their area weighs, worked by hand."""

import numpy as np
import pytest

from family_hub_planner.engine.errors import ColumnError, InputError
from family_hub_planner.engine.need_added import NO_AREA, bands_of_added, need_of_added

AREA_CHILDREN = np.array([10.0, 40.0, 0.0, np.nan])
AREA_NEED = np.array([4.0, 4.0, 0.0, np.nan])


def need(children, area, weighting="income_deprived_children"):
    ids = [f"N{row + 1}" for row in range(len(children))]
    rows = np.array(area, dtype=np.intp)
    return need_of_added(ids, np.array(children), rows, AREA_CHILDREN, AREA_NEED, weighting)


def test_an_added_child_weighs_what_a_child_of_its_area_weighs():
    """0.4 a child in the first area and 0.1 in the second: 5 children there are 2.0 and 0.5."""
    assert need([5.0, 5.0], [0, 1]).tolist() == pytest.approx([2.0, 0.5])


def test_weighed_by_children_the_need_is_the_children_wherever_they_are():
    assert need([5.0, 7.0, 9.0], [0, 2, NO_AREA], "children").tolist() == [5.0, 7.0, 9.0]


def test_no_children_need_nothing_even_where_the_weight_is_not_known():
    assert need([0.0, 0.0, 0.0], [2, 3, NO_AREA]).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("area", "where"),
    [
        (2, "in an area without children or without need"),
        (3, "in an area without children or without need"),
        (NO_AREA, "outside all areas"),
    ],
)
def test_a_weight_that_is_not_known_is_refused_with_the_first_point(area, where):
    with pytest.raises(InputError, match=f"1 of 2 added points .*first: N2, which lies {where}"):
        need([5.0, 5.0], [0, area])


def test_the_children_given_are_not_changed():
    children = np.array([5.0])
    found = need_of_added(["N1"], children, np.array([0]), AREA_CHILDREN, AREA_NEED, "children")
    found[0] = 99.0
    assert children[0] == 5.0


NAN = np.nan


def bands(children, ages=(0, 4), **given):
    ids = [f"N{row + 1}" for row in range(len(children))]
    named = {tuple(map(int, name[1:].split("_"))): np.array(c) for name, c in given.items()}
    found = bands_of_added(ids, np.array(children), ages, named)
    return {band: counts.tolist() for band, counts in found.items()}


def test_a_count_by_age_that_a_point_lacks_is_put_together_from_those_it_has():
    """`children` is the count of 0-4; 0-11 is that and 5-11; 3-4 of the second is not known."""
    found = bands([35.0, 4.0], _0_2=[20.0, 3.0], _3_4=[15.0, NAN], _0_4=[NAN, NAN],
                  _5_11=[10.0, 8.0], _0_11=[NAN, NAN])  # fmt: skip
    assert found[0, 4] == [35, 4] and found[0, 11] == [45, 12]
    assert found[0, 2] == [20, 3] and found[3, 4][0] == 15 and np.isnan(found[3, 4][1])


def test_a_count_that_was_given_stays_and_nothing_is_taken_from_ages_that_are_not_whole():
    found = bands([35.4], _0_4=[35.0], _0_2=[20.0], _0_3=[NAN])
    assert found[0, 4] == [35] and np.isnan(found[0, 3][0])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"_0_4": [30.0, 4.0]}, "N1 has 35 children aged 0-4, and 30 of the same ages"),
        ({"_0_2": [20.0, 3.0], "_3_4": [15.0, 3.0]}, "N2 has 4 children aged 0-4, and 6 of"),
        ({"_0_11": [20.0, NAN], "_5_11": [1.0, 1.0]}, "N1 has 20 children aged 0-11, and 36 of"),
    ],
)
def test_counts_by_age_that_contradict_one_another_are_refused(given, words):
    with pytest.raises(ColumnError, match=words):
        bands([35.0, 4.0], **given)
