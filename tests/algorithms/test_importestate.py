"""familyhub:importestate: files and layers in, facilities and what was wrong with them out."""

from __future__ import annotations

import json

import pytest
from algorithms.runs import (
    DEGREES,
    GRID,
    SAMPLE,
    CancelledOnProgress,
    Log,
    layer_of,
    points,
    rows_of,
    run,
)
from needed_package import needed
from qgis.core import QgsProcessingException, QgsVectorLayer

from family_hub_planner.processing.register.writing import COLUMNS

TABLES = dict.fromkeys(("REJECTED", "DUPLICATES", "SHARED", "UNREAD"), "TEMPORARY_OUTPUT")
LIST = (
    "Asset Ref,Asset Name,Easting,Northing,Use,Running cost\n"
    "A1,Town Hall,486000,308000,Town Hall,£12k\nA2,Library,486300,308200,Library,tbc\n"
)


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(LIST, encoding="cp1252")
    return str(path)


def refused(**parameters):
    log = Log()
    with pytest.raises(QgsProcessingException) as error:
        run("importestate", log, **parameters)
    return "\n".join([*log.errors, str(error.value)])


def test_the_sample_register_becomes_places_with_every_column_and_all_its_faults_told(tmp_path):
    page = tmp_path / "page.html"
    done = run("importestate", INPUT=str(SAMPLE / "estate_register.csv"), HTML=str(page), **TABLES)
    assert done.columns("OUTPUT") == list(COLUMNS)
    layer = done.layer("OUTPUT")
    assert layer.crs().authid() == "EPSG:27700" and layer.featureCount() == 81
    assert {name: done[f"{name}_COUNT"] for name in ("ROWS", "PLACES", "REJECTED", "DUPLICATES",
            "LEFT_OUT", "SHARED", "UNREAD", "SWAPPED", "FAR", "CONFIDENTIAL")} == {
        "ROWS": 90, "PLACES": 81, "REJECTED": 8, "DUPLICATES": 6, "LEFT_OUT": 1, "SHARED": 8,
        "UNREAD": 12, "SWAPPED": 3, "FAR": 1, "CONFIDENTIAL": 3,
    }  # fmt: skip
    for name, count in (("REJECTED", 8), ("DUPLICATES", 6), ("SHARED", 8), ("UNREAD", 12)):
        assert len(done.rows(name)) == count
    by = done.by("OUTPUT", "site_id")
    assert (by["H01"]["running_cost_gbp"], by["H01"]["site_type"]) == (
        12_800, "Best Start Family Hub"
    )  # fmt: skip
    assert (by["V20"]["building"], by["V20"]["sites_in_building"]) == ("V20", 2)
    assert by["S01"]["building"] == "V20" and by["V01"]["building"] is None
    assert by["H01"]["fictional"] is True
    assert by["H01"]["sources"].startswith("Fictional")
    assert "FICTIONAL" in page.read_text("utf-8")


def test_confidential_places_stand_in_the_places_only(tmp_path):
    page, saved = tmp_path / "page.html", tmp_path / "mapping.json"
    log = Log()
    done = run("importestate", log, INPUT=str(SAMPLE / "estate_register.csv"), HTML=str(page),
               MAPPING_OUT=str(saved), **TABLES)  # fmt: skip
    hidden = [row for row in done.rows("OUTPUT") if row["confidential"] == "yes"]
    assert {row["site_id"] for row in hidden} == {"C01", "C02", "C03"}
    told = [*log.said, *log.warned, page.read_text("utf-8"), saved.read_text("utf-8")]
    told += [str(done.rows(name)) for name in TABLES]
    for row in hidden:
        for value in (row["site_id"], row["site_name"], row["postcode"], row["uprn"]):
            assert value not in " ".join(told)
    again = run("importestate", INPUT_LAYER=done.layer("OUTPUT"))
    assert again["CONFIDENTIAL_COUNT"] == 3


def test_the_mapping_is_saved_and_used_again(register, tmp_path):
    saved = tmp_path / "mapping.json"
    run("importestate", INPUT=register, MAPPING="name=Asset Ref; status=-", MAPPING_OUT=str(saved))
    mapping = json.loads(saved.read_text("utf-8"))
    assert mapping == {
        "status": "-", "site_name": "Asset Ref", "venue_type": "Use",
        "running_cost_gbp": "Running cost", "easting": "Easting", "northing": "Northing",
    }  # fmt: skip
    done = run("importestate", INPUT=register, MAPPING=str(saved))
    assert set(done.by("OUTPUT", "site_name")) == {"A1", "A2"}


