"""A small map for each algorithm's help: what it gives on the sample county, in its own style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from map_styles.signs import HUB, SUGGESTED, icon
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsLabelingEngineSettings,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage

from .runs import Runs
from .sample_inputs import areas, places
from .web_page import photograph_page

STYLES = Path(__file__).resolve().parents[2] / "family_hub_planner" / "resources" / "styles"
SIZE = QSize(480, 340)
COUNTY = QgsRectangle(602000, 430500, 641500, 464000)
TOWN = QgsRectangle(612800, 443800, 620600, 451200)
WAYS, AREA_EDGE, GROUND = "#b9b3a8", "#c9c4bb", "#fbfaf7"


@dataclass(frozen=True)
class Shown:
    """A map to draw: its layers, the topmost first, and where it looks (None: the county)."""

    layers: list[QgsVectorLayer]
    extent: QgsRectangle | None = None


def maps(runs: Runs) -> Iterator[tuple[str, Shown]]:
    """Give (algorithm id, map) for each algorithm that gives places."""
    ways, hubs = _ways(runs), _hubs
    network = [_part(runs, "buildnetwork", "barriers"), _part(runs, "buildnetwork", "edges")]
    yield "buildnetwork", Shown(network, TOWN)
    yield "downloadnetwork", Shown(network)
    yield "networkfromlines", Shown([_part(runs, "networkfromlines", "edges")], TOWN)
    yield "needlayer", Shown([_out(runs, "needlayer", "need")])
    yield "finerdemand", Shown([_out(runs, "finerdemand", "finer_demand"), _edges()], TOWN)
    yield "catchments", Shown([hubs(), _out(runs, "catchments", "catchments"), ways], TOWN)
    yield "traveltimes", Shown([hubs(), _spider(runs), _edges()], TOWN)
    yield "coverage", Shown([hubs(), _out(runs, "coverage", "coverage")])
    yield "accessibility", Shown([hubs(), _out(runs, "accessibility", "accessibility")])
    candidates = _out(runs, "candidatesfromosm", "candidates")
    yield "candidatesfromosm", Shown([candidates, ways], TOWN)
    spread = _out(runs, "candidatesfromnetwork", "junctions")
    yield "candidatesfromnetwork", Shown([spread, ways], TOWN)
    yield "importestate", Shown([_out(runs, "importestate", "estate"), ways], TOWN)
    yield from _plans(runs)


def _plans(runs: Runs) -> Iterator[tuple[str, Shown]]:
    sites, assignment = "suggestsites", _out(runs, "suggestsites", "assignment", "ASSIGNMENT")
    yield sites, Shown([_out(runs, sites, "sites"), assignment, _edges()])
    links = _out(runs, "suggestoutreach", "outreach_links", "LINKS")
    assigned = _out(runs, "suggestoutreach", "outreach_assignment", "ASSIGNMENT")
    points = _out(runs, "suggestoutreach", "outreach")
    yield "suggestoutreach", Shown([points, links, assigned, _edges()])
    plan = _out(runs, "colocate", "colocation_plan", "PLAN")
    yield "colocate", Shown([plan, _out(runs, "colocate", "colocation_pairs"), _edges()])
    moves = _out(runs, "rationalise", "estate_moves", "MOVES")
    yield "rationalise", Shown([_out(runs, "rationalise", "estate_options"), moves, _edges()])
    yield "hubsofplan", Shown([_plan(runs), _edges()])
    both = [_out(runs, sites, "sites"), _out(runs, "coverage", "coverage")]
    yield "runscenario", Shown(both)
    yield "comparescenarios", Shown([_hubs(), _out(runs, "comparescenarios", "change")])


def printed(runs: Runs, folder: Path) -> QImage:
    """Give a page as `printmap` lays it out."""
    page = folder / "page.png"
    given = {
        "LAYERS": [runs.path("suggestsites"), runs.path("coverage")], "OUTPUT": str(page),
        "TITLE": "Who is within reach of a hub, and three suggested sites", "DPI": 110,
    }  # fmt: skip
    runs.run("printmap", "printmap", given)
    return QImage(str(page))


def pack(runs: Runs) -> QImage:
    """Give the top of an evidence pack, as a browser shows it."""
    tables = {name: runs.path("coverage_today", name) for name in ("BY_DECILE", "BY_LOCALITY")}
    given = {
        "TITLE": "Where families can get to a hub", "AUTHORITY": "Fenmarch",
        "QUESTION": "Which children under five are within reach of a hub with a pram?",
        "NEED": runs.path("needlayer"), "HUBS": places("hubs.csv"), "HUB_ID": "site_id",
        "COVERAGE": runs.path("coverage_today"), **tables, "SITES": runs.path("suggestsites"),
        "COMPARISON": runs.path("comparescenarios"), "NETWORK": runs.path("buildnetwork"),
        "AUDIENCE": "internal",
    }  # fmt: skip
    written = runs.run("report", "report", given)
    return photograph_page(Path(written["OUTPUT"]), 960, 1080, "map")


def draw(shown: Shown) -> QImage:
    """Give the map as a picture."""
    settings = QgsMapSettings()
    settings.setLayers(shown.layers)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:27700"))
    settings.setExtent(shown.extent or COUNTY)
    settings.setOutputSize(SIZE)
    settings.setOutputDpi(84)
    settings.setBackgroundColor(QColor(GROUND))
    whole = settings.labelingEngineSettings()  # a name that would be cut off goes elsewhere
    whole.setFlag(QgsLabelingEngineSettings.Flag.UsePartialCandidates, False)
    settings.setLabelingEngineSettings(whole)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def _out(runs: Runs, name: str, style: str, output: str = "OUTPUT") -> QgsVectorLayer:
    layer = QgsVectorLayer(runs.path(name, output), name, "ogr")
    message, fine = layer.loadNamedStyle(str(STYLES / f"{style}.qml"))
    if not fine:
        raise OSError(message)
    return layer


def _part(runs: Runs, name: str, layer: str) -> QgsVectorLayer:
    """Give a layer of a network, in the style that it has when it is printed."""
    part = QgsVectorLayer(f"{runs.path(name)}|layername={layer}", layer, "ogr")
    part.loadNamedStyle(str(STYLES / f"network_{layer}.qml"))
    return part


def _hubs() -> QgsVectorLayer:
    layer = places("hubs.csv")
    layer.loadNamedStyle(str(STYLES / "hubs.qml"))
    return layer


def _plan(runs: Runs) -> QgsVectorLayer:
    """Give a plan's hubs by what becomes of them, which has no style of its own."""
    layer = QgsVectorLayer(runs.path("hubsofplan"), "plan", "ogr")
    signs = (("stays", icon("hub", 4.4, HUB)), ("added", icon("suggested_hub", 7.0, SUGGESTED)))
    classes = [QgsRendererCategory(value, sign, value) for value, sign in signs]
    layer.setRenderer(QgsCategorizedSymbolRenderer("plan_change", classes))
    return layer


