"""The tables of a comparison as people read them: rounded, small counts held back."""

from __future__ import annotations

from typing import Any

from . import colours, published
from .bands import band_number, band_suffix
from .chart import Bar, Series, diverging_bars
from .comparison import Asked
from .comparison_held import means_held
from .comparison_words import moves_cells, moves_counts
from .method_note import Method
from .page import Html, empty_row, heading_row, number_row, span_row, table
from .tables import Table

_MORE = ("route_lost", "route_gained", "unrouted", "not_compared")
_NAMES = {
    "route_lost": "no longer routed",
    "route_gained": "newly routed",
    "unrouted": "not routed",
    "not_compared": "not compared",
}
# Diverging from teal over nothing to brown (ColorBrewer BrBG): told apart by colour-blind readers
# and, since the brown for much longer is the darkest, on a grey printer.
SHORTER = Series("shorter journeys", colours.SHORTER)
LONGER = Series("", colours.LONGER)
MUCH = Series("", colours.MUCH_LONGER)
LOST = Series("no longer routed", "#ffffff", hatched=True)


def moves_html(
    caption: str, key: str, rows: Table, asked: Asked, method: Method, total: bool, counted: str
) -> Html:
    """Write who has longer, shorter and the same journeys; `counted` heads the counts.

    Columns of journeys that are routed in one scenario alone, or in none, stand only where there
    are any. `total` tells that the last row is that of all the others together.
    """
    more = [name for name in _MORE if any(rows.column(name))]
    much = f"of these, over {band_number(asked.much)} min"
    names = [key, "Areas", "all", "longer", much, "shorter", "same", *(_NAMES[n] for n in more)]
    means = ["today", "plan", "change"]
    wide = len(names) - 2
    headings = Html(
        span_row([("", 2), (counted, wide), ("Mean minutes", len(means))])
        + heading_row([*names, *means], range(1, len(names) + len(means)), wrap=True)
    )
    shown = ("longer", "much_longer", "shorter", "same", *more)
    held = means_held(rows, method.threshold, total)
    body = []
    for place, values in enumerate(rows.rows()):
        row = dict(zip(rows.columns, values))
        last = total and place == len(rows) - 1
        if not row["children"] and not last:
            body.append(empty_row(row["key"], wide + 1 + len(means), row["note"]))
            continue
        cells = moves_cells(row, shown, method.threshold, bool(held[place]))
        body.append(number_row(row["key"], cells, last))
    return table(caption, headings, body)


def reach_html(
    caption: str, key: str, rows: Table, asked: Asked, method: Method, total: bool, counted: str
) -> Html:
    """Write who loses and who gains reach within each band."""
    names = [key, "all", *["lost", "gained"] * len(asked.bands)]
    spans = [(f"within {band_number(band)} min", 2) for band in asked.bands]
    headings = Html(
        span_row([("", 1), (counted, 1), *spans]) + heading_row(names, range(1, len(names)))
    )
    body = []
    for place, values in enumerate(rows.rows()):
        row = dict(zip(rows.columns, values))
        last = total and place == len(rows) - 1
        if not row["children"] and not last:
            body.append(empty_row(row["key"], len(names) - 1, row["note"]))
            continue
        parts = [f"{k}_{band_suffix(band)}" for band in asked.bands for k in ("lost", "gained")]
        body.append(number_row(row["key"], moves_counts(row, parts, method.threshold), last))
    return table(caption, headings, body)


def any_reach(rows: Table, asked: Asked) -> bool:
    """Tell whether anybody loses or gains reach within any band."""
    names = [f"{k}_{band_suffix(band)}" for band in asked.bands for k in ("lost", "gained")]
    return any(any(rows.column(name)) for name in names)


def moves_chart(title: str, rows: Table, asked: Asked, method: Method, rows_are: str = "") -> str:
    """Draw the share of each row's children with longer journeys (right) and shorter (left).

    It is drawn from the counts as they are published (`published.drawn`), and tells no more. The
    last row, of all, is left out; `rows_are` heads the rows, such as "Decile".
    """
    minutes = f"{band_number(asked.much)} min"
    right = [
        Series(f"longer by up to {minutes}", LONGER.fill),
        Series(f"longer by more than {minutes}", MUCH.fill),
    ]
    if any(rows.column("route_lost")):
        right.append(LOST)
    records = [dict(zip(rows.columns, values)) for values in rows.rows()][:-1]
    bars = [_bar(row, len(right), method.threshold) for row in records]
    words = (
        title,
        "Bars to the right are children with longer journeys, to the left with shorter ones; the "
        "figures stand in the table below.",
        "children with shorter journeys     |     children with longer journeys",
    )
    return diverging_bars(words, [SHORTER], right, bars, rows_are)


def _bar(row: dict[str, Any], right: int, threshold: float) -> Bar:
    if not row["children"]:
        return Bar(row["key"], None, note=row["note"])
    gained, lost = row["route_gained"], row["route_lost"]
    between = max(0.0, row["longer"] - row["much_longer"])
    better, worse = row["shorter"] + gained, row["longer"] + lost
    rest = max(0.0, row["children"] - better - worse)
    drawn = published.drawn([better, between, row["much_longer"], lost, rest], threshold)
    numbers = [published.part_of(part, row["children"], threshold) for part in (better, worse)]
    aside = published.rounded(row["children"], threshold)
    return Bar(row["key"], drawn[: 1 + right], numbers, aside=f"of {aside}")


def plans_html(rows: Table, asked: Asked, method: Method) -> Html:
    """Write one row a plan, side by side; `rows` are the rows of all areas, their key the plan."""
    caption = "The plans side by side, each against today"
    return moves_html(caption, "Plan", rows, asked, method, False, "Children modelled, about")
