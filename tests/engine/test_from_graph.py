"""Networks of street graphs: the toy town's, worked by hand, and what merged edges come to."""

from __future__ import annotations

import numpy as np
import pytest
from street_graphml import graphml, town_graphml
from toy_town import ORIGIN, SPEEDS, TOY_TOWN, Town, street, to_degrees

from family_hub_planner.engine.errors import InputError, NetworkError
from family_hub_planner.engine.network.build import BuildSettings
from family_hub_planner.engine.network.from_graph import network_from_graphml, within
from family_hub_planner.engine.network.graph_ways import MOST_VARIANTS, graph_ways, variants
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.graphml import read_graphml

AT = {"a": (0, 0), "b": (240, 0), "c": (480, 0), "d": (240, 240)}


class Heard(Progress):
    def __init__(self):
        self.warned = []

    def warn(self, text):
        self.warned.append(text)


def settings(tmp_path, **more):
    speeds = tmp_path / "speeds.csv"
    speeds.write_text(SPEEDS, encoding="utf-8")
    return BuildSettings(speeds=speeds, **more)


def built(tmp_path, edges, node_tags=None, **more):
    """Build the network of edges ("a b", attributes) between the points of `AT`."""
    degrees = dict(zip(AT, to_degrees(np.array(list(AT.values()), dtype=float) + ORIGIN)))
    nodes = {
        name: {"x": repr(float(lon)), "y": repr(float(lat)), **(node_tags or {}).get(name, {})}
        for name, (lon, lat) in degrees.items()
    }
    path = tmp_path / "g.graphml"
    pairs = [(*ends.split(), {"osmid": 1, **own}) for ends, own in edges]
    path.write_text(graphml({"crs": "epsg:4326"}, nodes, pairs), encoding="utf-8")
    return network_from_graphml(path, settings(tmp_path, **more), Progress())


def both_ways(ends, **own):
    tail, head = ends.split()
    return [(f"{tail} {head}", {"oneway": False, "reversed": False, **own}),
            (f"{head} {tail}", {"oneway": False, "reversed": True, **own})]  # fmt: skip


def test_the_toy_towns_graph_gives_the_network_of_its_file(tmp_path):
    file = TOY_TOWN.build(tmp_path / "town")
    path = town_graphml(TOY_TOWN, tmp_path / "town.graphml")
    graph = network_from_graphml(path, settings(tmp_path), Progress())
    ours, theirs = graph.network, file.network
    assert (len(ours.node_xy), len(ours.length_m)) == (len(theirs.node_xy), len(theirs.length_m))

    def stretches(of):
        network = of.network
        return sorted(
            (way, round(float(network.length_m[edge]), 2),
             *(tuple(np.round(network.minutes[mode][edge], 3)) for mode in network.modes))
            for edge, way in enumerate(of.osm_id)
        )  # fmt: skip

    assert stretches(graph) == stretches(file)
    for mode in ours.modes:
        assert ours.blocked[mode].sum() == theirs.blocked[mode].sum()
    assert graph.islands == file.islands


def test_there_and_back_are_one_stretch_with_both_directions(tmp_path):
    made = built(tmp_path, both_ways("a b", highway="residential"))
    assert len(made.network.length_m) == 1
    assert made.network.minutes["drive"][0] == pytest.approx([0.48, 0.48], abs=1e-3)


def test_a_one_way_edge_is_driven_its_own_way_and_walked_both(tmp_path):
    made = built(tmp_path, [("b a", {"highway": "residential", "oneway": True, "reversed": True})])
    network = made.network
    start = network.node_xy[network.edge_from[0]]
    assert start == pytest.approx([ORIGIN[0] + 240, ORIGIN[1]], abs=0.1)
    assert network.minutes["drive"][0] == pytest.approx([0.48, np.inf], abs=1e-3)
    assert network.minutes["walk"][0] == pytest.approx([3.0, 3.0], abs=1e-2)


def test_without_a_oneway_attribute_the_edges_that_are_there_tell(tmp_path):
    made = built(tmp_path, [("a b", {"highway": "residential"})])
    assert np.isinf(made.network.minutes["drive"][0]).tolist() == [False, True]
    made = built(tmp_path, [(ends, {"highway": "residential"}) for ends in ("a b", "b a")])
    assert np.isfinite(made.network.minutes["drive"]).tolist() == [[True, True]]


def test_a_graph_of_raw_oneway_values_is_read_by_them(tmp_path):
    edges = [("a b", {"highway": "residential", "oneway": "-1"}),
             ("b c", {"osmid": 2, "highway": "residential", "oneway": "no"})]  # fmt: skip
    made = built(tmp_path, edges)
    by_way = dict(zip(made.osm_id, np.isinf(made.network.minutes["drive"]).tolist()))
    assert by_way == {"1": [True, False], "2": [False, False]}


