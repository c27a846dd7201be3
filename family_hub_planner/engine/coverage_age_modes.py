"""Bands of ages, each with its mode of travel, as the user writes them: "0-2=pram; 5-17=walk"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .age_columns import SEND_COLUMN, WITH_SEND, Ages, bands_that_make_up
from .errors import ColumnError, InputError

UNDER_FIVES, BABIES, NURSERY = (0, 4), (0, 2), (3, 4)
CHILDREN = "children"
_EXAMPLE = 'Write it like "0-2=pram; 3-4=pram; 5-17=walk".'
_BAND = re.compile(r"(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?")


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


def columns_of_band(wanted: Ages, columns: Mapping[Ages, str], layer: str) -> list[str]:
    """Give the columns that together count the ages wanted, each age once: the fewest from below.

    `ColumnError` where there are none: a band is never cut.
    """
    children = {ages: name for ages, name in columns.items() if ages != WITH_SEND}
    found = bands_that_make_up(wanted, columns if wanted == WITH_SEND else children)
    if not found:
        there = ", ".join(ages_label(ages) for ages in columns) or "none"
        named = SEND_COLUMN if wanted == WITH_SEND else f"children_{'_'.join(map(str, wanted))}"
        only = " 18 to 25 year olds count only where they have SEND." if wanted == WITH_SEND else ""
        raise ColumnError(
            f"The layer {layer} has no count of ages {ages_label(wanted)} ({named}).{only} Its "
            f"bands: {there}. Ask for one of these, or make demand points with that band."
        )
    return [columns[ages] for ages in found]


def ways_to_count(
    wanted: Ages, columns: Mapping[Ages, str], layer: str, stated: str
) -> list[list[str]]:
    """Give the columns that count the ages wanted, in each way that there is, the plainest first.

    Their own column or bands (`columns_of_band`, which raises); `children`, where the layer says
    that these are their ages (`stated`); and the bands that make up a band with its own column.
    """
    ways = [columns_of_band(wanted, columns, layer)]
    if stated == ages_label(wanted):
        ways.append([CHILDREN])
    others = {ages: name for ages, name in columns.items() if ages not in (wanted, WITH_SEND)}
    parts = [others[ages] for ages in bands_that_make_up(wanted, others)]
    return [*ways, *([parts] if parts else [])]
