"""A register of any kind by the reader that knows it: GIAS, the NHS's practices, or a council's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import ColumnError
from ..progress import Progress
from ..provenance import Provenance
from ..tables import Table
from .area_tables import open_table
from .estate import PLAIN, Places, RegisterOptions, read_places
from .families import family_of
from .headings import heading_key
from .health import are_practices, place_practices, read_practices
from .postcodes import read_postcodes
from .reading import Reading
from .recognition import says_fictional
from .register_columns import register_columns
from .schools import read_schools

SCHOOLS = "schools (GIAS)"
PRACTICES = "GP practices (epraccur)"
REGISTER = "a list of places"
_YES = frozenset({"true", "1", "yes"})


@dataclass(frozen=True)
class Register:
    """A register before it is placed: its rows, and which kind of list it is."""

    table: Table
    kind: str

    def postcodes(self, mapping: Mapping[str, str] | None = None) -> list[str]:
        """Give the postcodes that stand in it, so that only these are sought in a directory."""
        found = register_columns(self.table, mapping if self.kind == REGISTER else None)
        values = self.table.column(found["postcode"]) if "postcode" in found else []
        return [str(value) for value in values if value]


def open_register(source: Table | Path, progress: Progress | None = None) -> Register:
    """Read a register's rows and recognise which kind it is.

    Raises `FileUnreadableError` for a file that is missing, damaged or no table.
    """
    table = open_table(source, progress)
    if are_practices(table) and isinstance(source, Path):
        return Register(read_practices(source), PRACTICES)
    family = family_of([heading_key(heading) for heading in table.columns])
    kind = SCHOOLS if family is not None and family.name == "schools" else REGISTER
    return Register(_with_fiction(table), kind)


def postcodes_for(
    register: Register,
    directory: Path,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read the register's own postcodes out of a directory, the terminated ones too.

    Raises what `read_postcodes` raises.
    """
    wanted = register.postcodes(mapping)
    return read_postcodes(directory, postcodes=wanted, progress=progress, terminated=True)


def place_register(
    register: Register,
    mapping: Mapping[str, str] | None = None,
    crs: str | None = None,
    postcodes: Table | None = None,
    options: RegisterOptions = PLAIN,
) -> Places:
    """Place a register's rows by the reader of its kind.

    Raises what `read_places` raises, and `ColumnError` for a mapping of practices, whose columns
    are known.
    """
    if register.kind == PRACTICES:
        if mapping:
            raise ColumnError(
                f"{register.table.name} has no headings to map: its columns are known. Leave the "
                "mapping empty."
            )
        surgeries = replace(options, venue_type=options.venue_type or "GP surgery")
        return place_practices(register.table, postcodes, options=surgeries)
    if register.kind == SCHOOLS:
        return read_schools(register.table, mapping, postcodes, options)
    return read_places(register.table, mapping, crs, postcodes, options=options)


def _with_fiction(table: Table) -> Table:
    """Mark a table as made up where a cell of it says so."""
    cells = (str(v) for values in table.columns.values() for v in values if v)
    flags = (str(v).lower() for v in table.columns.get("fictional", ()))
    # the plain search first: registers of a nation have millions of cells
    said = any("FICTIONAL" in cell and says_fictional(cell) for cell in cells)
    if not (said or any(flag in _YES for flag in flags)):
        return table
    facts: Any = table.provenance or Provenance("")
    return replace(table, provenance=replace(facts, publisher="", licence="", fictional=True))
