"""Floors and numbers of hubs as a planner writes them: "deciles 1-3=80; each locality=60"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .rules import Floor, Number

if TYPE_CHECKING:
    from ..demand import Demand

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Group = tuple[str, Bools]

EACH_LOCALITY, EVERYBODY = "each locality", "all"
_RANKS = re.compile(r"(decile|quintile)s?\s+(\d{1,2})(?:\s*(?:-|–|to)\s*(\d{1,2}))?")
_NEW = re.compile(r"new in (.+)", re.IGNORECASE)
_LIMIT = re.compile(r"(.+?)\s*(<=|>=|=)\s*(\d{1,4})")
_SHARE = re.compile(r"(.+?)\s*(?:=|>=)\s*(\d{1,3}(?:\.\d+)?)\s*%?")


def floors_of(text: str, demand: Demand, minutes: float) -> tuple[Floor, ...]:
    """Read floors: at least so many per cent of a group's need within `minutes`.

    Groups are "all", "each locality", "decile 1", "deciles 1-3", "quintile 1" or the name of a
    locality. Raises `InputError` for what is no floor, and for a group that is not there.
    """
    floors = []
    for part in _parts(text):
        found = _SHARE.fullmatch(part)
        if not found:
            raise InputError(
                f'{part!r} is no floor. Write it like "deciles 1-3=80; each locality=60": per cent '
                "of need that a plan must bring within the minutes."
            )
        share = float(found[2]) / 100
        groups = _groups(found[1], demand.decile, demand.quintile, demand.locality)
        floors += [Floor(label, rows, share, minutes) for label, rows in groups]
    return tuple(floors)


def numbers_of(
    text: str, decile: Floats, quintile: Floats, locality: Sequence[str], existing: Bools
) -> tuple[Number, ...]:
    """Read numbers of open hubs: "each locality<=2; deciles 1-3>=1; new in Oakham<=1".

    `decile`, `quintile` (nan where not known), `locality` and `existing` are those of the sites;
    "new in" counts only those that do not stand yet. Raises `InputError` as `floors_of`.
    """
    numbers = []
    for part in _parts(text):
        found = _LIMIT.fullmatch(part)
        if not found:
            raise InputError(
                f'{part!r} is no limit. Write it like "each locality<=2; deciles 1-3>=1": how many '
                "open hubs there may, or must, be."
            )
        count, sign = int(found[3]), found[2]
        least, most = (0 if sign == "<=" else count), (None if sign == ">=" else count)
        new = _NEW.fullmatch(found[1])
        groups = _groups(new[1] if new else found[1], decile, quintile, locality)
        if new:
            groups = ((f"new sites in {label}", sites & ~existing) for label, sites in groups)
        numbers += [Number(label, sites, least, most) for label, sites in groups]
    return tuple(numbers)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]


def _groups(
    name: str, decile: Floats, quintile: Floats, locality: Sequence[str]
) -> Iterator[Group]:
    """Give the group of a name, or each of several; refuse one that is not there."""
    name = name.strip()
    ranked = _RANKS.fullmatch(name.lower())
    there = sorted({one for one in locality if one})
    if name in there:  # a locality may bear any name, even that of a rank
        yield name, _are(locality, name)
    elif name.lower() == EVERYBODY:
        yield "all areas", np.ones(len(locality), dtype=bool)
    elif name.lower() == EACH_LOCALITY and there:
        yield from ((one, _are(locality, one)) for one in there)
    elif ranked:
        yield _ranks(ranked, decile if ranked[1] == "decile" else quintile)
    else:
        raise InputError(
            f"There is no group {name!r}. Write all, each locality, deciles 1-3, quintile 1, or a "
            f"locality: {', '.join(there[:10]) or 'the demand points name none'}."
        )


def _are(names: Sequence[str], name: str) -> Bools:
    return np.array([one == name for one in names], dtype=bool)


def _ranks(found: re.Match[str], values: Floats) -> Group:
    kind, first, last = found[1], int(found[2]), int(found[3] or found[2])
    most = 10 if kind == "decile" else 5
    if not 1 <= first <= last <= most:
        raise InputError(f"{kind.capitalize()}s run from 1 to {most}; {found[0]!r} is none.")
    label = f"{kind} {first}" if first == last else f"{kind}s {first} to {last}"
    with np.errstate(invalid="ignore"):
        return label, (values >= first) & (values <= last)
