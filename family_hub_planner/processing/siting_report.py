"""The page of a siting run: what would change, why these sites, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..engine.bands import band_number
from ..engine.coverage import Coverage, cover
from ..engine.method_note import Method
from ..engine.siting.plan import Plan
from ..engine.siting_page import SolverFacts, siting_page
from ..engine.tables import Table
from .demand import DemandPlaces
from .job import Job
from .siting import Sites
from .travel import Travel

MEASURES = {
    "maximal_cover": "the most need within {} minutes of a hub",
    "p_median": "the least need-weighted minutes to the nearest hub",
}
COLUMNS = (
    "site_id", "site_name", "decision", "order", "children_gained", "next_best",
    "loss_if_swapped", "reason",
)  # fmt: skip


def page_of(
    job: Job,
    travel: Travel,
    demand: DemandPlaces,
    sites: Sites,
    plan: Plan,
    method: Method,
    rows: Sequence[Sequence[Any]],
) -> str:
    """Give the page; `rows` are the output's rows in the order of `COLUMNS`."""
    bands = (job.number("MINUTES"),)
    before = _coverage(demand, sites, plan.problem.minutes, plan.kept, bands)
    after = _coverage(demand, sites, plan.problem.minutes, plan.open(), bands)
    table = Table({name: list(values) for name, values in zip(COLUMNS, zip(*rows))}, "sites")
    solver = SolverFacts(
        measure=MEASURES[plan.model.name].format(band_number(bands[0])),
        unit=plan.model.unit,
        objective=plan.objective,
        bound=plan.bound,
        gap=plan.gap,
        proven=plan.proven,
        seconds=plan.seconds,
        venues=len(plan.problem.candidates()),
    )
    return siting_page(
        table,
        before.by_decile if before else None,
        after.by_decile,
        solver,
        bands,
        method=method,
        sources=[*travel.sources(), *demand.sources],
    )


def _coverage(
    demand: DemandPlaces,
    sites: Sites,
    minutes: np.ndarray,
    open_sites: np.ndarray,
    bands: tuple[float, ...],
) -> Coverage | None:
    """Work out the coverage by some sites; None where there are none."""
    if not len(open_sites):
        return None
    of_open = minutes[:, open_sites]
    return cover(
        of_open,
        demand.demand,
        [sites.places.ids[site] for site in open_sites],
        bands,
        ~np.isfinite(of_open).any(axis=1),
    )
