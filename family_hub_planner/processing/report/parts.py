"""The parts of a pack by the names of the report's parameters, however they were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...engine.report.evidence import Origin, Step, Unnamed
from ...engine.report.forms import FORMS

if TYPE_CHECKING:
    from .rows import Rows


@dataclass(frozen=True)
class Plan:
    """An option's coverage, its tables and where they come from."""

    name: str
    coverage: Rows
    tables: Mapping[str, Rows] = field(default_factory=dict)
    gaps: Rows | None = None
    origin: Origin = field(default_factory=Origin)


@dataclass
class Parts:
    """All that was found; `numbers` are what the steps behind SITES and OUTREACH returned.

    `given` names the files of places that the run's steps read, there still or not; `hidden` are
    the confidential rows of every register read, which no part has. `beside` are coverages that are
    neither today's nor a plan's, `needs` further layers of need, each with its name. `doubts` are
    sentences on files that are no longer those that the run read.
    """

    rows: dict[str, Rows] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    beside: list[Plan] = field(default_factory=list)
    needs: list[tuple[str, Rows, Origin]] = field(default_factory=list)
    numbers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)
    hidden: list[Mapping[str, Any]] = field(default_factory=list)
    network: Path | None = None
    much: float = 5.0
    title: str = ""
    question: str = ""
    authority: str = ""
    notes: Sequence[str] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    run_on: str = ""
    steps: Sequence[Step] = ()
    scenario_file: str = ""
    scenario_text: str = ""
    unnamed: Unnamed = field(default_factory=Unnamed)
    doubts: Sequence[str] = ()

    def put(self, name: str, rows: Rows, step: str = "") -> None:
        """Take a part in, checked; one that lacks its columns is refused in words."""
        self.rows[name] = rows.needs(FORMS[name])
        self.origins[name] = Origin(rows.file, step, self.run_on)
        self.hidden += rows.hidden

    def table(self, name: str) -> Any:
        """Give a part's table, None where it was not found."""
        rows = self.rows.get(name)
        return None if rows is None else rows.table

    def origin(self, name: str) -> Origin:
        """Give where a part was read from."""
        return self.origins.get(name, Origin())
