"""How evenly journeys are shared out: each measure with its value and its meaning."""

from __future__ import annotations

import math
from typing import Any

from .. import published
from ..equity_table import CHILDREN, MINUTES, SHARE
from ..tables import Table
from .document import Block, Paragraph, Sheet
from .evidence import Coverage
from .pack import Pack
from .wording import records, untraced

_WHAT = (
    "How evenly journeys are shared out. No one measure says that a spread is fair: they weigh "
    "different things, and areas that could not be routed take no part."
)
_FORMULA = (
    "Each measure is worked out over the routed children by the coverage; its formula is that of "
    "the source named in the table of the folder of tables."
)


def evenness(pack: Pack, run: Coverage) -> list[Block]:
    """Write the measures of equity, none where they were not worked out."""
    table = run.tables.get("EQUITY")
    rows = records(table)
    if table is None or not rows:
        return []
    routed = next((row["value"] for row in rows if row["key"] == "children_routed"), None)
    columns = {
        "Measure": [untraced(str(row["measure"])) for row in rows],
        "Value": [_value(row, routed, pack.threshold) for row in rows],
        "What it means": [untraced(_meaning(row)) for row in rows],
    }
    title = "How evenly journeys are shared out today"
    trace = pack.trace("equity", title, run.origin, _FORMULA)
    sheet = Sheet("today_equity", title, Table(columns, title), ("Value",), table, trace)
    return [Paragraph(_WHAT), sheet]


def _meaning(row: dict[str, Any]) -> str:
    return " ".join(str(row.get(name)) for name in ("meaning", "note") if row.get(name))


def _value(row: dict[str, Any], routed: Any, threshold: float) -> str:
    """Write a value by its unit: children as counts are, shares as they are, minutes to a tenth."""
    value, unit = row["value"], row.get("unit")
    if value is None or not math.isfinite(float(value)):
        return published.NOT_APPLICABLE
    number = float(value)
    if unit == CHILDREN:
        return published.rounded(number, threshold)
    if unit == SHARE:
        whole = None if routed is None else float(routed)
        return published.share_of(number * (whole or 0.0), whole, threshold)
    return f"{number:,.1f} min" if unit == MINUTES else f"{number:.3g}"
