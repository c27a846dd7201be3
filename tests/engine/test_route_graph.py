"""Turn restrictions and local streets against a search written plainly, and by hand.

The search is networkx's Dijkstra over what a traveller has just done: come along a stretch one way,
in one of three phases of the journey. In the first the traveller has not left the local streets
where the journey starts, in the second there are only streets open to all, in the third the
traveller has gone into the local streets where the journey ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import networkx as nx
import numpy as np
import pytest
from rutland_network import rutland
from toy_town import Town

from family_hub_planner.engine.network.model import MINUTE_STEP, Network, Polylines, Turn
from family_hub_planner.engine.network.snap import Snapped
from family_hub_planner.engine.travel_time import Router, travel_times

INF = np.inf
STARTING, OPEN_TO_ALL, ENDING = "starting", "open to all", "ending"
LENGTH_M = 100.0


def streets(
    *stretches, local=(), blocked=(), turns=(), fast=(), length_m=LENGTH_M, mode="drive"
) -> Network:
    """Give a network of stretches (from, to, minutes) or (from, to, minutes, minutes back).

    `local` and `fast` name stretches by their number, `blocked` junctions, `turns` are
    (stretch, junction, stretch, kind).
    """
    ends = np.array([stretch[:2] for stretch in stretches], dtype=np.int64).reshape(-1, 2)
    minutes = np.array([(s[2], s[-1]) for s in stretches], dtype=float).reshape(-1, 2)
    count, nodes = len(ends), int(ends.max(initial=-1)) + 1
    return Network(
        crs="EPSG:27700",
        node_xy=np.zeros((nodes, 2)),
        blocked={mode: np.isin(np.arange(nodes), list(blocked))},
        edge_from=ends[:, 0],
        edge_to=ends[:, 1],
        length_m=np.full(count, float(length_m)),
        minutes={mode: np.rint(minutes / MINUTE_STEP) * MINUTE_STEP},
        island={mode: np.zeros(count, dtype=bool)},
        no_access=np.zeros(count, dtype=bool),
        fast=np.isin(np.arange(count), list(fast)),
        local_only={mode: np.isin(np.arange(count), list(local))},
        lines=Polylines(np.zeros((2 * count, 2)), np.arange(0, 2 * count + 1, 2)),
        barriers=Polylines(np.empty((0, 2)), np.zeros(1, dtype=np.int64)),
        about={f"access_kph_{mode}": "4.8"},
        turns=tuple(
            Turn(str(i), kind, come, node, go, kind.startswith("only_"))
            for i, (come, node, go, kind) in enumerate(turns)
        ),
    )


def places_on(*places, access=0.0) -> Snapped:
    """Give places (stretch, fraction); a stretch of None is a place off the network."""
    off = np.array([edge is None for edge, _ in places], dtype=bool)
    count = len(places)
    return Snapped(
        edge=np.array([-1 if edge is None else edge for edge, _ in places], dtype=np.int64),
        fraction=np.where(off, np.nan, [float(share) for _, share in places]),
        access_m=np.where(off, np.nan, 0.0),
        access_minutes=np.where(off, np.nan, access),
        xy=np.zeros((count, 2)),
        on_way=np.zeros((count, 2)),
        reason=("",) * count,
        nearest_m=np.zeros(count),
    )


@dataclass
class Journeys:
    """Every journey between places on a network, none of them within a metre of a junction.

    A state is ("into", stretch, way, phase): about to go along a stretch, forward (0) or back (1);
    or ("along", ...): come to its end.
    """

    network: Network
    mode: str
    places: Snapped

    @cached_property
    def graph(self) -> nx.DiGraph:
        graph = nx.DiGraph()
        graph.add_nodes_from(("end", j) for j in range(len(self.places)))
        graph.add_nodes_from(("start", i) for i in range(len(self.places)))
        for edge, way in self.ways:
            for phase in self.phases(edge):
                here = (edge, way, phase)
                graph.add_edge(("into", *here), ("along", *here), cost=self.minutes[edge, way])
                for go in self.onward(*here):
                    graph.add_edge(("along", *here), ("into", *go), cost=0.0)
                for j in np.flatnonzero(self.places.edge == edge).tolist():
                    cost = self.minutes[edge, way] * self.share(j, way)
                    graph.add_edge(("into", *here), ("end", j), cost=cost)
            first = STARTING if self.local[edge] else OPEN_TO_ALL
            for i in np.flatnonzero(self.places.edge == edge).tolist():
                cost = self.minutes[edge, way] * (1 - self.share(i, way))
                graph.add_edge(("start", i), ("along", edge, way, first), cost=cost)
        return graph

    @cached_property
    def minutes(self) -> np.ndarray:
        return self.network.minutes[self.mode]

    @cached_property
    def local(self) -> np.ndarray:
        return self.network.local_only[self.mode]

    @cached_property
    def ways(self) -> list[tuple[int, int]]:
        return [tuple(way) for way in np.argwhere(np.isfinite(self.minutes)).tolist()]

    @cached_property
    def leaving(self) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for edge, way in self.ways:
            found.setdefault(self.junction(edge, 1 - way), []).append((edge, way))
        return found

    @cached_property
    def on_streets_open_to_all(self) -> set[int]:
        return {self.junction(e, at) for e, _ in self.ways if not self.local[e] for at in (0, 1)}

    def junction(self, edge: int, way: int) -> int:
        """Give the junction to which a stretch leads, forward (0) or back (1)."""
        return int((self.network.edge_from if way else self.network.edge_to)[edge])

    def phases(self, edge: int) -> tuple[str, ...]:
        return (STARTING, ENDING) if self.local[edge] else (OPEN_TO_ALL,)

    def share(self, place: int, way: int) -> float:
        """Give the part of the stretch before the place, as one goes forward (0) or back (1)."""
        fraction = float(self.places.fraction[place])
        return 1 - fraction if way else fraction

    def onward(self, edge: int, way: int, phase: str):
        """Give what a traveller may do at the end of a stretch: stretch, way and phase."""
        node = self.junction(edge, way)
        if self.network.blocked[self.mode][node]:
            # A bollard is a dead end, at which one may turn round.
            if np.isfinite(self.minutes[edge, 1 - way]):
                yield edge, 1 - way, phase
            return
        for go, its_way in self.leaving.get(node, ()):
            if not self.turn_allowed(edge, node, go):
                continue
            if not self.local[go]:
                if phase != ENDING:
                    yield go, its_way, OPEN_TO_ALL
            elif node in self.on_streets_open_to_all:
                if phase != ENDING:
                    yield go, its_way, ENDING
            else:
                yield go, its_way, phase

    def turn_allowed(self, come: int, node: int, go: int) -> bool:
        mine = [t for t in self.turns_at.get(node, ()) if t.from_edge == come]
        if any(t.to_edge == go for t in mine if not t.only):
            return False
        only = [t.to_edge for t in mine if t.only]
        return not only or go in only

    @cached_property
    def turns_at(self) -> dict[int, list[Turn]]:
        found: dict[int, list[Turn]] = {}
        for turn in self.network.turns if self.mode == "drive" else ():
            found.setdefault(turn.node, []).append(turn)
        return found

    def along_one_stretch(self, i: int, j: int) -> float:
        edge = int(self.places.edge[i])
        if edge < 0 or edge != self.places.edge[j]:
            return INF
        step = float(self.places.fraction[j] - self.places.fraction[i])
        return 0.0 if step == 0 else abs(step) * float(self.minutes[edge, int(step < 0)])

    def row(self, i: int) -> np.ndarray:
        """Give the minutes from one place to all, without the access walks."""
        reached = nx.single_source_dijkstra_path_length(self.graph, ("start", i), weight="cost")
        direct = [self.along_one_stretch(i, j) for j in range(len(self.places))]
        routed = [reached.get(("end", j), INF) for j in range(len(self.places))]
        return np.minimum(direct, routed)

    def all_minutes(self) -> np.ndarray:
        walks = self.places.access_minutes
        found = np.stack([self.row(i) for i in range(len(self.places))])
        found = found + walks[:, None] + walks[None, :]
        return np.where(np.isnan(found), INF, found)

    def at_ends(self, place: int, direction: str) -> np.ndarray:
        """Give the minutes between a place and both ends of every stretch, shape (m, 2).

        To the place: having come along the stretch to that end; nan where it is not gone along
        so. From the place: about to go into the stretch by that end.
        """
        found = np.full((len(self.local), 2), np.nan)
        graph, source = self.graph, ("start", place)
        if direction == "to":
            graph, source = self.graph.reverse(), ("end", place)
        reached = nx.single_source_dijkstra_path_length(graph, source, weight="cost")
        for edge, way in self.ways:
            if direction == "from":
                at = [("into", edge, way, phase) for phase in self.phases(edge)]
                found[edge, way] = min(reached.get(state, INF) for state in at)
            else:
                first = STARTING if self.local[edge] else OPEN_TO_ALL
                found[edge, 1 - way] = reached.get(("along", edge, way, first), INF)
        return found + self.places.access_minutes[place]


def between(network, start, end, mode="drive") -> float:
    """Give the minutes from one place (stretch, fraction) to another."""
    return float(travel_times(network, mode, places_on(start), places_on(end))[0, 0])


# --- Turn restrictions by hand. --------------------------------------------------------------

# A crossroads at 0; stretches 0 to 3 go out to the west, east, south and north, a minute each.
ARMS = [(0, 1, 1), (0, 2, 1), (0, 3, 1), (0, 4, 1)]
WEST, EAST, SOUTH, NORTH = range(4)
# From the west's middle to the south's end, back from there, and to the east's middle.
ROUND_BY_ONE_ARM = 0.5 + 1 + 1 + 0.5


def test_a_barred_turn_is_gone_round_by_turning_at_the_end_of_an_arm():
    network = streets(*ARMS, turns=[(WEST, 0, EAST, "no_straight_on")])
    assert between(network, (WEST, 0.5), (EAST, 0.5)) == ROUND_BY_ONE_ARM
    assert between(network, (EAST, 0.5), (WEST, 0.5)) == 1.0


def test_u_turns_barred_at_the_ends_of_all_arms_leave_no_way_round():
    barred = [(WEST, 0, EAST, "no_straight_on")]
    for arm, end in ((WEST, 1), (SOUTH, 3), (NORTH, 4)):
        barred.append((arm, end, arm, "no_u_turn"))
    assert between(streets(*ARMS, turns=barred[:-1]), (WEST, 0.5), (EAST, 0.5)) == ROUND_BY_ONE_ARM
    assert between(streets(*ARMS, turns=barred), (WEST, 0.5), (EAST, 0.5)) == INF


def test_a_u_turn_barred_at_a_junction_is_made_at_the_next_one():
    """Back to where one came from, past a junction where turning round is barred."""
    one_way = (1, 5, 1, INF)
    stretches = [*ARMS, one_way]
    network = streets(*stretches, turns=[(WEST, 1, WEST, "no_u_turn")])
    assert between(streets(*stretches), (WEST, 0.5), (EAST, 0.5)) == 1.0
    ruled = replace(network, turns=(*network.turns, Turn("x", "no_x", WEST, 0, EAST, False)))
    # West's driver turns at the end of South; the one who sets out towards 1 is lost there.
    assert between(ruled, (WEST, 0.5), (EAST, 0.5)) == ROUND_BY_ONE_ARM


def test_of_two_only_rules_of_one_stretch_either_turn_may_be_taken():
    rules = [(WEST, 0, EAST, "only_straight_on"), (WEST, 0, SOUTH, "only_right_turn")]
    network = streets(*ARMS, turns=rules)
    assert between(network, (WEST, 0.5), (EAST, 0.5)) == 1.0
    assert between(network, (WEST, 0.5), (SOUTH, 0.5)) == 1.0
    assert between(network, (WEST, 0.5), (NORTH, 0.5)) == ROUND_BY_ONE_ARM


def test_rules_at_two_junctions_next_to_each_other_are_both_kept():
    """A stretch between two ruled junctions: 0 - 1, its ends each with two more arms."""
    stretches = [(2, 0, 1), (3, 0, 1), (0, 1, 1), (1, 4, 1), (1, 5, 1)]
    rules = [(0, 0, 2, "no_left_turn"), (2, 1, 3, "no_right_turn")]
    network = streets(*stretches, turns=rules)
    # By the end of 3's arm and back to 0, along, to the end of 5's arm and back to 1.
    assert between(network, (0, 0.5), (3, 0.5)) == 0.5 + 2 + 1 + 2 + 0.5
    assert between(network, (1, 0.5), (4, 0.5)) == 0.5 + 1 + 0.5


def test_rules_about_a_loop_bind_whoever_comes_out_of_either_of_its_ends():
    """A loop of a minute at 1, between the stretches 0 - 1 and 1 - 2."""
    stretches = [(0, 1, 1), (1, 1, 1), (1, 2, 1)]
    network = streets(*stretches, turns=[(1, 1, 2, "no_left_turn")])
    # Back along the first stretch, round at its end, and straight on past the loop.
    assert between(network, (1, 0.25), (2, 0.5)) == 0.25 + 1 + 1 + 0.5
    assert between(network, (0, 0.5), (2, 0.5)) == 1.0
    barred = streets(*stretches, turns=[(0, 1, 1, "no_left_turn")])
    assert between(barred, (0, 0.5), (1, 0.25)) == 0.5 + 1 + 1 + 0.25
    assert between(barred, (2, 0.5), (1, 0.25)) == 0.75


def test_drivers_rules_bind_nobody_else():
    network = streets(*ARMS, turns=[(WEST, 0, EAST, "no_straight_on")], mode="cycle")
    assert between(network, (WEST, 0.5), (EAST, 0.5), "cycle") == 1.0


# --- Local streets by hand. ------------------------------------------------------------------

# 0 - 1 by the main road takes ten minutes, by the local streets past 2 it takes two.
# From 0 and 1 on lead further roads, stretches 1 and 2.
MAIN, BEFORE, AFTER, LOCAL_0, LOCAL_1 = range(5)
RAT_RUN = [(0, 1, 10), (3, 0, 1), (1, 4, 1), (0, 2, 1), (2, 1, 1)]


def test_a_short_cut_through_local_streets_is_closed_to_passers_by_alone():
    network = streets(*RAT_RUN, local=[LOCAL_0, LOCAL_1])
    assert between(streets(*RAT_RUN), (BEFORE, 0.5), (AFTER, 0.5)) == 0.5 + 2 + 0.5
    assert between(network, (BEFORE, 0.5), (AFTER, 0.5)) == 0.5 + 10 + 0.5
    assert between(network, (BEFORE, 0.5), (LOCAL_1, 0.5)) == 0.5 + 1 + 0.5
    assert between(network, (LOCAL_0, 0.5), (AFTER, 0.5)) == 0.5 + 1 + 0.5
    # From the middle of the main road the rat run would be quicker, too.
    assert between(network, (MAIN, 0.1), (AFTER, 0.5)) == 9 + 0.5


def test_within_one_zone_a_journey_takes_the_way_inside_or_the_way_round_outside():
    inside = [(0, 1, 2), (0, 2, 1), (2, 3, 20), (3, 1, 1)]
    network = streets(*inside, local=[1, 2, 3])
    assert between(network, (1, 0.5), (3, 0.5)) == 0.5 + 2 + 0.5
    short = [(0, 1, 2), (0, 2, 1), (2, 3, 1), (3, 1, 1)]
    network = streets(*short, local=[1, 2, 3])
    assert between(network, (1, 0.5), (3, 0.5)) == 0.5 + 1 + 0.5


def test_a_zone_of_one_gate_is_left_and_come_to_by_it():
    """Main road 0 - 1 - 2; the close 1 - 3 with two arms 3 - 4 and 3 - 5 is local."""
    network = streets((0, 1, 1), (1, 2, 1), (1, 3, 1), (3, 4, 1), (3, 5, 1), local=[2, 3, 4])
    assert between(network, (0, 0.5), (3, 0.5)) == 0.5 + 1 + 0.5
    assert between(network, (4, 0.5), (1, 0.5)) == 0.5 + 1 + 0.5
    assert between(network, (3, 0.5), (4, 0.5)) == 1.0
    assert between(network, (0, 0.5), (1, 0.5)) == 1.0


def test_a_zone_of_three_gates_is_entered_and_left_by_the_nearest():
    """Gates 0, 1 and 2 around 3; main roads 0 - 1 and 1 - 2 of ten minutes each."""
    network = streets((0, 1, 10), (1, 2, 10), (0, 3, 1), (3, 1, 2), (3, 2, 3), local=[2, 3, 4])
    assert between(network, (0, 0.1), (3, 0.5)) == 1 + 1 + 1
    assert between(network, (1, 0.9), (2, 0.5)) == 1 + 3 + 0.5
    assert between(network, (2, 0.5), (1, 0.9)) == 0.5 + 3 + 1
    # From main road to main road not through the zone: 9 + 9 and not 1 + 1 + 3 + 1.
    assert between(network, (0, 0.1), (1, 0.9)) == 18


def test_zones_that_meet_only_on_a_main_road_are_two():
    """Local 0 - 1, 1 - 2 and 2 - 3; main roads end at 1 and 2; a long main road joins 1 and 2."""
    network = streets(
        (0, 1, 1), (1, 2, 1), (2, 3, 1), (1, 4, 1), (2, 5, 1), (1, 2, 30), local=[0, 1, 2]
    )
    assert between(network, (0, 0.5), (1, 0.5)) == 1.0
    assert between(network, (1, 0.5), (2, 0.5)) == 1.0
    assert between(network, (0, 0.5), (2, 0.5)) == 0.5 + 30 + 0.5
    assert between(network, (3, 0.5), (4, 0.5)) == 0.5 + 30 + 0.5


def test_a_local_stretch_between_two_main_roads_carries_only_its_own_people():
    network = streets((0, 1, 1), (1, 2, 1), (2, 3, 1), (1, 2, 9), local=[1])
    assert between(network, (0, 0.5), (2, 0.5)) == 0.5 + 9 + 0.5
    assert between(network, (0, 0.5), (1, 0.25)) == 0.75
    assert between(network, (1, 0.25), (0, 0.5)) == 0.75
    assert between(network, (1, 0.25), (2, 0.5)) == 0.75 + 0.5
    assert between(network, (1, 0.25), (1, 0.75)) == 0.5


def test_one_way_local_streets_are_left_and_come_to_along_their_direction():
    """0 -> 2 -> 1 one way through the zone; main road 0 - 1 of ten minutes."""
    network = streets((0, 1, 10), (0, 2, 1, INF), (2, 1, 1, INF), local=[1, 2])
    assert between(network, (0, 0.1), (2, 0.5)) == 1 + 1 + 0.5
    assert between(network, (1, 0.5), (0, 0.9)) == 0.5 + 1 + 1
    assert between(network, (1, 0.5), (2, 0.5)) == 1.0
    # Against the direction: out at 1, round by the main road, in at 0.
    assert between(network, (2, 0.5), (1, 0.5)) == 0.5 + 10 + 0.5


def test_a_one_way_zone_without_a_way_out_keeps_who_starts_there_and_lets_others_in():
    network = streets((0, 1, 1), (0, 2, 1, INF), (2, 3, 1), local=[1, 2])
    assert between(network, (0, 0.5), (2, 0.5)) == 0.5 + 1 + 0.5
    assert between(network, (2, 0.5), (0, 0.5)) == INF


def test_a_bollard_in_a_zone_sends_neighbours_round_by_the_main_road():
    network = streets((0, 1, 10), (0, 2, 1), (2, 1, 1), local=[1, 2], blocked=[2])
    assert between(network, (1, 0.5), (2, 0.5)) == 0.5 + 10 + 0.5
    assert between(network, (0, 0.1), (2, 0.5)) == 9 + 0.5
    assert between(network, (0, 0.1), (1, 0.5)) == 1 + 0.5


def test_a_bollard_at_the_gate_shuts_a_zone_off():
    network = streets((0, 1, 1), (1, 2, 1), (1, 3, 1), (3, 4, 1), local=[2, 3], blocked=[1])
    assert between(network, (0, 0.5), (3, 0.5)) == INF
    assert between(network, (2, 0.5), (3, 0.5)) == 1.0


@pytest.mark.parametrize("kind", ["no_left_turn", "only_straight_on"])
def test_a_turn_barred_within_a_zone_binds_those_who_come_to_it_and_those_who_leave_it(kind):
    """At 2 from one gate's stretch into the third arm is barred: round by the other gate."""
    stretches = [(0, 1, 10), (0, 2, 1), (2, 1, 1), (2, 3, 1)]
    barred = (1, 2, 3, kind) if kind.startswith("no_") else (1, 2, 2, kind)
    network = streets(*stretches, local=[1, 2, 3], turns=[barred])
    # Who has come to stay may not turn at the other gate, which is on the main road.
    assert between(network, (0, 0.1), (3, 0.5)) == 9 + 1 + 0.5
    # Who starts in the zone may: out by that gate, and in again.
    assert between(network, (1, 0.5), (3, 0.5)) == 0.5 + 1 + 1 + 0.5
    assert between(network, (3, 0.5), (1, 0.5)) == 1.0
    assert between(network, (3, 0.5), (0, 0.1)) == 0.5 + 1 + 1


