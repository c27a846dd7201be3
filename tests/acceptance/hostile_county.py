"""The sample county as somebody with bad intent would hand it in: every name is an attack.

No id is changed, so that the run is the same as on the county itself; every name, owner, service,
locality, authority, theme and file name carries one of `ATTACKS`.
"""

from __future__ import annotations

import csv
import json
from itertools import cycle
from pathlib import Path
from typing import Any

import geopandas
from acceptance.qgis_process import SAMPLE

MARK = "planted"
"""Stands in every attack, so that a test can see that it came through."""

SCRIPT = f"</script></td><img src=x onerror=alert('{MARK}')><script>{MARK}()</script>"
WORKED_OUT = "workedout"  # what the expression gives, and nothing else writes
EXPRESSION = f"{MARK} [% 'worked' || 'out' || env('HOME') %]"
FORMULA = f'=HYPERLINK("https://example.org/?{MARK}",1)'
COMMAND = f"@SUM(1+9)*cmd|' /C calc'!A0 {MARK}"
SQL = f"{MARK}'; DROP TABLE edges; --"
QUOTES = f"{MARK} \"double\" 'single' `back` & &amp; <b onclick=alert(1)>bold</b>"
TURNED = f"{MARK} \u202e12 nim\u202c \u2067x\u2069 \u200f\u05d0"
ATTACKS = (SCRIPT, EXPRESSION, FORMULA, COMMAND, SQL, QUOTES, TURNED)
AUTHORITY = f"Fenmarch {QUOTES}"
FILE = "hubs <img src=x onerror=alert(1)> [% concat('worked', 'out') %] it's & so.csv"
TITLE = " ".join(ATTACKS)


def write_county(folder: Path, network: str) -> Path:
    """Write the county's files and a scenario over all of them; give the scenario's path."""
    _areas(folder / "areas.gpkg")
    hubs = _rows("hubs.csv")
    _written(folder / FILE, _attacked(hubs, "site_name", "owner", "notes", "services"))
    venues = _attacked(_rows("venues.csv"), "site_name", "owner", "notes")
    own = {"community centre", "library"}
    for row in venues:
        row["may_close"] = "yes" if row["building_type"] in own else "no"
    _written(folder / "venues.csv", venues)
    _written(folder / "estate.csv", [*_attacked(hubs, "site_name", "owner"), *venues])
    services = _attacked(_rows("services.csv"), "service_name", "budget", "notes")
    # A list of localities is parted at its semicolons, so that a service cannot name these.
    _written(folder / "services.csv", [{**row, "serves": ""} for row in services])
    register = _rows("estate_register.csv", "cp1252")
    _written(folder / "register.csv", _attacked(register, "Asset Name", "Landlord", "Remarks"))
    voices = _rows("voices_FICTIONAL.csv")  # a theme of many words is refused, and rightly
    bad = [{**row, "theme": f"=<b onclick=p()> {row['theme']}"} for row in voices]
    _written(folder / "voices.csv", bad)
    path = folder / "scenario.json"
    _write_scenario(path, network)
    return path


def _areas(path: Path) -> None:
    names: dict[str, str] = {}
    attacks = cycle(ATTACKS)
    for layer in ("lsoa", "centroids", "localities"):
        rows = geopandas.read_file(SAMPLE / "areas.gpkg", layer=layer)
        for name in sorted(set(rows.locality.dropna())):
            names.setdefault(name, f"{next(attacks)} {name}")
        rows["locality"] = rows.locality.map(names)
        if "LSOA21NM" in rows:
            rows["LSOA21NM"] = [f"{next(attacks)} {name}" for name in rows.LSOA21NM]
            rows["LAD24NM"] = rows.LAD24NM.replace("Fenmarch", AUTHORITY)
        rows.to_file(path, layer=layer, driver="GPKG")


