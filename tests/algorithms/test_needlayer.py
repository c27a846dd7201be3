"""familyhub:needlayer: five squares joined to two small tables, worked by hand."""

from __future__ import annotations

import csv

import pytest
from algorithms.runs import (
    DEGREES,
    SAMPLE,
    CancelledOnProgress,
    layer_of,
    points,
    run,
    square,
)
from qgis.core import QgsProcessingException, QgsVectorLayer, QgsWkbTypes
from toy_town import ORIGIN

CONTRACT = [
    "area_code", "area_name", "authority", "locality", "children_0_2", "children_3_4",
    "children_5_17", "young_18_25", "children", "idaci_score", "idaci_rank", "idaci_decile",
    "imd_decile", "local_quintile", "need",
]  # fmt: skip
AT = {"X1": (0, 0), "X2": (200, 0), "X3": (400, 0), "X4": (600, 0), "X5": (800, 0)}
#         0-2, 3-4, IDACI rate, IMD decile
FACTS = {
    "X1": (10, 5, 0.40, 1), "X2": (20, 10, 0.10, 7), "X3": (0, 0, 0.30, 2), "X4": (7, 1, 0.20, 4),
    "X5": (3, 3, 0.05, 10),
}  # fmt: skip


@pytest.fixture
def tables(tmp_path):
    """Two CSVs with a council's own headings, in another order than the areas'."""
    people, deprived = tmp_path / "people.csv", tmp_path / "deprived.csv"
    with people.open("w", newline="") as out:
        rows = [("Area", "Babies", "Nursery"), *((c, *FACTS[c][:2]) for c in reversed(FACTS))]
        csv.writer(out).writerows(rows)
    with deprived.open("w", newline="") as out:
        rows = [("Area", "Rate", "Decile"), *((c, *FACTS[c][2:]) for c in sorted(FACTS))]
        csv.writer(out).writerows(rows)
    return {
        "POPULATION": str(people), "POPULATION_COLUMNS": "code=Area; 0-2=Babies; 3-4=Nursery",
        "DEPRIVATION": str(deprived),
        "DEPRIVATION_COLUMNS": "code=Area; idaci_score=Rate; imd_decile=Decile",
    }  # fmt: skip


def areas(name="areas", **columns):
    rows = [
        (square(at), {"code": code, "name": f"Area {code}", "council": "Toytown",
                      **{c: v[i] for c, v in columns.items()}})
        for i, (code, at) in enumerate(AT.items())
    ]  # fmt: skip
    return layer_of("Polygon", rows, name=name)


def need(tables, **parameters):
    given = {"AREAS": areas(), "CODE": "code", "NAME": "name", "AUTHORITY": "council",
             "POINTS": "TEMPORARY_OUTPUT", **tables, **parameters}  # fmt: skip
    return run("needlayer", **given)


def test_areas_and_points_have_the_contracts_columns_in_its_order(tables):
    done = need(tables)
    for name in ("OUTPUT", "POINTS"):
        assert done.columns(name)[: len(CONTRACT)] == CONTRACT
    assert done.layer("OUTPUT").wkbType() == QgsWkbTypes.Type.MultiPolygon
    assert done.layer("POINTS").wkbType() == QgsWkbTypes.Type.Point
    assert done["AREA_COUNT"] == 5 and done["STATUS"] == "done"


def test_tables_are_joined_by_code_and_children_are_summed_over_the_ages(tables):
    done = need(tables)
    for code, (babies, nursery, rate, decile) in FACTS.items():
        row = done.by("OUTPUT", "area_code")[code]
        assert (row["children_0_2"], row["children_3_4"]) == (babies, nursery)
        assert row["children"] == babies + nursery == row["need"]
        assert row["idaci_score"] == pytest.approx(rate)
        assert row["imd_decile"] == decile
        assert row["children_5_17"] is None and row["young_18_25"] is None
        assert row["idaci_rank"] is None and row["idaci_decile"] is None
        assert (row["area_name"], row["authority"]) == (f"Area {code}", "Toytown")
    assert done["CHILDREN"] == 59


def test_the_local_quintile_ranks_by_rate_with_one_the_most_deprived(tables):
    found = {c: r["local_quintile"] for c, r in need(tables).by("OUTPUT", "area_code").items()}
    assert found == {"X1": 1, "X3": 2, "X4": 3, "X2": 4, "X5": 5}


def test_need_by_income_is_the_rate_times_the_children(tables):
    done = need(tables, WEIGHTING="income_deprived_children")
    found = {c: r["need"] for c, r in done.by("POINTS", "area_code").items()}
    by_hand = {"X1": 6.0, "X2": 3.0, "X3": 0.0, "X4": 1.6, "X5": 0.3}
    assert found == {c: pytest.approx(v) for c, v in by_hand.items()}
    assert done["NEED"] == pytest.approx(10.9)


def test_other_ages_count_other_children(tables):
    done = need(tables, AGES="0-2")
    assert done["CHILDREN"] == 40
    with pytest.raises(QgsProcessingException, match="cannot give ages 0-1"):
        need(tables, AGES="0-1", ESTIMATE_AGES=False)


