"""The second page, for what is too long for the first: nothing is cut off."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemPage,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
)

from .legend import Entry, fill_legend
from .letters import room_of, wrapped, write_in
from .paper import GAP, LEGEND, SMALL, Paper


def write_second_page(
    layout: QgsPrintLayout,
    paper: Paper,
    legend: QgsLayoutItemLegend,
    entries: Sequence[Entry],
    texts: Sequence[str],
) -> None:
    """Put the legend, where it has `entries` to go there, above the texts, in two columns."""
    if not (entries or texts):
        return
    top = _page(layout, paper) + paper.margin
    columns = 3 if paper.landscape else 2
    if entries:
        fill_legend(legend, entries, paper.inner, LEGEND * paper.letters, columns, split=True)
        legend.attemptMove(QgsLayoutPoint(paper.margin, top))
        top += legend.rect().height() + GAP
    for text in texts:
        top += _write(layout, paper, text, top) + GAP


def _page(layout: QgsPrintLayout, paper: Paper) -> float:
    """Add a page and give where it begins, in the layout's own millimetres."""
    page, lying = QgsLayoutItemPage(layout), QgsLayoutItemPage.Orientation
    page.setPageSize(paper.size, lying.Landscape if paper.landscape else lying.Portrait)
    layout.pageCollection().addPage(page)
    return float(page.pos().y())


def _write(layout: QgsPrintLayout, paper: Paper, text: str, top: float) -> float:
    size = SMALL * paper.letters
    lines = wrapped(text, paper.inner, size)
    label = QgsLayoutItemLabel(layout)
    label.setId("sources_over")
    label.setText(lines)
    label.setMarginX(0.0)
    label.setMarginY(0.0)
    write_in(label, size)
    layout.addLayoutItem(label)
    height = room_of(label, size)
    label.attemptMove(QgsLayoutPoint(paper.margin, top))
    label.attemptResize(QgsLayoutSize(paper.inner, height))
    return height
