"""A tool in Processing's own dialog, filled from the plan; what it gives goes back to the plan."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import QgsMapLayer, QgsVectorLayer

from .algorithm_dialog import open_algorithm_dialog
from .file_places import place
from .loaded_results import move_into_group
from .messages import warn
from .moves import parameters_for
from .plan import Plan
from .runs_for_pack import RESULT_OF, of_history
from .step_runner import adopt_outputs, record_of
from .steps import Step, steps
from .tool_inputs import GIVES, inputs_of, is_there
from .translation import tr


def open_tool(iface: Any, algorithm_id: str, plan: Plan) -> Any:
    """Open a tool's dialog with what the plan has set; its results become settings in turn."""
    step = step_with(algorithm_id)
    parameters, folder = inputs_of(algorithm_id, plan.settings), None
    if is_there(algorithm_id):
        try:
            parameters = parameters_for(
                algorithm_id, algorithm_id.rsplit(":", maxsplit=1)[-1], plan
            )
            folder = Path(_place(parameters["OUTPUT"])).parent
        except OSError as error:
            warn(iface, tr("Family Hub Planner"), str(error))
    dialog = open_algorithm_dialog(iface, algorithm_id, parameters)
    if folder is not None:
        if dialog is None:
            _remove_if_empty(folder)
        else:
            dialog.rejected.connect(lambda: _remove_if_empty(folder))
    if dialog is not None and step is not None:
        dialog.algorithmFinished.connect(partial(_take, step, algorithm_id, plan))
    return dialog


def step_with(algorithm_id: str) -> Step | None:
    """Give the step that an algorithm belongs to, None where it is none of the dock's."""
    return next((step for step in steps() if algorithm_id in step.algorithms()), None)


def _take(step: Step, algorithm_id: str, plan: Plan, done: bool, results: dict[str, Any]) -> None:
    if not done:
        return
    layers: dict[str, QgsMapLayer] = {}
    for output, value in results.items():
        layer = _loaded(str(value), plan)
        if layer is not None:
            layers[output] = layer
            venues = GIVES.get(algorithm_id, {}).get(output) == "venues"
            move_into_group(step, layer, plan.project, plan.settings, not venues)
    before = plan.settings
    adopt_outputs(plan, algorithm_id, results, layers)
    if algorithm_id == step.algorithm:
        record = record_of(plan, algorithm_id, results, plan.taken(step.uses))
        # Where nothing was loaded the plan shows the result of another run.
        told = None if plan.settings == before else of_history(RESULT_OF.get(step.key, ""), plan)
        plan.keep_record(step.key, replace(record, runs=told.runs if told is not None else []))


def _loaded(output: str, plan: Plan) -> QgsMapLayer | None:
    """Find the layer that Processing loaded from a run's output: by its id, or by its file."""
    found = plan.project.mapLayer(output)
    if found is not None:
        return found
    for layer in plan.project.mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and place(layer.source()) == place(output):
            return layer
    return None


def _place(output: Any) -> str:
    """Give the file of an output, which may be marked as a layer to load."""
    return str(output.sink.staticValue()) if hasattr(output, "sink") else str(output)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
