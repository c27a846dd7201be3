"""One option on the page: its moves in order, by whose budget, whom it concerns, what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import published
from .bands import band_number
from .in_words import many
from .method_note import Method
from .page import Html, heading_row, paragraph, section, table, text_row
from .tables import Table

_MOST_NAMED = 12
_OTHER = "give_up"
_WITHOUT = "for which the estate layer names no family service"
NO_SERVICE = f"buildings {_WITHOUT}"
_DOES = {"merge": "merges", "move": "moves", "give_up": "is given up"}


@dataclass(frozen=True)
class Asked:
    """What was asked for: `net` tells by which saving the steps go, `start` is a date in words.

    `stands_in` says that sites open fewer than `full_hours` count like all others.
    """

    minutes: float
    worse_by: float
    years: float
    net: bool
    start: str
    floors: str
    full_hours: float
    stands_in: bool = False

    @staticmethod
    def pounds(amount: float | None) -> str:
        """Write pounds, whole: "£12,300", "-£400", "–" where there is none."""
        if amount is None:
            return published.NOT_APPLICABLE
        whole = round(amount)
        return f"-£{-whole:,d}" if whole < 0 else f"£{whole:,d}"


def rows_of(one: Table) -> list[dict[str, Any]]:
    """Give a table's rows by the names of its columns."""
    return [dict(zip(one.columns, row)) for row in one.rows()]


def step_section(
    step: dict[str, Any],
    own: dict[str, list[dict[str, Any]]],
    venues: dict[str, str],
    same: int | None,
    asked: Asked,
    method: Method,
) -> Html:
    """Give the section of one option.

    `own` are its rows of moves, owners and areas; `same` is an earlier option that gives up the
    same buildings without a family site, so that they need not be listed again.
    """
    saved = asked.pounds(step["saving_gross"])
    return section(
        f"Option {step['step']}, for testing: {saved} saved a year",
        paragraph(_families(step, asked, method)),
        paragraph(_mend(step, venues, asked, method)),
        *_moves(own["moves"], same, asked, method),
        *([_owners(own["owners"], asked)] if own["owners"] else []),
        *_much_worse(own["worse"], asked),
    )


def _families(step: dict[str, Any], asked: Asked, method: Method) -> str:
    def about(name: str) -> str:
        return published.about(step[name], method.threshold)

    said = ["No journey to the nearest site would be longer than today."]
    if step["children_worse"]:
        longer = about("children_worse")
        said = [
            f"{longer[0].upper()}{longer[1:]} {method.children} would have a longer journey to "
            f"their nearest site, by up to {published.minutes(step['max_added_minutes'])}; the "
            "longest of the new journeys would take "
            f"{published.minutes(step['longest_minutes'])}.",
            f"By more than {band_number(asked.worse_by)} minutes longer: "
            f"{about('children_much_worse')}. Within {band_number(asked.minutes)} minutes today "
            f"and beyond them then: {about('children_fallen')}.",
        ]
    told = {
        "children_to_part_time": "The nearest site would be open fewer than "
        f"{asked.full_hours:g} hours a week, and is not so today",
        "children_to_neighbours": "The nearest site would be another authority's, and is not today",
        "children_better": "A shorter journey, by a service that moves",
    }
    said += [f"{words}: {about(name)}." for name, words in told.items() if step[name]]
    return " ".join([*said, *_other(step, asked)])


def _other(step: dict[str, Any], asked: Asked) -> list[str]:
    if not step["saving_other"]:
        return []
    return [
        f"Of the saving, {asked.pounds(step['saving_other'])} a year is of {NO_SERVICE}: what "
        "happens in them is not known here."
    ]


def _mend(step: dict[str, Any], venues: dict[str, str], asked: Asked, method: Method) -> str:
    fallen, back = step["children_fallen"], step["outreach_children"]
    minutes, tested = band_number(asked.minutes), step["outreach_tested"]
    if not fallen:
        return f"Outreach: nobody would fall beyond {minutes} minutes, so that none is proposed."
    if not tested:
        return "Outreach: no venue was there to be tested."
    if step["outreach_site"] is None:
        return (
            f"Outreach: none of the {tested} venues tested, alone, brings anybody back within "
            f"{minutes} minutes."
        )
    site = step["outreach_site"]
    named = f"{venues[site]} ({site})" if venues.get(site) else site
    return (
        f"Outreach: one point at {named} would bring back within {minutes} minutes "
        f"{published.about_part(back, fallen, method.threshold)} of those who fall beyond them: "
        f"the most of the {tested} venues tested, each of which was tried."
    )


