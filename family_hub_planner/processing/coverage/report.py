"""What a coverage run hands out: its rows, its page and its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from qgis.core import QgsGeometry

from ...engine.bands import band_number, band_suffix
from ...engine.coverage import Coverage
from ...engine.coverage_apart import rests_on
from ...engine.coverage_fast import fast_road_note, nearest_fast
from ...engine.coverage_tables import total_row
from ...engine.coverage_unrouted import unrouted_notes
from ...engine.journeys import Journeys
from ...engine.method_note import Method
from ..demand import DemandPlaces, not_counted
from ..job import Job, Row
from ..layers import Places, names_of
from ..method import BARRED, FAST_ROADS, called, method_of
from ..travel import Travel
from ..unlike_hubs import authority_notes, unlike_hubs


def coverage_method(
    job: Job, travel: Travel, demand: DemandPlaces, given: Places, hubs: Places
) -> Method:
    """Gather the parameters that the page prints."""
    further = {
        "Demand": called(demand.places, "the demand points given"),
        "Hubs": f"{called(hubs, 'the hubs given')} ({len(hubs)} counted)",
    }
    if job.fast_roads_barred():
        further[FAST_ROADS] = BARRED
    if job.text("SERVICE"):
        further["Only hubs with the service"] = job.text("SERVICE")
    names = dict(zip(given.ids, names_of(job, given, "HUB_NAME")))
    left_out = not_counted(job, given)
    return method_of(job, travel, demand, further, names, left_out)


def coverage_notes(
    job: Job, found: Coverage, journeys: Journeys, method: Method, hubs: Places
) -> list[str]:
    """Say what to know beside the answer, in the log too: hubs apart, fast roads, who is lost."""
    band = method.headline(found.bands)
    apart = rests_on(journeys.minutes, found.children, unlike_hubs(job, hubs), band, method)
    notes = [apart] if apart else []
    fast = fast_minutes(journeys)
    if fast is not None and not job.fast_roads_barred():
        longest = found.bands[-1]
        notes.append(fast_road_note(found.minutes, fast, found.children, longest, method))
    notes += unrouted_notes(journeys.unrouted, found.children, hubs.ids, method)
    for note in notes:
        job.progress.info(note)
    return [*authority_notes(job, hubs), *notes]


def coverage_rows(
    found: Coverage,
    journeys: Journeys,
    demand: DemandPlaces,
    shapes: Sequence[QgsGeometry],
    further: Sequence[Sequence[Any]] = (),
) -> Iterator[Row]:
    """Give the rows of the main output; `further` are more columns, one value an area each."""
    fast = fast_minutes(journeys)
    why = {place.row: place.reason for place in journeys.unrouted if place.role == "demand"}
    areas = found.areas()
    columns = [areas.column(name) for name in ("area_code", "minutes", "hub_id", "band")]
    near = areas.column("near_edge")
    known = zip(demand.demand.need.tolist(), demand.need_known)
    counts = zip(demand.demand.children.tolist(), (n if there else None for n, there in known))
    for row, (values, count) in enumerate(zip(zip(*columns), counts)):
        known = fast is not None and np.isfinite(fast[row])
        walked = float(fast[row]) if known else None
        more = [column[row] for column in further]
        yield [*values, why.get(row, ""), near[row], *count, walked, *more], shapes[row]


def fast_minutes(journeys: Journeys) -> np.ndarray | None:
    """Give the minutes walked along fast roads to the nearest hub; None where nobody walks."""
    if journeys.fast_minutes is None:
        return None
    return nearest_fast(journeys.minutes, journeys.fast_minutes)


def report_coverage(job: Job, found: Coverage) -> None:
    """Say the counts in the log, warn of the network's edge, and return the numbers."""
    total = total_row(found.by_decile)
    longest = band_number(found.bands[-1])
    near = 0 if found.near_edge is None else int(found.near_edge.sum())
    hubs_near = 0 if found.hub_near_edge is None else int(found.hub_near_edge.sum())
    if near or hubs_near:
        job.progress.warn(
            f"{near} of {len(found.area_ids)} areas and {hubs_near} of {len(found.hub_ids)} hubs "
            f"lie within {longest} minutes of the network's edge: ways or hubs beyond it may be "
            "missing."
        )
    reached = total["children"] - total["beyond"] - total["unrouted"]
    job.progress.info(
        f"{reached:,.0f} of {total['children']:,.0f} children are modelled within {longest} "
        f"minutes of a hub; {total['beyond']:,.0f} are beyond, {total['unrouted']:,.0f} not routed."
    )
    job.returns(
        CHILDREN=total["children"],
        REACHED=reached,
        REACHED_BY_BAND="; ".join(
            f"{band_number(band)}={total[f'reached_{band_suffix(band)}']:.1f}"
            for band in found.bands
        ),
        BEYOND=total["beyond"],
        CHILDREN_UNROUTED=total["unrouted"],
        AREAS_NEAR_EDGE=near,
        HUBS_NEAR_EDGE=hubs_near,
    )
