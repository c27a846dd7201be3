"""The provider in a running QGIS, and the clean inputs of every algorithm."""

from __future__ import annotations

import pytest
from algorithms.conftest import provider  # noqa: F401 - used by every test here
from catalogue.clean import write_clean


@pytest.fixture(scope="module")
def clean(provider, tmp_path_factory):  # noqa: F811 - pytest's way to name a fixture
    """The clean inputs' files by name."""
    return write_clean(tmp_path_factory.mktemp("clean"))
