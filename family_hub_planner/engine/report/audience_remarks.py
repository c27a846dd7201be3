"""What the runs told, for the public: no sentence with a small or unrounded count of children."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..published import unit
from .evidence import Told

_PEOPLE = re.compile(
    r"\b(?:child|children|young people|famil(?:y|ies)|households?|pupils?|voices?|comments?)\b"
)
_LONG_ID = re.compile(r"\(\d{4,}\)")  # counts have commas
# Not counted are numbers of minutes, places and the like ("25 of 124 areas"), ages, years, parts
# of words and of ranges.
_COUNT = re.compile(
    r"(?<![\w.,#£-])(?<!aged )(?<!ages )(?<!decile )(?<!quintile )"
    r"(?!(?:19|20)\d\d\b(?! (?:[a-z]+ ){0,2}(?:child|young|famil|househ|pupil|voice|comment)))"
    r"(\d[\d,]*(?:\.\d+)?)(?![\w-]|[.,]\d)"
    r"(?!(?: of (?:the |these |all )?[\d,]+)? (?:%|per cent|min|minutes?|hours?|"
    r"days?|weeks?|months?|years?|m|metres?|km|areas?|hubs?|sites?|venues?|buildings?|services?|"
    r"places?|points?|stretches|savings|authorit(?:y|ies)|wards?|localit(?:y|ies))\b| ?%)"
)


def open_remarks(told: Sequence[Told], codes: Collection[str], threshold: float) -> list[Told]:
    """Leave out sentences with a count that the public's tables would hold back, or a licensed row.

    `codes` name rows derived from licensed data; counts must be rounded, and none is above nought
    and under `threshold`.
    """
    return [
        replace(one, texts=None if one.texts is None else list(_open(one.texts, codes, threshold)))
        for one in told
    ]


def _open(texts: Sequence[str], codes: Collection[str], threshold: float) -> Iterator[str]:
    for text in texts:
        named = any(re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text) for code in codes)
        counts = _COUNT.findall(_LONG_ID.sub("", text)) if _PEOPLE.search(text) else []
        if not named and all(_printed(one, threshold) for one in counts):
            yield text


def _printed(number: str, threshold: float) -> bool:
    """Tell whether a count is one that a public table prints: nought, or rounded and not small."""
    count = float(number.replace(",", ""))
    return count == 0 or (count >= threshold and count % unit(threshold) == 0)
