"""Published layers of road lines, known by their columns.

OS Open Roads and OS MasterMap or NGD road links: columns after Ordnance Survey's technical
specifications. Geofabrik's shapefiles: "OpenStreetMap Data in Layered GIS Format", Geofabrik GmbH.
Ways with OpenStreetMap's own tags as columns: as QGIS plugins and exports write them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .openstreetmap_file import LICENCE, PUBLISHER

NOT_STATED = "not stated in the file"
_ORDNANCE_SURVEY = "Contains OS data © Crown copyright and database rights"


@dataclass(frozen=True)
class Form:
    """A published layer of roads: the columns by which it is known, and what they hold.

    Column names are in small letters; of several the first that is there is taken. `ends_only`
    says that its lines meet at their ends only, `tags` that columns are OpenStreetMap's tags.
    """

    name: str
    marks: tuple[str, ...]
    classes: tuple[str, ...]
    speed: tuple[str, ...] = ()
    unit: str = "mph"
    oneway: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    ends_only: bool = False
    tags: bool = False
    publisher: str = NOT_STATED
    licence: str = NOT_STATED


_OGL = "Open Government Licence v3"
FORMS = (
    Form(
        "Geofabrik shapefile", ("osm_id", "fclass"), ("fclass",), ("maxspeed",), "kph",
        ("oneway",), ("layer",), ("name",), ("osm_id",),
        publisher=f"© {PUBLISHER}", licence=LICENCE,
    ),
    Form(
        "OS Open Roads", ("road_function", "road_classification", "form_of_way"),
        ("road_function",), names=("name_1",), ids=("id",), ends_only=True,
        publisher=_ORDNANCE_SURVEY, licence=_OGL,
    ),
    Form(
        "OS Open Roads", ("function", "class", "formofway"), ("function",), names=("name1",),
        ids=("identifier",), ends_only=True, publisher=_ORDNANCE_SURVEY, licence=_OGL,
    ),
    Form(
        "OS Highways road links", ("routehierarchy", "directionality"), ("routehierarchy",),
        ("indicativespeedlimit_mph",), "mph", ("directionality",),
        ("startgradeseparation", "endgradeseparation"), ("name1_text", "roadname1_name"),
        ("osid", "toid", "identifier"), ends_only=True,
        publisher=_ORDNANCE_SURVEY, licence="Ordnance Survey's terms (" + NOT_STATED + ")",
    ),
    Form(
        "OpenStreetMap ways", ("osm_id", "highway"), ("highway",), ("maxspeed",), "kph",
        ("oneway",), ("layer",), ("name",), ("osm_id",), tags=True,
        publisher=f"© {PUBLISHER}", licence=LICENCE,
    ),
)  # fmt: skip
NO_FORM = Form("lines of a form unknown to the planner", (), ())


def recognised(columns: Sequence[str]) -> Form:
    """Give the published form that the columns are those of; `NO_FORM` where it is none."""
    there = {name.lower() for name in columns}
    return next((form for form in FORMS if there.issuperset(form.marks)), NO_FORM)
