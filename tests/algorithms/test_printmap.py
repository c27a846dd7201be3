"""Printing a map: a file that holds the page, a layout that stays, and what is refused in words."""

from __future__ import annotations

import pytest
from algorithms.runs import Log, layer_of, run, square
from algorithms.test_print_map_layout import coverage, faults, items_of
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProject
from qgis.PyQt.QtGui import QImage


@pytest.fixture
def project():
    project = QgsProject.instance()
    project.clear()
    yield project
    project.clear()


def test_a_pdf_holds_the_title_and_the_credit_as_words(project, tmp_path):
    target = tmp_path / "map.pdf"
    layers = [coverage(project)]
    done = run("printmap", LAYERS=layers, TITLE="Reach of hubs", OUTPUT=str(target))
    assert (done["OUTPUT"], done["PAGES_COUNT"]) == (str(target), 1)
    assert done["MAP_SCALE"] > 0
    assert target.read_bytes().startswith(b"%PDF")
    assert b"/Font" in target.read_bytes(), "words as outlines cannot be searched or read aloud"
    assert [path.name for path in tmp_path.iterdir()] == ["map.pdf"]


@pytest.mark.parametrize("paper, across", [("a4_landscape", 297), ("a3_portrait", 297)])
def test_a_picture_has_the_papers_size_and_shows_the_map(project, tmp_path, paper, across):
    target = tmp_path / "map [1].png"
    run("printmap", LAYERS=[coverage(project)], PAPER=paper, DPI=96, OUTPUT=str(target))
    picture = QImage(str(target))
    assert picture.width() == pytest.approx(across / 25.4 * 96, abs=2)
    near = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3)
            for y in range(0, picture.height(), 3)}  # fmt: skip
    assert {"#ffffff", "#225ea8", "#41b6c4"} <= near
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_pages_of_a_picture_stand_side_by_side_and_a_svg_is_written(project, tmp_path):
    many = [coverage(project, f"Coverage {number}") for number in range(12)]
    done = run("printmap", LAYERS=many, OUTPUT=str(tmp_path / "map.png"), DPI=72)
    assert done["PAGES_COUNT"] == 2
    assert any("next" in one for one in done.log.warned)
    run("printmap", LAYERS=many[:1], OUTPUT=str(tmp_path / "map.svg"), DPI=72)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.png", "map.svg", "map_2.png"]


def test_a_page_is_kept_among_the_projects_layouts_under_a_free_name(project, tmp_path):
    layers, target = [coverage(project)], str(tmp_path / "map.png")
    given = {"LAYERS": layers, "LAYOUT": "Board", "DPI": 72, "OUTPUT": target}
    names = [run("printmap", **given)["LAYOUT_NAME"] for _ in range(2)]
    assert names == ["Board", "Board (2)"]
    layout = project.layoutManager().layoutByName("Board (2)")
    assert faults(layout) == []
    assert items_of(layout)["map"].layers() == layers


def test_layers_of_the_project_keep_their_look_and_order(project, tmp_path):
    areas = coverage(project, "Mine")
    sites = layer_of("Point", [("Point (9 9)", {"site_id": "H", "decision": "kept", "order": 1})])
    project.addMapLayer(sites)  # on top of what was there
    before = (areas.renderer(), areas.name(), sites.renderer().type())
    run("printmap", LAYERS=[areas, sites], LAYOUT="x", DPI=72, OUTPUT=str(tmp_path / "m.png"))
    assert (areas.renderer(), areas.name(), sites.renderer().type()) == before
    layout = project.layoutManager().layoutByName("x")
    assert items_of(layout)["map"].layers() == [sites, areas]
    assert items_of(layout)["title"].text() == "Mine"


def test_a_file_is_drawn_and_called_as_what_it_is(project, tmp_path):
    layer = coverage(project, "cov_today")
    project.takeMapLayer(layer)
    run("printmap", LAYERS=[layer], DPI=72, OUTPUT=str(tmp_path / "m.png"))
    assert layer.name() == (
        "Coverage of hubs: walk with a pram, 10/20/30 minutes, from home to the hub"
    )


def refusal(**given) -> str:
    log = Log()
    with pytest.raises(QgsProcessingException) as caught:
        run("printmap", log, **given)
    return "".join([*log.errors, str(caught.value)])


def test_what_cannot_be_printed_is_refused_in_words(project, tmp_path):
    shown, target = [coverage(project)], str(tmp_path / "map.pdf")
    assert "in .pdf, .png, .svg" in refusal(LAYERS=shown, OUTPUT=str(tmp_path / "map.docx"))
    outside = layer_of("Polygon", [(square((0, 0)), {"a": 1})], name="elsewhere")
    said = refusal(LAYERS=[outside], LAYOUT="x", OUTPUT=target)
    assert "Not in the project: elsewhere" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("extent", "said"),
    [
        ("nan,nan,nan,nan [EPSG:27700]", "is no number"),
        ("400000,400900,inf,300900 [EPSG:27700]", "is no number"),
        ("400000,400000,300000,300900 [EPSG:27700]", "has no width"),
    ],
)
def test_an_extent_that_nothing_can_be_drawn_in_is_refused(project, tmp_path, extent, said):
    target = tmp_path / "map.pdf"
    assert said in refusal(LAYERS=[coverage(project)], EXTENT=extent, OUTPUT=str(target))
    assert not target.exists()


def test_more_dots_than_a_page_can_hold_are_refused(project, tmp_path):
    target = tmp_path / "map.pdf"
    refusal(LAYERS=[coverage(project)], DPI=100_000, OUTPUT=str(target))
    assert not target.exists()


@pytest.mark.parametrize("word, refused", [("yes", True), ("Y", True), ("no", False), ("", False)])
def test_confidential_places_are_never_printed(project, tmp_path, word, refused):
    rows = [("Point (9 9)", {"site_name": "Refuge", "confidential": word})]
    places = layer_of("Point", rows, name="Register")
    project.addMapLayer(places)
    given = {"LAYERS": [places, coverage(project)], "OUTPUT": str(tmp_path / "map.pdf")}
    if refused:
        assert "confidential" in refusal(**given)
        assert not list(tmp_path.iterdir())
    else:
        run("printmap", **given)


def test_the_desktop_runs_it_where_the_projects_layers_live(provider):
    algorithm = provider.algorithm("printmap")
    assert algorithm.flags() & algorithm.Flag.FlagNoThreading
    assert QgsProcessingContext().project() is None
