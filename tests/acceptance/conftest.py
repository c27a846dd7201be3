"""One `qgis_process` with its own profile for a module of acceptance tests."""

from __future__ import annotations

import pytest
from acceptance.qgis_process import ROOT, QgisProcess, done


@pytest.fixture(scope="module")
def qgis(tmp_path_factory):
    return QgisProcess(tmp_path_factory.mktemp("qgis_process"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the chain of a module writes its files."""
    return tmp_path_factory.mktemp("chain")


SAMPLE = ROOT / "family_hub_planner" / "resources" / "sample"


@pytest.fixture(scope="session")
def _sample_files(tmp_path_factory):
    """The sample county's network, areas and demand points, made once for all modules."""
    made, qgis = tmp_path_factory.mktemp("sample"), QgisProcess(tmp_path_factory.mktemp("maker"))
    network = done(
        qgis.run("buildnetwork", INPUT=SAMPLE / "county.osm.bz2", OUTPUT=made / "network.gpkg")
    )
    areas = f"{SAMPLE / 'areas.gpkg'}|layername="
    need = done(
        qgis.run(
            "needlayer", AREAS=f"{areas}lsoa", CODE="LSOA21CD", NAME="LSOA21NM",
            AUTHORITY="LAD24NM", CENTROIDS=f"{areas}centroids", LOCALITIES=f"{areas}localities",
            LOCALITY_NAME="locality", WEIGHTING="income_deprived_children",
            DEPRIVATION=next(SAMPLE.glob("File_7*")), POPULATION=next(SAMPLE.glob("sape*")),
            OUTPUT=made / "need.gpkg", POINTS=made / "points.gpkg",
        )
    )  # fmt: skip
    return network["OUTPUT"], need["OUTPUT"], need["POINTS"]


@pytest.fixture(scope="session")
def sample_county(_sample_files):
    """What a run that travels takes: the sample county's network and demand points."""
    network, _, points = _sample_files
    return {"NETWORK": network, "DEMAND": points}


@pytest.fixture(scope="session")
def sample_areas(_sample_files):
    """The sample county's areas, to draw."""
    return _sample_files[1]
