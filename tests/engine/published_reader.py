"""Reads any published table by the reader of its family, for tests over all families."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Union

from family_hub_planner.engine.errors import ColumnError
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.sources.area_tables import Source, open_table
from family_hub_planner.engine.sources.cars import read_cars
from family_hub_planner.engine.sources.centroids import read_centroids, read_membership
from family_hub_planner.engine.sources.code_lookup import CodeLookup, read_code_lookup
from family_hub_planner.engine.sources.columns import columns_there
from family_hub_planner.engine.sources.deprivation import Deprivation, read_deprivation
from family_hub_planner.engine.sources.digital_exclusion import read_digital_exclusion
from family_hub_planner.engine.sources.estate import Places, read_places
from family_hub_planner.engine.sources.families import family_of
from family_hub_planner.engine.sources.headings import heading_key
from family_hub_planner.engine.sources.idaci_count import read_idaci_count
from family_hub_planner.engine.sources.population import Population, read_population
from family_hub_planner.engine.sources.reading import Reading
from family_hub_planner.engine.sources.recognition import recognise
from family_hub_planner.engine.sources.register_columns import register_columns
from family_hub_planner.engine.sources.rural_urban import read_rural_urban
from family_hub_planner.engine.sources.schools import read_schools
from family_hub_planner.engine.tables import Table

Read = Union[Deprivation, Population, CodeLookup, Places, Reading]
_READERS: dict[str, Callable[[Table], Any]] = {
    "code lookup": read_code_lookup,
    "area lookup": read_membership,
    "rural-urban class": read_rural_urban,
    "cars": read_cars,
    "digital exclusion": read_digital_exclusion,
    "schools": read_schools,
    "income-deprived children": read_idaci_count,
}


_INDICES = ("English Indices of Deprivation", "Welsh Index", "Scottish Index")
# What has no heading of its own is tried in turn, the most particular first.
_TRIED: tuple[tuple[str, Callable[[Table], Any]], ...] = (
    ("population", read_population),
    ("deprivation", read_deprivation),
    ("centroids", read_centroids),
)


def read_any(source: Source, progress: Progress | None = None) -> tuple[str, Read]:
    """Read a published table by whichever reader knows its headings: the family's name, and it.

    Every result has `notes`, which name the columns recognised. Postcode directories and the
    NHS list of practices, too large or without headings, have readers of their own.

    Raises
    ------
    ColumnError
        No reader knows the headings, or the one that does finds what should not be there.
    CodesError, InputError
        As that reader.
    """
    table = open_table(source, progress)
    dataset = recognise(table.columns, table.name).dataset
    if dataset.startswith(_INDICES):
        return "deprivation", read_deprivation(table)
    family = family_of([heading_key(heading) for heading in table.columns])
    if family is not None and family.name in _READERS:
        return family.name, _READERS[family.name](table)
    if "population" in dataset.lower():
        return "population", read_population(table)
    if {"site_name", "postcode"} & set(register_columns(table)):
        return "places", read_places(table)
    for name, reader in _TRIED:
        try:
            return name, reader(table)
        except ColumnError:
            continue
    raise ColumnError(
        f"{table.name} is of no published family that is recognised. Choose what it is, and say "
        f"which column holds what. {columns_there(table)}"
    )
