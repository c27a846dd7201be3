"""Runs an integer programme in a Python of its own, where it is watched and can be stopped.

The arrays go out and the answer comes back through files in a folder of their own, which is removed
whatever happens; bound and best are read from HiGHS's log while it runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess  # nosec B404 - our own script in the Python that runs this, no shell, no user text
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ..errors import PlannerError
from .in_process import refuse_old_scipy
from .interpreter import interpreter
from .runner import LIMIT, Outcome, Task, Tell, arrays_of, outcome_of
from .solver import SolverError
from .solver_log import SolverLog

SCRIPT = Path(__file__).with_name("child.py")
_PROGRAMME, _ANSWER, _LOG, _ERRORS = "programme.npz", "answer.npz", "log", "errors"
_LOOK_S = 0.05
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console opens


class NoChildError(PlannerError, RuntimeError):
    """No process of its own can be had for the solver; the message says why."""


def in_child(task: Task, tell: Tell) -> Outcome:
    """Run HiGHS as another process; time used to start it counts.

    Raises `NoChildError` where no such process can be had, `SolverError` where it died at work,
    `MissingPackageError` without scipy 1.9, and what `tell` raises, after ending the process.
    """
    began = time.monotonic()
    tell(0.0, float("inf"), -float("inf"))
    refuse_old_scipy()
    with _folder() as folder:
        _write(folder, task)
        log = SolverLog()
        with _started(folder) as process, (folder / _LOG).open("rb") as printed:
            used = 0.0
            while _running(process) and used < _patience(task.time_limit_s, log.best):
                used = time.monotonic() - began
                log.read(_more(printed))
                tell(used, log.best, log.bound)
            ended = process.poll()
            log.read(_more(printed))
        return _outcome(folder, ended, log)


def _patience(time_limit_s: float, best: float) -> float:
    """Give the seconds after which the process is ended though it has not answered.

    HiGHS looks at the clock between steps, of which some are long. Its log has the value of the
    best plan but not the plan: where there is one, more is given for it to hand it over.
    """
    grace = max(2.0, 0.1 * time_limit_s)
    return time_limit_s + (3.0 * grace if np.isfinite(best) else grace)


def _more(printed: BinaryIO) -> str:
    return printed.read().decode("utf-8", "replace")


@contextmanager
def _folder() -> Iterator[Path]:
    try:
        folder = Path(tempfile.mkdtemp(prefix="family-hub-planner-"))
    except OSError as error:
        raise NoChildError(f"no temporary folder: {error}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, task: Task) -> None:
    arrays: dict[str, Any] = {
        **arrays_of(task.programme),
        "gap": task.gap,
        "presolve": task.presolve,
        "until": time.time() + task.time_limit_s,
        "grace": _patience(task.time_limit_s, 0.0),
    }
    try:
        np.savez(folder / _PROGRAMME, **arrays)
    except OSError as error:
        raise NoChildError(f"the programme cannot be written: {error}") from error


@contextmanager
def _started(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start the script and end it when the block is left, however that is."""
    program = interpreter()
    if program is None:
        raise NoChildError(f"no Python was found in {sys.base_prefix}")
    with (folder / _LOG).open("wb") as log, (folder / _ERRORS).open("wb") as errors:
        files = [SCRIPT, folder / _PROGRAMME, folder / _ANSWER]
        process = _start([str(program), *map(str, files)], log, errors)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _start(command: list[str], log: BinaryIO, errors: BinaryIO) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  # nosec B603 - see the import
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=errors,
            env=_environment(),
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise NoChildError(f"{command[0]} does not start: {error}") from error


def _environment() -> dict[str, str]:
    """Give the environment in which the child finds the same scipy, and no module beside it."""
    path = os.pathsep.join(str(Path(one).absolute()) for one in sys.path if one)
    return {**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}


def _running(process: subprocess.Popen[bytes]) -> bool:
    """Wait a moment and tell whether the process is still at work."""
    try:
        process.wait(_LOOK_S)
    except subprocess.TimeoutExpired:
        return True
    return False


def _outcome(folder: Path, ended: int | None, log: SolverLog) -> Outcome:
    """Read the answer; `ended` is the exit status, None where the process had to be stopped."""
    if (folder / _ANSWER).exists():
        with np.load(folder / _ANSWER, allow_pickle=False) as answer:
            return outcome_of(answer)
    if ended is None:
        return Outcome(LIMIT, None, log.bound)
    errors = (folder / _ERRORS).read_text(encoding="utf-8", errors="replace").split("\n")
    last = next((line.strip() for line in reversed(errors) if line.strip()), "it said nothing")
    if not (folder / _LOG).stat().st_size:
        raise NoChildError(f"it ended before it began (exit status {ended}: {last})")
    raise SolverError(
        f"The solver HiGHS, which works as a program of its own, broke off (exit status {ended}: "
        f"{last}). Memory may have run out: close other programs, or test fewer candidates."
    )
