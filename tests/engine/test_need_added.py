"""Need at points added by hand: what one child of their area weighs, worked by hand."""

import numpy as np
import pytest

from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.need_added import NO_AREA, need_of_added

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
