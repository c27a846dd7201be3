"""The letters of a map's labels: a font that this computer has, where the style names another."""

from __future__ import annotations

from qgis.core import (
    QgsPalLayerSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from .print_map.letters import families, family


def use_letters_at_hand(layer: QgsVectorLayer) -> None:
    """Put the page's font in the place of one that this computer lacks: Windows has no DejaVu.

    QGIS would draw some other and warn of it each time the project is opened.
    """
    labeling = layer.labeling()
    if isinstance(labeling, QgsVectorLayerSimpleLabeling):
        layer.setLabeling(QgsVectorLayerSimpleLabeling(_lettered(labeling.settings())))


def _lettered(settings: QgsPalLayerSettings) -> QgsPalLayerSettings:
    changed = QgsPalLayerSettings(settings)
    form = changed.format()
    font = form.font()
    if font.family() not in families():
        font.setFamily(family())
        form.setFont(font)
        changed.setFormat(form)
    return changed
