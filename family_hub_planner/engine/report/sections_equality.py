"""Journey evidence for the equality impact assessment: every group it asks about has a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .. import published
from ..coverage_groups_page import group_name
from ..method_note import travelling
from ..tables import Table
from .checks_figures import CLOSE
from .document import Block, Paragraph, Section, Sheet
from .equality_why_not import NO_AREAS, NO_RURAL, NO_TOTALS, not_given, why_no_change
from .evidence import Option, age_said
from .low_income import low_income
from .option_rows import comparison_total, reached_words, total_of
from .pack import Pack
from .wording import records, untraced

NOT_ASSESSED = "not assessed"
LOW_INCOME = "Low income"
_INTRO = (
    "This is journey evidence that can inform an equality impact assessment; it is not one. Each "
    "protected characteristic of the Equality Act 2010 (section 4) has a row, and so have further "
    "groups that councils ask about. Where no data were given for a group it reads “not assessed”: "
    "nothing is known of its journeys here, which is not to say that they are like all others."
)
_OVERLAP = (
    "Groups overlap, and some count households, pupils or births and not children: they are not to "
    "be added up."
)
_PACES = (
    "Rows go by the mode that stands behind their group: rows of different modes are not to be set "
    "against each other, for the difference may be that of their pace alone."
)
_NO_DATA = "no data on this group were given"


@dataclass(frozen=True)
class Group:
    """One group: its name in words, and how the names of columns that count it begin."""

    words: str
    beginnings: Sequence[str] = ()
    why: str = _NO_DATA


PROTECTED = (
    Group("Age"),
    Group("Disability", ("disability", "disabled", "send")),
    Group("Gender reassignment"),
    Group("Marriage and civil partnership"),
    Group("Pregnancy and maternity", ("births", "pregnan", "maternity")),
    Group("Race", ("ethnic_group", "main_language")),
    Group("Religion or belief", ("religion",)),
    Group("Sex", ("female", "male", "sex_")),
    Group("Sexual orientation", ("sexual_orientation",)),
)
FURTHER = (
    Group(
        LOW_INCOME,
        ("children_in_low_income", "low_income", "income_deprived", "free_school", "fsm"),
    ),
    Group("Lone parents", ("lone_parents",)),
)
_DEPRIVED = (
    ("Most deprived areas (deciles 1 to 3)", "BY_DECILE", ("1", "2", "3"),
     "no area here lies in deciles 1 to 3"),
    ("Most deprived fifth of the areas here (local quintile 1)", "BY_QUINTILE", ("1",),
     "no area here has a local quintile"),
)  # fmt: skip
_HEADS = ("Group", "Assessed", "Counted, about", "Within the band today")


@dataclass(frozen=True)
class Row:
    """A row found for a group: whom it counts, today's coverage row, each option's row.

    `table` is the comparison's table that the options' rows are of, or words why there is none.
    `paced` tells that it goes by the run's own mode, and that `counted` does not say so.
    """

    counted: str
    today: dict[str, Any] | None
    plans: Sequence[dict[str, Any] | None]
    table: str
    paced: bool = True


def equality(pack: Pack) -> Section:
    """Write the rows of the equality impact assessment."""
    lines: list[list[str]] = []
    for group in PROTECTED:
        lines += _lines(pack, group, _found(pack, group))
    for group in FURTHER:
        lines += _lines(pack, group, _found(pack, group))
    for words, table, keys, why in _DEPRIVED:
        group = Group(words, why=why if _has(pack, table) else not_given(table))
        lines += _lines(pack, group, _deprived(pack, table, keys))
    rural = Group("Rural families", why="no table by rural-urban class was given")
    lines += _lines(pack, rural, _rural(pack))
    no_car = Group("Families without a car", why="no table by car was given")
    lines += _lines(pack, no_car, _without_car(pack))
    heads = [*_HEADS, *(f"Longer: {untraced(o.name)}" for o in pack.evidence.options), "Why not"]
    columns = {head: [line[place] for line in lines] for place, head in enumerate(heads)}
    title = "Journeys of the groups that an equality impact assessment asks about"
    band = pack.band
    words = "" if band is None else f"Within the band: modelled {pack.within(band)}."
    words = f"{words} {_PACES}".strip() if _mixed(pack) else words
    sheet = Sheet(
        "equality_groups",
        title,
        Table(columns, title),
        [*heads[2:-1]],
        None,
        _trace(pack, title),
        words,
    )
    blocks: list[Block] = [Paragraph(_INTRO), sheet, Paragraph(_OVERLAP, "note")]
    return Section("equality", "Journey evidence for the equality impact assessment", blocks)


def _trace(pack: Pack, title: str) -> str:
    if pack.evidence.today is None:
        return ""
    formula = (
        "Each group's own count by the modelled minutes of its areas to the nearest hub; a journey "
        "is longer where the area's minutes grow by more than counts as the same."
    )
    return pack.trace("equality", title, pack.evidence.today.origin, formula)


def _lines(pack: Pack, group: Group, found: Iterable[Row]) -> list[list[str]]:
    lines = [_line(pack, group, row) for row in found]
    if lines:
        return lines
    blanks = ["–"] * (2 + len(pack.evidence.options))
    return [[group.words, NOT_ASSESSED, *blanks, group.why]]


def _line(pack: Pack, group: Group, row: Row) -> list[str]:
    said = f"{group.words}: {untraced(row.counted)}" if row.counted else group.words
    if row.paced and _mixed(pack):
        said = f"{said} ({_pace(pack)})"
    count, reached = "–", "–"
    if row.today is not None and row.today.get("children"):
        count = published.rounded(row.today["children"], pack.threshold)
        if pack.band is not None and row.today.get("beyond") is not None:
            reached = reached_words(row.today, pack.band, pack.threshold)
    plans = [_longer(pack, plan) for plan in row.plans]
    return [
        said,
        "yes",
        count,
        reached,
        *plans,
        why_no_change(pack.evidence.options, row.plans, row.table),
    ]


def _longer(pack: Pack, plan: dict[str, Any] | None) -> str:
    if plan is None or not plan.get("children"):
        return NOT_ASSESSED
    return published.about_part(plan["longer"] or 0.0, plan["children"], pack.threshold)


def _found(pack: Pack, group: Group) -> list[Row]:
    """Find a group's rows: ages in BY_AGE, all others by the names of the columns counted."""
    if group.words == "Age":
        aged = _rows(pack, "BY_AGE", lambda key: True, lambda key: _aged(pack, key))
        return aged if pack.ages in _ages_told(pack) else [*_all_counted(pack), *aged]
    rows = _rows(
        pack, "BY_GROUP", lambda key: _begins(key, group.beginnings), lambda key: _named(pack, key)
    )
    estimated = low_income(pack) if group.words == LOW_INCOME and not rows else None
    return rows if estimated is None else [Row(*estimated, NO_AREAS)]


