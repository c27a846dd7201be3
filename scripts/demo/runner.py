"""Running one program at a time as a child, with its seconds, its memory and its exit status."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .chain import Step
from .inputs import DemoError

PATH = "/usr/bin:/bin"
PLUGIN = "family_hub_planner"
# Newer QGIS shows what Python says of QGIS's own files: a line, and the line of code beneath it.
WARNINGS = re.compile(r"^.*\.py:\d+: \w+Warning: .*\n(?:[ \t]+.*\n)?", re.MULTILINE)
NOISE = ("setapi() is deprecated", "QStandardPaths", "XDG_RUNTIME_DIR", "GPKG: unrecognized")


class StepFailedError(RuntimeError):
    """A step ended with a status other than 0; the message is the step's own."""


@dataclass(frozen=True)
class Ran:
    """What a child said and what it took; `peak_mb` is its greatest memory in use."""

    output: str
    seconds: float
    peak_mb: float


class Programs:
    """Starts children with QGIS settings of their own, so that the user's stay as they are."""

    def __init__(self, settings: Path, plugin_folder: Path) -> None:
        keep = ("HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_RUNTIME_DIR", "OMP_NUM_THREADS")
        self.environment = {name: os.environ[name] for name in keep if name in os.environ}
        self.environment.update(
            PATH=PATH,
            QT_QPA_PLATFORM="offscreen",
            QGIS_CUSTOM_CONFIG_PATH=str(settings),
            QGIS_PLUGINPATH=str(plugin_folder),
        )
        self.qgis_process = _qgis_process()

    def enable(self) -> None:
        """Switch the plugin on: one that once failed to load stays off otherwise."""
        self.run([self.qgis_process, "plugins", "enable", PLUGIN])

    def step(self, step: Step) -> tuple[Ran, dict[str, Any]]:
        """Run an algorithm and give what it returned."""
        filled = {k: str(v) for k, v in step.parameters.items() if v not in (None, "")}
        arguments = [f"{name}={value}" for name, value in filled.items()]
        program = [self.qgis_process, "--json", "run", f"familyhub:{step.algorithm}", "--"]
        try:
            ran = self.run([*program, *arguments])
        except StepFailedError as error:
            raise StepFailedError(f"{step.name}: {error}") from error
        answer = json.loads(ran.output[ran.output.index("{") :])
        results = answer["results"]
        if results.get("STATUS") != "done":
            raise StepFailedError(f"{step.name}: it ended as {results.get('STATUS')!r}.")
        return ran, results

    def run(self, command: Sequence[str], more: Mapping[str, str] | None = None) -> Ran:
        """Run a command to its end; any status but 0 is an error in the command's own words."""
        start = time.monotonic()
        with tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as complaints:
            environment = {**self.environment, **(more or {})}
            child = subprocess.Popen(
                list(command), stdin=subprocess.DEVNULL, stdout=out, stderr=complaints,
                env=environment,
            )  # fmt: skip
            status, peak_kb = _wait(child)
            said = [_text(stream) for stream in (out, complaints)]
        if status:
            raise StepFailedError(_plain(said[1]) or f"it ended with status {status}.")
        return Ran(said[0], time.monotonic() - start, peak_kb / 1024)


def _wait(child: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Wait for a child and give its status and peak memory in kB, of this child alone."""
    try:
        _, status, usage = os.wait4(child.pid, 0)
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
        raise
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage.ru_maxrss


def _text(stream: Any) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", errors="replace")


def _plain(complaints: str) -> str:
    """Give the sentences of an error output: QGIS prints each twice, amid its own remarks."""
    spoken = WARNINGS.sub("", complaints).splitlines()
    lines = [line.removeprefix("ERROR:").strip() for line in spoken]
    said = [line for line in lines if line and not any(noise in line for noise in NOISE)]
    return "\n".join(dict.fromkeys(said))


def _qgis_process() -> str:
    # Debian 12's script qgis_process is broken; the program beside it is not.
    for name in ("qgis_process.bin", "qgis_process"):
        found = shutil.which(name, path=PATH)
        if found:
            return found
    raise DemoError(f"There is no qgis_process in {PATH}. Install QGIS: apt-get install qgis.")
