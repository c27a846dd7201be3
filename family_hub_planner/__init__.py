"""Family Hub Planner: a QGIS plugin that shows who can get to a family hub, and who is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .plugin import FamilyHubPlugin


def classFactory(iface: Any) -> FamilyHubPlugin:
    """Give QGIS the plugin; `iface` is None in `qgis_process`."""
    from .plugin import FamilyHubPlugin  # noqa: PLC0415 - the engine is used without QGIS too

    return FamilyHubPlugin(iface)
