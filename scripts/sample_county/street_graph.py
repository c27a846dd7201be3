"""Streets that share nodes where they meet, and the obstacles that no street may cross.

Streets are lists of node numbers; a grid of 100 m cells finds what lies near. Obstacles (river,
motorway, railway, walls, bridge decks) stand in the same grid, but nothing can join them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .geometry import Point, along, crossing, distance, foot, heading, towards, turn_between

CELL_M = 100.0
OBSTACLE = -1


@dataclass
class Street:
    """A run of nodes with one set of tags; `rank` 0 is a main road, larger is smaller."""

    nodes: list[int]
    tags: dict[str, str]
    rank: int = 9
    joinable: bool = True


@dataclass
class Hit:
    """Where a straight line first meets something: which segment, how far, and at what point."""

    share: float
    point: Point
    segment: tuple[int, int, int]


@dataclass
class StreetGraph:
    """All nodes and streets laid so far."""

    at: list[Point] = field(default_factory=list)
    streets: list[Street] = field(default_factory=list)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    walls: list[tuple[int, int, int]] = field(default_factory=list)
    _cells: dict[tuple[int, int], dict[tuple[int, int, int], None]] = field(default_factory=dict)

    def add_node(self, p: Point) -> int:
        """Add a node and give its number."""
        self.at.append((round(p[0], 2), round(p[1], 2)))
        return len(self.at) - 1

    def obstruct(self, line: Sequence[Point]) -> None:
        """Add a line that stops streets and cannot be joined."""
        nodes = [self.add_node(p) for p in line]
        for a, b in zip(nodes, nodes[1:]):
            self.walls.append((a, b, OBSTACLE))
            self._index(self.walls[-1])

    def add_street(self, nodes: list[int], tags: dict[str, str], rank: int = 9,
                   joinable: bool = True) -> int:  # fmt: skip
        """Add a street over nodes that stand; give its number."""
        number = len(self.streets)
        self.streets.append(Street(nodes, tags, rank, joinable))
        for a, b in zip(nodes, nodes[1:]):
            self._index((a, b, number if joinable else OBSTACLE))
        return number

    def lay(self, points: Sequence[Point], first: int | None, last: int | None,
            tags: dict[str, str], rank: int) -> int:  # fmt: skip
        """Add a street that shares a node with every street it crosses on its way."""
        nodes = [self.add_node(points[0]) if first is None else first]
        for i, q in enumerate(points[1:], 1):
            nodes += self._crossed(self.at[nodes[-1]], q, set(nodes[-3:]))
            final = i == len(points) - 1
            nodes.append(last if final and last is not None else self.add_node(q))
        return self.add_street([n for k, n in enumerate(nodes) if not k or n != nodes[k - 1]],
                               tags, rank)  # fmt: skip

    def _crossed(self, p: Point, q: Point, own: set[int]) -> list[int]:
        met = []
        for a, b, street in list(self.near_line(p, q, 0)):
            if street == OBSTACLE or a in own or b in own:
                continue
            cut = crossing(p, q, self.at[a], self.at[b])
            if cut and 0.001 < cut[0] < 0.999:
                met.append((cut[0], self.split((a, b, street), along(p, q, cut[0]))))
        return [node for _, node in sorted(met)]

    def split(self, segment: tuple[int, int, int], p: Point) -> int:
        """Give a node of the segment at p: one of its ends within 6 m, else a new one."""
        a, b, _number = segment
        for end in (a, b):
            if distance(self.at[end], p) < 6:
                return end
        return self.insert(segment, p)

    def insert(self, segment: tuple[int, int, int], p: Point) -> int:
        """Put a new node at p into the segment, and give its number."""
        a, b, number = segment
        node = self.add_node(p)
        nodes = self.streets[number].nodes
        place = next(i for i, pair in enumerate(zip(nodes, nodes[1:])) if pair == (a, b))
        nodes.insert(place + 1, node)
        for cell in self._cells_of(self.at[a], self.at[b], 0):
            self._cells.get(cell, {}).pop(segment, None)
        self._index((a, node, number))
        self._index((node, b, number))
        return node

    def first_hit(self, p: Point, q: Point, ignore: set[int]) -> Hit | None:
        """Give the first segment that the line pq meets; segments at ignored nodes do not count."""
        best: Hit | None = None
        for a, b, street in self.near_line(p, q, 0):
            if a in ignore or b in ignore:
                continue
            cut = crossing(p, q, self.at[a], self.at[b])
            if cut and (best is None or cut[0] < best.share):
                best = Hit(cut[0], along(p, q, cut[0]), (a, b, street))
        return best

    def nearest(
        self, p: Point, reach_m: float, ignore: frozenset[int] = frozenset(), obstacles: bool = True
    ) -> tuple[float, tuple[int, int, int], float] | None:
        """Give distance, segment and share along it of what lies nearest, within reach."""
        best = None
        for a, b, street in self.near_line(p, p, reach_m):
            if street in ignore or (street == OBSTACLE and not obstacles):
                continue
            off, share = foot(p, self.at[a], self.at[b])
            if off <= reach_m and (best is None or (off, (a, b, street)) < best[:2]):
                best = (off, (a, b, street), share)
        return best

    def near_line(self, p: Point, q: Point, reach_m: float) -> Iterator[tuple[int, int, int]]:
        """Give the segments in the cells about a line; some lie beyond the reach."""
        seen: set[tuple[int, int, int]] = set()
        for cell in self._cells_of(p, q, reach_m):
            for segment in self._cells.get(cell, ()):
                if segment not in seen:
                    seen.add(segment)
                    yield segment

    def _index(self, segment: tuple[int, int, int]) -> None:
        for cell in self._cells_of(self.at[segment[0]], self.at[segment[1]], 0):
            self._cells.setdefault(cell, {})[segment] = None

    @staticmethod
    def _cells_of(p: Point, q: Point, reach_m: float) -> Iterator[tuple[int, int]]:
        x0, x1 = sorted((p[0], q[0]))
        y0, y1 = sorted((p[1], q[1]))
        for i in range(
            math.floor((x0 - reach_m) / CELL_M), math.floor((x1 + reach_m) / CELL_M) + 1
        ):
            for j in range(
                math.floor((y0 - reach_m) / CELL_M), math.floor((y1 + reach_m) / CELL_M) + 1
            ):
                yield i, j

    def reindex(self) -> None:
        """Build the grid anew, after streets were changed in place."""
        self._cells = {}
        for wall in self.walls:
            self._index(wall)
        for number, street in enumerate(self.streets):
            for a, b in zip(street.nodes, street.nodes[1:]):
                self._index((a, b, number if street.joinable else OBSTACLE))

    def arms(self, node: int) -> list[int]:
        """Give the next nodes along every street that passes or ends at a node."""
        found = []
        for street in self.streets:
            for a, b in zip(street.nodes, street.nodes[1:]):
                if node in (a, b):
                    found.append(b if a == node else a)
        return found

    def pull_apart(self, node: int, radius_m: float) -> list[int]:
        """Cut every street at a node, ends drawn back to a circle about it; give the new ends."""
        rim: list[int] = []
        for street in [s for s in self.streets if node in s.nodes]:
            cuts = [i for i, n in enumerate(street.nodes) if n == node]
            marks = sorted({0, *cuts, len(street.nodes) - 1})
            parts = [street.nodes[i : j + 1] for i, j in zip(marks, marks[1:])]
            for part in parts:
                self._draw_back(part, node, radius_m, rim)
            street.nodes = parts[0]
            for part in parts[1:]:
                self.streets.append(Street(part, dict(street.tags), street.rank, street.joinable))
        return rim

    def _draw_back(self, part: list[int], node: int, radius_m: float, rim: list[int]) -> None:
        for end, inner in ((0, 1), (-1, -2)):
            if part[end] == node:
                way = distance(self.at[node], self.at[part[inner]])
                part[end] = self.add_node(
                    along(self.at[node], self.at[part[inner]], radius_m / way)
                )
                rim.append(part[end])

    def add_circle(self, centre: Point, radius_m: float, rim: Sequence[int],
                   tags: dict[str, str]) -> int:  # fmt: skip
        """Add a closed street, clockwise as traffic keeps left, through the nodes of the rim."""
        angles = [(heading(centre, self.at[n]), n) for n in rim]
        for k in range(10):
            angle = -math.pi + 0.2 + k * math.pi / 5
            if all(turn_between(angle, known) > 0.3 for known, _ in angles[: len(rim)]):
                angles.append((angle, self.add_node(towards(centre, angle, radius_m))))
        ring = [n for _, n in sorted(angles, reverse=True)]
        self.streets.append(Street([*ring, ring[0]], tags, 0, joinable=False))
        return len(self.streets) - 1
