"""The help panel of each algorithm names what the algorithm has, all of it and nothing else."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QImage

from family_hub_planner.engine.siting.colocation import rows as colocation
from family_hub_planner.processing import base as help_file
from family_hub_planner.processing import candidates, finer_columns, siting
from family_hub_planner.processing.algorithms import catchments, coverage, traveltimes
from family_hub_planner.processing.comparison import report as comparison
from family_hub_planner.processing.help_text import has_default, reason_of
from family_hub_planner.processing.outreach import rows as outreach_rows
from family_hub_planner.processing.provider import ALGORITHMS
from family_hub_planner.processing.rationalisation import rows as rationalisation
from family_hub_planner.processing.register import writing

COLUMNS = {
    "catchments": catchments.COLUMNS,
    "traveltimes": traveltimes.COLUMNS,
    "coverage": coverage.COLUMNS,
    "finerdemand": finer_columns.COLUMNS,
    "suggestsites": siting.COLUMNS,
    "suggestoutreach": outreach_rows.COLUMNS,
    "colocate": colocation.PAIRS,
    "rationalise": (*rationalisation.COLUMNS, *rationalisation.FRONTIER),
    "comparescenarios": comparison.COLUMNS,
    "candidatesfromosm": candidates.THINNED_COLUMNS,
    "importestate": writing.COLUMNS,
}


@pytest.fixture(params=ALGORITHMS, ids=lambda algorithm: algorithm.ID)
def algorithm(request, qgis_app):
    """Each algorithm with its parameters and outputs declared, as QGIS gives it."""
    return request.param().create()


def help_of(algorithm) -> ElementTree.Element:
    return ElementTree.fromstring(f"<help>{algorithm.shortHelpString()}</help>")


def declared(algorithm) -> set[str]:
    both = [*algorithm.parameterDefinitions(), *algorithm.outputDefinitions()]
    return {definition.name() for definition in both}


def named(algorithm) -> set[str]:
    return {code.text for code in help_of(algorithm).iter("code")} - set(examples_of(algorithm))


def examples_of(algorithm) -> list[str]:
    said = [code.text for code in help_of(algorithm).iter("code")]
    return [text for text in said if text.startswith("qgis_process ")]


def test_the_help_names_every_parameter_and_output(algorithm):
    assert declared(algorithm) - named(algorithm) == set()


def test_the_help_names_nothing_that_the_algorithm_lacks(algorithm):
    of_others = {"TIMES"}  # where its table may go
    assert named(algorithm) - declared(algorithm) <= of_others


def test_a_network_to_travel_on_may_come_from_any_of_the_network_algorithms(algorithm):
    definition = algorithm.parameterDefinition("NETWORK")
    if definition is not None:
        wanted = "file of one of the network algorithms"
        assert wanted in algorithm.shortHelpString() and wanted in definition.help()


def test_the_help_says_every_default_beside_its_parameter(algorithm):
    blocks = [block for kind in ("li", "p") for block in help_of(algorithm).iter(kind)]
    for definition in algorithm.parameterDefinitions():
        default = definition.defaultValue()
        if default is None or isinstance(default, bool):
            continue
        own = [
            "".join(block.itertext())
            for block in blocks
            if definition.name() in {code.text for code in block.iter("code")}
        ]
        said = f"{default:g}" if isinstance(default, float) else str(default)
        assert any(re.search(rf"default[^.;]*\b{re.escape(said)}\b", text) for text in own), (
            definition.name(),
            said,
            own,
        )


def test_the_example_runs_this_algorithm_with_parameters_that_it_has(algorithm):
    examples = examples_of(algorithm)
    assert len(examples) == 1
    assert examples[0].startswith(f"qgis_process run familyhub:{algorithm.name()} -- ")
    given = set(re.findall(r"\b([A-Z_]+)=", examples[0]))
    there = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
    assert given <= set(there)
    optional = {
        name
        for name, definition in there.items()
        if definition.flags() & definition.Flag.FlagOptional
        or definition.defaultValue() is not None
    }
    assert set(there) - optional <= given, "the example lacks what must be given"


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_the_help_names_every_column_of_the_main_output(qgis_app, name):
    algorithm = next(one for one in ALGORITHMS if name == one.ID)().create()
    words = set(re.findall(r"[a-z0-9_]+", " ".join(help_of(algorithm).itertext())))
    assert set(COLUMNS[name]) <= words


def test_the_help_is_plain_html_that_the_panel_shows(algorithm):
    found = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.add(tag)
            assert tag in {"img", "a"} or not attrs, (tag, attrs)

    Tags().feed(algorithm.shortHelpString())
    assert found <= {"p", "h3", "ul", "li", "b", "i", "code", "img", "a"}


PICTURES_KB, PICTURE_KB, PANEL_PIXELS = 1000, 60, 230


def picture_at(address: str) -> tuple[Path, QImage]:
    path = Path(QUrl(address).toLocalFile())
    return path, QImage(str(path))


def test_the_help_has_a_picture_that_is_there_and_words_for_those_who_cannot_see_it(algorithm):
    (link,) = help_of(algorithm).iter("a")
    (given,) = link.iter("img")
    small, shown = picture_at(given.get("src"))
    assert small.name == f"{algorithm.name()}.png" and small.parent.name == "small"
    assert 200 <= shown.width() <= PANEL_PIXELS, "the panel of a fresh dialog is no wider"
    assert len(given.get("alt")) > 20
    large, picture = picture_at(link.get("href"))
    assert large.name == small.name and picture.width() >= 480
    assert len(set(picture.colorTable())) > 3, "the picture shows nothing"
    assert large.stat().st_size < PICTURE_KB * 1024


def test_the_pictures_together_are_light():
    folder = Path(help_file.__file__).parents[1] / "resources" / "help" / "pictures"
    assert sum(path.stat().st_size for path in folder.rglob("*.png")) < PICTURES_KB * 1024


def test_a_picture_is_found_where_the_plugin_stands_in_a_folder_with_odd_signs(
    algorithm, tmp_path, monkeypatch
):
    odd = tmp_path / "Users & co" / "50% of #1 {picture}"
    (odd / "help").mkdir(parents=True)
    for name in (f"help/{algorithm.ID}.html", "default_reasons.csv"):
        (odd / name).write_bytes((help_file.RESOURCES / name).read_bytes())
    monkeypatch.setattr(help_file, "RESOURCES", odd)
    (link,) = help_of(algorithm).iter("a")
    assert picture_at(link.get("href"))[0] == odd / "help" / "pictures" / f"{algorithm.ID}.png"


def test_every_default_has_a_reason_in_the_help(algorithm):
    text = " ".join(help_of(algorithm).itertext())
    for definition in filter(has_default, algorithm.parameterDefinitions()):
        reason = reason_of(help_file.RESOURCES, algorithm.name(), definition.name())
        assert reason, f"{definition.name()}: give its reason in resources/default_reasons.csv"
        assert reason in text and reason.endswith(".")


def test_a_reason_of_one_algorithm_is_not_told_of_another(qgis_app):
    lines, plans = (reason_of(help_file.RESOURCES, name, "TOLERANCE")
                    for name in ("networkfromlines", "comparescenarios"))  # fmt: skip
    assert "centimetres" in lines and "noise" in plans
    assert reason_of(help_file.RESOURCES, "coverage", "TOLERANCE") == ""


def test_no_reason_is_given_for_what_no_algorithm_has(qgis_app):
    made = [one().create() for one in ALGORITHMS]
    there = {(given.name(), name) for one in made for given in one.parameterDefinitions()
             for name in (one.name(), "")}  # fmt: skip
    with (help_file.RESOURCES / "default_reasons.csv").open(encoding="utf-8") as table:
        given = {(row["parameter"], row["algorithm"]) for row in csv.DictReader(table)}
    assert given - there == set()
