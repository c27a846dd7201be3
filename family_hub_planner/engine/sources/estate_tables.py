"""What was found in a list of places, as tables, counts and sentences for the log.

No confidential place stands in any of them but the table of places itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..in_words import many
from ..tables import Table
from .register_values import cell_of

if TYPE_CHECKING:
    from ..same_building import Sharing
    from .facility_columns import FacilityCells
    from .hidden_rows import Hidden
    from .register_values import Unread
    from .repeats import Repeat
    from .row_points import Located


@dataclass(frozen=True)
class Found:
    """All that was found: rows are of the table, from 0; `rows` those that stay, in order."""

    table: Table
    headings: Mapping[str, str]
    ids: Sequence[str]
    rows: Sequence[int]
    located: Located
    hidden: Hidden
    repeats: Sequence[Repeat]
    shared: Sequence[Sharing]
    cells: FacilityCells
    made_up: int
    settled: str
    total: int

    def name_of(self, row: int) -> str | None:
        """Give a row's name as the list writes it, None without one."""
        heading = self.headings.get("site_name")
        return (cell_of(self.table.column(heading)[row]) or None) if heading else None

    def open_unread(self) -> list[Unread]:
        """Give the unread cells of places that are not confidential, by row."""
        cells = [one for one in self.cells.unread if not self.hidden.rows[one.row]]
        return sorted(cells, key=lambda cell: cell.row)

    def open_reasons(self) -> dict[int, str]:
        """Give the reasons of rejected rows that are not confidential, by row."""
        reasons = self.located.reasons
        return {row: reasons[row] for row in sorted(reasons) if not self.hidden.rows[row]}

    def open_repeats(self) -> list[Repeat]:
        """Give the repeated rows that are not confidential."""
        return [one for one in self.repeats if not self.hidden.rows[one.row]]


@dataclass(frozen=True)
class Results:
    """The tables of a list of places, its counts and its sentences."""

    places: Table
    rejected: Table
    duplicates: Table
    shared: Table
    unread: Table
    checks: Table
    counts: Mapping[str, int]
    notes: tuple[str, ...]


def result_tables(found: Found) -> Results:
    """Put what was found into tables, counts and sentences for the log."""
    counts = _counts(found)
    return Results(
        places=_places(found),
        rejected=_rejected(found),
        duplicates=_duplicates(found),
        shared=_shared(found),
        unread=_unread(found),
        checks=_checks(found),
        counts=counts,
        notes=_notes(found, counts),
    )


def _places(found: Found) -> Table:
    rows, located = found.rows, found.located
    columns: dict[str, list[Any]] = {"row": [row + 1 for row in rows]}
    columns["site_id"] = [found.ids[row] for row in rows]
    columns.update(found.cells.columns)
    points = [located.points[row] for row in rows]
    columns["x"] = [None if point is None else point[0] for point in points]
    columns["y"] = [None if point is None else point[1] for point in points]
    columns["located_by"] = [located.ways[row] for row in rows]
    sharing = {one.row: one for one in found.shared}
    together = [sharing.get(row) for row in rows]
    columns["building"] = [found.ids[one.building] if one else None for one in together]
    columns["sites_in_building"] = [one.sites if one else None for one in together]
    columns["note"] = _remarks(found)
    return Table(columns, found.table.name, found.table.provenance)


def _remarks(found: Found) -> list[str | None]:
    """Give what is to be said of each place, in one text: how it was placed, cells not read."""
    unread: dict[int, list[str]] = {}
    for cell in found.cells.unread:
        unread.setdefault(cell.row, []).append(f"{cell.column}: {cell.value!r} {cell.reason}")
    said = ([*found.located.remarks.get(row, []), *unread.get(row, [])] for row in found.rows)
    return ["; ".join(parts) or None for parts in said]


def _rejected(found: Found) -> Table:
    reasons = found.open_reasons()
    return Table(
        {
            "row": [row + 1 for row in reasons],
            "site_name": [found.name_of(row) for row in reasons],
            "reason": list(reasons.values()),
        },
        f"the rows of {found.table.name} that were rejected",
        found.table.provenance,
    )


def _duplicates(found: Found) -> Table:
    again = found.open_repeats()
    return Table(
        {
            "row": [one.row + 1 for one in again],
            "first_row": [one.first + 1 for one in again],
            "site_name": [found.name_of(one.row) for one in again],
            "first_name": [found.name_of(one.first) for one in again],
            "reason": [one.reason for one in again],
            "kept": [one.kept for one in again],
        },
        f"the rows of {found.table.name} that name a place again",
    )


def _shared(found: Found) -> Table:
    order = sorted(found.shared, key=lambda one: (one.building, one.row))
    return Table(
        {
            "building": [found.ids[one.building] for one in order],
            "sites": [one.sites for one in order],
            "site_id": [found.ids[one.row] for one in order],
            "site_name": [found.name_of(one.row) for one in order],
            "shares_with": [found.ids[one.with_row] for one in order],
            "reason": [one.reason for one in order],
        },
        f"the sites of {found.table.name} that share a building",
    )


