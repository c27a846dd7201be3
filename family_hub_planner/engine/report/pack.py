"""What all sections of a pack share: the words for a run, and the traces of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..bands import band_number, parse_bands
from ..coverage_tables import Reach, reach_row
from ..made_with import MadeWith
from ..method_note import Method
from ..tables import Table
from .document import Trace
from .evidence import Coverage, Evidence, Origin, Step

NOT_STATED = "not stated"
_NO_RERUN = "No scenario file was given: run the algorithm again with the inputs named."


def untraced(text: str) -> str:
    """Give a text from outside so that nothing in it reads as a traced figure."""
    return text.replace("[[", "[ [").replace("]]", "] ]")


@dataclass
class Pack:
    """The evidence with what is said of all of it; sections add the traces of their figures."""

    evidence: Evidence
    traces: dict[str, Trace] = field(default_factory=dict)

    @property
    def threshold(self) -> float:
        """Counts above nought and under this are held back."""
        return self.evidence.threshold

    @property
    def made(self) -> MadeWith:
        """What today's coverage was made with, or the first option's."""
        runs = [self.evidence.today, *(option.coverage for option in self.evidence.options)]
        return next((run.made for run in runs if run is not None), MadeWith())

    @property
    def bands(self) -> tuple[float, ...]:
        """Rising minutes; empty where no run of coverage tells them."""
        return parse_bands(self.made.bands) if self.made.bands else ()

    @property
    def band(self) -> float | None:
        """The band in minutes that the short page speaks of, None without any."""
        return self.method.headline(self.bands) if self.bands else None

    @property
    def ages(self) -> str:
        """The ages counted, "" where the need does not tell them."""
        return next(iter(texts(self.evidence.need, "ages")), "")

    @property
    def method(self) -> Method:
        """The words of the pages for mode, ages and bands."""
        names: dict[str, str] = {}
        for sites in (self.evidence.register, self.evidence.venues, self.evidence.hubs):
            names.update(pairs_of(sites, "site_id", "site_name"))
        return Method(
            ages=self.ages,
            mode=self.made.mode or "walk",
            threshold=self.threshold,
            hub_names=names,
            decile_name=self.decile_name,
            fictional=self.evidence.fictional,
            from_osm=self.evidence.from_osm,
        )

    @property
    def decile_name(self) -> str:
        """How the deciles are called: by the index that the need names."""
        index = next(iter(texts(self.evidence.need, "deprivation_index")), "")
        return f"{index} decile" if index else "deprivation decile"

    @property
    def home(self) -> str:
        """The authority whose children are counted; "" where all demand points are."""
        return self.made.home

    @property
    def need(self) -> list[dict[str, Any]]:
        """The areas counted: those of the authority that the runs count, or all."""
        rows = records(self.evidence.need)
        if not self.home:
            return rows
        return [row for row in rows if row.get("authority") in (self.home, None, "")]

    @property
    def decides(self) -> bool:
        """Tell whether the pack speaks of options on giving up, merging or moving sites."""
        return bool(self.evidence.options or self.evidence.estate or self.evidence.colocation)

    def within(self, band: float) -> str:
        """Say a band in words: "within 20 minutes' walk of a hub"."""
        if self.made.times:
            return f"within {band_number(band)} minutes of a hub by the table of times given"
        return self.method.within(band)

    def step(self, step_id: str) -> Step | None:
        """Give a step of the run, None where it is not known."""
        return next((step for step in self.evidence.steps if step.id == step_id), None)

    def trace(self, key: str, title: str, origin: Origin, formula: str) -> str:
        """Note where a figure comes from and give the key to write behind it."""
        step = self.step(origin.step)
        source = ", ".join(part for part in (origin.file, self._of_step(step)) if part)
        self.traces[key] = Trace(
            key=key,
            title=title,
            source=". ".join([source or NOT_STATED, *self._datasets()]),
            date=origin.date or self.evidence.run_on or NOT_STATED,
            formula=formula,
            rerun=self._rerun(step),
        )
        return key

    def _of_step(self, step: Step | None) -> str:
        if step is None:
            return ""
        return f"made by the step “{step.name or step.id}” (familyhub:{step.algorithm})"

    def _datasets(self) -> list[str]:
        named = [short_source(source) for source in self.evidence.sources]
        return [f"It rests on: {'; '.join(dict.fromkeys(named))}"] if named else []

    def _rerun(self, step: Step | None) -> str:
        if self.evidence.scenario_file and step is not None:
            return f"{self.evidence.scenario_file}, step {step.id} (familyhub:runscenario)"
        return self.evidence.scenario_file or _NO_RERUN


def traced(text: str, key: str) -> str:
    """Write a figure that leads to its trace."""
    return f"[[{text}|{key}]]"


def begun(text: str) -> str:
    """Begin a sentence with a text: "About 5,140"; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def short_source(source: Any) -> str:
    """Name a data set and its date in a few words: what a source's sentence begins with."""
    sentence = source if isinstance(source, str) else source.sentence()
    return ", ".join(part.strip() for part in sentence.split(";")[:2] if part.strip())


def texts(table: Table | None, column: str) -> list[str]:
    """Give a column's different texts in their order, without empty ones."""
    if table is None or column not in table.columns:
        return []
    return list(dict.fromkeys(str(value) for value in table.column(column) if value))


def pairs_of(table: Table | None, key: str, value: str) -> dict[str, str]:
    """Give one column's texts by another's, leaving out empty ones."""
    if table is None or not {key, value} <= set(table.columns):
        return {}
    pairs = zip(table.column(key), table.column(value))
    return {str(name): str(said) for name, said in pairs if said}


def records(table: Table | None) -> list[dict[str, Any]]:
    """Give a table's rows by the names of their columns; none for no table."""
    if table is None:
        return []
    return [dict(zip(table.columns, row)) for row in table.rows()]


def total_of(run: Coverage, bands: Sequence[float]) -> dict[str, Any]:
    """Give the row of all areas: the last of a table by decile or quintile, else their sum.

    Whoever has no minutes is not routed. The formula is `coverage_tables.reach_row`'s.
    """
    for name in ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY"):
        rows = records(run.tables.get(name))
        if rows:
            return rows[-1]
    minutes = _numbers(run.areas, "minutes", np.inf)
    children, need = (_numbers(run.areas, name, 0.0) for name in ("children", "need"))
    return reach_row("All areas", Reach(children, need, minutes, tuple(bands)))


def _numbers(table: Table, column: str, missing: float) -> Any:
    values = table.columns.get(column, [None] * len(table))
    return np.array([missing if value is None else float(value) for value in values], dtype=float)
