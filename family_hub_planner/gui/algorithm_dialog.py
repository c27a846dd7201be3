"""Open an algorithm's own Processing dialog, so that a run from here stands in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsApplication

from .translation import tr


def open_algorithm_dialog(iface: Any, algorithm_id: str, parameters: Mapping[str, Any]) -> bool:
    """Show the dialog with `parameters` filled in; say so in the message bar if there is none."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
    if algorithm is None:
        _warn(iface, _not_there(algorithm_id))
        return False
    can_run, reason = algorithm.canExecute()
    if not can_run:
        _warn(iface, reason)
        return False
    from qgis import processing  # noqa: PLC0415 - a plugin of QGIS's own; it may be switched off

    # Not modal: the planner looks at the map, and picks a layer, while the dialog is open.
    processing.createAlgorithmDialog(algorithm_id, dict(parameters)).show()
    return True


def _not_there(algorithm_id: str) -> str:
    return tr(
        "The tool {} is not in the Processing toolbox. Switch on the Processing plugin under "
        "Plugins > Manage and Install Plugins, then open this plugin again."
    ).format(algorithm_id)


def _warn(iface: Any, text: str) -> None:
    iface.messageBar().pushWarning(tr("Family Hub Planner"), text)
