"""`qgis_process` for a module of acceptance tests, and the counties that several modules run on."""

from __future__ import annotations

import shutil

import pytest
from acceptance.made_once import made_once
from acceptance.qgis_process import SAMPLE, QgisProcess, done
from acceptance.rutland import make_rutland


@pytest.fixture(scope="session")
def profile(tmp_path_factory):
    """A folder with a profile in which the plugin is switched on, to be copied."""
    return made_once(tmp_path_factory, "switched_on", QgisProcess)


@pytest.fixture(scope="module")
def qgis(tmp_path_factory, profile):
    """One `qgis_process` with its own profile for a module of acceptance tests."""
    return QgisProcess(tmp_path_factory.mktemp("qgis_process"), profile)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the chain of a module writes its files."""
    return tmp_path_factory.mktemp("chain")


@pytest.fixture(scope="session")
def rutland_files(tmp_path_factory, profile, shared_data):
    """A folder with Rutland's network, areas and demand points, to be copied."""

    def make(folder):
        qgis = QgisProcess(tmp_path_factory.mktemp("maker"), profile)
        make_rutland(qgis, shared_data, folder)

    return made_once(tmp_path_factory, "rutland", make)


@pytest.fixture(scope="session")
def sample_files(tmp_path_factory, profile):
    """A folder with the sample county's network, areas and demand points, to be copied."""

    def make(folder):
        qgis = QgisProcess(tmp_path_factory.mktemp("maker"), profile)
        areas = f"{SAMPLE / 'areas.gpkg'}|layername="
        done(
            qgis.run("buildnetwork", INPUT=SAMPLE / "county.osm.bz2",
                     OUTPUT=folder / "network.gpkg")
        )  # fmt: skip
        done(
            qgis.run(
                "needlayer", AREAS=f"{areas}lsoa", CODE="LSOA21CD", NAME="LSOA21NM",
                AUTHORITY="LAD24NM", CENTROIDS=f"{areas}centroids", LOCALITIES=f"{areas}localities",
                LOCALITY_NAME="locality", WEIGHTING="income_deprived_children",
                DEPRIVATION=next(SAMPLE.glob("File_7*")), POPULATION=next(SAMPLE.glob("sape*")),
                OUTPUT=folder / "need.gpkg", POINTS=folder / "points.gpkg",
            )
        )  # fmt: skip

    return made_once(tmp_path_factory, "sample", make)


@pytest.fixture(scope="session")
def _own_sample_files(tmp_path_factory, sample_files):
    """This worker's copy of them, for the modules that only read them."""
    return shutil.copytree(sample_files, tmp_path_factory.mktemp("sample") / "county")


@pytest.fixture(scope="session")
def sample_county(_own_sample_files):
    """What a run that travels takes: the sample county's network and demand points."""
    made = _own_sample_files
    return {"NETWORK": str(made / "network.gpkg"), "DEMAND": str(made / "points.gpkg")}


@pytest.fixture(scope="session")
def sample_areas(_own_sample_files):
    """The sample county's areas, to draw."""
    return str(_own_sample_files / "need.gpkg")
