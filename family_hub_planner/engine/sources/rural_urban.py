"""Rural-urban class of areas: the official classifications of 2011 and 2021.

2011 (England and Wales): A1, B1, C1, C2 are urban, D1 to F2 rural. 2021: codes that begin with R
are rural, with U urban (ONS and Defra, Rural Urban Classification, user guides).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import ColumnError
from ..in_words import many
from ..tables import Table
from .area_tables import Source, area_rows, open_table, reading
from .columns import check_mapping_names, columns_there, mapped_column
from .headings import heading_key
from .reading import Reading

_CODE_HEADINGS = (
    r"ruc(?:20)?(?:11|21)?(?:cd|code)",
    r"ruralurbanclassification(?:20\d\d)?code",
)
_NAME_HEADINGS = (
    r"ruc(?:20)?(?:11|21)(?:nm|name)?|classification|rucname",
    r"ruralurbanclassification(?:20\d\d)?(?:10fold|name)?|urbanrura.*|rucnm",
    r"ruc",
)
_URBAN_CODE = re.compile(r"[ABC]\d|U[A-Z]*\d?")
_RURAL_CODE = re.compile(r"[DEF]\d|R[A-Z]*\d?")


def read_rural_urban(source: Source, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read the rural-urban class of each area, of the 2011 or the 2021 classification.

    Parameters
    ----------
    mapping
        `code` (area codes), `ruc_code` and `ruc_name` to headings.

    Returns
    -------
    Reading
        `area_code`, `ruc_code`, `ruc_name` and `rural` (True, False); None where missing.

    Raises
    ------
    ColumnError
        No column of classes, or a class of neither classification.
    CodesError
        An area that stands twice, or no code.
    """
    table = open_table(source)
    own = dict(mapping or {})
    check_mapping_names(own, ("code", "ruc_code", "ruc_name"))
    code_heading = _heading(table, own, "ruc_code", _CODE_HEADINGS)
    name_heading = _heading(table, own, "ruc_name", _NAME_HEADINGS)
    if code_heading is None and name_heading is None:
        raise ColumnError(
            f"{table.name} has no column of rural-urban classes. Say which, for example "
            f'"ruc_code=RUC21CD; ruc_name=RUC21NM". {columns_there(table)}'
        )
    areas = area_rows(table, own.get("code"))
    codes = _texts(table, code_heading, areas.rows)
    names = _texts(table, name_heading, areas.rows)
    rural = [_is_rural(code, name) for code, name in zip(codes, names)]
    _refuse_strange(table, areas.codes, codes, names, rural)
    none = sum(value is None for value in rural)
    used = " and ".join(repr(h) for h in (code_heading, name_heading) if h)
    said = (
        f"{table.name}: {len(areas.codes):,} areas, codes from {areas.column!r}, rural-urban class "
        f"from {used}: {sum(v is True for v in rural):,} rural, "
        f"{sum(v is False for v in rural):,} urban."
    )
    without = many(none, "area has", "areas have")
    lacking = f"{table.name}: {without} no rural-urban class." if none else ""
    columns: dict[str, list[Any]] = {"ruc_code": codes, "ruc_name": names, "rural": rural}
    return reading(table, areas, columns, [said, lacking])


def _heading(
    table: Table, own: Mapping[str, str], name: str, patterns: tuple[str, ...]
) -> str | None:
    if name in own:
        return mapped_column(table, own[name])
    for pattern in patterns:
        for heading in table.columns:
            if re.fullmatch(pattern, heading_key(heading)):
                return heading
    return None


def _texts(table: Table, heading: str | None, rows: tuple[int, ...]) -> list[str | None]:
    if heading is None:
        return [None] * len(rows)
    values = table.column(heading)
    # split() also takes the no-break spaces that stand behind some names of 2011
    return [" ".join(str(values[row] or "").split()) or None for row in rows]


def _is_rural(code: str | None, name: str | None) -> bool | None:
    if code is not None:
        if _RURAL_CODE.fullmatch(code.upper()):
            return True
        return False if _URBAN_CODE.fullmatch(code.upper()) else None
    word = (name or "").lower()
    if "rural" in word.split(":")[0]:
        return True
    return False if "urban" in word.split(":")[0] else None


def _refuse_strange(
    table: Table,
    areas: tuple[str, ...],
    codes: list[str | None],
    names: list[str | None],
    rural: list[bool | None],
) -> None:
    strange = [i for i, v in enumerate(rural) if v is None and (codes[i] or names[i])]
    if strange:
        first = strange[0]
        raise ColumnError(
            f"{table.name}: {len(strange):,} rural-urban classes are of neither the 2011 nor the "
            f"2021 classification (first: {codes[first] or names[first]!r} for {areas[first]})."
        )
