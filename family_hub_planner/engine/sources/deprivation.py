"""Deprivation of areas: the English indices of 2019 and 2025 as published, or any mapped table.

Rank 1 and decile 1 are the MOST deprived everywhere. The IDACI score is a rate from 0 to 1: the
share of children aged 0 to 15 living in income-deprived families (MHCLG, English Indices of
Deprivation, technical report).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from ..errors import CodesError, ColumnError, InputError
from ..provenance import Provenance
from ..tables import Table
from .area_codes import refuse_repeats
from .columns import (
    Floats,
    census_year_of_heading,
    check_mapping_names,
    columns_there,
    find_code_column,
    heading_key,
    mapped_column,
    missing_note,
    numbers,
)
from .recognition import edition_of

Bools = npt.NDArray[np.bool_]
MEASURES = ("imd_score", "imd_rank", "imd_decile", "idaci_score", "idaci_rank", "idaci_decile")
_LONG_NAMES = {
    "imd": "indexofmultipledeprivationimd",
    "idaci": "incomedeprivationaffectingchildrenindexidaci",
}
_SHORT_NAMES = {"imd": "imd", "idaci": "(?:idaci|idc)"}
_ENDINGS = {"score": "score", "rank": "rank", "decile": "dec(?:ile)?"}
_YEAR = r"(?:(?:20)?(?:10|15|19|25))?"
_MOST_OUT_OF_ORDER = 0.05


@dataclass(frozen=True)
class Deprivation:
    """Deprivation of n areas, checked once at birth; every array has shape (n,), nan is missing.

    Attributes
    ----------
    codes
        Unique area codes, n of them.
    census_year
        Census of the codes, 2011 or 2021, as the headings tell; None where they do not.
    imd_score, imd_rank, imd_decile
        Index of Multiple Deprivation: a higher score is more deprived, rank and decile 1 most.
    idaci_score, idaci_rank, idaci_decile
        Income Deprivation Affecting Children Index; the score is a rate from 0 to 1.
    edition
        "IoD2019", "IoD2025", or "" where nothing says it.
    notes
        Plain sentences for the log: the columns recognised, and what is missing.
    """

    codes: tuple[str, ...]
    census_year: int | None
    imd_score: Floats
    imd_rank: Floats
    imd_decile: Floats
    idaci_score: Floats
    idaci_rank: Floats
    idaci_decile: Floats
    edition: str = ""
    name: str = "the deprivation table"
    notes: tuple[str, ...] = ()
    provenance: Provenance | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuse repeated codes, values out of range, and a rank that runs against its score."""
        refuse_repeats(self.codes, self.name)
        for measure in MEASURES:
            if len(self.measure(measure)) != len(self.codes):
                raise InputError(f"{self.name}: {measure} has not one value for each area.")
        _check_ranges(self)
        for index in ("imd", "idaci"):
            _check_order(self, f"{index}_rank", f"{index}_score", falling=True)
            _check_order(self, f"{index}_decile", f"{index}_score", falling=True)
            _check_order(self, f"{index}_rank", f"{index}_decile", falling=False)

    def measure(self, name: str) -> Floats:
        """Give one of `MEASURES` by name, shape (n,)."""
        values: Floats = getattr(self, name)
        return values

    def has(self, name: str) -> bool:
        """Tell whether any area has a value of this measure."""
        return bool(np.isfinite(self.measure(name)).any())


def read_deprivation(table: Table, mapping: Mapping[str, str] | None = None) -> Deprivation:
    """Read a deprivation table by its headings, or by the columns that `mapping` names.

    Recognised are Files 1, 2, 3 and 7 of IoD2019 and IoD2025 (matched by the start of each
    heading, so that cut-off ones and any year in them serve), the short names of the 2019
    spatial file, and `IMD_score`, `IDACI2025_rank` and the like. A column called just `IMD` or
    `IDACI` is taken for a score only when it holds fractions.

    Parameters
    ----------
    mapping
        Names from `code` and `MEASURES` to headings; they go before what is recognised.

    Raises
    ------
    ColumnError
        No column of codes or of deprivation, or one that holds what it should not.
    CodesError
        Codes that repeat, or none at all.
    """
    mapping = mapping or {}
    check_mapping_names(mapping, ("code", *MEASURES))
    code_column, census_year = _code_column(table, mapping)
    found = _found_columns(table, mapping)
    if not found:
        raise ColumnError(
            f"{table.name} has no deprivation column that is recognised. Say which column holds "
            f'what, for example "imd_decile=Decile". {columns_there(table)}'
        )
    keep = [row for row, code in enumerate(table.column(code_column)) if code]
    codes = tuple(str(table.column(code_column)[row]).strip() for row in keep)
    if not codes:
        raise CodesError(f"{table.name}: the column {code_column!r} holds no area code.")
    blank = np.full(len(codes), np.nan)
    arrays = {m: numbers(table, found[m])[keep] if m in found else blank for m in MEASURES}
    edition = edition_of([*found.values(), *table.columns], table.name)
    return Deprivation(
        codes=codes,
        census_year=census_year or _census_of(edition),
        **arrays,
        edition=edition,
        name=table.name,
        notes=_notes(table, code_column, found, edition, len(table) - len(codes)),
        provenance=_provenance(table, edition),
    )


def _code_column(table: Table, mapping: Mapping[str, str]) -> tuple[str, int | None]:
    if "code" not in mapping:
        return find_code_column(table)
    heading = mapped_column(table, mapping["code"])
    return heading, census_year_of_heading(heading)


