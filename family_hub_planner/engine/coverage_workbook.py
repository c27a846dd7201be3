"""The spreadsheet of a coverage run: by ward first, headed in words, its sources told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .bands import in_minutes
from .coverage_tables import ALL_AREAS, NOT_KNOWN
from .method_note import Method, mode_limit, parameters_of, travelling
from .page import OSM_NOTICE
from .sheet_look import COUNT, PERCENT, TENTHS, Look
from .tables import Table

# The table, the sheet's name, what its first column is, and whether its rows are all of the same
# children going the same way as the run.
_SHEETS = (
    ("BY_WARD", "By ward", "Ward", True),
    ("BY_LOCALITY", "By locality", "Locality", True),
    ("BY_DECILE", "By deprivation decile", "Decile (1 is the most deprived)", True),
    ("BY_QUINTILE", "By local quintile", "Local quintile (1 is the most deprived)", True),
    ("BY_RURAL_URBAN", "By rural or urban", "Rural or urban", True),
    ("BY_AGE", "By age of child", "Age in years", False),
    ("BY_HUB", "By hub", "Nearest hub", True),
)
ABOUT, _TOLD = "About", "What it says"
_BAND = re.compile(r"(reached|share)_(\d+)(?:_(\d+))?")
_NOT_FOR_PUBLISHING = (
    "Counts are exact, and small ones are not held back: for officers, not for publishing. The "
    "evidence pack for the public rounds them and holds small ones back."
)
_FICTIONAL = "FICTIONAL: worked out from made-up data. No figure is to be quoted."


@dataclass(frozen=True)
class Words:
    """What stands on the first sheet; `title` and `question` may be "", `sources` are sentences.

    `notes` are what the run warned of and told beside its answer; `kinds` name the hubs that count
    but are not like the others, by what they are.
    """

    title: str
    question: str
    answer: str
    notes: Sequence[str]
    sources: Sequence[str]
    kinds: Mapping[str, Sequence[str]] = field(default_factory=dict)


def coverage_sheets(
    tables: Mapping[str, Table], bands: Sequence[float], method: Method, words: Words
) -> tuple[dict[str, Table], dict[str, Look]]:
    """Give the sheets by name, the telling one first, and how each looks.

    `tables` are a run's, by the names of its sinks; those without a group of their own, such as
    wards where none were given, have no sheet.
    """
    sheets: dict[str, Table] = {}
    looks: dict[str, Look] = {}
    for name, sheet, first, alike in _SHEETS:
        table = tables.get(name)
        if table is None or not _tells(table):
            continue
        filled = {name: values for name, values in table.columns.items() if _any(values)}
        headings = {
            column: _heading(column, first, bands[-1], method if alike else None)
            for column in filled
        }
        told = {"key": _hub if name == "BY_HUB" else _as_it_is, "travel": _travel}
        shown = {
            headings[column]: [told.get(column, _as_it_is)(value, method) for value in values]
            for column, values in filled.items()
        }
        sheets[sheet] = Table(shown, sheet)
        kinds = {headings[column]: _kind(column) for column in filled if _kind(column)}
        looks[sheet] = Look(_above(sheet, alike, method), kinds)
    about = _about(list(sheets), bands, method, words)
    return {ABOUT: about, **sheets}, looks


def _tells(table: Table) -> bool:
    """Tell whether a table has a group besides all areas and those whose group is not known."""
    return bool(set(table.column("key")) - {ALL_AREAS, NOT_KNOWN})


def _any(values: Sequence[Any]) -> bool:
    return any(value not in (None, "") for value in values)


def _as_it_is(value: Any, _method: Method) -> Any:
    return value


def _hub(key: Any, method: Method) -> Any:
    return key if key == ALL_AREAS else method.hub(key)


def _travel(mode: Any, _method: Method) -> Any:
    return travelling(mode) if isinstance(mode, str) else mode


def _heading(column: str, first: str, longest: float, method: Method | None) -> str:
    """Say a column in words, with its unit; without `method` each row has ages and ways its own."""
    whom = method.children if method is not None else "children"
    children = whom[:1].upper() + whom[1:]
    band = _BAND.fullmatch(column)
    if band is not None:
        minutes = float(".".join(part for part in band.groups()[1:] if part))
        within = f"within {in_minutes(minutes)} of a hub"
        within = method.within(minutes) if method is not None else within
        return f"{children} {within} ({'number' if band[1] == 'reached' else '%'})"
    said = {
        "key": first,
        "travel": "How they travel",
        "areas": "Small areas (number)",
        "children": f"{children} (number)",
        "need": "Need (see About)",
        "beyond": f"{children} beyond {in_minutes(longest)} (number)",
        "mean_minutes": "Mean journey to the nearest hub (minutes)",
        "median_minutes": "Median journey (minutes)",
        "p90_minutes": "Journey within which 9 in 10 children are (minutes)",
        "max_minutes": "Longest journey (minutes)",
        "unrouted": f"{children} for whom no route was found (number)",
        "note": "Note",
    }
    return said.get(column, column.replace("_", " ").capitalize())


def _kind(column: str) -> str:
    """Give how a column's numbers are shown, "" for one of texts."""
    if column.startswith("share_"):
        return PERCENT
    if column.endswith("_minutes"):
        return TENTHS
    return "" if column in ("key", "note", "travel") else COUNT


