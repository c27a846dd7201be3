"""Texts of files made fit to be shown: no hidden marks on a page, no formula in a spreadsheet."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
_NUMBER = re.compile(r"[-+]?£?[0-9][0-9,]*(\.[0-9]+)?( ?%| min)?")


def without_unseen(text: str) -> str:
    """Give a text or a whole page without control characters and marks that reverse its order.

    A name with U+202E in it makes all that follows on its line run from right to left, so that a
    number reads as another (Unicode Technical Report 36, 2.5); a control character makes an SVG or
    XML file unreadable. Line ends and tabs stay, and so do letters of every script.
    """
    return _UNSEEN.sub("", text)


def guarded(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula; numbers stay as they are."""
    risky = text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


def unguarded(text: str) -> str:
    """Give back what `guarded` was given, so that ids written to a CSV are found again in it."""
    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text
