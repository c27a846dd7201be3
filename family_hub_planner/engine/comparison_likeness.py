"""Whether two coverages may be set against each other, and what to say where they are not alike.

A change of minutes is the plan's doing only where nothing but the hubs differs. Another mode or
direction is always refused; another network, other demand points or other rules on foot are refused
unless the user allows it, and are then named; other bands, dates and services are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import InputError
from .made_with import MadeWith

NEVER, ONLY_ALLOWED, NAMED = "never", "only allowed", "named"
_NOT_STATED = "not stated"


@dataclass(frozen=True)
class Difference:
    """One thing in which a plan's coverage differs from today's; `how` is how it is dealt with.

    A value "" is not stated by that coverage.
    """

    what: str
    base: str
    plan: str
    how: str

    def words(self, base: str, plan: str) -> str:
        """Say it: "mode of travel: walk in Today, drive in Plan"."""
        values = (self.base or _NOT_STATED, self.plan or _NOT_STATED)
        return f"{self.what}: {values[0]} in {base}, {values[1]} in {plan}"


def differences(base: MadeWith, plan: MadeWith) -> list[Difference]:
    """Give what the two were made with and is not the same, the gravest first.

    What one of the two does not state, as a layer of an earlier version, is a difference that is
    only named.
    """
    tables = base.times and plan.times  # of another tool: each scenario has its own
    pairs = (
        ("mode of travel", base.mode, plan.mode, NEVER),
        ("direction of travel", base.direction, plan.direction, NEVER),
        ("network", base.network, plan.network, NAMED if tables else ONLY_ALLOWED),
        ("demand points", _demand(base), _demand(plan), ONLY_ALLOWED),
        ("greatest distance to a way", _metres(base), _metres(plan), ONLY_ALLOWED),
        ("fast roads without a mapped pavement", base.fast_roads, plan.fast_roads, ONLY_ALLOWED),
        ("without a car", base.no_car, plan.no_car, NAMED),
        ("hubs that count", _service(base), _service(plan), NAMED),
        ("hours a week of a full-time hub", _hours(base), _hours(plan), NAMED),
        ("authority whose own hubs are full ones", base.home, plan.home, NAMED),
        ("bands", base.bands, plan.bands, NAMED),
        ("date of the run", base.run_on, plan.run_on, NAMED),
    )
    return [_difference(*pair) for pair in pairs if pair[1] != pair[2]]


def _difference(what: str, base: str, plan: str, how: str) -> Difference:
    return Difference(what, base, plan, how if base and plan else NAMED)


def _demand(made: MadeWith) -> str:
    """Name the demand points by their mark: a layer of another name may hold the same points."""
    if not made.demand_mark:
        return ""
    return f"{made.demand} (mark {made.demand_mark})" if made.demand else made.demand_mark


def _service(made: MadeWith) -> str:
    if made.service is None:
        return ""
    return f"those with {made.service}" if made.service else "those with any service"


def _hours(made: MadeWith) -> str:
    return "" if made.full_hours is None else f"{made.full_hours:g}"


def _metres(made: MadeWith) -> str:
    return "" if made.max_snap_m is None else f"{made.max_snap_m:g} m"


def check_alike(
    base: tuple[str, MadeWith], plan: tuple[str, MadeWith], allow_unlike: bool
) -> list[str]:
    """Give what to say of the differences, a sentence each; raise `InputError` for the grave ones.

    `base` and `plan` are the scenario's name and what it was made with.
    """
    found = [
        one
        for one in differences(base[1], plan[1])
        if one.what != "demand points" or base[1].demand_mark != plan[1].demand_mark
    ]
    grave = [one for one in found if one.how == NEVER]
    unlike = [one for one in found if one.how == ONLY_ALLOWED]
    if grave:
        raise InputError(
            f"{plan[0]} cannot be set against {base[0]}: {grave[0].words(base[0], plan[0])}. "
            "Minutes of one are none of the other's. Run coverage for both in the same way."
        )
    if unlike and not allow_unlike:
        raise InputError(
            f"{plan[0]} was not made as {base[0]} was: {_listed(unlike, base[0], plan[0])}. A "
            "change of minutes would not be the plan's alone. Run coverage for both in the same "
            "way, or allow unlike coverages (ALLOW_UNLIKE): the page then names the differences."
        )
    said = [f"Not alike, {one.words(base[0], plan[0])}." for one in found if one.base and one.plan]
    silent = [one.what for one in found if not (one.base and one.plan)]
    if silent:
        said.append(
            f"Not known whether {base[0]} and {plan[0]} were made alike, as one of them does not "
            f"state it: {', '.join(silent)}."
        )
    if not (base[1].mode or plan[1].mode):
        said.append(
            f"Neither {base[0]} nor {plan[0]} states its mode of travel, network or demand points: "
            "that they were made alike is taken on trust."
        )
    return said


def _listed(found: Sequence[Difference], base: str, plan: str) -> str:
    return "; ".join(one.words(base, plan) for one in found)


@dataclass(frozen=True)
class HubMoves:
    """Which hubs are counted in both scenarios, today alone and under the plan alone; ids, sorted.

    `whole` tells that both coverages name every hub they counted; else these are the hubs that
    are nearest to some area, and one that is nearest to none is not known.
    """

    kept: tuple[str, ...]
    given_up: tuple[str, ...]
    opened: tuple[str, ...]
    whole: bool


def hub_moves(base: Sequence[str], plan: Sequence[str], whole: bool) -> HubMoves:
    """Set the hubs of two scenarios against each other."""
    before, after = set(base), set(plan)
    return HubMoves(
        kept=tuple(sorted(before & after)),
        given_up=tuple(sorted(before - after)),
        opened=tuple(sorted(after - before)),
        whole=whole,
    )
