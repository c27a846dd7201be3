"""Every reader of tables is given spoilt ones: a sound table, or a sentence."""

from __future__ import annotations

import gzip
import io
import zipfile

import numpy as np
import pytest
from fuzz.budget import budget
from fuzz.reading import read_or_refused
from fuzz.spoiling import spoilt
from fuzz.tables import OF_AREAS, OF_PLACES, POSTCODES, PRACTICES, head_of, workbook
from hypothesis import given
from hypothesis import strategies as st
from published_reader import read_any

from family_hub_planner.engine.network.rules import RESOURCES, TABLES, read_rules
from family_hub_planner.engine.sources import workbook as workbooks
from family_hub_planner.engine.sources.code_lookup import read_code_lookup
from family_hub_planner.engine.sources.delimited import read_delimited_rows
from family_hub_planner.engine.sources.estate import Places, RegisterOptions, read_places
from family_hub_planner.engine.sources.facility_types import read_facility_types
from family_hub_planner.engine.sources.further_tables import parse_groups, read_further
from family_hub_planner.engine.sources.population import Population
from family_hub_planner.engine.sources.postcodes import places_of_postcodes, read_postcodes
from family_hub_planner.engine.sources.published import read_table
from family_hub_planner.engine.sources.register import open_register, place_register
from family_hub_planner.engine.sources.road_lines import read_line_classes
from family_hub_planner.engine.sources.venue_words import read_venue_words
from family_hub_planner.engine.tables import Table

