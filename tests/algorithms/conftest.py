"""The provider in a running QGIS, and the toy town's network as `buildnetwork` writes it."""

from __future__ import annotations

import pytest
from algorithms.runs import toy_network
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
