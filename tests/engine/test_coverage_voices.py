"""Voices by area, nearest hub and gap: by hand, by brute force, and as the page tells them."""

from __future__ import annotations

import math
import random
import re
from collections import Counter

import numpy as np
import pytest

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_voices import by_voice, placed_voices
from family_hub_planner.engine.coverage_voices_page import voices_section
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.voices import LONGEST, MOST, Voices, categories, nearest_areas

# Four areas: A and B nearest to hub 1, C to hub 2, D not routed. B and C are the gap "Northend".
AREAS, HUBS = ["A", "B", "C", "D"], ["1", "2", "3"]
MINUTES = np.array([[5.0, 20, 30], [25, 30, 40], [50, 28, 45], [math.inf] * 3])
GAPS = ["", "Northend", "Northend", ""]


def covered():
    nothing = np.full(4, np.nan)
    words = [""] * 4
    people = Demand(AREAS, np.full(4, 50.0), np.full(4, 9.0), nothing, nothing, words, words)
    return cover(MINUTES, people, HUBS, (10, 20), ~np.isfinite(MINUTES).any(axis=1))


def voices(*rows):
    """Make voices of (area's letter, "-" outside, "" without a place), theme, sentiment, times."""
    flat = [row[:3] for row in rows for _ in range(row[3])]
    area = [AREAS.index(at) if at in AREAS else None for at, _, _ in flat]
    return Voices(area, [at != "" for at, _, _ in flat], [t for _, t, _ in flat],
                  [s for _, _, s in flat])  # fmt: skip


SAID = voices(
    ("A", "Transport", "negative", 3), ("A", "Cost", "positive", 2), ("B", "Transport", "mixed", 1),
    ("C", "Cost", "negative", 4), ("D", "Cost", "negative", 1), ("-", "Cost", "negative", 2),
    ("", "Cost", "mixed", 1),
)  # fmt: skip


def counted(said=SAID, gaps=GAPS):
    table = by_voice(placed_voices(said, covered(), gaps))
    return {row[:4]: row[4] for row in table.rows()}


def test_voices_count_to_their_area_its_nearest_hub_and_its_gap():
    found = counted()
    totals = {key[:2]: n for key, n in found.items() if key[2:] == ("all themes", "all")}
    assert totals == {
        ("all", "all voices"): 14, ("all", "All areas"): 11, ("all", "in no area"): 2,
        ("all", "without a place"): 1, ("gap", "Northend"): 5, ("gap", "not in a gap"): 6,
        ("hub", "1"): 6, ("hub", "2"): 4, ("hub", "3"): 0, ("hub", "not routed"): 1,
        ("area", "A"): 5, ("area", "B"): 1, ("area", "C"): 4, ("area", "D"): 1,
    }  # fmt: skip
    assert found["hub", "1", "Transport", "all"] == 4
    assert found["hub", "1", "all themes", "negative"] == 3
    assert found["gap", "Northend", "Cost", "negative"] == 4
    assert ("hub", "2", "Transport", "all") not in found


def test_every_row_is_what_counting_one_by_one_gives():
    pick = random.Random(7)
    for _ in range(20):
        rows = [(pick.choice("AABCD-"), pick.choice(["x", "y", "z"]), pick.choice("+-0"), 1)
                for _ in range(40)]  # fmt: skip
        found, keys = counted(voices(*rows)), {"A": "1", "B": "1", "C": "2", "D": "not routed"}
        slow = Counter()
        for at, theme, sentiment, _ in rows:
            for t in (theme, "all themes"):
                for s in (sentiment, "all"):
                    slow["all", "all voices", t, s] += 1
                    if at == "-":
                        slow["all", "in no area", t, s] += 1
                        continue
                    slow["all", "All areas", t, s] += 1
                    slow["area", at, t, s] += 1
                    slow["hub", keys[at], t, s] += 1
                    slow["gap", "Northend" if at in "BC" else "not in a gap", t, s] += 1
        assert {key: n for key, n in found.items() if n} == dict(slow)


def test_without_gaps_themes_or_sentiments_their_rows_are_left_out():
    found = counted(voices(("A", "", "", 3)), gaps=None)
    assert {key[0] for key in found} == {"all", "hub", "area"}
    assert {key[2:] for key in found} == {("all themes", "all")}


