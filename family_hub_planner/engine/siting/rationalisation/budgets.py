"""By whose budget: what each owner saves a year and pays once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .option import Option, moving_in_cost
from .problem import EstateProblem


@dataclass(frozen=True)
class Budget:
    """One owner's pounds: saved a year, paid once, and the saving net of that over the years."""

    owner: str
    gross: float
    one_off: float
    net: float


def by_owner(problem: EstateProblem, option: Option, owners: Sequence[str]) -> list[Budget]:
    """Give each owner's part, by name; the parts add up to the whole.

    The owner of what is given up saves its running cost and pays for leaving and for grants paid
    back; it pays for the space that its service moves into, a year and once (fitting out, shared
    evenly among those that move in). What a host's owner earns by it is not counted.
    """
    money = problem.money
    gross: dict[str, float] = {}
    once: dict[str, float] = {}
    for building in option.given_up:
        owner = owners[building]
        gross[owner] = gross.get(owner, 0.0) + float(money.running[building])
        once[owner] = once.get(owner, 0.0) + float(money.once()[building])
    sharing = [host for _, host in option.moves]
    for leaving, host in option.moves:
        owner = owners[leaving]
        gross[owner] -= moving_in_cost(problem, (leaving, host))
        once[owner] += float(money.fitting[host]) / sharing.count(host)
    return [
        Budget(owner, gross[owner], once[owner], gross[owner] - once[owner] / money.years)
        for owner in sorted(gross)
    ]
