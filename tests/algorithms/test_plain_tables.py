"""A table that people open in a spreadsheet holds no formula, and its ids are found again."""

from __future__ import annotations

import csv
import zipfile

import pytest
from algorithms.runs import demand, points, run

FORMULA = '=HYPERLINK("https://example.org","look")'


def times(network, **more):
    hubs = points([((60, 0), {"site_id": FORMULA}), ((360, 720), {"site_id": "-5"})])
    return run("traveltimes", NETWORK=network, ORIGINS=demand(), ORIGIN_ID="area_code",
               DESTINATIONS=hubs, DESTINATION_ID="site_id", MAX_SNAP=5000, **more)  # fmt: skip


def test_an_id_that_is_a_formula_stands_in_a_csv_as_a_text_and_a_number_as_it_is(network, tmp_path):
    times(network, OUTPUT=str(tmp_path / "times.csv"))
    with (tmp_path / "times.csv").open(newline="", encoding="utf-8") as text:
        found = {row["destination_id"] for row in csv.DictReader(text)}
    assert found == {f"'{FORMULA}", "-5"}


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_workbook_holds_no_formula(network, tmp_path, ending):
    path = tmp_path / f"times.{ending}"
    times(network, OUTPUT=str(path))
    with zipfile.ZipFile(path) as book:
        text = "".join(book.read(n).decode("utf-8") for n in book.namelist() if n.endswith("xml"))
    assert "HYPERLINK" in text
    assert "<f>" not in text and "<f " not in text and "table:formula" not in text


def test_a_layer_that_no_spreadsheet_opens_keeps_the_id_as_it_is(network, tmp_path):
    done = times(network)
    assert {row["destination_id"] for row in done.rows("OUTPUT")} == {FORMULA, "-5"}
