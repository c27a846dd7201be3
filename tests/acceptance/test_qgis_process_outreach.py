"""Outreach points through qgis_process: the sample county, and Rutland's schools."""

from __future__ import annotations

import shutil

import pytest
from acceptance.qgis_process import SAMPLE, done, points_csv, refusal

pytestmark = pytest.mark.acceptance
HUBS, VENUES = (points_csv(SAMPLE / name) for name in ("hubs.csv", "venues.csv"))


def given(sample_county, **parameters):
    named = {"HUBS": HUBS, "HUB_ID": "site_id", "VENUES": VENUES, "VENUE_ID": "site_id"}
    rest = {"MODE": "pram", "HOME_AUTHORITY": "Fenmarch", "OUTREACH": 5}
    return {**sample_county, **named, **rest, **parameters}


def test_the_sample_county_gets_points_linked_to_its_hubs_with_proof(qgis, folder, sample_county):
    ran = done(
        qgis.run("suggestoutreach", **given(sample_county), STAFF_DRIVE=25,
                 TYPE_ORDER="library; village hall; community centre", OUTPUT=folder / "o.gpkg",
                 ASSIGNMENT=folder / "a.gpkg", LINKS=folder / "l.gpkg", FRONTIER=folder / "f.csv",
                 HTML=folder / "o.html")
    )  # fmt: skip
    assert ran["PROVEN"] is True and ran["GAP_FOUND"] == 0
    assert len(ran["SITES_CHOSEN"].split(", ")) == 5
    page = (folder / "o.html").read_text("utf-8")
    assert "FICTIONAL" in page and "outreach point that runs" in page.lower()


def test_sessions_staff_and_room_are_kept_to_in_the_sample_county(qgis, folder, sample_county):
    ran = done(
        qgis.run("suggestoutreach", **given(sample_county), SESSION_CHILDREN=60, POINT_SESSIONS=3,
                 STAFF_SESSIONS="sessions_week", OUTPUT=folder / "s.gpkg")
    )  # fmt: skip
    assert ran["PROVEN"] is True
    assert 0 < ran["CHILDREN_OUTREACH"] <= 5 * 3 * 60 + 3 * 60 + 0.01


def test_conditions_that_no_plan_keeps_end_with_status_1_and_a_sentence(
    qgis, folder, sample_county
):
    said = refusal(qgis.run("suggestoutreach", **given(sample_county), FLOORS="each locality=100",
                            OUTPUT=folder / "n.gpkg"))  # fmt: skip
    assert "cannot be kept" in said and not (folder / "n.gpkg").exists()


def test_rutlands_schools_serve_as_outreach_points(qgis, folder, shared_data, rutland_files):
    rutland = shared_data / "rutland"
    shutil.copytree(rutland_files, folder, dirs_exist_ok=True)
    schools = points_csv(rutland / "facilities" / "gias_open_establishments_2025-05-24.csv")
    hubs = folder / "hubs.csv"
    rows = (rutland / "facilities" / "gias_open_establishments_2025-05-24.csv").read_text("utf-8")
    heading, *lines = rows.splitlines()
    hubs.write_text("\n".join([heading, *lines[::9]]) + "\n", encoding="utf-8")
    ran = done(qgis.run(
        "suggestoutreach", NETWORK=folder / "network.gpkg", DEMAND=folder / "points.gpkg",
        HUBS=points_csv(hubs), HUB_ID="urn", VENUES=schools, VENUE_ID="urn", OUTREACH=4,
        STAFF_DRIVE=12, OUTPUT=folder / "ro.gpkg", HTML=folder / "ro.html"))  # fmt: skip
    assert ran["PROVEN"] is True
    assert ran["CHILDREN_HUB"] > 0 and ran["CHILDREN_OUTREACH"] > 0
