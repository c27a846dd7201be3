"""Coverage's further tables on Rutland through qgis_process, worked out again by pandas.

Real streets, LSOAs, output areas, rural-urban classes and indices. The share of households without
a car and the digital exclusion are made up from the codes: no such table of Rutland is at hand.
"""

from __future__ import annotations

import shutil

import geopandas
import numpy as np
import pandas as pd
import pytest
from acceptance.qgis_process import done, points_csv

pytestmark = pytest.mark.acceptance
CHILD = "Aged 15 years and under"
GIAS = "gias_open_establishments_2025-05-24.csv"


@pytest.fixture(scope="module")
def files(rutland_files, shared_data, folder):
    """Network, hubs, demand points with further columns, and output areas as a second placing."""
    data = shared_data / "rutland"
    shutil.copytree(rutland_files, folder, dirs_exist_ok=True)
    points = geopandas.read_file(folder / "points.gpkg")
    ruc = pd.read_csv(data / "context" / "ruc21_lsoa21.csv", encoding="utf-8-sig")
    points["rural_urban"] = points.area_code.map(ruc.set_index("lsoa21_code").classification)
    number = points.area_code.str[-2:].astype(int)
    points["no_car"], points["exclusion"] = (number % 20 + 5) / 1.0, number % 10 * 1.0
    points.to_file(folder / "demand.gpkg", driver="GPKG")
    _output_areas(data, geopandas.read_file(folder / "need.gpkg"), folder / "output_areas.gpkg")
    schools = pd.read_csv(data / "facilities" / GIAS).sort_values("urn").iloc[::6]
    schools.to_csv(folder / "hubs.csv", index=False)
    return points.set_index("area_code"), set(schools.urn.astype(int).astype(str))


def _output_areas(data, areas, path):
    """Share each LSOA's children evenly over the output areas whose point lies in it."""
    small = geopandas.read_file(data / "boundaries" / "alt_UK-GeoJSON_oa_E06000017.json")
    small = small.to_crs(areas.crs)
    small["geometry"] = small.representative_point()
    within = geopandas.sjoin(small, areas[["area_code", "children", "geometry"]])
    many = within.groupby("area_code").area_code.transform("size")
    within["children"] = within.children / many
    assert set(within.area_code) == set(areas.area_code)
    within[["OA11CD", "area_code", "children", "geometry"]].to_file(path, driver="GPKG")


@pytest.fixture(scope="module")
def minutes(qgis, files, folder):
    """Least minutes to a hub: on foot and by car from each LSOA, by car from each output area."""
    found = {}
    for name, layer, key, mode in (
        ("walk", "demand", "area_code", "walk"), ("drive", "demand", "area_code", "drive"),
        ("small", "output_areas", "OA11CD", "drive"),
    ):  # fmt: skip
        path = folder / f"times_{name}.csv"
        done(
            qgis.run("traveltimes", NETWORK=folder / "network.gpkg", MODE=mode,
                     ORIGINS=folder / f"{layer}.gpkg", ORIGIN_ID=key, DESTINATION_ID="urn",
                     DESTINATIONS=points_csv(folder / "hubs.csv"), OUTPUT=path)
        )  # fmt: skip
        found[name] = pd.read_csv(path).groupby("origin_id").minutes.min()
    return found


@pytest.fixture(scope="module")
def tables(qgis, files, folder):
    names = ("EQUITY", "BY_RURAL_URBAN", "BY_ALLOCATION", "BY_MODE", "BY_DIGITAL")
    paths = {name: folder / f"{name.lower()}.csv" for name in names}
    ran = done(
        qgis.run("coverage", NETWORK=folder / "network.gpkg", MODE="drive", BANDS="5,10",
                 HUBS=points_csv(folder / "hubs.csv"), HUB_ID="urn",
                 DEMAND=folder / "demand.gpkg", DEMAND_2=folder / "output_areas.gpkg",
                 DEMAND_2_ID="OA11CD", NO_CAR="no_car", DIGITAL="exclusion",
                 DIGITAL_THRESHOLD=5, OUTPUT=folder / "cover.gpkg", HTML=folder / "cover.html",
                 **paths)
    )  # fmt: skip
    return ran, {name: pd.read_csv(path, dtype={"key": str}) for name, path in paths.items()}


def test_gap_gini_and_poverty_are_those_of_numpy(files, minutes, tables):
    people = files[0]
    equity = tables[1]["EQUITY"].set_index("key")
    time = minutes["drive"].reindex(people.index)
    routed = people[time.notna()]
    x, w = time[time.notna()].to_numpy(), routed.children.to_numpy()
    assert equity.value["children_routed"] == w.sum()
    apart = np.abs(x[:, None] - x[None, :])
    p = w / w.sum()
    mean = (p * x).sum()
    gini = (p[:, None] * p[None, :] * apart).sum() / (2 * mean)
    assert equity.value["gini"] == pytest.approx(gini, abs=1e-5)
    assert equity.value["poverty_share_10"] == pytest.approx(p[x > 10].sum(), abs=1e-6)
    assert np.isnan(equity.value["decile_gap"])
    assert equity.note["decile_gap"].startswith("not applicable: no routed child lives in ")


def test_each_rural_urban_class_has_its_children_and_its_reached(files, minutes, tables):
    people = files[0]
    near = minutes["drive"].reindex(people.index) <= 10
    classes = tables[1]["BY_RURAL_URBAN"].set_index("key")
    assert dict(people.groupby("rural_urban").children.sum()) == dict(classes.children.iloc[:-1])
    by_class = people.children.where(near, 0).groupby(people.rural_urban).sum()
    assert dict(by_class) == dict(classes.reached_10.iloc[:-1])


def test_the_second_placing_is_counted_at_its_own_points(files, minutes, tables, folder):
    small = geopandas.read_file(folder / "output_areas.gpkg").set_index("OA11CD")
    near = minutes["small"].reindex(small.index) <= 10
    rows = tables[1]["BY_ALLOCATION"].query("by == 'all areas'")
    assert list(rows.reached_10) == [
        pytest.approx(files[0].children[minutes["drive"].reindex(files[0].index) <= 10].sum()),
        pytest.approx(small.children[near].sum()),
    ]
    assert list(rows.children) == pytest.approx([files[0].children.sum()] * 2)
    page = (folder / "cover.html").read_text("utf-8")
    assert "depending on where in their areas they are placed" in page


def test_with_a_car_they_drive_and_without_they_walk(files, minutes, tables):
    people = files[0]
    share = people.no_car / 100
    drive, walk = (minutes[name].reindex(people.index) <= 10 for name in ("drive", "walk"))
    rows = tables[1]["BY_MODE"].query("by == 'all areas'").set_index("travel")
    with_car = (people.children * (1 - share))[drive].sum()
    without = (people.children * share)[walk].sum()
    assert rows.reached_10["with a car"] == pytest.approx(with_car)
    assert rows.reached_10["by the mode they have"] == pytest.approx(with_car + without)
    assert rows.children["by the mode they have"] == tables[0]["CHILDREN"]


def test_the_digital_tiers_part_only_those_beyond_reach(files, minutes, tables):
    people = files[0]
    near = minutes["drive"].reindex(people.index) <= 10
    flagged = people.exclusion >= 5
    found = tables[1]["BY_DIGITAL"].set_index("key").children.fillna(0)
    assert found["within physical reach"] == people.children[near].sum()
    assert found["neither"] == people.children[~near & flagged].sum()
    still = "not flagged as digitally excluded; still no physical reach"
    assert found[still] == people.children[~near & ~flagged].sum() > 0
