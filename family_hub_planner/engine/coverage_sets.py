"""Hubs told apart by what they state of themselves: whose they are, how long open, of which type.

The words are those of the national return on Best Start Family Hubs: a Network Site is outreach.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ALL_HUBS = "all hubs counted"
OWN = "without hubs of other authorities"
FULL_TIME = "full-time hubs alone"
PART_TIME = "part-time hubs alone"
HOURS_NOT_STATED = "hubs of unstated hours alone"
OUTREACH = "outreach (network sites) alone"
NO_OUTREACH = "without outreach"

_CODE = re.compile(r"[EWSN]\d{8}")  # of the Office for National Statistics
_NETWORK_SITE = re.compile(r"network\s+sites?", re.IGNORECASE)


@dataclass(frozen=True)
class HubFacts:
    """What h hubs state.

    `hours` are those a week, shape (h,), nan where not stated; a hub of `full_hours` or more is
    full-time. `types` and `authorities` are h texts, "" where not stated; `home` is the authority
    whose children are counted, "" where none was named. `given` are the authorities that any hub
    of the layers states, those that do not count too; `known` those of the demand points, which
    are written as `home` is.
    """

    hours: Floats
    full_hours: float
    types: Sequence[str]
    authorities: Sequence[str]
    home: str
    given: Collection[str] = ()
    known: Collection[str] = ()

    def not_matched(self) -> str:
        """Say that no hub states `home` and what they state; "" where hubs can be told apart.

        A hub that states an authority of the demand points, or a code where `home` is one, is a
        neighbour's. One that states anything else, as every other does, may be the home's own by
        another form of its name (its name for its code): nobody can tell from here.
        """
        stated = Counter(name for name in self.authorities if name)
        if not self.home or self.home in {*stated, *self.given}:
            return ""
        code = _CODE.fullmatch(self.home) is not None
        if all(name in self.known or (code and _CODE.fullmatch(name)) for name in stated):
            return ""
        return f"no hub states {self.home!r}: they state {_listed(stated)}"

    def others(self) -> Bools:
        """Tell which belong to another authority than `home`, shape (h,): none where unmatched."""
        told = bool(self.home) and not self.not_matched()
        ours = {"", self.home} if told else set(self.authorities)
        return np.array([name not in ours for name in self.authorities], dtype=bool)

    def few(self) -> Bools:
        """Tell which are open for fewer than the full hours, shape (h,)."""
        few: Bools = self.hours < self.full_hours  # nan, not stated, is not fewer
        return few

    def outreach(self) -> Bools:
        """Tell which are network sites, shape (h,)."""
        found = [_NETWORK_SITE.fullmatch(text.strip()) is not None for text in self.types]
        return np.array(found, dtype=bool)


@dataclass(frozen=True)
class Kind:
    """Hubs that are counted but not like the others: what they are, in words, and which."""

    words: str
    hubs: Bools


@dataclass(frozen=True)
class HubSet:
    """A set of hubs: its words, which hubs, shape (h,), and what to know of it.

    `hubs` None means that it cannot be told which they are; the note then says why.
    """

    key: str
    hubs: Bools | None
    note: str = ""


_SHOWN = 5


def _listed(stated: Counter[str]) -> str:
    """Name authorities with how many hubs state each, the most first: "Rutland (26)"."""
    order = sorted(stated.items(), key=lambda one: (-one[1], one[0]))
    shown = ", ".join(f"{name} ({count})" for name, count in order[:_SHOWN])
    more = len(order) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def kinds_apart(facts: HubFacts) -> list[Kind]:
    """Give the kinds of hubs that are counted, but not like the others."""
    return [
        Kind(f"hubs of other authorities than {facts.home}", facts.others()),
        Kind(f"hubs open fewer than {facts.full_hours:g} hours a week", facts.few()),
        Kind("outreach (network sites)", facts.outreach()),
    ]


def hub_sets(facts: HubFacts) -> list[HubSet]:
    """Give the sets of hubs that coverage is counted by, always the same ones in the same order."""
    every = HubSet(ALL_HUBS, np.ones(len(facts.hours), dtype=bool))
    return [every, _own(facts), *_by_hours(facts), *_by_type(facts)]


def _own(facts: HubFacts) -> HubSet:
    if not facts.home:
        return HubSet(OWN, None, "not assessed; no home authority was named")
    unsaid = sum(not name for name in facts.authorities)
    if unsaid == len(facts.authorities):
        return HubSet(OWN, None, "not assessed; no hub states its authority")
    if facts.not_matched():
        return HubSet(OWN, None, f"not assessed; {facts.not_matched()}")
    note = f"{_hubs(unsaid, 'no authority')} (counted as its own)" if unsaid else ""
    return HubSet(OWN, ~facts.others(), note)


def _by_hours(facts: HubFacts) -> list[HubSet]:
    unsaid: Bools = np.isnan(facts.hours)
    apart = HubSet(HOURS_NOT_STATED, unsaid)
    if unsaid.all():
        why = "not assessed; no hub states its hours a week"
        return [HubSet(FULL_TIME, None, why), HubSet(PART_TIME, None, why), apart]
    few = facts.few()
    return [HubSet(FULL_TIME, ~few & ~unsaid), HubSet(PART_TIME, few), apart]


def _by_type(facts: HubFacts) -> list[HubSet]:
    unsaid = sum(not text for text in facts.types)
    if unsaid == len(facts.types):
        why = "not assessed; no hub states its type"
        return [HubSet(OUTREACH, None, why), HubSet(NO_OUTREACH, None, why)]
    note = f"{_hubs(unsaid, 'no type')} (counted as no outreach)" if unsaid else ""
    outreach = facts.outreach()
    return [HubSet(OUTREACH, outreach), HubSet(NO_OUTREACH, ~outreach, note)]


def _hubs(count: int, what: str) -> str:
    return f"{count} hub states {what}" if count == 1 else f"{count} hubs state {what}"
