"""Deprivation of areas: the English, Welsh and Scottish indices, or any table with a direction.

Rank 1 and decile 1 are the MOST deprived everywhere. The IDACI score is a rate from 0 to 1: the
share of children aged 0 to 15 living in income-deprived families (MHCLG, English Indices of
Deprivation, technical report).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..errors import CodesError, ColumnError, InputError
from ..in_words import many
from ..provenance import Provenance
from ..tables import Table
from .area_codes import census_year_of_codes, nations_of, refuse_repeats
from .area_tables import Source, open_table
from .columns import (
    Floats,
    census_year_of_heading,
    check_mapping_names,
    columns_there,
    find_code_column,
    mapped_column,
    missing_note,
    numbers,
)
from .deprivation_checks import MEASURES, check_order, check_ranges
from .deprivation_direction import (
    GENERIC,
    ONE_IS_MOST,
    as_rank,
    check_direction,
    direction_of,
    generic_columns,
    turned,
)
from .headings import heading_key
from .recognition import edition_of

_LONG_NAMES = {
    "imd": "indexofmultipledeprivationimd",
    "idaci": "incomedeprivationaffectingchildrenindexidaci",
}
_SHORT_NAMES = {
    "imd": r"(?:imd|wimd(?:20\d\d)?(?:overall|lsoa)?|simd(?:20\d\d)?(?:v\d)?)",
    "idaci": "(?:idaci|idc)",
}
_BARE_RANK = re.compile(r"wimd20\d\d(?:overall)?")  # the Welsh workbook's own heading of ranks
_ENDINGS = {"score": "score", "rank": "rank", "decile": "dec(?:ile)?"}
_YEAR = r"(?:(?:20)?(?:10|15|19|25))?"


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
    index
        What `imd_...` is where it is not the English IMD: "WIMD", "SIMD", or the file of another
        index; "" for the English one.
    notes
        Plain sentences for the log: the columns recognised, and what is missing.
    carried
        How the scores were brought from other areas, "" where they were not.
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
    index: str = ""
    name: str = "the deprivation table"
    notes: tuple[str, ...] = ()
    provenance: Provenance | None = field(default=None, compare=False)
    carried: str = ""

    def __post_init__(self) -> None:
        """Refuse repeated codes, values out of range, and a rank that runs against its score."""
        refuse_repeats(self.codes, self.name)
        _refuse_pooled(nations_of(self.codes), self.name)
        for measure in MEASURES:
            if len(self.measure(measure)) != len(self.codes):
                raise InputError(f"{self.name}: {measure} has not one value for each area.")
        check_ranges(self)
        for index in ("imd", "idaci"):
            check_order(self, f"{index}_rank", f"{index}_score", falling=True)
            check_order(self, f"{index}_decile", f"{index}_score", falling=True)
            check_order(self, f"{index}_rank", f"{index}_decile", falling=False)

    def measure(self, name: str) -> Floats:
        """Give one of `MEASURES` by name, shape (n,)."""
        values: Floats = getattr(self, name)
        return values

    def has(self, name: str) -> bool:
        """Tell whether any area has a value of this measure."""
        return bool(np.isfinite(self.measure(name)).any())

    @property
    def nation(self) -> str:
        """The nation whose areas these are ("England"), "" where the codes do not tell."""
        return next(iter(nations_of(self.codes)), "")


def _refuse_pooled(nations: Sequence[str], name: str) -> None:
    if len(nations) > 1:
        raise CodesError(
            f"{name}: deprivation of {' and '.join(nations)} stands together. Each nation ranks "
            "its own areas by its own measures, so that the indices are never pooled. Work on one "
            "nation at a time."
        )


def read_deprivation(
    source: Source, mapping: Mapping[str, str] | None = None, direction: str | None = None
) -> Deprivation:
    """Read a deprivation table by its headings, or by the columns that `mapping` names.

    Recognised are Files 1, 2, 3 and 7 of IoD2019 and IoD2025 (matched by the start of each
    heading, so that cut-off ones and any year in them serve), the short names of the 2019
    spatial file, `IMD_score`, `IDACI2025_rank` and the like, the Welsh index ("WIMD 2019 overall
    decile") and the Scottish one (`SIMD2020v2_Rank`). A column called just `IMD` or `IDACI` is
    taken for a score only when it holds fractions. Else a column that is just a score, a rank or
    a decile serves as `imd_...`, if its direction is known.

    Parameters
    ----------
    mapping
        Names from `code` and `MEASURES` to headings; they go before what is recognised. `score`,
        `rank` and `decile` are columns of any other index, whose direction must be known.
    direction
        "1 is most" or "high is most" (deprived), for a score, rank or decile of another index;
        None where the heading says it.

    Raises
    ------
    ColumnError
        No column of codes or of deprivation, one that holds what it should not, or a score, rank
        or decile whose direction nothing says.
    CodesError
        Codes that repeat, codes of several nations, or none at all.
    """
    table, mapping = open_table(source), mapping or {}
    check_mapping_names(mapping, ("code", *MEASURES, *GENERIC))
    check_direction(direction)
    code_column, census_year = _code_column(table, mapping)
    found, read, turn = _measures(table, mapping, direction)
    keep = [row for row, code in enumerate(table.column(code_column)) if code]
    codes = tuple(str(table.column(code_column)[row]).strip() for row in keep)
    if not codes:
        raise CodesError(f"{table.name}: the column {code_column!r} holds no area code.")
    blank = np.full(len(table), np.nan)
    edition = "" if turn else _edition(table, found)
    notes = _notes(table, code_column, found, edition, len(table) - len(codes))
    own = (f"{table.name}: an index of its own; {turn} deprived.",) if turn else ()
    if direction and not turn:
        own = (
            f"{table.name}: the direction given ({direction}) was left aside, as the headings are "
            "those of a published index, whose rank and decile 1 are the most deprived.",
        )
    return Deprivation(
        codes=codes,
        census_year=census_year or census_year_of_codes(codes) or _census_of(edition),
        **{measure: read.get(measure, blank)[keep] for measure in MEASURES},
        edition=edition,
        index=_file_of(table) if turn else _index_of(edition, codes),
        name=table.name,
        notes=(*notes, *own),
        provenance=_provenance(table, edition),
        carried="",
    )


_NATIONAL = {"Wales": "WIMD", "Scotland": "SIMD", "Northern Ireland": "NIMDM"}


def _index_of(edition: str, codes: Sequence[str]) -> str:
    """Name the index of another nation, by its headings or by the areas' codes; "" for England."""
    if edition.startswith(("WIMD", "SIMD")):
        return edition[:4]
    return _NATIONAL.get(next(iter(nations_of(codes)), ""), "")


def _file_of(table: Table) -> str:
    facts = table.provenance
    return facts.file_name if facts and facts.file_name else table.name


def _measures(
    table: Table, mapping: Mapping[str, str], direction: str | None
) -> tuple[dict[str, str], dict[str, Floats], str]:
    """Give each measure's heading and values, and the direction where the index is another."""
    found = _found_columns(table, mapping)
    if found:
        return found, {measure: numbers(table, heading) for measure, heading in found.items()}, ""
    generic = _generic(table, mapping)
    if not generic:
        raise ColumnError(
            f"{table.name} has no deprivation column that is recognised. Say which column holds "
            f'what, for example "imd_decile=Decile". {columns_there(table)}'
        )
    turn = direction_of(table, generic, direction)
    named = {f"imd_{kind}": heading for kind, heading in generic.items()}
    return named, _turned(table, generic, turn), turn


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


def _generic(table: Table, mapping: Mapping[str, str]) -> dict[str, str]:
    """Give the columns of another index: the ones mapped, else what is just called so."""
    named = {kind: mapped_column(table, mapping[kind]) for kind in GENERIC if kind in mapping}
    return named or generic_columns(table)


def _turned(table: Table, generic: Mapping[str, str], turn: str) -> dict[str, Floats]:
    """Read another index so that rank and decile 1 are the most deprived."""
    read: dict[str, Floats] = {}
    for kind, heading in generic.items():
        values = numbers(table, heading)
        read[f"imd_{kind}"] = turned(kind, values, turn)
        if kind == "score" and turn == ONE_IS_MOST and "rank" not in generic:
            read["imd_rank"] = as_rank(values)
    return read


def _recognised_heading(table: Table, index: str, kind: str) -> str | None:
    heading = _long_heading(table, index, kind) or _short_heading(table, index, kind)
    if heading is None and (index, kind) == ("imd", "rank"):
        return next((h for h in table.columns if _BARE_RANK.fullmatch(heading_key(h))), None)
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


def _edition(table: Table, found: Mapping[str, str]) -> str:
    """Give the edition of the columns that are read, else of the whole table."""
    return edition_of(found.values()) or edition_of(table.columns, table.name)


def _census_of(edition: str) -> int | None:
    if not edition:
        return None
    return 2021 if edition in ("IoD2025", "WIMD2025") else 2011


def _provenance(table: Table, edition: str) -> Provenance | None:
    facts = table.provenance
    if facts is None or not facts.dataset:
        return facts and replace(facts, dataset="Deprivation by area", vintage=edition)
    return replace(facts, vintage=facts.vintage or edition.replace("IoD", ""))


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
        left = many(skipped, "row without an area code was", "rows without an area code were")
        notes.append(f"{table.name}: {left} left out.")
    for heading in found.values():
        notes.append(missing_note(table, heading, numbers(table, heading)))
    return tuple(note for note in notes if note)
