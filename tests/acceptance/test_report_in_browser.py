"""The pack of the sample county as its readers open it: headless Chromium, from a file."""

from __future__ import annotations

import pytest
from acceptance.browser import Browser, chromium
from acceptance.qgis_process import SAMPLE, done

from family_hub_planner.engine.giving_up import DECIDES_NOTHING
from family_hub_planner.engine.page import heading_row, number_row, paragraph, picture, table
from family_hub_planner.engine.page import page as whole_page

_FINDER = "document.getElementById('map-finder')"
_CARD = "document.getElementById('map-card')"
_PATHS = "document.querySelectorAll('#map-canvas .leaflet-overlay-pane path').length"
_MAP = "document.getElementById('map-canvas').packMap"


@pytest.fixture(scope="module")
def page(qgis, folder, sample_county, sample_areas):
    """The pack's file, written by `qgis_process` from a run of coverage."""
    outs = {name: folder / f"{name}.csv" for name in ("BY_DECILE", "BY_LOCALITY", "BY_HUB")}
    hubs = f"file://{SAMPLE / 'hubs.csv'}?type=csv&xField=easting&yField=northing&crs=EPSG:27700"
    hubs = f"delimitedtext://{hubs}"
    done(
        qgis.run(
            "coverage", **sample_county, HUBS=hubs, HUB_ID="site_id", HOME_AUTHORITY="Fenmarch",
            MODE="pram", BANDS="10,20,30", AREAS=sample_areas, OUTPUT=folder / "coverage.gpkg",
            **outs,
        )
    )  # fmt: skip
    done(
        qgis.run(
            "report", TITLE="Reach of Fenmarch's hubs", QUESTION="Who is within reach?",
            NEED=sample_areas, HUBS=hubs, HUB_ID="site_id", COVERAGE=folder / "coverage.gpkg",
            NETWORK=sample_county["NETWORK"], OUTPUT=folder / "pack.html", **outs,
        )
    )  # fmt: skip
    return folder / "pack.html"


@pytest.fixture(scope="module")
def browser(page):
    if chromium() is None:
        pytest.fail("There is no Chromium: scripts/install_packages.sh test installs it.")
    with Browser(1280, 900) as opened:
        opened.open(page)
        yield opened


def test_it_loads_from_a_file_without_an_error_and_no_request_leaves(browser, page):
    assert browser.errors == []
    assert browser.requests == [page.as_uri()]
    assert browser.run("document.querySelector('h1').textContent") == "Reach of Fenmarch's hubs"
    assert browser.run(_PATHS) > 124, "the areas are not drawn"


def test_the_policy_stops_a_script_and_a_request_put_into_the_page(page):
    with Browser() as opened:
        opened.open(page)
        opened.run(
            "(() => { const s = document.createElement('script'); s.textContent = 'window.bad = 1';"
            "document.body.appendChild(s); new Image().src = 'http://127.0.0.1:9/x.png'; })()"
        )
        assert opened.run("window.bad === undefined")
        assert any("Content Security Policy" in error for error in opened.errors)


def test_the_map_zooms_by_its_button(browser):
    before = browser.run(f"{_MAP}.getZoom()")
    browser.run("document.querySelector('.leaflet-control-zoom-in').click()")
    browser.run("new Promise(done => setTimeout(done, 600))")
    assert browser.run(f"{_MAP}.getZoom()") > before
    browser.run("document.querySelector('.leaflet-control-zoom-out').click()")
    browser.run("new Promise(done => setTimeout(done, 600))")


def test_a_click_on_an_area_opens_its_card(browser):
    browser.run("document.getElementById('map-canvas').scrollIntoView()")
    browser.run(f"{_CARD}.hidden = true")
    place = browser.run(
        "(() => { const box = document.getElementById('map-canvas').getBoundingClientRect();"
        "return [box.left + box.width * 0.4, box.top + box.height * 0.3]; })()"
    )
    browser.click(*place)
    assert browser.run(f"{_CARD}.hidden") is False
    said = browser.run(f"{_CARD}.textContent")
    assert "Fenmarch" in said and "Children aged 0-4" in said and "min to" in said


def test_a_layer_can_be_switched_off_and_on(browser):
    pins = "document.querySelectorAll('.leaflet-marker-pane .pin').length"
    box = "document.querySelector('[data-layer=hubs]')"
    there = browser.run(pins)
    browser.run(f"{box}.click()")
    assert browser.run(pins) < there
    browser.run(f"{box}.click()")
    assert browser.run(pins) == there


