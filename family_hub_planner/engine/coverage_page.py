"""The readable page on coverage: the answer first, then decile by decile, then how it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import colours, published
from .bands import band_labels, band_number, band_suffix
from .chart import HELD_BACK, Bar, Series, stacked_bars
from .coverage_bar import BarOfBands, bar_of_bands
from .coverage_html import coverage_html, printed_percent
from .coverage_tables import total_row, without_lone_unknown
from .edge_note import edge_limits
from .equity import group_gap
from .held_back import shares_held
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
    page,
    paragraph,
    picture,
    section,
)
from .tables import Table

if TYPE_CHECKING:
    from .coverage import Coverage

BEYOND = Series("", colours.BEYOND, hatched=True)
UNROUTED = Series("not routed", "#ffffff")

_FROM_COUNTS = (
    "Beside what is held back, some of the chart's numbers are worked out from the rounded counts: "
    "they may not add up to the table's shares."
)
_HOW_ROUTED = (
    "For each area the travel time from its demand point to every hub was modelled on the street "
    "network."
)
_HOW = (
    "The nearest hub is the one with the fewest minutes. All children of an area are counted at "
    "its point. A share is of all children, the unrouted among them. Mean, median and 90th "
    "centile are weighted by children and cover the children of routed areas only. The 90th "
    "centile is the fewest minutes within which nine in ten of these children are modelled."
)


def coverage_page(
    coverage: Coverage,
    method: Method,
    sources: Sequence[str],
    notes: Sequence[str] = (),
    sections: Sequence[Html] = (),
    answer: str = "",
    uncounted: str = "",
) -> str:
    """Give a self-contained HTML page on one coverage run.

    `sources` holds one sentence for each data set used, `notes` what to know beside the answer,
    `sections` the further parts of the run; `answer` stands in the headline's place, `uncounted`
    after it: how many areas are in no figure. Counts are rounded (`published`).
    """
    where = f" in {method.place}" if method.place else ""
    how = [_HOW] if method.times else [_HOW_ROUTED, _HOW]
    limits = edge_limits(
        coverage.near_edge, coverage.children, coverage.hub_near_edge, coverage.bands, method
    )
    body = [
        *fictional_note(method),
        paragraph(f"{answer or headline(coverage, method)} {uncounted}".strip(), "lead"),
        *estimate_note(method),
        *[paragraph(note, "note") for note in notes],
        _by_decile(coverage, method),
        _by_quintile(coverage, method),
        *sections,
        _by_hub(coverage, method),
        *hubs_not_counted(method),
        *method_sections(method, coverage.bands, how, limits, sources),
    ]
    title = f"Who is modelled within reach of a family hub{where}"
    return page(title, body, method.footer, method.from_osm)


def headline(coverage: Coverage, method: Method) -> str:
    """Say in one sentence how many children are modelled within the headline band of a hub."""
    total, band = total_row(coverage.by_decile), method.headline(coverage.bands)
    children, reached = total["children"], total[f"reached_{band_suffix(band)}"]
    if children == 0:
        return f"There are no {method.children} in these areas."
    part = published.about_part(reached, children, method.threshold)
    whole = published.rounded(children, method.threshold)
    fraction = published.bracketed(published.share_of(reached, children, method.threshold))
    lost = published.not_routed(total["unrouted"], method.threshold)
    sentence = (
        f"{part} of {whole} {method.children}{fraction} are modelled {method.within(band)}; {lost}."
    )
    return sentence[0].upper() + sentence[1:]


def _by_decile(coverage: Coverage, method: Method) -> Html:
    name = method.decile_name
    tables = coverage_html(
        f"Children by {name}, 1 the most deprived",
        "Decile",
        without_lone_unknown(coverage.by_decile),
        coverage.bands,
        method,
    )
    return section(
        f"By {name}",
        paragraph(_gap_sentence(coverage.by_decile, "decile", "10")),
        picture(decile_chart(coverage, method), "Bar chart; its figures stand in the table below."),
        *_chart_note(coverage, method),
        tables,
    )


def _by_quintile(coverage: Coverage, method: Method) -> Html:
    rows = coverage.by_quintile
    said = paragraph(_gap_sentence(rows, "local quintile", "5"))
    if no_groups(rows.column("key"), "local quintile"):
        return section("By local quintile", said)
    caption = "Children by local quintile, 1 the most deprived fifth"
    shown = coverage_html(caption, "Quintile", rows, coverage.bands, method)
    return section("By local quintile", said, shown)


def _by_hub(coverage: Coverage, method: Method) -> Html:
    keys = coverage.by_hub.column("key")
    named = [key if place == len(keys) - 1 else method.hub(key) for place, key in enumerate(keys)]
    rows = Table({**coverage.by_hub.columns, "key": named}, "BY_HUB")
    text = "Each area is counted once, at its nearest hub, whichever hub its families use."
    caption = "Children by nearest hub"
    return section(
        "By hub", paragraph(text), coverage_html(caption, "Hub", rows, coverage.bands, method)
    )


def _gap_sentence(rows: Table, group: str, least: str) -> str:
    """Say how the mean journeys of the most and the least deprived group differ."""
    without = no_groups(rows.column("key"), group)
    if without:
        return without
    gap = group_gap(rows, "mean_minutes", "1", least)
    ends = f"{group}s 1 (most deprived) and {least} (least deprived)"
    if gap is None:
        return (
            f"The gap in mean minutes between {ends} is not applicable: at least one of the two "
            "has no routed children."
        )
    means = dict(zip(rows.column("key"), rows.column("mean_minutes")))
    first, last = published.minutes(means["1"]), published.minutes(means[least])
    printed = published.whole_minutes(means["1"]) - published.whole_minutes(means[least])
    return f"Mean modelled journey in {ends}: {first} and {last}, {_difference(gap, printed)}."


def _difference(gap: float, printed: int) -> str:
    """Say the gap; where the two printed means seem to have another one, say why."""
    size = published.whole_minutes(abs(gap))
    if abs(gap) < 0.5:
        return "a gap of less than half a minute"
    rounding = "" if size == abs(printed) else " (worked out before rounding)"
    return f"about {size} min {'longer' if gap > 0 else 'shorter'} for the most deprived{rounding}"


def decile_chart(coverage: Coverage, method: Method) -> str:
    """Draw the share of each decile's children in each band, beyond them, and not routed."""
    return chart_of_deciles(coverage.by_decile, coverage.bands, method)


