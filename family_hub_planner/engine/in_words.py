"""Numbers of things in words: one of them is said otherwise than several."""

from __future__ import annotations


def many(number: int, one: str, several: str) -> str:
    """Say how many: `many(1, "row repeats", "rows repeat")` is "1 row repeats"."""
    return f"{number:,} {one if number == 1 else several}"
