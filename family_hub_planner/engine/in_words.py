"""Numbers of things in words: one of them is said otherwise than several."""

from __future__ import annotations

import math


def many(number: int, one: str, several: str) -> str:
    """Say how many: `many(1, "row repeats", "rows repeat")` is "1 row repeats"."""
    return f"{number:,} {one if number == 1 else several}"


def pounds(amount: float | None) -> str:
    """Write pounds without pence: "£1,240", "-£80"; what is not known is never nought."""
    if amount is None or not math.isfinite(amount):
        return "not known"
    sign = "-" if round(amount) < 0 else ""
    return f"{sign}£{abs(round(amount)):,d}"
