"""Need: children by age band, deprivation and a weight for each area, from published tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import InputError
from .progress import Progress
from .sources.age_bands import OPEN_AGE, band_label, describe_bands, parse_band
from .sources.area_codes import match_codes, refuse_repeats
from .sources.deprivation import Deprivation
from .sources.population import Population, count_for_ages
from .tables import Table

Floats = npt.NDArray[np.float64]

# Age bands of the national return on Best Start Family Hubs, in full years, both ends included.
RETURN_BANDS = {
    "children_0_2": (0, 2),
    "children_3_4": (3, 4),
    "children_5_17": (5, 17),
    "young_18_25": (18, 25),
}
_IDACI_AGES = (0, 15)
_CHOSEN = "children of the ages chosen"
_TEXT_COLUMNS = ("area_code", "area_name", "authority", "locality")
_SHOWN_MEASURES = ("idaci_score", "idaci_rank", "idaci_decile", "imd_decile")
# What the local quintile is ranked by, the first that is there; True where higher is more deprived.
_QUINTILE_MEASURES = (
    ("idaci_score", True, "IDACI score"),
    ("idaci_rank", False, "IDACI rank"),
    ("imd_score", True, "IMD score"),
    ("imd_rank", False, "IMD rank"),
)


@dataclass(frozen=True)
class Weighting:
    """A named way to weigh need: what to call it, its formula in words, and what it rests on."""

    label: str
    formula: str
    needs_idaci_score: bool = False

    def words(self, ages: tuple[int, int]) -> str:
        """Say what need is for these ages, for a report: label, formula and what is estimated."""
        counted = f"children aged {_label(ages)}"
        formula = self.formula.replace("need = ", "").replace(_CHOSEN, counted)
        if not self.needs_idaci_score:
            return formula
        label = self.label[0].lower() + self.label[1:]
        said = f"{label}: {formula}"
        if ages == _IDACI_AGES:
            return said
        return (
            f"{said}; the score is of ages {_label(_IDACI_AGES)} and is applied here to ages "
            f"{_label(ages)}"
        )


WEIGHTINGS = {
    "children": Weighting("Children", f"need = {_CHOSEN}"),
    "income_deprived_children": Weighting(
        "Children in income-deprived families (estimate)",
        f"need = IDACI score × {_CHOSEN}",
        needs_idaci_score=True,
    ),
}


@dataclass(frozen=True)
class NeedResult:
    """The need of n areas as a table, plain sentences on what it rests on, and its data sets.

    `need_is` says in words what was weighed; `fictional` that at least one data set is made up.
    """

    table: Table
    notes: tuple[str, ...]
    sources: tuple[str, ...] = ()
    need_is: str = ""
    fictional: bool = False


@dataclass(frozen=True)
class _Areas:
    codes: tuple[str, ...]
    census_year: int | None


def parse_ages(text: str) -> tuple[int, int]:
    """Read ages in full years, both included: "0-4" is (0, 4), "3" is (3, 3), "0-90" all ages.

    Ages end at 90, which means 90 and over, as in the ONS tables; "16+" is (16, 90).

    Raises
    ------
    InputError
        The text is no band of ages.
    """
    band = parse_band(text)
    if band is None:
        raise InputError(f'{text!r} is no band of ages. Write it in full years, like "0-4".')
    low, high = band
    return min(low, OPEN_AGE), OPEN_AGE if high is None else min(high, OPEN_AGE)


def build_need(
    codes: Sequence[str],
    names: Sequence[str],
    authority: Sequence[str],
    locality: Sequence[str],
    deprivation: Deprivation | None,
    population: Population,
    ages: tuple[int, int] = (0, 4),
    weighting: str = "children",
    progress: Progress | None = None,
    areas_census_year: int | None = None,
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

    Returns
    -------
    The contract's columns, a row for each area in the order given: counts, score and need as
    floats, ranks, deciles and quintiles as whole numbers, None where not known.

    Raises
    ------
    CodesError
        Repeated codes, another census, or an area missing from a table.
    InputError
        Ages that the table's bands cannot give, or a weighting that cannot be worked out.
    """
    progress = progress or Progress()
    labels = (codes, names, authority, locality)
    _check_areas(*labels)
    areas = _Areas(tuple(codes), areas_census_year)
    notes = [*population.notes, *(deprivation.notes if deprivation else ())]
    rows = _join(areas, population, notes)
    children = _children(population, ages)[rows]
    progress.report(0.5)
    measures = _measures(areas, deprivation, notes)
    need = _need(weighting, children, measures["idaci_score"], ages, deprivation, notes)
    _note_missing_children(areas, children, ages, notes)
    columns: dict[str, list[Any]] = dict(zip(_TEXT_COLUMNS, map(list, labels)))
    columns.update(_number_columns(_return_bands(population, rows, notes), children, measures))
    columns["local_quintile"] = _whole(_local_quintile(areas, measures, notes))
    columns["need"] = _floats(need)
    progress.report(1.0)
    given = [table.provenance for table in (population, deprivation) if table is not None]
    told = [provenance for provenance in given if provenance is not None]
    return NeedResult(
        Table(columns, name="the need table"),
        tuple(notes),
        tuple(provenance.sentence() for provenance in told),
        WEIGHTINGS[weighting].words(ages),
        any(provenance.fictional for provenance in told),
    )


