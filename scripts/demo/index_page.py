"""The first page of the demonstration: the map on top, and the way to everything else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from family_hub_planner.engine.page import OSM_ADDRESS, OSM_NOTICE

from .brief import about_network, attribution
from .chain import Files
from .inputs import Inputs
from .report import TextTable

FICTIONAL = "(fictional)"  # a word of a made-up network's publisher
STYLE = """
body{font:16px/1.5 "Segoe UI",Roboto,"DejaVu Sans",Arial,sans-serif;color:#26323a;margin:0;
background:#f4f6f7}
main{max-width:1080px;margin:0 auto;padding:24px 20px 48px}
h1{font-size:28px;line-height:1.2;margin:0 0 6px}h2{font-size:20px;margin:32px 0 8px}
.fictional{background:#fff3cd;border-left:6px solid #d7301f;padding:10px 14px;margin:12px 0}
img{width:100%;height:auto;border:1px solid #c9d0d4;background:#fff;display:block}
table{border-collapse:collapse;background:#fff;width:100%;font-size:15px}
.wide{overflow-x:auto}
th,td{padding:5px 10px;border-bottom:1px solid #dfe4e7;text-align:right;vertical-align:top}
td{white-space:nowrap}
th{background:#e7ecef}td.text,th.text{text-align:left}tr:last-child td{font-weight:600}
.sites tr:last-child td{font-weight:400}
ul.links{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:10px}
ul.links a{display:block;background:#1c5a86;color:#fff;padding:9px 14px;border-radius:6px;
text-decoration:none}ul.links a:hover,ul.links a:focus{background:#0f3d5e}
.note{color:#4b565e;font-size:14px}code{background:#e7ecef;padding:1px 4px;border-radius:3px}
"""


def index_page(
    inputs: Inputs,
    files: Files,
    coverage: TextTable | None,
    sites: TextTable | None,
    left_out: Sequence[str],
    title: str,
) -> str:
    """Give the page as HTML."""
    parts = [f"<h1>{escape(title)}</h1>"]
    if inputs.fictional:
        parts.append(
            '<p class="fictional"><strong>This county is fictional.</strong> Fenmarch does not '
            "exist; every street, building and figure is made up to show what the planner does. "
            "Do not quote anything from it.</p>"
        )
    words = "Map: modelled minutes to the nearest hub by area, hubs and suggested sites"
    parts.append(f'<a href="map.png"><img src="map.png" alt="{escape(words)}"></a>')
    parts.append(_links(files))
    parts += [_table(coverage, "coverage"), _table(sites, "sites")]
    if left_out:
        lines = "".join(f"<li>{escape(line)}</li>" for line in left_out)
        parts.append(f"<h2>Left out</h2><ul>{lines}</ul>")
    parts.append(
        '<p class="note">Times are modelled on the map, not measured. The figures help to compare '
        "options; they decide nothing.</p>"
    )
    parts.append(f'<p class="note">{escape(attribution(inputs, files))}</p>')
    if FICTIONAL not in about_network(files)["publisher"].split():
        parts.append(
            f'<p class="note">Map data: <a href="{OSM_ADDRESS}">{escape(OSM_NOTICE)}</a></p>'
        )
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _links(files: Files) -> str:
    pages = (
        ("coverage.html", "Who is within reach: the full page"),
        ("sites.html", "Why these sites: the full page"),
        ("planner.qgz", "QGIS project, styled"),
        ("planner.gpkg", "GeoPackage with every layer"),
        ("map.png", "Map as a picture"),
    )
    there = [(name, words) for name, words in pages if (files.folder / name).is_file()]
    items = "".join(f'<li><a href="{name}">{escape(words)}</a></li>' for name, words in there)
    return f'<ul class="links">{items}</ul>'


def _table(table: TextTable | None, kind: str) -> str:
    if table is None:
        return ""

    def row(cells: Sequence[str], tag: str) -> str:
        said = (
            f"<{tag}{' class=text' if number in table.words else ''}>{escape(cell)}</{tag}>"
            for number, cell in enumerate(cells)
        )
        return f"<tr>{''.join(said)}</tr>"

    body = "".join(row(cells, "td") for cells in table.rows)
    return (
        f'<h2>{escape(table.title)}</h2><div class="wide"><table class="{kind}">'
        f"<thead>{row(table.headings, 'th')}</thead><tbody>{body}</tbody></table></div>"
        f'<p class="note">{escape(table.note)}</p>'
    )
