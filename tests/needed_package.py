"""Packages that a few tests need: there in CI, skipped aloud where a stranger lacks them."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

ENVIRONMENT = Path(__file__).parents[1] / ".venv"


def needed(package: str) -> ModuleType:
    """Import a package; without it fail in CI, and skip the test or the whole file elsewhere."""
    if find_spec(package) is None:
        _absent(package, "scripts/install_packages.sh")
    return import_module(package)


def needed_apart(package: str) -> Path:
    """Give the Python that a package lives in by itself; without it the same as `needed`."""
    folder = ENVIRONMENT / package
    if not (folder / "ready").exists():
        _absent(package, f"make setup and scripts/requirements-{package}.txt")
    return folder / "bin" / "python"


def _absent(package: str, see: str) -> None:
    if os.environ.get("CI"):
        raise ModuleNotFoundError(f"CI needs {package}: see {see}")
    pytest.skip(f"{package} is not installed", allow_module_level=True)
