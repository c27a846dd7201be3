"""Need: children by age band, deprivation and a weight for each area, from published tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import InputError
from .estimates import say_estimates
from .need_ages import (
    RETURN_BANDS,
    SEND_COLUMN,
    Ages,
    ChildrenCounted,
    check_ages,
    check_group_names,
    count_bands,
    count_children,
    headline,
    with_send_estimated,
)
from .need_deciles import OUR_DECILE_WEIGHTS
from .need_editions import not_a_trend
from .need_income import INCOME_COLUMN, income_count_of
from .need_quintiles import QUINTILE_MEASURES, local_quintile
from .need_warnings import estimate_warnings, missing_warnings
from .need_weighed import NeedExpression, ToWeigh
from .need_weightings import weigh
from .progress import Progress
from .provenance import Provenance
from .sources.area_codes import match_codes, refuse_repeats
from .sources.deprivation import Deprivation
from .sources.population import Population
from .tables import Table

Floats = npt.NDArray[np.float64]

_TEXT_COLUMNS = ("area_code", "area_name", "authority", "locality")
_SHOWN_MEASURES = ("idaci_score", "idaci_rank", "idaci_decile", "imd_decile")


@dataclass(frozen=True)
class NeedResult:
    """The need of n areas as a table, plain sentences on what it rests on, and its data sets.

    `need_is` says in words what was weighed; `fictional` that at least one data set is made up;
    `ages` whose count `children` is, with "(estimate)" where it is one; `estimates` which columns
    are estimates, and how (`read_estimates`); `warnings` what to say loudly;
    `deprivation_index` what `imd_decile` is of where it is no English IMD (`Deprivation.index`).
    """

    table: Table
    notes: tuple[str, ...]
    sources: tuple[str, ...] = ()
    need_is: str = ""
    fictional: bool = False
    ages: str = ""
    estimates: str = ""
    warnings: tuple[str, ...] = ()
    deprivation_index: str = ""


@dataclass(frozen=True)
class _Areas:
    """n areas: codes and names, the codes' census, further columns, and which are estimates."""

    labels: tuple[Sequence[str], ...]
    census_year: int | None
    groups: dict[str, Floats]
    tables: tuple[Provenance, ...]
    estimated: Mapping[str, str]

    @property
    def codes(self) -> Sequence[str]:
        return self.labels[0]


@dataclass(frozen=True)
class _Asked:
    ages: Ages
    weighting: str
    age_bands: tuple[Ages, ...]
    estimate: bool
    decile_weights: str
    expression: NeedExpression | None


def build_need(
    codes: Sequence[str],
    names: Sequence[str],
    authority: Sequence[str],
    locality: Sequence[str],
    deprivation: Deprivation | None,
    population: Population,
    ages: Ages = (0, 4),
    weighting: str = "children",
    progress: Progress | None = None,
    areas_census_year: int | None = None,
    *,
    age_bands: Sequence[Ages] = (),
    estimate_ages: bool = True,
    groups: Mapping[str, Sequence[float | None]] | None = None,
    tables: Sequence[Provenance] = (),
    estimated: Mapping[str, str] | None = None,
    decile_weights: str = OUR_DECILE_WEIGHTS,
    expression: NeedExpression | None = None,
) -> NeedResult:
    """Join population and deprivation to n areas and weigh their need.

    Parameters
    ----------
    codes, names, authority, locality
        Text, n of each; the codes are unique.
    ages, weighting
        Youngest and oldest age in full years, both included (`parse_ages`); a key of `WEIGHTINGS`.
    areas_census_year
        Census of the areas' codes, 2011 or 2021, as their field's name tells; None if it does not.
    age_bands, estimate_ages
        Further bands to count; whether ages are shared out of wider bands (`count_or_share`).
    groups, tables
        Further counts by name, n of each, None where missing; and the tables they came from.
    estimated
        Which further columns are estimates, and how (`Reading.estimates`).
    decile_weights, expression
        For the weightings of those names.

    Returns
    -------
    The contract's columns and the bands', a row for each area in the order given: counts, score
    and need as floats, ranks, deciles and quintiles as whole numbers, None where not known.

    Raises
    ------
    CodesError
        Repeated codes, another census, or an area missing from a table.
    InputError
        Ages that the table's bands cannot give, or a weighting that cannot be worked out.
    """
    asked = _Asked(ages, weighting, tuple(age_bands), estimate_ages, decile_weights, expression)
    labels = (codes, names, authority, locality)
    _check_areas(*labels)
    counts = _arrays(groups or {}, len(codes))
    areas = _Areas(labels, areas_census_year, counts, tuple(tables), dict(estimated or {}))
    check_group_names(tuple(areas.groups), asked.age_bands)
    check_ages(ages, tuple(areas.groups))
    return _build(areas, deprivation, population, asked, progress or Progress())


