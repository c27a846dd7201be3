"""Styles for results, applied when QGIS loads them: points above lines, lines above areas."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import ClassVar

from qgis.core import (
    QgsLayerTree,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProject,
    QgsWkbTypes,
)

from .job import Job

_RESULT = "family_hub_planner/result"
STYLES = Path(__file__).parents[1] / "resources" / "styles"


class _Styled(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer its style; a fresh one for each result.

    QGIS deletes its half with the run's context. Python's half must live until then, and the run
    itself is gone before the layer is loaded: so the last ones made are kept here.
    """

    _kept: ClassVar[deque[_Styled]] = deque(maxlen=64)

    @classmethod
    def made(cls, style: Path, alone: tuple[str, str] | None = None) -> _Styled:
        """Make one and keep it for as long as QGIS may need it."""
        styled = cls(style, alone)
        cls._kept.append(styled)
        return styled

    def __init__(self, style: Path, alone: tuple[str, str] | None) -> None:
        super().__init__()
        self._style, self._alone = style, alone

    def again(self) -> _Styled:
        """Give a fresh one of the same style, for another run's context."""
        return self.made(self._style, self._alone)

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> None:
        """Load the style, and lay the layer under results that would hide beneath it."""
        layer.loadNamedStyle(str(self._style))
        if self._alone is not None:
            column, value = self._alone
            quoted = value.replace("'", "''")
            layer.setSubsetString(f"\"{column}\" = '{quoted}'")
            layer.setName(f"{layer.name()}: {value}")
        layer.setCustomProperty(_RESULT, True)
        _lay_under_points(layer, context.project() or QgsProject.instance())
        layer.triggerRepaint()


def style_when_loaded(
    job: Job, output: str, style: str, alone: tuple[str, str] | None = None
) -> None:
    """Style an output with resources/styles/STYLE.qml if QGIS is going to load it.

    `alone`, a column and its value, filters the loaded layer to these rows and names it after them,
    where others would lie upon them; the file holds all.
    """
    destination = job.results.get(output)
    if destination is None or not job.context.willLoadLayerOnCompletion(destination):
        return
    details = job.context.layerToLoadOnCompletionDetails(destination)
    details.setPostProcessor(_Styled.made(STYLES / f"{style}.qml", alone))
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
