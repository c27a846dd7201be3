"""The registers that a run's steps read: which words of them no public text may tell.

Every run leaves confidential places out, so that no result holds them; but a note may name one.
So the registers themselves are opened again, whatever step read them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qgis.core import QgsVectorLayer

from ...engine.confidential import is_confidential, marks_confidential
from ...engine.report.evidence import Unnamed
from ..layers import plain_of, text_of

_LAYERS = re.compile(r"\.(gpkg|csv|txt|shp|geojson|json|gml|kml|fgb|tab|ods|xlsx|parquet)$", re.I)
# Their inputs are ways and statistics, no lists of places
_NO_PLACES = {"buildnetwork", "networkfromlines", "downloadnetwork", "needlayer", "finerdemand"}
_NOT_OF_PLACES = {"NETWORK", "DEMAND", "DEMAND_2", "AREAS", "TIMES", "BASE", "PLAN"}
_IDS = {"site_id", "id", "uprn", "urn", "hub_id", "venue_id", "building", "building_id", "site_ref"}
_NAMES = {
    "site_name", "name", "hub_name", "venue_name", "building_name", "asset_name", "address",
    "full_address", "address_1", "address1", "address_line_1", "postcode",
}  # fmt: skip
_OWNERS = {"owner", "owner_name", "building_owner", "landlord"}
_CHOSEN = re.compile(r"(_ID|_NAME|^ID|^NAME|^UPRN|^ADDRESS)$")
_LEAST_OF_ADDRESS = 8  # letters of an address's first part that is searched for alone

File = Callable[[Any], "Path | None"]


def unnamed_of_steps(steps: Iterable[Mapping[str, Any]], file_of: File) -> Unnamed:
    """Search every layer that the steps of a record read or imported for what is not to be told.

    `file_of` gives a parameter's file, None where it is no longer there.
    """
    found: dict[tuple[str, str], Unnamed] = {}
    for step in steps:
        chosen, asked = _chosen_columns(step), list(_layers_of(step))
        for given in [*asked, *_inputs_of(step)]:
            path, (file, _, layer) = file_of(given), given.partition("|layername=")
            key = (str(path or file), layer)
            if key in found or (path is None and given not in asked):
                continue
            words = None if path is None else unnamed_in(_opened(path, layer), chosen)
            found[key] = Unnamed(not_read=[Path(file).name]) if words is None else words
    return together(found.values())


def registers_of(steps: Iterable[Mapping[str, Any]]) -> list[str]:
    """Name the files of places that the steps of a record read or imported, as it names them."""
    named = (one for step in steps for one in (*_layers_of(step), *_further_of(step)))
    return list(dict.fromkeys(named))


def unnamed_in(layer: QgsVectorLayer, chosen: Sequence[str] = ()) -> Unnamed | None:
    """Search one layer, None if it cannot be opened; `chosen` are further columns of ids and names.

    A layer without a column on confidential places tells its owners only.
    """
    if not layer.isValid():
        return None
    names = layer.fields().names()
    called = {name: re.sub("[^a-z0-9]+", "_", name.lower()).strip("_") for name in names}
    marked = next((name for name in names if marks_confidential(called[name])), None)
    owned = [name for name in names if called[name] in _OWNERS]
    if marked is None and not owned:
        return Unnamed()
    ids, texts, owners, count = set(), set(), set(), 0
    for row in layer.getFeatures():
        said = {name: text_of(plain_of(row[name])).strip() for name in names}
        owners |= {said[name] for name in owned}
        if marked is None or not is_confidential(said[marked]):
            continue
        count += 1
        ids |= {said[name] for name in names if called[name] in _IDS or name in chosen}
        told = [said[name] for name in names if called[name] in _NAMES or name in chosen]
        texts |= {*told, *_first_parts(told)}
    return Unnamed(
        *(frozenset(one - {""}) for one in (ids, texts)), count, frozenset(owners - {""})
    )


def together(parts: Iterable[Unnamed]) -> Unnamed:
    """Put what several layers hold together; the same place in two layers counts once."""
    every = list(parts)
    return Unnamed(
        frozenset().union(*(one.ids for one in every)),
        frozenset().union(*(one.names for one in every)),
        max((one.count for one in every), default=0),
        frozenset().union(*(one.owners for one in every)),
        sorted({name for one in every for name in one.not_read}),
    )


def _first_parts(texts: Iterable[str]) -> Iterator[str]:
    """Give the first part of an address: people name a house without its town."""
    for text in texts:
        first, comma, _ = text.partition(",")
        if comma and len(first.strip()) >= _LEAST_OF_ADDRESS:
            yield first.strip()


def _chosen_columns(step: Mapping[str, Any]) -> list[str]:
    given = (step.get("parameters") or {}).items()
    return [value for name, value in given if isinstance(value, str) and _CHOSEN.search(name)]


def _layers_of(step: Mapping[str, Any]) -> Iterator[str]:
    """Give the files of places that a step read, and those that it imported."""
    algorithm = str(step.get("algorithm") or "").rpartition(":")[2]
    if algorithm in _NO_PLACES or algorithm == "report":
        return
    made = {str(file) for file in (step.get("outputs") or {}).values()}
    for name, value in (step.get("parameters") or {}).items():
        for one in _listed(value):
            file = str(one).split("|")[0] if isinstance(one, str) else ""
            if name not in _NOT_OF_PLACES and _LAYERS.search(file) and file not in made:
                yield str(one)
    if algorithm.startswith("import"):
        yield from (file for file in sorted(made) if _LAYERS.search(file))


def _inputs_of(step: Mapping[str, Any]) -> list[str]:
    """Give the layers and tables whose checksums the record has, whatever parameter named them."""
    named = [str(one.get("name")) for one in step.get("inputs") or ()]
    return [name for name in named if _LAYERS.search(name.split("|")[0])]


def _further_of(step: Mapping[str, Any]) -> Iterator[str]:
    """Give the inputs that no parameter by itself names, where they may hold places."""
    if str(step.get("algorithm") or "").rpartition(":")[2] in _NO_PLACES:
        return
    given = step.get("parameters") or {}
    known = [one for name in _NOT_OF_PLACES for one in _listed(given.get(name))]
    yield from (name for name in _inputs_of(step) if name not in known)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _opened(path: Path, layer: str) -> QgsVectorLayer:
    sublayer = layer.split("|", maxsplit=1)[0]
    return QgsVectorLayer(
        f"{path}|layername={sublayer}" if sublayer else str(path), path.stem, "ogr"
    )
