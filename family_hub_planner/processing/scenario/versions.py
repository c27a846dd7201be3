"""What a record depends on beside its inputs: versions of programs, and the sample county."""

from __future__ import annotations

import platform
from pathlib import Path

import numpy
from osgeo import gdal
from qgis.core import Qgis

from ...engine.packages import need
from ..version import plugin_version

SAMPLE_FOLDER = Path(__file__).parents[2] / "resources" / "sample"


def versions() -> dict[str, str]:
    """Give the versions on which figures may depend."""
    return {
        "planner": plugin_version(),
        "qgis": Qgis.QGIS_VERSION,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": need("scipy", "Scenarios").__version__,
        "gdal": gdal.__version__,
    }
