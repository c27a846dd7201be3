"""The page's part on ages: who is reached at which age, and how each age is taken to travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from . import published
from .bands import band_suffix
from .coverage_age_modes import BABIES, SEND_COLUMN, UNDER_FIVES, WITH_SEND, ages_label
from .coverage_html import coverage_html
from .method_note import Method, mode_limit, travelling
from .page import Html, items, paragraph, section
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Row = dict[str, Any]

_SCHOOL_AGE = 5
_OWN = "each part by its own mode"
_WITH_SEND = ages_label(WITH_SEND)
_NO_TOTAL = (
    "Each band counts its own ages; bands may overlap and are not added up. 18 to 25 year olds "
    "count only where they have SEND, and are added to nothing"
)


def age_section(rows: Table, coverage: Coverage, method: Method, notes: Sequence[str] = ()) -> Html:
    """Write "By age of child", each band with its mode in words; `notes` are further sentences.

    `rows` is the table of `by_age`.
    """
    found = [dict(zip(rows.columns, row)) for row in rows.rows()]
    said = [answer(found, coverage, method), *_how_they_travel(found, method)]
    send = any(row["key"] == _WITH_SEND for row in found)
    lacking = "." if send else f": the demand points have no such count ({SEND_COLUMN})."
    limits = [
        mode_limit(mode) for mode in sorted({row["travel"] for row in found}) if mode != method.mode
    ]
    named = Table({**rows.columns, "key": [_named(row) for row in found]}, rows.name)
    shown = coverage_html(
        "Children by age, each band by its own mode",
        "Ages, and how they travel",
        Table({name: column for name, column in named.columns.items() if name != "travel"}),
        coverage.bands,
        method,
        False,
    )
    further = [text for text in [_NO_TOTAL + lacking, *notes, *limits] if text]
    lead = [paragraph(text) for text in said if text]
    return section("By age of child", *lead, shown, items(further))


def _named(row: Row) -> str:
    return f"{row['key']}, {_OWN if ';' in row['travel'] else travelling(row['travel'])}"


def answer(rows: Sequence[Row], coverage: Coverage, method: Method) -> str:
    """Say the headline of 0-4 with 0-2 beside it; "" where 0-4 is not among the rows."""
    found = {row["key"]: row for row in rows}
    all_of, babies = found.get(ages_label(UNDER_FIVES)), found.get(ages_label(BABIES))
    if all_of is None:
        return ""
    if not all_of["children"]:
        return f"Children aged {all_of['key']}: {all_of['note']}."
    band = method.headline(coverage.bands)
    first = f"{_reached(all_of, band, method)}{_within(all_of, band, method)}"
    said = f"Of the children aged {all_of['key']}, {first}"
    if babies is None:
        return f"{said}."
    if not babies["children"]:
        return f"{said}; aged {babies['key']}: {babies['note']}."
    same = babies["travel"] == all_of["travel"]
    where = "" if same else _within(babies, band, method)
    return f"{said}; of those aged {babies['key']}, {_reached(babies, band, method)}{where}."


def _reached(row: Row, band: float, method: Method) -> str:
    reached, whole = row[f"reached_{band_suffix(band)}"], row["children"]
    share = published.bracketed(published.share_of(reached, whole, method.threshold))
    part = published.about(reached, method.threshold)
    return f"{part} of {published.rounded(whole, method.threshold)}{share}"


def _within(row: Row, band: float, method: Method) -> str:
    mixed = ";" in row["travel"]
    within = replace(method, mode="" if mixed else row["travel"]).within(band)
    return f" are modelled {within}{', ' + _OWN if mixed else ''}"


def _how_they_travel(rows: Sequence[Row], method: Method) -> list[str]:
    """Say whether five to seventeen year olds are walked at the speed of a pram."""
    if method.times:
        return []
    old = [row for row in rows if int(row["key"].split("-")[0]) >= _SCHOOL_AGE]
    pushed = [row["key"] for row in old if row["travel"] == "pram"]
    others = [row for row in old if row["travel"] != "pram"]
    said = []
    if pushed:
        said.append(
            f"Those aged {' and '.join(pushed)} are modelled at the speed of a pram here, which is "
            "not theirs: give them a mode of their own (AGE_MODES, such as 5-17=walk)."
        )
    if others and any("pram" in row["travel"] for row in rows):
        words = "; ".join(f"{row['key']} {travelling(row['travel'])}" for row in others)
        said.append(f"Not at the speed of a pram: {words}.")
    return said