def _aged(pack: Pack, key: str) -> str:
    """Name an age band, and how it travels where that is not the pack's own mode."""
    mode = _ages_told(pack).get(key, "")
    said = f"aged {age_said(key, pack.estimates)}"
    if mode in ("", pack.made.mode):
        return said
    own = "as if all drove" if mode == "drive" else travelling(mode)
    return f"{said} ({'each age by its own mode' if ';' in mode else own})"


def _ages_told(pack: Pack) -> dict[str, str]:
    """Give each age band of today's table with the mode that it goes by, "" where that is none."""
    run = pack.evidence.today
    rows = records(run.tables.get("BY_AGE") if run else None)
    return {str(row["key"]): str(row.get("travel") or "") for row in rows}


def _mixed(pack: Pack) -> bool:
    """Tell whether ages go by other modes than the run's own, that of all other rows."""
    return bool(set(_ages_told(pack).values()) - {"", pack.made.mode})


def _pace(pack: Pack) -> str:
    if pack.made.times:
        return "by the table of times"
    return "as if all drove" if pack.made.mode == "drive" else travelling(pack.made.mode)


def _named(pack: Pack, key: str) -> str:
    """Name a group by its column, marked where its number is an estimate."""
    return f"{group_name(key)} (estimate)" if key in pack.estimates else group_name(key)


def _all_counted(pack: Pack) -> list[Row]:
    """Give everybody counted as one row by their ages, where the ages are known."""
    run = pack.evidence.today
    if run is None or not pack.bands or not pack.ages:
        return []
    plans = [comparison_total(option) for option in pack.evidence.options]
    counted = f"aged {pack.ages}{' (estimate)' if 'children' in pack.estimates else ''}"
    return [Row(counted, total_of(run, pack.bands), plans, NO_TOTALS)]


