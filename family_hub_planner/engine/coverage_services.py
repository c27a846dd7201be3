"""Services by locality: who is modelled within reach of a hub that offers each service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .coverage_tables import (
    ALL_AREAS,
    NOT_KNOWN,
    Reach,
    by_text,
    places_by,
    table_columns,
    unserved_row,
)
from .demand import Demand
from .services import names_of_services, split_services
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NO_SITE = "no site"


def services_of(texts: Sequence[str], also: Sequence[str] = ()) -> dict[str, Bools]:
    """Tell for each service which hubs offer it: name to shape (hubs,), in the order of names.

    `texts` are the services of the hubs in their order, `also` those of hubs that do not count:
    their services are named too. Capitals do not matter; the first spelling met is kept.
    """
    has = [{service.casefold() for service in split_services(text)} for text in texts]
    names = names_of_services([*texts, *also])
    return {name: np.array([name.casefold() in each for each in has], bool) for name in names}


def by_service(
    coverage: Coverage,
    demand: Demand,
    minutes: Floats,
    services: Mapping[str, Bools],
    hub_locality: Sequence[str | None] | None,
) -> Table:
    """Tabulate each service by locality, minutes being those to the nearest hub that offers it.

    `minutes` has shape (areas, hubs), inf unreachable. `hub_locality` is that of each hub ("" in
    an area whose locality is not known, None outside all), or None where it cannot be told.
    Columns: `service`, `key` (the locality), `sites` (hubs there that offer it), then those of
    the other tables; each service's last row is `All areas`. A service that no hub offers has
    its children and no figure of reach. `PlannerError` as in `coverage_table`.
    """
    rows: list[dict[str, Any]] = []
    for service, offers in services.items():
        keyed = _reached(demand, minutes, offers, coverage.bands)
        sites = _sites(_localities(demand), offers, hub_locality)
        last = len(keyed) - 1
        for place, (row, count) in enumerate(zip(keyed, sites)):
            note = _elsewhere(sites) if place == last else ""
            said = "; ".join(part for part in (row["note"], note) if part)
            rows.append({**row, "service": service, "sites": count, "note": said})
    key, *others = table_columns(coverage.bands)
    columns = ["service", key, "sites", *others]
    return Table({name: [row[name] for row in rows] for name in columns}, "BY_SERVICE")


def _localities(demand: Demand) -> list[str]:
    """Give the localities in the order of a table's rows: by name, the unknown ("") last."""
    named = sorted({str(name) for name in demand.locality} - {""})
    return [*named, ""] if "" in demand.locality else named


def _reached(
    demand: Demand, minutes: Floats, offers: Bools, bands: Sequence[float]
) -> list[dict[str, Any]]:
    """Give the rows of one service: a locality each and all areas last."""
    if offers.any():
        reach = Reach(demand.children, demand.need, minutes[:, offers].min(axis=1), tuple(bands))
        table = by_text("BY_SERVICE", demand.locality, reach)
        return [dict(zip(table.columns, row)) for row in table.rows()]
    nowhere = np.full(len(demand), np.inf)
    reach = Reach(demand.children, demand.need, nowhere, tuple(bands))
    places = places_by(demand.locality)
    rows = [
        unserved_row(name or NOT_KNOWN, reach.of(places[name]), NO_SITE)
        for name in _localities(demand)
    ]
    return [*rows, unserved_row(ALL_AREAS, reach, NO_SITE)]


def _sites(
    localities: Sequence[str], offers: Bools, hub_locality: Sequence[str | None] | None
) -> list[int | None]:
    """Count the hubs that offer a service in each locality, and last in all and outside of them."""
    total = int(offers.sum())
    if hub_locality is None:
        return [None] * len(localities) + [total]
    where = [name for name, one in zip(hub_locality, offers) if one]
    return [*(where.count(name) for name in localities), total]


def _elsewhere(sites: Sequence[int | None]) -> str:
    """Say how many of the hubs stand in none of the localities; "" for none or not known."""
    counts = [count for count in sites if count is not None]
    outside = counts[-1] - sum(counts[:-1]) if len(counts) == len(sites) else 0
    if not outside:
        return ""
    stand = "stands" if outside == 1 else "stand"
    return f"{outside} of {counts[-1]} sites {stand} in none of these areas"
