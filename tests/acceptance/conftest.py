"""One `qgis_process` with its own profile for a module of acceptance tests."""

from __future__ import annotations

import pytest
from acceptance.qgis_process import QgisProcess


@pytest.fixture(scope="module")
def qgis(tmp_path_factory):
    return QgisProcess(tmp_path_factory.mktemp("qgis_process"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the chain of a module writes its files."""
    return tmp_path_factory.mktemp("chain")
