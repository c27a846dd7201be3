"""`make demo` as a user runs it: files, layers, project, map and printed tables."""

from __future__ import annotations

import bz2
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from acceptance.qgis_process import ROOT, SAMPLE
from osgeo import gdal
from qgis.core import (
    QgsLayoutItemMap,
    QgsMapRendererSequentialJob,
    QgsProject,
    QgsRuleBasedRenderer,
)
from qgis.PyQt.QtCore import QSizeF
from qgis.PyQt.QtGui import QImage

pytestmark = pytest.mark.acceptance
MAP_DPI = 200  # of map.png
PYTHON = "/usr/bin/python3"  # as the Makefile does: QGIS binds to the system's Python
OWN = ("OSM", "AREAS", "POPULATION", "DEPRIVATION", "HUBS", "VENUES")
FILES = {
    "planner.gpkg", "planner.qgz", "network.gpkg", "map.png", "index.html", "coverage.html",
    "sites.html",
}  # fmt: skip
TABLES = {
    "suggested_sites", "assignment", "hubs", "venues", "unrouted",
    "catchments", "coverage", "areas_beyond_reach", "travel_times",
    "coverage_by_hub", "coverage_by_decile", "coverage_by_quintile", "coverage_by_locality",
    "need", "demand_points", "localities",
    "network_edges", "network_barriers", "network_nodes", "network_about",
}  # fmt: skip


STYLED = {
    "suggested site", "within 20 minutes' walk with a pram", "10 to 20 minutes' walk with a pram",
    "quarter of areas with most need", "no modelled route", "hub closed, planned or not for all",
    "river, canal or shore", "main road",
}  # fmt: skip


@dataclass(frozen=True)
class Demo:
    """One run: its folder, exit status and what it printed."""

    folder: Path
    status: int
    out: str
    err: str


