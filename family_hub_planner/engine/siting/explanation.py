"""Why this site: what each chosen site brings, what could take its place, said in a sentence.

Order. The chosen sites are ranked by marginal gain beside the hubs that the plan keeps: first the
one that would be opened if only one could be, then the one that adds most to it, and so on.

Children gained. Against today, with every hub that stands today, those that the plan closes too,
and the sites before it in that order. For models with a limit: children whose nearest of these is
beyond the limit and who are within it with this site. They add up: less the children whom the
closings leave beyond (`absence.py`), to what the plan gains against today. For models without a
limit: children whose journey to the nearest of these gets shorter with this site, or who had none
in reach; an area may get nearer more than once, so these do not add up. `gain` is by how much the
model's measure gets better from the same to the same with this site.

Children held: those whom the site serves so beside the hubs that the plan keeps and the sites
before it, but who are served so today: by hubs that the plan closes.

Next best and loss. The candidate not chosen, or the hub that the plan closes, that, put in this
site's place with all else as it is, keeps the conditions, brings what the model asks for (set
cover's share) and loses least on the measure; and how much it loses (0: it does as well).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .. import published
from ..bands import in_minutes
from ..errors import InputError
from ..published import THRESHOLD
from .judge import broken_rules
from .model import best_first
from .proof import percent_up

if TYPE_CHECKING:
    from .plan import Plan
    from .problem import Bools, Floats, Ints

_SHORTENS = {
    "p_center": ("shortens", "shorten", "the longest journey"),
    "most_equal": ("lowers", "lower", "the equally-distributed equivalent of the minutes"),
}
_MEAN = ("shortens", "shorten", "the mean journey, weighted by need,")
_TENTH = 0.1  # of a minute, to which gains are written
_EQUAL = 1e-9  # of the objective: less than this is what sums of floating-point parts leave


@dataclass(frozen=True)
class SiteReason:
    """The "why this site" card of one chosen site; see the module for the definitions.

    `site` and `next_best` are indices of the plan's problem; `next_best` is None when every
    candidate is chosen or none can take the place, and `loss_if_swapped` is then nan or inf.
    `gain` and `loss_if_swapped` are in the unit of the model's measure; `gain` is nan where it has
    no value before the site (a p-median with areas not yet served). `gained` are the rows of the
    children gained, a bool array of shape (n,).
    """

    site: int
    order: int
    children_gained: float
    gain: float
    next_best: int | None
    loss_if_swapped: float
    reason: str
    gained: Bools = field(compare=False, repr=False)


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
    problem = plan.problem
    today = problem.minutes_to_nearest(np.flatnonzero(problem.existing))
    stays = problem.minutes_to_nearest(plan.kept)
    for place, site in enumerate(_by_marginal_gain(plan)):
        own = problem.minutes[:, site]
        gained = newly_served(today, np.minimum(today, own), plan.minutes_limit)
        held = newly_served(stays, np.minimum(stays, own), plan.minutes_limit) & ~gained
        gain = _gain(plan, today, np.minimum(today, own))
        next_best, loss = _next_best(plan, int(site))
        counts = [_count(float(children @ rows), threshold) for rows in (gained, held)]
        parts = [_brings(plan, counts[0], gain) + _holds(plan, counts[1]), _standing(plan, loss)]
        parts.append(_replacement(plan, next_best, loss, named))
        reason = "; ".join(part for part in parts if part) + "."
        count = float(children @ gained)
        reasons.append(
            SiteReason(int(site), place + 1, count, gain, next_best, loss, reason, gained)
        )
        today, stays = np.minimum(today, own), np.minimum(stays, own)
    return reasons


def _count(children: float, threshold: float) -> str:
    return "no" if not children else published.about(children, threshold)


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
    """Give what loses least in the place of `site`, and its loss: see "Next best" above.

    None and nan where there is nothing to put there, None and inf where nothing there is enough.
    """
    problem = plan.problem
    rest_open = np.setdiff1d(plan.open(), [site])
    others = np.union1d(np.setdiff1d(problem.candidates(), plan.chosen), plan.closed)
    if problem.rules.ask_for_anything():
        keeps = [not broken_rules(problem, np.union1d(rest_open, [one])) for one in others]
        others = others[np.array(keeps, dtype=bool)]
    if not len(others) or plan.shares is not None:  # with limited room a swap moves families
        return None, float("nan")
    others = np.array(sorted(others, key=lambda index: problem.site_ids[index]), dtype=np.intp)
    rest = problem.minutes_to_nearest(rest_open)
    swapped = np.minimum(rest[:, None], problem.minutes[:, others])
    enough = plan.model.brings_enough(problem, swapped, plan.minutes_limit)
    if not enough.any():
        return None, float("inf")
    others, swapped = others[enough], swapped[:, enough]
    best = int(best_first(plan.model.rank(problem, swapped, plan.minutes_limit))[0])
    value = float(plan.model.measure(problem, swapped, plan.minutes_limit)[best])
    if not np.isfinite(value):
        return None, float("inf")
    whole = plan.model.measured(problem, plan.open(), plan.minutes_limit)
    loss = whole - value if plan.model.more_is_better else value - whole
    return int(others[best]), max(0.0, loss) if loss > -1e-9 * abs(whole) else loss


def _brings(plan: Plan, children: str, gain: float) -> str:
    """Say what the site brings; against today's hubs is said where some of them close."""
    verb = "Brings" if plan.shares is None else "Were room not limited, would bring"
    closes = bool(len(plan.closed))
    if np.isfinite(plan.minutes_limit):
        than = " than today" if closes else ""
        return f"{verb} {children} more children within {in_minutes(plan.minutes_limit)}{than}"
    than = " than today's hubs" if closes else ""
    brings = f"{verb} a hub nearer{than} to {children} children"
    if not np.isfinite(gain) or plan.shares is not None:
        return brings
    does, do, what = _SHORTENS.get(plan.model.name, _MEAN)
    if plan.model.name not in _SHORTENS:
        gain /= float(plan.problem.weight[plan.problem.asking()].sum())
    beside = f"{what} of today's hubs" if closes and plan.model.name in _SHORTENS else what
    if gain <= _EQUAL:
        return f"{brings} and does not {do} {beside.rstrip(',')}"
    minutes = f"{gain:.1f} minutes" if gain >= _TENTH / 2 else "less than 0.1 minutes"
    return f"{brings} and {does} {beside} by {minutes}"


def _holds(plan: Plan, children: str) -> str:
    """Say whom the site serves in the place of hubs that close; "" for nobody."""
    if children == "no":
        return ""
    if np.isfinite(plan.minutes_limit):
        return f", and keeps within them {children} whom the options to close would leave beyond"
    return f", and shortens the way of {children} whom the options to close send further"


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
    covers = plan.model.asks is not None
    if next_best is None:
        if np.isnan(loss):
            return ""
        also = ", or hub kept open," if len(plan.closed) else ""
        if covers:
            return f"no other venue tested{also} in its place brings the need asked for"
        return f"no other venue tested{also} reaches all the areas it serves"
    site = plan.problem.site_ids[next_best]
    name = named.get(site, site)
    if plan.problem.existing[next_best]:
        name += ", kept open,"
    if covers:
        less = "as much" if _ties(plan, loss) else "more" if loss < 0 else "less"
        return f"{name} in its place brings {less} need, with as many hubs"
    if _ties(plan, loss):
        return f"{name} in its place does equally well"
    if loss < 0:
        return f"{name} in its place does better"
    return f"the next best in its place is {name.rstrip(',')}"
