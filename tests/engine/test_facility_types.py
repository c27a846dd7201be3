"""The table that turns tags into venue types: what its rows mean, and how mistakes are told."""

from __future__ import annotations

import pytest

from family_hub_planner.engine.errors import ColumnError, FileUnreadableError, InputError
from family_hub_planner.engine.sources.facility_types import (
    COLOCATION_TYPES,
    read_facility_types,
)

SHIPPED = read_facility_types()
HEADING = "tags,venue_type,colocation_type\n"


def types_of(text, types=SHIPPED):
    """Give both types of a place tagged "key=value / key=value"; None where it is no venue."""
    rule = types.rule_of(dict(tag.split("=") for tag in text.split(" / ")))
    return (rule.venue_type, rule.colocation_type) if rule else None


@pytest.fixture
def table(tmp_path):
    def read(rows: str, heading: str = HEADING):
        path = tmp_path / "facilities.csv"
        path.write_text(heading + rows, encoding="utf-8")
        return read_facility_types(path)

    return read


@pytest.mark.parametrize(
    ("tags", "types"),
    [
        ("amenity=library", ("library", "library")),
        ("amenity=doctors", ("GP surgery", "GP practice")),
        ("healthcare=doctor", ("GP surgery", "GP practice")),
        ("amenity=hospital", ("hospital", "hospital")),
        ("amenity=school", ("school", "school")),
        ("amenity=fire_station", ("fire station", "other")),
        ("amenity=clinic", ("health centre or clinic", "")),
        ("amenity=clinic / operator=Leicestershire Partnership NHS Trust",
         ("health centre or clinic", "building with other NHS/ICB services")),
        ("emergency=ambulance_station / operator=East Midlands Ambulance Service",
         ("ambulance station", "building with other NHS/ICB services")),
        ("emergency=ambulance_station / operator=St John Ambulance", ("ambulance station", "")),
        ("amenity=kindergarten", ("nursery", "")),
        ("amenity=kindergarten / operator:type=private", ("nursery", "PVI early-years setting")),
        ("amenity=kindergarten / name=Oakham Children's Centre",
         ("children's centre", "another LA service")),
        ("office=charity / name=Ketton Family Hub", ("children's centre", "another LA service")),
        ("amenity=community_centre", ("community centre", "")),
        ("amenity=community_centre / community_centre=village_hall", ("village hall", "")),
        ("amenity=community_centre / name=Exton Village Hall", ("village hall", "")),
        ("amenity=place_of_worship", ("faith venue", "building with non-LA/non-NHS occupants")),
        ("leisure=sports_centre", ("leisure centre", "")),
        ("amenity=townhall", ("town hall", "")),
        ("amenity=townhall / name=Rutland County Council",
         ("council offices", "another LA service")),
        ("office=council / operator=Oakham Town Council", ("council offices", "")),
        ("office=government / operator=Rutland County Council",
         ("council offices", "another LA service")),
        ("office=government / operator=HM Revenue and Customs", ("government office", "")),
        ("building=yes / name=Rutland County Council", ("council offices", "another LA service")),
        ("building=public", ("public building", "")),
        ("military=barracks", ("military base", "building with non-LA/non-NHS occupants")),
        ("landuse=military / name=Kendrew Barracks",
         ("military base", "building with non-LA/non-NHS occupants")),
        ("social_facility=food_bank / amenity=social_facility", ("food bank", "")),
    ],
)  # fmt: skip
def test_the_shipped_table_types_a_place_as_the_national_return_does(tags, types):
    assert types_of(tags) == types


@pytest.mark.parametrize(
    "tags",
    [
        "amenity=pub",
        "building=church",
        "building=house",
        "landuse=military",
        "landuse=military / military=range / name=Beckingham Camp",
        "amenity=social_facility / social_facility=nursing_home / name=Family Centre",
        "amenity=social_facility",
        "leisure=playground",
    ],
)
def test_a_home_a_range_or_a_pub_is_no_venue(tags):
    assert types_of(tags) is None


def test_every_shipped_colocation_type_is_one_of_the_returns():
    assert set(SHIPPED.colocation_types()) <= set(COLOCATION_TYPES)
    assert len(COLOCATION_TYPES) == 11


def test_the_first_row_that_fits_decides(table):
    rows = "amenity=school; name=*Sixth Form*,,\namenity=school,school,school\n"
    types = table(rows)
    assert types_of("amenity=school / name=Harington Sixth Form", types) is None
    assert types_of("amenity=school / name=Oakham", types) == ("school", "school")


def test_one_of_several_values_is_enough_and_capitals_do_not_matter(table):
    types = table("amenity=Library|archive,library,library\n")
    assert types_of("amenity=cafe; library", types) == ("library", "library")
    assert types_of("amenity=archive", types) == ("library", "library")
    assert types_of("amenity=library_dropoff", types) is None


def test_a_star_stands_for_any_text_and_other_signs_for_themselves(table):
    types = table("office=*; operator=*(NHS)*,clinic,\n")
    assert types_of("office=yes / operator=Trust (NHS) East", types) == ("clinic", "")
    assert types_of("office=yes / operator=NHS", types) is None
    assert types_of("operator=A (NHS)", types) is None


def test_a_row_on_buildings_alone_is_told_from_others(table):
    types = table("building=public; name=*Hall*,hall,\nbuilding=public,public building,\n")
    assert [rule.building_only for rule in types.rules] == [False, True]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("amenity,school,school\n", "row 2: 'amenity' is no condition"),
        ("amenity=,school,school\n", "row 2: 'amenity=' is no condition"),
        ("amenity=school,school,school\n,hall,\n", "row 3: tags is empty"),
        ("a b=school,school,school\n", "is no condition"),
        ("amenity=school,school,academy\n", "row 2: 'academy' is no co-location type"),
        ('amenity=school,"school, primary",\n', "must have no comma"),
        ("amenity=school,,\n", "names no venue type"),
        ("", "names no venue type"),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_row(table, rows, said):
    with pytest.raises(InputError, match=said):
        table(rows)


def test_a_table_without_a_column_or_that_is_none_is_refused(table, tmp_path):
    with pytest.raises(ColumnError, match="no column colocation_type"):
        table("amenity=school,school\n", "tags,venue_type\n")
    (tmp_path / "picture.csv").write_bytes(bytes(range(256)))
    with pytest.raises(FileUnreadableError, match="picture"):
        read_facility_types(tmp_path / "picture.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(ColumnError, match="no column tags"):
        read_facility_types(tmp_path / "empty.csv")


def test_types_are_asked_for_in_any_spelling_and_come_back_in_the_tables():
    asked = " LIBRARY; gp practice,fire Station, library,"
    assert SHIPPED.named_in(asked) == ["library", "GP practice", "fire station"]
    assert SHIPPED.named_in("  ") == []


def test_an_unknown_type_is_refused_with_those_that_there_are():
    with pytest.raises(InputError, match=r"'brewery'.*Venue types: .*fire station.*GP practice"):
        SHIPPED.named_in("library, brewery")
