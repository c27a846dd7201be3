"""The pack as a PDF, through QGIS's layout engine: pages of text, charts and maps."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsLayoutExporter,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsRenderContext,
)

from ...engine.errors import FileUnreadableError
from ...engine.progress import Progress
from ...engine.report.document import Document
from ..print_map.export import is_whole
from .map_layers import MapLayers
from .pdf_contents import boxes_of
from .pdf_flow import Page, flow, pages_of_anchors
from .pdf_item import MARGIN_MM, PAGE_MM, TEXT_HEIGHT, TOP_MM, PageText, Running
from .pdf_map import add_map
from .pdf_type import MM, RUNNING, width_of

_DPI = 300.0
_ROOM_OF_HEAD = 105 * MM


def write_pdf(document: Document, maps: MapLayers, target: Path, progress: Progress) -> int:
    """Write the pack beside its place, rename it, and give its number of pages.

    `maps` are printed where the document has its `MapPlace`, one a theme. Raises
    `FileUnreadableError` where the file cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        project = QgsProject()
        layout, kept = _layout(document, maps, project, Path(folder), progress)
        pages = layout.pageCollection().pageCount()
        progress.stop_if_asked()
        _export(layout, target)
        kept.clear()
    return int(pages)


def _layout(
    document: Document,
    maps: MapLayers,
    project: QgsProject,
    folder: Path,
    progress: Progress,
) -> tuple[QgsPrintLayout, list[Any]]:
    """Lay out all pages; Python's halves of the items must live until they are exported."""
    _describe(project, document)
    places: dict[str, int] = {}
    boxes, pictures = boxes_of(document, places, maps.titles)
    pages = flow(boxes, TEXT_HEIGHT)
    places.update(pages_of_anchors(pages))
    layout = QgsPrintLayout(project)
    layout.renderContext().setDpi(_DPI)
    kept: list[Any] = []
    for number, page in enumerate(pages):
        progress.report(number / len(pages))
        _add_page(layout)
        text = PageText(layout, page, _running(document, number + 1, len(pages), maps.credit))
        _put(layout, text, number, (0.0, 0.0, *PAGE_MM))
        kept += [text, *_placed(layout, number, page, (pictures, maps), folder)]
    return layout, kept


def _describe(project: QgsProject, document: Document) -> None:
    about = project.metadata()
    about.setTitle(document.title)
    about.setAbstract(document.subtitle)
    about.setAuthor("")
    project.setMetadata(about)


def _add_page(layout: QgsPrintLayout) -> None:
    page = QgsLayoutItemPage(layout)
    page.setPageSize(QgsLayoutSize(*PAGE_MM))
    layout.pageCollection().addPage(page)


def _put(
    layout: QgsPrintLayout, item: Any, page: int, place: tuple[float, float, float, float]
) -> None:
    x, y, width, height = place
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y), True, False, page)
    item.attemptResize(QgsLayoutSize(width, height))


def _placed(
    layout: QgsPrintLayout,
    number: int,
    page: Page,
    sources: tuple[Mapping[str, str], MapLayers],
    folder: Path,
) -> list[Any]:
    """Add the pictures and maps of one page."""
    pictures, maps = sources
    items: list[Any] = []
    for box, down in page.boxes:
        one = box.placed
        if one is None:
            continue
        x, y = MARGIN_MM + one.x / MM, TOP_MM + down / MM
        place = (x, y, one.width / MM, one.height / MM)
        if one.kind.startswith("map"):
            beside = one.kind == "map, legend beside"
            items += add_map(layout, maps.layers[one.name], number, place, beside, maps.focus)
            continue
        item = QgsLayoutItemPicture(layout)
        file = folder / f"{one.name}.svg"
        file.write_text(pictures[one.name], encoding="utf-8")
        item.setPicturePath(str(file))
        _put(layout, item, number, place)
        items.append(item)
    return items


def _running(document: Document, number: int, pages: int, credit: str) -> Running:
    return Running(
        _shortened(document.title),
        "FICTIONAL DATA" if document.fictional else "",
        f"Map data: {credit}",
        f"{document.audience} · page {number} of {pages}",
    )


def _shortened(title: str) -> str:
    """Give a title for the head of a page, cut between words where it is long."""
    words: Sequence[str] = title.split()
    while len(words) > 1 and width_of(" ".join([*words, "…"]), RUNNING) > _ROOM_OF_HEAD:
        words = words[:-1]
    short = " ".join(words)
    return short if short == " ".join(title.split()) else f"{short}…"


def _export(layout: QgsPrintLayout, target: Path) -> None:
    beside = target.with_name(f"~{target.stem}.part.pdf")
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = _DPI
    settings.forceVectorOutput = True
    settings.appendGeoreference = False
    settings.exportMetadata = True
    settings.textRenderFormat = QgsRenderContext.TextFormatAlwaysText
    try:
        done = QgsLayoutExporter(layout).exportToPdf(str(beside), settings)
        if done != QgsLayoutExporter.ExportResult.Success or not is_whole(beside):
            raise FileUnreadableError(
                f"{target} could not be written. Is it open in another program, the disk full, or "
                "the folder not to be written to?"
            )
        beside.replace(target)
    except OSError as error:
        raise FileUnreadableError(f"{target} could not be written ({error}).") from error
    finally:
        beside.unlink(missing_ok=True)
