"""The sentences on a site's card: the tiers named apart, small counts held back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...bands import in_minutes, minutes_long
from ...in_words import many
from ...published import about
from .. import card_words
from ..proof import percent_up

if TYPE_CHECKING:
    from ...demand import Demand
    from .plan import OutreachPlan
    from .problem import Floats
    from .stability import Stability

_EQUAL = 1e-9


def brings(plan: OutreachPlan, is_hub: bool, children: float, threshold: float) -> str:
    """Say whom a new site brings within reach, and of what: a hub, or an outreach point only."""
    terms = plan.problem.terms
    said = about(children, threshold).replace("none", "no")
    hub = in_minutes(terms.hub_minutes)
    if is_hub:
        return f"Brings {said} more children within {hub} of a hub."
    point = f"{in_minutes(terms.outreach_minutes)} of an outreach point"
    if plan.shares is not None:
        return f"With the room there is, {said} children beyond {hub} of any hub go to it."
    return f"Brings {said} more children within {point}; they are beyond {hub} of any hub."


def deprived(demand: Demand, whom: Floats, threshold: float) -> str:
    """Say how many of those gained live in the most deprived areas; "" for nobody.

    In national deciles 1 to 3 where the demand has such areas, else in the local quintile 1; ""
    where neither is known. `whom` (n,) is the share of each area.
    """
    gained = demand.children * whom
    if not gained.sum():
        return ""
    most = card_words.MOST_DEPRIVED
    with np.errstate(invalid="ignore"):
        groups = (
            (demand.decile <= most, f"deciles 1 to {most}"),
            (demand.quintile == 1, "the most deprived local fifth of areas"),
        )
    for group, name in groups:
        if demand.children[group].sum():
            return f"Of them, {about(float(gained[group].sum()), threshold)} live in {name}."
    return ""


def linked(plan: OutreachPlan, site: int, hub: str | None) -> str:
    """Say which hub's staff run a point, how far they drive, and how many sessions a week."""
    if hub is None:
        return "No open hub is within staff drive of it."
    minutes = plan.problem.staff[plan.linked[site], site]
    drive = "less than a minute's" if minutes < 1 else minutes_long(round(minutes))
    sessions = plan.sessions.get(site)
    week = f", {many(sessions, 'session', 'sessions')} a week" if sessions else ""
    return f"Linked to {hub}: {drive} drive for its staff{week}."


def runs(plan: OutreachPlan, hub: int, points: Sequence[tuple[str, int]]) -> str:
    """Say which points a hub's staff could run, and how many sessions that takes of those they can.

    Who runs a point today is not in the data: of such a one it is the nearest hub by car.
    """
    today = plan.problem.point_now
    new = [(name, point) for name, point in points if not today[point]]
    running = [name for name, point in points if today[point]]
    parts = [f"Its staff could run {', '.join(name for name, _ in new)}."] if new else []
    if running:
        run = "runs" if len(running) == 1 else "run"
        parts.append(f"It is the nearest hub by car of {', '.join(running)}, which {run} today.")
    said, staffing = " ".join(parts), plan.problem.staffing
    if not points or staffing is None or not np.isfinite(staffing.staff[hub]):
        return said
    taken = sum(plan.sessions[point] for _, point in new)
    return f"{said} New points take {taken} of its {staffing.staff[hub]:.0f} sessions a week."


def of_type(plan: OutreachPlan, site: int, kind: str, named: int) -> str:
    """Say what type of venue a point is, and its place in the order of `named` types."""
    if not kind:
        return ""
    if not named:
        return f"Type of venue: {kind}."
    rank = int(plan.problem.ranks()[site])
    place = "not named in" if rank >= named else f"no. {rank + 1} in"
    return f"Type of venue: {kind}, {place} the order asked for."


def standing(plan: OutreachPlan) -> str:
    """Say how good the whole plan is, and no more than was proven."""
    tested = many(len(plan.problem.new_point_sites()), "venue", "venues")
    measure = "on this measure under the conditions set"
    if plan.given_up:
        lost = percent_up(plan.given_up / plan.best)
        return (
            f"It is in a plan that gives up {lost} of the best value found for types of venues "
            "named earlier."
        )
    if plan.proven:
        return f"No plan from the {tested} tested does better {measure}."
    if np.isfinite(plan.gap):
        return f"It is in a plan within {percent_up(plan.gap)} of the best possible {measure}."
    return "It is in the best plan found; how far that is from the best possible is not known."


def next_best(plan: OutreachPlan, name: str | None, loss: float) -> str:
    """Say what could take a site's place, and at what loss."""
    if np.isnan(loss):
        return ""
    if np.isinf(loss):
        return "No other venue in its place keeps every condition."
    if name is None:
        return "No other venue tested adds anything in its place."
    if loss < 0:
        better = f"{name} in its place does {percent_up(-loss / plan.objective)} better"
        return f"{better}; the order of types stands against it." if plan.given_up else f"{better}."
    if loss <= _EQUAL * abs(plan.objective):
        return f"{name} in its place does equally well."
    return f"The next best in its place is {name}, {percent_up(loss / plan.objective)} worse."


def without(plan: OutreachPlan, is_hub: bool, children: float, threshold: float) -> str:
    """Say who would be out of reach without a site, all else as it is."""
    terms = plan.problem.terms
    said = about(children, threshold)
    who = f"{'no' if said == 'none' else said} more of the children counted"
    if is_hub:
        where = f"beyond {in_minutes(terms.hub_minutes)} of a hub"
    else:
        where = "within reach of neither a hub nor an outreach point"
    return f"Without it, {who} would be {where}."


def near_best(said: str) -> str:
    """Turn the words of the near-best test into a sentence."""
    return card_words.near_best(said, "open")


def stays(done: Stability | None, site: int) -> str:
    """Say in how many runs the site stays as it is here; "" where none was worked out."""
    if done is None or site not in done.shares:
        return ""
    count = round(done.shares[site] * done.counted)
    return (
        f"It stays so in {count} of {done.counted} runs with minutes, need or the weight of "
        "outreach moved by 20 %."
    )
