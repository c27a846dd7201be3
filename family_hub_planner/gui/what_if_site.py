"""The why-this-site card: whom a place serves, what they have without it, what it costs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.PyQt.QtWidgets import QTextBrowser

from ..engine import published
from ..engine.giving_up import DECIDES_NOTHING
from ..engine.in_words import pounds
from ..engine.what_if import HUB, TRIAL
from ..processing.layers import text_of, value_of
from .translation import tr
from .what_if_words import THRESHOLD, listed, mean_minutes

if TYPE_CHECKING:
    from ..engine.what_if_card import PlaceCard
    from .what_if_session import WhatIfSession


def _known_columns() -> tuple[tuple[str, str], ...]:
    """Give the columns that the card tells, where they are filled, in its order."""
    return (
        ("site_type", tr("Type")), ("colocation_type", tr("Shares with")), ("status", tr("Status")),
        ("owner", tr("Owner")), ("tenure", tr("Tenure")), ("lease_end", tr("Lease ends")),
        ("break_date", tr("Break date")), ("floor_area_m2", tr("Floor area, m²")),
        ("spare_area_m2", tr("Spare area, m²")), ("condition", tr("Condition")),
        ("suitability", tr("Suitability")), ("services", tr("Services")),
        ("hours_week", tr("Hours a week")), ("open_to", tr("Open to")),
        ("step_free", tr("Step-free")), ("private_room", tr("Private room")),
        ("owner_agreed", tr("Owner agreed")), ("backlog_gbp", tr("Backlog, £")),
        ("clawback_until", tr("Grant claim until")),
        ("stability", tr("Stability (Suggest sites)")),
        ("near_best", tr("Near best (Suggest sites)")),
        ("reason", tr("Reason given (Suggest sites)")),
    )  # fmt: skip


class SiteView(QTextBrowser):
    """Shows the card of the place that is picked."""

    def __init__(self, session: WhatIfSession, parent: Any = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Why this site"))
        session.picked.connect(lambda _place: self.refresh())

    def refresh(self) -> None:
        """Write the card anew."""
        place = self._session.place
        if not place:
            self.setPlainText(
                tr("Click a place on the map, or choose one under Places, to see whom it serves.")
            )
            return
        self.setHtml(card_html(self._session, place))


def card_html(session: WhatIfSession, place_id: str) -> str:
    """Write a place's card; whatever comes from a file is escaped."""
    card = session.card(place_id)
    parts = [
        f"<h3>{escape(session.name(place_id))}</h3>",
        f"<p>{escape(_state(session, card))}</p>",
        f"<p>{escape(_nearest(session, card))}</p>",
    ]
    without = _without(session, card)
    if without:
        parts.append(f"<p>{escape(without)}</p>")
    parts.append(_facts(session, place_id))
    parts.append(f"<p><small>{escape(DECIDES_NOTHING)}</small></p>")
    return "".join(parts)


def _state(session: WhatIfSession, card: PlaceCard) -> str:
    kind = session.kind(card.place_id)
    what = {
        HUB: tr("A hub of today ({})"),
        TRIAL: tr("A trial hub ({}): a point on the map, no building has been looked for"),
    }.get(kind, tr("A venue that may be tried ({}); its owner may not have been asked"))
    state = tr("switched on in this plan") if card.on else tr("switched off in this plan")
    return f"{what.format(card.place_id)}; {state}."


def _nearest(session: WhatIfSession, card: PlaceCard) -> str:
    rows = np.flatnonzero(card.nearest)
    children = published.about(card.children, THRESHOLD)
    if not len(rows):
        return (
            tr("It is no area's nearest place.")
            if card.on
            else tr("It would be no area's nearest place.")
        )
    names, ids = session.loaded.area_names, session.what_if.demand.ids
    areas = listed([names[row] or ids[row] for row in rows])
    if len(rows) == 1:
        told = (
            tr("It is the nearest place of 1 area, {}; children there: {}.")
            if card.on
            else tr(
                "If it were on, it would be the nearest place of 1 area, {}; children there: {}."
            )
        )
        return told.format(areas, children)
    told = (
        tr("It is the nearest place of {} areas; children there: {} ({}).")
        if card.on
        else tr(
            "If it were on, it would be the nearest place of {} areas; children there: {} ({})."
        )
    )
    return told.format(len(rows), children, areas)


def _without(session: WhatIfSession, card: PlaceCard) -> str:
    if not card.nearest.any():
        return ""
    said = []
    if card.next_best:
        goes = [
            tr("{} ({} children)").format(session.name(place), published.about(count, THRESHOLD))
            for place, count in card.next_best
        ]
        told = tr("Without it the nearest place would be: {}.")
        said.append(told.format(listed(goes, 4)))
        if np.isfinite(card.mean_added):
            added = tr("Their journeys would then be {} longer on average and {} at most.")
            said.append(
                added.format(
                    mean_minutes(card.mean_added),
                    mean_minutes(float(np.ceil(card.most_added - 1e-9))),
                )
            )
    if card.stranded > 0:
        lost = tr("Without it there would be no modelled journey for children counted as: {}.")
        said.append(lost.format(published.about(card.stranded, THRESHOLD)))
    return " ".join(said)


def _facts(session: WhatIfSession, place_id: str) -> str:
    place = next((one for one in session.what_if.places if one.id == place_id), None)
    if place is None:
        return (
            f"<p>{escape(tr('Costs: not known; give a venue of your register to count them.'))}</p>"
        )
    costs = place.costs
    opening = tr("Giving up, once") if place.kind == HUB else tr("Opening, once")
    rows = [
        (tr("Running cost a year"), pounds(costs.yearly)),
        (opening, pounds(costs.once)),
    ]
    if np.isfinite(costs.clawback):
        rows.append((tr("Grant to be paid back"), pounds(costs.clawback)))
    rows += _columns(session, place_id)
    cells = "".join(
        f"<tr><td>{escape(label)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>"
        for label, value in rows
    )
    return f"<table>{cells}</table>"


def _columns(session: WhatIfSession, place_id: str) -> list[tuple[str, str]]:
    """Give what the layer knows of a place; an empty cell is left out, as not known."""
    feature = session.loaded.feature(place_id)
    if feature is None:
        return []
    there = set(feature.fields().names())
    told = []
    for column, label in _known_columns():
        value = text_of(value_of(feature, column)) if column in there else ""
        if value:
            told.append((label, value))
    return told