def chart_of_deciles(by_decile: Table, bands: Sequence[float], method: Method) -> str:
    """Draw a table by decile, its last row that of all areas, as `decile_chart` does."""
    labels = band_labels(bands)
    longest = band_number(bands[-1])
    series = [Series(label, fill) for label, fill in zip(labels, colours.ramp(len(labels)))]
    series += [Series(f"over {longest} minutes", BEYOND.fill, BEYOND.hatched), UNROUTED]
    drawn = _rows_drawn(by_decile, bands, method.threshold)
    bars = [_decile_bar(row, bar, method.threshold) for row, bar in drawn]
    return stacked_bars(
        f"Children by {method.decile_name} and minutes to the nearest hub",
        "One bar for each decile and one for all areas; each bar is divided into the shares of "
        "children by minutes to the nearest hub, those beyond, and those not routed.",
        [*series, HELD_BACK],
        bars,
        f"Share of the {method.children}",
    )


def _rows_drawn(
    by_decile: Table, bands: Sequence[float], threshold: float
) -> Iterator[tuple[dict[str, Any], BarOfBands | None]]:
    """Give each decile's row with its bar; None where it has nobody or too few to draw."""
    rows = without_lone_unknown(by_decile)
    held = shares_held(rows, bands, threshold).tolist()
    for values, hide in zip(rows.rows(), held):
        row = dict(zip(rows.columns, values))
        if not row["children"] or published.is_small(row["children"], threshold):
            yield row, None
            continue
        percents = [
            printed_percent(row, bands, band, threshold, one) for band, one in zip(bands, hide)
        ]
        yield row, bar_of_bands(row, bands, threshold, percents)


def _chart_note(coverage: Coverage, method: Method) -> list[Html]:
    """Say why the chart's numbers may not add up to the table's shares, only where it is so."""
    rows = _rows_drawn(coverage.by_decile, coverage.bands, method.threshold)
    drawn = [bar for _, bar in rows if bar is not None]
    return [paragraph(_FROM_COUNTS, "note")] if any(bar.from_counts for bar in drawn) else []


def _decile_bar(row: dict[str, Any], found: BarOfBands | None, threshold: float) -> Bar:
    ends = {"1": "1 most deprived", "10": "10 least deprived"}
    label, children = ends.get(row["key"], row["key"]), row["children"]
    if found is None:
        few = f"{published.about(children, threshold)} children"
        return Bar(label, None, note=few if children else row["note"])
    aside = f"{published.rounded(children, threshold)} children"
    return Bar(label, found.lengths, found.numbers, aside)
