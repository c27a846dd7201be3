"""familyhub:needlayer: ages shared out of wider bands, and the named ways to weigh need."""

from __future__ import annotations

import csv

import pytest
from algorithms.runs import layer_of, points, run, square
from qgis.core import QgsProcessingException

AT = {"X1": (0, 0), "X2": (200, 0), "X3": (400, 0)}
#         0-15, 16-24, 25-34, IDACI rate, decile
FACTS = {"X1": (32, 9, 10, 0.4, 1), "X2": (160, 18, 0, 0.1, 7), "X3": (16, 90, 50, 0.2, 4)}


@pytest.fixture
def tables(tmp_path):
    """A table of people in wide bands and one of deprivation."""
    people, deprived = tmp_path / "people.csv", tmp_path / "deprived.csv"
    wide = ["Aged 15 years and under", "Aged 16 to 24 years", "Aged 25 to 34 years"]
    with people.open("w", newline="") as out:
        csv.writer(out).writerows([["code", *wide], *([c, *f[:3]] for c, f in FACTS.items())])
    with deprived.open("w", newline="") as out:
        rows = [["code", "IDACI Score", "IDACI Decile"], *([c, *f[3:]] for c, f in FACTS.items())]
        csv.writer(out).writerows(rows)
    return {"POPULATION": str(people), "DEPRIVATION": str(deprived)}


def areas(**columns):
    rows = [
        (square(at), {"code": code, **{name: values[i] for name, values in columns.items()}})
        for i, (code, at) in enumerate(AT.items())
    ]
    return layer_of("Polygon", rows, name="areas")


def need(tables, log=None, **parameters):
    given = {"AREAS": areas(), "CODE": "code", "POINTS": "TEMPORARY_OUTPUT", **tables}
    return run("needlayer", log=log, **{**given, **parameters})


def column(done, name, output="POINTS"):
    return [row[name] for row in sorted(done.rows(output), key=lambda row: row["area_code"])]


def test_ages_of_wider_bands_are_shared_said_loudly_and_travel_with_the_layer(tables):
    done = need(tables)
    assert column(done, "children") == [10, 50, 5]
    assert column(done, "children_0_2") == [6, 30, 3]
    assert done["CHILDREN"] == 65 and done["CHILDREN_0_2"] == 39
    assert set(column(done, "ages")) == {"0-4 (estimate)"}
    for output in ("OUTPUT", "POINTS"):
        (said,) = set(column(done, "estimates", output))
        assert said.startswith("children_0_2, children_3_4, children, need: shared evenly by years")
    assert any("ESTIMATES, not counts" in said for said in done.log.warned)
    headline = "Headline: 65 children aged 0-4 (estimate), of them 39 aged 0-2 (estimate)."
    assert headline in done.log.said


def test_exact_ages_leave_the_layer_without_a_word_of_estimates(tables):
    done = need(tables, AGES="0-15", ESTIMATE_AGES=False)
    assert set(column(done, "ages")) == {"0-15"}
    assert not any(column(done, "estimates"))
    assert column(done, "children_0_2") == [None] * 3
    assert done["CHILDREN_0_2"] is None
    assert not done.log.warned


def test_estimates_may_be_refused(tables):
    with pytest.raises(QgsProcessingException, match=r"cannot give ages 0-4.*ESTIMATE_AGES"):
        need(tables, ESTIMATE_AGES=False)


def test_further_age_bands_have_a_column_each_after_need(tables):
    done = need(tables, AGE_BANDS="0-11, 0-19, 0-15, 16-24")
    names = done.columns("OUTPUT")
    assert names[15:19] == ["children_0_11", "children_0_19", "children_0_15", "aged_16_24"]
    assert column(done, "children_0_11") == [24, 120, 12]
    assert column(done, "children_0_19") == pytest.approx([32 + 4, 160 + 8, 16 + 40])
    assert column(done, "aged_16_24") == [9, 18, 90]


