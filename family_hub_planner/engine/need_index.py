"""What the index of an area's deprivation is called: no other index is the English IMD."""

from __future__ import annotations

IDACI, IMD = "IDACI", "IMD"
NATIONAL = ("", "WIMD", "SIMD", "NIMDM")
"""The indices of nations, "" being England's: whatever else it is called, it is the user's own."""


def index_words(index: str, what: str) -> str:
    """Name a measure of an index: "WIMD decile", "vulnerability.csv decile 1".

    `index` "" is the English Index of Multiple Deprivation.
    """
    return f"{index or IMD} {what}"
