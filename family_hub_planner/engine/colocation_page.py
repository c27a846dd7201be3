"""The readable page on co-location: what might share a building, what it saves, whom it costs.

It takes the result tables as they are written, and rounds what it prints of children.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import published
from .colocation_cells import minutes, records, site, whole
from .colocation_pairs_page import pairs_sections
from .giving_up import DECIDES_NOTHING
from .in_words import many, pounds
from .method_note import Method, estimate_note, fictional_note, method_sections
from .page import (
    Html,
    empty_row,
    facts,
    heading_row,
    items,
    number_row,
    page,
    paragraph,
    section,
    table,
    text_row,
)
from .tables import Table


@dataclass(frozen=True)
class PlanFacts:
    """The plan's figures in pounds; `gain` and `bound` are pounds a year as weighed.

    `one_off_unknown` counts buildings moved into whose one-off cost is not known. `longer` and
    `shorter` count the children whose journeys, to all services together, are so. `gap` may be inf.
    """

    services: int
    buildings: int
    saving: float
    one_off: float
    one_off_unknown: int
    longer: float
    shorter: float
    gain: float
    bound: float
    gap: float
    proven: bool
    status: str
    seconds: float


def colocation_page(
    plan: Table,
    pairs: Table,
    buildings: Table,
    budgets: Table,
    whom: Sequence[tuple[str, Table]],
    figures: PlanFacts,
    *,
    method: Method,
    weights: Sequence[str],
    sources: Sequence[str],
    notes: Sequence[str] = (),
    missing: Sequence[str] = (),
    limits: Sequence[str] = (),
) -> str:
    """Give a self-contained HTML page on co-location.

    `plan`, `pairs`, `buildings`, `budgets` have the columns of the result tables; `whom` names a
    kind of group and has for it key, areas, children, longer, shorter, change, "All areas" last.
    `weights` says in sentences what the measure weighs, `missing` what is not known and what was
    done about it, `notes` what to know beside the answer, `limits` what is particular to this run.
    """
    where = f" in {method.place}" if method.place else ""
    body = [
        *fictional_note(method),
        paragraph(headline(plan, buildings, figures, method), "lead"),
        paragraph(DECIDES_NOTHING, "note"),
        *estimate_note(method),
        *[paragraph(note, "note") for note in notes],
        section("What is weighed", items(weights)),
        _plan_section(plan, method),
        _buildings_section(buildings),
        _budget_section(budgets),
        _whom_section(whom, method),
        *pairs_sections(pairs, method),
        *([section("What is not known", items(missing))] if missing else []),
        section("How sure this is", paragraph(figures.status), _search(figures)),
        *method_sections(method, (), _how(method), [*_limits(), *limits], sources),
    ]
    title = f"Services that could share buildings{where}: options for testing"
    return page(title, body, method.footer, method.from_osm)


def headline(plan: Table, buildings: Table, figures: PlanFacts, method: Method) -> str:
    """Say in a few sentences what the best assignment found would change."""
    moves = plan.column("decision").count("move")
    whole = many(figures.services, "service", "services")
    tested = f"{whole} and {many(figures.buildings, 'building', 'buildings')} were tested."
    if not moves:
        return f"{tested} On this measure no service does better elsewhere: all are left in place."
    given_up = buildings.column("decision").count("option_to_give_up")
    up = ""
    if given_up:
        up = f" and {many(given_up, 'building is an option', 'buildings are options')} to give up"
    money = "saves" if figures.saving >= 0 else "costs"
    once = f"it costs £{figures.one_off:,.0f} once"
    if figures.one_off_unknown:
        of = many(figures.one_off_unknown, "building", "buildings")
        lacks = f"one-off costs are not known for {of}"
        once = f"{once}; {lacks}" if figures.one_off else lacks
    verdict = "is the best on this measure of all that were tested"
    if not figures.proven:
        verdict = "is the best found on this measure; a better one is not ruled out"
    return (
        f"{tested} The plan in which {many(moves, 'service moves', 'services move')}{up} {verdict}."
        f" It {money} £{abs(figures.saving):,.0f} a year; {once}. Journeys to all the "
        f"services together are longer for {_people(figures.longer, method)}, and shorter for "
        f"{_people(figures.shorter, method)}."
    )


def _people(count: float, method: Method) -> str:
    said = published.about(count, method.threshold)
    return f"no {method.children}" if said == "none" else f"{said} {method.children}"


def _plan_section(plan: Table, method: Method) -> Html:
    rows = records(plan)
    moved = [row for row in rows if row["decision"] == "move"]
    left = [row for row in rows if row["decision"] != "move"]
    names = ["Service", "From", "To", "£ a year", "£ once", "Minutes", "Longer for", "Why"]
    body = [text_row(_moved_cells(row, method), (3, 4, 5, 6)) for row in moved]
    stays = [
        f"{row['service_name']} ({row['service_id']}) in {site(row, 'from')}: {row['reason']}"
        for row in left
    ]
    nobody = paragraph("Every service is left where it is.")
    moves = table("Services that move in the plan", heading_row(names, (3, 4, 5, 6)), body)
    return section(
        "The best whole assignment",
        moves if moved else nobody,
        *([paragraph("Left where they are:"), items(stays)] if moved and stays else []),
    )


def _moved_cells(row: dict[str, Any], method: Method) -> list[str]:
    settle = row["conflicts"].replace("to settle: ", "")
    why = row["reason"] + (f" To settle: {settle}." if settle else "")
    return [
        f"{row['service_name']} ({row['service_id']})",
        site(row, "from"),
        site(row, "to"),
        pounds(row["saving_gbp_year"]),
        pounds(row["one_off_gbp"]),
        minutes(row["minutes_before"], row["minutes_after"]),
        published.rounded(row["children_longer"], method.threshold),
        why,
    ]


def _buildings_section(buildings: Table) -> Html:
    changed = [
        row
        for row in records(buildings)
        if row["decision"] != "kept" or row["spare_m2_before"] != row["spare_m2_after"]
    ]
    if not changed:
        return Html("")
    names = ["Building", "In the plan", "Services", "Spare m²", "Owner", "£ a year", "Lease ends"]
    words = {"option_to_give_up": "option to give up", "kept": "in use"}
    rows = [
        text_row(
            [
                f"{row['site_name'] or ''} ({row['site_id']})".strip(),
                words.get(row["decision"], "no listed service left"),
                f"{row['services_before']} now, {row['services_after']} then",
                _spare(row),
                row["owner"] or "not stated",
                pounds(row["saving_gbp_year"]),
                row["lease_end"] or published.NOT_APPLICABLE,
            ],
            (5,),
        )
        for row in changed
    ]
    told = (
        "Services are those of the list that was given. A building that holds others besides is "
        "not empty when these have left: only buildings named as such may be given up."
    )
    caption = "Buildings that services leave or come to"
    body = table(caption, heading_row(names, (5,)), rows)
    return section("The buildings", body, paragraph(told, "note"))


def _spare(row: dict[str, Any]) -> str:
    now = f"{whole(row['spare_m2_before'])} now"
    if row["decision"] == "option_to_give_up":
        return now
    return f"{now}, {whole(row['spare_m2_after'])} then"


def _budget_section(budgets: Table) -> Html:
    rows = [
        text_row(
            [
                row["budget"],
                pounds(row["saving_gbp_year"]),
                _paid(row),
            ],
            (1, 2),
        )
        for row in records(budgets)
    ]
    if not rows:
        return Html("")
    told = (
        "What a service pays for its place, and the one-off cost of the building it comes to, fall "
        "on the service's budget; the running cost of a building given up on its owner's. Who in "
        "fact pays and keeps what is for them to agree."
    )
    names = ["Budget", "Saved a year", "Paid once"]
    caption = "Saved (below nought: paid more) a year, and paid once"
    body = table(caption, heading_row(names, (1, 2)), rows)
    return section("By whose budget", body, paragraph(told, "note"))


def _paid(row: dict[str, Any]) -> str:
    some = " (some not known)" if row["note"] and row["one_off_gbp"] is not None else ""
    return f"{pounds(row['one_off_gbp'])}{some}"


def _whom_section(whom: Sequence[tuple[str, Table]], method: Method) -> Html:
    told = (
        "Each child is taken to make one journey to each service that serves its area, whether it "
        "uses it or not: a longer way to one may be made up for by a shorter way to another. What "
        "becomes of each service's journeys stands in the plan above. Children whose journeys do "
        "not change, or are not known, are in neither column."
    )
    tables = [_whom_table(kind, groups, method.threshold) for kind, groups in whom]
    return section("Whose journeys change", *tables, paragraph(told, "note"))


def _whom_table(kind: str, whom: Table, threshold: float) -> Html:
    names = [kind, "Children, about", "Longer", "Shorter", "Mean change of a journey"]
    rows = records(whom)
    body = [_whom_row(row, threshold, row is rows[-1]) for row in rows]
    caption = "Children whose journeys, to all services of the list together, are longer or shorter"
    return table(caption, heading_row(names, (1, 2, 3, 4)), body)


def _whom_row(row: dict[str, Any], threshold: float, last: bool) -> Html:
    if not row["areas"] and not last:
        return empty_row(row["key"], 4, "no areas")
    children, change = row["children"], row["change"]
    cells = [published.rounded(children, threshold)]
    cells += [published.part_of(row[name], children, threshold) for name in ("longer", "shorter")]
    cells.append(published.NOT_APPLICABLE if change is None else f"{change:+.1f} min")
    return number_row(row["key"], cells, last)


def _search(figures: PlanFacts) -> Html:
    gap = f"{100 * figures.gap:.2g} %" if math.isfinite(figures.gap) else "not known"
    pairs = [
        ("Better than today as weighed", f"{pounds(figures.gain)} a year"),
        ("Best not ruled out", f"{pounds(figures.bound)} a year"),
        ("Gap between the two", gap),
        ("Proven best of those tested", "yes" if figures.proven else "no"),
        ("Time of the search", f"{figures.seconds:,.1f} seconds"),
    ]
    return facts("The search", pairs)


def _how(method: Method) -> list[str]:
    routed = (
        "Minutes from each area's demand point to every building were modelled on the street "
        "network. "
    )
    return [
        f"{'' if method.times else routed}Each service is put into one building or left where it "
        "is, so that running costs and families' journeys as weighed above are least, never past a "
        "building's spare area (with what leaves it) nor its hours where they are given. It is the "
        "generalised assignment problem (Ross and Soland 1975) with costs given back when a "
        "building is empty (as fixed costs in capacitated facility location: Holmberg, Rönnqvist "
        "and Yuan 1999), solved by integer programming.",
        "Services of one name that serve the same area are one service at several places: families "
        "go to the nearest of them. Minutes are weighted by need, scaled so that all need together "
        "is as many as all children, or as many as the users a year where they are stated.",
    ]


def _limits() -> list[str]:
    return [
        "Each service has its area for itself: rooms used in turn, waiting rooms, parking and "
        "layout are not modelled. A visit must settle whether the space is fit.",
        "Costs are those of the tables given. Where a service's own cost is a part of its "
        "building's running cost, it would be counted twice: give it once.",
        "Staff's own journeys, contracts, and what services gain from being together are not in "
        "the measure.",
        "A client group is kept apart only from the groups of services in the list, not from "
        "others who use a building.",
    ]
