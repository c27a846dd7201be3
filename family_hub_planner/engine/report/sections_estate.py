"""Options for the estate, and services that might share a building."""

from __future__ import annotations

from ..giving_up import DECIDES_NOTHING
from ..tables import Table
from .cells import AREA, CHANGE, COUNT, MINUTES, POUNDS, TEXT, WHOLE, YEARS, Column, listing
from .document import Block, Paragraph, Points, Section
from .pack import Pack, records, untraced

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
    Column("moves", "Moves", TEXT),
)
_MOVES = (
    Column("step", "Step", WHOLE),
    Column("site_name", "Site", TEXT),
    Column("move", "Move", TEXT),
    Column("to_name", "To", TEXT),
    Column("owner", "Owner", TEXT),
    Column("saving_net", "Saved a year, net", POUNDS),
    Column("one_off", "Cost, once", POUNDS),
    Column("earliest_date", "Earliest date", TEXT),
    Column("children_worse", "Children with longer journeys, about", COUNT),
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


def estate(pack: Pack) -> Section:
    """Write the options for the estate."""
    found = pack.evidence.estate
    heading = "Options for the estate"
    if found is None:
        text = "No options for the estate were given with these results."
        return Section("estate", heading, [Paragraph(text)])
    trace = pack.trace("estate", heading, found.origin, _ESTATE_FORMULA)
    blocks: list[Block] = [Paragraph(DECIDES_NOTHING, "warning")]
    for name, key, title, columns in (
        ("FRONTIER", "estate_steps", "What each step would save, and whom it concerns", _FRONTIER),
        ("", "estate_moves", "Moves of each step", _MOVES),
        ("BY_OWNER", "estate_by_owner", "By owner", _OWNERS),
    ):
        table = found.tables.get(name) if name else found.moves
        if table is None or not len(table):
            blocks.append(Paragraph(f"{title}: not given.", "note"))
            continue
        blocks.append(listing(key, title, table, columns, pack.threshold, trace))
    blocks += _reasons(found.moves, "site_name", "step")
    return Section("estate", heading, blocks)


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
    return [Points(texts)] if texts else []


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
    blocks.append(listing("colocation_plan", heading, table, _PLAN, pack.threshold, trace))
    blocks += _reasons(table, "service_name", "from_name")
    return Section("colocation", heading, blocks)
