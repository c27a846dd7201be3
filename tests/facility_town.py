"""Facilities written as an OpenStreetMap file, in metres from the toy town's origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
from toy_town import ORIGIN, to_degrees

Tags = Mapping[str, str]
Point = tuple[float, float]
Member = tuple[str, int, str]


def square(x: float, y: float, half: float = 50.0) -> list[Point]:
    """Give the ring of a square round a point, closed."""
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [(x + half * a, y + half * b) for a, b in corners]


def write_facilities(
    path: Path,
    nodes: Mapping[int, tuple[Point, Tags]] = {},
    ways: Mapping[int, tuple[Sequence[Point], Tags]] = {},
    relations: Mapping[int, tuple[Sequence[Member], Tags]] = {},
) -> Path:
    """Write nodes, ways (by their points; a ring repeats its first) and relations, by id."""
    number: dict[Point, int] = {}
    for points, _ in ways.values():
        for point in points:
            number.setdefault(point, 900_001 + len(number))
    body = [_node(osm_id, at, tags) for osm_id, (at, tags) in nodes.items()]
    body += [_node(osm_id, at, {}) for at, osm_id in number.items()]
    for osm_id, (points, tags) in ways.items():
        refs = "".join(f'<nd ref="{number[point]}"/>' for point in points)
        body.append(f'<way id="{osm_id}" {_STAMP}>{refs}{_tags(tags)}</way>')
    for osm_id, (members, tags) in relations.items():
        parts = "".join(
            f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members
        )
        body.append(f'<relation id="{osm_id}" {_STAMP}>{parts}{_tags(tags)}</relation>')
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">', *body])
    path.write_text(f"{text}\n</osm>\n", encoding="utf-8")
    return path


_STAMP = 'version="1" timestamp="2026-03-04T05:06:07Z"'


def _node(osm_id: int, at: Point, tags: Tags) -> str:
    ((lon, lat),) = to_degrees(np.array([at]) + ORIGIN)
    return f'<node id="{osm_id}" {_STAMP} lat="{lat:.7f}" lon="{lon:.7f}">{_tags(tags)}</node>'


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