def test_a_heading_that_is_not_there_is_refused_with_those_that_are(register):
    said = refused(INPUT=register, MAPPING="name=Site Name")
    assert "no column 'Site Name'" in said and "Asset Name" in said


def test_a_file_or_a_layer_and_not_both_and_not_none(register):
    assert "Give either" in refused()
    assert "not both" in refused(INPUT=register, INPUT_LAYER=points([((0, 0), {"name": "A"})]))


@pytest.mark.parametrize("crs", [GRID, DEGREES])
def test_a_layer_of_points_in_any_system_is_placed_by_its_points(crs):
    layer = points([((100 * k, 50), {"Site Name": f"Hall {k}", "GIFA": "120 sqm"})
                    for k in range(6)], crs)  # fmt: skip
    done = run("importestate", INPUT_LAYER=layer)
    plain = run("importestate", INPUT_LAYER=points([((100 * k, 50), {"name": str(k)})
                                                    for k in range(6)]))  # fmt: skip
    for one, other in zip(done.layer("OUTPUT").getFeatures(), plain.layer("OUTPUT").getFeatures()):
        assert one.geometry().distance(other.geometry()) < 0.1
    assert {row["located_by"] for row in done.rows("OUTPUT")} == {"geometry"}
    assert {row["floor_area_m2"] for row in done.rows("OUTPUT")} == {120}


def test_a_layer_whose_numbers_are_degrees_in_a_system_of_metres_says_so():
    rows = [(f"Point ({486000 + k} 308000)", {"name": str(k)}) for k in range(2)]
    layer = layer_of("Point", [*rows, ("Point (-0.7289 52.6627)", {"name": "Odd"})])
    done = run("importestate", INPUT_LAYER=layer, REJECTED="TEMPORARY_OUTPUT")
    (row,) = done.rows("REJECTED")
    assert row["site_name"] == "Odd" and "look like degrees" in row["reason"]


def test_a_run_stops_when_the_user_cancels():
    log = CancelledOnProgress(71)
    layer = points([((k, 0), {"name": str(k)}) for k in range(3000)])
    assert run("importestate", log, INPUT_LAYER=layer)["STATUS"] == "cancelled"


def test_a_feature_without_a_shape_is_placed_by_its_columns_or_rejected_and_told():
    layer = points([((0, 0), {"name": "A", "easting": "", "northing": ""}),
                    (None, {"name": "B", "easting": "500100", "northing": "300100"}),
                    (None, {"name": "C", "easting": "", "northing": ""})])  # fmt: skip
    done = run("importestate", INPUT_LAYER=layer, REJECTED="TEMPORARY_OUTPUT")
    assert [row["located_by"] for row in done.rows("OUTPUT")] == ["geometry", "coordinates"]
    assert [(row["row"], row["site_name"]) for row in done.rows("REJECTED")] == [(3, "C")]


def test_a_layer_of_shapes_is_placed_on_them_and_a_table_by_its_columns(tmp_path):
    shape = "Polygon ((500000 300000, 500100 300000, 500100 300100, 500000 300100, 500000 300000))"
    done = run("importestate", INPUT_LAYER=layer_of("Polygon", [(shape, {"name": "Yard"})]))
    (place,) = done.layer("OUTPUT").getFeatures()
    assert 500_000 < place.geometry().asPoint().x() < 500_100
    table = layer_of("None", [(None, {"name": "A", "Eastings": "486000", "Northings": "308000"})])
    assert run("importestate", INPUT_LAYER=table)["PLACES_COUNT"] == 1


def test_postcodes_place_rows_and_the_option_mends_coordinates(tmp_path):
    path, onspd = tmp_path / "own.csv", tmp_path / "onspd.csv"
    path.write_text(
        "Name,Postcode,Easting,Northing\nA,LE15 6HP,,\nB,,-0.7289,52.6627\nC,LE15 6HT,,\n", "utf-8"
    )
    onspd.write_text(
        "pcds,doterm,oseast1m,osnrth1m,osgrdind\nLE15 6HP,,486100,308100,1\n"
        "LE15 6HT,201906,486200,308200,1\n",
        "utf-8",
    )
    given = {"INPUT": str(path), "POSTCODES": str(onspd), "REJECTED": "TEMPORARY_OUTPUT"}
    done = run("importestate", **given)
    assert [row["located_by"] for row in done.rows("OUTPUT")] == ["postcode"]
    assert [row["reason"].split(",")[0] for row in done.rows("REJECTED")] == [
        "-0.7289", "the postcode 'LE15 6HT' was terminated in 2019-06"
    ]  # fmt: skip
    mended = run("importestate", MEND_COORDINATES=True, **given)
    assert [row["located_by"] for row in mended.rows("OUTPUT")] == [
        "postcode", "coordinates, mended"
    ]  # fmt: skip


