"""Tables of another census brought to the areas asked for, and groups named in a line of text."""

import json

import numpy as np
import pytest

from family_hub_planner.engine.errors import CodesError, ColumnError, InputError
from family_hub_planner.engine.provenance import Provenance
from family_hub_planner.engine.sources.census_conversion import CensusConversion
from family_hub_planner.engine.sources.code_conversion import convert_codes
from family_hub_planner.engine.sources.code_lookup import CodeLookup
from family_hub_planner.engine.sources.converted_tables import convert_reading
from family_hub_planner.engine.sources.further_tables import (
    parse_groups,
    place_groups,
    read_further,
)
from family_hub_planner.engine.sources.population import read_population
from family_hub_planner.engine.sources.reading import Reading
from family_hub_planner.engine.tables import Table

# A stays; B is split into P and Q; C and D are merged into M.
TOWN = CodeLookup(("A", "B", "B", "C", "D"), ("A", "P", "Q", "M", "M"))


def test_only_the_areas_asked_for_are_made_and_only_their_parts_are_used():
    sizes = {"P": 3.0, "Q": 1.0}  # none is known of the others, and none is needed
    counts = np.array([7.0, 100, 3, 4])
    made = convert_codes("ABCD", counts, TOWN, how="area", sizes=sizes, wanted=["P"])
    assert (made.codes, made.values.tolist()) == (("P",), [75.0])
    assert made.conversion.split == ("B",)
    assert made.conversion.unchanged == made.conversion.merged == ()


def test_codes_beyond_the_lookup_are_left_aside_where_every_area_asked_for_is_whole():
    made = convert_codes(("A", "B", "Z"), np.ones(3), TOWN, wanted=["A", "P"])
    assert not made.conversion.lost_matter
    (_, told) = made.conversion.sentences()
    assert told.startswith("1 area is not in the lookup and was left aside (first: Z): each of")
    made = convert_codes(("A", "C", "Z"), np.ones(3), TOWN, wanted=["A", "M"])
    assert made.conversion.lost_matter and made.conversion.incomplete == ("M",)
    assert "was lost (first: Z)" in made.conversion.sentences()[1]


def test_an_area_asked_for_that_gets_nothing_is_told():
    made = convert_codes(("A", "B"), np.ones(2), TOWN, wanted=["A", "N"])
    assert made.codes == ("A",) and made.conversion.missing == ("N",)
    assert "1 area of 2021 got no value at all" in made.conversion.sentences()[-1]


def test_the_lookup_tells_a_census_by_the_codes_that_only_one_has():
    assert TOWN.census_year_of(["A", "B"]) == 2011
    assert TOWN.census_year_of(["A", "Q"]) == 2021
    assert TOWN.census_year_of(["A"]) is None
    assert TOWN.census_year_of(["B", "Q"]) is None
    assert TOWN.backwards().census_year_of(["B"]) == 2011


def conversion(**changes):
    given = {"codes": ("A", "P", "Q", "M"), "census_year": 2021, "lookup": TOWN, "how": "equal"}
    return CensusConversion(**{**given, **changes})


def test_a_table_of_the_areas_own_census_is_given_back_as_it_is():
    table = read_population(Table({"LSOA21CD": ["A", "P"], "0-4": ["1", "2"]}))
    assert conversion().population(table) is table
    assert conversion(lookup=None).population(table) is table


def test_another_census_is_refused_without_a_lookup_with_how_many_match():
    table = read_population(Table({"LSOA11CD": ["A", "B"], "0-4": ["1", "2"]}, "old.csv"))
    words = r"areas carry 2021 codes, old.csv carries 2011 codes \(1 of 4 codes match; 3 have no"
    with pytest.raises(CodesError, match=words):
        conversion(lookup=None).population(table)


def test_a_lookup_between_other_censuses_is_refused():
    other = CodeLookup(("A", "B"), ("A", "P"), old_year=2001, new_year=2011, name="lookup.csv")
    table = read_population(Table({"LSOA11CD": ["A", "B"], "0-4": ["1", "2"]}, "old.csv"))
    with pytest.raises(CodesError, match=r"lookup.csv goes from 2001 to 2011, but old.csv"):
        conversion(lookup=other).population(table)


