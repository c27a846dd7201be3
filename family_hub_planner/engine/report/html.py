"""The pack as ONE HTML file that asks nothing of any network: text, tables, charts and map.

Scripts are named by their SHA-256 in a content security policy that lets nothing else run and
nothing be fetched. Without JavaScript all of it reads: the script only adds the moving map, the
sorting of tables and the window that a figure opens.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from pathlib import Path

from ..page import OSM_ADDRESS, OSM_NOTICE
from ..plain_text import without_unseen
from .document import Document, MapPlace, Section, Trace
from .html_blocks import block_html
from .html_map import map_html, map_json
from .map_parts import PackMap

RESOURCES = Path(__file__).parents[2] / "resources" / "report"
_LEAFLET = RESOURCES / "leaflet"
_PICTURES = re.compile(r"[^;{}]*url\([^)]*\)[^;}]*;?")
_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")


def pack_html(document: Document, found: PackMap, from_osm: bool = True) -> str:
    """Give the whole file; `from_osm` tells whether the map data's notice is due."""
    scripts = _scripts(document, found)
    title = escape(document.title)
    whole = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>\n{_styles(bool(found.layers))}</style>\n</head>\n"
        f'<body class="{escape(document.audience)}">\n'
        '<a class="skip" href="#summary">Skip to the short page</a>\n'
        f"{_header(document)}{_contents(document)}<main>\n{_main(document, found)}"
        f"{_traces(document)}</main>\n{_footer(document, found, from_osm)}"
        f"{''.join(scripts_html(scripts))}</body>\n</html>\n"
    )
    return without_unseen(whole)


def _scripts(document: Document, found: PackMap) -> list[str]:
    scripts = [_read(RESOURCES / "pack.js")]
    if found.layers and _has_map(document):
        leaflet = _SOURCE_MAP.sub("\n", _read(_LEAFLET / "leaflet.js"))
        scripts = [leaflet, *scripts, _read(RESOURCES / "map.js")]
    return scripts


def scripts_html(scripts: list[str]) -> list[str]:
    """Write scripts into the page; none of them may hold what ends a script element."""
    return [f"<script>{script}</script>\n" for script in scripts]


def _policy(scripts: list[str]) -> str:
    """Give the content security policy: these scripts, styles of the page, pictures in it."""
    marks = " ".join(f"'sha256-{_sha256(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {marks}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _styles(with_map: bool) -> str:
    own = _read(RESOURCES / "pack.css")
    return _PICTURES.sub("", _read(_LEAFLET / "leaflet.css")) + own if with_map else own


def _read(path: Path) -> str:
    # Line ends as browsers count them: a carriage return would change the script's checksum.
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


def _has_map(document: Document) -> bool:
    blocks = (block for part in document.parts() for block in part.blocks)
    return any(isinstance(block, MapPlace) for block in blocks)


def _header(document: Document) -> str:
    return (
        f'<header class="top"><h1>{escape(document.title)}</h1>'
        f'<p class="subtitle">{escape(document.subtitle)}</p></header>\n'
    )


def _contents(document: Document) -> str:
    parts = [*document.parts(), Section("traces", _TRACES, ())]
    links = "".join(
        f'<li><a href="#{escape(part.key)}">{escape(part.heading)}</a></li>' for part in parts
    )
    return (
        '<nav aria-label="Contents"><details open><summary>Contents</summary>'
        f"<ol>{links}</ol></details></nav>\n"
    )


def _main(document: Document, found: PackMap) -> str:
    return "".join(_section(part, found, document) for part in document.parts())


def _section(part: Section, found: PackMap, document: Document) -> str:
    body = "".join(
        map_html(block, found) if isinstance(block, MapPlace) else block_html(block)
        for block in part.blocks
    )
    key = escape(part.key)
    return (
        f'<section id="{key}" aria-labelledby="{key}-heading">\n'
        f'<h2 id="{key}-heading">{escape(part.heading)}</h2>\n{body}</section>\n'
    )


_TRACES = "Where the figures come from"


def _traces(document: Document) -> str:
    entries = "".join(_trace(trace) for trace in document.traces.values())
    return (
        f'<section id="traces" aria-labelledby="traces-heading"><h2 id="traces-heading">{_TRACES}'
        "</h2>\n<p>Every figure in the text, and the line under every table and chart, leads here: "
        f"to its source, its date, its formula and the file that reruns it.</p>\n{entries}"
        "</section>\n"
    )


def _trace(trace: Trace) -> str:
    facts = (
        ("Source", trace.source),
        ("Date", trace.date),
        ("Formula", trace.formula),
        ("To run it again", trace.rerun),
    )
    rows = "".join(f"<dt>{name}</dt><dd>{escape(said)}</dd>" for name, said in facts)
    return (
        f'<article class="trace" id="trace-{escape(trace.key)}" tabindex="-1">'
        f"<h3>{escape(trace.title)}</h3><dl>{rows}</dl></article>\n"
    )


def _footer(document: Document, found: PackMap, from_osm: bool) -> str:
    osm = f'<p>Map data: <a href="{OSM_ADDRESS}">{OSM_NOTICE}</a></p>' if from_osm else ""
    leaflet = ""
    if found.layers:
        licence = escape(_read(_LEAFLET / "LICENSE"))
        leaflet = (
            "<details><summary>The map is drawn by Leaflet 1.9.4 (BSD 2-Clause)</summary>"
            f"<pre>{licence}</pre></details>"
        )
    data = map_json(found) if found.layers and _has_map(document) else ""
    return f"<footer>{osm}<p>{escape(document.footer)}</p>{leaflet}</footer>\n{data}"
