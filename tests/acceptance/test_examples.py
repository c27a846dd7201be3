"""The examples through qgis_process: each runs, and docs/questions.md says what came out of it."""

from __future__ import annotations

import json
import re
import sys

import geopandas
import pandas as pd
import pytest
from acceptance.qgis_process import ROOT, SAMPLE, done

sys.path.insert(0, str(ROOT / "scripts"))
from questions.page import EXAMPLES, PAGE, page
from questions.run import Run

pytestmark = pytest.mark.acceptance
SCENARIOS = ROOT / "family_hub_planner" / "resources" / "examples"


@pytest.fixture(scope="module")
def runs(qgis, folder):
    """The record of a run of each example, by name; none of them changes the sample county."""
    found, before = {}, sample_bytes()
    for name in EXAMPLES:
        done(qgis.run("runscenario", SCENARIO=SCENARIOS / f"{name}.json", OUTPUT=folder / name))
        found[name] = Run.read(folder / name)
    assert sample_bytes() == before
    return found


def sample_bytes():
    """Every file of the sample county, a passing one of SQLite's too, as it stands."""
    return {path.name: path.read_bytes() for path in SAMPLE.iterdir()}


def table(run, name, **more):
    return pd.read_csv(run.folder / name, **more)


def layer(run, name):
    return geopandas.read_file(run.folder / name)


def test_the_examples_are_those_that_are_shipped():
    assert set(EXAMPLES) == {path.stem for path in SCENARIOS.glob("*.json")}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_loads_the_few_layers_that_answer_it(name):
    steps = json.loads((SCENARIOS / f"{name}.json").read_text("utf-8"))["steps"]
    unsaid = {step["algorithm"] for step in steps if "load" not in step}
    assert unsaid <= {"report", "traveltimes"}, "a step without load would load all its layers"
    assert 4 <= sum(len(step.get("load") or ()) for step in steps) <= 7


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_expression_takes_a_column_of_yes_and_no_for_text(name):
    """QGIS 3.40 reads such a column of a CSV as true and false, and finds no "yes" in it."""
    written = (SCENARIOS / f"{name}.json").read_text("utf-8")
    assert not re.search(r"= *'(yes|no)'", written)


def test_the_page_is_what_the_runs_say(runs):
    assert page(runs) == PAGE.read_text(encoding="utf-8"), "run scripts/make_questions.py"


@pytest.mark.parametrize("name", ["needs_by_locality", "next_hub"])
def test_the_pack_to_publish_is_made_by_the_pages_last_command_or_the_page_says_why_none_is(
    qgis, runs, name
):
    parts = page(runs).split("\n## ")[1:]
    part = " ".join(parts[list(EXAMPLES).index(name)].split())
    command = re.search(r"familyhub:report -- SCENARIO=(\w+) OUTPUT=(\S+) AUDIENCE=(\w+)`\.$", part)
    given = {"OUTPUT": runs[name].folder / command[2], "AUDIENCE": command[3]}
    made = qgis.run("report", SCENARIO=runs[name].folder, **given)
    assert ("No pack to publish is made of this run" in part) is (made.status != 0)
    assert (command[1] == "folder") is (made.status == 0) is given["OUTPUT"].is_file()


def test_the_page_joins_the_two_cuts_of_one_city(runs):
    """Children of question 1, less those outside, with the hotel's: those of question 4."""
    one = layer(runs["services_and_voices"], "coverage.gpkg").set_index("area_code")["children"]
    four = layer(runs["next_hub"], "coverage.gpkg").set_index("area_code")["children"]
    added = pd.read_csv(SAMPLE / "added_points_FICTIONAL.csv")["children"].sum()
    outside = one.drop(four.index, errors="ignore")
    assert one.sum() - outside.sum() + added == pytest.approx(four.sum())
    told = page(runs).replace("\n", " ")
    assert f"2 areas of that one, with about {round(outside.sum(), -1):.0f} children, lie" in told
    assert "are counted here at 1 place added by hand" in told


def test_every_file_that_an_example_names_is_there_and_every_step_told(runs):
    for name, run in runs.items():
        scenario = json.loads((SCENARIOS / f"{name}.json").read_text("utf-8"))
        assert [step["id"] for step in run.record["steps"]] == [s["id"] for s in scenario["steps"]]
        for step in run.record["steps"]:
            assert all((run.folder / made).exists() for made in step["outputs"].values())
        for html in run.folder.glob("*.html"):
            assert "FICTIONAL" in html.read_text("utf-8"), html


def test_leicester_keeps_every_centre_and_no_journey_grows(runs):
    run = runs["services_and_voices"]
    sites = layer(run, "outreach.gpkg").set_index("site_id").decision
    hubs = pd.read_csv(ROOT / "family_hub_planner/resources/sample/hubs.csv").set_index("site_id")
    counted = hubs.index[hubs.open_to == "public"]
    assert set(sites[counted]) == {"kept"}
    assert (sites == "open").sum() == 4
    before = layer(run, "coverage.gpkg").set_index("area_code").minutes
    after = layer(run, "coverage_with_outreach.gpkg").set_index("area_code").minutes
    assert (after <= before + 1e-9).all()
    assert (after < before).any()


