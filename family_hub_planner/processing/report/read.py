"""What the report was given, a run or single results, to the evidence of a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsProcessingContext

from ...engine.errors import InputError
from ...engine.made_with import COLUMN, MadeWith, read_made_with
from ...engine.network.store import network_about
from ...engine.page import OSM_NOTICE
from ...engine.provenance import Provenance
from ...engine.report.evidence import (
    COMPARISON_TABLES,
    COVERAGE_TABLES,
    Colocation,
    Comparison,
    Consultation,
    Coverage,
    Estate,
    Evidence,
    FurtherNeed,
    MapShapes,
    Option,
    Sites,
    Source,
    Told,
)
from ...engine.report.run_sources import network_sources
from ...engine.tables import Table
from ..job import Job
from ..scenario.told_runs import write_record
from ..version import plugin_version
from .boxes import boxes_of
from .given import take_given
from .networks import network_named
from .parts import Parts, Plan
from .read_run import parts_of_run
from .rows import Rows
from .shapes import network_shapes, shapes_of_rows

_SENTENCES = re.compile(r"\. (?=[A-Z])")
_SITES_PARTS = ("HUBS", "VENUES")
_RESULTS = {
    "NEED": "Need",
    "COVERAGE": "Reach today",
    "COMPARISON": "Change of journeys",
    "SITES": "Suggested sites",
    "OUTREACH": "Suggested outreach points",
    "ESTATE": "Options for the estate",
    "COLOCATION": "Services that might share",
}
_SPEEDS = {
    "access_kph_walk": "Walking (km/h)",
    "access_kph_pram": "Walking with a pram or toddler (km/h)",
    "rules_speeds": "Table of speeds by class of road (cycle, drive)",
    "rules_speeds_sha256": "Its SHA-256",
    "limit_share": "Greatest share of the speed limit that is driven",
    "fast_roads_km": "Fast roads without a mapped pavement (km)",
    "barrier_lines": "Barriers that nobody crosses",
    "turn_restrictions": "Turn restrictions",
}


def read_evidence(job: Job) -> Evidence:
    """Read all that was given; single results stand in the place of the run's."""
    path = job.path("SCENARIO") or _recorded(job)
    today = date.today().isoformat()
    parts = parts_of_run(path, job.path("DATA")) if path is not None else Parts(run_on=today)
    take_given(job, parts)
    if not parts.rows:
        raise InputError(
            f"Nothing was given to report on. Give a run ({job.label('SCENARIO')}), or results one "
            "by one, such as the coverage."
        )
    return _evidence(job, parts)


def _recorded(job: Job) -> Path | None:
    """Record the runs that the panel tells of beside the page; None where it tells of none."""
    if not job.text("RUNS"):
        return None
    page = Path(job.algorithm.parameterAsFileOutput(job.parameters, "OUTPUT", job.context))
    return write_record(job.text("RUNS"), page.absolute().parent)


def _evidence(job: Job, parts: Parts) -> Evidence:
    about = network_about(parts.network) if parts.network is not None else {}
    texts = [line.strip() for line in job.text("CONSULTATION_TEXT").splitlines() if line.strip()]
    today = _coverage("Today", parts)
    options, beside = _options(parts), [_run_of(plan) for plan in parts.beside]
    shown = [today, *(one.coverage for one in options)]
    made = [run.made for run in shown if run is not None]
    return Evidence(
        title=job.text("TITLE") or parts.title or "Evidence pack: family hubs",
        run_on=parts.run_on,
        question=job.text("QUESTION") or parts.question,
        authority=job.text("AUTHORITY") or parts.authority or _home(made[:1]),
        notes=parts.notes,
        threshold=job.count("THRESHOLD"),
        fictional=_fictional(parts, [*made, *(run.made for run in beside)]),
        from_osm=_from_osm(made[:1], about),
        versions=parts.versions or _versions_here(),
        steps=parts.steps,
        scenario_file=parts.scenario_file,
        scenario_text=parts.scenario_text,
        sources=_sources(parts, about),
        sources_of=_sources_of(parts, about),
        speeds=_speeds(about),
        need=parts.table("NEED"),
        need_origin=parts.origin("NEED"),
        hubs=parts.table("HUBS"),
        hubs_origin=parts.origin("HUBS"),
        venues=parts.table("VENUES"),
        register=parts.table("REGISTER"),
        today=today,
        options=options,
        beside=beside,
        needs=[FurtherNeed(name, rows.table, origin) for name, rows, origin in parts.needs],
        sites=_sites("SITES", parts),
        outreach=_sites("OUTREACH", parts),
        estate=_estate(parts),
        colocation=_colocation(parts),
        consultation=Consultation(
            parts.table("CONSULTATION"), texts, None, parts.origin("CONSULTATION")
        ),
        unrouted=parts.table("UNROUTED"),
        told=_told(parts),
        shapes=_shapes(parts, job.context),
        confidential=parts.hidden,
        unnamed=parts.unnamed,
        withheld=parts.doubts,
        boxes=boxes_of(parts, job.context),
        network=network_named(about),
    )


