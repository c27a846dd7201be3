"""The readable page on the estate's options: what might merge, move or be given up, step by step.

It is given tables, as `processing/rationalisation/rows.py` makes them, and decides nothing: the
first option is that nothing changes, and what every page on giving up a site must say stands whole
beneath the first sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import published
from .bands import band_number
from .giving_up import DECIDES_NOTHING
from .in_words import many
from .method_note import Method, estimate_note, fictional_note, method_sections
from .page import Html, facts, items, page, paragraph, picture, section, table, text_row
from .page import heading_row as headings
from .rationalisation_chart import Mark, frontier_chart
from .rationalisation_step import NO_SERVICE, Asked, others, rows_of, step_section
from .tables import Table

_BY = {
    "decile": "Children with longer journeys, by {}",
    "quintile": "Children with longer journeys, by local quintile (1 is most deprived)",
    "locality": "Children with longer journeys, by locality",
    "group": "Children of each group with longer journeys",
}


@dataclass(frozen=True)
class EstateTables:
    """The run's results: a row a step, a move, an owner, a group, an area with a longer journey.

    `venues` gives the names of outreach points by id.
    """

    frontier: Table
    moves: Table
    owners: Table
    groups: Table
    worse: Table
    venues: dict[str, str]


@dataclass(frozen=True)
class Search:
    """How the steps were found: how many of what were tested, in seconds, and what was left out.

    `sites` names those taken to serve families today; `unrouted` says who has no modelled journey.

    `running` and `backlog` are pounds of the buildings tested, as things stand.
    """

    tested: int
    sites: Sequence[str]
    moves: int
    steps: int
    seconds: float
    remarks: Sequence[str]
    running: float
    backlog: float
    unrouted: Sequence[str] = ()


def estate_page(
    found: EstateTables,
    asked: Asked,
    search: Search,
    *,
    method: Method,
    sources: Sequence[str],
    notes: Sequence[str] = (),
    limits: Sequence[str] = (),
) -> str:
    """Give a self-contained HTML page on the estate's options.

    `notes` are what to know of the register and the demand, `limits` what is particular to this
    run, `sources` one sentence for each data set.
    """
    steps = rows_of(found.frontier)
    where = f" in {method.place}" if method.place else ""
    body = [
        *fictional_note(method),
        paragraph(headline(steps, asked, method), "lead"),
        paragraph(DECIDES_NOTHING, "note"),
        *_unrouted(search),
        *estimate_note(method),
        _options(steps, asked, search, method),
        *_sections(steps[1:], found, asked, method),
        *_whom(found.groups, steps, method),
        _sites(search),
        _sure(steps, search),
        *([section("What to know of the register", items(notes))] if notes else []),
        *method_sections(
            method, (asked.minutes,), _how(asked), [*_limits(asked), *limits], sources
        ),
    ]
    return page(f"Options for the estate{where}", body, method.footer, method.from_osm)


def _unrouted(search: Search) -> list[Html]:
    """Say beneath the first sentence who stands in no journey, and where they are counted."""
    if not search.unrouted:
        return []
    told = "They are among all children in the tables, and in no count of longer journeys."
    return [paragraph(" ".join([*search.unrouted, told]), "note")]


def _sections(
    steps: Sequence[dict[str, Any]], found: EstateTables, asked: Asked, method: Method
) -> list[Html]:
    made: list[Html] = []
    listed: dict[tuple[str, ...], int] = {}
    for step in steps:
        own = _of(step, found)
        rest = tuple(others(own["moves"]))
        made.append(step_section(step, own, found.venues, listed.get(rest), asked, method))
        listed.setdefault(rest, step["step"])
    return made


def _of(step: dict[str, Any], found: EstateTables) -> dict[str, list[dict[str, Any]]]:
    tables = {"moves": found.moves, "owners": found.owners, "worse": found.worse}
    return {
        name: [row for row in rows_of(one) if row["step"] == step["step"]]
        for name, one in tables.items()
    }


def headline(steps: Sequence[dict[str, Any]], asked: Asked, method: Method) -> str:
    """Say in two sentences what lies between nothing changing and the most saved."""
    if len(steps) == 1:
        return (
            "Nothing changes: of the buildings that may be given up, no choice that keeps the "
            "conditions saves anything."
        )
    last = steps[-1]
    longer = published.about(last["children_worse"], method.threshold)
    options = "one option" if len(steps) == 2 else f"{len(steps) - 1} options"
    return (
        f"Beside “nothing changes” stand {options} for testing. {_free(steps[1], asked)}The one "
        f"that saves most would save {asked.pounds(last['saving_gross'])} a year "
        f"({asked.pounds(last['saving_net'])} after what it costs once, spread over "
        f"{asked.years:g} years); a longer journey to the nearest site: {longer} "
        f"{method.children}, the most by {published.minutes(last['max_added_minutes'])}."
    )


def _free(first: dict[str, Any], asked: Asked) -> str:
    if first["children_worse"]:
        return "None saves anything without longer journeys. "
    saved, other = (asked.pounds(first[name]) for name in ("saving_gross", "saving_other"))
    part = "all" if saved == other else other
    of_it = f", {part} of it in {NO_SERVICE}" if first["saving_other"] else ""
    return f"{saved} a year could be saved without a longer journey{of_it}. "


def _options(steps: Sequence[dict[str, Any]], asked: Asked, search: Search, method: Method) -> Html:
    basis = "after one-off costs" if asked.net else "before one-off costs"
    marks = [
        Mark(
            step["step"],
            step["saving_net" if asked.net else "saving_gross"],
            step["mean_minutes_added"],
            step["proven"],
        )
        for step in steps
    ]
    chart = frontier_chart(
        "Saving a year and added minutes, option by option",
        "One dot an option; its figures stand in the table below.",
        marks,
        f"Saving a year {basis}; the dot at £0: nothing changes",
    )
    return section(
        "The options, from nothing to most saved",
        paragraph(
            "Each option is the choice that adds the fewest minutes to families' journeys, "
            f"weighted by need, among all choices that save as much ({basis}) and keep the "
            "conditions. "
            "Journeys that grow shorter make up for none that grow longer."
        ),
        *([picture(chart, "Chart; its figures stand in the table below.")] if marks[1:] else []),
        paragraph(
            "The first option is that nothing changes: every journey stays as it is, and the "
            f"{search.tested:,d} buildings that may be given up go on costing "
            f"{asked.pounds(search.running)} a year, with a stated backlog of repairs of "
            f"{asked.pounds(search.backlog)}."
        ),
        _frontier_table(steps, asked, method),
        *[paragraph(remark, "note") for remark in search.remarks],
    )


def _frontier_table(steps: Sequence[dict[str, Any]], asked: Asked, method: Method) -> Html:
    names = ["Option", "Saved a year", "of it, no family service named", "after one-off costs"]
    names += ["Once", "of it grants", "Pays back"]
    names += ["Longer journeys, children", "Most added", "Longest new", "Backlog avoided"]
    rows = [_frontier_row(step, asked, method.threshold) for step in steps]
    caption = "The options; money in pounds, children rounded"
    return table(caption, headings(names, range(1, len(names)), wrap=True), rows)


def _frontier_row(step: dict[str, Any], asked: Asked, threshold: float) -> Html:
    years = step["payback_years"]
    cells = [
        "Nothing changes" if not step["step"] else f"Option {step['step']}",
        asked.pounds(step["saving_gross"]),
        asked.pounds(step["saving_other"]),
        asked.pounds(step["saving_net"]),
        asked.pounds(step["one_off"]),
        asked.pounds(step["clawback"]),
        published.NOT_APPLICABLE if years is None else f"{years:.1f} years",
        published.rounded(step["children_worse"], threshold),
        published.minutes(step["max_added_minutes"]),
        published.minutes(step["longest_minutes"]),
        asked.pounds(step["backlog_avoided"]),
    ]
    return text_row(cells, numbers=range(1, len(cells)))


def _whom(groups: Table, steps: Sequence[dict[str, Any]], method: Method) -> list[Html]:
    """Tabulate the children with longer journeys by group, a column an option; counts alone."""
    rows = rows_of(groups)
    numbers = [step["step"] for step in steps[1:]]
    made = []
    for kind, words in _BY.items():
        own = [row for row in rows if row["by"] == kind]
        keys = list(dict.fromkeys(row["key"] for row in own))
        if not keys or keys == ["not known"]:
            continue
        names = [kind.capitalize(), "Children", *(f"Option {number}" for number in numbers)]
        body = [_group_row(key, own, numbers, method.threshold) for key in keys]
        caption = f"{words.format(method.decile_name)}, about"
        made.append(table(caption, headings(names, range(1, len(names))), body))
    return [section("Who would have longer journeys", *made)] if made else []


def _group_row(
    key: str, own: Sequence[dict[str, Any]], numbers: Sequence[int], threshold: float
) -> Html:
    by_step = {row["step"]: row for row in own if row["key"] == key}
    whole = next(iter(by_step.values()))["children"]
    cells = [key, published.rounded(whole, threshold)]
    cells += [published.part_of(by_step[n]["children_worse"], whole, threshold) for n in numbers]
    return text_row(cells, numbers=range(1, len(cells)))


def _sites(search: Search) -> Html:
    """Name the sites whose families are weighed, so that a wrong one is seen."""
    count = many(len(search.sites), "site is", "sites are")
    return section(
        "Sites taken to serve families today",
        paragraph(
            f"{count} taken to serve families: any journey is one to the nearest of them. A row "
            "that is missing, or is none, is put right in the estate layer (site_type, status) or "
            "by a field that says yes or no (SERVES)."
        ),
        items(search.sites),
    )


def _sure(steps: Sequence[dict[str, Any]], search: Search) -> Html:
    rows = []
    for step in steps[1:]:
        gap = "not known" if step["gap"] is None else f"{100 * step['gap']:.2g} %"
        rows.append(
            text_row(
                [f"Option {step['step']}", "yes" if step["proven"] else "no", gap], range(2, 3)
            )
        )
    proven = all(step["proven"] for step in steps)
    words = (
        f"Proven: of all choices among the {search.tested:,d} buildings tested, none saves as much "
        "with fewer added minutes, on this measure and under the conditions set."
        if proven
        else "Not all options are proven: another choice may save as much with fewer added minutes."
    )
    heading = headings(["Option", "Proven best of those tested", "Gap"], range(2, 3))
    return section(
        "How sure this is",
        paragraph(words),
        *([table("Proof, option by option", heading, rows)] if rows else []),
        facts(
            "The search",
            [
                ("Buildings that may be given up and were tested", f"{search.tested:,d}"),
                ("Sites that serve families today", f"{len(search.sites):,d}"),
                ("Moves of a service into another building that were tested", f"{search.moves:,d}"),
                ("Savings asked for beside what makes no journey longer", f"{search.steps:,d}"),
                ("Time of the search", f"{search.seconds:,.1f} seconds"),
            ],
        ),
    )


def _how(asked: Asked) -> list[str]:
    spread = f"spread evenly over {asked.years:g} years, without discounting"
    return [
        "A building that serves families can be given up in two ways: it merges (its families go "
        "to the nearest site that stays), or its service moves into a building with room for it. "
        "The steps were found by the epsilon-constraint method (Haimes, Lasdon and Wismer 1971) as "
        "integer programmes.",
        "Saved a year: the running costs of what is given up, less the cost of space moved into. "
        "Once: what giving up and moving in cost, with grants that fall due because the claim on "
        f"them runs on after the building's earliest date. After one-off costs: {spread}. Pays "
        "back: what is paid once by what is saved a year. Backlog avoided stands apart and is in "
        "no saving.",
        f"Earliest dates count from {asked.start}: the break or the end of a lease after it, or "
        "that day where there is no lease. Within an option the moves stand by that date, then by "
        "the fewest added minutes a pound saved.",
        "An area counts as one with a longer journey if its minutes to the nearest site grow at "
        "all. No area that has a site in reach today may lose every one; no option does that.",
        "An outreach point was looked for among the venues given, else among the estate's "
        "buildings that the option keeps, open to the public and with no family site yet; each was "
        "tried.",
        *([f"Conditions, kept by every option: {asked.floors}."] if asked.floors else []),
    ]


def _few_hours(asked: Asked) -> str:
    hours = f"open fewer than {asked.full_hours:g} hours a week"
    if asked.stands_in:
        return (
            f"A site {hours} counts as one open all week, and each option says how many children "
            "would be nearest to such a site who are not today."
        )
    return (
        f"A site {hours}, where it stays or moves, is no stand-in for one open longer: it counts "
        "only for families who have such a site nearest today. Where hours are not stated, a site "
        "counts as any other."
    )


def _limits(asked: Asked) -> list[str]:
    return [
        "Whether the sites that stay have room, staff and hours for the families who would come to "
        f"them is not in the measure. {_few_hours(asked)}",
        "Staff, parking, sales of buildings, redundancy and what a building is worth are not in "
        "the figures. A building that states no grant is taken to have none to pay back.",
        "Giving up a building for which the estate layer names no family service is weighed by its "
        "money alone: what happens in it is not known here.",
        "The steps lie evenly along the saving; between two of them there may be more options. "
        f"Other minutes than {band_number(asked.minutes)} or another mode may give others.",
    ]
