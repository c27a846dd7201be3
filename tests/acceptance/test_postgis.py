"""PostGIS through `qgis_process`: read from it, written to it, and what a user may not see.

The server is real (Debian's packages) and the tests' own; passwords are made anew, and none may
stand in a message, a page or a result.
"""

from __future__ import annotations

import shutil

import pytest
from acceptance.qgis_process import SAMPLE, done, points_csv, refusal
from osgeo import gdal
from postgis_server import READER

pytestmark = pytest.mark.acceptance


@pytest.fixture(scope="module")
def council(postgis):
    """The server with the sample county's areas and hubs in it; the reader may read the areas."""
    for layer in ("lsoa", "centroids", "localities"):
        postgis.load(str(SAMPLE / "areas.gpkg"), layer, layer)
    postgis.load(_hubs(), "hubs", "-a_srs", "EPSG:27700")
    for table in ("lsoa", "centroids", "localities", "hubs"):
        postgis.sql(f"GRANT SELECT ON maps.{table} TO {READER}")
    return postgis


@pytest.fixture(scope="module")
def need(qgis, council):
    """What `needlayer` gives where its areas come from PostGIS and its results go there."""
    ran = done(
        qgis.run(
            "needlayer", AREAS=council.at("lsoa"), CODE="LSOA21CD", NAME="LSOA21NM",
            AUTHORITY="LAD24NM", CENTROIDS=council.at("centroids"),
            LOCALITIES=council.at("localities"), LOCALITY_NAME="locality",
            WEIGHTING="income_deprived_children", DEPRIVATION=next(SAMPLE.glob("File_7*")),
            POPULATION=next(SAMPLE.glob("sape*")), OUTPUT=council.at("need"),
            POINTS=council.at("points"),
        )
    )  # fmt: skip
    council.sql(f"GRANT SELECT ON maps.points TO {READER}")
    return ran


@pytest.fixture(scope="module")
def covered(qgis, council, need, sample_county, folder):
    """What `coverage` gives of hubs, demand points and areas in PostGIS."""
    return done(
        qgis.run(
            "coverage", NETWORK=sample_county["NETWORK"], HUBS=council.at("hubs"),
            HUB_ID="site_id", DEMAND=council.at("points"), AREAS=council.at("need"),
            OUTPUT=council.at("coverage"), BY_DECILE=council.at("by_decile"),
            BY_HUB=council.at("by_hub", geometry=""), HTML=folder / "coverage.html",
        )
    )  # fmt: skip


def rows(path, layer, *columns):
    """Give a file's rows as the server would print them, sorted."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    return sorted(tuple(row[name] for name in columns) for row in source.GetLayer(layer))


def table(server, name, *columns):
    text = server.sql(f"SELECT {', '.join(columns)} FROM maps.{name}")
    return sorted(tuple(line.split("|")) for line in text.splitlines())


def test_need_read_from_and_written_to_postgis_is_that_of_the_geopackage(
    council, need, sample_county
):
    of_file = rows(sample_county["DEMAND"], 0, "area_code", "children", "need", "idaci_decile")
    of_server = table(council, "points", "area_code", "children", "need", "idaci_decile")
    assert [row[0] for row in of_server] == [row[0] for row in of_file]
    for mine, theirs in zip(of_server, of_file):
        assert [float(value) for value in mine[1:]] == pytest.approx(theirs[1:])
    assert council.columns("need")["geom"] == "geometry(MultiPolygon,27700)"
    assert council.columns("points")["geom"] == "geometry(Point,27700)"


def test_coverage_of_postgis_is_that_of_the_geopackage(
    qgis, council, covered, sample_county, folder
):
    alone = done(
        qgis.run(
            "coverage", **sample_county, HUBS=points_csv(SAMPLE / "hubs.csv"),
            HUB_ID="site_id", OUTPUT=folder / "coverage.gpkg", BY_DECILE=folder / "decile.gpkg",
        )
    )  # fmt: skip
    assert covered["REACHED_BY_BAND"] == alone["REACHED_BY_BAND"]
    of_server = table(council, "coverage", "area_code", "hub_id", "minutes")
    of_file = rows(alone["OUTPUT"], 0, "area_code", "hub_id", "minutes")
    assert [row[:2] for row in of_server] == [row[:2] for row in of_file]
    for mine, theirs in zip(of_server, of_file):
        assert float(mine[2]) == pytest.approx(theirs[2])
    total = "WHERE key = 'All areas'"
    children = council.sql(f"SELECT children, reached_20 FROM maps.by_decile {total}").split("|")
    assert float(children[0]) == 14126
    assert "geom" not in council.columns("by_decile") | council.columns("by_hub")


def _hubs():
    columns = ["X_POSSIBLE_NAMES=easting", "Y_POSSIBLE_NAMES=northing"]
    return gdal.OpenEx(str(SAMPLE / "hubs.csv"), gdal.OF_VECTOR, open_options=columns)


def test_no_password_stands_in_pages_or_results(council, covered, folder):
    assert not council.secrets_in((folder / "coverage.html").read_text(encoding="utf-8"))
    for name in ("need", "points", "coverage", "by_decile"):
        assert not council.secrets_in(council.sql(f"SELECT * FROM maps.{name}")), name


def test_sites_and_a_comparison_come_out_of_postgis_and_go_into_it(
    qgis, council, covered, sample_county
):
    sites = done(
        qgis.run(
            "suggestsites", NETWORK=sample_county["NETWORK"], DEMAND=council.at("points"),
            CANDIDATES=council.at("hubs"), CANDIDATE_ID="site_id", MODE="walk", SITES=3,
            MINUTES=20, OUTPUT=council.at("sites"), UNROUTED=council.at("unrouted"),
        )
    )  # fmt: skip
    chosen = table(council, "sites", "site_id", "decision")
    assert {site for site, decision in chosen if decision == "open"} == set(
        sites["SITES_CHOSEN"].split(", ")
    )
    # The server numbers its rows under another name where ours is called "id".
    assert {"id", "role", "reason", "geom"} <= council.columns("unrouted").keys()
    compared = done(
        qgis.run(
            "comparescenarios", BASE=council.at("coverage"), PLAN=council.at("coverage"),
            DEMAND=council.at("points"), OUTPUT=council.at("change"),
        )
    )  # fmt: skip
    assert (compared["AREAS_SAME"], compared["AREAS_LONGER"]) == (144, 0)
    assert council.sql("SELECT count(*) FROM maps.change") == "144"


def test_a_reader_reads_the_areas_and_is_told_in_words_what_is_closed_to_it(qgis, council, folder):
    done(
        qgis.run("importestate", INPUT=SAMPLE / "estate_register.csv", OUTPUT=council.at("estate"))
    )
    council.sql(f"REVOKE ALL ON maps.estate FROM {READER}")
    out = folder / "estate.gpkg"
    shutil.copy(SAMPLE / "areas.gpkg", out)
    before = out.read_bytes()
    said = refusal(qgis.run("importestate", INPUT_LAYER=council.at("estate", READER), OUTPUT=out))
    why = said.split("Or: register (layer)", 1)[1]
    assert "the user reader may not read the table maps.estate of the database council" in why
    assert not council.secrets_in(why)
    assert out.read_bytes() == before
    read = done(
        qgis.run(
            "importestate", INPUT_LAYER=council.at("hubs", READER), OUTPUT=folder / "read.gpkg"
        )
    )
    assert read["PLACES_COUNT"] == 9
