"""metadata.txt is what the plugin store and QGIS read: nothing is missing, nothing is made up."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLUGIN = ROOT / "family_hub_planner"


@pytest.fixture(scope="module")
def about():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string((PLUGIN / "metadata.txt").read_text(encoding="utf-8"))
    return dict(parser["general"])


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "qgisMinimumVersion",
        "qgisMaximumVersion",
        "description",
        "about",
        "version",
        "author",
        "email",
        "homepage",
        "tracker",
        "repository",
        "tags",
        "category",
        "icon",
        "license",
        "changelog",
    ],
)
def test_the_store_finds_what_it_asks_for(about, name):
    assert about[name].strip()


def test_the_range_of_qgis_is_the_one_promised(about):
    assert (about["qgisMinimumVersion"], about["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert about["hasProcessingProvider"] == "yes"
    assert about["supportsQt6"] == "True"


def test_the_version_has_three_numbers_and_heads_the_changelog(about):
    assert re.fullmatch(r"\d+\.\d+\.\d+", about["version"])
    assert about["changelog"].startswith(about["version"])


def test_the_email_is_one_that_the_store_accepts(about):
    assert re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", about["email"])
    assert not about["email"].endswith(("example.org", "example.com", ".invalid"))


def test_the_addresses_are_web_pages_of_one_project(about):
    homes = {about[name].removesuffix("/issues") for name in ("homepage", "repository", "tracker")}
    assert len(homes) == 1
    assert homes.pop().startswith("https://")


def test_addresses_that_nobody_answers_at_are_called_so(about):
    """What is foreseen for the publication stands in the fields that the store asks for."""
    assert ("noreply" in about["email"]) == ("Not published yet" in about["about"])


def test_systems_on_which_nobody_has_tried_it_are_named(about):
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert ("not yet tested on Windows" in about["about"]) == (
        "not yet tested on Windows" in readme
    )


@pytest.mark.parametrize("word", ["TODO", "example.org", "your name", "lorem", "changeme"])
def test_no_word_waits_to_be_filled_in(about, word):
    assert word.lower() not in (PLUGIN / "metadata.txt").read_text(encoding="utf-8").lower()


def test_the_icon_is_in_the_plugin(about):
    assert (PLUGIN / about["icon"]).is_file()


@pytest.mark.parametrize("package", ["numpy", "scipy", "GDAL", "networkx", "pandas", "geopandas"])
def test_the_packages_used_are_named_for_the_store(about, package):
    assert package in about["about"]


def test_the_sentence_in_the_list_is_short_and_holds_no_markup(about):
    assert len(about["description"]) <= 200
    assert "<" not in about["description"] + about["about"]


def test_the_licence_is_the_gpl_and_stands_in_full(about):
    assert about["license"] == "GPL-2.0-or-later"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "Version 2, June 1991" in text
