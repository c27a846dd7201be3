"""familyhub:needlayer: localities and wards by polygon, field or lookup; centroids from a CSV."""

from __future__ import annotations

import csv

import geopandas
import pytest
from algorithms.runs import Log, layer_of, run, square
from qgis.core import QgsProcessingException, QgsVectorLayer
from toy_town import ORIGIN

AT = {"X1": (0, 0), "X2": (200, 0), "X3": (400, 0)}
LEFT, RIGHT = square((0, 0), 250), square((400, 0), 250)  # both hold X2


@pytest.fixture
def population(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("Area,0-4\nX1,10\nX2,20\nX3,30\n", encoding="utf-8")
    return {"POPULATION": str(path), "POPULATION_COLUMNS": "code=Area; 0-4=0-4"}


def areas(**columns):
    rows = [(square(at), {"code": code, **{name: values[row] for name, values in columns.items()}})
            for row, (code, at) in enumerate(AT.items())]  # fmt: skip
    return layer_of("Polygon", rows, name="areas")


def need(population, **parameters):
    given = {"AREAS": areas(), "CODE": "code", "POINTS": "TEMPORARY_OUTPUT", **population}
    return run("needlayer", **{**given, **parameters})


def refused(population, **parameters):
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        need(population, log=log, **parameters)
    return "".join([*log.errors, str(error.value)])


def column(done, name, sink="POINTS"):
    return [row[name] for row in done.rows(sink)]


def test_a_run_without_wards_has_the_columns_that_it_always_had(population):
    assert not {"ward", "added", "in_area"} & set(need(population).columns("OUTPUT"))


def test_the_locality_and_the_ward_may_be_fields_of_the_areas(population):
    given = areas(town=["North", "South", None], wd=["W1", "W1", "W2"])
    done = need(population, AREAS=given, LOCALITY_FIELD="town", WARD_FIELD="wd")
    for sink in ("OUTPUT", "POINTS"):
        assert column(done, "locality", sink) == ["North", "South", ""]
        assert column(done, "ward", sink) == ["W1", "W1", "W2"]
    assert any("1 of 3 areas have no locality in the field 'town' (first: X3)" in said
               for said in done.log.warned)  # fmt: skip


def test_the_ward_is_the_polygon_that_the_demand_point_lies_in(population):
    wards = layer_of("Polygon", [(square((0, 0), 60), {"WD25NM": "Mill"})])
    done = need(population, WARDS=wards, WARD_NAME="WD25NM")
    assert column(done, "ward") == ["Mill", "", ""]
    assert any("2 of 3 demand points lie in no ward (first: X2)" in s for s in done.log.warned)


def test_a_point_in_two_overlapping_polygons_takes_the_first_by_name_and_is_warned_of(population):
    wards = layer_of("Polygon", [(RIGHT, {"name": "Zeal"}), (LEFT, {"name": "Ash"})], name="wards")
    done = need(population, WARDS=wards, WARD_NAME="name")
    assert column(done, "ward") == ["Ash", "Ash", "Zeal"]
    (said,) = (said for said in done.log.warned if "more than one ward" in said)
    assert "1 of 3" in said and "Ash and Zeal" in said and "first: X2" in said and "wards" in said


def test_one_place_of_several_polygons_does_not_overlap_itself(population):
    wards = layer_of("Polygon", [(LEFT, {"name": "Ash"}), (RIGHT, {"name": "Ash"})])
    done = need(population, WARDS=wards, WARD_NAME="name")
    assert column(done, "ward") == ["Ash", "Ash", "Ash"]
    assert not any("more than one" in said for said in done.log.warned)


@pytest.mark.parametrize("kind", ["LOCALIT", "WARD"])
def test_polygons_and_a_field_at_once_are_refused(population, kind):
    many, one = ("LOCALITIES", "LOCALITY") if kind == "LOCALIT" else ("WARDS", "WARD")
    polygons = layer_of("Polygon", [(LEFT, {"name": "Ash"})])
    said = refused(population, AREAS=areas(town=["a", "b", "c"]),
                   **{many: polygons, f"{one}_NAME": "name", f"{one}_FIELD": "town"})  # fmt: skip
    assert f"{many.capitalize()} are given twice" in said and f"{one}_FIELD" in said


def test_polygons_without_the_field_of_their_names_are_refused(population):
    polygons = layer_of("Polygon", [(LEFT, {"name": "Ash"})])
    assert "the wards' names (Ward's name)" in refused(population, WARDS=polygons)


# --- lookups ------------------------------------------------------------------------------------


def lookup(tmp_path, text):
    path = tmp_path / "lookup.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_wards_and_localities_may_come_from_a_lookup_in_any_order(population, tmp_path):
    path = lookup(tmp_path, "LSOA21CD,WD24CD,WD24NM,Patch\nX3,E1,Mill,East\nX1,E2,Park,West\n"
                            "X9,E4,Park,West\nX2,E3,Mill,West\n")  # fmt: skip
    done = need(population, WARD_LOOKUP=path, WARD_LOOKUP_COLUMNS="locality_name=Patch")
    assert column(done, "ward") == ["Park", "Mill (E3)", "Mill (E1)"], (
        "told apart among these areas"
    )
    assert column(done, "locality") == ["West", "West", "East"]
    assert all("lookup.csv" in said for said in column(done, "sources"))


def test_a_lookup_that_lacks_an_area_is_refused_and_the_area_named(population, tmp_path):
    path = lookup(tmp_path, "LSOA21CD,WD24CD,WD24NM\nX1,E2,Park\nX3,E1,Mill\n")
    said = refused(population, WARD_LOOKUP=path)
    assert "1 of 3 areas have no row in lookup.csv (first: X2)" in said


def test_a_lookup_beside_polygons_or_a_field_is_refused(population, tmp_path):
    path = lookup(tmp_path, "LSOA21CD,WD24NM\nX1,Park\nX2,Park\nX3,Mill\n")
    said = refused(population, AREAS=areas(wd=["a", "b", "c"]), WARD_FIELD="wd", WARD_LOOKUP=path)
    assert "Wards are given twice: lookup.csv names them, and so does WARD_FIELD" in said


def test_a_lookup_of_authorities_alone_is_refused(population, tmp_path):
    path = lookup(tmp_path, "LSOA21CD,LAD24CD\nX1,E1\nX2,E1\nX3,E1\n")
    assert "names no wards and no localities" in refused(population, WARD_LOOKUP=path)


def rutland(shared_data, **parameters):
    folder = shared_data / "rutland"
    return run(
        "needlayer", AREAS=str(folder / "boundaries" / "LSOA_2021_E06000017.geojson"),
        CODE="LSOA21CD", POPULATION=str(folder / "population" / "census2021_age6_lsoa21.csv"),
        AGES="0-15", POINTS="TEMPORARY_OUTPUT", **parameters,
    )  # fmt: skip


def test_rutlands_published_lookup_gives_each_area_the_ward_that_it_names(shared_data):
    path = shared_data / "rutland" / "context" / "lookup_lsoa21_ward24_ltla24.csv"
    done = rutland(shared_data, WARD_LOOKUP=str(path))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        by_hand = {row["lsoa21_code"]: row["ward24_name"] for row in csv.DictReader(stream)}
    found = {row["area_code"]: row["ward"] for row in done.rows("OUTPUT")}
    assert len(found) == 26 and found == by_hand


@pytest.mark.parametrize(
    ("areas_file", "wards_file", "ages"),
    [
        ("rutland/boundaries/LSOA_2021_E06000017.geojson",
         "rutland/boundaries/Wards_2025_E06000017.geojson", "0-15"),
        ("trafford/lsoa_E08000009.geojson", "trafford/ward_E08000009.geojson", "0-4"),
    ],
)  # fmt: skip
def test_real_wards_are_those_that_geopandas_finds(shared_data, areas_file, wards_file, ages):
    """An independent library's point in polygon, on the run's own demand points."""
    place = areas_file.split("/")[0]
    people = {
        "rutland": "population/census2021_age6_lsoa21.csv",
        "trafford": "population__mid_year_2022__mid-year_2022_population_estimates_lsoa.csv",
    }
    done = run(
        "needlayer", AREAS=str(shared_data / areas_file), CODE="LSOA21CD", AGES=ages,
        POPULATION=str(shared_data / place / people[place]), POINTS="TEMPORARY_OUTPUT",
        WARDS=str(shared_data / wards_file), WARD_NAME="WD25NM",
    )  # fmt: skip
    rows = [(f["area_code"], f["ward"], f.geometry().asPoint())
            for f in done.layer("POINTS").getFeatures()]  # fmt: skip
    wards = geopandas.read_file(shared_data / wards_file)
    where = geopandas.points_from_xy(*zip(*[(p.x(), p.y()) for _, _, p in rows]))
    placed = geopandas.GeoDataFrame(
        {"ward": [w for _, w, _ in rows]}, geometry=where, crs=wards.crs
    )
    joined = geopandas.sjoin(placed, wards[["WD25NM", "geometry"]], how="left")
    assert len(joined) == len(rows) > 20
    assert (joined["ward"] == joined["WD25NM"].fillna("")).all()
    assert joined["ward"].nunique() > 10


# --- centroids from a CSV -----------------------------------------------------------------------


def delimited(path, x, y, crs):
    uri = f"file://{path}?type=csv&xField={x}&yField={y}&crs={crs}"
    layer = QgsVectorLayer(uri, "centroids", "delimitedtext")
    assert layer.isValid()
    return layer


def test_the_published_centroids_are_taken_from_their_csv_as_delimited_text(population, tmp_path):
    """The headings of ONS's file of population-weighted centroids; made-up places."""
    path = tmp_path / "LSOA_PopCentroids_EW_2021_V4.csv"
    rows = [f"{n},{code},{x + ORIGIN[0] + 13},{y + ORIGIN[1] - 7}"
            for n, (code, (x, y)) in enumerate(reversed(AT.items()))]  # fmt: skip
    path.write_text("\n".join(["\ufeffFID,LSOA21CD,x,y", *rows]), encoding="utf-8")
    given = delimited(path, "x", "y", "EPSG:27700")
    done = need(population, CENTROIDS=given, CENTROID_CODE="LSOA21CD")
    for feature in done.layer("POINTS").getFeatures():
        x, y = AT[feature["area_code"]]
        point = feature.geometry().asPoint()
        assert (point.x() - ORIGIN[0], point.y() - ORIGIN[1]) == pytest.approx((x + 13, y - 7))


def test_rutlands_csv_of_points_in_degrees_is_taken_as_it_stands(shared_data):
    path = shared_data / "rutland" / "boundaries" / "lsoa_latlong.csv"
    given = delimited(path, "longitude", "latitude", "EPSG:4326")
    done = rutland(shared_data, CENTROIDS=given, CENTROID_CODE="LSOACD")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        by_hand = {r["LSOACD"]: (r["longitude"], r["latitude"]) for r in csv.DictReader(stream)}
    found = list(done.layer("POINTS").getFeatures())
    assert len(found) == 26
    for feature in found:
        x, y = map(float, by_hand[feature["area_code"]])
        point = feature.geometry().asPoint()
        assert (point.x(), point.y()) == pytest.approx((x, y), abs=1e-9)


def test_a_csv_without_places_is_refused_with_the_way_to_add_it(population, tmp_path):
    path = tmp_path / "centroids.csv"
    path.write_text("code,x,y\nX1,1,2\nX2,1,2\nX3,1,2\n", encoding="utf-8")
    said = refused(population, CENTROIDS=str(path))
    assert "table without places" in said and "delimited text" in said
