"""Coverage by sets of hubs, service and locality through qgis_process, worked out again by numpy.

The sample county as it stands, and Rutland's real streets, LSOAs and wards with schools for hubs:
what these offer, to whom they belong and their hours are made up from a seed.
"""

from __future__ import annotations

import html
import shutil

import geopandas
import numpy as np
import pandas as pd
import pytest
from acceptance.qgis_process import SAMPLE, done, points_csv

pytestmark = pytest.mark.acceptance
GIAS = "gias_open_establishments_2025-05-24.csv"
SERVICES = [
    "antenatal classes", "breastfeeding support", "debt and housing advice", "health visiting",
    "language and play", "midwifery", "parenting programmes", "perinatal mental health",
    "SEND advice", "stay and play",
]  # fmt: skip
COUNTED = ("children", "reached_10", "reached_20", "beyond", "unrouted")


@pytest.fixture(scope="module", params=["sample", "rutland"])
def county(request, qgis, folder):
    """Coverage's tables by name, the hubs counted, the demand points and the minutes between."""
    inside = folder / request.param
    inside.mkdir()
    if request.param == "sample":
        hubs, id_field, home = _sample(request.getfixturevalue("sample_files"), inside)
    else:
        made, data = (request.getfixturevalue(name) for name in ("rutland_files", "shared_data"))
        hubs, id_field, home = _rutland(qgis, made, inside, data)
    paths = {name: inside / f"{name}.csv" for name in ("BY_OFFER", "BY_SERVICE", "BY_LOCALITY")}
    shared = {"NETWORK": inside / "network.gpkg", "MODE": "walk"}
    layer = points_csv(hubs)
    done(
        qgis.run("coverage", **shared, HUBS=layer, HUB_ID=id_field, HOME_AUTHORITY=home,
                 DEMAND=inside / "points.gpkg", AREAS=inside / "need.gpkg", BANDS="10,20,30",
                 OUTPUT=inside / "cover.gpkg", HTML=inside / "cover.html", **paths)
    )  # fmt: skip
    done(
        qgis.run("traveltimes", **shared, ORIGINS=inside / "points.gpkg", ORIGIN_ID="area_code",
                 DESTINATIONS=layer, DESTINATION_ID=id_field, OUTPUT=inside / "times.csv")
    )  # fmt: skip
    people = geopandas.read_file(inside / "points.gpkg").set_index("area_code")
    people = people[people.authority == home]
    hubs = pd.read_csv(hubs, dtype={id_field: str}).set_index(id_field)
    hubs = hubs[hubs.open_to == "public"]
    times = pd.read_csv(inside / "times.csv", dtype={"destination_id": str})
    minutes = times.pivot(index="origin_id", columns="destination_id", values="minutes")
    minutes = minutes.reindex(index=people.index, columns=hubs.index).fillna(np.inf)
    areas = geopandas.read_file(inside / "need.gpkg").set_index("area_code").loc[people.index]
    tables = {name: pd.read_csv(path, dtype={"key": str}) for name, path in paths.items()}
    return tables, hubs, people, minutes, areas, (inside / "cover.html").read_text("utf-8")


def _sample(made, inside):
    shutil.copytree(made, inside, dirs_exist_ok=True)
    return SAMPLE / "hubs.csv", "site_id", "Fenmarch"


def _rutland(qgis, made, inside, shared_data):
    data = shared_data / "rutland"
    shutil.copy(made / "network.gpkg", inside)
    lsoas = geopandas.read_file(data / "boundaries" / "LSOA_2021_E06000017.geojson")
    lsoas["authority"] = "Rutland"
    lsoas.to_file(inside / "lsoas.gpkg", driver="GPKG")
    done(
        qgis.run("needlayer", AREAS=inside / "lsoas.gpkg", CODE="LSOA21CD", NAME="LSOA21NM",
                 AUTHORITY="authority", AGES="0-15",
                 LOCALITIES=data / "boundaries" / "Wards_2025_E06000017.geojson",
                 LOCALITY_NAME="WD25NM",
                 DEPRIVATION=data / "deprivation" / "imd2025_england_lsoa21.csv",
                 POPULATION=data / "population" / "census2021_age6_lsoa21.csv",
                 OUTPUT=inside / "need.gpkg", POINTS=inside / "points.gpkg")
    )  # fmt: skip
    random = np.random.default_rng(20261122)
    hubs = pd.read_csv(data / "facilities" / GIAS).sort_values("urn").iloc[::3]
    hubs["urn"], count = hubs.urn.astype(int), len(hubs)
    hubs["hours_week"] = random.choice([2.0, 6, 15, 40, np.nan], count)
    hubs["site_type"] = random.choice(["Family Hub", "Network Site"], count)
    hubs["authority"] = random.choice(["Rutland", "Rutland", "Nextdoor"], count)
    hubs["open_to"] = "public"
    offered = random.random((count, len(SERVICES))) < 0.35
    hubs["services"] = ["; ".join(np.array(SERVICES)[one]) for one in offered]
    hubs.to_csv(inside / "hubs.csv", index=False)
    return inside / "hubs.csv", "urn", "Rutland"


