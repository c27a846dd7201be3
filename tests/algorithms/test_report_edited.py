"""familyhub:report on results that were edited, are as printed, or are of another run."""

from __future__ import annotations

import csv
import re

import pytest
from algorithms.runs import layer_of, points, run
from algorithms.test_report import run_for_a_report
from qgis.core import QgsProcessingException


@pytest.fixture
def results(network, town_folder):
    return run_for_a_report(network, town_folder)


def test_a_table_without_its_columns_is_refused_in_words(results):
    wrong = layer_of("NoGeometry", [(None, {"decile": "1", "children": 5.0})], name="wrong")
    with pytest.raises(QgsProcessingException, match=r"has no column 'key'.*'Coverage of hubs'"):
        run("report", COVERAGE=str(results / "today.gpkg"), BY_DECILE=wrong)


def edited_table(results, tmp_path, name, change):
    """A table of the run as a spreadsheet may leave it: `change` takes its rows."""
    with (results / name).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    change(rows)
    edited = tmp_path / "edited.csv"
    with edited.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return str(edited)


@pytest.mark.parametrize("column", ["children", "beyond", "areas"])
@pytest.mark.parametrize("word", ["<10", "n/a", "inf"])
def test_a_word_where_a_run_writes_a_number_is_refused_in_words(results, tmp_path, column, word):
    def spoil(rows):
        rows[-1][column] = word

    edited = edited_table(results, tmp_path, "today_BY_DECILE.csv", spoil)
    said = f" has '{word}' in '{column}', where 'Coverage of hubs' writes a value"
    with pytest.raises(QgsProcessingException, match=re.escape(said)):
        run("report", COVERAGE=str(results / "today.gpkg"), BY_DECILE=edited)


@pytest.mark.parametrize(
    ("part", "file", "columns"),
    [
        ("BY_DECILE", "today_BY_DECILE.csv",
         ["areas", "children", "reached_5", "share_10", "beyond", "unrouted", "mean_minutes"]),
        ("CHANGE_BY_DECILE", "change_decile.csv",
         ["plan", "areas", "children", "much_longer", "route_lost", "lost_5", "mean_change"]),
    ],
)  # fmt: skip
def test_a_blank_or_a_column_gone_where_a_run_writes_a_figure_is_refused_in_words(
    results, tmp_path, part, file, columns
):
    given = {"COVERAGE": str(results / "today.gpkg"), "COMPARISON": str(results / "change.gpkg")}
    for column in columns:

        def blank(rows, column=column):
            rows[-1][column] = ""

        def gone(rows, column=column):
            for row in rows:
                del row[column]

        for change, said in ((blank, f"has nothing in '{column}'"), (gone, "has no column '")):
            edited = edited_table(results, tmp_path, file, change)
            with pytest.raises(QgsProcessingException, match=re.escape(said)):
                run("report", **given, **{part: edited})


def whole_row(key, children):
    """A row of a coverage's table: all within five minutes."""
    minutes = dict.fromkeys(("mean_minutes", "median_minutes", "p90_minutes", "max_minutes"), 3.0)
    reach = {"reached_5": children, "share_5": 1.0, "reached_10": children, "share_10": 1.0}
    counts = {"areas": 5, "children": children, "need": children, "beyond": 0.0, "unrouted": 0.0}
    return {"key": key, **counts, **reach, **minutes, "note": ""}


def of_another_run(of):
    """A layer of another run or county, by the parameter that takes it."""
    far = {"site_id": "V1", "decision": "open", "reason": "Near.", "tier": "outreach"}
    gap = {"cluster": "Far", "areas": 1, "children": 5.0, "area_codes": "E1"}
    age = {**whole_row("0-4", 105.0), "travel": "drive"}
    even = {"key": "mean_minutes", "measure": "Mean minutes", "value": 1.0}
    rows = {"GAPS": gap, "BY_AGE": age, "EQUITY": even}
    if of in rows:
        return layer_of("NoGeometry", [(None, rows[of])], name="theirs")
    return points([((90_000, 90_000), far)], name="theirs")


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ("GAPS", "has area E1, which the run has not"),
        ("BY_AGE", "BY_AGE tells of journeys of 0-4 by drive, and the coverage by walk"),
        ("EQUITY", "mean_minutes of the areas and of EQUITY"),
        ("SITES", "Suggested sites: none of the 1 places lies within"),
        ("OUTREACH", "Suggested outreach points: none of the 1 places lies within"),
    ],
)
def test_results_of_another_run_or_county_stop_a_pack_before_it_is_written(
    results, tmp_path, of, words
):
    target = tmp_path / "pack.html"
    given = {"COVERAGE": str(results / "today.gpkg"), of: of_another_run(of)}
    with pytest.raises(QgsProcessingException) as caught:
        run("report", OUTPUT=str(target), **given)
    said = str(caught.value)
    assert words in said and "the layer theirs is of another run, mode or county than" in said
    assert "(COVERAGE): the layer today" in said
    assert not target.exists()
