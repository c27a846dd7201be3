"""Fixtures that every test may use."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pytest
from osgeo import gdal, ogr, osr
from postgis_server import PostGis, server_for_tests
from qgis import utils
from qgis.gui import QgsLayerTreeView

ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real published data beside the checkout: must be there in CI, skipped aloud elsewhere."""
    if not SHARED_DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI needs the shared data at {SHARED_DATA}")
        pytest.skip("the real data (../shared/data) is not beside this clone")
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgis() -> Iterator[PostGis]:
    """A PostGIS server of the tests' own; the database in it is shared by all of them."""
    server = server_for_tests()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def qgis_app(qgis_app):
    """QGIS; before it ends it lets go of the tests' layers: one that goes later crashes.

    The tests' own map draws nothing by itself: QGIS freezes its maps while a project is read, for
    to work out a style's sums in another thread meanwhile crashes.

    QGIS keeps the trace of each exception that came through it for ever, and with it the frames of
    the test that called it.
    """
    tree = QgsLayerTreeView()  # newer QGIS loads results into a real one of the interface
    utils.iface.layerTreeView = lambda: tree
    utils.iface.mapCanvas().freeze()
    yield qgis_app
    for trace in [one for one in gc.get_objects() if isinstance(one, TracebackType)]:
        frame = trace.tb_frame
        while frame is not None:
            with contextlib.suppress(RuntimeError):  # it is still at work
                frame.clear()
            frame = frame.f_back
    gc.collect()


@pytest.fixture(params=["as it stands", "gdal raises"])
def gdals_errors(request) -> Iterator[None]:
    """GDAL as it stands by itself, and as other plugins switch it: nothing may come out else."""
    before = {module: module.GetUseExceptions() for module in (gdal, ogr, osr)}
    for module in before if request.param == "gdal raises" else ():
        module.UseExceptions()
    yield
    for module in reversed(list(before)):
        if module.GetUseExceptions() and not before[module]:
            module.DontUseExceptions()
