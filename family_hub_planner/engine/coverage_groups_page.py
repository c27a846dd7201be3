"""The page's part on further groups, and the groups that nobody could assess, by their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .coverage_html import coverage_html
from .coverage_tables import marked, row_notes
from .method_note import Method
from .page import Html, items, paragraph, section
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

# What equality impact assessments ask about beside age, by the name under which a column is
# recognised: that name, or one that begins with it and an underscore. No other name is guessed at.
ASKED_FOR = {
    "disability": "disability",
    "ethnic_group": "ethnic group",
    "main_language": "main language",
    "lone_parents": "lone parents",
    "send": "special educational needs and disabilities (SEND)",
    "no_car": "households without a car",
}
# Not what their beginning says: 18 to 25 year olds are no children, and a share is no count.
_NOT_MEANT = {"send_18_25", "no_car_share"}
UNITS = ("households", "families", "births", "pupils", "children")
_UNLIKE = (
    "Each group is counted for itself, from a column of the demand points. Groups may overlap, and "
    "may count households or births and not children: their counts are not to be added up, or set "
    "against those of the children."
)


def asked_for_by(column: str) -> str:
    """Give the name in `ASKED_FOR` that a column's name stands for; "" for none."""
    name = column.lower()
    if name in _NOT_MEANT:
        return ""
    known = (key for key in ASKED_FOR if name == key or name.startswith(f"{key}_"))
    return next(known, "")


def not_carried(columns: Sequence[str], elsewhere: Sequence[str] = ()) -> list[str]:
    """Give, in words, what equality impact assessments ask about and none of the columns counts.

    `elsewhere` are names in `ASKED_FOR` of which another part of the page tells.
    """
    there = {*elsewhere, *(asked_for_by(column) for column in columns)}
    return [words for name, words in ASKED_FOR.items() if name not in there]


def not_asked(
    columns: Sequence[str], groups: Sequence[str], elsewhere: Sequence[str] = ()
) -> list[str]:
    """Give the columns that count such a group and were not asked for, sorted."""
    told = {"", *elsewhere}
    return sorted(name for name in columns if asked_for_by(name) not in told and name not in groups)


def group_name(column: str) -> str:
    """Give a column's name in words, with the unit of its counts where a word of it tells it.

    Of several such words the first is the unit ("children in low income families"); one that the
    name ends with need not be said again.
    """
    words = column.split("_")
    said = " ".join(word for word in words if word)
    unit = next((word for word in map(str.lower, words) if word in UNITS), "")
    return f"{said} ({unit})" if unit and words[-1].lower() != unit else said


def group_section(
    rows: Table,
    coverage: Coverage,
    method: Method,
    columns: Sequence[str],
    elsewhere: Sequence[str] = (),
) -> Html:
    """Write "By group": each group with its reach, and what is not assessed.

    `columns` are the names of all columns of the demand points, `elsewhere` as in `not_carried`.
    """
    groups = rows.column("key")
    body = [paragraph(_UNLIKE if groups else "No further groups were counted.")]
    if groups:
        words = [group_name(key) for key in groups]
        named = [marked(name, note) for name, note in zip(words, rows.column("note"))]
        shown = Table({**rows.columns, "key": named}, rows.name)
        caption = "Counts of further groups"
        counted = "Counts modelled, about"
        body.append(
            coverage_html(
                caption, "Group", shown, coverage.bands, method, total=False, counted=counted
            )
        )
        notes = row_notes(Table({**rows.columns, "key": words}, rows.name))
        body += [items(notes)] if notes else []
    missing, unasked = not_carried(columns, elsewhere), not_asked(columns, groups, elsewhere)
    return section("By group", *body, *_not_assessed(missing, unasked))


def _not_assessed(missing: Sequence[str], unasked: Sequence[str]) -> list[Html]:
    said = []
    if missing:
        said.append(
            f"Not assessed, for want of a column in the demand points: {', '.join(missing)}. "
            "Equality impact assessments often ask about these."
        )
    if unasked:
        said.append(
            f"Not assessed, though the demand points have a column (GROUPS): {', '.join(unasked)}."
        )
    return [paragraph(" ".join(said), "note")] if said else []
