"""What a printed map must credit and say: sources, licences, how minutes were modelled, fiction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qgis.core import QgsMapLayer, QgsVectorLayer

from ...engine.giving_up import DECIDES_NOTHING
from ...engine.made_with import MadeWith, read_made_with
from ...engine.method_note import mode_limit, travelling
from ...engine.network.modes import MODES
from ...engine.page import OSM_NOTICE
from ...engine.report.boundaries import boundary_credits
from ...engine.sources.recognition import says_fictional
from ..fictional import YES
from ..method import written_date
from ..result_kinds import AREAS, kind_of, shapes_of
from ..version import plugin_version

OSM_LINE = f"Contains OpenStreetMap data: {OSM_NOTICE} (openstreetmap.org/copyright)."
FICTIONAL_LINE = "FICTIONAL: made-up data. Nothing on this map is to be quoted."
FICTIONAL_OSM = (
    "The ways are made up in OpenStreetMap's form; a map of real ones must credit "
    f"{OSM_NOTICE} (openstreetmap.org/copyright)."
)
DECIDING = {
    "change", "change_points", "sites", "outreach", "estate_options", "estate_moves",
    "estate_after", "longer_journeys", "colocation_pairs", "colocation_plan",
}  # fmt: skip
_MOST = 60  # different texts that are read of one column
_CHECKSUM = re.compile(r" \(sha256 [0-9a-f]+\)")
_SENTENCES = re.compile(r"(?<=[a-z0-9)])\. (?=[A-Z])")


@dataclass(frozen=True)
class Credits:
    """The sentences of a map: `warning` "" or that it is made up, how its journeys were made."""

    warning: str
    journeys: str
    note: str
    sources: tuple[str, ...]

    @property
    def headline(self) -> str:
        """Give the line under the title."""
        return " ".join(said for said in (self.warning, self.journeys) if said)

    def sources_text(self) -> str:
        """Give the sources in one paragraph."""
        return "Sources: " + " ".join(f"{one.rstrip('.')}." for one in self.sources)


def credits_of(layers: Sequence[QgsMapLayer], notes: str = "") -> Credits:
    """Read from the layers themselves what a map of them must say; `notes` are the user's own.

    OpenStreetMap is credited on every map: a council's own layers may rest on it unsaid, and one
    credit too many does no harm. Nor do files of boundaries name their publisher: areas drawn with
    its codes credit it.
    """
    made = [told for layer in layers for told in made_with_of(layer)]
    fictional = any(is_fictional(layer) for layer in layers) or any(one.fictional for one in made)
    given = list(dict.fromkeys(said for layer in layers for said in _stated(layer)))
    osm = FICTIONAL_OSM if fictional and not any(one.from_osm for one in made) else OSM_LINE
    named = [one for one in given if OSM_NOTICE not in one]
    named += [] if fictional else _boundaries(layers)
    return Credits(
        FICTIONAL_LINE if fictional else "",
        _journeys(made),
        _note(layers, made, notes),
        (osm, *named),
    )


def made_with_of(layer: QgsMapLayer) -> list[MadeWith]:
    """Read what a layer was made with: all of a coverage, the mode of catchments, else nothing."""
    modes, bands = texts_in(layer, "mode"), texts_in(layer, "bands")
    mode, band = (modes or [""])[0], (bands or [""])[0]
    texts = texts_in(layer, "made_with")
    if texts:
        return [read_made_with(mode, band, one) for one in texts]
    return [MadeWith(mode=one, from_osm=False) for one in modes]  # the network is not known


def texts_in(layer: QgsMapLayer, column: str) -> list[str]:
    """Give the different texts of a column, sorted; none where the layer lacks it."""
    if not isinstance(layer, QgsVectorLayer):
        return []
    at = layer.fields().indexOf(column)
    values = layer.uniqueValues(at, _MOST) if at >= 0 else ()
    return sorted({str(value).strip() for value in values if value} - {"", "NULL"})


def is_fictional(layer: QgsMapLayer) -> bool:
    """Tell whether a layer's name or its column `fictional` calls it made up."""
    if says_fictional(layer.name()) or _about(layer).get("publisher", "").endswith("(fictional)"):
        return True
    said = [*texts_in(layer, "sources"), *texts_in(layer, "publisher")]
    if any(one.startswith("Fictional") for one in said):
        return True
    return any(value.lower() in YES for value in texts_in(layer, "fictional"))


def _stated(layer: QgsMapLayer) -> Iterator[str]:
    """Give the sources that a layer names, one sentence each, without checksums."""
    for text in texts_in(layer, "sources"):
        yield from (_CHECKSUM.sub("", one) for one in _SENTENCES.split(text))
    about = _about(layer)
    if about:
        told = (about.get(key) or f"{key} not stated" for key in ("publisher", "licence"))
        yield "; ".join((f"Network: {about.get('dataset', '')}", *told))
    yield from (f"Journeys on: {one.network}" for one in made_with_of(layer) if one.network)
    rights = layer.metadata().rights() if layer.metadata() else []
    yield from (f"{layer.name()}: {one}" for one in (*rights, _attribution(layer)) if one)


def _boundaries(layers: Sequence[QgsMapLayer]) -> list[str]:
    """Credit the publishers of the areas that are drawn, as their codes tell them."""
    drawn = (layer for layer in layers if kind_of(layer) and shapes_of(layer) == AREAS)
    codes = (code for layer in drawn for code in texts_in(layer, "area_code"))
    return boundary_credits(codes)


def _attribution(layer: QgsMapLayer) -> str:
    """Give the attribution that the user or a server states; newer releases keep it elsewhere."""
    keeper = layer.serverProperties() if hasattr(layer, "serverProperties") else layer
    return keeper.attribution() if hasattr(keeper, "attribution") else ""


def _about(layer: QgsMapLayer) -> dict[str, str]:
    """Read what a network's file tells of itself; nothing for any other layer."""
    if not kind_of(layer).startswith("network_"):
        return {}
    table = QgsVectorLayer(f"{layer.source().split('|')[0]}|layername=about", "about", "ogr")
    if not table.isValid():
        return {}
    told = {row["key"]: str(row["value"] or "") for row in table.getFeatures()}
    return told if {"publisher", "licence"} <= set(told) else {}


def _note(layers: Sequence[QgsMapLayer], made: Sequence[MadeWith], notes: str) -> str:
    kinds = {kind_of(layer) for layer in layers}
    said = [notes] if notes else []
    said.append("Modelled, not measured. Each area is taken at one point, not at each family's.")
    said += [one for one in dict.fromkeys(mode_limit(told.mode) for told in made) if one]
    said += [DECIDES_NOTHING] if kinds & DECIDING else []
    said.append(f"Printed {written_date(date.today())}, Family Hub Planner {plugin_version()}.")
    return " ".join(said)


def _journeys(made: Iterable[MadeWith]) -> str:
    """Say how the journeys were made, as far as the layers tell: "Walking at 4.8 km/h, ..."."""
    ways = "; ".join(sorted({_way(one) for one in made} - {""}))
    return f"{ways[0].upper()}{ways[1:]}." if ways else ""


def _way(made: MadeWith) -> str:
    if made.mode not in MODES:
        return ""
    speed = f" at {made.speed_kph:g} km/h" if made.speed_kph else ""
    end = {"to": ", from home to the hub", "from": ", from the hub to home"}
    return f"{travelling(made.mode)}{speed}{end.get(made.direction, '')}"