def _told(parts: Parts) -> list[Told]:
    """Give what each run told beside its answer, as the layers carry it."""
    there = [(words, parts.rows[name]) for name, words in _RESULTS.items() if name in parts.rows]
    there += [(f"Reach under “{plan.name}”", plan.coverage) for plan in parts.plans]
    there += [(plan.name, plan.coverage) for plan in parts.beside]
    there += [(name, rows) for name, rows, _ in parts.needs]
    return [Told(words, rows.remarks) for words, rows in there]


def _versions_here() -> dict[str, str]:
    """Give the versions that make this pack: those of results given one by one nobody recorded."""
    return {
        "planner": plugin_version(),
        "QGIS": f"{Qgis.QGIS_VERSION} (as this pack was made; those of the run were not recorded)",
    }


def credit_of(evidence: Evidence) -> str:
    """Give the attribution of the map: OpenStreetMap's wherever its ways are drawn or routed."""
    if evidence.from_osm:
        return OSM_NOTICE
    named = (_publisher(one) for one in network_sources(evidence))
    return next(filter(None, named), "Source of the ways: not stated")


def _publisher(source: Source) -> str:
    """Give who publishes the ways: a layer tells it behind their name and date."""
    if isinstance(source, Provenance):
        return source.publisher
    told = source.split("; ")
    return told[1] if len(told) > 2 and "not stated" not in told[1] else ""


def _home(made: list[MadeWith]) -> str:
    return next((one.home for one in made if one.home), "")


def _fictional(parts: Parts, made: list[MadeWith]) -> bool:
    layers = [*parts.rows.values(), *(rows for _, rows, _ in parts.needs)]
    flags = [rows.table.columns.get("fictional", []) for rows in layers]
    return any(one.fictional for one in made) or any(any(values) for values in flags)


def _from_osm(made: list[MadeWith], about: Mapping[str, str]) -> bool:
    """Tell whether the ways are OpenStreetMap's; where nobody says otherwise they are."""
    if about:
        return "openstreetmap contributors" in about.get("publisher", "").lower() or not about.get(
            "publisher"
        )
    return all(one.from_osm for one in made)


def _made(rows: Rows) -> MadeWith:
    columns = rows.table.columns
    first = {name: next((v for v in columns.get(name, []) if v), "") for name in
             ("mode", "bands", COLUMN)}  # fmt: skip
    return read_made_with(str(first["mode"]), str(first["bands"]), str(first[COLUMN]))


def _coverage(name: str, parts: Parts) -> Coverage | None:
    rows = parts.rows.get("COVERAGE")
    if rows is None:
        return None
    tables = {one: parts.table(one) for one in COVERAGE_TABLES if one in parts.rows}
    gaps = parts.table("GAPS")
    origin = parts.origin("COVERAGE")
    others = {one: parts.origin(one) for one in tables if parts.origin(one).step != origin.step}
    return Coverage(name, rows.table, tables, gaps, _made(rows), origin, others)


def _options(parts: Parts) -> list[Option]:
    """Give the options by name: those with a coverage, and those that only the comparison names."""
    changes = parts.table("COMPARISON")
    tables = {
        n: parts.table(f"CHANGE_{n}") for n in COMPARISON_TABLES if parts.table(f"CHANGE_{n}")
    }
    named = [one for table in [changes, *tables.values()] if table for one in table.column("plan")]
    names = list(dict.fromkeys([*(plan.name for plan in parts.plans), *map(str, named)]))
    return [
        Option(name, _plan_coverage(name, parts), _comparison(name, changes, tables, parts))
        for name in names
    ]


def _plan_coverage(name: str, parts: Parts) -> Coverage | None:
    plan = next((plan for plan in parts.plans if plan.name == name), None)
    if plan is None:
        return None
    return _run_of(plan)


def _run_of(plan: Plan) -> Coverage:
    tables = {key: rows.table for key, rows in plan.tables.items()}
    gaps = plan.gaps.table if plan.gaps is not None else None
    return Coverage(plan.name, plan.coverage.table, tables, gaps, _made(plan.coverage), plan.origin)


def _comparison(
    name: str, changes: Table | None, tables: Mapping[str, Table], parts: Parts
) -> Comparison | None:
    areas = None if changes is None else _of_plan(changes, name)
    mine = {key: _of_plan(table, name) for key, table in tables.items()}
    mine = {key: table for key, table in mine.items() if len(table)}
    if not mine and not (areas is not None and len(areas)):
        return None
    origins = [parts.origin("COMPARISON"), *(parts.origin(f"CHANGE_{key}") for key in tables)]
    origin = next((one for one in origins if one.file), origins[0])
    return Comparison(areas, mine, parts.much, origin)


def _of_plan(table: Table, name: str) -> Table:
    keep = [place for place, plan in enumerate(table.column("plan")) if str(plan) == name]
    columns = {key: [values[place] for place in keep] for key, values in table.columns.items()}
    return Table(columns, table.name)


