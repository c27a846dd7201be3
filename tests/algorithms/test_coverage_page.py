"""familyhub:coverage's page on the toy town: what it names, counts and claims."""

from __future__ import annotations

from datetime import date

import pytest
from algorithms.coverage_runs import CLOSE, cover
from algorithms.runs import DEMAND, demand, hubs, points, run


def test_the_page_stands_where_asked_and_says_how_it_was_worked_out(network, tmp_path):
    page = tmp_path / "cover.html"
    assert cover(network, HTML=str(page))["HTML"] == str(page)
    text = page.read_text("utf-8")
    assert text.lstrip().lower().startswith("<!doctype html")
    for said in ("no areas", "modelled", "4.8", "town.osm"):
        assert said in text


def page_of(network, tmp_path, **parameters):
    page = tmp_path / "page.html"
    cover(network, HTML=str(page), **parameters)
    return page.read_text("utf-8")


def test_without_deciles_the_table_has_one_row_and_the_page_says_so(network, tmp_path):
    rows = [(at, {k: v for k, v in values.items() if k != "idaci_decile"}) for at, values in DEMAND]
    done = cover(network, DEMAND=points(rows), BY_DECILE="TEMPORARY_OUTPUT")
    assert [row["key"] for row in done.rows("BY_DECILE")] == ["not known", "All areas"]
    assert "The tables give no deciles" in page_of(network, tmp_path, DEMAND=points(rows))


def test_with_a_table_of_times_the_page_names_it_and_claims_no_network(network, tmp_path):
    made = run("traveltimes", NETWORK=network, ORIGINS=demand(), ORIGIN_ID="area_code",
               DESTINATIONS=hubs(), DESTINATION_ID="site_id",
               OUTPUT=str(tmp_path / "bus.csv"))  # fmt: skip
    text = page_of(None, tmp_path, TIMES=made["OUTPUT"])
    assert "Travel times: from the table given (bus); how they were worked out" in text
    for claim in ("street network", "OpenStreetMap", "4.8", "Greatest distance", "not observed"):
        assert claim not in text


def test_the_page_names_hubs_not_counted_with_the_reason_and_the_date(network, tmp_path):
    text = page_of(network, tmp_path, HUBS=hubs(status=["Closed", "Active"]))
    assert "South Hub (007): its status is Closed." in text
    text = page_of(network, tmp_path, HUBS=hubs(services=["crafts", "feeding"]), SERVICE="feeding")
    assert "South Hub (007): it does not offer feeding." in text
    assert f"run on {date.today().day} " in text and str(date.today().year) in text


def test_the_page_says_what_need_is_and_warns_when_the_demand_is_fictional(network, tmp_path):
    told = [(at, {**values, "need_is": "children aged 0-4"}) for at, values in DEMAND]
    text = page_of(network, tmp_path, DEMAND=points(told))
    assert "Need: children aged 0-4." in text
    assert "FICTIONAL" not in text and "OpenStreetMap contributors" in text
    made_up = points([(at, {**values, "fictional": "true"}) for at, values in DEMAND])
    text = page_of(network, tmp_path, DEMAND=made_up)
    assert "FICTIONAL" in text and "OpenStreetMap contributors" in text


def test_layers_without_a_name_are_called_what_they_are(network, tmp_path):
    hub = points([((60, 0), {"site_id": "007"})], name="")
    text = page_of(network, tmp_path, HUBS=hub, DEMAND=points(DEMAND, name=""))
    assert "(without a name)" not in text
    assert "the hubs given (1 counted)" in text and "the demand points given" in text


PLACED = "type=csv&xField=easting&yField=northing&crs=EPSG:27700&detectTypes=no"


def test_a_text_file_is_called_by_its_files_name_on_every_release(network, tmp_path):
    """QGIS 3.22 gives a CSV no name."""
    file = tmp_path / "our hubs.csv"
    file.write_text("site_id,easting,northing\n007,60,0\n", encoding="utf-8")
    text = page_of(network, tmp_path, HUBS=f"delimitedtext://{file.as_uri()}?{PLACED}")
    assert "our hubs (1 counted)" in text


