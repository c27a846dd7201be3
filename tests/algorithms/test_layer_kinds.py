"""One set of hubs and demand points in every kind of layer: the figures are the same in each.

A GeoPackage, a shapefile, CSV with x and y and with WKT, GeoJSON, FlatGeobuf, GML as a WFS serves
it, layers in memory, and tables of a real PostGIS. And a shapefile cuts columns to ten characters:
nothing is to go missing in silence for that.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from algorithms.runs import Log, demand, hubs, run
from postgis_server import PostGis
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsProcessingException,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerExporter,
)

# A shapefile keeps ten characters of a column's name: these it keeps whole.
SHORT = ("area_code", "children", "need", "locality", "authority", "low_income", "site_id")


def short(layer: QgsVectorLayer) -> QgsVectorLayer:
    """Give a layer without the columns whose names a shapefile would cut."""
    fields = layer.fields()
    gone = [place for place, name in enumerate(fields.names()) if name not in SHORT]
    assert layer.dataProvider().deleteAttributes(gone)
    layer.updateFields()
    return layer


def saved(layer: QgsVectorLayer, path: Path, driver: str) -> str:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = driver, path.stem
    context = QgsCoordinateTransformContext()
    done = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), context, options)
    assert done[0] == QgsVectorFileWriter.WriterError.NoError, done
    return str(path)


def as_csv(layer: QgsVectorLayer, path: Path, wkt: bool) -> str:
    names = layer.fields().names()
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*names, *(["wkt"] if wkt else ["x", "y"])])
        for feature in layer.getFeatures():
            at = feature.geometry()
            place = [at.asWkt(3)] if wkt else [at.asPoint().x(), at.asPoint().y()]
            writer.writerow([feature[name] for name in names] + place)
    columns = "wktField=wkt" if wkt else "xField=x&yField=y"
    return f"delimitedtext://file://{path}?type=csv&{columns}&crs=EPSG:27700&detectTypes=no"


def as_table(layer: QgsVectorLayer, server: PostGis, name: str) -> str:
    address = server.at(name).removeprefix("postgres://")
    error, said = QgsVectorLayerExporter.exportLayer(
        layer, address, "postgres", layer.crs(), options={"overwrite": True}
    )
    assert not said, (error, said)
    return server.at(name)


FILES = {
    "gpkg": "GPKG",
    "geojson": "GeoJSON",
    "fgb": "FlatGeobuf",
    "gml": "GML",
}
KINDS = ["memory", "shp", "csv with x and y", "csv with wkt", "postgis", *FILES]


@pytest.fixture(params=KINDS)
def kept(request, tmp_path):
    """Give what keeps a layer in the kind of file or table, and addresses it."""
    kind = request.param
    if kind == "memory":
        return lambda layer: layer
    if kind == "postgis":
        server = request.getfixturevalue("postgis")
        return lambda layer: as_table(layer, server, f"kind_{layer.name()}")
    if kind.startswith("csv"):
        wkt = kind.endswith("wkt")
        return lambda layer: as_csv(layer, tmp_path / f"{layer.name()}.csv", wkt)
    if kind == "shp":
        return lambda layer: saved(short(layer), tmp_path / f"{layer.name()}.shp", "ESRI Shapefile")
    return lambda layer: saved(layer, tmp_path / f"{layer.name()}.{kind}", FILES[kind])


def test_coverage_and_sites_are_the_same_whatever_kind_of_layer_they_come_from(network, kept):
    """West 2, Mid 7.5, East 11 minutes from hub 007, North 1.5 from hub 8: as in test_coverage."""
    given = {"NETWORK": network, "DEMAND": kept(demand())}
    covered = run("coverage", HUBS=kept(hubs()), HUB_ID="site_id", BANDS="5,10", **given)
    found = {row["area_code"]: (row["hub_id"], row["minutes"]) for row in covered.rows("OUTPUT")}
    assert {code: hub for code, (hub, _) in found.items()} == {
        "West": "007", "Mid": "007", "East": "007", "North": "8", "Moor": None
    }  # fmt: skip
    by_hand = {"West": 2.0, "Mid": 7.5, "East": 11.0, "North": 1.5}
    assert {code: minutes for code, (_, minutes) in found.items() if minutes is not None} == {
        code: pytest.approx(value, abs=2e-3) for code, value in by_hand.items()
    }
    assert covered["CHILDREN"] == 105
    assert covered["REACHED_BY_BAND"].split(";")[0].strip().startswith("5=50")
    asked = {"CANDIDATE_ID": "site_id", "SITES": 1, "MINUTES": 10}
    chosen = run("suggestsites", CANDIDATES=kept(hubs()), **asked, **given)
    assert (chosen["SITES_CHOSEN"], chosen["OBJECTIVE_VALUE"]) == ("007", 9)


@pytest.fixture
def as_shapefile(tmp_path):
    return lambda layer: saved(layer, tmp_path / f"{layer.name()}.shp", "ESRI Shapefile")


def test_demand_from_a_shapefile_with_cut_names_is_refused_in_words(network, as_shapefile):
    said = r"'idaci_deci' where 'idaci_decile' should be: a shapefile has cut the names\."
    with pytest.raises(QgsProcessingException, match=said):
        run("coverage", NETWORK=network, DEMAND=as_shapefile(demand()), HUBS=hubs())


def test_hubs_from_a_shapefile_with_cut_names_are_refused_in_words(network, as_shapefile):
    """Without its owner's word an unagreed venue would count as any other."""
    given = as_shapefile(hubs(owner_agreed=("yes", "no")))
    with pytest.raises(QgsProcessingException, match="'owner_agre' where 'owner_agreed' should be"):
        run("coverage", NETWORK=network, DEMAND=demand(), HUBS=given, HUB_ID="site_id")