def test_a_turn_barred_at_a_gate_holds_into_the_zone_and_out_of_it():
    """Main road 0 - 1 - 2, gate at 1 into 1 - 3."""
    stretches = [(0, 1, 1), (1, 2, 1), (1, 3, 1)]
    network = streets(*stretches, local=[2], turns=[(0, 1, 2, "no_left_turn")])
    assert between(network, (0, 0.5), (2, 0.5)) == 0.5 + 2 + 0.5
    assert between(network, (1, 0.5), (2, 0.5)) == 1.0
    network = streets(*stretches, local=[2], turns=[(2, 1, 0, "no_left_turn")])
    assert between(network, (2, 0.5), (0, 0.5)) == 0.5 + 2 + 0.5
    assert between(network, (2, 0.5), (1, 0.5)) == 1.0


def test_where_all_streets_are_local_nothing_is_closed():
    network = streets(*RAT_RUN, local=range(5))
    assert between(network, (BEFORE, 0.5), (AFTER, 0.5)) == 3.0


def test_a_street_closed_to_the_mode_opens_no_zone_to_passers_by():
    """A closed stretch at 2 is no main road: the zone stays one."""
    network = streets(*RAT_RUN, (2, 5, INF, INF), local=[LOCAL_0, LOCAL_1])
    assert between(network, (LOCAL_0, 0.5), (LOCAL_1, 0.5)) == 1.0
    assert between(network, (BEFORE, 0.5), (AFTER, 0.5)) == 11.0


