"""Tell whether all releases of QGIS give the same figures: python3 scripts/same_figures.py.

    run FOLDER                  run every shipped example, a folder each, and note the versions
    compare FOLDER FOLDER ...   compare the tables of such folders, each with the first

The second ends with status 1 where anything differs by more than `figures.compare` allows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from figures.compare import CLOSE, NEAR_M, Likeness, compare
from figures.tables import tables_of
from make_questions import run_all

_MOST_LINES = 20


def main() -> int:
    """Do what the first word says, and give the exit status."""
    folders = [Path(word).absolute() for word in sys.argv[2:]]
    if sys.argv[1:2] == ["run"] and len(folders) == 1:
        folders[0].mkdir(parents=True)
        run_all(folders[0])
        print(f"{len(list(folders[0].glob('*/results.json')))} examples run")
        return 0
    if sys.argv[1:2] == ["compare"] and len(folders) > 1:
        return compare_all(folders)
    print(__doc__, file=sys.stderr)
    return 2


def compare_all(folders: list[Path]) -> int:
    """Compare each folder of runs with the first, print what was found, give the exit status."""
    first, *others = folders
    tables = tables_of(first)
    differing = False
    for folder in others:
        found = compare(tables, tables_of(folder))
        differing = differing or bool(found.told) or not found.cells
        print(f"{_made_with(first)} against {_made_with(folder)}: {_said(found)}")
        for line in found.told[:_MOST_LINES]:
            print(f"  {line}")
        if len(found.told) > _MOST_LINES:
            print(f"  and {len(found.told) - _MOST_LINES} more")
    return int(differing)


def _said(found: Likeness) -> str:
    exact = found.cells - found.inexact - found.yes_or_no
    verdict = f"{len(found.told)} DIFFER" if found.told else "the same figures"
    return (
        f"{verdict}. {found.tables} tables, {found.rows:,} rows, {found.cells:,} cells: {exact:,} "
        f"the same to the last bit, {found.yes_or_no:,} yes or no in other signs, "
        f"{found.inexact:,} differ, where no more is said by at most {found.furthest:.1e} of their "
        f"value (allowed {CLOSE:g}; corners of shapes {NEAR_M * 1000:g} mm)"
    )


def _made_with(folder: Path) -> str:
    """Give the QGIS and packages that a folder's runs were made with."""
    record = next(folder.rglob("results.json"), None)
    if record is None:
        return f"{folder.name} (no run)"
    versions = json.loads(record.read_text(encoding="utf-8"))["versions"]
    return ", ".join(f"{name} {text}" for name, text in versions.items())


if __name__ == "__main__":
    sys.exit(main())
