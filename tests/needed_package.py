"""Packages that a few tests need: there in CI, skipped aloud where a stranger lacks them."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest


def needed(package: str) -> ModuleType:
    """Import a package; without it fail in CI, and skip the test or the whole file elsewhere."""
    if find_spec(package) is None:
        if os.environ.get("CI"):
            raise ModuleNotFoundError(f"CI needs {package}: see scripts/install_packages.sh")
        pytest.skip(f"{package} is not installed", allow_module_level=True)
    return import_module(package)
