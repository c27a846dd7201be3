"""The ONS postcode directories: old and new headings, terminated ones dropped and counted."""

import csv
import gzip

import pytest
from fictional_postcodes import NEW, OLD, directory

from family_hub_planner.engine.errors import CancelledError, ColumnError, FileUnreadableError
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.postcodes import (
    places_of_postcodes,
    postcode_key,
    read_postcodes,
)


def write(path, rows):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


class Stopped(Progress):
    def cancelled(self):
        return True


@pytest.mark.parametrize("name", ["ONSPD_FICTIONAL.csv", "ONSPD_FICTIONAL.csv.gz"])
@pytest.mark.parametrize("headings", [OLD, NEW], ids=["old", "new"])
def test_live_postcodes_are_read_under_old_and_new_headings(tmp_path, headings, name):
    rows, live = directory(headings)
    found = read_postcodes(write(tmp_path / name, rows))
    columns = found.table.columns
    assert columns["postcode"] == [row["postcode"] for row in live]
    assert columns["x"] == [float(row["x"]) for row in live]
    assert columns["y"] == [float(row["y"]) for row in live]
    for column in ("output_area", "lsoa", "authority", "ward"):
        assert columns[column] == [row[column] for row in live]
    assert found.census_year == 2021


def test_what_was_left_out_is_counted_each_for_its_reason(tmp_path):
    rows, live = directory(NEW)
    data = [dict(zip(NEW, row)) for row in rows[1:]]
    ended = [row for row in data if row["doterm"]]
    irish = [row for row in data if not row["doterm"] and row["pcds"].startswith("BT")]
    nowhere = [r for r in data if r["gridind"] == "9" and not r["doterm"] and r not in irish]
    found = read_postcodes(write(tmp_path / "p.csv", [*rows, ["not a postcode"]]))
    assert found.notes[0].startswith(f"p.csv: {len(live)} live postcodes; postcode from 'pcds'")
    assert found.notes[1:] == (
        f"p.csv: {len(ended)} terminated postcodes were left out.",
        f"p.csv: {len(nowhere)} postcodes without a grid reference were left out.",
        f"p.csv: {len(irish)} postcodes of Northern Ireland were left out: "
        "their grid is the Irish one.",
        "p.csv: 1 rows hold no postcode (first: 'not a postcode').",
    )
    assert ended and irish and nowhere


def test_only_the_authorities_or_the_postcodes_asked_for_are_kept(tmp_path):
    rows, live = directory(NEW)
    path = write(tmp_path / "p.csv", rows)
    found = read_postcodes(path, authorities=["E06000017"]).table.columns
    assert found["postcode"] == [r["postcode"] for r in live if r["authority"] == "E06000017"]
    chosen = read_postcodes(path, postcodes=[live[3]["postcode"].replace(" ", "").lower()])
    assert chosen.table.columns["postcode"] == [live[3]["postcode"]]
    assert "59 postcodes were not asked for" in " ".join(chosen.notes)


def test_only_the_postcodes_in_an_extent_are_kept_its_border_included(tmp_path):
    rows, live = directory(NEW)
    west, south = 484_000.0, float(live[5]["y"])
    inside = [r for r in live if float(r["x"]) >= west and float(r["y"]) >= south]
    extent = (west, south, 489_000.0, 309_000.0)
    found = read_postcodes(write(tmp_path / "p.csv", rows), extent=extent)
    assert found.table.columns["postcode"] == [row["postcode"] for row in inside]
    assert f"{len(live) - len(inside)} postcodes were not asked for" in " ".join(found.notes)
    assert 0 < len(inside) < len(live)


@pytest.mark.parametrize("headings", [OLD, NEW], ids=["old", "new"])
def test_postcodes_of_large_users_are_left_out_when_asked(tmp_path, headings):
    rows, live = directory(headings)
    user = headings.index("usertype" if headings is OLD else "usrtypind")
    large = {live[2]["postcode"], live[9]["postcode"]}
    place = headings.index("pcds")
    for row in rows[1:]:
        row[user] = "1" if row[place] in large else "0"
    path = write(tmp_path / "p.csv", rows)
    assert len(read_postcodes(path).table) == len(live)
    found = read_postcodes(path, large_users=False)
    assert set(found.table.columns["postcode"]) == {row["postcode"] for row in live} - large
    assert "2 postcodes of large users were left out" in " ".join(found.notes)


def test_headings_of_later_years_are_recognised(tmp_path):
    rows, live = directory(NEW)
    rows[0] = [heading.replace("25cd", "26cd") for heading in rows[0]]
    found = read_postcodes(write(tmp_path / "p.csv", rows)).table
    assert found.columns["authority"] == [row["authority"] for row in live]
    assert found.provenance.dataset == "ONS postcode directory"


def test_a_fictional_directory_is_credited_to_nobody(tmp_path):
    rows, _ = directory(NEW)
    found = read_postcodes(write(tmp_path / "ONSPD_FICTIONAL.csv", rows)).table.provenance
    assert (found.publisher, found.fictional) == ("", True)
    named = read_postcodes(write(tmp_path / "ONSPD_AUG_2025.csv", rows)).table.provenance
    assert (named.publisher, named.fictional) == ("Office for National Statistics", False)


def test_what_is_no_directory_is_refused_in_words(tmp_path):
    path = write(tmp_path / "p.csv", [["name", "x"], ["a", "1"]])
    with pytest.raises(ColumnError, match="no column of postcodes, so it is no postcode directory"):
        read_postcodes(path)
    path = write(tmp_path / "p.csv", [["pcds", "east1m", "north1m"], ["ZZ1 1AA", "1", "2"]])
    with pytest.raises(ColumnError, match="no column of local authorities"):
        read_postcodes(path, authorities=["E06000017"])
    with pytest.raises(FileUnreadableError, match=r"no file nowhere\.csv"):
        read_postcodes(tmp_path / "nowhere.csv")
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(b"\x1f\x8b\x08nonsense")
    with pytest.raises(FileUnreadableError, match="cannot be read as a table"):
        read_postcodes(broken)


def test_reading_a_directory_can_be_stopped(tmp_path):
    rows, _ = directory(NEW)
    with pytest.raises(CancelledError):
        read_postcodes(write(tmp_path / "p.csv", rows), progress=Stopped())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("le15 6hp", "LE156HP"),
        (" LE15  6HP ", "LE156HP"),
        ("M1 1AA", "M11AA"),
        ("EC1A1BB", "EC1A1BB"),
        ("LE15", ""),
        ("none", ""),
        (None, ""),
    ],
)
def test_postcodes_are_compared_in_one_spelling(text, key):
    assert postcode_key(text) == key


def test_the_place_of_a_postcode_is_found_in_any_spelling(tmp_path):
    rows, live = directory(OLD)
    known = places_of_postcodes(read_postcodes(write(tmp_path / "p.csv", rows)).table)
    assert known[postcode_key(live[0]["postcode"].lower())] == (
        float(live[0]["x"]),
        float(live[0]["y"]),
    )
