"""Whole tables of deprivation and population brought to the other census's codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..errors import InputError
from .age_bands import OPEN_AGE
from .code_conversion import convert_codes
from .code_lookup import CodeLookup
from .columns import Floats
from .deprivation import MEASURES, Deprivation
from .population import Population, count_for_ages


def convert_population(
    population: Population,
    lookup: CodeLookup,
    how: str = "equal",
    sizes: Mapping[str, float] | None = None,
) -> Population:
    """Bring population by age to the lookup's new codes; every band's total is kept.

    `how` ("population", "area", "equal") and `sizes` (of each new code) share out split areas, as
    in `convert_codes`. The notes say what was split, merged and lost. Raises what
    `convert_codes` raises.
    """
    made = convert_codes(population.codes, population.counts, lookup, "count", how, sizes)
    return replace(
        population,
        codes=made.codes,
        census_year=lookup.new_year,
        counts=made.values,
        notes=(*population.notes, *made.conversion.sentences()),
    )


def convert_deprivation(
    deprivation: Deprivation,
    lookup: CodeLookup,
    children: Floats | None = None,
    how: str = "equal",
    sizes: Mapping[str, float] | None = None,
) -> Deprivation:
    """Bring deprivation to the lookup's new codes, as an estimate and never as a new index.

    The scores are means weighted by `children` (shape (n,), needed where areas were merged);
    ranks and deciles pass on where an area is whole or a part, and are missing where areas of
    unlike rank were merged: they were ranked among the areas of their own census. Raises what
    `convert_codes` raises.
    """
    read: dict[str, Floats] = {}
    for measure in MEASURES:
        kind = "rate" if measure.endswith("score") else "class"
        weights = children if kind == "rate" else None
        made = convert_codes(
            deprivation.codes,
            deprivation.measure(measure),
            lookup,
            kind,
            how,
            sizes,
            np.ones(len(deprivation.codes)) if _is_blank(deprivation, measure) else weights,
        )
        read[measure] = made.values
    return replace(
        deprivation,
        codes=made.codes,
        census_year=lookup.new_year,
        imd_score=read["imd_score"],
        imd_rank=read["imd_rank"],
        imd_decile=read["imd_decile"],
        idaci_score=read["idaci_score"],
        idaci_rank=read["idaci_rank"],
        idaci_decile=read["idaci_decile"],
        notes=(
            *deprivation.notes,
            *made.conversion.sentences(),
            "Scores were carried over to other areas, ranks and deciles with them: an estimate.",
        ),
    )


def _is_blank(deprivation: Deprivation, measure: str) -> bool:
    return not deprivation.has(measure)


def sizes_by_population(population: Population) -> dict[str, float]:
    """Give persons by code, for `convert_codes` to share by: all ages, or the most there are.

    That is the widest run of the table's bands from age 0, without overlap. Raises `InputError`
    where no band starts at 0.
    """
    tops = sorted({OPEN_AGE if high is None else high for _, high in population.bands})
    for top in reversed(tops):
        counts = count_for_ages(population, 0, top)
        if counts is not None:
            return dict(zip(population.codes, counts.tolist()))
    raise InputError(f"{population.name} has no count from age 0, by which areas could be shared.")
