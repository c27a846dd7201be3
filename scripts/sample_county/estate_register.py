"""The county's estate register as a council keeps it: its own headings, its own words, its faults.

Hubs and venues stand in it under their ids, then services that share their buildings, then rows
with the faults that real registers have. What is planted is named in the constants below.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import plan
from .facilities import beside_street, register_row
from .geometry import Point, towards
from .names import FIRST
from .osm_file import public_nodes
from .projection import lon_lat
from .street_graph import StreetGraph

Row = dict[str, object]
HEADINGS = {
    "Asset Ref": "site_id", "Asset Name": "site_name", "UPRN": "uprn",
    "Property Address": "address", "Property Postcode": "postcode",
    "Local Authority": "authority", "Asset Status": "status", "Type of Site": "site_type",
    "Building Use": "building_use", "Landlord": "owner", "Tenure": "tenure",
    "Lease Expiry": "lease_end", "Break Date": "break_date", "GIFA (sq m)": "floor_area_m2",
    "Vacant space (sq m)": "spare_area_m2", "Running costs £ p.a.": "running_cost_gbp",
    "Backlog maintenance £": "backlog_gbp", "One-off costs £": "one_off_gbp",
    "Grant clawback £": "clawback_gbp", "Clawback until": "clawback_until",
    "Condition grade": "condition", "Functional suitability": "suitability",
    "Services delivered": "services", "Hours per week": "hours_week",
    "Sessions per week": "sessions_week", "Term time only (Y/N)": "term_time_only",
    "Open to": "open_to", "Step-free access": "step_free", "Own entrance": "separate_entrance",
    "Private meeting room": "private_room", "Landlord agreed": "owner_agreed",
    "Confidential?": "confidential", "Easting": "easting", "Northing": "northing",
    "May be given up": "may_close", "Cost centre": "cost_centre", "Remarks": "notes",
}  # fmt: skip
YES, NO = ("Yes", "Y", "yes", "TRUE"), ("No", "N", "no", "FALSE")
YES_NO = (
    "term_time_only", "step_free", "separate_entrance", "private_room", "owner_agreed",
    "confidential", "may_close",
)  # fmt: skip
MONEY = ("running_cost_gbp", "backlog_gbp", "one_off_gbp")
# Cells of hubs and venues that say what cannot be read with certainty, by row and column.
UNSURE = {
    ("V03", "running_cost_gbp"): "tbc", ("V09", "running_cost_gbp"): "n/a",
    ("V17", "running_cost_gbp"): "c. £12,000", ("V24", "backlog_gbp"): "see survey",
    ("V31", "one_off_gbp"): "15,000-20,000", ("V06", "hours_week"): "9-5",
    ("V12", "lease_end"): "31/03/29", ("V28", "lease_end"): "Rolling",
    ("V33", "lease_end"): "2031", ("V40", "uprn"): "9.99E+11", ("V44", "step_free"): "ask on site",
}  # fmt: skip
WITHOUT_POSTCODE = ("V02", "V11", "V21", "V36", "V52")
USES = {"GP surgery": "GP Surgery", "community centre": "Community Centre", "school": "School"}
# Rows that name a place again: id, whose row it is, what differs.
AGAIN: tuple[tuple[str, str, Mapping[str, object]], ...] = (
    ("V05", "V05", {"notes": "Entered twice. FICTIONAL sample data."}),
    ("V90", "V12", {"notes": "Old reference. FICTIONAL sample data."}),
    ("V91", "V34", {"notes": "Old reference. FICTIONAL sample data."}),
    ("V92", "V47", {"uprn": "", "notes": "From the parish list. FICTIONAL sample data."}),
)
# Services in a building that stands in the register: id, name, whose building, how it shows.
SERVICES: tuple[tuple[str, str, str, str], ...] = (
    ("S01", "Registrars", "V20", "uprn"),
    ("S02", "Health visiting team", "V16", "uprn"),
    ("S03", "Youth advice café", "V09", "address"),
    ("S04", "Little Thrushes Pre-school", "V50", "near"),
)
# Rows whose place is at fault, or must not be told: id, name, use, settlement, fault.
ASTRAY: tuple[tuple[str, str, str, str, str], ...] = (
    ("X01", "Marrowby Village Hall", "village hall", "Marrowby", "swapped"),
    ("X02", "Dunnock End Village Hall", "village hall", "Dunnock End", "swapped"),
    ("X03", "Upper Wendle Church Hall", "church hall", "Upper Wendle", "swapped"),
    ("X04", "Crannoxby Village Hall", "village hall", "Crannoxby", "degrees"),
    ("X05", "Little Pellow Chapel", "church hall", "Little Pellow", "degrees"),
    ("X06", "Wendle Store", "council offices", "Fenchester", "nought"),
    ("X07", "Town Yard", "council offices", "Saltham", "no coordinates"),
    ("X08", "Parks Depot", "council offices", "Wexbridge", "no coordinates or postcode"),
    ("X09", "Moor Edge Hall", "village hall", "Cawsbeck", "far"),
    ("X10", "St Æthel’s Hall", "church hall", "Harrowick", ""),
    ("C01", "Harbour House", "community centre", "Saltham", "confidential"),
    ("C02", "Fenchester Women’s Refuge", "community centre", "Fenchester", "refuge"),
    ("C03", "Contact Room", "community centre", "Wexbridge", "restricted"),
)


def estate_register(
    graph: StreetGraph, hubs: Sequence[Row], venues: Sequence[Row]
) -> list[list[object]]:
    """Give the register's rows under a council's headings, headings first."""
    chance = plan.dice("estate register")
    base = {str(row["site_id"]): _addressed(row, chance) for row in (*hubs, *venues)}
    rows = list(base.values())
    rows += [_service(row, base, chance) for row in SERVICES]
    rows += [{**base[of], "site_id": site, **differs} for site, of, differs in AGAIN]
    rows += _astray(graph, chance)
    told = [_in_council_words(row, chance) for row in rows]
    return [list(HEADINGS), *([row.get(name, "") for name in HEADINGS.values()] for row in told)]


def write_register(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """Write rows as a Windows spreadsheet saves them: cp1252, its line ends."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode("cp1252"))


