"""Layers of road lines to ways with OpenStreetMap's tags, whoever drew them.

The columns of published forms are known (`road_forms`); any other layer needs them named. Which
class of road is which stands in `resources/line_classes.csv`.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import ColumnError, FileUnreadableError, InputError, said_by, shortened
from ..progress import Progress
from .road_forms import Form

DEFAULT_CLASSES = Path(__file__).parents[2] / "resources" / "line_classes.csv"
SPEED_UNITS = ("by source", "mph", "kph")

_BLOCK = 20_000
_FORWARD = {"f", "ft", "yes", "y", "true", "1", "indirection", "forward"}
_BACK = {"t", "tf", "-1", "reverse", "inoppositedirection", "backward"}
_BOTH = {"b", "no", "n", "false", "0", "bothdirections", "both"}

Floats = npt.NDArray[np.float64]
Tags = dict[str, str]


@dataclass(frozen=True)
class LineFields:
    """Which column holds what; "" for none. `levels` has no column, one, or one for each end.

    `unit` is mph or kph.
    """

    classes: str = ""
    speed: str = ""
    unit: str = "by source"
    oneway: str = ""
    levels: tuple[str, ...] = ()
    name: str = ""
    id: str = ""


@dataclass(frozen=True)
class RoadLines:
    """f features as p lines: the points of each line, (k, 2) in `crs`, and its feature's row.

    `columns` holds f values by column name, None where there is none; `ids` f numbers as text.
    """

    name: str
    crs: str
    points: Sequence[Floats]
    row: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    ids: Sequence[str]
    without_shape: int = 0


@dataclass(frozen=True)
class TaggedRoads:
    """The features' tags; None for one of an unknown class, which is left out.

    `unknown` counts the values that nothing is known of, for `class`, `oneway` and `speed`.
    """

    tags: Sequence[Tags | None]
    ids: Sequence[str]
    unknown: Mapping[str, Counter[str]] = field(default_factory=dict)


def fields_to_read(columns: Sequence[str], form: Form, given: LineFields) -> LineFields:
    """Settle which columns are read: those given, else those that the form is known for.

    Raises `ColumnError` where the column of the class is neither given nor known.
    """
    by_name = {name.lower(): name for name in columns}

    def first(wanted: Sequence[str]) -> str:
        return next((by_name[name] for name in wanted if name in by_name), "")

    classes = given.classes or first(form.classes)
    if not classes:
        raise ColumnError(
            "The lines are of no form that the planner knows, so it cannot tell which column holds "
            f"the class of road. Name it (CLASS_FIELD). The columns: {', '.join(columns)}."
        )
    levels = tuple(by_name[name] for name in form.levels if name in by_name)
    own_speed = first(form.speed)
    unit = given.unit
    if unit == "by source":
        unit = form.unit if given.speed in ("", own_speed) else "mph"
    return LineFields(
        classes=classes,
        speed=given.speed or own_speed,
        unit=unit,
        oneway=given.oneway or first(form.oneway),
        levels=given.levels or (levels if len(levels) == len(form.levels) else ()),
        name=given.name or first(form.names),
        id=given.id or first(form.ids),
    )


def read_line_classes(path: Path = DEFAULT_CLASSES) -> dict[str, Tags]:
    """Read which tags each class of road stands for, by the class in small letters.

    Columns `value` and `highway`; any further column is a tag that is set beside it. Raises
    `FileUnreadableError` or `ColumnError` in words.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            there = reader.fieldnames or ()
            lacking = [name for name in ("value", "highway") if name not in there]
            if lacking:
                raise ColumnError(f"{path.name} has no column {', '.join(lacking)}.")
            rows = [{k: (v or "").strip() for k, v in row.items() if k} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileUnreadableError(
            f"{path.name} cannot be read as a table ({said_by(error)}). Save it again as CSV "
            "(UTF-8)."
        ) from error
    found = {}
    for line, row in enumerate(rows, start=2):
        if not row["value"] or not row["highway"]:
            raise ColumnError(f"{path.name}, line {line}: value or highway is empty. Fill both.")
        found[row.pop("value").lower()] = {key: value for key, value in row.items() if value}
    return found


def tagged_roads(
    lines: RoadLines,
    fields: LineFields,
    form: Form,
    classes: Mapping[str, Tags],
    known: Sequence[str],
    progress: Progress | None = None,
) -> TaggedRoads:
    """Give each feature OpenStreetMap's tags: `highway`, `oneway`, `maxspeed`, `name` and others.

    `known` are the `highway` classes that have speeds. A value of the class column is looked up
    in `classes`, else taken for a `highway` class itself. Raises `InputError` where no class, or no
    value of the one-way column, is known.
    """
    progress, count = progress or Progress(), len(lines.ids)
    unknown: dict[str, Counter[str]] = {"class": Counter(), "oneway": Counter(), "speed": Counter()}
    values = _texts(lines, fields.classes, count)
    tags: list[Tags | None] = [_class_tags(value, classes, set(known)) for value in values]
    unknown["class"].update(value for value, found in zip(values, tags) if found is None)
    if not any(tags):
        raise InputError(
            f"None of the {count:,} lines is of a known class: {fields.classes} holds "
            f"{_listed(unknown['class'])}. Choose another column, or a table of classes that has "
            "these values."
        )
    oneway = _texts(lines, fields.oneway, count)
    _refuse_ambiguous(oneway, form, fields)
    speed, name = _texts(lines, fields.speed, count), _texts(lines, fields.name, count)
    used = {fields.classes, fields.oneway, fields.speed, fields.name, fields.id}
    rest = [key for key in lines.columns if form.tags and key not in used]
    for row, own in enumerate(tags):
        if row % _BLOCK == 0:
            progress.stop_if_asked()
        if own is None:
            continue
        for key in rest:
            own.setdefault(key, plain_text(lines.columns[key][row]))
        own["oneway"] = _one_way(oneway[row], unknown["oneway"], form.tags)
        own["maxspeed"] = _speed(speed[row], fields.unit, unknown["speed"])
        own["name"] = name[row]
        tags[row] = {key: value for key, value in own.items() if value}
    _refuse_unread(oneway, unknown["oneway"], fields)
    ids = _texts(lines, fields.id, count)
    return TaggedRoads(tags, [own or number for own, number in zip(ids, lines.ids)], unknown)


def said_of(unknown: TaggedRoads) -> list[str]:
    """Say in sentences which values nothing was known of, and what became of their lines."""
    said = []
    what = {
        "class": "lines are of a class that is not known and were left out",
        "oneway": "lines have a one-way value that is not known and are taken as two-way",
        "speed": "lines have a speed that cannot be read; their class's speed is taken",
    }
    for key, sentence in what.items():
        counted = unknown.unknown.get(key, Counter())
        if counted:
            said.append(f"{sum(counted.values()):,} {sentence}: {_listed(counted)}.")
    return said


def plain_text(value: Any) -> str:
    """Give a value as text: 1.0 is "1", None and nan are ""."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _texts(lines: RoadLines, column: str, count: int) -> list[str]:
    if not column:
        return [""] * count
    return [plain_text(value) for value in lines.columns[column]]


def _class_tags(value: str, classes: Mapping[str, Tags], known: set[str]) -> Tags | None:
    own = classes.get(value.lower())
    if own is None:
        own = {"highway": value.lower().replace(" ", "_")}
    return dict(own) if own["highway"] in known else None


def _one_way(value: str, unknown: Counter[str], as_tagged: bool) -> str:
    """Give the tag `oneway` ("yes", "-1" or "") of a value in any of the known ways."""
    word = value.lower().replace(" ", "").replace("_", "")
    if word in _FORWARD:
        return "yes"
    if word in _BACK:
        return "-1"
    if word in _BOTH:
        return "no"
    if value and not as_tagged:
        unknown[value] += 1
    return value if as_tagged else ""


def _refuse_ambiguous(values: Sequence[str], form: Form, fields: LineFields) -> None:
    """Refuse a column of T and F alone, which can be read in two ways."""
    there = {value.lower() for value in values if value}
    if there and there <= {"t", "f"} and "oneway" not in form.oneway:
        raise InputError(
            f"The column {fields.oneway} holds only T and F, which may mean true and false, or "
            "against and with the line's direction. Write yes, no and -1 (against) instead."
        )


def _refuse_unread(values: Sequence[str], unknown: Counter[str], fields: LineFields) -> None:
    if unknown and sum(unknown.values()) == sum(1 for value in values if value):
        raise InputError(
            f"No value of the column {fields.oneway} can be read as one-way or two-way: "
            f"{_listed(unknown)}. Use yes, no and -1; F, T and B; or 'in direction', 'in opposite "
            "direction' and 'both directions'."
        )


def _speed(value: str, unit: str, unknown: Counter[str]) -> str:
    """Give the tag `maxspeed` of a number in km/h or mph; a text that names its unit is kept."""
    try:
        number = float(value or 0)
    except ValueError:
        if value.lower().endswith("mph") or value.lower().startswith("gb:"):
            return value
        unknown[value] += 1
        return ""
    if not 0 < number < math.inf:
        return ""
    return f"{number:g} mph" if unit == "mph" else f"{number:g}"


def _listed(counted: Counter[str], most: int = 5) -> str:
    """List values with their counts, the most frequent first."""
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(
        f"{shortened(value) or '(empty)'} ({count:,})" for value, count in ranked[:most]
    )
    return shown + (f" and {len(ranked) - most} more" if len(ranked) > most else "")
