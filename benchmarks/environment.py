"""The peers' own environment: made outside the project, never in the one that QGIS runs in.

pip's wheels of geo packages bring libraries of their own that crash QGIS, so the peers live in a
virtual environment of a Python 3.12 or later under the user's cache (or in the folder named by
`--peers-folder` or FAMILY_HUB_BENCH). Whatever does not install is named and left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

PACKAGES = {
    "osmium": "osmium",
    "valhalla": "pyvalhalla",
    "osrm": "osrm-bindings",
    "pandana": "pandana",
    "osmnx": "osmnx",
    "networkx": "networkx",
    "sklearn": "scikit-learn",
    "pulp": "PuLP==3.3.2",
    "highspy": "highspy==1.15.1",
    "spopt": "spopt==0.8.0",
}
"""The packages by the name they are imported by; those whose proofs are compared are pinned."""

PYTHONS = ("python3.12", "python3.13", "python3.14")
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


@dataclass
class Peers:
    """The Python that runs the peers, and why some of them cannot be run."""

    python: Path | None
    missing: dict[str, str] = field(default_factory=dict)


def default_folder() -> Path:
    """Give the folder of the peers' environment."""
    named = os.environ.get("FAMILY_HUB_BENCH")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return Path(named) if named else cache / "family-hub-bench"


def prepare_peers(folder: Path) -> Peers:
    """Make the environment where it is not there yet, and install what is missing from it."""
    python = folder / "peers" / "bin" / "python"
    if not python.exists():
        base = _base_python()
        if base is None:
            why = "no Python 3.12 or later was found to run it"
            return Peers(None, dict.fromkeys(PACKAGES, why))
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([base, "-m", "venv", folder / "peers"], check=True)
    missing = {}
    for module, package in PACKAGES.items():
        why = _installed(python, module, package)
        if why:
            missing[module] = why
    return Peers(python, missing)


def _base_python() -> str | None:
    """Find a Python of a version that the peers' wheels are made for."""
    named = [os.environ.get("FAMILY_HUB_BENCH_PYTHON"), *map(shutil.which, PYTHONS)]
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    managed = [str(path) for path in sorted(versions.glob("3.1[2-9]*/bin/python"))]
    return next((python for python in [*named, *managed] if python and _makes_venvs(python)), None)


def _makes_venvs(python: str) -> bool:
    words = [python, "-c", "import ensurepip, sys; sys.exit(sys.version_info < (3, 12))"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _installed(python: Path, module: str, package: str) -> str:
    """Install one package if its module cannot be imported; say why it could not, else ""."""

    def imported() -> bool:
        words = [python, "-c", f"import {module}"]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0

    if imported():
        return ""
    words = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", package]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode == 0 and imported():
        return ""
    said = [line for line in done.stderr.splitlines() if "ERROR" in line]
    return f"{package} did not install here ({said[-1] if said else 'it cannot be imported'})"


def quiet_environment() -> dict[str, str]:
    """Give the variables of every run: one thread, no window."""
    return {**os.environ, **ONE_THREAD, "QT_QPA_PLATFORM": "offscreen"}
