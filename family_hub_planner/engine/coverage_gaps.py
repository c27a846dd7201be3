"""Where the gaps are: areas beyond reach, taken together where they adjoin, and their children."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_number
from .clusters import Cluster
from .demand import Demand
from .equity import weighted_mean
from .method_note import Method
from .page import Html, heading_row, paragraph, section, table, text_row
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

GAP_COLUMNS = (
    "cluster", "areas", "children", "need", "unrouted", "mean_minutes", "nearest_hub",
    "children_decile_1_3", "area_codes",
)  # fmt: skip
_LISTED = 10
_MOST_DEPRIVED = 3
LARGE_GAP, MOST_AREAS = 4, 10


def beyond_reach(coverage: Coverage) -> Bools:
    """Tell which areas are past the longest band or not routed, shape (n,)."""
    return np.isnan(coverage.band)


def parted_by_hub(
    pairs: Sequence[tuple[int, int]], clusters: Sequence[Cluster], coverage: Coverage
) -> list[tuple[int, int]]:
    """Leave out the pairs of neighbours in too large a gap whose nearest hubs differ.

    A gap of more than ten areas and a quarter of all (our choice) names no place; parted so, each
    part is the outskirts of one hub.
    """
    large = {
        row
        for one in clusters
        if len(one.rows) > max(MOST_AREAS, len(coverage.area_ids) / LARGE_GAP)
        for row in one.rows
    }
    return [
        (one, other)
        for one, other in pairs
        if one not in large or coverage.hub[one] == coverage.hub[other]
    ]


def gap_table(coverage: Coverage, demand: Demand, clusters: Sequence[Cluster]) -> Table:
    """Tabulate clusters of areas beyond reach, in their order, one row each.

    `children` and `need` are sums; `unrouted` the children not routed; `mean_minutes` those to
    the nearest hub, weighted by children over routed areas (None where no routed child is);
    `nearest_hub` the hub nearest to most of the routed children, of equal ones that of most areas,
    then the id that sorts first (None where no area is routed). `children_decile_1_3` are the
    children of areas in deciles 1 to 3, None where the decile of an area is not known.
    """
    rows = [_gap_row(one, coverage, demand) for one in clusters]
    return Table({name: [row[name] for row in rows] for name in GAP_COLUMNS}, "GAP_CLUSTERS")


def _gap_row(one: Cluster, coverage: Coverage, demand: Demand) -> dict[str, Any]:
    places = np.array(one.rows, dtype=np.intp)
    children, routed = demand.children[places], ~coverage.unrouted[places]
    decile = demand.decile[places]
    mean = weighted_mean(coverage.minutes[places][routed], children[routed])
    deprived = math.fsum(children[decile <= _MOST_DEPRIVED].tolist())
    return {
        "cluster": one.name,
        "areas": len(places),
        "children": math.fsum(children.tolist()),
        "need": math.fsum(demand.need[places].tolist()),
        "unrouted": math.fsum(children[~routed].tolist()),
        "mean_minutes": mean if math.isfinite(mean) else None,
        "nearest_hub": _hub_of_most(places[routed], coverage),
        "children_decile_1_3": deprived if np.isfinite(decile).all() else None,
        "area_codes": ", ".join(sorted(demand.ids[place] for place in one.rows)),
    }


def _hub_of_most(places: Places, coverage: Coverage) -> str | None:
    children: dict[str, list[float]] = {}
    for place in places:
        hub = coverage.hub[place]
        if hub is not None:
            children.setdefault(hub, []).append(float(coverage.children[place]))
    ranked = sorted(children, key=lambda hub: (-math.fsum(children[hub]), -len(children[hub]), hub))
    return next(iter(ranked), None)


def gaps_sentence(gaps: Table, coverage: Coverage, method: Method) -> str:
    """Say how many children live in gaps, in how many, and which is the largest, rounded."""
    longest = band_number(coverage.bands[-1])
    where = f"beyond {longest} minutes of a hub or not routed"
    if not len(gaps):
        return f"No area is modelled {where}."
    lived_in = _lived_in(gaps)
    if not lived_in:
        return f"No {method.children} live in the areas modelled {where}."
    whole = published.about(math.fsum(gaps.column("children")), method.threshold)
    first = lived_in[0]
    count = "one gap" if len(lived_in) == 1 else f"{len(lived_in)} gaps; the largest"
    return (
        f"{whole.capitalize()} {method.children} are modelled {where}. They live in {count}: "
        f"{first['cluster']} ({_largest(first, method)}).{_nearly_all(first, coverage)}"
    )


def _largest(row: dict[str, Any], method: Method) -> str:
    children = f"{published.about(row['children'], method.threshold)} of them"
    if row["mean_minutes"] is None:
        return f"{children}, not routed"
    return f"{children}, on average {published.minutes(row['mean_minutes'])} from the nearest hub"


def _nearly_all(row: dict[str, Any], coverage: Coverage) -> str:
    """Warn that a gap over half of all areas names no place."""
    areas, of = row["areas"], len(coverage.area_ids)
    if 2 * areas <= of:
        return ""
    return (
        f" It takes in {areas:,d} of all {of:,d} areas, so that its name says little of where it "
        "is: look at the map and at the table by locality."
    )


def _lived_in(gaps: Table) -> list[dict[str, Any]]:
    rows = (dict(zip(gaps.columns, row)) for row in gaps.rows())
    return [row for row in rows if row["children"] > 0]


def gaps_section(gaps: Table, coverage: Coverage, method: Method, adjoin: str) -> Html:
    """Write "Where the gaps are": at most ten, the most children first, the others counted.

    `adjoin` says what makes areas one gap: "areas that touch". Gaps without children are counted
    and not listed.
    """
    said = gaps_sentence(gaps, coverage, method)
    lived_in = _lived_in(gaps)
    if not lived_in:
        return section("Where the gaps are", paragraph(said))
    shown, others = lived_in[:_LISTED], lived_in[_LISTED:]
    body = [paragraph(said), _gaps_html(shown, method), *_not_listed(others, gaps, method)]
    if all(row["children_decile_1_3"] == 0 for row in lived_in):
        body.append(paragraph(f"None of them lives in an area of {method.decile_name}s 1 to 3."))
    told = (
        f"A gap is made of {adjoin}, each beyond the longest band or not routed; one of more than "
        "ten areas and a quarter of all is parted by the nearest hub. It bears the name of the "
        "place in it with the most children: “part of” it where the place has more areas than the "
        "gap, and one such area its own name. Minutes are weighted by children and cover the "
        "routed areas; the hub is the one nearest to most of the children."
    )
    return section("Where the gaps are", *body, paragraph(told, "note"))


def _gaps_html(rows: Sequence[dict[str, Any]], method: Method) -> Html:
    ranked = any(row["children_decile_1_3"] for row in rows)
    deprived = [f"of these in {method.decile_name}s 1 to 3"] if ranked else []
    names = ["Gap", "Areas", "Children, about", *deprived, "not routed", "Mean minutes"]
    numbers = range(1, len(names))
    body = [text_row(_gap_cells(row, method, ranked), numbers) for row in rows]
    headings = heading_row([*names, "Nearest hub of most"], numbers)
    return table("Gaps, the most children first", headings, body)


def _gap_cells(row: dict[str, Any], method: Method, ranked: bool) -> list[str]:
    def count(name: str) -> str:
        return published.rounded(row[name], method.threshold)

    hub = row["nearest_hub"]
    return [
        row["cluster"],
        f"{row['areas']:,d}",
        count("children"),
        *([count("children_decile_1_3")] if ranked else []),
        count("unrouted"),
        published.minutes(row["mean_minutes"]),
        published.NOT_APPLICABLE if hub is None else method.hub(hub),
    ]


def _not_listed(others: Sequence[dict[str, Any]], gaps: Table, method: Method) -> list[Html]:
    """Count the gaps that are not listed: the smaller ones, and those nobody lives in."""
    said = []
    if others:
        children = published.about(math.fsum(row["children"] for row in others), method.threshold)
        many = f"{len(others)} smaller gaps hold" if len(others) > 1 else "One smaller gap holds"
        said.append(f"{many} {children} {method.children}.")
    empty = sum(children <= 0 for children in gaps.column("children"))
    if empty:
        hold = "gaps hold" if empty > 1 else "gap holds"
        said.append(f"{empty} more {hold} no {method.children}.")
    return [paragraph(" ".join(said))] if said else []
