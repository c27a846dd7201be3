"""Rural-urban class, cars or vans, digital exclusion, wards and points of areas, and own counts."""

import csv

import pytest
from needed_package import needed

from family_hub_planner.engine.errors import CodesError, ColumnError
from family_hub_planner.engine.sources.area_tables import read_counts
from family_hub_planner.engine.sources.cars import read_cars
from family_hub_planner.engine.sources.centroids import read_centroids, read_membership
from family_hub_planner.engine.sources.digital_exclusion import read_digital_exclusion
from family_hub_planner.engine.sources.population import read_population
from family_hub_planner.engine.sources.rural_urban import read_rural_urban
from family_hub_planner.engine.tables import Table

CARS = "Number of cars or vans"


def raw(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


# --- rural-urban class --------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["rutland", "leicester"])
@pytest.mark.parametrize("year", [11, 21])
def test_the_class_of_each_area_agrees_with_the_files_own_two_way_column(shared_data, place, year):
    path = shared_data / place / "context" / f"ruc{year}_lsoa{year}.csv"
    found, rows = read_rural_urban(path), raw(path)
    assert found.table.columns["rural"] == [row["ruc"] == "Rural" for row in rows]
    assert found.table.columns["ruc_name"] == [row["classification"] for row in rows]
    assert found.census_year == 2000 + year


@pytest.mark.parametrize(
    ("columns", "rural"),
    [
        (
            {
                "LSOA21CD": ["X1", "X2"],
                "LSOA21NM": ["a", "b"],
                "RUC21CD": ["RLN1", "UF1"],
                "RUC21NM": ["Larger rural: Nearer to a major town or city", "Urban: Further"],
            },
            [True, False],
        ),
        (
            {
                "Lower Super Output Area 2011 Code": ["X1", "X2"],
                "Rural Urban Classification 2011 code": ["D1\xa0", "C1\xa0\xa0"],
                "Rural Urban Classification 2011 (10 fold)": ["Rural town and fringe", "Urban"],
            },
            [True, False],
        ),
        ({"LSOA21CD": ["X1", "X2"], "Urban_rura": ["Urban: Nearer", "Smaller rural: Far"]}, [0, 1]),
        ({"LSOA11CD": ["X1", "X2"], "RUC11CD": ["A1", "F2"], "RUC11": ["x", "y"]}, [0, 1]),
        ({"LSOA11CD": ["X1", "X2"], "RUC11CD": ["B1", None], "RUC11": ["x", None]}, [False, None]),
    ],
)
def test_published_headings_of_the_class_are_recognised(columns, rural):
    assert read_rural_urban(Table(columns)).table.columns["rural"] == rural


def test_a_class_of_neither_classification_is_refused_with_the_first_area():
    columns = {"LSOA21CD": ["X1", "X2"], "RUC21CD": ["UN1", "Q7"]}
    with pytest.raises(ColumnError, match=r"1 rural-urban classes .* \(first: 'Q7' for X2\)"):
        read_rural_urban(Table(columns))


# --- cars or vans -------------------------------------------------------------------------------


def test_traffords_households_without_a_car_add_up_to_the_raw_file(shared_data):
    path = shared_data / "trafford"
    path /= "census2021__housing__2021_car_van_availability_lsoa_trafford.csv"
    found = read_cars(path).table
    rows = raw(path)
    none = [r for r in rows if r["availability_category"] == "No cars or vans in household"]
    assert len(found) == 139
    assert sum(found.columns["no_car_households"]) == sum(float(r["value"]) for r in none)
    assert sum(found.columns["households"]) == sum(float(r["value"]) for r in rows)
    first = [float(r["value"]) for r in rows if r["area_code"] == "E01006109"]
    place = found.columns["area_code"].index("E01006109")
    assert found.columns["no_car_share"][place] == pytest.approx(277 / sum(first))


WIDE = {
    "date": ["2021", "2021", "2021"],
    "geography": ["a", "b", "c"],
    "geography code": ["E01000001", "E01000002", "E01000003"],
    f"{CARS}: Total: All households": ["200", "100", "0"],
    f"{CARS}: No cars or vans in household": ["50", "c", "0"],
    f"{CARS}: 1 car or van in household": ["100", "60", "0"],
    f"{CARS}: 2 cars or vans in household": ["40", "10", "0"],
    f"{CARS}: 3 or more cars or vans in household": ["10", "5", "0"],
}


def test_the_bulk_form_of_ts045_gives_the_share_and_leaves_what_is_held_back_missing():
    found = read_cars(Table(WIDE, name="ts045.csv"))
    assert found.table.columns["no_car_share"] == [0.25, None, None]
    assert found.table.columns["households"] == [200, 100, 0]
    assert "2 areas have no share" in " ".join(found.notes)
    assert "all households, not families" in found.notes[0]
    assert "'c'" in found.notes[0]


def test_without_a_total_the_categories_are_added():
    columns = {heading.replace(f"{CARS}: ", ""): v for heading, v in WIDE.items()}
    del columns["Total: All households"]
    found = read_cars(Table(columns))
    assert found.table.columns["households"][0] == 200
    assert found.table.columns["no_car_share"][0] == 0.25


def test_the_form_of_the_ons_website_is_read_from_its_rows():
    labels = ["Does not apply", "No cars or vans in household", "1 car or van in household"]
    columns = {
        "Lower layer Super Output Areas Code": ["E01000001"] * 3,
        "Lower layer Super Output Areas": ["a"] * 3,
        "Car or van availability (5 categories) Code": ["-8", "0", "1"],
        "Car or van availability (5 categories)": labels,
        "Observation": ["0", "30", "70"],
    }
    found = read_cars(Table(columns)).table
    assert found.columns["no_car_share"] == [0.3]


def test_percentages_beside_the_counts_are_not_added_to_them():
    columns = {
        "area_code": ["E01000001"] * 4,
        "category": ["No cars or vans in household", "1 car or van in household"] * 2,
        "measure": ["Count", "Count", "Percentage", "Percentage"],
        "value": ["30", "70", "30.0", "70.0"],
    }
    assert read_cars(Table(columns)).table.columns["households"] == [100]
    columns["measure"] = ["Count"] * 4
    with pytest.raises(ColumnError, match="row 3 of the data repeats a category"):
        read_cars(Table(columns))


def test_a_total_smaller_than_its_part_and_a_negative_count_are_refused():
    none = f"{CARS}: No cars or vans in household"
    with pytest.raises(ColumnError, match="1 area has more households without a car"):
        read_cars(Table({**WIDE, none: ["500", "1", "0"]}))
    with pytest.raises(ColumnError, match=r"1 count in .* is negative \(first: -5 in row 2"):
        read_cars(Table({**WIDE, none: ["50", "-5", "0"]}))
    with pytest.raises(ColumnError, match='no column "No cars or vans in household"'):
        read_cars(Table({"area code": ["E01000001"], "Cars": ["1"]}))


def test_own_columns_of_cars_are_read_by_a_mapping():
    columns = {"area code": ["X1"], "Sans car": ["5"], "Homes": ["20"]}
    found = read_cars(Table(columns), {"no_car": "sans car", "households": "Homes"})
    assert found.table.columns["no_car_share"] == [0.25]


# --- digital exclusion --------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["rutland", "leicester"])
def test_the_digital_exclusion_risk_index_is_read_as_it_stands(shared_data, place):
    path = shared_data / place / "context/england_lsoa_depahri.csv"
    found = read_digital_exclusion(path)
    wanted = [float(row["deri_score_national"]) for row in raw(path)]
    assert found.table.columns["digital_exclusion_score"] == wanted
    assert found.census_year == 2011
    assert found.table.provenance.dataset == "Digital Exclusion Risk Index"


def test_a_digital_score_that_is_not_recognised_is_asked_for_and_checked():
    columns = {"lsoa21cd": ["X1", "X2"], "Digital risk": ["3.5", "50"]}
    with pytest.raises(ColumnError, match="none is recognised"):
        read_digital_exclusion(Table(columns))
    with pytest.raises(ColumnError, match=r"1 scores .* not from 0 to 10 \(first: 50 in row 2"):
        read_digital_exclusion(Table(columns), {"score": "Digital risk"})


# --- wards, points, own counts ------------------------------------------------------------------


@pytest.mark.parametrize("place", ["rutland", "leicester"])
def test_the_ward_of_each_area_is_read_from_the_lookup(shared_data, place):
    path = shared_data / place / "context/lookup_lsoa21_ward24_ltla24.csv"
    found, rows = read_membership(path), raw(path)
    assert found.table.columns["ward_name"] == [row["ward24_name"] for row in rows]
    assert found.table.columns["authority_code"] == [row["ltla24_code"] for row in rows]


@pytest.mark.parametrize(("place", "areas"), [("rutland", 28), ("leicester", 210)])
def test_points_in_degrees_come_out_in_metres_of_the_british_grid(shared_data, place, areas):
    pyproj = needed("pyproj")
    path = shared_data / place / "boundaries/lsoa_latlong.csv"
    found, rows = read_centroids(path).table, raw(path)
    to_grid = pyproj.Transformer.from_crs(4326, 27700, always_xy=True)
    x, y = to_grid.transform(float(rows[0]["longitude"]), float(rows[0]["latitude"]))
    assert len(found) == areas
    # its column is called lsoa11cd, but the areas of 2021 stand in it too
    assert read_centroids(path).census_year is None
    assert any("holds codes that came with 2021" in note for note in read_centroids(path).notes)
    assert (found.columns["x"][0], found.columns["y"][0]) == pytest.approx((x, y), abs=5)


def test_points_in_metres_stay_and_an_area_without_one_is_refused():
    columns = {"LSOA11CD": ["X1", "X2"], "BNG_E": ["486000", "487000"], "BNG_N": ["308000", None]}
    with pytest.raises(ColumnError, match=r"1 area has no point \(first: X2\)"):
        read_centroids(Table(columns))
    columns["BNG_N"][1] = "309000"
    assert read_centroids(Table(columns)).table.columns["y"] == [308000, 309000]


def test_own_counts_keep_what_is_held_back_missing_and_refuse_negative_ones():
    columns = {"LSOA21CD": ["X1", "X2", None], "SEND": ["12", "low", "3"]}
    found = read_counts(Table(columns, name="send.csv"), {"send": "SEND"})
    assert found.table.columns == {"area_code": ["X1", "X2"], "send": [12.0, None]}
    assert found.notes == (
        "send.csv: 2 areas, codes from 'LSOA21CD', send from 'SEND'.",
        "send.csv: 1 of 3 values of 'SEND' are missing or held back "
        "(first: row 2 of the data, 'low').",
        "send.csv: 1 row without an area code was left out.",
    )
    with pytest.raises(ColumnError, match="1 count in 'SEND' is negative"):
        read_counts(Table({"LSOA21CD": ["X1"], "SEND": ["-1"]}), {"send": "SEND"})
    with pytest.raises(CodesError, match="X1"):
        read_counts(Table({"LSOA21CD": ["X1", "X1"], "SEND": ["1", "2"]}), {"send": "SEND"})


@pytest.mark.parametrize("mark", ["*", "..", "c", "-", "low", "[c]", ""])
def test_every_mark_of_a_suppressed_count_is_missing_and_never_zero(mark):
    columns = {"LSOA21CD": ["X1", "X2"], "SEND": [mark, "1"]}
    assert read_counts(Table(columns), {"send": "SEND"}).table.columns["send"] == [None, 1]


def test_text_among_numbers_is_counted_with_the_first_example():
    columns = {"LSOA21CD": ["X1", "X2", "X3"], "SEND": ["1", "many", "few"]}
    with pytest.raises(ColumnError, match=r"row 2 of the data has 'many' in 'SEND' \(2 such"):
        read_counts(Table(columns), {"send": "SEND"})


def test_authority_totals_among_the_areas_of_an_older_workbook_are_not_counted_twice():
    columns = {
        "Area Codes": ["E06000017", "E01013787", "E01013788"],
        "Area Names": ["Rutland", None, None],
        "All Ages": ["30", "10", "20"],
        **{str(age): ["3", "1", "2"] for age in range(10)},
    }
    found = read_population(Table(columns, name="sape20dt1.xlsx"))
    assert found.codes == ("E01013787", "E01013788")
    assert found.counts[:, 0].tolist() == [1, 2]
    assert any("1 row of a larger area was left out" in note for note in found.notes)


NOMIS = """"TS045 - Car or van availability"
"ONS Crown Copyright Reserved [from Nomis on 2 March 2026]"

"Population :","All households"
"Units      :","Households"
"Date       :","2021"

"2021 super output area - lower layer","mnemonic","Total: All households",\
"No cars or vans in household","1 car or van in household","2 cars or vans in household"
"Fiction 001A","E01099001","1,200","300","700","200"
"Fiction 001B","E01099002","100","10","80","10"

"In order to protect against disclosure of personal information, records have been swapped."
"""


def test_a_query_of_nomis_is_read_with_its_titles_and_footnotes(tmp_path):
    path = tmp_path / "nomis.csv"
    path.write_text(NOMIS)
    found = read_cars(path)
    assert found.table.columns["area_code"] == ["E01099001", "E01099002"]
    assert found.table.columns["households"] == [1200, 100]
    assert found.table.columns["no_car_share"] == [0.25, 0.1]
    assert found.census_year == 2021