def _named(row: dict[str, Any]) -> str:
    return f"{row['site_name']} ({row['site_id']})" if row["site_name"] else str(row["site_id"])


def _beside(row: dict[str, Any]) -> str:
    """Name the other rows of its building, which are given up with it."""
    others = row.get("one_building_with")
    return f", one building with {others}" if others else ""


def others(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Give the ids of the buildings without a family site, of one option's moves."""
    return sorted(row["site_id"] for row in rows if row["move"] == _OTHER)


def _moves(
    rows: Sequence[dict[str, Any]], same: int | None, asked: Asked, method: Method
) -> list[Html]:
    """Tabulate the moves in order: sites that serve families and why, then other buildings."""
    families = [row for row in rows if row["move"] != _OTHER]
    rest = [row for row in rows if row["move"] == _OTHER]
    made = []
    if families:
        caption = f"{many(len(families), 'site', 'sites')} that families use, in order"
        made += [_moves_table(caption, families, asked, method), _why(families)]
    if rest and same is not None:
        words = many(len(rest), "building", "buildings")
        saved = asked.pounds(sum(row["saving_gross"] for row in rest))
        made.append(
            paragraph(f"And {words} {_WITHOUT}, {saved} a year: the same as in option {same}.")
        )
    elif rest:
        caption = f"{many(len(rest), 'building', 'buildings')} {_WITHOUT}, in order"
        made.append(_moves_table(caption, rest, asked, method))
    return made


def _moves_table(
    caption: str, rows: Sequence[dict[str, Any]], asked: Asked, method: Method
) -> Html:
    names = ["In order", "What", "From", "Saved a year", "Once", "Saved so far", "Once so far"]
    names += ["Longer journeys so far, children"]
    body = []
    for row in rows:
        cells = [
            f"{row['order']}. {_named(row)}{_beside(row)}",
            _what(row),
            row["earliest_date"] or "not known",
            asked.pounds(row["saving_gross"]),
            asked.pounds(row["one_off"]),
            asked.pounds(row["saving_so_far"]),
            asked.pounds(row["one_off_so_far"]),
            published.rounded(row["children_worse_so_far"], method.threshold),
        ]
        body.append(text_row(cells, numbers=range(3, 8)))
    return table(caption, heading_row(names, range(3, 8), wrap=True), body)


def _what(row: dict[str, Any]) -> str:
    does = _DOES[row["move"]]
    to = f"{row['to_name']} ({row['to_site']})" if row["to_name"] else row["to_site"]
    if row["move"] == "move":
        return f"{does} into {to}"
    return f"{does}; mostly to {to}" if to else does


def _why(rows: Sequence[dict[str, Any]]) -> Html:
    body = [text_row([_named(row), row["reason"]]) for row in rows]
    return table("Building by building", heading_row(["Building", "What it means"]), body)


def _owners(rows: Sequence[dict[str, Any]], asked: Asked) -> Html:
    names = ["Owner", "Saved a year", "Once", "After one-off costs, a year"]
    body = [
        text_row([row["owner"], *(asked.pounds(row[name]) for name in _MONEY)], numbers=range(1, 4))
        for row in rows
    ]
    return table("By whose budget", heading_row(names, range(1, 4)), body)


_MONEY = ("saving_gross", "one_off", "saving_net")


def _much_worse(rows: Sequence[dict[str, Any]], asked: Asked) -> list[Html]:
    """Name the areas whose journeys grow most, without a count of anybody in them."""
    much = sorted(
        (row for row in rows if row["added_minutes"] > asked.worse_by + 1e-6),
        key=lambda row: (-row["added_minutes"], row["area_code"]),
    )
    if not much:
        return []
    told = [
        f"{row['area_name'] or row['area_code']} (+{published.minutes(row['added_minutes'])}, "
        f"then {published.minutes(row['minutes_after'])})"
        for row in much[:_MOST_NAMED]
    ]
    more = len(much) - _MOST_NAMED
    rest = f" and {more:,d} more" if more > 0 else ""
    start = f"Longer by more than {band_number(asked.worse_by)} minutes in "
    return [paragraph(f"{start}{many(len(much), 'area', 'areas')}: {', '.join(told)}{rest}.")]
