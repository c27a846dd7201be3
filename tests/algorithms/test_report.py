"""familyhub:report on the toy town: from results one by one, and from a run's record.

Today's hubs are 007 and 8, the plan gives up 8: test_comparescenarios has the minutes. Children:
West 10, Mid 20, East 30, North 40, Moor 5 (no way). Bands 5 and 10: today West, North (50) within
5, Mid too (70) within 10, East beyond. Without 8, North's 40 have a longer journey.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from algorithms.runs import HUBS, Log, demand, layer_of, points, run, square
from engine.test_report_run_sources import single
from qgis.core import (
    QgsApplication,
    QgsProcessingException,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from family_hub_planner.engine.giving_up import DECIDES_NOTHING
from family_hub_planner.engine.page import OSM_NOTICE
from family_hub_planner.processing.report.read import credit_of
from family_hub_planner.processing.report.rows import rows_of_file

TABLES = ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_HUB")


def cover(network, hubs, folder, name):
    """Run coverage and give its files."""
    outs = {"OUTPUT": str(folder / f"{name}.gpkg")}
    outs.update({table: str(folder / f"{name}_{table}.csv") for table in TABLES})
    run("coverage", NETWORK=network, HUBS=points(hubs, name="hubs"), HUB_ID="site_id",
        DEMAND=demand(), BANDS="5,10", **outs)  # fmt: skip
    return outs


@pytest.fixture
def results(network, town_folder):
    return run_for_a_report(network, town_folder)


def run_for_a_report(network, town_folder):
    """A folder with today, a plan, their comparison and the hubs, as a run writes them."""
    folder = town_folder / "run_for_a_report"
    if not folder.exists():
        make_results(network, folder)
    return folder


def make_results(network, folder):
    """Run the chain once."""
    folder.mkdir()
    today, plan = cover(network, HUBS, folder, "today"), cover(network, HUBS[:1], folder, "plan")
    layer = QgsVectorLayer(today["OUTPUT"], "today", "ogr")
    done = {"OUTPUT": str(folder / "change.gpkg"), "BY_DECILE": str(folder / "change_decile.csv")}
    run("comparescenarios", BASE=layer, PLAN=[plan["OUTPUT"]], PLAN_NAMES="South alone",
        DEMAND=demand(), **done)  # fmt: skip
    hubs = points(HUBS, name="hubs")
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(
        hubs, str(folder / "hubs.gpkg"), hubs.transformContext(), options
    )
    (folder / "results.json").write_text(json.dumps(record(today, plan, done)), "utf-8")
    (folder / "scenario.json").write_text("{}", "utf-8")


def record(today, plan, compared):
    def names(files):
        return {key: re.split(r"[\\/]", path)[-1] for key, path in files.items()}

    def step(name, algorithm, outputs, **parameters):
        return {
            "id": name, "name": f"Step {name}", "algorithm": f"familyhub:{algorithm}",
            "parameters": parameters, "outputs": names(outputs), "numbers": {}, "seconds": 1.0,
            "command": f"qgis_process run familyhub:{algorithm}",
            "inputs": [{"name": "town.osm", "sha256": "abc"}],
        }  # fmt: skip

    given = {"HUBS": "hubs.gpkg", "HUB_ID": "site_id"}
    return {
        "family_hub_results": 1,
        "scenario": {"title": "South alone?", "question": "What if North closed?", "notes": []},
        "versions": {"planner": "0.1.0"}, "run_on": "2026-11-22",
        "steps": [
            step("today", "coverage", today, **given), step("plan", "coverage", plan, **given),
            step("compare", "comparescenarios", compared, BASE="today.gpkg", PLAN=["plan.gpkg"],
                 PLAN_NAMES="South alone"),
            step("again", "coverage", {}, MODE="walk"),
        ],
    }  # fmt: skip


def pack(path, **parameters):
    done = run("report", OUTPUT=str(path / "pack.html"), **parameters)
    return done, (path / "pack.html").read_text("utf-8")


def test_a_runs_folder_becomes_a_pack_with_its_question_and_options(results, tmp_path):
    done, page = pack(tmp_path, SCENARIO=str(results))
    assert done.results["STATUS"] == "done" and done.results["FIGURES"] > 3
    assert "<title>South alone?</title>" in page and "What if North closed?" in page
    assert DECIDES_NOTHING in page
    # West, Mid and North of 105: 70 within 10 minutes; North's 40 have a longer journey.
    assert "About 70 (67 %)" in page
    assert re.search(
        r">About 40</a> children would have a longer journey under “South alone”", page
    )
    assert "scenario.json, step today (familyhub:runscenario)" in page
    assert "results of the step “Step again” (coverage) are not shown" in page


def test_a_pack_is_written_on_the_main_thread_where_layouts_may_be_made(qgis_app):
    algorithm = QgsApplication.processingRegistry().algorithmById("familyhub:report")
    assert algorithm.flags() & algorithm.Flag.FlagNoThreading


def test_the_record_itself_serves_as_its_folder_does(results, tmp_path):
    _, of_folder = pack(tmp_path, SCENARIO=str(results))
    _, of_file = pack(tmp_path, SCENARIO=str(results / "results.json"))
    assert of_folder == of_file


def test_results_one_by_one_become_the_same_figures(results, tmp_path):
    _, page = pack(
        tmp_path, COVERAGE=str(results / "today.gpkg"), HUBS=points(HUBS), HUB_ID="site_id",
        BY_DECILE=str(results / "today_BY_DECILE.csv"), PLANS=[str(results / "plan.gpkg")],
        PLAN_NAMES="South alone", COMPARISON=str(results / "change.gpkg"),
        CHANGE_BY_DECILE=str(results / "change_decile.csv"), TITLE="By hand",
        CONSULTATION_TEXT="We asked 40 families.\nMost came by bus.",
    )  # fmt: skip
    assert "<title>By hand</title>" in page and "About 70" in page and "About 40" in page
    assert "We asked 40 families." in page and "<li>Most came by bus.</li>" in page
    assert "No scenario file was given" in page


def test_a_page_or_pdf_takes_no_other_files_place(results, tmp_path):
    copy = tmp_path / "run"
    shutil.copytree(results, copy)
    before = (copy / "today.gpkg").read_bytes()
    page, pdf = (tmp_path / name for name in ("mine.html", "mine.pdf"))
    page.write_bytes(before)
    pdf.write_bytes(before)
    for places in ({"OUTPUT": str(page)}, {"OUTPUT": str(tmp_path / "p.html"), "PDF": str(pdf)}):
        with pytest.raises(QgsProcessingException, match="holds something else"):
            run("report", SCENARIO=str(copy), **places)
    assert page.read_bytes() == pdf.read_bytes() == before
    assert not (tmp_path / "p.html").exists()


def test_a_file_that_is_no_record_is_refused(tmp_path):
    (tmp_path / "results.json").write_text('{"steps": []}', "utf-8")
    with pytest.raises(QgsProcessingException, match="is no record of a run"):
        run("report", SCENARIO=str(tmp_path))
    (tmp_path / "results.json").write_text("{", "utf-8")
    with pytest.raises(QgsProcessingException, match="cannot be read as JSON"):
        run("report", SCENARIO=str(tmp_path / "results.json"))


def test_a_folder_without_a_record_and_nothing_at_all_are_refused(tmp_path):
    with pytest.raises(QgsProcessingException, match=r"There is no results\.json"):
        run("report", SCENARIO=str(tmp_path))
    with pytest.raises(QgsProcessingException, match="Nothing was given to report on"):
        run("report")


def test_a_pack_whose_figures_do_not_agree_is_not_written(results, tmp_path):
    text = (results / "today_BY_DECILE.csv").read_text("utf-8")
    changed = tmp_path / "changed.csv"
    assert "105" in text
    changed.write_text(text.replace("105", "205"), "utf-8")
    target = tmp_path / "pack.html"
    with pytest.raises(QgsProcessingException):
        run("report", COVERAGE=str(results / "today.gpkg"), BY_DECILE=str(changed),
            OUTPUT=str(target))  # fmt: skip
    assert not target.exists()


def test_confidential_places_stand_in_no_pack(results, tmp_path):
    rows = [(at, {**values, "confidential": said})
            for (at, values), said in zip(HUBS, ("no", "yes"))]  # fmt: skip
    for audience in ("internal", "public"):
        _, page = pack(tmp_path, COVERAGE=str(results / "today.gpkg"), HUBS=points(rows),
                       HUB_ID="site_id", AUDIENCE=audience)  # fmt: skip
        assert HUBS[0][1]["site_name"] in page
        assert HUBS[1][1]["site_name"] not in page


def test_the_public_is_told_no_confidential_place_of_any_register_of_the_run(results, tmp_path):
    """A register that only another step read: its refuge is named in a note of the council's."""
    copy = tmp_path / "run"
    shutil.copytree(results, copy)
    (copy / "estate.csv").write_text(
        "building_id,building_name,confidential\nV27,Rowan Refuge,yes\nV28,Library,no\n", "utf-8"
    )
    told = json.loads((copy / "results.json").read_text("utf-8"))
    told["scenario"]["notes"] = ["Rowan Refuge at the old vicarage is left out.", "All else is in."]
    told["steps"][1]["inputs"] = [{"name": "estate.csv", "sha256": "abc"}]
    (copy / "results.json").write_text(json.dumps(told), "utf-8")
    _, page = pack(tmp_path, SCENARIO=str(copy), AUDIENCE="public")
    assert "Rowan" not in page and "vicarage" not in page and "All else is in." in page
    assert "Confidential places: 1, with every sentence that names one" in page
    # Its checksum is another than the record's: the file that the run read may have named more.
    assert "Not looked up: estate.csv. This is not the file that the run read" in page


