"""Results of a scenario in the project: styled as their steps would, in a group of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Optional

from qgis.core import (
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
)

from ...engine.scenario.model import PlannedStep
from ...engine.scenario.plan import Known
from ...engine.scenario.record import StepDone
from ..job import Job
from ..styles import others_of, rank, style_given

Style = Optional[QgsProcessingLayerPostProcessorInterface]


class Styles:
    """The styles that steps give to their layers, kept until these stand where they stay."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._found: dict[str, Style] = {}

    def ask(
        self, planned: PlannedStep, values: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        """Tell a step's run that its layers will be loaded, so that it gives them their styles."""
        for output in self.layers(planned):
            details = QgsProcessingContext.LayerDetails(output, QgsProject.instance(), output)
            context.addLayerToLoadOnCompletion(values[output], details)

    def take(
        self, planned: PlannedStep, values: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        """Keep the styles that the run gave."""
        for output, name in self.layers(planned).items():
            self._found[name] = style_given(context, values[output])

    def layers(self, planned: PlannedStep) -> dict[str, str]:
        """Give the names of the files of the step's layers, by output."""
        parameters = self._known.faces[planned.step.algorithm].parameters
        made = planned.made().items()
        return {out: name for out, name in made if parameters[out].kind == "layer_out"}

    def of(self, name: str) -> Style:
        """Give the style of a file's layer, None for QGIS's own."""
        return self._found.get(name)


class _Group:
    """The group of one run in the layer tree, made when its first layer is loaded.

    Points lie above lines above areas, and results of later steps above those of earlier ones. Of
    each kind the latest styled result is shown; the others are a click away.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self._made = ""
        self._places: dict[str, tuple[int, int]] = {}  # kind and step of each layer, by its id
        self._shown: dict[int, tuple[int, str]] = {}  # step and id of the layer shown, by kind

    def place(self, project: QgsProject, names: Sequence[str], step: int, styled: bool) -> None:
        """Move a result's layers (one, and others of its style) into the group."""
        root, group = project.layerTreeRoot(), self.of(project)
        place = rank(root.findLayer(names[0]).layer()), step
        lower = (
            number
            for number, other in enumerate(group.findLayers())
            if self._places.get(other.layerId(), (0, 0)) <= place
        )
        at = next(lower, len(group.children()))
        for number, name in enumerate(names):
            self._places[name] = place
            node = root.findLayer(name)
            group.insertChildNode(at + number, node.clone())
            node.parent().removeChildNode(node)
        self._show(group, names[0], place, styled)

    def _show(
        self, group: QgsLayerTreeGroup, name: str, place: tuple[int, int], styled: bool
    ) -> None:
        kind, step = place
        before = self._shown.get(kind, (-1, ""))
        hidden = name
        if styled and step >= before[0]:
            self._shown[kind], hidden = (step, name), before[1]
        node = group.findLayer(hidden) if hidden else None
        if node is not None and kind > 0:
            node.setItemVisibilityChecked(False)

    def of(self, project: QgsProject) -> QgsLayerTreeGroup:
        """Give the group; one of an earlier run keeps its name, and this gets a number."""
        root = project.layerTreeRoot()
        name, number = self._made or self.title, 2
        while not self._made and root.findGroup(name) is not None:
            name, number = f"{self.title} ({number})", number + 1
        self._made = name
        return root.findGroup(name) or root.insertGroup(0, name)


class _InGroup(QgsProcessingLayerPostProcessorInterface):
    """Styles a loaded layer and moves it into its run's group.

    As with other styles, Python's half must live until the layer is loaded.
    """

    _kept: ClassVar[deque[_InGroup]] = deque(maxlen=512)

    def __init__(self, group: _Group, style: Style, step: int) -> None:
        super().__init__()
        self._group, self._style, self._step = group, style, step
        self._kept.append(self)

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style the layer and move it."""
        project = context.project() or QgsProject.instance()
        if self._style is not None:
            self._style.postProcessLayer(layer, context, feedback)
        if project.layerTreeRoot().findLayer(layer.id()) is None:
            return  # newer releases put it into the tree afterwards, by `groupName`
        others = [one.layerId() for one in others_of(layer, project)]  # of a comparison's plans
        self._group.place(project, [layer.id(), *others], self._step, self._style is not None)


def load_results(
    job: Job, title: str, done: Sequence[StepDone], styles: Styles, folder: Path
) -> None:
    """Have QGIS load every layer of a run when it is finished."""
    group = _Group(title)
    project = job.context.project() or QgsProject.instance()
    for number, step in enumerate(done):
        wanted = step.planned.step.load
        for output, name in styles.layers(step.planned).items():
            if name not in step.outputs.values() or not (wanted is None or output in wanted):
                continue
            title_of = step.planned.step.name
            words = title_of if output == "OUTPUT" else f"{title_of}: {Path(name).stem}"
            details = QgsProcessingContext.LayerDetails(words, project, output)
            if hasattr(details, "groupName"):
                details.groupName = title
            details.setPostProcessor(_InGroup(group, styles.of(name), number))
            job.context.addLayerToLoadOnCompletion(str(folder / name), details)