@pytest.mark.parametrize("estate_m", [300, 2_900, 6_000])
def test_an_estate_behind_a_local_street_is_reached_and_left_however_large(tmp_path, estate_m):
    """A main road of 10 km; its only side street is for access, and leads to an untagged one."""
    street = {"highway": "residential"}
    town = Town(
        points={"a": (0, 0), "b": (5_000, 0), "c": (10_000, 0), "d": (5_000, 100),
                "e": (5_000, 100 + estate_m)},
        ways=[("a b c", street), ("b d", {**street, "access": "destination"}), ("d e", street)],
    )  # fmt: skip
    network = town.build(tmp_path).network
    assert not network.island["drive"].any()
    main, behind = (int(np.abs(network.length_m - m).argmin()) for m in (5_000, estate_m))
    assert between(network, (main, 0.5), (behind, 0.5)) < INF
    assert between(network, (behind, 0.5), (main, 0.5)) < INF


def test_a_street_left_behind_a_local_one_by_barring_fast_roads_is_still_reached():
    """0 - 1 is open, 1 - 2 fast, 2 - 3 open, 3 - 0 local: barred, 2 - 3 lies behind 3 - 0."""
    network = streets((0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 0, 1), local=[3], fast=[1], mode="walk")
    both = {
        name: {mode: getattr(network, name)["walk"] for mode in ("walk", "pram")}
        for name in ("minutes", "blocked", "island", "local_only")
    }
    barred = replace(network, **both, fast_barred=True)
    assert between(network, (0, 0.5), (2, 0.5), "walk") == 2.0
    assert between(barred, (0, 0.5), (2, 0.5), "walk") == 2.0
    assert between(barred, (2, 0.5), (0, 0.5), "walk") == 2.0


