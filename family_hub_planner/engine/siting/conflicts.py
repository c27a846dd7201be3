"""Why no plan keeps every condition: which one stands in the way, and by how much.

Each condition is left out in turn. Where the others can then be kept, it is one that stands in the
way, and what it would have to be for a plan to exist is worked out: the fewest sites, the least
money, the greatest share. Where leaving out any one of them does not help, the conditions that
cannot be kept even alone are named (Chinneck, 2008, Feasibility and Infeasibility in Optimization,
chapter 6: deletion and elastic filters).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..errors import InfeasibleError
from .conditions import add_cover, add_rules, add_sites
from .formulation import Formulation
from .judge import within_minutes
from .model import Limits, named
from .problem import Floats, Ints, SitingProblem
from .rules import Floor, Money, Number
from .solver import solve

_SECONDS = 10.0
AddModel = Callable[[SitingProblem, Formulation, Ints], None]


@dataclass(frozen=True)
class _Condition:
    """One condition: the problem without it, what to make least instead, and how to say so.

    `measure(form, x)` gives the places and costs of the columns whose sum is to be made least;
    `says` turns that least value into a sentence.
    """

    without: SitingProblem
    measure: Callable[[Formulation, Ints], tuple[Ints, Floats, float]]
    says: Callable[[float], str]


def why_infeasible(problem: SitingProblem, add_model: AddModel, limits: Limits) -> str:
    """Say which conditions cannot be kept together, and by how much; ends with what to do."""
    impossible = list(_beyond_every_site(problem))
    if impossible:
        return " ".join(impossible)
    seconds = min(_SECONDS, limits.time_limit_s)
    said = []
    for condition in _conditions(problem):
        least = _least(condition, add_model, seconds)
        if least is not None:
            said.append(condition.says(least))
    if said:
        return (
            "No plan keeps every condition. Any one of these changes would make one possible: "
            + "; ".join(said)
            + "."
        )
    if _least(_everything(problem), _nothing, seconds) is not None:
        return (
            "No plan that keeps the conditions serves every area that some site reaches. Loosen "
            "them, or use maximal cover, which may leave areas out."
        )
    return (
        "No plan keeps every condition, and giving up any one of them is not enough. Take out "
        "the floors or numbers that matter least, one after another."
    )


def _nothing(problem: SitingProblem, form: Formulation, x: Ints) -> None:
    """Add no model: the conditions alone."""


def _beyond_every_site(problem: SitingProblem) -> Iterator[str]:
    """Say which floors cannot be kept even with every site open."""
    for floor in problem.rules.floors:
        within = within_minutes(problem, floor.minutes).any(axis=1)
        weight = np.where(floor.rows, problem.weight, 0.0)
        most = float(weight[within].sum() / weight.sum())
        if most < floor.share * (1 - 1e-7):
            beyond = np.flatnonzero(floor.rows & ~within & (problem.weight > 0))
            yield (
                f"The floor of {100 * floor.share:g} % for {floor.label} cannot be kept: at most "
                f"{100 * most:.1f} % of its need lies within {floor.minutes:g} minutes of any "
                f"venue or hub; {areas_do_not(len(beyond))}: {named(problem.demand_ids, beyond)}. "
                "Add venues near them, or lower the floor."
            )


def areas_do_not(count: int) -> str:
    """Say "1 area does not" or "2 areas do not"."""
    return "1 area does not" if count == 1 else f"{count} areas do not"


def _least(condition: _Condition, add_model: AddModel, seconds: float) -> float | None:
    """Give the least value of what a condition limits, all others kept; None where there is none.

    None too where time runs out: nothing is said that was not worked out.
    """
    form, problem = Formulation(), condition.without
    x = add_sites(form, problem)
    add_rules(form, problem, x)
    add_model(problem, form, x)
    columns, costs, constant = condition.measure(form, x)
    programme = form.programme()
    own = np.zeros(len(programme.cost))
    own[columns] = costs
    try:
        found = solve(replace(programme, cost=own), seconds)
    except (InfeasibleError, TimeoutError):
        return None
    return found.objective + constant


def _everything(problem: SitingProblem) -> _Condition:
    return _Condition(problem, _sum_of(np.zeros(0, dtype=np.intp)), str)


def _sum_of(sites: Ints, sign: float = 1.0) -> Callable[..., tuple[Ints, Floats, float]]:
    def measure(form: Formulation, x: Ints) -> tuple[Ints, Floats, float]:
        del form
        return x[sites], np.full(len(sites), sign), 0.0

    return measure


def _conditions(problem: SitingProblem) -> Iterator[_Condition]:
    """Give each condition that might be given up."""
    rules = problem.rules
    candidates = problem.candidates()
    if problem.new_sites is not None and len(candidates):
        yield _Condition(
            replace(problem, new_sites=None),
            _sum_of(candidates),
            lambda least: f"{least:.0f} new sites in place of {problem.new_sites}",
        )
    if rules.money is not None:
        yield from _budgets(problem, rules.money)
    for place, floor in enumerate(rules.floors):
        others = (*rules.floors[:place], *rules.floors[place + 1 :])
        yield _floor(replace(problem, rules=replace(rules, floors=others)), floor)
    for place, number in enumerate(rules.numbers):
        left = (*rules.numbers[:place], *rules.numbers[place + 1 :])
        yield from _number(replace(problem, rules=replace(rules, numbers=left)), number)
    if len(rules.apart):
        none = np.zeros((0, 2), dtype=np.intp)
        without = replace(problem, rules=replace(rules, apart=none))
        yield _Condition(without, _sum_of(none.ravel()), lambda _: "hubs nearer to each other")
    if rules.capacity is not None:
        yield _Condition(
            replace(problem, rules=replace(rules, capacity=None)),
            _sum_of(np.zeros(0, dtype=np.intp)),
            lambda _: "more room in the sites",
        )


def _budgets(problem: SitingProblem, money: Money) -> Iterator[_Condition]:
    candidates, closable = problem.candidates(), problem.closable()

    def once(form: Formulation, x: Ints) -> tuple[Ints, Floats, float]:
        del form
        costs = np.concatenate([money.opening[candidates], -money.closing[closable]])
        both = np.concatenate([candidates, closable])
        return x[both], costs, float(money.closing[closable].sum())

    def yearly(form: Formulation, x: Ints) -> tuple[Ints, Floats, float]:
        del form
        return x, money.yearly, 0.0

    amounts = (
        ("a budget", money.budget, once, replace(money, budget=float("inf"))),
        (
            "a yearly budget",
            money.yearly_budget,
            yearly,
            replace(money, yearly_budget=float("inf")),
        ),
    )
    for words, amount, measure, free in amounts:
        if np.isfinite(amount):
            rules = replace(problem.rules, money=free)
            yield _Condition(replace(problem, rules=rules), measure, _pounds(words, amount))


def _pounds(words: str, amount: float) -> Callable[[float], str]:
    return lambda least: f"{words} of £{np.ceil(least - 1e-6):,.0f} in place of £{amount:,.0f}"


def _floor(without: SitingProblem, floor: Floor) -> _Condition:
    rows = np.flatnonzero(floor.rows & (without.weight > 0))
    weight = without.weight[rows] / without.weight[rows].sum()

    def measure(form: Formulation, x: Ints) -> tuple[Ints, Floats, float]:
        within = within_minutes(without, floor.minutes)[rows]
        return add_cover(form, x, within, np.zeros(len(rows))), -weight, 0.0

    return _Condition(
        without,
        measure,
        lambda least: (
            f"a floor of {np.floor(-1000 * least + 1e-6) / 10:.1f} % for {floor.label} in place of "
            f"{100 * floor.share:g} %"
        ),
    )


def _number(without: SitingProblem, number: Number) -> Iterator[_Condition]:
    sites = np.flatnonzero(number.sites)
    if number.least > 0:
        yield _Condition(
            without,
            _sum_of(sites, -1.0),
            lambda least: (
                f"at least {-least:.0f} hubs among {number.label} in place of {number.least}"
            ),
        )
    if number.most is not None:
        yield _Condition(
            without,
            _sum_of(sites),
            lambda least: (
                f"at most {least:.0f} hubs among {number.label} in place of {number.most}"
            ),
        )
