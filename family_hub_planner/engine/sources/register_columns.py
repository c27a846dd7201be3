"""Which column of a council's list of places holds what: the words that lists use, and mappings.

The names are the facility columns of the national return on Best Start Family Hubs and of the
Local Government Transparency Code 2015, which fixes what is published but no headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..tables import Table
from .columns import check_mapping_names, mapped_column
from .headings import heading_key

FACILITY_COLUMNS = (
    "site_id",
    "site_name",
    "uprn",
    "postcode",
    "address",
    "authority",
    "status",
    "site_type",
    "colocation_type",
    "owner",
    "tenure",
    "lease_end",
    "break_date",
    "floor_area_m2",
    "spare_area_m2",
    "running_cost_gbp",
    "backlog_gbp",
    "one_off_gbp",
    "clawback_gbp",
    "clawback_until",
    "condition",
    "suitability",
    "services",
    "hours_week",
    "sessions_week",
    "term_time_only",
    "open_to",
    "step_free",
    "separate_entrance",
    "private_room",
    "owner_agreed",
    "confidential",
)
NUMBER_COLUMNS = frozenset(
    name for name in FACILITY_COLUMNS if name.endswith(("_m2", "_gbp", "_week"))
)
PLACE_COLUMNS = ("x", "y", "easting", "northing", "longitude", "latitude", "crs", "map_reference")

# Patterns of heading keys, the surest first, parted by white space.
_WORDS = {
    "site_id": (
        r"siteid assetid(?:entity)? uniqueasset(?:id|identity|identifier|number) "
        r"assetreference propertyreference urn uniquereferencenumber organisationcode "
        r"organisationdataservicecode id ref(?:erence)?"
    ),
    "site_name": (
        r"sitename assetname propertyname buildingname nameof(?:the)?building.* "
        r"establishmentname organisationname pharmacyname libraryname name"
    ),
    "uprn": r"uprn uniquepropertyreferencenumber",
    "postcode": r"(?:uk|site)?postcode postalcode pcds",
    "address": r"(?:site|street|full|postal)?address address1 addressline1",
    "authority": (
        r"localauthority(?:district)?(?:name)? authority la(?:d)?name organisationlabel "
        r"areaname"
    ),
    "status": r"status sitestatus",
    "site_type": (
        r"(?:site|asset|property|building)?type typeofestablishmentname establishmenttype "
        r"servicetypelabel"
    ),
    "colocation_type": r"colocation(?:type)?",
    "owner": r"owner(?:ship)? buildingowner",
    "tenure": r"tenure(?:type)? freehold(?:or)?(?:leasehold)? freeholdorleasehold",
    "lease_end": r"leaseend(?:date)? leaseexpiry(?:date)?",
    "break_date": r"break(?:clause)?date",
    "floor_area_m2": (
        r"gifa(?:m2|sqm)? gia(?:m2|sqm)? grossinternal(?:floor)?area(?:m2|sqm)? "
        r"floorarea(?:m2|sqm)? size(?:m2|sqm|gifa)"
    ),
    "running_cost_gbp": (r"runningcosts?(?:gbp)? totalbuildingoperationcosts?.* revenuecosts?"),
    "backlog_gbp": r"backlog(?:maintenance)?(?:gbp)? requiredmaintenance(?:costs?)?",
    "condition": r"condition(?:rating|grade)?",
    "suitability": r"(?:functional)?suitability(?:rating|grade)?",
    "services": r"services(?:offered)?",
    "easting": r"eastings? oseast1m east1m bnge",
    "northing": r"northings? osnrth1m north1m bngn",
    "longitude": r"longitude long lon lng",
    "latitude": r"latitude lat",
    "x": r"x geox xcoord(?:inate)? coordinatex",
    "y": r"y geoy ycoord(?:inate)? coordinatey",
    "crs": r"coordinatereferencesystem crs srs coordinatesystem",
    "map_reference": r"mapref(?:erence)? (?:os)?gridref(?:erence)? osreference",
}


def register_columns(table: Table, mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the table's heading for each facility and place column it has, the mapped ones first.

    The names in the mapping are those of `FACILITY_COLUMNS` and `PLACE_COLUMNS`; `name` stands
    for `site_name` and `id` for `site_id`. Raises `ColumnError` for a name that means nothing or
    a heading that is not there.
    """
    own = full_names(mapping or {})
    check_mapping_names(own, (*FACILITY_COLUMNS, *PLACE_COLUMNS))
    found = {name: mapped_column(table, heading) for name, heading in own.items()}
    keys = {heading: heading_key(heading) for heading in table.columns}
    for name in (*FACILITY_COLUMNS, *PLACE_COLUMNS):
        if name not in found and (heading := _recognised(name, keys)):
            found[name] = heading
    return found


def full_names(mapping: Mapping[str, str]) -> dict[str, str]:
    """Give a mapping with `name` and `id` written out as `site_name` and `site_id`."""
    short = {"name": "site_name", "id": "site_id"}
    return {short.get(name, name): heading for name, heading in mapping.items()}


def _recognised(name: str, keys: Mapping[str, str]) -> str | None:
    """Find the heading for a name: its own spelling, else the first of its words that is there."""
    for word in (name.replace("_", ""), *_WORDS.get(name, "").split()):
        for heading, key in keys.items():
            if re.fullmatch(word, key):
                return heading
    return None