@pytest.mark.parametrize(
    ("mode", "barred"),
    [("walk", False), ("walk", True), ("pram", False), ("pram", True), ("cycle", False),
     ("drive", False)],
)  # fmt: skip
def test_in_rutland_local_streets_take_no_journey_away_altogether(shared_data, mode, barred):
    """From every stretch on no island one gets into Oakham and back, fast roads barred or not."""
    network = rutland(shared_data).network
    free = replace(network, local_only={mode: np.zeros_like(network.local_only[mode])})
    if barred:
        network, free = (replace(each, fast_barred=True) for each in (network, free))
    usable = np.isfinite(network.minutes[mode]).any(axis=1) & ~network.island[mode]
    usable = np.flatnonzero(usable & ~network.no_access)
    everywhere = places_on(*((edge, 0.5) for edge in usable))
    middle = np.array([network.lines.line(edge).mean(axis=0) for edge in usable])
    oakham = int(usable[np.hypot(*(middle - (486_000.0, 308_700.0)).T).argmin()])
    hub = places_on((oakham, 0.5))
    lost = []
    for each in (network, free):
        to_hub = travel_times(each, mode, everywhere, hub)[:, 0]
        from_hub = travel_times(each, mode, hub, everywhere)[0]
        lost.append(usable[np.isinf(to_hub) | np.isinf(from_hub)])
    assert np.setdiff1d(*lost).tolist() == []


