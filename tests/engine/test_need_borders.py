"""Borders of the rules of need: cases that a rule changed by one step would answer otherwise.

Each was found by changing the engine on purpose (docs/mutants.md). People and tables as in
`test_need_weightings`: 10, 20, 2 and 5 children aged 0-4 in X1 to X4; 40, 40, 3 and 5 to 15.
"""

from dataclasses import replace

import numpy as np
import pytest
from test_need_weightings import (
    BANDS,
    BOTH,
    CODES,
    FILE_8,
    NAN,
    PEOPLE,
    SCORES,
    deprived,
    expression,
    need_of,
    published,
)

from family_hub_planner.engine.age_columns import SEND_COLUMN
from family_hub_planner.engine.errors import ColumnError, InputError
from family_hub_planner.engine.estimates import read_estimates
from family_hub_planner.engine.finer_demand import FinerPoints, largest_difference
from family_hub_planner.engine.need import build_need
from family_hub_planner.engine.need_added import bands_of_added, need_of_added
from family_hub_planner.engine.need_ages import (
    ChildrenCounted,
    age_label,
    headline,
    with_send_estimated,
)
from family_hub_planner.engine.need_hotspots import HOTSPOT_COLUMNS, densest, hotspots_sentence
from family_hub_planner.engine.need_income import income_count_of
from family_hub_planner.engine.provenance import Provenance
from family_hub_planner.engine.sources.age_bands import OPEN_AGE
from family_hub_planner.engine.sources.population import Population
from family_hub_planner.engine.tables import Table

BLANK = [""] * len(CODES)


def test_one_area_has_no_other_to_be_weighed_alike_with():
    one = PEOPLE.codes[:1]
    people = Population(one, None, BANDS, PEOPLE.counts[:1])
    decile = deprived(idaci_decile=[7, NAN, NAN, NAN])
    alone = build_need(one, [""], [""], [""], decile, people, weighting="decile_weights")
    assert alone.warnings == () and alone.table.columns["need"] == [16]
    four = need_of("decile_weights", decile)
    assert any("same decile weight, 1.6" in said for said in four.warnings)
    two, both = PEOPLE.codes[:2], Population(PEOPLE.codes[:2], None, BANDS, PEOPLE.counts[:2])
    decile, blank = deprived(idaci_decile=[7, 7, NAN, NAN]), ["", ""]
    pair = build_need(two, blank, blank, blank, decile, both, weighting="decile_weights")
    assert any("same decile weight, 1.6" in said for said in pair.warnings)


def test_need_by_decile_is_an_estimate_only_where_idaci_is_applied_to_other_ages():
    imd = deprived(imd_decile=[8, 2, 1, 2])
    for result in (need_of("decile_weights", imd), need_of("decile_weights", ages=(0, 15))):
        assert "need" not in read_estimates(result.estimates)
        assert "" not in result.notes


def test_the_top_decile_is_the_first_and_no_other():
    with pytest.raises(InputError, match="most deprived here are 2 in decile 2"):
        need_of("top_decile", deprived(imd_decile=[8, 2, 9, 2]))
    with pytest.raises(InputError, match="most deprived here are 1 in decile 6"):
        need_of("top_decile", deprived(imd_decile=[8, 6, 9, 7]))
    result = need_of("top_decile", deprived(idaci_decile=[1, 1, 3, 2]))
    assert "2 of 4 areas are in IDACI decile 1 and count." in result.notes


def hotspots(count):
    rows = [(f"P{i}", 1, 20.0, 0.1, 0.1, 1.0, "X1") for i in range(count)]
    columns = dict(zip(HOTSPOT_COLUMNS, map(list, zip(*rows))))
    return Table({name: columns[name] for name in HOTSPOT_COLUMNS}, "HOTSPOTS")


def test_five_places_are_all_named_and_a_need_of_less_than_one_is_a_need():
    said = hotspots_sentence(hotspots(5), np.array([0.5, 0.1]), np.array([1.0, 9.0]), "children")
    assert said.startswith("Need is densest in") and said.endswith("P4 (about 20).")