def test_words_of_ones_own_replace_the_table_of_types(register, tmp_path):
    own = tmp_path / "rules"
    own.mkdir()
    assert "holds no venue_words.csv" in refused(INPUT=register, RULES=str(own))
    (own / "venue_words.csv").write_text(
        "words,venue_type,colocation_type\n*library*,book house,other\n", encoding="utf-8"
    )
    done = run("importestate", INPUT=register, RULES=str(own))
    types = {row["site_id"]: row["venue_type"] for row in done.rows("OUTPUT")}
    assert types == {"A1": "Town Hall", "A2": "book house"}


def test_places_go_into_siting_as_candidates_without_the_confidential_ones(network, tmp_path):
    from algorithms.runs import demand

    path = tmp_path / "own.csv"
    at = points([((120, 0), {}), ((360, 720), {}), ((60, 0), {})])
    xy = [feature.geometry().asPoint() for feature in at.getFeatures()]
    rows = [f"{site},{p.x()},{p.y()},{said}"
            for site, p, said in zip("ABC", xy, ("no", "no", "yes"))]  # fmt: skip
    path.write_text("\n".join(["ID,Easting,Northing,Confidential", *rows]), encoding="utf-8")
    estate = run("importestate", INPUT=str(path))
    done = run("suggestsites", NETWORK=network, DEMAND=demand(), SITES=2, CANDIDATE_ID="site_id",
               CANDIDATES=estate.layer("OUTPUT"))  # fmt: skip
    assert {row["site_id"] for row in done.rows("OUTPUT")} == {"A", "B"}


def test_what_was_guessed_once_does_not_come_back_as_stated_when_places_are_read_again(register):
    first = run("importestate", INPUT=register)
    again = run("importestate", INPUT_LAYER=first.layer("OUTPUT"))
    by = {row["site_id"]: row["colocation_by"] for row in again.rows("OUTPUT")}
    assert by == {"A1": None, "A2": "guessed from venue_type"}


def test_columns_of_the_users_own_are_kept_as_they_are_written(register):
    done = run("importestate", INPUT=register, FURTHER="may_close=Use; level=Running cost")
    assert done.columns("OUTPUT")[-2:] == ["may_close", "level"]
    assert {row["level"] for row in done.rows("OUTPUT")} == {"£12k", "tbc"}
    assert "cannot be called 'status'" in refused(INPUT=register, FURTHER="status=Use")
    assert "no column 'Colour'" in refused(INPUT=register, FURTHER="paint=Colour")


def test_a_workbook_is_read_with_its_dates(tmp_path):
    openpyxl = needed("openpyxl")
    from datetime import date

    book = openpyxl.Workbook()
    for row in (["Name", "Easting", "Northing", "Lease expiry"],
                ["Hall", 486000, 308000, date(2031, 4, 3)]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "own.xlsx")
    done = run("importestate", INPUT=str(tmp_path / "own.xlsx"))
    assert [row["lease_end"] for row in done.rows("OUTPUT")] == ["2031-04-03"]


def test_the_hubs_of_the_sample_county_come_back_as_they_are():
    uri = f"file://{SAMPLE / 'hubs.csv'}?type=csv&xField=easting&yField=northing&crs={GRID}"
    layer = QgsVectorLayer(uri, "hubs.csv", "delimitedtext")
    done = run("importestate", INPUT_LAYER=layer)
    was = {row["site_id"]: row for row in rows_of(layer)}
    for site, row in done.by("OUTPUT", "site_id").items():
        assert row["site_type"] == was[site]["site_type"]
        assert row["colocation_type"] == was[site]["colocation_type"]
        assert row["hours_week"] == float(was[site]["hours_week"])
    assert len(was) == done["PLACES_COUNT"] == 9


def test_a_layer_whose_places_do_not_fit_its_system_is_refused_as_by_the_other_tools():
    metres = [("Point (486000 308000)", {"site_name": "Hall", "postcode": "LE15 6HP"})]
    astray = layer_of("Point", metres, "EPSG:4326", "mem")
    with pytest.raises(QgsProcessingException, match="None of the places of the layer mem fits"):
        run("importestate", INPUT_LAYER=astray)
