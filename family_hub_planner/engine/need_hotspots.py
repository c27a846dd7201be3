"""Hotspots: the places where need is densest, before anything is sited."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import published
from .clusters import Cluster
from .errors import InputError
from .tables import Table

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

HOTSPOT_SHARE = 20.0
HOTSPOT_COLUMNS = (
    "cluster", "areas", "children", "need", "need_per_km2", "area_km2", "area_codes",
)  # fmt: skip
_SAME = 1e-9  # of a density or a sum: what floating-point parts leave behind
_NAMED = 5


def densest(need: Floats, area_km2: Floats, codes: Sequence[str], share: float) -> Bools:
    """Tell which areas are hotspots, shape (n,): the densest that hold `share` % of all need.

    The density of area i is d_i = need_i / km²_i. The areas are taken in falling order of d, ties
    by code, until those taken hold the share of Σ need; an area is taken only while it is denser
    than all areas together, d_i > Σ need / Σ km². So where need is spread evenly, or there is one
    area, there is no hotspot. The share is our choice; there is no standard.

    Parameters
    ----------
    need
        In any unit, zero or more, nan where it is not known: such areas do not count.
    area_km2
        In square kilometres on the ground, never squared degrees; areas of nought do not count.
    codes
        Unique, n of them.
    share
        Percent, above 0 and at most 100.
    """
    _refuse_bad_hotspots(need, area_km2, codes, share)
    counted = np.isfinite(need) & (area_km2 > 0)
    total, ground = math.fsum(need[counted].tolist()), math.fsum(area_km2[counted].tolist())
    hot: Bools = np.zeros(len(codes), dtype=bool)
    if total <= 0:
        return hot
    density = np.divide(need, area_km2, out=np.zeros(len(codes)), where=counted)
    order = sorted(np.flatnonzero(counted), key=lambda row: (-density[row], codes[row]))
    held = np.cumsum(need[order])
    before = np.concatenate([[0.0], held[:-1]])
    wanted = (before < (share / 100 - _SAME) * total) & (
        density[order] > total / ground * (1 + _SAME)
    )
    hot[np.array(order, dtype=np.intp)[wanted]] = True
    return hot


def _refuse_bad_hotspots(
    need: Floats, area_km2: Floats, codes: Sequence[str], share: float
) -> None:
    if not 0 < share <= 100:
        raise InputError(
            f"Hotspots are to hold {share:g} % of the need. Give a percentage above 0 and at most "
            "100."
        )
    bad = np.flatnonzero((need < 0) | ~(area_km2 >= 0))
    if len(bad):
        raise InputError(
            f"{len(bad)} of {len(codes)} areas have a need below nought or no ground (first: "
            f"{codes[bad[0]]}). Densities cannot be compared so."
        )


def hotspot_table(
    need: Floats,
    children: Floats,
    area_km2: Floats,
    codes: Sequence[str],
    clusters: Sequence[Cluster],
) -> Table:
    """Tabulate the clusters of hotspots in their order, one row each.

    `need_per_km2` = Σ need / Σ km² of its areas. `children` is None where an area's count is
    missing (nan): a part of a count is no count.
    """
    rows = [_hotspot_row(one, need, children, area_km2, codes) for one in clusters]
    return Table({name: [row[name] for row in rows] for name in HOTSPOT_COLUMNS}, "HOTSPOTS")


def _hotspot_row(
    one: Cluster, need: Floats, children: Floats, area_km2: Floats, codes: Sequence[str]
) -> dict[str, Any]:
    places = np.array(one.rows, dtype=np.intp)
    held, ground = math.fsum(need[places].tolist()), math.fsum(area_km2[places].tolist())
    count = math.fsum(children[places].tolist())
    return {
        "cluster": one.name,
        "areas": len(places),
        "children": count if math.isfinite(count) else None,
        "need": held,
        "need_per_km2": held / ground,
        "area_km2": ground,
        "area_codes": ", ".join(sorted(codes[place] for place in one.rows)),
    }


def hotspots_sentence(hotspots: Table, need: Floats, area_km2: Floats, children: str) -> str:
    """Say where need is densest, the first five places by name, with rounded counts.

    `need` and `area_km2` are those of all areas; `children` says who is counted.
    """
    total = float(np.nansum(need))
    if total <= 0:
        return "There is no need in these areas, so there are no hotspots."
    if not len(hotspots):
        return (
            "No hotspots: need is spread evenly over the ground, or there is one area alone, so "
            "that no area is denser than all of them together."
        )
    rows = [dict(zip(hotspots.columns, row)) for row in hotspots.rows()]
    part = published.share(math.fsum(row["need"] for row in rows) / total)
    ground = math.fsum(row["area_km2"] for row in rows) / math.fsum(area_km2.tolist())
    areas = sum(row["areas"] for row in rows)
    named = "; ".join(f"{row['cluster']} ({_count(row)})" for row in rows[:_NAMED])
    more = f"; and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    return (
        f"Need is densest in {areas:,d} of {len(need):,d} areas, which hold {part} of it on "
        f"{published.share(ground)} of the ground. The places, with their {children}: "
        f"{named}{more}."
    )


def _count(row: dict[str, Any]) -> str:
    return "not known" if row["children"] is None else published.about(row["children"])