def test_a_need_of_less_than_one_child_has_a_hotspot_too():
    """0.5 on 1 km² beside 0.1 on 9 km²: the first holds more than half, at eight times the mean."""
    found = densest(np.array([0.5, 0.1]), np.array([1.0, 9.0]), ["a", "b"], 50.0)
    assert found.tolist() == [True, False]


def test_points_are_held_to_the_count_of_their_own_area():
    """One point in the first area, two in the second: 5 of 5 and 3 + 4 of 7."""
    points = FinerPoints(
        np.array([0, 1, 1]), ["a", "b", "c"], np.zeros((3, 2)), np.ones(3), [""] * 3, 0, 0
    )
    assert largest_difference(points, np.array([5.0, 7.0]), np.array([5.0, 3.0, 4.0])) == 0
    assert largest_difference(points, np.array([5.0, 8.0]), np.array([5.0, 3.0, 4.0])) == 1
    assert largest_difference(points, np.array([NAN, NAN]), np.array([5.0, 3.0, 4.0])) == 0


def test_a_single_child_counts_where_points_are_added():
    rows, kept = np.array([0]), "income_deprived_children"
    half = (np.array([0.5]), np.array([0.25]))
    assert need_of_added(["N1"], np.array([1.0]), rows, *half, kept).tolist() == [0.5]
    with pytest.raises(InputError, match="1 of 1 added points"):
        need_of_added(["N1"], np.array([1.0]), rows, np.zeros(1), np.zeros(1), kept)


def test_counts_by_age_may_differ_by_one_child_and_no_more():
    def with_count(count):
        return bands_of_added(["N1"], np.array([35.0]), (0, 4), {(0, 4): np.array([count])})

    assert with_count(36.0)[0, 4].tolist() == [36]
    with pytest.raises(ColumnError, match=r"35 children aged 0-4, and 36\.1"):
        with_count(36.1)


def test_notes_and_names_of_the_deprivation_table_stay_with_the_need():
    new = replace(deprived("IoD2025", **SCORES), notes=("Read as File 7.",), name="new.csv")
    result = need_of("children", new, groups={"idaci_2019": [0.1, 0.2, 0.3, 0.4]})
    assert "Read as File 7." in result.notes
    assert any("2025 (new.csv)" in said for said in result.warnings)
    own = replace(deprived(imd_rank=[4, 1, 2, 3]), index="our own index")
    result = need_of("children", own)
    assert result.deprivation_index == "our own index"
    ranked = "Local quintiles rank these areas by the score or rank of our own index; 1 is the most"
    assert any(note.startswith(ranked) for note in result.notes)


def test_nothing_is_said_of_areas_left_aside_or_without_a_score_where_there_are_none():
    notes = need_of("income_deprived_children").notes
    assert not any("left aside" in note or "Need is empty" in note for note in notes)


def test_the_weighting_is_named_before_what_it_lacks():
    notes = list(need_of("decile_weights", deprived(imd_decile=[8, 2, 1, NAN])).notes)
    lacks = notes.index("Need is empty for 1 area without IMD decile.")
    assert notes[lacks - 1].startswith("Weighting: Children by the weight")


def test_need_of_nothing_is_warned_of_where_some_areas_are_not_known_too():
    counts = np.zeros((4, 4))
    counts[0] = NAN
    nobody = Population(CODES, None, BANDS, counts)
    result = build_need(CODES, BLANK, BLANK, BLANK, BOTH, nobody)
    assert any("Need is zero in every area" in said for said in result.warnings)


def test_the_headline_adds_up_the_areas_that_are_known():
    counts = PEOPLE.counts.copy()
    counts[0] = NAN
    result = build_need(CODES, BLANK, BLANK, BLANK, BOTH, Population(CODES, None, BANDS, counts))
    assert "Headline: 27 children aged 0-4, of them 11 aged 0-2." in result.notes