COUNTED = parse_groups("send=Children aged 0 to 4 with SEND; cars=Observation; total=Total")
KNOWN_POSTCODES = Table(
    {
        "postcode": [f"ZZ1 {n}AA" for n in range(9)],
        "x": [480_000.0 + n for n in range(9)],
        "y": [310_000.0] * 9,
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("spoilt")


def assert_sound(table: Table) -> None:
    """Hold a table to have columns of one length, of text and finite numbers."""
    assert len({len(values) for values in table.columns.values()}) <= 1
    for name, values in table.columns.items():
        for value in values:
            assert value is None or isinstance(value, (str, int, float, bool)), (name, value)
            assert not isinstance(value, float) or np.isfinite(value), (name, value)


def assert_sound_places(places: Places) -> None:
    assert_sound(places.table)
    ids = places.table.column("site_id")
    assert all(ids)
    assert len(set(ids)) == len(ids)
    for name in ("x", "y"):
        assert all(isinstance(value, float) for value in places.table.column(name))
    told = dict(places.counts)
    unseen = told["rows"] - told["places"] - told["rejected"] - told["left_out"]
    assert unseen == 0 or (unseen > 0 and told["confidential"] + told["confidential_rejected"])


@budget(70)
@given(spoilt(*OF_AREAS))
def test_a_spoilt_table_of_areas_gives_sound_counts_or_a_sentence(folder, content):
    path = folder / "areas.csv"
    path.write_bytes(content)
    table = read_or_refused(read_table, path)
    if table is None:
        return
    assert_sound(table)
    found = read_or_refused(read_any, table)
    read_or_refused(read_code_lookup, table)
    for further in read_or_refused(read_further, table, {}) or ():
        assert_sound(further.reading.table)
    for name, heading in COUNTED.headings.items():
        if heading in table.columns:
            read_or_refused(read_further, table, {name: heading})
    if found is None:
        return
    read = found[1]
    if isinstance(read, Population):
        assert read.counts.shape == (len(read.codes), len(read.bands))
        assert not (read.counts < 0).any()
        assert not np.isinf(read.counts).any()
        assert len(set(read.codes)) == len(read.codes)
    elif isinstance(read, Places):
        assert_sound_places(read)
    elif isinstance(getattr(read, "table", None), Table):
        assert_sound(read.table)


@budget(40)
@given(spoilt(*OF_PLACES, PRACTICES), st.booleans())
def test_a_spoilt_list_of_places_gives_sound_places_or_a_sentence(folder, content, mend):
    path = folder / "places.csv"
    path.write_bytes(content)
    register = read_or_refused(open_register, path)
    if register is None:
        return
    assert_sound(register.table)
    options = RegisterOptions(
        mend=mend, duplicate_m=50.0, shared_m=20.0, keep_first=mend, words=read_venue_words()
    )
    found = read_or_refused(place_register, register, None, None, KNOWN_POSTCODES, options)
    if found is not None:
        assert_sound_places(found)
    first = next(iter(register.table.columns))
    mapped = {"name": first, "site_id": first, "easting": first, "northing": first}
    read_or_refused(read_places, register.table, mapped, "EPSG:27700")


@budget(25)
@given(spoilt(*POSTCODES), st.booleans())
def test_a_spoilt_postcode_directory_gives_places_or_a_sentence(folder, content, terminated):
    path = folder / "onspd.csv"
    path.write_bytes(content)
    found = read_or_refused(read_postcodes, path, terminated=terminated)
    if found is None:
        return
    assert_sound(found.table)
    for x, y in places_of_postcodes(found.table).values():
        assert np.isfinite([x, y]).all()


@budget(20)
@given(st.one_of(spoilt(gzip.compress(POSTCODES[0], mtime=0), parted=b""), spoilt(POSTCODES[0])))
def test_a_spoilt_gzip_of_a_table_is_read_or_refused(folder, content):
    path = folder / "table.csv.gz"
    path.write_bytes(content if content[:2] == b"\x1f\x8b" else gzip.compress(content, 1))
    read_or_refused(read_delimited_rows, path)
    read_or_refused(read_postcodes, path)


RULES = {name: (RESOURCES / f"{name}.csv").read_bytes() for name in TABLES}


@budget(30)
@given(st.sampled_from(TABLES).flatmap(lambda name: st.tuples(st.just(name), spoilt(RULES[name]))))
def test_spoilt_rules_are_read_or_refused(folder, given_rules):
    name, content = given_rules
    rules = folder / "rules"
    rules.mkdir(exist_ok=True)
    for there in rules.iterdir():
        there.unlink()
    (rules / f"{name}.csv").write_bytes(content)
    found = read_or_refused(read_rules, rules)
    if found is not None:
        every = [kph for of_class in found.speeds.kph.values() for kph in of_class.values()]
        assert all(0 < kph < 200 for kph in every)
        assert all(0 < mph < 100 for mph in found.limits_mph.values())


WORDS = {
    "line_classes": read_line_classes,
    "facilities": read_facility_types,
    "venue_words": read_venue_words,
}
WORD_FILES = {name: (RESOURCES / f"{name}.csv").read_bytes() for name in WORDS}


@budget(25)
@given(
    st.sampled_from(sorted(WORDS)).flatmap(lambda n: st.tuples(st.just(n), spoilt(WORD_FILES[n])))
)
def test_spoilt_tables_of_words_are_read_or_refused(folder, given_words):
    name, content = given_words
    path = folder / f"{name}.csv"
    path.write_bytes(content)
    found = read_or_refused(WORDS[name], path)
    if name == "venue_words" and found is not None:
        found.of("a" * 3000 + "library")


BOOKS = {".xlsx": workbook(".xlsx"), ".ods": workbook(".ods")}


def _parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


@st.composite
def spoilt_books(draw):
    """Give a workbook's ending and its bytes, spoilt within one of its parts or as they stand."""
    ending = draw(st.sampled_from(sorted(BOOKS)))
    parts = _parts(BOOKS[ending])
    if draw(st.integers(0, 4)) == 0:
        return ending, draw(spoilt(BOOKS[ending], parted=b""))
    name = draw(st.sampled_from(sorted(parts)))
    parts[name] = draw(spoilt(parts[name]))
    return ending, _packed(parts)


@budget(30)
@given(spoilt_books(), st.booleans())
def test_a_spoilt_workbook_is_read_or_refused(folder, monkeypatch, book, by_gdal):
    ending, content = book
    path = folder / f"book{ending}"
    path.write_bytes(content)
    with monkeypatch.context() as changed:
        if by_gdal:
            changed.setattr(workbooks, "_openpyxl", lambda: None)
        table = read_or_refused(read_table, path)
    if table is not None:
        assert_sound(table)
        read_or_refused(read_any, table)


def test_a_part_of_the_sample_county_is_read_as_it_stands(folder):
    """What is spoilt above is whole before: else nothing but refusals would be tried."""
    (folder / "whole.csv").write_bytes(head_of("estate_register.csv", 6))
    assert len(open_register(folder / "whole.csv").table) == 6
    kinds = set()
    for number, content in enumerate(OF_AREAS):
        path = folder / f"whole{number}.csv"
        path.write_bytes(content)
        found = read_or_refused(read_any, path)
        assert found is not None or b"SEND" in content or b"Locality" in content, content[:200]
        path.unlink()
        kinds.add(found and found[0])
    assert len(kinds) >= 8, kinds
