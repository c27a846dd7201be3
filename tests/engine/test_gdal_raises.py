"""What readers and writers say, the same where another plugin told GDAL to raise."""

from __future__ import annotations

import re

import pytest
from facility_town import write_facilities
from faults.disks import files_up_to
from street_graphml import graphml
from toy_town import SPEEDS, TOY_TOWN

from family_hub_planner.engine.errors import FileUnreadableError, InputError
from family_hub_planner.engine.network.build import BuildSettings
from family_hub_planner.engine.network.from_graph import network_from_graphml
from family_hub_planner.engine.network.store import save_network
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.centroids import read_centroids
from family_hub_planner.engine.sources.estate import read_places
from family_hub_planner.engine.sources.facilities import read_facilities
from family_hub_planner.engine.sources.facility_types import read_facility_types
from family_hub_planner.engine.tables import Table

pytestmark = pytest.mark.usefixtures("gdals_errors")


def test_one_row_that_no_grid_takes_is_set_aside_and_the_others_are_kept():
    rows = {"Name": ["A", "B", "C"], "Longitude": ["-1.0", "90", "-1.01"],
            "Latitude": ["52.0", "0", "52.01"]}  # fmt: skip
    found = read_places(Table(rows, name="own.csv"))
    assert found.table.column("site_name") == ["A", "C"]
    assert found.rejected.column("row") == [2]
    assert "lie outside Great Britain" in found.rejected.column("reason")[0]


@pytest.mark.parametrize("place", [("151.5", "-100.1"), ("530000", "180000")])
def test_areas_whose_coordinates_are_none_are_refused_in_words(place):
    across, up = place
    rows = {"LSOA21CD": ["E01000001"], "LONGITUDE": [across], "LATITUDE": [up]}
    with pytest.raises(InputError, match="Some points cannot be transformed"):
        read_centroids(Table(rows, name="own.csv"))


def test_a_graph_with_a_junction_that_is_nowhere_is_refused_in_words(tmp_path):
    at = {"a": (450_000, 300_000), "b": (450_100, 300_100), "c": (1e30, 1e30)}
    nodes = {name: {"x": repr(float(x)), "y": repr(float(y))} for name, (x, y) in at.items()}
    ways = [
        ("a", "b", {"osmid": 1, "highway": "residential"}),
        ("b", "c", {"osmid": 2, "highway": "residential"}),
    ]
    path, speeds = tmp_path / "g.graphml", tmp_path / "speeds.csv"
    path.write_text(graphml({"crs": "epsg:27700"}, nodes, ways), encoding="utf-8")
    speeds.write_text(SPEEDS, encoding="utf-8")
    with pytest.raises(InputError, match="Some points cannot be transformed"):
        network_from_graphml(path, BuildSettings(speeds=speeds), Progress())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # GDAL on closing
@pytest.mark.parametrize("size", [0, 50_000, 120_000])
def test_a_network_that_the_disk_does_not_take_is_refused_in_words(tmp_path, size):
    built, path = TOY_TOWN.build(tmp_path), tmp_path / "town.gpkg"
    said = re.escape(f"{path} could not be written (") + "[^()]*" + re.escape("). Is it open")
    with pytest.raises(FileUnreadableError, match=said), files_up_to(size):
        save_network(built, path, Progress())
    assert not [*tmp_path.glob("~*"), *tmp_path.glob("town.gpkg*")]


def test_a_map_cut_short_is_refused_in_words(tmp_path):
    path = write_facilities(tmp_path / "town.osm", {5: ((0, 0), {"amenity": "library"})})
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(FileUnreadableError, match="cannot be read to its end"):
        read_facilities(path, read_facility_types())
