"""The columns by which a layer of coverage tells what it was made with, for a later comparison."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...engine.bands import band_number
from ...engine.coverage_tiers import ids_of_kinds
from ...engine.made_with import TABLE, MadeWith, Travelled, mark_of, network_words
from ...engine.tables import Table
from ..demand import DemandPlaces, stated_sources
from ..fictional import made_up_inputs
from ..job import Job
from ..layers import Places, texts_of
from ..method import called
from ..travel import Travel
from ..unlike_hubs import hub_facts

MADE = ("mode", "bands", "made_with")


def made_columns(
    job: Job, travel: Travel, demand: DemandPlaces, hubs: Places, tables: Mapping[str, Table]
) -> dict[str, list[str]]:
    """Give the columns `MADE`, the same text for each area; `tables` are those of the chapters."""
    on_network = travel.network is not None
    facts = hub_facts(job, hubs)
    mode, few = travel.mode(job), job.count("THRESHOLD")
    made = MadeWith(
        mode=mode,
        bands=",".join(map(band_number, job.bands())),
        direction=job.choice("DIRECTION") if on_network else "",
        network=_network_told(travel),
        demand=called(demand.places, ""),
        demand_mark=mark_of(demand.demand.ids, demand.places.xy, demand.demand.children.tolist()),
        max_snap_m=job.number("MAX_SNAP") if on_network else None,
        speed_kph=travel.speed_kph(job),
        fast_roads=_fast_roads(job) if on_network else "",
        no_car=_no_car(job),
        service=job.text("SERVICE"),
        hubs=tuple(hubs.ids),
        kinds=ids_of_kinds(hubs.ids, facts),
        full_hours=facts.full_hours,
        home=facts.home,
        run_on=date.today().isoformat(),
        estimates=next((one for one in texts_of(demand.places, "estimates") if one), ""),
        sources=_sources(travel, demand, hubs),
        ages=_travelled(tables.get("BY_AGE"), mode, few),
        groups=_travelled(tables.get("BY_GROUP"), mode, few),
        fictional=bool(made_up_inputs(job)) or travel.is_fictional(),
        from_osm=travel.is_from_osm(),
    )
    values = (made.mode, made.bands, made.text())
    return {name: [value] * len(demand.places) for name, value in zip(MADE, values)}


def _sources(travel: Travel, demand: DemandPlaces, hubs: Places) -> dict[str, list[str]]:
    """Give the data sets behind each part in sentences, for packs that have this layer alone."""
    named = {"Demand points": demand.places, "Hubs": hubs}
    lacks = {
        what: [f"{what}: {called(layer, 'the layer given')}; publisher and licence not stated"]
        for what, layer in named.items()
    }
    return {
        "NETWORK": travel.sources(),
        "NEED": list(demand.sources) or lacks["Demand points"],
        "HUBS": list(stated_sources(hubs)) or lacks["Hubs"],
    }


def _network_told(travel: Travel) -> str:
    """Name a network so that another one, or one built by other rules, has another name."""
    if travel.network is None:
        return f"{TABLE}{travel.times_name()}"
    network = travel.network
    return network_words(network.about, network.dated(), len(network.length_m))


def _travelled(table: Table | None, mode: str, threshold: float) -> dict[str, Travelled]:
    """Give how each row of BY_AGE or BY_GROUP travels, `mode` where it does not say, and its mean.

    The mean minutes of fewer than `threshold` are left out: a family's home could be told by them.
    """
    if table is None:
        return {}
    found: dict[str, Travelled] = {}
    for values in table.rows():
        row = dict(zip(table.columns, values))
        if row["children"] is not None:
            many = row["children"] - row["unrouted"] >= max(threshold, 1.0)
            found[str(row["key"])] = (
                str(row.get("travel") or mode), row["mean_minutes"] if many else None,
            )  # fmt: skip
    return found


def _fast_roads(job: Job) -> str:
    return "barred" if job.fast_roads_barred() else "open"


def _no_car(job: Job) -> str:
    """Say how those without a car travel."""
    if not job.field("NO_CAR"):
        return "not told apart"
    return job.choice("NO_CAR_MODE") + (" or bus" if job.asked_for("TIMES") else "")
