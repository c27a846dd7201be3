"""Plane geometry of the sample county, in metres; every function is pure and has no randomness."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Line = list[Point]


def distance(a: Point, b: Point) -> float:
    """Give the straight distance between two points."""
    return math.hypot(a[0] - b[0], a[1] - b[1])


def length(line: Sequence[Point]) -> float:
    """Give the length of a polyline."""
    return sum(distance(a, b) for a, b in zip(line, line[1:]))


def towards(a: Point, heading: float, metres: float) -> Point:
    """Go from a point along a heading (radians, counter-clockwise from east)."""
    return a[0] + metres * math.cos(heading), a[1] + metres * math.sin(heading)


def heading(a: Point, b: Point) -> float:
    """Give the heading from a to b (radians, counter-clockwise from east)."""
    return math.atan2(b[1] - a[1], b[0] - a[0])


def turn_between(a: float, b: float) -> float:
    """Give the angle between two headings, 0 to pi."""
    return abs((a - b + math.pi) % (2 * math.pi) - math.pi)


def crossing(p: Point, q: Point, a: Point, b: Point) -> tuple[float, float] | None:
    """Give where segments pq and ab cross, as the share along each; None if they do not."""
    dx, dy, ex, ey = q[0] - p[0], q[1] - p[1], b[0] - a[0], b[1] - a[1]
    det = dx * ey - dy * ex
    if abs(det) < 1e-9:
        return None
    fx, fy = a[0] - p[0], a[1] - p[1]
    t, u = (fx * ey - fy * ex) / det, (fx * dy - fy * dx) / det
    return (t, u) if 0 <= t <= 1 and 0 <= u <= 1 else None


def along(a: Point, b: Point, share: float) -> Point:
    """Give the point at a share (0 to 1) of the way from a to b."""
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def foot(p: Point, a: Point, b: Point) -> tuple[float, float]:
    """Give the distance from p to segment ab, and the share along ab of the nearest point."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(p[0] - a[0] - share * dx, p[1] - a[1] - share * dy), share


def curve(control: Sequence[Point], step: float) -> Line:
    """Draw a Catmull-Rom curve through the control points, a vertex about every `step` metres."""
    ends = [control[0], *control, control[-1]]
    line: Line = [control[0]]
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:]):
        count = max(1, round(distance(p1, p2) / step))
        line.extend(_catmull(p0, p1, p2, p3, k / count) for k in range(1, count + 1))
    return line


def _catmull(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def one(a: float, b: float, c: float, d: float) -> float:
        return b + t * ((c - a) + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d))) / 2

    return one(p0[0], p1[0], p2[0], p3[0]), one(p0[1], p1[1], p2[1], p3[1])


def smooth(line: Sequence[Point], passes: int) -> Line:
    """Even out a polyline by moving averages; its two ends stay."""
    now = list(line)
    for _ in range(passes):
        inner = [
            ((a[0] + 2 * b[0] + c[0]) / 4, (a[1] + 2 * b[1] + c[1]) / 4)
            for a, b, c in zip(now, now[1:], now[2:])
        ]
        now = [now[0], *inner, now[-1]]
    return now


def simplify(line: Sequence[Point], tolerance: float) -> Line:
    """Drop vertices that lie within `tolerance` metres of the line (Douglas and Peucker 1973)."""
    return [line[i] for i in kept_by_simplifying(line, tolerance)]


def kept_by_simplifying(line: Sequence[Point], tolerance: float) -> list[int]:
    """Give the positions of the vertices that `simplify` keeps."""
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        far = [foot(line[i], line[first], line[last])[0] for i in range(first + 1, last)]
        worst = max(range(len(far)), key=far.__getitem__)
        if far[worst] > tolerance:
            middle = first + 1 + worst
            keep.add(middle)
            todo += [(first, middle), (middle, last)]
    return sorted(keep)


def offset(line: Sequence[Point], metres: float) -> Line:
    """Shift a polyline sideways; positive is to the left of its direction."""
    shifted = []
    for i, point in enumerate(line):
        way = heading(line[max(0, i - 1)], line[min(len(line) - 1, i + 1)])
        shifted.append(towards(point, way + math.pi / 2, metres))
    return shifted


def at_length(line: Sequence[Point], metres: float) -> tuple[Point, float]:
    """Give the point so many metres along a polyline, and the heading there."""
    left = metres
    for a, b in zip(line, line[1:]):
        step = distance(a, b)
        if left <= step or b is line[-1]:
            return along(a, b, left / step if step else 0.0), heading(a, b)
        left -= step
    raise ValueError("a line needs two points")


def nearest_length(line: Sequence[Point], p: Point) -> float:
    """Give how many metres along a polyline its point nearest to p lies."""
    best, gone, answer = math.inf, 0.0, 0.0
    for a, b in zip(line, line[1:]):
        off, share = foot(p, a, b)
        step = distance(a, b)
        if off < best:
            best, answer = off, gone + share * step
        gone += step
    return answer


def inside(p: Point, ring: Sequence[Point]) -> bool:
    """Tell whether a point lies in a ring (even-odd rule; the ring need not be closed)."""
    hit = False
    for a, b in zip(ring, [*ring[1:], ring[0]]):
        if (a[1] > p[1]) != (b[1] > p[1]):
            hit ^= p[0] < a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    return hit


def blob(centre: Point, rx: float, ry: float, waves: Sequence[float], count: int) -> Line:
    """Draw a rounded, uneven ring; `waves` are the phases of its unevenness. Not closed."""
    ring = []
    for k in range(count):
        angle = 2 * math.pi * k / count
        swell = 1 + sum(0.16 / (n + 1) * math.sin((n + 2) * angle + w) for n, w in enumerate(waves))
        ring.append(
            (centre[0] + rx * swell * math.cos(angle), centre[1] + ry * swell * math.sin(angle))
        )
    return ring
