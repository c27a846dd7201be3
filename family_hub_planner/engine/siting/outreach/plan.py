"""A plan of hubs and linked outreach points, and what it reaches, worked out anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..proof import PROOF_TOLERANCE, percent_up
from .problem import Bools, Floats, Ints, OutreachProblem

Shares = tuple[tuple[int, int, float], ...]
HUB, OUTREACH, NEITHER = "hub", "outreach", "neither"
_NO_PART = 1e-4  # of an area: what the slack of the search may leave
OPEN, KEPT, NOT_CHOSEN = "open", "kept", "not_chosen"


@dataclass(frozen=True, eq=False)
class Tiers:
    """What reaches each area.

    `hub` (n,) tells whether a hub does, `outreach` (n,) gives the share of the area (0 to 1) that
    an outreach point alone does.
    """

    hub: Bools
    outreach: Floats

    @property
    def neither(self) -> Floats:
        """The share of each area that neither reaches, shape (n,)."""
        return np.asarray(np.where(self.hub, 0.0, 1.0 - self.outreach))

    def sums(self, counts: Floats) -> tuple[float, float, float]:
        """Sum counts, shape (n,): reached by a hub, by an outreach point only, by neither."""
        return (
            float(counts @ self.hub), float(counts @ self.outreach), float(counts @ self.neither),
        )  # fmt: skip

    def worth(self, problem: OutreachProblem) -> float:
        """Give the value of the plan: need of a hub, and the lesser weight of need of a point."""
        by_hub, by_point, _ = self.sums(problem.weight)
        return by_hub + problem.terms.weight * by_point


def tiers_of(
    problem: OutreachProblem, hubs: Ints, points: Ints, shares: Shares | None = None
) -> Tiers:
    """Give the tiers of open `hubs` and `points`; `shares` says who goes where if room is short."""
    by_hub = problem.in_hub_reach()[:, hubs].any(axis=1)
    if shares is None:
        by_point = problem.in_point_reach()[:, points].any(axis=1) & ~by_hub
        return Tiers(by_hub, by_point.astype(float))
    outreach = np.zeros(len(by_hub))
    for row, _, share in shares:
        outreach[row] += share
    return Tiers(by_hub, np.where(by_hub, 0.0, np.minimum(1.0, outreach)))


@dataclass(frozen=True, eq=False)
class OutreachPlan:
    """A plan; indices are those of `problem`.

    Attributes
    ----------
    hubs, points
        All open ones, ascending, those that stand already among them.
    linked
        The hub of each point; a point that runs today and has no hub in reach of staff has none.
    sessions
        Sessions a week at each point; empty where neither room nor staff is limited.
    shares
        (row, point, share of the row) where room is limited, else None.
    objective, bound, gap
        The plan's value, the best not ruled out, and the gap between `best` and that bound.
    best
        The best value found before any was given up for types; `objective` where none was.
    proven
        Whether the search, and the choice among equal plans by number and type, was finished.
    """

    problem: OutreachProblem
    hubs: Ints
    points: Ints
    linked: Mapping[int, int]
    sessions: Mapping[int, int]
    shares: Shares | None
    objective: float
    best: float
    bound: float
    gap: float
    proven: bool
    seconds: float
    remarks: tuple[str, ...] = ()

    @property
    def new_hubs(self) -> Ints:
        """The venues that become hubs, ascending."""
        return np.asarray(self.hubs[~self.problem.hub_now[self.hubs]])

    @property
    def new_points(self) -> Ints:
        """The venues that become outreach points, ascending."""
        return np.asarray(self.points[~self.problem.point_now[self.points]])

    @property
    def chosen(self) -> Ints:
        """All that is new, ascending."""
        return np.union1d(self.new_hubs, self.new_points)

    @property
    def given_up(self) -> float:
        """What was given up of the best value for types of venues named earlier."""
        lost = self.best - self.objective
        return lost if lost > PROOF_TOLERANCE * abs(self.best) else 0.0

    @property
    def status(self) -> str:
        """Say in a sentence how sure the plan is."""
        if self.proven and self.given_up:
            lost = percent_up(self.given_up / self.best)
            return f"Proven; {lost} of the best value found is given up for types of venues."
        if self.proven:
            return "Proven best of the venues tested, on this measure, under the conditions set."
        if not np.isfinite(self.gap):
            return "Not proven; how far the plan is from the best possible is not known."
        if self.gap <= PROOF_TOLERANCE:
            return "Proven in value; equally good plans could not all be compared."
        return f"Within {percent_up(self.gap)} of the best possible, not proven best."

    def tiers(self) -> Tiers:
        """Give what the plan reaches."""
        return tiers_of(self.problem, self.hubs, self.points, self.shares)

    def assignment(self) -> list[tuple[int, int | None, str, float]]:
        """Give (row, site, tier, share) for each area, or each part of one.

        A hub within reach comes before any point, the nearest before others, ties by id; what
        neither reaches has no site.
        """
        minutes, ids = self.problem.minutes, self.problem.site_ids
        tiers, found = self.tiers(), []
        by_row: dict[int, list[tuple[int, float]]] = {}
        for row, site, share in self.shares or ():
            by_row.setdefault(row, []).append((site, share))
        for row in range(len(tiers.hub)):
            if tiers.hub[row] or (self.shares is None and tiers.outreach[row]):
                sites, tier = (self.hubs, HUB) if tiers.hub[row] else (self.points, OUTREACH)
                nearest = min(sites.tolist(), key=lambda site: (minutes[row, site], ids[site]))
                found.append((row, nearest, tier, 1.0))
                continue
            found += [(row, site, OUTREACH, share) for site, share in sorted(by_row.get(row, []))]
            left = 1.0 - sum(share for _, share in by_row.get(row, []))
            if left > _NO_PART:
                found.append((row, None, NEITHER, left))
        return found
