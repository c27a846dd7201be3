"""Write the templates of the printed map anew: /usr/bin/python3 scripts/make_layouts.py [FOLDER].

One file a paper, in family_hub_planner/resources/layouts. They open in QGIS's own layout designer
too (Project > Layout Manager > From template). `processing/print_map` fills them, by the ids of
their items.
"""

from __future__ import annotations

import base64
import os
import re
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_HASH_SEED", "0")  # else the order of XML attributes is chance
sys.path.insert(0, str(Path(__file__).parents[1]))

from qgis.core import (
    QgsApplication,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
)
from qgis.PyQt.QtGui import QColor

from family_hub_planner.processing.print_map.letters import INK, QUIET, format_of, write_in
from family_hub_planner.processing.print_map.paper import (
    PAPERS,
    SMALL,
    SUBTITLE,
    TITLE,
    Box,
    Paper,
    parts_of,
)

RESOURCES = Path(__file__).parents[1] / "family_hub_planner" / "resources"
FOLDER, NORTH = RESOURCES / "layouts", RESOURCES / "icons" / "north.svg"
WORDS = {
    "title": ("Title of the map", TITLE, True, INK),
    "subtitle": ("What the map shows", SUBTITLE, False, QUIET),
    "note": ("Modelled, not measured.", SMALL, False, INK),
    "sources": ("Contains OpenStreetMap data © OpenStreetMap contributors (ODbL).", SMALL, False,
                QUIET),
}  # fmt: skip
CHANCE = re.compile(r'(uuid|templateUuid|groupUuid|mapUuid|multiFrameTemplateUuid)="(\{[^}]*\})"')


def main() -> None:
    """Write every template into the folder named, or into the plugin."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    application = QgsApplication([], False)
    application.initQgis()
    for name, paper in PAPERS.items():
        layout = drawn(name, paper)
        path = folder / f"{name}.qpt"
        if not layout.saveAsTemplate(str(path), QgsReadWriteContext()):
            sys.exit(f"{path} could not be written.")
        path.write_text(without_chance(path.read_text("utf-8"), name), "utf-8")
        print(path.name)
        del layout
    application.exitQgis()


def drawn(name: str, paper: Paper) -> QgsPrintLayout:
    """Draw a template: every part at its place, with words to be written over."""
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    layout.setName(f"Family Hub Planner, {name.replace('_', ' ').replace('a', 'A', 1)}")
    direction = QgsLayoutItemPage.Orientation
    lying = direction.Landscape if paper.landscape else direction.Portrait
    layout.pageCollection().page(0).setPageSize(paper.size, lying)
    places = parts_of(paper, 8.0 * paper.letters, 4.5 * paper.letters, 4.0, 8.0, 45.0).boxes()
    items = {key: _label(layout, paper, *words) for key, words in WORDS.items()}
    items |= {"map": _map(layout), "legend": _legend(layout), "north": _north(layout)}
    items["scale"] = _scale(layout, items["map"], paper)
    for key, item in items.items():
        item.setId(key)
        _put(item, places[key])
    items["legend"].setLinkedMap(items["map"])
    items["north"].setLinkedMap(items["map"])
    return layout


def _label(
    layout: QgsPrintLayout, paper: Paper, text: str, points: float, bold: bool, colour: str
) -> QgsLayoutItemLabel:
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    label.setMarginX(0.0)
    label.setMarginY(0.0)
    write_in(label, points * paper.letters, bold, colour)
    layout.addLayoutItem(label)
    return label


def _map(layout: QgsPrintLayout) -> QgsLayoutItemMap:
    item = QgsLayoutItemMap(layout)
    layout.addLayoutItem(item)
    item.attemptResize(QgsLayoutSize(100.0, 100.0))
    item.setExtent(QgsRectangle(0.0, 0.0, 1000.0, 1000.0))  # without one the page stays blank
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor("#8a9399"))
    item.setBackgroundColor(QColor("#ffffff"))
    return item


def _legend(layout: QgsPrintLayout) -> QgsLayoutItemLegend:
    legend = QgsLayoutItemLegend(layout)
    legend.setAutoUpdateModel(False)
    legend.model().rootGroup().removeAllChildren()
    legend.setResizeToContents(True)
    legend.setBackgroundEnabled(False)
    legend.setBoxSpace(0.0)
    layout.addLayoutItem(legend)
    return legend


def _north(layout: QgsPrintLayout) -> QgsLayoutItemPicture:
    arrow = QgsLayoutItemPicture(layout)
    data = base64.b64encode(NORTH.read_bytes()).decode("ascii")
    # Embedded: a path would not be there on the PC where the project is opened next.
    arrow.setPicturePath(f"base64:{data}", QgsLayoutItemPicture.Format.FormatSVG)
    layout.addLayoutItem(arrow)
    return arrow


def _scale(layout: QgsPrintLayout, linked: QgsLayoutItem, paper: Paper) -> QgsLayoutItemScaleBar:
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(linked)
    bar.setHeight(1.8 * paper.letters)
    bar.setTextFormat(format_of(7.5 * paper.letters))
    bar.setFillColor(QColor(INK))
    layout.addLayoutItem(bar)
    return bar


def _put(item: QgsLayoutItem, box: Box) -> None:
    left, top, width, height = box
    item.attemptMove(QgsLayoutPoint(left, top))
    item.attemptResize(QgsLayoutSize(width, height))


def without_chance(text: str, name: str) -> str:
    """Number the items' ids, which QGIS draws by chance, in the order in which they stand."""
    numbers: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        key = numbers.setdefault(found[2], f"{{{name}-{len(numbers)}}}")
        return f'{found[1]}="{key}"'

    return CHANCE.sub(numbered, text)


if __name__ == "__main__":
    main()
