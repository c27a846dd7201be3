"""The same children placed in another way: two counts, printed as an honest range.

Where in its area a family lives is not known. A centroid, postcodes or an even spread each put the
children somewhere; between two such counts nobody can tell which is nearer the truth, so the two
stand side by side and are never averaged.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_suffix
from .coverage_html import coverage_html
from .coverage_tables import NO_AREAS, Reach, empty_row, reach_row, total_row
from .demand import Demand
from .edge_note import second_edge_note
from .errors import CodesError, InputError
from .method_note import Method
from .page import Html, paragraph, section
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# Counts shared out over points carry the rounding of the sharing.
ROUNDING_CHILDREN, ROUNDING_SHARE = 1.0, 0.001
ALL, RURAL, ALL_RURAL = "all areas", "rural-urban class", "all rural classes"
_TOLD = (
    "The same children, placed in two ways. Both counts are true of their own placing; which is "
    "nearer to where families live is not known, so neither is preferred and they are not averaged."
)


@dataclass(frozen=True)
class Allocation:
    """One way of placing the children: its name, its demand and its coverage.

    `rural` tells of each point whether its area's class is rural, shape (points,).
    """

    name: str
    demand: Demand
    coverage: Coverage
    rural: Bools


def allocate(
    first: Demand, point_ids: Sequence[str], area_of: Sequence[str], children: Floats
) -> Demand:
    """Give the demand of a second allocation; each point has its area's decile, quintile, place.

    Parameters
    ----------
    first
        The first allocation, one row an area.
    point_ids, area_of, children
        The second's points: unique ids, the area's id in `first`, and counts, shape (k,). Their
        need is their area's, shared out as its children are.

    Raises
    ------
    CodesError
        For a point in an area that the first does not have.
    InputError
        Where a count is missing or negative, and where total or any area holds another number of
        children than in `first`, by more than 1 child and 1 in 1,000.
    """
    rows = _rows_of(first, area_of)
    if not np.isfinite(children).all() or (children < 0).any():
        bad = int(np.flatnonzero(~np.isfinite(children) | (children < 0))[0])
        raise InputError(
            f"The second demand points have no usable children at {point_ids[bad]}. Give each a "
            "number that is zero or more."
        )
    held: Floats = np.bincount(rows, weights=children, minlength=len(first)).astype(float)
    _refuse_other_children(first, held)
    each = np.divide(first.need, held, out=np.zeros(len(first)), where=held > 0)
    return Demand(
        ids=list(point_ids),
        children=children,
        need=children * each[rows],
        decile=first.decile[rows],
        quintile=first.quintile[rows],
        locality=[first.locality[row] for row in rows],
        authority=[first.authority[row] for row in rows],
    )


def _rows_of(first: Demand, area_of: Sequence[str]) -> npt.NDArray[np.intp]:
    row_of = {area: row for row, area in enumerate(first.ids)}
    strange = [area for area in area_of if area not in row_of]
    if strange:
        raise CodesError(
            f"{len(strange)} of {len(area_of)} second demand points lie in areas that the first "
            f"do not have (first: {strange[0] or 'no code'}). Use points of the same areas, or "
            "choose the field with the area's code."
        )
    return np.array([row_of[area] for area in area_of], dtype=np.intp)


def _refuse_other_children(first: Demand, held: Floats) -> None:
    total, other = math.fsum(first.children.tolist()), math.fsum(held.tolist())
    apart = np.abs(held - first.children)
    worst = int(np.argmax(apart))
    allowed = np.maximum(ROUNDING_CHILDREN, ROUNDING_SHARE * first.children)
    wrong = int((apart > allowed).sum())
    if not wrong and abs(other - total) <= max(ROUNDING_CHILDREN, ROUNDING_SHARE * total):
        return
    raise InputError(
        f"The second demand points hold {other:,.1f} children and the first {total:,.1f}; {wrong} "
        f"of {len(first)} areas differ by more than rounding (most: {first.ids[worst]}, "
        f"{held[worst]:,.1f} and {first.children[worst]:,.1f}). Both must place the same children: "
        "use the same ages and the same areas for both."
    )


def by_allocation(first: Allocation, second: Allocation) -> Table:
    """Set both allocations' rows side by side: all areas, each decile, all rural classes together.

    Columns: `by` ("all areas", "decile", "rural-urban class"), `allocation`, then those of the
    other tables; `areas` counts demand points. A decile in which the second has no point reads
    "no areas".
    """
    rows: list[dict[str, Any]] = []
    other = {(by, row["key"]): row for by, row in _rows(second)}
    for by, row in _rows(first):
        empty = empty_row(row["key"], first.coverage.bands, NO_AREAS)
        twin = other.get((by, row["key"]), empty)
        rows.append({"by": by, "allocation": first.name, **row})
        rows.append({"by": by, "allocation": second.name, **twin})
    return Table({name: [row[name] for row in rows] for name in rows[0]}, "BY_ALLOCATION")


def _rows(one: Allocation) -> Iterator[tuple[str, dict[str, Any]]]:
    deciles = one.coverage.by_decile
    yield ALL, total_row(deciles)
    for values in list(deciles.rows())[:-1]:
        yield "decile", dict(zip(deciles.columns, values))
    if one.rural.any():
        yield RURAL, rural_row(one)


def rural_row(one: Allocation) -> dict[str, Any]:
    """Give the row of all rural classes together."""
    found = one.coverage
    reach = Reach(one.demand.children, one.demand.need, found.minutes, found.bands)
    return reach_row(ALL_RURAL, reach.of(np.flatnonzero(one.rural)))


def allocated_headline(first: Allocation, second: Allocation, method: Method) -> str:
    """Say the page's answer as the range of two allocations."""
    band = method.headline(first.coverage.bands)
    rows = [total_row(one.coverage.by_decile) for one in (first, second)]
    if rows[0]["children"] == 0:
        return f"There are no {method.children} in these areas."
    said = _reached_range(rows, band, method, method.children)
    lost = _range([row["unrouted"] for row in rows], method.threshold)
    routed = "all could be routed" if lost == "none" else f"{lost} could not be routed"
    return f"{said}; {routed}."


