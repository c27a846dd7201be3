"""The areas' names beside their codes, for sentences that people read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .layers import Places, texts_of

_SHORTEST = 6


def named_areas(sentences: Sequence[str], areas: Places) -> list[str]:
    """Give the sentences with each area's name behind its code: "E01013788 (Rutland 001A)".

    By the column `area_name`; an area without one, or named as it is coded, stands by its code, and
    so does one whose code might be a plain number or word of the sentence.
    """
    pairs = zip(areas.ids, texts_of(areas, "area_name"))
    names = {code: name for code, name in pairs if name and name != code and _is_code(code)}
    if not names:
        return list(sentences)
    # The longest first, so that no code is taken for the beginning of another.
    codes = "|".join(re.escape(code) for code in sorted(names, key=len, reverse=True))
    found = re.compile(rf"(?<!\w)({codes})(?!\w)")
    return [found.sub(lambda match: f"{match[1]} ({names[match[1]]})", one) for one in sentences]


def _is_code(text: str) -> bool:
    return len(text) >= _SHORTEST and text.isalnum() and not text.isdigit() and not text.isalpha()
