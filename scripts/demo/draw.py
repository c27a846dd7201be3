"""The part of the demonstration that needs PyQGIS: python3 -m demo.draw BRIEF.json.

Run as a child of its own, so that the rest needs no QGIS in its Python.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qgis.core import QgsApplication

from family_hub_planner.processing.print_map.export import export
from family_hub_planner.processing.print_map.keep import keep_in_project
from family_hub_planner.processing.print_map.layout import layout_of

from .merge import Extra, merge
from .project import Results

DPI = 200


def main() -> None:
    """Merge the outputs, write the project and print the map, as *Print a map* does."""
    brief = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    application = QgsApplication([], False)
    application.initQgis()
    draw(brief)
    application.exitQgis()


def draw(brief: dict) -> None:
    """Write planner.gpkg, planner.qgz and map.png into the folder."""
    planner = Path(brief["planner"])
    extras = [Extra(**extra) for extra in brief["extras"]]
    tables = merge(Path(brief["network"]), Path(brief["steps"]), extras, planner)
    results = Results(brief, tables)
    page = layout_of(results.shown(), brief["title"], project=results.project, notes=brief["notes"])
    export(page, planner.with_name("map.png"), DPI)
    keep_in_project(page, "Map of the result", results.project)
    results.save(planner.with_name("planner.qgz"))
    del page
    results.close()


if __name__ == "__main__":
    main()
