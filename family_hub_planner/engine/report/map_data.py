"""The pack's map: its layers, its themes by class, and a card for each thing, all as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .. import colours, published
from ..bands import TOLERANCE_MINUTES, band_number
from ..comparison import GREW, SHRANK
from .evidence import Coverage, Evidence, MapShapes, Option
from .map_parts import HATCHED, THINLY, TITLES, Box, Card, MapClass, PackMap, Theme
from .map_picture import box_of
from .pack import Pack
from .wording import records

_CHANGES = (
    ("much", colours.MUCH_LONGER),
    ("longer", colours.LONGER),
    ("same", colours.SAME),
    ("shorter", colours.SHORTER),
)
ORDER = tuple(TITLES)
_SMALL_PART, _AIR = 0.5, 0.05  # of the areas drawn; round the areas counted
_NOT_COUNTED = MapClass("not counted here", "#dde1e4")


def map_of(evidence: Evidence, credit: str) -> PackMap:
    """Make the map of a pack; `credit` is the map data's attribution."""
    pack = Pack(evidence)
    layers = sorted(evidence.shapes, key=lambda layer: ORDER.index(layer.key))
    themes = [*_minutes_themes(pack), *_change_themes(pack)]
    themes = [_with_others(theme, evidence.shape("areas")) for theme in themes]
    cards = {
        "areas": _area_cards(pack),
        "hubs": _site_cards(evidence.hubs, pack),
        "sites": _site_cards(evidence.sites.sites if evidence.sites else None, pack),
        "outreach": _site_cards(evidence.outreach.sites if evidence.outreach else None, pack),
        "estate": _site_cards(evidence.estate.moves if evidence.estate else None, pack),
        "gaps": _gap_cards(pack),
    }
    return PackMap(layers, themes, cards, credit, _focus(themes, evidence.shape("areas")))


def _focus(themes: Sequence[Theme], areas: MapShapes | None) -> Box | None:
    """Give the box of the areas that count in any theme, where it is a small part of the map."""
    if areas is None or not themes:
        return None
    counted = {
        code
        for theme in themes
        for code, place in theme.areas.items()
        if theme.classes[place] is not _NOT_COUNTED
    }
    some = box_of([one for code, one in zip(areas.ids, areas.geometries) if code in counted])
    whole = box_of(areas.geometries)
    if some is None or whole is None or _size(some) > _SMALL_PART * _size(whole):
        return None
    wide, high = (_AIR * (some[at + 2] - some[at]) for at in (0, 1))
    return some[0] - wide, some[1] - high, some[2] + wide, some[3] + high


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _with_others(theme: Theme, areas: MapShapes | None) -> Theme:
    """Add a class for areas that are drawn and not counted, where there are any."""
    others = [code for code in (areas.ids if areas else ()) if code not in theme.areas]
    if not others:
        return theme
    found = {**theme.areas, **dict.fromkeys(others, len(theme.classes))}
    return replace(theme, classes=[*theme.classes, _NOT_COUNTED], areas=found)


def _minutes_themes(pack: Pack) -> list[Theme]:
    runs = [("today", "Minutes today", pack.evidence.today)]
    for number, option in enumerate(pack.evidence.options, start=1):
        runs.append((f"option_{number}", f"Minutes under: {option.name}", option.coverage))
    if not pack.bands:
        return []
    return [_minutes(key, title, run, pack) for key, title, run in runs if run is not None]


def _minutes(key: str, title: str, run: Coverage, pack: Pack) -> Theme:
    bands = pack.bands
    starts = [0.0, *bands]
    labels = [f"{band_number(low)} to {band_number(up)} min" for low, up in zip(starts, bands)]
    classes = [MapClass(label, fill) for label, fill in zip(labels, colours.ramp(len(bands)))]
    classes.append(MapClass(f"over {band_number(bands[-1])} min", THINLY))
    classes.append(MapClass("not routed", HATCHED))
    pairs = zip(run.areas.column("area_code"), run.areas.column("minutes"))
    areas = {str(code): _class_of(minutes, bands) for code, minutes in pairs}
    return Theme(key, title, classes, areas, tuple(run.made.hubs or ()))


def _class_of(minutes: float | None, bands: Sequence[float]) -> int:
    if minutes is None:
        return len(bands) + 1
    inside = (place for place, band in enumerate(bands) if minutes <= band + TOLERANCE_MINUTES)
    return next(inside, len(bands))


def _change_themes(pack: Pack) -> list[Theme]:
    return [
        _change(number, option)
        for number, option in enumerate(pack.evidence.options, start=1)
        if option.comparison is not None and option.comparison.areas is not None
    ]


