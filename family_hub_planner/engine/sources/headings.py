"""Headings of published tables, made fit to be compared."""

from __future__ import annotations

import re


def clean_heading(heading: object) -> str:
    """Give a heading without byte-order marks and with every run of white space as one space."""
    text = "" if heading is None else str(heading)
    return " ".join(text.replace("\ufeff", "").replace("ï»¿", "").split())


def heading_key(heading: str) -> str:
    """Give a heading's letters and digits in lower case, to compare headings by."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())
