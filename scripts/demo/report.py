"""What the demonstration tells at its end: readable tables of who is reached and of the sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from family_hub_planner.engine.method_note import no_groups
from family_hub_planner.engine.published import minutes, rounded, share_of

from .chain import BANDS, MINUTES, Files
from .look import rows

REFUSED = "Its owner has not agreed."  # as the reason of a site says it


@dataclass(frozen=True)
class TextTable:
    """A table for people; the columns numbered in `words` hold words, the others numbers."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    words: tuple[int, ...]
    note: str = ""

    def lines(self) -> list[str]:
        """Set the columns under one another, words to the left and numbers to the right."""
        widths = [max(map(len, column)) for column in zip(self.headings, *self.rows)]
        said = [self.title, "-" * len(self.title)]
        for row in (self.headings, *self.rows):
            cells = [
                cell.ljust(width) if number in self.words else cell.rjust(width)
                for number, (cell, width) in enumerate(zip(row, widths))
            ]
            said.append("  ".join(cells).rstrip())
        return [*said, *([self.note] if self.note else [])]


def coverage_table(files: Files) -> TextTable | None:
    """Give who is reached by deprivation decile; None where coverage was left out."""
    path = Path(files.layer("coverage_by_decile"))
    if not path.is_file():
        return None
    bands = BANDS.split(",")
    headings = (
        "decile", "areas", "children", *(f"in {band} min" for band in bands),
        "beyond", "not routed", "median", "longest",
    )  # fmt: skip
    body = [_reach_row(row, bands) for row in rows(path, path.stem)]
    known = "Decile 1 is the most deprived." if len(body) > 2 else no_groups([], "decile")
    note = (
        f"{known} Children are rounded to 10, counts under 10 held back; shares and minutes go by "
        "the exact counts. Rounded figures may not add up."
    )
    return TextTable(
        "Children modelled within reach of a hub with a pram", headings, body, (0,), note
    )


def _reach_row(row: dict[str, Any], bands: Sequence[str]) -> tuple[str, ...]:
    children = row["children"]
    return (
        row["key"],
        str(row["areas"]),
        row["note"] if children is None else rounded(children),
        *(share_of(row[f"reached_{band}"], children) for band in bands),
        rounded(row["beyond"]),
        rounded(row["unrouted"]),
        minutes(row["median_minutes"]),
        minutes(row["max_minutes"]),
    )


def site_rows(files: Files) -> list[dict[str, Any]]:
    """Give the suggested sites in their order; none where siting was left out."""
    path = Path(files.layer("suggested_sites"))
    if not path.is_file():
        return []
    chosen = [row for row in rows(path, path.stem) if row["decision"] == "open"]
    return sorted(chosen, key=lambda row: row["order"])


def sites_table(files: Files, status: str) -> TextTable | None:
    """Give the suggested sites in their order; None where siting was left out."""
    found = site_rows(files)
    if not found:
        return None
    headings = (
        "order",
        "site",
        "name",
        f"children brought within {MINUTES} min",
        "next best",
        "remark",
    )
    body = [
        (
            str(row["order"]),
            row["site_id"],
            row["site_name"] or "",
            rounded(row["children_gained"]),
            row["next_best"] or "none",
            REFUSED.strip(".") if REFUSED in row["reason"] else "",
        )
        for row in found
    ]
    return TextTable("Suggested sites, beside the hubs kept", headings, body, (1, 2, 4, 5), status)