def test_two_bent_ways_between_the_same_nodes_stay_two(tmp_path):
    degrees = to_degrees(np.array([[0, 0], [120, 90], [240, 0], [120, -90]]) + ORIGIN)
    a, up, b, down = (f"{lon} {lat}" for lon, lat in degrees)
    edges = both_ways("a b", highway="residential", geometry=f"LINESTRING ({a}, {up}, {b})")
    edges[1][1]["geometry"] = f"LINESTRING ({b}, {up}, {a})"
    south = both_ways("a b", highway="residential", geometry=f"LINESTRING ({a}, {down}, {b})")
    south[1][1]["geometry"] = f"LINESTRING ({b}, {down}, {a})"
    made = built(tmp_path, edges + south)
    assert made.network.length_m == pytest.approx([300, 300], abs=0.2)
    assert len(made.network.node_xy) == 2


def test_pieces_of_one_way_are_rejoined_and_cut_where_another_way_meets_them(tmp_path):
    line = both_ways("a b", highway="residential") + both_ways("b c", highway="residential")
    assert len(built(tmp_path, line).network.length_m) == 1
    crossed = line + both_ways("b d", highway="footway", osmid=2)
    assert len(built(tmp_path, crossed).network.length_m) == 3


def test_a_ring_is_opened_where_another_way_meets_it(tmp_path):
    ring = [("b d", {}), ("d c", {}), ("c b", {})]
    edges = [(ends, {"highway": "residential", "oneway": True, **own}) for ends, own in ring]
    made = built(tmp_path, edges + both_ways("a b", highway="residential", osmid=2))
    assert len(made.network.node_xy) == 2
    assert len(made.network.length_m) == 2


def test_merged_ways_take_the_mean_minutes_of_their_classes_and_limits(tmp_path):
    lists = {"osmid": "[1, 2]", "highway": "['living_street', 'residential']"}
    made = built(tmp_path, both_ways("a b", **lists))
    mean = 240 * 0.06 * (1 / 30 + 1 / 15) / 2
    assert made.network.minutes["drive"][0, 0] == pytest.approx(mean, abs=1e-3)
    assert made.network.minutes["walk"][0, 0] == pytest.approx(3.0, abs=1e-2)
    assert (made.osm_id, made.highway) == (["1;2"], ["residential"])
    limits = built(
        tmp_path, both_ways("a b", highway="unclassified", maxspeed="['20 mph', '60 mph']")
    )
    mean = 240 * 0.06 * (1 / 45 + 1 / (0.85 * 20 * 1.609344)) / 2
    assert limits.network.minutes["drive"][0, 0] == pytest.approx(mean, abs=1e-3)


def test_merged_ways_are_closed_to_whom_one_of_them_is_closed(tmp_path):
    steps = built(tmp_path, both_ways("a b", highway="['footway', 'steps']"))
    assert np.isinf(steps.network.minutes["pram"]).all()
    assert np.isfinite(steps.network.minutes["walk"]).all()
    private = built(tmp_path, both_ways("a b", highway="residential", access="['yes', 'private']"))
    assert not any(np.isfinite(private.network.minutes[mode]).any() for mode in ("walk", "drive"))


def test_names_are_kept_together_and_do_not_multiply_the_variants():
    many = tuple(str(n) for n in range(100))
    assert len(variants({"name": many, "highway": ("a", "b")})) == 2
    assert variants({"name": ("X", "Y")}) == [{"name": "X; Y"}]
    assert len(variants({"surface": many, "highway": ("a", "b")})) == MOST_VARIANTS


def test_a_gate_that_the_graph_keeps_stops_cars(tmp_path):
    edges = both_ways("a b", highway="residential") + both_ways("b c", highway="residential")
    made = built(tmp_path, edges, {"b": {"barrier": "bollard"}})
    assert made.network.blocked["drive"].sum() == 1
    assert made.network.blocked["walk"].sum() == 0


