"""Whether places that were suggested, and the children told of them, can be of the pack's county.

A layer of sites says neither its county nor its ages. What it can be held to: at least one of its
places lies where families of the areas counted might come, and none of its rows tells of more
children than any need or coverage of the pack counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from ..bands import parse_bands
from ..errors import FiguresError
from ..tables import Table
from .checks_figures import AGAIN, CLOSE, children_counted, differ, number, rows_of
from .evidence import Box, Evidence, every_run

_FASTEST_KPH = {"walk": 6.0, "pram": 6.0, "cycle": 25.0, "drive": 112.0}
_OTHERWISE_KPH = 112.0  # minutes of another tool: the national limit of a motorway
_KM_OF_DEGREE = 111.0
_CHILDREN = ("children_gained", "children_without", "children_worse", "children_longer")


def places_of_county(evidence: Evidence) -> Iterator[None]:
    """Refuse a layer of which no place is within the longest band's way of the areas.

    The areas are today's, and those that the need has around them. A need of which no area lies
    by today's is of another county too.
    """
    today, counted = evidence.today, evidence.boxes.get("COVERAGE", ())
    known = evidence.boxes.get("NEED", ())
    if today is None or not (counted or known):
        return
    far_km = _furthest_km(evidence)
    layers = list(_layers(evidence))
    if evidence.need is not None and counted:
        layers.insert(0, ("Need by area", evidence.need, "NEED"))
    for words, table, key in layers:
        boxes = evidence.boxes.get(key)
        if not boxes:
            continue
        around = _box_of(counted if key == "NEED" else (*counted, *known))
        if not any(_meet(box, _wider(around, far_km)) for box in boxes):
            raise FiguresError(
                f"{words}: none of the {len(boxes):,d} places lies within {far_km:,.0f} km of the "
                "areas counted, the furthest that a family could come in the longest band. "
                f"{differ(today.areas, table)}. {AGAIN}"
            )
        yield


def children_of_county(evidence: Evidence) -> Iterator[None]:
    """Refuse a layer of places that tells of more children than anything in the pack counts."""
    today, counted = evidence.today, children_counted(evidence)
    if today is None or not counted:
        return
    most = max(counted)
    for words, table, _ in _layers(evidence):
        for row in rows_of(table):
            told = max(number(row.get(name)) for name in _CHILDREN)
            if told > most * (1 + CLOSE):
                raise FiguresError(
                    f"{words}: of {row.get('site_id') or row.get('service_id')} it tells "
                    f"{told:,.0f} children, and no need or coverage here counts more than "
                    f"{most:,.0f}. {differ(today.areas, table)}, or of other ages: then give their "
                    "need among the further coverages and needs (BESIDE)."
                )
        yield


def _layers(evidence: Evidence) -> Iterator[tuple[str, Table, str]]:
    sites, outreach = evidence.sites, evidence.outreach
    estate, shared = evidence.estate, evidence.colocation
    found = (
        ("Hubs", evidence.hubs, "HUBS"),
        ("Suggested sites", None if sites is None else sites.sites, "SITES"),
        ("Suggested outreach points", None if outreach is None else outreach.sites, "OUTREACH"),
        ("Options for the estate", None if estate is None else estate.moves, "ESTATE"),
        ("Services that might share", None if shared is None else shared.pairs, "COLOCATION"),
    )
    for words, table, key in found:
        if table is not None and len(table):
            yield words, table, key


def _furthest_km(evidence: Evidence) -> float:
    """Give how far the fastest family of any run comes in its longest band, as the crow flies."""
    ways = [
        parse_bands(run.made.bands)[-1] / 60 * _FASTEST_KPH.get(run.made.mode, _OTHERWISE_KPH)
        for run in every_run(evidence)
        if run.made.bands
    ]
    return max(ways, default=_OTHERWISE_KPH)


def _box_of(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def _wider(box: Box, by_km: float) -> Box:
    """Widen a box of degrees on all sides by kilometres, as far as its northern edge needs."""
    up = by_km / _KM_OF_DEGREE
    across = up / max(0.05, math.cos(math.radians(min(89.0, max(abs(box[1]), abs(box[3]))))))
    return box[0] - across, box[1] - up, box[2] + across, box[3] + up


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
