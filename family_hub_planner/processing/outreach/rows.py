"""The rows of an outreach run: a site a row, who goes where, and the links of hubs and points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ...engine.siting.outreach.plan import NOT_CHOSEN, OPEN, OUTREACH, OutreachPlan
from ...engine.sources.facility_types import read_facility_types
from ..job import Row
from ..layers import Places, numbers_of, texts_of

if TYPE_CHECKING:
    from ...engine.siting.outreach.card import Card
    from ...engine.siting.outreach.problem import OutreachProblem
    from .sites import OutreachSites

COLUMNS = (
    "site_id", "site_name", "decision", "tier", "order", "children_gained", "children_without",
    "next_best", "loss_if_swapped", "near_best", "stability", "linked_hub", "staff_minutes",
    "sessions_week", "site_type", "venue_type", "colocation_type", "postcode", "uprn", "authority",
    "status", "open_to", "services", "hours_week", "reason",
)  # fmt: skip
NETWORK_SITE = "Network Site"
_OF_CARD = {
    "decision", "tier", "order", "children_gained", "children_without", "loss_if_swapped",
    "near_best", "stability", "staff_minutes", "reason",
}  # fmt: skip
# What a building's row says of what goes on in it today is not said of a new point or hub there.
_OF_TODAY = ("status", "open_to", "services", "hours_week")
_REGISTERED = (
    "site_type", "colocation_type", "postcode", "uprn", "authority", "status", "open_to",
    "services",
)  # fmt: skip
ASSIGNMENT = ("area_code", "site_id", "tier", "minutes", "share")
LINKS = ("site_id", "linked_hub", "staff_minutes")


def site_rows(
    sites: OutreachSites, cards: Sequence[Card], problem: OutreachProblem
) -> Iterator[Row]:
    """Give a row for each site in the order of `COLUMNS`, with its point."""
    places, by_site = sites.places, {card.site: card for card in cards}
    registered, hours = _registered(sites), _hours(places)
    why_not = _not_tested(problem)
    for row, site in enumerate(places.ids):
        values: dict[str, Any] = {name: texts[row] for name, texts in registered.items()}
        values["hours_week"] = hours[row]
        values.update(site_id=site, site_name=sites.names[row], decision=NOT_CHOSEN)
        values["reason"] = why_not.get(row, "")
        if row in by_site:
            values.update(_of_card(by_site[row], places, sites.remarks[row]))
        yield [values.get(name) for name in COLUMNS], _point(places, row)


def _not_tested(problem: OutreachProblem) -> dict[int, str]:
    """Say of each venue that was not tested as an outreach point why not."""
    new = ~(problem.hub_now | problem.point_now)
    far, hubs = problem.beyond_staff_drive(), problem.new_hub_sites()
    said = {}
    for site in np.setdiff1d(np.flatnonzero(new), problem.new_point_sites()).tolist():
        why = "Beyond staff drive of every hub" if site in far else "It offers no session a week"
        said[site] = f"{why}; tested as a hub alone." if site in hubs else f"{why}."
    return said


def _registered(sites: OutreachSites) -> Mapping[str, list[str | None]]:
    """Give what the register says of each site, None where nothing.

    A co-location type that it does not state is that of the venue's type, where the table of
    facilities names one alone.
    """
    columns = {name: texts_of(sites.places, name) for name in _REGISTERED}
    known: dict[str, set[str]] = {}
    for rule in read_facility_types().rules:
        known.setdefault(rule.venue_type, set()).add(rule.colocation_type)
    stated = zip(columns["colocation_type"], sites.types)
    columns["colocation_type"] = [
        said or (next(iter(known[kind])) if len(known.get(kind, ())) == 1 else "")
        for said, kind in stated
    ]
    columns["venue_type"] = sites.types
    return {name: [text or None for text in texts] for name, texts in columns.items()}


def _hours(places: Places) -> list[float | None]:
    """Give the hours a week that the register states, None where none."""
    if not places.has("hours_week"):
        return [None] * len(places)
    stated = numbers_of(places, "hours_week")
    return [float(hours) if np.isfinite(hours) else None for hours in stated]


def _of_card(card: Card, places: Places, remark: str) -> dict[str, Any]:
    ids = places.ids
    values = {name: getattr(card, name) for name in COLUMNS if name in _OF_CARD}
    values["next_best"] = None if card.next_best is None else ids[card.next_best]
    values["linked_hub"] = None if card.linked_hub is None else ids[card.linked_hub]
    values["sessions_week"] = card.sessions
    if card.decision == OPEN:
        values["reason"] = " ".join(filter(None, [card.reason, remark]))
        # Of a new hub the return's type is for the council to say, when it opens.
        values["site_type"] = NETWORK_SITE if card.tier == OUTREACH else None
        values.update(dict.fromkeys(_OF_TODAY))
    return values


def _point(places: Places, row: int) -> QgsGeometry | None:
    x, y = places.xy[row]
    return QgsGeometry.fromPointXY(QgsPointXY(x, y)) if np.isfinite(x) else None


def assignment_rows(plan: OutreachPlan, demand: Places, sites: Places) -> Iterator[Row]:
    """Give each area, or part of one, with its tier and a line to its site; neither has no line."""
    for row, site, tier, share in plan.assignment():
        code = demand.ids[row]
        if site is None:
            yield [code, None, tier, None, share], None
            continue
        minutes = float(plan.problem.minutes[row, site])
        line = _line(demand.xy[row], sites.xy[site])
        yield [code, sites.ids[site], tier, minutes, share], line


def link_rows(plan: OutreachPlan, sites: Places) -> Iterator[Row]:
    """Give each outreach point with a line from its hub."""
    for point, hub in sorted(plan.linked.items(), key=lambda pair: sites.ids[pair[0]]):
        minutes = float(plan.problem.staff[hub, point])
        yield [sites.ids[point], sites.ids[hub], minutes], _line(sites.xy[hub], sites.xy[point])


def _line(start: np.ndarray, end: np.ndarray) -> QgsGeometry | None:
    if not np.isfinite([*start, *end]).all():
        return None
    return QgsGeometry.fromPolylineXY([QgsPointXY(*start), QgsPointXY(*end)])
