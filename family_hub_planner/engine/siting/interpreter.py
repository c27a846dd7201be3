"""Which program is Python: inside QGIS `sys.executable` may be QGIS itself, and is never asked.

Known places, by the folder Python was installed to (`sys.base_prefix`): `bin/` on Linux and in the
macOS bundles, the folder itself on Windows; QGIS on macOS keeps it in `bin` beside the program too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path


def interpreter() -> Path | None:
    """Give the program of the Python that runs this, None where it is not found."""
    for path in _places():
        if path.is_file() and os.access(path, os.X_OK):
            return path
    return None


def _places() -> Iterator[Path]:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for prefix in (sys.base_exec_prefix, sys.base_prefix):
        if os.name == "nt":
            yield Path(prefix) / "python.exe"
            yield Path(prefix) / "python3.exe"
        else:
            yield Path(prefix) / "bin" / version
            yield Path(prefix) / "bin" / "python3"
    if sys.platform == "darwin":
        yield Path(os.__file__).parents[2] / "bin" / version
        yield Path(sys.executable or "/").parent / "bin" / "python3"
