"""The readable page on suggested sites: what would change, where, why, and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import published
from .bands import band_number, band_suffix
from .chart import Bar, Series, grouped_bars
from .colours import ramp
from .errors import InputError
from .held_back import held_beside
from .in_words import many
from .method_note import (
    Method,
    estimate_note,
    fictional_note,
    hubs_not_counted,
    method_sections,
    no_groups,
)
from .page import (
    Html,
    empty_row,
    facts,
    heading_row,
    number_row,
    page,
    paragraph,
    picture,
    section,
    table,
)
from .siting_frontier_page import frontier_section
from .siting_sites_page import closes, count_of, sites_section
from .tables import Table

_WITHOUT = ("without the suggested sites", "with them")
_AS_THINGS_STAND = ("as things stand", "with the plan")


@dataclass(frozen=True)
class SolverFacts:
    """How the plan was found and how sure it is.

    `measure` says in words what was made largest or least, `unit` what `objective` and `bound`
    are counted in. `gap` is the greatest distance from the best possible, as a fraction of the
    objective (0.01 is 1 %); inf or nan where no bound is known. `venues` were tested. `counted`
    says that the values are sums over children or need, to be rounded as counts are; `conditions`
    that the plan had any to keep. `today` is the value of today's hubs, None where there is none or
    they have none.
    """

    measure: str
    unit: str
    objective: float
    bound: float
    gap: float
    proven: bool
    seconds: float
    venues: int
    counted: bool = True
    conditions: bool = False
    today: float | None = None

    def verdict(self) -> str:
        """Say how the plan stands to the best possible one, and no more than was proved."""
        venues = many(self.venues, "venue", "venues")
        tested = f"of the {venues} tested on this measure"
        if not self.venues:
            tested = "of hubs to keep or close, on this measure, no new site being asked for,"
        if self.proven:
            under = " under the conditions set" if self.conditions else ""
            return f"Proven: no other choice {tested} does better{under}."
        if self.gap == 0:
            under = " under the conditions set" if self.conditions else ""
            return (
                f"Proven in part: no other choice {tested} has a better value{under}; what is "
                "looked at after it was not settled in the time set."
            )
        if not math.isfinite(self.gap):
            return f"Not proven to be the best {tested}; how far from it is not known."
        return f"Not proven to be the best {tested}; at most {100 * self.gap:.2g} % from it."


def siting_page(
    sites: Table,
    before: Table | None,
    after: Table,
    solver: SolverFacts,
    bands: Sequence[float],
    *,
    method: Method,
    sources: Sequence[str],
    notes: Sequence[str] = (),
    limits: Sequence[str] = (),
    finding: str = "",
    sure: Sequence[str] = (),
    whom: Table | None = None,
    frontier: Table | None = None,
    asked: Sequence[tuple[str, str]] = (),
    others: Sequence[tuple[str, Table, Table]] = (),
) -> str:
    """Give a self-contained HTML page on suggested sites.

    `sites` has the columns site_id, decision and reason, and may have site_name, order and the
    further ones of the output. `before` and `after` are coverage tables by decile without and with
    the suggested sites, over the same areas and `bands`; None before where no hub stands yet.
    `sources` holds one sentence for each data set, `notes` what to know beside the answer, and
    `limits` what is particular to this run (`edge_note`). `finding` is what the model itself found,
    said first, `sure` more on how sure the plan is, `whom` the children concerned by site (site_id,
    site_name, decision) and decile (the other columns), `frontier` as `siting/frontier.py` gives,
    `asked` the question and its conditions, name and value, `others` more coverage tables before
    and after with what they go by ("local quintile").
    """
    before = without_hubs(after) if before is None else before
    _refuse_other_areas(before, after)
    band = method.headline(bands)
    where = f" in {method.place}" if method.place else ""
    body = [
        *fictional_note(method),
        paragraph(
            " ".join(filter(None, [finding, headline(sites, before, after, band, method)])), "lead"
        ),
        paragraph("These are options for testing; no decision has been made.", "note"),
        *estimate_note(method),
        *_need_is(method),
        *[paragraph(note, "note") for note in notes],
        sites_section(sites, whom, band, method, solver.venues > 0),
        *([section("What was asked", facts("The question", asked))] if asked else []),
        _by_decile(before, after, band, method, closes(sites)),
        *[_by_other(*one, band, method, closes(sites)) for one in others],
        *([frontier_section(frontier, band, method)] if frontier is not None else []),
        section(
            "How sure this is",
            paragraph(solver.verdict()),
            *[paragraph(text) for text in sure],
            _solver_table(solver, method.threshold),
        ),
        *hubs_not_counted(method),
        *method_sections(method, bands, _how(solver, method), [*_limits(solver), *limits], sources),
    ]
    title = f"Suggested sites for family hubs{where}"
    return page(title, body, method.footer, method.from_osm)


def _need_is(method: Method) -> list[Html]:
    """Say what the page calls need."""
    return [paragraph(f"Need is: {method.need_is}.", "note")] if method.need_is else []


def without_hubs(after: Table) -> Table:
    """Give the coverage table of the same areas with no hub at all: everyone routed is beyond."""
    columns = {}
    for name, values in after.columns.items():
        if name.startswith(("reached_", "share_")):
            columns[name] = [None if value is None else 0.0 for value in values]
        elif name.endswith("_minutes"):
            columns[name] = [None] * len(values)
        else:
            columns[name] = list(values)
    lost = zip(after.column("children"), after.column("unrouted"))
    columns["beyond"] = [None if children is None else children - off for children, off in lost]
    return Table(columns, after.name)


def headline(sites: Table, before: Table, after: Table, band: float, method: Method) -> str:
    """Say in one sentence what the suggested sites would change within the headline band."""
    opened, closed = count_of(sites, "open"), count_of(sites, "option_to_close")
    column = f"reached_{band_suffix(band)}"
    now, then = _last_row(before), _last_row(after)
    if now["children"] == 0:
        return f"There are no {method.children} in these areas."
    shares = _shares(now, then, column, method.threshold)
    words = [
        f"{published.about_part(row[column], row['children'], method.threshold)}"
        f"{published.bracketed(fraction)}"
        for row, fraction in zip((now, then), shares)
    ]
    whole = f"{published.rounded(then['children'], method.threshold)} {method.children}"
    within = f"are modelled {method.within(band)}"
    lost = published.not_routed(then["unrouted"], method.threshold)
    if not opened and not closed:
        return f"No site is suggested. As things stand, {words[0]} of {whole} {within}; {lost}."
    plural = "the suggested site" if opened == 1 else f"the {opened} suggested sites"
    if closed:
        both = f"{plural} opened and " if opened else ""
        hubs = "1 existing hub" if closed == 1 else f"{closed} existing hubs"
        return (
            f"With {both}{hubs} closed (options for testing), {words[1]} of {whole} {within}; as "
            f"things stand, {words[0]}; {lost}."
        )
    return f"With {plural}, {words[1]} of {whole} {within}; without, {words[0]}; {lost}."


def _last_row(rows: Table) -> dict[str, Any]:
    # A coverage table ends with the row of all areas.
    return {name: values[-1] for name, values in rows.columns.items()}


def _shares(
    now: dict[str, Any], then: dict[str, Any], column: str, threshold: float, held: bool = False
) -> list[str]:
    """Give the shares reached without and with the sites, neither if they tell a small change.

    `held` holds them back beside another row's small count.
    """
    if held or published.is_small(abs(then[column] - now[column]), threshold):
        return [published.HELD_BACK] * 2
    return [published.share_of(row[column], row["children"], threshold) for row in (now, then)]


def _refuse_other_areas(before: Table, after: Table) -> None:
    for column in ("key", "areas", "children"):
        if before.column(column) != after.column(column):
            raise InputError(
                f"The tables before and after differ in their {column}; they must be worked out "
                "over the same areas and children. Run both on the same demand layer."
            )


def _by_decile(before: Table, after: Table, band: float, method: Method, closing: bool) -> Html:
    pairs = _paired(before, after)
    words = f"Children modelled {method.within(band)}, by {method.decile_name}"
    without = no_groups(after.column("key"), "decile")
    return section(
        f"What would change, by {method.decile_name}",
        paragraph(without) if without else Html(""),
        picture(
            _change_chart(pairs, band, method, closing),
            "Bar chart; its figures stand in the table below.",
        ),
        _change_table(
            words, "Decile", _with_held(pairs, band, method), band, method.threshold, closing
        ),
    )


def _by_other(
    what: str, before: Table, after: Table, band: float, method: Method, closing: bool
) -> Html:
    pairs = _with_held(_paired(before, after), band, method)
    words = f"Children modelled {method.within(band)}, by {what}"
    heading = what.split(" (", maxsplit=1)[0].rsplit(maxsplit=1)[-1].capitalize()
    return section(
        f"What would change, by {what}",
        _change_table(words, heading, pairs, band, method.threshold, closing),
    )


def _paired(before: Table, after: Table) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    now = [dict(zip(before.columns, row)) for row in before.rows()]
    then = [dict(zip(after.columns, row)) for row in after.rows()]
    return list(zip(now, then))


def _change_chart(
    pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]],
    band: float,
    method: Method,
    closing: bool,
) -> str:
    then, now = reversed(_AS_THINGS_STAND if closing else _WITHOUT)
    series = [Series(*one) for one in zip((now, then), reversed(ramp(2)))]
    return grouped_bars(
        f"Children modelled {method.within(band)}",
        "Two bars for each decile and for all areas: the share before and with the plan.",
        series,
        [_change_bar(*pair, band, method.threshold) for pair in _with_held(pairs, band, method)],
        f"Share of the {method.children}, modelled {method.within(band)}",
    )


def _with_held(
    pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]], band: float, method: Method
) -> list[tuple[dict[str, Any], dict[str, Any], bool]]:
    """Add to each pair whether its shares are held back beside another row's small count."""
    column = f"reached_{band_suffix(band)}"
    rows = [[now["children"], now[column], then[column]] for now, then in pairs[:-1]]
    counts = np.array([[value or 0.0 for value in row] for row in rows]).reshape(-1, 3)
    held = [*held_beside(counts, method.threshold).any(axis=1).tolist(), False]
    return [(now, then, hide) for (now, then), hide in zip(pairs, held)]