def test_a_graph_of_roads_alone_of_merged_ways_and_without_tags_is_warned_of(tmp_path):
    kept = {"residential", "living_street"}
    ways = [(nodes, tags) for nodes, tags in TOY_TOWN.ways if tags.get("highway") in kept]
    roads = Town(TOY_TOWN.points, ways)
    heard = Heard()
    path = town_graphml(roads, tmp_path / "roads.graphml")
    network_from_graphml(path, settings(tmp_path), heard)
    assert "network_type 'all'" in heard.warned[0]
    assert "useful_tags_way" in heard.warned[1]
    merged = both_ways("1 2", osmid=1, surface="asphalt", highway="['footway', 'steps']")
    nodes = {"1": {"x": "-0.5", "y": "52.5"}, "2": {"x": "-0.5", "y": "52.6"}}
    path.write_text(graphml({}, nodes, [(*e.split(), own) for e, own in merged]), encoding="utf-8")
    heard = Heard()
    network_from_graphml(path, settings(tmp_path), heard)
    assert "network_type 'walk'" in heard.warned[0]
    assert heard.warned[1].startswith("2 of 2 edges merge ways") and len(heard.warned) == 2
    tagged = Town(TOY_TOWN.points, [("A B", street("High Street", surface="asphalt", oneway="yes")),
                                    ("B C", {"highway": "footway"})])  # fmt: skip
    heard = Heard()
    path = town_graphml(tagged, tmp_path / "tagged.graphml")
    network_from_graphml(path, settings(tmp_path), heard)
    assert heard.warned == []


def of_two(tmp_path, crs, ends, box=None):
    nodes = {name: {"x": x, "y": y} for name, (x, y) in zip("12", ends)}
    path = tmp_path / "two.graphml"
    edge = ("1", "2", {"osmid": 1, "highway": "residential"})
    path.write_text(graphml({"crs": crs}, nodes, [edge]), encoding="utf-8")
    return network_from_graphml(path, settings(tmp_path, box=box), Progress())


@pytest.mark.parametrize("box", [None, (-1.0, 52.0, 0.0, 53.0)])
@pytest.mark.parametrize(
    ("crs", "ends", "said"),
    [
        ("epsg:27700", [("-0.7", "52.6"), ("-0.6", "52.7")], "the graph look like degrees"),
        ("epsg:4326", [("485900", "308700"), ("486900", "308700")], "cannot be degrees"),
        ("epsg:4326", [("-0.7", "52.6"), ("4e5", "3e5")], "first that cannot is 400000, 300000"),
        ("epsg:27700", [("-80000", "6920000"), ("-80000", "6921000")], "far outside the area"),
    ],
)
def test_a_graph_in_a_system_that_cannot_be_its_own_is_refused(tmp_path, crs, ends, said, box):
    with pytest.raises(InputError, match=said):
        of_two(tmp_path, crs, ends, box)


def test_a_graph_whose_only_street_has_no_length_is_refused(tmp_path):
    with pytest.raises(NetworkError, match="No stretch of road is left"):
        of_two(tmp_path, "epsg:4326", [("-0.7", "52.6"), ("-0.7", "52.6")])


def test_about_tells_what_the_file_states_and_what_it_does_not(tmp_path):
    path = town_graphml(TOY_TOWN, tmp_path / "town.graphml")
    about = network_from_graphml(path, settings(tmp_path), Progress()).network.about
    assert about["source"] == "town.graphml" and len(about["source_sha256"]) == 64
    assert about["data_until"] == "", "the day of the download is not the day of the data"
    assert about["graph_created"] == "2026-02-03 04:05:06"
    assert about["publisher"] == "© OpenStreetMap contributors"
    assert "not stated in the file" in about["licence"]
    assert about["turn_restrictions"].startswith("none")


def test_an_extent_keeps_the_edges_with_an_end_inside(tmp_path):
    path = town_graphml(TOY_TOWN, tmp_path / "town.graphml")
    graph = read_graphml(path)
    (west, south), (east, north) = to_degrees(np.array([[1000, -50], [1800, 50]]) + ORIGIN)
    part = within(graph, (west, south, east, north))
    names = {name for edge in part.edges for name in edge.tags["name"]}
    assert {"East Street", "The Loop"} <= names and "North Road" not in names
    with pytest.raises(NetworkError, match="no edges inside the extent"):
        within(graph, (10, 10, 11, 11))


def test_degrees_are_no_network_and_unknown_classes_make_none(tmp_path):
    with pytest.raises(InputError, match="does not count in metres"):
        built(tmp_path, both_ways("a b", highway="residential"), crs="EPSG:4326")
    with pytest.raises(NetworkError, match=r"highway classes \(raceway\)"):
        built(tmp_path, both_ways("a b", highway="raceway"))


def test_the_order_of_the_edges_changes_nothing_but_their_numbers(tmp_path):
    graph = read_graphml(town_graphml(TOY_TOWN, tmp_path / "town.graphml"))
    order = np.random.default_rng(1).permutation(len(graph.edges))
    shuffled = type(graph)(
        graph.crs, graph.node_xy, graph.node_tags, [graph.edges[i] for i in order], graph.about
    )

    def told(ways):
        return sorted(
            (way, min(line.round(7).tolist(), line[::-1].round(7).tolist()))
            for i, way in enumerate(ways.way_id)
            for line in [ways.lines.line(i)]
            if not np.array_equal(line[0], line[-1])
        )

    assert told(graph_ways(shuffled)) == told(graph_ways(graph))
