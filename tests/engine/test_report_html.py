"""The pack's page: one file, nothing from outside, everything escaped, numbers sorted by value."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from engine.pack_cases import EMPTY, EVIDENCE, HUBS, NEED, TODAY

from family_hub_planner.engine.page import OSM_NOTICE
from family_hub_planner.engine.report.document import Sheet
from family_hub_planner.engine.report.html import pack_html
from family_hub_planner.engine.report.html_blocks import sheet_html, sort_value
from family_hub_planner.engine.report.html_map import map_json
from family_hub_planner.engine.report.map_data import map_of
from family_hub_planner.engine.report.map_picture import Projection, map_picture
from family_hub_planner.engine.report.sections import document_of
from family_hub_planner.engine.tables import Table

EVIL = "</script><script>alert('1')</script> \"quoted\" & <b>"


def page_of(evidence):
    return pack_html(document_of(evidence), map_of(evidence, OSM_NOTICE), evidence.from_osm)


def scripts(page):
    return re.findall(r"<script>(.*?)</script>", page, re.S)


def data(page):
    held = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', page, re.S)
    return json.loads(held.group(1))


class Tags(HTMLParser):
    """Every tag with its attributes, and the ids, in order."""

    def __init__(self, page):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_nothing_in_the_page_is_fetched_from_anywhere():
    page = page_of(EVIDENCE)
    for tag, attributes in Tags(page).tags:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form")
        for name in ("src", "srcset", "action", "data", "poster"):
            assert name not in attributes, (tag, attributes)
        address = attributes.get("href", "#")
        assert address.startswith("#") or (tag == "a" and "openstreetmap.org" in address)
    assert "url(" not in page.split("</style>")[0]
    assert "sourceMappingURL" not in page


def test_the_policy_lets_only_the_pages_own_scripts_run():
    page = page_of(EVIDENCE)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
    marks = {
        f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'"
        for one in scripts(page)
    }
    assert len(marks) == 3 and set(re.findall(r"'sha256-[^']*'", policy)) == marks
    assert "default-src 'none'" in policy and "http" not in policy


def test_names_that_would_end_a_script_or_a_tag_do_no_harm():
    need = Table({**NEED.columns, "area_name": [EVIL, "b", "c", "d"]}, "need")
    hubs = Table({**HUBS.columns, "site_name": [EVIL, "Moor Hub"]}, "hubs")
    evidence = replace(EVIDENCE, title=EVIL, question=EVIL, need=need, hubs=hubs, notes=[EVIL])
    page = page_of(evidence)
    assert len(scripts(page)) == len(scripts(page_of(EVIDENCE))) == 3
    assert "<b>" not in page and "alert('1')</script>" not in page
    assert "<" not in page.split('id="map-data">')[1].split("</script>\n")[0]
    assert data(page)["cards"]["hubs"]["H1"]["title"] == EVIL
    assert data(page)["cards"]["areas"]["A"]["title"] == f"{EVIL} (A)"


def test_every_link_within_the_page_leads_somewhere():
    tags = Tags(page_of(EVIDENCE)).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids)), "an id stands twice"
    targets = [a["href"][1:] for t, a in tags if t == "a" and a.get("href", "").startswith("#")]
    assert targets and set(targets) <= set(ids)


def test_the_licence_of_the_map_library_and_the_map_datas_notice_stand_in_the_page():
    page = page_of(EVIDENCE)
    assert "BSD 2-Clause License" in page and "Volodymyr Agafonkin" in page
    assert OSM_NOTICE in page and "https://www.openstreetmap.org/copyright" in page
    assert "openstreetmap.org" not in page_of(replace(EVIDENCE, from_osm=False))


def test_a_pack_without_places_has_no_map_and_no_library():
    page = page_of(EMPTY)
    assert "there is no map" in page and "Leaflet" not in page
    assert len(scripts(page)) == 1


def test_the_maps_classes_are_those_of_the_minutes():
    themes = {one["key"]: one for one in data(page_of(EVIDENCE))["themes"]}
    label = {
        key: {code: one["classes"][place]["label"] for code, place in one["areas"].items()}
        for key, one in themes.items()
    }
    assert label["today"] == {
        "A": "0 to 10 min", "B": "10 to 20 min", "C": "0 to 10 min", "D": "not routed",
    }  # fmt: skip
    assert label["option_1"]["C"] == "over 20 min"
    assert label["change_1"] == {
        "A": "the same journey", "B": "the same journey", "C": "longer by over 5 min",
        "D": "not routed or not compared",
    }  # fmt: skip
    assert themes["option_1"]["hubs"] == ["H1"]


def test_a_card_prints_small_counts_as_the_tables_do():
    facts = dict(data(page_of(EVIDENCE))["cards"]["areas"]["D"]["facts"])
    assert facts["Children aged 0-4"] == "fewer than 10" and facts["Today"] == "not routed"


def test_the_still_picture_keeps_shapes_and_tells_the_scale():
    # One degree of latitude is 111.32 km: at 52 to 52.1 degrees the height of 0.1 is 11.132 km.
    projection = Projection((-1.0, 52.0, -0.6, 52.1))
    left, bottom = projection.place(-1.0, 52.0)
    right, top = projection.place(-0.9, 52.1)
    assert (bottom - top) == pytest.approx(projection.pixels(11_132), rel=1e-9)
    assert (right - left) / (bottom - top) == pytest.approx(0.6149, abs=5e-4)  # cos 52.05 degrees
    picture = map_picture(map_of(EVIDENCE, OSM_NOTICE), "Minutes")
    assert picture.count("<path") >= 4 and " km</text>" in picture and OSM_NOTICE in picture


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,240 (42 %)", 1240.0), ("about 60", 60.0), ("under 10", 9.5), ("fewer than 10", 9.5),
        ("+3 min", 3.0), ("−12 min", -12.0), ("-£1,935", -1935.0), ("£381,600", 381600.0),
        ("none", 0.0), ("no change", 0.0), ("0", 0.0), ("held back", None), ("–", None), ("", None),
        ("not compared", None), ("all but under 10", 10.0), ("1.6", 1.6),
        ("under 1 min shorter", 0.5),
    ],
)  # fmt: skip
def test_a_printed_cell_is_sorted_by_its_value(cell, value):
    assert sort_value(cell) == value


def test_the_row_of_all_areas_stays_at_the_foot():
    page = page_of(EVIDENCE)
    foot = re.search(r'id="sheet-today_by_decile".*?<tfoot>(.*?)</tfoot>', page, re.S).group(1)
    assert "All areas" in foot


def test_a_cell_says_whether_it_is_a_number_several_words_or_a_long_text():
    """By it the page keeps words whole on a phone, and breaks only what nothing else would."""
    row = {"Order": ["1"], "Id": ["H01"], "Site": ["Castle Street Hub"], "File": ["a/" * 40]}
    page = sheet_html(Sheet("one", "One", Table(row, "one"), numbers=("Order",)))
    assert '<th scope="row" class="number" data-value="1">1</th>' in page
    assert "<td>H01</td>" in page
    assert '<td class="words">Castle Street Hub</td>' in page
    assert '<td class="long words">' in page


def test_a_map_of_a_small_part_shows_that_part_on_page_and_picture():
    """Area A alone is counted, a quarter of the map: the frame is drawn round it with some air."""
    areas = Table({name: values[:1] for name, values in TODAY.areas.columns.items()}, "areas")
    found = map_of(replace(EVIDENCE, today=replace(TODAY, areas=areas), options=()), OSM_NOTICE)
    assert found.focus == pytest.approx((-1.005, 51.995, -0.895, 52.105))
    assert '"focus":[' in map_json(found)
    assert map_of(EVIDENCE, OSM_NOTICE).focus is None
    assert '"focus":null' in map_json(map_of(EVIDENCE, OSM_NOTICE))
    whole = map_picture(replace(found, focus=None), "Minutes")
    assert map_picture(found, "Minutes") != whole


@pytest.mark.parametrize("columns", [12, 13])
def test_a_long_cell_has_room_of_its_own_in_a_table_that_is_not_wide(columns):
    table = Table({f"c{at}": ["x" * 61 if at == 1 else "1"] for at in range(columns)}, "t")
    assert ('class="long words"' in sheet_html(Sheet("t", "T", table))) == (columns == 12)
