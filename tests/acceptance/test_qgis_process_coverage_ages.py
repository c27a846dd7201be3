"""Coverage by age, ward and group on Rutland through qgis_process, worked out again by pandas.

Real streets, LSOAs of 2011, wards and population by single year of age. The count of lone parents
and of 18 to 25 year olds with SEND is made up from the codes: no such table is at hand.
"""

from __future__ import annotations

import shutil

import geopandas
import pandas as pd
import pytest
from acceptance.qgis_process import done, points_csv

pytestmark = pytest.mark.acceptance
GIAS = "gias_open_establishments_2025-05-24.csv"
YEARS = {"0-2": range(3), "3-4": range(3, 5), "0-4": range(5), "5-17": range(5, 18)}


@pytest.fixture(scope="module")
def people(qgis, shared_data, rutland_files, folder):
    """Demand points of the need layer with wards and groups; the published table beside them."""
    data = shared_data / "rutland"
    shutil.copy(rutland_files / "network.gpkg", folder)
    table = data / "population" / "mid2020_single_year_of_age_lsoa11.csv"
    done(
        qgis.run("needlayer", AREAS=data / "boundaries" / "LSOA_2011_E06000017.geojson",
                 CODE="LSOA11CD", NAME="LSOA11NM", POPULATION=table,
                 OUTPUT=folder / "need.gpkg", POINTS=folder / "points.gpkg")
    )  # fmt: skip
    points = geopandas.read_file(folder / "points.gpkg")
    wards = geopandas.read_file(data / "boundaries" / "Wards_2025_E06000017.geojson")
    points = points.sjoin(wards[["WD25NM", "geometry"]].to_crs(points.crs), how="left")
    points = points.drop(columns="index_right").rename(columns={"WD25NM": "ward"})
    number = points.area_code.str[-2:].astype(int)
    points["lone_parents"] = (number % 7 + 1.0).where(number % 5 > 0)
    points["send_18_25"] = number % 4 + 0.0
    points.to_file(folder / "demand.gpkg", driver="GPKG")
    schools = pd.read_csv(data / "facilities" / GIAS).sort_values("urn").iloc[::6]
    schools.to_csv(folder / "hubs.csv", index=False)
    published = pd.read_csv(table).set_index("lsoa11_code")
    return points.set_index("area_code"), published


@pytest.fixture(scope="module")
def minutes(qgis, people, folder):
    """Least minutes to a hub from each area, on foot and with a pram; NaN where not routed."""
    found = {}
    for mode in ("walk", "pram"):
        path = folder / f"times_{mode}.csv"
        done(
            qgis.run("traveltimes", NETWORK=folder / "network.gpkg", MODE=mode,
                     ORIGINS=folder / "demand.gpkg", ORIGIN_ID="area_code", DESTINATION_ID="urn",
                     DESTINATIONS=points_csv(folder / "hubs.csv"), OUTPUT=path)
        )  # fmt: skip
        least = pd.read_csv(path).groupby("origin_id").minutes.min()
        found[mode] = least.reindex(people[0].index)
    return found


@pytest.fixture(scope="module")
def tables(qgis, people, folder):
    names = ("BY_AGE", "BY_WARD", "BY_GROUP")
    paths = {name: folder / f"{name.lower()}.csv" for name in names}
    ran = done(
        qgis.run("coverage", NETWORK=folder / "network.gpkg", MODE="walk", BANDS="10,30",
                 HUBS=points_csv(folder / "hubs.csv"), HUB_ID="urn",
                 DEMAND=folder / "demand.gpkg", GROUPS="lone_parents",
                 AGE_MODES="0-2=pram; 3-4=pram; 5-17=walk; 18-25",
                 OUTPUT=folder / "cover.gpkg", HTML=folder / "cover.html", **paths)
    )  # fmt: skip
    return ran, {name: pd.read_csv(path).set_index("key") for name, path in paths.items()}


@pytest.mark.parametrize("band", ["0-4", "0-2", "3-4", "5-17"])
def test_each_age_is_reached_by_its_own_mode_in_the_published_counts(people, minutes, tables, band):
    counts = sum(people[1][str(year)] for year in YEARS[band]).reindex(people[0].index)
    time = minutes["walk" if band == "5-17" else "pram"]
    row = tables[1]["BY_AGE"].loc[band]
    assert row.travel == ("walk" if band == "5-17" else "pram")
    assert row.children == counts.sum() and row.unrouted == counts[time.isna()].sum()
    for limit in (10, 30):
        assert row[f"reached_{limit}"] == counts[time <= limit].sum()
    assert row.mean_minutes == pytest.approx((counts * time).sum() / counts[time.notna()].sum())


def test_a_pram_reaches_fewer_than_a_walk_and_those_of_18_to_25_have_send(people, tables):
    ages = tables[1]["BY_AGE"]
    assert ages.reached_30["0-4"] < tables[0]["REACHED"]
    assert ages.children["18-25 with SEND"] == people[0].send_18_25.sum()
    assert ages.children["18-25 with SEND"] < people[0].young_18_25.sum()
    assert tables[0]["CHILDREN"] == ages.children["0-4"]


def test_each_ward_has_its_children_and_its_reached(people, minutes, tables):
    near = minutes["walk"] <= 30
    wards = tables[1]["BY_WARD"]
    of_all = people[0].children.groupby(people[0].ward).sum()
    assert dict(of_all) == dict(wards.children.iloc[:-1]) and len(of_all) > 10
    reached = people[0].children.where(near, 0).groupby(people[0].ward).sum()
    assert dict(reached) == dict(wards.reached_30.iloc[:-1])


def test_a_group_counts_the_areas_that_have_a_count(people, minutes, tables):
    parents = people[0].lone_parents
    row = tables[1]["BY_GROUP"].loc["lone_parents"]
    assert (row.areas, row.children) == (parents.notna().sum(), parents.sum())
    assert row.reached_30 == parents[minutes["walk"] <= 30].sum()
    missing = int(parents.isna().sum())
    assert row.note == f"{missing} areas have no count and are left out"


def test_the_page_says_how_each_age_travels_and_who_is_not_assessed(tables, folder):
    page = (folder / "cover.html").read_text("utf-8")
    assert "Those aged 5-17 and 18-25 with SEND are modelled walking, not at the speed" in page
    assert "0-4, walking with a pram" in page and "Children by ward" in page
    assert "in the demand points: disability, ethnic group, main language" in page
