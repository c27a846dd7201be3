"""Disks of the tests' own: full ones, and ones that nothing may be written to (root on Linux)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def disk(folder: Path, *options: str) -> Iterator[Path]:
    """Mount a disk in memory on a folder, and take it away; skipped aloud where nobody may."""
    mount = shutil.which("mount", path="/usr/bin:/bin")
    folder.mkdir(exist_ok=True)
    words = [mount or "mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
    if mount is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("a disk of its own can be mounted by root on Linux only")
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(folder)], check=True)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file grow beyond a size in bytes, as on a disk that fills; needs nobody's leave."""
    resource = pytest.importorskip("resource", reason="a file's size is limited on Unix only")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
