"""What a model itself found, on its own measure, in a sentence: with the plan and as things stand.

The coverage of the plan, in children, is told beside it and does not tell this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..bands import band_number, in_minutes
from ..published import THRESHOLD, about_part, bracketed, is_small, share_of
from .judge import within_minutes

if TYPE_CHECKING:
    from .plan import Plan
    from .today import Today

_MINUTES = {
    "p_median": "The mean journey to a hub, weighted by need,",
    "p_center": "The longest journey to the nearest hub",
    "most_equal": "The equally-distributed equivalent of the minutes to a hub",
}


def finding(plan: Plan, today: Today, threshold: float = THRESHOLD) -> str:
    """Say what the plan and today's hubs are worth on the measure; counts under `threshold` held.

    Of set cover how many hubs it takes for which share of need.
    """
    limit = in_minutes(plan.minutes_limit) if np.isfinite(plan.minutes_limit) else ""
    if plan.model.name == "set_cover":
        return _fewest(plan, today, threshold)
    if plan.model.name == "maximal_cover":
        reached = _of_need(plan, plan.objective, threshold)
        now = _today_brings(plan, plan.objective, today, threshold)
        return f"Need of {reached} is within {limit} of a hub with this plan; {now}."
    if plan.model.name == "mixed":
        what = f"The mix of mean minutes and of need beyond {limit} (0 is best)"
        return f"{what} is {plan.objective:.3f} with this plan, {_today(today, '.3f', 1.0)}."
    whole = 1.0
    if plan.model.name == "p_median":
        whole = float(plan.problem.weight[plan.problem.asking()].sum())
    form = _decimals(plan.objective / whole, today, whole)
    then = f"{plan.objective / whole:{form}} minutes with this plan"
    return f"{_MINUTES[plan.model.name]} is {then}, {_today(today, form, whole)}."


def _decimals(value: float, today: Today, whole: float) -> str:
    """Give one decimal, or two where one would not tell the plan from today."""
    if today.value is None or f"{today.value / whole:.1f}" != f"{value:.1f}":
        return ".1f"
    return ".2f"


def _today(today: Today, form: str, whole: float) -> str:
    if not today.hubs:
        return "and no hub stands today"
    if today.value is None:
        return "and today's hubs have no such value: not every area has one in reach"
    return f"{today.value / whole:{form}} with today's hubs"


def _of_need(plan: Plan, need: float, threshold: float) -> str:
    whole = float(plan.problem.weight.sum())
    share = bracketed(share_of(need, whole, threshold))
    return f"{about_part(need, whole, threshold)}{share}"


def _today_brings(plan: Plan, need: float, today: Today, threshold: float) -> str:
    """Say what today's hubs bring; where that is little more or less, not how much."""
    if not today.hubs:
        return "no hub stands today"
    hubs = "today's one hub brings" if today.hubs == 1 else f"today's {today.hubs} hubs bring"
    if today.need is None:
        return f"what {hubs} was not worked out in time"
    if is_small(abs(need - today.need), threshold):
        return f"what {hubs} differs from that by under {threshold:g}"
    if need == today.need:
        return f"{hubs} as much"
    return f"{hubs} {_of_need(plan, today.need, threshold)}"


def _fewest(plan: Plan, today: Today, threshold: float) -> str:
    tested, reached = len(plan.problem.candidates()), need_within(plan)
    count, new = len(plan.open()), len(plan.chosen)
    hubs = "1 hub" if count == 1 else f"{count} hubs"
    which = "brings" if count == 1 else "bring"
    share = share_of(reached, float(plan.problem.weight.sum()), threshold)
    need = f"{share} of need" if share.endswith("%") else "need"
    venues = "1 venue" if tested == 1 else f"{tested} venues"
    least = len(plan.problem.kept()) + round(plan.bound)
    proof = f"no plan from the {venues} tested takes fewer"
    if not plan.proven:
        proof = f"whether fewer do was not settled in time, but at least {least} are needed"
    elif plan.further:
        proof += f", and of those with as few this one has the {plan.further}"
    now = f"; {_today_brings(plan, reached, today, threshold)}" if today.hubs else ""
    return (
        f"{hubs} ({new} of them new) {which} {need} within {band_number(plan.minutes_limit)} "
        f"minutes; {proof}{now}."
    )


def need_within(plan: Plan) -> float:
    """Give the weight within the plan's minutes; where room is limited, what is served so."""
    weight = plan.problem.weight
    if plan.shares is not None:
        return float(sum(share * weight[row] for row, _, share in plan.shares))
    within = within_minutes(plan.problem, plan.minutes_limit)[:, plan.open()].any(axis=1)
    return float(weight @ within)
