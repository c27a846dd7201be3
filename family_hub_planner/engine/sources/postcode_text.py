"""Postcodes as text: told from other text, compared and written in one way."""

from __future__ import annotations

import re

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")


def postcode_key(text: object) -> str:
    """Give a postcode's letters and digits in capitals, "" where the text is none."""
    key = re.sub(r"[^A-Z0-9]", "", str(text or "").upper())
    return key if POSTCODE.fullmatch(key) else ""


def written(key: str) -> str:
    """Write a postcode key as it is read: "LE156HP" as "LE15 6HP"."""
    return f"{key[:-3]} {key[-3:]}"