@pytest.mark.parametrize("bands", ["0-11, ten", "0-40"])
def test_bands_that_cannot_be_are_refused(tables, bands):
    with pytest.raises(QgsProcessingException, match=r"no band of ages|cannot give ages 0-40"):
        need(tables, AGE_BANDS=bands)


def test_ages_to_25_are_refused_before_any_file_is_read_unless_send_is_counted(tables, tmp_path):
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"\x00\x01")
    with pytest.raises(QgsProcessingException, match="Name a field send_18_25 of the areas"):
        need({**tables, "POPULATION": str(broken)}, AGES="0-25")
    given = areas(send_18_25=[3.0, 0.0, None])
    done = need(tables, AREAS=given, GROUPS="send_18_25", AGES="0-25")
    assert column(done, "children") == pytest.approx([32 + 2 + 3, 160 + 4, None])
    assert set(column(done, "ages")) == {"0-17 and 18-25 with SEND (estimate)"}
    (said,) = [said for said in done.log.warned if "INCOMPLETE" in said]
    assert "1 of 3 areas (first: X3) have no count send_18_25" in said and "in no total" in said
    whole = need(tables, AREAS=areas(send_18_25=[3.0, 0.0, 1.0]), GROUPS="send_18_25", AGES="0-25")
    assert not any("INCOMPLETE" in said for said in whole.log.warned)


def test_a_count_with_send_that_holds_no_data_is_none_for_ages_to_25(tables, tmp_path):
    target = tmp_path / "need.gpkg"
    for layer, groups in (
        (areas(), "send_18_25="),
        (areas(send=["*", "", None]), "send_18_25=send"),
    ):
        for ages in ("0-25", "18-25"):
            with pytest.raises(QgsProcessingException, match="no figure for any of the 3 areas"):
                need(tables, AREAS=layer, GROUPS=groups, AGES=ages, OUTPUT=str(target))
    assert not target.exists()
    done = need(tables, GROUPS="send_18_25=", AGES="0-17")
    assert set(column(done, "send_18_25")) == {None}


def test_returned_sums_carry_no_dust_of_binary_fractions(tables):
    """0.1 + 0.2 + 0.3 is 0.6000000000000001 when added one after another."""
    weighed = {"WEIGHTING": "expression", "EXPRESSION": '"tenths"'}
    done = need(tables, AREAS=areas(tenths=[0.1, 0.2, 0.3]), GROUPS="tenths", **weighed)
    assert done["NEED"] == 0.6


def test_decile_weights_are_the_users_or_ours(tables):
    ours = need(tables, AGES="0-15", WEIGHTING="decile_weights")
    assert column(ours, "need") == pytest.approx([32 * 2.8, 160 * 1.6, 16 * 2.2])
    assert "our preset and no standard" in column(ours, "need_is")[0]
    weights = "; ".join(f"{decile}={11 - decile}" for decile in range(1, 11))
    own = need(tables, AGES="0-15", WEIGHTING="decile_weights", DECILE_WEIGHTS=weights)
    assert column(own, "need") == [320, 640, 112]


def test_the_top_decile_counts_alone(tables):
    done = need(tables, AGES="0-15", WEIGHTING="top_decile")
    assert column(done, "need") == [32, 0, 0]


def test_a_published_count_is_preferred_to_the_estimate(tables):
    given = areas(income_deprived_children=[13.0, 15.0, 5.0])
    more = {"GROUPS": "income_deprived_children", "WEIGHTING": "income_deprived_children"}
    done = need(tables, AREAS=given, AGES="0-15", **more)
    assert column(done, "need") == [13, 15, 5]
    assert "estimate" not in column(done, "need_is")[0]


