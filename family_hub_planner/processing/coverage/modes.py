"""Reach by the mode that families have: a car where they have one, else on foot or by bus."""

from __future__ import annotations

import numpy as np

from ...engine.coverage_mode import by_mode, mode_answer, mode_section
from ...engine.coverage_page import headline
from ..job import Job
from ..no_car import check_no_car, no_car_inputs
from ..parameters import tr
from .run import NOT_SAID, Chapter, Further, Run


class FamiliesModes(Chapter):
    """Counts drive reach for households with a car only."""

    def inputs(self) -> list:
        """Give the fields of households without a car, and how they travel."""
        return no_car_inputs()

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_MODE": tr("By the mode that families have")}

    def check(self, job: Job) -> None:
        """Refuse the table without its field, and the field without driving on a network."""
        job.needs("BY_MODE", "NO_CAR")
        check_no_car(job)

    def add(self, further: Further, run: Run) -> None:
        """Add the table, columns, the answer's second sentence and the page's first part."""
        if run.without is None:
            return
        modes = run.without.modes
        table = by_mode(run.found, run.demand.demand, modes)
        further.tables["BY_MODE"] = table
        placing = run.both.first.name if run.both else ""
        said = mode_answer(table, run.found, run.method, placing)
        further.answer = f"{further.answer or headline(run.found, run.method)} {said}".strip()
        further.sections.insert(0, mode_section(table, run.found, run.method, modes))
        further.columns["no_car_share"] = modes.no_car.tolist()
        further.columns["no_car_minutes"] = [
            minutes if np.isfinite(minutes) else None for minutes in modes.minutes.tolist()
        ]
        further.parameters["Households without a car"] = run.without.field
        lost = run.found.unrouted  # those stand among the unrouted already
        further.unrouted += [place for place in run.without.unrouted if not lost[place.row]]
        if modes.buses:
            further.sources.append(f"Bus times: {modes.buses}; {NOT_SAID}")
        further.places[run.without.role] = run.demand.places
        run.job.progress.info(said)
