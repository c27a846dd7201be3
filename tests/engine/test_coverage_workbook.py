"""The spreadsheet of a coverage run: headings with units, a sheet that tells all, wards first."""

from __future__ import annotations

from family_hub_planner.engine.coverage_workbook import Words, coverage_sheets
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.tables import Table

BANDS = (15.0, 30.0)
METHOD = Method(
    mode="pram", run_on="2026-03-02", hub_names={"H1": "Mill Hub"}, fictional=True,
    not_counted={"H9": "of another authority"}, need_is="children", version="planner 9",
)  # fmt: skip
WORDS = Words("Our hubs", "Who is reached?", "About half are.", ["A note."], ["Census, 2021, OGL."],
              {"outreach": ["H1", "H3"], "part-time": []})  # fmt: skip


def table(*keys):
    rows = len(keys)
    columns = {"key": list(keys), "areas": [2] * rows, "children": [10.5] * rows}
    columns.update(need=[3.0] * rows, reached_15=[5.25] * rows, share_15=[0.5] * rows)
    columns.update(reached_30=[8.0] * rows, share_30=[0.75] * rows, beyond=[2.5] * rows)
    return Table({**columns, "mean_minutes": [12.5] * rows, "note": [""] * rows}, "t")


def sheets(**tables):
    return coverage_sheets(tables, BANDS, METHOD, WORDS)


def test_wards_come_first_and_headings_say_whom_how_and_in_what_unit():
    found, looks = sheets(
        BY_HUB=table("H1", "All areas"),
        BY_LOCALITY=table("North", "All areas"),
        BY_WARD=table("Mill", "All areas"),
    )
    assert list(found) == ["About", "By ward", "By locality", "By hub"]
    assert list(found["By ward"].columns) == [
        "Ward",
        "Small areas (number)",
        "Children aged 0-4 (number)",
        "Need (see About)",
        "Children aged 0-4 within 15 minutes' walk of a hub with a pram (number)",
        "Children aged 0-4 within 15 minutes' walk of a hub with a pram (%)",
        "Children aged 0-4 within 30 minutes' walk of a hub with a pram (number)",
        "Children aged 0-4 within 30 minutes' walk of a hub with a pram (%)",
        "Children aged 0-4 beyond 30 minutes (number)",
        "Mean journey to the nearest hub (minutes)",
    ]
    assert list(looks["By ward"].kinds.values()) == [
        "count", "count", "count", "count", "percent", "count", "percent", "count", "tenths",
    ]  # fmt: skip
    assert found["By hub"].column("Nearest hub") == ["Mill Hub (H1)", "All areas"]
    title, said = looks["By ward"].above
    assert title == "Children aged 0-4 modelled within reach of a hub, by ward"
    assert "FICTIONAL" in said
    assert "Run on 2026-03-02." in said
    assert "not for publishing" in said


def test_hubs_that_are_not_like_the_others_are_named():
    found, _ = sheets(BY_WARD=table("Mill", "All areas"))
    pairs = list(zip(*found["About"].columns.values()))
    assert ("Counted, but not alike", "outreach: Mill Hub (H1), H3") in pairs
    assert not [text for _, text in pairs if text.startswith("part-time")]


def test_a_table_without_a_group_of_its_own_has_no_sheet():
    found, _ = sheets(BY_WARD=table("not known", "All areas"), BY_DECILE=table("1", "All areas"))
    assert list(found) == ["About", "By deprivation decile"]


def test_the_ages_sheet_speaks_of_the_rows_own_children_and_ways():
    ages = table("0-2", "3-4")
    columns = {**ages.columns, "travel": ["pram", "walk"], "need": [None, None]}
    found, _ = sheets(BY_AGE=Table(columns, "t"))
    assert found["By age of child"].column("How they travel") == ["walking with a pram", "walking"]
    assert "Need (see About)" not in found["By age of child"].columns  # it would be empty
    assert "Children within 15 minutes of a hub (number)" in found["By age of child"].columns


def test_the_first_sheet_tells_question_sources_date_licences_and_who_was_left_out():
    found, _ = sheets(BY_WARD=table("Mill", "All areas"))
    names, said = found["About"].columns.values()
    told = "\n".join(said)
    for text in ("Our hubs", "Who is reached?", "About half are.", "A note.", "Census, 2021, OGL.",
                 "OpenStreetMap contributors", "2026-03-02", "H9", "walking with a pram",
                 "15, 30 minutes", "planner 9", "aged 0-4", "FICTIONAL"):  # fmt: skip
        assert text in told, text
    assert "By ward: the same children by ward; the last row is of all areas." in said
    assert len(set(names) - {""}) == len([name for name in names if name])  # each is named once
