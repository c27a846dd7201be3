"""Numbers as they are published: rounded, with small counts held back, and in words.

Sums are exact inside; only what is printed passes through here. Round last, never in between.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

ROUNDED_TO = 10
THRESHOLD = 10
NOT_APPLICABLE = "–"
HELD_BACK = "held back"

_NOUGHT = 1e-6  # children; less than this is what sums of floating-point parts leave behind


def rounded(count: float | None, threshold: float = THRESHOLD) -> str:
    """Write a count for a table's cell: "1,240", "under 10", "0"; "–" where there is none."""
    if count is None or not math.isfinite(count):
        return NOT_APPLICABLE
    if is_small(count, threshold):
        return f"under {threshold:g}"
    return f"{_nearest(count, threshold):,d}"


def unit(threshold: float) -> int:
    """Give what counts are rounded to: 10, or the next ten from the threshold on.

    Rounded less coarsely than small counts are held back, two printed counts would tell by their
    difference how small the small one is.
    """
    return ROUNDED_TO * max(1, math.ceil(threshold / ROUNDED_TO))


def about(count: float | None, threshold: float = THRESHOLD) -> str:
    """Write a count for a sentence: "about 1,240", "fewer than 10", "none"."""
    if count is not None and abs(count) <= _NOUGHT:
        return "none"
    if count is not None and is_small(count, threshold):
        return f"fewer than {threshold:g}"
    text = rounded(count, threshold)
    return text if text == NOT_APPLICABLE else f"about {text}"


def not_routed(count: float, threshold: float = THRESHOLD) -> str:
    """Say in a sentence how many could not be routed, or that all could."""
    if count <= _NOUGHT:
        return "all could be routed"
    return f"{about(count, threshold)} could not be routed"


def change(difference: float | None, threshold: float = THRESHOLD) -> str:
    """Write a change of a count: "about 180 more", "changes by under 10", "no change"."""
    if difference is None or not math.isfinite(difference):
        return NOT_APPLICABLE
    if abs(difference) <= _NOUGHT:
        return "no change"
    if is_small(abs(difference), threshold):
        return f"changes by under {threshold:g}"
    return (
        f"about {_nearest(abs(difference), threshold):,d} {'more' if difference > 0 else 'fewer'}"
    )


def part_of(part: float, whole: float, threshold: float = THRESHOLD) -> str:
    """Write a part's count for a table's cell: as `rounded`, or "all but under 10".

    Rounded beside a whole that is known, the count would tell how few are missing from it.
    """
    if not is_small(part, threshold) and is_small(whole - part, threshold):
        return f"all but under {threshold:g}"
    return rounded(part, threshold)


def about_part(part: float, whole: float, threshold: float = THRESHOLD) -> str:
    """Write a part's count for a sentence: as `about`, or "all but fewer than 10"."""
    if not is_small(part, threshold) and is_small(whole - part, threshold):
        return f"all but fewer than {threshold:g}"
    return about(part, threshold)


def is_small(count: float, threshold: float = THRESHOLD) -> bool:
    """Tell whether a count is above zero and under the threshold, so that it is held back."""
    return _NOUGHT < count < threshold


def share(fraction: float | None) -> str:
    """Write a fraction (0 to 1) as a whole "%"; "–" where it was divided by nobody.

    A share that is not quite nought or not quite everybody never reads as "0 %" or "100 %".
    """
    if fraction is None or not math.isfinite(fraction):
        return NOT_APPLICABLE
    percent = whole_percent(fraction)
    if percent == 0 and fraction > 1e-9:
        return "under 1 %"
    if percent == 100 and fraction < 1 - 1e-9:
        return "over 99 %"
    return f"{percent:d} %"


def whole_percent(fraction: float) -> int:
    """Round a fraction (0 to 1) to whole per cent as it is printed, halves up."""
    return math.floor(100 * fraction + 0.5)


def share_of(part: float | None, whole: float | None, threshold: float = THRESHOLD) -> str:
    """Write `part` of `whole` as a share; "held back" where it would tell a small count.

    That is so for a small part, for a small whole, and where all but a small count are in it:
    "97 %" of 200 would tell that five to seven are not.
    """
    if part is None or whole is None or whole <= 0:
        return NOT_APPLICABLE
    if any(is_small(count, threshold) for count in (part, whole, whole - part)):
        return HELD_BACK
    return share(part / whole)


def bracketed(fraction: str) -> str:
    """Write a share behind its count, " (97 %)"; "" where it is held back or there is none."""
    return "" if fraction in (HELD_BACK, NOT_APPLICABLE) else f" ({fraction})"


def drawn(parts: Sequence[float], threshold: float = THRESHOLD) -> list[float]:
    """Give fractions (0 to 1) to draw the parts of a whole by, shape as `parts`, summing to 1.

    They are worked out from the counts as published: rounded, and half the threshold for each
    count that is held back, whatever it is. So a picture tells no more than its figures do.
    """
    counts = [
        threshold / 2 if is_small(part, threshold) else _nearest(part, threshold) for part in parts
    ]
    whole = sum(counts)
    return [count / whole if whole else 0.0 for count in counts]


def minutes(value: float | None) -> str:
    """Write minutes as "12 min"; "–" where nothing was routed."""
    if value is None or not math.isfinite(value):
        return NOT_APPLICABLE
    if 0 < value < 1:
        return "under 1 min"
    return f"{whole_minutes(value):,d} min"


def whole_minutes(value: float) -> int:
    """Round minutes as they are printed, halves up."""
    return math.floor(value + 0.5)


def _nearest(count: float, threshold: float) -> int:
    # Halves go up, as readers expect; Python's round() would send 1,245 to 1,240.
    to = unit(threshold)
    return to * math.floor(count / to + 0.5)
