"""Another index than the English IMD keeps its own name from the need layer to the page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from algorithms.runs import DEMAND, demand, hubs, layer_of, points, run, square

ENGLAND, WALES = ("E01000001", "E01000002"), ("W01000001", "W01000002")


def need_of(tmp_path, table, text, codes=ENGLAND, **parameters):
    (tmp_path / "people.csv").write_text(
        "LSOA code,0-4\n" + "".join(f"{code},10\n" for code in codes), encoding="utf-8"
    )
    (tmp_path / table).write_text(text.format(*codes), encoding="utf-8")
    rows = [(square((400 * at, 0)), {"code": code}) for at, code in enumerate(codes)]
    return run(
        "needlayer", AREAS=layer_of("Polygon", rows), CODE="code",
        POPULATION=str(tmp_path / "people.csv"), DEPRIVATION=str(tmp_path / table), **parameters,
    )  # fmt: skip


OWN = "lsoa21_code,decile\n{},1\n{},10\n"
WELSH = "LSOA code,WIMD 2019 overall rank,WIMD 2019 overall decile\n{},885,5\n{},1500,8\n"
ENGLISH = "LSOA code (2021),IMD_decile\n{},1\n{},10\n"
HIGH = {"DEPRIVATION_DIRECTION": "high is most"}


@pytest.mark.parametrize(
    ("table", "text", "codes", "asked", "index"),
    [("council_index.csv", OWN, ENGLAND, HIGH, "council_index.csv"),
     ("wimd.csv", WELSH, WALES, {}, "WIMD"), ("file1.csv", ENGLISH, ENGLAND, {}, "")],
)  # fmt: skip
def test_the_need_layer_names_the_index_and_weighs_by_its_name(
    tmp_path, table, text, codes, asked, index
):
    done = need_of(tmp_path, table, text, codes, WEIGHTING="decile_weights", **asked)
    rows = done.rows("OUTPUT")
    assert [row["deprivation_index"] for row in rows] == [index] * 2
    assert rows[0]["need_is"].startswith(f"weight of the {index or 'IMD'} decile × children")
    if index:
        assert not re.search(r"(?<!W)IMD ", rows[0]["need_is"] + " ".join(done.log.said))


def test_the_contracts_column_of_deciles_stays_and_1_is_the_most_deprived(tmp_path):
    rows = need_of(tmp_path, "council_index.csv", OWN, **HIGH).rows("OUTPUT")
    assert [row["imd_decile"] for row in rows] == [10, 1]


def test_local_quintiles_by_an_own_score_claim_no_rank_of_the_imd(tmp_path):
    text = "lsoa21_code,score\n{},3\n{},9\n"
    done = need_of(tmp_path, "low.csv", text, DEPRIVATION_DIRECTION="1 is most")
    said = "Local quintiles rank these areas by the score or rank of low.csv; 1 is the most"
    assert any(said in line for line in done.log.said)


def test_points_added_by_hand_have_the_index_of_the_run(tmp_path):
    hotel = points([((9000, 0), {"children": 4.0})])  # outside all areas
    done = need_of(
        tmp_path, "council_index.csv", OWN, **HIGH, ADDED=hotel, POINTS="TEMPORARY_OUTPUT"
    )
    assert {row["deprivation_index"] for row in done.rows("POINTS")} == {"council_index.csv"}


def page_of(network, tmp_path, *indices):
    rows = [
        (at, {**{k: v for k, v in values.items() if k != "idaci_decile"},
              "imd_decile": values["idaci_decile"], "deprivation_index": index})
        for (at, values), index in zip(DEMAND, indices * 5)
    ]  # fmt: skip
    page = tmp_path / "page.html"
    run("coverage", NETWORK=network, HUBS=hubs(), HUB_ID="site_id", DEMAND=points(rows),
        BANDS="5,10", HTML=str(page))  # fmt: skip
    return unescape(page.read_text("utf-8"))


@pytest.mark.parametrize("index", ["council_index.csv", "WIMD", ""])
def test_the_page_calls_the_deciles_by_the_name_of_their_index(network, tmp_path, index):
    text = page_of(network, tmp_path, index)
    assert f"<h2>By {index or 'IMD'} decile</h2>" in text
    assert not index or not re.search(r"(?<!W)IMD", text)


def test_deciles_of_several_indices_are_called_by_none_of_them(network, tmp_path):
    text = page_of(network, tmp_path, "WIMD", "")
    assert "<h2>By deprivation decile</h2>" in text and "IMD decile" not in text


def test_idaci_deciles_go_before_those_of_an_index_of_ones_own(network, tmp_path):
    page = tmp_path / "page.html"
    run("coverage", NETWORK=network, HUBS=hubs(), HUB_ID="site_id", DEMAND=demand(),
        BANDS="5,10", HTML=str(page))  # fmt: skip
    assert "<h2>By IDACI decile</h2>" in page.read_text("utf-8")
