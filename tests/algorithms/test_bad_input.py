"""Bad input: one plain sentence in the algorithm's own words, and what stood there still stands."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from algorithms.runs import (
    DEMAND,
    HUBS,
    Log,
    demand,
    hubs,
    layer_of,
    points,
    run,
    square,
    toy_files,
)
from qgis.core import QgsProcessingException, QgsVectorLayer

STOOD_HERE = b"what stood here"
VENUES = [((120, 0), {"site_id": "c1"}), ((660, 0), {"site_id": "c2"})]


@pytest.fixture
def refused(tmp_path_factory, network):
    """Run with bad input to places where something stands; give what the user is told."""

    def refuse(algorithm, sinks=("OUTPUT",), **parameters):
        folder = tmp_path_factory.mktemp("results")
        targets = {name: folder / f"{name}.{_extension(name)}" for name in sinks}
        # A network may be built over a network only: over anything else it is refused at once.
        stood = Path(network).read_bytes() if algorithm == "buildnetwork" else STOOD_HERE
        for target in targets.values():
            target.write_bytes(stood)
        outputs = {name: str(target) for name, target in targets.items()}
        log = Log()
        with pytest.raises(QgsProcessingException) as error:
            run(algorithm, log, **{**outputs, **parameters})
        # Checks before the start reach the log only: QGIS itself swallows their exception.
        said = "\n".join([*log.errors, str(error.value)])
        for target in targets.values():
            assert target.read_bytes() == stood, f"{target.name} was touched: {said}"
        assert {file.name for file in folder.iterdir()} == {t.name for t in targets.values()}
        assert "Traceback" not in said and "Error:" not in said
        return said

    return refuse


def _extension(name):
    return "html" if name == "HTML" else "gpkg"


def coverage(network, **parameters):
    return {"NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": demand(),
            **parameters}  # fmt: skip


def siting(network, **parameters):
    return {"NETWORK": network, "DEMAND": demand(), "CANDIDATES": points(VENUES),
            "CANDIDATE_ID": "site_id", **parameters}  # fmt: skip


ALL_SINKS = ("OUTPUT", "BY_HUB", "BY_DECILE", "BY_LOCALITY", "BY_GROUP", "GAPS", "UNROUTED", "HTML")


# --- The network's file. ---------------------------------------------------------------------


def test_a_file_that_is_no_openstreetmap_file(refused, tmp_path):
    letter = tmp_path / "letter.osm.pbf"
    letter.write_text("Dear council", encoding="utf-8")
    said = refused("buildnetwork", INPUT=str(letter))
    assert "letter.osm.pbf" in said and "OpenStreetMap" in said


def test_a_file_that_is_not_there(refused, tmp_path):
    said = refused("buildnetwork", INPUT=str(tmp_path / "gone.osm.pbf"))
    assert "there is no file" in said and "gone.osm.pbf" in said


def test_an_openstreetmap_file_without_roads(refused, tmp_path):
    path = tmp_path / "trees.osm"
    path.write_text('<osm version="0.6"><node id="1" version="1" lat="52" lon="0"/></osm>')
    assert "no " in refused("buildnetwork", INPUT=str(path))


def test_a_table_of_speeds_without_the_mode(refused, tmp_path):
    """No column for prams: nobody could say how fast one goes."""
    files = toy_files(tmp_path)
    speeds = tmp_path / "speeds.csv"
    speeds.write_text("highway,walk_kph,cycle_kph,drive_kph\nresidential,4.8,15,30\n", "utf-8")
    assert "pram_kph" in refused("buildnetwork", **files)


def test_an_extent_without_any_way(refused, tmp_path):
    box = "100000,100100,100000,100100 [EPSG:27700]"
    refused("buildnetwork", **toy_files(tmp_path), EXTENT=box)


def test_a_network_system_in_degrees(refused, tmp_path):
    assert "metre" in refused("buildnetwork", **toy_files(tmp_path), CRS="EPSG:4326")


@pytest.mark.parametrize("algorithm", ["catchments", "traveltimes", "coverage", "suggestsites"])
def test_a_network_that_is_not_there(refused, tmp_path, algorithm):
    gone = str(tmp_path / "gone.gpkg")
    given = {
        "catchments": {"NETWORK": gone, "HUBS": hubs()},
        "traveltimes": {"NETWORK": gone, "ORIGINS": demand(), "DESTINATIONS": hubs()},
        "coverage": coverage(gone),
        "suggestsites": siting(gone),
    }
    said = refused(algorithm, **given[algorithm])
    assert "gone.gpkg" in said and "no file" in said


def _empty_geopackage(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE trees (height REAL)")


def _letter(path):
    path.write_text("Dear council", encoding="utf-8")


@pytest.mark.parametrize("write", [_letter, _empty_geopackage])
def test_a_network_that_is_no_network(refused, tmp_path, write):
    path = tmp_path / "letter.gpkg"
    write(path)
    said = refused("coverage", ALL_SINKS, **coverage(str(path)))
    assert "letter.gpkg is no network file" in said


def test_a_network_with_the_minutes_of_a_mode_taken_out(refused, network, tmp_path):
    path = tmp_path / "less.gpkg"
    shutil.copy(network, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE edges RENAME COLUMN pram_back TO something")
    assert "less.gpkg" in refused("coverage", **coverage(str(path), MODE="pram"))


def test_a_network_without_the_speed_of_a_mode(refused, network, tmp_path):
    path = tmp_path / "less.gpkg"
    shutil.copy(network, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM about WHERE key = 'access_kph_pram'")
    refused("coverage", **coverage(str(path), MODE="pram"))


# --- Layers. ---------------------------------------------------------------------------------


FAR = [((900_000, 900_000), values) for _, values in HUBS]


def test_hubs_outside_the_network_are_listed_and_nobody_is_reached(network):
    done = run("coverage", **coverage(network, HUBS=points(FAR), UNROUTED="TEMPORARY_OUTPUT"))
    assert done["REACHED"] == 0 and done["CHILDREN_UNROUTED"] == done["CHILDREN"] == 105
    assert {"007", "8"} <= {row["id"] for row in done.rows("UNROUTED")}
    assert any("2 of 2 hubs: too far" in said for said in done.log.warned)


def test_venues_outside_the_network(refused, network):
    far = points([((900_000, 900_000), values) for _, values in VENUES])
    said = refused("suggestsites", **siting(network, CANDIDATES=far, SITES=1))
    assert "reached by any" in said


@pytest.mark.parametrize("name", ["HUB_ID", "DEMAND_ID", "LOCALITY", "AUTHORITY"])
def test_a_field_that_does_not_exist(refused, network, name):
    said = refused("coverage", ALL_SINKS, **coverage(network, **{name: "nonsense"}))
    assert "'nonsense'" in said and "Its fields:" in said


def test_demand_without_the_usual_id_column_and_no_other_named(refused, network):
    renamed = [(at, {"code" if k == "area_code" else k: v for k, v in values.items()})
               for at, values in DEMAND]  # fmt: skip
    said = refused("coverage", **coverage(network, DEMAND=points(renamed, name="need")))
    assert "area_code" in said


@pytest.mark.parametrize("name", ["HUBS", "DEMAND", "AREAS"])
def test_a_layer_without_a_coordinate_system(refused, network, name):
    if name == "AREAS":
        shapes = [(square(at), {"area_code": v["area_code"]}) for at, v in DEMAND]
        bare = layer_of("Polygon", shapes, crs="", name="bare")
    else:
        bare = points(HUBS if name == "HUBS" else DEMAND, crs="", name="bare")
    assert not bare.crs().isValid()
    said = refused("coverage", ALL_SINKS, **coverage(network, **{name: bare}))
    assert "bare has no coordinate reference system" in said


@pytest.mark.parametrize("name", ["HUBS", "DEMAND"])
def test_an_empty_layer(refused, network, name):
    columns = "field=site_id:string&field=area_code:string&field=children:double&field=need:double"
    empty = QgsVectorLayer(f"Point?crs=EPSG:27700&{columns}", "empty", "memory")
    said = refused("coverage", ALL_SINKS, **coverage(network, **{name: empty}))
    assert "empty has no features" in said


@pytest.mark.parametrize("lacking", ["children", "need"])
def test_demand_without_children_or_need(refused, network, lacking):
    rows = [(at, {k: v for k, v in values.items() if k != lacking}) for at, values in DEMAND]
    said = refused("coverage", ALL_SINKS, **coverage(network, DEMAND=points(rows)))
    assert f"no column '{lacking}'" in said and "Need by area" in said


def test_demand_with_a_negative_count(refused, network):
    rows = [(at, {**values, "children": -3.0 if i == 1 else values["children"]})
            for i, (at, values) in enumerate(DEMAND)]  # fmt: skip
    assert "first: Mid" in refused("coverage", **coverage(network, DEMAND=points(rows)))
    rows = [(at, {**values, "need": -1.0 if i == 2 else values["need"]})
            for i, (at, values) in enumerate(DEMAND)]  # fmt: skip
    assert "first: East" in refused("suggestsites", **siting(network, DEMAND=points(rows)))


def test_an_id_that_stands_twice_or_is_empty(refused, network):
    twice = points([((60, 0), {"site_id": "007"}), ((90, 0), {"site_id": "007"})])
    assert "007" in refused("coverage", **coverage(network, HUBS=twice))
    blank = points([((60, 0), {"site_id": "007"}), ((90, 0), {"site_id": None})])
    assert "1 of 2 features" in refused("coverage", **coverage(network, HUBS=blank))


def test_a_group_that_is_no_column(refused, network):
    said = refused("coverage", **coverage(network, GROUPS="low_income; pupils"))
    assert "'pupils'" in said
    assert "It has: area_code, children, need, idaci_decile," in said, "the columns there are"


def test_areas_to_draw_that_lack_a_demand_points_code(refused, network):
    shapes = [(square(at), {"area_code": v["area_code"]}) for at, v in DEMAND[1:]]
    areas = layer_of("Polygon", shapes)
    assert "first: West" in refused("coverage", **coverage(network, AREAS=areas))


def test_hubs_none_of_which_serves_the_public(refused, network):
    said = refused("coverage", **coverage(network, HUBS=hubs(status=["Closed", "Closed"])))
    assert "active and open to the public" in said


def test_an_authority_that_no_demand_point_has(refused, network):
    said = refused("coverage", **coverage(network, HOME_AUTHORITY="Elsewhere"))
    assert "Elsewhere" in said and "Nextdoor, Toytown" in said


# --- Words and numbers. ----------------------------------------------------------------------


@pytest.mark.parametrize("bands", ["ten", "10,,20", "0", "-5", "10,10", "10;20"])
def test_bands_that_are_no_minutes(refused, network, bands):
    assert "band" in refused("coverage", ALL_SINKS, **coverage(network, BANDS=bands))
    assert "band" in refused("catchments", NETWORK=network, HUBS=hubs(), BANDS=bands)


def test_both_a_network_and_times(refused, network):
    times = layer_of(
        "none", [(None, {"origin_id": "West", "destination_id": "c1", "minutes": 1.0})]
    )
    for algorithm, given in (("coverage", coverage(network)), ("suggestsites", siting(network))):
        assert "both were given" in refused(algorithm, **{**given, "TIMES": times})


def test_neither_a_network_nor_times(refused):
    for algorithm, given in (("coverage", coverage(None)), ("suggestsites", siting(None))):
        assert "neither was given" in refused(algorithm, **given)


def test_times_without_a_column_or_with_words_for_minutes_or_with_no_id_that_fits(refused):
    def times(**columns):
        return layer_of("none", [(None, columns)], name="bus")

    said = refused("coverage", **coverage(None, TIMES=times(origin_id="West", minutes=1.0)))
    assert "bus has no column 'destination_id'" in said
    words = times(origin_id="West", destination_id="007", minutes="soon")
    assert "'soon'" in refused("coverage", **coverage(None, TIMES=words))
    past = times(origin_id="West", destination_id="007", minutes=-1.0)
    assert "-1" in refused("coverage", **coverage(None, TIMES=past))
    strange = times(origin_id="Rome", destination_id="007", minutes=1.0)
    assert "No row of bus" in refused("coverage", **coverage(None, TIMES=strange))


def test_more_sites_than_candidates(refused, network):
    said = refused("suggestsites", ("OUTPUT", "ASSIGNMENT", "HTML"), **siting(network, SITES=3))
    assert "3" in said and "2" in said


def test_no_candidate_left(refused, network):
    unwilling = points([(at, {**v, "owner_agreed": "no"}) for at, v in VENUES])
    said = refused("suggestsites", **siting(network, CANDIDATES=unwilling, ONLY_AGREED=True))
    assert "No candidate is left" in said


# --- Need. -----------------------------------------------------------------------------------


@pytest.fixture
def need(tmp_path):
    """Two areas of 2021 with tables that fit; a test spoils one of them."""
    people, deprived = tmp_path / "people.csv", tmp_path / "deprived.csv"
    people.write_text("lsoa21_code,Total,0,1,2,3,4\nE01033769,9,1,2,3,2,1\nE01000002,5,1,1,1,1,1\n")
    deprived.write_text("LSOA code (2021),IMD Decile\nE01033769,3\nE01000002,4\n")
    rows = [(square((at, 0)), {"LSOA21CD": code})
            for at, code in ((0, "E01033769"), (200, "E01000002"))]  # fmt: skip
    return {
        "AREAS": layer_of("Polygon", rows, name="lsoa"), "CODE": "LSOA21CD",
        "POPULATION": str(people), "POPULATION_COLUMNS": "code=lsoa21_code; 0-2=Total",
        "DEPRIVATION": str(deprived),
        "DEPRIVATION_COLUMNS": "code=LSOA code (2021); imd_decile=IMD Decile", "AGES": "0-2",
    }  # fmt: skip


BOTH = ("OUTPUT", "POINTS")


def test_the_tables_of_this_section_fit_before_they_are_spoilt(need):
    assert run("needlayer", **need)["CHILDREN"] == 14


def test_codes_of_the_other_census_year(refused, need, tmp_path):
    old = tmp_path / "old.csv"
    old.write_text("LSOA code (2011),IMD Decile\nE01000001,3\nE01000002,4\n")
    columns = "code=LSOA code (2011); imd_decile=IMD Decile"
    spoilt = {**need, "DEPRIVATION": str(old), "DEPRIVATION_COLUMNS": columns}
    said = refused("needlayer", BOTH, **spoilt)
    assert "2021 codes" in said and "2011 codes" in said and "E01033769" in said


def test_codes_that_stand_in_both_censuses_are_told_apart_by_their_headings(
    refused, need, tmp_path
):
    old = tmp_path / "old.csv"
    old.write_text("LSOA code (2011),IMD Decile\nE01000002,4\n")
    columns = "code=LSOA code (2011); imd_decile=IMD Decile"
    areas = layer_of("Polygon", [(square((0, 0)), {"LSOA21CD": "E01000002"})], name="lsoa")
    spoilt = {**need, "AREAS": areas, "DEPRIVATION": str(old), "DEPRIVATION_COLUMNS": columns}
    assert "happens to stand there too" in refused("needlayer", BOTH, **spoilt)


def test_a_table_without_a_column_named(refused, need):
    columns = "code=lsoa21_code; 0-2=Babies"
    assert "Babies" in refused("needlayer", BOTH, **{**need, "POPULATION_COLUMNS": columns})


def test_a_table_that_is_no_table(refused, need, tmp_path):
    letter = tmp_path / "letter.csv"
    letter.write_text("Dear council", encoding="utf-8")
    said = refused("needlayer", BOTH, **{**need, "POPULATION": str(letter),
                   "POPULATION_COLUMNS": None})  # fmt: skip
    assert "letter.csv" in said


def test_an_area_code_field_that_does_not_exist(refused, need):
    assert "'LSOA11CD'" in refused("needlayer", BOTH, **{**need, "CODE": "LSOA11CD"})


def test_areas_without_coordinate_system_features_or_shapes(refused, need):
    rows = [(square((0, 0)), {"LSOA21CD": "E01033769"})]
    bare = layer_of("Polygon", rows, crs="", name="bare")
    assert "bare has no coordinate" in refused("needlayer", BOTH, **{**need, "AREAS": bare})
    empty = QgsVectorLayer("Polygon?crs=EPSG:27700&field=LSOA21CD:string", "empty", "memory")
    assert "empty has no features" in refused("needlayer", BOTH, **{**need, "AREAS": empty})
    shapeless = layer_of("Polygon", [(None, {"LSOA21CD": "E01033769"})], name="shapeless")
    assert "no shape" in refused("needlayer", BOTH, **{**need, "AREAS": shapeless})


def test_centroids_that_lack_an_area_or_the_code_field(refused, need):
    some = points([((0, 0), {"LSOA21CD": "E01033769"})], name="some")
    said = refused("needlayer", BOTH, **{**need, "CENTROIDS": some})
    assert "no centroid in some" in said and "E01000002" in said
    other = points([((0, 0), {"code": "E01033769"})], name="other")
    assert "other has no field 'LSOA21CD'" in refused("needlayer", BOTH, **need, CENTROIDS=other)


def test_localities_without_the_field_of_their_names(refused, need):
    town = layer_of("Polygon", [(square((0, 0)), {"town": "Westend"})])
    assert "Locality" in refused("needlayer", BOTH, **need, LOCALITIES=town)


@pytest.mark.parametrize("ages", ["babies", "4-0", "", "0-4 years and more"])
def test_ages_that_are_none(refused, need, ages):
    refused("needlayer", BOTH, **{**need, "AGES": ages})


def test_a_mapping_that_cannot_be_read(refused, need):
    assert "code" in refused("needlayer", BOTH, **{**need, "POPULATION_COLUMNS": "lsoa21_code"})


def test_need_by_income_without_the_rate(refused, need):
    said = refused("needlayer", BOTH, **need, WEIGHTING="income_deprived_children")
    assert "IDACI score" in said
