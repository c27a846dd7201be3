"""What is dear to make is made once, for all of pytest's workers."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder that `make` filled, called by the first worker that asks for it.

    Copy what you open: QGIS writes to a GeoPackage even where it only reads it.
    """
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    if not folder.is_dir():
        part = factory.mktemp(name)
        make(part)
        with contextlib.suppress(OSError):  # another worker was first: the same stands there
            part.rename(folder)
    return folder
