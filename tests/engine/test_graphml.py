"""OSMnx's GraphML: what is read of it, what is refused, and that OSMnx reads the same."""

from __future__ import annotations

import bz2
import warnings
from pathlib import Path

import numpy as np
import pytest
from needed_package import needed
from street_graphml import HEAD, graphml, town_graphml
from toy_town import TOY_TOWN

import family_hub_planner
from family_hub_planner.engine.errors import CancelledError, FileUnreadableError, NetworkError
from family_hub_planner.engine.network.build import BuildSettings
from family_hub_planner.engine.network.from_graph import network_from_graphml
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.graphml import graph_from_osmnx, read_graphml

SAMPLE = Path(family_hub_planner.__file__).parent / "resources" / "sample" / "county.osm.bz2"
NODES = {"7": {"x": "-0.5", "y": "52.6"}, "9": {"x": "-0.4", "y": "52.6", "barrier": "gate"}}


def written(tmp_path, edge, graph=None, nodes=NODES, name="g.graphml"):
    path = tmp_path / name
    path.write_text(graphml(graph or {}, nodes, [("7", "9", edge)]), encoding="utf-8")
    return path


def test_nodes_keep_place_and_tags_and_edges_their_tags_and_bends(tmp_path):
    edge = {
        "osmid": 12, "highway": "residential", "oneway": False, "length": "3.0",
        "geometry": "LINESTRING (-0.5 52.6, -0.45 52.61, -0.4 52.6)", "name": "Abbey & Co",
        "lanes": "nan", "ref": "None",
    }  # fmt: skip
    graph = read_graphml(written(tmp_path, edge, {"crs": "epsg:4326", "created_with": "OSMnx 1"}))
    assert graph.crs == "epsg:4326" and graph.about["created_with"] == "OSMnx 1"
    assert graph.node_xy.tolist() == [[-0.5, 52.6], [-0.4, 52.6]]
    assert graph.node_tags[1]["barrier"] == "gate"
    (found,) = graph.edges
    assert (found.tail, found.head) == (0, 1)
    assert found.points.tolist() == [[-0.5, 52.6], [-0.45, 52.61], [-0.4, 52.6]]
    assert found.tags == {
        "osmid": ("12",), "highway": ("residential",), "oneway": ("False",), "name": ("Abbey & Co",)
    }  # fmt: skip


def test_lists_of_merged_ways_are_taken_apart_and_what_only_looks_like_one_is_kept(tmp_path):
    edge = {
        "osmid": "[1, 2, 1]", "highway": "['residential', 'tertiary']", "reversed": "[False, True]",
        "name": "[Sic]", "ref": "['A, B', None]",
    }  # fmt: skip
    (found,) = read_graphml(written(tmp_path, edge)).edges
    assert found.tags["osmid"] == ("1", "2")
    assert found.tags["highway"] == ("residential", "tertiary")
    assert found.tags["reversed"] == ("False", "True")
    assert found.tags["name"] == ("[Sic]",)
    assert found.tags["ref"] == ("A, B",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no xml", "no well-formed XML"),
        ("<osm/>", "its root is osm"),
        (HEAD + "<graph>", "no well-formed XML"),
        ('<!DOCTYPE g [<!ENTITY a "b">]>' + HEAD[38:] + "&a;</graphml>", "XML entities"),
    ],
)
def test_what_is_no_graphml_is_refused(tmp_path, text, said):
    path = tmp_path / "bad.graphml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileUnreadableError, match=said):
        read_graphml(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FileUnreadableError, match="There is no file"):
        read_graphml(tmp_path / "none.graphml")


@pytest.mark.parametrize(
    ("nodes", "edge"),
    [
        ({"7": {"label": "a"}, "9": {"label": "b"}}, {}),
        ({"7": {"x": "1", "y": "?"}, "9": {"x": "1", "y": "2"}}, {}),
        ({"7": {"x": "1", "y": "nan"}, "9": {"x": "1", "y": "2"}}, {}),
        ({"7": {"x": "1", "y": "1"}}, {}),
        (NODES, {"geometry": "POINT (1 2)"}),
        (NODES, {"geometry": "LINESTRING EMPTY"}),
        (NODES, {"geometry": "LINESTRING (1 2, 3 x)"}),
        (NODES, {"osmid": "[" + "1," * 20_000 + "]"}),
    ],
)
def test_graphml_that_is_no_street_graph_is_refused(tmp_path, nodes, edge):
    with pytest.raises(NetworkError, match="no street graph of OSMnx"):
        read_graphml(written(tmp_path, edge, nodes=nodes))


