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
    """The group of one run in the layer tree, made when its first layer is loaded."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._made = ""

    def of(self, project: QgsProject) -> QgsLayerTreeGroup:
        """Give the group; one of an earlier run keeps its name, and this gets a number."""
        root = project.layerTreeRoot()
        name, number = self._made or self.title, 2
        while not self._made and root.findGroup(name) is not None:
            name, number = f"{self.title} ({number})", number + 1
        self._made = name
        return root.findGroup(name) or root.insertGroup(0, name)


class _InGroup(QgsProcessingLayerPostProcessorInterface):
    """Styles a loaded layer and moves it into its run's group: points above lines above areas.

    As with other styles, Python's half must live until the layer is loaded.
    """

    _kept: ClassVar[deque[_InGroup]] = deque(maxlen=512)

    def __init__(self, group: _Group, style: Style) -> None:
        super().__init__()
        self._group, self._style = group, style
        self._kept.append(self)

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style the layer and move it."""
        if self._style is not None:
            self._style.postProcessLayer(layer, context, feedback)
        project = context.project() or QgsProject.instance()
        node = project.layerTreeRoot().findLayer(layer.id())
        if node is None:  # newer releases put it into the tree afterwards, by `groupName`
            return
        group = self._group.of(project)
        below = (
            number
            for number, other in enumerate(group.findLayers())
            if other.layer() is None or rank(other.layer()) <= rank(layer)
        )
        at = next(below, len(group.children()))
        for one in reversed([node, *others_of(layer, project)]):  # with a comparison's other plans
            group.insertChildNode(at, one.clone())
            one.parent().removeChildNode(one)


def load_results(
    job: Job, title: str, done: Sequence[StepDone], styles: Styles, folder: Path
) -> None:
    """Have QGIS load every layer of a run when it is finished."""
    group = _Group(title)
    project = job.context.project() or QgsProject.instance()
    for step in done:
        for output, name in styles.layers(step.planned).items():
            if name not in step.outputs.values():
                continue
            title_of = step.planned.step.name
            words = title_of if output == "OUTPUT" else f"{title_of}: {Path(name).stem}"
            details = QgsProcessingContext.LayerDetails(words, project, output)
            if hasattr(details, "groupName"):
                details.groupName = title
            details.setPostProcessor(_InGroup(group, styles.of(name)))
            job.context.addLayerToLoadOnCompletion(str(folder / name), details)