def test_spellings_of_one_category_are_one_and_an_empty_one_is_not_stated():
    values = ["Opening hours", " opening  hours", "Opening hours", "", "COST"]
    assert categories(values, "theme", "all themes") == [
        "Opening hours"] * 3 + ["not stated", "COST"]  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        ["The bus to the hub never comes and when it does the pram cannot be taken on board."],
        [f"theme {number}" for number in range(MOST + 1)] * 5,
        [f"J. Doe {number}" for number in range(11)],
        ["x" * (LONGEST + 1)],
        ["my two are by now much too old to be pushed there"],
        ["jane@roe.example"],
        ["ring 07700 900123"],
    ],
)
def test_a_field_of_what_people_wrote_is_refused_and_not_quoted(values):
    with pytest.raises(InputError, match="does not look like a category") as refused:
        categories(values, "comment", "all themes")
    assert all(value not in str(refused.value) for value in values)


def test_a_category_with_the_name_of_the_total_is_refused():
    with pytest.raises(InputError, match="Rename that value"):
        categories(["All themes", "Cost"], "theme", "all themes")


def test_a_voice_goes_to_the_nearest_demand_point_within_the_distance_ties_to_the_first_code():
    areas = np.array([[0.0, 0], [10, 0], [math.nan, math.nan]])
    places = np.array([[1.0, 0], [5, 0], [9, 0], [10, 30], [math.nan, math.nan]])
    assert nearest_areas(places, areas, ["b", "a", "0"], 20) == [0, 1, 1, None, None]


def page(said, threshold=10, gaps=GAPS, added=()):
    method = Method(threshold=threshold, hub_names={"1": "Oak"})
    placed = placed_voices(said, covered(), gaps, added)
    text = voices_section(placed, method, "points", "By area.")
    return re.sub(r"\s*<[^>]+>\s*", "|", text)


MANY = voices(
    ("A", "Transport", "negative", 41), ("A", "Cost", "positive", 12), ("A", "Toys", "mixed", 4),
    ("B", "Transport", "negative", 30), ("C", "Cost", "negative", 33), ("C", "Toys", "mixed", 12),
    ("-", "Toys", "mixed", 3),
)  # fmt: skip


def test_the_page_tells_counts_rounded_and_holds_back_small_ones_with_their_complements():
    """At hub 1 the 4 of Toys take the 12 of Cost with them, else 87 less 71 and 12 would tell it.

    At hub 2 the 12 of Toys go too, else the 16 of all less them would tell it.
    """
    text = page(MANY)
    assert "About 130 voices of points lie in these areas" in text
    assert "In no area: fewer than 10. Without a place: none." in text
    assert "|Oak (1)||90||Transport 70, others|" in text
    assert "|2||50||Cost 30, others|" in text
    assert "|Transport||70||negative 70|" in text
    assert "no sample" in text


def test_a_page_with_fewer_voices_than_may_be_printed_tells_no_more_than_that():
    text = page(voices(("A", "Transport", "negative", 9)))
    assert "Fewer than 10 voices" in text
    assert "Transport" not in text and "Oak" not in text


def test_a_theme_of_few_voices_is_not_named_on_the_page():
    said = voices(("A", "Transport", "negative", 40), ("B", "Mr Smith", "negative", 2),
                  ("C", "Cost", "negative", 30))  # fmt: skip
    assert "Smith" not in page(said)
    assert ("all", "All areas", "Mr Smith", "all") in counted(said)


def test_a_place_without_a_voice_reads_like_one_that_is_held_back():
    """Hub 2 is nearest to C alone: no voice, or four of them, or the 12 that go with D's four."""
    for more in ([], [("C", "Cost", "mixed", 4)], [("C", "Cost", "mixed", 12)]):
        few = ("D", "Cost", "mixed", 4 if len(more) and more[0][3] == 12 else 0)
        text = page(voices(("A", "Cost", "mixed", 200), few, *more), gaps=None)
        assert "|2||none or held back||–||–|" in text and "|3||none or held back||–||–|" in text


def test_where_only_points_added_by_hand_belong_to_a_gap_its_voices_are_not_counted():
    """B and C, the gap Northend, are such points, and C alone is nearest to hub 2."""
    said = voices(("A", "Cost", "mixed", 40), ("D", "Cost", "mixed", 20))
    text = page(said, added=(1, 2))
    assert "|Northend||not counted||–||–|" in text and "|2||not counted||–||–|" in text
    assert "only points added by hand belong to a gap" in text
    assert "not counted" not in page(said, added=(1,)) and "by hand" not in page(said)
    table = by_voice(placed_voices(said, covered(), GAPS, (1, 2)))
    never = {row[:2] for row in table.rows() if row[4] is None}
    assert never == {("area", "B"), ("area", "C"), ("gap", "Northend"), ("hub", "2")}


def test_a_layer_without_themes_has_no_such_column():
    text = page(voices(("A", "", "", 40)), gaps=None)
    assert "Theme" not in text and "Sentiment" not in text and "Gap" not in text
