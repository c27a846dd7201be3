"""Results of a run as somebody left them: edited in a spreadsheet, cut, or as they are printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from catalogue.case import Kit, Make, refused

Row = dict[str, Any]
TABLE = "today_by_decile.csv"


def deciles(change: Callable[[list[Row]], object]) -> Make:
    """Give how a case is made whose table by decile was changed; `change` takes its rows."""

    def make(kit: Kit) -> dict[str, Any]:
        rows = list(csv.DictReader(kit.clean[TABLE].open(encoding="utf-8-sig", newline="")))
        change(rows)
        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        return {"BY_DECILE": kit.write("deciles.csv", text.getvalue())}

    return make


def put(column: str, value: str) -> Callable[[list[Row]], object]:
    """Put a value into the row of all areas, the last."""
    return lambda rows: rows[-1].update({column: value})


def without(column: str) -> Callable[[list[Row]], object]:
    """Take a column out of all rows."""
    return lambda rows: [row.pop(column) for row in rows]


CASES = [
    refused("a table with a blank where a run writes a count", "report",
            deciles(put("beyond", "")), "has nothing in 'beyond'"),
    refused("a table with a blank where a run writes minutes", "report",
            deciles(put("mean_minutes", "")), "has nothing in 'mean_minutes'"),
    refused("a table without one of its run's columns", "report",
            deciles(without("share_5")), "has no column 'share_5'"),
    refused("a table without any of its run's bands", "report",
            deciles(lambda rows: [without(name)(rows) for name in
                                  ("reached_5", "share_5", "reached_10", "share_10")]),
            "has no column 'reached_10'"),
    refused("a table as a public pack prints it", "report",
            deciles(put("children", "<10")), "'<10'", "as it is printed"),
    refused("a table whose figure was typed over", "report",
            deciles(put("reached_5", "1")), "share_5"),
]  # fmt: skip