def test_the_table_by_car_of_another_run_of_the_same_hubs_is_taken(results, tmp_path):
    copy = tmp_path / "run"
    shutil.copytree(results, copy)
    (copy / "by_mode.csv").write_text(
        "by,travel,key,areas,children,need,reached_5,share_5,reached_10,share_10,beyond,unrouted,"
        "mean_minutes,median_minutes,p90_minutes,max_minutes,note\n"
        "all areas,without a car,All areas,5,60,60,15,0.25,45,0.75,15,0,7,6,9,12,\n", "utf-8"
    )  # fmt: skip
    told = json.loads((copy / "results.json").read_text("utf-8"))
    told["steps"][3]["outputs"] = {"BY_MODE": "by_mode.csv"}
    told["steps"][3]["parameters"] |= {"HUBS": "hubs.gpkg"}
    (copy / "results.json").write_text(json.dumps(told), "utf-8")
    _, page = pack(tmp_path, SCENARIO=str(copy))
    assert "Of the results of the step “Step again” (coverage) only the table by car" in page
    assert "All areas, without a car" in page
    assert re.search("Families without a car</t[hd]><td>yes</td><td[^>]*>60<", page)


def test_areas_are_drawn_in_degrees_and_keyed_by_their_code(results, tmp_path):
    areas = [
        (square((300 * place, 0)), {"area_code": code, "children": 10.0})
        for place, code in enumerate(("West", "Mid", "East", "North", "Moor"))
    ]
    # The need has its own children: they are checked against the coverage's, which it must match.
    for (_, values), count in zip(areas, (10.0, 20.0, 30.0, 40.0, 5.0)):
        values["children"] = count
    need = layer_of("Polygon", areas, name="need")
    _, page = pack(tmp_path, COVERAGE=str(results / "today.gpkg"), NEED=need)
    held = re.search(r'id="map-data">(.*?)</script>', page, re.S).group(1)
    layer = next(one for one in json.loads(held)["layers"] if one["key"] == "areas")
    assert layer["ids"] == ["West", "Mid", "East", "North", "Moor"]
    rings = layer["shapes"][0]["coordinates"]
    while isinstance(rings[0][0], list):
        rings = rings[0]
    longitude, latitude = rings[0]
    assert -8 < longitude < 2 and 49 < latitude < 61


