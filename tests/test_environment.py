"""The Python that runs the tests is one that QGIS can live with."""

from __future__ import annotations

import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest

OF_QGIS = ["shapely", "geopandas", "pyproj", "pyogrio", "fiona", "osgeo", "PyQt5", "PyQt6"]
"""Packages whose wheels bring a GEOS, PROJ, GDAL or Qt beside those that QGIS has loaded."""


@pytest.mark.parametrize("package", OF_QGIS)
def test_no_wheel_doubles_a_library_of_qgis(package):
    """Tests in plain Python stay green with such a wheel; qgis_process dies."""
    found = find_spec(package)
    if found is not None and found.origin is not None:
        assert Path(sysconfig.get_path("platlib")) not in Path(found.origin).parents
