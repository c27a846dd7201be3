"""Coverage by age, each band by its own mode, by ward and by group on the page: by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from table_rows import table_row

from family_hub_planner.engine.age_columns import age_columns
from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_age_modes import (
    AgeMode,
    ages_label,
    columns_of_band,
    parse_age_modes,
    ways_to_count,
)
from family_hub_planner.engine.coverage_ages import AgeBand, by_age
from family_hub_planner.engine.coverage_ages_page import age_section
from family_hub_planner.engine.coverage_tables import row_notes
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.errors import ColumnError, InputError
from family_hub_planner.engine.method_note import Method

NAN, INF = np.nan, np.inf
MODES = ("walk", "pram", "cycle", "drive")
METHOD = Method(mode="walk", headline_minutes=10, threshold=0)
WALK = np.array([6.0, 9, 15, INF])
PRAM = np.array([8.0, 12, 20, INF])
BABIES = np.array([10.0, 20, 30, 40])
NURSERY = np.array([5.0, 10, 15, 20])
SCHOOL = np.array([50.0, 60, 70, 80])


def demand() -> Demand:
    children = BABIES + NURSERY
    return Demand(
        ids=list("abcd"), children=children, need=children / 10, decile=np.full(4, NAN),
        quintile=np.full(4, NAN), locality=[""] * 4, authority=[""] * 4,
    )  # fmt: skip


def found():
    return cover(WALK[:, None], demand(), ["H"], (10, 20), ~np.isfinite(WALK))


def band(ages, counts, travel="walk", estimate=""):
    minutes = {"walk": WALK, "pram": PRAM}[travel]
    return AgeBand(ages, np.array(counts, dtype=float), minutes, travel, estimate)


def ages_of(*bands):
    return by_age(found(), demand(), bands)


def words_of(*bands, method=METHOD, notes=()):
    page = age_section(ages_of(*bands), found(), method, notes)
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


# The table


def test_each_band_is_counted_by_the_minutes_of_its_own_mode():
    table = ages_of(band((0, 2), BABIES, "pram"), band((5, 17), SCHOOL))
    babies, school = table_row(table, "0-2"), table_row(table, "5-17")
    assert (babies["travel"], school["travel"]) == ("pram", "walk")
    assert (babies["children"], babies["reached_10"], babies["reached_20"]) == (100, 10, 60)
    assert (school["children"], school["reached_10"], school["reached_20"]) == (260, 110, 180)
    assert (babies["beyond"], babies["unrouted"]) == (0, 40)
    assert babies["mean_minutes"] == pytest.approx((10 * 8 + 20 * 12 + 30 * 20) / 60)
    assert (babies["need"], babies["areas"]) == (None, 4)


def test_nought_to_four_counts_both_its_parts_each_by_its_own_mode():
    """On foot with a pram 10 + 20 + 30 + 40 aged 0-2; walking 5 + 10 + 15 + 20 aged 3-4."""
    table = ages_of(band((0, 2), BABIES, "pram"), band((3, 4), NURSERY))
    row = table_row(table, "0-4")
    assert table.column("key") == ["0-4", "0-2", "3-4"]
    assert row["travel"] == "0-2 pram; 3-4 walk"
    assert (row["children"], row["reached_10"], row["reached_20"]) == (150, 10 + 15, 60 + 30)
    assert (row["unrouted"], row["areas"], row["need"]) == (60, 4, None)
    sums = (10 * 8 + 20 * 12 + 30 * 20) + (5 * 6 + 10 * 9 + 15 * 15)
    assert row["mean_minutes"] == pytest.approx(sums / 90)


def test_nought_to_four_leaves_out_the_areas_where_one_of_its_parts_is_not_known():
    table = ages_of(band((0, 2), [10, NAN, 30, 40]), band((3, 4), [5, 10, NAN, 20]))
    row = table_row(table, "0-4")
    assert (row["areas"], row["children"], row["reached_10"]) == (2, 10 + 5 + 40 + 20, 15)
    assert row["note"] == "2 areas have no count and are left out"
    assert table_row(table, "0-2")["note"] == "1 area has no count and is left out"


def test_a_band_known_nowhere_is_not_assessed_and_never_nought():
    row = table_row(ages_of(band((3, 4), [NAN] * 4), band((0, 2), BABIES)), "3-4")
    assert (row["note"], row["children"], row["reached_10"]) == ("not assessed", None, None)
    assert table_row(ages_of(band((3, 4), [NAN] * 4), band((0, 2), BABIES)), "0-4")["note"] == (
        "not assessed"
    )


def test_bands_stand_by_their_ages_without_a_total_and_18_to_25_have_send():
    bands = [band((18, 25), BABIES), band((5, 17), SCHOOL), band((0, 11), SCHOOL)]
    bands += [band((0, 4), BABIES + NURSERY), band((7, 7), BABIES)]
    assert ages_of(*bands).column("key") == ["0-4", "0-11", "5-17", "7", "18-25 with SEND"]
    assert len(ages_of()) == 0


def test_an_estimate_says_so_in_its_rows_note_and_in_that_of_nought_to_four():
    table = ages_of(band((0, 2), BABIES, estimate="shared out"), band((3, 4), NURSERY))
    assert table_row(table, "0-2")["note"] == table_row(table, "0-4")["note"]
    assert row_notes(table) == ["0-4, 0-2: estimate, shared out."]


def test_a_negative_count_is_refused_with_the_area():
    with pytest.raises(InputError, match=r"ages 0-2 that is negative .* \(first: b with -1\)"):
        ages_of(band((0, 2), [1, -1, 2, 3]))


# The page


def test_the_page_says_nought_to_four_first_with_nought_to_two_beside_it():
    bands = band((0, 2), BABIES, "pram"), band((3, 4), NURSERY, "pram"), band((5, 17), SCHOOL)
    said = words_of(*bands)
    assert (
        "Children aged 0-4: about 20 of 150 (10 %) modelled within 10 minutes' walk of a hub with "
        "a pram; of them aged 0-2: about 10 of 100 (10 %)."
    ) in said
    assert "Those aged 5-17 are modelled walking, not at the speed of a pram." in said
    assert "0-4, walking with a pram" in said and "5-17, walking" in said
    assert "no such count (send_18_25)" in said


def test_five_to_seventeen_year_olds_at_the_speed_of_a_pram_are_called_so():
    said = words_of(band((5, 17), SCHOOL, "pram"), method=replace(METHOD, mode="pram"))
    assert "Those aged 5-17 are modelled at the speed of a pram here, which is not theirs" in said
    assert "Children aged 0-4" not in said
    assert "pram" not in words_of(band((5, 17), SCHOOL))


def test_mixed_modes_unknown_bands_and_estimates_are_said_in_words():
    said = words_of(band((0, 2), BABIES, "pram"), band((3, 4), NURSERY, estimate="x"))
    assert "within 10 minutes of a hub, each part by its own mode; of them aged 0-2" in said
    assert "0-4 (estimate), each part by its own mode" in said
    assert "Children aged 0-4 (estimate): about" in said and "aged 0-2: about" in said
    said = words_of(band((0, 4), BABIES + NURSERY), band((0, 2), [NAN] * 4))
    assert "modelled within 10 minutes' walk of a hub; of them aged 0-2: not assessed." in said
    assert "0-2, walking not assessed" in said
    send = words_of(band((18, 25), BABIES), notes=["Edge."])
    assert "18-25 with SEND, walking" in send and "added to nothing." in send and "Edge." in send


def test_a_share_that_beside_that_of_nought_to_four_tells_few_is_held_back():
    """Of 0-2, 5 are reached: 3-4 has its share held back, else 0-4's less 3-4's would tell them."""
    bands = band((0, 2), [5, 300, 0, 0]), band((3, 4), [100, 300, 0, 0])
    bands = [replace(one, minutes=np.array([6.0, 15, INF, INF])) for one in bands]
    method = replace(METHOD, threshold=10)
    said = words_of(*bands, method=method)
    assert "0-2, walking 4 310 under 10 310 (100 %)" in said
    assert "3-4, walking 4 400 100 400 (100 %)" in said
    assert "0-4, walking 4 710 110 (15 %) 710 (100 %)" in said
    said = words_of(*(replace(one, ages=ages) for one, ages in zip(bands, [(3, 4), (0, 2)])),
                    method=method)  # fmt: skip
    assert "0-4: about 110 of 710 (15 %) modelled" in said
    assert "of them aged 0-2: about 100 of 400." in said


def test_the_sentence_prints_no_share_that_the_table_leaves_out():
    """Within 20 minutes are 4 more of 0-4 than within 10: their two shares would tell them."""
    few = band((0, 4), [100, 4, 0, 300])
    method = replace(METHOD, threshold=10, headline_minutes=20)
    moved = replace(few, minutes=np.array([6.0, 15, 15, INF]))
    said = words_of(moved, method=method)
    assert "0-4, walking 4 400 100 (25 %) 100 300" in said
    assert "Children aged 0-4: about 100 of 400 modelled within 20 minutes" in said


def test_driving_says_what_its_minutes_leave_out():
    by_car = AgeBand((5, 17), SCHOOL, WALK, "drive")
    page = age_section(by_age(found(), demand(), [by_car]), found(), METHOD)
    assert "no queues" in page and "5-17, driving" in page


# What the user writes


def test_bands_and_modes_are_read_with_or_without_a_mode():
    read = parse_age_modes(" 0-2 = pram; 3 to 4=pram, 5–17 ;7=drive;", MODES)
    wanted = [((0, 2), "pram"), ((3, 4), "pram"), ((5, 17), ""), ((7, 7), "drive")]
    assert read == tuple(AgeMode(ages, mode) for ages, mode in wanted)
    assert parse_age_modes("", MODES) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [("0-2=bus", "'bus' is no mode of travel for the ages 0-2"), ("babies=walk", "no band of ages"),
     ("4-2", "no band of ages"), ("0-2=walk; 0-2=pram", "0-2 are given twice"),
     ("0-2=", "'' is no mode"), ("=walk", "'' is no band")],
)  # fmt: skip
def test_what_is_no_band_or_no_mode_is_refused_with_an_example(text, words):
    with pytest.raises(InputError, match=words):
        parse_age_modes(text, MODES)


def test_columns_of_bands_are_those_of_children_and_of_18_to_25_with_send_alone():
    names = ["children", "children_0_2", "children_5_17", "young_18_25", "children_18_25", "need",
             "children_7", "aged_20_24", "send_18_25", "children_0_2_x"]  # fmt: skip
    assert list(age_columns(names)) == [(0, 2), (5, 17), (7, 7), (18, 25)]
    assert age_columns(names)[18, 25] == "send_18_25"
    assert (18, 25) not in age_columns(["young_18_25", "children_18_25"])


def test_a_band_is_put_together_from_whole_bands_and_never_cut():
    columns = age_columns(["children_0_2", "children_3_4", "children_5_17", "send_18_25"])
    assert columns_of_band((0, 17), columns, "p") == [
        "children_0_2", "children_3_4", "children_5_17"]  # fmt: skip
    assert columns_of_band((18, 25), columns, "p") == ["send_18_25"]
    for wanted in ((0, 11), (0, 25), (1, 2), (5, 25)):
        with pytest.raises(ColumnError, match=rf"no count of ages {ages_label(wanted)} "):
            columns_of_band(wanted, columns, "p")
    with pytest.raises(ColumnError, match=r"count only where they have SEND. Its bands: none"):
        columns_of_band((18, 25), {}, "p")


def test_a_band_is_counted_by_its_column_by_the_children_of_its_ages_or_by_its_parts():
    columns = age_columns(["children_0_2", "children_0_4", "children_3_4", "send_18_25"])
    parts = ["children_0_2", "children_3_4"]
    assert ways_to_count((0, 4), columns, "p", "0-4") == [
        ["children_0_4"], ["children"], parts]  # fmt: skip
    assert ways_to_count((0, 4), columns, "p", "0-11") == [["children_0_4"], parts]
    assert ways_to_count((0, 2), columns, "p", "0-4") == [["children_0_2"]]
    assert ways_to_count((18, 25), columns, "p", "0-4") == [["send_18_25"]]