def test_split_areas_are_shared_by_the_first_table_of_people_with_the_areas_own_codes():
    old = read_population(Table({"LSOA11CD": ["A", "B", "C", "D"], "0-15": ["9"] * 4}))
    new = read_population(
        Table({"LSOA21CD": ["A", "P", "Q", "M"], "0-15": ["1", "3", "1", "5"], "16+": ["1"] * 4})
    )
    counts = Table({"area_code": ["A", "B", "C", "D"], "n": [7.0, 60.0, 3.0, 4.0]})
    reading = Reading(counts, (), 2011)
    by = conversion(how="population").with_population(old).with_population(new)
    found = by.reading(reading, {"n": "count"}).table.columns
    assert dict(zip(found["area_code"], found["n"])) == {"A": 7, "M": 7, "P": 40, "Q": 20}
    with pytest.raises(InputError, match="SPLIT_BY area or equal"):
        conversion(how="population").with_population(old).reading(reading, {"n": "count"})


def test_classes_in_words_keep_their_words_and_a_missing_one_stays_missing():
    table = Table({"area_code": list("ABCD"), "rural_urban": ["x", "y", "z", None]})
    made = convert_reading(Reading(table, ()), {"rural_urban": "class"}, TOWN)
    found = made.table.columns
    assert dict(zip(found["area_code"], found["rural_urban"])) == {
        "A": "x", "P": "y", "Q": "y", "M": None,
    }  # fmt: skip


def test_a_converted_table_says_so_in_its_provenance():
    facts = Provenance("Cars", file_name="cars.csv", sha256="0123456789abcdef")
    table = Table({"area_code": list("ABCD"), "n": [1.0] * 4}, "cars.csv", facts)
    made = convert_reading(Reading(table, ()), {"n": "count"}, TOWN)
    assert made.table.provenance.sentence() == (
        "Cars; cars.csv (sha256 0123456789ab); publisher and licence not stated; converted from "
        "2011 to 2021 areas with the lookup, an estimate"
    )


@pytest.mark.parametrize(
    ("text", "headings", "code"),
    [
        ("", {}, ""),
        ("a, b c", {"a": "a", "b c": "b c"}, ""),
        ("a=One, two; b=; c", {"a": "One, two", "b": "", "c": "c"}, ""),
        ("a=One\nb=Two\n", {"a": "One", "b": "Two"}, ""),
        ("code=Place; a", {"a": "a"}, "Place"),
        (json.dumps({"a": "x;y=z", "b": ""}), {"a": "x;y=z", "b": ""}, ""),
    ],
)
def test_groups_are_read_from_a_line_of_text(text, headings, code):
    found = parse_groups(text)
    assert (found.headings, found.code) == (headings, code)


def test_a_group_that_no_table_has_is_refused_with_what_is_there():
    tables = [Table({"code": ["A"], "n": ["1"]}, "lsoa"), Table({"SEND": ["1"]}, "ours.csv")]
    assert place_groups(parse_groups("n; send; x="), tables) == {"n": 0, "send": 1}
    with pytest.raises(ColumnError, match=r"no column 'm'.* lsoa: Its columns: code, n\. ours.csv"):
        place_groups(parse_groups("m"), tables)


def test_a_table_of_a_family_also_brings_the_counts_named():
    table = Table({"LSOA21CD": ["A"], "DERI score": ["2"], "phones": ["5"]}, "deri.csv")
    (deri, counts) = read_further(table, {"telephones": "phones"})
    assert deri.reading.table.columns == {"area_code": ["A"], "digital_exclusion": [2.0]}
    assert counts.reading.table.columns == {"area_code": ["A"], "telephones": [5.0]}


def test_children_come_from_the_table_that_knows_most_codes_and_one_unknown_spoils_no_other():
    old = read_population(Table({"LSOA11CD": ["A", "C"], "0-15": ["9", "30"]}))
    new = read_population(Table({"LSOA21CD": ["A", "P", "Q", "M"], "0-15": ["1"] * 4}))
    rates = Table({"area_code": list("ABCD"), "score": [0.1, 0.2, 0.5, 0.1]}, "rates.csv")
    by = conversion().with_population(new).with_population(old).with_population(new)
    made = by.reading(Reading(rates, (), 2011), {"score": "rate"})
    found = dict(zip(made.table.column("area_code"), made.table.column("score")))
    assert found == {"A": 0.1, "P": 0.2, "Q": 0.2, "M": None}  # D's children are not known
    assert any("(first: D) the score is empty" in note for note in made.notes)
    whole = read_population(Table({"LSOA11CD": list("ABCD"), "0-15": ["9", "9", "30", "10"]}))
    made = by.with_population(whole).reading(Reading(rates, (), 2011), {"score": "rate"})
    assert dict(zip(made.table.column("area_code"), made.table.column("score")))["M"] == 0.4
