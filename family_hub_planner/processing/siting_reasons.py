"""The reasons of a siting run: near-best plans, stability, the frontier, and a card a site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ..engine.in_words import many
from ..engine.packages import tree_of
from ..engine.progress import Progress
from ..engine.published import about
from ..engine.siting.card import Facts, SiteCard, cards
from ..engine.siting.finding import finding
from ..engine.siting.frontier import frontier
from ..engine.siting.model import Limits, named
from ..engine.siting.near_best import near_best
from ..engine.siting.plan import Plan
from ..engine.siting.stability import Stability, stability
from ..engine.siting.stoppable import Stoppable
from ..engine.siting.today import Today, today_of
from ..engine.tables import Table
from . import parameters as make
from .demand import DemandPlaces
from .job import Job, Row
from .layers import Places
from .layers import numbers_of as column_of
from .parameters import tr
from .siting import COLUMNS, Sites
from .venue_types import venue_types

# What each may take of the time limit, besides the search itself.
_NEAR_BEST, _STABILITY, _FRONTIER = 0.25, 0.5, 1.0
_DECILES = tuple(range(1, 11))


def inputs() -> list[Any]:
    """Give the definitions of the parameters, all optional."""
    steady = make.yes_no("STABILITY", tr("Test how often sites stay"), False)
    told = tr("Solves anew with minutes, limit and need moved by up to 20 %: up to 14 times.")
    most = make.count("FRONTIER_TO", tr("Frontier up to so many sites"), None, 1, optional=True)
    how = tr("Best plans of 1, 2, 3 ... new sites, in a table and a chart. Empty: up to SITES.")
    return [
        make.advanced(make.explained(steady, told)),
        make.advanced(make.explained(most, how)),
    ]


@dataclass(frozen=True)
class Reasons:
    """What was worked out beside the plan; None where it was not asked for.

    `today` is what today's hubs are worth on the plan's measure.
    """

    cards: list[SiteCard]
    stability: Stability | None
    frontier: Table | None
    today: Today


def reasons_of(
    job: Job, plan: Plan, demand: DemandPlaces, sites: Sites, progress: Progress
) -> Reasons:
    """Work out near-best plans, what else was asked for, and a card for each site of the plan."""
    near = near_best(plan, _limits(job, _NEAR_BEST, progress.part(0.0, 0.3)))
    steady = None
    if job.yes("STABILITY"):
        steady = stability(plan, _limits(job, _STABILITY, progress.part(0.3, 0.6)))
    facts = Facts(
        minutes=job.number("MINUTES"),
        threshold=job.count("THRESHOLD"),
        names=dict(zip(sites.places.ids, sites.names)),
        near_best=near,
        stability=steady,
        yearly=_yearly(job, sites),
    )
    today = today_of(plan, _limits(job, _NEAR_BEST, progress.part(0.6, 0.62)))
    further = _frontier(job, plan, today, progress.part(0.62, 1.0))
    return Reasons(cards(plan, demand.demand, facts), steady, further, today)


def _limits(job: Job, share: float, progress: Progress) -> Limits:
    runner = Stoppable(progress)
    return Limits(share * job.number("TIME_LIMIT"), job.number("GAP"), progress, runner)


def _yearly(job: Job, sites: Sites) -> np.ndarray | None:
    field = job.field("YEARLY_COST")
    if not field or not sites.places.has(field):
        return None
    return column_of(sites.places, field)


def _frontier(job: Job, plan: Plan, today: Today, progress: Progress) -> Table | None:
    asked = job.optional_number("FRONTIER_TO")
    if asked is None and not job.asked_for("FRONTIER"):
        return None
    most = job.count("SITES") if asked is None else int(asked)
    if asked is None and plan.model.name == "set_cover":
        most = len(plan.chosen)
    return frontier(plan, job.number("MINUTES"), most, _limits(job, _FRONTIER, progress), today)


def site_rows(sites: Sites, reasons: Reasons, lost: Mapping[int, str]) -> Iterator[Row]:
    """Give the output's rows in the order of `COLUMNS`, one a site, with its point.

    `lost` says by site what its figures do not hold (`not_routed_nearby`).
    """
    places, by_site = sites.places, {card.site: card for card in reasons.cards}
    types = venue_types(places)
    for row, site in enumerate(places.ids):
        values = {"site_id": site, "site_name": sites.names[row], "decision": "not_chosen"}
        values.update(venue_type=types[row] or None, area_code=sites.areas[row] or None, reason="")
        if row in by_site:
            values.update(_of_card(by_site[row], places.ids))
            values["reason"] = " ".join(filter(None, [values["reason"], lost.get(row, "")]))
        if values["decision"] == "open":
            values["reason"] = " ".join(filter(None, [values["reason"], sites.remarks[row]]))
        yield [values.get(name) for name in COLUMNS], _point(places, row)


def not_routed_nearby(job: Job, plan: Plan, demand: DemandPlaces, sites: Sites) -> dict[int, str]:
    """Say of the hubs of today who is nearest to them, by straight line, and has no journey at all.

    Such children stand in no figure of journeys, so that an option to close "their" hub would else
    seem to touch nobody. The log is warned of options to close.
    """
    hubs = np.flatnonzero(sites.existing & np.isfinite(sites.places.xy).all(axis=1))
    places, children = demand.places, demand.demand.children
    lost = np.intersect1d(plan.problem.unreachable(), np.flatnonzero(children > 0))
    lost = lost[np.isfinite(places.xy[lost]).all(axis=1)]
    if not len(hubs) or not len(lost):
        return {}
    nearest = hubs[tree_of(sites.places.xy[hubs]).query(places.xy[lost])[1]]
    said = {}
    for hub in np.unique(nearest).tolist():
        rows = lost[nearest == hub]
        count = about(float(children[rows].sum()), job.count("THRESHOLD"))
        said[hub] = (
            f"Not in these figures: {count} children of {many(len(rows), 'area', 'areas')} nearest "
            f"to it by straight line, whom no journey could be worked out for: "
            f"{named(places.ids, rows)}."
        )
        if hub in plan.closed:
            job.progress.warn(f"Option to close {sites.places.ids[hub]}: {said[hub]}")
    return said


def _of_card(card: SiteCard, ids: list[str]) -> dict[str, Any]:
    values = {name: getattr(card, name) for name in COLUMNS if hasattr(card, name)}
    values["next_best"] = None if card.next_best is None else ids[card.next_best]
    return values


def _point(places: Places, row: int) -> QgsGeometry | None:
    x, y = places.xy[row]
    return QgsGeometry.fromPointXY(QgsPointXY(x, y)) if np.isfinite(x) else None


def of_page(
    job: Job, plan: Plan, sites: Sites, reasons: Reasons, demand: DemandPlaces
) -> dict[str, Any]:
    """Give what the page says of the reasons, as `siting_page` takes it."""
    return {
        "finding": finding(plan, reasons.today, job.count("THRESHOLD")),
        "sure": [*plan.model.remarks, *_how_sure(reasons)],
        "whom": _whom_by_decile(sites, reasons, demand),
        "frontier": reasons.frontier,
    }


def _whom_by_decile(sites: Sites, reasons: Reasons, demand: DemandPlaces) -> Table | None:
    """Tabulate the children concerned by site and national decile; None where none is known."""
    own = demand.demand
    there = [decile for decile in _DECILES if (own.decile == decile).any()]
    if not there:
        return None
    columns: dict[str, list[Any]] = {
        "site_id": [sites.places.ids[card.site] for card in reasons.cards],
        "site_name": [sites.names[card.site] for card in reasons.cards],
        "decision": [card.decision for card in reasons.cards],
    }
    for decile in there:
        columns[f"decile_{decile}"] = [
            float(own.children @ (card.whom & (own.decile == decile))) for card in reasons.cards
        ]
    unknown = np.isnan(own.decile)
    if unknown.any():
        columns["decile_not_known"] = [
            float(own.children @ (card.whom & unknown)) for card in reasons.cards
        ]
    return Table(columns, "children by site and decile")


def _how_sure(reasons: Reasons) -> list[str]:
    """Say what near-best plans and stability mean on the page, and how many runs were done."""
    if not any(card.near_best for card in reasons.cards):
        return []
    said = [
        "In near-best plans: each site was left out (each closing undone) and the best plan of "
        "the others found by the same model. “In every plan within 3 %” means that none without "
        "it comes within 3 % of the best value; “not in every plan within 1 %” that one does "
        "within 1 %, so that another choice is nearly as good on this measure."
    ]
    done = reasons.stability
    if done is None:
        return [*said, "How often sites stay under other assumptions was not asked for."]
    counts = f"{done.counted} of {done.asked} runs were solved in the time set"
    counts += f" and {done.no_plan} have no plan that keeps the conditions" if done.no_plan else ""
    return [
        *said,
        "Stays in: the share of runs in which a best plan has the site as this one does (where "
        "others do equally well on the value, it counts as staying) when the limit or all "
        "minutes move by 20 %, or the need of each area or each journey's minutes by up to 20 % "
        f"at random (a fixed seed). {counts}.",
    ]
