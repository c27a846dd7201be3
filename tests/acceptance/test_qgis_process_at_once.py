"""Two `qgis_process` at once on one network file: neither waits, fails or finds otherwise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from acceptance.qgis_process import SAMPLE, done, points_csv
from osgeo import gdal

pytestmark = pytest.mark.acceptance


def test_two_programs_at_once_on_one_network_find_the_same_and_leave_it_as_it_was(
    qgis, sample_county, folder
):
    network = Path(sample_county["NETWORK"])
    before = sha256(network.read_bytes()).hexdigest()

    def cover(name):
        return qgis.run(
            "coverage", **sample_county, HUBS=points_csv(SAMPLE / "hubs.csv"), HUB_ID="site_id",
            MODE="walk", OUTPUT=folder / f"{name}.gpkg",
        )  # fmt: skip

    with ThreadPoolExecutor(2) as pool:
        runs = [done(ran) for ran in pool.map(cover, ("one", "two"))]
    one, two = (_rows(ran["OUTPUT"]) for ran in runs)
    assert one == two
    assert len(one) == 144
    assert sha256(network.read_bytes()).hexdigest() == before


def _rows(path):
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)  # its layer lives no longer than this
    return {row["area_code"]: (row["hub_id"], row["minutes"]) for row in source.GetLayer(0)}
