"""What a reader of a published table hands back: a table, and the words of what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..tables import Table


@dataclass(frozen=True)
class Reading:
    """A published table as read: columns under the planner's names, and sentences for the log.

    Attributes
    ----------
    table
        One row an area, postcode or place; a missing value is None. It carries the provenance.
    notes
        Plain sentences: what was recognised, what is missing, what was left out.
    census_year
        Census of the area codes, 2011 or 2021, as the heading tells; None where it does not.
    estimates
        The columns that are estimates, as they were brought from other areas, and how.
    """

    table: Table
    notes: tuple[str, ...]
    census_year: int | None = None
    estimates: Mapping[str, str] = field(default_factory=dict)
