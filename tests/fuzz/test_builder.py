"""The network of any ways at all takes the minutes that a plain graph of the same ways takes.

Ways of one point, through one point twice, along another way, over points that are not in the file,
one-way against one another, at places beyond the earth: the arrays must be sound, and the shortest
minutes those that networkx finds on the ways' own segments, put together here without the engine.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import networkx
import numpy as np
import pytest
from fuzz.budget import budget
from fuzz.reading import read_or_refused
from fuzz.sound_network import assert_sound_network
from hypothesis import example, given
from hypothesis import strategies as st
from test_turns import by_turns
from toy_town import M_PER_MINUTE, ORIGIN, SPEEDS, to_degrees

from family_hub_planner.engine.network.build import BuildSettings, BuiltNetwork, build_network
from family_hub_planner.engine.network.from_lines import LineSettings, network_from_lines
from family_hub_planner.engine.network.snap import Snapped, Snapper
from family_hub_planner.engine.network.store import load_network, save_network
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.road_lines import LineFields, RoadLines
from family_hub_planner.engine.travel_time import travel_times

PLACES = np.array(
    [(0, 0), (310, 17), (640, -40), (13, 290), (333, 320), (655, 305), (-20, 610), (300, 640),
     (611, 660), (950, 120), (930, 470), (0, 0)], dtype=float,
)  # fmt: skip
"""No three in a line; the last is another point at the place of the first."""
DEGREES = to_degrees(PLACES + ORIGIN)
M_PER_MINUTE_BY_CAR = {"residential": 500.0, "unclassified": 750.0, "living_street": 250.0}
GONE = len(PLACES)  # a point that ways name and the file lacks
KINDS = ("no_left_turn", "no_u_turn", "only_straight_on", "no_entry", "only_right_turn")

WAYS = st.lists(
    st.tuples(
        st.lists(st.integers(0, GONE), min_size=1, max_size=6),
        st.sampled_from(["residential", "residential", "unclassified", "living_street", "footway"]),
        st.sampled_from(["", "", "", "yes", "-1", "no", "reversible"]),
    ),
    min_size=1,
    max_size=9,
)
RULES = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 9), st.integers(0, GONE), st.integers(0, 9)),
    max_size=5,
)
Way = tuple[list[int], str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ways")
    (folder / "speeds.csv").write_text(SPEEDS, "utf-8")
    return folder


def xml(ways, rules=(), degrees=DEGREES) -> str:
    """Write ways and turn restrictions as an OpenStreetMap file."""
    body = [
        f'<node id="{n}" lat="{lat!r}" lon="{lon!r}"/>'
        for n, (lon, lat) in enumerate(np.asarray(degrees).tolist(), start=1)
    ]
    for at, (nodes, highway, oneway) in enumerate(ways, start=1001):
        refs = "".join(f'<nd ref="{node + 1}"/>' for node in nodes)
        tags = {"highway": highway, **({"oneway": oneway} if oneway else {})}
        told = "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
        body.append(f'<way id="{at}">{refs}{told}</way>')
    for at, (kind, of, via, to) in enumerate(rules, start=3001):
        body.append(
            f'<relation id="{at}"><member type="way" ref="{1001 + of}" role="from"/>'
            f'<member type="node" ref="{via + 1}" role="via"/>'
            f'<member type="way" ref="{1001 + to}" role="to"/>'
            f'<tag k="type" v="restriction"/><tag k="restriction" v="{kind}"/></relation>'
        )
    return '<?xml version="1.0"?><osm version="0.6">' + "".join(body) + "</osm>"


def built_from(folder: Path, text: str) -> BuiltNetwork | None:
    (folder / "ways.osm").write_text(text, "utf-8")
    settings = BuildSettings(speeds=folder / "speeds.csv")
    return read_or_refused(build_network, folder / "ways.osm", settings, Progress())


def plain_graph(ways: list[Way], mode: str) -> networkx.DiGraph:
    """Put the ways' own segments together, the quickest of parallel ones kept."""
    graph = networkx.DiGraph()
    for nodes, highway, oneway in ways:
        there = [node % (GONE - 1) for node in nodes if node != GONE]
        speed = M_PER_MINUTE["walk"] if mode == "walk" else M_PER_MINUTE_BY_CAR.get(highway)
        if speed is None:
            continue
        for tail, head in zip(there, there[1:]):
            cost = float(np.hypot(*(PLACES[tail] - PLACES[head]))) / speed
            bound = oneway if mode == "drive" else ""
            pairs = {"yes": [(tail, head)], "-1": [(head, tail)]}
            for one, other in pairs.get(bound, [(tail, head), (head, tail)]):
                if cost < graph.get_edge_data(one, other, {}).get("cost", np.inf):
                    graph.add_edge(one, other, cost=cost)
    return graph


