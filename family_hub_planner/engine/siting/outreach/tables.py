"""Tables of children by tier: of a hub, of an outreach point only, of neither; never added up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...tables import Table
from .plan import Tiers
from .problem import Bools, Floats

if TYPE_CHECKING:
    from ...demand import Demand

COLUMNS = ("key", "areas", "children", "hub", "outreach", "neither")
ALL = "All areas"
NOT_KNOWN = "not known"


def by_rank(demand: Demand, ranks: Floats, most: int, tiers: Tiers) -> Table:
    """Tabulate by decile or quintile, 1 to `most`, shape (n,), nan where not known; all last.

    A rank that no area has stands with no areas; where no rank is known there are none.
    """
    known = bool(np.isfinite(ranks).any())
    groups = [(str(rank), ranks == rank) for rank in range(1, most + 1) if known]
    if np.isnan(ranks).any():
        groups.append((NOT_KNOWN, np.isnan(ranks)))
    return _table(demand, groups, tiers)


def by_locality(demand: Demand, tiers: Tiers) -> Table:
    """Tabulate by locality, by name; areas without one last, then all."""
    names = np.array(demand.locality, dtype=object)
    there = sorted({name for name in demand.locality if name})
    groups = [(name, names == name) for name in there]
    if "" in demand.locality:
        groups.append((NOT_KNOWN, names == ""))
    return _table(demand, groups, tiers)


def _table(demand: Demand, groups: Sequence[tuple[str, Bools]], tiers: Tiers) -> Table:
    every = (ALL, np.ones(len(demand), dtype=bool))
    rows = [_row(demand, key, some, tiers) for key, some in (*groups, every)]
    return Table({name: [row[name] for row in rows] for name in COLUMNS}, "children by tier")


def _row(demand: Demand, key: str, rows: Bools, tiers: Tiers) -> dict[str, Any]:
    children = np.where(rows, demand.children, 0.0)
    sums = dict(zip(("hub", "outreach", "neither"), tiers.sums(children)))
    return {"key": key, "areas": int(rows.sum()), "children": float(children.sum()), **sums}