def _begins(key: str, beginnings: Sequence[str]) -> bool:
    return any(key.lower().startswith(one) for one in beginnings)


def _rows(pack: Pack, table: str, wanted: Any, words: Any) -> list[Row]:
    run = pack.evidence.today
    today = {str(row["key"]): row for row in records(run.tables.get(table) if run else None)}
    plans = [_of_option(option, table) for option in pack.evidence.options]
    if table == "BY_AGE":
        plans = [
            _with_all_counted(pack, *pair, today) for pair in zip(pack.evidence.options, plans)
        ]
    keys = list(dict.fromkeys([*today, *(key for plan in plans for key in plan)]))
    modes = _ages_told(pack) if table == "BY_AGE" else {}
    return [
        Row(words(key), today.get(key), [plan.get(key) for plan in plans], table,
            modes.get(key, "") in ("", pack.made.mode))
        for key in keys
        if wanted(key) and _counts(today.get(key), [plan.get(key) for plan in plans])
    ]  # fmt: skip


def _with_all_counted(
    pack: Pack,
    option: Option,
    rows: dict[str, dict[str, Any]],
    today: dict[str, dict[str, Any]],
) -> dict[str, dict[str, Any]]:
    """Add the row of the ages that are counted, of a comparison without one: all its children.

    It is theirs only where they go by the run's mode and are as many.
    """
    counted, total = today.get(pack.ages), comparison_total(option)
    if pack.ages in rows or counted is None or total is None:
        return rows
    alike = str(counted.get("travel") or pack.made.mode) == pack.made.mode
    as_many = abs(float(counted["children"] or 0.0) - total["children"]) <= CLOSE
    return {**rows, pack.ages: total} if alike and as_many else rows


def _counts(today: dict[str, Any] | None, plans: Sequence[dict[str, Any] | None]) -> bool:
    return any(row is not None and row.get("children") for row in (today, *plans))


def _of_option(option: Option, table: str) -> dict[str, dict[str, Any]]:
    part = option.comparison
    return {str(row["key"]): row for row in records(part.tables.get(table) if part else None)}


def _has(pack: Pack, table: str) -> bool:
    run = pack.evidence.today
    return run is not None and table in run.tables


def _deprived(pack: Pack, table: str, keys: Sequence[str]) -> list[Row]:
    """Add up some deciles or quintiles, exactly; none where no area is in them."""
    run = pack.evidence.today
    today = _added(records(run.tables.get(table) if run else None), keys)
    plans = [
        _added(list(_of_option(option, table).values()), keys) for option in pack.evidence.options
    ]
    return [Row("", today, plans, table)] if _counts(today, plans) else []


def _rural(pack: Pack) -> list[Row]:
    run = pack.evidence.today
    rows = records(run.tables.get("BY_RURAL_URBAN") if run else None)
    keys = [str(row["key"]) for row in rows if "rural" in str(row["key"]).lower()]
    today = _added(rows, keys)
    plans = [None] * len(pack.evidence.options)
    return [Row("", today, plans, NO_RURAL)] if _counts(today, []) else []


def _without_car(pack: Pack) -> list[Row]:
    run = pack.evidence.today
    rows = records(run.tables.get("BY_MODE") if run else None)
    mine = [row for row in rows if row.get("by") in ("", "all", None) or row["key"] == "All areas"]
    today = next((row for row in mine if "without" in str(row.get("travel", ""))), None)
    plans = [_of_option(option, "BY_CAR").get("without a car") for option in pack.evidence.options]
    return [Row("", today, plans, "BY_CAR", paced=False)] if _counts(today, plans) else []


def _added(rows: Sequence[dict[str, Any]], keys: Sequence[str]) -> dict[str, Any] | None:
    """Add up the counts of some rows, exactly, as one row; None where there is none of them."""
    parts = [row for row in rows if str(row["key"]) in keys and row.get("children")]
    if not parts:
        return None
    names = [name for name in parts[0] if _is_count(name)]
    return {name: sum(float(row[name] or 0.0) for row in parts) for name in names}


def _is_count(name: str) -> bool:
    counted = ("children", "beyond", "unrouted", "longer", "much_longer", "shorter", "same")
    return name in counted or name.startswith("reached_")
