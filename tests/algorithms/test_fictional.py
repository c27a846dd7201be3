"""Whatever a run is given that is made up makes its page and its layers FICTIONAL."""

from __future__ import annotations

import re
from html import unescape

import pytest
from algorithms.runs import DEMAND, HUBS, demand, hubs, layer_of, points, run, square

NAMED = "comments_FICTIONAL_"
LAYERS = {
    "HUBS": lambda name: points(HUBS, name=name),
    "DEMAND": lambda name: points(DEMAND, name=name),
    "DEMAND_2": lambda name: points(DEMAND, name=name),
    "VOICES": lambda name: points([((60, 0), {"theme": "Cost"})], name=name),
    "AREAS": lambda name: layer_of("Polygon", [(square(at), v) for at, v in DEMAND], name=name),
}


def flagged(value):
    return points([(at, {**values, "fictional": value}) for at, values in HUBS], name="hubs")


def page_of(network, tmp_path, **parameters):
    page = tmp_path / "page.html"
    run("coverage", **{
        "NETWORK": network, "HUBS": hubs(), "HUB_ID": "site_id", "DEMAND": demand(),
        "BANDS": "5,10", "HTML": str(page), **parameters,
    })  # fmt: skip
    return " ".join(unescape(re.sub("<[^>]+>", " ", page.read_text("utf-8"))).split())


@pytest.mark.parametrize("which", LAYERS)
def test_a_layer_of_any_kind_that_is_called_so_makes_the_page_fictional(network, tmp_path, which):
    second = {"DEMAND_2_ID": "area_code"} if which == "DEMAND_2" else {}
    text = page_of(network, tmp_path, **{which: LAYERS[which](NAMED), **second})
    assert "FICTIONAL: worked out from made-up data." in text
    assert f"Made-up (fictional) inputs {NAMED} " in text


@pytest.mark.parametrize("name", ["hubs_FICTIONAL", "Hubs (FICTIONAL)", "FICTIONAL_hubs"])
def test_the_word_may_stand_anywhere_in_the_name(network, tmp_path, name):
    text = page_of(network, tmp_path, HUBS=points(HUBS, name=name))
    assert "FICTIONAL: worked" in text


@pytest.mark.parametrize("value", ["true", "1", "yes", "True"])
def test_a_column_that_says_so_makes_the_page_fictional(network, tmp_path, value):
    assert "FICTIONAL: worked" in page_of(network, tmp_path, HUBS=flagged(value))


def test_made_up_times_make_the_page_fictional(network, tmp_path):
    times = str(tmp_path / "bus_FICTIONAL_.csv")
    run("traveltimes", NETWORK=network, ORIGINS=demand(), ORIGIN_ID="area_code",
        DESTINATIONS=hubs(), DESTINATION_ID="site_id", OUTPUT=times)  # fmt: skip
    assert "FICTIONAL: worked" in page_of(None, tmp_path, TIMES=times)


def test_what_does_not_call_itself_fictional_is_not_called_so(network, tmp_path):
    for hub in (flagged("false"), points(HUBS, name="hubs_NONFICTIONAL"), points(HUBS)):
        text = page_of(network, tmp_path, HUBS=hub)
        assert "FICTIONAL: worked" not in text and "Made-up" not in text


def test_a_made_up_layer_of_areas_wards_or_added_points_makes_the_need_layer_fictional(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("LSOA21CD,0-4\nE01000001,10\n", encoding="utf-8")
    rows = [(square((0, 0)), {"LSOA21CD": "E01000001"})]

    def made_up(**parameters):
        given = {"AREAS": layer_of("Polygon", rows), "CODE": "LSOA21CD", "POPULATION": str(people)}
        (row,) = run("needlayer", **{**given, **parameters}).rows("OUTPUT")
        return row["fictional"]

    assert made_up() is False
    assert made_up(AREAS=layer_of("Polygon", rows, name=NAMED)) is True
    wards = layer_of("Polygon", [(square((0, 0)), {"ward": "Fen", "fictional": "yes"})])
    assert made_up(WARDS=wards, WARD_NAME="ward") is True
    hotel = points([((0, 0), {"children": 4.0})], name=NAMED)
    assert made_up(ADDED=hotel, POINTS="TEMPORARY_OUTPUT") is True


@pytest.mark.parametrize("which", ["AREAS", "PARTS"])
def test_finer_points_of_a_made_up_layer_are_made_up(which):
    area = [(square((0, 0)), {"area_code": "A", "children": 4.0, "need": 4.0})]
    given = {
        "AREAS": layer_of("Polygon", area),
        "PARTS": layer_of("Polygon", [(square((0, 0)), {"uprn": "1"})]),
    }
    (row,) = run("finerdemand", **given).rows("OUTPUT")
    assert row["fictional"] is False
    given[which] = layer_of("Polygon", area, name=NAMED)
    (row,) = run("finerdemand", **given).rows("OUTPUT")
    assert row["fictional"] is True