def standing_at(network, edges, shares) -> Snapped:
    """Give places at shares of the way along stretches, without a walk to them."""
    count = len(edges)
    return Snapped(
        edge=np.array(edges, dtype=np.int64),
        fraction=np.array(shares, dtype=float),
        access_m=np.zeros(count),
        access_minutes=np.zeros(count),
        xy=np.zeros((count, 2)),
        on_way=np.zeros((count, 2)),
        reason=("",) * count,
        nearest_m=np.zeros(count),
    )


def corners(network, mode: str) -> tuple[dict[int, int], Snapped]:
    """Give for each place that is a junction of the mode a number, and places that stand there."""
    numbers: dict[int, int] = {}
    edges, shares = [], []
    for edge in np.flatnonzero(np.isfinite(network.minutes[mode]).any(axis=1)).tolist():
        for node, share in ((network.edge_from[edge], 0.0), (network.edge_to[edge], 1.0)):
            gap = np.hypot(*(PLACES[: GONE - 1] + ORIGIN - network.node_xy[node]).T)
            place = int(gap.argmin())
            assert gap[place] < 0.5
            if place not in numbers:
                numbers[place] = len(edges)
                edges.append(edge)
                shares.append(share)
    return numbers, standing_at(network, edges, shares)


@budget(20)
@given(WAYS)
@example([([0, 0], "residential", ""), ([0, 11], "residential", "")])
@example([([0, 1], "residential", "yes"), ([0, 1], "residential", "-1"), ([1, 0], "footway", "")])
@example([([0, 1, 0, 1], "residential", "yes")])
def test_minutes_are_those_of_a_plain_graph_of_the_ways(folder, ways):
    built = built_from(folder, xml(ways))
    if built is None:
        return
    network = built.network
    assert_sound_network(network)
    for mode in ("walk", "drive"):
        numbers, ends = corners(network, mode)
        graph = plain_graph(ways, mode)
        assert set(numbers) <= set(graph)
        found = read_or_refused(travel_times, network, mode, ends, ends) if numbers else None
        for start, row in numbers.items():
            costs = networkx.single_source_dijkstra_path_length(graph, start, weight="cost")
            expected = [costs.get(place, np.inf) for place in numbers]
            np.testing.assert_allclose(found[row, list(numbers.values())], expected, atol=0.02)


@budget(15)
@given(WAYS, RULES, st.integers(0, 2**16))
def test_barred_turns_cost_what_a_search_over_turns_finds(folder, ways, rules, seed):
    built = built_from(folder, xml(ways, rules))
    if built is None:
        return
    network = built.network
    assert_sound_network(network)
    open_ = np.flatnonzero(np.isfinite(network.minutes["drive"]).any(axis=1))
    if not len(open_):
        return
    chosen = np.random.default_rng(seed).choice(open_, min(4, len(open_)), replace=False)
    ends = standing_at(network, chosen, np.full(len(chosen), 0.5))
    found = read_or_refused(travel_times, network, "drive", ends, ends)
    np.testing.assert_allclose(found, by_turns(network, ends), atol=1e-6)


