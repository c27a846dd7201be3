"""The chain on Rutland through qgis_process, and its figures worked out again by other tools.

Real streets (OpenStreetMap, July 2022), LSOAs of 2021, the indices of 2025 and the census of 2021;
the county's open schools stand for venues, every sixth of them for a hub.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from itertools import combinations
from pathlib import Path

import geopandas
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from acceptance.qgis_process import done, refusal
from acceptance.rutland import County, WalkGraph, layer, need_parameters, network_of

pytestmark = pytest.mark.acceptance
MODES = ("walk", "pram", "cycle", "drive")
COVERAGE = ["area_code", "minutes", "hub_id", "band"]


@pytest.fixture(scope="module")
def county(shared_data, folder):
    return County(shared_data, folder)


@pytest.fixture(scope="module")
def network(rutland_files, folder):
    return network_of(rutland_files, folder)


@pytest.fixture(scope="module")
def need(qgis, county, folder):
    return done(qgis.run("needlayer", **need_parameters(county), OUTPUT=folder / "need.gpkg",
                         POINTS=folder / "points.gpkg"))  # fmt: skip


@pytest.fixture(scope="module")
def to_hubs(qgis, county, network, need, folder):
    """Minutes on foot from every LSOA to every hub, as `traveltimes` writes them."""
    return times(qgis, network, need, county.hubs, folder / "to_hubs.csv")


@pytest.fixture(scope="module")
def to_venues(qgis, county, network, need, folder):
    return times(qgis, network, need, county.venues, folder / "to_venues.csv")


def times(qgis, network, need, sites, path):
    done(
        qgis.run("traveltimes", NETWORK=network["OUTPUT"], ORIGINS=need["POINTS"],
                 ORIGIN_ID="area_code", DESTINATIONS=sites, DESTINATION_ID="urn", OUTPUT=path)
    )  # fmt: skip
    text = dict.fromkeys(("origin_id", "destination_id"), str)
    return pd.read_csv(path, dtype=text)


@pytest.fixture(scope="module")
def coverage(qgis, county, network, need, folder):
    return done(
        qgis.run("coverage", NETWORK=network["OUTPUT"], HUBS=county.hubs, HUB_ID="urn",
                 DEMAND=need["POINTS"], AREAS=need["OUTPUT"], OUTPUT=folder / "cover.gpkg",
                 BY_DECILE=folder / "decile.csv", BY_QUINTILE=folder / "quintile.csv",
                 BY_HUB=folder / "by_hub.csv", GAPS=folder / "gaps.gpkg",
                 UNROUTED=folder / "unrouted.gpkg", HTML=folder / "cover.html")
    )  # fmt: skip


def test_the_network_holds_the_countys_streets(network):
    edges = layer(network["OUTPUT"], "edges")
    assert len(edges) == network["EDGES"] > 5_000
    assert len(layer(network["OUTPUT"], "nodes")) == network["NODES"]
    assert edges.crs.to_epsg() == 27700
    assert edges.length_m.sum() / 1000 == pytest.approx(network["LENGTH_KM"])
    assert edges.length_m.to_numpy() == pytest.approx(edges.geometry.length.to_numpy())
    assert {"walk", "pram", "cycle", "drive"} >= {
        mode for cell in edges.island.dropna() for mode in cell.split(",")
    }


def test_twenty_journeys_are_networkxs_shortest_paths_on_the_same_file(
    county, network, need, to_venues
):
    """4.8 km/h on both access legs; both ends put on the nearest street by shapely."""
    town = WalkGraph(network["OUTPUT"])
    homes = geopandas.read_file(need["POINTS"]).to_crs(27700).set_index("area_code").geometry
    sites = geopandas.read_file(county.folder / "venues.csv")
    sites["id"] = sites.urn.astype(float).astype(int).astype(str)
    sites = sites.set_index("id")
    places = geopandas.points_from_xy(sites.easting.astype(float), sites.northing.astype(float))
    access = {("home", code): town.put(("home", code), homes[code]) for code in sorted(homes.index)}
    access.update({("site", s): town.put(("site", s), at) for s, at in zip(sites.index, places)})
    reported = to_venues.set_index(["origin_id", "destination_id"])
    checked = 0
    for row, code in enumerate(sorted(homes.index)):
        site = sorted(sites.index)[row * 7 % len(sites)]
        legs = access["home", code], access["site", site]
        if None in legs:
            continue
        if max(legs) > 500:
            assert np.isnan(reported.minutes[code, site])
            continue
        minutes = nx.dijkstra_path_length(
            town.graph, ("home", code), ("site", site), weight="minutes"
        )
        ours = reported.loc[(code, site)]
        assert ours.access_minutes == pytest.approx(sum(legs) / 80, abs=2e-3), (code, site)
        assert ours.minutes == pytest.approx(minutes + sum(legs) / 80, abs=2e-3), (code, site)
        checked += 1
    assert checked >= 20


def test_a_matrix_of_26_areas_by_three_hundred_places_in_every_mode(
    qgis, county, network, need, folder
):
    """Every place that OpenStreetMap maps in the county; a pram is never faster than its walker."""
    places = county.file("facilities", "osm_facilities_points_polygons.geojson")
    found = {}
    for mode in MODES:
        path = folder / f"matrix_{mode}.csv"
        ran = done(
            qgis.run("traveltimes", NETWORK=network["OUTPUT"], ORIGINS=need["POINTS"], MODE=mode,
                     ORIGIN_ID="area_code", DESTINATIONS=places, OUTPUT=path)
        )  # fmt: skip
        assert ran["PAIRS"] == 26 * 319
        rows = pd.read_csv(path).set_index(["origin_id", "destination_id"]).sort_index()
        found[mode] = rows
        known = rows.minutes.notna()
        assert known.sum() == ran["REACHED"] > 0.85 * len(rows)
        assert (rows.minutes[known] >= rows.access_minutes[known] - 1e-9).all()
        assert rows.fast_road_minutes.notna().any() == (mode in {"walk", "pram"})
    walk, pram = found["walk"], found["pram"]
    both = walk.minutes.notna() & pram.minutes.notna()
    assert (pram.minutes[both] >= walk.minutes[both] / 0.75 - 1e-4).mean() > 0.9
    slower = walk.minutes[both] - walk.access_minutes[both] >= walk.fast_road_minutes[both] - 0.01
    assert slower.all()


@pytest.mark.parametrize("mode", MODES)
def test_catchments_are_drawn_in_every_mode(qgis, county, network, folder, mode):
    target = folder / f"catchments_{mode}.gpkg"
    ran = done(qgis.run("catchments", NETWORK=network["OUTPUT"], HUBS=county.hubs, HUB_ID="urn",
                        MODE=mode, OVERLAP="merged", OUTPUT=target))  # fmt: skip
    assert ran["HUBS_ROUTED"] == len(county.hub_ids) and ran["UNROUTED_COUNT"] == 0
    shapes = geopandas.read_file(target).sort_values("minutes")
    assert list(shapes.minutes) == [10, 20, 30]
    assert shapes.geometry.is_valid.all()
    assert shapes.area_km2.is_monotonic_increasing
    assert shapes.area_km2.to_numpy() == pytest.approx(
        shapes.geometry.area.to_numpy() / 1e6, abs=1e-5
    )
    hubs = [county.schools[hub] for hub in county.hub_ids]
    at = geopandas.points_from_xy([float(h["easting"]) for h in hubs],
                                  [float(h["northing"]) for h in hubs])  # fmt: skip
    assert all(shapes.geometry.iloc[0].buffer(60).contains(point) for point in at)
    # as the crow flies nobody on foot gets further than 80 m a minute
    if mode == "walk":
        reach = at[0].buffer(80 * 30 + 60)
        for point in at[1:]:
            reach = reach.union(point.buffer(80 * 30 + 60))
        assert shapes.geometry.iloc[-1].difference(reach).area < 1.0


# --- Need and coverage. ----------------------------------------------------------------------


def test_need_holds_the_censuss_children_and_the_indices_deciles(county, need):
    table = geopandas.read_file(need["POINTS"]).set_index("area_code")
    assert dict(table.children) == county.children()
    assert need["CHILDREN"] == sum(county.children().values())
    indices = pd.read_csv(county.file("deprivation", "imd2025_england_lsoa21.csv"))
    expected = indices.set_index("lsoa21_code").IMD_decile
    assert dict(table.imd_decile) == dict(expected[table.index])
    worst = indices.sort_values("IMD_score", ascending=False).lsoa21_code.iloc[0]
    assert table.local_quintile[worst] == 1
    assert table.local_quintile.value_counts().to_dict() == {1: 6, 2: 5, 3: 5, 4: 5, 5: 5}
    assert table.idaci_decile.isna().all()
    # The census's band is 0-15: three of its sixteen years, and the layer calls it an estimate.
    assert np.allclose(table.children_0_2, 3 / 16 * table.children)
    assert table.estimates.str.contains("children_0_2").all()


def test_coverages_children_are_the_censuss_and_add_up(county, coverage, folder):
    total = sum(county.children().values())
    assert coverage["CHILDREN"] == total
    assert coverage["REACHED"] + coverage["BEYOND"] + coverage["CHILDREN_UNROUTED"] == total
    for name in ("decile", "quintile", "by_hub"):
        table = pd.read_csv(folder / f"{name}.csv")
        assert table.key.iloc[-1] == "All areas"
        assert table.children.iloc[:-1].sum() == table.children.iloc[-1] == total


def test_coverage_is_what_pandas_makes_of_the_travel_times(county, coverage, to_hubs, folder):
    nearest = to_hubs.groupby("origin_id").minutes.min()
    found = geopandas.read_file(folder / "cover.gpkg").set_index("area_code")
    assert [c for c in found.reset_index().columns if c in COVERAGE] == COVERAGE
    assert dict(found.minutes) == pytest.approx(dict(nearest), abs=1e-4, nan_ok=True)
    fastest = to_hubs.loc[to_hubs.groupby("origin_id").minutes.idxmin().dropna()]
    assert dict(found.hub_id.dropna()) == dict(zip(fastest.origin_id, fastest.destination_id))

    indices = pd.read_csv(county.file("deprivation", "imd2025_england_lsoa21.csv"))
    people = pd.DataFrame({"children": county.children(), "minutes": nearest})
    people["decile"] = indices.set_index("lsoa21_code").IMD_decile.astype(int)
    decile = pd.read_csv(folder / "decile.csv", dtype={"key": str}).set_index("key")
    for key in map(str, range(1, 11)):
        of = people[people.decile == int(key)]
        if of.empty:
            assert decile.note[key] == "no areas" and np.isnan(decile.share_20[key])
            continue
        share = of.children[of.minutes <= 20].sum() / of.children.sum()
        assert decile.share_20[key] == pytest.approx(share, abs=1e-5)
        routed = of[of.minutes.notna()]
        assert decile.unrouted[key] == of.children.sum() - routed.children.sum()
        mean = np.average(routed.minutes, weights=routed.children)
        assert decile.mean_minutes[key] == pytest.approx(mean, abs=1e-4)
    assert set("12345") <= set(decile.index[decile.note == "no areas"])
    share = people.children[people.minutes <= 20].sum() / people.children.sum()
    assert 0 < share < 1
    assert decile.share_20["All areas"] == pytest.approx(share, abs=1e-5)
    assert coverage["REACHED"] == people.children[people.minutes <= 30].sum()
    assert coverage["BEYOND"] == people.children[people.minutes > 30].sum()
    assert coverage["CHILDREN_UNROUTED"] == people.children[people.minutes.isna()].sum()
    gaps = set(geopandas.read_file(folder / "gaps.gpkg").area_code)
    assert gaps == set(people.index[~(people.minutes <= 30)])
    lost = geopandas.read_file(folder / "unrouted.gpkg")
    assert set(lost.id[lost.role == "demand"]) == set(people.index[people.minutes.isna()])


def test_the_page_says_that_rutland_has_no_area_in_deciles_one_to_five(coverage, folder):
    page = (folder / "cover.html").read_text("utf-8")
    assert "no areas" in page and "OpenStreetMap" in page and "imd2025_england_lsoa21.csv" in page


# --- Sites. ----------------------------------------------------------------------------------


@pytest.mark.parametrize("objective", ["maximal_cover", "p_median"])
def test_two_suggested_schools_are_the_best_of_every_pair(
    qgis, county, network, need, to_hubs, to_venues, folder, objective
):
    target = folder / f"sites_{objective}.gpkg"
    ran = done(
        qgis.run("suggestsites", NETWORK=network["OUTPUT"], DEMAND=need["POINTS"],
                 CANDIDATES=county.venues, CANDIDATE_ID="urn", EXISTING=county.hubs,
                 EXISTING_ID="urn", OBJECTIVE=objective, SITES=2, MINUTES=20, OUTPUT=target,
                 ASSIGNMENT=folder / f"assignment_{objective}.gpkg",
                 HTML=folder / f"sites_{objective}.html")
    )  # fmt: skip
    kept = to_hubs.groupby("origin_id").minutes.min()
    table = to_venues.pivot(index="origin_id", columns="destination_id", values="minutes")
    table = table[table.notna().any(axis=1)]  # who reaches no site is in no objective
    weight = pd.Series(county.children())[table.index]
    values = defaultdict(list)
    for pair in combinations(sorted(table.columns), 2):
        nearest = np.minimum(table[list(pair)].min(axis=1), kept[table.index])
        covered = float(weight[nearest <= 20].sum())
        value = covered if objective == "maximal_cover" else -float((weight * nearest).sum())
        values[round(value, 2)].append(pair)
    best = max(values)
    assert ran["PROVEN"] is True and ran["GAP_FOUND"] == pytest.approx(0, abs=1e-6)
    assert ran["OBJECTIVE_VALUE"] == pytest.approx(abs(best), abs=0.02)
    assert tuple(sorted(ran["SITES_CHOSEN"].split(", "))) in values[best]
    sites = geopandas.read_file(target).set_index("site_id")
    assert set(sites.index[sites.decision == "kept"]) == set(county.hub_ids)
    assert len(sites) == len(county.schools)
    assert sorted(sites.order.dropna()) == [1, 2]


# --- What must be refused. -------------------------------------------------------------------


def test_the_indices_of_2019_are_refused_for_areas_of_2021(qgis, county, tmp_path):
    old = county.file("deprivation", "File_2_-_IoD2019_Domains_of_Deprivation.csv")
    target = tmp_path / "need.gpkg"
    given = {**need_parameters(county), "DEPRIVATION": old}
    said = refusal(qgis.run("needlayer", **given, OUTPUT=target))
    assert "26 areas carry 2021 codes" in said and "2011 codes" in said
    assert not target.exists()


def test_people_by_single_year_of_2011s_areas_are_refused_too(qgis, county, tmp_path):
    old = county.file("population", "mid2020_single_year_of_age_lsoa11.csv")
    given = {**need_parameters(county), "POPULATION": old, "AGES": "0-4"}
    said = refusal(qgis.run("needlayer", **given, OUTPUT=tmp_path / "need.gpkg"))
    assert "2021 codes" in said and "2011 codes" in said


def test_ages_that_the_censuss_bands_cannot_give_are_refused(qgis, county, tmp_path):
    given = {**need_parameters(county), "AGES": "0-4", "ESTIMATE_AGES": "false"}
    said = refusal(qgis.run("needlayer", **given, OUTPUT=tmp_path / "need.gpkg"))
    assert "cannot give ages 0-4" in said


def test_the_network_says_what_it_was_made_from(network, county):
    with closing(sqlite3.connect(network["OUTPUT"])) as connection:
        about = dict(connection.execute("SELECT key, value FROM about"))
    assert about["source"] == "rutland-latest_2022-07-20.osm.pbf"
    assert about["data_until"].startswith("2022-07")
    assert "ODbL" in about["licence"] or "Open Database" in about["licence"]
    assert about["nodes"] == str(network["NODES"])


def test_a_scenario_on_the_countys_files_reruns_to_the_same_tables_and_ends_with_the_public_pack(
    qgis, county, network, need, folder
):
    given = {"NETWORK": "network.gpkg", "HUBS": "hubs.csv", "HUB_ID": "urn", "AREAS": "need.gpkg",
             "DEMAND": f"{Path(need['POINTS']).name}", "MODE": "pram",
             "BY_QUINTILE": "tables/by_quintile.csv", "BY_HUB": "tables/by_hub.csv"}  # fmt: skip
    steps = [{"id": "today", "algorithm": "coverage", "parameters": given},
             {"id": "pack", "algorithm": "report", "parameters": {
                 "SCENARIO": "run:results.json", "AUDIENCE": "public",
                 "OUTPUT": "pack.html"}}]  # fmt: skip
    scenario = folder / "rutland.json"
    written = {"family_hub_scenario": 1, "title": "Rutland", "steps": steps}
    scenario.write_text(json.dumps(written), encoding="utf-8")
    first, again = folder / "first", folder / "again"
    done(qgis.run("runscenario", SCENARIO=scenario, OUTPUT=first))
    done(qgis.run("runscenario", SCENARIO=first / "scenario.json", OUTPUT=again))
    for name in ("by_quintile.csv", "by_hub.csv"):
        assert (first / "tables" / name).read_bytes() == (again / "tables" / name).read_bytes()
    numbers = [
        step["numbers"] for step in json.loads((first / "results.json").read_text())["steps"]
    ]
    assert numbers[0]["CHILDREN"] == sum(county.children().values())
    told = json.loads((again / "results.json").read_text())["steps"]
    assert [step["numbers"] for step in told] == numbers
    page = (first / "pack.html").read_text("utf-8")
    assert "OpenStreetMap" in page and "FICTIONAL" not in page
    assert str(folder) not in page