def _unread(found: Found) -> Table:
    cells = found.open_unread()
    return Table(
        {
            "row": [cell.row + 1 for cell in cells],
            "site_name": [found.name_of(cell.row) for cell in cells],
            "column": [cell.column for cell in cells],
            "heading": [found.headings[cell.column] for cell in cells],
            "as_written": [cell.value for cell in cells],
            "reason": [cell.reason for cell in cells],
        },
        f"the cells of {found.table.name} that could not be read",
    )


def _checks(found: Found) -> Table:
    remarks = found.located.remarks
    rows = [row for row in found.rows if row in remarks and not found.hidden.rows[row]]
    return Table(
        {
            "row": [row + 1 for row in rows],
            "site_name": [found.name_of(row) for row in rows],
            "remark": ["; ".join(remarks[row]) for row in rows],
        },
        f"the places of {found.table.name} to check",
    )


def _counts(found: Found) -> dict[str, int]:
    hidden, located = found.hidden, found.located
    again = found.open_repeats()
    stay = set(found.rows)
    return {
        "rows": found.total,
        "places": len(found.rows),
        "rejected": len(found.open_reasons()),
        "duplicates": len(again),
        "left_out": sum(not one.kept for one in again),
        "shared": len(found.shared),
        "unread": len(found.open_unread()),
        "swapped": sum(not hidden.rows[row] for row in located.swapped),
        "far": sum(not hidden.rows[row] for row in located.far & stay),
        "confidential": sum(hidden.rows[row] for row in found.rows),
        "confidential_rejected": sum(hidden.rows[row] for row in located.reasons),
        "confidential_by_words": hidden.by_words,
        "confidential_by_another": hidden.by_another,
    }


def _notes(found: Found, counts: Mapping[str, int]) -> tuple[str, ...]:
    name = found.table.name
    ways = Counter(found.located.ways[row] for row in found.rows)
    by = ", ".join(f"{count:,} by {way}" for way, count in sorted(ways.items()))
    used = "; ".join(f"{column} from {heading!r}" for column, heading in found.headings.items())
    notes = [f"{name}: {counts['places']:,} of {counts['rows']:,} places ({by}); {used}."]
    if found.settled:
        notes.append(f"{name}: {found.settled}")
    if counts["rejected"]:
        notes.append(f"{name}: {_rejected_words(found, counts['rejected'])}")
    if counts["duplicates"]:
        notes.append(f"{name}: {_repeat_words(found, counts)}")
    if counts["unread"]:
        notes.append(f"{name}: {_unread_words(found, counts['unread'])}")
    if counts["far"]:
        far = many(counts["far"], "place lies", "places lie")
        notes.append(f"{name}: {far} far from all the others; see the notes.")
    if counts["confidential"] or counts["confidential_rejected"]:
        notes.append(f"{name}: {confidential_words(counts)}")
    if found.made_up:
        unnamed = many(found.made_up, "place has", "places have")
        notes.append(f"{name}: {unnamed} no id; the list's name and the row's number serve.")
    return tuple(notes)


def _rejected_words(found: Found, count: int) -> str:
    first, reason = next(iter(found.open_reasons().items()))
    were = "was" if count == 1 else "were"
    return (
        f"{many(count, 'row', 'rows')} could not be placed and {were} rejected "
        f"(first: row {first + 1}, {reason})."
    )


def _repeat_words(found: Found, counts: Mapping[str, int]) -> str:
    first = found.open_repeats()[0]
    again = many(counts["duplicates"], "row names", "rows name")
    same_id = sum(one.reason == "the same id" for one in found.open_repeats())
    more = counts["left_out"] - same_id
    parts = (
        f"{same_id:,} with the same id" if same_id else "",
        f"{more:,} as you asked" if more else "",
    )
    left_out = " and ".join(filter(None, parts))
    return (
        f"{again} a place again (first: row {first.row + 1} {_again(first)} row "
        f"{first.first + 1}){f'; {left_out} left out' if left_out else '; all are kept'}."
    )


def _again(repeat: Repeat) -> str:
    """Join a row to the earlier one: "has the same UPRN as", "is within 10 m of"."""
    near = repeat.reason.startswith("within")
    return f"is {repeat.reason} of" if near else f"has {repeat.reason} as"


def _unread_words(found: Found, count: int) -> str:
    cell = found.open_unread()[0]
    were = "was" if count == 1 else "were"
    return (
        f"{many(count, 'cell', 'cells')} could not be read and {were} left missing (first: row "
        f"{cell.row + 1}, {cell.column}, {cell.value[:40]!r} {cell.reason})."
    )


def confidential_words(counts: Mapping[str, int]) -> str:
    """Say how many places are confidential, and name none."""
    count = counts["confidential"] + counts["confidential_rejected"]
    parts = [f"{many(count, 'place is', 'places are')} confidential and named nowhere"]
    if counts["confidential_by_words"]:
        parts.append(f"{counts['confidential_by_words']:,} by what it is called, without a flag")
    if counts["confidential_by_another"]:
        parts.append(
            f"{counts['confidential_by_another']:,} as it names such a place again or stands in one"
        )
    if counts["confidential_rejected"]:
        parts.append(f"{counts['confidential_rejected']:,} could not be placed")
    return "; ".join(parts) + ". They stay in the register only."
