"""The columns of what the runs wrote."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsVectorLayer

from .runs import Runs

KEY = "fid"  # a GeoPackage's own column, in no other form
PART = "!!::!!"  # parts what QGIS tells of a layer inside a file


def columns_of(runs: Runs) -> dict[tuple[str, str], list[str]]:
    """Give the columns by (algorithm, output); a second run of an algorithm adds its own.

    A file of several layers, as a network is, has the names of its layers instead.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for name, results in runs.results.items():
        for output, written in results.items():
            columns = _columns_in(str(written))
            if columns:
                known = found.setdefault((runs.algorithms[name], output), [])
                known += [column for column in columns if column not in known]
    return found


def _columns_in(path: str) -> list[str]:
    if not path.endswith(".gpkg") or not Path(path).is_file():
        return []
    layer = QgsVectorLayer(path, "written", "ogr")
    inside = [part.split(PART) for part in layer.dataProvider().subLayers()]
    if len(inside) > 1:
        return [f"layer {parts[1]}" for parts in inside]
    return [name for name in layer.fields().names() if name != KEY]