# --- Against the plain search. ---------------------------------------------------------------


def random_network(seed, local_share, turn_share) -> Network:
    """Give loops, parallel and one-way stretches, bollards, rules at neighbouring junctions."""
    rng = np.random.default_rng(seed)
    nodes, count = int(rng.integers(2, 10)), int(rng.integers(2, 20))
    ends = rng.integers(0, nodes, (count, 2))
    minutes = rng.integers(1, 640, (count, 2)) / 64
    minutes[rng.random((count, 2)) < 0.2] = INF
    turns = []
    for node in range(nodes):
        touching = np.flatnonzero((ends == node).any(axis=1))
        for come in touching:
            while rng.random() < turn_share:
                kind = rng.choice(["no_left_turn", "no_u_turn", "only_straight_on"])
                go = come if kind == "no_u_turn" else rng.choice(touching)
                turns.append((int(come), node, int(go), str(kind)))
    network = streets(
        *(tuple(row) for row in np.column_stack([ends, minutes]).tolist()),
        local=np.flatnonzero(rng.random(count) < local_share),
        blocked=np.flatnonzero(rng.random(nodes) < 0.08),
        turns=turns,
    )
    return replace(network, local_only={"drive": closed_in(network, "drive")})


def closed_in(network, mode) -> np.ndarray:
    """Give the local streets with those that only local streets join to the rest.

    Of each part of the graph within which one gets from everywhere to everywhere, the longest
    that holds together without local streets stays open.
    """
    minutes, blocked = network.minutes[mode], network.blocked[mode]
    local = network.local_only[mode] & np.isfinite(minutes).any(axis=1)
    ends = [
        [f"{n} {edge} {i}" if blocked[n] else int(n) for i, n in enumerate(pair)]
        for edge, pair in enumerate(zip(network.edge_from, network.edge_to))
    ]

    def parts(kept):
        graph = nx.DiGraph()
        for (tail, head), ways, keep in zip(ends, np.isfinite(minutes), kept):
            graph.add_nodes_from([tail, head])
            graph.add_edges_from([(tail, head)] if ways[0] and keep else [])
            graph.add_edges_from([(head, tail)] if ways[1] and keep else [])
        found = enumerate(nx.strongly_connected_components(graph))
        return {node: number for number, nodes in found for node in nodes}

    whole, without = parts(np.ones(len(ends), dtype=bool)), parts(~local)
    held: dict[int, dict[int, float]] = {}
    inside = [e for e, (a, b) in enumerate(ends) if not local[e] and whole[a] == whole[b]]
    inside = [e for e in inside if np.isfinite(minutes[e]).any()]
    for edge in inside:
        tail, head = ends[edge]
        if without[tail] == without[head]:
            metres = held.setdefault(whole[tail], {})
            metres[without[tail]] = metres.get(without[tail], 0.0) + network.length_m[edge]
    longest = {max(metres, key=metres.__getitem__) for metres in held.values()}
    for edge in inside:
        tail, head = ends[edge]
        local[edge] = without[tail] != without[head] or without[tail] not in longest
    return local


