"""How a sheet of a workbook looks: lines above its table, and how its numbers are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

COUNT, TENTHS, PERCENT = "count", "tenths", "percent"


@dataclass(frozen=True)
class Look:
    """Lines above the headings, the first of them the title; column: COUNT, TENTHS or PERCENT.

    Only what is shown is rounded: the cell holds the number itself. PERCENT shows 0.25 as 25.0 %.
    A column without a kind is shown as its numbers are.
    """

    above: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
