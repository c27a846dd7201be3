"""Styles for results: applied when QGIS loads them into the project."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import ClassVar

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
)

from .job import Job

STYLES = Path(__file__).parents[1] / "resources" / "styles"


class _Styled(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer its style; a fresh one for each result.

    QGIS deletes its half with the run's context. Python's half must live until then, and the run
    itself is gone before the layer is loaded: so the last ones made are kept here.
    """

    _kept: ClassVar[deque[_Styled]] = deque(maxlen=64)

    @classmethod
    def made(cls, style: Path) -> _Styled:
        """Make one and keep it for as long as QGIS may need it."""
        styled = cls(style)
        cls._kept.append(styled)
        return styled

    def __init__(self, style: Path) -> None:
        super().__init__()
        self._style = style

    def postProcessLayer(
        self, layer: QgsMapLayer, _context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> None:
        """Load the style."""
        layer.loadNamedStyle(str(self._style))
        layer.triggerRepaint()


def style_when_loaded(job: Job, output: str, style: str) -> None:
    """Style an output with resources/styles/STYLE.qml if QGIS is going to load it."""
    destination = job.results.get(output)
    if destination is None or not job.context.willLoadLayerOnCompletion(destination):
        return
    details = job.context.layerToLoadOnCompletionDetails(destination)
    details.setPostProcessor(_Styled.made(STYLES / f"{style}.qml"))
