"""Tables of the other census: brought to the areas' own codes by a lookup, or refused in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import CodesError, ColumnError, InputError
from .age_bands import band_label
from .area_codes import census_year_of_codes, other_census
from .converted_tables import convert_deprivation, convert_population, convert_reading
from .population import (
    Population,
    children_sizes,
    count_for_ages,
    read_population,
    sizes_by_population,
)

if TYPE_CHECKING:
    from ..provenance import Provenance
    from .area_tables import Source
    from .code_lookup import CodeLookup
    from .columns import Floats
    from .deprivation import Deprivation
    from .reading import Reading

_CONVERTED = (
    "Use tables and areas of one census, or give the ONS lookup of 2011 to 2021 codes (LOOKUP): "
    "the table is then converted, as an estimate."
)
_CHILDREN = (0, 15)
"""Ages that rates are weighted by: those that the IDACI score is of."""


@dataclass(frozen=True)
class CensusConversion:
    """How tables of another census are brought to the codes of n areas.

    Attributes
    ----------
    codes, census_year
        The areas' codes, and their census as the heading tells (2011, 2021, None).
    lookup
        Which codes of 2011 and 2021 share ground; None: a table of another census is refused.
    how, sizes
        What split areas are shared by ("population", "area", "equal"), and, for "area", the size
        of each area by code.
    populations
        Tables by age, the first first: one with the areas' codes says how many people live in
        each part of a split area, one of the other census how many children a rate is of.
    ages
        Youngest and oldest age of the children counted, by whom their own table shares them out.
    """

    codes: tuple[str, ...]
    census_year: int | None
    lookup: CodeLookup | None = None
    how: str = "population"
    sizes: Mapping[str, float] | None = None
    populations: tuple[Population, ...] = ()
    ages: tuple[int, int] = _CHILDREN

    def lookup_for(
        self, codes: Sequence[str], census_year: int | None, name: str
    ) -> CodeLookup | None:
        """Give the lookup from a table's census to the areas'; None where both are of one.

        A census comes from the heading, else from the codes, else from the codes that only one
        side of the lookup holds.

        Raises
        ------
        CodesError
            The censuses differ and there is no lookup, or one between others.
        """
        theirs, mine = self._year(codes, census_year), self._year(self.codes, self.census_year)
        if not theirs or not mine or theirs == mine:
            return None
        if self.lookup is None:
            raise CodesError(other_census(self.codes, mine, codes, theirs, name, _CONVERTED))
        for lookup in (self.lookup, self.lookup.backwards()):
            if (lookup.old_year, lookup.new_year) == (theirs, mine):
                return lookup
        raise CodesError(
            f"{self.lookup.name} goes from {self.lookup.old_year} to {self.lookup.new_year}, but "
            f"{name} carries {theirs} codes and the areas {mine} codes. Give the lookup between."
        )

    def _year(self, codes: Sequence[str], census_year: int | None) -> int | None:
        known = census_year or census_year_of_codes(codes)
        return known or (self.lookup.census_year_of(codes) if self.lookup else None)

    def population(self, table: Population) -> Population:
        """Give population by age with the areas' codes; its bands' totals are kept.

        Where split areas are shared by population, another table with the areas' codes says how
        many children live in each part: of `ages`, else of its narrowest band that holds them, else
        persons of all ages.

        Raises as `lookup_for` and `convert_codes`, and `InputError` where its split areas would
        have to be shared by the very population that is split.
        """
        lookup = self.lookup_for(table.codes, table.census_year, table.name)
        if lookup is None:
            return table
        if self.how != "population":
            return convert_population(table, lookup, self.how, self.sizes, self.codes)
        own = self._own_tables()
        if not own:
            raise InputError(
                f"{table.name} carries {lookup.old_year} codes, so that it cannot say how many "
                f"people of a split area live in each part of {lookup.new_year}. Give a population "
                f"table with {lookup.new_year} codes among TABLES, or share split areas another "
                "way: SPLIT_BY area or equal."
            )
        return self._shared_by_children(table, lookup, own)

    def deprivation(self, table: Deprivation) -> Deprivation:
        """Give deprivation with the areas' codes, an estimate; raises as `population`."""
        lookup = self.lookup_for(table.codes, table.census_year, table.name)
        if lookup is None:
            return table
        sizes = self._sizes(table.name)
        children = self._children(table.codes)
        return convert_deprivation(table, lookup, children, self.how, sizes, self.codes)

    def reading(self, table: Reading, kinds: Mapping[str, str]) -> Reading:
        """Give another table with the areas' codes; `kinds` as in `convert_reading`."""
        codes, name = table.table.column("area_code"), table.table.name
        lookup = self.lookup_for(codes, table.census_year, name)
        if lookup is None:
            return table
        sizes, children = self._sizes(name), self._children(codes)
        return convert_reading(table, kinds, lookup, children, self.how, sizes, self.codes)

    def with_population(self, table: Population) -> CensusConversion:
        """Add a table by age, to share split areas and to weigh rates by."""
        return replace(self, populations=(*self.populations, table))

    def with_children_of(self, source: Source) -> CensusConversion:
        """Add a table's own counts of children (File 7 of the indices holds them), if any."""
        try:
            return self.with_population(read_population(source))
        except (CodesError, ColumnError, InputError):
            return self

    def used(self, facts: Sequence[Provenance | None]) -> Provenance | None:
        """Give the lookup's provenance where any of these tables was converted with it."""
        lookup = self.lookup
        if lookup and any(fact and lookup.name in fact.treatment for fact in facts):
            return lookup.provenance
        return None

    def _own_tables(self) -> list[Population]:
        """Give the tables by age that hold every one of the areas' codes."""
        return [table for table in self.populations if set(self.codes) <= set(table.codes)]

    def _shared_by_children(
        self, table: Population, lookup: CodeLookup, own: Sequence[Population]
    ) -> Population:
        """Share split areas by the children whom the areas' own tables by age count."""
        sized = [(one, children_sizes(one, self.ages)) for one in own]
        best = next(((one, found) for one, found in sized if found is not None), None)
        if best is None:
            by, sizes = "persons of all ages", sizes_by_population(own[0])
            source = own[0]
        else:
            source, (sizes, band) = best
            by = f"persons aged {band_label(band)}"
        by = f"{by} of {lookup.new_year}"
        made = convert_population(table, lookup, self.how, sizes, self.codes, by)
        told = f"{table.name}: its split areas were shared out by {by} ({source.name})."
        return replace(made, notes=(*made.notes, told))

    def _sizes(self, name: str) -> Mapping[str, float] | None:
        if self.how != "population":
            return self.sizes
        own = self._own_tables()
        if own:
            return sizes_by_population(own[0])
        raise InputError(
            f"{name} is of another census than the areas, and no population table has the areas' "
            "codes to say how many people live in each part of a split area. Give one among "
            "TABLES, or share split areas another way: SPLIT_BY area or equal."
        )

    def _children(self, codes: Sequence[str]) -> Floats | None:
        """Give the children of each code, shape (n,), nan where not known; None if none tells.

        They are those of the table that knows most of the codes, the first of such.
        """
        best, known = None, 0
        for table in self.populations:
            counts = count_for_ages(table, *_CHILDREN)
            if counts is None:
                continue
            of = dict(zip(table.codes, counts.tolist()))
            found = np.array([of.get(code, np.nan) for code in codes])
            if np.count_nonzero(np.isfinite(found)) > known:
                best, known = found, int(np.count_nonzero(np.isfinite(found)))
        return best
