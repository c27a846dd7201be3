"""What a model itself found, in a sentence, where the coverage of the plan does not tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..bands import band_number
from ..published import THRESHOLD, share_of
from .judge import within_minutes

if TYPE_CHECKING:
    from .plan import Plan


def finding(plan: Plan, threshold: float = THRESHOLD) -> str:
    """Say how many hubs set cover takes for which share of need; "" for the other models."""
    if plan.model.name != "set_cover":
        return ""
    weight, tested = plan.problem.weight, len(plan.problem.candidates())
    if plan.shares is None:
        within = within_minutes(plan.problem, plan.minutes_limit)[:, plan.open()].any(axis=1)
        reached = float(weight @ within)
    else:
        reached = sum(share * float(weight[row]) for row, _, share in plan.shares)
    count, new = len(plan.open()), len(plan.chosen)
    hubs = "1 hub" if count == 1 else f"{count} hubs"
    which = "brings" if count == 1 else "bring"
    share = share_of(reached, float(weight.sum()), threshold)
    need = f"{share} of need" if share.endswith("%") else "need"
    venues = "1 venue" if tested == 1 else f"{tested} venues"
    least = len(plan.problem.kept()) + round(plan.bound)
    proof = f"no plan from the {venues} tested takes fewer"
    if not plan.proven:
        proof = f"whether fewer do was not settled in time, but at least {least} are needed"
    return (
        f"{hubs} ({new} of them new) {which} {need} within {band_number(plan.minutes_limit)} "
        f"minutes; {proof}."
    )
