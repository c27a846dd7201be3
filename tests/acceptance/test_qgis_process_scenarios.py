"""Comparing scenarios through qgis_process: on the sample county, and on Rutland against pandas.

In Rutland every sixth school stands for a hub; the plan gives two of them up and opens another.
"""

from __future__ import annotations

import csv
import shutil

import geopandas
import pandas as pd
import pytest
from acceptance.qgis_process import SAMPLE, done, points_csv, refusal

pytestmark = pytest.mark.acceptance
GIAS = "gias_open_establishments_2025-05-24.csv"
TABLES = ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY", "BY_AGE", "BY_GROUP", "BY_CAR")


def compare(qgis, base, plans, **parameters):
    """Run the comparison; the program takes several plans as PLAN given several times."""
    words = [f"{name}={value}" for name, value in {"BASE": base, **parameters}.items()]
    words += [f"PLAN={plan}" for plan in plans]
    return qgis.call("--json", "run", "familyhub:comparescenarios", "--", *words)


# The sample county


@pytest.fixture(scope="module")
def county(qgis, sample_files, folder):
    """Today's coverage; one with Northgate given up and a venue opened; one without Harrowick."""
    shutil.copytree(sample_files, folder, dirs_exist_ok=True)
    hubs, venues = (_rows(SAMPLE / name) for name in ("hubs.csv", "venues.csv"))
    (opened,) = [row for row in venues if row["site_id"] == "V18"]
    opened["status"] = "Active"
    sets = {
        "today": hubs,
        "merged": [row for row in hubs if row["site_id"] != "H02"] + [opened],
        "without": [row for row in hubs if row["site_id"] != "H06"],
        "all": [*hubs, opened],
    }
    for name, rows in sets.items():
        _write(folder / f"{name}.csv", rows, list(hubs[0]))
        if name != "all":
            _coverage(qgis, folder, name)
    return folder


def _coverage(qgis, folder, name, **parameters):
    done(
        qgis.run("coverage", NETWORK=folder / "network.gpkg", MODE="pram",
                 HUBS=points_csv(folder / f"{name}.csv"), HUB_ID="site_id",
                 DEMAND=folder / "points.gpkg", AREAS=folder / "need.gpkg",
                 HOME_AUTHORITY="Fenmarch", OUTPUT=folder / f"{name}.gpkg", **parameters)
    )  # fmt: skip


