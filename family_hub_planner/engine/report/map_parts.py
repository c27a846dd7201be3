"""What the pack's map is made of: layers, themes by class, and a card for each thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .evidence import MapShapes

HATCHED, THINLY = "hatched", "thinly hatched"  # not routed; past the longest band
TITLES = {
    "areas": "Areas",
    "gaps": "Places beyond the longest band",
    "water": "Water",
    "rail": "Railways",
    "roads": "Main roads",
    "hubs": "Hubs",
    "sites": "Suggested sites",
    "outreach": "Suggested outreach points",
    "estate": "Sites in the estate's options",
}


Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class MapClass:
    """One class of a theme: its words in the legend and its colour, or `HATCHED` or `THINLY`."""

    label: str
    fill: str


@dataclass(frozen=True)
class Theme:
    """What the areas are coloured by: the class of each area by code, and the hubs counted."""

    key: str
    title: str
    classes: Sequence[MapClass]
    areas: Mapping[str, int]
    hubs: Sequence[str] = ()


@dataclass(frozen=True)
class Card:
    """What a click shows: a title, and facts as (name, value)."""

    title: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PackMap:
    """Layers from the lowest to the highest, themes, and cards by layer and id.

    `focus` is the box (west, south, east, north, in degrees) of the areas counted, where they are a
    small part of those drawn; None to show all.
    """

    layers: Sequence[MapShapes] = ()
    themes: Sequence[Theme] = ()
    cards: Mapping[str, Mapping[str, Card]] = field(default_factory=dict)
    credit: str = ""
    focus: Box | None = None
