"""The card of each site in a plan: what it brings, who would be without it, how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ..published import THRESHOLD
from . import card_words as words
from .absence import absence
from .explanation import SiteReason, explain

if TYPE_CHECKING:
    from ..demand import Demand
    from .plan import Plan
    from .problem import Bools, Floats, Ints
    from .stability import Stability

OPEN, KEPT, CLOSED = "open", "kept", "option_to_close"


@dataclass(frozen=True, eq=False)
class Facts:
    """What the cards rest on beside the plan.

    `minutes` is what counts as within, `threshold` under which counts are held back in sentences,
    `names` of sites by their id, `near_best` the words of `near_best.py` by site, `stability` None
    where it was not worked out, `yearly` the pounds a year of each site, shape (m,), nan where not
    known, or None.
    """

    minutes: float
    threshold: float = THRESHOLD
    names: Mapping[str, str] = field(default_factory=dict)
    near_best: Mapping[int, str] = field(default_factory=dict)
    stability: Stability | None = None
    yearly: Floats | None = None


@dataclass(frozen=True, eq=False)
class SiteCard:
    """Why a site stands in the plan as it does; children are exact, sentences published.

    `site` and `next_best` are indices of the plan's problem. `order` to `loss_if_swapped` stand for
    chosen sites only, else None (see `SiteReason`). `children_without` are those within the
    minutes with the site and not without, `children_worse` those whose journey is longer without,
    `max_added_minutes` by how much at most (None where nobody's is, or all of theirs end): see
    `absence.py`. `whom` are rows, a bool array of shape (n,): those counted as gained for a chosen
    site, as without for a kept one, as worse for a closed one. `stability` is a share, 0 to 1.
    """

    site: int
    decision: str
    children_without: float
    children_worse: float
    max_added_minutes: float | None
    whom: Bools
    reason: str
    order: int | None = None
    children_gained: float | None = None
    next_best: int | None = None
    loss_if_swapped: float | None = None
    near_best: str | None = None
    stability: float | None = None


def cards(plan: Plan, demand: Demand, facts: Facts) -> list[SiteCard]:
    """Give the cards of the chosen sites in their order, then of the closed, then of the kept.

    `demand` are the plan's rows. Raises `InputError` as `explain`.
    """
    writer = _Writer(plan, demand, facts)
    reasons = explain(plan, demand.children, facts.threshold, facts.names)
    made = [writer.chosen(why, why.gained) for why in reasons]
    made += [writer.closed(site) for site in _by_id(plan, plan.closed)]
    made += [writer.kept(site) for site in _by_id(plan, plan.kept)]
    return made


def _by_id(plan: Plan, sites: Ints) -> list[int]:
    return sorted(sites.tolist(), key=lambda site: plan.problem.site_ids[site])


@dataclass(frozen=True, eq=False)
class _Writer:
    plan: Plan
    demand: Demand
    facts: Facts

    def chosen(self, why: SiteReason, gained: Bools) -> SiteCard:
        card = self._card(why.site, OPEN, gained)
        loss = why.loss_if_swapped
        said = (
            why.reason,
            self._deprived("gained", gained),
            words.served(self.plan, self.demand.children, why.site, self.facts.threshold),
            f"Without it, {card.reason}.",
            *self._how_sure(why.site, "open"),
        )
        return replace(
            card,
            reason=_joined(said),
            order=why.order,
            children_gained=why.children_gained,
            next_best=why.next_best,
            loss_if_swapped=float(loss) if np.isfinite(loss) else None,
        )

    def closed(self, site: int) -> SiteCard:
        card = self._card(site, CLOSED)
        said = (
            "An option for testing, under the conditions set; no decision is made.",
            f"Of the children nearest to it today, {card.reason}.",
            self._deprived("with a longer journey", card.whom),
            words.saving(self.plan, self.facts.yearly, site),
            *self._how_sure(site, "closed"),
        )
        return replace(card, reason=_joined(said))

    def kept(self, site: int) -> SiteCard:
        card = self._card(site, KEPT)
        may_close = site in self.plan.problem.closable()
        sure = self._how_sure(site, "open") if may_close else ()
        said = (
            "Existing hub, kept open though it may close."
            if may_close
            else "Existing hub, kept open.",
            words.served(self.plan, self.demand.children, site, self.facts.threshold),
            f"Without it, {card.reason}.",
            self._deprived("who would be beyond", card.whom),
            words.cost_of_closing(self.plan, site) if may_close else "",
            *sure,
        )
        return replace(card, reason=_joined(said))

    def _card(self, site: int, decision: str, whom: Bools | None = None) -> SiteCard:
        """Give a card whose reason is only what the site's absence means."""
        missed = absence(self.plan, site, self.facts.minutes)
        children, stability = self.demand.children, self.facts.stability
        noun = "" if decision == CLOSED else " children"
        if whom is None:
            whom = missed.worse if decision == CLOSED else missed.beyond
        return SiteCard(
            site=site,
            decision=decision,
            children_without=float(children @ missed.beyond),
            children_worse=float(children @ missed.worse),
            max_added_minutes=missed.added or None,
            whom=whom,
            reason=words.absence(missed, children, self.facts.minutes, self.facts.threshold, noun),
            near_best=self.facts.near_best.get(site),
            stability=stability.shares.get(site) if stability else None,
        )

    def _deprived(self, who: str, rows: Bools) -> str:
        return words.deprived(who, self.demand, rows, self.facts.threshold)

    def _how_sure(self, site: int, state: str) -> tuple[str, str]:
        near, stability = self.facts.near_best.get(site, ""), self.facts.stability
        return words.near_best(near, state), words.stays(stability, site)


def _joined(sentences: tuple[str, ...]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
