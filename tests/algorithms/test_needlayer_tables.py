"""familyhub:needlayer with further tables, groups and the other census, by hand and on real data."""

from __future__ import annotations

import csv

import pytest
from algorithms.runs import layer_of, run, square


def test_x(shared_data):
    d = shared_data / "leicester"
    r = run("needlayer", AREAS=str(d / "boundaries/LSOA_2021_E06000016.geojson"), CODE="LSOA21CD",
        POPULATION=str(d / "population/census2021_age6_lsoa21.csv"), AGES="0-15",
        DEPRIVATION=str(d / "deprivation/imd2019_scores_with_IDACI.csv"),
        LOOKUP=str(d / "context/lookup_lsoa11_lsoa21_ltla22.csv"),
        TABLES=[str(d / "deprivation/imd2025_england_lsoa21_indicators.csv"), str(d / "context/england_lsoa_depahri.csv"), str(d / "context/ruc21_lsoa21.csv")],
        GROUPS="older=income_deprivation_affecting_older_people_index_idaopi_numerator; send=", WEIGHTING="income_deprived_children")
    print(*r.log.said, sep="\n"); print("WARN", *r.log.warned, sep="\n")
    print(r.rows("OUTPUT")[0])
    for code in ("E01034020", "E01034008"): print(r.by("OUTPUT", "area_code")[code])
    print(r.results)
    d = shared_data / "trafford"
    r = run("needlayer", AREAS=str(d / "lsoa_E08000009.geojson"), CODE="LSOA21CD",
        POPULATION=str(d / "population__mid_year_2022__mid-year_2022_population_estimates_lsoa.csv"),
        TABLES=[str(d / "census2021__housing__2021_car_van_availability_lsoa_trafford.csv")])
    print(*r.log.said, sep="\n"); print("WARN", *r.log.warned, sep="\n")
    print(r.rows("OUTPUT")[0])
    d = shared_data / "rutland"
    r = run("needlayer", AREAS=str(d / "boundaries/LSOA_2011_E06000017.geojson"), CODE="LSOA11CD",
        POPULATION=str(d / "population/census2021_age6_lsoa21.csv"), AGES="0-15", SPLIT_BY="area",
        DEPRIVATION=str(d / "deprivation/imd2025_england_lsoa21.csv"),
        LOOKUP=str(d / "context/lookup_lsoa11_lsoa21_ltla22.csv"),
        TABLES=[str(d / "deprivation/imd2025_england_lsoa21_indicators.csv"), str(d / "context/england_lsoa_depahri.csv"), str(d / "context/ruc21_lsoa21.csv")])
    print(*r.log.said, sep="\n"); print("WARN", *r.log.warned, sep="\n")
    print(r.rows("OUTPUT")[0])
