"""Two runs' tables side by side: what is the same to the last bit, and how far the rest differs."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

from .shapes import corners
from .tables import Table

CLOSE = 1e-7
"""Largest difference of two numbers, over the larger, that is called the same.

A network keeps its minutes as 32-bit reals, of which the last bit is 6e-8; counts below ten million
must agree exactly.
"""
NEAR_M = 1e-3
"""Largest distance of two corners of a drawn shape that is called the same, in metres."""
_NOT_OURS = ("layer", "path")  # QGIS's own merge writes where a row came from: each its own way
_YES, _NO = ("yes", "true", "True", 1), ("no", "false", "False", 0)


@dataclass
class Likeness:
    """What was compared, and what differs: `told` says where, the first cell of each column."""

    tables: int = 0
    rows: int = 0
    cells: int = 0
    inexact: int = 0
    yes_or_no: int = 0
    furthest: float = 0.0
    told: list[str] = field(default_factory=list)

    def add(self, place: str, one: Any, other: Any) -> None:
        """Count a cell."""
        self.cells += 1
        if same_bits(one, other):
            return
        if said_alike(one, other):
            self.yes_or_no += 1
            return
        apart = distance(one, other)
        self.inexact += apart > 0
        if apart <= CLOSE:
            self.furthest = max(self.furthest, apart)
        elif not any(line.startswith(f"{place}: ") for line in self.told):
            self.told.append(f"{place}: {_short(one)} against {_short(other)}")


def compare(one: dict[str, Table], other: dict[str, Table]) -> Likeness:
    """Compare all tables, row by row in their order."""
    found = Likeness()
    for name in sorted(one.keys() | other.keys()):
        if name not in one or name not in other:
            found.told.append(f"{name}: only one of the runs wrote it")
            continue
        _compare_table(name, one[name], other[name], found)
    return found


def _compare_table(name: str, one: Table, other: Table, found: Likeness) -> None:
    found.tables += 1
    found.rows += len(one)
    if len(one) != len(other):
        found.told.append(f"{name}: {len(one)} rows against {len(other)}")
        return
    for mine, its in zip(one, other):
        for column in sorted(mine.keys() | its.keys()):
            if column in _NOT_OURS:
                continue
            if column not in mine or column not in its:
                found.told.append(f"{name}, {column}: only one of the runs has the column")
                return
            found.add(f"{name}, {column}", mine[column], its[column])


def same_bits(one: Any, other: Any) -> bool:
    """Tell whether two values are the same, numbers to the last bit; an absent one is itself."""
    both_nan = one != one and other != other  # noqa: PLR0124 - nan is what differs from itself
    return both_nan or (one == other)


def said_alike(one: Any, other: Any) -> bool:
    """Tell whether both say yes, or both no, of which one at least in a word.

    QGIS from about 3.40 on reads a CSV's column of yes and no as true and false.
    """
    word = isinstance(one, str) or isinstance(other, str)
    return word and any(one in words and other in words for words in (_YES, _NO))


def distance(one: Any, other: Any) -> float:
    """Give how far two values differ: 0 the same, inf what cannot be compared.

    Numbers by their difference over the larger; shapes by the farthest of their corners, scaled so
    that `NEAR_M` comes out as `CLOSE`; texts of JSON, and lists, by the farthest of their values.
    """
    if isinstance(one, str) and isinstance(other, str):
        mine, its = _objects_in(one), _objects_in(other)
        return math.inf if mine is None or its is None else distance(mine, its)
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return max((_apart(one[name], other[name]) for name in one), default=0.0)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return max((_apart(*pair) for pair in zip(one, other)), default=0.0)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        larger = max(abs(one), abs(other))
        return abs(one - other) / larger if math.isfinite(larger) else math.inf
    if isinstance(one, bytes) and isinstance(other, bytes):
        mine, its = corners(one), corners(other)
        if mine is None or its is None or len(mine) != len(its):
            return math.inf
        return max((math.dist(p, q) for p, q in zip(mine, its)), default=0.0) / NEAR_M * CLOSE
    return math.inf


def _apart(one: Any, other: Any) -> float:
    return 0.0 if one == other else distance(one, other)


def _objects_in(text: str) -> dict[str, Any] | None:
    """Read a text of JSON, as the column made_with has it; None for any other."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _short(value: Any) -> str:
    text = f"{len(value)} bytes" if isinstance(value, bytes) else repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
