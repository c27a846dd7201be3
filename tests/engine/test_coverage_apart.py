"""What rests on some hubs alone, on four areas and three hubs worked by hand.

Within 20 minutes: a of H1 alone, b of H1 and H2, c of H2 alone (just at the band), d of none.
"""

from __future__ import annotations

import numpy as np

from family_hub_planner.engine.coverage_apart import children_only_by, notes_apart, rests_on
from family_hub_planner.engine.coverage_sets import Kind
from family_hub_planner.engine.method_note import Method

INF = np.inf
MINUTES = np.array([[5.0, 21, INF], [10, 12, 40], [30, 20, INF], [25, INF, INF]])
CHILDREN = np.array([100.0, 50, 30, 70])
METHOD = Method(hub_names={"H1": "Mill"})
FIRST, SECOND, NONE = np.array([[True, False, False], [False, True, False], [False] * 3])
PART_TIME, NEIGHBOURS, NOBODY = (
    Kind("part-time hubs", FIRST), Kind("neighbours' hubs", SECOND), Kind("others", NONE),
)  # fmt: skip


def test_children_within_the_band_of_these_hubs_and_of_no_other_are_counted():
    assert children_only_by(MINUTES, CHILDREN, FIRST, 20) == 100
    assert children_only_by(MINUTES, CHILDREN, SECOND, 20) == 30
    assert children_only_by(MINUTES, CHILDREN, FIRST | SECOND, 20) == 180
    assert children_only_by(MINUTES, CHILDREN, SECOND, 19.9) == 0
    assert children_only_by(MINUTES, CHILDREN, NONE, 20) == 0


def test_one_sentence_says_what_rests_on_each_kind_and_none_where_there_is_no_kind():
    said = rests_on(MINUTES, CHILDREN, (NOBODY, PART_TIME, NEIGHBOURS), 20, METHOD)
    assert said == (
        "Of the children modelled within 20 minutes' walk of a hub, about 100 are so only by "
        "part-time hubs and about 30 only by neighbours' hubs."
    )
    assert rests_on(MINUTES, CHILDREN, (NOBODY,), 20, METHOD) == ""


def test_each_kind_has_its_note_with_its_hubs_and_its_children():
    notes = notes_apart(MINUTES, CHILDREN, (NOBODY, PART_TIME), ("H1", "H2", "H3"), 20, METHOD)
    assert len(notes) == 1 and "part-time hubs (" in notes[0]
    assert "Mill" in notes[0] and "H2" not in notes[0]
    assert notes[0].endswith("about 100 are so only by them.")