def _change(number: int, option: Option) -> Theme:
    part = option.comparison
    rows = records(part.areas if part is not None else None)
    much = part.much if part is not None else 0.0
    words = {
        "much": f"longer by over {band_number(much)} min",
        "longer": f"longer by up to {band_number(much)} min",
        "same": "the same journey",
        "shorter": "shorter",
    }
    classes = [MapClass(words[name], fill) for name, fill in _CHANGES]
    classes.append(MapClass("not routed or not compared", HATCHED))
    areas = {str(row["area_code"]): _class_of_change(row, much) for row in rows}
    hubs = option.coverage.made.hubs if option.coverage is not None else None
    title = f"Change under: {option.name}"
    return Theme(f"change_{number}", title, classes, areas, tuple(hubs or ()))


def _class_of_change(row: Mapping[str, Any], much: float) -> int:
    change, result = row.get("change"), row.get("result")
    if change is None:
        return len(_CHANGES)
    if change > much + TOLERANCE_MINUTES:
        return 0
    if result in GREW:
        return 1
    return 3 if result in SHRANK else 2


def _area_cards(pack: Pack) -> dict[str, Card]:
    """Write each area's card: children, deprivation, minutes today and under each option."""
    evidence = pack.evidence
    facts: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, str] = {}
    for row in records(evidence.need):
        code = str(row["area_code"])
        names[code] = str(row.get("area_name") or "")
        facts[code] = _of_need(row, pack)
    for label, run in _runs(evidence):
        for row in records(run.areas):
            code = str(row["area_code"])
            facts.setdefault(code, [])
            facts[code].append((label, _to_hub(row, pack)))
    return {
        code: Card(f"{names[code]} ({code})" if names.get(code) else code, said)
        for code, said in sorted(facts.items())
    }


def _runs(evidence: Evidence) -> list[tuple[str, Coverage]]:
    runs = [("Today", evidence.today)]
    runs += [(f"Under {option.name}", option.coverage) for option in evidence.options]
    return [(label, run) for label, run in runs if run is not None]


def _of_need(row: Mapping[str, Any], pack: Pack) -> list[tuple[str, str]]:
    found = [(pack.method.children.capitalize(), published.about(row["children"], pack.threshold))]
    for column, label in (
        ("locality", "Locality"),
        ("idaci_decile", "IDACI decile (1 is most deprived)"),
        ("imd_decile", "IMD decile (1 is most deprived)"),
        ("local_quintile", "Local quintile (1 is the most deprived fifth here)"),
    ):
        value = row.get(column)
        if value not in (None, ""):
            found.append((label, f"{value:g}" if isinstance(value, float) else str(value)))
    return found


def _to_hub(row: Mapping[str, Any], pack: Pack) -> str:
    if row.get("minutes") is None:
        return "not routed"
    hub = pack.method.hub(str(row["hub_id"])) if row.get("hub_id") else "the nearest hub"
    return f"{published.minutes(row['minutes'])} to {hub}"


_SITE_FACTS = (
    ("site_type", "Type"), ("status", "Status"), ("venue_type", "Kind of building"),
    ("postcode", "Postcode"), ("owner", "Owner"), ("linked_hub", "Linked hub"),
    ("services", "Services"), ("move", "Option"), ("to_name", "To"), ("reason", "Reason"),
)  # fmt: skip


def _site_cards(table: Any, pack: Pack) -> dict[str, Card]:
    found = {}
    for row in records(table):
        name = str(row.get("site_name") or row["site_id"])
        facts = [(label, str(row[key])) for key, label in _SITE_FACTS if row.get(key)]
        if row.get("children_gained") is not None:
            gained = published.about(row["children_gained"], pack.threshold)
            facts.insert(0, ("Children gained by it", gained))
        found[str(row["site_id"])] = Card(name, facts)
    return found


def _gap_cards(pack: Pack) -> dict[str, Card]:
    run = pack.evidence.today
    found = {}
    for row in records(run.gaps if run is not None else None):
        facts = [("Children", published.about(row["children"], pack.threshold))]
        facts.append(("Areas", f"{row['areas']:,.0f}"))
        if row.get("mean_minutes") is not None:
            facts.append(("Mean minutes", published.minutes(row["mean_minutes"])))
        if row.get("nearest_hub"):
            facts.append(("Nearest hub", pack.method.hub(str(row["nearest_hub"]))))
        found[str(row["cluster"])] = Card(str(row["cluster"]), facts)
    return found
