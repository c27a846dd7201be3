"""Styles for results: applied when QGIS loads them into the project."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
)

from .job import Job

STYLES = Path(__file__).parents[1] / "resources" / "styles"


class _Styled(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer its style."""

    def __init__(self, style: Path) -> None:
        super().__init__()
        self._style = style

    def postProcessLayer(
        self, layer: QgsMapLayer, _context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> None:
        """Load the style."""
        layer.loadNamedStyle(str(self._style))
        layer.triggerRepaint()


@cache
def _styled(style: str) -> _Styled:
    """Give the one post-processor of a style; QGIS holds it without owning it, so it stays."""
    return _Styled(STYLES / f"{style}.qml")


def style_when_loaded(job: Job, output: str, style: str) -> None:
    """Style an output with resources/styles/STYLE.qml if QGIS is going to load it."""
    destination = job.results.get(output)
    if destination is None or not job.context.willLoadLayerOnCompletion(destination):
        return
    details = job.context.layerToLoadOnCompletionDetails(destination)
    details.setPostProcessor(_styled(style))
