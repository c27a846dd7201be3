"""Which area codes of 2011 and of 2021 share ground, by the ONS lookup.

The ONS lookup "LSOA (2011) to LSOA (2021) to Local Authority District (2022)" gives a row for
each pair of areas that share ground, and a kind of change: U unchanged, S split, M merged, X
irregular.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from ..errors import CodesError, ColumnError, InputError
from ..provenance import Provenance
from ..tables import Table
from .area_tables import Source, open_table
from .columns import check_mapping_names, columns_there, mapped_column
from .headings import heading_key

_HEADINGS = {
    "old": r"lsoa(?:20)?11(?:cd|code)|lsoacode(?:20)?11",
    "new": r"lsoa(?:20)?21(?:cd|code)|lsoacode(?:20)?21",
    "change": r"chn?gind|changecode|changeindicator|change",
}


@dataclass(frozen=True)
class CodeLookup:
    """Pairs of codes that share ground: `old[i]` of `old_year` lies in `new[i]` of `new_year`.

    `change[i]` is U, S, M or X as published, or "" where the file has no such column; only the
    pairs themselves are relied on.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    change: tuple[str, ...] = ()
    old_year: int = 2011
    new_year: int = 2021
    name: str = "the lookup"
    notes: tuple[str, ...] = ()
    provenance: Provenance | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuse sides of unlike length and a pair that stands twice."""
        if len(self.old) != len(self.new):
            raise InputError(f"{self.name}: the two columns of codes have different lengths.")
        pairs = list(zip(self.old, self.new))
        if len(set(pairs)) < len(pairs):
            twice = next(pair for pair in pairs if pairs.count(pair) > 1)
            raise CodesError(
                f"{self.name}: the pair {twice[0]} and {twice[1]} stands more than once."
            )

    def backwards(self) -> CodeLookup:
        """Give the lookup the other way round, from 2021 to 2011."""
        return replace(
            self, old=self.new, new=self.old, old_year=self.new_year, new_year=self.old_year
        )

    def census_year_of(self, codes: Collection[str]) -> int | None:
        """Tell the census of codes by those that only one census has; None where none or both do.

        It tells even 2011, which codes alone never prove.
        """
        old, new = set(self.old), set(self.new)
        gone, come = not (old - new).isdisjoint(codes), not (new - old).isdisjoint(codes)
        if gone == come:
            return None
        return self.old_year if gone else self.new_year


def read_code_lookup(source: Source, mapping: Mapping[str, str] | None = None) -> CodeLookup:
    """Read the ONS lookup of LSOA codes from 2011 to 2021.

    Parameters
    ----------
    mapping
        `old`, `new` and `change` to headings, for another lookup.

    Raises
    ------
    ColumnError
        No column of the old or of the new codes.
    CodesError
        No pair of codes, or one that stands twice.
    """
    table = open_table(source)
    own = dict(mapping or {})
    check_mapping_names(own, tuple(_HEADINGS))
    old, new = (_heading(table, own, side) for side in ("old", "new"))
    if old is None or new is None:
        raise ColumnError(
            f"{table.name} has no column of {'2011' if old is None else '2021'} codes, so it is no "
            f'lookup. Say which, for example "old=LSOA11CD; new=LSOA21CD". {columns_there(table)}'
        )
    change = _heading(table, own, "change")
    columns = [table.column(heading) for heading in (old, new, *([change] if change else []))]
    rows = [row for row in zip(*columns) if row[0] and row[1]]
    if not rows:
        raise CodesError(f"{table.name}: no row has a code in both {old!r} and {new!r}.")
    return CodeLookup(
        old=tuple(str(row[0]).strip() for row in rows),
        new=tuple(str(row[1]).strip() for row in rows),
        change=tuple(str(row[2] or "").strip() for row in rows) if change else (),
        name=table.name,
        notes=(f"{table.name}: {len(rows):,} pairs of codes, {old!r} to {new!r}.",),
        provenance=table.provenance,
    )


def _heading(table: Table, own: Mapping[str, str], side: str) -> str | None:
    if side in own:
        return mapped_column(table, own[side])
    pattern = re.compile(_HEADINGS[side])
    return next((h for h in table.columns if pattern.fullmatch(heading_key(h))), None)
