"""The areas whose journeys grow most, by name, and what that is there and back with a pram.

A family with a pram goes there and comes back: of a centre to be closed in Kent campaigners walked
the "three-mile pram push", a mile and a half each way. Distances are printed only where they were
worked out on a network; where a coverage tells minutes on foot alone, only these are printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import published
from .bands import band_number
from .comparison import Comparison
from .comparison_tiers import hub_words
from .comparison_words import minutes_changed
from .method_note import Method
from .page import Html, heading_row, items, paragraph, section, table, text_row

KM_PER_MILE = 1.609344  # the international mile, exact
TODAY, PLAN = "today", "plan"
NEAREST, NAMED = "nearest with a pram", "nearest in the coverage"
NO_HUB = "no hub has a way with a pram"
_ADDED = "a point added by hand"


@dataclass(frozen=True)
class AreaNames:
    """What the page calls n areas: name, locality; `added` are rows that are never named."""

    names: Sequence[str]
    localities: Sequence[str]
    added: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PramJourney:
    """One journey there and back with a pram: an area's row, its scenario (`TODAY` or `PLAN`), hub.

    `hub_is` says why this hub (`NEAREST`, `NAMED`, or both; `NO_HUB` where `hub` is ""). Minutes
    and metres are inf where there is no way, metres nan where they could not be told.
    """

    row: int
    scenario: str
    hub: str
    hub_is: str
    minutes_there: float
    minutes_back: float
    metres: float

    @property
    def minutes(self) -> float:
        """Minutes there and back."""
        return self.minutes_there + self.minutes_back

    @property
    def km(self) -> float:
        """Kilometres there and back."""
        return self.metres / 1000

    @property
    def miles(self) -> float:
        """Miles there and back."""
        return self.km / KM_PER_MILE


def worst_section(
    found: Comparison, areas: AreaNames, method: Method, most: int, title: str
) -> Html:
    """List the areas much longer or no longer routed, the longest first, at most `most` of them."""
    moves = found.moves
    much = band_number(found.asked.much)
    grave = moves.much_longer | moves.route_lost
    rows = [row for row in found.worst(sorted(areas.added)) if grave[row]]
    unnamed = int(sum(grave[row] for row in areas.added))
    said = [f"No area has a modelled journey more than {much} minutes longer than today."]
    if rows:
        of_all = f"{len(rows):,d} of {len(found.demand):,d} areas have"
        said = [
            f"{of_all} a modelled journey more than {much} minutes longer than today, or none any "
            "more; the longest first."
        ]
        if len(rows) > most:
            said.append(f"The first {most} are listed; the layer holds all.")
    if unnamed:
        said.append(f"{_added(unnamed)} with such a journey is not listed here.")
    body = [paragraph(" ".join(said))]
    if rows:
        body.append(_worst_table(found, areas, method, rows[:most]))
    return section(title, *body)


def _added(count: int) -> str:
    return _ADDED.capitalize() if count == 1 else f"{count} points added by hand, each"


def _worst_table(found: Comparison, areas: AreaNames, method: Method, rows: Sequence[int]) -> Html:
    names = ["Area", "Locality", "Children, about", "Today", "Plan", "Change", "Hub today",
             "Hub under the plan"]  # fmt: skip
    body = []
    for row in rows:
        base, plan = found.base, found.plan
        lost = not np.isfinite(plan.minutes[row])
        change = "no longer routed" if lost else minutes_changed(float(found.moves.change[row]))
        cells = [
            area_words(found, areas, row),
            areas.localities[row] or "–",
            published.rounded(float(found.demand.children[row]), method.threshold),
            published.minutes(float(base.minutes[row])),
            published.minutes(float(plan.minutes[row])),
            change,
            *(hub_words(s.tiers, s.hub[row], method) if s.hub[row] else "–" for s in (base, plan)),
        ]
        body.append(text_row(cells, (2, 3, 4, 5)))
    caption = "Areas whose modelled journeys grow most"
    return table(caption, heading_row(names, (2, 3, 4, 5), wrap=True), body)


def area_words(found: Comparison, areas: AreaNames, row: int) -> str:
    """Give an area's name with its code, or its code alone; never of a point added by hand."""
    if row in areas.added:
        return _ADDED
    name, code = areas.names[row], found.demand.ids[row]
    return f"{name} ({code})" if name and name != code else code


