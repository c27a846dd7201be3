"""The pack as a document: sections of blocks in plain words, before it is a page, a PDF or tables.

Everything that is withheld from an audience is withheld before a document is made: what writes it
(page, PDF, tables) prints all that it finds. Texts are plain; a figure that can be traced stands in
them as `[[1,230|key]]`, where `key` names a `Trace` of the document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Union

from ..errors import InputError

if TYPE_CHECKING:
    from ..tables import Table

_TRACED = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\]\]")


@dataclass(frozen=True)
class Trace:
    """Where a figure comes from: its dataset, their dates, its formula, the file that reruns it."""

    key: str
    title: str
    source: str
    date: str
    formula: str
    rerun: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `kind` is "", "lead" (the answer), "note" or "warning"."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Points:
    """A list of plain texts."""

    texts: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """A table as it is printed: texts by column, already rounded and held back where needed.

    `exact` is the table behind it for the TABLES folder, None where the audience gets what is
    printed; `key` becomes its sheet's name (letters, digits, "_"; at most 31). `numbers` names the
    columns that stand at the right and sort by value. Where only the first rows of a long table are
    printed, `whole` has all of them as they would be.
    """

    key: str
    title: str
    printed: Table
    numbers: Sequence[str] = ()
    exact: Table | None = None
    trace: str = ""
    note: str = ""
    whole: Table | None = None


@dataclass(frozen=True)
class Chart:
    """A picture as one SVG element; `words` say what it shows to those who cannot see it."""

    svg: str
    words: str
    trace: str = ""


@dataclass(frozen=True)
class MapPlace:
    """Where the map stands: the page puts its interactive map here, the PDF a map of the layers.

    `layers` are keys of the map's layers, drawn the last on top.
    """

    key: str
    title: str
    layers: Sequence[str]
    words: str


Block = Union[Paragraph, Points, Sheet, Chart, MapPlace]


@dataclass(frozen=True)
class Section:
    """A part of the pack under its heading; `key` is its anchor."""

    key: str
    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Document:
    """The whole pack. `summary` is the short page on top for members."""

    title: str
    subtitle: str
    audience: str
    fictional: bool
    summary: Section
    sections: Sequence[Section]
    traces: Mapping[str, Trace] = field(default_factory=dict)
    footer: str = ""

    def __post_init__(self) -> None:
        """Refuse a figure that leads nowhere, and two sheets or sections of one key."""
        lost = sorted({key for key in self._told() if key not in self.traces})
        if lost:
            raise InputError(f"The pack has figures without a source: {', '.join(lost)}.")
        keys = [sheet.key for sheet in self.sheets()] + [part.key for part in self.parts()]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise InputError(f"The pack has two parts named {', '.join(twice)}.")

    def parts(self) -> list[Section]:
        """Give the summary and all sections in their order."""
        return [self.summary, *self.sections]

    def sheets(self) -> list[Sheet]:
        """Give every table in the order of the document."""
        return [block for part in self.parts() for block in part.blocks if isinstance(block, Sheet)]

    def _told(self) -> set[str]:
        found: set[str] = set()
        for part in self.parts():
            for block in part.blocks:
                found |= _keys_of(block)
        return found


def _keys_of(block: Block) -> set[str]:
    if isinstance(block, Paragraph):
        return {key for _, key in _TRACED.findall(block.text)}
    if isinstance(block, Points):
        return {key for text in block.texts for _, key in _TRACED.findall(text)}
    if isinstance(block, (Sheet, Chart)) and block.trace:
        return {block.trace}
    return set()


def pieces(text: str) -> list[tuple[str, str]]:
    """Part a text into (words, key of their trace or "") in turn."""
    found, at = [], 0
    for match in _TRACED.finditer(text):
        found += [(text[at : match.start()], ""), (match.group(1), match.group(2))]
        at = match.end()
    return [(words, key) for words, key in [*found, (text[at:], "")] if words]


def plain(text: str) -> str:
    """Give a text without its traces, for a PDF or a title."""
    return "".join(words for words, _ in pieces(text))
