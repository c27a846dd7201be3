"""Travel-time bands in minutes: read from text, named for columns, and named for people."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .errors import InputError

Floats = npt.NDArray[np.float64]

# Minutes come out of sums of floating-point legs: a walk of exactly 20 minutes may be stored as
# 20.000000000000004. A millionth of a minute is far below any measurement.
TOLERANCE_MINUTES = 1e-6

_BAND = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_ADVICE = "Type whole or decimal minutes with commas between them, such as 10,20,30."


def parse_bands(text: str) -> tuple[float, ...]:
    """Read travel-time bands such as "10,20,30" as rising minutes.

    The order typed does not matter. `InputError` for anything but positive numbers (at most four
    digits and two decimals), and for a band typed twice.
    """
    parts = [part.strip() for part in text.split(",")]
    if parts == [""]:
        raise InputError(f"No travel-time bands were given. {_ADVICE}")
    bands = sorted(_minutes(part, text) for part in parts)
    for lower, upper in zip(bands, bands[1:]):
        if lower == upper:
            raise InputError(
                f'The travel-time band {band_number(lower)} stands twice in "{text}". '
                "Give each band once."
            )
    return tuple(bands)


def _minutes(part: str, text: str) -> float:
    if not _BAND.fullmatch(part) or float(part) == 0:
        raise InputError(
            f'The travel-time bands "{text}" cannot be used: "{part}" is not a number of minutes '
            f"above zero. {_ADVICE}"
        )
    return float(part)


def band_number(band: float) -> str:
    """Write a band in minutes for people: 10.0 as "10", 7.5 as "7.5"."""
    return f"{band:.2f}".rstrip("0").rstrip(".")


def in_minutes(band: float) -> str:
    """Write a band for a sentence: "1 minute", "7.5 minutes"."""
    return f"{band_number(band)} minute{'' if band == 1 else 's'}"


def minutes_long(band: float) -> str:
    """Write a band before what takes so long: "1 minute's" drive, "7.5 minutes'" drive."""
    return f"{in_minutes(band)}'{'s' if band == 1 else ''}"


def band_suffix(band: float) -> str:
    """Write a band in minutes for column names: 10.0 as "10", 7.5 as "7_5"."""
    return band_number(band).replace(".", "_")


def band_labels(bands: Sequence[float]) -> list[str]:
    """Name each band in words: "up to 10 minutes", "10 to 20 minutes", and so on."""
    numbers = [band_number(band) for band in bands]
    between = [f"{low} to {high} minutes" for low, high in zip(numbers, numbers[1:])]
    return [f"up to {numbers[0]} minutes", *between]


def band_label(bands: Sequence[float], minutes: float) -> str:
    """Name in words the band that holds `minutes`; inf or nan is "not routed"."""
    if not math.isfinite(minutes):
        return "not routed"
    for band, label in zip(bands, band_labels(bands)):
        if minutes <= band + TOLERANCE_MINUTES:
            return label
    return f"over {band_number(bands[-1])} minutes"


def band_of(bands: Sequence[float], minutes: Floats) -> Floats:
    """Give the smallest band that holds each of `minutes`, shape (n,); nan beyond the last."""
    edges = np.asarray(bands, dtype=float)
    place = np.searchsorted(edges + TOLERANCE_MINUTES, minutes, side="left")
    held: Floats = np.append(edges, np.nan)[place]
    return held