def _change_bar(
    now: dict[str, Any], then: dict[str, Any], held: bool, band: float, threshold: float
) -> Bar:
    ends = {"1": "1 most deprived", "10": "10 least deprived"}
    label, children = ends.get(now["key"], now["key"]), now["children"]
    if not children:
        return Bar(label, None, note=now["note"])
    if published.is_small(children, threshold):
        return Bar(label, None, note=f"{published.about(children, threshold)} children")
    column = f"reached_{band_suffix(band)}"
    numbers = _shares(now, then, column, threshold, held)
    lengths = [
        published.drawn([row[column], row["children"] - row[column]], threshold)[0]
        for row in (now, then)
    ]
    aside = f"{published.rounded(children, threshold)} children"
    return Bar(label, lengths, numbers, aside)


def _change_table(
    caption: str,
    heading: str,
    pairs: Sequence[tuple[dict[str, Any], dict[str, Any], bool]],
    band: float,
    threshold: float,
    closing: bool,
) -> Html:
    now, then = _AS_THINGS_STAND if closing else ("without", "with")
    reached = f"Within {band_number(band)} min"
    names = [heading, "Children, about", f"{reached}, {now}", f"{reached}, {then}", "Change"]
    names += [f"Not routed, {then}", f"Mean journey, {now}", then]
    last = len(pairs) - 1
    rows = [_change_row(*pair, band, threshold, place == last) for place, pair in enumerate(pairs)]
    return table(caption, heading_row(names, range(1, len(names))), rows)


