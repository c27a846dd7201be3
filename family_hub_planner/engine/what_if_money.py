"""The pounds of a what-if: a year and once, with those named whose costs nobody has given."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

NOT_KNOWN = math.nan


@dataclass(frozen=True)
class Costs:
    """A place's pounds, nan where not known.

    `yearly` is its running cost, `once` what it costs to open or to give up, `clawback` the grant
    that must be paid back when it is given up.
    """

    yearly: float = NOT_KNOWN
    once: float = NOT_KNOWN
    clawback: float = NOT_KNOWN


@dataclass(frozen=True)
class Pounds:
    """A sum over what is known; `missing` names, sorted, the places it is not known of.

    `known` counts the others. A sum over none of them is no nought: see `all_missing`.
    """

    total: float
    known: int
    missing: tuple[str, ...]

    @property
    def all_missing(self) -> bool:
        """Tell whether not one cost is known though there are some."""
        return bool(self.missing) and not self.known


@dataclass(frozen=True)
class Money:
    """Running costs a year of all places today and under the plan, and what the plan costs once.

    `once` adds up the places switched on that are no hub today, and the hubs switched off, with the
    grants to be paid back as far as they are stated (`clawback`, of the hubs switched off).
    """

    yearly_today: Pounds
    yearly: Pounds
    once: Pounds
    clawback: Pounds


def money(costs: Mapping[str, Costs], today: Collection[str], on: Collection[str]) -> Money:
    """Add up the pounds of a plan: `costs` by id; a place that has none there is a trial hub.

    `today` and `on` are the ids of the places on today and under the plan.
    """
    opened, given_up = set(on) - set(today), set(today) - set(on)
    back = _sum({one: _of(costs, one).clawback for one in given_up})
    once = _sum({one: _of(costs, one).once for one in opened | given_up})
    return Money(
        yearly_today=_sum({one: _of(costs, one).yearly for one in today}),
        yearly=_sum({one: _of(costs, one).yearly for one in on}),
        once=Pounds(math.fsum([once.total, back.total]), once.known, once.missing),
        clawback=back,
    )


def _of(costs: Mapping[str, Costs], place: str) -> Costs:
    return costs.get(place, Costs())


def _sum(pounds: Mapping[str, float]) -> Pounds:
    known = [value for value in pounds.values() if math.isfinite(value)]
    missing = sorted(place for place, value in pounds.items() if not math.isfinite(value))
    return Pounds(math.fsum(known), len(known), tuple(missing))
