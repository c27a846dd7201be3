"""The network built from a file: stretches, lengths, minutes, closed junctions and islands."""

from __future__ import annotations

from collections import Counter

import networkx
import numpy as np
import pytest
from rutland_network import rutland
from toy_town import M_PER_MINUTE, ORIGIN, TOY_TOWN, Town, places, street

from family_hub_planner.engine.errors import ColumnError, InputError, NetworkError
from family_hub_planner.engine.network.build import BuildSettings, build_network
from family_hub_planner.engine.network.modes import MODES
from family_hub_planner.engine.network.rules import read_rules
from family_hub_planner.engine.network.way_speeds import speeds_of_way
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.openstreetmap import read_openstreetmap

SMALL_PART_M = 5_000.0


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOY_TOWN.build(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def county(shared_data):
    return rutland(shared_data)


def edges_named(built, name) -> np.ndarray:
    return np.flatnonzero(np.array(built.name) == name)


def lengths(built) -> dict[str, list[int]]:
    """Give each street's stretches in whole metres, by name."""
    found: dict[str, list[int]] = {}
    for name, metres in zip(built.name, built.network.length_m):
        found.setdefault(name, []).append(round(metres))
    return found


def torn_graph(network, mode) -> networkx.MultiDiGraph:
    """Build one mode's arcs for networkx; a blocked junction is another one for every stretch."""
    graph = networkx.MultiDiGraph()
    blocked, minutes = network.blocked[mode], network.minutes[mode]
    for edge, ends in enumerate(zip(network.edge_from.tolist(), network.edge_to.tolist())):
        tail, head = ((node, edge, i) if blocked[node] else node for i, node in enumerate(ends))
        if np.isfinite(minutes[edge, 0]):
            graph.add_edge(tail, head, edge=edge, minutes=minutes[edge, 0])
        if np.isfinite(minutes[edge, 1]):
            graph.add_edge(head, tail, edge=edge, minutes=minutes[edge, 1])
    return graph


def islands_by_networkx(network, mode) -> np.ndarray:
    """Flag stretches outside the longest strong component and those of 5 km or more."""
    graph = torn_graph(network, mode)
    part = {}
    for number, nodes in enumerate(networkx.strongly_connected_components(graph)):
        part.update(dict.fromkeys(nodes, number))
    inside = {
        of["edge"]: part[tail]
        for tail, head, of in graph.edges(data=True)
        if part[tail] == part[head]
    }
    metres = Counter()
    for edge, number in inside.items():
        metres[number] += network.length_m[edge]
    large = {number for number, total in metres.items() if total >= SMALL_PART_M}
    large.add(max(metres, key=metres.get))
    island = np.zeros(len(network.length_m), dtype=bool)
    for _, _, of in graph.edges(data=True):
        island[of["edge"]] = inside.get(of["edge"]) not in large
    return island


def assert_consistent(network) -> None:
    """Hold what must be true of every network."""
    lines = [network.lines.line(edge) for edge in range(len(network.length_m))]
    ends = np.array([[line[0], line[-1]] for line in lines])
    # Half of OpenStreetMap's resolution, about a centimetre.
    np.testing.assert_allclose(ends[:, 0], network.node_xy[network.edge_from], atol=0.02)
    np.testing.assert_allclose(ends[:, 1], network.node_xy[network.edge_to], atol=0.02)
    by_hand = [np.hypot(*np.diff(line, axis=0).T).sum() for line in lines]
    np.testing.assert_allclose(network.length_m, by_hand, atol=1e-6)
    assert (network.length_m > 0).all()
    used = np.unique(np.concatenate([network.edge_from, network.edge_to]))
    assert used.tolist() == list(range(len(network.node_xy)))
    for mode in MODES:
        assert (network.minutes[mode] > 0).all()
        np.testing.assert_array_equal(network.island[mode], islands_by_networkx(network, mode))


def test_the_toy_towns_streets_are_cut_at_junctions_only(town):
    assert lengths(town) == {
        "High Street": [240, 240, 240, 240],
        "West Bridge": [720],
        "East Bridge": [720],
        "North Road": [480],
        "Slow Row": [240],
        "Quick Crescent": [480],
        "One Way Street": [240],
        "Back Street": [240, 240],
        "Mill Lane": [240],
        "Long Steps": [240],
        "Stile Path": [120, 120],
        "Kissing Gate Path": [120, 120],
        "Field Street": [240, 240, 240],
        "Bollard Street": [240, 120, 120],
        "Roundabout": [180, 60],
        "East Street": [240],
        "The Loop": [480],
        "The Estate": [120, 360],
        "Long Lane": [1200],
        "Island Path": [60],
        "": [2120],
    }


def test_the_toy_towns_arrays_agree_with_one_another(town):
    assert_consistent(town.network)


@pytest.mark.parametrize("mode", MODES)
def test_a_streets_minutes_are_its_metres_over_the_modes_pace(town, mode):
    edge = edges_named(town, "East Street")[0]
    assert town.network.minutes[mode][edge] == pytest.approx(
        [240 / M_PER_MINUTE[mode]] * 2, abs=1e-3
    )


def test_a_one_way_street_is_closed_backwards_to_wheels_only(town):
    edge = edges_named(town, "One Way Street")[0]
    closed = {mode: np.isinf(town.network.minutes[mode][edge]).tolist() for mode in MODES}
    assert closed == {
        "walk": [False, False],
        "pram": [False, False],
        "cycle": [False, True],
        "drive": [False, True],
    }


def test_a_one_way_street_tagged_minus_one_runs_against_its_points(tmp_path):
    built = TOY_TOWN.retagged("One Way Street", oneway="-1").build(tmp_path)
    minutes = built.network.minutes["drive"][edges_named(built, "One Way Street")[0]]
    assert minutes == pytest.approx([np.inf, 0.48], abs=1e-3)


def test_the_closed_bridge_is_kept_but_open_to_nobody(town):
    edge = edges_named(town, "West Bridge")[0]
    assert all(np.isinf(town.network.minutes[mode][edge]).all() for mode in MODES)
    assert not any(town.network.island[mode][edge] for mode in MODES)


def test_barrier_nodes_close_their_junction_to_the_modes_they_stop(town):
    network = town.network
    blocked = {
        tuple(np.rint(network.node_xy[node] - ORIGIN).astype(int).tolist()): {
            mode for mode in MODES if network.blocked[mode][node]
        }
        for node in range(len(network.node_xy))
    }
    assert {place: modes for place, modes in blocked.items() if modes} == {
        (600, -240): {"pram", "cycle", "drive"},
        (840, -240): {"pram", "cycle", "drive"},
        (960, -360): {"drive"},
        (720, -600): set(MODES),
    }


def test_islands_are_the_estate_the_lone_path_and_the_motorway_without_exits(town):
    flagged = {
        mode: {town.name[edge] for edge in np.flatnonzero(town.network.island[mode])}
        for mode in MODES
    }
    assert flagged == {
        "walk": {"The Estate", "Island Path"},
        "pram": {"The Estate", "Island Path"},
        "cycle": {"The Estate"},
        "drive": {"The Estate", ""},
    }
    assert town.islands["walk"] == 2
    assert town.islands["cycle"] == 1


def test_in_a_hamlet_the_longest_part_is_the_mainland_however_short(tmp_path):
    points = {"a": (0, 0), "b": (300, 0), "c": (0, 500), "d": (200, 500)}
    hamlet = Town(points, [("c d", street("Short")), ("a b", street("Long"))]).build(tmp_path)
    for mode in MODES:
        assert dict(zip(hamlet.name, hamlet.network.island[mode])) == {"Short": True, "Long": False}
        assert hamlet.islands[mode] == 1


def test_only_the_motorway_gives_no_access_along_its_way(town):
    assert [town.highway[edge] for edge in np.flatnonzero(town.network.no_access)] == ["motorway"]


def test_a_lane_on_a_bridge_does_not_meet_the_motorway_beneath(town):
    lane, motorway = edges_named(town, "Long Lane")[0], edges_named(town, "")[0]
    network = town.network
    ends = {int(network.edge_from[lane]), int(network.edge_to[lane])}
    assert not ends & {int(network.edge_from[motorway]), int(network.edge_to[motorway])}


def test_the_river_and_the_motorway_are_kept_as_barriers(town):
    assert Counter(town.barrier_kind) == {"water": 1, "motorway": 1}
    river = town.network.barriers.line(town.barrier_kind.index("water"))
    np.testing.assert_allclose(river, places((-610, 360), (601, 360), (1510, 360)), atol=0.02)


def test_the_network_says_what_it_was_made_from(town):
    about = town.network.about
    assert about["source"] == "town.osm"
    assert len(about["source_sha256"]) == 64
    assert about["data_until"] == "2026-01-02"
    assert about["islands_walk"] == "2"
    assert about["access_kph_walk"] == "4.8"
    assert about["access_kph_pram"] == "3.6"
    assert about["access_kph_drive"] == "4.8"
    assert "ODbL" in about["licence"]


def test_the_network_names_each_table_of_rules_with_its_checksum(tmp_path):
    about = TOY_TOWN.build(tmp_path).network.about
    assert about["rules_speeds"] == "speeds.csv"
    assert about["limit_share"] == "0.85"
    shipped = read_rules().about()
    assert about["rules_speeds_sha256"] != shipped["rules_speeds_sha256"]
    for table in ("access", "barriers", "wheels", "limits", "fast_roads", "ferries"):
        assert about[f"rules_{table}_sha256"] == shipped[f"rules_{table}_sha256"]
        assert len(about[f"rules_{table}_sha256"]) == 64


def test_fast_roads_are_marked_and_their_km_told(tmp_path):
    fast = TOY_TOWN.retagged("Long Lane", maxspeed="60 mph").retagged(
        "Mill Lane", maxspeed="50 mph"
    )
    fast = fast.retagged("Mill Lane", sidewalk="left")
    built = fast.build(tmp_path)
    assert [built.name[edge] for edge in np.flatnonzero(built.network.fast)] == ["Long Lane"]
    assert built.network.about["fast_roads_km"] == "1.2"
    assert built.network.about["fast_roads_km_by_class"] == "unclassified 1.2"


def test_a_fast_road_closed_to_walkers_is_not_marked(tmp_path):
    built = TOY_TOWN.retagged("Long Lane", maxspeed="60 mph", foot="no").build(tmp_path)
    assert not built.network.fast.any()


def test_streets_for_access_only_are_marked_for_the_modes_they_bind(tmp_path):
    town = TOY_TOWN.retagged("Mill Lane", motor_vehicle="destination")
    built = town.retagged("East Street", access="customers").build(tmp_path)
    local = {
        mode: sorted(built.name[edge] for edge in np.flatnonzero(built.network.local_only[mode]))
        for mode in MODES
    }
    assert local == {
        "walk": ["East Street"],
        "pram": ["East Street"],
        "cycle": ["East Street"],
        "drive": ["East Street", "Mill Lane"],
    }
    lane = edges_named(built, "Mill Lane")[0]
    assert built.network.minutes["drive"][lane] == pytest.approx([0.48, 0.48], abs=1e-3)


def test_a_way_closed_to_a_mode_is_not_marked_local_for_it(tmp_path):
    built = TOY_TOWN.retagged("Long Steps", access="customers").build(tmp_path)
    marked = [mode for mode in MODES if built.network.local_only[mode].any()]
    assert marked == ["walk"]


def test_the_mean_speed_on_a_roads_in_town_is_told_beside_what_was_measured(tmp_path):
    """High Street as the A1 of the town at 20 mph: 85 % of it are 17 mph, below the class's."""
    town = TOY_TOWN.retagged("High Street", ref="A1", maxspeed="20 mph")
    about = town.build(tmp_path).network.about
    assert about["mean_a_road_town_mph"] == "17.0"
    assert about["a_road_town_km"] == "1.0"
    assert about["dft_local_a_roads_mph"] == "25.3"
    assert TOY_TOWN.build(tmp_path).network.about["mean_a_road_town_mph"] == ""


def test_a_folder_of_the_planners_own_rules_is_used(tmp_path):
    """A stile table that lets prams pass opens the stile."""
    rules = tmp_path / "own"
    rules.mkdir()
    (rules / "barriers.csv").write_text("barrier,walk,pram,cycle,drive\nstile,yes,yes,no,no\n")
    path = TOY_TOWN.write(tmp_path / "town.osm")
    built = build_network(path, BuildSettings(rules=rules), Progress())
    assert np.count_nonzero(built.network.blocked["pram"]) == 1  # the locked gate alone


def test_two_levels_on_one_position_are_counted(tmp_path):
    """A bridge drawn with a vertex of its own just where the road beneath has one."""
    town = Town(
        points={
            "a": (0, 0),
            "b": (100, 0),
            "c": (200, 0),
            "x": (100, -100),
            "b2": (100, 0),
            "y": (100, 99),
        },
        ways=[("a b c", street("Under")), ("x b2 y", street("Over", bridge="yes", layer="1"))],
    )
    assert town.build(tmp_path).network.about["coincident_levels"] == "1"


def test_building_twice_gives_the_same_network(tmp_path, town):
    again = TOY_TOWN.build(tmp_path).network
    np.testing.assert_array_equal(again.lines.xy, town.network.lines.xy)
    np.testing.assert_array_equal(again.edge_from, town.network.edge_from)
    assert again.about == town.network.about


def test_a_network_outside_britain_counts_in_its_utm_zone(shared_data):
    path = shared_data / "porto_alegre" / "poa_osm.pbf"
    built = build_network(path, BuildSettings(), Progress())
    assert built.network.crs == "EPSG:32722"
    assert_consistent(built.network)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:2272", "EPSG:27700000", "metres, please"])
def test_a_system_not_in_metres_is_refused_in_words(tmp_path, crs):
    path = TOY_TOWN.write(tmp_path / "town.osm")
    with pytest.raises(InputError, match=crs):
        build_network(path, BuildSettings(crs=crs), Progress())


def test_a_table_of_speeds_without_the_files_classes_is_refused_in_words(tmp_path):
    speeds = tmp_path / "speeds.csv"
    speeds.write_text("highway,walk_kph,pram_kph,cycle_kph,drive_kph\nmoon,1,1,1,1\n")
    path = TOY_TOWN.write(tmp_path / "town.osm")
    with pytest.raises(NetworkError, match=r"residential.*has a speed"):
        build_network(path, BuildSettings(speeds=speeds), Progress())
    speeds.write_text("class,kph\nmoon,1\n")
    with pytest.raises(ColumnError, match="highway"):
        build_network(path, BuildSettings(speeds=speeds), Progress())


def test_rutland_builds_with_the_counts_of_its_file(county):
    network = county.network
    assert network.crs == "EPSG:27700"
    assert 10_000 < len(network.node_xy) < 11_500
    assert 12_000 < len(network.length_m) < 13_500
    assert 1_000 < network.length_m.sum() / 1000 < 3_000
    assert Counter(county.barrier_kind).keys() == {"water", "rail"}


def test_rutlands_fast_roads_are_a_fraction_of_its_ways_and_its_towns_are_driven_slowly(county):
    about = county.network.about
    walked = np.isfinite(county.network.minutes["walk"]).any(axis=1)
    assert not (county.network.fast & ~walked).any()
    assert 100 < float(about["fast_roads_km"]) < 350
    assert "residential" not in about["fast_roads_km_by_class"]
    assert 22 < float(about["mean_a_road_town_mph"]) < 32
    assert 10 < float(about["a_road_town_km"]) < 40


def test_rutlands_arrays_agree_with_one_another(county):
    assert_consistent(county.network)


def test_most_of_rutland_hangs_together(county):
    network = county.network
    for mode, least in {"walk": 0.9, "pram": 0.9, "cycle": 0.9, "drive": 0.9}.items():
        open_ = np.isfinite(network.minutes[mode]).any(axis=1)
        mainland = network.length_m[open_ & ~network.island[mode]].sum()
        assert mainland / network.length_m[open_].sum() > least


def test_rutlands_minutes_are_length_over_the_speed_of_each_ways_tags(county, shared_data):
    """For 300 sampled stretches, from the file's own tags."""
    extract = read_openstreetmap(
        shared_data / "rutland" / "network" / "rutland-latest_2022-07-20.osm.pbf"
    )
    tags = dict(zip(extract.ways.osm_id, extract.ways.tags))
    rules = read_rules()
    network = county.network
    for edge in np.random.default_rng(3).choice(len(network.length_m), 300, replace=False):
        kph = speeds_of_way(tags[county.osm_id[edge]], rules)
        for mode in MODES:
            for way, speed in enumerate(kph.get(mode, (0, 0))):
                minutes = network.length_m[edge] / 1000 / speed * 60 if speed else np.inf
                assert network.minutes[mode][edge, way] == pytest.approx(minutes, abs=2e-7)


def test_rutlands_stretches_together_are_as_long_as_its_ways(county, shared_data):
    """Ways measured on the globe (haversine) without the network: the grid is true to 0.1 %."""
    extract = read_openstreetmap(
        shared_data / "rutland" / "network" / "rutland-latest_2022-07-20.osm.pbf"
    )
    known = read_rules().speeds.kph
    total = sum(
        haversine_m(points)
        for points, tags in zip(extract.ways.points, extract.ways.tags)
        if tags["highway"] in known
    )
    assert county.network.length_m.sum() == pytest.approx(total, rel=3e-3)


def haversine_m(points) -> float:
    lon, lat = np.radians(points).T
    half = np.sin(np.diff(lat) / 2) ** 2
    half += np.cos(lat[1:]) * np.cos(lat[:-1]) * np.sin(np.diff(lon) / 2) ** 2
    return float((2 * 6_371_008.8 * np.arcsin(np.sqrt(half))).sum())