def _found_columns(table: Table, mapping: Mapping[str, str]) -> dict[str, str]:
    """Give the heading of each measure: the mapped one, else the recognised one, else none."""
    found: dict[str, str] = {}
    for measure in MEASURES:
        if measure in mapping:
            found[measure] = mapped_column(table, mapping[measure])
        elif heading := _recognised_heading(table, *measure.split("_")):
            found[measure] = heading
    return found


def _recognised_heading(table: Table, index: str, kind: str) -> str | None:
    heading = _long_heading(table, index, kind) or _short_heading(table, index, kind)
    return _bare_score(table, index) if heading is None and kind == "score" else heading


def _long_heading(table: Table, index: str, kind: str) -> str | None:
    """Give the first heading that starts as the published one does."""
    start = _LONG_NAMES[index] + kind
    return next((h for h in table.columns if heading_key(h).startswith(start)), None)


def _short_heading(table: Table, index: str, kind: str) -> str | None:
    pattern = re.compile(f"{_SHORT_NAMES[index]}{_YEAR}{_ENDINGS[kind]}{_YEAR}")
    found = [h for h in table.columns if pattern.fullmatch(heading_key(h))]
    if len(found) > 1:
        raise ColumnError(
            f"{table.name} has several columns for {index}_{kind} ({', '.join(found)}). "
            f"Say which with {index}_{kind}={found[0]}."
        )
    return found[0] if found else None


def _bare_score(table: Table, index: str) -> str | None:
    """Give a column called just by the index's name, if it holds fractions and so is no rank."""
    heading = next((h for h in table.columns if heading_key(h) == index), None)
    if heading is None:
        return None
    values = numbers(table, heading)
    known = values[np.isfinite(values)]
    return heading if len(known) and bool((known % 1 != 0).any()) else None


def _census_of(edition: str) -> int | None:
    return {"IoD2015": 2011, "IoD2019": 2011, "IoD2025": 2021}.get(edition)


def _provenance(table: Table, edition: str) -> Provenance | None:
    facts = table.provenance
    if facts is None or facts.dataset:
        return facts
    return replace(facts, dataset="Deprivation by area", vintage=edition)


def _notes(
    table: Table, code_column: str, found: Mapping[str, str], edition: str, skipped: int
) -> tuple[str, ...]:
    used = "; ".join(f"{measure} from {heading!r}" for measure, heading in found.items())
    notes = [
        f"{table.name}{f' ({edition})' if edition else ''}: codes from {code_column!r}, {used}."
    ]
    absent = [measure for measure in MEASURES if measure not in found]
    if absent:
        notes.append(f"{table.name} has no {', '.join(absent)}.")
    if skipped:
        notes.append(f"{table.name}: {skipped:,} rows without an area code were left out.")
    for heading in found.values():
        notes.append(missing_note(table, heading, numbers(table, heading)))
    return tuple(note for note in notes if note)


def _check_ranges(deprivation: Deprivation) -> None:
    for index in ("imd", "idaci"):
        _refuse(deprivation, f"{index}_rank", lambda v: (v < 1) | (v % 1 != 0), "1, 2, 3 and so on")
        _refuse(
            deprivation,
            f"{index}_decile",
            lambda v: (v < 1) | (v > 10) | (v % 1 != 0),
            "a whole number from 1 (most deprived) to 10",
        )
    _refuse(deprivation, "imd_score", lambda v: v < 0, "zero or more")
    highest = np.nanmax(deprivation.idaci_score) if deprivation.has("idaci_score") else 0.0
    wanted = "a rate from 0 to 1"
    if 1 < highest <= 100:
        wanted += "; is it a percentage? Then divide it by 100"
    _refuse(deprivation, "idaci_score", lambda v: (v < 0) | (v > 1), wanted)


def _refuse(
    deprivation: Deprivation, name: str, is_bad: Callable[[Floats], Bools], wanted: str
) -> None:
    values = deprivation.measure(name)
    known = np.isfinite(values)
    bad = np.flatnonzero(known & is_bad(np.where(known, values, 1.0)))
    if len(bad):
        first = bad[0]
        raise ColumnError(
            f"{deprivation.name}: {name} has {len(bad):,} values that cannot be right (first: "
            f"{values[first]:g} for {deprivation.codes[first]}). It should be {wanted}."
        )


def _check_order(deprivation: Deprivation, lead: str, follow: str, falling: bool) -> None:
    """Refuse two columns of one index that do not run together, as a reversed rank would not.

    The areas are sorted by `lead`; at each step to its next value `follow` must not move the wrong
    way. Rounded scores tie but never cross, so that hardly a step may be out of order.
    """
    sign = 1.0 if falling else -1.0
    first, second = deprivation.measure(lead), sign * deprivation.measure(follow)
    both = np.flatnonzero(np.isfinite(first) & np.isfinite(second))
    order = both[np.lexsort((-second[both], first[both]))]
    steps = np.flatnonzero(np.diff(first[order]) > 0)
    wrong = np.count_nonzero(second[order[steps + 1]] > second[order[steps]])
    if wrong > _MOST_OUT_OF_ORDER * len(steps):
        together = "fall" if falling else "rise"
        raise ColumnError(
            f"{deprivation.name}: {follow} does not {together} as {lead} rises, at {wrong:,} of "
            f"{len(steps):,} steps. Rank and decile 1 must be the most deprived areas, with the "
            "highest scores: check the direction, and that both columns are of the same index."
        )
