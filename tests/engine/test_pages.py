"""The pages: well formed, escaped, honest in their words, and with the figures of the tables."""

from __future__ import annotations

import base64
import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest

from family_hub_planner.engine.chart import (
    Bar,
    Column,
    Series,
    columns,
    grouped_bars,
    stacked_bars,
)
from family_hub_planner.engine.colours import ramp
from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.coverage_locality import locality_section
from family_hub_planner.engine.coverage_page import coverage_page, headline
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.edge_note import edge_limits
from family_hub_planner.engine.errors import InputError
from family_hub_planner.engine.method_note import Method
from family_hub_planner.engine.siting_page import SolverFacts, siting_page
from family_hub_planner.engine.tables import Table

SVG = "{http://www.w3.org/2000/svg}"
VOID = {"meta", "img", "br"}
SOLVER = SolverFacts(
    measure="most children within 20 minutes",
    unit="children",
    objective=3200.0,
    bound=3232.0,
    gap=0.01,
    proven=False,
    seconds=1.25,
    venues=60,
)


class Reader(HTMLParser):
    """Reads a page, fails on a tag that closes another, and keeps rows and plain words."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.words, self.rows = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            return
        self.words.append(data)
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1].append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def demand() -> Demand:
    children = np.array([2000.0, 1004, 996, 4, 300])
    return Demand(
        ids=["a", "b", "c", "d", "e"],
        children=children,
        need=children,
        decile=np.array([1.0, 1, 10, 9, 10]),
        quintile=np.array([1.0, 2, 5, 5, 5]),
        locality=["<script>alert(1)</script>", "North & West", "North & West", "", ""],
        authority=[""] * 5,
    )


def run(hubs=2, people=None):
    minutes = np.array([[5, 50, 40], [25, 50, 15], [45, 12, 40], [8, 50, 40], [np.inf] * 3])
    lost = np.array([False] * 4 + [True])
    near = np.array([True, False, False, True, False])
    ids = ["H1", "H2", "H3"][:hubs]
    edge = np.array([True, False, False])[:hubs]
    return cover(
        minutes[:, :hubs], people or demand(), ids, (10, 20, 30), lost, near_edge=near,
        hub_near_edge=edge,
    )  # fmt: skip


METHOD = Method(
    place="Fenshire",
    speed_kph=4.8,
    version="Family Hub Planner 9.9",
    further={"Weighting": "children <only>"},
    hub_names={"H1": "St Kilda's"},
)
SOURCES = ["Population; mid-2022; ONS; Open Government Licence v3"]


def sites() -> Table:
    return Table(
        {
            "site_id": ["H1", "V2", "V1", "V9"],
            "site_name": ["St Kilda's", "Fire <station>", None, None],
            "decision": ["kept", "open", "open", "not_chosen"],
            "order": [None, 2, 1, None],
            "children_gained": [None, 4.0, 1004.0, None],
            "reason": ["existing hub", "second <reason>", "first reason", None],
        },
        "sites",
    )


HEADINGS = [
    "Children, about", "Within 20 min, without", "Within 20 min, with", "Change",
    "Not routed, with", "Mean journey, without", "with",
]  # fmt: skip


def siting():
    return page_of("siting", METHOD)


def page_of(which, method, sources=SOURCES, people=None):
    if which == "coverage":
        return coverage_page(run(people=people), method, sources)
    tables = run(2, people).by_decile, run(3, people).by_decile
    return siting_page(sites(), *tables, SOLVER, (10, 20, 30), method=method, sources=sources)


@pytest.fixture
def coverage():
    return Reader(coverage_page(run(), METHOD, SOURCES))


@pytest.fixture(params=["coverage", "siting"])
def html(request):
    return coverage_page(run(), METHOD, SOURCES) if request.param == "coverage" else siting()


def pictures(html):
    return [
        ElementTree.fromstring(base64.b64decode(data))
        for data in re.findall(r"data:image/svg\+xml;base64,([^\"]+)", html)
    ]


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


def small(people, near):
    """Coverage of areas in one decile with these children, at these minutes from the hub."""
    children = np.array(people, dtype=float)
    count = len(people)
    same = Demand(
        [f"a{i}" for i in range(count)], children, children, np.ones(count), np.ones(count),
        [""] * count, [""] * count,
    )  # fmt: skip
    return cover(np.array(near, dtype=float)[:, None], same, ["H1"], (10, 20), np.isinf(near))


def lengths(html):
    (chart,) = pictures(html)
    boxes = [box for box in chart.iter(f"{SVG}rect") if box.get("stroke")]
    return [(float(box.get("y")), float(box.get("width"))) for box in boxes]


def test_no_chart_tells_counts_that_are_held_back():
    """4 and 7 of some 190 children beyond: the same page, but for nothing."""
    few = coverage_page(small([186, 4], [5, 45]), METHOD, SOURCES)
    more = coverage_page(small([186, 7], [5, 45]), METHOD, SOURCES)
    assert lengths(few) == lengths(more)
    words = [text.text for text in pictures(few)[0].iter(f"{SVG}text")]
    assert "held back" in words
    assert [text.text for text in pictures(more)[0].iter(f"{SVG}text")] == words


FROM_COUNTS = "they may not add up to the table's shares"


def test_the_shares_in_a_bar_do_not_add_up_to_all_but_what_is_held_back():
    """80, 6 and 47 of 133: exactly 60 % and 35 %, which leaves 5 %; drawn as 80, 5 and 50.

    The 60 % stand in the table too; the rest is 50 of 135, and the page says so.
    """
    html = coverage_page(small([80, 6, 47], [5, 15, 45]), METHOD, SOURCES)
    words = [text.text for text in pictures(html)[0].iter(f"{SVG}text")]
    assert "60 %" in words and "37 %" in words
    assert "59 %" not in words and "35 %" not in words
    assert Reader(html).text.count(FROM_COUNTS) == 1


def test_the_same_share_is_the_same_in_the_chart_and_in_the_table():
    """698, 690, 422 not routed and 4 beyond, of 1,814: 38 % and 77 % in the table.

    Beside the 4 the rounded counts would have 700 of 1,815 in the first part, 39 %. The second is
    77 less 38; those not routed, no share of whom the table prints, 420 of 1,815.
    """
    html = coverage_page(small([698, 690, 422, 4], [5, 15, math.inf, 45]), METHOD, SOURCES)
    (row,) = [row for row in Reader(html).rows if row[:2] == ["All areas", "4"]][:1]
    assert row[2:5] == ["1,810", "700 (38 %)", "1,390 (77 %)"]
    words = [text.text for text in pictures(html)[0].iter(f"{SVG}text")]
    assert words[words.index("1,810 children") + 1 :][:3] == ["38 %", "39 %", "23 %"]


def test_a_chart_without_anything_held_back_has_no_note_on_it():
    html = coverage_page(small([80, 20, 47], [5, 15, 45]), METHOD, SOURCES)
    assert FROM_COUNTS not in Reader(html).text


def test_the_legend_names_what_is_held_back_only_where_something_is():
    html = coverage_page(small([80, 20, 47], [5, 15, 45]), METHOD, SOURCES)
    assert "held back" not in [text.text for text in pictures(html)[0].iter(f"{SVG}text")]


def test_no_siting_chart_tells_counts_that_are_held_back():
    def page_with(count):
        now = small([186, count], [5, 45]).by_decile
        then = small([186, count], [5, 15]).by_decile
        return siting_page(sites(), now, then, SOLVER, (10, 20), method=METHOD, sources=[])

    assert lengths(page_with(4)) == lengths(page_with(7))
    text = Reader(page_with(4)).text
    assert "With the 2 suggested sites, about 190 of 190 children" in text


def test_two_shares_in_a_row_tell_no_small_count_between_the_bands():
    page = Reader(coverage_page(small([80, 6, 47], [5, 15, 45]), METHOD, SOURCES))
    (row,) = [row for row in page.rows if row[:2] == ["All areas", "3"]][:1]
    assert row[2:5] == ["130", "80 (60 %)", "90"]


def test_the_search_table_rounds_need_to_ten_with_its_unit():
    rows = Reader(siting()).rows
    assert ["Value of this plan", "about 3,200 children"] in rows
    assert ["Best value not ruled out", "about 3,230 children"] in rows


def test_the_siting_page_carries_its_notes_its_limits_and_who_is_not_routed():
    tables = run(2).by_decile, run(3).by_decile
    page = Reader(
        siting_page(
            sites(), *tables, SOLVER, (10, 20, 30), method=METHOD, sources=[],
            notes=["1 of 5 areas are reached by no site."], limits=["Near the edge: 2."],
        )
    )  # fmt: skip
    assert "1 of 5 areas are reached by no site." in page.text
    assert "Near the edge: 2." in page.text.split("Limits")[1]
    assert "Not routed, with" in page.rows[page.rows.index(["Decile", *HEADINGS])]
    (total,) = [row for row in page.rows if row[0] == "All areas"]
    assert total[5] == "300"


def test_a_plan_without_a_new_site_says_how_things_stand():
    kept = Table({name: values[:1] for name, values in sites().columns.items()}, "sites")
    now = run(2).by_decile
    html = siting_page(kept, now, now, SOLVER, (10, 20, 30), method=METHOD, sources=[])
    text = Reader(html).text
    assert (
        "No site is suggested. As things stand, about 3,000 (70 %) of 4,300 children aged 0-4 are "
        "modelled within 20 minutes' walk of a hub; about 300 could not be routed." in text
    )
    assert "0 suggested" not in text


def test_pages_claim_no_more_than_was_worked_out(html):
    words = Reader(html).text.lower()
    for claim in ("sufficient", "compliant", "can reach", "losers", "optimal"):
        assert claim not in words
    assert "modelled" in words


def test_names_and_parameters_are_escaped(coverage):
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


def test_the_coverage_page_starts_with_the_answer(coverage):
    # 2,000 + 996 + 4 of 4,304 children; 300 not routed
    assert headline(run(), METHOD) == (
        "About 3,000 of 4,300 children aged 0-4 (70 %) are modelled within 20 minutes' walk of a "
        "hub; about 300 could not be routed."
    )
    assert headline(run(), METHOD) in coverage.text
    assert coverage.text.index("About 3,000") < coverage.text.index("By deprivation decile")


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (Method(mode="pram", headline_minutes=10), "within 10 minutes' walk of a hub with a pram"),
        (Method(mode="drive", headline_minutes=30), "within 30 minutes' drive of a hub"),
        (Method(mode="cycle"), "within 20 minutes' cycle ride of a hub"),
        (Method(mode="bus"), "within 20 minutes of a hub"),
    ],
)
def test_the_answer_speaks_of_the_mode_and_band_chosen(method, words):
    assert words in headline(run(), method)


def test_an_empty_decile_says_so_and_has_no_share(coverage):
    assert ["3", "no areas"] in coverage.rows
    assert not any(row[0] == "3" and "%" in " ".join(row) for row in coverage.rows[:14])


def test_small_counts_are_held_back_in_tables_and_charts(coverage):
    nine = ["9", "1", "under 10", "under 10", "under 10", "under 10", "0"]
    assert [*nine, "8 min", "8 min", "8 min", "8 min"] in coverage.rows
    chart = pictures(coverage_page(run(), METHOD, SOURCES))[0]
    assert "fewer than 10 children" in [text.text for text in chart.iter(f"{SVG}text")]


def test_rows_are_rounded_and_the_total_stands_last(coverage):
    # 4 children of decile 9 are within 10 minutes: the share of the 2,000 would tell them.
    row = ["1", "2", "3,000", "2,000", "2,000 (67 %)", "3,000 (100 %)", "0"]
    assert [*row, "12 min", "5 min", "25 min", "25 min"] in coverage.rows
    total = ["All areas", "5", "4,300", "2,000 (47 %)", "3,000 (70 %)", "4,000 (93 %)", "300"]
    # routed: 2,000 at 5, 4 at 8, 996 at 12 and 1,004 at 25 minutes: mean 47,084 / 4,004
    assert [*total, "12 min", "8 min", "25 min", "25 min"] in coverage.rows


def test_hubs_stand_by_name_and_id(coverage):
    assert any(row[0] == "St Kilda's (H1)" for row in coverage.rows)
    assert any(row[0] == "H2" for row in coverage.rows)


def test_areas_and_hubs_near_the_networks_edge_are_counted():
    found = run()
    edge = (found.near_edge, found.children, found.hub_near_edge)
    (sentence,) = edge_limits(*edge, (10, 20, 30), METHOD)
    assert "2 of 5 areas (children: about 2,000) and 1 of 2 hubs lie within 30 minutes" in sentence


def test_an_edge_that_was_not_tested_is_said():
    said = edge_limits(None, demand().children, None, (10,), METHOD)
    assert said == ["Nearness to the network's edge was not tested."]


def test_areas_without_children_end_in_a_sentence_not_in_a_share():
    nobody = Demand(["a"], np.zeros(1), np.zeros(1), np.ones(1), np.ones(1), [""], [""])
    found = cover(np.array([[5.0]]), nobody, ["H1"], (10,), np.array([False]))
    text = Reader(coverage_page(found, METHOD, [])).text
    assert "There are no children aged 0-4 in these areas." in text
    assert "%" not in text.split("By deprivation decile")[1].split("Method")[0]


def test_the_siting_page_starts_with_what_would_change():
    # with V1 the 1,004 children of area b come within 20 minutes: 3,000 becomes 4,004
    text = Reader(siting()).text
    assert (
        "With the 2 suggested sites, about 4,000 (93 %) of 4,300 children aged 0-4 are modelled "
        "within 20 minutes' walk of a hub; without, about 3,000 (70 %); about 300 could not be "
        "routed." in text
    )


def test_suggested_sites_stand_in_their_order_before_the_kept_and_without_the_not_chosen():
    rows = Reader(siting()).rows
    first = rows.index(["V1", "suggested, no. 1", "1,000"])
    assert rows[first + 1] == ["Fire <station> (V2)", "suggested, no. 2", "under 10"]
    assert rows[first + 2] == ["St Kilda's (H1)", "kept", "–"]
    why = rows.index(["Site", "Why"])
    assert rows[why + 1 : why + 4] == [
        ["V1", "first reason"],
        ["Fire <station> (V2)", "second <reason>"],
        ["St Kilda's (H1)", "existing hub"],
    ]
    assert not any(row[:1] == ["V9"] for row in rows)
    assert "Tested and not chosen: 1 of the venues." in Reader(siting()).text


def test_changes_by_decile_stand_beside_both_states():
    rows = Reader(siting()).rows
    row = ["1", "3,000", "2,000 (67 %)", "3,000 (100 %)", "about 1,000 more", "0"]
    assert [*row, "12 min", "8 min"] in rows
    assert ["2", "no areas"] in rows


@pytest.mark.parametrize(
    ("proven", "gap", "words"),
    [
        (True, 0.0, "Proven: no other choice of the 60 venues tested on this measure does better"),
        (False, 0.01, "at most 1 % from it"),
        (False, float("nan"), "how far from it is not known"),
    ],
)
def test_the_verdict_says_proof_or_gap(proven, gap, words):
    facts = SolverFacts("m", "children", 1.0, 1.0, gap, proven, 0.1, 60)
    assert words in facts.verdict()


def test_tables_of_other_areas_are_refused():
    other = {**run(3).by_decile.columns, "children": [1.0] * len(run(3).by_decile)}
    with pytest.raises(InputError, match="same areas and children"):
        siting_page(
            sites(), run().by_decile, Table(other), SOLVER, (10, 20, 30), method=METHOD, sources=[]
        )


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


def with_columns(**columns):
    """The sites with V2 an option to close, and further columns of the output."""
    given = {**sites().columns, "decision": ["kept", "option_to_close", "open", "not_chosen"]}
    return Table({**given, "order": [None, None, 1, None], **columns}, "sites")


def siting_with(given, **further):
    tables = run(2).by_decile, run(3).by_decile
    return siting_page(given, *tables, SOLVER, (10, 20, 30), method=METHOD, sources=[], **further)


def test_a_plan_that_closes_hubs_is_set_against_how_things_stand():
    reader = Reader(siting_with(with_columns()))
    assert (
        "With the suggested site opened and 1 existing hub closed (options for testing), about "
        "4,000 (93 %) of 4,300 children aged 0-4 are modelled within 20 minutes' walk of a hub; as "
        "things stand, about 3,000 (70 %); about 300 could not be routed." in reader.text
    )
    assert "Within 20 min, as things stand" in reader.text
    only = {**with_columns().columns, "decision": ["kept", "option_to_close", "kept", "kept"]}
    text = Reader(siting_with(Table(only, "sites"))).text
    assert "With 1 existing hub closed (options for testing), about 4,000" in text


def test_the_sites_table_has_the_columns_that_were_worked_out_and_no_other():
    given = with_columns(
        children_without=[4.0, 0.0, 996.0, None],
        near_best=[None, "closed in every plan within 3 %", "not worked out", None],
        stability=[None, 0.75, 1.0, None],
    )
    rows = Reader(siting_with(given)).rows
    heading = ["Site", "Decision", "Children gained against today, about",
               "Beyond 20 min in this plan were it alone not open, about",
               "Within 20 min today and beyond with this plan, about",
               "In near-best plans", "Stays in"]  # fmt: skip
    first = rows.index(heading)
    assert rows[first + 1] == [
        "V1", "suggested, no. 1", "1,000", "1,000", "–", "not worked out", "100 % of runs",
    ]  # fmt: skip
    assert rows[first + 2][3:5] == ["–", "0"], "of a hub that closes: today and the plan"
    assert rows[first + 3][3] == "under 10"
    assert ["Site", "Decision", "Children gained against today, about"] in Reader(siting()).rows


def test_the_order_is_told_as_which_to_open_if_only_one():
    text = Reader(siting()).text
    assert "if only one of them can be opened, V1; then Fire <station> (V2)." in text
    assert "if only one" not in Reader(siting_with(with_columns())).text


def test_whom_each_site_concerns_stands_by_decile_and_small_counts_are_held_back():
    whom = Table(
        {
            "site_id": ["V1", "V2", "H1"],
            "site_name": ["", "Church", ""],
            "decision": ["open", "option_to_close", "kept"],
            "decile_1": [1004.0, 4.0, 0.0],
            "decile_10": [0.0, 55.0, 0.0],
        }
    )
    rows = Reader(siting_with(with_columns(), whom=whom)).rows
    assert ["Site", "Decile 1", "Decile 10"] in rows
    assert ["V1", "1,000", "0"] in rows
    assert ["Church (V2)", "under 10", "60"] in rows
    assert ["H1", "0", "0"] not in rows, "a hub that nobody would be without fills no table"


def test_values_that_are_no_counts_are_printed_as_they_are():
    hubs = replace(SOLVER, objective=4.0, bound=4.0, unit="hubs", counted=False)
    tables = run(2).by_decile, run(3).by_decile
    page = siting_page(sites(), *tables, hubs, (10, 20, 30), method=METHOD, sources=[])
    assert ["Value of this plan", "4 hubs"] in Reader(page).rows


def frontier(reached):
    count = len(reached)
    return Table(
        {
            "sites": list(range(count)),
            "objective": list(reached),
            "bound": list(reached),
            "proven": [None, *[True] * (count - 1)],
            "need_reached": list(reached),
            "share_reached": [None if value is None else value / 1000 for value in reached],
            "mean_minutes": [None if value is None else 12.4 for value in reached],
            "sites_chosen": ["", *["V1, V2"] * (count - 1)],
            "sites_to_close": [""] * count,
            "model": ["maximal_cover"] * count,
            "note": ["as things stand", *[""] * (count - 2), "only 2 opened"],
        }
    )


def test_the_frontier_stands_as_a_chart_and_a_table():
    html = siting_with(sites(), frontier=frontier([100.0, 500.0, 750.0]))
    rows = Reader(html).rows
    assert ["0", "100", "10 %", "12 min", "–", "as things stand"] in rows
    assert ["1", "500", "50 %", "12 min", "yes", "V1, V2"] in rows
    assert ["2", "750", "75 %", "12 min", "yes", "V1, V2 (only 2 opened)"] in rows
    chart = pictures(html)[1]
    words = [text.text for text in chart.iter(f"{SVG}text")]
    assert [word for word in words if word in ("now", "10 %")] == ["now", "10 %"]
    boxes = [float(box.get("height")) for box in chart.iter(f"{SVG}rect")]
    assert boxes == pytest.approx([22.0, 110.0, 165.0])
    assert chart.find(f"{SVG}title").text and chart.find(f"{SVG}desc").text


def test_the_frontier_names_the_hubs_that_its_plans_close():
    given = frontier([100.0, 500.0, 750.0])
    given.columns["sites_to_close"][1] = "H1, H2"
    given.columns["note"][1] = "this plan"
    page = Reader(siting_with(sites(), frontier=given))
    assert "best on the measure of this run" in page.text
    assert any(row[-1] == "Hubs to close (options)" for row in page.rows)
    assert ["1", "500", "50 %", "12 min", "yes", "V1, V2 (this plan)", "H1, H2"] in page.rows
    assert ["0", "100", "10 %", "12 min", "–", "as things stand", "–"] in page.rows


def test_the_frontier_of_set_cover_says_that_its_rows_are_of_another_measure_than_the_plan():
    given = frontier([100.0, 500.0, 750.0])
    given.columns["model"][2] = "set_cover"
    given.columns["note"][2] = "this plan"
    html = siting_with(sites(), frontier=given)
    assert "the plan that brings the most need" in Reader(html).text
    assert "The last row is the plan of this page" in Reader(html).text
    assert "best on the measure of this run" not in Reader(html).text
    words = [text.text for text in pictures(html)[1].iter(f"{SVG}text")]
    assert "now" in words and "plan" in words


def test_the_value_of_todays_hubs_stands_beside_the_plans():
    tables = run(2).by_decile, run(3).by_decile
    none = "none: no hub stands, or today's do not serve all that is asked for"
    for today, counted, said in (
        (12.82, False, "12.82 minutes"),
        (None, False, none),
        (504.0, True, "differs by under 10"),
        (104.0, True, "about 100 minutes"),
    ):
        solver = replace(SOLVER, objective=500.0, unit="minutes", counted=counted, today=today)
        page = siting_page(sites(), *tables, solver, (10, 20, 30), method=METHOD, sources=[])
        assert ["Value of today's hubs", said] in Reader(page).rows


def test_a_number_of_sites_without_a_plan_says_so_in_the_table():
    given = frontier([100.0, None])
    given.columns["note"][1] = "no plan of so many keeps every condition"
    page = Reader(siting_with(sites(), frontier=given))
    assert ["1", "no plan of so many keeps every condition"] in page.rows


def test_the_frontier_tells_no_small_change_between_two_numbers():
    rows = Reader(siting_with(sites(), frontier=frontier([100.0, 504.0, 509.0]))).rows
    assert ["1", "500", "held back", "12 min", "yes", "V1, V2"] in rows
    assert any(row[:3] == ["2", "510", "held back"] for row in rows)
    assert any(row[:3] == ["0", "100", "10 %"] for row in rows)


def test_many_columns_have_labels_on_some_only():
    drawn = ElementTree.fromstring(
        columns("t", "d", [Column(str(i), 0.5, "50 %") for i in range(40)], "axis")
    )
    words = [text.text for text in drawn.iter(f"{SVG}text")]
    assert words.count("50 %") == 1 + 14, "one on the scale, every third above its column"
    assert len(list(drawn.iter(f"{SVG}rect"))) == 40
