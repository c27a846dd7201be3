"""Paragraphs, lists, tables and charts of the pack as HTML; every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from ..published import HELD_BACK, NOT_APPLICABLE
from .document import Chart, Paragraph, Points, Sheet, pieces

_NUMBER = re.compile(r"[-−+]?£?\d[\d,]*(\.\d+)?")
_KINDS = {"": "", "lead": "lead", "note": "note", "warning": "warning"}
TOTALS = ("All areas", "all areas")
_SEVERAL_WORDS, _LONG = 11, 60  # letters of a cell
_WIDE = 12  # columns; in a wider table a long cell is not given room of its own


def block_html(block: Paragraph | Points | Sheet | Chart) -> str:
    """Write one block, any but the map."""
    if isinstance(block, Paragraph):
        kind = _KINDS.get(block.kind, "")
        named = f' class="{kind}"' if kind else ""
        return f"<p{named}>{text_html(block.text)}</p>\n"
    if isinstance(block, Points):
        items = "".join(f"<li>{text_html(text)}</li>" for text in block.texts)
        return f"<ul>{items}</ul>\n"
    if isinstance(block, Sheet):
        return sheet_html(block)
    return chart_html(block)


def text_html(text: str) -> str:
    """Write a text; a traced figure becomes a link to where it comes from."""
    return "".join(
        f'<a class="figure" href="#trace-{escape(key)}">{escape(words)}</a>'
        if key
        else escape(words)
        for words, key in pieces(text)
    )


def sheet_html(sheet: Sheet) -> str:
    """Write a table with its caption; a row of all areas stays at its foot when rows are sorted."""
    heads = list(sheet.printed.columns)
    rows = [list(map(_text, row)) for row in sheet.printed.rows()]
    total = rows.pop() if rows and rows[-1][0] in TOTALS else None
    head = "".join(_head(name, name in sheet.numbers) for name in heads)
    body = "".join(_row(row, heads, sheet.numbers) for row in rows)
    foot = f"<tfoot>{_row(total, heads, sheet.numbers)}</tfoot>" if total else ""
    empty = f'<tr><td colspan="{len(heads)}">No rows.</td></tr>' if not rows and not total else ""
    title = escape(sheet.title)
    return (
        f'<div class="sheet" id="sheet-{escape(sheet.key)}"><div class="scroll" role="region" '
        f'aria-label="{title}" tabindex="0"><table class="sortable"><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}{empty}</tbody>{foot}</table></div>"
        f"{_beneath(sheet.note, sheet.trace)}</div>\n"
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _head(name: str, number: bool) -> str:
    kind = ' class="number"' if number else ""
    return f'<th scope="col"{kind}>{escape(name)}</th>'


def _row(cells: Sequence[str], heads: Sequence[str], numbers: Sequence[str]) -> str:
    first, *others = cells
    counted = heads[0] in numbers
    named = ' class="number"' if counted else ""
    parts = [f'<th scope="row"{named}{_sorting(first, counted)}>{_cell(first)}</th>']
    for name, cell in zip(heads[1:], others):
        number = name in numbers
        several = not number and len(cell) > _SEVERAL_WORDS
        told = (
            ("number", number),
            ("long", len(cell) > _LONG and len(heads) <= _WIDE),
            ("words", several),
        )
        kinds = " ".join(kind for kind, on in told if on)
        named = f' class="{kinds}"' if kinds else ""
        parts.append(f"<td{named}{_sorting(cell, number)}>{_cell(cell)}</td>")
    return f"<tr>{''.join(parts)}</tr>"


def _cell(text: str) -> str:
    # The sign of a share is not to stand alone on the next line.
    return escape(text).replace(" %", "&nbsp;%")


def _sorting(cell: str, number: bool) -> str:
    value = sort_value(cell) if number or cell.isdigit() else None
    return "" if value is None else f' data-value="{value:g}"'


def sort_value(cell: str) -> float | None:
    """Give the number by which a printed cell is sorted; None for one that is not printed.

    "about 1,240 (42 %)" is 1240, "under 10" just under it, "none" and "no change" nought.
    """
    text = cell.strip()
    if text in ("", NOT_APPLICABLE, HELD_BACK) or text.startswith("not "):
        return None
    if text in ("none", "no change"):
        return 0.0
    match = _NUMBER.search(text)
    if match is None:
        return None
    number = float(match.group().replace(",", "").replace("£", "").replace("−", "-"))
    if text.startswith(("all but", "over")):
        return number
    return number - 0.5 if text.startswith(("under", "fewer than")) else number


def chart_html(chart: Chart) -> str:
    """Write a chart; its words stand in it for those who cannot see it."""
    return (
        f'<figure class="chart"><div class="scroll" role="region" tabindex="0" '
        f'aria-label="{escape(chart.words)}">{chart.svg}</div>'
        f"{_beneath('', chart.trace)}</figure>\n"
    )


def _beneath(note: str, trace: str) -> str:
    parts = []
    if note:
        parts.append(text_html(note))
    if trace:
        link = f'<a class="source" href="#trace-{escape(trace)}">Where these figures come from</a>'
        parts.append(link)
    return f'<p class="beneath">{" ".join(parts)}</p>' if parts else ""
