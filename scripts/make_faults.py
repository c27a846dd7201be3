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

Not in the table: folders that may not be written to (the tests may run as a user who may write
anywhere); disks that are full are tried by a limit on the size of files, and for network, page, map
and report only: a layer or table that QGIS itself writes is opened when all is worked out, and one
that breaks off on a full disk may cost that output, never an input.
"""
PARTS = (
    ("openstreetmap", "OpenStreetMap files"),
    ("tables", "Tables, workbooks, registers and mappings"),
    ("layers", "Layers: shapes, ids and numbers"),
    ("places", "Paths, disks, networks, scenarios and records"),
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
