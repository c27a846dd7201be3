"""Which files make the plugin: read by the packager and by the installer alike."""

from __future__ import annotations

import configparser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "family_hub_planner"
LEFT_OUT_FOLDERS = {"__pycache__", "tests"}
LEFT_OUT_ENDINGS = (
    "~", ".pyc", ".pyo", ".orig", ".rej", ".bak", ".swp", ".gpkg-wal", ".gpkg-shm",
    ".gpkg-journal", ".aux.xml",
)  # fmt: skip


def plugin_files(root: Path = ROOT) -> dict[str, Path]:
    """Give the plugin's files by their path inside the installed folder, sorted, with LICENSE."""
    source = root / NAME
    found = {
        path.relative_to(source).as_posix(): path
        for path in source.rglob("*")
        if path.is_file() and _belongs(path.relative_to(source))
    }
    found["LICENSE"] = root / "LICENSE"
    return dict(sorted(found.items()))


def metadata(root: Path = ROOT) -> dict[str, str]:
    """Give the [general] section of metadata.txt, names as they are written."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((root / NAME / "metadata.txt").read_text(encoding="utf-8"))
    return dict(parser["general"])


def _belongs(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not (
        hidden or LEFT_OUT_FOLDERS & set(path.parts) or path.name.endswith(LEFT_OUT_ENDINGS)
    )
