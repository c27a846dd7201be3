"""The journeys that coverage and siting ask for, from `NETWORK` or from `TIMES`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem

from ..engine.errors import ColumnError, InputError
from ..engine.journeys import (
    Ends,
    Journeys,
    journeys_from_table,
    journeys_on_network,
    repeated_pairs,
)
from ..engine.network.model import Network
from ..engine.progress import Progress
from ..engine.sources.road_forms import NOT_STATED
from ..engine.tables import Table
from .job import Job
from .layers import UNNAMED, Places, features_of, name_of, text_of, value_of
from .unrouted_reasons import reasons_told

TIMES_CRS = "EPSG:27700"
FICTIONAL = "(fictional)"  # a word of the publisher: "© Family Hub Planner (fictional)"
OSM = "openstreetmap"  # likewise, in small letters: "© OpenStreetMap contributors"


@dataclass(frozen=True)
class Travel:
    """Where the minutes come from: a network, or a table of times made elsewhere."""

    network: Network | None
    times: Table | None

    @property
    def crs(self) -> str:
        """The system in which places are compared and written."""
        return self.network.crs if self.network else TIMES_CRS

    def system(self) -> QgsCoordinateReferenceSystem:
        """Give that system as QGIS's own object."""
        return QgsCoordinateReferenceSystem(self.crs)

    def mode(self, job: Job) -> str:
        """Give the mode, or the words for a table of times."""
        return job.choice("MODE") if self.network else "as in the table of times given"

    def speed_kph(self, job: Job) -> float | None:
        """Give the walking speed; None where speeds go by class of road or are not known."""
        if self.network is None or job.choice("MODE") not in {"walk", "pram"}:
            return None
        return self.network.access_kph(job.choice("MODE"))

    def times_name(self) -> str:
        """Name the table of times; "" where the minutes come from a network."""
        return "" if self.times is None else table_name(self.times)

    def is_fictional(self) -> bool:
        """Tell whether the network's own publisher says that it is made up."""
        return self.network is not None and FICTIONAL in self.network.about["publisher"].split()

    def is_from_osm(self) -> bool:
        """Tell whether OpenStreetMap is to be credited: where it is the network's publisher."""
        return self.network is not None and OSM in self.network.about["publisher"].lower()

    def sources(self) -> list[str]:
        """Say where the minutes come from, for the page's list of data."""
        if self.network is None:
            return [f"Travel times: {self.times_name()}; publisher and licence not stated"]
        about = self.network.about
        credit = f"{about['publisher']}; {about['licence']}"
        if {about["publisher"], about["licence"]} == {NOT_STATED}:
            credit = "publisher and licence not stated"
        lacks = f". It lacks {about['lacks']}" if about.get("lacks") else ""
        return [
            f"Network: {about['dataset']} ({about.get('source', '')}), {self.network.dated()}; "
            f"{credit}; "
            f"made by {about.get('made_by', 'Family Hub Planner')}{lacks}"
        ]


def table_name(times: Table) -> str:
    """Name a table of times for people."""
    return "a table without a name" if times.name == UNNAMED else times.name


def read_travel(job: Job, times_beside: bool = False) -> Travel:
    """Read the network or the table of times; exactly one of them must be given.

    `times_beside` lets a table stand beside the network, to be read by `read_times`.
    """
    given = [name for name in ("NETWORK", "TIMES") if job.parameters.get(name) not in (None, "")]
    if times_beside and given:
        given = given[:1]
    if len(given) != 1:
        raise InputError(
            "Give either a network or a table of times: "
            + ("both were given." if given else "neither was given.")
        )
    if given == ["NETWORK"]:
        return Travel(job.network(), None)
    return Travel(None, read_times(job))


def read_times(job: Job, parameter: str = "TIMES") -> Table:
    """Read a table of times; `ColumnError` where it lacks a column."""
    source = job.source(parameter)
    names = ("origin_id", "destination_id", "minutes")
    heading = {field.lower(): field for field in reversed(source.fields().names())}
    missing = [name for name in names if name not in heading]
    if missing:
        raise ColumnError(
            f"The table of times {name_of(source)} has no column {missing[0]!r}. It needs "
            "origin_id, destination_id and minutes, as 'Travel times' writes them."
        )
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for feature in features_of(source):
        for name in names[:2]:
            columns[name].append(text_of(value_of(feature, heading[name])))
        columns["minutes"].append(value_of(feature, heading["minutes"]))
    times = Table(columns, name_of(source))
    told = repeated_pairs(times)
    if told:
        job.progress.warn(told)
    return times


def journeys_between(
    job: Job,
    travel: Travel,
    demand: Places,
    sites: Places,
    site_role: str = "hub",
    edge_minutes: float | None = None,
    progress: Progress | None = None,
    demand_role: str = "demand",
    mode: str = "",
) -> Journeys:
    """Give the journeys between demand points and sites; `mode` "" is the one chosen."""
    if travel.network is None:
        return journeys_from_table(travel.times, demand.ids, sites.ids, demand_role, site_role)
    found = journeys_on_network(
        travel.network,
        mode or job.choice("MODE"),
        Ends(demand.xy, sites.xy, demand_role, site_role),
        job.number("MAX_SNAP"),
        job.choice("DIRECTION"),
        edge_minutes=edge_minutes,
        progress=progress,
    )
    told = reasons_told(found.unrouted, {demand_role: demand, site_role: sites})
    return replace(found, unrouted=tuple(told))
