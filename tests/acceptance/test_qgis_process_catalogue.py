"""Some cases of the catalogue through the real qgis_process: status 1, one sentence, no traceback.

The whole catalogue runs in tests/algorithms/test_catalogue.py; here one case of each kind of input
shows that the command line ends as the desktop does.
"""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path

import pytest
from acceptance.qgis_process import SAMPLE, Ran, done, points_csv, refusal
from catalogue.openstreetmap import LAUGHS, noise, with_doctype

try:
    import resource
except ImportError:  # Windows has no limit on a file's size
    resource = None

pytestmark = pytest.mark.acceptance
HUBS = points_csv(SAMPLE / "hubs.csv")
STOOD_HERE = b"what stood here"


def refused(ran: Ran, given, target) -> str:
    """Assert a refusal that left inputs and the old output as they were; give its words."""
    said = refusal(ran)
    assert target.read_bytes() == STOOD_HERE, said
    assert {file: file.read_bytes() for file in given} == given
    assert sorted(target.parent.iterdir()) == sorted({target, *given}), "something stands beside"
    return said


@pytest.fixture
def stood(tmp_path):
    """Give a folder, and the place of an output where something stands."""
    target = tmp_path / "out.csv"
    target.write_bytes(STOOD_HERE)
    return tmp_path, target


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("noise.osm.pbf", noise(20_000), "no OpenStreetMap file"),
        ("laughs.osm", with_doctype(f'<!ENTITY l0 "ha">{LAUGHS}', "&l9;").encode(), "laughs.osm"),
    ],
)
def test_a_spoilt_openstreetmap_file(qgis, stood, name, content, words):
    folder, target = stood
    (folder / name).write_bytes(content)
    ran = qgis.run("candidatesfromosm", INPUT=folder / name, OUTPUT=target)
    assert words in refused(ran, {folder / name: content}, target)


def test_a_register_with_zero_bytes(qgis, stood):
    folder, target = stood
    register = folder / "r.csv"
    register.write_bytes(b"Name,Easting\0,Northing\nHall,486000,308000\n")
    ran = qgis.run("importestate", INPUT=register, OUTPUT=target)
    given = {register: register.read_bytes()}
    assert "r.csv is not a text table" in refused(ran, given, target)


def test_children_without_end(qgis, stood, sample_county):
    folder, target = stood
    demand = folder / "demand.csv"
    demand.write_text("area_code,easting,northing,children,need\nA,485000,305000,inf,1\n")
    ran = qgis.run("coverage", NETWORK=sample_county["NETWORK"], HUBS=HUBS, HUB_ID="site_id",
                   DEMAND=points_csv(demand), OUTPUT=target)  # fmt: skip
    assert "larger than any number" in refused(ran, {demand: demand.read_bytes()}, target)


def test_a_record_nested_without_end(qgis, tmp_path):
    (tmp_path / "results.json").write_text("[" * 100_000)
    ran = qgis.run("report", SCENARIO=tmp_path / "results.json", OUTPUT=tmp_path / "pack.html")
    assert "nested without end" in refusal(ran)
    assert {file.name for file in tmp_path.iterdir()} == {"results.json"}


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on a file's size there")
def test_a_disk_that_is_full(qgis, tmp_path, sample_county):
    """No file of this run may grow beyond 100 kB, as where a disk is nearly full."""
    old = tmp_path / "network.gpkg"
    old.write_bytes(Path(sample_county["NETWORK"]).read_bytes())
    stood_there = old.read_bytes()
    before, meant = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        ran = qgis.run("buildnetwork", INPUT=SAMPLE / "county.osm.bz2", OUTPUT=old)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, meant)
    refusal(ran)
    assert old.read_bytes() == stood_there
    assert list(tmp_path.iterdir()) == [old], "something stands beside it"


def test_odd_names_of_files_work_as_plain_ones_do(qgis, tmp_path, sample_county):
    folder = tmp_path / 'Tŷ Coch – Children\'s "Centre" & co; 家庭 🏠'
    folder.mkdir()
    network = folder / "net work's.gpkg"
    shutil.copy(sample_county["NETWORK"], network)
    target = folder / "réach.csv"
    given = {"HUBS": HUBS, "HUB_ID": "site_id", "DEMAND": sample_county["DEMAND"]}
    odd = done(qgis.run("coverage", NETWORK=network, OUTPUT=target, **given))
    plain = done(
        qgis.run("coverage", NETWORK=sample_county["NETWORK"], OUTPUT=tmp_path / "p.csv", **given)
    )
    assert target.read_bytes() == (tmp_path / "p.csv").read_bytes()
    assert odd["REACHED"] == plain["REACHED"] > 0
