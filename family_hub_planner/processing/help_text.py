"""The help panel's text: the file of an algorithm, its pictures, and why its defaults are so."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QUrl

# The panel scales no picture well: it gets one of its own width, and a click opens the larger.
PICTURES = {"{thumbnail}": "pictures/small", "{picture}": "pictures"}
EXAMPLE = "<h3>Example</h3>"
FIELD = "field"


def help_text(resources: Path, algorithm: str, definitions: Sequence[Any]) -> str:
    """Give the text for the panel, the addresses being those of this installation."""
    text = (resources / "help" / f"{algorithm}.html").read_text(encoding="utf-8")
    head, example, rest = text.partition(EXAMPLE)
    text = head + _why(resources, algorithm, definitions) + example + rest
    for place, folder in PICTURES.items():
        path = resources / "help" / folder / f"{algorithm}.png"
        address = QUrl.fromLocalFile(str(path))
        full = address.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        text = text.replace(place, escape(full, quote=True))
    return text


def reason_of(resources: Path, algorithm: str, parameter: str) -> str:
    """Say why a parameter's default is as it is, "" where nothing is known."""
    reasons = _reasons(resources / "default_reasons.csv")
    return reasons.get((parameter, algorithm)) or reasons.get((parameter, ""), "")


def has_default(definition: Any) -> bool:
    """Tell whether a parameter has a default to be explained: not so the name of a column."""
    return definition.type() != FIELD and definition.defaultValue() not in (None, "")


@lru_cache(maxsize=4)
def _reasons(path: Path) -> dict[tuple[str, str], str]:
    with path.open(encoding="utf-8", newline="") as table:
        return {(row["parameter"], row["algorithm"]): row["reason"]
                for row in csv.DictReader(table)}  # fmt: skip


def _why(resources: Path, algorithm: str, definitions: Sequence[Any]) -> str:
    lines = []
    for one in definitions:
        reason = reason_of(resources, algorithm, one.name()) if has_default(one) else ""
        if reason:
            label = f"<b>{escape(one.description())}</b>, {_shown(one)}"
            lines.append(f"<li>{label}: {escape(reason)}</li>\n")
    if not lines:
        return ""
    return f"<h3>Why the defaults are so</h3>\n<ul>\n{''.join(lines)}</ul>\n\n"


def _shown(definition: Any) -> str:
    value = definition.defaultValue()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else escape(str(value))