def _change_row(
    now: dict[str, Any],
    then: dict[str, Any],
    held: bool,
    band: float,
    threshold: float,
    total: bool,
) -> Html:
    if not now["children"] and not total:
        return empty_row(now["key"], 7, now["note"])
    column = f"reached_{band_suffix(band)}"
    cells = [published.rounded(now["children"], threshold)]
    for row, fraction in zip((now, then), _shares(now, then, column, threshold, held)):
        count = published.part_of(row[column], row["children"], threshold)
        cells.append(f"{count}{published.bracketed(fraction)}")
    cells.append(published.change(then[column] - now[column], threshold))
    cells.append(published.rounded(then["unrouted"], threshold))
    cells += [published.minutes(row["mean_minutes"]) for row in (now, then)]
    return number_row(now["key"], cells, total)


def _solver_table(solver: SolverFacts, threshold: float) -> Html:
    gap = f"{100 * solver.gap:.2g} %" if math.isfinite(solver.gap) else "not known"
    bound = "not known"
    if math.isfinite(solver.bound):
        bound = _value(solver.bound, solver, threshold)
    pairs = [
        ("Measure", solver.measure),
        ("Value of this plan", _value(solver.objective, solver, threshold)),
        ("Value of today's hubs", _today(solver, threshold)),
        ("Best value not ruled out", bound),
        ("Gap between the two", gap),
        ("Proven best of the venues tested", "yes" if solver.proven else "no"),
        ("Venues tested", f"{solver.venues:,d}" if solver.venues else "none: none was asked for"),
        ("Time of the search", f"{solver.seconds:,.1f} seconds"),
    ]
    return facts("The search", pairs)


def _today(solver: SolverFacts, threshold: float) -> str:
    """Give today's value; none where it would differ from the plan's by a small count."""
    if solver.today is None:
        return "none: no hub stands, or today's do not serve all that is asked for"
    if solver.counted and published.is_small(abs(solver.today - solver.objective), threshold):
        return f"differs by under {threshold:g}"
    return _value(solver.today, solver, threshold)


def _value(value: float, solver: SolverFacts, threshold: float) -> str:
    if not solver.counted:
        return f"{value:.4g} {solver.unit}"
    said = published.about(value, threshold)
    return f"{'0' if said == 'none' else said} {solver.unit}"


def _how(solver: SolverFacts, method: Method) -> list[str]:
    routed = (
        "Travel times from each area's demand point to every venue and existing hub were modelled "
        "on the street network. "
    )
    return [
        f"Measure: {solver.measure}. {'' if method.times else routed}The choice of venues that "
        "does best on the measure was searched for by integer programming.",
        "Shares are of all children, the unrouted among them; mean minutes are weighted by "
        "children and cover the children of routed areas only.",
    ]


def _limits(solver: SolverFacts) -> list[str]:
    tested = f"Only the {many(solver.venues, 'venue', 'venues')} listed were tested. "
    return [
        f"{tested if solver.venues else ''}Whether a building is free, fit and affordable, and "
        "what families think of it, is not in the measure.",
        "Another measure, another number of sites or other minutes may give other sites.",
    ]