def _sites(name: str, parts: Parts) -> Sites | None:
    table = parts.table(name)
    if table is None:
        return None
    numbers = parts.numbers.get(name) or _numbers_of(table, parts.table(f"{name}_FRONTIER"))
    proven = numbers.get("PROVEN")
    return Sites(
        table,
        None,
        parts.table(f"{name}_FRONTIER"),
        None if proven is None else str(proven).lower() in ("1", "true"),
        numbers.get("BOUND"),
        numbers.get("GAP_FOUND"),
        str(numbers.get("SOLVER_STATUS") or ""),
        parts.origin(name),
    )


def _numbers_of(sites: Table, frontier: Table | None) -> Mapping[str, Any]:
    """Give what the frontier tells of this very plan, where the run's own numbers are not there."""
    columns = frontier.columns if frontier is not None else {}
    if not {"sites_chosen", "proven"} <= set(columns):
        return {}
    pairs = zip(sites.column("site_id"), sites.column("decision"))
    mine = {str(one) for one, said in pairs if said == "open"}
    for chosen, proven in zip(columns["sites_chosen"], columns["proven"]):
        ids = {one.strip() for one in str(chosen or "").split(",") if one.strip()}
        if ids and ids == mine and proven is not None:
            return {"PROVEN": proven}
    return {}


def _estate(parts: Parts) -> Estate | None:
    table = parts.table("ESTATE")
    if table is None:
        return None
    names = {"FRONTIER": "FRONTIER", "BY_OWNER": "ESTATE_BY_OWNER"}
    tables = {key: parts.table(name) for key, name in names.items() if name in parts.rows}
    return Estate(table, tables, parts.origin("ESTATE"))


def _colocation(parts: Parts) -> Colocation | None:
    table = parts.table("COLOCATION")
    if table is None:
        return None
    plan = parts.table("COLOCATION_PLAN")
    return Colocation(table, {} if plan is None else {"PLAN": plan}, parts.origin("COLOCATION"))


def _sources(parts: Parts, about: Mapping[str, str]) -> list[Provenance | str]:
    by_part = _sources_of(parts, about)
    return list(dict.fromkeys(source for sources in by_part.values() for source in sources))


def _sources_of(parts: Parts, about: Mapping[str, str]) -> dict[str, list[Provenance | str]]:
    """Give the data sets behind each part that was read, by the part's name."""
    by_part: dict[str, list[Provenance | str]] = {}
    if about:
        found = by_part.setdefault("NETWORK", [])
        found.append(
            Provenance(
                about.get("dataset", ""), about.get("data_until", ""), about.get("publisher", ""),
                about.get("licence", ""), about.get("source", ""), about.get("source_sha256", ""),
            )
        )  # fmt: skip
    for name in ("NEED", "HUBS", "VENUES", "REGISTER"):
        rows = parts.rows.get(name)
        found = by_part.setdefault(name, [])
        texts = rows.table.columns.get("sources", []) if rows is not None else []
        for text in sorted({str(one) for one in texts if one}):
            found += _SENTENCES.split(text)
        if rows is not None and name in _SITES_PARTS and not any(texts):
            found += [
                f"{name.capitalize()}: {file}; publisher and licence not stated"
                for file in parts.given.get(name) or [rows.file]
            ]
    return {name: list(dict.fromkeys(sources)) for name, sources in by_part.items()}


def _speeds(about: Mapping[str, str]) -> Table | None:
    there = {words: about[key] for key, words in _SPEEDS.items() if about.get(key)}
    if not there:
        return None
    return Table({"Item": list(there), "Value": list(there.values())}, "speeds")


def _shapes(parts: Parts, context: QgsProcessingContext) -> list[MapShapes]:
    wanted = (
        ("areas", "NEED", "area_code"), ("areas", "COVERAGE", "area_code"),
        ("gaps", "GAPS", "cluster"), ("hubs", "HUBS", "site_id"), ("sites", "SITES", "site_id"),
        ("outreach", "OUTREACH", "site_id"), ("estate", "ESTATE", "site_id"),
    )  # fmt: skip
    found: dict[str, MapShapes] = {}
    for key, name, column in wanted:
        rows = parts.rows.get(name)
        if rows is None or key in found:
            continue
        layer = shapes_of_rows(key, _drawn(key, rows), column, context)
        if layer is not None:
            found[key] = layer
    lines = network_shapes(parts.network, context) if parts.network is not None else []
    return [*found.values(), *lines]


def _drawn(key: str, rows: Rows) -> Rows:
    """Leave out of the map what was tested only: venues that are neither suggested nor kept."""
    if key not in ("sites", "outreach"):
        return rows
    keep = [p for p, said in enumerate(rows.table.column("decision")) if said == "open"]
    columns = {name: [values[p] for p in keep] for name, values in rows.table.columns.items()}
    features = [rows.features[p] for p in keep]
    return Rows(rows.name, rows.file, Table(columns, rows.table.name), features, rows.crs)