def _rows(name: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    with (SAMPLE / name).open(newline="", encoding=encoding) as text:
        return list(csv.DictReader(text))


def _attacked(rows: list[dict[str, str]], *columns: str) -> list[dict[str, str]]:
    """Give the rows with an attack before each value of the columns, and the authority's name."""
    attacks, found = cycle(ATTACKS), []
    for row in rows:
        bad = {name: f"{next(attacks)} {row[name]}" for name in columns}
        if row.get("authority") == "Fenmarch":
            bad["authority"] = AUTHORITY
        found.append({**row, **bad})
    return found


def _written(path: Path, rows: list[dict[str, str]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as text:
        writer = csv.DictWriter(text, names)
        writer.writeheader()
        writer.writerows(rows)


def _write_scenario(path: Path, network: str) -> None:
    """Write the scenario: every algorithm of the chain, each with its pages and tables."""
    steps = [{"id": key, "name": f"{key} {TITLE}", "algorithm": name, "load": False,
              "parameters": given} for key, name, given in _steps(network)]  # fmt: skip
    whole = {"family_hub_scenario": 1, "title": TITLE, "question": TITLE, "authority": AUTHORITY,
             "notes": list(ATTACKS), "steps": steps}  # fmt: skip
    path.write_text(json.dumps(whole), encoding="utf-8")


Step = tuple[str, str, dict[str, Any]]
NEED, POINTS = {"from": "need"}, {"from": "need", "output": "POINTS"}
HUBS = {"HUBS": FILE, "HUB_ID": "site_id", "HUB_NAME": "site_name"}


def _steps(network: str) -> list[Step]:
    """Give each step's id, its algorithm and its parameters."""
    travel = {"NETWORK": network, "DEMAND": POINTS, "HOME_AUTHORITY": AUTHORITY}
    return [
        *_reading(), *_reach(travel), *_estate(network, travel), *_change(network, travel),
        *_telling(),
    ]  # fmt: skip


def _reading() -> list[Step]:
    return [
        ("need", "needlayer", {
            "AREAS": "areas.gpkg|layername=lsoa", "CODE": "LSOA21CD", "NAME": "LSOA21NM",
            "AUTHORITY": "LAD24NM", "CENTROIDS": "areas.gpkg|layername=centroids",
            "LOCALITIES": "areas.gpkg|layername=localities", "LOCALITY_NAME": "locality",
            "DEPRIVATION": f"sample:{next(SAMPLE.glob('File_7*')).name}",
            "POPULATION": f"sample:{next(SAMPLE.glob('sape*')).name}",
            "WEIGHTING": "income_deprived_children",
            "OUTPUT": "need.gpkg", "POINTS": "points.gpkg"}),
        ("register", "importestate", {
            "INPUT": "register.csv", "OUTPUT": "register_read.csv", "REJECTED": "rejected.csv",
            "DUPLICATES": "duplicates.csv", "UNREAD": "unread.csv", "HTML": "register.html"}),
    ]  # fmt: skip


def _reach(travel: dict[str, Any]) -> list[Step]:
    return [
        ("today", "coverage", {
            **travel, **HUBS, "AREAS": NEED, "MODE": "pram", "BANDS": "10,20,30",
            "VOICES": "voices.csv", "VOICE_THEME": "theme", "VOICE_SENTIMENT": "sentiment",
            "OUTPUT": "today.gpkg", "BY_HUB": "by_hub.csv", "BY_DECILE": "by_decile.xlsx",
            "BY_LOCALITY": "by_locality.csv", "BY_OFFER": "by_offer.csv",
            "BY_VOICE": "by_voice.csv", "GAP_CLUSTERS": "gaps.gpkg", "UNROUTED": "unrouted.csv",
            "HTML": "today.html"}),
        ("sites", "suggestsites", {
            **travel, "CANDIDATES": "venues.csv", "CANDIDATE_ID": "site_id",
            "CANDIDATE_NAME": "site_name", "EXISTING": FILE, "EXISTING_ID": "site_id",
            "EXISTING_NAME": "site_name", "SITES": 2, "MINUTES": 20, "MODE": "pram",
            "OUTPUT": "sites.csv", "ASSIGNMENT": "sites_assignment.ods", "HTML": "sites.html"}),
        ("outreach", "suggestoutreach", {
            **travel, **HUBS, "VENUES": "venues.csv", "VENUE_ID": "site_id",
            "VENUE_NAME": "site_name", "TYPE_ORDER": "library; village hall", "OUTREACH": 2,
            "MODE": "pram", "OUTPUT": "outreach.csv", "LINKS": "links.gpkg",
            "HTML": "outreach.html"}),
    ]  # fmt: skip


def _estate(network: str, travel: dict[str, Any]) -> list[Step]:
    return [
        ("room", "colocate", {
            **travel, "SERVICES": "services.csv", "BUILDINGS": "estate.csv",
            "BUILDING_ID": "site_id", "BUILDING_NAME": "site_name", "MODE": "drive",
            "OUTPUT": "pairs.csv", "PLAN": "plan.csv", "BY_BUILDING": "by_building.csv",
            "BY_BUDGET": "by_budget.csv", "HTML": "room.html"}),
        ("options", "rationalise", {
            "NETWORK": network, "DEMAND": POINTS, "HOME_AUTHORITY": AUTHORITY,
            "ESTATE": "estate.csv", "ESTATE_ID": "site_id", "ESTATE_NAME": "site_name",
            "STEPS": 2, "MODE": "drive", "FROM_DATE": "2026-11-22", "OUTPUT": "options.csv",
            "FRONTIER": "frontier.csv", "BY_OWNER": "by_owner.csv", "SITES": "sites_then.gpkg",
            "HTML": "options.html"}),
    ]  # fmt: skip


def _change(network: str, travel: dict[str, Any]) -> list[Step]:
    return [
        ("then_sites", "native:extractbyexpression", {
            "INPUT": FILE, "EXPRESSION": "\"site_id\" <> 'H02'", "OUTPUT": "then_hubs.gpkg"}),
        ("then", "coverage", {
            **travel, "HUBS": {"from": "then_sites"}, "HUB_ID": "site_id",
            "HUB_NAME": "site_name", "AREAS": NEED, "MODE": "pram", "BANDS": "10,20,30",
            "OUTPUT": "then.gpkg"}),
        ("change", "comparescenarios", {
            "BASE": {"from": "today"}, "PLAN": [{"from": "then"}], "PLAN_NAMES": SCRIPT,
            "DEMAND": POINTS, "HOME_AUTHORITY": AUTHORITY, "NETWORK": network, **HUBS,
            "OUTPUT": "change.gpkg", "BY_LOCALITY": "change_by_locality.csv",
            "HTML": "change.html"}),
    ]  # fmt: skip


def _telling() -> list[Step]:
    return [
        ("map", "printmap", {
            "LAYERS": [NEED, POINTS], "TITLE": TITLE, "NOTES": TITLE, "OUTPUT": "map.pdf"}),
        ("pack", "report", {
            "SCENARIO": "run:results.json", "AUDIENCE": "internal", "OUTPUT": "pack.html",
            "PDF": "pack.pdf", "TABLES": "tables"}),
    ]  # fmt: skip
