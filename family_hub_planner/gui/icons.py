"""The plugin's icons, loaded by path so that no compiled resources are needed."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtGui import QIcon

ICONS = Path(__file__).parents[1] / "resources" / "icons"


def icon(name: str) -> QIcon:
    """Give the icon drawn in `resources/icons/NAME.svg`."""
    return QIcon(str(ICONS / f"{name}.svg"))
