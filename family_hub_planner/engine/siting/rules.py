"""What a plan must keep to, whatever the model: closures, money, room, floors, numbers, spacing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from ..in_words import many

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

NO_PAIRS: Ints = np.zeros((0, 2), dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Floor:
    """At least `share` (above 0, at most 1) of the weight of some rows within `minutes`.

    `rows` is a bool array of shape (n,); `label` names them for messages ("deciles 1 to 3").
    """

    label: str
    rows: Bools
    share: float
    minutes: float


@dataclass(frozen=True, eq=False)
class Number:
    """At least `least` and at most `most` open sites (existing ones too) among some sites.

    `sites` is a bool array of shape (m,); `label` names them ("Oakham"); `most` None is no limit.
    """

    label: str
    sites: Bools
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, eq=False)
class Money:
    """What sites cost, each array of shape (m,), in pounds, and what may be spent.

    `opening` and `closing` are paid once, against `budget`; `yearly` by every site that is open
    after the plan, against `yearly_budget`. A budget of inf is none.
    """

    opening: Floats
    closing: Floats
    yearly: Floats
    budget: float = float("inf")
    yearly_budget: float = float("inf")


@dataclass(frozen=True, eq=False)
class Rules:
    """The conditions of a plan beside its objective; the default asks for nothing.

    Attributes
    ----------
    may_close
        Bool array of shape (m,): existing sites that may close; None for none.
    floors, numbers
        Shares of weight to be reached, and numbers of sites.
    money
        Costs and budgets, or None.
    capacity
        Float array of shape (m,): what each site has room for, inf for no limit; None where no
        site has one. Areas may then be shared out among sites.
    takes
        Float array of shape (n,): the room that each row takes (children); None for its weight.
    apart
        Pairs of sites too near to each other, shape (k, 2): not both open. Pairs of sites that
        stay open anyway are no fault of the plan.
    """

    may_close: Bools | None = None
    floors: Sequence[Floor] = ()
    numbers: Sequence[Number] = ()
    money: Money | None = None
    capacity: Floats | None = None
    takes: Floats | None = None
    apart: Ints = field(default_factory=lambda: NO_PAIRS)

    def ask_for_anything(self) -> bool:
        """Tell whether any condition stands, so that the plain algorithms do not serve."""
        closing = self.may_close is not None and bool(self.may_close.any())
        others = (self.floors, self.numbers, self.money is not None, len(self.apart))
        return closing or self.capacity is not None or any(bool(one) for one in others)

    def in_order(self, rows: Ints, columns: Ints) -> Rules:
        """Give the rules of the problem with its rows and sites in another order."""
        place = np.argsort(columns)
        return Rules(
            may_close=None if self.may_close is None else self.may_close[columns],
            floors=tuple(replace(floor, rows=floor.rows[rows]) for floor in self.floors),
            numbers=tuple(replace(one, sites=one.sites[columns]) for one in self.numbers),
            money=None if self.money is None else _money_in_order(self.money, columns),
            capacity=None if self.capacity is None else self.capacity[columns],
            takes=None if self.takes is None else self.takes[rows],
            apart=np.unique(np.sort(place[self.apart], axis=1), axis=0),
        )


def _money_in_order(money: Money, columns: Ints) -> Money:
    return replace(
        money,
        opening=money.opening[columns],
        closing=money.closing[columns],
        yearly=money.yearly[columns],
    )


def check_rules(rules: Rules, weight: Floats, existing: Bools) -> None:
    """Refuse, in words, rules that are no rules: wrong shapes, empty groups, impossible numbers.

    `weight` has shape (n,), `existing` (m,).
    """
    n, m = len(weight), len(existing)
    if rules.may_close is not None:
        _check_shape("may_close", rules.may_close, m)
    for floor in rules.floors:
        _check_floor(floor, weight, n)
    for number in rules.numbers:
        _check_number(number, m)
    if rules.money is not None:
        _check_money(rules.money, m)
    if rules.capacity is not None:
        _check_shape("capacity", rules.capacity, m)
        _refuse_below_nought("capacity", rules.capacity)
    if rules.takes is not None:
        _check_shape("what areas take of the room", rules.takes, n)


def _check_shape(name: str, values: Bools | Floats, size: int) -> None:
    if values.shape != (size,):
        raise InputError(f"Siting: {name} has not one value for each of {size}.")


def _refuse_below_nought(name: str, values: Floats) -> None:
    bad = np.flatnonzero(~(values >= 0))
    if len(bad):
        raise InputError(
            f"{len(bad)} of {len(values)} sites have no usable {name} (first: "
            f"{values[bad[0]]:g}). Give each a number that is zero or more."
        )


def _check_floor(floor: Floor, weight: Floats, n: int) -> None:
    _check_shape(f"the floor for {floor.label}", floor.rows, n)
    if not 0 < floor.share <= 1:
        raise InputError(
            f"The floor for {floor.label} is {100 * floor.share:g} %. Give a share above 0 and at "
            "most 100 %."
        )
    if not floor.minutes > 0:
        raise InputError(f"The floor for {floor.label} needs minutes above zero.")
    if not floor.rows.any() or not weight[floor.rows].any():
        what = "no area" if not floor.rows.any() else "no need in any area"
        raise InputError(
            f"There is {what} of {floor.label}: a floor on nobody says nothing. Leave it out, or "
            "set it on a group that is there (local quintiles always are)."
        )


def _check_number(number: Number, m: int) -> None:
    _check_shape(f"the number for {number.label}", number.sites, m)
    there = int(number.sites.sum())
    if number.least > there:
        asked = many(number.least, "hub was", "hubs were")
        stand = many(there, "hub or venue stands", "hubs and venues stand") if there else "none is"
        raise InputError(
            f"At least {asked} asked for among {number.label}, but {stand} there. Ask for fewer, "
            "or add venues."
        )
    if number.most is not None and number.most < number.least:
        raise InputError(
            f"At least {number.least} and at most {number.most} hubs were asked for among "
            f"{number.label}. Make the first the smaller."
        )


def _check_money(money: Money, m: int) -> None:
    for name in ("opening", "closing", "yearly"):
        values: Floats = getattr(money, name)
        _check_shape(f"the {name} cost", values, m)
        if not np.isfinite(values).all():
            raise InputError(f"Some sites have no {name} cost. Give each a number of pounds.")
    for name, amount in (("budget", money.budget), ("yearly budget", money.yearly_budget)):
        if not amount >= 0:
            raise InputError(f"The {name} is {amount:g}. Give zero or more pounds.")
