"""Running the planner's algorithms inside pytest: layers in, rows and the log's sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsVectorLayer,
)
from toy_town import ORIGIN, SPEEDS, TOY_TOWN, Town, to_degrees

from family_hub_planner.engine.remarks import read_remarks

SAMPLE = Path(__file__).parents[2] / "family_hub_planner" / "resources" / "sample"
GRID, DEGREES = "EPSG:27700", "EPSG:4326"


class Log(QgsProcessingFeedback):
    """A feedback that remembers what it was told."""

    def __init__(self):
        super().__init__(False)
        self.said: list[str] = []
        self.warned: list[str] = []
        self.errors: list[str] = []

    def pushInfo(self, info):
        self.said.append(info)

    def pushWarning(self, warning):
        self.warned.append(warning)

    def reportError(self, error, fatalError=False):  # noqa: N803 - QGIS's own name
        self.errors.append(error)


class CancelledOnProgress(Log):
    """A feedback whose cancel button is pressed as soon as the bar passes a share."""

    def __init__(self, percent: float):
        super().__init__()
        self.percent = percent
        self.progressChanged.connect(self._press)

    def _press(self, percent):
        if percent >= self.percent:
            self.cancel()


class Run:
    """The results of one run, with its layers kept alive, and its log."""

    def __init__(self, results: dict[str, Any], context: QgsProcessingContext, log: Log):
        self.results, self.context, self.log = results, context, log

    def __getitem__(self, name: str) -> Any:
        return self.results[name]

    def __contains__(self, name: str) -> bool:
        return name in self.results

    def layer(self, name: str) -> QgsVectorLayer:
        found = self.results[name]
        if isinstance(found, QgsVectorLayer):
            return found
        return QgsProcessingUtils.mapLayerFromString(found, self.context)

    def columns(self, name: str) -> list[str]:
        """Give the names of an output's columns; the number that a GeoPackage adds is not one."""
        return [column for column in self.layer(name).fields().names() if column != "fid"]

    def rows(self, name: str) -> list[dict[str, Any]]:
        return rows_of(self.layer(name))

    def by(self, name: str, key: str) -> dict[str, dict[str, Any]]:
        return {row[key]: row for row in self.rows(name)}


def rows_of(layer: QgsVectorLayer) -> list[dict[str, Any]]:
    """Give a layer's rows; NULL is None."""
    names = layer.fields().names()
    return [
        {name: _plain(value) for name, value in zip(names, feature.attributes())}
        for feature in layer.getFeatures()
    ]


def _plain(value: Any) -> Any:
    return None if hasattr(value, "isNull") and value.isNull() else value


