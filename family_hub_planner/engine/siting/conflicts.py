"""Why no plan keeps every condition: which ones stand in the way, and by how much.

Each condition is left out in turn. Where the others can then be kept, it is one that stands in the
way, and what it would have to be for a plan to exist is worked out: the fewest sites, the least
money, the greatest share. Where leaving out any one of them does not help, a smallest set that
cannot be kept together is found, and what each would have to be beside the rest of that set
(Chinneck, 2008, Feasibility and Infeasibility in Optimization, chapter 6: the deletion filter).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..errors import InfeasibleError
from ..in_words import many
from .conditions import add_cover, add_rules, add_sites
from .formulation import Formulation
from .judge import within_minutes
from .model import Limits, named
from .problem import Floats, Ints, SitingProblem
from .rules import NO_PAIRS, Floor, Money, Number

_SECONDS = 10.0  # of one search
_ALL_SECONDS = 30.0  # of all of them, where the user waits for a refusal
_NONE = np.zeros(0, dtype=np.intp)
AddModel = Callable[[SitingProblem, Formulation, Ints], None]


@dataclass(frozen=True)
class _Condition:
    """One condition: any problem without it, what to make least instead, and how to say so.

    `measure(form, x)` gives the places and costs of the columns whose sum is to be made least, and
    a constant; `says` turns that least value into a sentence, `name` is the condition as it stands.
    """

    name: str
    drop: Callable[[SitingProblem], SitingProblem]
    measure: Callable[[Formulation, Ints], tuple[Ints, Floats, float]]
    says: Callable[[float], str]


@dataclass(frozen=True)
class _Search:
    """The searches for one refusal: the model's own rows, and how long is left for all of them."""

    add_model: AddModel
    limits: Limits
    until: float

    def least(self, condition: _Condition, problem: SitingProblem) -> float | None:
        """Give the least of what a condition limits, all in `problem` kept; None for none.

        None too where time runs out: nothing is said that was not worked out.
        """
        try:
            return self._solve(condition, problem)
        except (InfeasibleError, TimeoutError):
            return None

    def impossible(self, problem: SitingProblem) -> bool:
        """Tell whether no plan keeps the conditions of `problem`; what takes too long may be."""
        try:
            self._solve(_ANYTHING, problem)
        except InfeasibleError:
            return True
        except TimeoutError:
            return False
        return False

    def _solve(self, condition: _Condition, problem: SitingProblem) -> float:
        left = min(_SECONDS, self.until - time.perf_counter())
        if left <= 0:
            raise TimeoutError
        form = Formulation()
        x = add_sites(form, problem)
        add_rules(form, problem, x)
        self.add_model(problem, form, x)
        columns, costs, constant = condition.measure(form, x)
        programme = form.programme()
        own = np.zeros(len(programme.cost))
        own[columns] = costs
        limits = replace(self.limits, time_limit_s=left)
        return limits.solve(replace(programme, cost=own)).objective + constant


def why_infeasible(problem: SitingProblem, add_model: AddModel, limits: Limits) -> str:
    """Say which conditions cannot be kept together, and by how much; ends with what to do."""
    impossible = list(_beyond_every_site(problem))
    if impossible:
        return " ".join(impossible)
    limits = replace(limits.silent(), gap=0.0)
    until = time.perf_counter() + min(_ALL_SECONDS, limits.time_limit_s)
    search = _Search(add_model, limits, until)
    found = [(one, search.least(one, one.drop(problem))) for one in _conditions(problem)]
    said = [one.says(least) for one, least in found if least is not None]
    if said:
        return (
            "No plan keeps every condition. Any one of these changes would make one possible: "
            + "; ".join(said)
            + "."
        )
    if not _Search(_nothing, limits, until).impossible(problem):
        return (
            "No plan that keeps the conditions serves every area that some site reaches. Loosen "
            "them, or use maximal cover, which may leave areas out."
        )
    return _smallest_conflict(problem, search)


def _smallest_conflict(problem: SitingProblem, search: _Search) -> str:
    """Name a smallest set of conditions that cannot be kept together, and how far each is off."""
    left, together = problem, []
    for condition in _conditions(problem):
        without = condition.drop(left)
        if search.impossible(without):
            left = without
        else:
            together.append(condition)
    found = [(one, search.least(one, one.drop(left))) for one in together]
    changes = [one.says(least) for one, least in found if least is not None]
    start = "No plan keeps every condition, and giving up any one of them is not enough."
    if len(changes) < len(together) or not changes:
        return f"{start} Take out the floors or numbers that matter least, one after another."
    names = "; ".join(one.name for one in together)
    if len(together) == 1:
        return f"{start} This one cannot be kept even alone: {names}. It takes {changes[0]}."
    return (
        f"{start} These cannot be kept together: {names}. Of these alone, one of the following "
        f"would do: {'; '.join(changes)}. Others may then still stand in the way."
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
                f"{what_would_help(problem, beyond)}"
            )


