"""The further tables of a coverage run and what its page says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.coverage import Coverage
from ..engine.coverage_allocation import (
    allocated_headline,
    allocation_section,
    by_allocation,
    rural_range,
)
from ..engine.coverage_digital import by_digital, digital_section, digital_tiers, one_sided
from ..engine.coverage_equity import coverage_equity, equity_section
from ..engine.coverage_groups import by_group
from ..engine.coverage_mode import by_mode, mode_answer, mode_section
from ..engine.coverage_page import headline
from ..engine.coverage_rural import by_rural_urban, rural_section
from ..engine.errors import InputError
from ..engine.journeys import Unrouted
from ..engine.method_note import Method
from ..engine.page import Html
from ..engine.tables import Table
from .demand import DemandPlaces
from .job import Job
from .layers import Places, numbers_of, texts_of

if TYPE_CHECKING:
    from .own_modes import WithoutCar
    from .second_allocation import BothAllocations


NOT_SAID = "publisher and licence not stated"


@dataclass(frozen=True)
class Run:
    """What has been worked out so far; `both` and `without` are None where they were not given."""

    job: Job
    demand: DemandPlaces
    found: Coverage
    method: Method
    both: BothAllocations | None
    without: WithoutCar | None


@dataclass
class Further:
    """Tables by the name of their sink, parts of the page, and columns of the main output.

    `answer` stands in the page's headline's place; `parameters` are printed beside the figures;
    `sources` name further data;
    `unrouted` are places of the roles in `places`.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    sections: list[Html] = field(default_factory=list)
    columns: dict[str, Sequence[Any]] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    answer: str = ""
    unrouted: list[Unrouted] = field(default_factory=list)
    places: dict[str, Places] = field(default_factory=dict)


def check_asked(job: Job) -> None:
    """Refuse, before anything is routed, what was asked for without what it is worked out from."""
    for table, given in (("BY_ALLOCATION", "DEMAND_2"), ("BY_MODE", "NO_CAR"),
                         ("BY_DIGITAL", "DIGITAL")):  # fmt: skip
        if job.asked_for(table) and not job.asked_for(given):
            raise InputError(f"{job.label(table)} needs {job.label(given)} ({given}). Give it too.")
    if job.field("NO_CAR") and (job.choice("MODE") != "drive" or not job.asked_for("NETWORK")):
        raise InputError(
            "Households without a car are counted beside those who drive: give a network and "
            "choose drive as the mode of travel, or leave that field empty."
        )
    if job.field("DIGITAL") and job.optional_number("DIGITAL_THRESHOLD") is None:
        raise InputError(
            f"{job.label('DIGITAL')} needs {job.label('DIGITAL_THRESHOLD')} (DIGITAL_THRESHOLD): "
            "areas with this value or more are flagged. There is no standard; give your own."
        )


def further_results(run: Run) -> Further:
    """Work out what the run says beside its main tables."""
    further = Further()
    further.tables["BY_GROUP"] = by_group(run.found, run.demand.demand)
    ranges = _add_allocations(further, run)
    _add_modes(further, run)
    _add_equity(further, run)
    _add_digital(further, run)
    _add_rural_urban(further, run, ranges)
    return further


def _add_allocations(further: Further, run: Run) -> str:
    """Add the second allocation, if there is one; gives the rural range in words."""
    both = run.both
    if both is None:
        return ""
    first, second = both.first, both.second
    further.tables["BY_ALLOCATION"] = by_allocation(first, second)
    further.answer = allocated_headline(first, second, run.method)
    further.sections.append(allocation_section(first, second, run.method))
    further.parameters["Second placing of the children"] = second.name
    stated = sorted({said for said in texts_of(both.places, "sources") if said})
    further.sources += stated or [f"Second demand points: {second.name}; {NOT_SAID}"]
    further.unrouted += both.unrouted
    further.places[both.role] = both.places
    run.job.progress.info(further.answer)
    return rural_range(first, second, run.method)


def _add_modes(further: Further, run: Run) -> None:
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


def _add_equity(further: Further, run: Run) -> None:
    demand = run.demand
    measures = coverage_equity(run.found, demand.demand, _idaci_rank(demand), demand.decile_name)
    further.tables["EQUITY"] = measures
    further.sections.append(equity_section(measures, run.found, run.method))


def _idaci_rank(demand: DemandPlaces) -> np.ndarray | None:
    """Give the rank that belongs to the decile in use; None where there is none."""
    if demand.decile_name != "IDACI decile" or not demand.places.has("idaci_rank"):
        return None
    return numbers_of(demand.places, "idaci_rank")


def _add_rural_urban(further: Further, run: Run, ranges: str) -> None:
    classes = texts_of(run.demand.places, run.job.field("RURAL_URBAN"))
    rows = by_rural_urban(run.found, run.demand.demand, classes)
    further.tables["BY_RURAL_URBAN"] = rows
    if any(classes):
        further.sections.append(rural_section(rows, run.found, run.method, ranges))


def _add_digital(further: Further, run: Run) -> None:
    job, name = run.job, run.job.field("DIGITAL")
    threshold = job.optional_number("DIGITAL_THRESHOLD")
    if not name or threshold is None:
        return
    exclusion = numbers_of(run.demand.places, name)
    tiers = digital_tiers(run.found, exclusion, threshold)
    doubt = one_sided(exclusion, threshold)
    if doubt:
        job.progress.warn(doubt)
    table = by_digital(run.found, run.demand.demand, tiers)
    further.tables["BY_DIGITAL"] = table
    further.columns["digital_tier"] = tiers
    further.parameters["Digitally excluded"] = f"{name} of {threshold:g} or more"
    further.sections.append(digital_section(table, run.found, run.method, name, threshold))