def random_places(network, seed, count=10) -> Snapped:
    """Give places that are at least 2 m from junctions, some on the same stretch."""
    rng = np.random.default_rng(seed)
    open_ = np.flatnonzero(np.isfinite(network.minutes["drive"]).any(axis=1))
    chosen = rng.choice(open_, count) if len(open_) else [None] * count
    shares = rng.integers(1, 16, count) / 16
    return places_on(*zip(chosen, shares), access=rng.integers(0, 64, count) / 64)


@pytest.mark.parametrize(
    ("local_share", "turn_share"), [(0, 0.3), (0.5, 0), (0.8, 0), (0.5, 0.2), (0.8, 0.2)]
)
@pytest.mark.parametrize("seed", range(40))
def test_minutes_on_random_streets_equal_a_plain_search(seed, local_share, turn_share):
    network = random_network(seed, local_share, turn_share)
    places = random_places(network, seed)
    expected = Journeys(network, "drive", places).all_minutes()
    found = travel_times(network, "drive", places, places)
    np.testing.assert_allclose(found, expected, atol=1e-6, rtol=0)


@pytest.mark.parametrize("direction", ["to", "from"])
@pytest.mark.parametrize("seed", range(40))
def test_minutes_at_the_ends_of_random_streets_equal_a_plain_search(seed, direction):
    network = random_network(seed, 0.5, 0.15)
    places = random_places(network, seed, count=3)
    journeys = Journeys(network, "drive", places)
    found = dict(Router(network, "drive").reach(places, direction))
    assert sorted(found) == np.flatnonzero(places.ok).tolist()
    for place, ends in found.items():
        expected = journeys.at_ends(place, direction)
        asked = ~np.isnan(expected)
        np.testing.assert_allclose(ends[asked], expected[asked], atol=1e-6, rtol=0)


