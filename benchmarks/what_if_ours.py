"""The live what-if timed: 1,000 areas, 300 places, toggles and freshly placed trial hubs.

Beside it stand, in the same process: the same figures routed and counted from the beginning, as a
run of coverage does it, and SciPy's Dijkstra from one junction, which is the least that a program
without the planner's hierarchy would have to do for a fresh point. Painting is in none of them.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from measure import Answer
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from family_hub_planner.engine.coverage import cover
from family_hub_planner.engine.demand import Demand
from family_hub_planner.engine.journeys import Ends, journeys_on_network
from family_hub_planner.engine.network.model import Network
from family_hub_planner.engine.what_if import HUB, VENUE, Place, WhatIf
from family_hub_planner.engine.what_if_money import Costs
from family_hub_planner.engine.what_if_search import TrialSearch

BANDS, MAX_SNAP_M, PLACES, HUBS = (10.0, 20.0, 30.0), 500.0, 300, 18
TOGGLES, TRIALS = 40, 20


def time_what_if(network: Network, mode: str, xy: dict[str, Any], answer: Answer) -> None:
    """Time everything; seconds of a toggle and of a trial are means, the slowest are told too."""
    areas, places = xy["areas"], xy["destinations"][:PLACES]
    demand = _demand(len(areas))
    ends = Ends(areas, places)
    with answer.step("ready"):
        search = TrialSearch(network, mode, areas, MAX_SNAP_M, "to")
        minutes = journeys_on_network(network, mode, ends, MAX_SNAP_M).minutes
        town = WhatIf(demand, _places(), minutes, BANDS)
    _toggles(town, answer)
    _trials(town, search, xy["new"], answer)
    ids = [place.id for place in town.places]
    with answer.step("anew"):
        again = journeys_on_network(network, mode, ends, MAX_SNAP_M).minutes
        cover(again, demand, ids, BANDS, ~np.isfinite(again).any(axis=1))
    graph = _towards(network, mode)
    start = int(network.edge_from[search._snapper.snap(xy["new"][:1], MAX_SNAP_M).edge[0]])
    answer.best_of(3, "dijkstra", lambda: dijkstra(graph, indices=[start]))


def _demand(count: int) -> Demand:
    rng = np.random.default_rng(7)
    return Demand(
        ids=[f"A{row:04d}" for row in range(count)],
        children=rng.integers(20, 200, count).astype(float),
        need=rng.random(count),
        decile=rng.integers(1, 11, count).astype(float),
        quintile=rng.integers(1, 6, count).astype(float),
        locality=[f"locality {row % 8}" for row in range(count)],
        authority=[""] * count,
    )


def _places() -> list[Place]:
    costs = Costs(10_000.0, 5_000.0, 0.0)
    kinds = [HUB] * HUBS + [VENUE] * (PLACES - HUBS)
    return [Place(f"P{number:03d}", "", kind, costs) for number, kind in enumerate(kinds)]


def _toggles(town: WhatIf, answer: Answer) -> None:
    """Switch places one after another, with every place on: the most there is to count."""
    plan = town.with_on(town.today, (place.id for place in town.places))
    town.figures(plan)
    took = []
    with answer.step("toggles"):
        for number in range(TOGGLES):
            began = time.perf_counter()
            plan = town.switched(plan, f"P{number * 7 % PLACES:03d}")
            town.figures(plan)
            took.append(time.perf_counter() - began)
    answer.seconds["toggle"] = answer.seconds["toggles"] / TOGGLES
    answer.facts["slowest toggle, ms"] = 1000 * max(took)


def _trials(town: WhatIf, search: TrialSearch, xy: Any, answer: Answer) -> None:
    plan, took = town.today, []
    with answer.step("trials"):
        for x, y in xy[:TRIALS].tolist():
            began = time.perf_counter()
            tried = town.placed(plan, "Trial {}", (x, y), search.minutes((x, y)))
            town.figures(tried)
            took.append(time.perf_counter() - began)
    answer.seconds["placed"] = answer.seconds["trials"] / TRIALS
    answer.facts["slowest placed, ms"] = 1000 * max(took)


def _towards(network: Network, mode: str) -> Any:
    """Give the junctions' graph turned round, the quickest of parallel stretches."""
    forward, back = np.isfinite(network.minutes[mode]).T
    tail = np.concatenate([network.edge_to[forward], network.edge_from[back]])
    head = np.concatenate([network.edge_from[forward], network.edge_to[back]])
    minutes = network.minutes[mode]
    cost = np.concatenate([minutes[forward, 0], minutes[back, 1]])
    order = np.lexsort((cost, head, tail))
    tail, head, cost = tail[order], head[order], cost[order]
    first = np.append(True, (np.diff(tail) != 0) | (np.diff(head) != 0))
    count = len(network.node_xy)
    return csr_matrix((cost[first], (tail[first], head[first])), shape=(count, count))
