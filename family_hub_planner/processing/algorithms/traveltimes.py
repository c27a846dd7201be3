"""familyhub:traveltimes: minutes from many origins to many destinations, as a table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from ...engine.errors import InputError
from ...engine.journeys import Ends, Journeys, journeys_on_network
from ...engine.travel_time import nearest_only
from .. import parameters as make
from ..access_report import report_access
from ..base import PlannerAlgorithm
from ..fields import fields_of
from ..job import Job, Row
from ..layers import Places
from ..parameters import tr
from ..unrouted import write_unrouted

COLUMNS = ("origin_id", "destination_id", "minutes", "access_minutes", "fast_road_minutes")


class TravelTimes(PlannerAlgorithm):
    """Works out a table of minutes between places."""

    ID = "traveltimes"
    GROUP = "reach"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Travel times (many to many)")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Gives the minutes from every origin to every destination, or to the nearest.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        return tr("matrix,origin,destination,od,cost,nearest,distance,journey,minutes").split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(make.network())
        self.addParameter(make.points("ORIGINS", tr("Origins")))
        self.addParameter(make.field("ORIGIN_ID", tr("Origin id"), "ORIGINS"))
        self.addParameter(make.rural_urban("ORIGINS"))
        self.addParameter(make.points("DESTINATIONS", tr("Destinations")))
        self.addParameter(make.field("DESTINATION_ID", tr("Destination id"), "DESTINATIONS"))
        self.addParameter(make.mode())
        limit = make.number(
            "MAX_MINUTES", tr("Longest journey (minutes)"), None, 0.0, optional=True
        )
        help_text = tr("Longer journeys are left out. Empty: all, and unreachable ones with NULL.")
        self.addParameter(make.explained(limit, help_text))
        nearest = make.count("NEAREST", tr("Only so many nearest"), None, 1, optional=True)
        self.addParameter(nearest)
        self.addParameter(make.max_snap())
        self.addParameter(make.bar_fast_roads())
        self.addParameter(make.sink("OUTPUT", tr("Travel times"), make.SourceType.TypeVector))
        self.addParameter(make.unrouted())
        self.number_outputs(
            ("PAIRS", tr("Journeys written")),
            ("REACHED", tr("Journeys with minutes")),
            ("UNROUTED_COUNT", tr("Places without any journey")),
            ("ACCESS_MEDIAN_M", tr("Median walk between origin and way (m)")),
            ("ACCESS_LONGEST_M", tr("Longest such walk (m)")),
        )

    def work(self, job: Job) -> None:
        """Snap both sides, route, write."""
        network = job.network()
        origins = job.places("ORIGINS", "ORIGIN_ID", network.crs)
        destinations = job.places("DESTINATIONS", "DESTINATION_ID", network.crs)
        limit = job.optional_number("MAX_MINUTES")
        if limit is not None and limit <= 0:
            raise InputError("The longest journey must be more than 0 minutes.")
        ends = Ends(origins.xy, destinations.xy, "origin", "destination")
        journeys = journeys_on_network(
            network,
            job.choice("MODE"),
            ends,
            job.number("MAX_SNAP"),
            limit=np.inf if limit is None else limit,
            progress=job.progress,
        )
        wanted = self._wanted(job, journeys, limit)
        rows = _rows(journeys, origins, destinations, wanted)
        job.write_rows("OUTPUT", fields_of(COLUMNS), rows)
        roles = {"origin": origins, "destination": destinations}
        write_unrouted(job, journeys.unrouted, roles, QgsCoordinateReferenceSystem(network.crs))
        reached = int((wanted & np.isfinite(journeys.minutes)).sum())
        job.returns(PAIRS=int(wanted.sum()), REACHED=reached)
        report_access(job, journeys, origins, "origins")

    @staticmethod
    def _wanted(job: Job, journeys: Journeys, limit: float | None) -> np.ndarray:
        nearest = job.optional_number("NEAREST")
        if nearest is not None:
            return nearest_only(journeys.minutes, int(nearest))
        if limit is not None:
            return np.isfinite(journeys.minutes)
        return np.ones(journeys.minutes.shape, dtype=bool)


def _rows(
    journeys: Journeys,
    origins: Places,
    destinations: Places,
    wanted: np.ndarray,
) -> Iterator[Row]:
    """Give the wanted pairs by origin and then by minutes; unreachable ones have none.

    Only those on foot have minutes on fast roads.
    """
    fast = journeys.fast_minutes
    before, after = journeys.demand_access_minutes, journeys.site_access_minutes
    for row, origin in enumerate(origins.ids):
        columns = np.flatnonzero(wanted[row])
        columns = columns[np.argsort(journeys.minutes[row, columns], kind="stable")]
        for column in columns:
            minutes = float(journeys.minutes[row, column])
            reached = np.isfinite(minutes)
            values: list[float | None] = [None, None, None]
            if reached:
                on_fast_roads = None if fast is None else _number(fast[row, column])
                values = [minutes, float(before[row] + after[column]), on_fast_roads]
            yield [origin, destinations.ids[column], *values], None


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