def _build(
    areas: _Areas,
    deprivation: Deprivation | None,
    population: Population,
    asked: _Asked,
    progress: Progress,
) -> NeedResult:
    """Count, measure and weigh, in this order."""
    notes = [*population.notes, *(deprivation.notes if deprivation else ())]
    rows = _join(areas, population, notes)
    children = count_children(population, rows, asked.ages, areas.groups, asked.estimate)
    children = with_send_estimated(children, areas.estimated)
    bands = count_bands(population, rows, asked.age_bands, asked.estimate)
    notes += [headline(population, rows, asked.estimate), *bands.notes]
    progress.report(0.5)
    measures, index = _measures(areas, deprivation, notes), deprivation.index if deprivation else ""
    columns = _columns(areas, bands.columns, children, measures)
    columns["local_quintile"] = _whole(local_quintile(areas.codes, measures, notes, index))
    counted = {**bands.how, **({"children": children.how} if children.how else {})}
    counted.update(areas.estimated)
    scores = {"idaci_score": deprivation.carried} if deprivation and deprivation.carried else {}
    how = {**counted, **scores}
    indices = deprivation.name if deprivation else "no deprivation table"
    typed = {n: _floats(v) for n, v in bands.columns.items() if n not in RETURN_BANDS}
    known = {**columns, **typed, **{name: _floats(v) for name, v in areas.groups.items()}}
    weighed = weigh(
        asked.weighting,
        ToWeigh(
            areas.codes, children, measures, indices, areas.groups,
            Table(known, name="the need table"), how, asked.decile_weights, asked.expression, index,
            deprivation.edition if deprivation else "", income_count_of(areas.tables),
        ),
    )  # fmt: skip
    notes += [*weighed.notes, f"Need is {weighed.words}."]
    columns = {**columns, "need": _floats(weighed.need), **typed}
    progress.report(1.0)
    result = _result(columns, notes, deprivation, population, areas)
    estimates = {**how, **({"need": weighed.estimate} if weighed.estimate else {})}
    return replace(
        result,
        need_is=weighed.words,
        ages=children.said,
        estimates=say_estimates(estimates),
        deprivation_index=index,
        warnings=(
            *estimate_warnings(counted),
            *weighed.warnings,
            *missing_warnings(areas.codes, columns, children.label),
            *result.warnings,
        ),
    )


def _result(
    columns: dict[str, list[Any]],
    notes: Sequence[str],
    deprivation: Deprivation | None,
    population: Population,
    areas: _Areas,
) -> NeedResult:
    """Give table, notes and sources; a caution where indices of two editions meet."""
    given = [table.provenance for table in (population, deprivation) if table is not None]
    told = [provenance for provenance in given if provenance is not None]
    edition = deprivation.edition if deprivation else ""
    name = deprivation.name if deprivation else ""
    beside = [*([population.provenance] if population.provenance else []), *areas.tables]
    unsaid = "" if edition or (deprivation and deprivation.index) else name
    caution = not_a_trend(edition, name, tuple(areas.groups), beside, unsaid)
    return NeedResult(
        Table(columns, name="the need table"),
        tuple(note for note in notes if note),
        (*(provenance.sentence() for provenance in told), *([caution] if caution else [])),
        fictional=any(provenance.fictional for provenance in told),
        warnings=(f"{caution}.",) if caution else (),
    )


def _arrays(groups: Mapping[str, Sequence[float | None]], areas: int) -> dict[str, Floats]:
    """Give the further counts as arrays, nan where missing; those that need uses are checked."""
    arrays = {}
    for name, counts in groups.items():
        if len(counts) != areas:
            raise InputError(f"The further count {name} has not one value for each area.")
        arrays[name] = np.array([np.nan if c is None else c for c in counts], dtype=float)
        if name in (SEND_COLUMN, INCOME_COLUMN) and (arrays[name] < 0).any():
            raise InputError(f"The further count {name} is negative. Counts are zero or more.")
    return arrays


def _columns(
    areas: _Areas,
    bands: Mapping[str, Floats],
    children: ChildrenCounted,
    measures: dict[str, Floats],
) -> dict[str, list[Any]]:
    """Lay out the contract's columns up to the deciles: counts and score as floats, else whole."""
    return {
        **{name: list(values) for name, values in zip(_TEXT_COLUMNS, areas.labels)},
        **{name: _floats(bands[name]) for name in RETURN_BANDS},
        "children": _floats(children.counts),
        "idaci_score": _floats(measures["idaci_score"]),
        **{name: _whole(measures[name]) for name in _SHOWN_MEASURES[1:]},
    }


def _check_areas(codes: Sequence[str], *others: Sequence[str]) -> None:
    if not len(codes):
        raise InputError("There are no areas. Give a layer with at least one.")
    if any(len(values) != len(codes) for values in others):
        raise InputError("Names, authorities and localities must be one for each area code.")
    blank = sum(1 for code in codes if not code)
    if blank:
        raise InputError(f"{blank:,} of {len(codes):,} areas have no code. Choose the code field.")
    refuse_repeats(codes, "The areas")


def _join(
    areas: _Areas, table: Population | Deprivation, notes: list[str]
) -> npt.NDArray[np.int64]:
    rows = match_codes(areas.codes, areas.census_year, table.codes, table.census_year, table.name)
    beyond = len(table.codes) - len(areas.codes)
    others = f"; its {beyond:,} other areas were left aside" if beyond else ""
    notes.append(f"{table.name}: all {len(areas.codes):,} areas matched{others}.")
    return rows


def _measures(
    areas: _Areas, deprivation: Deprivation | None, notes: list[str]
) -> dict[str, Floats]:
    names = {*_SHOWN_MEASURES, *QUINTILE_MEASURES}
    if deprivation is None:
        notes.append("No deprivation table was given: deprivation and local quintile are empty.")
        return {name: np.full(len(areas.codes), np.nan) for name in sorted(names)}
    rows = _join(areas, deprivation, notes)
    return {name: deprivation.measure(name)[rows] for name in sorted(names)}


def _floats(values: Floats) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]


def _whole(values: Floats) -> list[int | None]:
    return [int(value) if np.isfinite(value) else None for value in values.tolist()]
