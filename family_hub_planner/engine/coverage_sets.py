"""Hubs told apart by what they state of themselves: whose they are, how long open, of which type.

The words are those of the national return on Best Start Family Hubs: a Network Site is outreach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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

_NETWORK_SITE = re.compile(r"network\s+sites?", re.IGNORECASE)


@dataclass(frozen=True)
class HubFacts:
    """What h hubs state.

    `hours` are those a week, shape (h,), nan where not stated; a hub of `full_hours` or more is
    full-time. `types` and `authorities` are h texts, "" where not stated; `home` is the authority
    whose children are counted, "" where none was named.
    """

    hours: Floats
    full_hours: float
    types: Sequence[str]
    authorities: Sequence[str]
    home: str

    def others(self) -> Bools:
        """Tell which belong to another authority than `home`, shape (h,)."""
        ours = {"", self.home} if self.home else set(self.authorities)
        return np.array([name not in ours for name in self.authorities], dtype=bool)

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


def kinds_apart(facts: HubFacts) -> list[Kind]:
    """Give the kinds of hubs that are counted, but not like the others."""
    return [
        Kind(f"hubs of other authorities than {facts.home}", facts.others()),
        Kind(f"hubs open fewer than {facts.full_hours:g} hours a week", _few(facts)),
        Kind("outreach (network sites)", facts.outreach()),
    ]


def _few(facts: HubFacts) -> Bools:
    few: Bools = facts.hours < facts.full_hours  # nan, not stated, is not fewer
    return few


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
    note = f"{_hubs(unsaid, 'no authority')} (counted as its own)" if unsaid else ""
    return HubSet(OWN, ~facts.others(), note)


def _by_hours(facts: HubFacts) -> list[HubSet]:
    unsaid: Bools = np.isnan(facts.hours)
    apart = HubSet(HOURS_NOT_STATED, unsaid)
    if unsaid.all():
        why = "not assessed; no hub states its hours a week"
        return [HubSet(FULL_TIME, None, why), HubSet(PART_TIME, None, why), apart]
    few = _few(facts)
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
