"""networkx on the very graph that the planner built: bounded searches, one for each place."""

from __future__ import annotations

from typing import Any

import networkx
import numpy as np
from measure import Answer, drive


def graph_of(arcs: Any) -> Any:
    """Give the directed graph; of parallel arcs the fastest counts."""
    graph = networkx.DiGraph()
    slowest_first = np.argsort(-arcs["minutes"], kind="stable")
    columns = (arcs[name][slowest_first].tolist() for name in ("tail", "head", "minutes"))
    graph.add_weighted_edges_from(zip(*columns))
    return graph


def matrix(request: dict[str, Any], answer: Answer) -> None:
    """Time a sample of the searches and scale it to all of them."""
    arcs = np.load(request["arcs"])
    graph, sources = graph_of(arcs), arcs["sources"].tolist()
    sample = sources[: request["sample"]]
    with answer.step("sample"):
        for source in sample:
            networkx.single_source_dijkstra_path_length(graph, source, cutoff=request["limit"])
    answer.seconds["matrix"] = answer.seconds["sample"] * len(sources) / len(sample)
    answer.versions["networkx"] = networkx.__version__


if __name__ == "__main__":
    drive({"matrix": matrix})
