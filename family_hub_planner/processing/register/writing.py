"""A register's layers, tables, mapping and page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsWkbTypes

from ...engine.sources.facility_names import FACILITY_COLUMNS
from ...engine.sources.register_columns import used_mapping
from ...engine.sources.register_page import RegisterRun, register_page
from ..fields import TEXT, fields_of
from ..job import Job, Row
from ..method import written_date
from ..styles import style_when_loaded
from ..version import plugin_version

if TYPE_CHECKING:
    from .reading import RegisterRead

COLUMNS = (
    *FACILITY_COLUMNS,
    "type_stated",
    "colocation_by",
    "located_by",
    "building",
    "sites_in_building",
    "note",
    "row",
    "sources",
    "fictional",
)
SCHOOL_COLUMNS = (
    "establishment_type", "establishment_group", "establishment_status", "phase", "low_age",
    "high_age", "capacity", "pupils", "free_meals_percent", "spare_places", "childrens_centre",
)  # fmt: skip
_WITHOUT_DISTANCE = "not by distance"


def write_register(job: Job, read: RegisterRead) -> None:
    """Write the places, the tables, the mapping and the page that were asked for."""
    places = read.places
    table = places.table
    further = [name for name in SCHOOL_COLUMNS if name in table.columns] + [*read.further]
    system = QgsCoordinateReferenceSystem(places.crs)
    fields = fields_of([*COLUMNS, *further], dict.fromkeys(read.further, TEXT))
    rows = list(_rows(read, [*COLUMNS, *further]))
    mapping = used_mapping(places.headings, read.mapping)
    page = register_page(places, _run(job, read))
    job.write_rows("OUTPUT", fields, rows, QgsWkbTypes.Type.Point, system)
    job.write_table("REJECTED", places.rejected)
    job.write_table("DUPLICATES", places.duplicates)
    job.write_table("SHARED", places.shared)
    job.write_table("UNREAD", places.unread)
    job.write_page("MAPPING_OUT", json.dumps(mapping, ensure_ascii=False, indent=2) + "\n")
    job.write_page("HTML", page)
    style_when_loaded(job, "OUTPUT", "estate")


def _rows(read: RegisterRead, columns: list[str]) -> Iterator[Row]:
    table = read.places.table
    for row in range(len(table)):
        known: dict[str, Any] = {name: values[row] for name, values in table.columns.items()}
        known["sources"] = "; ".join(read.sources) or None
        known["fictional"] = True if read.fictional else None
        point = QgsGeometry.fromPointXY(QgsPointXY(known["x"], known["y"]))
        yield [known.get(name) for name in columns], point


def _run(job: Job, read: RegisterRead) -> RegisterRun:
    duplicate, shared = job.number("DUPLICATE_M"), job.number("SHARED_M")
    keep = "only the first row of a name and UPRN, or of a name and postcode"
    parameters = [
        ("Recognised as", read.register.kind),
        ("Mapping", "given" if read.mapping else "none: by the headings alone"),
        ("Coordinates surely wrong", "mended" if job.yes("MEND_COORDINATES") else "rejected"),
        ("Named again", f"same UPRN, else name and postcode, {_within(duplicate)}"),
        ("Kept", keep if job.choice("KEEP") == "first" else "all but a second row of an id"),
        ("One building", f"same UPRN, or postcode and address, {_within(shared)}"),
        ("Type where the list states none", job.text("VENUE_TYPE") or "none given"),
    ]
    return RegisterRun(
        name=read.register.table.name,
        kind=read.register.kind,
        parameters=parameters,
        sources=read.sources,
        footer=f"Family Hub Planner {plugin_version()}, run on {written_date(date.today())}",
        fictional=read.fictional,
        no_directory=job.path("POSTCODES") is None,
    )


def _within(metres: float) -> str:
    return f"else within {metres:g} m" if metres > 0 else _WITHOUT_DISTANCE
