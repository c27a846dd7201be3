"""The look of the printed map's words, legend and frames."""

from __future__ import annotations

from qgis.core import (
    QgsFillSymbol,
    QgsLayoutItemLegend,
    QgsLegendStyle,
    QgsTextFormat,
)
from qgis.PyQt.QtGui import QColor, QFont

INK, QUIET = "#26323a", "#5c6670"


def font_of(points: float, bold: bool) -> QFont:
    """Give the page's font."""
    font = QFont("DejaVu Sans")
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


def text_format(points: float, colour: str) -> QgsTextFormat:
    """Give the format of a scale bar's figures."""
    form = QgsTextFormat()
    form.setFont(font_of(points, False))
    form.setSize(points)
    form.setColor(QColor(colour))
    return form


def frame() -> QgsFillSymbol:
    """Give the frame that shows on one map where another looks."""
    return QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": "#26323a", "outline_width": "0.5"}
    )


def look_of_legend(legend: QgsLayoutItemLegend) -> None:
    """Set a legend tight and small."""
    legend.setResizeToContents(True)
    legend.setBackgroundEnabled(False)
    legend.setBoxSpace(0)
    legend.setSymbolWidth(5.5)
    legend.setSymbolHeight(3)
    styles = QgsLegendStyle.Style
    for style in (styles.Subgroup, styles.Group, styles.Title):
        legend.setStyleFont(style, font_of(8, True))
    legend.setStyleFont(styles.SymbolLabel, font_of(7, False))
    legend.setStyleMargin(styles.Subgroup, QgsLegendStyle.Side.Top, 2.6)
    legend.setStyleMargin(styles.Symbol, QgsLegendStyle.Side.Top, 1.2)
    legend.setFontColor(QColor(INK))
