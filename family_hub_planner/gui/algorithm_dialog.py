"""Open an algorithm's own Processing dialog, so that a run from here stands in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsApplication
from qgis.gui import QgsProcessingAlgorithmDialogBase
from qgis.PyQt.QtWidgets import QApplication

from .messages import warn
from .tool_inputs import not_there
from .translation import tr


def open_algorithm_dialog(iface: Any, algorithm_id: str, parameters: Mapping[str, Any]) -> Any:
    """Show the dialog with `parameters` filled in and give it; None where there is none.

    The reason is then said in the message bar.
    """
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
    if algorithm is None:
        warn(iface, tr("Family Hub Planner"), not_there(algorithm_id))
        return None
    can_run, reason = algorithm.canExecute()
    if not can_run:
        warn(iface, tr("Family Hub Planner"), reason)
        return None
    from qgis import processing  # noqa: PLC0415 - a plugin of QGIS's own; it may be switched off

    # Not modal: the planner looks at the map, and picks a layer, while the dialog is open.
    dialog = processing.createAlgorithmDialog(algorithm_id, dict(parameters))
    dialog.show()
    return dialog


def close_algorithm_dialogs(provider_id: str) -> None:
    """Close every dialog of a provider's algorithms, the toolbox's too: their provider goes.

    One that is at work goes on without its window, as QGIS does it.
    """
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QgsProcessingAlgorithmDialogBase):
            algorithm = window.algorithm()
            if algorithm is not None and algorithm.id().startswith(f"{provider_id}:"):
                window.close()
