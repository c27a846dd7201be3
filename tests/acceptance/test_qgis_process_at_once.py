"""Two `qgis_process` at once on one network file: neither waits, fails or finds otherwise."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from acceptance.qgis_process import SAMPLE, done, points_csv
from osgeo import gdal

pytestmark = pytest.mark.acceptance


def cover(qgis, given, target):
    """Give which hub each area is nearest to, and in how many minutes."""
    ran = qgis.run(
        "coverage", **given, HUBS=points_csv(SAMPLE / "hubs.csv"), HUB_ID="site_id", MODE="walk",
        OUTPUT=target,
    )  # fmt: skip
    return _rows(done(ran)["OUTPUT"])


@pytest.fixture(scope="module")
def at_once(qgis, sample_county, folder):
    """What two programs at once find on the sample county's network."""
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(cover, qgis, sample_county, folder / name) for name in ("a.gpkg", "b.gpkg")
        ]
        return [ran.result() for ran in runs]


def test_two_programs_at_once_on_one_network_find_the_same_and_leave_it_as_it_was(
    sample_county, request
):
    network = Path(sample_county["NETWORK"])
    before = sha256(network.read_bytes()).hexdigest()
    one, two = request.getfixturevalue("at_once")
    assert one == two
    assert len(one) == 144
    assert sha256(network.read_bytes()).hexdigest() == before


def test_a_program_that_reads_a_network_while_another_builds_it_anew_finds_a_whole_one(
    qgis, sample_county, folder, at_once
):
    network = folder / "shared.gpkg"
    shutil.copy(sample_county["NETWORK"], network)
    given = {**sample_county, "NETWORK": network}
    with ThreadPoolExecutor(2) as pool:
        county = SAMPLE / "county.osm.bz2"
        building = pool.submit(qgis.run, "buildnetwork", INPUT=county, OUTPUT=network)
        reading = pool.submit(cover, qgis, given, folder / "meanwhile.gpkg")
        done(building.result())
        assert reading.result() == at_once[0]
    assert not list(folder.glob("~*"))


def _rows(path):
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)  # its layer lives no longer than this
    return {row["area_code"]: (row["hub_id"], row["minutes"]) for row in source.GetLayer(0)}