def _edges() -> QgsVectorLayer:
    layer = QgsVectorLayer(areas("lsoa"), "areas", "ogr")
    symbol = QgsSymbol.defaultSymbol(layer.geometryType())
    fill = QgsSimpleFillSymbolLayer(
        QColor("#f3f1ec"), Qt.BrushStyle.SolidPattern, QColor(AREA_EDGE), Qt.PenStyle.SolidLine, 0.1
    )
    symbol.changeSymbolLayer(0, fill)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def _ways(runs: Runs) -> QgsVectorLayer:
    """Give a network's ways all alike and quiet, beneath what a map is about."""
    layer = QgsVectorLayer(f"{runs.path('buildnetwork')}|layername=edges", "ways", "ogr")
    symbol = QgsSymbol.defaultSymbol(layer.geometryType())
    symbol.changeSymbolLayer(0, QgsSimpleLineSymbolLayer(QColor(WAYS), 0.16))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def _spider(runs: Runs) -> QgsVectorLayer:
    """Give a line from each demand point to its nearest hub, from the table of travel times."""
    ends = {f["area_code"]: f.geometry() for f in
            QgsVectorLayer(runs.path("needlayer", "POINTS"), "p", "ogr").getFeatures()}  # fmt: skip
    hubs = {f["site_id"]: f.geometry() for f in places("hubs.csv").getFeatures()}
    layer = QgsVectorLayer("LineString?crs=EPSG:27700&field=minutes:double", "times", "memory")
    rows = []
    for row in QgsVectorLayer(runs.path("traveltimes"), "t", "ogr").getFeatures():
        ways = [ends[row["origin_id"]].asPoint(), hubs[row["destination_id"]].asPoint()]
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPolylineXY(ways))
        feature.setAttribute(0, row["minutes"])
        rows.append(feature)
    layer.dataProvider().addFeatures(rows)
    layer.loadNamedStyle(str(STYLES / "assignment.qml"))
    return layer
