"""The evidence for the public: what the council's own pack tells, less what must not go out.

Withheld are: money of registers and what is worked out from it; terms, state and owners' stance of
buildings; confidential places, with every sentence that names one; single people's comments; rows
derived from licensed address data. Which kinds were taken out is told, never what. Counts of
children stay exact in the evidence and are rounded and held back where they are printed, as on all
pages; the tables beside the public's pack hold what is printed, never what stands behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..errors import InputError
from ..in_words import many
from ..tables import Table
from .added_points import ADDED, is_added
from .audience_columns import (
    chosen,
    confidential_rows,
    is_money,
    is_term,
    money_and_inside,
    not_of_a_place,
    not_told,
    rounded_totals,
    without,
)
from .audience_licence import licensed_codes
from .audience_remarks import open_remarks
from .audience_words import Words, cleaned, words_of
from .evidence import (
    NOT_LOOKED_UP,
    PUBLIC,
    Colocation,
    Comparison,
    Coverage,
    Estate,
    Evidence,
    Sites,
    Step,
    Unnamed,
    every_run,
)

_PLACES = ("hubs", "venues", "register")
_PLACE_IDS = ("site_id", "from_site", "to_site")
_AREA_KEYS = ("area_code", "id", "part_id")
_MONEY_TABLES = ("BY_BUDGET", "BY_OWNER")


@dataclass
class Withheld:
    """What is taken out, counted; the words of confidential places and codes of licensed rows."""

    words: Words
    codes: frozenset[str]
    columns: int = 0
    others: int = 0
    places: int = 0
    rows: int = 0
    comments: int = 0

    def maybe(self, table: Table | None) -> Table | None:
        """Clear a table of results that may be missing."""
        return None if table is None else self.results(table)

    def results(self, table: Table) -> Table:
        """Clear a table of results: money, confidential places, licensed rows."""
        return self._cleared(table, money_and_inside)

    def registers(self, table: Table | None) -> Table | None:
        """Clear a table of places that may be missing: only known columns pass."""
        return None if table is None else self._cleared(table, not_of_a_place)

    def each(self, tables: Mapping[str, Table]) -> dict[str, Table]:
        """Clear tables of results; those that are of money alone are left out."""
        kept = {name: table for name, table in tables.items() if name not in _MONEY_TABLES}
        self.columns += sum(len(tables[name].columns) for name in tables if name not in kept)
        return {name: self.results(table) for name, table in kept.items()}

    def _cleared(self, table: Table, drop: Callable[[str], bool]) -> Table:
        open_rows, hidden = chosen(table, self._may_be_named)
        licensed, taken = chosen(open_rows, self._is_open)
        kept, _ = without(licensed, drop)
        _, gone = without(licensed, lambda name: drop(name) and (is_money(name) or is_term(name)))
        _, others = without(licensed, lambda name: drop(name) and not_told(name))
        self.places += hidden
        self.rows += taken
        self.columns += gone
        self.others += others
        return kept

    def _may_be_named(self, row: Mapping[str, Any]) -> bool:
        if confidential_rows(Table({name: [value] for name, value in row.items()})):
            return False
        return not any(_text(row.get(name)) in self.words.ids for name in _PLACE_IDS)

    def _is_open(self, row: Mapping[str, Any]) -> bool:
        return not any(_text(row.get(name)) in self.codes for name in _AREA_KEYS)


def for_public(evidence: Evidence, threshold: float) -> Evidence:
    """Give the evidence for the public, counts under `threshold` to be held back in print.

    Its `withheld` tells which kinds of things were taken out and why. `InputError` for a run with
    points added by hand: its totals hold their children, so that what is left out could be worked
    out by differences.
    """
    _refuse_added(evidence)
    hidden: list[Mapping[str, Any]] = list(evidence.confidential)
    hidden += [row for name in _PLACES for row in confidential_rows(getattr(evidence, name))]
    words = words_of(hidden, evidence.unnamed, _owners(evidence))
    out = Withheld(words, licensed_codes(evidence))
    out.comments = len(evidence.consultation.comments or ())
    shapes = [_shown(layer, out) for layer in evidence.shapes]
    cut = replace(_cut(evidence, out, threshold), shapes=(), confidential=(), scenario_text="")
    clean: Evidence = cleaned(cut, out.words)
    ids = ("site_id", "uprn", "site_name", "name")
    places = len({next((_text(row[one]) for one in ids if row.get(one)), "") for row in hidden})
    places = max(places, evidence.unnamed.count)
    # The council's own title and question may name a sum: they are said in public.
    return replace(
        clean,
        title=out.words.cleaned(evidence.title, sums_too=False),
        question=out.words.cleaned(evidence.question, sums_too=False),
        shapes=shapes,
        unnamed=Unnamed(),
        audience=PUBLIC,
        threshold=threshold,
        withheld=[
            *evidence.withheld,
            *_told(out, places, threshold),
            *_not_read(evidence.unnamed.not_read),
        ],
    )


def _refuse_added(evidence: Evidence) -> None:
    """Refuse what holds points added by hand: one may tell where people are housed."""
    tables = [evidence.need, *(run.areas for run in every_run(evidence))]
    tables += [one.need for one in evidence.needs]
    tables += [one.comparison.areas for one in evidence.options if one.comparison is not None]
    count = max((_added_in(table) for table in tables if table is not None), default=0)
    named = any(step.parameters.get("ADDED") for step in evidence.steps)
    if count or named:
        many_said = many(count, "point", "points") if count else "points"
        raise InputError(
            f"These results count {many_said} added by hand, which may tell where people are "
            "housed, and their totals hold the children there: no public pack is made of them. Run "
            "the chain again without the added points (ADDED of 'Need by area'), and report on "
            "that run; the internal pack (AUDIENCE=internal) can be made of this one."
        )


def _added_in(table: Table) -> int:
    return sum(is_added(value) for value in table.columns.get(ADDED, ()))


def _owners(evidence: Evidence) -> set[str]:
    """Give who owns buildings, as all tables of places and of the estate say."""
    tables = [evidence.hubs, evidence.venues, evidence.register]
    for part in (evidence.estate, evidence.colocation):
        if part is not None:
            tables += [part.moves if isinstance(part, Estate) else part.pairs]
            tables += list(part.tables.values())
    found = (table.columns.get("owner", ()) for table in tables if table is not None)
    return {_text(value).strip() for values in found for value in values}


def _not_read(files: Sequence[str]) -> list[str]:
    """Say which registers could not be looked up for confidential places and owners."""
    if not files:
        return []
    return [
        f"{NOT_LOOKED_UP}: {', '.join(files)}. Files that the run read could not be opened again, "
        "so that texts could not be searched for confidential places and owners that stand in "
        "them. Name the folder that they stand in (DATA), or read this pack before it goes out."
    ]


def _cut(evidence: Evidence, out: Withheld, threshold: float) -> Evidence:
    """Take columns and rows out of every table."""
    return replace(
        evidence,
        need=out.maybe(evidence.need),
        hubs=out.registers(evidence.hubs),
        venues=out.registers(evidence.venues),
        register=out.registers(evidence.register),
        unrouted=out.maybe(evidence.unrouted),
        told=open_remarks(evidence.told, out.codes, threshold),
        today=_coverage(evidence.today, out),
        options=[
            replace(
                option,
                coverage=_coverage(option.coverage, out),
                comparison=_comparison(option.comparison, out),
            )
            for option in evidence.options
        ],
        beside=[run for one in evidence.beside if (run := _coverage(one, out)) is not None],
        needs=[replace(one, need=out.results(one.need)) for one in evidence.needs],
        sites=_sites(evidence.sites, out, threshold),
        outreach=_sites(evidence.outreach, out, threshold),
        estate=_estate(evidence.estate, out),
        colocation=_colocation(evidence.colocation, out),
        consultation=replace(evidence.consultation, comments=None),
        steps=[_step(step) for step in evidence.steps],
    )


def _coverage(run: Coverage | None, out: Withheld) -> Coverage | None:
    if run is None:
        return None
    made, hidden = run.made, out.words.ids
    if made.hubs is not None:
        made = replace(made, hubs=[one for one in made.hubs if one not in hidden])
    if made.kinds is not None:
        open_kinds = {
            kind: [one for one in ids if one not in hidden] for kind, ids in made.kinds.items()
        }
        made = replace(made, kinds=open_kinds)
    areas, gaps = out.results(run.areas), out.maybe(run.gaps)
    return replace(run, areas=areas, tables=out.each(run.tables), gaps=gaps, made=made)


def _comparison(part: Comparison | None, out: Withheld) -> Comparison | None:
    if part is None:
        return None
    return replace(part, areas=out.maybe(part.areas), tables=out.each(part.tables))


def _sites(found: Sites | None, out: Withheld, threshold: float) -> Sites | None:
    if found is None:
        return None
    frontier = out.maybe(found.frontier)
    if frontier is not None:
        frontier = rounded_totals(frontier, threshold)
    return replace(
        found,
        sites=out.results(found.sites),
        assignment=out.maybe(found.assignment),
        frontier=frontier,
    )


def _estate(found: Estate | None, out: Withheld) -> Estate | None:
    if found is None:
        return None
    return replace(found, moves=out.results(found.moves), tables=out.each(found.tables))


def _colocation(found: Colocation | None, out: Withheld) -> Colocation | None:
    if found is None:
        return None
    return replace(found, pairs=out.results(found.pairs), tables=out.each(found.tables))


def _step(step: Step) -> Step:
    """Give a step without numbers and parameters of money, and without the line that holds both."""
    return replace(
        step,
        numbers={name: value for name, value in step.numbers.items() if not is_money(name)},
        parameters={name: text for name, text in step.parameters.items() if not is_money(name)},
        command="",
    )


def _shown(layer: Any, out: Withheld) -> Any:
    """Give a layer of the map without confidential places and licensed points."""
    hidden = out.words.ids | out.codes
    pairs = [(one, shape) for one, shape in zip(layer.ids, layer.geometries) if one not in hidden]
    return replace(layer, ids=[one for one, _ in pairs], geometries=[shape for _, shape in pairs])


def _told(out: Withheld, confidential: int, threshold: float) -> list[str]:
    """Say which kinds of things were withheld and why."""
    said = [
        (
            out.columns or out.words.money or out.words.terms,
            "Money and terms: costs and savings, leases and the days from which buildings can be "
            "left, their condition, who owns them and whether they agree, with every sentence that "
            "names a sum, such a term or a private owner: they concern contracts and sales to "
            "come.",
        ),
        (
            out.others,
            "Registers: columns of the council's own that the public is not told of a place.",
        ),
        (
            confidential,
            f"Confidential places: {confidential:,d}, with every sentence that names one, for the "
            "safety of those there.",
        ),
        (out.comments, f"Comments: {out.comments:,d}, which single people could be known by."),
        (
            out.rows,
            f"Licensed address data: {many(out.rows, 'row', 'rows')} derived from it, which its "
            "licence may not let out; totals by group stay.",
        ),
    ]
    last = (
        f"Counts above nought and under {threshold:g} are held back, with those that would tell "
        "them; all others are rounded."
    )
    return ["Withheld from this public pack: " + text for count, text in said if count] + [last]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
