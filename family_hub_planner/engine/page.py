"""One self-contained HTML page: headings, paragraphs, tables and pictures, nothing from outside.

The markup is kept so plain that it reads without modern CSS too: Qt's rich text, which QGIS shows
results in, knows `align`, `cellpadding` and `bgcolor`, but little of style sheets. Pictures are
SVG inside an image address, since Qt would print the words of a bare SVG element as text.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape
from typing import NewType

from .plain_text import without_unseen

Html = NewType("Html", str)

OSM_NOTICE = "© OpenStreetMap contributors, ODbL"
OSM_ADDRESS = "https://www.openstreetmap.org/copyright"

_STYLE = """
body { font-family: "Segoe UI", Arial, Helvetica, sans-serif; color: #1c2733; background: #ffffff;
  line-height: 1.5; margin: 0 auto; max-width: 960px; padding: 24px; }
h1 { font-size: 1.7em; line-height: 1.2; margin-bottom: 0.2em; }
h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #c9d1d8; padding-bottom: 3px; }
p, li { max-width: 76ch; overflow-wrap: anywhere; }
p.lead { font-size: 1.2em; background: #eef4f6; border-left: 5px solid #2a788e; padding: 12px 16px;
  max-width: none; }
table { border-collapse: collapse; width: 100%; }
.scroll { margin: 14px 0 22px 0; }
caption { text-align: left; font-weight: bold; padding: 4px 0; }
th, td { border-bottom: 1px solid #dde3e7; padding: 5px 6px; vertical-align: top;
  font-size: 9.5pt; }
