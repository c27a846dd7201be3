"""Column mappings as text or as a JSON file."""

import pytest

from family_hub_planner.engine.errors import FileUnreadableError, InputError
from family_hub_planner.engine.mapping import parse_mapping


def test_pairs_are_parted_by_semicolons_and_split_at_the_first_equals_sign():
    text = " name = Site Name ;uprn=UPRN; note=a=b ;"
    assert parse_mapping(text) == {"name": "Site Name", "uprn": "UPRN", "note": "a=b"}


def test_empty_text_is_an_empty_mapping():
    assert parse_mapping("  ") == {}


def test_a_json_file_with_a_byte_order_mark_gives_the_same_as_the_text(tmp_path):
    file = tmp_path / "columns.json"
    file.write_text('\ufeff{"name": "Site; Name", "uprn": "UPRN"}', encoding="utf-8")
    assert parse_mapping(str(file)) == {"name": "Site; Name", "uprn": "UPRN"}


@pytest.mark.parametrize("text", ["name", "=UPRN", "name=", "name=A; uprn"])
def test_a_piece_that_is_no_pair_is_refused_with_an_example(text):
    with pytest.raises(InputError, match="is not a pair"):
        parse_mapping(text)


@pytest.mark.parametrize("text", ["name=A; name=B", '{"name": "A", "name": "B"}'])
def test_a_name_given_twice_is_refused(text):
    with pytest.raises(InputError, match="'name' twice"):
        parse_mapping(text)


@pytest.mark.parametrize("content", ["[1, 2]", '{"name": 3}', "[]", "7", "{name}", "[[[["])
def test_a_json_file_of_another_shape_is_refused_in_words(tmp_path, content):
    file = tmp_path / "columns.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(FileUnreadableError, match=r"columns\.json"):
        parse_mapping(str(file))


def test_a_json_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileUnreadableError, match=r"gone\.json cannot be read"):
        parse_mapping(str(tmp_path / "gone.json"))
