"""Build the travel network from a layer of road lines, whoever drew them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..progress import Progress
from ..projection import WGS84, is_metric, metric_crs, reproject, short_name
from ..provenance import checksum
from ..sources.openstreetmap import Lines
from ..sources.road_forms import NOT_STATED, Form, recognised
from ..sources.road_lines import (
    DEFAULT_CLASSES,
    LineFields,
    RoadLines,
    TaggedRoads,
    fields_to_read,
    plain_text,
    read_line_classes,
    said_of,
    tagged_roads,
)
from .about import about_roads, about_town_speed
from .access_speeds import OFF_ROAD, access_speeds
from .assemble import Ground, assemble
from .build import way_facts
from .built_up import built_up_ways, way_lengths_m
from .declared_system import refuse_wrong_system
from .join_lines import JoinedLines, Meeting, join_lines
from .model import BuiltNetwork, Floats, Ints, Polylines
from .rules import DEFAULT_LIMIT_SHARE, ClassSpeeds, read_rules
from .town_speed import a_road_town_speed

NO_BARRIERS = "none: lines carry no water, railways or motorways to keep pictures from crossing"
NO_TURNS = "none: lines carry no turn restrictions"

_MOST_LENGTH_CHANGE = 0.01


@dataclass(frozen=True)
class LineSettings:
    """How lines become a network: columns, class tables, tolerance in metres, system, credit."""

    fields: LineFields = field(default_factory=LineFields)
    tolerance_m: float = 0.5
    classes: Path = DEFAULT_CLASSES
    speeds: Path | None = None
    rules: Path | None = None
    limit_share: float = DEFAULT_LIMIT_SHARE
    crs: str = ""
    publisher: str = ""
    licence: str = ""


@dataclass(frozen=True)
class BuiltFromLines:
    """The network, what it was read as, and how many ends were joined."""

    built: BuiltNetwork
    form: Form
    fields: LineFields
    joined: JoinedLines


def network_from_lines(
    lines: RoadLines,
    settings: LineSettings,
    progress: Progress,
    made_from: Mapping[str, str] | None = None,
) -> BuiltFromLines:
    """Build the network for all modes from road lines.

    `made_from` joins what `about` tells of the network. Raises `InputError`, `ColumnError`,
    `FileUnreadableError` or `NetworkError` in words.
    """
    rules = read_rules(settings.rules, settings.speeds, settings.limit_share)
    form = recognised(list(lines.columns))
    fields = fields_to_read(list(lines.columns), form, settings.fields)
    classes = read_line_classes(settings.classes)
    _check(lines, settings)
    tagged = tagged_roads(lines, fields, form, classes, tuple(rules.speeds.kph), progress)
    progress.report(0.1)
    ways, levels = _known_parts(lines, tagged, fields)
    progress.report(0.12)
    refuse_wrong_system(np.concatenate(ways.points), lines.crs, lines.name)
    progress.report(0.15)
    bounds = _bounds(ways, lines.crs)
    progress.report(0.18)
    crs = settings.crs or metric_crs(*bounds)
    flat = _flat(ways, lines.crs, crs)
    _refuse_shrinking(flat, lines, settings.tolerance_m)
    meeting = Meeting(settings.tolerance_m, form.ends_only, len(fields.levels) == 2)
    joined = join_lines(flat, levels, meeting, progress.part(0.2, 0.8))
    progress.report(0.8)
    built_up = built_up_ways(flat, [tags["highway"] for tags in ways.tags])
    progress.report(0.85)
    facts = way_facts(ways, rules, built_up)
    progress.report(0.9)
    town = a_road_town_speed(ways.tags, way_lengths_m(flat), facts.kph["drive"], built_up, rules)
    about = {
        **(made_from or {}),
        **about_town_speed(town),
        **rules.about(),
        "line_classes": settings.classes.name,
        "line_classes_sha256": checksum(settings.classes),
        "bounds_wgs84": ", ".join(f"{value:.6f}" for value in bounds),
        **_about(lines, settings, form, fields, rules.speeds),
        **_about_joining(joined, settings.tolerance_m),
    }
    ground = Ground(crs=crs, to_metres=np.array)
    built = assemble(joined.lines, joined.keys, facts, ground, about)
    network = replace(built.network, about={**built.network.about, **about_roads(built)})
    for sentence in [*said_of(tagged), *_warnings(lines, ways, fields), *_changed(joined)]:
        progress.warn(sentence)
    progress.report(1.0)
    return BuiltFromLines(replace(built, network=network), form, fields, joined)


def _check(lines: RoadLines, settings: LineSettings) -> None:
    if not lines.points:
        raise InputError(
            f"{lines.name} holds no lines ({lines.without_shape:,} features have no shape). "
            "Choose a layer of road lines."
        )
    if settings.crs and not is_metric(settings.crs):
        raise InputError(
            f"The network's coordinate system {settings.crs} does not count in metres. "
            "Choose a projected one, such as EPSG:27700 in Great Britain."
        )
    if not 0 <= settings.tolerance_m <= 50:
        raise InputError(
            f"The tolerance is {settings.tolerance_m:g} m. Give 0 to 50 metres: roads that lie "
            "further apart do not meet."
        )


def _refuse_shrinking(flat: Polylines, lines: RoadLines, tolerance_m: float) -> None:
    """Refuse lines that have no length, or that joining would make points of."""
    length_m = way_lengths_m(flat)
    total_m = float(length_m.sum())
    if total_m <= 0:
        raise InputError(
            f"The lines of {lines.name} have no length: each begins and ends at one point. Choose "
            "a layer of road lines."
        )
    short = length_m < tolerance_m
    if length_m[short].sum() > total_m / 2:
        raise InputError(
            f"{int(short.sum()):,} of the {len(flat):,} lines of {lines.name} are shorter than the "
            f"tolerance of {tolerance_m:g} m and would shrink to points; they make up "
            f"{length_m[short].sum() / total_m:.0%} of all length ({total_m:,.1f} m). Choose a "
            f"smaller tolerance, and check the layer's coordinate system "
            f"({short_name(lines.crs)})."
        )


def _known_parts(lines: RoadLines, tagged: TaggedRoads, fields: LineFields) -> tuple[Lines, Ints]:
    """Give the lines of a known class with their tags, and the level of each at its two ends."""
    ways, levels = Lines(), []
    numbers: dict[str, int] = {}
    columns = fields.levels if len(fields.levels) != 1 else fields.levels * 2
    for points, row in zip(lines.points, lines.row):
        tags = tagged.tags[row]
        if tags is None or len(points) < 2:
            continue
        ways.add(points, tags, tagged.ids[row])
        at_ends = [plain_text(lines.columns[name][row]) or "0" for name in columns] or ["0", "0"]
        levels.append([numbers.setdefault(level, len(numbers)) for level in at_ends])
    if not len(ways):
        raise InputError(
            f"{lines.name} holds no line of a known class with two points or more. Choose a layer "
            "of road lines."
        )
    return ways, np.array(levels, dtype=np.int64)


def _bounds(ways: Lines, crs: str) -> tuple[float, float, float, float]:
    """Give west, south, east, north in degrees."""
    degrees = reproject(np.concatenate(ways.points), crs, WGS84)
    west, south = degrees.min(axis=0)
    east, north = degrees.max(axis=0)
    return float(west), float(south), float(east), float(north)


def _flat(ways: Lines, source: str, target: str) -> Polylines:
    xy: Floats = reproject(np.concatenate(ways.points), source, target)
    start = np.concatenate([[0], np.cumsum([len(points) for points in ways.points])])
    return Polylines(xy, start)


def _about(
    lines: RoadLines, settings: LineSettings, form: Form, fields: LineFields, speeds: ClassSpeeds
) -> dict[str, str]:
    return {
        "dataset": f"Road lines ({form.name})",
        "data_until": "",
        "publisher": settings.publisher or form.publisher,
        "licence": settings.licence or form.licence,
        "read_as": said_of_fields(fields),
        "lines_without_shape": str(lines.without_shape),
        "barrier_lines": NO_BARRIERS,
        "turn_restrictions": NO_TURNS,
        "lacks": "barrier lines, turn restrictions, gates, and what its columns do not tell: who "
        "may use a way, pavements, lighting (so fast roads are over-counted)",
        "coincident_levels": "0",
        **access_speeds(speeds),
    }


def _about_joining(joined: JoinedLines, tolerance_m: float) -> dict[str, str]:
    return {
        "tolerance_m": f"{tolerance_m:g}",
        "ends_joined_to_ends": str(joined.ends),
        "ends_joined_to_lines": str(joined.cuts),
        "levels_kept_apart": str(joined.kept_apart),
        "greatest_move_m": f"{joined.greatest_move_m:.2f}",
        "length_change_by_joining": f"{joined.length_change:+.2%}",
    }


def _changed(joined: JoinedLines) -> list[str]:
    """Warn where joining has drawn the lines longer or shorter than they are."""
    if abs(joined.length_change) <= _MOST_LENGTH_CHANGE:
        return []
    return [
        f"Joining changed the length of all lines by {joined.length_change:+.1%}: the tolerance is "
        "wide for these lines, and minutes on them are off by as much. Choose a smaller one."
    ]


def said_of_fields(fields: LineFields) -> str:
    """Say which column was read as what."""
    read = {
        "class": fields.classes,
        f"speed limit in {fields.unit}": fields.speed,
        "one-way": fields.oneway,
        "level": " and ".join(fields.levels),
        "name": fields.name,
        "id": fields.id,
    }
    return ", ".join(f"{what} from {column}" for what, column in read.items() if column)


def _warnings(lines: RoadLines, ways: Lines, fields: LineFields) -> list[str]:
    said = [
        "Lines tell neither pavements nor lighting: fast roads with a pavement count as without "
        "one, and BAR_FAST_ROADS bars too much."
    ]
    if lines.without_shape:
        said.append(f"{lines.without_shape:,} features have no shape and were left out.")
    there = Counter(tags["highway"] for tags in ways.tags)
    if not OFF_ROAD & set(there):
        said.append(
            "The lines hold no footpaths: walks follow roads alone and come out too long where "
            "there are paths."
        )
    if not fields.oneway:
        said.append("No column tells one-way streets: every road is taken as open both ways.")
    elif not any(tags.get("oneway") in {"yes", "-1"} for tags in ways.tags):
        said.append(f"The column {fields.oneway} names no one-way street at all.")
    return said


def credit_missing(about: Mapping[str, str]) -> bool:
    """Tell whether nobody has said whose the lines are."""
    return about["publisher"] == NOT_STATED
