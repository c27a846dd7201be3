"""Styles for results, applied when QGIS loads them: points above lines, lines above areas."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from qgis.core import (
    QgsLayerTree,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from .column_words import name_columns
from .map_letters import use_letters_at_hand
from .minutes_words import MinutesWords
from .result_kinds import kind_of
from .run_words import name_of_result, say, words_of_job, words_of_layer

if TYPE_CHECKING:
    from .job import Job

_RESULT, _OTHER_OF = "family_hub_planner/result", "family_hub_planner/other_of"
STYLES = Path(__file__).parents[1] / "resources" / "styles"


@dataclass(frozen=True)
class Look:
    """How a result is to be drawn: its style, the words of its run, and its plans.

    Without a style, as of a table, its columns are headed in words and no more.
    `plans`, a column and its values, shows the rows of the first value alone, in a layer named
    after it, and those of each other in a layer of its own below, hidden at first: where all lie
    upon one another nobody could tell which is seen. The file holds all.
    """

    style: str
    words: MinutesWords = field(default_factory=MinutesWords)
    column: str = ""
    plans: tuple[str, ...] = ()


class _Styled(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer its style; a fresh one for each result.

    QGIS deletes its half with the run's context. Python's half must live until then, and the run
    itself is gone before the layer is loaded: so the last ones made are kept here.
    """

    _kept: ClassVar[deque[_Styled]] = deque(maxlen=64)

    @classmethod
    def made(cls, look: Look) -> _Styled:
        """Make one and keep it for as long as QGIS may need it."""
        styled = cls(look)
        cls._kept.append(styled)
        return styled

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def again(self) -> _Styled:
        """Give a fresh one of the same style, for another run's context."""
        return self.made(self._look)

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> None:
        """Head the columns, load the style, and lay the layer under what would hide beneath it."""
        look, project = self._look, context.project() or QgsProject.instance()
        name_columns(layer)
        if not look.style:
            return
        draw(layer, look.style, look.words)
        layer.setName(name_of_result(layer.name(), look.style, look.words))
        layer.setCustomProperty(_RESULT, True)
        _lay_under_points(layer, project)
        _unfold(layer, project)
        if look.plans:
            _part_by_plan(layer, look, project)
        layer.triggerRepaint()


def draw(layer: QgsVectorLayer, style: str, words: MinutesWords) -> None:
    """Give a layer the style of that name, in the words of its run and letters of this computer."""
    layer.loadNamedStyle(str(STYLES / f"{style}.qml"))
    say(layer, style, words)
    use_letters_at_hand(layer)


def draw_as_result(layer: QgsMapLayer) -> str:
    """Draw a result that was opened by hand as it is drawn when it is loaded; give its style.

    Does nothing and gives "" for a layer that is no result of the planner.
    """
    style = kind_of(layer)
    if style:
        words = words_of_layer(layer)
        draw(layer, style, words)
        layer.setName(name_of_result(layer.name(), style, words))
        _one_plan(layer, style)
    return style


def _one_plan(layer: QgsVectorLayer, style: str) -> None:
    """Show the first plan alone of a comparison of several, and name the plan that is shown."""
    if style not in ("change", "change_points"):
        return
    at = layer.fields().indexOf("plan")
    plans = [str(row.attribute(at)) for row in layer.getFeatures()] if at >= 0 else []
    if len(set(plans)) > 1:
        _only(layer, layer.name(), "plan", plans[0])
    elif plans:
        layer.setName(f"{layer.name()}: {plans[0]}")


