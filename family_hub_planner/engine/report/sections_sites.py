"""Reasons site by site: what was suggested, why, how sure it is, and what comes next to it."""

from __future__ import annotations

import math
import re
from typing import Any

from ..giving_up import DECIDES_NOTHING
from ..tables import Table
from .cells import AT_MOST, COUNT, MINUTES, SHARE, TEXT, WHOLE, Column, listing
from .counted_part import of_a_part
from .document import Block, Paragraph, Section
from .evidence import Sites
from .pack import Pack
from .reasons import listed_reasons
from .wording import records, untraced

_DECISIONS = {
    "kept": "stays open",
    "open": "suggested",
    "option_to_close": "option to give up",
    "not_chosen": "tested, not suggested",
}
_COLUMNS = (
    Column("order", "Order", WHOLE),
    Column("site_name", "Site", TEXT),
    Column("site_id", "Id", TEXT),
    Column("decision", "What it is", TEXT),
    Column("venue_type", "Kind of building", TEXT),
    Column("children_gained", "Children gained, about", COUNT),
    Column("children_without", "Beyond the minutes without it, about", COUNT),
    Column("max_added_minutes", "Longest added minutes", AT_MOST),
    Column("next_best", "Next best", TEXT),
    Column("near_best", "In near-best plans", TEXT),
    Column("stability", "Share of tests it stays in", SHARE),
    Column("linked_hub", "Linked hub", TEXT),
    Column("staff_minutes", "Staff drive", MINUTES),
)
_FRONTIER = (
    Column("sites", "Sites", WHOLE),
    Column("points", "Outreach points", WHOLE),
    Column("need_hub", "Need in reach of a hub, about", COUNT),
    Column("need_outreach", "Of an outreach point only, about", COUNT),
    Column("need_neither", "Of neither, about", COUNT),
    Column("objective", "Value of the plan", WHOLE),
    Column("sites_chosen", "Sites chosen", TEXT),
    Column("note", "Note", TEXT),
)
_FORMULA = (
    "Found by an exact search over the venues tested, on the measure and within the limits that "
    "stand under the parameters. Children gained: those newly modelled within the minutes."
)
# How good its plan is, as the search's own reasons say where its numbers were not given
_STANDING = re.compile(
    r"no plan from the [^;.]*? tested takes fewer hubs|none of the [^;.]*? tested does better on "
    r"this measure|best of the [^;.]*? tested on this measure|no set of [^;.]*? tested does better "
    r"on this measure|in a set within [^;]*? of the best possible on this measure|in the best set "
    r"found; how far it is from the best possible is not known"
)


def sites(pack: Pack) -> Section:
    """Write the sites and outreach points suggested, with their reasons."""
    blocks: list[Block] = []
    for key, words, found in (
        ("sites", "hub sites", pack.evidence.sites),
        ("outreach", "outreach points", pack.evidence.outreach),
    ):
        if found is None:
            blocks.append(Paragraph(f"No search for {words} was given with these results."))
            continue
        blocks += _of(pack, key, words, found)
    return Section("sites", "Reasons, site by site", blocks)


def _of(pack: Pack, key: str, words: str, found: Sites) -> list[Block]:
    trace = pack.trace(key, f"Suggested {words}", found.origin, _FORMULA)
    rows = records(found.sites)
    tested = sum(row["decision"] in ("open", "not_chosen") for row in rows)
    told = sorted((row for row in rows if row["decision"] != "not_chosen"), key=_order)
    blocks: list[Block] = [Paragraph(_sure(words, found, tested))]
    blocks.append(Paragraph(f"{pack.travel(found.origin)} {_for_whom(pack, found)}".strip()))
    blocks += of_a_part(pack)
    if any(row["decision"] == "option_to_close" for row in rows):
        blocks.append(Paragraph(DECIDES_NOTHING, "warning"))
    if not told:
        return [*blocks, Paragraph(f"No {words} are suggested or kept.")]
    shown = _shown(pack, told, found.sites)
    title = f"Suggested {words}, and those that stay"
    blocks.append(listing(f"{key}_table", title, shown, _COLUMNS, pack.threshold, trace))
    blocks += listed_reasons([_reason(row) for row in told if row.get("reason")])
    if found.frontier is not None and len(found.frontier):
        title = f"What more or fewer {words} would bring"
        table = _frontier(pack, found.frontier)
        blocks.append(listing(f"{key}_frontier", title, table, _FRONTIER, pack.threshold, trace))
    return blocks


def _for_whom(pack: Pack, found: Sites) -> str:
    """Say where a search was, or may have been, for other children than today's reach counts."""
    step, today = pack.step(found.origin.step), pack.evidence.today
    if today is None:
        return ""
    if step is None:
        return (
            "Nor was it given for which ages and within which minutes they were sought: their "
            "counts may be of other children than those of the reach today, and are not to be set "
            "beside them."
        )
    reach = pack.step(today.origin.step)
    sought, counted = (
        "" if one is None else one.parameters.get("DEMAND", "") for one in (step, reach)
    )
    if not (sought and counted) or sought == counted:
        return ""
    return (
        f"They were sought for other demand points ({untraced(sought)}) than those of the reach "
        f"today ({untraced(counted)}): counts of the one are not to be set beside counts of the "
        "other."
    )


def _order(row: dict[str, Any]) -> float:
    """Put what stays first, then what is suggested, in the order in which it would open."""
    order = row.get("order")
    return 0.0 if order is None or math.isnan(order) else float(order)


def _shown(pack: Pack, rows: list[dict[str, Any]], like: Table) -> Table:
    columns = {name: [row[name] for row in rows] for name in like.columns}
    for name in {"next_best", "linked_hub"} & set(columns):
        columns[name] = [_named(pack, one) for one in columns[name]]
    columns["decision"] = [_DECISIONS.get(str(one), one) for one in columns["decision"]]
    return Table(columns, like.name)


def _sure(words: str, found: Sites, tested: int) -> str:
    """Say how sure the plan is: best of those tested only where that is proven."""
    if found.status:
        return f"Options for testing; no decision made. {untraced(found.status)}"
    if found.proven:
        return (
            f"Options for testing; no decision made. The plan for {words} is the best of the "
            f"{tested:,d} venues tested on this measure (proven)."
        )
    standing = _STANDING.search(" ".join(str(one) for one in found.sites.column("reason") if one))
    if found.proven is None and standing:
        sure = f"As the search told it: {standing[0]}."
    elif found.proven is None:
        sure = "Whether another plan would do better was not given."
    elif found.gap is not None:
        sure = f"It is not proven best: a better one could be at most {100 * found.gap:.1f} % more."
    else:
        sure = "It is not proven to be the best of those tested."
    return (
        f"Options for testing; no decision made. The plan for {words} rests on {tested:,d} venues "
        f"tested. {sure}"
    )


def _frontier(pack: Pack, table: Table) -> Table:
    chosen = table.columns.get("sites_chosen")
    if chosen is None:
        return table
    return Table(
        {**table.columns, "sites_chosen": [_named(pack, one) for one in chosen]}, table.name
    )


def _named(pack: Pack, ids: Any) -> str:
    """Give sites by name; several ids stand with commas between them."""
    named = (pack.method.hub(one.strip()) for one in str(ids or "").split(",") if one.strip())
    return ", ".join(named)


def _reason(row: dict[str, Any]) -> str:
    name = row.get("site_name") or row["site_id"]
    return f"{untraced(str(name))}: {untraced(str(row['reason']))}"
