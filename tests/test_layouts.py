"""The templates of the printed map are those that the script draws, whole on their paper."""

from __future__ import annotations

import subprocess
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from patience import SECONDS

from family_hub_planner.processing.print_map.layout import TEMPLATES
from family_hub_planner.processing.print_map.paper import PAPERS, parts_of

SCRIPT = Path(__file__).parents[1] / "scripts" / "make_layouts.py"
PARTS = {"title", "subtitle", "map", "legend", "north", "scale", "note", "sources"}


def test_the_templates_shipped_are_those_that_the_script_draws(tmp_path):
    """Parts, places and sizes: other releases write other versions and unused settings."""
    command = ["/usr/bin/python3", str(SCRIPT), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    drawn = {path.name: gist_of(path) for path in tmp_path.glob("*.qpt")}
    shipped = {path.name: gist_of(path) for path in TEMPLATES.glob("*.qpt")}
    assert set(shipped) == {f"{name}.qpt" for name in PAPERS}
    assert drawn == shipped


def gist_of(path: Path) -> list[tuple[str, ...]]:
    """Give each item's id, place and size; the scale bar sizes itself by the computer's letters."""
    items = ElementTree.fromstring(path.read_text("utf-8")).iter("LayoutItem")
    return sorted((item.get("id", ""), item.get("position", ""), *own_size(item)) for item in items)


def own_size(item: ElementTree.Element) -> tuple[str, ...]:
    return () if item.get("id") == "scale" else (item.get("size", ""),)


@pytest.mark.parametrize("name", PAPERS)
def test_a_template_names_no_file_of_the_computer_it_was_drawn_on(name):
    text = (TEMPLATES / f"{name}.qpt").read_text("utf-8")
    assert 'file="base64:' in text
    assert str(SCRIPT.parents[1]) not in text
    assert {item.get("id") for item in ElementTree.fromstring(text).iter("LayoutItem")} >= PARTS


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("legend", [0.0, 60.0])
def test_the_parts_of_a_page_stand_within_its_margins_and_apart(name, legend):
    paper = PAPERS[name]
    boxes = parts_of(paper, 14.0, 4.0, 9.0, 20.0, legend).boxes()
    for left, top, width, height in boxes.values():
        assert left >= paper.margin and left + width <= paper.width - paper.margin + 1e-9
        assert top >= paper.margin and top + height <= paper.bottom + 1e-9
        assert width > 0 and height > 0
    for (a, one), (b, other) in combinations(boxes.items(), 2):
        assert apart(one, other), (a, b)


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Tell whether two boxes (left, top, width, height) share no ground."""
    return any(
        a + size <= b + 1e-9 or b + other_size <= a + 1e-9
        for a, size, b, other_size in (
            (one[0], one[2], other[0], other[2]),
            (one[1], one[3], other[1], other[3]),
        )
    )