def test_an_expression_sees_children_bands_groups_and_deprivation(tables):
    mine = '"children" * (1 + coalesce("IDACI_SCORE", 0)) + "lone" + "children_0_11"'
    done = need(
        tables, AREAS=areas(lone=[1.0, 2.0, 3.0]), GROUPS="lone", AGES="0-15",
        AGE_BANDS="0-11", WEIGHTING="expression", EXPRESSION=mine,
    )  # fmt: skip
    assert column(done, "need") == pytest.approx(
        [32 * 1.4 + 1 + 24, 160 * 1.1 + 2 + 120, 16 * 1.2 + 3 + 12]
    )
    assert not any("not used" in said for said in done.log.warned)
    said = column(done, "need_is")[0]
    assert mine in said and said.endswith("an estimate from the estimated children_0_11")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write it in EXPRESSION"),
        ('"children" *', "cannot be read: (syntax error|Incomplete)"),
        ('poverty("children")', "cannot be read: .*Function (is|poverty is) not known"),
        ('"children" * "poverty"', "uses 'poverty': the output has no such column.*idaci_score"),
        ('"need" * 2', "uses 'need': need is what is worked out"),
        ('"children" + rand(0, 9)', "uses rand, which need not give the same value"),
        ("$area", "uses the areas' shapes"),
        ("attribute('children')", "cannot be told.*double quotes"),
    ],
)
def test_an_expression_that_cannot_be_is_refused_before_any_file_is_read(
    tables, tmp_path, text, said
):
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"\x00\x01")
    with pytest.raises(QgsProcessingException, match=said):
        need({**tables, "POPULATION": str(broken)}, WEIGHTING="expression", EXPRESSION=text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"imd_decile" * 1', "gives no value for X1 .imd_decile is empty there"),
        ("if(\"area_code\" = 'X2', -1, 1)", "gives -1 for X2"),
        ('"area_code"', "gives 'X1' for X1, which is no number"),
        ('"children" / 0', "gives (no value|inf)"),
        ('to_int("area_code")', "fails for X1: Cannot convert 'X1' to int. Mend"),
        ("make_date(2025, 1, 1)", "for X1, which is no number"),
    ],
)
def test_an_expression_whose_values_are_no_need_is_refused_with_the_area(tables, text, said):
    with pytest.raises(QgsProcessingException, match=said):
        need(tables, WEIGHTING="expression", EXPRESSION=text)


def test_an_expression_beside_another_weighting_is_warned_of(tables):
    done = need(tables, AGES="0-15", EXPRESSION='"children"', ESTIMATE_AGES=False)
    assert done.log.warned == [
        "EXPRESSION was given and is not used: need is children (WEIGHTING)."
    ]


def test_coverage_prints_an_estimate_as_one(tables, network, tmp_path):
    page, groups = tmp_path / "page.html", tmp_path / "groups.csv"
    demand = need(tables).layer("POINTS")
    run(
        "coverage", NETWORK=network, HUBS=points([((60, 0), {"site_id": "7"})]), HUB_ID="site_id",
        DEMAND=demand, GROUPS="children_0_2", BY_GROUP=str(groups), HTML=str(page),
    )  # fmt: skip
    text = page.read_text(encoding="utf-8")
    assert "children aged 0-4 (estimate)" in text
    assert "Estimates, not counts" in text
    assert "Children are estimated, not counted: shared evenly by years of age within 0-15" in text
    with groups.open(newline="", encoding="utf-8-sig") as read:
        (row,) = csv.DictReader(read)
    assert row["note"].startswith("estimate, shared evenly by years of age within 0-15")


def test_coverage_of_counts_says_nothing_of_estimates_of_children(tables, network, tmp_path):
    page = tmp_path / "page.html"
    run(
        "coverage", NETWORK=network, HUBS=points([((60, 0), {"site_id": "7"})]), HUB_ID="site_id",
        DEMAND=need(tables, AGES="0-15").layer("POINTS"), HTML=str(page),
    )  # fmt: skip
    text = page.read_text(encoding="utf-8")
    assert "Children are estimated" not in text and "0-15 (estimate)" not in text
    assert "aged 0-2 (estimate)" in text, "each band of its own is called what it is"
    assert "children_0_2, children_3_4: shared evenly" in text, "columns that it carries are named"
