"""The run's layers and tables: a row a move, a row a step, an owner, a group, an area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.rationalisation_page import EstateTables
from ...engine.siting.rationalisation.effects import by_group
from ...engine.siting.rationalisation.option import clawback, one_off, saving_gross, saving_net
from ...engine.tables import Table
from ..layers import texts_of
from .reasons import GIVE_UP, MERGE, MOVE, flows, reason, words_of
from .shapes import shape_of

if TYPE_CHECKING:
    from ...engine.siting.rationalisation.phases import Phase
    from ..job import Row
    from .steps import EstateRun, StepFacts

COLUMNS = (
    "step", "order", "site_id", "site_name", "move", "to_site", "to_name", "saving_gross",
    "saving_net", "one_off", "clawback", "backlog_avoided", "earliest_date", "date_is", "owner",
    "area_m2", "children_worse", "saving_so_far", "one_off_so_far", "children_worse_so_far",
    "reason",
)  # fmt: skip
FRONTIER = (
    "step", "saving_gross", "saving_net", "one_off", "payback_years", "children_worse",
    "max_added_minutes", "longest_minutes", "clawback", "backlog_avoided", "saving_other",
    "need_minutes_added", "mean_minutes_added", "areas_much_worse", "children_much_worse",
    "children_fallen", "children_to_part_time", "children_to_neighbours", "children_better",
    "outreach_site", "outreach_children", "outreach_tested", "moves", "bound", "gap", "proven",
)  # fmt: skip
WORSE = ("step", "area_code", "area_name", "children", "minutes_today", "minutes_after",
         "added_minutes", "goes_to")  # fmt: skip


def option_rows(run: EstateRun, threshold: float) -> Iterator[Row]:
    """Give `OUTPUT`: one row a move for each step in which it stands, in its order."""
    for facts in run.steps:
        going = flows(run, facts)
        for phase in facts.phases:
            to = going[phase.building]
            values = _move(run, facts, phase, to)
            values["reason"] = reason(run, facts, phase, to, threshold)
            place = run.estate.places.xy[[phase.building]]
            yield [values[name] for name in COLUMNS], shape_of(place)


def _move(
    run: EstateRun, facts: StepFacts, phase: Phase, going: list[tuple[int, float]]
) -> dict[str, Any]:
    estate, problem = run.estate, run.problem
    site, leaves = phase.building, estate.leaves[phase.building]
    to = phase.host if phase.host is not None else (going[0][0] if going else None)
    moves = phase.host is not None
    alone = facts.step.option.alone(site)
    return {
        "step": facts.number,
        "order": phase.order,
        "site_id": estate.places.ids[site],
        "site_name": estate.names[site],
        "move": MOVE if moves else MERGE if problem.serves[site] else GIVE_UP,
        "to_site": None if to is None else estate.places.ids[to],
        "to_name": None if to is None else estate.names[to],
        "saving_gross": phase.own_saving,
        "saving_net": phase.own_saving - phase.own_one_off / problem.money.years,
        "one_off": phase.own_one_off,
        "clawback": clawback(problem, alone),
        "backlog_avoided": _known(estate.backlog[site]),
        "earliest_date": None if leaves.day is None else leaves.day.isoformat(),
        "date_is": leaves.why,
        "owner": estate.owners[site],
        "area_m2": float(problem.area_needed[site]) if moves else None,
        "children_worse": phase.alone_worse,
        "saving_so_far": phase.saving,
        "one_off_so_far": phase.one_off,
        "children_worse_so_far": phase.children_worse,
    }


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def frontier_table(run: EstateRun) -> Table:
    """Give `FRONTIER`: one row a step, "nothing changes" first."""
    rows = [_step(run, facts) for facts in run.steps]
    return Table({name: [row[name] for row in rows] for name in FRONTIER}, "frontier")


def _step(run: EstateRun, facts: StepFacts) -> dict[str, Any]:
    problem, option, told = run.problem, facts.step.option, facts.effects
    children = run.demand.demand.children
    gross, once = saving_gross(problem, option), one_off(problem, option)
    site = facts.mend.venue
    return {
        "step": facts.number,
        "saving_gross": gross,
        "saving_net": saving_net(problem, option),
        "one_off": once,
        "payback_years": once / gross if gross > 0 else None,
        "children_worse": float(children[told.worse].sum()),
        "max_added_minutes": told.most_added(),
        "longest_minutes": _known(told.longest),
        "clawback": clawback(problem, option),
        "backlog_avoided": float(np.nan_to_num(run.estate.backlog[list(option.given_up)]).sum()),
        "need_minutes_added": facts.step.minutes,
        "mean_minutes_added": facts.step.minutes / float(problem.weight.sum()),
        "areas_much_worse": int(told.much_worse.sum()),
        "children_much_worse": float(children[told.much_worse].sum()),
        "children_fallen": float(children[told.fallen].sum()),
        "children_to_part_time": float(children[told.to_part_time].sum()),
        "children_to_neighbours": float(children[told.to_neighbours].sum()),
        "saving_other": _saving_other(run, facts),
        "children_better": float(children[told.better].sum()),
        "outreach_site": None if site is None else run.venues.places.ids[site],
        "outreach_children": facts.mend.children,
        "outreach_tested": facts.mend.tested,
        "moves": "; ".join(words_of(run, phase) for phase in facts.phases),
        "bound": facts.step.bound,
        "gap": facts.step.gap if np.isfinite(facts.step.gap) else None,
        "proven": bool(facts.step.proven),
    }


def _saving_other(run: EstateRun, facts: StepFacts) -> float:
    """Give what buildings that serve no families save a year, of the gross saving."""
    up = [one for one in facts.step.option.given_up if not run.problem.serves[one]]
    return float(run.problem.money.running[up].sum())


def owner_table(run: EstateRun) -> Table:
    """Give `BY_OWNER`: one row a step and owner."""
    names = ("step", "owner", "saving_gross", "one_off", "saving_net")
    rows = [
        (facts.number, one.owner, one.gross, one.one_off, one.net)
        for facts in run.steps
        for one in facts.budgets
    ]
    return Table({name: [row[i] for row in rows] for i, name in enumerate(names)}, "by owner")


def group_table(run: EstateRun) -> Table:
    """Give `BY_GROUP`: children with longer and much longer journeys, a row a step and group."""
    names = ("step", "by", "key", "children", "children_worse", "children_much_worse")
    rows = []
    for facts in run.steps[1:]:
        worse = by_group(run.demand.demand, facts.effects.worse)
        much = by_group(run.demand.demand, facts.effects.much_worse)
        for one, other in zip(worse, much):
            rows.append((facts.number, *one, other[3]))
    return Table({name: [row[i] for row in rows] for i, name in enumerate(names)}, "by group")


def worse_rows(run: EstateRun) -> Iterator[Row]:
    """Give `WORSE`: one row a step and area with a longer journey, at its demand point."""
    names, today = texts_of(run.demand.places, "area_name"), run.problem.today()
    for facts in run.steps:
        told = facts.effects
        for row in np.flatnonzero(told.worse):
            to = run.estate.places.ids[told.goes_to[row]]
            values = [facts.number, run.demand.places.ids[row], names[row],
                      float(run.demand.demand.children[row]), float(today[row]),
                      float(told.after[row]), float(told.added[row]), to]  # fmt: skip
            yield values, shape_of(run.demand.places.xy[[row]])


def line_rows(run: EstateRun) -> Iterator[Row]:
    """Give `MOVES`: lines from what is given up to where its service or its families go."""
    ids, xy = run.estate.places.ids, run.estate.places.xy
    for facts in run.steps:
        going = flows(run, facts)
        for phase in facts.phases:
            site = phase.building
            for to, children in going.get(site, []):
                kind = MOVE if to == phase.host else MERGE
                yield [facts.number, ids[site], ids[to], kind, children], shape_of(xy[[site, to]])


def tables_of(run: EstateRun, threshold: float) -> EstateTables:
    """Gather the tables that the page is written from."""
    return EstateTables(
        frontier=frontier_table(run),
        moves=_moves_table(run, threshold),
        owners=owner_table(run),
        groups=group_table(run),
        worse=_table(WORSE, [values for values, _ in worse_rows(run)], "longer journeys"),
        venues=dict(zip(run.venues.places.ids, run.venues.names)),
    )


def _moves_table(run: EstateRun, threshold: float) -> Table:
    """Give the options with the other rows of each building, which the page names beside it."""
    rows = [values for values, _ in option_rows(run, threshold)]
    made = _table(COLUMNS, rows, "options")
    ids = run.estate.places.ids
    others = {ids[building]: names for building, names in run.estate.others.items()}
    beside = [others.get(site, "") for site in made.columns["site_id"]]
    return Table({**made.columns, "one_building_with": beside}, "options")


def _table(names: tuple[str, ...], rows: list[Any], name: str) -> Table:
    return Table({one: [row[place] for row in rows] for place, one in enumerate(names)}, name)
