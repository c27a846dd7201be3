"""What every page says of how its figures were worked out: method, data, limits, rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .bands import band_number
from .page import OSM_NOTICE, Html, facts, items, paragraph, section
from .published import ROUNDED_TO

_WITHIN = {
    "walk": "within {} minutes' walk of a hub",
    "pram": "within {} minutes' walk of a hub with a pram",
    "cycle": "within {} minutes' cycle ride of a hub",
    "drive": "within {} minutes' drive of a hub",
}
_MODES = {
    "walk": "walking",
    "pram": "walking with a pram",
    "cycle": "cycling",
    "drive": "driving",
}
_DIRECTIONS = {"to": "from home to the hub", "from": "from the hub to home"}


@dataclass(frozen=True)
class Method:
    """The parameters that a page prints beside its figures.

    `ages` "" means that they are not known. `mode` and `direction` take the words of the contract
    ("walk", "to", ...); any other mode,
    such as that of a table of times made elsewhere, is printed as it stands. `speed_kph` None
    means that speeds come from the network, road by road. `headline_minutes` None takes the
    middle band. Counts above zero and under `threshold` are held back. `further` are more
    parameters to print, name to value; `hub_names` gives hubs a name beside their id.
    """

    place: str = ""
    ages: str = "0-4"
    mode: str = "walk"
    speed_kph: float | None = None
    direction: str = "to"
    max_snap_m: float = 500.0
    headline_minutes: float | None = None
    decile_name: str = "deprivation decile"
    threshold: float = 10
    version: str = ""
    further: Mapping[str, str] = field(default_factory=dict)
    hub_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def children(self) -> str:
        """Say whom the counts are of: "children aged 0-4", or "children" where it is not known."""
        return f"children aged {self.ages}" if self.ages else "children"

    def headline(self, bands: Sequence[float]) -> float:
        """Give the band in minutes that the first sentence speaks of."""
        chosen = self.headline_minutes
        return bands[len(bands) // 2] if chosen not in bands or chosen is None else chosen

    def within(self, band: float) -> str:
        """Say the band in words: "within 20 minutes' walk of a hub"."""
        return _WITHIN.get(self.mode, "within {} minutes of a hub").format(band_number(band))

    def hub(self, hub_id: str) -> str:
        """Give the hub's name with its id, or the id alone."""
        name = self.hub_names.get(hub_id, "")
        return f"{name} ({hub_id})" if name else hub_id


def is_fictional(sources: Sequence[str]) -> bool:
    """Tell whether a data set says of itself that it is fictional, as the sample county does.

    Such a page warns at its top and does not claim to show OpenStreetMap's data; a real network
    beside made-up tables is still credited where its own source is named.
    """
    return any("fictional" in source.lower() for source in sources)


def fictional_note(sources: Sequence[str]) -> list[Html]:
    """Warn at the top of a page that rests on fictional data."""
    if not is_fictional(sources):
        return []
    text = "FICTIONAL: worked out from made-up data. No figure on this page is to be quoted."
    return [paragraph(text, "fictional")]


def method_sections(
    method: Method,
    bands: Sequence[float],
    how: Sequence[str],
    limits: Sequence[str],
    sources: Sequence[str],
) -> list[Html]:
    """Give the parts that close a page: method, parameters, data with licences, limits.

    `how` are the paragraphs of method, `limits` those particular to the page, and `sources` one
    sentence for each data set (`Provenance.sentence`). OpenStreetMap's notice is printed on all
    but fictional pages.
    """
    notice = [] if is_fictional(sources) else [f"Map data: {OSM_NOTICE}"]
    return [
        section("Method", *[paragraph(text) for text in how], _parameters(method, bands)),
        section("Data and licences", items([*sources, *notice])),
        section("Limits", items([*limits, *_common_limits(method)])),
    ]


def _parameters(method: Method, bands: Sequence[float]) -> Html:
    speed = "by class of road, from the network"
    if method.speed_kph is not None:
        speed = f"{method.speed_kph:g} km/h"
    pairs = [
        ("Mode of travel", _MODES.get(method.mode, method.mode)),
        ("Speed", speed),
        ("Direction of travel", _DIRECTIONS.get(method.direction, method.direction)),
        ("Bands", ", ".join(band_number(band) for band in bands) + " minutes"),
        ("Greatest distance from a point to the network", f"{method.max_snap_m:g} m"),
        ("Children counted", f"aged {method.ages}" if method.ages else "ages not stated"),
        *method.further.items(),
        ("Software", method.version or "not stated"),
    ]
    return facts("Parameters of this run", pairs)


def _common_limits(method: Method) -> list[str]:
    small = f"{method.threshold:g}"
    return [
        "Minutes are modelled, not observed, and start from one point for each area; families in "
        "a large area live nearer to a hub or farther from it than that point.",
        "Being near a hub says nothing of its opening hours, its services or its room.",
        f"Counts of children are rounded to the nearest {ROUNDED_TO}; those above nought and under "
        f"{small} read “under {small}”, and a share that would tell such a count is held back. "
        "Shares and minutes are worked out before rounding. The result tables hold exact figures.",
        "Where only one row of a table is held back, it may be worked out from the others: look "
        "at small rows before this page is published.",
    ]
