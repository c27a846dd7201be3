"""The readable page on outreach points: whom each tier reaches, where, why, and how sure it is.

A point that runs two hours a week is not a hub: every figure says of which tier it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import published
from .bands import in_minutes
from .giving_up import DECIDES_NOTHING
from .in_words import many
from .method_note import (
    Method,
    estimate_note,
    fictional_note,
    hubs_not_counted,
    method_sections,
    no_groups,
)
from .outreach_frontier_page import frontier_section
from .outreach_sites_page import count_new, sites_section
from .outreach_tiers_page import Change, tiers_section
from .page import facts, page, paragraph, section
from .tables import Table


@dataclass(frozen=True)
class OutreachFacts:
    """What was asked for, how the plan was found and how sure it is.

    Minutes are the limits of the tiers and of the staff's drive, `weight` what need reached by a
    point alone counts. `gap` is a fraction, inf where no bound is known; `given_up` is of `best`,
    for types. `venues` could become points, of `hubs` (new ones too).
    """

    hub_minutes: float
    outreach_minutes: float
    staff_drive: float
    weight: float
    objective: float
    best: float
    bound: float
    gap: float
    proven: bool
    seconds: float
    venues: int
    hubs: int
    given_up: float = 0.0
    by_types: bool = False

    def verdict(self) -> str:
        """Say how the plan stands to the best possible one, and no more than was proved."""
        tested = f"of the {many(self.venues, 'venue', 'venues')} tested on this measure"
        if self.proven and self.given_up:
            share = math.ceil(1000 * self.given_up / self.best - 1e-9) / 10
            return (
                f"Proven: no plan {tested} does better under the conditions set than the best "
                f"value found; the plan shown gives up {share:.1f} % of that for types of venues "
                "named earlier, as was allowed."
            )
        if self.proven:
            return f"Proven: no other plan {tested} does better under the conditions set."
        if not math.isfinite(self.gap):
            return f"Not proven to be the best {tested}; how far from it is not known."
        if not self.gap:
            return (
                f"No plan {tested} does better under the conditions set; equally good "
                "plans were not all compared by number and types."
            )
        return f"Not proven to be the best {tested}; at most {100 * self.gap:.2g} % from it."


def outreach_page(
    sites: Table,
    changes: Sequence[Change],
    solved: OutreachFacts,
    *,
    method: Method,
    sources: Sequence[str],
    notes: Sequence[str] = (),
    limits: Sequence[str] = (),
    sure: Sequence[str] = (),
    whom: Table | None = None,
    frontier: Table | None = None,
    asked: Sequence[tuple[str, str]] = (),
) -> str:
    """Give a self-contained HTML page on outreach points.

    `sites` has the columns of the output, `changes` the tables by tier today and with the plan: the
    first by decile, each with its last row for all areas. `whom` are the children concerned by site
    (site_id, site_name, decision, tier) and decile, `frontier` as `siting/outreach/frontier.py`
    gives, `asked` the question and its conditions, name and value. The other parameters as in
    `siting_page`.
    """
    where = f" in {method.place}" if method.place else ""
    without = no_groups(changes[0].now.column("key"), "decile")
    body = [
        *fictional_note(method),
        paragraph(headline(sites, changes[0], solved, method), "lead"),
        paragraph(
            "An outreach point that runs for a few hours a week is not a hub. Each figure says of "
            "which tier it is: within reach of a hub; of an outreach point only; of neither. In "
            f"the search, need reached by a point alone counts {solved.weight:g} of need reached "
            "by a hub: a choice of this run, not a finding.",
            "note",
        ),
        paragraph(DECIDES_NOTHING, "note"),
        *estimate_note(method),
        *[paragraph(note, "note") for note in notes],
        *([section("What was asked", facts("The question", asked))] if asked else []),
        sites_section(sites, whom, solved.hub_minutes, method),
        *([paragraph(without)] if without else []),
        *[tiers_section(change, method) for change in changes],
        *([frontier_section(frontier, method)] if frontier is not None else []),
        section(
            "How sure this is",
            paragraph(solved.verdict()),
            *[paragraph(text) for text in sure],
            _search(solved, method.threshold),
        ),
        *hubs_not_counted(method),
        *method_sections(
            method,
            (),  # the minutes of each tier stand in the question: they are no bands
            _how(solved, method),
            [*_limits(solved), *limits],
            sources,
        ),
    ]
    title = f"Outreach points linked to family hubs{where}"
    return page(title, body, method.footer, method.from_osm)


def of_point(words: str) -> str:
    """Turn "within 20 minutes' walk of a hub" into the words for an outreach point."""
    return words.replace("of a hub", "of an outreach point")


def headline(sites: Table, change: Change, solved: OutreachFacts, method: Method) -> str:
    """Say in two sentences whom each tier reaches with the plan and today."""
    then, now = (_last(table) for table in (change.plan, change.now))
    if not then["children"]:
        return f"There are no {method.children} in these areas."
    points, hubs = count_new(sites, "outreach"), count_new(sites, "hub")
    opened = [many(points, "outreach point", "outreach points")] if points else []
    opened += [many(hubs, "new hub", "new hubs")] if hubs else []
    hub = method.within(solved.hub_minutes)
    point = of_point(method.within(solved.outreach_minutes))
    whole = f"{published.rounded(then['children'], method.threshold)} {method.children}"
    said = _tiers_said(then, method.threshold)
    today = _tiers_said(now, method.threshold)
    if not opened:
        return (
            f"Nothing new is suggested. Of {whole}, {today[0]} are modelled {hub}, {today[1]} "
            f"only {point}, and {today[2]} are within reach of neither."
        )
    return (
        f"With {' and '.join(opened)} (options for testing), of {whole}, {said[0]} are modelled "
        f"{hub}, {said[1]} only {point}, and {said[2]} are within reach of neither. Today it is "
        f"{today[0]} of a hub, {today[1]} of an outreach point only and {today[2]} of neither."
    )


def _tiers_said(row: dict[str, Any], threshold: float) -> list[str]:
    whole = row["children"]
    return [
        published.about_part(row[tier], whole, threshold) for tier in ("hub", "outreach", "neither")
    ]


def _last(table: Table) -> dict[str, Any]:
    return {name: values[-1] for name, values in table.columns.items()}


def _search(solved: OutreachFacts, threshold: float) -> Any:
    bound = "not known"
    if math.isfinite(solved.bound):
        bound = published.about(solved.bound, threshold)
    gap = f"{100 * solved.gap:.2g} %" if math.isfinite(solved.gap) else "not known"
    given_up = [("Given up for types of venues", published.about(solved.given_up, threshold))]
    pairs = [
        (
            "Measure",
            f"need within reach of a hub, and {solved.weight:g} times need within reach of an "
            "outreach point only",
        ),
        ("Value of this plan", published.about(solved.objective, threshold)),
        *(given_up if solved.given_up else []),
        ("Best value not ruled out", bound),
        ("Gap of the search", gap),
        ("Proven best of the venues tested", "yes" if solved.proven else "no"),
        ("Venues tested", f"{solved.venues:,d}"),
        ("Hubs they may be linked to", f"{solved.hubs:,d}"),
        ("Time of the search", f"{solved.seconds:,.1f} seconds"),
    ]
    return facts("The search", pairs)


def _how(solved: OutreachFacts, method: Method) -> list[str]:
    routed = (
        "Travel times from each area's demand point to every hub and venue, and for staff by car "
        "from every hub to every venue, were modelled on the street network. "
    )
    types = " then one with types of venues named earlier," if solved.by_types else ""
    return [
        f"{'' if method.times else routed}An area counts as within reach of a hub up to "
        f"{in_minutes(solved.hub_minutes)}, else of an outreach point up to "
        f"{in_minutes(solved.outreach_minutes)}. An outreach point is opened only where a hub's "
        f"staff can drive to it in {in_minutes(solved.staff_drive)}, and is linked to one hub. "
        "The plan that reaches most was searched for by integer programming (a hierarchical "
        "maximal cover); of "
        f"those that do equally well it is one with the fewest sites,{types} then one with the "
        "shortest drives for staff.",
        "Shares are of all children, the unrouted among them (they are within reach of neither).",
    ]


def _limits(solved: OutreachFacts) -> list[str]:
    were = "was" if solved.venues == 1 else "were"
    return [
        f"Only the {many(solved.venues, 'venue', 'venues')} that could be used {were} tested. "
        "Whether a venue is free, fit and affordable, and what families think of it, is not in the "
        "measure.",
        "Staff's minutes are one way, by car on a free road; what staff do besides, and whether "
        "they are free at the venue's hours, is not modelled.",
        "Another weight of outreach, other minutes or another number of points may give others.",
    ]
