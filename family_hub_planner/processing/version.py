"""The plugin's version, from metadata.txt, the one place where it stands."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

METADATA = Path(__file__).parents[1] / "metadata.txt"


def plugin_version() -> str:
    """Give the plugin's version."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(METADATA, encoding="utf-8")
    return metadata["general"]["version"]
