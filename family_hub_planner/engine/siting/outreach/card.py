"""The card of each site of a plan: what it is, what it brings, to which hub it is linked, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...published import THRESHOLD
from . import words
from .plan import HUB, KEPT, OPEN, OUTREACH, OutreachPlan
from .problem import Floats
from .reasons import Reason, lost_without

if TYPE_CHECKING:
    from ...demand import Demand
    from .stability import Stability


@dataclass(frozen=True, eq=False)
class Facts:
    """What the cards rest on beside the plan: words for the sites, what sentences hold back.

    `names` and `types` have one text for each site of the problem, "" where there is none;
    `named_types` is how many types the order asked for names; `threshold` is under which counts are
    held back in sentences.
    """

    names: Sequence[str]
    types: Sequence[str]
    named_types: int = 0
    threshold: float = THRESHOLD
    stability: Stability | None = None

    def named(self, plan: OutreachPlan, site: int) -> str:
        """Give a site's name with its id, or the id alone."""
        name, code = self.names[site], plan.problem.site_ids[site]
        return f"{name} ({code})" if name else code


@dataclass(frozen=True, eq=False)
class Card:
    """One site of the plan; children are exact, sentences published.

    `tier` is "hub" or "outreach". `whom` (n,) is the share of each area concerned: gained by a new
    site, without it beyond reach of a kept one. `children_without` are those whom, without it, no
    hub would reach (a hub), or neither tier (a point); None where room is limited.
    """

    site: int
    decision: str
    tier: str
    reason: str
    whom: Floats
    children_without: float | None
    order: int | None = None
    children_gained: float | None = None
    next_best: int | None = None
    loss_if_swapped: float | None = None
    near_best: str | None = None
    stability: float | None = None
    linked_hub: int | None = None
    staff_minutes: float | None = None
    sessions: int | None = None


def cards(plan: OutreachPlan, why: Sequence[Reason], demand: Demand, facts: Facts) -> list[Card]:
    """Give the cards: new hubs, new points, hubs that stand, points that run; each by id or order.

    `demand` are the plan's rows.
    """
    writer = _Writer(plan, demand, facts)
    made = [writer.chosen(one) for one in why]
    for tier, open_ones, new in (
        (HUB, plan.hubs, plan.new_hubs), (OUTREACH, plan.points, plan.new_points),
    ):  # fmt: skip
        stands = np.setdiff1d(open_ones, new).tolist()
        by_id = sorted(stands, key=lambda site: plan.problem.site_ids[site])
        made += [writer.kept(site, tier) for site in by_id]
    return made


@dataclass(frozen=True, eq=False)
class _Writer:
    plan: OutreachPlan
    demand: Demand
    facts: Facts

    def chosen(self, why: Reason) -> Card:
        plan, facts, tier = self.plan, self.facts, HUB if why.is_hub else OUTREACH
        gained = float(self.demand.children @ why.whom)
        stays = facts.stability.shares.get(why.site) if facts.stability else None
        next_best = None if why.next_best is None else facts.named(plan, why.next_best)
        said = (
            words.brings(plan, why.is_hub, gained, facts.threshold),
            words.deprived(self.demand, why.whom, facts.threshold),
            *self._of_site(why.site, tier),
            words.standing(plan),
            words.next_best(plan, next_best, why.loss),
            self._without(why.without, tier),
            words.near_best(why.near_best),
            words.stays(facts.stability, why.site),
        )
        return replace(
            self._card(why.site, tier, why.without, said),
            decision=OPEN,
            whom=why.whom,
            order=why.order,
            children_gained=gained,
            next_best=why.next_best,
            loss_if_swapped=float(why.loss) if np.isfinite(why.loss) else None,
            near_best=why.near_best,
            stability=stays,
        )

    def kept(self, site: int, tier: str) -> Card:
        without = lost_without(self.plan, site, tier == HUB)
        what = "Existing hub, kept." if tier == HUB else "Outreach point that runs today, kept."
        said = (what, *self._of_site(site, tier), self._without(without, tier))
        return self._card(site, tier, without, said)

    def _card(self, site: int, tier: str, without: Floats | None, said: Sequence[str]) -> Card:
        hub = self.plan.linked.get(site) if tier == OUTREACH else None
        children = self.demand.children
        return Card(
            site=site,
            decision=KEPT,
            tier=tier,
            reason=" ".join(sentence for sentence in said if sentence),
            whom=np.zeros(len(children)) if without is None else without,
            children_without=None if without is None else float(children @ without),
            linked_hub=hub,
            staff_minutes=None if hub is None else float(self.plan.problem.staff[hub, site]),
            sessions=self.plan.sessions.get(site) if tier == OUTREACH else None,
        )

    def _of_site(self, site: int, tier: str) -> list[str]:
        """Say to which hub a point is linked, or which points a hub's staff run."""
        plan, named = self.plan, self.facts.named
        if tier == HUB:
            run = [point for point, hub in sorted(plan.linked.items()) if hub == site]
            return [words.runs(plan, site, [(named(plan, point), point) for point in run])]
        hub = plan.linked.get(site)
        linked = words.linked(plan, site, None if hub is None else named(plan, hub))
        return [linked, words.of_type(plan, site, self.facts.types[site], self.facts.named_types)]

    def _without(self, without: Floats | None, tier: str) -> str:
        if without is None:
            return ""
        count = float(self.demand.children @ without)
        return words.without(self.plan, tier == HUB, count, self.facts.threshold)
