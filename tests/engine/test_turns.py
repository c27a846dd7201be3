"""Turn restrictions: read with their roles, placed, and kept by every route a car takes."""

from __future__ import annotations

import gzip
import itertools
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from toy_town import ORIGIN, Town, to_degrees

from family_hub_planner.engine.catchment_reach import Reach
from family_hub_planner.engine.errors import FileUnreadableError
from family_hub_planner.engine.network.build import BuildSettings, build_network
from family_hub_planner.engine.network.model import Turn
from family_hub_planner.engine.network.snap import Snapper
from family_hub_planner.engine.network.store import load_network, save_network
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.restrictions import read_restrictions
from family_hub_planner.engine.travel_time import travel_times

# A crossroads at (0, 0) with four arms of 500 m, and a way round from the north to the east.
POINTS = {"w": (-500, 0), "x": (0, 0), "e": (500, 0), "n": (0, 500), "s": (0, -500),
          "c": (500, 500)}  # fmt: skip
WAYS = [("w x", {"highway": "residential", "name": "West"}),
        ("x e", {"highway": "residential", "name": "East"}),
        ("n x", {"highway": "residential", "name": "North"}),
        ("x s", {"highway": "residential", "name": "South"}),
        ("n c e", {"highway": "residential", "name": "Round"})]  # fmt: skip
ARM = 500 * 0.06 / 30  # minutes: residential streets are driven at 30 km/h


def crossroads(folder, *rules, more=""):
    """Write the crossroads with restrictions: (kind, from, via, to) with the ways' names."""
    town = Town(points=POINTS, ways=WAYS)
    text = town.xml()
    nodes = {name: number for number, name in enumerate(POINTS, start=1)}
    assert all(f'<node id="{number}"' in text for number in nodes.values())
    number = {tags["name"]: way_id(text, tags["name"]) for _, tags in WAYS}
    relations = "".join(
        f'<relation id="{900 + i}"><member type="way" ref="{number[come]}" role="from"/>'
        f'<member type="node" ref="{via}" role="via"/>'
        f'<member type="way" ref="{number[go]}" role="to"/>'
        f'<tag k="type" v="restriction"/><tag k="restriction" v="{kind}"/>{more}</relation>'
        for i, (kind, come, via, go) in enumerate(rules)
    )
    path = folder / "crossroads.osm"
    path.write_text(text.replace("</osm>", relations + "</osm>"), encoding="utf-8")
    return path


def way_id(text, name):
    before = text[: text.index(f'v="{name}"')]
    start = before.rindex('<way id="') + len('<way id="')
    return before[start : before.index('"', start)]


def built(path):
    return build_network(path, BuildSettings(), Progress())


def minutes(network, start, end, mode="drive"):
    snapper = Snapper(network, mode)
    at = [np.array([ORIGIN]) + np.array([place]) for place in (start, end)]
    ends = [snapper.snap(np.asarray(place, dtype=float), 50.0) for place in at]
    return float(travel_times(network, mode, *ends)[0, 0])


ROUND = (0.8 + 2 + 0.8) * ARM  # to x, to the end of another arm and back, and on
FROM_WEST, TO_EAST, TO_SOUTH, TO_NORTH = (-400, 0), (400, 0), (0, -400), (0, 400)


def test_without_rules_every_turn_is_free(tmp_path):
    network = built(crossroads(tmp_path)).network
    assert network.turns == ()
    for end in (TO_EAST, TO_SOUTH, TO_NORTH):
        assert minutes(network, FROM_WEST, end) == pytest.approx(1.6 * ARM, abs=1e-3)


def test_a_barred_turn_sends_the_car_round_and_leaves_other_turns_and_walkers_alone(tmp_path):
    """Straight on into East is barred: the car turns at the end of South and comes back."""
    path = crossroads(tmp_path, ("no_straight_on", "West", 2, "East"))
    network = built(path).network
    assert minutes(network, FROM_WEST, TO_EAST) == pytest.approx(ROUND, abs=1e-3)
    assert minutes(network, FROM_WEST, TO_SOUTH) == pytest.approx(1.6 * ARM, abs=1e-3)
    assert minutes(network, TO_NORTH, TO_EAST) == pytest.approx(1.6 * ARM, abs=1e-3)
    assert minutes(network, TO_EAST, FROM_WEST) == pytest.approx(1.6 * ARM, abs=1e-3)
    walk = 800 * 0.06 / 4.8
    assert minutes(network, FROM_WEST, TO_EAST, "walk") == pytest.approx(walk, abs=1e-2)


