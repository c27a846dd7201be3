"""What the runs told, for the public: no sentence with a small or unrounded count of children."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..published import unit
from .evidence import Told

_COUNT = re.compile(
    r"(?<![\w.,])(\d[\d,]*(?:\.\d+)?) (?:of (?:the |these |all )?)?(?:[a-z]+ ){0,2}"
    r"(?:child|children|young people|famil(?:y|ies)|households?|pupils?|voices?|comments?)\b"
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
        if not named and all(_printed(one, threshold) for one in _COUNT.findall(text)):
            yield text


def _printed(number: str, threshold: float) -> bool:
    """Tell whether a count is one that a public table prints: nought, or rounded and not small."""
    count = float(number.replace(",", ""))
    return count == 0 or (count >= threshold and count % unit(threshold) == 0)
