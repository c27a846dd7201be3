"""What coverage's and siting's pages share: form, sources, credits, escaping, charts."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from page_cases import METHOD, SOURCES, SVG, Reader, demand, page_of, pictures, run, siting

from family_hub_planner.engine.chart import (
    Bar,
    Series,
    grouped_bars,
    stacked_bars,
)
from family_hub_planner.engine.colours import ramp
from family_hub_planner.engine.coverage_locality import locality_section
from family_hub_planner.engine.coverage_page import coverage_page
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.method_note import Method


@pytest.fixture(params=["coverage", "siting"])
def html(request):
    """The page of the small coverage, and that of the plan, as written."""
    return coverage_page(run(), METHOD, SOURCES) if request.param == "coverage" else siting()


def test_pages_are_well_formed_and_name_their_language_and_headings(html):
    tags = Reader(html).tags
    assert ("html", {"lang": "en-GB"}) in tags
    assert all("scope" in attrs for tag, attrs in tags if tag == "th")
    assert sum(tag == "caption" for tag, _ in tags) == sum(tag == "table" for tag, _ in tags)


def test_pages_carry_nothing_from_outside_and_no_script(html):
    tags = Reader(html).tags
    assert not {"script", "link", "iframe"} & {tag for tag, _ in tags}
    assert all(attrs["src"].startswith("data:") for tag, attrs in tags if tag == "img")
    assert all(attrs["alt"] for tag, attrs in tags if tag == "img")


def test_pages_always_carry_openstreetmaps_notice_the_sources_and_the_version(html):
    text = Reader(html).text
    assert "© OpenStreetMap contributors, ODbL" in text
    assert SOURCES[0] in text
    assert "Family Hub Planner 9.9" in text


@pytest.mark.parametrize("give", ["coverage", "siting"])
def test_a_data_set_that_is_given_twice_is_named_once(give):
    text = Reader(page_of(give, METHOD, ["Births; ONS", "Cars; ONS", "Births; ONS"])).text
    assert (text.count("Births; ONS"), text.count("Cars; ONS")) == (1, 1)


@pytest.mark.parametrize("give", ["coverage", "siting"])
def test_fictional_pages_say_so_at_the_top_and_claim_no_openstreetmap_data(give):
    method = replace(METHOD, fictional=True, from_osm=False)
    text = Reader(page_of(give, method)).text
    assert text.index("FICTIONAL") < text.index("(")  # before the first figure
    assert "OpenStreetMap" not in text


@pytest.mark.parametrize("give", ["coverage", "siting"])
def test_pages_of_real_data_do_not_call_it_fictional_whatever_a_file_is_called(give):
    text = Reader(page_of(give, METHOD, ["Network: rutland_not_fictional.osm.pbf"])).text
    assert "FICTIONAL" not in text
    assert "© OpenStreetMap contributors" in text


@pytest.mark.parametrize("give", ["coverage", "siting"])
def test_a_real_network_under_made_up_tables_is_still_credited(give):
    text = Reader(page_of(give, replace(METHOD, fictional=True))).text
    assert "FICTIONAL" in text
    assert "© OpenStreetMap contributors" in text


@pytest.mark.parametrize("give", ["coverage", "siting"])
def test_with_a_table_of_times_nothing_is_claimed_of_how_they_were_worked_out(give):
    method = replace(METHOD, times="bus.csv", mode="as in the table", from_osm=False)
    text = Reader(page_of(give, method)).text
    said = "Travel times: from the table given (bus.csv); how they were worked out is not known"
    assert said in text
    for claim in ("km/h", "Direction", "Greatest distance", "street network", "OpenStreetMap"):
        assert claim not in text


@pytest.mark.parametrize("give", ["coverage", "siting"])
def test_both_pages_say_what_need_is_who_is_not_counted_and_when_it_was_run(give):
    method = replace(
        METHOD,
        need_is="IDACI score × children aged 0-4",
        not_counted={"H8": "it is open to base families only"},
        hub_names={"H8": "Camp Hub"},
        run_on="22 November 2026",
    )
    text = Reader(page_of(give, method)).text
    assert "Need: IDACI score × children aged 0-4." in text
    assert "Camp Hub (H8): it is open to base families only." in text
    assert text.endswith("Family Hub Planner 9.9, run on 22 November 2026")
    assert "Hubs not counted" not in Reader(page_of(give, METHOD)).text


@pytest.mark.parametrize(
    ("mode", "said"), [("drive", "no queues, no looking for a place to park"), ("cycle", "hills")]
)
def test_the_limits_name_what_the_minutes_of_a_mode_leave_out(html, mode, said):
    assert said in Reader(page_of("coverage", replace(METHOD, mode=mode))).text
    assert said not in Reader(html).text


@pytest.mark.parametrize("give", ["coverage", "siting"])
def test_without_any_decile_no_row_reads_as_if_there_were_no_deprived_areas(give):
    unknown = replace(demand(), decile=np.full(5, np.nan), quintile=np.full(5, np.nan))
    page = Reader(page_of(give, METHOD, people=unknown))
    assert "The tables give no deciles: nothing can be said" in page.text
    assert "no areas" not in page.text
    first = {"coverage": "All areas", "siting": "not known"}[give]
    assert any(row[0] == first and "4,300" in row for row in page.rows)
    if give == "coverage":
        assert not any(row[0] == "not known" for row in page.rows), "the same figures twice"
        quintile = page.text.split("By local quintile")[1].split("By hub")[0].strip()
        assert quintile.startswith("The tables give no local quintiles")
        assert "Quintile" not in quintile


def test_pages_claim_no_more_than_was_worked_out(html):
    words = Reader(html).text.lower()
    for claim in ("sufficient", "compliant", "can reach", "losers", "optimal"):
        assert claim not in words
    assert "modelled" in words


def test_names_and_parameters_are_escaped():
    coverage = Reader(page_of("coverage", METHOD))
    places = locality_section(run(), demand(), METHOD)
    html = coverage_page(run(), METHOD, SOURCES, sections=[places])
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "children <only>" in coverage.text
    assert "Fire <station> (V2)" in Reader(siting()).text


def test_every_word_of_the_users_is_escaped_wherever_it_is_printed():
    method = Method("<i>p", "<i>a", "<i>m", None, "<i>d", 500, None, "<i>n", 10, "<i>v")
    html = coverage_page(run(), method, ["<i>s"])
    assert "<i>" not in html
    assert html.count("&lt;i&gt;") >= 10


def test_charts_are_read_out_and_their_bars_are_as_long_as_their_shares(html):
    (chart,) = pictures(html)
    assert chart.get("role") == "img"
    assert chart.find(f"{SVG}title").text
    assert chart.find(f"{SVG}desc").text
    assert "no areas" in [text.text for text in chart.iter(f"{SVG}text")]


def test_a_stacked_bar_fills_its_row_in_parts():
    series = [Series("near", "#000000"), Series("far", "#ffffff", hatched=True)]
    bar = Bar("1 <most>", [0.25, 0.75], ["25 %", "75 %"])
    chart = ElementTree.fromstring(stacked_bars("t & t", "d", series, [bar], "axis"))
    boxes = [box for box in chart.iter(f"{SVG}rect") if box.get("stroke")]
    starts, widths = ([float(box.get(name)) for box in boxes[:2]] for name in ("x", "width"))
    assert widths[1] == pytest.approx(3 * widths[0], abs=0.2)
    assert starts[1] == pytest.approx(starts[0] + widths[0], abs=0.2)
    assert "1 <most>" in [text.text for text in chart.iter(f"{SVG}text")]


def test_hatching_never_leaves_its_box():
    series = [Series("far", "#ffffff", hatched=True)]
    chart = ElementTree.fromstring(grouped_bars("t", "d", series, [Bar("1", [0.5], ["50 %"])], "a"))
    box = next(box for box in chart.iter(f"{SVG}rect") if box.get("stroke"))
    left, top, width, height = (float(box.get(k)) for k in ("x", "y", "width", "height"))
    hatch = next(path for path in chart.iter(f"{SVG}path") if "L" in path.get("d"))
    points = [tuple(map(float, p.split())) for p in re.findall(r"[\d.]+ [\d.]+", hatch.get("d"))]
    assert len(points) > 20
    assert all(left - 0.1 <= x <= left + width + 0.1 for x, _ in points)
    assert all(top - 0.1 <= y <= top + height + 0.1 for _, y in points)


def test_colours_grow_lighter_step_by_step_for_readers_without_colour():
    def grey(colour):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for steps in range(1, 8):
        greys = [grey(colour) for colour in ramp(steps)]
        assert all(low + 10 < high for low, high in zip(greys, greys[1:]))


def test_bars_without_one_value_for_each_series_are_refused():
    with pytest.raises(InputError, match="one value for each of the series"):
        stacked_bars("t", "d", [Series("a", "#000000")], [Bar("1", [0.5, 0.5], ["", ""])], "axis")
