"""GraphML of OSMnx, spoilt: a sound network, or a sentence."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from fuzz.budget import budget
from fuzz.reading import read_or_refused
from fuzz.sound_network import assert_sound_network
from fuzz.spoiling import spoilt
from hypothesis import given
from street_graphml import town_graphml
from toy_town import Town, street

from family_hub_planner.engine.network.build import BuildSettings
from family_hub_planner.engine.network.from_graph import network_from_graphml
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.graphml import read_graphml

SQUARE = Town(
    points={"A": (0, 0), "B": (240, 0), "C": (240, 240), "D": (0, 240), "E": (400, 40)},
    ways=[
        ("A B C", street("['High Street', 'The Row']", maxspeed="30 mph")),
        ("C D A", street("One Way Street", oneway="yes", osmid="[1, 2]")),
        ("B E", {"highway": "footway", "name": "Path"}),
    ],
    node_tags={"C": {"barrier": "gate"}},
)


def whole() -> bytes:
    """Give a square of streets, one of them bent and of two names, as OSMnx writes it."""
    with tempfile.TemporaryDirectory() as folder:
        text = town_graphml(SQUARE, Path(folder) / "town.graphml").read_text("utf-8")
    bent = '<data key="geometry">LINESTRING (-0.523 52.588, -0.521 52.589, -0.519 52.588)</data>'
    return text.replace("</edge>", f"{bent}</edge>", 1).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("graphml")


@budget(30)
@given(spoilt(whole()))
def test_a_spoilt_graph_gives_a_sound_network_or_a_sentence(folder, content):
    path = folder / "town.graphml"
    path.write_bytes(content)
    if read_or_refused(read_graphml, path) is None:
        return
    built = read_or_refused(network_from_graphml, path, BuildSettings(), Progress())
    if built is not None:
        assert_sound_network(built.network)


def test_the_graph_is_whole_before_it_is_spoilt(folder):
    path = folder / "whole.graphml"
    path.write_bytes(whole())
    built = network_from_graphml(path, BuildSettings(), Progress())
    assert len(built.network.length_m) >= 4