def _rows(path):
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def _write(path, rows, names):
    with path.open("w", newline="", encoding="utf-8") as text:
        writer = csv.DictWriter(text, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def test_two_plans_of_the_sample_county_run_whole(qgis, county):
    ran = done(
        compare(qgis, county / "today.gpkg", [county / "merged.gpkg", county / "without.gpkg"],
                PLAN_NAMES="Merge in the north; Without Harrowick",
                DEMAND=county / "points.gpkg", HOME_AUTHORITY="Fenmarch",
                NETWORK=county / "network.gpkg", HUBS=points_csv(county / "all.csv"),
                HUB_ID="site_id", OUTPUT=county / "change.gpkg", HTML=county / "compare.html",
                THERE_AND_BACK=county / "pram.csv",
                **{name: county / f"{name.lower()}.csv" for name in TABLES})
    )  # fmt: skip
    assert (ran["PLANS_COMPARED"], ran["HUBS_GIVEN_UP"], ran["HUBS_OPENED"]) == (2, "H02", "V18")
    change = geopandas.read_file(county / "change.gpkg")
    today = geopandas.read_file(county / "today.gpkg").set_index("area_code")
    assert dict(change.plan.value_counts()) == {
        "Merge in the north": len(today), "Without Harrowick": len(today)}  # fmt: skip
    merged = change[change.plan == "Merge in the north"].set_index("area_code")
    assert (merged.change > 0).any() and (merged.change < 0).any()
    assert merged.minutes_base.equals(today.minutes.reindex(merged.index))
    assert ran["CHILDREN_LONGER"] == merged.children[merged.change > 0.5].sum()
    without = change[change.plan == "Without Harrowick"]
    assert not (without.change < 0).any(), "nothing opens"
    page = (county / "compare.html").read_text("utf-8")
    assert "FICTIONAL" in page and "Childcare Act 2006" in page
    assert "Northgate Children&#x27;s Centre (H02)" in page and "Tanner Street Chapel Hall" in page
    pram = pd.read_csv(county / "pram.csv")
    assert set(pram.groupby(["plan", "area_code"]).scenario.nunique()) == {2}
    # both coverages are with a pram: minutes there are the coverage's, at 3.6 km an hour
    assert (pram.km_both_ways / pram.minutes_both_ways * 60).round(2).eq(3.6).all()


def test_coverages_of_unlike_runs_are_refused_in_words(qgis, county):
    done(
        qgis.run("coverage", NETWORK=county / "network.gpkg", MODE="drive",
                 HUBS=points_csv(county / "merged.csv"), HUB_ID="site_id",
                 DEMAND=county / "points.gpkg", OUTPUT=county / "drive.gpkg")
    )  # fmt: skip
    said = refusal(
        compare(qgis, county / "today.gpkg", [county / "drive.gpkg"],
                DEMAND=county / "points.gpkg", HOME_AUTHORITY="Fenmarch",
                OUTPUT=county / "never.gpkg")
    )  # fmt: skip
    assert "mode of travel: pram in Today, drive in drive" in said
    assert not (county / "never.gpkg").exists()
    said = refusal(
        compare(qgis, county / "today.gpkg", [county / "nothing.gpkg"],
                DEMAND=county / "points.gpkg", OUTPUT=county / "never.gpkg")
    )  # fmt: skip
    assert "PLAN" in said and not (county / "never.gpkg").exists()


# Rutland, real


@pytest.fixture(scope="module")
def rutland(qgis, shared_data, rutland_files, tmp_path_factory):
    """Two coverages of real LSOAs on real streets, and what was compared."""
    folder, data = tmp_path_factory.mktemp("rutland"), shared_data / "rutland"
    shutil.copytree(rutland_files, folder, dirs_exist_ok=True)
    schools = pd.read_csv(data / "facilities" / GIAS).sort_values("urn")
    hubs = schools.iloc[::6]
    plan = pd.concat([hubs.iloc[2:], schools.iloc[[9]]])
    for name, rows in {
        "today": hubs,
        "plan": plan,
        "all": pd.concat([hubs, plan.iloc[-1:]]),
    }.items():
        rows.to_csv(folder / f"{name}.csv", index=False)
    for name in ("today", "plan"):
        done(
            qgis.run("coverage", NETWORK=folder / "network.gpkg", MODE="walk", BANDS="15,30",
                     HUBS=points_csv(folder / f"{name}.csv"), HUB_ID="urn",
                     DEMAND=folder / "points.gpkg", AREAS=folder / "need.gpkg",
                     OUTPUT=folder / f"{name}.gpkg")
        )  # fmt: skip
    ran = done(
        compare(qgis, folder / "today.gpkg", [folder / "plan.gpkg"],
                DEMAND=folder / "points.gpkg", NETWORK=folder / "network.gpkg",
                HUBS=points_csv(folder / "all.csv"), HUB_ID="urn", OUTPUT=folder / "change.gpkg",
                THERE_AND_BACK=folder / "pram.csv", HTML=folder / "compare.html",
                **{name: folder / f"{name.lower()}.csv" for name in TABLES})
    )  # fmt: skip
    return folder, ran


@pytest.fixture(scope="module")
def people(rutland):
    """The areas with their minutes in both coverages, put together by pandas."""
    folder, _ = rutland
    frame = geopandas.read_file(folder / "points.gpkg").set_index("area_code")
    for name in ("today", "plan"):
        frame[name] = geopandas.read_file(folder / f"{name}.gpkg").set_index("area_code").minutes
    frame["delta"] = frame.plan - frame.today
    return frame


def test_rutlands_changes_are_those_of_pandas(rutland, people):
    folder, ran = rutland
    change = geopandas.read_file(folder / "change.gpkg").set_index("area_code")
    pd.testing.assert_series_equal(
        change.change.astype(float), people.delta.reindex(change.index), check_names=False
    )
    assert (people.delta > 5).any() and (people.delta < -0.5).any()
    assert ran["CHILDREN_LONGER"] == people.children[people.delta > 0.5].sum()
    assert ran["CHILDREN_SHORTER"] == people.children[people.delta < -0.5].sum()
    assert ran["CHILDREN_MUCH_LONGER"] == people.children[people.delta > 5].sum()
    assert ran["LONGEST_INCREASE"] == pytest.approx(people.delta.max(), abs=1e-6)


@pytest.mark.parametrize(
    ("table", "field"), [("by_quintile", "local_quintile"), ("by_decile", "imd_decile")]
)
def test_rutlands_tables_are_those_of_pandas(rutland, people, table, field):
    found = pd.read_csv(rutland[0] / f"{table}.csv", dtype={"key": str}).set_index("key")
    for key, group in people.groupby(field):
        row, of = found.loc[f"{key:.0f}"], group.children
        assert row.children == of.sum() and row.areas == len(group)
        assert row.longer == of[group.delta > 0.5].sum()
        assert row.shorter == of[group.delta < -0.5].sum()
        for band in (15, 30):
            near, then = group.today <= band, group.plan <= band
            assert row[f"lost_{band}"] == of[near & ~then].sum()
            assert row[f"gained_{band}"] == of[~near & then].sum()
        mean = (of * group.delta).sum() / of[group.delta.notna()].sum()
        assert row.mean_change == pytest.approx(mean, abs=1e-6)
    empty = set(map(str, range(1, 11 if field == "imd_decile" else 6))) - {
        f"{key:.0f}" for key in people[field].dropna().unique()
    }
    assert (found.loc[sorted(empty)].note == "no areas").all()


def test_rutlands_way_with_a_pram_is_that_of_travel_times(qgis, rutland):
    """Minutes by another run of the router, at 3.6 km an hour; distance along the same way."""
    folder, _ = rutland
    done(
        qgis.run("traveltimes", NETWORK=folder / "network.gpkg", MODE="pram",
                 ORIGINS=folder / "points.gpkg", ORIGIN_ID="area_code",
                 DESTINATIONS=points_csv(folder / "all.csv"), DESTINATION_ID="urn",
                 OUTPUT=folder / "times.csv")
    )  # fmt: skip
    times = pd.read_csv(folder / "times.csv", dtype={"destination_id": str})
    times = times.set_index(["origin_id", "destination_id"]).minutes
    pram = pd.read_csv(folder / "pram.csv", dtype={"hub_id": str})
    assert len(pram) >= 4
    hubs = {
        name: set(pd.read_csv(folder / f"{name}.csv").urn.astype(int).astype(str))
        for name in ("today", "plan")
    }
    for row in pram.itertuples():
        assert row.minutes_there == pytest.approx(times[row.area_code, row.hub_id], abs=0.01)
        assert row.km_both_ways == pytest.approx(0.06 * row.minutes_both_ways, abs=0.01)
        assert row.miles_both_ways == pytest.approx(row.km_both_ways / 1.609344, abs=1e-6)
        if row.hub_is.startswith("nearest with a pram"):
            of_area = times[row.area_code]
            open_hubs = of_area[of_area.index.isin(hubs[row.scenario])]
            assert row.minutes_there == pytest.approx(open_hubs.min(), abs=0.01)
