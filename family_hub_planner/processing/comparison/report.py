"""What a comparison hands out: its rows, its page and its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsGeometry

from ...engine.comparison import (
    GREW,
    NOT_COMPARED,
    NOT_ROUTED,
    ROUTE_GAINED,
    ROUTE_LOST,
    SAME,
    SHRANK,
    Comparison,
)
from ...engine.comparison_car import Cars, cars_how
from ...engine.comparison_page import Evidence, PlanPart, comparison_page
from ...engine.comparison_tiers import ALIKE, kinds_there, without
from ...engine.comparison_worst import AreaNames
from ...engine.coverage_tiers import FULL
from ...engine.estimates import read_estimates
from ...engine.in_words import many
from ...engine.made_with import COLUMN as MADE_WITH
from ...engine.made_with import MadeWith
from ...engine.method_note import Method
from ...engine.tables import Table
from ..added_points import BY_HAND, added_notes, added_rows
from ..demand import DemandPlaces
from ..fictional import YES, made_up_inputs
from ..job import Job, Row
from ..layers import names_of, texts_of
from ..method import called, written_date
from ..version import plugin_version
from .coverages import CoverageLayer
from .scenarios import BASE_NAME, Compared, Read

if TYPE_CHECKING:
    from .pram import Pram

COLUMNS = (
    "area_code", "plan", "minutes_base", "minutes_plan", "change", "result", "hub_base", "hub_plan",
    "band_base", "band_plan", "children", "need", "note",
    "full_hub_minutes_base", "full_hub_minutes_plan", "full_hub_change", "hub_base_is",
    "hub_plan_is", "added", "mode", "bands", MADE_WITH,
)  # fmt: skip
_OLD_MODE = "not stated by the coverage"
_BASE_ALONE, _PLAN_ALONE = "not in today's coverage", "not in the plan's coverage"
_NEITHER = "in neither coverage"


def comparison_rows(read: Read, demand: DemandPlaces) -> Iterator[Row]:
    """Give one row an area and plan, drawn with today's shape, else the plan's."""
    added = set(added_rows(demand.places))
    base_shapes = read.base.shapes()
    for plan in read.plans:
        shapes = {**_shapes_like(plan.layer, read.base), **base_shapes}
        made = plan.layer.made
        told = [made.mode, made.bands, made.text()]
        for row, values in enumerate(_columns(plan.found, demand)):
            mark = BY_HAND if row in added else ""
            yield [*values, mark, *told], shapes.get(demand.demand.ids[row])


def _shapes_like(layer: CoverageLayer, base: CoverageLayer) -> Mapping[str, QgsGeometry]:
    alike = layer.crs == base.crs and layer.kind == base.kind
    return layer.shapes() if alike else {}


def _columns(found: Comparison, demand: DemandPlaces) -> Iterator[list[Any]]:
    base, plan, moves = found.base, found.plan, found.moves
    bands = [found.bands(one) for one in (base, plan)]
    need = np.where(demand.need_known, found.demand.need, np.nan)
    results = moves.results()
    full = without(found, FULL)
    for row, code in enumerate(found.demand.ids):
        yield [
            code,
            plan.name,
            _finite(base.minutes[row]),
            _finite(plan.minutes[row]),
            _finite(moves.change[row]),
            results[row],
            base.hub[row] or None,
            plan.hub[row] or None,
            *(_finite(band[row]) for band in bands),
            float(found.demand.children[row]),
            _finite(need[row]),
            _note(bool(base.there[row]), bool(plan.there[row])),
            *_full_hub(full, row),
            *(one.tiers.words(one.hub[row]) if one.tiers else None for one in (base, plan)),
        ]


def _full_hub(full: Comparison | None, row: int) -> list[float | None]:
    """Give an area's minutes to the nearest full hub in both scenarios and their change."""
    if full is None:
        return [None] * 3
    both = (full.base.minutes[row], full.plan.minutes[row], full.moves.change[row])
    return [_finite(value) for value in both]


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _note(in_base: bool, in_plan: bool) -> str:
    if in_base and in_plan:
        return ""
    if in_base or in_plan:
        return _PLAN_ALONE if in_base else _BASE_ALONE
    return _NEITHER


