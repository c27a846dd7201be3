"""The page of a comparison: what each plan would do to journeys, for whom, and how it was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from . import published
from .bands import band_number
from .comparison import Comparison
from .comparison_html import any_reach, moves_chart, moves_html, plans_html, reach_html
from .comparison_likeness import HubMoves
from .comparison_tables import by_rank
from .comparison_tiers import (
    BY_HUBS_SAID,
    hub_words,
    hubs_apart,
    kinds_there,
    nearest_words,
    outreach_counted,
    tier_answer,
    within_words,
    without,
)
from .comparison_words import ALL_DROVE, own_mode_answer
from .comparison_worst import (
    AreaNames,
    PramJourney,
    minutes_alone,
    pram_section,
    worst_section,
)
from .coverage_groups_page import group_name, not_asked, not_carried
from .coverage_tables import NOT_KNOWN, marked, row_notes
from .coverage_tiers import FULL
from .giving_up import DECIDES_NOTHING
from .method_note import Method, estimate_note, fictional_note, method_sections, no_groups
from .page import Html, items, page, paragraph, picture, section
from .tables import Table

Bools = npt.NDArray[np.bool_]

_HOW = (
    "Each area's minutes to its nearest hub are those of two coverage runs, today's and the "
    "plan's; nothing is routed again for the tables. Change is the plan's minutes less today's. "
    "Mean minutes are weighted by children over areas routed in both. Within a band means: the "
    "nearest hub is modelled within so many minutes; whatever the change, who was within it today "
    "and is not under the plan has lost it."
)
_EQUALITY = (
    "Journey evidence that can inform an equality impact assessment; it is not one. Groups may "
    "overlap, and may count households or births and not children: they are not to be added up."
)
_CAR = (
    "Children in households with and without a car are an estimate: the share without a car is "
    "that of all households, not of families with children, and is applied to all children of an "
    "area alike."
)


@dataclass(frozen=True)
class PlanPart:
    """One plan's part of the page.

    `tables` are those of this plan by their names (BY_DECILE ...); `groups` gives in words what the
    rows of BY_AGE and BY_GROUP count. `remarks` are said before the figures. `listed` areas are
    named at most; `pram` are journeys worked out on the network, `on_network` tells whether any
    were asked for, `pram_rows` are the areas they are of.
    """

    found: Comparison
    tables: Mapping[str, Table]
    hubs: HubMoves
    remarks: Sequence[str] = ()
    pram: Sequence[PramJourney] = ()
    pram_rows: Sequence[int] = ()
    pram_notes: Sequence[str] = ()
    on_network: bool = False
    listed: int = 20


@dataclass(frozen=True)
class Evidence:
    """What the page says of groups: the columns that there are, those asked for, and the cars."""

    columns: Sequence[str] = ()
    groups: Sequence[str] = ()
    cars_said: str = ""
    cars_how: str = ""
    children: str = field(default="Children modelled, about")


def comparison_page(
    parts: Sequence[PlanPart],
    areas: AreaNames,
    method: Method,
    evidence: Evidence,
    sources: Sequence[str],
    notes: Sequence[str] = (),
    uncounted: str = "",
    limits: Sequence[str] = (),
) -> str:
    """Give a self-contained HTML page on one or more plans, each against today.

    `sources` holds one sentence for each data set, `notes` what to know beside the answer,
    `uncounted` how many areas are in no figure, `limits` further limits of the run. Counts are
    rounded (`published`).
    """
    asked = parts[0].found.asked
    where = f" in {method.place}" if method.place else ""
    body = [
        *fictional_note(method),
        *[paragraph(text, "lead") for text in _leads(parts, method, uncounted)],
        paragraph(DECIDES_NOTHING),
        *estimate_note(method),
        *[paragraph(note, "note") for note in notes],
        *([paragraph(ALL_DROVE, "note")] if method.mode == "drive" else []),
    ]
    if len(parts) > 1:
        body.append(_side_by_side(parts, method))
    for part in parts:
        body += _plan_sections(part, areas, method, evidence, alone=len(parts) == 1)
    limits = [
        *limits,
        f"Changes of up to {asked.tolerance:g} minutes count as the same journey.",
        "Whether families would go to the nearest hub, or to another one, is not known.",
        "Where few children of a row are affected, its mean minutes are held back.",
    ]
    body += method_sections(method, asked.bands, [_HOW], limits, sources)
    plans = "plans compared with today" if len(parts) > 1 else "a plan compared with today"
    return page(f"Journeys to family hubs{where}: {plans}", body, method.footer, method.from_osm)


def _side_by_side(parts: Sequence[PlanPart], method: Method) -> Html:
    """Write the plans one beneath another, by the total rows of their own tables."""
    totals = []
    for part in parts:
        plan = part.found.plan.name
        totals.append({**_last_row(part.tables["BY_DECILE"]), "key": plan})
        if kinds_there(part.found) and without(part.found, FULL):
            alone = _last_row(part.tables["BY_OFFER"])
            totals.append({**alone, "key": f"{plan}, {alone['key']}"})
    rows = Table({name: [total[name] for total in totals] for name in totals[0]}, "plans")
    asked = parts[0].found.asked
    reach = "Reach lost and gained under each plan"
    counted = "Children modelled, about"
    return section(
        "The plans side by side",
        plans_html(rows, asked, method),
        reach_html(reach, "Plan", rows, asked, method, False, counted),
    )


def _last_row(rows: Table) -> dict[str, Any]:
    return {name: values[-1] for name, values in rows.columns.items()}


def _leads(parts: Sequence[PlanPart], method: Method, uncounted: str) -> list[str]:
    said = []
    for part in parts:
        answers = [lead(part.found, method), _if_all_drove(part, method)]
        said.append(" ".join(filter(None, [*answers, tier_answer(part.found, method)])))
    return [*said[:-1], f"{said[-1]} {uncounted}".strip()]


def _if_all_drove(part: PlanPart, method: Method) -> str:
    """Say what holds by the mode that families have, where all are counted as driving."""
    if method.mode != "drive" or not part.found.moves.counts.any():
        return ""
    rows = part.tables["BY_CAR"]
    records = [dict(zip(rows.columns, values)) for values in rows.rows()]
    return own_mode_answer(records, part.found.asked, method)


def lead(found: Comparison, method: Method) -> str:
    """Say in two sentences how many children have longer and shorter journeys under a plan."""
    moves, t = found.moves, method.threshold
    children = moves.counts
    total = float(children.sum())
    if not total:
        return f"There are no {method.children} in these areas."

    def said(mask: Bools) -> str:
        return published.about_part(float(children[mask].sum()), total, t)

    longer = float(children[moves.longer].sum())
    share = published.bracketed(published.share_of(longer, total, t))
    band = method.headline(found.asked.bands)
    lost = f"; {said(moves.route_lost)} would have no modelled journey any more"
    first = (
        f"{found.plan.name}: of {published.rounded(total, t)} {method.children}, "
        f"{said(moves.longer)}{share} would have a longer modelled journey to their nearest "
        f"{nearest_words(found)} than today, {said(moves.much_longer)} of them one more than "
        f"{band_number(found.asked.much)} minutes longer, and {said(moves.shorter)} a shorter one"
        f"{lost if moves.route_lost.any() else ''}."
    )
    reach = (
        f"{_upper(said(moves.lost(band)))} would no longer be modelled "
        f"{within_words(found, method, band)}, and {said(moves.gained(band))} would newly be."
    )
    beside = []
    if moves.unrouted.any():
        beside.append(f"{_upper(said(moves.unrouted))} could not be routed in either.")
    if not moves.there.all():
        beside.append(
            f"{_upper(said(~moves.there))} live in areas that one of the coverages lacks."
        )
    return " ".join([first, reach, *beside])


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plan_sections(
    part: PlanPart, areas: AreaNames, method: Method, evidence: Evidence, alone: bool
) -> list[Html]:
    name = part.found.plan.name
    before = "" if alone else f"{name}: "
    rows = part.pram_rows
    notes = [*part.pram_notes, *minutes_alone(part.found, areas, method, rows, part.on_network)]
    return [
        section(_headed(before, "what changes"), *_what_changes(part, method)),
        *_by_offer(part, method, evidence, before),
        _by_rank(part, method, evidence, before),
        _by_place(part, method, evidence, before),
        worst_section(
            part.found,
            areas,
            method,
            part.listed,
            _headed(before, "areas with the longest increases"),
        ),
        pram_section(part.found, areas, method, part.pram, notes, before),
        _equality(part, method, evidence, before),
    ]


def _headed(before: str, title: str) -> str:
    return f"{before}{title}" if before else _upper(title)


def _what_changes(part: PlanPart, method: Method) -> list[Html]:
    hubs, found = part.hubs, part.found
    both, plan = len(hubs.kept), found.plan.name
    counted = "hubs and outreach points are" if outreach_counted(found) else "hubs are"
    said = [
        f"{both + len(hubs.given_up)} {counted} counted today, {both + len(hubs.opened)} under "
        f"{plan}; {both} of them in both."
    ]
    for when, one in (("today", found.base), (f"under {plan}", found.plan)):
        apart = hubs_apart(one.tiers, method)
        said += [f"Counted {when}, but no full hubs: {apart}."] if apart else []
    for words, some, tiers in (
        ("Not counted any more (an option to give up, for testing)", hubs.given_up,
         found.base.tiers),
        ("Counted anew", hubs.opened, found.plan.tiers),
    ):  # fmt: skip
        named = "; ".join(hub_words(tiers, hub, method) for hub in some) or "none"
        said.append(f"{words}: {named}.")
    if not hubs.whole:
        said.append(
            "These are the hubs that are nearest to some area: the coverages do not tell of hubs "
            "that are nearest to none."
        )
    return [items([*said, *part.remarks])]


def _by_offer(part: PlanPart, method: Method, evidence: Evidence, before: str) -> list[Html]:
    """Write the same children by the hubs that count; nothing where all are full or none told."""
    found, full = part.found, without(part.found, FULL)
    if not kinds_there(found) or full is None:
        return []
    body = [paragraph(BY_HUBS_SAID)]
    title = "The same children by the hubs that count"
    rows = part.tables["BY_OFFER"]
    body += _tables(title, "Hubs", rows, part, method, evidence.children, total=False)
    deciles = by_rank(full, "BY_DECILE", found.demand.decile, 10)
    if not no_groups(deciles.column("key"), method.decile_name):
        title = f"By full hubs alone: children by {method.decile_name}, 1 the most deprived"
        body += _tables(title, "Decile", deciles, part, method, evidence.children, total=True)
    return [section(_headed(before, "by the hubs that count"), *body)]


def _by_rank(part: PlanPart, method: Method, evidence: Evidence, before: str) -> Html:
    body: list[Html] = []
    ranks = (
        ("BY_DECILE", method.decile_name, "Decile", "1 the most deprived"),
        ("BY_QUINTILE", "local quintile", "Quintile", "1 the most deprived fifth"),
    )
    for name, words, key, first in ranks:
        rows = part.tables[name]
        without = no_groups(rows.column("key"), words)
        if without:
            body.append(paragraph(without))
            continue
        title = f"Children by {words}, {first}"
        if name == "BY_DECILE":
            asked = part.found.asked
            chart = moves_chart(f"Children by {words}", rows, asked, method, method.decile_name)
            body.append(picture(chart, "Bar chart; its figures stand in the table below."))
        body += _tables(title, key, rows, part, method, evidence.children, total=True)
    return section(_headed(before, "by deprivation"), *body)


def _by_place(part: PlanPart, method: Method, evidence: Evidence, before: str) -> Html:
    rows = part.tables["BY_LOCALITY"]
    if rows.column("key")[:-1] == [NOT_KNOWN]:
        return section(
            _headed(before, "by locality"), paragraph("No locality of any area is known.")
        )
    shown = _tables(
        "Children by locality", "Locality", rows, part, method, evidence.children, total=True
    )
    return section(_headed(before, "by locality"), *shown)


def _equality(part: PlanPart, method: Method, evidence: Evidence, before: str) -> Html:
    body = [paragraph(_EQUALITY)]
    ages, groups = part.tables["BY_AGE"], part.tables["BY_GROUP"]
    if len(ages):
        named = [f"aged {key}" for key in ages.column("key")]
        shown = _named(ages, named)
        body += _tables("Children by age", "Age", shown, part, method, evidence.children, False)
        body += _notes(ages, named)
    if len(groups):
        named = [group_name(key) for key in groups.column("key")]
        shown = _named(groups, named)
        counted = "Counts modelled, about"
        body += _tables("Further groups", "Group", shown, part, method, counted, False)
        body += _notes(groups, named)
    body += _by_car(part, method, evidence)
    body += _not_assessed(part, evidence)
    return section(_headed(before, "evidence by group"), *body)


def _notes(rows: Table, names: Sequence[str]) -> list[Html]:
    notes = row_notes(Table({**rows.columns, "key": list(names)}, rows.name))
    return [items(notes)] if notes else []


def _by_car(part: PlanPart, method: Method, evidence: Evidence) -> list[Html]:
    rows = part.tables["BY_CAR"]
    said = " ".join(filter(None, [_CAR, evidence.cars_how, evidence.cars_said]))
    whole = len(rows) == 3
    named = _named(rows, list(rows.column("key")))
    if not any(rows.column("children")):
        return [paragraph(f"Households with and without a car: {rows.column('note')[0]}.", "note")]
    shown = _tables(
        "Children by car (estimate)", "Household", named, part, method, evidence.children, whole
    )
    return [*shown, paragraph(said, "note")]


def _named(rows: Table, names: Sequence[str]) -> Table:
    told = [marked(name, note) for name, note in zip(names, rows.column("note"))]
    return Table({**rows.columns, "key": told}, rows.name)


def _not_assessed(part: PlanPart, evidence: Evidence) -> list[Html]:
    elsewhere = ("no_car",) if any(part.tables["BY_CAR"].column("children")) else ()
    missing = not_carried([*evidence.columns], elsewhere)
    unasked = not_asked(evidence.columns, evidence.groups, elsewhere)
    said = []
    if missing:
        said.append(f"Not assessed, for want of data in the demand points: {', '.join(missing)}.")
    if unasked:
        said.append(
            f"Not assessed, though the demand points have a column (GROUPS): {', '.join(unasked)}."
        )
    return [paragraph(" ".join(said), "note")] if said else []


def _tables(
    title: str,
    key: str,
    rows: Table,
    part: PlanPart,
    method: Method,
    counted: str,
    total: bool,
) -> list[Html]:
    asked = part.found.asked
    shown = [moves_html(title, key, rows, asked, method, total, counted)]
    if any_reach(rows, asked):
        reach = f"{title}: reach lost and gained"
        shown.append(reach_html(reach, key, rows, asked, method, total, counted))
    else:
        shown.append(paragraph("Nobody of these loses or gains reach within any band.", "note"))
    return shown
