"""Work killed (kill -9) in the middle: a copy of this process does it, and ends itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOUCHED = ("write_text", "write_bytes", "replace", "rename", "unlink", "chmod", "mkdir")


def killed_at(touch: int, work: Callable[[], object]) -> bool:
    """Do the work in a copy of this process that is killed at its so manieth touch of the disk.

    Counted are the ways in which `pathlib` changes a folder; a file that is being written is then
    left with half of its content. Give whether it was killed; else the work was done.
    """
    if not hasattr(os, "fork"):
        pytest.skip("this system copies no process")
    child = os.fork()
    if not child:
        _work_and_end(touch, work)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or status == 0, f"the copy ended with {status}"
    return killed


def _work_and_end(touch: int, work: Callable[[], object]) -> None:
    left, status = [touch], 1
    try:
        for name in TOUCHED:
            setattr(Path, name, _counted(getattr(Path, name), left))
        work()
        status = 0
    finally:
        os._exit(status)  # nothing of the tests may be wound up twice


def _counted(real: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    def touching(path: Path, *given: Any, **more: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            if real.__name__.startswith("write_"):
                real(path, given[0][: len(given[0]) // 2], *given[1:], **more)
            os.kill(os.getpid(), signal.SIGKILL)
        return real(path, *given, **more)

    return touching
