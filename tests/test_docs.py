"""What the docs name is there: files, links, commands, algorithms and their parameters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from family_hub_planner.processing.provider import ALGORITHMS
from family_hub_planner.processing.shipped_models import titles

ROOT = Path(__file__).parents[1]
PLUGIN = ROOT / "family_hub_planner"
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
RUN = re.compile(r"qgis_process(?:\.bin)? (?:--json )?run familyhub:(\w+)([^`]*)")
each = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def anchors(page: Path) -> set[str]:
    """Give the names that a link may go to: headings, as GitHub makes them, and anchors."""
    headings = re.findall(r"^#+ (.*)$", text_of(page), re.M)
    made = {re.sub(r"[^\w\- ]", "", line.lower()).strip().replace(" ", "-") for line in headings}
    return made | set(re.findall(r'<a id="([^"]+)"', text_of(page)))


@each
def test_every_link_goes_to_a_file_and_a_part_that_is_there(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if target.startswith(("http://", "https://")):
            continue
        name, _, part = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), target
        if part:
            assert part in anchors(there), target


@each
def test_every_command_of_make_is_there(page):
    makefile = text_of(ROOT / "Makefile")
    for target in re.findall(r"(?:^ {4}|`)make ([a-z-]+)", text_of(page), re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target


@each
def test_every_run_that_is_quoted_is_of_an_algorithm_with_parameters_that_it_has(page, qgis_app):
    there = {made.ID: made for made in ALGORITHMS}
    for name, given in RUN.findall(text_of(page).replace("\\\n", " ")):
        if name == "ID" or name in titles():
            continue
        algorithm = there[name]().create()
        known = {one.name() for one in algorithm.parameterDefinitions()}
        line = given.split("\n")[0]
        assert set(re.findall(r"\s([A-Z_0-9]+)=", line)) <= known, line


def test_every_module_that_a_heading_of_the_methods_names_is_there():
    headings = re.findall(r"^##+ .*\((.*)\)$", text_of(ROOT / "docs" / "methods.md"), re.M)
    assert len(headings) > 10
    for heading in headings:
        for named in re.findall(r"`([^`]+)`", heading):
            places = [*PLUGIN.glob(named), *PLUGIN.rglob(named.rstrip("/")), *ROOT.glob(named)]
            assert places, f"{named} in {heading}"


def test_every_module_that_the_methods_name_is_there():
    known = {path.name for path in PLUGIN.rglob("*.py")}
    known |= {path.name for path in (PLUGIN / "resources").rglob("*")}
    known |= {path.name for path in (ROOT / "scripts").rglob("*.py")}
    known |= {path.name for path in (ROOT / "tests").rglob("*.py")}
    known |= {path.name for path in (ROOT / "benchmarks").rglob("*.py")}
    named = re.findall(r"`(?:[\w/]+/)?(\w+\.(?:py|csv))`", text_of(ROOT / "docs" / "methods.md"))
    assert set(named) - known == set()


def test_the_readme_leads_to_every_page_of_the_docs():
    readme = text_of(ROOT / "README.md")
    for page in (ROOT / "docs").glob("*.md"):
        assert f"docs/{page.name}" in readme, page.name
