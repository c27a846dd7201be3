"""Run one driver in a process of its own, and keep what it measured."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from environment import quiet_environment

HERE = Path(__file__).resolve().parent
OWN_PYTHON = ("ours", "siting_ours", "qgis")
OURS = ("ours", "siting_ours")
"""Drivers that run in the Python of the planner and of QGIS, not in the peers' environment."""

LONGEST_S = 1800


class DriverError(RuntimeError):
    """A driver failed; the message is the last that it said."""


def script_of(engine: str) -> Path:
    """Give the driver's file."""
    return HERE / f"{engine}.py" if engine in OURS else HERE / "peers" / f"{engine}_peer.py"


def run_driver(
    engine: str,
    python: Path | None,
    request: Mapping[str, Any],
    variables: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Run a driver and give its answer; `DriverError` when it fails or takes too long."""
    own = engine in OWN_PYTHON
    if not own and python is None:
        raise DriverError("there is no environment for the peers")
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder) / "request.json", Path(folder) / "answer.json"
        asked.write_text(json.dumps(request))
        try:
            done = subprocess.run(
                [sys.executable if own else python, script_of(engine), asked, answer],
                env={**quiet_environment(), **(variables or {})},
                capture_output=True,
                text=True,
                timeout=LONGEST_S,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise DriverError(f"it was stopped after {LONGEST_S / 60:.0f} minutes") from late
        if not answer.exists():
            said = done.stderr.strip().splitlines()
            raise DriverError(said[-1] if said else f"it ended with status {done.returncode}")
        return json.loads(answer.read_text())


class Results:
    """What was measured, by size and key, kept in a file so that a part can be redone."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.kept: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}

    def keep(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keep one answer with the moment it was measured."""
        self.kept[key] = {**answer, "when": datetime.now().strftime("%Y-%m-%d %H:%M")}
        self.file.write_text(json.dumps(self.kept, indent=1, sort_keys=True))

    def forget(self, key: str) -> None:
        """Drop what was kept under a key."""
        self.kept.pop(key, None)
        self.file.write_text(json.dumps(self.kept, indent=1, sort_keys=True))

    def seconds(self, key: str, step: str) -> float | None:
        """Give the processor seconds of one step, None where it was not measured."""
        return self.kept.get(key, {}).get("seconds", {}).get(step)

    def failure(self, key: str) -> str:
        """Say why a run failed or was left out, "" where it was measured."""
        return str(self.kept.get(key, {}).get("failed", ""))
