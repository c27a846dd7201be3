"""Why this site: what each chosen site brings, what could take its place, said in a sentence.

Order. The chosen sites are ranked by marginal gain: first the one that would be opened if only one
could be (beside the existing sites), then the one that adds most to it, and so on.

Children gained. Counted at the site's place in that order. For maximal cover: children whose
nearest open site is within the limit with this site and was not before it; they add up to what the
whole plan gains. For models without a limit: children whose modelled journey to the nearest open
site gets shorter with this site, or who had none in reach before; an area may get nearer more than
once, so these do not add up.

Next best and loss. The candidate not chosen that, put in this site's place with all else as it is,
loses least on the objective, and how much it loses (0: it does as well).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .. import published
from ..errors import InputError
from ..published import THRESHOLD
from .judge import broken_rules
from .model import best_first
from .proof import percent_up

if TYPE_CHECKING:
    from .plan import Plan
    from .problem import Bools, Floats, Ints

_SHORTENS = {
    "p_center": "shortens the longest journey",
    "most_equal": "lowers the equally-distributed equivalent of the minutes",
}
_EQUAL = 1e-9  # of the objective: less than this is what sums of floating-point parts leave


@dataclass(frozen=True)
class SiteReason:
    """The "why this site" card of one chosen site; see the module for the definitions.

    `site` and `next_best` are indices of the plan's problem; `next_best` is None when every
    candidate is chosen or none can take the place, and `loss_if_swapped` is then nan or inf.
    `gain` and `loss_if_swapped` are in the unit of the model's objective; `gain` is nan where the
    objective has no value before the site (a p-median with areas not yet served).
    """

    site: int
    order: int
    children_gained: float
    gain: float
    next_best: int | None
    loss_if_swapped: float
    reason: str


def explain(
    plan: Plan,
    children: Floats,
    threshold: float = THRESHOLD,
    names: Mapping[str, str] | None = None,
) -> list[SiteReason]:
    """Explain every chosen site, in the order of marginal gain.

    `children` is a float array of shape (n,), zero or more, beside the weight that was optimised.
    Counts under `threshold` are held back in the sentences. `names` gives sites a name by their
    id, to stand before it.
    """
    named = {site: f"{name} ({site})" for site, name in (names or {}).items() if name}
    children = _checked(plan, children)
    reasons = []
    before = plan.problem.minutes_to_nearest(plan.kept)
    for place, site in enumerate(_by_marginal_gain(plan)):
        after = np.minimum(before, plan.problem.minutes[:, site])
        gained = float(children @ newly_served(before, after, plan.minutes_limit))
        gain = _gain(plan, before, after)
        next_best, loss = _next_best(plan, int(site))
        said = "no" if not gained else published.about(gained, threshold)
        parts = [_brings(plan, said, gain), _standing(plan, loss)]
        parts.append(_replacement(plan, next_best, loss, named))
        reason = "; ".join(part for part in parts if part) + "."
        reasons.append(SiteReason(int(site), place + 1, gained, gain, next_best, loss, reason))
        before = after
    return reasons


def _checked(plan: Plan, children: Floats) -> Floats:
    children = np.asarray(children, dtype=float)
    if children.shape != plan.problem.weight.shape or not np.all(children >= 0):
        raise InputError(
            f"Explaining a plan needs one count of children, zero or more, for each of the "
            f"{len(plan.problem.weight)} demand points."
        )
    return children


def _by_marginal_gain(plan: Plan) -> Ints:
    ids = plan.problem.site_ids
    left = sorted(plan.chosen.tolist(), key=lambda site: ids[site])
    nearest = plan.problem.minutes_to_nearest(plan.kept)
    order = []
    while left:
        with_one = np.minimum(nearest[:, None], plan.problem.minutes[:, left])
        keys = plan.model.rank(plan.problem, with_one, plan.minutes_limit)
        site = left.pop(int(best_first(keys)[0]))
        nearest = np.minimum(nearest, plan.problem.minutes[:, site])
        order.append(site)
    return np.array(order, dtype=np.intp)


def newly_served(before: Floats, after: Floats, minutes_limit: float) -> Bools:
    """Tell which rows gain by a site, shape (n,): see "Children gained" at the module's head."""
    newly: Bools = after < before
    if np.isfinite(minutes_limit):
        newly = (after <= minutes_limit) & (before > minutes_limit)
    return newly