def rural_range(first: Allocation, second: Allocation, method: Method) -> str:
    """Say the rural count as the range of two allocations; "" where no class is rural."""
    if not (first.rural.any() and second.rural.any()):
        return ""
    band = method.headline(first.coverage.bands)
    rows = [rural_row(one) for one in (first, second)]
    said = _reached_range(rows, band, method, f"{method.children} in rural classes")
    return f"{said}." if rows[0]["children"] else ""


def _reached_range(
    rows: Sequence[dict[str, Any]], band: float, method: Method, children: str
) -> str:
    reached = [row[f"reached_{band_suffix(band)}"] for row in rows]
    said = _range(reached, method.threshold)
    whole = published.rounded(rows[0]["children"], method.threshold)
    shares = _shares(reached, rows[0]["children"], method.threshold)
    where = (
        "by both placings of them in their areas"
        if _is_one(reached, method.threshold)
        else "depending on where in their areas they are placed"
    )
    text = f"{said} of {whole} {children}{shares} are modelled {method.within(band)}, {where}"
    return text[0].upper() + text[1:]


def _is_one(counts: Sequence[float], threshold: float) -> bool:
    return len({published.about(count, threshold) for count in counts}) == 1


def _range(counts: Sequence[float], threshold: float) -> str:
    """Write two counts: "about 120", "between about 120 and about 180", "none to about 20"."""
    low, high = (published.about(count, threshold) for count in sorted(counts))
    if low == high:
        return low
    return f"between {low} and {high}" if low.startswith("about") else f"{low} to {high}"


def _shares(counts: Sequence[float], whole: float, threshold: float) -> str:
    """Write both shares, " (40 % to 55 %)"; "" where they would tell a small count."""
    said = [published.share_of(count, whole, threshold) for count in sorted(counts)]
    hidden = published.HELD_BACK in said or published.NOT_APPLICABLE in said
    if hidden or published.is_small(abs(counts[0] - counts[1]), threshold):
        return ""
    return published.bracketed(said[0] if said[0] == said[1] else f"{said[0]} to {said[1]}")


def allocation_section(first: Allocation, second: Allocation, method: Method) -> Html:
    """Write both counts beside each other, for all areas and for the rural classes."""
    rows = []
    for one in (first, second):
        rows.append(
            {**total_row(one.coverage.by_decile), "key": f"All areas, placed by {one.name}"}
        )
    if first.rural.any() and second.rural.any():
        rows += [
            {**rural_row(one), "key": f"Rural classes, placed by {one.name}"}
            for one in (first, second)
        ]
    both = Table({name: [row[name] for row in rows] for name in rows[0]}, "BY_ALLOCATION")
    shown = coverage_html(
        "Children by where they are placed", "Placing", both, first.coverage.bands, method,
        total=False, places="Points",
    )  # fmt: skip
    found = second.coverage
    edge = second_edge_note(found.near_edge, second.demand.children, found.bands, method)
    said = [_TOLD, *([edge] if edge else [])]
    return section("By where the children are placed", *map(paragraph, said), shown)
