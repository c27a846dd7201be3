"""What fuzzing has found, each as small as it was found to be: each was another exception once.

A file that `make fuzz` finds is mended at its root and then kept here, in a word beside it.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

import numpy as np
import pytest
from catalogue.pbf import DATA, HEADER, field, header
from fuzz.reading import read_or_refused
from fuzz.tables import workbook
from toy_town import TOY_TOWN, places

from family_hub_planner.engine.errors import FileUnreadableError, InputError, said_by
from family_hub_planner.engine.made_with import read_made_with
from family_hub_planner.engine.network.snap import Snapper
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.scenario.places import Homes, input_file
from family_hub_planner.engine.sources.graphml import read_graphml
from family_hub_planner.engine.sources.openstreetmap_file import OSM_CREDIT, credit_of
from family_hub_planner.engine.sources.postcodes import read_postcodes
from family_hub_planner.engine.sources.published import read_table
from family_hub_planner.engine.sources.restrictions import read_restrictions
from family_hub_planner.engine.sources.road_lines import read_line_classes
from family_hub_planner.engine.sources.workbook import read_workbook_rows

RELATION = (
    '<osm><relation id="{}"><tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/>'
    "</relation></osm>"
)


def blob(kind: bytes, content: bytes, with_size: bool = True) -> bytes:
    """Give a block of a binary file with any content, packed or not."""
    head = field(1, kind) + (field(3, len(content)) if with_size else b"")
    return len(head).to_bytes(4, "big") + head + content


@pytest.mark.parametrize(
    "content",
    [
        header() + blob(DATA, field(3, b"x\x9c" + b"\xff" * 9)),  # a packed block that is damaged
        header() + blob(DATA, b"", with_size=False),  # a block that does not say its size
        header() + blob(DATA, field(1, field(2, b"\x22\x05"))),  # a field cut short
        blob(HEADER, field(1, b"")) + b"\0\0",  # half a length at the end
        RELATION.format("seven").encode(),  # a relation whose id is a word
        RELATION.format("9" * 5000).encode(),  # one of more digits than Python reads
        b'<?xml version="1.0" encoding="martian"?><osm/>',  # an encoding that nobody knows
    ],
)
def test_relations_that_cannot_be_read_are_refused_in_words(tmp_path, content):
    (tmp_path / "town.osm").write_bytes(content)
    with pytest.raises(FileUnreadableError, match=r"town.osm cannot be read"):
        read_restrictions(tmp_path / "town.osm")
    read_or_refused(read_restrictions, tmp_path / "town.osm")


def test_graphml_in_an_encoding_that_nobody_knows_is_refused_in_words(tmp_path):
    """Found by atheris: "utf-8" with two letters in the other order."""
    (tmp_path / "town.graphml").write_bytes(b"<?xml version='1.0' encoding='uft-8'?><graphml/>")
    with pytest.raises(FileUnreadableError, match="an encoding of its text that nobody knows"):
        read_graphml(tmp_path / "town.graphml")


def test_a_damaged_gzip_has_the_usual_credit_until_it_is_read_whole(tmp_path):
    packed = bytearray(gzip.compress(b'<osm version="0.6">' * 500, mtime=0))
    packed[10:20] = b"\xff" * 10
    (tmp_path / "town.osm.gz").write_bytes(packed)
    assert credit_of(tmp_path / "town.osm.gz") == OSM_CREDIT


def test_classes_of_roads_in_another_encoding_are_refused_in_words(tmp_path):
    (tmp_path / "classes.csv").write_bytes("value,highway\nStraße,road\n".encode("cp1252"))
    with pytest.raises(FileUnreadableError, match="it is not text in UTF-8"):
        read_line_classes(tmp_path / "classes.csv")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "docProps/core.xml", "xl/styles.xml"])
@pytest.mark.parametrize("content", [b"no XML", b"<a><b/></a>", b"\xff\xfe<a/>"])
def test_a_workbook_with_a_damaged_part_is_read_or_refused(tmp_path, part, content):
    """openpyxl reads XML by lxml where that is there, and lets its errors through."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(".xlsx"))) as whole,
        zipfile.ZipFile(target, "w") as spoilt,
    ):
        for name in whole.namelist():
            spoilt.writestr(name, content if name == part else whole.read(name))
    (tmp_path / "book.xlsx").write_bytes(target.getvalue())
    read_or_refused(
        read_workbook_rows, tmp_path / "book.xlsx", None, lambda _rows: (0, 0), Progress()
    )


def test_a_table_of_points_with_a_cell_of_pages_is_refused_in_words(tmp_path):
    (tmp_path / "hubs.csv").write_text(f"id,easting,northing\n{'a' * 140_000},1,2\n", "utf-8")
    with pytest.raises(InputError, match=r"hubs.csv cannot be read as a table"):
        input_file("hubs.csv", "layer", Homes(tmp_path, tmp_path))


def test_a_file_whose_name_is_longer_than_names_may_be_is_not_there(tmp_path):
    with pytest.raises(InputError, match="there is no file"):
        input_file("a" * 9000, "layer", Homes(tmp_path, tmp_path))
    assert input_file("a" * 9000 + ".json", "value", Homes(tmp_path, tmp_path)) is None


def test_postcodes_beyond_every_grid_are_left_out_as_without_a_place(tmp_path):
    rows = "pcds,doterm,oseast1m,osnrth1m\nZZ1 1AA,,1e999,300000\nZZ1 1AB,,480000,300000\n"
    (tmp_path / "onspd.csv").write_text(rows, "utf-8")
    found = read_postcodes(tmp_path / "onspd.csv").table
    assert found.column("postcode") == ["ZZ1 1AB"]


def test_a_table_of_nothing_but_a_footnote_is_refused(tmp_path):
    (tmp_path / "note.csv").write_text("a,b,c\nSource: ONS\n", "utf-8")
    with pytest.raises(FileUnreadableError, match="no rows of data"):
        read_table(tmp_path / "note.csv")


def test_numbers_too_large_for_a_number_are_not_stated():
    made = read_made_with("walk", "10", '{"max_snap_m": 1' + "0" * 400 + ', "speed_kph": 1e999}')
    assert made.max_snap_m is None
    assert made.speed_kph is None


def test_a_sentence_that_quotes_pages_keeps_its_beginning_and_its_end():
    for kind in (InputError, FileUnreadableError):
        said = str(kind(f"The cell {'x' * 100_000!r} is no number. Correct it."))
        assert len(said) < 3000
        assert said.startswith("The cell 'xxx")
        assert said.endswith("is no number. Correct it.")
    assert isinstance(FileUnreadableError("x"), OSError)
    assert isinstance(InputError("x"), ValueError)


def test_what_libraries_say_of_damaged_content_is_put_in_plain_words():
    assert said_by(zlib.error("Error -3 while decompressing data")) == (
        "what is packed in it is damaged"
    )
    assert said_by(KeyError(3)) == said_by(IndexError("list index out of range"))
    assert "index" not in said_by(IndexError("list index out of range"))


def test_places_beyond_the_earth_do_not_hold_a_run_for_ever(tmp_path):
    network = TOY_TOWN.build(tmp_path).network
    beyond = np.array([(1e300, 0.0), (np.nan, 0.0), *places((0, 0))])
    snapped = read_or_refused(Snapper(network, "walk").snap, beyond, 500)
    assert snapped.ok.tolist() == [False, False, True]
