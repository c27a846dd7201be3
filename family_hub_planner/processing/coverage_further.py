"""The further tables of a coverage run and what its page says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..engine.coverage import Coverage
from ..engine.coverage_equity import coverage_equity, equity_section
from ..engine.coverage_groups import by_group
from ..engine.coverage_rural import by_rural_urban, rural_section
from ..engine.method_note import Method
from ..engine.page import Html
from ..engine.tables import Table
from .demand import DemandPlaces
from .job import Job
from .layers import numbers_of, texts_of


@dataclass
class Further:
    """Tables by the name of their sink, parts of the page, and columns of the main output.

    `answer` stands in the page's headline's place; `parameters` are printed beside the figures.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    sections: list[Html] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    answer: str = ""


def further_results(job: Job, found: Coverage, demand: DemandPlaces, method: Method) -> Further:
    """Work out what the run says beside its main tables."""
    further = Further()
    further.tables["BY_GROUP"] = by_group(found, demand.demand)
    _add_equity(further, found, demand, method)
    _add_rural_urban(further, job, found, demand, method)
    return further


def _add_equity(further: Further, found: Coverage, demand: DemandPlaces, method: Method) -> None:
    measures = coverage_equity(found, demand.demand, _idaci_rank(demand), demand.decile_name)
    further.tables["EQUITY"] = measures
    further.sections.append(equity_section(measures, found, method))


def _idaci_rank(demand: DemandPlaces) -> np.ndarray | None:
    """Give the rank that belongs to the decile in use; None where there is none."""
    if demand.decile_name != "IDACI decile" or not demand.places.has("idaci_rank"):
        return None
    return numbers_of(demand.places, "idaci_rank")


def _add_rural_urban(
    further: Further, job: Job, found: Coverage, demand: DemandPlaces, method: Method
) -> None:
    classes = texts_of(demand.places, job.field("RURAL_URBAN"))
    rows = by_rural_urban(found, demand.demand, classes)
    further.tables["BY_RURAL_URBAN"] = rows
    if any(classes):
        further.sections.append(rural_section(rows, found, method))
