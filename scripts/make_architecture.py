"""Draw docs/pictures/architecture.svg: the parts of the plugin and which imports which, as it is.

Run with --check to be told by the exit status whether the picture is what the source says.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import architecture  # noqa: E402 - it reads the source for the tests too

PACKAGE = ROOT / "family_hub_planner"
PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
# Each part with its name and the words in its box; then its place: column, row and columns wide.
PARTS = {
    "plugin": ("plugin.py", "life of the plugin in QGIS", (0, 0, 3)),
    "gui": (
        "gui",
        "dock, what-if on the map, dialogs: runs algorithms, works out nothing",
        (0, 1, 3),
    ),
    "processing": (
        "processing",
        "algorithms: parameters in, one engine call, layers out",
        (0, 2, 3),
    ),
    "engine.sources": ("1  engine/sources", "published files to tables", (0, 3, 1)),
    "engine.network": ("2  engine/network", "ways: build, snap, store, route", (1, 3, 1)),
    "engine.stages": ("3  engine", "need, coverage, equity, comparison", (2, 3, 1)),
    "engine.siting": ("4  engine/siting", "sites, outreach, shared buildings", (0, 4, 1)),
    "engine.scenario": ("5  engine/scenario", "a whole run as one file", (1, 4, 1)),
    "engine.report": ("6  engine/report", "the evidence pack", (2, 4, 1)),
    "engine.ground": ("engine, ground floor", "tables, errors, progress, pages, texts", (0, 5, 3)),
}
GROUND = {"errors", "progress", "tables", "provenance", "projection", "packages", "plain_text",
          "bands", "published", "suppression", "in_words", "giving_up", "confidential", "chart",
          "colours", "sheet_look",
          "page"}  # fmt: skip
WIDE, HIGH, LEFT, TOP, ACROSS, DOWN = 284, 78, 20, 20, 304, 112
INK, LINE = "#26323a", "#6b7780"
BANDS = ("plugin", "gui", "processing", "engine")


def part_of(module: str) -> str:
    """Give the part that a module of the package belongs to; "" for what stands outside them."""
    room, _, rest = module.partition(".")
    if room in ("plugin", "gui", "processing"):
        return room
    if room != "engine" or not rest:
        return ""
    first = rest.partition(".")[0]
    if f"engine.{first}" in PARTS:
        return f"engine.{first}"
    return "engine.ground" if first in GROUND else "engine.stages"


def links() -> set[tuple[str, str]]:
    """Give each pair of parts of which the first imports the second."""
    graph = architecture.import_graph(PACKAGE).inside
    pairs = {(part_of(a), part_of(b)) for a, targets in graph.items() for b in targets}
    return {(a, b) for a, b in pairs if a and b and a != b}


def drawing() -> str:
    """Give the picture: the floors from the top down, and in each box what it imports."""
    found = links()
    width, height = LEFT * 2 + 2 * ACROSS + WIDE, TOP * 2 + 5 * DOWN + HIGH
    boxes = "".join(_box(key, [b for b in PARTS if (key, b) in found]) for key in PARTS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="Segoe UI, Arial, sans-serif">\n'
        "<title>Parts of the plugin from the top down, and what each imports</title>\n"
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        f'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="{LINE}"/></marker></defs>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{boxes}{_arrows(found)}</svg>\n'
    )


def _arrows(found: set[tuple[str, str]]) -> str:
    """Draw an arrow from each floor that imports the one below it, the ground floor's too."""
    rooms = {(a.partition(".")[0], b.partition(".")[0]) for a, b in found}
    rows = [row for row in range(3) if (BANDS[row], BANDS[row + 1]) in rooms]
    return "".join(_arrow(row) for row in [*rows, 4])


def _arrow(row: int) -> str:
    x, y = LEFT + ACROSS + WIDE / 2, TOP + row * DOWN + HIGH
    return f'<path d="M{x} {y}V{y + DOWN - HIGH}" stroke="{LINE}" marker-end="url(#tip)"/>\n'


def _box(key: str, targets: list[str]) -> str:
    name, words, (column, row, columns) = PARTS[key]
    x, y = LEFT + column * ACROSS, TOP + row * DOWN
    wide = WIDE + (columns - 1) * ACROSS
    fill = "#eef4f6" if key.startswith("engine") else "#fff4e0"
    told = ", ".join(_short(one) for one in targets if one != "engine.ground")
    lines = [(26, 15, "bold", name), (46, 12, "normal", words)]
    lines += [(66, 11, "normal", f"imports {told}")] if told else []
    texts = "".join(
        f'<text x="{x + wide / 2}" y="{y + at}" text-anchor="middle" font-size="{size}" '
        f'font-weight="{weight}" fill="{INK}">{escape(text)}</text>'
        for at, size, weight, text in lines
    )
    return (
        f'<rect x="{x}" y="{y}" width="{wide}" height="{HIGH}" rx="6" fill="{fill}" '
        f'stroke="{INK}"/>{texts}\n'
    )


def _short(key: str) -> str:
    return PARTS[key][0].lstrip("0123456789 ")


def main(words: list[str]) -> int:
    """Write the picture, or with --check say whether it is up to date."""
    if "--check" in words:
        return 0 if PICTURE.read_text(encoding="utf-8") == drawing() else 1
    PICTURE.write_text(drawing(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
