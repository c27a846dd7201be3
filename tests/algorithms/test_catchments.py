"""familyhub:catchments: polygons round the toy town's hubs; counts never come from them."""

from __future__ import annotations

import pytest
from algorithms.runs import CancelledOnProgress, hubs, layer_of, points, run, square
from qgis import processing
from qgis.core import (
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProject,
    QgsRuleBasedRenderer,
    QgsWkbTypes,
)
from toy_town import ORIGIN

COLUMNS = ["hub_id", "mode", "from_minutes", "minutes", "area_km2"]


def catch(network, **parameters):
    given = {"HUBS": hubs(), "HUB_ID": "site_id", "BANDS": "2,5", **parameters}
    return run("catchments", NETWORK=network, **given)


def shapes(done):
    """Give the shapes by hub and band."""
    return {
        (feature["hub_id"], feature["minutes"]): QgsGeometry(feature.geometry())
        for feature in done.layer("OUTPUT").getFeatures()
    }


def holds(shape, x, y):
    return shape.contains(QgsGeometry.fromPointXY(QgsPointXY(x + ORIGIN[0], y + ORIGIN[1])))


def test_separate_gives_each_hub_each_band_with_the_contracts_columns(network):
    done = catch(network)
    assert done.columns("OUTPUT") == COLUMNS
    assert set(shapes(done)) == {("007", 2.0), ("007", 5.0), ("8", 2.0), ("8", 5.0)}
    assert done["CATCHMENTS"] == 4 and done["HUBS_ROUTED"] == 2 and done["UNROUTED_COUNT"] == 0
    layer = done.layer("OUTPUT")
    assert layer.crs().authid() == "EPSG:27700"
    assert layer.wkbType() == QgsWkbTypes.Type.MultiPolygon
    for feature in layer.getFeatures():
        assert feature.geometry().isGeosValid()
        assert feature["area_km2"] == pytest.approx(feature.geometry().area() / 1e6, rel=1e-6)
        assert feature["mode"] == "walk" and feature["from_minutes"] == 0


def test_two_minutes_on_foot_hold_the_street_to_160_metres_and_no_further(network):
    near = shapes(catch(network))["007", 2.0]
    assert holds(near, 60 + 140, 0)
    assert not holds(near, 60 + 250, 0)
    assert holds(shapes(catch(network, MODE="pram"))["007", 5.0], 60 + 280, 0)
    assert not holds(shapes(catch(network, MODE="pram"))["007", 5.0], 60 + 380, 0)


def test_longer_bands_hold_the_shorter_ones_and_rings_cut_them_out(network):
    nested = shapes(catch(network))
    inner, outer = nested["007", 2.0], nested["007", 5.0]
    assert inner.difference(outer).area() < 1.0
    ringed = catch(network, RINGS=True)
    ring = shapes(ringed)["007", 5.0]
    assert ring.area() == pytest.approx(outer.area() - inner.area(), rel=1e-3)
    starts = {row["minutes"]: row["from_minutes"] for row in ringed.rows("OUTPUT")}
    assert starts == {2.0: 0.0, 5.0: 2.0}


def test_merged_is_the_union_and_nearest_parts_it(network):
    """At 25 minutes both banks overlap: hub to hub is 660 + 720 + 360 m, 21.75 minutes."""
    apart = shapes(catch(network, BANDS="25"))
    merged = shapes(catch(network, BANDS="25", OVERLAP="merged"))
    assert len(merged) == 1
    (whole,) = merged.values()
    union = apart["007", 25.0].combine(apart["8", 25.0])
    assert whole.area() == pytest.approx(union.area(), rel=0.02)
    parted = shapes(catch(network, BANDS="25", OVERLAP="nearest"))
    assert set(parted) == {("007", 25.0), ("8", 25.0)}
    shared = parted["007", 25.0].intersection(parted["8", 25.0]).area()
    assert shared < 0.01 * whole.area()
    assert holds(parted["007", 25.0], 220, 0) and not holds(parted["8", 25.0], 220, 0)


def test_direction_tells_where_a_street_is_one_way(network):
    """A hub 60 m down One Way Street, a home 60 m along Back Street, past its lower end.

    From hub to home it is 240 m, 0.48 minutes; from home to hub one drives round, 720 m, 1.44.
    """
    hub = points([((240, -60), {"site_id": "h"})])
    to = shapes(catch(network, HUBS=hub, MODE="drive", BANDS="1", DIRECTION="to"))["h", 1.0]
    away = shapes(catch(network, HUBS=hub, MODE="drive", BANDS="1", DIRECTION="from"))["h", 1.0]
    assert holds(away, 300, -240) and not holds(to, 300, -240)


def test_a_polygon_may_be_a_hub(network):
    building = layer_of("Polygon", [(square((60, 0)), {"site_id": "b"})])
    assert holds(shapes(catch(network, HUBS=building))["b", 2.0], 200, 0)


def test_hubs_off_the_network_are_listed_and_the_rest_is_drawn(network):
    lost = points([((60, 0), {"site_id": "007"}), (None, {"site_id": "09"}),
                   ((0, -3000), {"site_id": "far"})])  # fmt: skip
    done = catch(network, HUBS=lost, UNROUTED="TEMPORARY_OUTPUT")
    assert {hub for hub, _ in shapes(done)} == {"007"}
    assert {row["id"] for row in done.rows("UNROUTED")} == {"09", "far"}
    assert done["UNROUTED_COUNT"] == 2


def test_a_cancelled_run_says_so_and_writes_nothing(network, tmp_path):
    target = tmp_path / "c.gpkg"
    done = catch(network, log=CancelledOnProgress(0), OUTPUT=str(target))
    assert done["STATUS"] == "cancelled"
    assert not list(tmp_path.iterdir())


def test_a_result_that_qgis_loads_comes_with_its_style(network):
    """The styler must outlive the algorithm, which QGIS drops before it loads the layer."""
    given = {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "BANDS": "2,5"}
    given["OUTPUT"] = QgsProcessing.TEMPORARY_OUTPUT
    done = processing.runAndLoadResults("familyhub:catchments", given)
    loaded = QgsProject.instance().mapLayer(done["OUTPUT"])
    assert isinstance(loaded.renderer(), QgsRuleBasedRenderer)
    QgsProject.instance().removeMapLayer(loaded.id())