def _gain(plan: Plan, before: Floats, after: Floats) -> float:
    both = np.column_stack([before, after])
    old, new = plan.model.measure(plan.problem, both, plan.minutes_limit)
    if not np.isfinite(old):
        return float("nan")
    return float(new - old) if plan.model.more_is_better else float(old - new)


def _next_best(plan: Plan, site: int) -> tuple[int | None, float]:
    """Give the unchosen candidate that loses least in the place of `site`, and its loss."""
    problem = plan.problem
    others = np.setdiff1d(problem.candidates(), plan.chosen)
    if problem.rules.ask_for_anything():
        rest_open = np.setdiff1d(plan.open(), [site])
        keeps = [not broken_rules(problem, np.union1d(rest_open, [one])) for one in others]
        others = others[np.array(keeps, dtype=bool)]
    if not len(others) or plan.shares is not None:  # with limited room a swap moves families
        return None, float("nan")
    others = np.array(sorted(others, key=lambda index: problem.site_ids[index]), dtype=np.intp)
    rest = problem.minutes_to_nearest(np.setdiff1d(plan.open(), [site]))
    swapped = np.minimum(rest[:, None], problem.minutes[:, others])
    best = int(best_first(plan.model.rank(problem, swapped, plan.minutes_limit))[0])
    value = float(plan.model.measure(problem, swapped, plan.minutes_limit)[best])
    if not np.isfinite(value):
        return None, float("inf")
    whole = plan.model.measured(problem, plan.open(), plan.minutes_limit)
    loss = whole - value if plan.model.more_is_better else value - whole
    return int(others[best]), max(0.0, loss) if loss > -1e-9 * abs(whole) else loss


def _brings(plan: Plan, children: str, gain: float) -> str:
    verb = "Brings" if plan.shares is None else "Were room not limited, would bring"
    if np.isfinite(plan.minutes_limit):
        return f"{verb} {children} more children within {plan.minutes_limit:g} minutes"
    brings = f"{verb} a hub nearer to {children} children"
    if not np.isfinite(gain) or plan.shares is not None:
        return brings
    if plan.model.name in _SHORTENS:
        return f"{brings} and {_SHORTENS[plan.model.name]} by {gain:.1f} minutes"
    rows = plan.problem.asking()
    mean = gain / float(plan.problem.weight[rows].sum())
    return f"{brings} and shortens the mean journey, weighted by need, by {mean:.1f} minutes"


def _standing(plan: Plan, loss: float) -> str:
    """Say how good the plan is; of a set never that it is the only best one: others may tie."""
    tested, count = _venues(len(plan.problem.candidates())), len(plan.chosen)
    under = " under the conditions set" if plan.problem.rules.ask_for_anything() else ""
    if plan.proven and plan.model.name == "set_cover":
        return f"no plan from the {tested} tested takes fewer hubs{under}"
    if plan.proven and count == 1 and _ties(plan, loss):
        return f"none of the {tested} tested does better on this measure{under}"
    if plan.proven and count == 1:
        return f"best of the {tested} tested on this measure{under}"
    if plan.proven:
        return f"no set of {count} from the {tested} tested does better on this measure{under}"
    if np.isfinite(plan.gap):
        return f"in a set within {percent_up(plan.gap)} of the best possible on this measure"
    return "in the best set found; how far it is from the best possible is not known"


def _venues(count: int) -> str:
    return "1 venue" if count == 1 else f"{count} venues"


def _ties(plan: Plan, loss: float) -> bool:
    return bool(abs(loss) <= _EQUAL * abs(plan.objective))


def _replacement(plan: Plan, next_best: int | None, loss: float, named: Mapping[str, str]) -> str:
    if next_best is None:
        return "" if np.isnan(loss) else "no other venue tested reaches all the areas it serves"
    site = plan.problem.site_ids[next_best]
    name = named.get(site, site)
    if _ties(plan, loss):
        return f"{name} in its place does equally well"
    if loss < 0:
        return f"{name} in its place does better"
    if plan.model.name == "set_cover":
        return f"no one venue in its place reaches as much need; the next best is {name}"
    return f"the next best in its place is {name}"
