"""The pack's document as boxes: title and summary, contents, the sections, the sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...engine.report.document import (
    Chart,
    Document,
    MapPlace,
    Paragraph,
    Points,
    Section,
    Sheet,
    plain,
)
from ...engine.tables import Table
from .pdf_boxes import WIDTH, Box, Placed, gap, paragraph, points, rule, text_boxes
from .pdf_table import table_boxes
from .pdf_type import (
    ACCENT,
    ALERT,
    BODY,
    CAPTION,
    HEADING,
    MM,
    NOTE,
    POINT,
    SUBTITLE,
    TITLE,
    Lines,
    Run,
)

SOURCES = "sources_of_figures"
_MAP_ALONE, _FIRST_MAP, _FURTHER_MAP = 168 * MM, 205 * MM, 118 * MM
"""Heights of a map: the only one; the first of several, a page of its own; two to a page."""
_MOST_OF_PAGE = 200 * MM
_SIZE = re.compile(r'viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"')
_ATTRIBUTE = re.compile(r'<svg[^>]*?\s(width|height)="([\d.]+)(?:px)?"')


def boxes_of(
    document: Document, places: Mapping[str, int], maps: Mapping[str, str]
) -> tuple[list[Box], dict[str, str]]:
    """Give the document's boxes, and its SVG pictures by the names under which they are placed.

    `places` is filled with the page of each section by its key before the pages are painted;
    `maps` are the titles of the maps to print by their keys.
    """
    marks = {key: number for number, key in enumerate(document.traces, start=1)}
    pictures: dict[str, str] = {}
    boxes = _front(document)
    boxes += _blocks(document.summary, marks, pictures, maps)
    boxes += _contents(document, places)
    for section in document.sections:
        boxes += _heading(section.heading, section.key)
        boxes += _blocks(section, marks, pictures, maps)
    if document.footer:  # not last: it would stand alone on a page of its own
        boxes += [gap(10), *paragraph(document.footer, "note", marks)]
    return [*boxes, *_sources(document)], pictures


def _front(document: Document) -> list[Box]:
    boxes = text_boxes([Run(document.title)], TITLE, keep=True)
    boxes += text_boxes([Run(document.subtitle)], SUBTITLE, keep=True) if document.subtitle else []
    boxes += [gap(6), Box(8 * POINT, rule(ACCENT, 15.0), keep=True)]
    if document.fictional:
        boxes += [*text_boxes([Run("Fictional data: no real place, site or child.")], ALERT)]
        boxes.append(gap(6))
    return [*boxes, *text_boxes([Run(document.summary.heading)], HEADING, keep=True), gap(3)]


def _contents(document: Document, places: Mapping[str, int]) -> list[Box]:
    listed = [(part.key, part.heading) for part in document.sections]
    if document.traces:
        listed.append((SOURCES, _SOURCES_HEADING))
    boxes = [gap(14), *text_boxes([Run("Contents")], HEADING, keep=True), gap(3)]
    lines = [_content_line(key, heading, places) for key, heading in listed]
    return [*boxes[:1], *[_kept(box) for box in [*boxes[1:], *lines[:-1]]], *lines[-1:]]


def _content_line(key: str, heading: str, places: Mapping[str, int]) -> Box:
    words = Lines([Run(heading)], BODY, WIDTH - 60 * POINT)

    def paint(painter: Any, x: float, y: float) -> None:
        for number in range(len(words)):
            words.draw(painter, number, x, y + number * BODY.line)
        page = Lines([Run(str(places.get(key, "")))], BODY, WIDTH, right=True)
        page.draw(painter, 0, x, y)

    return Box(max(1, len(words)) * BODY.line, paint)


def _heading(heading: str, key: str) -> list[Box]:
    anchor = Box(0.0, keep=True, anchor=key)
    lines = text_boxes([Run(heading)], HEADING, keep=True)
    return [gap(16), anchor, *lines, Box(7 * POINT, rule(ACCENT), keep=True)]


def _blocks(
    section: Section, marks: Mapping[str, int], pictures: dict[str, str], maps: Mapping[str, str]
) -> list[Box]:
    boxes: list[Box] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            boxes += paragraph(block.text, block.kind, marks)
        elif isinstance(block, Points):
            boxes += points(block.texts, marks)
        elif isinstance(block, Sheet):
            boxes += table_boxes(block, marks.get(block.trace))
        elif isinstance(block, Chart):
            boxes += _chart(block, marks.get(block.trace), pictures)
        else:
            boxes += _map(block, maps)
    return boxes


def _chart(chart: Chart, mark: int | None, pictures: dict[str, str]) -> list[Box]:
    """Give a chart as wide as the page, with its words beneath: a PDF's picture says none."""
    name = f"chart{len(pictures) + 1}"
    pictures[name] = chart.svg
    wide, high = size_of(chart.svg)
    height = min(WIDTH * high / wide, _MOST_OF_PAGE)
    width = height * wide / high
    runs = [Run(plain(chart.words)), *([Run(f"\u202f[{mark}]", "mark")] if mark else [])]
    picture = Box(height, keep=True, placed=Placed("picture", name, height, 0.0, width))
    return [gap(4), picture, gap(2), *text_boxes(runs, NOTE), gap(8)]


