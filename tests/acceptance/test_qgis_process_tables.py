"""The need layer with several further tables through qgis_process, and what it must refuse."""

from __future__ import annotations

import geopandas
import pandas as pd
import pytest
from acceptance.qgis_process import done, refusal

pytestmark = pytest.mark.acceptance
NUMERATOR = "income_deprivation_affecting_children_index_idaci_numerator"


@pytest.fixture
def given(shared_data):
    """Leicester's areas and people of 2021."""
    data = shared_data / "leicester"
    return {
        "AREAS": data / "boundaries" / "LSOA_2021_E06000016.geojson", "CODE": "LSOA21CD",
        "POPULATION": data / "population" / "census2021_age6_lsoa21.csv", "AGES": "0-15",
    }  # fmt: skip


@pytest.fixture
def tables(shared_data):
    data = shared_data / "leicester"
    return [
        data / "deprivation" / "imd2025_england_lsoa21_indicators.csv",
        data / "context" / "england_lsoa_depahri.csv",
        data / "context" / "ruc21_lsoa21.csv",
    ]


def test_several_tables_are_given_one_by_one_and_the_index_of_2019_by_the_lookup(
    qgis, given, tables, shared_data, tmp_path
):
    data, target = shared_data / "leicester", tmp_path / "need.gpkg"
    given["LOOKUP"] = data / "context" / "lookup_lsoa11_lsoa21_ltla22.csv"
    given["DEPRIVATION"] = data / "deprivation" / "imd2019_scores_with_IDACI.csv"
    words = [f"{name}={value}" for name, value in {**given, "OUTPUT": target}.items()]
    words += [f"TABLES={table}" for table in tables]
    ran = done(qgis.call("--json", "run", "familyhub:needlayer", "--", *words, "GROUPS=carers="))
    assert ran["AREA_COUNT"] == 200
    need = geopandas.read_file(target).set_index("area_code")
    counted = pd.read_csv(tables[0]).set_index("lsoa21_code")[NUMERATOR]
    pd.testing.assert_series_equal(
        need.income_deprived_children.sort_index(), counted.sort_index(), check_names=False,
        check_dtype=False, check_index_type=False,
    )  # fmt: skip
    assert need.rural_urban.notna().all() and need.digital_exclusion.notna().all()
    assert need.carers.isna().all() and need.idaci_score.notna().all()
    (sources,) = set(need.sources)
    assert "converted from 2011 to 2021 areas" in sources and sources.count("sha256") == 6


def test_several_tables_may_stand_in_one_text(qgis, given, tables, tmp_path):
    target = tmp_path / "need.gpkg"
    both = f"{tables[0]};{tables[2]}"
    done(qgis.run("needlayer", **given, TABLES=both, OUTPUT=target))
    assert {"income_deprived_children", "rural_urban"} <= set(geopandas.read_file(target).columns)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("E01013600,some", ("'SEND'", "E01013600", "'some'")),
        ("E01013600,-4", ("'SEND'", "E01013600", "negative")),
        ("E01013601,4", ("'LSOA21CD'", "E01013601", "more than once")),
    ],
)
def test_a_spoilt_table_ends_in_one_sentence(qgis, given, tmp_path, line, words):
    ours, target = tmp_path / "ours.csv", tmp_path / "need.gpkg"
    ours.write_text(f"LSOA21CD,SEND\nE01013601,3\n{line}\n")
    said = refusal(qgis.run("needlayer", **given, TABLES=ours, GROUPS="SEND", OUTPUT=target))
    assert "ours.csv" in said and all(word in said for word in words)
    assert not target.exists()


def test_a_missing_column_and_another_census_are_refused_in_words(qgis, given, tables, tmp_path):
    target = tmp_path / "need.gpkg"
    said = refusal(qgis.run("needlayer", **given, TABLES=tables[0], GROUPS="x", OUTPUT=target))
    assert "there is no column 'x'" in said
    said = refusal(qgis.run("needlayer", **given, TABLES=tables[1], OUTPUT=target))
    assert "182 of 200 codes match" in said and "LOOKUP" in said
    assert not target.exists()
