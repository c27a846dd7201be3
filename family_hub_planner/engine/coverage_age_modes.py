"""Bands of ages, each with its mode of travel, as the user writes them: "0-2=pram; 5-17=walk"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .errors import ColumnError, InputError

Ages = tuple[int, int]  # youngest and oldest in full years, both included

UNDER_FIVES, BABIES, NURSERY = (0, 4), (0, 2), (3, 4)
WITH_SEND = (18, 25)
SEND_COLUMN = "send_18_25"
_EXAMPLE = 'Write it like "0-2=pram; 3-4=pram; 5-17=walk".'
_BAND = re.compile(r"(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?")
_COLUMN = re.compile(r"children_(\d{1,3})(?:_(\d{1,3}))?")


@dataclass(frozen=True)
class AgeMode:
    """A band of ages and its mode; "" is the run's own."""

    ages: Ages
    mode: str = ""


def parse_age_modes(text: str, modes: Sequence[str]) -> tuple[AgeMode, ...]:
    """Read bands of ages parted by ";", each with "=" and one of the modes where it has its own.

    `InputError` for a text that is no band, a mode that there is not, or a band given twice.
    """
    parts = [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]
    found = tuple(_age_mode(part, modes) for part in parts)
    ages = [one.ages for one in found]
    twice = [band for place, band in enumerate(ages) if band in ages[:place]]
    if twice:
        raise InputError(f"The ages {ages_label(twice[0])} are given twice. Give each band once.")
    return found


def _age_mode(part: str, modes: Sequence[str]) -> AgeMode:
    band, equals, mode = (piece.strip() for piece in part.partition("="))
    found = _BAND.fullmatch(band)
    ages = _ages(found) if found else (1, 0)
    if ages[0] > ages[1]:
        raise InputError(f"{band!r} is no band of ages in full years. {_EXAMPLE}")
    if equals and mode not in modes:
        raise InputError(
            f"{mode!r} is no mode of travel for the ages {band}: use one of {', '.join(modes)}. "
            f"{_EXAMPLE}"
        )
    return AgeMode(ages, mode)


def _ages(found: re.Match[str]) -> Ages:
    return int(found[1]), int(found[2] or found[1])


def ages_label(ages: Ages) -> str:
    """Write a band the short way: "0-2", "7"; 18 to 25 count only as "18-25 with SEND"."""
    label = f"{ages[0]}-{ages[1]}" if ages[0] < ages[1] else str(ages[0])
    return f"{label} with SEND" if ages == WITH_SEND else label


def age_columns(names: Sequence[str]) -> dict[Ages, str]:
    """Give the columns that count a band of children, by band.

    `children_0_2` is (0, 2) and `children_7` is (7, 7).
    18 to 25 year olds stand in no count of children: of them only `send_18_25` is taken.
    """
    found = {}
    for name in names:
        band = _COLUMN.fullmatch(name)
        if band:
            found[_ages(band)] = name
    found.pop(WITH_SEND, None)
    if SEND_COLUMN in names:
        found[WITH_SEND] = SEND_COLUMN
    return dict(sorted(found.items()))


def columns_of_band(wanted: Ages, columns: Mapping[Ages, str], layer: str) -> list[str]:
    """Give the columns that together count the ages wanted, each age once: the fewest from below.

    `ColumnError` where there are none: a band is never cut.
    """
    children = {ages: name for ages, name in columns.items() if ages != WITH_SEND}
    found = _chain(wanted, columns if wanted == WITH_SEND else children)
    if not found:
        there = ", ".join(ages_label(ages) for ages in columns) or "none"
        named = SEND_COLUMN if wanted == WITH_SEND else f"children_{'_'.join(map(str, wanted))}"
        only = " 18 to 25 year olds count only where they have SEND." if wanted == WITH_SEND else ""
        raise ColumnError(
            f"The layer {layer} has no count of ages {ages_label(wanted)} ({named}).{only} Its "
            f"bands: {there}. Ask for one of these, or make demand points with that band."
        )
    return found


def _chain(wanted: Ages, columns: Mapping[Ages, str]) -> list[str]:
    if wanted in columns:
        return [columns[wanted]]
    low, high = wanted
    starting = [ages for ages in columns if ages[0] == low and ages[1] < high]
    for ages in sorted(starting, reverse=True):
        rest = _chain((ages[1] + 1, high), columns)
        if rest:
            return [columns[ages], *rest]
    return []