def _number_columns(
    bands: dict[str, Floats], children: Floats, measures: dict[str, Floats]
) -> dict[str, list[Any]]:
    """Lay out counts and the score as floats, ranks and deciles as whole numbers."""
    return {
        **{name: _floats(values) for name, values in bands.items()},
        "children": _floats(children),
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


def _children(population: Population, ages: tuple[int, int]) -> Floats:
    children = count_for_ages(population, *ages)
    if children is None:
        raise InputError(
            f"{population.name} cannot give ages {_label(ages)}: it holds "
            f"{describe_bands(population.bands)}. Choose ages that these bands make up exactly, "
            "or give a table by single year of age."
        )
    return children


def _label(ages: tuple[int, int]) -> str:
    low, high = ages
    return band_label((low, None if high >= OPEN_AGE else high))


def _return_bands(
    population: Population, rows: npt.NDArray[np.int64], notes: list[str]
) -> dict[str, Floats]:
    """Count each band of the national return; one that the table cannot give is all nan."""
    found = {name: count_for_ages(population, *ages) for name, ages in RETURN_BANDS.items()}
    absent = [name for name, counts in found.items() if counts is None]
    if absent:
        notes.append(
            f"{', '.join(absent)}: empty, since {population.name} has no bands that make them up "
            f"(it holds {describe_bands(population.bands)})."
        )
    blank = np.full(len(rows), np.nan)
    return {n: blank if counts is None else counts[rows] for n, counts in found.items()}


def _measures(
    areas: _Areas, deprivation: Deprivation | None, notes: list[str]
) -> dict[str, Floats]:
    names = {*_SHOWN_MEASURES, *(name for name, _, _ in _QUINTILE_MEASURES)}
    if deprivation is None:
        notes.append("No deprivation table was given: deprivation and local quintile are empty.")
        return {name: np.full(len(areas.codes), np.nan) for name in sorted(names)}
    rows = _join(areas, deprivation, notes)
    return {name: deprivation.measure(name)[rows] for name in sorted(names)}


def _need(
    weighting: str,
    children: Floats,
    idaci_score: Floats,
    ages: tuple[int, int],
    deprivation: Deprivation | None,
    notes: list[str],
) -> Floats:
    """Weigh the children of each area, shape (n,); nan where a count or score is missing.

    `children`: need = children. `income_deprived_children`: need = IDACI score × children; the
    score is the share of children aged 0-15 in income-deprived families (MHCLG, English Indices
    of Deprivation, technical report), so that the product is an estimate.
    """
    if weighting not in WEIGHTINGS:
        raise InputError(f"There is no weighting {weighting!r}. Use {', '.join(WEIGHTINGS)}.")
    chosen = WEIGHTINGS[weighting]
    notes.append(f"Weighting: {chosen.label}; {chosen.formula}.")
    if not chosen.needs_idaci_score:
        return children.copy()
    known = np.isfinite(idaci_score)
    if not known.any():
        where = deprivation.name if deprivation else "no deprivation table"
        raise InputError(
            f"The weighting {weighting!r} needs the IDACI score of each area, and {where} has none "
            "for them. Give File 3 or File 7 of the indices, or weigh by children."
        )
    if not known.all():
        notes.append(f"Need is empty for {np.count_nonzero(~known):,} areas without IDACI score.")
    notes.append(_estimate_note(ages))
    return idaci_score * children


def _estimate_note(ages: tuple[int, int]) -> str:
    applied = "" if ages == _IDACI_AGES else f" and is applied here to ages {_label(ages)}"
    return (
        f"Children in income-deprived families are an estimate: the IDACI score covers ages "
        f"{_label(_IDACI_AGES)}{applied}."
    )


def _note_missing_children(
    areas: _Areas, children: Floats, ages: tuple[int, int], notes: list[str]
) -> None:
    missing = np.flatnonzero(~np.isfinite(children))
    if len(missing):
        notes.append(
            f"Children aged {_label(ages)} are missing or held back for {len(missing):,} of "
            f"{len(areas.codes):,} areas (first: {areas.codes[missing[0]]}); they stay empty."
        )


def _local_quintile(areas: _Areas, measures: dict[str, Floats], notes: list[str]) -> Floats:
    """Rank these areas into fifths by the best measure there is, 1 = most deprived fifth."""
    for name, higher_is_worse, label in _QUINTILE_MEASURES:
        values = measures[name]
        if np.isfinite(values).any():
            notes.append(f"Local quintiles rank these areas by {label}; 1 is the most deprived.")
            return equal_count_quintiles(areas.codes, values if higher_is_worse else -values)
    if len(areas.codes) and any(np.isfinite(values).any() for values in measures.values()):
        notes.append("Local quintiles are empty: they need a score or a rank, not deciles alone.")
    return np.full(len(areas.codes), np.nan)


def equal_count_quintiles(codes: Sequence[str], deprivation: Floats) -> Floats:
    """Give quintiles 1 (highest deprivation) to 5 with equal counts, shape (n,), nan where nan.

    The m areas with a value are sorted by deprivation, highest first, ties by code; the area at
    place i (from 0) falls in quintile floor(5 i / m) + 1. Counts differ by one at most. Areas that
    tie may so fall on both sides of a border, and fewer than five areas leave quintiles empty (two
    areas: 1 and 3).
    """
    known = np.flatnonzero(np.isfinite(deprivation))
    order = sorted(known.tolist(), key=lambda row: (-float(deprivation[row]), codes[row]))
    quintiles = np.full(len(codes), np.nan)
    quintiles[order] = np.arange(len(order)) * 5 // max(1, len(order)) + 1
    return quintiles


def _floats(values: Floats) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]


def _whole(values: Floats) -> list[int | None]:
    return [int(value) if np.isfinite(value) else None for value in values.tolist()]
