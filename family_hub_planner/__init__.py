"""Family Hub Planner: a QGIS plugin that shows who can get to a family hub, and who is left out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .plugin import FamilyHubPlugin

# QGIS forgets a plugin's modules when it is switched off, but for packages that nobody imports by
# themselves. Their old modules would be mixed with the new ones of a version installed meanwhile.
for _stale in [name for name in sys.modules if name.startswith(f"{__name__}.")]:
    del sys.modules[_stale]


def classFactory(iface: Any) -> FamilyHubPlugin:
    """Give QGIS the plugin; `iface` is None in `qgis_process`."""
    from .plugin import FamilyHubPlugin  # noqa: PLC0415 - the engine is used without QGIS too

    return FamilyHubPlugin(iface)
