"""Say what part of the engine's lines the tests ran, a figure a package, and fail under 95 %.

    line_coverage.py build/coverage/lines.json

Reads what `coverage json` wrote. Run by `make coverage`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

LEAST = 95.0
ENGINE = "family_hub_planner/engine"
Lines = tuple[int, int]


def by_package(files: Mapping[str, Mapping[str, Mapping[str, int]]]) -> dict[str, Lines]:
    """Give the lines run and the lines there are, for each folder of the engine and for all."""
    found: dict[str, Lines] = {}
    for name, measured in sorted(files.items()):
        inside = PurePosixPath(Path(name).as_posix()).relative_to(ENGINE)
        package = inside.parts[0] if len(inside.parts) > 1 else "(itself)"
        summary = measured["summary"]
        for key in (package, "engine"):
            run, lines = found.get(key, (0, 0))
            found[key] = run + summary["covered_lines"], lines + summary["num_statements"]
    return found


def percent(lines: Lines) -> float:
    """Give the per cent run; 100 where there is nothing to run."""
    run, there = lines
    return 100.0 * run / there if there else 100.0


def main(path: str) -> int:
    """Print a line a package and the modules with most left; 1 where the engine is under 95 %."""
    files = json.loads(Path(path).read_text(encoding="utf-8"))["files"]
    packages = by_package(files)
    for name, lines in packages.items():
        print(f"{percent(lines):6.2f} %  {lines[0]:6d} of {lines[1]:6d} lines  {name}")
    left = {name: measured["missing_lines"] for name, measured in files.items()}
    print("\nNot run:")
    for name in sorted(left, key=lambda name: (-len(left[name]), name))[:25]:
        if left[name]:
            print(f"  {name}: {', '.join(map(str, left[name]))}")
    return int(percent(packages["engine"]) < LEAST)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
