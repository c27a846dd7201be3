"""Run after run in one process, as QGIS does them: nothing of the runs before is kept."""

from __future__ import annotations

import gc
import tracemalloc
import weakref

import numpy as np
import pytest
from toy_town import TOY_TOWN

from family_hub_planner.engine.network.snap import Snapper
from family_hub_planner.engine.network.store import load_network, save_network
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.travel_time import travel_times


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    save_network(TOY_TOWN.build(folder), folder / "town.gpkg", Progress())
    return folder / "town.gpkg"


def one_run(path):
    """Load, put places on the ways, route; give the network that must go with the run."""
    network = load_network(path)
    snapped = Snapper(network, "walk").snap(np.repeat(network.node_xy, 40, axis=0), 500.0)
    assert np.isfinite(travel_times(network, "walk", snapped, snapped)).any()
    return network


def test_ten_runs_keep_no_more_than_one_did(town):
    """One matrix of this town has more than 5 MB: a single one kept would be seen."""
    one_run(town)
    gc.collect()
    tracemalloc.start()
    try:
        one_run(town)
        gc.collect()
        after_one, _ = tracemalloc.get_traced_memory()
        for _ in range(9):
            one_run(town)
        gc.collect()
        after_ten, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after_ten - after_one < 100_000


def test_a_network_goes_with_the_run_that_loaded_it(town):
    network = one_run(town)
    gone = weakref.ref(network)
    del network
    gc.collect()
    assert gone() is None
