"""Population of areas by age, from the forms that ONS and councils publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from ..errors import ColumnError, InputError
from ..in_words import many
from ..provenance import Provenance
from ..tables import Table
from .age_bands import OPEN_AGE, Band, band_label, chain_of_bands
from .area_codes import refuse_repeats
from .area_tables import Source, open_table
from .columns import (
    Floats,
    census_year_of_heading,
    check_mapping_names,
    find_code_column,
    mapped_column,
)
from .population_forms import read_form
from .recognition import vintage_of


@dataclass(frozen=True)
class Population:
    """Population of n areas by k age bands, checked once at birth.

    Attributes
    ----------
    codes
        Unique area codes, n of them.
    census_year
        Census of the codes, 2011 or 2021, as the heading tells; None where it does not.
    bands
        Lowest and highest age in full years, both included; None as highest is "and over". Bands
        of a table may overlap (0-15 beside 0-4).
    counts
        Persons, float of shape (n, k); nan is missing or held back.
    vintage
        The year the counts are of ("mid-2020", "Census 2021"), "" where nothing says it.
    notes
        Plain sentences for the log.
    carried
        How counts were brought from other areas where that is an estimate, "" where it is none.
    """

    codes: tuple[str, ...]
    census_year: int | None
    bands: tuple[Band, ...]
    counts: Floats
    vintage: str = ""
    name: str = "the population table"
    notes: tuple[str, ...] = ()
    provenance: Provenance | None = field(default=None, compare=False)
    carried: str = ""

    def __post_init__(self) -> None:
        """Refuse repeated codes, counts of another shape, and negative counts."""
        refuse_repeats(self.codes, self.name)
        if self.counts.shape != (len(self.codes), len(self.bands)):
            raise InputError(f"{self.name}: the counts are not one for each area and age band.")
        bad = np.argwhere(self.counts < 0)
        if len(bad):
            row, column = bad[0]
            raise ColumnError(
                f"{self.name}: {many(len(bad), 'count is', 'counts are')} negative (first: "
                f"{self.counts[row, column]:g} for {self.codes[row]}, ages "
                f"{band_label(self.bands[column])}). Counts are zero or more."
            )


def read_population(source: Source, mapping: Mapping[str, str] | None = None) -> Population:
    """Read population by age by its headings, or by the columns that `mapping` names.

    Recognised are the ONS single years by sex (`F0`..`M90`, added), single years `0`..`90+`,
    columns of bands ("Aged 0 to 4 years", "0-4", "Dependent Children aged 0-15: mid 2015
    (excluding prisoners)"), and the long form with a row for each area and age band.

    Parameters
    ----------
    mapping
        Names `code`, and either `age` and `count` (long form) or age bands ("0-4") to headings.

    Raises
    ------
    ColumnError
        No codes or ages are recognised, or a column holds what it should not.
    CodesError
        An area stands more than once.
    """
    table, mapping = open_table(source), mapping or {}
    bands = [name for name in mapping if name[:1].isdigit()]
    check_mapping_names(mapping, ("code", "age", "count", *bands))
    own = {name: mapped_column(table, heading) for name, heading in mapping.items()}
    if "code" in own:
        code_column, census_year = own["code"], census_year_of_heading(own["code"])
    else:
        code_column, census_year = find_code_column(table)
    form = read_form(table, code_column, own)
    vintage = vintage_of(form.columns, table.name)
    return Population(
        codes=form.codes,
        census_year=census_year,
        bands=form.bands,
        counts=form.counts,
        vintage=vintage,
        name=table.name,
        notes=form.notes,
        provenance=_provenance(table, vintage),
    )


def _provenance(table: Table, vintage: str) -> Provenance | None:
    facts = table.provenance
    if facts is None or facts.dataset:
        return facts
    return replace(facts, dataset="Population by age", vintage=vintage)


def count_for_ages(population: Population, low: int, high: int) -> Floats | None:
    """Count persons aged `low` to `high` full years, both included: shape (n,), nan where missing.

    None when the ages are not exactly a union of the table's bands: nothing is estimated here.
    A `high` of 90 means 90 and over, as in the ONS tables.
    """
    chain = chain_of_bands(population.bands, (low, high))
    if chain is None:
        return None
    counts: Floats = population.counts[:, chain].sum(axis=1)
    return counts


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


def children_sizes(
    population: Population, ages: tuple[int, int]
) -> tuple[dict[str, float], Band] | None:
    """Give persons of some ages by code, to share their count by, and the band they are of.

    That is the ages themselves where the table's bands make them up, else its narrowest band that
    holds them; None where no band does. Ages to 25 are those of children, to 17.
    """
    low, high = ages[0], ages[1] if ages[1] <= _OLDEST_CHILD else _BEFORE_SEND
    exact = count_for_ages(population, low, high)
    if exact is not None:
        return dict(zip(population.codes, exact.tolist())), (low, high)
    held = [
        (top - start, place)
        for place, (start, top) in enumerate(population.bands)
        if top is not None and start <= low and high <= top
    ]
    if not held:
        return None
    place = min(held)[1]
    return dict(zip(population.codes, population.counts[:, place].tolist())), population.bands[
        place
    ]


# Beyond 19 a hub serves those with SEND alone, who are counted apart from the table (`need_ages`).
_OLDEST_CHILD, _BEFORE_SEND = 19, 17
