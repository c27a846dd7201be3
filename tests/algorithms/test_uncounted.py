"""Areas whose children or need are held back: left out and named, in every run that counts them.

The toy town: West 10 children, need 5; Mid 20, 4; East 30, 6; North 40, 8; Moor 5, not routed.
"""

from __future__ import annotations

import pytest
from algorithms.runs import DEMAND, hubs, points, run
from qgis.core import QgsProcessingException

VENUES = [((120, 0), {"site_id": "c1"}), ((660, 0), {"site_id": "c2"}),
          ((960, -180), {"site_id": "c3"})]  # fmt: skip
SINKS = ("BY_HUB", "BY_DECILE", "BY_LOCALITY", "UNROUTED")


def held(**columns):
    """Give the demand points with some values emptied: `children=("Mid",)`."""
    rows = [
        (at, {name: None if values["area_code"] in columns.get(name, ()) else value
              for name, value in values.items()})
        for at, values in DEMAND
    ]  # fmt: skip
    return points(rows, name="demand")


def cover(network, page=None, **parameters):
    given = {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "BANDS": "5,10",
             **dict.fromkeys(SINKS, "TEMPORARY_OUTPUT"), **parameters}  # fmt: skip
    return run("coverage", **given, **({"HTML": str(page)} if page else {}))


def total(done, table, name):
    return done.by(table, "key")["All areas"][name]


def test_an_area_without_a_count_of_children_is_left_out_of_coverage_and_named(network, tmp_path):
    page = tmp_path / "page.html"
    done = cover(network, page, DEMAND=held(children=("Mid",), need=("Mid",)))
    assert set(done.by("OUTPUT", "area_code")) == {"West", "East", "North", "Moor"}
    assert done["CHILDREN"] == 10 + 30 + 40 + 5
    for table in ("BY_HUB", "BY_DECILE", "BY_LOCALITY"):
        assert total(done, table, "children") == 85 and total(done, table, "areas") == 4
    row = done.by("UNROUTED", "id")["Mid"]
    assert (row["role"], row["reason"]) == ("demand", "no count of children")
    assert done["UNROUTED_COUNT"] == len(done.rows("UNROUTED")) == 2
    assert any("no count of children: Mid" in said for said in done.log.warned)
    text = page.read_text("utf-8")
    lead = text.partition('class="lead"')[2].partition("</p>")[0]
    assert "1 area has no count of children and stands in no figure." in lead
    assert "Left out, no count of children: Mid." in text
    assert "nan" not in text.lower().replace("governance", "").split()


def test_a_need_that_is_not_known_leaves_the_children_counted_and_stays_empty(network, tmp_path):
    page = tmp_path / "page.html"
    done = cover(network, page, DEMAND=held(need=("Mid", "East")))
    assert done["CHILDREN"] == 105
    found = done.by("OUTPUT", "area_code")
    assert found["Mid"]["need"] is None and found["West"]["need"] == 5
    assert (
        total(done, "BY_DECILE", "need") == 5 + 8 + done.by("OUTPUT", "area_code")["Moor"]["need"]
    )
    note = "Need is not known in 2 areas (Mid, East): children there are counted, and every sum"
    assert any(note in said for said in done.log.warned)
    assert note in page.read_text("utf-8")
    assert "in no figure" not in page.read_text("utf-8")


def test_a_second_placing_leaves_out_the_points_of_the_same_areas(network):
    second = points([(at, {**values, "lsoa": values["area_code"]}) for at, values in DEMAND])
    done = cover(
        network, DEMAND=held(children=("Mid",)), DEMAND_2=second, DEMAND_2_AREA="lsoa",
        BY_ALLOCATION="TEMPORARY_OUTPUT",
    )  # fmt: skip
    assert {row["children"] for row in done.rows("BY_ALLOCATION") if row["key"] == "All areas"} == {
        85
    }


def test_accessibility_leaves_out_whom_nobody_counted(network):
    given = {"NETWORK": network, "HUBS": hubs(hours_week=[30.0, 20.0]), "HUB_ID": "site_id",
             "BANDS": "5,10", "METHOD": "2sfca", "UNROUTED": "TEMPORARY_OUTPUT"}  # fmt: skip
    done = run("accessibility", DEMAND=held(children=("Mid",), need=("West",)), **given)
    found = done.by("OUTPUT", "area_code")
    assert "Mid" not in found and found["West"]["need"] is None
    assert found["West"]["score"] == pytest.approx(30 / 10)
    assert done.by("UNROUTED", "id")["Mid"]["reason"] == "no count of children"
    weighed = run("accessibility", DEMAND=held(need=("Mid",)), COUNTED="need", **given)
    assert weighed.by("UNROUTED", "id")["Mid"]["reason"] == "need is not known"
    assert weighed.by("OUTPUT", "area_code")["West"]["score"] == pytest.approx(30 / 5)


def test_suggested_sites_leave_out_areas_without_children_or_need(network, tmp_path):
    page = tmp_path / "page.html"
    done = run(
        "suggestsites", NETWORK=network, DEMAND=held(need=("North",), children=("Mid",)),
        CANDIDATES=points(VENUES, name="venues"), CANDIDATE_ID="site_id", MINUTES=5, SITES=1,
        HTML=str(page), UNROUTED="TEMPORARY_OUTPUT",
    )  # fmt: skip
    left = {id: row["reason"] for id, row in done.by("UNROUTED", "id").items()}
    assert (left["Mid"], left["North"]) == ("no count of children", "need is not known")
    text = page.read_text("utf-8")
    assert "no count of children: Mid" in text and "need is not known: North" in text
    assert done["OBJECTIVE_VALUE"] <= 5 + 6 + 1


def test_where_no_area_is_counted_the_run_is_refused_in_words(network):
    codes = [values["area_code"] for _, values in DEMAND]
    with pytest.raises(QgsProcessingException, match="None of the 5 demand points of demand can"):
        cover(network, DEMAND=held(children=codes))


def test_a_negative_count_is_still_refused(network):
    rows = [(at, {**values, "children": -1.0}) for at, values in DEMAND]
    with pytest.raises(QgsProcessingException, match=r"no usable children \(first: West with -1\)"):
        cover(network, DEMAND=points(rows, name="demand"))