def run_demo(folder: Path, **own: object) -> Demo:
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    environment.update({name: str(value) for name, value in own.items()})
    command = [PYTHON, str(ROOT / "scripts" / "run_demo.py"), "--output", str(folder)]
    ran = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    return Demo(folder, ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demonstration on the sample county, run once."""
    return run_demo(tmp_path_factory.mktemp("demo") / "a folder with spaces")


def test_the_demo_ends_with_status_0_and_leaves_its_files_and_no_others(demo):
    assert demo.status == 0, demo.out + demo.err
    assert {path.name for path in demo.folder.iterdir()} == FILES


def test_the_geopackage_holds_every_layer_and_none_is_empty(demo):
    dataset = gdal.OpenEx(str(demo.folder / "planner.gpkg"))
    layers = [dataset.GetLayer(number) for number in range(dataset.GetLayerCount())]
    counts = {layer.GetName(): layer.GetFeatureCount() for layer in layers}
    assert set(counts) == TABLES
    assert [name for name, count in counts.items() if not count] == []


def test_the_project_opens_elsewhere_grouped_and_with_every_layer_valid(demo, qgis_app, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(demo.folder, moved)
    project = QgsProject.instance()
    try:
        assert project.read(str(moved / "planner.qgz"))
        layers = project.mapLayers().values()
        assert len(layers) == len(TABLES) + 1, "need stands twice: once for the neighbours"
        assert [layer.name() for layer in layers if not layer.isValid()] == []
        assert all(layer.source().startswith(str(moved)) for layer in layers)
        groups = [group.name() for group in project.layerTreeRoot().children()]
        assert groups == ["Sites", "Reach", "Need", "Network"]
        assert project.crs().authid() == "EPSG:27700"
        assert "fictional" in project.title()
        themes = project.mapThemeCollection().mapThemes()
        assert set(themes) == {"Who is within reach", "Catchments", "Need"}
        assert len(project.layoutManager().layouts()) == 1
        assert {rule for layer in layers for rule in rules_of(layer)} >= STYLED
        county = project.mapLayersByName("Minutes to the nearest hub with a pram, by area")[0]
        assert project.viewSettings().defaultViewExtent().contains(county.extent())
    finally:
        project.clear()


def rules_of(layer) -> list[str]:
    renderer = layer.renderer()
    if not isinstance(renderer, QgsRuleBasedRenderer):
        return []
    return [rule.label() for rule in renderer.rootRule().children()]


def colours_of(image: QImage, left: float, top: float, right: float, bottom: float) -> set[int]:
    width, height = image.width(), image.height()
    return {
        image.pixel(x, y)
        for x in range(int(left * width), int(right * width), 3)
        for y in range(int(top * height), int(bottom * height), 3)
    }


def test_the_map_is_drawn_in_every_part_of_its_page(demo):
    image = QImage(str(demo.folder / "map.png"))
    assert image.width() > 2000
    parts = {
        "title": (0.03, 0.04, 0.6, 0.11),
        "county": (0.1, 0.2, 0.6, 0.8),
        "legend": (0.73, 0.14, 0.97, 0.7),
        "sources": (0.03, 0.86, 0.95, 0.95),
    }
    few = {name: len(colours_of(image, *part)) for name, part in parts.items()}
    assert min(few.values()) > 20, few
    middle = colours_of(image, *parts["county"])
    vivid = [c for c in middle if max(c >> 16 & 255, c >> 8 & 255, c & 255) -
             min(c >> 16 & 255, c >> 8 & 255, c & 255) > 60]  # fmt: skip
    assert len(vivid) > 20, "the county is drawn without colour"


def test_the_demo_prints_coverage_by_decile_and_the_suggested_sites(demo):
    assert "FICTIONAL" in demo.out
    rows = re.findall(r"^(\d+|All areas) +(\d+) +([\d,]+) +.*min$", demo.out, re.MULTILINE)
    assert [row[0] for row in rows] == [*map(str, range(1, 11)), "All areas"]
    areas = [int(row[1]) for row in rows]
    assert sum(areas[:-1]) == areas[-1] > 100
    sites = re.findall(r"^ +(\d)  (V\d\d) ", demo.out, re.MULTILINE)
    assert [order for order, _ in sites] == ["1", "2", "3"]
    assert "47 venues tested" in demo.out  # 13 of the 60 are open to some families only
    assert len(re.findall(r"^\d of 7 .* s +\d+ MB$", demo.out, re.MULTILINE)) == 7
    assert str(demo.folder / "index.html") in demo.out


def test_the_first_page_says_fictional_and_its_links_lead_somewhere(demo):
    page = (demo.folder / "index.html").read_text(encoding="utf-8")
    assert "fictional" in page
    for name in ("index.html", "coverage.html", "sites.html"):
        text = (demo.folder / name).read_text(encoding="utf-8")
        assert "fictional" in text.lower()
        for real in (
            "OpenStreetMap contributors",
            "Office for National Statistics",
            "Ministry of Housing",
        ):
            assert real not in text, (name, real)
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert {"map.png", "coverage.html", "sites.html"} <= set(links)
    assert [link for link in links if not (demo.folder / link).is_file()] == []


def test_with_a_road_file_alone_the_network_is_drawn_and_the_rest_is_said_to_be_left_out(tmp_path):
    demo = run_demo(tmp_path, OSM=SAMPLE / "county.osm.bz2")
    assert demo.status == 0, demo.out + demo.err
    assert "Need by area: left out, since AREAS and POPULATION are not given." in demo.out
    for step in ("Catchments", "Travel times", "Coverage", "Suggested sites"):
        assert f"! {step}: left out, since " in demo.out
    assert (tmp_path / "map.png").is_file()
    assert not (tmp_path / "coverage.html").exists()


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"HUBS": "hubs.csv"}, "OSM is not given"),
        ({"OSM": "nowhere.osm.pbf"}, "OSM: there is no file"),
        ({"OSM": ROOT / "Makefile"}, "OSM: Makefile is none of"),
        ({"OSM": SAMPLE / "county.osm.bz2", "HUBS": SAMPLE.parent / "speeds.csv"},
         "HUBS: speeds.csv has no coordinates"),
        ({"OSM": SAMPLE / "county.osm.bz2", "AREAS": SAMPLE / "hubs.csv"},
         "AREAS: hubs.csv holds no layer of areas"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_serve_stops_the_demo_in_words(tmp_path, own, said):
    demo = run_demo(tmp_path, **own)
    assert demo.status == 1
    assert said in demo.err
    assert "Traceback" not in demo.err


def test_a_step_that_fails_stops_the_demo_with_the_steps_own_words(tmp_path):
    text = tmp_path / "roads.osm"
    text.write_text("not a map", encoding="utf-8")
    demo = run_demo(tmp_path / "out", OSM=text)
    assert demo.status == 1
    assert "Build the network: roads.osm is no OpenStreetMap file." in demo.err
    assert "Traceback" not in demo.err


def unnamed(layout, layer) -> list[str]:
    """Give the hubs and suggested sites whose name the printed map lacks."""
    item = next(one for one in layout.items() if isinstance(one, QgsLayoutItemMap))
    size = item.sizeWithUnits()
    dots = QSizeF(size.width(), size.height()) * (MAP_DPI / 25.4)
    settings = item.mapSettings(item.extent(), dots, MAP_DPI, False)
    root = QgsProject.instance().layerTreeRoot()
    shown = [one for one in root.layerOrder() if root.findLayer(one.id()).isVisible()]
    settings.setLayers(shown)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    labels = job.takeLabelingResults().labelsWithinRect(item.extent())
    placed = [one for one in labels if one.layerID == layer.id() and not one.isUnplaced]
    named = {one.featureId for one in placed}
    return [one["site_name"] for one in layer.getFeatures()
            if one["decision"] != "not_chosen" and one.id() not in named]  # fmt: skip


def test_the_printed_map_names_every_hub_and_suggested_site(demo, qgis_app):
    project = QgsProject.instance()
    try:
        assert project.read(str(demo.folder / "planner.qgz"))
        [sites] = project.mapLayersByName("Suggested sites and hubs")
        [layout] = project.layoutManager().printLayouts()
        assert unnamed(layout, sites) == []
    finally:
        project.clear()


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The demonstration on files of one's own, without deprivation, run once.

    The road file credits OpenStreetMap, whatever its own name.
    """
    folder = tmp_path_factory.mktemp("own")
    text = bz2.decompress((SAMPLE / "county.osm.bz2").read_bytes()).decode("utf-8")
    credit = 'copyright="Family Hub Planner (fictional)" license="public domain (CC0 1.0)"'
    assert credit in text
    roads = folder / "fens_not_fictional.osm"
    roads.write_text(text.replace(credit, 'copyright="OpenStreetMap and contributors"'), "utf-8")
    return run_demo(
        folder / "out",
        OSM=roads,
        AREAS=SAMPLE / "areas.gpkg",
        POPULATION=next(SAMPLE.glob("sape*")),
        HUBS=SAMPLE / "hubs.csv",
        VENUES=SAMPLE / "venues.csv",
    )


def test_own_files_are_understood_by_their_headings(own):
    assert own.status == 0, own.out + own.err
    assert "codes from LSOA21CD, names from LSOA21NM, authority from LAD24NM" in own.out
    assert "HUBS: layer hubs, 9 places; ids from site_id, names from site_name." in own.out
    assert "DEPRIVATION is not given" in own.out
    assert "FICTIONAL" not in own.out
    assert {path.name for path in own.folder.iterdir()} == FILES


def test_the_first_page_of_real_data_credits_openstreetmap(own):
    for name in ("index.html", "coverage.html", "sites.html"):
        page = (own.folder / name).read_text(encoding="utf-8")
        assert "© OpenStreetMap contributors, ODbL" in page
        assert "https://www.openstreetmap.org/copyright" in page


def test_without_deciles_the_console_has_one_row_of_them(own):
    assert "The tables give no deciles" in own.out
    rows = re.findall(r"^(\w+(?: \w+)?) +\d+ +[\d,]+ +.*min$", own.out, re.MULTILINE)
    assert rows == ["not known", "All areas"]
    assert "Decile 1 is the most deprived" not in own.out
