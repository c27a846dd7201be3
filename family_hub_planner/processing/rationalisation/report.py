"""The page of a run on the estate's options, and what the log and the values say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.bands import band_number
from ...engine.coverage_unrouted import unrouted_notes
from ...engine.edge_note import edge_limits
from ...engine.in_words import many
from ...engine.rationalisation_page import Search, estate_page
from ...engine.rationalisation_step import Asked
from ...engine.siting.rationalisation.problem import NET
from ..added_points import added_notes
from ..method import BARRED, FAST_ROADS, called, method_of, sources_of, written_date

if TYPE_CHECKING:
    from ...engine.method_note import Method
    from ...engine.rationalisation_page import EstateTables
    from ...engine.tables import Table
    from ..job import Job
    from ..layers import Places
    from .steps import EstateRun


def page_of(job: Job, run: EstateRun, tables: EstateTables, seconds: float) -> str:
    """Give the page on the run's tables."""
    layers = {"Estate": run.estate.places}
    if run.venues.journeys is not None:
        layers["Outreach venues"] = run.venues.places
    method, minutes = _method(job, run, layers), job.number("MINUTES")
    near, sites_near = run.journeys.demand_near_edge, run.journeys.site_near_edge
    bands, children, may = (minutes,), run.demand.demand.children, run.problem.may_give_up
    return estate_page(
        tables,
        _asked(job, run),
        Search(
            tested=int(may.sum()),
            sites=run.estate.sites(),
            moves=len(run.problem.moves),
            steps=job.count("STEPS"),
            seconds=seconds,
            remarks=run.frontier.remarks,
            unrouted=job.beside(_unrouted(run, method)),
            running=float(run.estate.money.running[may].sum()),
            backlog=float(np.nansum(run.estate.backlog[may])),
        ),
        method=method,
        sources=sources_of(run.travel, run.demand, layers),
        notes=[
            *run.demand.remarks(),
            *run.estate.remarks,
            *job.beside(_unknown_groups(run)),
            *added_notes(run.demand.places),
        ],
        limits=job.beside(edge_limits(near, children, sites_near, bands, method, "buildings")),
    )


def _unrouted(run: EstateRun, method: Method) -> list[str]:
    """Say how many children have no modelled journey, today or under any option."""
    areas = [one for one in run.journeys.unrouted if one.role == "demand"]
    return unrouted_notes(areas, run.demand.demand.children, [], method)


def _unknown_groups(run: EstateRun) -> list[str]:
    """Say which groups are not known everywhere: areas without a count add nobody."""
    groups = run.demand.demand.groups.items()
    unknown = {name: int(np.isnan(counts).sum()) for name, counts in groups}
    return [
        f"{name} is not known in {many(count, 'area', 'areas')}, which count nobody of that group."
        for name, count in unknown.items()
        if count
    ]


def _asked(job: Job, run: EstateRun) -> Asked:
    floors = [
        f"{100 * floor.share:g} % of the need of {floor.label} within "
        f"{band_number(floor.minutes)} minutes"
        for floor in run.problem.floors
    ]
    return Asked(
        minutes=job.number("MINUTES"),
        worse_by=job.number("WORSE_MINUTES"),
        years=job.number("YEARS"),
        net=job.choice("SAVING") == NET,
        start=written_date(run.start),
        floors="; ".join(floors),
        full_hours=job.number("FULL_HOURS"),
        stands_in=job.yes("PART_TIME_COUNTS"),
    )


def _method(job: Job, run: EstateRun, layers: dict[str, Places]) -> Method:
    estate = run.estate
    rent = job.optional_number("MOVE_IN_COST")
    space = "its own running cost by floor area" if rent is None else f"£{rent:g} a m2"
    further = {
        "Demand": called(run.demand.places, "the demand points given"),
        "Estate": f"{called(layers['Estate'], 'the buildings given')} ({len(estate.places)})",
        "Saving that the steps go by": "after one-off costs"
        if job.choice("SAVING") == NET
        else "before one-off costs",
        "One-off costs spread over": f"{job.number('YEARS'):g} years, without discounting",
        "Earliest dates from": written_date(run.start),
        "Space moved into, a year": space,
        "Moves no further than": f"{job.number('MOVE_M'):g} m"
        if job.yes("MAY_MOVE")
        else "no moves were tested",
        "Much longer journeys": f"by more than {band_number(job.number('WORSE_MINUTES'))} minutes",
    }
    if job.text("SERVICE"):
        further["Only sites with the service"] = job.text("SERVICE")
    if job.fast_roads_barred():
        further[FAST_ROADS] = BARRED
    names = dict(zip(estate.places.ids, estate.names))
    return method_of(job, run.travel, run.demand, further, names, {})


def report(job: Job, run: EstateRun, steps: Table) -> None:
    """Say in the log and in the values what was found; `steps` is the frontier."""
    rows = [dict(zip(steps.columns, row)) for row in steps.rows()]
    for row in rows[1:]:
        job.progress.info(
            f"Option {row['step']}: £{row['saving_gross']:,.0f} a year, "
            f"£{row['saving_net']:,.0f} after one-off costs, "
            f"{row['need_minutes_added']:,.0f} need-weighted minutes added. {row['moves']}."
        )
    for remark in (*run.estate.remarks, *run.frontier.remarks):
        job.progress.warn(remark)
    proven = all(row["proven"] for row in rows)
    job.returns(
        OPTIONS_FOUND=len(rows) - 1,
        MOST_SAVED=float(rows[-1]["saving_net" if job.choice("SAVING") == NET else "saving_gross"]),
        PROVEN=bool(proven),
        SOLVER_STATUS="Proven: every option is the best of those tested on this measure."
        if proven
        else "Not every option is proven; see the column gap.",
    )
