"""The printed map: the county by reach, a closer look at need and catchments, and a legend."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsMapLayerLegendUtils,
    QgsPrintLayout,
    QgsRectangle,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from .map_look import INK, QUIET, font_of, frame, look_of_legend, text_format
from .project import CATCHMENTS_THEME, NEED_THEME, REACH_THEME, Results

PAGE_MM = (297.0, 210.0)
MAIN_MM = (8.0, 27.0, 172.0, 168.0)  # left, top, width, height
CLOSER_MM = (185.0, 33.0, 104.0, 62.0)
NEED_MM = (185.0, 105.0, 51.0, 51.0)
DPI = 200
SMALLEST = 6.5  # points; two such lines still fit above the closer look
UNTITLED = ""
LEGENDS = (
    (
        (240.0, 98.0),
        {
            "suggested_sites": "Sites",
            "hubs": UNTITLED,
            "coverage": "Minutes to the nearest hub",
            "neighbours": UNTITLED,
            "localities": UNTITLED,
            "catchments": "Catchments",
            "network_barriers": "Lines that stop walkers",
        },
    ),
    ((185.0, 163.5), {"need": UNTITLED}),
)


class MapPage:
    """A landscape A4 page over the results."""

    def __init__(self, results: Results) -> None:
        self.results, self.brief = results, results.brief
        self.layout = QgsPrintLayout(results.project)
        self.layout.initializeDefaults()
        self.layout.setName("Map of the result")
        page = self.layout.pageCollection().page(0)
        page.setPageSize("A4", QgsLayoutItemPage.Orientation.Landscape)
        self._headings()
        county = results.extent()
        theme = REACH_THEME if "coverage" in results.layers else CATCHMENTS_THEME
        main = self._map(MAIN_MM, _fitted(county, MAIN_MM), theme)
        self._scale_bar(main, (13, 179))
        self._north()
        self._closer_look(main)
        if "need" in results.layers:
            self._text("Need, by area", (185, 99, 51, 6), 9.5, bold=True)
            self._map(NEED_MM, _fitted(results.extent_of("need"), NEED_MM), NEED_THEME)
            self._text(self.brief["need_words"].capitalize(), (185, 158, 51, 8), 7)
        for place, titles in LEGENDS:
            self._legend(place, titles)

    def _closer_look(self, main: QgsLayoutItemMap) -> None:
        extent = self._closer_extent()
        if extent is None or "catchments" not in self.results.layers:
            return
        self._fitting_text(self.brief["closer"], (185, 27, 104, 6), 9.5)
        closer = self._map(CLOSER_MM, extent, CATCHMENTS_THEME)
        main.overview().setLinkedMap(closer)
        main.overview().setFrameSymbol(frame())
        self._scale_bar(closer, (188, 79))

    def _headings(self) -> None:
        self._text(self.brief["title"], (8, 6, 281, 10), 18, bold=True)
        self._text(self.brief["subtitle"], (8, 16, 281, 8), 10.5)
        self._text(self.brief["attribution"], (8, 197, 281, 9), 7, colour=QUIET)

    def _map(self, place: tuple[float, ...], extent: QgsRectangle, theme: str) -> QgsLayoutItemMap:
        item = QgsLayoutItemMap(self.layout)
        self.layout.addLayoutItem(item)
        _put(item, place)
        item.setCrs(self.results.project.crs())
        item.setExtent(extent)  # zoomToExtent() on a new item gives a blank page
        item.setFollowVisibilityPreset(True)
        item.setFollowVisibilityPresetName(theme)
        item.setFrameEnabled(True)
        item.setFrameStrokeColor(QColor("#8a9399"))
        item.setBackgroundColor(QColor("#ffffff"))
        return item

    def _closer_extent(self) -> QgsRectangle | None:
        """Look closer round the first suggested site, else round the first hub."""
        for name, condition in (("suggested_sites", '"order" = 1'), ("hubs", "")):
            layer = self.results.layers.get(name)
            if layer is None:
                continue
            request = QgsFeatureRequest().setFilterExpression(condition or "TRUE").setLimit(1)
            for feature in layer.getFeatures(request):
                box = feature.geometry().boundingBox()
                middle = self.results.on_map(layer, box).center()
                width = max(6000.0, self.results.extent().width() / 4)
                height = width * CLOSER_MM[3] / CLOSER_MM[2]
                return QgsRectangle.fromCenterAndSize(middle, width, height)
        return None

    def _scale_bar(self, linked: QgsLayoutItemMap, place: tuple[float, float]) -> None:
        bar = QgsLayoutItemScaleBar(self.layout)
        bar.setStyle("Single Box")
        bar.setLinkedMap(linked)
        bar.applyDefaultSize(bar.guessUnits())
        bar.setHeight(1.8)
        bar.setTextFormat(text_format(7.5, INK))
        bar.setFillColor(QColor(INK))
        bar.setBackgroundEnabled(True)
        bar.setBackgroundColor(QColor(255, 255, 255, 215))
        self.layout.addLayoutItem(bar)
        bar.attemptMove(QgsLayoutPoint(*place))
        bar.update()

    def _north(self) -> None:
        arrow = QgsLayoutItemPicture(self.layout)
        arrow.setPicturePath(str(Path(__file__).with_name("north.svg")))
        self.layout.addLayoutItem(arrow)
        _put(arrow, (168, 30, 9, 13))

    def _legend(self, place: tuple[float, float], titles: dict[str, str]) -> None:
        """Add a legend of the rules in use, one heading a layer."""
        legend = QgsLayoutItemLegend(self.layout)
        legend.setAutoUpdateModel(False)
        tree = legend.model().rootGroup()  # its own copy of the project's tree
        tree.removeAllChildren()
        for name, title in titles.items():
            layer = self.results.layers.get(name)
            used = _used_rules(layer) if layer is not None else []
            if used:
                node = tree.addLayer(layer)
                node.setCustomProperty("legend/title-label", title)
                QgsMapLayerLegendUtils.setLegendNodeOrder(node, used)
                if title == UNTITLED:
                    node.setCustomProperty("legend/title-style", "hidden")
                legend.model().refreshLayerLegend(node)
        look_of_legend(legend)
        self.layout.addLayoutItem(legend)
        legend.attemptMove(QgsLayoutPoint(*place))
        legend.adjustBoxSize()

    def _fitting_text(self, text: str, place: tuple[float, ...], points: float) -> None:
        """Write a bold heading as large as its place allows, on two lines where one is too few."""
        size = next((p for p in sizes_down(points) if self._width(text, p) <= place[2]), 0.0)
        if not size:
            size, text = SMALLEST, self._on_two_lines(text, place[2])
        self._text(text, place, size, bold=True)

    def _width(self, text: str, points: float) -> float:
        label = QgsLayoutItemLabel(self.layout)
        label.setText(text)
        label.setFont(font_of(points, True))
        return label.sizeForText().width()

    def _on_two_lines(self, text: str, width: float) -> str:
        """Break before the last word that still fits the first line."""
        words = text.split(" ")
        fits = [
            n for n in range(1, len(words)) if self._width(" ".join(words[:n]), SMALLEST) <= width
        ]
        cut = max(fits, default=1)
        return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])

    def _text(
        self,
        text: str,
        place: tuple[float, ...],
        points: float,
        bold: bool = False,
        colour: str = INK,
    ) -> None:
        label = QgsLayoutItemLabel(self.layout)
        label.setText(text)
        label.setFont(font_of(points, bold))
        label.setFontColor(QColor(colour))
        label.setHAlign(Qt.AlignmentFlag.AlignLeft)
        label.setVAlign(Qt.AlignmentFlag.AlignTop)
        self.layout.addLayoutItem(label)
        _put(label, place)

    def write(self, path: Path) -> None:
        """Print the page as a picture."""
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = DPI
        self.layout.refresh()
        outcome = QgsLayoutExporter(self.layout).exportToImage(str(path), settings)
        if outcome != QgsLayoutExporter.ExportResult.Success:
            raise OSError(f"{path} could not be written.")

    def keep(self) -> None:
        """Put the page into the project's layouts, where the user can go on with it."""
        self.results.project.layoutManager().addLayout(self.layout)


