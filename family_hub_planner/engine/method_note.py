"""What every page says of how its figures were worked out: method, data, limits, rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .bands import band_number, in_minutes
from .page import OSM_NOTICE, Html, facts, items, paragraph, section
from .published import unit

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
_MODE_LIMITS = {
    "cycle": "Cycling minutes take no account of hills.",
    "drive": "Driving minutes are those of free-flowing roads: no queues, no looking for a place "
    "to park, no walk from it.",
}
_DIRECTIONS = {"to": "from home to the hub", "from": "from the hub to home"}


@dataclass(frozen=True)
class Method:
    """The parameters that a page prints beside its figures.

    `ages` "" means that they are not known. `mode` and `direction` take the words of the contract
    ("walk", "to", ...); any other mode is printed as it stands. `speed_kph` None means that speeds
    come from the network, road by road. `times` names the table of travel times that was given in
    the network's place: speed, direction and distances are then not known and not printed.
    `headline_minutes` None takes the middle band. Counts above zero and under `threshold` are held
    back. `further` are more parameters to print, name to value; `hub_names` gives hubs a name
    beside their id. `need_is` says what need is; `not_counted` names the hubs left out, id to
    reason. `run_on` is the date of the run. `fictional` says that something of it is made up,
    `from_osm` that its network is OpenStreetMap's. `estimated` says how the counts of children
    were estimated, "" where they are counts.
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
    times: str = ""
    need_is: str = ""
    not_counted: Mapping[str, str] = field(default_factory=dict)
    run_on: str = ""
    fictional: bool = False
    from_osm: bool = True
    estimated: str = ""

    @property
    def children(self) -> str:
        """Say whom the counts are of: "children aged 0-4", or "children" where it is not known."""
        return f"children aged {self.ages}" if self.ages else "children"

    @property
    def footer(self) -> str:
        """Give the page's last line: the software and the date of the run."""
        run = f"run on {self.run_on}" if self.run_on else ""
        return ", ".join(part for part in (self.version, run) if part)

    @property
    def times_given(self) -> str:
        """Say that the minutes were given and not worked out here; "" where they were."""
        if not self.times:
            return ""
        return (
            f"Travel times: from the table given ({self.times}); how they were worked out is not "
            "known here."
        )

    def headline(self, bands: Sequence[float]) -> float:
        """Give the band in minutes that the first sentence speaks of."""
        chosen = self.headline_minutes
        return bands[len(bands) // 2] if chosen not in bands or chosen is None else chosen

    def within(self, band: float) -> str:
        """Say the band in words: "within 20 minutes' walk of a hub"."""
        words = _WITHIN.get(self.mode, "within {} minutes of a hub")
        if band == 1:
            words = words.replace("minutes'", "minute's").replace("minutes ", "minute ")
        return words.format(band_number(band))

    def hub(self, hub_id: str) -> str:
        """Give the hub's name with its id, or the id alone."""
        name = self.hub_names.get(hub_id, "")
        return f"{name} ({hub_id})" if name else hub_id


def _bands_said(bands: Sequence[float]) -> str:
    return ", ".join([*map(band_number, bands[:-1]), in_minutes(bands[-1])])


def travelling(mode: str) -> str:
    """Say a mode in words: "walking with a pram"; any other than the contract's as it stands."""
    return _MODES.get(mode, mode)


def mode_limit(mode: str) -> str:
    """Say what the minutes of a mode leave out; "" where nothing is to be said."""
    return _MODE_LIMITS.get(mode, "")


def fictional_note(method: Method) -> list[Html]:
    """Warn at the top of a page that rests on fictional data."""
    if not method.fictional:
        return []
    text = "FICTIONAL: worked out from made-up data. No figure on this page is to be quoted."
    return [paragraph(text, "fictional")]


def estimate_note(method: Method) -> list[Html]:
    """Say under the answer that the page's counts of children are estimates, and how made."""
    if not method.estimated:
        return []
    text = (
        f"Children are estimated, not counted: {method.estimated}. Every figure of children on "
        "this page rests on it."
    )
    return [paragraph(text, "note")]


def hubs_not_counted(method: Method) -> list[Html]:
    """List the hubs that were left out and why; nothing where all were counted."""
    if not method.not_counted:
        return []
    said = [f"{method.hub(hub)}: {why}." for hub, why in sorted(method.not_counted.items())]
    return [section("Hubs not counted", items(said))]


def no_groups(keys: Sequence[str], group: str) -> str:
    """Say that a table has no deciles (or another `group`), by its keys; "" where it has them."""
    if "1" in keys:
        return ""
    return f"The tables give no {group}s: nothing can be said here of more and less deprived areas."


def method_sections(
    method: Method,
    bands: Sequence[float],
    how: Sequence[str],
    limits: Sequence[str],
    sources: Sequence[str],
) -> list[Html]:
    """Give the parts that close a page: method, parameters, data with licences, limits.

    `how` are the paragraphs of method, `limits` those particular to the page, and `sources` one
    sentence for each data set (`Provenance.sentence`); what was said already is not said again.
    """
    notice = [f"Map data: {OSM_NOTICE}"] if method.from_osm else []
    need = method.need_is or "as the demand points state it; its formula is not known here"
    texts = [paragraph(text) for text in (method.times_given, *how, f"Need: {need}.") if text]
    return [
        section("Method", *texts, _parameters(method, bands)),
        section("Data and licences", items(list(dict.fromkeys([*sources, *notice])))),
        section("Limits", items([*limits, *_common_limits(method)])),
    ]


def _parameters(method: Method, bands: Sequence[float]) -> Html:
    return facts("Parameters of this run", parameters_of(method, bands))


def parameters_of(method: Method, bands: Sequence[float]) -> list[tuple[str, str]]:
    """Give a run's parameters in words, each with its name; `bands` are minutes."""
    return [
        *_travel(method),
        *([("Bands", _bands_said(bands))] if bands else []),
        ("Children counted", f"aged {method.ages}" if method.ages else "ages not stated"),
        *method.further.items(),
        ("Software", method.version or "not stated"),
        *([("Date of the run", method.run_on)] if method.run_on else []),
    ]


def _travel(method: Method) -> list[tuple[str, str]]:
    if method.times:
        return [("Travel times", f"from the table given ({method.times})")]
    speed = "by class of road, from the network"
    if method.speed_kph is not None:
        speed = f"{method.speed_kph:g} km/h"
    return [
        ("Mode of travel", travelling(method.mode)),
        ("Speed", speed),
        ("Direction of travel", _DIRECTIONS.get(method.direction, method.direction)),
        ("Greatest distance from a point to the network", f"{method.max_snap_m:g} m"),
    ]


def _common_limits(method: Method) -> list[str]:
    small = f"{method.threshold:g}"
    mode = "" if method.times else mode_limit(method.mode)
    minutes = "those of the table given" if method.times else "modelled, not observed"
    return [
        f"Minutes are {minutes}, and start from one point for each area; families in a large area "
        "live nearer to a hub or farther from it than that point.",
        *([mode] if mode else []),
        "Being near a hub says nothing of its opening hours, its services or its room.",
        f"Counts of children are rounded to the nearest {unit(method.threshold)}, so that they may "
        f"not add up; those above nought and under {small} read “under {small}”, and a share that "
        "would tell such a count, or that so few are missing from the whole, is held back; so is "
        "the share of one other count beside it, since all shares of a column together would tell "
        "it. Charts are drawn from the rounded counts. Shares and minutes are worked out before "
        "rounding. The result tables hold exact figures.",
        "Rows of different tables of this page, and other pages on the same area, can still be set "
        "against each other: look at small counts before publishing several.",
    ]