def pram_section(
    found: Comparison,
    areas: AreaNames,
    method: Method,
    journeys: Sequence[PramJourney],
    notes: Sequence[str],
    before: str = "",
) -> Html:
    """Print there and back with a pram for the areas whose journeys grow most."""
    body = [paragraph(" ".join(filter(None, [_PRAM, _farthest(found, areas, journeys)])))]
    if journeys:
        names = ["Area", "Scenario", "Hub", "Which hub", "Minutes there and back",
                 "km there and back", "Miles there and back"]  # fmt: skip
        rows = [text_row(_pram_cells(found, areas, method, one), (4, 5, 6)) for one in journeys]
        caption = "There and back with a pram, on the network"
        body.append(table(caption, heading_row(names, (4, 5, 6), wrap=True), rows))
    if notes:
        body.append(items(notes))
    title = "There and back with a pram"
    return section(f"{before}{title[0].lower()}{title[1:]}" if before else title, *body)


_PRAM = (
    "A family with a pram walks to the hub and home again. For the areas whose journeys grow most, "
    "these are the whole way, there and back."
)


def _farthest(found: Comparison, areas: AreaNames, journeys: Sequence[PramJourney]) -> str:
    """Say where the way to the nearest hub with a pram grows most, in miles; "" where none does."""
    ways = {
        (one.row, one.scenario): one
        for one in journeys
        if one.hub_is.startswith(NEAREST) and np.isfinite(one.metres)
    }
    rows = [row for row, scenario in ways if scenario == PLAN and (row, TODAY) in ways]
    grown = {row: ways[row, PLAN].metres - ways[row, TODAY].metres for row in rows}
    row = max(grown, key=lambda row: (grown[row], -row), default=-1)
    if row < 0 or grown[row] <= 0:
        return ""
    before, after = ways[row, TODAY], ways[row, PLAN]
    return (
        f"The way grows most in {area_words(found, areas, row)}: to the nearest hub with a pram "
        f"and home again it is {before.miles:.1f} miles ({before.km:.1f} km) today and "
        f"{after.miles:.1f} miles ({after.km:.1f} km) under the plan."
    )


def _pram_cells(found: Comparison, areas: AreaNames, method: Method, one: PramJourney) -> list[str]:
    way = np.isfinite(one.minutes)
    far = np.isfinite(one.metres)
    tiers = (found.base if one.scenario == TODAY else found.plan).tiers
    return [
        area_words(found, areas, one.row),
        "today" if one.scenario == TODAY else "under the plan",
        hub_words(tiers, one.hub, method) if one.hub else published.NOT_APPLICABLE,
        one.hub_is,
        published.minutes(one.minutes) if way else "no way with a pram",
        f"{one.km:.1f} km" if far else published.NOT_APPLICABLE,
        f"{one.miles:.1f} miles" if far else published.NOT_APPLICABLE,
    ]


def minutes_alone(
    found: Comparison, areas: AreaNames, method: Method, rows: Sequence[int], network: bool
) -> list[str]:
    """Say what the coverage's own minutes tell of the way there and back, where they tell any.

    Twice the minutes of one way, for a coverage on foot or with a pram: nothing else is known
    without a network and the hubs, and nothing is guessed.
    """
    lacking = (
        "Distances, and the nearest hub with a pram, were not worked out: give the network and a "
        "layer of the hubs of all scenarios (NETWORK, HUBS)."
    )
    if network:
        return []
    if method.times or method.mode not in ("walk", "pram"):
        return [
            "Not worked out: the coverage does not state a mode of travel on foot, so its minutes "
            f"are not taken for those of a family with a pram. {lacking}"
        ]
    how = "with a pram" if method.mode == "pram" else "on foot without a pram, which is faster"
    told = []
    for row in rows:
        base, plan = (2 * float(one.minutes[row]) for one in (found.base, found.plan))
        now = published.minutes(plan) if np.isfinite(plan) else "no modelled journey"
        told.append(
            f"{area_words(found, areas, row)}: {now} there and back, {published.minutes(base)} "
            f"today ({how}; twice the coverage's minutes of one way)."
        )
    return [*told, lacking]
