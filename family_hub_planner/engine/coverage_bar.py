"""One bar of the coverage chart: lengths and numbers that tell no more than the table does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import published
from .bands import band_suffix

_LEAST = 1e-8  # of a share that is not quite nought


@dataclass(frozen=True)
class BarOfBands:
    """The parts of a row: one a band, then beyond, not routed and, last, all that is held back.

    `lengths` (0 to 1) are those of the rounded counts. `from_counts` tells that a number is
    worked out from these and not from the table's shares, to which they may not add up.
    """

    lengths: list[float]
    numbers: list[str]
    from_counts: bool


def bar_of_bands(
    row: dict[str, Any], bands: Sequence[float], threshold: float, percents: Sequence[int | None]
) -> BarOfBands:
    """Give a coverage row's bar; `percents` are its shares as the table prints them, None if not.

    With nothing held back the numbers are the exact shares. Else these would add up to all but
    what is held back: so each is the table's own share, or the difference of two of them, and
    where the table leaves one out that of the rounded counts.
    """
    reached = [row[f"reached_{band_suffix(band)}"] for band in bands]
    parts = [upper - lower for lower, upper in zip([0.0, *reached], reached)]
    parts += [row["beyond"], row["unrouted"]]
    small = [published.is_small(part, threshold) for part in parts]
    lengths = published.drawn(parts, threshold)
    shown = [0.0 if hide else length for hide, length in zip(small, lengths)]
    rest = sum(length for hide, length in zip(small, lengths) if hide)
    if None not in percents and not any(small):
        numbers = [published.share(part / row["children"]) for part in parts]
        return BarOfBands([*shown, rest], [*numbers, ""], False)
    told = _differences(parts, percents)
    numbers = [one or published.share(length) for one, length in zip(told, shown)]
    unlike = any(not one and length for one, length in zip(told, shown))
    return BarOfBands([*shown, rest], [*numbers, ""], unlike)


def _differences(parts: Sequence[float], percents: Sequence[int | None]) -> list[str]:
    """Write each part as the difference of two printed shares; "" where one is left out."""
    lower: list[int | None] = [0, *percents]
    upper = [*percents, 100 if not parts[-1] else None]
    pairs = list(zip(parts, lower, upper))
    return [*(_difference(part, low, up) for part, low, up in pairs), ""]


def _difference(part: float, low: int | None, up: int | None) -> str:
    if low is None or up is None:
        return ""
    return published.share(max((up - low) / 100, _LEAST if part else 0.0))