def test_an_only_rule_bars_every_other_turn(tmp_path):
    path = crossroads(tmp_path, ("only_straight_on", "West", 2, "East"))
    network = built(path).network
    assert minutes(network, FROM_WEST, TO_EAST) == pytest.approx(1.6 * ARM, abs=1e-3)
    # North and South by driving on and turning at the end of East.
    assert minutes(network, FROM_WEST, TO_NORTH) == pytest.approx(ROUND, abs=1e-3)
    assert minutes(network, FROM_WEST, TO_SOUTH) > 3 * ARM


def test_a_place_at_the_restricted_corner_itself_is_reached(tmp_path):
    path = crossroads(tmp_path, ("no_straight_on", "West", 2, "East"))
    network = built(path).network
    assert minutes(network, FROM_WEST, (0, 0)) == pytest.approx(0.8 * ARM, abs=1e-2)


def test_catchments_keep_the_rules_too(tmp_path):
    """Half a minute from East's hub: West's driver may not come straight on."""
    path = crossroads(tmp_path, ("no_straight_on", "West", 2, "East"))
    network = built(path).network
    place = np.array([[ORIGIN[0] + 100.0, ORIGIN[1]]])
    reach = Reach(network, "drive", Snapper(network, "drive").snap(place, 50.0), "to")
    ((_, reached),) = reach.of_hubs(np.array([0]), 1.0, 1, Progress())
    touched = np.flatnonzero(reached.touched(1.0)[0])
    xy = np.concatenate([network.lines.line(edge) for edge in touched]) - ORIGIN
    assert xy[:, 1].max() > 300 and xy[:, 1].min() < -300
    assert xy[:, 0].min() > -1


def test_rules_survive_the_file(tmp_path):
    made = built(crossroads(tmp_path, ("no_straight_on", "West", 2, "East")))
    save_network(made, tmp_path / "net.gpkg", Progress())
    (turn,) = load_network(tmp_path / "net.gpkg").turns
    assert isinstance(turn, Turn) and (turn,) == tuple(made.network.turns)
    assert "1 read for cars, 1 kept" in made.network.about["turn_restrictions"]


@pytest.mark.parametrize(
    "more", ['<tag k="except" v="motorcar;bicycle"/>', '<tag k="except" v="motor_vehicle"/>']
)
def test_a_rule_that_excepts_cars_is_none_for_them(tmp_path, more):
    path = crossroads(tmp_path, ("no_straight_on", "West", 2, "East"), more=more)
    assert built(path).network.turns == ()


def test_a_rule_whose_ways_do_not_meet_is_left_out_and_told(tmp_path):
    network = built(crossroads(tmp_path, ("no_left_turn", "West", 2, "Round"))).network
    assert network.turns == ()
    assert (
        "left out: 1 whose ways are not in the network or do not meet"
        in (network.about["turn_restrictions"])
    )


def test_packed_and_plain_files_give_the_same_rules(tmp_path):
    path = crossroads(tmp_path, ("no_straight_on", "West", 2, "East"))
    packed = tmp_path / "crossroads.osm.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    (rule,) = read_restrictions(path)
    assert (rule.kind, rule.via_nodes) == ("no_straight_on", ("2",))
    assert read_restrictions(packed) == [rule]


def test_an_xml_file_with_entities_is_refused(tmp_path):
    path = tmp_path / "bomb.osm"
    path.write_text('<!DOCTYPE osm [<!ENTITY a "aaaa">]><osm version="0.6">&a;</osm>')
    with pytest.raises(FileUnreadableError, match="entities"):
        read_restrictions(path)


def test_rutlands_three_rules_are_read_with_their_roles(shared_data):
    path = shared_data / "rutland" / "network" / "rutland-latest_2022-07-20.osm.pbf"
    rules = read_restrictions(path)
    assert [rule.osm_id for rule in rules] == sorted(rule.osm_id for rule in rules)
    assert len(rules) == 3
    assert rules[0].kind == "no_left_turn"
    assert (rules[0].from_ways, rules[0].via_nodes) == (("890311772",), ("8275227706",))


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.99])
def test_a_pbf_cut_short_is_refused(shared_data, tmp_path, cut):
    whole = (shared_data / "rutland" / "network" / "rutland-latest_2022-07-20.osm.pbf").read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(FileUnreadableError, match="relations of"):
        read_restrictions(path)


