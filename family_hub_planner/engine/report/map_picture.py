"""The map as one SVG picture, for readers without JavaScript and for paper."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from ..colours import BEYOND, BEYOND_INK, HUB, SUGGESTED
from .evidence import LINES, MAP_LAYERS, POINTS, MapShapes
from .map_parts import HATCHED, THINLY, Box, PackMap, Theme

WIDTH, HEIGHT = 860, 600
_MARGIN = 14
_LINE = {"water": ("#6aa0c8", 1.2), "rail": ("#8a8f94", 0.8), "roads": ("#b9a98c", 0.9)}
_POINT = {"hubs": HUB, "sites": SUGGESTED, "outreach": SUGGESTED, "estate": "#5b6770"}
_FONT = 'font-family="Segoe UI, Arial, Helvetica, sans-serif" font-size="12"'
_HATCH = (
    '<defs><pattern id="hatch-picture" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#ffffff"/>'
    '<path d="M0 6L6 0" stroke="#5b6770" stroke-width="1.2"/></pattern>'
    '<pattern id="beyond-picture" width="8" height="8" patternUnits="userSpaceOnUse">'
    f'<rect width="8" height="8" fill="{BEYOND}"/>'
    f'<path d="M0 8L8 0" stroke="{BEYOND_INK}" stroke-width="0.8"/></pattern>'
    f'<clipPath id="frame-picture"><rect width="{WIDTH}" height="{HEIGHT}"/></clipPath></defs>'
)
METRES_OF_DEGREE = 111_320.0
"""Metres of one degree of latitude on a sphere of 6,378 km."""


class Projection:
    """Degrees to pixels: longitudes shrunk by the cosine of the middle latitude (plate carrée)."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        west, south, east, north = box
        self._shrink = math.cos(math.radians((south + north) / 2))
        wide, high = max((east - west) * self._shrink, 1e-9), max(north - south, 1e-9)
        self._scale = min((WIDTH - 2 * _MARGIN) / wide, (HEIGHT - 2 * _MARGIN) / high)
        self._west, self._north = west, north
        self._left = (WIDTH - wide * self._scale) / 2
        self._top = (HEIGHT - high * self._scale) / 2

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Give x and y in pixels, y downwards."""
        x = self._left + (longitude - self._west) * self._shrink * self._scale
        return x, self._top + (self._north - latitude) * self._scale

    def pixels(self, metres: float) -> float:
        """Give how many pixels so many metres are long."""
        return metres / METRES_OF_DEGREE * self._scale


def map_picture(found: PackMap, words: str) -> str:
    """Draw the map by its first theme, with legend and scale; "" where there is nothing to draw."""
    box = found.focus or _box(found.layers)
    if box is None:
        return ""
    projection = Projection(box)
    theme = found.themes[0] if found.themes else None
    drawn = "".join(_layer(layer, projection, theme) for layer in found.layers)
    legend, height = _legend(theme, found)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" '
        f"{_FONT}><title>{escape(words)}</title>{_HATCH}"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fafbfb" stroke="#c9d1d8"/>'
        f'<g clip-path="url(#frame-picture)">{drawn}</g>{_scale_bar(projection)}{legend}</svg>'
    )


def _box(layers: Sequence[MapShapes]) -> Box | None:
    """Give the box of areas and points; of lines only where there is nothing else."""
    main = [layer for layer in layers if MAP_LAYERS[layer.key] != LINES] or layers
    return box_of([shape for layer in main for shape in layer.geometries])


def box_of(shapes: Sequence[Mapping[str, Any]]) -> Box | None:
    """Give the box round GeoJSON geometries: west, south, east, north; None for none."""
    places = [place for shape in shapes for place in positions(shape)]
    if not places:
        return None
    x, y = [place[0] for place in places], [place[1] for place in places]
    return min(x), min(y), max(x), max(y)


def positions(shape: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """Give every position of a GeoJSON geometry."""
    yield from _walk(shape.get("coordinates", ()))


def _walk(found: Any) -> Iterator[tuple[float, float]]:
    if found and isinstance(found[0], (int, float)):
        yield float(found[0]), float(found[1])
        return
    for part in found:
        yield from _walk(part)


def _layer(layer: MapShapes, projection: Projection, theme: Theme | None) -> str:
    kind = MAP_LAYERS[layer.key]
    pairs = zip(layer.ids, layer.geometries)
    if kind == POINTS:
        return "".join(_point(layer.key, shape, projection) for _, shape in pairs)
    if kind == LINES:
        ink, width = _LINE.get(layer.key, ("#8a8f94", 1.0))
        style = f'fill="none" stroke="{ink}" stroke-width="{width}"'
        return "".join(f'<path d="{_path(shape, projection)}" {style}/>' for _, shape in pairs)
    if layer.key == "gaps":
        style = 'fill="none" stroke="#b2182b" stroke-width="1.6" stroke-dasharray="5 3"'
        return "".join(f'<path d="{_path(shape, projection)}" {style}/>' for _, shape in pairs)
    return "".join(
        f'<path d="{_path(shape, projection)}" fill="{_fill(theme, name)}" stroke="#ffffff" '
        'stroke-width="0.7" fill-rule="evenodd"/>'
        for name, shape in pairs
    )


def _fill(theme: Theme | None, name: str) -> str:
    if theme is None or name not in theme.areas:
        return "#ffffff"
    return _colour(theme.classes[theme.areas[name]].fill)


def _colour(fill: str) -> str:
    patterns = {HATCHED: "url(#hatch-picture)", THINLY: "url(#beyond-picture)"}
    return patterns.get(fill, fill)


def _path(shape: Mapping[str, Any], projection: Projection) -> str:
    closed = "Z" if "Polygon" in str(shape.get("type")) else ""
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (projection.place(*p) for p in line)) + closed
        for line in _lines(shape.get("coordinates", ()))
    )


def _lines(found: Any) -> Iterator[list[tuple[float, float]]]:
    """Give each ring or line of nested coordinates."""
    if found and isinstance(found[0][0], (int, float)):
        yield [(float(p[0]), float(p[1])) for p in found]
        return
    for part in found:
        yield from _lines(part)


def _point(key: str, shape: Mapping[str, Any], projection: Projection) -> str:
    marks = []
    for place in positions(shape):
        x, y = projection.place(*place)
        fill = _POINT.get(key, HUB)
        style = f'fill="{fill}" stroke="#ffffff" stroke-width="1.5"'
        marks.append(
            f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" {style}/>'
            if key == "hubs"
            else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" {style}/>'
        )
    return "".join(marks)


def _scale_bar(projection: Projection) -> str:
    """Draw a round number of kilometres, at most a fourth of the picture's width."""
    most = WIDTH / 4
    steps = [base * 10**power for power in range(-1, 4) for base in (1, 2, 5)]
    fitting = [step for step in steps if projection.pixels(step * 1000) <= most]
    km = fitting[-1] if fitting else steps[0]
    long, x, y = projection.pixels(km * 1000), 20, HEIGHT - 16
    return (
        f'<path d="M{x} {y - 5}V{y}H{x + long:.1f}V{y - 5}" fill="none" stroke="#1c2733" '
        f'stroke-width="1.4"/><text x="{x + 4}" y="{y - 8}" fill="#1c2733">{km:g} km</text>'
    )


def _legend(theme: Theme | None, found: PackMap) -> tuple[str, int]:
    """Draw the legend beneath, with the attribution; give it and the picture's whole height."""
    parts, x, y = [], 20, HEIGHT + 24
    for one in theme.classes if theme is not None else ():
        if x + 30 + 7 * len(one.label) > WIDTH:
            x, y = 20, y + 22
        parts.append(
            f'<rect x="{x}" y="{y - 11}" width="16" height="12" fill="{_colour(one.fill)}" '
            f'stroke="#8a8f94" stroke-width="0.6"/><text x="{x + 22}" y="{y}">'
            f"{escape(one.label)}</text>"
        )
        x += 44 + 7 * len(one.label)
    y += 24
    parts.append(f'<text x="20" y="{y}" fill="#46525c">{escape(found.credit)}</text>')
    return "".join(parts), y + 12
