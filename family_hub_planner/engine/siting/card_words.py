"""The sentences on a site's card: figures in place, small counts held back, nothing more."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..bands import in_minutes
from ..published import about
from .judge import broken_rules

if TYPE_CHECKING:
    from ..demand import Demand
    from .absence import Absence
    from .plan import Plan
    from .problem import Bools, Floats
    from .stability import Stability

MOST_DEPRIVED = 3  # deciles 1 to 3
_EQUAL = 1e-9  # of the measure: less than this is what sums of floating-point parts leave


def absence(
    missed: Absence, children: Floats, minutes: float, threshold: float, whom: str = " children"
) -> str:
    """Say who would be beyond the minutes and who would travel further, without a full stop.

    `whom` follows the first count, "" where the sentence has named them.
    """
    beyond, worse = float(children @ missed.beyond), float(children @ missed.worse)
    if not worse:
        who = "no journey of the children counted" if whom else "nobody's journey"
        return f"{who} would be longer"
    limit = in_minutes(minutes)
    further = f"{about(worse, threshold)} would travel further"
    if missed.added:
        further += f", by {_minutes(missed.added)}"
    stranded = float(children @ missed.stranded)
    if stranded:
        further += f" ({about(stranded, threshold)} would reach no other hub)"
    if not beyond:
        who = "no more of the children counted" if whom else "nobody more"
        return f"{who} would be beyond {limit} of a hub; {further}"
    return f"{about(beyond, threshold)}{whom} more would be beyond {limit} of a hub; {further}"


def _minutes(minutes: float) -> str:
    if minutes < 1:
        return "less than a minute"
    whole = math.ceil(minutes - _EQUAL)  # up, so that "at most" holds
    return f"at most {whole} minute{'' if whole == 1 else 's'}"


def deprived(who: str, demand: Demand, rows: Bools, threshold: float) -> str:
    """Say how many of the children in `rows` live in the most deprived areas; "" for nobody.

    In national deciles 1 to 3 where the demand has such areas, else in the local quintile 1; ""
    where neither is known.
    """
    if not demand.children[rows].sum():
        return ""
    with np.errstate(invalid="ignore"):
        groups = (
            (demand.decile <= MOST_DEPRIVED, f"deciles 1 to {MOST_DEPRIVED}"),
            (demand.quintile == 1, "the most deprived local fifth of areas"),
        )
    for group, words in groups:
        if demand.children[group].sum():
            count = about(float(demand.children[rows & group].sum()), threshold)
            return f"Of those {who}, {count} live in {words}."
    return ""


def served(plan: Plan, children: Floats, site: int, threshold: float) -> str:
    """Say how many children go to a site where room is limited; "" where it is not."""
    if plan.shares is None:
        return ""
    count = sum(share * children[row] for row, one, share in plan.shares if one == site)
    said = about(float(count), threshold).replace("none", "no")
    return f"With the room there is, {said} children go to it."


def cost_of_closing(plan: Plan, site: int) -> str:
    """Say what closing a kept hub alone, all else as planned, would cost the measure.

    "" where room is limited: families would move between hubs.
    """
    if plan.shares is not None:
        return ""
    problem, left = plan.problem, np.setdiff1d(plan.open(), [site])
    broken = broken_rules(problem, left)
    if broken:
        return f"Closing it alone would break a condition ({broken[0]})."
    nearest = problem.minutes_to_nearest(left)[:, None]
    if not plan.model.brings_enough(problem, nearest, plan.minutes_limit)[0]:
        return _too_little(plan, float(plan.model.measured(problem, left, plan.minutes_limit)))
    if plan.model.asks is not None:
        return "Closing it alone would still bring the need asked for, with a hub fewer."
    whole = plan.model.measured(problem, plan.open(), plan.minutes_limit)
    value = plan.model.measured(problem, left, plan.minutes_limit)
    if not np.isfinite(value):
        return "Closing it alone would leave areas that no other open hub reaches."
    loss = (whole - value) if plan.model.more_is_better else (value - whole)
    if loss <= _EQUAL * abs(whole):
        return "Closing it alone would lose nothing on this measure."
    worse = f"{100 * loss / abs(whole):.1f} %" if whole else "more than any share"
    return f"Closing it alone would make the measure {worse} worse."


def _too_little(plan: Plan, reached: float) -> str:
    """Say that the need asked for within the minutes would be missed, and by how much."""
    asked = plan.model.asks
    least = asked(plan.problem, plan.minutes_limit) if asked else 0.0
    share = 100 / float(plan.problem.weight.sum())
    would, wanted = math.floor(10 * share * reached) / 10, math.ceil(10 * share * least - 1e-6) / 10
    return (
        f"Closing it alone would break what was asked for: {would:.1f} % of need would be within "
        f"{in_minutes(plan.minutes_limit)}, at least {wanted:.1f} % is asked for."
    )


def saving(plan: Plan, yearly: Floats | None, site: int) -> str:
    """Say what a hub's closing saves a year and costs once, as far as the costs are known."""
    if yearly is None or not np.isfinite(yearly[site]) or not yearly[site]:
        return ""
    money = plan.problem.rules.money
    once = 0.0 if money is None else float(money.closing[site])
    against = f", against £{once:,.0f} once" if once else ", before any cost of closing"
    return f"Its yearly cost of £{yearly[site]:,.0f} would fall away{against}."


def near_best(words: str, state: str) -> str:
    """Turn the words of `near_best.py` into a sentence; `state` is "open" or "closed"."""
    words = words.replace("closed ", "")
    if words == "in every plan":
        return f"It is {state} in every plan that keeps the conditions."
    if words.startswith("in every plan"):
        return f"It is {state} {words} of the best on this measure."
    if words.startswith("not in every plan"):
        within = words.replace("not in every plan ", "")
        other = "keeps it open" if state == "closed" else "does without it"
        return f"Another plan {within} of the best on this measure {other}."
    return ""


def stays(stability: Stability | None, site: int) -> str:
    """Say in how many runs the site stays as it is here; "" where none was worked out."""
    if stability is None or site not in stability.shares:
        return ""
    count = round(stability.shares[site] * stability.counted)
    return (
        f"It stays so, in the best plan or one as good, in {count} of {stability.counted} runs "
        "with minutes, limit or need moved by up to 20 %."
    )
