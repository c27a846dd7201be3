"""Runs `qgis_process` as a user would: another program, its own profile, its exit status."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from patience import SECONDS

ROOT = Path(__file__).parents[2]
PLUGIN = "family_hub_planner"
SAMPLE = ROOT / PLUGIN / "resources" / "sample"
BYTECODE = {"PYTHONPYCACHEPREFIX": str(ROOT / ".pytest_cache" / "bytecode")}
"""Where QGIS's Python keeps what it compiled, away from the sources: a start costs a third less."""
SYSTEM_PATH = "/usr/bin:/bin"  # a Python manager's folder before these kills qgis_process


@dataclass(frozen=True)
class Ran:
    """How one call ended: its exit status, its results by name, and what it said."""

    status: int
    results: dict[str, Any] = field(default_factory=dict)
    out: str = ""
    err: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.results[name]

    @property
    def said(self) -> str:
        return self.out + self.err

    def traceback_of_ours(self) -> str:
        """Give a Python warning or traceback that names our plugin, "" if there is none."""
        if "Traceback" in self.said:
            return self.said
        lines = [line for line in self.err.splitlines() if PLUGIN in line]
        return "\n".join(line for line in lines if "Warning" in line or ".py" in line)


def program() -> str:
    """Give the path of `qgis_process`; without it fail in CI, and skip elsewhere.

    On Windows the variable QGIS_PROCESS names it (scripts/windows_tests.cmd).
    """
    if os.name == "nt":
        found = shutil.which(os.environ.get("QGIS_PROCESS", "qgis_process-qgis-ltr.bat"))
    else:
        names = ("qgis_process.bin", "qgis_process")
        paths = (shutil.which(name, path=SYSTEM_PATH) for name in names)
        found = next((one for one in paths if one), None)
    if found is not None:
        return found
    if os.environ.get("CI"):
        pytest.fail("CI needs qgis_process")
    pytest.skip("qgis_process is not installed")


class QgisProcess:
    """`qgis_process` with a profile of its own in which the plugin is switched on."""

    def __init__(self, folder: Path, like: Path | None = None) -> None:
        """Start with a new profile, or with a copy of the one in the folder `like`."""
        self.program = program()
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        self.folder = folder
        self.environment = {
            **_of_the_system(folder),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(runtime),
            "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
            "QGIS_PLUGINPATH": str(ROOT),
            **BYTECODE,
        }
        if like is not None:
            shutil.copytree(like / "profile", folder / "profile")
            return
        # A plugin that once failed to load stays off: it is switched on each time.
        enabled = self.call("plugins", "enable", PLUGIN)
        assert enabled.status == 0, enabled.said

    def call(self, *arguments: str) -> Ran:
        """Call the program with these arguments."""
        done = subprocess.run(
            [self.program, *arguments],
            env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False,
        )  # fmt: skip
        return Ran(done.returncode, _results(done.stdout), done.stdout, done.stderr)

    def run(self, algorithm: str, **parameters: object) -> Ran:
        """Run one of our algorithms; JSON on standard input fails on 3.22, so words it is."""
        words = [f"{name}={value}" for name, value in parameters.items()]
        return self.call("--json", "run", f"familyhub:{algorithm}", "--", *words)


def _of_the_system(folder: Path) -> dict[str, str]:
    """Give what a program needs of its surroundings: on Windows all of them."""
    if os.name == "nt":
        return dict(os.environ)
    return {"PATH": SYSTEM_PATH, "HOME": str(folder)}


def _results(text: str) -> dict[str, Any]:
    start = text.find("{")
    if start < 0:
        return {}
    try:
        return dict(json.loads(text[start:])["results"])
    except (json.JSONDecodeError, KeyError):
        return {}


def done(ran: Ran) -> Ran:
    """Assert that a run ended well and in silence, and give it."""
    assert ran.status == 0, ran.said
    assert ran["STATUS"] == "done", ran.said
    assert not ran.traceback_of_ours()
    return ran


def refusal(ran: Ran) -> str:
    """Assert that a run was refused in words, and give them."""
    assert ran.status == 1, f"exit status {ran.status}: {ran.said}"
    assert "Traceback" not in ran.said, ran.said
    assert not ran.traceback_of_ours()
    return ran.said


def points_csv(path: Path, x: str = "easting", y: str = "northing", crs: str = "EPSG:27700") -> str:
    """Give a CSV with coordinates as QGIS's own address of a layer."""
    address = f"file://{path}" if os.name != "nt" else path.as_uri()
    return f"delimitedtext://{address}?type=csv&xField={x}&yField={y}&crs={crs}"
