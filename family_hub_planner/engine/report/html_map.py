"""The map in the page: its controls and its still picture, and its data for the script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from .document import MapPlace
from .evidence import MAP_LAYERS
from .map_parts import TITLES, Card, PackMap, Theme
from .map_picture import map_picture

_NO_PICTURE = "No layer with places was given, so that there is no map."


def map_html(place: MapPlace, found: PackMap) -> str:
    """Write the map's place: the still picture, which the script puts the moving map over."""
    picture = map_picture(found, place.title)
    if not picture:
        return f"<p>{_NO_PICTURE}</p>\n"
    words = escape(place.words)
    return (
        f'<figure class="map" id="map-figure"><p>{words}</p>'
        '<div class="map-controls" id="map-controls" hidden></div>'
        '<div class="map-stage">'
        f'<div class="map-canvas" id="map-canvas" role="region" aria-label="{escape(place.title)}">'
        f'<div class="map-picture" id="map-picture">{picture}</div></div>'
        '<div class="map-beside">'
        '<div class="card" id="map-card" role="status" aria-live="polite" hidden></div>'
        '<ul class="legend" id="map-legend" hidden></ul></div></div>'
        f'<p class="beneath">{escape(found.credit)}</p></figure>\n'
    )


def map_json(found: PackMap) -> str:
    """Write the map's data for the script: no "<" in it can end the element that holds it."""
    data: dict[str, Any] = {
        "layers": [
            {
                "key": layer.key,
                "title": TITLES[layer.key],
                "kind": MAP_LAYERS[layer.key],
                "ids": list(layer.ids),
                "shapes": list(layer.geometries),
            }
            for layer in found.layers
        ],
        "themes": [_theme(theme) for theme in found.themes],
        "cards": {key: _cards(cards) for key, cards in found.cards.items()},
        "credit": found.credit,
        "focus": list(found.focus) if found.focus else None,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, written in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, written)
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'<script type="application/json" id="map-data">{safe}</script>\n'


def _theme(theme: Theme) -> dict[str, Any]:
    return {
        "key": theme.key,
        "title": theme.title,
        "classes": [{"label": one.label, "fill": one.fill} for one in theme.classes],
        "areas": dict(theme.areas),
        "hubs": list(theme.hubs),
    }


def _cards(cards: Mapping[str, Card]) -> dict[str, Any]:
    return {
        key: {"title": card.title, "facts": [list(fact) for fact in card.facts]}
        for key, card in cards.items()
    }
