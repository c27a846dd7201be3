"""What several modules of engine tests start from."""

from __future__ import annotations

import pytest

from family_hub_planner.engine.scenario.places import Homes


@pytest.fixture
def homes(tmp_path):
    """A folder with a map and hubs, and a sample county beside it."""
    data, sample = tmp_path / "plans", tmp_path / "sample"
    data.mkdir(), sample.mkdir()
    (data / "map.osm").write_text("<osm/>", encoding="utf-8")
    (data / "hubs.csv").write_text("id,Easting,Northing\nH1,1,2\n", encoding="utf-8")
    (data / "table.csv").write_text("id,children\nA,1\n", encoding="utf-8")
    (sample / "areas.gpkg").write_bytes(b"areas")
    return Homes(data, sample)