def size_of(svg: str) -> tuple[float, float]:
    """Give an SVG element's width and height; 2 to 1 where it says neither."""
    box = _SIZE.search(svg)
    if box is not None:
        return float(box.group(1)), float(box.group(2))
    told = {name: float(value) for name, value in _ATTRIBUTE.findall(svg)}
    return told.get("width", 2.0), told.get("height", 1.0)


def _map(place: MapPlace, maps: Mapping[str, str]) -> list[Box]:
    """Give a map for each theme, with its title; the words once, beneath the first."""
    boxes: list[Box] = [] if maps else text_boxes([Run(plain(place.title))], CAPTION, keep=True)
    for number, (key, title) in enumerate(maps.items()):
        first = _FIRST_MAP if len(maps) > 1 else _MAP_ALONE
        height, kind = (first, "map") if number == 0 else (_FURTHER_MAP, "map, legend beside")
        one = Placed(kind, key, height)
        boxes += [gap(6), *text_boxes([Run(title or plain(place.title))], CAPTION, keep=True)]
        boxes += [Box(height, keep=number == 0, placed=one), gap(3)]
        boxes += text_boxes([Run(plain(place.words))], NOTE) if number == 0 else []
    return [*boxes, gap(8)] if maps else [*boxes, *text_boxes([Run(plain(place.words))], NOTE)]


_SOURCES_HEADING = "Where each figure comes from"


def _sources(document: Document) -> list[Box]:
    if not document.traces:
        return []
    traces = list(document.traces.values())
    sources, sets = with_letters([trace.source for trace in traces])
    columns = {
        "No.": [str(number) for number in range(1, len(traces) + 1)],
        "Figure": [trace.title for trace in traces],
        "Source": sources,
        "Date": [trace.date for trace in traces],
        "How it is worked out": [trace.formula for trace in traces],
        "Rerun with": [trace.rerun for trace in traces],
    }
    words = (
        "The numbers in brackets behind the figures of this pack stand here, with the data sets "
        "that each rests on."
    )
    return [
        *_heading(_SOURCES_HEADING, SOURCES),
        *paragraph(words, "", {}),
        *(points([f"{letter}: {one}" for one, letter in sets.items()], {}) if sets else []),
        *table_boxes(Sheet("sources", "Sources by number", Table(columns), ("No.",)), None),
    ]


_RESTS_ON = "It rests on: "


_NEXT_ROW = re.compile(r"(?<=\. )(?=(?:Under )?“)")  # of figures side by side: each has its own


def with_letters(sources: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Name the data sets by letters, told once: behind each figure they would fill pages."""
    letters: dict[str, str] = {}
    short = []
    for source in sources:
        rows = _NEXT_ROW.split(source)
        short.append("".join(_in_letters(row, letters) for row in rows))
    return short, letters


def _in_letters(source: str, letters: dict[str, str]) -> str:
    """Put letters for the data sets of one row, new ones into `letters`."""
    before, rests, named = source.partition(_RESTS_ON)
    end = ". " if named.endswith(". ") else ""
    sets = [one for one in named[: len(named) - len(end)].split("; ") if one]
    mine = [letters.setdefault(one, f"D{len(letters) + 1}") for one in sets]
    return f"{before}{rests}{', '.join(mine)}{end}" if mine else source


def _kept(box: Box) -> Box:
    return Box(box.height, box.paint, True, space=box.space)
