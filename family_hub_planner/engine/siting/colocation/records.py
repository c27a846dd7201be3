"""Services and buildings as a council writes them down: what each needs, costs and allows.

Missing numbers are nan and missing texts "": what is missing is named, never taken for nought.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...errors import InputError

NOT_KNOWN = float("nan")
PREFERRED, POSSIBLE, UNFIT = "preferred", "possible", "not"
OTHER = "other"
_WITH = re.compile(r"\s+with\s+|\s*\|\s*")


@dataclass(frozen=True)
class Service:
    """One service and where it is now.

    `site` is its building's id, `area_m2` the area it needs for itself, `hours_week` the hours it
    is open. `fit` tells of each type of building, in small letters, whether it suits; empty where
    nothing was said. `serves` names localities, none for the whole authority. `cost` is what it
    pays a year for its place now, in pounds, beside its building's own running cost; `users` are
    the children who use it in a year.
    """

    id: str
    name: str
    site: str
    area_m2: float
    hours_week: float = NOT_KNOWN
    fit: Mapping[str, str] = field(default_factory=dict)
    client_group: str = ""
    serves: tuple[str, ...] = ()
    cost: float = NOT_KNOWN
    users: float = NOT_KNOWN
    budget: str = ""
    must_stay: bool = False

    @property
    def kind(self) -> tuple[str, tuple[str, ...]]:
        """Give what services must have alike to be one service at several places."""
        return self.name.casefold(), tuple(sorted(one.casefold() for one in self.serves))


@dataclass(frozen=True)
class Building:
    """One building: its room, its costs in pounds, and what may stand in a service's way.

    `running_cost` is a year's, given back when it is given up; `cost_m2` is charged a year for a
    square metre taken; `one_off` makes it ready, once; `clawback` is a grant to be paid back when
    it is given up. `spare_hours` are hours a week for which its spare rooms can be had;
    `elsewhere` names its authority where that is another's.
    """

    id: str
    name: str = ""
    is_hub: bool = False
    venue_type: str = ""
    spare_m2: float = NOT_KNOWN
    running_cost: float = NOT_KNOWN
    cost_m2: float = NOT_KNOWN
    one_off: float = NOT_KNOWN
    clawback: float = NOT_KNOWN
    clawback_until: str = ""
    hours_week: float = NOT_KNOWN
    spare_hours: float = NOT_KNOWN
    owner: str = ""
    tenure: str = ""
    lease_end: str = ""
    condition: str = ""
    suitability: str = ""
    step_free: str = ""
    open_to: str = ""
    owner_agreed: str = ""
    status: str = ""
    locality: str = ""
    elsewhere: str = ""
    may_give_up: bool = False

    @property
    def called(self) -> str:
        """Give its name with its id, or the id alone."""
        return f"{self.name} ({self.id})" if self.name else self.id


def read_fit(text: str, service: str) -> dict[str, str]:
    """Read which types of building suit a service: "GP surgery=preferred; fire station=not".

    The words are preferred, possible and not; "other" stands for all types not named. Raises
    `InputError` for what is none of these.
    """
    found: dict[str, str] = {}
    for part in (part.strip() for part in text.replace("\n", ";").split(";")):
        kind, equals, word = (piece.strip().casefold() for piece in part.partition("="))
        if not part:
            continue
        if not (kind and equals and word in (PREFERRED, POSSIBLE, UNFIT)):
            raise InputError(
                f'The fit of {service} has {part!r}. Write it like "GP surgery=preferred; '
                'library=possible; fire station=not; other=possible".'
            )
        found[kind] = word
    return found


def read_apart(text: str, groups: Sequence[str]) -> set[frozenset[str]]:
    """Read client groups that must not share: "perpetrators with survivors; A | B".

    Groups come back in small letters. Raises `InputError` for what is no pair, and for a group that
    no service has.
    """
    there = {group.casefold(): group for group in groups if group}
    pairs = set()
    for part in (part.strip() for part in text.replace("\n", ";").split(";")):
        if not part:
            continue
        names = [name.strip().casefold() for name in _WITH.split(part)]
        if len(names) != 2:
            raise InputError(
                f'{part!r} is no pair of client groups. Write it like "perpetrators with '
                'survivors; young offenders with early years".'
            )
        for name in names:
            if name not in there:
                known = ", ".join(sorted(there.values())) or "the services name none"
                raise InputError(f"No service has the client group {name!r}. There are: {known}.")
        pairs.add(frozenset(names))
    return pairs