def test_a_site_called_confidential_in_a_shapefile_is_told_nowhere(network, as_shapefile):
    """Its column reads "confidenti" there, and its address must be known no more for that."""
    given = as_shapefile(hubs(confidential=("no", "yes")))
    assert "confidenti" in QgsVectorLayer(given).fields().names()
    covered = run("coverage", NETWORK=network, DEMAND=demand(), HUBS=given, HUB_ID="site_id")
    assert {row["hub_id"] for row in covered.rows("OUTPUT")} == {"007", None}
    read = run("importestate", INPUT_LAYER=given)
    assert read["CONFIDENTIAL_COUNT"] == 1
    with pytest.raises(QgsProcessingException, match="has confidential places"):
        run("printmap", LAYERS=[given], OUTPUT=str(given).replace(".shp", ".pdf"))


@pytest.mark.parametrize("ending", ["shp", "dbf"])
def test_a_result_is_not_written_to_a_shapefile(network, tmp_path, ending):
    log = Log()
    with pytest.raises(QgsProcessingException):
        run(
            "coverage", log, NETWORK=network, DEMAND=demand(), HUBS=hubs(), HUB_ID="site_id",
            OUTPUT=str(tmp_path / f"coverage.{ending}"),
        )  # fmt: skip
    assert any("cuts column names to 10 characters" in said for said in log.errors)
    assert not list(tmp_path.glob("coverage.*"))


def test_a_coverage_that_somebody_saved_as_a_shapefile_compares_as_it_stood(network, as_shapefile):
    """No column that the comparison reads has more than ten characters."""
    base = run("coverage", NETWORK=network, DEMAND=demand(), HUBS=hubs(), HUB_ID="site_id")
    layer = base.layer("OUTPUT")
    layer.setName("base")
    given = {"PLAN": [base["OUTPUT"]], "PLAN_NAMES": "plan", "DEMAND": demand()}
    compared = run("comparescenarios", BASE=as_shapefile(layer), **given)
    assert (compared["AREAS_SAME"], compared["AREAS_UNROUTED"]) == (4, 1)
    assert compared["CHILDREN_SAME"] == 100