def test_leicester_counts_each_voice_in_the_city_once(runs):
    run = runs["services_and_voices"]
    voices = pd.read_csv(ROOT / "family_hub_planner/resources/sample/voices_FICTIONAL.csv")
    voices = voices.dropna(subset=["easting"])
    at = geopandas.points_from_xy(voices.easting, voices.northing, crs=27700)
    points = geopandas.GeoDataFrame(voices, geometry=at)
    inside = geopandas.sjoin(points, layer(run, "city_areas.gpkg")[["area_code", "geometry"]])
    assert run.number("today", "VOICES_COUNTED") == len(inside)
    told = table(run, "by_voice.csv")
    told = told[(told.by == "all") & (told.key == "All areas") & (told.sentiment == "negative")]
    by_theme = inside[inside.sentiment == "negative"].theme.value_counts()
    assert dict(told.set_index("theme").voices.drop("all themes")) == dict(by_theme)


def test_leicester_maps_every_service_of_the_list_and_of_the_hubs(runs):
    offers = layer(runs["services_and_voices"], "every_service.gpkg")
    listed = pd.read_csv(ROOT / "family_hub_planner/resources/sample/services.csv")
    assert set(listed.service_id) <= set(offers.offer_id)
    assert len(offers) == len(listed) + 9
    assert "path" not in offers.columns


def test_gloucestershire_has_six_localities_that_add_up_to_the_county_at_both_stages(runs):
    run = runs["needs_by_locality"]
    sample = ROOT / "family_hub_planner" / "resources" / "sample"
    people = pd.read_csv(next(sample.glob("sape*"))).set_index("LSOA 2021 Code")
    people = people[people["LAD 2023 Name"] == "Fenmarch"]
    where = pd.read_csv(sample / "six_localities_FICTIONAL.csv").set_index("LSOA code (2021)")
    for oldest, name in ((11, "by_locality_0_11.csv"), (19, "by_locality_0_19.csv")):
        ages = people[[f"{sex}{age}" for sex in "FM" for age in range(oldest + 1)]].sum(axis=1)
        by_hand = ages.groupby(where.Locality.reindex(ages.index)).sum()
        told = table(run, name).set_index("key").children
        assert len(told) == 7
        assert dict(told.drop("All areas")) == dict(by_hand)
        assert told["All areas"] == ages.sum()


def test_gloucestershire_counts_the_young_with_send_and_says_what_is_not_assessed(runs):
    run = runs["needs_by_locality"]
    sample = ROOT / "family_hub_planner" / "resources" / "sample"
    send = pd.read_csv(sample / "send_FICTIONAL.csv")
    own = send[send["LSOA code (2021)"].str.startswith("X01")]
    groups = table(run, "by_group_0_19.csv").set_index("key")
    assert groups.children["send_18_25"] == own["Young people aged 18 to 25 with SEND"].sum()
    assert set(groups.index[groups.note == "not assessed"]) == {
        "ethnic_group", "lone_parents", "main_language"
    }  # fmt: skip


def test_northumberland_has_eleven_hubs_and_seven_outreach_points_of_the_kinds_asked_for(runs):
    sites = layer(runs["hubs_outreach_and_estate"], "hubs_and_outreach.gpkg")
    own = sites[sites.authority == "Fenmarch"]
    points = own[own.site_type == "Network Site"]
    assert (len(own) - len(points), len(points)) == (11, 7)
    kinds = points.building_type.value_counts()
    assert dict(kinds) == {"fire station": 4, "military base": 2, "school": 1}


def test_northumberlands_last_option_is_compared_by_its_own_sites(runs):
    run = runs["hubs_outreach_and_estate"]
    before = set(layer(run, "hubs_and_outreach.gpkg").query("open_to == 'public'").site_id)
    after = set(layer(run, "sites_then.gpkg").site_id)
    assert before - after == {run.number("change", "HUBS_GIVEN_UP")}
    minutes = [
        layer(run, f"coverage_{name}.gpkg").set_index("area_code") for name in ("on_foot", "then")
    ]
    longer = minutes[1].minutes - minutes[0].minutes
    assert run.number("change", "LONGEST_INCREASE") == pytest.approx(longer.max(), abs=1e-6)
    frontier = table(run, "frontier.csv")
    assert frontier.step.max() == 2
    assert (frontier.saving_gross.diff().dropna() > 0).all()


def test_westminsters_third_hub_is_the_best_of_all_tested_one_by_one(qgis, folder, runs):
    run = runs["next_hub"]
    places = folder / "all_tested.gpkg"
    both = pd.concat([layer(run, "tested.gpkg"), layer(run, "permanent_hubs.gpkg")])
    both[["site_id", "geometry"]].to_file(places, driver="GPKG")
    done(
        qgis.run("traveltimes", NETWORK=run.folder / "network.gpkg", MODE="pram",
                 ORIGINS=run.folder / "city_points.gpkg", ORIGIN_ID="area_code",
                 DESTINATIONS=places, DESTINATION_ID="site_id", OUTPUT=folder / "all_times.csv")
    )  # fmt: skip
    times = pd.read_csv(folder / "all_times.csv").pivot(
        index="origin_id", columns="destination_id", values="minutes"
    )
    need = layer(run, "city_points.gpkg").set_index("area_code").need.reindex(times.index)
    sites = layer(run, "third_hub.gpkg")
    tested = sites[sites.decision != "kept"].site_id
    by_hand = {
        site: (times[["H01", "H02", site]].min(axis=1) * need).sum() for site in tested
    }  # fmt: skip
    best = min(by_hand, key=by_hand.get)
    assert list(sites[sites.decision == "open"].site_id) == [best]
    assert run.number("nearest", "OBJECTIVE_VALUE") == pytest.approx(by_hand[best], rel=1e-6)
    within = {
        site: need[times[["H01", "H02", site]].min(axis=1) <= 20].sum() for site in tested
    }  # fmt: skip
    assert run.number("most", "OBJECTIVE_VALUE") == pytest.approx(max(within.values()), rel=1e-6)
