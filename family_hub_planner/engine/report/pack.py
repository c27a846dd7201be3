"""What all sections of a pack share: the words for a run, and the traces of its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..bands import band_number, parse_bands
from ..made_with import MadeWith
from ..method_note import Method, travelling
from ..tables import Table
from .document import Trace
from .evidence import Evidence, Origin, Source, Step, estimates_of
from .wording import pairs_of, records, short_source, texts, untraced

NOT_STATED = "not stated"
DEFAULT_MODE = "walk"  # of every algorithm's MODE
JOURNEYS = ("NETWORK", "NEED", "HUBS")
_RESTS_ON = {
    "need": ("NEED",),
    "sites": (*JOURNEYS, "VENUES"),
    "outreach": (*JOURNEYS, "VENUES"),
    "estate": ("NETWORK", "NEED", "REGISTER"),
    "colocation": ("NETWORK", "NEED", "REGISTER"),
    "voices": (),
}
"""The parts that each figure rests on, by its trace; the journeys' where it is not named."""
_NO_RERUN = "No scenario file was given: run the algorithm again with the inputs named."


def _of_others(source: Source, file: str) -> bool:
    """Tell whether a source is a file of hubs that is not this one."""
    return str(source).startswith("Hubs: ") and not str(source).startswith(f"Hubs: {file};")


def estimates_in_words(what: str, told: Mapping[str, str]) -> list[str]:
    """Say which columns are no counts, those together that were estimated in one way."""
    together: dict[str, list[str]] = {}
    for column, how in told.items():
        together.setdefault(how, []).append(column)
    return [
        untraced(f"{what}, not counts: {', '.join(map(_aged, names))} ({how}).")
        for how, names in together.items()
    ]


def rests_on(sources: Sequence[Source]) -> list[str]:
    """Name data sets in one sentence, each once and in short; [] where there are none."""
    named = dict.fromkeys(untraced(short_source(one)) for one in sources)
    return [f"It rests on: {'; '.join(named)}"] if named else []


def _aged(column: str) -> str:
    """Say whom a column of the need counts: "aged 0-2" for `children_0_2`."""
    ages = re.fullmatch(r"(?:children|young)_(\d+)_(\d+)", column)
    return f"aged {ages[1]}-{ages[2]}" if ages else column.replace("_", " ")


@dataclass
class Pack:
    """The evidence with what is said of all of it; sections add the traces of their figures.

    `journeys` tells the data sets behind journeys by where they were read, None for all others.
    """

    evidence: Evidence
    journeys: Mapping[Origin | None, Sequence[Source]] = field(default_factory=dict)
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
    def estimates(self) -> dict[str, str]:
        """The columns of the need that are no counts, with how each was estimated."""
        return estimates_of(self.evidence)

    def estimates_said(self) -> list[str]:
        """Say which numbers are estimates, and how they were made; [] where all are counts."""
        return estimates_in_words("Estimates", self.estimates)

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
        """The areas counted: those of today's coverage, else the authority's that runs count."""
        return self.counted(self.evidence.need)

    def counted(self, need: Table | None) -> list[dict[str, Any]]:
        """Give the rows of a need layer that the pack counts; of areas of other codes by authority.

        A need layer has neighbours' areas too: they are no part of any total of this pack.
        """
        rows = records(need)
        if self.evidence.today is not None:
            codes = set(map(str, self.evidence.today.areas.column("area_code")))
            found = [row for row in rows if str(row["area_code"]) in codes]
            if found or need is self.evidence.need:
                return found
        if not self.home:
            return rows
        return [row for row in rows if row.get("authority") in (self.home, None, "")]

    @property
    def part_counted(self) -> tuple[int, int] | None:
        """How many areas of the authority are counted, and how many it has; None where all are.

        None too where the need does not tell whose its areas are.
        """
        authority = self.home or self.evidence.authority
        whole = [row for row in records(self.evidence.need) if row.get("authority") == authority]
        counted = sum(row.get("authority") == authority for row in self.need)
        return (counted, len(whole)) if authority and 0 < counted < len(whole) else None

    @property
    def decides(self) -> bool:
        """Tell whether the pack speaks of options on giving up, merging or moving sites."""
        return bool(self.evidence.options or self.evidence.estate or self.evidence.colocation)

    def within(self, band: float) -> str:
        """Say a band in words: "within 20 minutes' walk of a hub"."""
        if self.made.times:
            return f"within {band_number(band)} minutes of a hub by the table of times given"
        return self.method.within(band)

    def travel(self, origin: Origin) -> str:
        """Say by what a step's journeys were modelled, and where the coverage's were otherwise."""
        step = self.step(origin.step)
        if step is None:
            return "By what mode its journeys were modelled was not given with these results."
        by_times = bool(step.parameters.get("TIMES")) and not step.parameters.get("NETWORK")
        mode = step.parameters.get("MODE") or DEFAULT_MODE
        said = "by the table of times given" if by_times else f"as {travelling(mode)}"
        words = f"Journeys in this part are modelled {said}."
        if self.evidence.today is None or by_times or mode == self.made.mode:
            return words
        return (
            f"{words} Those of the reach today and of the options beside it are modelled as "
            f"{travelling(self.made.mode)}: counts of the one are not to be set beside counts of "
            "the other."
        )

    def step(self, step_id: str) -> Step | None:
        """Give a step of the run, None where it is not known."""
        return next((step for step in self.evidence.steps if step.id == step_id), None)

    def trace(self, key: str, title: str, origin: Origin, formula: str) -> str:
        """Note where a figure comes from and give the key to write behind it."""
        step = self.step(origin.step)
        behind = self.behind(_RESTS_ON.get(key, JOURNEYS), origin)
        self.traces[key] = Trace(
            key=key,
            title=title,
            source=". ".join([self.file_of(origin), *rests_on(behind)]),
            date=origin.date or self.evidence.run_on or NOT_STATED,
            formula=formula,
            rerun=self._rerun(step),
        )
        return key

    def file_of(self, origin: Origin) -> str:
        """Name the file that a part was read from, and the step that made it."""
        made = self._of_step(self.step(origin.step))
        return ", ".join(part for part in (origin.file, made) if part) or NOT_STATED

    def _of_step(self, step: Step | None) -> str:
        if step is None:
            return ""
        return f"made by the step “{step.name or step.id}” (familyhub:{step.algorithm})"

    def behind(self, parts: Sequence[str], origin: Origin) -> Sequence[Source]:
        """Give the data sets behind a figure; all of them where nobody said which stand where.

        Of journeys those of their own run. Of hubs those that its own step read: other steps may
        have read others.
        """
        by_part, step = self.evidence.sources_of, self.step(origin.step)
        sources = [source for part in parts for source in by_part.get(part, ())]
        if parts == JOURNEYS:
            sources = list(self.journeys.get(origin, self.journeys.get(None, ())))
        if step is not None and step.algorithm == "coverage" and step.parameters.get("HUBS"):
            file = re.split(r"[\\/]", step.parameters["HUBS"].split("|")[0])[-1]
            sources = [one for one in sources if not _of_others(one, file)]
        return sources if by_part else self.evidence.sources

    def _rerun(self, step: Step | None) -> str:
        if self.evidence.scenario_file and step is not None:
            return f"{self.evidence.scenario_file}, step {step.id} (familyhub:runscenario)"
        return self.evidence.scenario_file or _NO_RERUN
