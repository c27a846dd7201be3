"""The provider in a running QGIS, the toy town's network, and what several modules run on."""

from __future__ import annotations

import pytest
from algorithms.comparison_runs import ALONE, MOVE, TODAY, cover
from algorithms.need_runs import PEOPLE, areas, people_of
from algorithms.runs import run, toy_network
from algorithms.scenario_runs import toy_plans
from qgis.core import QgsApplication

from family_hub_planner.processing.provider import FamilyHubProvider


@pytest.fixture(scope="module", autouse=True)
def provider(qgis_app, qgis_processing):
    """The provider, registered for one module: other tests load the whole plugin, which adds it."""
    registry = QgsApplication.processingRegistry()
    standing = registry.providerById("familyhub")
    if standing is not None:
        registry.removeProvider(standing)
    provider = FamilyHubProvider()
    assert registry.addProvider(provider)
    yield provider
    registry.removeProvider(provider)


@pytest.fixture(scope="session")
def town_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("toy_town")


@pytest.fixture
def network(provider, town_folder):
    """Path of the toy town's network file, built once."""
    path = town_folder / "network.gpkg"
    if not path.exists():
        toy_network(path)
    return str(path)


@pytest.fixture
def town(tmp_path):
    """Write tables by name: a function that gives the path as text."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def need(town):
    """Run the need layer of the four areas; further parameters go before the town's own."""
    people = town("people.csv", people_of(PEOPLE))

    def of(**parameters):
        given = {"AREAS": areas(), "CODE": "LSOA21CD", "POPULATION": people, **parameters}
        return run("needlayer", **given)

    return of


@pytest.fixture
def plans(provider, tmp_path):
    """A folder with the toy town's files: its map, hubs 007 and 8, demand on the High Street."""
    return toy_plans(tmp_path / "plans")


@pytest.fixture
def coverages(network):
    """Give today's coverage and those of the two plans."""
    return cover(network, TODAY), cover(network, MOVE), cover(network, ALONE)
