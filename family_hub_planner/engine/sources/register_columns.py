"""Which column of a council's list of places holds what: the words that lists use, and mappings.

The names are the facility columns of the national return on Best Start Family Hubs and of the
Local Government Transparency Code 2015, which fixes what is published but no headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..tables import Table
from .columns import check_mapping_names, mapped_column
from .facility_names import (
    FACILITY_COLUMNS,
    NO_COLUMN,
    NUMBER_COLUMNS,
    PLACE_COLUMNS,
    YES_NO_COLUMNS,
)
from .headings import heading_key

# Patterns of heading keys, the surest first, parted by white space.
_WORDS = {
    "site_id": (
        r"siteid assetid(?:entity)? uniqueasset(?:id|identity|identifier|number) "
        r"asset(?:ref(?:erence)?|number|no) (?:property|site)ref(?:erence)? urn "
        r"uniquereferencenumber organisationcode organisationdataservicecode id ref(?:erence)?"
    ),
    "site_name": (
        r"sitename deliverysitename assetname propertyname buildingname nameof(?:the)?building.* "
        r"establishmentname organisationname pharmacyname libraryname name"
    ),
    "uprn": r"uprn uniquepropertyreferencenumber",
    "postcode": r"(?:uk|site|property)?postcode postalcode pcds",
    "address": r"(?:site|street|full|postal|property)?address address1 addressline1",
    "authority": (
        r"localauthority(?:district)?(?:name)? authority la(?:d)?name organisationlabel "
        r"areaname"
    ),
    "status": r"status (?:site|asset|operational)status",
    "site_type": r"sitetype typeofsite (?:family)?hubtype",
    "venue_type": (
        r"venuetype (?:building|property|asset|premises|facility)type typeofestablishmentname "
        r"establishmenttype type(?:of(?:building|property|asset|premises))? "
        r"(?:building|property|current)?use classifica(?:tion)? servicetypelabel organisationtype"
    ),
    "colocation_type": r"colocation(?:type)?",
    "owner": r"owner(?:ship)? buildingowner ownedby landlord",
    "tenure": r"tenure(?:type)? freehold(?:or)?(?:leasehold)? freeholdorleasehold",
    "lease_end": r"lease(?:end|expiry|expires|ends)(?:on|date)? endoflease",
    "break_date": r"(?:lease|tenant)?break(?:clause|option)?(?:date)?",
    "floor_area_m2": (
        r"gifa gia grossinternal(?:floor)?area (?:total)?floorarea(?:gia|gifa)? size(?:gifa)?"
    ),
    "spare_area_m2": r"(?:spare|vacant|available|surplus|unused)(?:floor)?(?:area|space)",
    "running_cost_gbp": (
        r"(?:annual|total)?(?:running|operating|premises|revenue)costs? "
        r"totalbuildingoperationcosts?.*"
    ),
    "backlog_gbp": r"backlog(?:maintenance)?(?:costs?)? requiredmaintenance(?:costs?)?",
    "one_off_gbp": r"(?:oneoff|conversion|adaptation|fitout)costs? costtoconvert",
    "clawback_gbp": r"(?:grant)?clawback(?:amount|sum)?",
    "clawback_until": r"(?:grant)?clawback(?:until|ends?|expires|expiry)(?:date)?",
    "condition": r"condition(?:rating|grade)?",
    "suitability": r"(?:functional)?suitability(?:rating|grade)?",
    "services": r"services(?:offered|delivered)?",
    "hours_week": r"(?:opening)?hours(?:open)?(?:per|a)?week weeklyhours openinghours",
    "sessions_week": r"sessions(?:(?:per|a)?week)? weeklysessions",
    "term_time_only": r"termtime(?:only)?",
    "open_to": r"opento(?:the)?(?:public|whom)? whomaycomein",
    "step_free": r"stepfree(?:access)? wheelchairaccess(?:ible)? levelaccess",
    "separate_entrance": r"(?:separate|own)entrance",
    "private_room": r"(?:private|confidential)(?:meeting|interview|consulting|consultation)?room",
    "owner_agreed": r"(?:owner|landlord)(?:has)?agreed (?:owner|landlord)sconsent",
    "confidential": (
        r"(?:site|address|location)?(?:is)?confidential(?:site|address|location|place)? "
        r"(?:site|address|location)?(?:is)?sensitive(?:site|address|location)? "
        r"donotpublish(?:address)? notforpublication secret(?:address|location)?"
    ),
    "easting": r"eastings? oseast1m east1m bnge gridref(?:erence)?e(?:asting)?",
    "northing": r"northings? osnrth1m north1m bngn gridref(?:erence)?n(?:orthing)?",
    "longitude": r"longitude long lon lng",
    "latitude": r"latitude lat",
    "x": r"x geox xcoord(?:inate)? coordinatex",
    "y": r"y geoy ycoord(?:inate)? coordinatey",
    "crs": r"coordinatereferencesystem crs srs coordinatesystem",
    "map_reference": r"mapref(?:erence)? (?:os)?gridref(?:erence)? osreference",
}
# What lists write after a heading: a unit, a period, the words to answer with.
_AFTER_NUMBER = r"(?:m2|sqm|sqmetres?|squaremetres?|m|gbp)?(?:pa|perannum|peryear|ayear)?"
_AFTER_YES_NO = r"(?:yn|yesno|yesorno)?"
# The national return's own numbers for its fields, alone or before the words ("FHS02 Postcode").
_RETURN_CODE = r"(?:fhs\d\d[ab]?)?"
_RETURN_FIELDS = {
    "site_name": "fhs01", "postcode": "fhs02", "uprn": "fhs03", "status": "fhs04",
    "site_type": "fhs07", "colocation_type": "fhs11",
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """One heading of a list: the column it was taken for ("" for none), by whom, cells filled."""

    heading: str
    column: str
    by: str
    filled: int


def register_columns(table: Table, mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the table's heading for each facility and place column it has, the mapped ones first.

    The names in the mapping are those of `FACILITY_COLUMNS` and `PLACE_COLUMNS`; `name` stands
    for `site_name` and `id` for `site_id`. A name given "-" has no column, whatever the headings
    say. No heading is taken for two names unless the mapping says so. Raises `ColumnError` for a
    name that means nothing or a heading that is not there.
    """
    own = full_names(mapping or {})
    names = (*FACILITY_COLUMNS, *PLACE_COLUMNS)
    check_mapping_names(own, names)
    found = {name: mapped_column(table, of) for name, of in own.items() if of != NO_COLUMN}
    keys = {heading: heading_key(heading) for heading in table.columns}
    for heading in found.values():
        keys.pop(heading, None)
    for name in names:
        guess = None if name in own else _recognised(name, keys)
        if guess is not None:
            found[name] = guess
            keys.pop(guess)
    return found


