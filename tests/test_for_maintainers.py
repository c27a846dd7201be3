"""What the pages for whoever carries on say is so: the picture, the licences, the promises."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import architecture
import pytest

ROOT = Path(__file__).parents[1]
PLUGIN = ROOT / "family_hub_planner"
RESOURCES = PLUGIN / "resources"
sys.path.insert(0, str(ROOT / "scripts"))

import make_architecture  # noqa: E402


def test_the_picture_of_the_parts_is_what_the_imports_are():
    told = make_architecture.PICTURE.read_text("utf-8")
    assert told == make_architecture.drawing(), "run: python3 scripts/make_architecture.py"


def test_every_module_of_the_engine_belongs_to_a_box_and_the_ground_floor_stands_on_none():
    modules = [name for name in architecture.modules(PLUGIN) if name.startswith("engine.")]
    assert all(make_architecture.part_of(name) for name in modules)
    assert {part for part, _ in make_architecture.links()} <= set(make_architecture.PARTS)
    assert not [b for a, b in make_architecture.links() if a == "engine.ground"]


def patterns() -> list[str]:
    """Give the patterns of the table of licences."""
    text = (ROOT / "docs" / "licences.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [pattern for row in rows for pattern in re.findall(r"`([^`]+)`", row)]


def test_every_file_that_is_shipped_has_a_licence_and_every_line_a_file():
    shipped = {path for path in RESOURCES.rglob("*")
               if path.is_file() and not path.name.endswith(("-wal", "-shm", ".pyc"))}  # fmt: skip
    covered = set()
    for pattern in patterns():
        found = {path for path in RESOURCES.glob(pattern) if path.is_file()}
        assert found, f"{pattern} names no file"
        covered |= found
    assert not {str(path.relative_to(RESOURCES)) for path in shipped - covered}
    assert not [path for path in shipped if path.suffix in (".ttf", ".otf", ".woff", ".woff2")]


def promises() -> list[str]:
    """Give the tests that SECURITY.md names."""
    return re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", (ROOT / "SECURITY.md").read_text("utf-8"))


def test_promises_are_read():
    assert len(promises()) > 15


@pytest.mark.parametrize("named", sorted(set(promises())))
def test_every_promise_has_its_test(named):
    file, _, name = named.partition("::")
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert any(one.startswith("test_") for one in there)
    assert not name or name in there


@pytest.mark.parametrize("page", ["architecture", "contributing"])
def test_every_file_that_a_page_for_maintainers_names_is_there(page):
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    named = re.findall(r"`((?:family_hub_planner|tests|scripts|docs)/[\w./]+)`", text)
    assert named or page == "architecture"
    for name in named:
        if "/ID." not in name and "_ID." not in name:
            assert (ROOT / name).exists(), name
    for name in re.findall(r"`((?:engine|processing|gui)/[\w/]+\.py)`", text):
        assert (PLUGIN / name).exists(), name