def page_of(
    job: Job,
    read: Read,
    demand: DemandPlaces,
    tables: Sequence[Mapping[str, Table]],
    cars: Cars,
    pram: Pram,
    hub_names: Mapping[str, str],
) -> str:
    """Give the page."""
    method = _method(job, read, demand, hub_names)
    places = demand.places
    areas = AreaNames(
        texts_of(places, "area_name"), list(demand.demand.locality), frozenset(added_rows(places))
    )
    evidence = Evidence(
        columns=places.features[0].fields().names(),
        groups=list(demand.demand.groups),
        cars_said=cars.said,
        cars_how=cars_how(read.plans[0].found, cars, read.base.made.no_car),
    )
    parts = [
        PlanPart(
            plan.found, of_plan, plan.hubs, plan.remarks, journeys, rows, pram.notes,
            pram.asked, job.count("LISTED"),
        )
        for plan, of_plan, journeys, rows in zip(read.plans, tables, pram.journeys, pram.rows)
    ]  # fmt: skip
    return comparison_page(
        parts,
        areas,
        method,
        evidence,
        [*_sources(read), *demand.sources],
        [*demand.remarks(), *added_notes(places)],
        demand.uncounted.headline(),
        _edge_limits(read, demand),
    )


def _edge_limits(read: Read, demand: DemandPlaces) -> list[str]:
    """Say how many areas a coverage flags as near the network's edge; nothing where none does."""
    ours, said = set(demand.demand.ids), []
    for name, layer in _scenarios(read):
        flags = zip(layer.places.ids, texts_of(layer.places, "near_edge"))
        near = sum(code in ours and flag.lower() in YES for code, flag in flags)
        if near:
            said.append(
                f"{name}: {near:,d} of {len(ours):,d} areas lie nearer to the network's edge than "
                "the longest band; ways or hubs beyond it may be missing."
            )
    return said


def _method(job: Job, read: Read, demand: DemandPlaces, hub_names: Mapping[str, str]) -> Method:
    made = read.base.made
    every = [made, *(plan.layer.made for plan in read.plans)]
    estimates = "; ".join(sorted({e for e in texts_of(demand.places, "estimates") if e}))
    made_up = made_up_inputs(job)
    further = {
        "Demand": called(demand.places, "the demand points given"),
        **{_scenario_words(name, one): _made_words(one) for name, one in _scenarios(read)},
        "Same journey": f"changes of up to {read.asked.tolerance:g} minutes",
        "Much longer journey": f"more than {read.asked.much:g} minutes longer",
    }
    if estimates:
        further["Estimates, not counts"] = estimates
    if made_up:
        further["Made-up (fictional) inputs"] = ", ".join(made_up)
    return Method(
        place=job.text("HOME_AUTHORITY"),
        ages=demand.ages,
        mode=made.mode or _OLD_MODE,
        speed_kph=made.speed_kph,
        direction=made.direction or _OLD_MODE,
        max_snap_m=made.max_snap_m if made.max_snap_m is not None else job.number("MAX_SNAP"),
        decile_name=demand.decile_name,
        threshold=job.count("THRESHOLD"),
        version=f"Family Hub Planner {plugin_version()}",
        further=further,
        hub_names=hub_names,
        times=made.times,
        need_is="; ".join(sorted({said for said in texts_of(demand.places, "need_is") if said})),
        run_on=written_date(date.today()),
        fictional=bool(made_up) or any(one.fictional for one in every),
        from_osm=any(one.from_osm for one in every),
        estimated=read_estimates(estimates).get("children", ""),
    )


def _scenarios(read: Read) -> list[tuple[str, CoverageLayer]]:
    return [(BASE_NAME, read.base), *((plan.found.plan.name, plan.layer) for plan in read.plans)]


def _scenario_words(name: str, layer: CoverageLayer) -> str:
    return f"Coverage of {name}" if name == layer.places.name else f"{name}: {layer.places.name}"


