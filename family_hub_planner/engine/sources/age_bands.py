"""Age bands as published tables write them: "0-4", "Aged 15 years and under", "90+", "F0"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Optional

Band = tuple[int, Optional[int]]
"""Lowest and highest age in full years, both included; None as highest means "and over"."""

OPEN_AGE = 90
"""The age at which ONS single-year tables end: 90 there is 90 and over."""

_SUFFIX = re.compile(r"\(excluding prisoners\)|;\s*measures?:.*$|:\s*mid[ -]?(?:year[ -]?)?\d{4}")
_NOISE = re.compile(
    r"^(?:age\s*:|dependent children|older population|population|residents|persons|children"
    r"|depchi|pop)|\b(?:aged|ages|age|years|year|old)\b"
)
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})")
_OVER = re.compile(r"(\d{1,3})\s*(?:\+|plus|and over|or over|and above)")
_UNDER = re.compile(r"(\d{1,3})\s*(?:and|or) under")
_BELOW = re.compile(r"under (\d{1,3})")
_SINGLE = re.compile(r"\d{1,3}")
_SHORT_NAMES: dict[str, Band] = {"depchi": (0, 15)}  # the 2019 spatial file's short name
_OLDEST = 120


def parse_band(label: str) -> Band | None:
    """Read one label or heading as an age band in full years; None where it is none.

    Ages 90 and "90+" are both read as 90 and over, as in the ONS tables. A label with more than
    an age in it ("Working age population 18-59/64") is not a band.
    """
    text = re.sub(r"(?<=\d)_(?=\d)", "-", label.replace("\ufeff", ""))  # Pop16_59
    text = re.sub(r"[\s_]+", " ", text).strip().lower()
    if text in _SHORT_NAMES:
        return _SHORT_NAMES[text]
    text = _SUFFIX.sub("", text).strip()
    for _ in range(3):  # "Population Aged 16-59 years" sheds one word at a time from its front
        text = re.sub(r"\s+", " ", _NOISE.sub(" ", text)).strip().strip("()").strip()
    return _checked(_plain_band(text))


def _plain_band(text: str) -> Band | None:
    if found := _RANGE.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := _OVER.fullmatch(text):
        return int(found[1]), None
    if found := _UNDER.fullmatch(text):
        return 0, int(found[1])
    if found := _BELOW.fullmatch(text):
        return 0, int(found[1]) - 1
    if _SINGLE.fullmatch(text):
        age = int(text)
        return age, None if age == OPEN_AGE else age
    return None


def _checked(band: Band | None) -> Band | None:
    if band is None or band[0] > _OLDEST:
        return None
    low, high = band
    return band if high is None or low <= high <= _OLDEST else None


def band_label(band: Band) -> str:
    """Write a band the short way: "0-4", "7" or "90+"."""
    low, high = band
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}-{high}"


def describe_bands(bands: Sequence[Band]) -> str:
    """List bands for a message; a run of single years is written as "each year from 0 to 89"."""
    parts: list[str] = []
    for run in _runs(sorted(bands, key=lambda band: (band[0], band[1] or _OLDEST))):
        if len(run) > 2:
            parts.append(f"each year from {run[0][0]} to {run[-1][0]}")
        else:
            parts.extend(band_label(band) for band in run)
    return ", ".join(parts) or "none"


def _runs(bands: list[Band]) -> list[list[Band]]:
    runs: list[list[Band]] = []
    for band in bands:
        single = band[0] == band[1]
        if runs and single and runs[-1][-1] == (band[0] - 1, band[0] - 1):
            runs[-1].append(band)
        else:
            runs.append([band])
    return runs


def chain_of_bands(bands: Sequence[Band], wanted: Band) -> list[int] | None:
    """Find the fewest bands that fill the wanted ages exactly, without gap or overlap.

    Gives positions in `bands`, youngest first, or None when no such chain exists. Bands may
    overlap one another (a table with 0-15 beside 0-4, 5-9 ...): a chain uses each age once.
    Breadth-first search over the ages at which a band may end; ties go to the earlier column.
    """
    goal = None if wanted[1] is None or wanted[1] >= OPEN_AGE else wanted[1] + 1
    reached: dict[int | None, list[int]] = {wanted[0]: []}
    frontier: list[int | None] = [wanted[0]]
    while frontier and goal not in reached:
        fresh: list[int | None] = []
        for start in frontier:
            for position, (low, high) in enumerate(bands):
                end = None if high is None else high + 1
                if low == start and end not in reached:
                    reached[end] = [*reached[start], position]
                    fresh.append(end)
        frontier = fresh
    return reached.get(goal)
