"""Packages that most, but not all, QGIS installations carry: asked for when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import MissingPackageError


def need(module: str, purpose: str) -> Any:
    """Import a module by name, or say in plain words what cannot be done without its package.

    Parameters
    ----------
    module
        Dotted name, such as "scipy.sparse.csgraph".
    purpose
        What needs it, as the start of a sentence: "Travel times".
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.split(".", maxsplit=1)[0]
        raise MissingPackageError(
            f"{purpose} need the Python package {package}, which this QGIS lacks. On Windows the "
            f"standalone QGIS installer has it; on Debian or Ubuntu install python3-{package}."
        ) from error


def tree_of(xy: npt.NDArray[np.float64]) -> Any:
    """Give scipy's k-d tree over n points, shape (n, 2): which of them are near."""
    return need("scipy.spatial", "Nearest places").cKDTree(xy)