def _made_words(layer: CoverageLayer) -> str:
    made: MadeWith = layer.made
    told = (
        f"{len(layer.hubs)} hubs",
        f"run on {made.run_on}" if made.run_on else "",
        f"hubs with {made.service} alone" if made.service else "",
        f"fast roads {made.fast_roads}" if made.fast_roads == "barred" else "",
    )
    return "; ".join(filter(None, told))


def _sources(read: Read) -> list[str]:
    said = []
    for _, layer in _scenarios(read):
        network = layer.made.network or "network not stated"
        said.append(f"Coverage {layer.places.name}: {network}")
    return said


def hub_names_of(job: Job, crs: str) -> dict[str, str]:
    """Give the hubs' names by their id; none where no layer of hubs was given."""
    if not job.asked_for("HUBS"):
        return {}
    hubs = job.places("HUBS", "HUB_ID", crs)
    return dict(zip(hubs.ids, names_of(job, hubs, "HUB_NAME")))


_PARTS = {
    "LONGER": GREW,
    "SHORTER": SHRANK,
    "SAME": (SAME,),
    "ROUTE_LOST": (ROUTE_LOST,),
    "ROUTE_GAINED": (ROUTE_GAINED,),
    "UNROUTED": (NOT_ROUTED,),
    "NOT_COMPARED": (NOT_COMPARED,),
}


def numbers_of_plan(plan: Compared) -> dict[str, float]:
    """Give the numbers of one plan by the names of the outputs: areas and children of each kind."""
    moves = plan.found.moves
    results = np.array(moves.results())
    numbers: dict[str, float] = {}
    for name, kinds in _PARTS.items():
        mask = np.isin(results, kinds)
        numbers[f"AREAS_{name}"] = int(mask.sum())
        numbers[f"CHILDREN_{name}"] = float(moves.counts[mask].sum())
    numbers["AREAS_MUCH_LONGER"] = int(moves.much_longer.sum())
    numbers["CHILDREN_MUCH_LONGER"] = float(moves.counts[moves.much_longer].sum())
    change = moves.change
    grown = change[np.isfinite(change)]
    numbers["LONGEST_INCREASE"] = float(max(0.0, grown.max(initial=0.0)))
    return numbers


def _by_full_hubs(found: Comparison) -> str:
    """Say for the log what stands by full hubs alone, where other hubs are counted beside them."""
    kinds, full = kinds_there(found), without(found, FULL)
    if kinds is None:
        return f" {ALIKE}"
    if not kinds or full is None:
        return ""
    children, moves = full.moves.counts, full.moves
    return (
        f" By full hubs alone, without outreach, hubs open a few hours or other authorities' hubs: "
        f"{children[moves.longer].sum():,.0f} children longer, "
        f"{children[moves.shorter].sum():,.0f} shorter."
    )


def report(job: Job, read: Read) -> None:
    """Say each plan in the log, and return the first plan's numbers and all plans as text."""
    said = []
    drove = ", if all drove" if read.base.made.mode == "drive" else ""
    for plan in read.plans:
        numbers = numbers_of_plan(plan)
        areas = many(int(numbers["AREAS_LONGER"]), "area", "areas")
        said.append(
            f"{plan.found.plan.name}{drove}: {areas} with longer journeys "
            f"({numbers['CHILDREN_LONGER']:,.0f} children), {numbers['AREAS_SHORTER']} with "
            f"shorter ({numbers['CHILDREN_SHORTER']:,.0f}), {numbers['AREAS_SAME']} the same "
            f"({numbers['CHILDREN_SAME']:,.0f}), {numbers['AREAS_ROUTE_LOST']} no longer routed "
            f"({numbers['CHILDREN_ROUTE_LOST']:,.0f}), {numbers['AREAS_NOT_COMPARED']} not "
            f"compared.{_by_full_hubs(plan.found)}"
        )
        job.progress.info(said[-1])
    first = read.plans[0]
    job.returns(
        **numbers_of_plan(first),
        PLANS_COMPARED=len(read.plans),
        HUBS_GIVEN_UP=", ".join(first.hubs.given_up),
        HUBS_OPENED=", ".join(first.hubs.opened),
        ALL_PLANS=" ".join(said),
    )
