"""Whole tables of deprivation and population brought to the other census's codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..in_words import many
from ..tables import Table
from .code_conversion import Converted, convert_codes
from .deprivation_checks import MEASURES
from .reading import Reading

if TYPE_CHECKING:
    from ..provenance import Provenance
    from .code_lookup import CodeLookup
    from .columns import Floats
    from .deprivation import Deprivation
    from .population import Population


def convert_population(
    population: Population,
    lookup: CodeLookup,
    how: str = "equal",
    sizes: Mapping[str, float] | None = None,
    wanted: Collection[str] | None = None,
    by: str = "",
) -> Population:
    """Bring population by age to the lookup's new codes; every band's total is kept.

    `how` ("population", "area", "equal") and `sizes` (of each new code) share out split areas, and
    `wanted` are the new codes asked for, as in `convert_codes`; an asked-for area of which not all
    parts are in the table is left out. `by` says in words what is shared by. The notes say what was
    split, merged and lost. Raises what `convert_codes` raises.
    """
    made = convert_codes(
        population.codes, population.counts, lookup, "count", how, sizes, wanted=wanted
    )
    whole = _whole(made, wanted)
    return replace(
        population,
        codes=tuple(made.codes[row] for row in whole),
        census_year=lookup.new_year,
        counts=made.values[whole],
        notes=(*population.notes, *_told(made, population.name)),
        provenance=_estimated(population.provenance, lookup),
        carried=made.conversion.estimate("count", by),
    )


def convert_deprivation(
    deprivation: Deprivation,
    lookup: CodeLookup,
    children: Floats | None = None,
    how: str = "equal",
    sizes: Mapping[str, float] | None = None,
    wanted: Collection[str] | None = None,
) -> Deprivation:
    """Bring deprivation to the lookup's new codes, as an estimate and never as a new index.

    The scores are means weighted by `children` (shape (n,)), and missing where areas were merged
    whose children are nan, or `children` None. Ranks and deciles pass on where an area is whole or
    a part, and are missing where areas of unlike rank were merged: they were ranked among the areas
    of their own census. `wanted` as in `convert_population`. Raises what `convert_codes` raises.
    """
    read: dict[str, Floats] = {}
    differing: list[str] = []
    carried = ""
    for measure in MEASURES:
        kind = "rate" if measure.endswith("score") else "class"
        values = deprivation.measure(measure)
        made = _converted(deprivation.codes, values, lookup, kind, how, sizes, children, wanted)
        read[measure] = made.values
        if kind == "class" and deprivation.has(measure):
            differing += _differing(made, deprivation.name, measure, lookup)
        if kind == "rate":
            carried = made.conversion.estimate(kind)
    whole = _whole(made, wanted)
    scored = deprivation.has("imd_score") or deprivation.has("idaci_score")
    return replace(
        deprivation,
        codes=tuple(made.codes[row] for row in whole),
        census_year=lookup.new_year,
        imd_score=read["imd_score"][whole],
        imd_rank=read["imd_rank"][whole],
        imd_decile=read["imd_decile"][whole],
        idaci_score=read["idaci_score"][whole],
        idaci_rank=read["idaci_rank"][whole],
        idaci_decile=read["idaci_decile"][whole],
        notes=(
            *deprivation.notes,
            *_told(made, deprivation.name),
            "Scores were carried over to other areas, ranks and deciles with them: an estimate.",
            *(_blank_means(made, deprivation.name, deprivation.codes, children) if scored else ()),
            *differing,
        ),
        provenance=_estimated(deprivation.provenance, lookup),
        carried=carried if scored else "",
    )


def convert_reading(
    reading: Reading,
    kinds: Mapping[str, str],
    lookup: CodeLookup,
    children: Floats | None = None,
    how: str = "equal",
    sizes: Mapping[str, float] | None = None,
    wanted: Collection[str] | None = None,
) -> Reading:
    """Bring a table of areas to the lookup's new codes, each column as its kind asks.

    Parameters
    ----------
    kinds
        The columns to bring over: "count" (summed and shared), "rate" (mean weighted by
        `children`), or "class" (text or numbers, passed on where all parts agree).
    children, how, sizes, wanted
        As in `convert_deprivation`.

    Raises what `convert_codes` raises.
    """
    codes = tuple(reading.table.column("area_code"))
    columns: dict[str, list[Any]] = {}
    estimates: dict[str, str] = {}
    differing: list[str] = []
    for column, kind in kinds.items():
        values, words = _as_numbers(reading.table.column(column), kind)
        made = _converted(codes, values, lookup, kind, how, sizes, children, wanted)
        columns[column] = [
            None if np.isnan(value) else words[int(value)] if words else float(value)
            for value in made.values
        ]
        if said := made.conversion.estimate(kind):
            estimates[column] = said
        if kind == "class":
            differing += _differing(made, reading.table.name, column, lookup)
    name = reading.table.name
    rated = "rate" in kinds.values()
    blank = _blank_means(made, name, codes, children) if rated else ()
    facts = _estimated(reading.table.provenance, lookup)
    table = Table({"area_code": list(made.codes), **columns}, name, facts)
    notes = (*reading.notes, *_told(made, name), *blank, *differing)
    return Reading(table, notes, lookup.new_year, estimates)


def _as_numbers(values: Sequence[Any], kind: str) -> tuple[Floats, list[str]]:
    """Give values as floats, shape (n,), None as nan; the words of a class by their number."""
    if kind != "class" or not any(isinstance(value, str) for value in values):
        return np.array([np.nan if v is None else v for v in values], dtype=float), []
    words = sorted({str(value) for value in values if value is not None})
    place = {word: number for number, word in enumerate(words)}
    return np.array([np.nan if v is None else place[str(v)] for v in values]), words


def _converted(
    codes: Sequence[str],
    values: Floats,
    lookup: CodeLookup,
    kind: str,
    how: str,
    sizes: Mapping[str, float] | None,
    children: Floats | None,
    wanted: Collection[str] | None,
) -> Converted:
    """Convert one column; a rate without `children` is missing where areas were joined."""
    weights = np.ones(len(codes)) if children is None else children
    made = convert_codes(codes, values, lookup, kind, how, sizes, weights, wanted)
    if kind == "rate" and children is None:
        made.values[_joined(made, lookup)] = np.nan
    return made


def _joined(made: Converted, lookup: CodeLookup) -> list[int]:
    """Give the rows of the new areas that more than one old area went into."""
    parts = Counter(lookup.new)
    return [row for row, code in enumerate(made.codes) if parts[code] > 1]


def _differing(made: Converted, name: str, column: str, lookup: CodeLookup) -> list[str]:
    """Say in how many merged areas a class is empty, as their parts do not agree."""
    lacking = set(made.conversion.incomplete)
    rows = [row for row in _joined(made, lookup) if np.isnan(made.values[row])]
    codes = [made.codes[row] for row in rows if made.codes[row] not in lacking]
    if not codes:
        return []
    return [
        f"{name}: {many(len(codes), 'merged area has', 'merged areas have')} no {column}, as it "
        f"differs among the parts "
        f"(first: {codes[0]})."
    ]


def _whole(made: Converted, wanted: Collection[str] | None) -> list[int]:
    """Give the rows to keep: all, or, where areas were asked for, those that have every part."""
    lacking = set() if wanted is None else set(made.conversion.incomplete)
    return [row for row, code in enumerate(made.codes) if code not in lacking]


def _told(made: Converted, name: str) -> tuple[str, ...]:
    said = (*made.conversion.sentences(), *made.conversion.changed())
    return tuple(f"{name}: {sentence}" for sentence in said)


def _blank_means(
    made: Converted, name: str, codes: Sequence[str], children: Floats | None
) -> tuple[str, ...]:
    """Say where scores of merged areas are empty, as the children of a part are not known."""
    joined = {*made.conversion.merged, *made.conversion.irregular}
    unknown = np.full(len(codes), np.nan) if children is None else children
    blank = [code for code, number in zip(codes, unknown) if code in joined and np.isnan(number)]
    if not blank:
        return ()
    return (
        f"{name}: where areas were merged (first: {blank[0]}) the score is empty, as its mean "
        f"needs the children of each part: give a population table with {made.conversion.old_year} "
        "codes, or the index with its own counts of children (File 7).",
    )


def _estimated(facts: Provenance | None, lookup: CodeLookup) -> Provenance | None:
    if facts is None:
        return None
    told = (
        f"converted from {lookup.old_year} to {lookup.new_year} areas with {lookup.name}, "
        "an estimate"
    )
    return replace(facts, treatment="; ".join(part for part in (facts.treatment, told) if part))
