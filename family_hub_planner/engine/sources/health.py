"""General practices from the NHS's `epraccur.csv`, which has neither headings nor coordinates."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..errors import FileUnreadableError
from ..provenance import Provenance, checksum
from ..tables import Table
from .area_tables import Source
from .delimited import read_delimited_rows
from .estate import PLAIN, Places, RegisterOptions, read_places
from .postcode_text import postcode_key

_WIDTH = 27
"""Columns of the file, as the Organisation Data Service describes it."""
_CODE, _NAME, _ADDRESS, _POSTCODE, _STATUS, _SETTING = 0, 1, slice(4, 9), 9, 12, 25
_ACTIVE, _GENERAL_PRACTICE = "A", "4"
_PRACTICE_CODE = re.compile(r"[A-Z]\d{5}|[A-Z]\d[A-Z0-9]\d[A-Z0-9]")
_LICENCE = "Open Government Licence v3.0"


def read_practices(path: str | Path, every_setting: bool = False) -> Table:
    """Read the active general practices of `epraccur.csv`, as published: 27 columns, no headings.

    A practice is kept whose status is A (active) and, unless `every_setting`, whose prescribing
    setting is 4 (GP practice): the rest are clinics, prisons, care homes and the like.

    Returns
    -------
    Table
        `site_id` (organisation code), `site_name`, `address` and `postcode`.

    Raises
    ------
    FileUnreadableError
        The file is missing, damaged, has another width, or holds no active practice.
    """
    source = Path(path)
    if not source.is_file():
        raise FileUnreadableError(f"There is no file {source.name}. Check the path.")
    rows = read_delimited_rows(source)
    odd = [number for number, row in enumerate(rows, start=1) if len(row) != _WIDTH]
    if odd or not rows:
        raise FileUnreadableError(
            f"{source.name} is not the NHS list of practices (epraccur): {len(odd):,} of "
            f"{len(rows):,} rows have not {_WIDTH} columns (first: row {odd[0] if odd else 1})."
        )
    kept = [
        row
        for row in rows
        if row[_STATUS].strip() == _ACTIVE
        and (every_setting or row[_SETTING].strip() == _GENERAL_PRACTICE)
    ]
    if not kept:
        raise FileUnreadableError(f"{source.name} holds no active practice.")
    facts = Provenance(
        "GP practices (epraccur)",
        publisher="NHS England, Organisation Data Service",
        licence=_LICENCE,
        file_name=source.name,
        sha256=checksum(source),
    )
    columns: dict[str, list[Any]] = {
        "site_id": [row[_CODE].strip() for row in kept],
        "site_name": [row[_NAME].strip() for row in kept],
        "address": [", ".join(part.strip() for part in row[_ADDRESS] if part) for row in kept],
        "postcode": [row[_POSTCODE].strip() or None for row in kept],
    }
    return Table(columns, f"{source.name} ({len(kept):,} of {len(rows):,} active)", facts)


def are_practices(table: Table) -> bool:
    """Tell whether a table is the NHS's list read as any other: a practice among its headings."""
    first, *others = [*table.columns, ""]
    coded = _PRACTICE_CODE.fullmatch(first.strip()) is not None
    return coded and any(postcode_key(heading) for heading in others)


def place_practices(
    path: Source,
    postcodes: Table | None,
    every_setting: bool = False,
    options: RegisterOptions = PLAIN,
) -> Places:
    """Read the active practices and place them by their postcodes.

    `postcodes` is a table of `read_postcodes`; a practice whose postcode is not in it is rejected
    with that reason, so that a directory of one's own authority leaves one's own practices.
    Raises what `read_practices` and `read_places` raise.
    """
    table = path if isinstance(path, Table) else read_practices(path, every_setting)
    return read_places(table, postcodes=postcodes, options=options)
