"""Files by their place, however it is written: Windows knows two slashes and no capitals.

QGIS writes a layer's file with "/" once a project was saved, and Python with what the system uses.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from urllib.parse import quote


def place(text: str, kind: type[PurePath] = Path) -> PurePath:
    """Give the file that a layer's address or an output names, to be set beside another."""
    return kind(text.split("|", maxsplit=1)[0])


def sqlite_address(path: PurePath) -> str:
    """Give a whole path as SQLite's file address: an empty host, so that network shares open."""
    posix = quote(path.as_posix(), safe="/:")
    return f"file://{posix if posix.startswith('/') else '/' + posix}"