def test_a_demand_point_lies_inside_its_area_if_no_centroid_is_given(tables):
    done = need(tables)
    for feature in done.layer("POINTS").getFeatures():
        x, y = AT[feature["area_code"]]
        point = feature.geometry().asPoint()
        assert abs(point.x() - ORIGIN[0] - x) < 50 and abs(point.y() - ORIGIN[1] - y) < 50


@pytest.mark.parametrize("crs", ["EPSG:27700", DEGREES])
def test_a_centroid_given_is_the_demand_point_whatever_its_system(tables, crs):
    given = points([((x + 13, y - 7), {"code": c}) for c, (x, y) in AT.items()], crs)
    done = need(tables, CENTROIDS=given)
    for feature in done.layer("POINTS").getFeatures():
        x, y = AT[feature["area_code"]]
        point = feature.geometry().asPoint()
        assert point.x() - ORIGIN[0] == pytest.approx(x + 13, abs=0.05)
        assert point.y() - ORIGIN[1] == pytest.approx(y - 7, abs=0.05)


def test_the_locality_is_the_one_that_the_demand_point_lies_in(tables):
    town = layer_of("Polygon", [(square((100, 0), 160), {"town": "Westend"})])
    done = need(tables, LOCALITIES=town, LOCALITY_NAME="town")
    found = {c: r["locality"] for c, r in done.by("OUTPUT", "area_code").items()}
    assert found["X1"] == found["X2"] == "Westend"
    assert not found["X4"]
    assert any("3 of 5 demand points lie in no locality" in said for said in done.log.warned)


def test_further_counts_of_the_areas_are_carried_along(tables):
    given = areas(low_income=[1.5, 2.0, None, 4.0, 5.0])
    done = need(tables, AREAS=given, GROUPS="low_income")
    assert "low_income" in done.columns("POINTS")
    found = [row["low_income"] for row in done.rows("POINTS")]
    assert found == [1.5, 2.0, None, 4.0, 5.0]


def test_the_rural_urban_class_of_the_areas_is_carried_along_by_itself(tables):
    classes = ["Rural", "Urban", "Rural", None, "Urban"]
    done = need(tables, AREAS=areas(rural_urban=classes))
    found = {row["area_code"]: row["rural_urban"] for row in done.rows("POINTS")}
    assert found == {"X1": "Rural", "X2": "Urban", "X3": "Rural", "X4": "", "X5": "Urban"}


def test_without_a_deprivation_table_its_columns_are_empty_and_the_log_says_so(tables):
    done = need({k: v for k, v in tables.items() if not k.startswith("DEPRIV")})
    assert all(row["imd_decile"] is None for row in done.rows("OUTPUT"))
    assert any("No deprivation table" in said for said in done.log.said)


def test_the_points_layer_may_be_left_out(tables):
    assert "POINTS" not in need(tables, POINTS=None)


@pytest.mark.parametrize("percent", [0, 50])
def test_a_cancelled_run_says_so_and_writes_nothing(tables, tmp_path, percent):
    target = tmp_path / "need.gpkg"
    done = need(tables, log=CancelledOnProgress(percent), OUTPUT=str(target))
    assert done["STATUS"] == "cancelled"
    assert not target.exists()


def test_the_sample_county_is_joined_with_the_published_headings():
    population = next(SAMPLE.glob("sape*.csv"))
    deprivation = next(SAMPLE.glob("File_7*.csv"))
    layers = {n: f"{SAMPLE / 'areas.gpkg'}|layername={n}" for n in ("lsoa", "centroids")}
    done = run(
        "needlayer", AREAS=layers["lsoa"], CODE="LSOA21CD", NAME="LSOA21NM",
        AUTHORITY="LAD24NM", CENTROIDS=layers["centroids"], POPULATION=str(population),
        DEPRIVATION=str(deprivation), WEIGHTING="income_deprived_children",
    )  # fmt: skip
    with population.open(newline="", encoding="utf-8-sig") as text:
        people = {row["LSOA 2021 Code"]: row for row in csv.DictReader(text)}
    with deprivation.open(newline="", encoding="utf-8-sig") as text:
        deprived = {row["LSOA code (2021)"]: row for row in csv.DictReader(text)}
    (score,) = (c for c in deprived["X01000001"] if "(IDACI) Score" in c)
    (decile,) = (c for c in deprived["X01000001"] if "(IDACI) Decile" in c)
    rows = done.by("OUTPUT", "area_code")
    lsoas = QgsVectorLayer(layers["lsoa"], "lsoa", "ogr").featureCount()
    assert len(rows) == lsoas == done["AREA_COUNT"]
    for code, row in rows.items():
        under_five = sum(int(people[code][f"{sex}{age}"]) for sex in "FM" for age in range(5))
        assert row["children"] == under_five
        assert row["idaci_decile"] == int(deprived[code][decile])
        assert row["need"] == pytest.approx(under_five * float(deprived[code][score]))