def test_data_of_which_nobody_stated_publisher_and_licence_say_so(network, tmp_path):
    text = page_of(network, tmp_path)
    assert "Hubs: hubs; publisher and licence not stated" in text
    assert "Demand points: demand; publisher and licence not stated" in text
    told = [(at, {**values, "sources": "ONS; OGL"}) for at, values in DEMAND]
    assert "Demand points: " not in page_of(network, tmp_path, DEMAND=points(told))


def test_each_data_set_that_the_demand_points_state_is_an_item_of_its_own(network, tmp_path):
    stated = "People; mid-2020; p.csv (sha256 12ab). Cars; OGL v3.0. Fictional; x.csv"
    told = [(at, {**values, "sources": stated}) for at, values in DEMAND]
    text = page_of(network, tmp_path, DEMAND=points(told))
    for one in ("People; mid-2020; p.csv (sha256 12ab)", "Cars; OGL v3.0", "Fictional; x.csv"):
        assert f"<li>{one}</li>" in text


def test_equity_measures_and_rural_urban_classes_are_tables_and_parts_of_the_page(
    network, tmp_path
):
    classes = ["Urban: Nearer", "Urban: Nearer", "Smaller rural: Nearer", "Urban: Nearer", None]
    rows = [(at, {**v, "rural_urban": kind}) for (at, v), kind in zip(DEMAND, classes)]
    page = tmp_path / "page.html"
    done = cover(network, DEMAND=points(rows), EQUITY="TEMPORARY_OUTPUT", HTML=str(page),
                 BY_RURAL_URBAN="TEMPORARY_OUTPUT")  # fmt: skip
    assert done.columns("EQUITY") == [
        "key", "measure", "value", "unit", "meaning", "note", "source"]  # fmt: skip
    equity = done.by("EQUITY", "key")
    assert equity["children_routed"]["value"] == 100
    most, least = (10 * 2 + 20 * 7.5) / 30, 1.5
    assert equity["decile_gap"]["value"] == pytest.approx(most - least, abs=CLOSE)
    assert equity["poverty_share_10"]["value"] == pytest.approx(0.3)
    kinds = done.by("BY_RURAL_URBAN", "key")
    assert {k: (r["children"], r["reached_10"]) for k, r in kinds.items()} == {
        "Smaller rural: Nearer": (30, 0), "Urban: Nearer": (70, 70), "not known": (5, 0),
        "All areas": (105, 70)}  # fmt: skip
    text = page.read_text("utf-8")
    assert "How evenly" in text and "By rural-urban class" in text
    assert "By rural-urban class" not in page_of(network, tmp_path)


def test_a_gap_between_deciles_that_nobody_lives_in_is_not_applicable_with_the_reason(network):
    rows = [(at, {**v, "idaci_decile": 6}) for at, v in DEMAND]
    done = cover(network, DEMAND=points(rows), EQUITY="TEMPORARY_OUTPUT")
    gap = done.by("EQUITY", "key")["decile_gap"]
    assert gap["value"] is None
    assert gap["note"] == "not applicable: no routed child lives in IDACI decile 1 or 10"


@pytest.mark.parametrize(("decile", "by"), [("idaci_decile", "rank of deprivation"),
                                            ("imd_decile", "IMD decile")])  # fmt: skip
def test_a_rank_of_idaci_is_taken_only_beside_its_own_decile(network, decile, by):
    rows = [
        (at, {**{k: x for k, x in v.items() if k != "idaci_decile"}, decile: n, "idaci_rank": n})
        for n, (at, v) in enumerate(DEMAND, start=1)
    ]
    done = cover(network, DEMAND=points(rows), EQUITY="TEMPORARY_OUTPUT")
    assert done.by("EQUITY", "key")["palma_ratio"]["measure"] == f"Palma ratio by {by}"