def _addressed(row: Row, chance: random.Random) -> Row:
    kind = str(row["building_type"])
    given = dict(row)
    given["address"] = f"{chance.randint(1, 90)} {chance.choice(FIRST)} Street"
    given["building_use"] = USES.get(kind, kind.title())
    given["site_name"] = str(row["site_name"]).replace("'", "’")
    given["may_close"] = "yes" if row["owner"] == "Fenmarch Council" else "no"
    given["cost_centre"] = f"CC{chance.randint(100, 999)}"
    for (site, column), cell in UNSURE.items():
        if site == row["site_id"]:
            given[column] = cell
    if row["site_id"] in WITHOUT_POSTCODE:
        given["postcode"] = ""
    return given


def _service(service: tuple[str, str, str, str], base: Mapping[str, Row],
             chance: random.Random) -> Row:  # fmt: skip
    site, name, of, shown = service
    home = base[of]
    row: Row = {name: home[name] for name in ("address", "postcode", "authority", "owner",
                                              "building_use", "easting", "northing")}  # fmt: skip
    row.update(site_id=site, site_name=name, confidential="no", status="Active",
               notes="FICTIONAL sample data.", services=name.lower())  # fmt: skip
    row.update(hours_week=chance.randint(4, 30), sessions_week=chance.randint(1, 6))
    if shown == "uprn":
        row["uprn"] = home["uprn"]
    elif shown == "near":
        row.update(address="The annexe", uprn="999999000104")
        row["easting"] = round(float(str(home["easting"])) + 14, 1)
    else:  # by its address only: the coordinates are the other door's
        row["northing"] = round(float(str(home["northing"])) + 45, 1)
    return row


def _astray(graph: StreetGraph, chance: random.Random) -> list[Row]:
    public, taken = public_nodes(graph), []
    rows = []
    for number, (site, name, kind, where, fault) in enumerate(ASTRAY):
        place = plan.BY_NAME[where]
        p = towards(place.centre, chance.uniform(-3.14, 3.14), 0.5 * place.radius_m)
        at: Point = beside_street(graph, p, public, chance, taken)
        taken.append(at)
        row = _addressed(register_row(site, name, kind, at, 300 + number, chance), chance)
        row["notes"] = "FICTIONAL sample data."
        row.update(_faulty(row, fault))
        rows.append(row)
    return rows


def _faulty(row: Row, fault: str) -> Row:
    east, north = float(str(row["easting"])), float(str(row["northing"]))
    if fault == "swapped":
        return {"easting": row["northing"], "northing": row["easting"]}
    if fault == "degrees":
        lon, lat = lon_lat(east, north)
        return {"easting": round(lon, 6), "northing": round(lat, 6)}
    if fault == "nought":
        return {"easting": 0, "northing": 0}
    if fault.startswith("no coordinates"):
        blank: Row = {"easting": "", "northing": ""}
        return {**blank, "postcode": ""} if fault.endswith("postcode") else blank
    if fault == "far":
        return {"easting": round(east - 300_000, 1)}
    return {"confidential": {"confidential": "yes", "restricted": "Restricted",
                             "refuge": ""}.get(fault, "no")}  # fmt: skip


def _in_council_words(row: Row, chance: random.Random) -> Row:
    told = dict(row)
    for column in YES_NO:
        said = str(row.get(column, ""))
        told[column] = chance.choice(YES) if said == "yes" else said
        told[column] = chance.choice(NO) if said == "no" else told[column]
    if row.get("owner_agreed") == "":
        told["owner_agreed"] = chance.choice(("", "tbc", "unknown"))
    for column in MONEY:
        told[column] = _money(row.get(column, ""), chance)
    for column in ("lease_end", "break_date", "clawback_until"):
        year, *rest = str(row.get(column, "")).split("-")
        told[column] = f"{rest[1]}/{rest[0]}/{year}" if len(rest) == 2 else row.get(column, "")
    told["status"] = {"Active": "Open"}.get(str(row.get("status", "")), row.get("status", ""))
    return told


def _money(cell: object, chance: random.Random) -> object:
    if not isinstance(cell, int):
        return cell
    return chance.choice((cell, f"£{cell:,}", f"{cell:,}", f"{cell / 1000:g}k"))