@pytest.mark.parametrize("seed", range(12))
def test_routes_on_random_streets_equal_a_search_over_turns(tmp_path, seed):
    """An independent search whose states are (stretch, direction): networkx over the line graph."""
    rng = np.random.default_rng(seed)
    side = 4
    points = {f"p{i}{j}": (300 * i, 300 * j) for i in range(side) for j in range(side)}
    ways = []
    for i, j in itertools.product(range(side), repeat=2):
        for k, m in ((i + 1, j), (i, j + 1)):
            if k < side and m < side and rng.random() < 0.85:
                tags = {"highway": "residential"}
                if rng.random() < 0.25:
                    tags["oneway"] = "yes"
                ways.append((f"p{i}{j} p{k}{m}", tags))
    network = Town(points=points, ways=ways).build(tmp_path).network
    turns = random_turns(network, rng)
    ruled = replace(network, turns=turns)
    snapper = Snapper(ruled, "drive")
    rows = np.flatnonzero(~network.island["drive"])
    if len(rows) < 4:
        return
    chosen = rng.choice(rows, 6)
    middle = np.array([network.lines.line(edge).mean(axis=0) for edge in chosen])
    ends = snapper.snap(middle, 50.0)
    found = travel_times(ruled, "drive", ends, ends)
    expected = by_turns(ruled, ends)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def random_turns(network, rng):
    turns = []
    for node in range(len(network.node_xy)):
        touching = np.flatnonzero((network.edge_from == node) | (network.edge_to == node))
        if len(touching) < 3 or rng.random() < 0.4:
            continue
        come, go = rng.choice(touching, 2, replace=False)
        turns.append(Turn(str(node), "x", int(come), node, int(go), bool(rng.random() < 0.3)))
    return tuple(turns)


def by_turns(network, ends):
    """Minutes between places, by a search over directed stretches and the turns between them."""
    graph = nx.DiGraph()
    minutes = network.minutes["drive"]
    heads = {}
    for edge in range(len(minutes)):
        for way, (tail, head) in enumerate(
            [(network.edge_from[edge], network.edge_to[edge]),
             (network.edge_to[edge], network.edge_from[edge])]
        ):  # fmt: skip
            if np.isfinite(minutes[edge, way]):
                heads[edge, way] = (int(tail), int(head))
    for come, (_, via) in heads.items():
        mine = [t for t in network.turns if t.node == via and t.from_edge == come[0]]
        for go, (start, _) in heads.items():
            barred = any(t.to_edge == go[0] for t in mine if not t.only)
            only = {t.to_edge for t in mine if t.only}
            if start == via and not barred and (not only or go[0] in only):
                graph.add_edge(come, go, weight=minutes[go[0], go[1]])
    graph.add_nodes_from(heads)
    result = np.full((len(ends), len(ends)), np.inf)
    for a in range(len(ends)):
        for b in range(len(ends)):
            result[a, b] = between(graph, heads, minutes, ends, a, b)
    access = ends.access_minutes
    return result + access[:, None] + access[None, :]


def between(graph, heads, minutes, ends, a, b):
    edge_a, edge_b = int(ends.edge[a]), int(ends.edge[b])
    best = np.inf
    for way in (0, 1):
        if (edge_a, way) not in heads:
            continue
        at_a = ends.fraction[a] if way == 0 else 1 - ends.fraction[a]
        to_end = (1 - at_a) * minutes[edge_a, way]
        if edge_a == edge_b:
            at_b = ends.fraction[b] if way == 0 else 1 - ends.fraction[b]
            if at_b >= at_a:
                best = min(best, (at_b - at_a) * minutes[edge_a, way])
        reached = nx.single_source_dijkstra_path_length(graph, (edge_a, way))
        for last in (0, 1):
            if (edge_b, last) not in heads:
                continue
            at_b = ends.fraction[b] if last == 0 else 1 - ends.fraction[b]
            rest = minutes[edge_b, last] * (1 - at_b)
            if (edge_b, last) in reached and (edge_b, last) != (edge_a, way):
                best = min(best, to_end + reached[edge_b, last] - rest)
            elif (edge_b, last) == (edge_a, way):
                round_trip = loop(graph, (edge_a, way))
                best = min(best, to_end + round_trip - rest)
    return best


def loop(graph, state):
    """Minutes from the end of a directed stretch round to its end again."""
    best = np.inf
    for go in graph.successors(state):
        reached = nx.single_source_dijkstra_path_length(graph, go)
        if state in reached:
            best = min(best, graph[state][go]["weight"] + reached[state])
    return best


def test_the_towns_points_are_numbered_as_these_tests_take_them():
    """The via node of every rule here is number 2, the crossing at the origin."""
    ((lon, lat),) = to_degrees([ORIGIN])
    text = Town(points=POINTS, ways=WAYS).xml()
    assert f'<node id="2" version="1" lat="{lat:.7f}" lon="{lon:.7f}">' in text