@pytest.mark.parametrize("mode", ["walk", "pram", "cycle", "drive"])
def test_three_hundred_random_pairs_a_mode_in_rutland_equal_networkx(shared_data, mode):
    """Issue 3, cross-checks: 15 places to 20 others on the network's own arrays, as they stand.

    Seven of the places stand on local streets, where the mode has such. Streets that only local
    ones join to the rest count as local.
    """
    network = rutland(shared_data).network
    rng = np.random.default_rng(300)
    usable = np.isfinite(network.minutes[mode]).any(axis=1) & ~network.island[mode]
    usable &= network.length_m > 20
    edge = rng.choice(np.flatnonzero(usable), 35, replace=False)
    local = np.flatnonzero(usable & network.local_only[mode])
    edge[12:19] = rng.choice(local if len(local) else edge, 7)
    places = places_on(*zip(edge, rng.uniform(0.1, 0.9, 35)))
    local = replace(network, local_only={mode: closed_in(network, mode)})
    journeys = Journeys(local, mode, places)
    expected = np.stack([journeys.row(i)[15:] for i in range(15)])
    found = travel_times(network, mode, places, places)[:15, 15:]
    assert expected.size == 300
    assert np.isfinite(expected).mean() > 0.95
    np.testing.assert_allclose(found, expected, atol=1e-6, rtol=0)
