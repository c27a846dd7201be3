"""Whether what a run is told to have been given is what its result says of itself.

A file may have been written anew by a run that nobody here saw: its layer then tells other settings
than the run that is recorded for it, and the record would lead to other figures.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsVectorLayer

from .run_told import Told
from .step_record import has

_AGES = re.compile(r"(\d+)\s*(?:-|–|to)\s*(\d+)")  # written otherwise, they are not compared
_BANDS = re.compile(r"\s*\d+(?:\.\d+)?\s*(?:,\s*\d+(?:\.\d+)?\s*)*")
_TABLE = "table of times "  # begins what a layer names in the place of a network
_CUT = range(250, 255)  # bytes of a text that a shapefile may have cut: tables may be missing
_CHECKSUM = re.compile(r"\(sha256 ([0-9a-f]{12,64})\)")
# What a need's own words say of one weighting alone; the first that is found.
WEIGHTINGS = {
    "expression": re.compile(r"^an expression of one's own: "),
    "decile_weights": re.compile(r"^weight of the "),
    "top_decile": re.compile(r" only; none elsewhere"),
    "income_deprived_children": re.compile(r"^children (aged 0-15 )?in income-deprived families"),
    "children": re.compile(r"^children aged "),
}
_MODES = ("walk", "pram", "cycle", "drive")
_DIRECTIONS = ("to", "from")


def contradicts(run: Told, layer: QgsVectorLayer | None) -> bool:
    """Tell whether a layer says that it was made otherwise than by this run.

    Compared are ages, weighting, the tables behind a need by name and checksum, mode, bands,
    direction and service, and whether its minutes are a table's; what the run or the layer does not
    tell, or tells in other words, is not.
    """
    if layer is None or not layer.isValid():
        return False
    if layer.providerType() == "ogr":  # an open layer goes on reading a file that was replaced
        layer = QgsVectorLayer(layer.source(), layer.name(), "ogr")
    given, made = run["parameters"], _made_with(layer)
    pairs = [
        (_ages(given.get("AGES")), _ages(_only(layer, "ages"))),
        (_bands(given.get("BANDS")), _bands(_only(layer, "bands"))),
        (_one_of(_MODES, given.get("MODE")), _one_of(_MODES, _only(layer, "mode"))),
        (_one_of(_DIRECTIONS, given.get("DIRECTION")), _one_of(_DIRECTIONS, made.get("direction"))),
    ]
    if run["algorithm"] == "familyhub:coverage" and isinstance(made.get("network"), str):
        pairs.append((_is_set(given.get("TIMES")), made["network"].startswith(_TABLE)))
    if run["algorithm"] == "familyhub:needlayer":
        pairs.append((_weighting_given(given), _weighting(_only(layer, "need_is"))))
        pairs += [(True, one) for one in _tables_told(given, _only(layer, "sources"))]
    if isinstance(given.get("SERVICE"), str) and isinstance(made.get("service"), str):
        pairs.append((given["SERVICE"].strip(), made["service"]))
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _weighting_given(given: Mapping[str, Any]) -> str | None:
    return _one_of(tuple(WEIGHTINGS), given.get("WEIGHTING", "children"))


def _weighting(words: str | None) -> str | None:
    """Give the weighting that a need's own words tell; None for other words."""
    found = (name for name, how in WEIGHTINGS.items() if how.search(words or ""))
    return next(found, None)


def _tables_told(given: Mapping[str, Any], sources: str | None) -> Iterator[bool]:
    """Tell of each table that a need was given whether its layer names it with its checksum.

    A table that is gone is looked for by its name alone.
    """
    whole = len((sources or "").encode()) not in _CUT
    marks = _CHECKSUM.findall(sources or "") if whole else []
    for name in ("POPULATION", "DEPRIVATION"):
        value = given.get(name)
        if not marks or not has(value, "file") or not value["file"]:
            continue
        path = Path(value["file"])
        try:
            mark_of_file = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            yield f"{path.name} (sha256 " in (sources or "")
            continue
        yield any(mark_of_file.startswith(mark) for mark in marks)


def _only(layer: QgsVectorLayer, column: str) -> str | None:
    """Give the one text that all rows of a column have; None where there is none or several."""
    place = layer.fields().indexFromName(column)
    found = layer.uniqueValues(place, 3) if place >= 0 else set()
    texts = {str(value) for value in found if isinstance(value, str) and value}
    return texts.pop() if len(texts) == 1 else None


def _made_with(layer: QgsVectorLayer) -> dict[str, Any]:
    try:
        told = json.loads(_only(layer, "made_with") or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _ages(text: Any) -> tuple[int, int] | None:
    found = _AGES.fullmatch(text.strip()) if isinstance(text, str) else None
    return (int(found[1]), int(found[2])) if found else None


def _bands(text: Any) -> list[float] | None:
    if not isinstance(text, str) or not _BANDS.fullmatch(text):
        return None
    return sorted(float(part) for part in text.split(","))


def _one_of(words: tuple[str, ...], text: Any) -> str | None:
    return text if text in words else None


def _is_set(value: Any) -> bool:
    return bool(value.get("file")) if has(value, "file") else bool(value)