def sizes_down(points: float) -> list[float]:
    """Give sizes of letters from `points` down to the smallest, by half points."""
    steps = int((points - SMALLEST) * 2) + 1
    return [points - step / 2 for step in range(steps)]


def _used_rules(layer: QgsVectorLayer) -> list[int]:
    """Give the numbers of the rules that draw at least one feature."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsRuleBasedRenderer):
        return [0]
    context = QgsExpressionContext(
        QgsExpressionContextUtils.globalProjectLayerScopes(layer)  # for q1("need") and the like
    )
    used = []
    for number, rule in enumerate(renderer.rootRule().children()):
        request = QgsFeatureRequest().setFilterExpression(rule.filterExpression() or "TRUE")
        request.setExpressionContext(context)
        if any(True for _ in layer.getFeatures(request.setLimit(1))):
            used.append(number)
    return used


def _fitted(extent: QgsRectangle, place: tuple[float, ...]) -> QgsRectangle:
    """Widen an extent to a place's shape, so that nothing of it is cut off."""
    shape = place[2] / place[3]
    width = max(extent.width(), extent.height() * shape)
    height = max(extent.height(), extent.width() / shape)
    return QgsRectangle.fromCenterAndSize(extent.center(), width, height)


def _put(item: QgsLayoutItem, place: tuple[float, ...]) -> None:
    left, top, width, height = place
    item.attemptMove(QgsLayoutPoint(left, top))
    item.attemptResize(QgsLayoutSize(width, height))