th.short, td.short { white-space: nowrap; }
thead th, thead td { background: #f2f5f7; font-weight: 600; vertical-align: bottom; }
@media screen { thead { position: sticky; top: 0; background: #f2f5f7; } }
tbody th { font-weight: normal; text-align: left; }
tr.total th, tr.total td { font-weight: bold; border-top: 2px solid #6b7780; }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.none { color: #5b6770; font-style: italic; }
.picture { margin: 1em 0; line-height: 1; }
.scroll:focus-visible { outline: 3px solid #b25c00; outline-offset: 2px; }
img { width: 100%; height: auto; }
p.fictional { border: 2px solid #8a4b00; color: #6b3a00; font-weight: 600; padding: 8px 14px; }
p.note, footer { color: #46525c; font-size: 0.9em; }
@media screen and (max-width: 860px) { body { padding: 10px; }
  thead { position: static; background: none; } thead th, thead td { background: none; }
  thead th.short { white-space: normal; } th, td { font-size: 8pt; padding: 4px 3px; }
  caption { max-width: calc(100vw - 20px); position: sticky; left: 0; }
  .picture img { min-width: 620px; }
  tbody th, thead tr:last-child > :first-child { position: sticky; left: 0; background: #ffffff;
    max-width: 38vw; white-space: normal; }
  .scroll { overflow-x: auto; background:
      linear-gradient(to right, #fff 40%, transparent) left / 40px 100%,
      linear-gradient(to left, #fff 40%, transparent) right / 40px 100%,
      linear-gradient(to right, rgba(28,39,51,0.35), transparent) left / 12px 100%,
      linear-gradient(to left, rgba(28,39,51,0.35), transparent) right / 12px 100%;
    background-repeat: no-repeat; background-attachment: local, local, scroll, scroll; }
}
@media print { body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-after: avoid; }
  thead { display: table-header-group; } tr, img { break-inside: avoid; }
  p.lead { border: 1px solid #6b7780; } a { color: inherit; text-decoration: none; } }
"""


def page(title: str, body: Iterable[Html], footer: str = "", from_osm: bool = True) -> str:
    """Give the whole HTML document; `title` is its heading, `footer` a line of plain text.

    The map data's notice is left out only when `from_osm` says that none of it was used.
    """
    heading = escape(title)
    whole = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{heading}</h1>\n{''.join(body)}</main>\n<footer>{_notice() if from_osm else ''}"
        f"<p>{escape(footer)}</p></footer>\n</body>\n</html>\n"
    )
    return without_unseen(whole)


def _notice() -> Html:
    return Html(f'<p>Map data: <a href="{OSM_ADDRESS}">{OSM_NOTICE}</a></p>')


def section(heading: str, *body: Html) -> Html:
    """Give a part of the page under its heading."""
    return Html(f"<section>\n<h2>{escape(heading)}</h2>\n{''.join(body)}</section>\n")


def paragraph(text: str, style: str = "") -> Html:
    """Give a paragraph of plain text; `style` is "", "lead" (the answer) or "note"."""
    named = f' class="{style}"' if style else ""
    return Html(f"<p{named}>{escape(text)}</p>\n")


def items(texts: Sequence[str]) -> Html:
    """Give a list of plain texts."""
    return Html("<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>\n")


def picture(svg: str, words: str) -> Html:
    """Give an SVG element as a picture; `words` say what it shows to those who cannot see it."""
    data = base64.b64encode(without_unseen(svg).encode("utf-8")).decode("ascii")
    shown = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(words)}">'
    return Html(
        f'<div class="scroll picture" role="region" tabindex="0" aria-label="Chart">{shown}</div>\n'
    )


def facts(caption: str, pairs: Sequence[tuple[str, str]]) -> Html:
    """Give a table of two columns, name and value, both plain text."""
    return table(caption, heading_row(["Parameter", "Value"]), [text_row(pair) for pair in pairs])


def heading_row(names: Sequence[str], numbers: Sequence[int] = (), wrap: bool = False) -> Html:
    """Give one heading row; those at the places `numbers` stand at the right, above numbers.

    `wrap` lets short names break too, where many stand side by side.
    """
    cells = (
        f'<th scope="col" align="{"right" if i in numbers else "left"}"'
        f"{'' if wrap else _short(name)}>"
        f"{escape(name)}</th>"
        for i, name in enumerate(names)
    )
    return Html(f"<tr>{''.join(cells)}</tr>")


def span_row(spans: Sequence[tuple[str, int]]) -> Html:
    """Give a heading row above another: (text, how many columns it spans) for each cell."""
    cells = (
        f'<th scope="colgroup" colspan="{width}" align="center">{escape(name)}</th>'
        if name
        else f'<td colspan="{width}"></td>'
        for name, width in spans
    )
    return Html(f"<tr>{''.join(cells)}</tr>")


def number_row(key: str, cells: Sequence[str], total: bool = False) -> Html:
    """Give a row of numbers, already written out, under the heading `key`; `total` sets it off."""
    numbers = "".join(f'<td class="number" align="right">{escape(cell)}</td>' for cell in cells)
    named = ' class="total"' if total else ""
    return Html(f"<tr{named}>{_row_heading(key)}{numbers}</tr>")


def empty_row(key: str, width: int, note: str) -> Html:
    """Give a row without figures, `width` columns beside its heading, with the reason written."""
    cell = f'<td class="none" colspan="{width}" align="left">{escape(note)}</td>'
    return Html(f"<tr>{_row_heading(key)}{cell}</tr>")


def text_row(cells: Sequence[str], numbers: Sequence[int] = ()) -> Html:
    """Give a row of texts, the first its heading; those at the places `numbers` at the right."""
    first, *others = cells
    body = "".join(
        f'<td class="number" align="right">{escape(cell)}</td>'
        if place in numbers
        else f"<td{_short(cell)}>{escape(cell)}</td>"
        for place, cell in enumerate(others, start=1)
    )
    return Html(f"<tr>{_row_heading(first)}{body}</tr>")


def _row_heading(key: str) -> str:
    return f'<th scope="row" align="left"{_short(key)}>{escape(key)}</th>'


def _short(text: str) -> str:
    # A few words are easier to scan on one line; a name or a reason must be free to wrap.
    return ' class="short"' if len(text) <= 18 else ""


def table(caption: str, headings: Html, rows: Sequence[Html]) -> Html:
    """Give a table with its caption, one or more heading rows, and its rows.

    It stands in a box of its own, so that on a phone a wide one scrolls there and not the page.
    """
    title = escape(caption)
    return Html(
        f'<div class="scroll" role="region" tabindex="0" aria-label="{title}">\n'
        f'<table cellpadding="4" cellspacing="0" border="0">\n<caption>{title}</caption>'
        f"\n<thead>{headings}</thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table>\n"
        "</div>\n"
    )
