"""The reasons of pairs and of the plan, in sentences a planner can check."""

from __future__ import annotations

from math import isfinite, isnan
from typing import TYPE_CHECKING

from ...in_words import many, pounds
from ...published import THRESHOLD, about
from .staying import why_left

if TYPE_CHECKING:
    from .judge import Worth
    from .pairs import Change, Pair
    from .problem import CoLocation


def reason_of_pair(problem: CoLocation, pair: Pair, threshold: float = THRESHOLD) -> str:
    """Say what a pair would change, what stands in the way and what is to be settled."""
    home = problem.buildings[pair.home]
    said = [
        *([f"Not possible here: {'; '.join(pair.in_the_way)}."] if pair.in_the_way else []),
        money(pair.worth.saving),
        *_whence(problem, pair.services, pair.worth),
        _once(problem, pair),
        journeys(pair.change, threshold),
    ]
    if pair.if_empty:
        left = many(pair.still_there, "service stays", "services stay")
        said.append(
            f"{left} in {home.called}: giving it up once it is empty would save "
            f"{pounds(pair.if_empty)} a year more. That is counted once, with the whole site and "
            "in the plan, and not here."
        )
    if pair.to_settle:
        said.append(f"To settle: {'; '.join(pair.to_settle)}.")
    return " ".join(said)


def money(saving: float) -> str:
    """Say what is saved a year, or what it costs more."""
    if round(saving) == 0:
        return "No yearly cost that is known changes."
    if saving > 0:
        return f"Saves {pounds(saving)} a year."
    return f"Costs {pounds(-saving)} a year more."


def _whence(problem: CoLocation, services: tuple[int, ...], worth: Worth) -> list[str]:
    said = []
    for at in services:
        service, then = problem.services[at], problem.yearly[at, worth.where[at]]
        whose = f"{service.id} pays" if len(services) > 1 else "It pays"
        if isnan(service.cost) and not then:
            continue
        now = "an amount not known" if isnan(service.cost) else pounds(service.cost)
        would = f", and would pay {pounds(then)} there" if problem.asked.charged else ""
        said.append(f"{whose} {now} a year for its place now{would}.")
    for at, building in enumerate(problem.buildings):
        if worth.given_up[at]:
            whole = pounds(problem.given_back[at])
            said.append(f"{whole} of it by giving up {building.called}, which would be empty.")
    return said


def _once(problem: CoLocation, pair: Pair) -> str:
    building, home = problem.buildings[pair.to], problem.buildings[pair.home]
    known = pounds(building.one_off)
    back = ""
    if pair.worth.given_up[pair.home]:
        back = f", and {pounds(home.leaving)} once to give up {home.id}"
    if pair.worth.given_up[pair.home] and home.clawback > 0:
        until = f" (until {home.clawback_until})" if home.clawback_until else ""
        back += f", and {pounds(home.clawback)} of grant to be paid back{until}"
    return f"One-off cost of {building.id}: {known}{back}."


def journeys(change: Change, threshold: float = THRESHOLD) -> str:
    """Say what becomes of the families' journeys."""
    if not (isfinite(change.before) and isfinite(change.after)):
        return "What becomes of families' journeys is not known."
    more = change.after - change.before
    mean = f"mean {change.before:.1f} to {change.after:.1f} minutes ({more:+.1f})"
    if change.longer == 0 and change.shorter == 0:
        return f"Families' journeys: {mean}; none changes."
    return (
        f"Families' journeys: {mean}; longer for {_children(change.longer, threshold)}, shorter "
        f"for {_children(change.shorter, threshold)}."
    )


def _children(count: float, threshold: float) -> str:
    said = about(count, threshold)
    return "no children" if said == "none" else f"{said} children"


def reason_of_move(problem: CoLocation, service: int, worth: Worth, proven: bool) -> str:
    """Say what a service's move in the plan saves, or why it is left where it is.

    `proven` tells of the plan that no other does better.
    """
    home, to = problem.home[service], worth.where[service]
    if home == to:
        return why_left(problem, service, proven)
    said = [_moved(problem, service, worth)]
    leave = int((problem.home == home).sum())
    if worth.given_up[home]:
        who = "It leaves" if leave == 1 else f"All {leave} services listed leave"
        said.append(
            f"{who} {problem.buildings[home].called}, an option to give up: "
            f"{pounds(problem.given_back[home])} a year, counted once"
            + (" and shared among them by area." if leave > 1 else ".")
        )
    return " ".join(said)


def _moved(problem: CoLocation, service: int, worth: Worth) -> str:
    now, then = problem.services[service].cost, problem.yearly[service, worth.where[service]]
    if isnan(now) and not then:
        return "What it pays for its place now is not known: nothing is counted for it."
    would = f"{pounds(then)} a year there" if problem.asked.charged else ""
    if isnan(now):
        there = f"; it would pay {would}" if would else ""
        return f"What it pays for its place now is not known{there}."
    return f"It pays {pounds(now)} a year for its place now{', ' if would else ''}{would}."