COLUMNS = st.fixed_dictionaries(
    {},
    optional={
        "fclass": st.sampled_from(["residential", "footway", None, "", "x", 5]),
        "osm_id": st.sampled_from(["1", 2, 2.5, None]),
        "maxspeed": st.sampled_from([30, 0, -1, 1e308, float("nan"), None, "30 mph", "x", 10**400]),
        "oneway": st.sampled_from(["F", "T", "B", None, 1, True, "x"]),
        "layer": st.sampled_from([0, 1, None, "x", 2**63, float("inf")]),
        "name": st.sampled_from(["A", None, 5, "a" * 9000]),
        "highway": st.sampled_from(["residential", "footway", None]),
    },
)
METRES = st.one_of(
    st.integers(0, 9).map(lambda n: 60.0 * n),
    st.floats(-500, 500),
    st.sampled_from([0.1, 0.5, 0.50001, 1e7, 1e300, float("nan"), float("inf")]),
)
LINES = st.lists(
    st.lists(st.tuples(METRES, METRES), min_size=0, max_size=5), min_size=1, max_size=8
)


@budget(20)
@given(LINES, COLUMNS, st.sampled_from([0.0, 0.5, 5.0, 100.0]), st.sampled_from(["EPSG:27700", "",
       "EPSG:4326", "EPSG:3857"]))  # fmt: skip
@example([[(240.0, 60.0), (330.0, 60.0)], []], {"fclass": "residential"}, 5.0, "EPSG:27700")
@example([[(240.0, 60.0)]], {"fclass": "residential"}, 5.0, "EPSG:27700")
def test_any_road_lines_give_a_sound_network_or_a_sentence(lines, columns, tolerance, crs):
    points = [np.array(line, dtype=float).reshape(-1, 2) + ORIGIN for line in lines]
    road_lines = RoadLines(
        "roads", crs or "EPSG:27700", points, list(range(len(points))),
        {name: [value] * len(points) for name, value in columns.items()},
        [str(row) for row in range(len(points))],
    )  # fmt: skip
    fields = LineFields(classes="fclass") if "fclass" in columns else LineFields()
    settings = LineSettings(fields=fields, tolerance_m=tolerance)
    found = read_or_refused(network_from_lines, road_lines, settings, Progress())
    if found is not None:
        assert_sound_network(found.built.network)


DEGREE = st.one_of(
    st.floats(-180, 180),
    st.sampled_from([0.0, -0.0, 1e-7, 90.0, -90.0, 180.0, -180.0, 1e5, 1e300, 52.6, -0.7]),
    st.floats(allow_nan=True, allow_infinity=True),
)
AREA = st.sampled_from([52.5, 52.6, 52.60001, 52.6000001, 52.7])


@budget(15)
@given(
    st.lists(
        st.one_of(st.tuples(DEGREE, DEGREE), st.tuples(st.floats(-1, 0), AREA)),
        min_size=2,
        max_size=8,
    ),
    WAYS,
)
@example([(-0.7, 52.6), (-0.7, 52.6)], [([0, 1], "residential", "")])
@example([(-0.7, 90.0), (-0.7, 89.9)], [([0, 1], "residential", "")])
def test_places_anywhere_and_nowhere_give_a_sound_network_or_a_sentence(folder, degrees, ways):
    built = built_from(folder, xml(ways, degrees=degrees))
    if built is None:
        return
    assert_sound_network(built.network)
    save_network(built, folder / "kept.gpkg", Progress())
    again = read_or_refused(load_network, folder / "kept.gpkg")
    assert again is not None, "a network that was built cannot be loaded again"
    np.testing.assert_array_equal(again.length_m, built.network.length_m)
    middle = built.network.node_xy.mean(axis=0)
    xy = np.array([middle, middle + 30, (1e12, -1e12), (np.nan, 0.0), (np.inf, 0.0)])
    for mode in built.network.modes:
        times = read_or_refused(_times_between, built.network, mode, xy)
        assert not np.isnan(times).any()
        assert (times >= 0).all()


def _times_between(network, mode, xy):
    snapped = Snapper(network, mode).snap(xy, 500)
    return travel_times(network, mode, snapped, snapped)
