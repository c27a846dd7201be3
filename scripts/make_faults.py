"""Write docs/faults.md: what a user sees for which fault, from the catalogue of the tests.

python3 scripts/make_faults.py [TARGET]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "faults.md"
HEAD = """# What happens with bad input

Made by `make docs` from the catalogue in `tests/catalogue`: {count} cases, each of them really made
and run by `tests/algorithms/test_catalogue.py`. The words in quotation marks are those that the
sentence must have, with the file, layer or area of the case. A run that is **refused** says so in
one sentence (what is wrong, where, what to do), ends with status 1 in `qgis_process`, and leaves
the inputs and everything that stood at its outputs as they were. What is **taken** is treated as
told here, and gives the figures of the clean input unless the line says otherwise.

Beside these, `tests/fuzz` (`make fuzz`) gives each reader spoilt files without number: it must give
a sound result or a sentence, and what was found is kept there.

Not in the table, since each holds for every algorithm (`tests/faults`):

- **A full disk, a folder closed to writing, a GeoPackage that another program holds** (as an
  output): refused in words, for every algorithm that writes; the last two before anything is worked
  out. Tried on disks of the tests' own, which root alone can mount on Linux: skipped aloud
  elsewhere. Files that we write ourselves (network, page, PDF, map, tables, results of a scenario)
  are written beside their place and renamed, so that the old one stays. A layer or table that QGIS
  itself writes is opened when all is worked out; one that breaks off on a full disk may cost that
  output, never an input.
- **Cancel** is heard at every stage: no step of a county (204,000 stretches of road) works on for
  more than about 1.5 s of processor time unheard; most ask ten times a second. What stood at the
  outputs stays as it was. From the first output on all are written to their end, with one
  exception: where nothing stood at any of them, a long layer or table is broken off and all are
  taken away again. What QGIS does in one call (the index of a network's lines, a page or picture
  of a layout, the first loading of geopandas) is waited for.
- **Ctrl+C (SIGINT) in `qgis_process`** cancels in the same way: it says "STATUS: cancelled", writes
  nothing and ends with status 1. While QGIS still starts, before the algorithm is running, the
  program simply ends (by the signal, or with status 1 and other words, since Python itself is cut
  short in its loading); nothing has been written then. A program that is stopped by SIGTERM or
  `kill -9` says nothing.
- **`kill -9` while a file is written**: a network, page, PDF, map and record is the old one or the
  new one, whole. The folder of tables is that too, but for the moment between two renames, in
  which the old one stands whole in `~NAME.*` beside it. A folder of a scenario's results may then
  lack files that its record names, and never holds old files under a new record: reading it is
  refused, the next run into it works, and what was there stands in `~NAME.*` until somebody
  deletes it. What is left beside begins with "~" and no later run reads it; what a killed run left
  of a network is taken away by a later one after a day.
- **Two programs on one network file**: both may read; one that reads while another builds it anew
  finds the old one or the new one, whole. A file of another layout is refused with the version that
  made it, and one of which a bit has turned is named by its checksum.
"""
PARTS = (
    ("openstreetmap", "OpenStreetMap files"),
    ("tables", "Tables, workbooks, registers and mappings"),
    ("layers", "Layers: shapes, ids and numbers"),
    ("places", "Paths, disks, networks, scenarios and records"),
    ("results", "Results of a run, edited or as they are printed"),
)


def page(parts: Iterable[tuple[str, list[Any]]]) -> str:
    """Give the page; `parts` are headings and their cases."""
    parts = list(parts)
    written = [HEAD.format(count=sum(len(cases) for _, cases in parts))]
    for heading, cases in parts:
        rows: dict[tuple[str, str], list[str]] = {}
        for case in cases:
            rows.setdefault((case.fault, _told(case)), []).append(f"`{case.algorithm}`")
        lines = [
            f"| {_cell(fault)} | {', '.join(names)} | {_cell(told)} |"
            for (fault, told), names in rows.items()
        ]
        table = ["| Fault | Met by | What happens |", "|---|---|---|", *lines]
        written.append(f"\n## {heading}\n\n" + "\n".join(table) + "\n")
    return "".join(written)


def _told(case: Any) -> str:
    if case.treated:
        return f"taken: {case.treated}"
    words = " … ".join(f"“{one.strip()}”" for one in case.says)
    return f"refused: {words}"


def _cell(text: str) -> str:
    """Give a text for a cell: no line ends, and bars that part no cells."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def main() -> None:
    """Write the page."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "engine")]
    from importlib import import_module

    parts = [(heading, import_module(f"catalogue.{name}").CASES) for name, heading in PARTS]
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.write_text(page(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