def _above(sheet: str, alike: bool, method: Method) -> tuple[str, ...]:
    whom = method.children if alike else "children"
    place = f" in {method.place}" if method.place else ""
    title = f"{whom[:1].upper()}{whom[1:]} modelled within reach of a hub{place}, {_lower(sheet)}"
    run = f" Run on {method.run_on}." if method.run_on else ""
    second = f"{_FICTIONAL} " if method.fictional else ""
    return title, f"{second}{_NOT_FOR_PUBLISHING}{run} Sources and method: sheet {ABOUT}."


def _lower(sheet: str) -> str:
    return sheet[:1].lower() + sheet[1:]


def _about(names: Sequence[str], bands: Sequence[float], method: Method, words: Words) -> Table:
    """Tell what was asked, what was found, how, of what data, and what each sheet is."""
    need = method.need_is or "as the demand points state it; its formula is not known here"
    osm = [f"Map data: {OSM_NOTICE}"] if method.from_osm else []
    apart = [
        f"{kind}: {', '.join(map(method.hub, hubs))}" for kind, hubs in words.kinds.items() if hubs
    ]
    left_out = [f"{method.hub(hub)}: {why}" for hub, why in sorted(method.not_counted.items())]
    limit = "" if method.times else mode_limit(method.mode)
    modelled = "Minutes are modelled, not observed, from one point for each area."
    pairs = [
        ("Title", [words.title or "Who is modelled within reach of a family hub"]),
        ("Question", [words.question]),
        ("Answer", [words.answer]),
        ("Fictional data", [_FICTIONAL] if method.fictional else []),
        ("Counts", [_NOT_FOR_PUBLISHING, method.estimated and f"Estimated: {method.estimated}."]),
        ("Beside the answer", words.notes),
        ("Sheets", [f"{name}: {_said_of(name)}" for name in names]),
        *((name, [said]) for name, said in parameters_of(method, bands)),
        ("Need", [need]),
        ("Counted, but not alike", apart),
        ("Hubs not counted", left_out),
        ("Data and licences", list(dict.fromkeys([*words.sources, *osm]))),
        ("Limits", [modelled, limit]),
    ]
    rows = [(name, text) for name, texts in pairs for text in texts if text]
    before = ["", *(name for name, _ in rows)]
    labels = [name if name != last else "" for (name, _), last in zip(rows, before)]
    return Table({"About this spreadsheet": labels, _TOLD: [text for _, text in rows]}, ABOUT)


def _said_of(sheet: str) -> str:
    if sheet == "By age of child":
        return "a row for each age, by the way that families with such children travel."
    if sheet == "By hub":
        return "each area is counted once, at its nearest hub, whichever hub its families use."
    return f"the same children {_lower(sheet)}; the last row is of all areas."
