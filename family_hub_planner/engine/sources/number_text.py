"""Numbers as tables write them: with thousands commas, and with marks for what is missing."""

from __future__ import annotations

import re
from math import isfinite, isnan
from typing import Any

# Empty cells, and the shorthand for held-back and unavailable figures in gov.uk and ONS tables
# (Government Analysis Function: "Symbols in tables": [c] confidential, [x] unavailable, ...).
_HELD_BACK = ("*", "..", "...", "c", "-", "–", "x", "z", ":", "[c]", "[x]", "[z]", "[u]", "[low]")
MISSING_MARKS = frozenset({"", *_HELD_BACK, "low", "na", "n/a", "nan", "null", "none"})
# How councils write a count too small to print: "<5", "< 10", "under 5", "fewer than 10".
_TOO_SMALL = re.compile(r"(?:<=?|≤|under|below|fewer than|less than|up to)\s*\d+", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def number_of(value: Any) -> float | None:
    """Give one value as a number, nan where missing, None where it is neither."""
    text = "" if value is None else str(value).strip()
    if text.lower() in MISSING_MARKS or _TOO_SMALL.fullmatch(text):
        return float("nan")
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif not _PLAIN.fullmatch(text):
        return None
    number = float(text)
    return number if isfinite(number) else None


def number_or_none(value: object) -> float | None:
    """Give one value as a finite number; None where it is missing, held back or no number."""
    number = number_of(value)
    return None if number is None or isnan(number) else number