def test_a_csv_gives_its_columns_in_the_kinds_of_the_contract(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text('key,areas,children,mean_minutes,note\n"1","3",12.5,,\n', "utf-8")
    table = rows_of_file(file).table
    assert next(table.rows()) == ("1", 3, 12.5, None, None)


def test_a_cancelled_pack_leaves_the_old_one(results, tmp_path):
    class Cancelled(Log):
        def isCanceled(self):
            return True

    target = tmp_path / "pack.html"
    target.write_text("<!DOCTYPE html>old", "utf-8")
    done = run("report", Cancelled(), SCENARIO=str(results), OUTPUT=str(target))
    assert done.results["STATUS"] == "cancelled" and target.read_text("utf-8").endswith("old")


def test_no_page_stands_in_the_folder_of_tables_or_where_the_pdf_does(results, tmp_path):
    (tmp_path / "tables").mkdir()
    inside = str(tmp_path / "tables" / "pack.html")
    with pytest.raises(QgsProcessingException, match="would stand in the folder of tables"):
        run("report", SCENARIO=str(results), OUTPUT=inside, TABLES=str(tmp_path / "tables"))


def test_a_layer_of_the_project_is_named_by_its_file_and_never_by_its_id(results, tmp_path):
    hubs = QgsVectorLayer(str(results / "hubs.gpkg"), "My hubs", "ogr")
    today = QgsVectorLayer(str(results / "today.gpkg"), "Reach", "ogr")
    _, page = pack(tmp_path, COVERAGE=today, HUBS=hubs, HUB_ID="site_id")
    assert "Hubs: hubs.gpkg; publisher and licence not stated" in page and "today.gpkg" in page
    assert hubs.id() not in page and "QgsVectorLayer" not in page


def test_further_layers_stand_beside_today_each_as_what_it_is(results, tmp_path):
    need = demand()
    given = {"BESIDE": [str(results / "plan.gpkg"), need], "BESIDE_NAMES": "South; Points"}
    _, page = pack(tmp_path, COVERAGE=str(results / "today.gpkg"), NEED=need, **given)
    assert ">South</th>" in page and ">Points</th>" in page
    data = page.partition('id="data"')[2].partition("</section>")[0]
    assert data.count("Network: ") == 1 and "OpenStreetMap" in data, "as the coverage tells it"
    assert "Need: " in data and data.count("publisher and licence not stated") == 2  # and hubs
    with pytest.raises(QgsProcessingException, match="2 names were given for 1 results"):
        run("report", COVERAGE=str(results / "today.gpkg"), BESIDE=[need], BESIDE_NAMES="a; b",
            OUTPUT=str(tmp_path / "no.html"))  # fmt: skip


@pytest.mark.parametrize("more", [{}, {"PLANS": ["plan.gpkg"], "PLAN_NAMES": "South"}])
def test_coverages_given_alone_name_their_own_network_demand_and_hubs_once(results, tmp_path, more):
    given = {**more, "PLANS": [str(results / one) for one in more.get("PLANS", ())]}
    _, page = pack(tmp_path, COVERAGE=str(results / "today.gpkg"), **given)
    data = page.partition('id="data"')[2].partition("</section>")[0]
    assert data.count("Network: ") == 1 and data.count("Hubs: hubs; ") == 1
    assert data.count("Demand points: ") == 1


def test_the_maps_credit_is_that_of_the_ways_as_a_layer_of_coverage_tells_it(qgis_app):
    assert credit_of(single()) == "Exshire"
    assert credit_of(replace(single(), from_osm=True)) == OSM_NOTICE
    untold = [replace(one, coverage=None) for one in single().options]
    bare = replace(single(), today=None, options=untold)
    assert credit_of(bare) == "Source of the ways: not stated"


def test_layers_beside_that_are_called_alike_are_told_apart(results, tmp_path):
    twice = [str(results / "plan.gpkg"), str(results / "today.gpkg")]
    given = {"COVERAGE": str(results / "today.gpkg"), "BESIDE": twice}
    with pytest.raises(QgsProcessingException, match="two results are called 'Same'"):
        pack(tmp_path, **given, BESIDE_NAMES="Same; Same")
    alike = [QgsVectorLayer(file, "Alike", "ogr") for file in twice]
    _, page = pack(tmp_path, **{**given, "BESIDE": alike})
    assert "Alike; Alike (2)" in page


def test_a_coverage_of_a_run_that_no_option_takes_stands_beside_the_others(results, tmp_path):
    copy = tmp_path / "run"
    shutil.copytree(results, copy)
    told = json.loads((copy / "results.json").read_text("utf-8"))
    told["steps"][3]["outputs"] = {"OUTPUT": "plan.gpkg"}
    (copy / "results.json").write_text(json.dumps(told), "utf-8")
    _, page = pack(tmp_path, SCENARIO=str(copy), NEED=demand())
    assert ">Step again</th>" in page and "are not shown in this pack" not in page


def test_a_geojson_without_rows_has_lost_its_columns_and_is_empty(results, tmp_path):
    nothing = '{"type": "FeatureCollection", "features": []}'
    for name in ("lost", "gaps"):
        (tmp_path / f"{name}.geojson").write_text(nothing, "utf-8")
    given = {"COVERAGE": str(results / "today.gpkg"), "UNROUTED": str(tmp_path / "lost.geojson")}
    pack(tmp_path, **given)
    other = {**given, "GAPS": str(tmp_path / "gaps.geojson")}
    with pytest.raises(QgsProcessingException, match="children beyond reach or not routed"):
        pack(
            tmp_path, **other
        )  # today leaves 35 beyond reach or not routed: these gaps are not its


def test_a_record_that_tells_other_settings_than_its_results_stops_the_pack(results, tmp_path):
    copy = tmp_path / "run"
    shutil.copytree(results, copy)
    told = json.loads((copy / "results.json").read_text("utf-8"))
    told["steps"][0]["parameters"]["BANDS"] = "10,20"
    (copy / "results.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(
        QgsProcessingException, match=r"“Step today” that BANDS was “10,20”.*“5,10”"
    ):
        pack(tmp_path, SCENARIO=str(copy))


def test_sites_given_alone_say_that_their_children_may_be_others(results, tmp_path):
    near = {"site_id": "V1", "decision": "open", "reason": "Near."}
    sites = points([((100, 100), near)], name="sites")
    _, page = pack(tmp_path, COVERAGE=str(results / "today.gpkg"), SITES=sites)
    assert "their counts may be of other children than those of the reach today" in page


def dated_anew(network, path):
    """A copy of a network's file that says its data are of another day."""
    shutil.copy(network, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM about WHERE key = 'data_until'")
        day = "INSERT INTO about (key, value) VALUES ('data_until', '2031-01-01')"
        connection.execute(day)
        connection.commit()
    return str(path)


def test_a_network_of_another_day_than_the_coverages_stops_the_pack(results, network, tmp_path):
    other, today = dated_anew(network, tmp_path / "newer.gpkg"), str(results / "today.gpkg")
    with pytest.raises(QgsProcessingException, match=r"network given \(NETWORK\) is .*2031-01-01"):
        run("report", OUTPUT=str(tmp_path / "no.html"), COVERAGE=today, NETWORK=other)
    _, page = pack(tmp_path, COVERAGE=today, NETWORK=network)
    assert "does not say which network" not in page


def test_of_two_networks_that_a_run_built_the_coverages_own_is_told(results, network, tmp_path):
    copy = tmp_path / "run"
    shutil.copytree(results, copy)
    shutil.copy(network, copy / "own.gpkg")
    dated_anew(network, copy / "newer.gpkg")
    told = json.loads((copy / "results.json").read_text("utf-8"))
    ways = [{**told["steps"][3], "id": name, "algorithm": "familyhub:buildnetwork",
             "outputs": {"OUTPUT": f"{name}.gpkg"}} for name in ("newer", "own")]  # fmt: skip
    for steps, there in ((ways, False), (ways[:1], True)):
        (copy / "results.json").write_text(
            json.dumps({**told, "steps": steps + told["steps"]}), "utf-8"
        )
        _, page = pack(tmp_path, SCENARIO=str(copy))
        assert "2031-01-01" not in page
        assert ("another network than this run built (newer.gpkg)" in page) is there
