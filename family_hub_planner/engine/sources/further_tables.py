"""Further tables by area beside population and deprivation: what each brings, and its groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..errors import CodesError, ColumnError, InputError
from ..mapping import parse_mapping
from ..tables import Table
from .area_tables import read_counts
from .cars import read_cars
from .columns import columns_there, mapped_column
from .digital_exclusion import read_digital_exclusion
from .families import family_of
from .headings import heading_key
from .idaci_count import read_idaci_count
from .population import Population, read_population
from .reading import Reading
from .rural_urban import read_rural_urban

_CODE = "code"
_NO_CAR, _SHARE = "no_car_households", "no_car_share"


@dataclass(frozen=True)
class Groups:
    """The groups asked for: each one's name and heading ("" for a group without data).

    `code` is the heading of the area codes in tables where it is not recognised, "" for none.
    """

    headings: dict[str, str]
    code: str = ""


@dataclass(frozen=True)
class FurtherTable:
    """A table as read, and how each of its columns passes to another census.

    `kinds` holds the columns that are brought: "count", "rate" or "class", as `convert_reading`
    has them.
    """

    reading: Reading
    kinds: Mapping[str, str]


def parse_groups(text: str) -> Groups:
    """Read the groups: "name", "name=Heading" or "name=" (known, but without data).

    They are parted by semicolons or line breaks, or else by commas; a heading that holds one of
    these needs the JSON form of `parse_mapping`. "code=Heading" names the column of area codes.

    Raises
    ------
    InputError
        A group without a name, or one that is named twice.
    FileUnreadableError
        A JSON file that cannot be read.
    """
    text = text.strip()
    if text.startswith("{") or (text.lower().endswith(".json") and "=" not in text):
        pairs = list(parse_mapping(text).items())
    else:
        lines = text.replace("\n", ";")
        parts = lines.split(";" if ";" in lines else ",")
        pairs = [_pair(part.strip()) for part in parts if part.strip()]
    headings = {name: heading.strip() for name, heading in pairs}
    if len(headings) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"The groups name {twice!r} twice. Give each name once.")
    return Groups(headings, headings.pop(_CODE, ""))


def _pair(part: str) -> tuple[str, str]:
    name, equals, heading = (piece.strip() for piece in part.partition("="))
    if not name:
        raise InputError(
            f"The groups have {part!r}, which has no name. Write them like "
            '"low_income; lone_parents=Lone parent households; young_carers=".'
        )
    return name, heading if equals else name


def place_groups(groups: Groups, tables: Sequence[Table]) -> dict[str, int]:
    """Tell in which of the tables each group with data stands, by its place; none is guessed.

    Raises
    ------
    ColumnError
        A heading that no table has, with all that are there, or that several have.
    """
    found: dict[str, int] = {}
    for name, heading in groups.headings.items():
        if not heading:
            continue
        places = [place for place, table in enumerate(tables) if _has(table, heading)]
        if not places:
            there = " ".join(f"{table.name}: {columns_there(table, 40)}" for table in tables)
            raise ColumnError(
                f"The group {name!r}: there is no column {heading!r}. Check the spelling, or write "
                f'"{name}=" for a group without data. {there}'
            )
        if len(places) > 1:
            names = " and ".join(tables[place].name for place in places)
            raise ColumnError(
                f"The group {name!r}: {heading!r} stands in {names}. Rename it in one of them."
            )
        found[name] = places[0]
    return found


def _has(table: Table, heading: str) -> bool:
    try:
        mapped_column(table, heading)
    except ColumnError:
        return False
    return True


def own_population(
    table: Table, codes: Sequence[str], counts: Mapping[str, str]
) -> Population | None:
    """Give a table that brings no column as the population by age of the areas, or None.

    It says by whom split areas of another table are shared out: it must hold every one of the
    areas' `codes`, be of no family of its own, and have no column that `counts` name.
    """
    if counts or family_of([heading_key(heading) for heading in table.columns]) is not None:
        return None
    try:
        found = read_population(table)
    except (CodesError, ColumnError, InputError):
        return None
    return found if set(codes) <= set(found.codes) else None


def read_further(table: Table, counts: Mapping[str, str], code: str = "") -> list[FurtherTable]:
    """Read what a further table brings: the columns of its family, and the counts named.

    A table of cars or vans brings `households` and `no_car_households`, one of digital exclusion
    `digital_exclusion`, a rural-urban classification `rural_urban`, the numerators of IDACI
    `income_deprived_children`.

    Parameters
    ----------
    counts
        Names of further counts to their headings in this table.
    code
        Heading of the area codes, used where the table has it; "" to find them.

    Raises
    ------
    ColumnError
        A table that brings nothing, or that its reader refuses.
    CodesError
        As the reader.
    """
    own = {_CODE: mapped_column(table, code)} if code and _has(table, code) else {}
    family = family_of([heading_key(heading) for heading in table.columns])
    read: list[FurtherTable] = []
    if family is not None and family.name in _FAMILIES:
        read.append(_FAMILIES[family.name](table, own))
    if counts:
        read.append(_counts(table, own, counts))
    if not read:
        lookup = " It is the lookup of area codes: give it as LOOKUP."
        raise ColumnError(
            f"{table.name} brings nothing: it is no table of cars or vans, digital exclusion, "
            "rural-urban class or income-deprived children that is recognised, and no group names "
            f"one of its columns (GROUPS). {columns_there(table)}"
            f"{lookup if family is not None and family.name == 'code lookup' else ''}"
        )
    return read


def _counts(table: Table, own: Mapping[str, str], counts: Mapping[str, str]) -> FurtherTable:
    """Read the counts named; a table of no published family is called by what it holds."""
    facts = table.provenance
    if facts is not None and not facts.dataset:
        facts = replace(facts, dataset=f"Counts by area ({', '.join(counts)})")
    named = replace(table, provenance=facts)
    return FurtherTable(read_counts(named, {**own, **counts}), dict.fromkeys(counts, "count"))


def _cars(table: Table, own: Mapping[str, str]) -> FurtherTable:
    return FurtherTable(read_cars(table, own), {"households": "count", _NO_CAR: "count"})


def _digital(table: Table, own: Mapping[str, str]) -> FurtherTable:
    read = read_digital_exclusion(table, own)
    score = {"digital_exclusion": read.table.column("digital_exclusion_score")}
    return FurtherTable(_with(read, score), {"digital_exclusion": "rate"})


def _rural_urban(table: Table, own: Mapping[str, str]) -> FurtherTable:
    """Give the class by its name, where it has none by its code."""
    read = read_rural_urban(table, own)
    pairs = zip(read.table.column("ruc_name"), read.table.column("ruc_code"))
    return FurtherTable(
        _with(read, {"rural_urban": [name or code for name, code in pairs]}),
        {"rural_urban": "class"},
    )


def _idaci(table: Table, own: Mapping[str, str]) -> FurtherTable:
    return FurtherTable(read_idaci_count(table, own), {"income_deprived_children": "count"})


def _with(read: Reading, columns: dict[str, list[Any]]) -> Reading:
    codes = read.table.column("area_code")
    table = Table({"area_code": codes, **columns}, read.table.name, read.table.provenance)
    return Reading(table, read.notes, read.census_year)


_FAMILIES: dict[str, Callable[[Table, Mapping[str, str]], FurtherTable]] = {
    "cars": _cars,
    "digital exclusion": _digital,
    "rural-urban class": _rural_urban,
    "income-deprived children": _idaci,
}


def columns_of(further: FurtherTable) -> list[str]:
    """Name the columns that `join_areas` gives of a table."""
    share = [_SHARE] if _NO_CAR in further.kinds else []
    return [*further.kinds, *share]


def join_areas(
    codes: Sequence[str], further: FurtherTable
) -> tuple[dict[str, list[Any]], tuple[str, ...]]:
    """Give the columns of n areas in their order, None where the table has no row; and warnings.

    A group may cover less than all areas, so that an area without a row stays empty and is
    counted; `no_car_share` is no_car_households / households, None where an area has no household.

    Raises
    ------
    CodesError
        No area has a row.
    """
    table = further.reading.table
    row_of = {code: row for row, code in enumerate(table.column("area_code"))}
    rows = [row_of.get(code) for code in codes]
    lost = [code for code, row in zip(codes, rows) if row is None]
    if len(lost) == len(codes):
        raise CodesError(
            f"None of the {len(codes):,} areas has a row in {table.name} (first: {codes[0]}; the "
            f"table begins with {next(iter(row_of), 'nothing')}). Check that both hold the same "
            "kind of area code."
        )
    columns = {
        name: [None if row is None else table.column(name)[row] for row in rows]
        for name in further.kinds
    }
    if _NO_CAR in columns:
        pairs = zip(columns[_NO_CAR], columns["households"])
        columns[_SHARE] = [_share(none, of) for none, of in pairs]
    return columns, _unmatched(codes, lost, table, row_of)


def estimates_of(columns: Mapping[str, Any], reading: Reading) -> dict[str, str]:
    """Give which of the joined columns are estimates, and how: the share of an estimate too."""
    found = {name: how for name, how in reading.estimates.items() if name in columns}
    if _NO_CAR in found:
        found[_SHARE] = found[_NO_CAR]
    return found


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole


def _unmatched(
    codes: Sequence[str], lost: Sequence[str], table: Table, there: Mapping[str, int]
) -> tuple[str, ...]:
    if not lost:
        return ()
    strange = len(set(there).difference(codes))
    doubt = (
        f" {strange:,} of its rows are of none of these areas: is it of another census (2011 or "
        "2021)? Give LOOKUP, then, to have it converted."
        if strange
        else ""
    )
    return (
        f"{table.name}: {len(lost):,} of {len(codes):,} areas have no row there (first: "
        f"{lost[0]}); they stay empty, never zero.{doubt}",
    )