def run(algorithm: str, log: Log | None = None, **parameters: Any) -> Run:
    """Run an algorithm; OUTPUT goes to memory if not told otherwise."""
    import processing  # only there once QGIS runs

    log = log or Log()
    context = QgsProcessingContext()
    context.setFeedback(log)
    given = {"OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    before = len(log.warned)
    results = processing.run(f"familyhub:{algorithm}", given, feedback=log, context=context)
    done = Run(results, context, log)
    carries_its_warnings(algorithm, done, log.warned[before:])
    return done


def carries_its_warnings(algorithm: str, done: Run, warned: Sequence[str]) -> None:
    """Hold each run of these tests to it: what it warned of stands in every row of its layer."""
    found = QgsApplication.processingRegistry().algorithmById(f"familyhub:{algorithm}")
    if not getattr(found, "CARRIES_REMARKS", False) or done.results["STATUS"] != "done":
        return
    rows = done.rows("OUTPUT")
    columns = {row.get("remarks") for row in rows}
    assert len(columns) <= 1, f"{algorithm}: the rows carry different remarks"
    carried = read_remarks(columns) or []
    assert not rows or set(warned) <= set(carried), f"{algorithm} lost what it warned of"


def layer_of(
    kind: str, rows: Sequence[tuple[str | None, Mapping[str, Any]]], crs: str = GRID, name="places"
) -> QgsVectorLayer:
    """Make a layer in memory of shapes as text (WKT, None for none) and columns by name."""
    kinds = {str: "string", float: "double", int: "integer"}
    columns: dict[str, str] = {}
    for _, values in rows:
        for column, value in values.items():
            columns.setdefault(column, kinds.get(type(value), "string"))
    fields = "&".join(f"field={column}:{of}" for column, of in columns.items())
    layer = QgsVectorLayer(f"{kind}?crs={crs}&{fields}", name, "memory")
    for shape, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([values.get(column) for column in columns])
        if shape is not None:
            feature.setGeometry(QgsGeometry.fromWkt(shape))
        assert layer.dataProvider().addFeature(feature)
    return layer


def points(
    rows: Sequence[tuple[tuple[float, float] | None, Mapping[str, Any]]],
    crs: str = GRID,
    name: str = "places",
) -> QgsVectorLayer:
    """Make points of metres from the toy town's origin, kept in grid metres or in degrees."""
    placed = [(None if at is None else _point(at, crs), values) for at, values in rows]
    return layer_of("Point", placed, crs, name)


def _point(metres: tuple[float, float], crs: str) -> str:
    x, y = metres[0] + ORIGIN[0], metres[1] + ORIGIN[1]
    if crs == DEGREES:
        ((x, y),) = to_degrees([(x, y)])
    return f"Point ({x:.12f} {y:.12f})"


def square(metres: tuple[float, float], half: float = 50.0) -> str:
    """Give a square round a point of the toy town as text."""
    x, y = metres[0] + ORIGIN[0], metres[1] + ORIGIN[1]
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ring = ", ".join(f"{x + half * a} {y + half * b}" for a, b in corners)
    return f"Polygon (({ring}))"


def toy_files(folder: Path, town: Town = TOY_TOWN) -> dict[str, str]:
    """Write a toy town and its speeds; give them as parameters of `buildnetwork`."""
    speeds = folder / "speeds.csv"
    speeds.write_text(SPEEDS, encoding="utf-8")
    return {"INPUT": str(town.write(folder / "town.osm")), "SPEEDS": str(speeds)}


def toy_network(path: Path, town: Town = TOY_TOWN) -> Run:
    """Build a toy town's network file."""
    return run("buildnetwork", **toy_files(path.parent, town), OUTPUT=str(path))


# Demand on the toy town's High Street and North Road, worked by hand: 80 m a minute on foot.
# West, Mid and East stand 160, 600 and 880 m from hub 007, North 120 m from hub 8; the moor lies
# 1560 m from any way.
DEMAND = [
    ((220, 0), {"area_code": "West", "children": 10.0, "need": 5.0, "idaci_decile": 1,
                "local_quintile": 1, "locality": "South Bank", "authority": "Toytown",
                "low_income": 4.0}),
    ((660, 0), {"area_code": "Mid", "children": 20.0, "need": 4.0, "idaci_decile": 1,
                "local_quintile": 2, "locality": "South Bank", "authority": "Toytown",
                "low_income": 5.0}),
    ((940, 0), {"area_code": "East", "children": 30.0, "need": 6.0, "idaci_decile": 2,
                "local_quintile": 3, "locality": "South Bank", "authority": "Nextdoor",
                "low_income": 6.0}),
    ((240, 720), {"area_code": "North", "children": 40.0, "need": 8.0, "idaci_decile": 10,
                  "local_quintile": 5, "locality": "North Bank", "authority": "Toytown",
                  "low_income": 7.0}),
    ((0, -3000), {"area_code": "Moor", "children": 5.0, "need": 1.0, "idaci_decile": 2,
                  "local_quintile": 4, "locality": "", "authority": "Toytown",
                  "low_income": 1.0}),
]  # fmt: skip
HUBS = [
    ((60, 0), {"site_id": "007", "site_name": "South Hub"}),
    ((360, 720), {"site_id": "8", "site_name": "North Hub"}),
]


def demand(crs: str = GRID) -> QgsVectorLayer:
    """Give the demand points of the toy town."""
    return points(DEMAND, crs, "demand")


def hubs(crs: str = GRID, **columns: Sequence[Any]) -> QgsVectorLayer:
    """Give the two hubs of the toy town, with further columns of two values each."""
    further = [dict(zip(columns, values)) for values in zip(*columns.values())] or [{}, {}]
    rows = [(at, {**values, **more}) for (at, values), more in zip(HUBS, further)]
    return points(rows, crs, "hubs")


def sample_table(name: str) -> QgsVectorLayer:
    """Give a CSV of the sample county's places as a layer."""
    uri = f"file://{SAMPLE / name}?type=csv&xField=easting&yField=northing&crs={GRID}"
    return QgsVectorLayer(uri, name, "delimitedtext")