def test_areas_and_hubs_are_reached_by_the_keyboard_alone(browser):
    value = browser.run(f"[...{_FINDER}.options].find(o => o.value.startsWith('hubs|')).value")
    browser.run(
        f"(f => {{ f.focus(); f.value = {value!r}; f.dispatchEvent(new Event('change')); }})"
        f"({_FINDER})"
    )
    assert "Hub" in browser.run(f"{_CARD}.querySelector('h3').textContent")
    browser.run(f"{_CARD}.hidden = true")
    browser.run("document.querySelector('.leaflet-marker-pane .pin').focus()")
    browser.press("Enter", 13)
    assert browser.run(f"{_CARD}.hidden") is False


def test_a_table_sorts_by_value_both_ways_and_says_so(browser):
    table = "document.querySelector('#sheet-today_by_hub table')"
    heads = browser.run(f"[...{table}.tHead.rows[0].cells].map(c => c.textContent)")
    place = next(i for i, head in enumerate(heads) if head.startswith("All children"))
    cell = f"r.cells[{place}].getAttribute('data-value')"
    values = f"[...{table}.tBodies[0].rows].map(r => Number({cell}))"
    head = f"{table}.tHead.rows[0].cells[{place}]"
    browser.run(f"{head}.querySelector('button').click()")
    rising = browser.run(values)
    assert rising == sorted(rising) and len(set(rising)) > 3
    assert browser.run(f"{head}.getAttribute('aria-sort')") == "ascending"
    browser.run(f"{head}.querySelector('button').click()")
    assert browser.run(values) == rising[::-1]
    assert browser.run(f"{head}.getAttribute('aria-sort')") == "descending"
    assert "All areas" in browser.run(f"{table}.tFoot.textContent"), "the total was sorted away"


def test_a_figure_shows_where_it_comes_from(browser):
    browser.run("document.querySelector('a.figure').click()")
    said = browser.run("document.querySelector('dialog[open]').textContent")
    for word in ("Source", "Date", "Formula", "To run it again", "coverage.gpkg"):
        assert word in said
    browser.press("Escape", 27)
    assert browser.run("document.querySelector('dialog[open]') === null")


def test_it_fits_a_telephone(browser):
    browser.size(360, 740)
    assert browser.run("document.documentElement.scrollWidth") <= 360
    browser.size(1280, 900)


_WIDE = "[...document.querySelectorAll('.scroll')].find(one => one.scrollWidth > one.clientWidth)"


def test_on_a_telephone_a_wide_table_of_a_runs_page_scrolls_in_its_box_and_not_the_page(tmp_path):
    headings = heading_row(["Area", *(f"within {one} minutes" for one in range(10))])
    row = number_row("East Saltham and the South", ["about 1,240 (42 %)"] * 10)
    long = paragraph("file_with_a_name_that_no_line_of_a_telephone_holds" * 2)
    body = [table("Children by area", headings, [row]), picture("<svg/>", "A chart"), long]
    (tmp_path / "page.html").write_text(whole_page("Reach", body), encoding="utf-8")
    with Browser(390, 844) as opened:
        opened.open(tmp_path / "page.html")
        assert opened.run("document.documentElement.scrollWidth") <= 390
        assert opened.run(f"{_WIDE}.getAttribute('aria-label')") == "Children by area"
        opened.press("Tab", 9)  # to the notice's own link it is further
        assert opened.run(f"document.activeElement === {_WIDE}")
        left = "document.querySelector('tbody th').getBoundingClientRect().left"
        before = opened.run(left)
        opened.run(f"{_WIDE}.scrollLeft = 200")
        assert opened.run(left) == before, "the row's name stays in sight"


def test_the_packs_row_names_stay_in_sight_where_a_table_scrolls_on_a_telephone(browser):
    browser.size(360, 740)
    sheet = _WIDE.replace(".scroll'", ".sheet .scroll'")
    left = f"{sheet}.querySelector('tbody th').getBoundingClientRect().left"
    before = browser.run(left)
    browser.run(f"{sheet}.scrollLeft = 80")
    assert browser.run(f"{sheet}.scrollLeft") > 0
    assert browser.run(left) == before
    browser.run(f"{sheet}.scrollLeft = 0")
    browser.size(1280, 900)


def test_without_javascript_all_of_it_reads(page):
    with Browser() as opened:
        opened.call("Emulation.setScriptExecutionDisabled", value=True)
        opened.open(page)
        opened.call("Emulation.setScriptExecutionDisabled", value=False)
        assert opened.run("document.querySelector('#map-picture svg').clientHeight") > 200
        assert opened.run("document.querySelector('#map-controls').hidden")
        said = opened.run("document.body.innerText")
        assert "Who is within reach?" in said and "Not assessed".lower() in said.lower()
        assert DECIDES_NOTHING not in said, "no option was given"