def headings_of(
    table: Table,
    found: Mapping[str, str],
    mapping: Mapping[str, str] | None = None,
    further: Mapping[str, str] | None = None,
) -> tuple[Heading, ...]:
    """Say of each heading, in the table's order, what it was taken for and how many cells it fills.

    `by` is "your mapping", "its heading", or "" for a heading that was not used. `further` are the
    columns that the user keeps, which are the user's mapping too.
    """
    own = {**full_names(mapping or {}), **(further or {})}
    pairs = [*found.items(), *((n, mapped_column(table, h)) for n, h in (further or {}).items())]
    told = []
    for heading, values in table.columns.items():
        names = [name for name, used in pairs if used == heading]
        by = "your mapping" if any(name in own for name in names) else "its heading"
        filled = sum(value is not None and str(value).strip() != "" for value in values)
        told.append(Heading(heading, ", ".join(names), by if names else "", filled))
    return tuple(told)


def used_mapping(headings: Sequence[Heading], mapping: Mapping[str, str]) -> dict[str, str]:
    """Give the mapping that was used, as it can be given again: each name with its heading.

    The names that `mapping` takes away ("-") are taken away again.
    """
    known = {*FACILITY_COLUMNS, *PLACE_COLUMNS}
    pairs = [(name, one.heading) for one in headings for name in one.column.split(", ")]
    none = {name: of for name, of in full_names(mapping).items() if of == NO_COLUMN}
    return {**none, **{name: heading for name, heading in pairs if name in known}}


def full_names(mapping: Mapping[str, str]) -> dict[str, str]:
    """Give a mapping with `name` and `id` written out as `site_name` and `site_id`."""
    short = {"name": "site_name", "id": "site_id"}
    return {short.get(name, name): heading for name, heading in mapping.items()}


def _recognised(name: str, keys: Mapping[str, str]) -> str | None:
    """Find the heading for a name: its own spelling, else the first of its words that is there."""
    after = _AFTER_NUMBER if name in NUMBER_COLUMNS else ""
    after = _AFTER_YES_NO if name in YES_NO_COLUMNS or name == "open_to" else after
    for word in (name.replace("_", ""), *_WORDS.get(name, "").split()):
        for heading, key in keys.items():
            if re.fullmatch(f"{_RETURN_CODE}(?:{word}){after}", key):
                return heading
    code = _RETURN_FIELDS.get(name)
    return next((heading for heading, key in keys.items() if key == code), None)
