"""The page's part on ages: who is reached at which age, and how each age is taken to travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import published
from .age_columns import SEND_COLUMN, WITH_SEND
from .bands import band_suffix
from .coverage_age_modes import BABIES, NURSERY, UNDER_FIVES, ages_label
from .coverage_html import coverage_html
from .coverage_tables import marked
from .held_back import shares_held
from .method_note import Method, mode_limit, travelling
from .page import Html, items, paragraph, section
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

Row = dict[str, Any]
Bools = npt.NDArray[np.bool_]

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
    held = _shares_held(rows, coverage.bands, method.threshold)
    hidden = [_is_hidden(row, bands, coverage.bands, method) for row, bands in zip(found, held)]
    lead = [_answer(found, coverage, method, hidden), *_how_they_travel(found, method)]
    named = {**rows.columns, "key": [_named(row) for row in found]}
    named.pop("travel")
    shown = coverage_html(
        "Children by age, each band by its own mode",
        "Ages, and how they travel",
        Table(named, rows.name),
        coverage.bands,
        method,
        total=False,
        held=held,
    )
    said = [paragraph(text) for text in lead if text]
    return section("By age of child", *said, shown, items(_further(found, method, notes)))


def _further(rows: Sequence[Row], method: Method, notes: Sequence[str]) -> list[str]:
    send = any(row["key"] == _WITH_SEND for row in rows)
    lacking = "." if send else f": the demand points have no such count ({SEND_COLUMN})."
    others = sorted({row["travel"] for row in rows} - {method.mode})
    limits = [mode_limit(mode) for mode in others]
    return [text for text in [_NO_TOTAL + lacking, *notes, *limits] if text]


def _shares_held(rows: Table, bands: Sequence[float], threshold: float) -> Bools:
    """Tell which shares of 0-2 and 3-4 would, beside those of 0-4, tell a small count."""
    held = np.zeros((len(rows), len(bands)), dtype=bool)
    keys = rows.column("key")
    wanted = [ages_label(ages) for ages in (BABIES, NURSERY, UNDER_FIVES)]
    if set(wanted) <= set(keys):
        places = [keys.index(key) for key in wanted]
        parts = {name: [values[i] for i in places] for name, values in rows.columns.items()}
        held[places] = shares_held(Table(parts, rows.name), bands, threshold)
    return held


def _named(row: Row) -> str:
    words = _OWN if ";" in row["travel"] else travelling(row["travel"])
    return f"{marked(row['key'], row['note'])}, {words}"


def _is_hidden(row: Row, held: Bools, bands: Sequence[float], method: Method) -> bool:
    """Tell whether the table leaves out a row's share within the headline band.

    `held` has shape (bands,); it does so too where few lie between that band and the one before.
    """
    place = list(bands).index(method.headline(bands))
    reached = row[f"reached_{band_suffix(bands[place])}"] or 0.0
    nearer = (row[f"reached_{band_suffix(bands[place - 1])}"] or 0.0) if place else 0.0
    return bool(held[place]) or published.is_small(reached - nearer, method.threshold)


def _answer(rows: Sequence[Row], coverage: Coverage, method: Method, hidden: Sequence[bool]) -> str:
    """Say the headline of 0-4 with 0-2 beside it; "" where 0-4 is not among the rows."""
    found = {row["key"]: (row, hide) for row, hide in zip(rows, hidden)}
    all_of, babies = (found.get(ages_label(ages)) for ages in (UNDER_FIVES, BABIES))
    if all_of is None:
        return ""
    band = method.headline(coverage.bands)
    said = f"Children aged {_said(*all_of, band, method, '')}"
    if babies is not None:
        said += f"; of them aged {_said(*babies, band, method, all_of[0]['travel'])}"
    return f"{said}."


def _said(row: Row, hide: bool, band: float, method: Method, travel: str) -> str:
    """Say how many of a band are reached, and by which mode unless that has been said."""
    if not row["children"]:
        return f"{row['key']}: {row['note']}"
    reached, whole = row[f"reached_{band_suffix(band)}"], row["children"]
    share = published.bracketed(published.share_of(reached, whole, method.threshold))
    part = published.about(reached, method.threshold)
    said = (
        f"{marked(row['key'], row['note'])}: {part} of {published.rounded(whole, method.threshold)}"
    )
    mixed = ";" in row["travel"]
    within = replace(method, mode="" if mixed else row["travel"]).within(band)
    where = f" modelled {within}{f', {_OWN}' if mixed else ''}"
    return f"{said}{'' if hide else share}{'' if row['travel'] == travel else where}"


def _how_they_travel(rows: Sequence[Row], method: Method) -> list[str]:
    """Say whether five to seventeen year olds are walked at the speed of a pram."""
    if method.times or not any("pram" in row["travel"] for row in rows):
        return []
    by_mode: dict[str, list[str]] = {}
    for row in rows:
        if int(row["key"].split("-")[0]) >= _SCHOOL_AGE:
            by_mode.setdefault(row["travel"], []).append(row["key"])
    return [_speed(mode, keys) for mode, keys in by_mode.items()]


def _speed(mode: str, keys: Sequence[str]) -> str:
    if mode == "pram":
        return (
            f"Those aged {_and(keys)} are modelled at the speed of a pram here, which is not "
            "theirs: give them a mode of their own (AGE_MODES, such as 5-17=walk)."
        )
    return f"Those aged {_and(keys)} are modelled {travelling(mode)}, not at the speed of a pram."


def _and(keys: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(keys[:-1]), keys[-1]]))