@pytest.mark.parametrize(
    "value",
    ["[" + "-" * 9000 + "1]", "[{[]: 1}]", "[{[]}]", "[" * 5000 + "]" * 5000,
     "[" + "1+" * 4000 + "1]", "[" + "x" * 9000 + "]"],
)  # fmt: skip
def test_lists_that_python_cannot_read_are_refused_in_few_words(tmp_path, value):
    with pytest.raises(NetworkError) as refused:
        network_from_graphml(written(tmp_path, {"highway": value}), BuildSettings(), Progress())
    assert len(str(refused.value)) < 300 and value[:20] in str(refused.value)


def test_a_long_id_of_a_node_that_is_not_there_is_cut(tmp_path):
    path = tmp_path / "g.graphml"
    path.write_text(graphml({}, NODES, [("7", "9" * 5000, {})]), encoding="utf-8")
    with pytest.raises(NetworkError, match="a node that is not there") as refused:
        read_graphml(path)
    assert len(str(refused.value)) < 300


def test_reading_can_be_stopped(tmp_path):
    class Stopped(Progress):
        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        read_graphml(town_graphml(TOY_TOWN, tmp_path / "t.graphml"), Stopped())


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The sample county as OSMnx saves it: as it is, simplified, and projected."""
    osmnx = needed("osmnx")
    folder = tmp_path_factory.mktemp("graphs")
    source = folder / "county.osm"
    source.write_bytes(bz2.decompress(SAMPLE.read_bytes()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw = osmnx.graph_from_xml(source, simplify=False, retain_all=True)
        simple = osmnx.simplify_graph(raw)
        graphs = {"raw": raw, "simple": simple, "projected": osmnx.project_graph(simple)}
        for name, graph in graphs.items():
            osmnx.save_graphml(graph, folder / f"{name}.graphml")
    return folder


@pytest.mark.parametrize("name", ["raw", "simple", "projected"])
def test_osmnx_itself_reads_the_same_from_its_file(saved, name):
    import osmnx

    path = saved / f"{name}.graphml"
    ours, theirs = read_graphml(path), graph_from_osmnx(osmnx.load_graphml(path))
    assert ours.crs == theirs.crs
    assert np.array_equal(ours.node_xy, theirs.node_xy)
    assert len(ours.edges) == len(theirs.edges) > 10_000

    def told(graph):
        return sorted(
            (edge.tail, edge.head, sorted(edge.tags.items()),
             [] if edge.points is None else edge.points.round(9).tolist())
            for edge in graph.edges
        )  # fmt: skip

    assert told(ours) == told(theirs)


@pytest.mark.parametrize("name", ["simple", "projected"])
def test_the_network_has_osmnxs_junctions_streets_and_kilometres(saved, name):
    import osmnx

    path = saved / f"{name}.graphml"
    network = network_from_graphml(path, BuildSettings(), Progress()).network
    graph = osmnx.load_graphml(path)
    streets = osmnx.get_undirected(graph) if hasattr(osmnx, "get_undirected") else None
    streets = streets or osmnx.convert.to_undirected(graph)
    # The file also holds rivers and railways, which OSMnx takes for streets.
    streets = [edge for edge in streets.edges(data=True) if "highway" in edge[2]]
    junctions = {node for tail, head, _ in streets for node in (tail, head)}
    # A node between two pieces of one way, where nothing else meets it, is no junction.
    passed_by = len(junctions) - len(network.node_xy)
    assert 0 <= passed_by < 10
    assert len(network.length_m) == len(streets) - passed_by
    kilometres = sum(data["length"] for *_, data in streets) / 1000
    # OSMnx measures on a sphere, the network on the British grid.
    assert network.length_m.sum() / 1000 == pytest.approx(kilometres, rel=0.003)
