"""Options for the estate through qgis_process: the sample county's, and Rutland's by every plan.

The sample county's hubs and venues stand in one layer; which of them may be given up is made up
here. In Rutland the open schools stand for buildings, every fifth of them for a site that families
use, and their money is made up from their pupils: real streets, real areas, an answer by hand.
"""

from __future__ import annotations

import csv
from itertools import chain, combinations, product

import geopandas
import numpy as np
import pandas as pd
import pytest
from acceptance.qgis_process import SAMPLE, done, points_csv, refusal
from acceptance.rutland import network_of

from family_hub_planner.engine.giving_up import DECIDES_NOTHING

pytestmark = pytest.mark.acceptance
MAY = {"community centre", "library"}  # the council's own buildings of these types
GROUPS = ("FRONTIER", "BY_OWNER", "BY_GROUP")
STEPS = 4


def table(path):
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def written(path, rows):
    with path.open("w", newline="", encoding="utf-8") as text:
        writer = csv.DictWriter(text, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return points_csv(path)


# --- The sample county. ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample_estate(folder):
    rows = [*table(SAMPLE / "hubs.csv"), *table(SAMPLE / "venues.csv")]
    for row in rows:
        own = row["owner"] == "Fenmarch Council" and row["building_type"] in MAY
        row["may_close"] = "yes" if own else "no"
    return written(folder / "estate.csv", rows)


def sample_run(qgis, folder, sample_county, estate, name, **more):
    tables = {group: folder / f"{name}_{group}.csv" for group in GROUPS}
    return qgis.run(
        "rationalise", **sample_county, ESTATE=estate, MODE="drive", HOME_AUTHORITY="Fenmarch",
        FROM_DATE="2026-11-22", STEPS=STEPS, **tables, OUTPUT=folder / f"{name}.gpkg",
        MOVES=folder / f"{name}_moves.gpkg", WORSE=folder / f"{name}_worse.gpkg",
        HTML=folder / f"{name}.html", **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def ran(qgis, folder, sample_county, sample_estate):
    """The run whose files are called options."""
    return done(sample_run(qgis, folder, sample_county, sample_estate, "options"))


def test_the_sample_countys_frontier_rises_from_nothing_and_every_step_is_proven(folder, ran):
    steps = table(folder / "options_FRONTIER.csv")
    assert ran["PROVEN"] is True and len(steps) == ran["OPTIONS_FOUND"] + 1 > 3
    saving = [float(step["saving_net"]) for step in steps]
    minutes = [float(step["need_minutes_added"]) for step in steps]
    assert saving == sorted(saving) and minutes == sorted(minutes)
    assert saving[0] == minutes[0] == 0 and saving[-1] == ran["MOST_SAVED"]
    rows = geopandas.read_file(folder / "options.gpkg")
    for step in steps[1:]:
        own = rows[rows.step == int(step["step"])]
        assert own.saving_gross.sum() == pytest.approx(float(step["saving_gross"]))
        assert own.one_off.sum() == pytest.approx(float(step["one_off"]))
    assert rows.geometry.notna().all() and rows.crs.to_epsg() == 27700
    page = (folder / "options.html").read_text("utf-8")
    assert DECIDES_NOTHING in page and "FICTIONAL" in page
    assert page.index("Nothing changes") < page.index("Option 1")


def test_the_same_run_twice_gives_the_same_options(qgis, folder, sample_county, sample_estate, ran):
    done(sample_run(qgis, folder, sample_county, sample_estate, "again"))
    for group in GROUPS:
        one, two = (folder / f"{name}_{group}.csv" for name in ("options", "again"))
        assert one.read_text("utf-8") == two.read_text("utf-8")


def test_a_floor_that_today_breaks_is_refused(qgis, folder, sample_county, sample_estate):
    ran = sample_run(
        qgis, folder, sample_county, sample_estate, "floor", FLOORS="all=100", MINUTES=5
    )
    said = refusal(ran)
    assert "is not kept as things stand" in said and "Suggest sites" in said
    assert not (folder / "floor.gpkg").exists()


# --- Rutland, by every plan there is. ----------------------------------------------------------


@pytest.fixture(scope="module")
def schools(shared_data):
    rows = table(shared_data / "rutland/facilities/gias_open_establishments_2025-05-24.csv")
    rows = sorted(rows, key=lambda row: float(row["urn"]))
    made = []
    for place, row in enumerate(rows):
        site, pupils = place % 5 == 0, float(row["number_of_pupils"] or 100)
        made.append({
            "site_id": str(int(float(row["urn"]))), "site_name": row["establishment_name"],
            "easting": row["easting"], "northing": row["northing"],
            "status": "Active" if site else "", "site_type": "Family Hub" if site else "",
            "may_close": "yes" if site else "no", "owner": row["establishment_type"],
            "tenure": "freehold", "floor_area_m2": 4 * pupils, "spare_area_m2": pupils / 2,
            "needs_m2": 60 if place % 2 else 90, "running_cost_gbp": round(40 * pupils) + 9000,
            "one_off_gbp": 7000 + 500 * (place % 7),
        })  # fmt: skip
    return made


@pytest.fixture(scope="module")
def rutland(qgis, folder, shared_data, rutland_files):
    data = shared_data / "rutland"
    network = network_of(rutland_files, folder)
    where = points_csv(data / "boundaries/lsoa_latlong.csv", "longitude", "latitude", "EPSG:4326")
    need = done(
        qgis.run(
            "needlayer", AREAS=data / "boundaries" / "LSOA_2021_E06000017.geojson",
            CODE="LSOA21CD", NAME="LSOA21NM", AGES="0-15", CENTROIDS=where, CENTROID_CODE="LSOACD",
            DEPRIVATION=data / "deprivation" / "imd2025_england_lsoa21.csv",
            POPULATION=data / "population" / "census2021_age6_lsoa21.csv",
            OUTPUT=folder / "rutland_need.gpkg", POINTS=folder / "rutland_points.gpkg",
        )
    )  # fmt: skip
    return {"NETWORK": network["OUTPUT"], "DEMAND": need["POINTS"]}


def every_plan(schools, minutes, need, metres):
    """Give (net saving, added need-minutes) of every plan, from the definitions."""
    sites = [row for row in schools if row["status"]]
    hosts = [row for row in schools if not row["status"]]
    column = {row["site_id"]: minutes[row["site_id"]].to_numpy() for row in schools}
    today = np.min([column[row["site_id"]] for row in sites], axis=0)
    reached = np.isfinite(today)
    near = {
        site["site_id"]: [
            host for host in hosts
            if host["spare_area_m2"] >= site["needs_m2"] and apart(site, host) <= metres
        ]
        for site in sites
    }  # fmt: skip
    ids = [row["site_id"] for row in sites]
    for up in chain.from_iterable(combinations(sites, count) for count in range(len(sites) + 1)):
        for goes in product(*([None, *near[site["site_id"]]] for site in up)):
            plan = [(site, host) for site, host in zip(up, goes) if host is not None]
            taken = {}
            for site, host in plan:
                taken.setdefault(host["site_id"], []).append((site["needs_m2"], host))
            if any(sum(n for n, _ in t) > t[0][1]["spare_area_m2"] for t in taken.values()):
                continue
            left = [one for one in ids if one not in {site["site_id"] for site in up}]
            places = [*left, *taken]
            if not places:
                continue
            after = np.min([column[place] for place in places], axis=0)
            if np.isinf(after[reached]).any():
                continue
            year = sum(site["running_cost_gbp"] for site in up)
            year -= sum(s["needs_m2"] * h["running_cost_gbp"] / h["floor_area_m2"] for s, h in plan)
            once = sum(site["one_off_gbp"] for site in up)
            once += sum(there[0][1]["one_off_gbp"] for there in taken.values())
            grows = np.maximum(0.0, after[reached] - today[reached])
            yield year - once / 5, float(need[reached] @ grows)


def apart(one, other):
    return np.hypot(*(float(one[axis]) - float(other[axis]) for axis in ("easting", "northing")))


def test_rutlands_frontier_is_that_of_every_plan_there_is(qgis, folder, rutland, schools):
    estate, metres = written(folder / "schools.csv", schools), 4000
    ran = done(
        qgis.run("rationalise", **rutland, ESTATE=estate, STEPS=STEPS, MOVE_M=metres,
                 AREA_NEEDED="needs_m2", FROM_DATE="2026-11-22",
                 OUTPUT=folder / "rutland_options.gpkg",
                 FRONTIER=folder / "rutland_frontier.csv", HTML=folder / "rutland.html")
    )  # fmt: skip
    done(qgis.run("traveltimes", NETWORK=rutland["NETWORK"], ORIGINS=rutland["DEMAND"],
                  ORIGIN_ID="area_code", DESTINATIONS=estate, DESTINATION_ID="site_id",
                  OUTPUT=folder / "rutland_times.csv"))  # fmt: skip
    times = pd.read_csv(folder / "rutland_times.csv", dtype={"destination_id": str})
    minutes = times.pivot_table(
        index="origin_id", columns="destination_id", values="minutes", dropna=False
    ).fillna(np.inf)
    demand = geopandas.read_file(rutland["DEMAND"]).set_index("area_code")
    need = demand.need.reindex(minutes.index).to_numpy()
    plans = list(every_plan(schools, minutes, need, metres))
    assert len(plans) > 1000
    free = max(saved for saved, harm in plans if harm <= 1e-6)
    most = max(saved for saved, _ in plans)
    wanted = [(0.0, 0.0)]
    for least in [free, *(free + (most - free) * k / STEPS for k in range(1, STEPS + 1))]:
        harm = min(harm for saved, harm in plans if saved >= least - 1e-3)
        best = max(saved for saved, other in plans if other <= harm + 1e-6)
        if best > wanted[-1][0] + 1e-3:
            wanted.append((best, harm))
    steps = table(folder / "rutland_frontier.csv")
    found = [(float(one["saving_net"]), float(one["need_minutes_added"])) for one in steps]
    assert np.array(found) == pytest.approx(np.array(wanted), rel=1e-6, abs=1e-6)
    assert ran["PROVEN"] is True
    moved = geopandas.read_file(folder / "rutland_options.gpkg").move
    assert set(moved) >= {"merge"}
