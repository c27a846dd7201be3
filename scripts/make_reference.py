"""Write docs/reference.md from the algorithms: /usr/bin/python3 scripts/make_reference.py [FILE].

Parameters, defaults and numbers are the algorithms' own. The columns are those of the files that
they write when they run on the sample county, which takes some ten seconds.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from docs_pictures.runs import every_run
from docs_pictures.written import columns_of
from qgis.core import QgsApplication
from reference.page import reference_page

from family_hub_planner.processing.provider import ALGORITHMS

FILE = Path(__file__).resolve().parents[1] / "docs" / "reference.md"


GROUPS = ("network", "need", "reach", "sites", "evidence", "models")


def ours() -> list[Any]:
    """Give the algorithms in the order in which they are declared, and the shipped models."""
    provider = QgsApplication.processingRegistry().providerById("familyhub")
    made = [provider.algorithm(one.ID).create() for one in ALGORITHMS]
    models = [one.create() for one in provider.algorithms() if one.groupId() == "models"]
    return [*made, *sorted(models, key=lambda one: one.name())]


def main() -> None:
    """Run every algorithm on the sample county and write the page."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    with every_run() as runs:
        columns = columns_of(runs)
        algorithms = sorted(ours(), key=lambda one: GROUPS.index(one.groupId()))
        target.write_text(reference_page(algorithms, columns), encoding="utf-8")
        print(f"{target.name}: {len(algorithms)} algorithms, {len(columns)} tables and layers")


if __name__ == "__main__":
    main()
