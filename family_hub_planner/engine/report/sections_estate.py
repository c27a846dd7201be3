"""Options for the estate, and services that might share a building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..giving_up import DECIDES_NOTHING
from ..tables import Table
from .cells import (
    AREA,
    CHANGE,
    COUNT,
    MINUTES,
    POUNDS,
    TEXT,
    WHOLE,
    YEARS,
    Column,
    listing,
    shortened,
)
from .document import Block, Paragraph, Section
from .evidence import PUBLIC, Estate
from .pack import Pack
from .reasons import listed_reasons
from .wording import records, untraced

_FRONTIER = (
    Column("step", "Step", WHOLE),
    Column("saving_net", "Saved a year, net", POUNDS),
    Column("saving_gross", "Saved a year, gross", POUNDS),
    Column("one_off", "Cost, once", POUNDS),
    Column("clawback", "Of this clawback", POUNDS),
    Column("payback_years", "Years to pay back", YEARS),
    Column("children_worse", "Children with longer journeys, about", COUNT),
    Column("children_much_worse", "Much longer, about", COUNT),
    Column("max_added_minutes", "Longest added minutes", MINUTES),
    Column("moves", "Moves", WHOLE),
)
_MOVES = (
    Column("steps", "In steps", TEXT),
    Column("site_name", "Site", TEXT),
    Column("move", "Move", TEXT),
    Column("to_name", "To", TEXT),
    Column("owner", "Owner", TEXT),
    Column("saving_net", "Saved a year, net", POUNDS),
    Column("one_off", "Cost, once", POUNDS),
    Column("earliest_date", "Earliest date", TEXT),
    Column("children_worse", "Longer journeys if made alone, about", COUNT),
)
_OWNERS = (
    Column("step", "Step", WHOLE),
    Column("owner", "Owner", TEXT),
    Column("saving_gross", "Saved a year, gross", POUNDS),
    Column("one_off", "Cost, once", POUNDS),
    Column("saving_net", "Saved a year, net", POUNDS),
)
_PLAN = (
    Column("service_name", "Service", TEXT),
    Column("from_name", "From", TEXT),
    Column("to_name", "To", TEXT),
    Column("decision", "What it is", TEXT),
    Column("fit", "Fit", TEXT),
    Column("saving_gbp_year", "Saved a year", POUNDS),
    Column("one_off_gbp", "Cost, once", POUNDS),
    Column("space_m2", "Space", AREA),
    Column("minutes_change", "Change of mean minutes", CHANGE),
    Column("children_longer", "Children with longer journeys, about", COUNT),
    Column("children_shorter", "Shorter, about", COUNT),
    Column("conflicts", "To settle", TEXT),
)
_ESTATE_FORMULA = (
    "Each step is the plan that saves at least so much a year with the least added travel of "
    "families, weighted by need; one-off costs are spread over the years under the parameters."
)
_SHARE_FORMULA = (
    "Services are set to buildings with room, so that pounds a year and minutes of children, "
    "weighed as under the parameters, are least."
)


_MOVE_WORDS = {
    "give_up": "option to give up",
    "merge": "option to merge",
    "move": "option to move",
    "leave": "stays where it is",
}


def _in_words(table: Table, column: str) -> Table:
    """Give a table with its moves or decisions in words."""
    values = table.columns.get(column)
    if values is None:
        return table
    words = [_MOVE_WORDS.get(str(value), value) for value in values]
    return Table({**table.columns, column: words}, table.name)


def estate(pack: Pack) -> Section:
    """Write the options for the estate."""
    found = pack.evidence.estate
    heading = "Options for the estate"
    if found is None:
        text = "No options for the estate were given with these results."
        return Section("estate", heading, [Paragraph(text)])
    trace = pack.trace("estate", heading, found.origin, _ESTATE_FORMULA)
    blocks: list[Block] = [Paragraph(DECIDES_NOTHING, "warning")]
    blocks.append(Paragraph(pack.travel(found.origin)))
    blocks += [_steps(pack, found, trace), _moves(pack, found, trace), _owners(pack, found, trace)]
    blocks += _reasons(found.moves, "site_name", "step")
    return Section("estate", heading, blocks)


def _steps(pack: Pack, found: Estate, trace: str) -> Block:
    """Write a row a step; how many moves it has stands in it, which they are below."""
    title = "What each step would save, and whom it concerns"
    table = found.tables.get("FRONTIER")
    if table is None or not len(table):
        return Paragraph(f"{title}: not given.", "note")
    step = pack.step(found.origin.step)
    much = step.parameters.get("WORSE_MINUTES") or "10" if step is not None else ""
    note = f"Much longer: by more than {much} minutes." if much else ""
    counted = table
    if "moves" in table.columns:
        moves = [len([one for one in str(text or "").split(";") if one.strip()])
                 for text in table.column("moves")]  # fmt: skip
        counted = Table({**table.columns, "moves": moves}, table.name)
    sheet = listing("estate_steps", title, counted, _FRONTIER, pack.threshold, trace, note)
    return replace(sheet, exact=table)


def _moves(pack: Pack, found: Estate, trace: str) -> Block:
    """Write each move once, with the steps that it stands in and the figures of the first."""
    title = "Moves, and the steps that have them"
    rows: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in records(found.moves):
        one = (str(row.get("site_id")), str(row.get("move")), str(row.get("to_name") or ""))
        rows.setdefault(one, []).append(row)
    if not rows:
        return Paragraph(f"{title}: not given.", "note")
    first = [of[0] for of in rows.values()]
    columns = {name: [row[name] for row in first] for name in found.moves.columns}
    columns["steps"] = [_spans([row.get("step") for row in of]) for of in rows.values()]
    table = _in_words(Table(columns, title), "move")
    sheet = replace(
        listing("estate_moves", title, table, _MOVES, pack.threshold, trace), exact=found.moves
    )
    weights = [float(row.get("children_worse") or 0.0) for row in first]
    return shortened(sheet, weights, "those with most longer journeys")


def _spans(steps: Sequence[Any]) -> str:
    """Say which steps: "1 to 3, 5"; "" where they are not numbered."""
    numbers = sorted({int(step) for step in steps if step is not None})
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{of[0]} to {of[-1]}" if len(of) > 1 else f"{of[0]}" for of in parts)


def _owners(pack: Pack, found: Estate, trace: str) -> Block:
    table = found.tables.get("BY_OWNER")
    if table is None or not len(table):
        why = "withheld from the public" if pack.evidence.audience == PUBLIC else "not given"
        return Paragraph(f"By owner: {why}.", "note")
    return listing("estate_by_owner", "By owner", table, _OWNERS, pack.threshold, trace)


def _reasons(table: Table, name: str, beside: str) -> list[Block]:
    """List each reason once, with the first step (or the place) that it is given for."""
    first: dict[tuple[str, str], str] = {}
    for row in records(table):
        if row.get("reason") and row.get(name):
            said = row.get(beside)
            told = f"step {said:g}" if isinstance(said, (int, float)) else str(said or "")
            first.setdefault((str(row[name]), str(row["reason"])), told)
    texts = [
        f"{untraced(named)}{f' ({untraced(told)})' if told else ''}: {untraced(reason)}"
        for (named, reason), told in first.items()
    ]
    return listed_reasons(texts)


def colocation(pack: Pack) -> Section:
    """Write which services might share a building."""
    found, heading = pack.evidence.colocation, "Services that might share a building"
    if found is None:
        text = "No search for shared buildings was given with these results."
        return Section("colocation", heading, [Paragraph(text)])
    trace = pack.trace("colocation", heading, found.origin, _SHARE_FORMULA)
    plan = found.tables.get("PLAN")
    table = plan if plan is not None else found.pairs
    blocks: list[Block] = [Paragraph(DECIDES_NOTHING, "warning")]
    blocks.append(Paragraph(pack.travel(found.origin)))
    told = _in_words(table, "decision")
    sheet = listing("colocation_plan", heading, told, _PLAN, pack.threshold, trace)
    weights = [float(row.get("children_longer") or 0.0) for row in records(table)]
    blocks.append(shortened(sheet, weights, "those with most longer journeys"))
    blocks += _reasons(table, "service_name", "from_name")
    return Section("colocation", heading, blocks)
