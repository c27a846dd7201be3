"""Digital exclusion by area: the Digital Exclusion Risk Index, or a column of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from ..errors import ColumnError
from .area_tables import Source, area_rows, open_table, reading, values_or_none
from .columns import (
    area_of_row,
    check_mapping_names,
    columns_there,
    mapped_column,
    missing_note,
    numbers,
)
from .headings import heading_key
from .reading import Reading

HIGHEST = 10.0
"""Highest score of the index: 0 is the lowest risk of digital exclusion, 10 the highest."""
_DERI = re.compile(r"deri(?:score)?(?:national|gb|england)?(?:score)?|digitalexclusionriskindex.*")


def read_digital_exclusion(source: Source, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read the risk of digital exclusion by area, 0 (lowest) to 10 (highest risk).

    The Digital Exclusion Risk Index (Greater Manchester Combined Authority) is recognised by its
    score's heading; another index from 0 to 10 is read by a mapping.

    Parameters
    ----------
    mapping
        `code` and `score` to headings.

    Returns
    -------
    Reading
        `area_code` and `digital_exclusion_score`; None where missing.

    Raises
    ------
    ColumnError
        No score recognised, several, or one outside 0 to 10.
    """
    table = open_table(source)
    own = dict(mapping or {})
    check_mapping_names(own, ("code", "score"))
    if "score" in own:
        heading = mapped_column(table, own["score"])
    else:
        found = [h for h in table.columns if _DERI.fullmatch(heading_key(h))]
        if len(found) != 1:
            which = f"several ({', '.join(found)})" if found else "none"
            raise ColumnError(
                f"{table.name}: of columns with a digital exclusion score {which} is recognised. "
                f'Say which, for example "score=DERI score". {columns_there(table)}'
            )
        heading = found[0]
    values = numbers(table, heading)
    bad = np.flatnonzero((values < 0) | (values > HIGHEST))
    if len(bad):
        raise ColumnError(
            f"{table.name}: {len(bad):,} scores in {heading!r} are not from 0 to 10 (first: "
            f"{values[bad[0]]:g} in row {bad[0] + 1} of the data"
            f"{area_of_row(table, int(bad[0]))}). Is it a rank or a percentage?"
        )
    areas = area_rows(table, own.get("code"))
    said = (
        f"{table.name}: {len(areas.codes):,} areas, codes from {areas.column!r}, digital exclusion "
        f"score from {heading!r} (0 lowest risk, 10 highest)."
    )
    column = {"digital_exclusion_score": values_or_none(values[list(areas.rows)])}
    return reading(table, areas, column, [said, missing_note(table, heading, values)])
