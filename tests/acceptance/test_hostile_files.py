"""Text of files stays text: a whole run on a county of attacks, and every output searched."""

from __future__ import annotations

import base64
import csv
import os
import re
import shutil
import sqlite3
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from acceptance.hostile_county import MARK, WORKED_OUT, write_county
from acceptance.qgis_process import done

pytestmark = pytest.mark.acceptance
NUMBER = re.compile(r"[-+]?[0-9.,]+(e[-+]?[0-9]+)?")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08]")
ADDRESS = re.compile(r"""(?:src|href|action|data|poster|srcset|background)$""")
OUR_IDS = {"map-data"}
OUR_PLACES = ("#", "data:image/", "https://www.openstreetmap.org/copyright")


@pytest.fixture(scope="module")
def run(qgis, folder, sample_county):
    """The run's folder, and all that the program said."""
    inputs = folder / "in 'put' <b>&"
    inputs.mkdir()
    scenario = write_county(inputs, sample_county["NETWORK"])
    before = Path(sample_county["NETWORK"]).read_bytes()
    ran = done(qgis.run("runscenario", SCENARIO=scenario, OUTPUT=folder / "out"))
    assert Path(sample_county["NETWORK"]).read_bytes() == before
    return folder / "out", ran.said


def files(run, *endings: str) -> list[Path]:
    found = [path for path in sorted(run[0].rglob("*")) if path.suffix in endings]
    assert found, endings
    return found


class Page(HTMLParser):
    """Reads a page as a browser does: elements with their attributes, words, and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words, self.scripts, self._in = "", [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, {name: value or "" for name, value in attributes}))
        self._in = tag

    def handle_endtag(self, tag):
        self._in = ""

    def handle_data(self, data):
        if self._in == "script":
            self.scripts.append(data)
        elif self._in != "style":
            self.words += data


def test_no_page_has_an_element_or_an_address_that_a_file_brought(run):
    for path in files(run, ".html"):
        page = Page(path.read_text("utf-8"))
        assert MARK in page.words, f"{path.name}: nothing came through, so nothing is shown"
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")], (path, tag)
            for name, value in attributes.items():
                if ADDRESS.match(name):
                    assert value.startswith(OUR_PLACES), (path.name, tag, value)
        marked = [text for text in page.scripts if MARK in text]
        ids = {a.get("id") for tag, a in page.elements if tag == "script" and "type" in a}
        assert len(marked) <= len(ids) and ids <= OUR_IDS, path.name
        assert not TURNING.search(path.read_text("utf-8")), path.name


def test_every_picture_in_a_page_is_whole_and_holds_no_script(run):
    seen = 0
    for path in files(run, ".html"):
        text = path.read_text("utf-8")
        encoded = re.findall(r"data:image/svg\+xml;base64,([^\"')]+)", text)
        pictures = [base64.b64decode(one).decode("utf-8") for one in encoded]
        pictures += re.findall(r"<svg[^>]*xmlns=.*?</svg>", text.partition("<script")[0], re.DOTALL)
        for svg in pictures:
            seen += 1
            for element in ElementTree.fromstring(svg).iter():
                assert element.tag.rpartition("}")[2] not in {"script", "image", "foreignObject"}
                assert not [name for name in element.attrib if name.startswith("on")], path.name
    assert seen > 5


def test_no_cell_of_a_table_begins_as_a_formula_does(run):
    marked = 0
    for path in files(run, ".csv"):
        with path.open(newline="", encoding="utf-8-sig") as text:
            for row in csv.reader(text):
                for cell in row:
                    marked += MARK in cell
                    risky = cell[:1] in tuple("=+-@\t\r") and not NUMBER.fullmatch(cell)
                    assert not risky, f"{path.name}: {cell}"
    assert marked > 50


def test_no_workbook_holds_a_formula(run):
    for path in files(run, ".xlsx", ".ods"):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                text = book.read(name).decode("utf-8", "replace")
                assert "<f>" not in text and "<f " not in text, (path.name, name)
                assert "table:formula" not in text, (path.name, name)


def test_nothing_was_worked_out_on_a_map(run):
    if shutil.which("pdftotext") is None and not os.environ.get("CI"):
        pytest.skip("poppler-utils (pdftotext) is not installed")
    for name in ("map.pdf", "pack.pdf"):
        words = subprocess.run(["pdftotext", run[0] / name, "-"], capture_output=True, check=True,
                               text=True, timeout=60).stdout  # fmt: skip
        assert MARK in words, name
        assert WORKED_OUT not in words, name


def test_every_layer_and_every_table_in_it_is_still_there(run):
    for path in files(run, ".gpkg"):
        with sqlite3.connect(path) as database:
            for (table,) in database.execute("SELECT table_name FROM gpkg_contents").fetchall():
                quoted = table.replace('"', '""')
                assert database.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0] >= 0
        assert WORKED_OUT not in path.read_bytes().decode("utf-8", "ignore")


def test_no_output_carries_a_path_of_this_computer(run):
    home = str(run[0].parent)
    for path in sorted(path for path in run[0].rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix in (".xlsx", ".ods"):
            with zipfile.ZipFile(path) as book:
                content = b"".join(book.read(name) for name in book.namelist())
        text = unquote(content.decode("utf-8", "ignore"))
        for secret in (home, str(Path.home()), "/tmp/"):
            assert secret not in text, f"{path.name} carries {secret}"
