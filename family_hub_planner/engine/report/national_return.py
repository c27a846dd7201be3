"""The national return on family hubs, as far as the evidence tells it: sites, and reach beside use.

Headings are those of the quarterly return "Report data on Best Start Family Hubs and Healthy
Babies" (location fields FHS01 to FHS15; indicators QSU10, service users by IDACI decile, and QSU12,
by age). The return asks for use; what stands here is who lives within reach, in the same deciles
and ages, so that a planner can put one beside the other. Nothing is guessed: a field that is not
known stays empty and is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..bands import TOLERANCE_MINUTES, band_number, parse_bands
from ..published import HELD_BACK, unit
from ..suppression import least_printed, printed_cells
from ..tables import Table
from .evidence import PUBLIC, Evidence, age_said, estimates_of

SITE_FIELDS = (
    "FHS01 Delivery site name", "FHS02 Postcode", "FHS03 UPRN", "FHS13 Address line 2",
    "FHS14 Town or city", "FHS15 County", "FHS04 Status", "FHS05 Site closure date",
    "FHS06 Reason for closure", "FHS07 Type of site", "FHS07A Date planned to be opened",
    "FHS08 Date opened or repurposed", "FHS08A Repurposed", "FHS08B Previous use",
    "FHS09 Branding", "FHS10 Co-located", "FHS11 Co-location type",
)  # fmt: skip
MISSING = "Not known here"
_OF_CLOSED = {"FHS05 Site closure date", "FHS06 Reason for closure"}
_OF_PLANNED = {"FHS07A Date planned to be opened"}
_STATUSES = ("Active", "Planned to be opened", "Closed")
_TYPES = {
    "best start family hub": "A Best Start Family Hub",
    "working towards": "Working towards a Best Start Family Hub",
    "family hub": "A Family Hub",
    "network site": "A Network Site",
}
AGES = {
    "0-2": "children_0_2",
    "3-4": "children_3_4",
    "5-17": "children_5_17",
    "18-25": "young_18_25",
}
DECILE, AGE, LIVING, UNROUTED = (
    "QSU10 IDACI decile (1 is most deprived)", "QSU12 Age", "Living in the area", "Not routed",
)  # fmt: skip
_DECILES = [*map(str, range(1, 11)), "not known"]


def return_sites(evidence: Evidence) -> Table:
    """Give a row a site that is a hub or of one of the return's types, in the return's columns."""
    rows = [_site(row) for row in _sites_of(evidence)]
    names = (*SITE_FIELDS, MISSING)
    return Table({name: [row[name] for row in rows] for name in names}, "sites of the return")


def _sites_of(evidence: Evidence) -> list[Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    home = evidence.today.made.home.strip().casefold() if evidence.today is not None else ""
    for table, all_of_it in ((evidence.hubs, True), (evidence.register, False)):
        for row in _rows(table):
            theirs = str(row.get("authority") or "").strip().casefold()
            if home and theirs and theirs != home:
                continue  # its own authority returns it
            typed = str(row.get("site_type") or "").strip().lower() in _TYPES
            if all_of_it or typed:
                found.setdefault(str(row.get("site_id")), row)
    return [found[one] for one in sorted(found)]


def _site(row: Mapping[str, Any]) -> dict[str, str]:
    told = dict.fromkeys(SITE_FIELDS, "")
    told["FHS01 Delivery site name"] = _text(row, "site_name")
    told["FHS02 Postcode"] = _text(row, "postcode")
    told["FHS03 UPRN"] = _text(row, "uprn")
    status = _text(row, "status").capitalize()
    told["FHS04 Status"] = status if status in _STATUSES else ""
    told["FHS07 Type of site"] = _TYPES.get(_text(row, "site_type").lower(), "")
    shared = _text(row, "colocation_type")
    told["FHS10 Co-located"] = "Yes" if shared else ""
    told["FHS11 Co-location type"] = shared
    told[MISSING] = "; ".join(_missing(told))
    return told


def _missing(told: Mapping[str, str]) -> list[str]:
    """Name the fields that are empty and would be asked of a site of this status."""
    status = told["FHS04 Status"]
    spared = set() if status in ("", "Closed") else set(_OF_CLOSED)
    spared |= set() if status in ("", "Planned to be opened") else set(_OF_PLANNED)
    return [name for name in SITE_FIELDS if not told[name] and name not in spared]


def return_reach(evidence: Evidence) -> Table:
    """Give who lives within each band of a hub, by IDACI decile and age, a row each.

    Each area's people of an age count as within a band where its minutes are. For the public the
    counts are rounded, and held back so that no small one can be told from the others
    (`suppression.printed_cells` for those within, and for those who are not). Without the minutes
    or the deciles the table is empty.
    """
    bands, counts, unrouted = _counted(evidence)
    within = [f"Modelled within {band_number(band)} minutes" for band in bands]
    columns: dict[str, list[Any]] = {name: [] for name in (DECILE, AGE, LIVING, *within, UNROUTED)}
    ages, estimates = list(AGES), estimates_of(evidence)
    layers = [counts[0], *counts[1:], unrouted] if len(counts) else []
    public = evidence.audience == PUBLIC
    told = [_told(layer, layers[0], evidence.threshold, public) for layer in layers]
    for at, decile in enumerate(_DECILES if layers else ()):
        for place, age in enumerate(ages):
            if layers[0][at].sum() == 0 and decile == "not known":
                continue
            columns[DECILE].append(decile)
            columns[AGE].append(age_said(age, estimates))
            for name, cells in zip((LIVING, *within, UNROUTED), told):
                columns[name].append(cells[at][place])
    return Table(columns, "reach for the return")


def _counted(evidence: Evidence) -> tuple[Sequence[float], list[Any], Any]:
    """Add up people by decile and age, shape (11, 4): all, within each band, and not routed."""
    run = evidence.today
    need = {str(row.get("area_code")): row for row in _rows(evidence.need)}
    if run is None or not need or not run.made.bands:
        return (), [], None
    bands = parse_bands(run.made.bands)
    counts = [np.zeros((len(_DECILES), len(AGES))) for _ in range(len(bands) + 1)]
    unrouted = np.zeros((len(_DECILES), len(AGES)))
    for row in _rows(run.areas):
        area = need.get(str(row.get("area_code")))
        if area is None or "idaci_decile" not in area:
            continue
        decile = _decile(area.get("idaci_decile"))
        people = np.array([float(area.get(name) or 0.0) for name in AGES.values()])
        counts[0][decile] += people
        minutes = row.get("minutes")
        if minutes is None:
            unrouted[decile] += people
            continue
        for place, band in enumerate(bands, start=1):
            if minutes <= band + TOLERANCE_MINUTES:
                counts[place][decile] += people
    return bands, counts if counts[0].sum() else [], unrouted


def _told(cells: Any, whole: Any, threshold: float, public: bool) -> list[list[Any]]:
    """Write counts: as they are, or rounded and held back for the public."""
    if not public:
        return [[float(value) for value in row] for row in cells]
    least, to = least_printed(threshold), unit(threshold)
    exact, lacking = np.rint(cells).astype(np.int64), np.rint(whole - cells).astype(np.int64)
    shown = printed_cells(exact, least)
    if lacking.any():
        shown = shown & (printed_cells(lacking, least) | (lacking == 0))
    # Of a decile with nobody there nothing is held back: no complement stands in its row
    shown = shown | (exact.sum(axis=1) == 0)[:, None]
    return [
        [to * ((int(value) + to // 2) // to) if open_ else HELD_BACK for value, open_ in pairs]
        for pairs in (zip(row, marks) for row, marks in zip(exact, shown))
    ]


def _decile(value: Any) -> int:
    number = 0 if value is None else int(float(value))
    return number - 1 if 1 <= number <= 10 else len(_DECILES) - 1


def _rows(table: Table | None) -> list[dict[str, Any]]:
    if table is None:
        return []
    return [dict(zip(table.columns, row)) for row in table.rows()]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()