def test_the_headline_gives_ages_0_to_2_alone_where_0_to_4_are_not_known():
    people = Population(
        CODES, None, ((0, 2), (3, 15)), np.array([[6.0, 34], [10, 30], [1, 2], [0, 5]])
    )
    assert headline(people, np.arange(4), estimate=False) == "Headline: 17 children aged 0-2."


def test_children_up_to_19_are_no_estimate_for_those_with_send_who_are_older():
    send = {SEND_COLUMN: "half of ages 16-25"}
    young, old = (ChildrenCounted(np.ones(1), (0, last), "them") for last in (19, 20))
    assert with_send_estimated(young, send).how == ""
    assert with_send_estimated(old, send).how == "half of ages 16-25"


def test_an_estimate_of_income_deprivation_names_the_ages_it_is_applied_to_where_they_differ():
    better = "File 8 of the indices) in GROUPS"
    own = " ".join(need_of("income_deprived_children", ages=(0, 15)).notes)
    assert "the IDACI score covers ages 0-15. " in own and f"{better}. " in own
    other = " ".join(need_of("income_deprived_children").notes)
    assert "covers ages 0-15 and is applied here to ages 0-4. " in other
    assert f"{better} and count ages 0-15. " in other


def test_a_score_carried_over_from_other_areas_makes_an_expression_of_it_an_estimate():
    carried = replace(BOTH, carried="carried over from 2011 areas")
    mine = expression([1.0] * 4, ("idaci_score",))
    exact, estimate = (
        need_of("expression", one, expression=mine, ages=(0, 15)) for one in (BOTH, carried)
    )
    assert "estimate" not in exact.need_is
    assert estimate.need_is.endswith("an estimate from the estimated idaci_score")


def test_ages_without_end_are_written_with_a_plus():
    assert (age_label((16, OPEN_AGE)), age_label((16, 17))) == ("16+", "16-17")


def test_estimating_is_advised_only_where_it_would_help():
    def refused(bands, ages):
        people = Population(CODES, None, bands, np.ones((4, len(bands))))
        with pytest.raises(InputError) as told:
            build_need(CODES, BLANK, BLANK, BLANK, None, people, ages=ages, estimate_ages=False)
        return str(told.value)

    advice = (
        "Choose ages that these bands make up exactly, or let them be estimated (ESTIMATE_AGES)"
    )
    assert advice in refused(((0, 15),), (0, 4))
    assert "ESTIMATE_AGES" not in refused(((0, 4),), (5, 9))


def test_an_expression_may_give_nought_or_a_part_and_says_what_is_empty_only_if_something_is():
    mine = expression([0, 0.5, 1, 2])
    assert need_of("expression", expression=mine).table.columns["need"] == [0, 0.5, 1, 2]
    with pytest.raises(InputError, match=r"gives no value for X1\. Say what"):
        need_of("expression", expression=expression([None, 1, 1, 1]))
    mixed = expression([1] * 4, ("children", "idaci_score"))
    assert "an estimate from the IDACI" in need_of("expression", expression=mixed).need_is


def test_quintiles_are_said_to_be_empty_where_deciles_alone_are_known_even_of_some_areas():
    said = "Local quintiles are empty: they need a score or a rank, not deciles alone."
    assert said in need_of("children", deprived(imd_decile=[8, 2, 1, NAN])).notes
    assert said not in need_of("children", None).notes


def test_the_published_counts_facts_are_those_of_its_own_table():
    facts = Provenance(FILE_8, "2019")
    assert income_count_of([Provenance("Cars"), facts]) is facts
    assert income_count_of([Provenance("Cars")]) is None


def test_an_index_that_is_no_english_one_has_no_edition_to_differ_from():
    result = published(table=deprived("WIMD2019", **SCORES), edition="2025")
    assert result.table.columns["need"] == [5, 25, 1, 0]


def test_as_many_deprived_children_as_children_are_not_too_many():
    result = published(counts=(40.0, 40.0, 3.0, 5.0), table=deprived("IoD2025", **SCORES))
    assert not any("more children" in said for said in result.warnings)
