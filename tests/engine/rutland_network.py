"""The network of Rutland from the shared extract of July 2022, built once for all tests."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from family_hub_planner.engine.network.build import BuildSettings, BuiltNetwork, build_network
from family_hub_planner.engine.progress import Progress


def extract_path(shared_data: Path) -> Path:
    return shared_data / "rutland" / "network" / "rutland-latest_2022-07-20.osm.pbf"


@lru_cache(maxsize=1)
def rutland(shared_data: Path) -> BuiltNetwork:
    return build_network(extract_path(shared_data), BuildSettings(), Progress())
