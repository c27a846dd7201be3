"""Services of the sample county put into its buildings, through qgis_process."""

from __future__ import annotations

import csv

import geopandas
import pytest
from acceptance.qgis_process import SAMPLE, done, points_csv, refusal
from geopandas.testing import assert_geodataframe_equal

from family_hub_planner.engine.giving_up import DECIDES_NOTHING

pytestmark = pytest.mark.acceptance
HUBS, VENUES = (points_csv(SAMPLE / name) for name in ("hubs.csv", "venues.csv"))
SERVICES = SAMPLE / "services.csv"


@pytest.fixture(scope="module")
def given(sample_county):
    """What every run here is given."""
    return {**sample_county, "SERVICES": SERVICES, "BUILDINGS": VENUES, "HUBS": HUBS,
            "MODE": "drive", "HOME_AUTHORITY": "Fenmarch",
            "APART": "perpetrators with survivors of abuse; young offenders with early years",
            "GIVE_UP_SITES": "V20, V29, V45"}  # fmt: skip


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def files(folder):
    names = {"OUTPUT": "pairs.gpkg", "PLAN": "plan.csv", "BY_BUILDING": "buildings.csv",
             "BY_BUDGET": "budgets.csv", "HTML": "colocation.html"}  # fmt: skip
    return {output: folder / name for output, name in names.items()}


@pytest.fixture(scope="module")
def ran(qgis, folder, given):
    """The run whose files stand in the folder."""
    return done(qgis.run("colocate", **given, **files(folder)))


def test_the_sample_countys_services_find_buildings_and_the_figures_agree(folder, ran):
    assert ran["PROVEN"] is True and ran["GAP_FOUND"] == 0
    plan, buildings = rows_of(folder / "plan.csv"), rows_of(folder / "buildings.csv")
    budgets = rows_of(folder / "budgets.csv")
    assert len(plan) == 22
    assert sum(row["decision"] == "move" for row in plan) == ran["MOVES"] > 5
    for table in (plan, budgets):
        for name, whole in (("saving_gbp_year", "SAVING"), ("one_off_gbp", "ONE_OFF_COST")):
            assert sum(float(row[name]) for row in table) == pytest.approx(ran[whole])
    given_up = [row["site_id"] for row in buildings if row["decision"] == "option_to_give_up"]
    assert ", ".join(given_up) == ran["SITES_GIVEN_UP"] == "V20, V29, V45"
    left = [row["spare_m2_after"] for row in buildings if row["spare_m2_after"]]
    assert all(float(spare) >= 0 for spare in left)
    by_id = {row["service_id"]: row for row in plan}
    assert by_id["S14"]["reason"] == "Left where it is: the area it needs is not known."
    assert by_id["S22"]["decision"] == "leave"
    assert by_id["S11"]["to_site"] != by_id["S12"]["to_site"]
    page = (folder / "colocation.html").read_text("utf-8")
    assert DECIDES_NOTHING in page and "FICTIONAL" in page
    assert "The area they need: not stated for 1 of 22 services (S14)" in ran.said


def test_the_same_run_gives_the_same_files(qgis, folder, given, ran, tmp_path):
    done(qgis.run("colocate", **given, **files(tmp_path)))
    for name in ("plan.csv", "buildings.csv", "budgets.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
    pairs = [geopandas.read_file(place / "pairs.gpkg") for place in (folder, tmp_path)]
    assert_geodataframe_equal(*pairs)


def test_a_service_in_no_building_is_refused_and_nothing_is_written(qgis, given, tmp_path):
    wrong, target = tmp_path / "wrong.csv", tmp_path / "pairs.gpkg"
    text = SERVICES.read_text(encoding="utf-8").replace(",H02,", ",H99,")
    wrong.write_text(text, encoding="utf-8")
    said = refusal(qgis.run("colocate", **{**given, "SERVICES": wrong}, OUTPUT=target))
    assert "1 of 22 services" in said and "S01, in 'H99'" in said
    assert not target.exists()


def test_the_register_as_imported_serves_as_the_buildings_and_no_confidential_one_is_named(
    qgis, folder, given
):
    estate = done(
        qgis.run("importestate", INPUT=SAMPLE / "estate_register.csv",
                 OUTPUT=folder / "estate.gpkg")
    )  # fmt: skip
    register = {**given, "BUILDINGS": estate["OUTPUT"]}
    del register["HUBS"]
    ran = done(
        qgis.run("colocate", **register, OUTPUT=folder / "of_register.csv",
                 PLAN=folder / "register_plan.csv", HTML=folder / "register.html")
    )  # fmt: skip
    assert ran["PROVEN"] is True and ran["SITES_GIVEN_UP"] == "V20, V29, V45"
    with (SAMPLE / "estate_register.csv").open(encoding="cp1252", newline="") as text:
        rows = list(csv.DictReader(text))
    secret = [row for row in rows if row["Confidential?"].lower() in {"yes", "y", "true", "1"}]
    assert secret
    written = [(folder / name).read_text("utf-8") for name in
               ("of_register.csv", "register_plan.csv", "register.html")]  # fmt: skip
    for row in secret:
        assert not any(row["Asset Name"] in text for text in [*written, ran.said])
    directions = {row["direction"] for row in rows_of(folder / "of_register.csv")}
    assert directions == {"into_hub", "hub_into", "between_others"}, "hubs by their site_type"