def what_would_help(problem: SitingProblem, beyond: Ints) -> str:
    """Say what would bring areas within reach: venues, but for those without any journey at all."""
    lost = np.intersect1d(beyond, problem.unreachable())
    if not len(lost):
        return "Add venues near them, or ask for less."
    other = "Add venues near the others, or ask for less." if len(lost) < len(beyond) else ""
    have = many(len(lost), "area has", "areas have")
    which = f" ({named(problem.demand_ids, lost)})" if other else ""
    return (
        f"{have} no journey to any venue or hub at all{which}: new venues do not help there. Its "
        "point may lie too far from any way open to this mode: move it to where people live, allow "
        f"a longer walk to the network (MAX_SNAP), or ask for less. {other}"
    ).rstrip()


def areas_do_not(count: int) -> str:
    """Say "1 area does not" or "2 areas do not"."""
    return "1 area does not" if count == 1 else f"{count} areas do not"


def _sum_of(sites: Ints, sign: float = 1.0) -> Callable[..., tuple[Ints, Floats, float]]:
    def measure(form: Formulation, x: Ints) -> tuple[Ints, Floats, float]:
        del form
        return x[sites], np.full(len(sites), sign), 0.0

    return measure


_ANYTHING = _Condition("", lambda problem: problem, _sum_of(_NONE), str)


def _conditions(problem: SitingProblem) -> Iterator[_Condition]:
    """Give each condition that might be given up."""
    rules, candidates = problem.rules, problem.candidates()
    if problem.new_sites is not None and len(candidates):
        yield _Condition(
            f"at most {many(problem.new_sites, 'new site', 'new sites')}",
            lambda one: replace(one, new_sites=None),
            _sum_of(candidates),
            lambda least: (
                f"{many(round(least), 'new site', 'new sites')} in place of {problem.new_sites}"
            ),
        )
    if rules.money is not None:
        yield from _budgets(problem, rules.money)
    for floor in rules.floors:
        yield _floor(problem, floor)
    for number in rules.numbers:
        yield from _number(number)
    if len(rules.apart):
        yield _Condition(
            "hubs so far apart",
            lambda one: replace(one, rules=replace(one.rules, apart=NO_PAIRS)),
            _sum_of(_NONE),
            lambda _: "hubs nearer to each other",
        )
    if rules.capacity is not None:
        yield _Condition(
            "the sites' room",
            lambda one: replace(one, rules=replace(one.rules, capacity=None)),
            _sum_of(_NONE),
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

    amounts = (("budget", money.budget, once), ("yearly_budget", money.yearly_budget, yearly))
    for name, amount, measure in amounts:
        if np.isfinite(amount):
            words = name.replace("_", " ")
            yield _Condition(
                f"the {words} of £{amount:,.0f}",
                _without_budget(name),
                measure,
                _pounds(words, amount),
            )


def _without_budget(name: str) -> Callable[[SitingProblem], SitingProblem]:
    def drop(problem: SitingProblem) -> SitingProblem:
        money, inf = problem.rules.money, float("inf")
        if money is None:
            return problem
        once = name == "budget"
        free = replace(money, budget=inf) if once else replace(money, yearly_budget=inf)
        return replace(problem, rules=replace(problem.rules, money=free))

    return drop


def _pounds(words: str, amount: float) -> Callable[[float], str]:
    return lambda least: (
        f"a {words} of £{np.ceil(least - 1e-6) + 0.0:,.0f} in place of £{amount:,.0f}"
    )


def _floor(problem: SitingProblem, floor: Floor) -> _Condition:
    rows = np.flatnonzero(floor.rows & (problem.weight > 0))
    weight = problem.weight[rows] / problem.weight[rows].sum()

    def measure(form: Formulation, x: Ints) -> tuple[Ints, Floats, float]:
        within = within_minutes(problem, floor.minutes)[rows]
        return add_cover(form, x, within, np.zeros(len(rows))), -weight, 0.0

    def drop(other: SitingProblem) -> SitingProblem:
        floors = tuple(one for one in other.rules.floors if one is not floor)
        return replace(other, rules=replace(other.rules, floors=floors))

    asked = f"{100 * floor.share:g} %"
    return _Condition(
        f"the floor of {asked} for {floor.label}",
        drop,
        measure,
        lambda least: (
            f"a floor of {np.floor(-1000 * least + 1e-6) / 10:.1f} % for {floor.label} in place of "
            f"{asked}"
        ),
    )


def _number(number: Number) -> Iterator[_Condition]:
    sites, label = np.flatnonzero(number.sites), number.label
    bounds = [("least", number.least, -1.0)] if number.least else []
    bounds += [("most", number.most, 1.0)] if number.most is not None else []
    for name, count, sign in bounds:
        yield _Condition(
            f"at {name} {many(count, 'hub', 'hubs')} among {label}",
            _without_bound(number, name),
            _sum_of(sites, sign),
            _hubs(name, label, count, sign),
        )


def _without_bound(number: Number, name: str) -> Callable[[SitingProblem], SitingProblem]:
    def free(one: Number) -> Number:
        if one.sites is not number.sites:
            return one
        return replace(one, least=0) if name == "least" else replace(one, most=None)

    def drop(problem: SitingProblem) -> SitingProblem:
        numbers = tuple(free(one) for one in problem.rules.numbers)
        return replace(problem, rules=replace(problem.rules, numbers=numbers))

    return drop


def _hubs(name: str, label: str, count: int, sign: float) -> Callable[[float], str]:
    def says(least: float) -> str:
        hubs = many(round(sign * least), "hub", "hubs")
        return f"at {name} {hubs} among {label} in place of {count}"

    return says