def style_when_loaded(
    job: Job,
    output: str,
    style: str,
    words: MinutesWords | None = None,
    column: str = "",
    plans: Sequence[str] = (),
) -> None:
    """Style an output with resources/styles/STYLE.qml if QGIS is going to load it.

    `words` None takes mode, direction and bands of the run; `column` and `plans` are those of
    `Look`.
    """
    destination = job.results.get(output)
    if destination is None or not job.context.willLoadLayerOnCompletion(destination):
        return
    details = job.context.layerToLoadOnCompletionDetails(destination)
    look = Look(style, words or words_of_job(job), column, tuple(plans))
    details.setPostProcessor(_Styled.made(look))
    layer = QgsProcessingUtils.mapLayerFromString(destination, job.context)
    if layer is not None and hasattr(details, "layerSortKey"):
        details.layerSortKey = rank(layer)  # newer releases sort by it, the highest on top


def style_given(
    context: QgsProcessingContext, destination: str
) -> QgsProcessingLayerPostProcessorInterface | None:
    """Give a fresh copy of the style that a run gave to a layer; None where it gave none.

    For a layer that is loaded by another run than the one that wrote it, as in a scenario.
    """
    given = context.layerToLoadOnCompletionDetails(destination).postProcessor()
    return given.again() if isinstance(given, _Styled) else None


def others_of(layer: QgsMapLayer, project: QgsProject) -> list[QgsLayerTreeLayer]:
    """Give the nodes of the other plans that were loaded with a comparison's layer, in order."""
    nodes = project.layerTreeRoot().findLayers()
    found = [node for node in nodes if node.layer() is not None]
    return [node for node in found if node.layer().customProperty(_OTHER_OF) == layer.id()]


def _part_by_plan(layer: QgsVectorLayer, look: Look, project: QgsProject) -> None:
    """Show the first plan in the layer itself, and each other in one of its own, hidden."""
    root, name = project.layerTreeRoot(), layer.name()
    node = root.findLayer(layer.id())  # some releases put it into the tree only afterwards
    parent = root if node is None else node.parent()
    place = 0 if node is None else parent.children().index(node) + 1
    for plan in reversed(look.plans[1:]):
        other = layer.clone()
        _only(other, name, look.column, plan)
        other.setCustomProperty(_RESULT, True)
        other.setCustomProperty(_OTHER_OF, layer.id())
        project.addMapLayer(other, False)
        parent.insertLayer(place, other).setItemVisibilityChecked(False)
    if len(look.plans) > 1:
        _only(layer, name, look.column, look.plans[0])
    else:
        layer.setName(f"{name}: {look.plans[0]}")


def _only(layer: QgsVectorLayer, name: str, column: str, value: str) -> None:
    quoted = value.replace("'", "''")
    layer.setSubsetString(f"\"{column}\" = '{quoted}'")
    layer.setName(f"{name}: {value}")


def rank(layer: QgsMapLayer) -> int:
    """Give 3 for points, 2 for lines, 1 for areas, 0 for tables."""
    kind = QgsWkbTypes.GeometryType
    return {kind.PointGeometry: 3, kind.LineGeometry: 2, kind.PolygonGeometry: 1}.get(
        layer.geometryType(), 0
    )


def _lay_under_points(layer: QgsMapLayer, project: QgsProject) -> None:
    """Move a layer in the tree below the results right beneath it that are of a higher rank.

    Older releases put each result on top of the last, in an order of their own. Only neighbours in
    the tree that are results too are passed: what the user had stays where it was.
    """
    node = project.layerTreeRoot().findLayer(layer.id())
    if node is None:
        return
    parent = node.parent()
    others = parent.children()
    place = others.index(node)
    last = place
    for at in range(place + 1, len(others)):
        below = others[at].layer() if QgsLayerTree.isLayer(others[at]) else None
        if below is None or not below.customProperty(_RESULT) or rank(below) <= rank(layer):
            break
        last = at
    if last > place:
        parent.insertChildNode(last + 1, node.clone())
        parent.removeChildNode(node)


def _unfold(layer: QgsMapLayer, project: QgsProject) -> None:
    """Show a layer's legend, which QGIS folds where it has ten lines or more."""
    node = project.layerTreeRoot().findLayer(layer.id())
    if node is not None:
        node.setExpanded(True)