def worked_out(minutes, people, some):
    """Count the children by the least minutes to some of the hubs."""
    least = minutes.loc[:, some].min(axis=1)
    children = people.children
    near = {f"reached_{band}": children[least <= band].sum() for band in (10, 20)}
    routed = least.notna() & np.isfinite(least)
    mean = np.average(least[routed], weights=children[routed]) if routed.any() else np.nan
    return {"children": children.sum(), **near, "unrouted": children[~routed].sum(),
            "beyond": children[routed & (least > 30)].sum(), "mean_minutes": mean}  # fmt: skip


def assert_row(row, found):
    for name in (*COUNTED, "mean_minutes"):
        same = pytest.approx(found[name], abs=1e-6, nan_ok=True)
        assert row[name] == same, (row["key"], name)


def test_every_set_of_hubs_has_the_children_of_its_own_nearest_hubs(county):
    tables, hubs, people, minutes, _, _ = county
    rows = tables["BY_OFFER"].set_index("key", drop=False)
    home = people.authority.iloc[0]
    outreach = hubs.site_type == "Network Site"
    sets = {
        "all hubs counted": hubs.open_to == "public",
        "without hubs of other authorities": hubs.authority == home,
        "full-time hubs alone": hubs.hours_week >= 15,
        "part-time hubs alone": hubs.hours_week < 15,
        "hubs of unstated hours alone": hubs.hours_week.isna(),
        "outreach (network sites) alone": outreach,
        "without outreach": ~outreach,
    }
    assert list(rows.index) == list(sets)
    for key, some in sets.items():
        assert rows.hubs[key] == some.sum()
        if some.any():
            assert_row(rows.loc[key], worked_out(minutes, people, some))
        else:
            assert rows.note[key] == "no such hubs" and np.isnan(rows.reached_20[key])
    assert set(rows.children) == {people.children.sum()} and set(rows.areas) == {len(people)}


def test_every_service_and_locality_has_the_children_near_a_hub_that_offers_it(county):
    tables, hubs, people, minutes, areas, _ = county
    rows = tables["BY_SERVICE"]
    assert len(rows) == rows.service.nunique() * (people.locality.nunique() + 1)
    spots = geopandas.GeoDataFrame(
        hubs, geometry=geopandas.points_from_xy(hubs.easting, hubs.northing), crs=27700
    )
    shapes = areas[["locality", "geometry"]].to_crs(27700)
    inside = geopandas.sjoin(spots[["services", "geometry"]], shapes, how="left").locality
    for _, row in rows.iterrows():
        offers = hubs.services.fillna("").str.contains(row.service, regex=False)
        here = people.locality.isin([row.key]) | (row.key == "All areas")
        assert_row(row, worked_out(minutes[here], people[here], offers))
        there = (inside == row.key) | (row.key == "All areas")
        assert row.sites == (offers & there).sum()
    assert {*rows.service} == {one for text in hubs.services.dropna() for one in text.split("; ")}


def test_the_page_holds_the_parts_and_names_the_locality_furthest_below(county):
    tables, _, _, _, _, page = county
    for said in ("By the hubs that count", "Services by locality", "beside the average"):
        assert said in page
    rows = tables["BY_LOCALITY"].set_index("key").drop("All areas")
    few = rows[["reached_20", "reached_10"]].assign(left=rows.children - rows.reached_20)
    few["between"] = rows.reached_20 - rows.reached_10
    shown = rows[~((few > 0) & (few < 10)).any(axis=1)].reset_index()
    low = shown.sort_values(["share_20", "mean_minutes"], ascending=[True, False]).iloc[0]
    assert f"Furthest below the average: {low.key}" in html.unescape(page)
