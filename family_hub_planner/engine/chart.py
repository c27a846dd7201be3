"""Bar charts as SVG, painted here: no library, no script, and legible in black and white.

Only plain shapes are used (no patterns, clips or styles), so that browsers, printers and Qt's
small SVG reader draw the same picture. Hatching is drawn as lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from .colours import NEAR_TO_FAR
from .errors import InputError

WIDTH = 860
_LEFT, _RIGHT, _TOP, _ROW = 170, 120, 26, 26
_COLUMN, _SIDE, _MOST_LABELS = 220, 70, 16  # upright bars: their height, the margins, labels
_SCALE = WIDTH - _LEFT - _RIGHT
_MOST_OF_HALF = 0.82  # of half the scale, so that the numbers at a bar's ends have room
_INK, _FAINT = "#1c2733", "#c9d1d8"
_LETTER = 6.6  # mean width of a letter at 13 px, for laying out the legend
_FONT = 'font-family="Segoe UI, Arial, Helvetica, sans-serif" font-size="13"'


@dataclass(frozen=True)
class Series:
    """One kind of bar: its words in the legend, its colour, and whether it is hatched."""

    label: str
    fill: str
    hatched: bool = False


HELD_BACK = Series("held back", "#cfd4d8")  # small counts, drawn alike whatever they are


@dataclass(frozen=True)
class Bar:
    """One row: its label, fractions (0 to 1) in the order of the series, words at the right.

    `numbers` are the fractions as published, written where they fit. `fractions` None stands for
    an empty row, in which `note` is written.
    """

    label: str
    fractions: Sequence[float] | None
    numbers: Sequence[str] = ()
    aside: str = ""
    note: str = ""


@dataclass(frozen=True)
class Column:
    """One upright bar: its label beneath, its fraction (0 to 1), None for none, words above it."""

    label: str
    fraction: float | None
    number: str = ""


def stacked_bars(
    title: str, description: str, series: Sequence[Series], bars: Sequence[Bar], axis: str
) -> str:
    """Draw one bar a row, its parts side by side from 0 to 100 %, as an SVG element.

    `title` and `description` are read out by screen readers; `axis` names the scale in words.
    The legend names `HELD_BACK` only where something is.
    """
    _refuse_wrong_lengths(series, bars)
    rows = [_stacked_row(bar, series, _TOP + _ROW * i) for i, bar in enumerate(bars)]
    parts = list(zip(*(bar.fractions for bar in bars if bar.fractions is not None)))
    drawn = [any(lengths) for lengths in parts] or [False] * len(series)
    there = [one for one, some in zip(series, drawn) if some or one != HELD_BACK]
    return _frame((title, description, axis), there, rows, _ROW * len(bars))


def grouped_bars(
    title: str, description: str, series: Sequence[Series], bars: Sequence[Bar], axis: str
) -> str:
    """Draw one bar a series in each row, one beneath another, from 0 to 100 %, as an SVG element.

    Parameters as in `stacked_bars`.
    """
    _refuse_wrong_lengths(series, bars)
    height = 14 * len(series) + 10
    rows = [_grouped_row(bar, series, _TOP + height * i, height) for i, bar in enumerate(bars)]
    return _frame((title, description, axis), series, rows, height * len(bars))


def diverging_bars(
    words: tuple[str, str, str],
    left: Sequence[Series],
    right: Sequence[Series],
    bars: Sequence[Bar],
    rows_are: str = "",
) -> str:
    """Draw each bar to both sides of a middle line, as an SVG element.

    `rows_are` heads the bars' labels, such as "Decile".

    `words` are title and description, read out by screen readers, and the axis. A bar's fractions
    are those of the left series, from the middle outwards, and then of the right; its two numbers
    stand at its ends, left and right. Both sides have one scale, just wide enough for the longest.
    """
    count = len(left)
    for bar in bars:
        if bar.fractions is not None and (
            len(bar.fractions) != count + len(right) or len(bar.numbers) != 2
        ):
            raise InputError(f"The bar {bar.label!r} has not one value for each of the series.")
    drawn = [bar.fractions for bar in bars if bar.fractions is not None]
    most = max([sum(side) for row in drawn for side in (row[:count], row[count:])], default=0.0)
    scale = next((step for step in (0.1, 0.2, 0.4, 0.6, 0.8) if most <= step), 1.0)
    rows = [
        _diverging_row(bar, (left, right), _TOP + _ROW * i, scale) for i, bar in enumerate(bars)
    ]
    bottom = _TOP + _ROW * len(bars)
    legend, height = _legend([*reversed(left), *right], bottom + 54)
    title, description, axis = words
    heading = _text(_LEFT - 8, _TOP - 13, rows_are, "end", ink="#5b6770", size=12)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" '
        f'height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}" {_FONT}>'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f"{heading if rows_are else ''}{_two_sides(bottom, scale)}{''.join(rows)}"
        f"{_text(_LEFT + _SCALE / 2, bottom + 30, axis, 'middle')}{legend}</svg>"
    )


def _diverging_row(
    bar: Bar, sides: tuple[Sequence[Series], Sequence[Series]], top: float, scale: float
) -> str:
    parts = [_label(bar, top + _ROW / 2)]
    if bar.fractions is None:
        return "".join(parts)
    middle, half = _LEFT + _SCALE / 2, _MOST_OF_HALF * _SCALE / 2
    values = list(bar.fractions)
    for way, series, fractions, number in (
        (-1, sides[0], values[: len(sides[0])], bar.numbers[0]),
        (1, sides[1], values[len(sides[0]) :], bar.numbers[1]),
    ):
        at = middle
        for one, fraction in zip(series, fractions):
            width = half * fraction / scale
            if width > 0:
                parts.append(_box(min(at, at + way * width), top + 3, width, _ROW - 6, one))
            at += way * width
        anchor = "start" if way > 0 else "end"
        parts.append(_text(at + way * 6, top + _ROW / 2, number, anchor, size=12))
    return "".join(parts)


def _two_sides(bottom: float, scale: float) -> str:
    """Draw the scale of both sides: a line at the middle, at half and at the whole of it."""
    parts = []
    for step in (-2, -1, 0, 1, 2):
        x = _LEFT + _SCALE / 2 * (1 + _MOST_OF_HALF * step / 2)
        ink, width = (_INK, 1.4) if step == 0 else (_FAINT, 1)
        parts.append(
            f'<path d="M{x:.1f} {_TOP - 4}V{bottom + 4:.1f}" stroke="{ink}" '
            f'stroke-width="{width}"/>'
        )
        percent = f"{100 * scale * abs(step) / 2:g} %"
        parts.append(_text(x, _TOP - 13, percent, "middle", ink="#5b6770", size=12))
    return "".join(parts)


def columns(
    title: str, description: str, bars: Sequence[Column], axis: str, top: float = 1.0
) -> str:
    """Draw upright bars from 0 to 100 % side by side, as an SVG element.

    `title` and `description` are read out by screen readers; `axis` names the bars in words. Where
    there are many, only some have their label and number. The axis ends at the fraction `top`.
    """
    bottom, step = _TOP + _COLUMN, (WIDTH - 2 * _SIDE) / max(1, len(bars))
    every = -(-len(bars) // _MOST_LABELS)
    drawn = [
        _column(bar, _SIDE + step * (i + 0.5), min(60.0, 0.6 * step), i % every == 0, top)
        for i, bar in enumerate(bars)
    ]
    height = bottom + 48
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" '
        f'height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}" {_FONT}>'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f"{_levels(top)}{''.join(drawn)}"
        f"{_text(WIDTH / 2, bottom + 36, axis, 'middle')}</svg>"
    )


def top_of(fractions: Sequence[float]) -> float:
    """Give the fifth (0.2 to 1.0) at which an axis ends that holds all fractions (0 to 1)."""
    return max(1, ceil(5 * max(fractions, default=0.0) - 1e-9)) / 5


def _column(bar: Column, middle: float, width: float, labelled: bool, top: float) -> str:
    bottom = _TOP + _COLUMN
    parts = [_text(middle, bottom + 14, bar.label, "middle")] if labelled else []
    if bar.fraction is None:
        return "".join([*parts, _text(middle, bottom - 10, "–", "middle", ink="#5b6770")])
    height = _COLUMN * bar.fraction / top
    if height > 0:
        left = middle - width / 2
        parts.append(_box(left, bottom - height, width, height, Series("", NEAR_TO_FAR[0])))
    if labelled and bar.number:
        parts.append(_text(middle, bottom - height - 9, bar.number, "middle", size=12))
    return "".join(parts)


def _levels(top: float) -> str:
    parts = []
    for quarter in range(5):
        y = _TOP + _COLUMN * (1 - quarter / 4)
        line = f'd="M{_SIDE} {y:.1f}H{WIDTH - _SIDE}" stroke="{_FAINT}" stroke-width="1"'
        parts.append(f"<path {line}/>")
        parts.append(
            _text(_SIDE - 8, y, f"{25 * quarter * top:.0f} %", "end", ink="#5b6770", size=12)
        )
    return "".join(parts)


def _refuse_wrong_lengths(series: Sequence[Series], bars: Sequence[Bar]) -> None:
    for bar in bars:
        lengths = {len(series)} if bar.fractions is None else {len(bar.fractions), len(bar.numbers)}
        if lengths != {len(series)}:
            raise InputError(f"The bar {bar.label!r} has not one value for each of the series.")


def _stacked_row(bar: Bar, series: Sequence[Series], top: float) -> str:
    parts = [_label(bar, top + _ROW / 2)]
    start = float(_LEFT)
    for one, fraction, number in zip(series, bar.fractions or (), bar.numbers):
        width = _SCALE * fraction
        if width > 0:
            parts.append(_box(start, top + 3, width, _ROW - 6, one))
        if number and width >= _LETTER * len(number) + 12:
            parts.append(_in_bar(start + width / 2, top + _ROW / 2, number, one))
        start += width
    return "".join(parts)


def _grouped_row(bar: Bar, series: Sequence[Series], top: float, height: float) -> str:
    parts = [_label(bar, top + height / 2)]
    for i, (one, fraction, number) in enumerate(zip(series, bar.fractions or (), bar.numbers)):
        above = top + 5 + 14 * i
        if fraction > 0:
            parts.append(_box(_LEFT, above, _SCALE * fraction, 12, one))
        inside = fraction > 0.9
        place = _LEFT + _SCALE * fraction + (-4 if inside else 4)
        ink = _ink_on(one) if inside else _INK
        anchor = "end" if inside else "start"
        parts.append(_text(place, above + 6, number, anchor, ink=ink, size=11))
    return "".join(parts)


def _label(bar: Bar, middle: float) -> str:
    parts = [_text(_LEFT - 8, middle, bar.label, "end")]
    if bar.aside:
        parts.append(_text(WIDTH - _RIGHT + 8, middle, bar.aside, "start"))
    if bar.fractions is None:
        parts.append(_text(_LEFT + 8, middle, bar.note, "start", ink="#5b6770"))
    return "".join(parts)


def _box(x: float, y: float, width: float, height: float, series: Series) -> str:
    edge = f'stroke="{_INK}" stroke-width="0.6"'
    box = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{series.fill}" {edge}/>'
    )
    return box + _hatch(x, y, width, height) if series.hatched else box


def _hatch(x: float, y: float, width: float, height: float) -> str:
    """Draw slanted lines inside a box, each cut where it would leave it."""
    lines = []
    offset = 6.0
    while offset < width + height:
        left, right = max(0.0, offset - height), min(width, offset)
        foot, head = y + offset - left, y + offset - right
        lines.append(f"M{x + left:.1f} {foot:.1f}L{x + right:.1f} {head:.1f}")
        offset += 6.0
    return f'<path d="{"".join(lines)}" stroke="#6b7780" stroke-width="0.9" fill="none"/>'


def _in_bar(x: float, middle: float, text: str, series: Series) -> str:
    plate = ""
    if series.hatched:  # the number must not be read through the hatching
        half = _LETTER * len(text) / 2 + 3
        plate = (
            f'<rect x="{x - half:.1f}" y="{middle - 8:.1f}" width="{2 * half:.1f}" height="16" '
            f'fill="{series.fill}"/>'
        )
    return plate + _text(x, middle, text, "middle", ink=_ink_on(series))


def _ink_on(series: Series) -> str:
    """Choose dark or white ink by the fill's relative luminance (WCAG 2.1, simplified)."""
    red, green, blue = (int(series.fill[i : i + 2], 16) / 255 for i in (1, 3, 5))
    luminance = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return _INK if luminance > 0.2 else "#ffffff"


def _text(
    x: float, middle: float, text: str, anchor: str, *, ink: str = _INK, size: int = 13
) -> str:
    return (
        f'<text x="{x:.1f}" y="{middle + 0.36 * size:.1f}" text-anchor="{anchor}" '
        f'fill="{ink}" font-size="{size}">{escape(text)}</text>'
    )


def _frame(
    words: tuple[str, str, str], series: Sequence[Series], rows: Sequence[str], rows_height: float
) -> str:
    """Set the rows between scale and legend; `words` are title, description and axis."""
    title, description, axis = words
    bottom = _TOP + rows_height
    legend, height = _legend(series, bottom + 54)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" '
        f'height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}" {_FONT}>'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f"{_grid(bottom)}{''.join(rows)}"
        f"{_text(_LEFT + _SCALE / 2, bottom + 30, axis, 'middle')}{legend}</svg>"
    )


def _grid(bottom: float) -> str:
    parts = []
    for quarter in range(5):
        x = _LEFT + _SCALE * quarter / 4
        parts.append(
            f'<path d="M{x:.1f} {_TOP - 4}V{bottom + 4:.1f}" stroke="{_FAINT}" stroke-width="1"/>'
        )
        parts.append(_text(x, _TOP - 13, f"{25 * quarter} %", "middle", ink="#5b6770", size=12))
    return "".join(parts)


def _legend(series: Sequence[Series], top: float) -> tuple[str, float]:
    """Lay the legend out from left to right, in as many lines as it needs; give its foot too."""
    parts, x, y = [], 20.0, top
    for one in series:
        width = 34 + _LETTER * len(one.label)
        if x > 20 and x + width > WIDTH:
            x, y = 20.0, y + 22
        parts.append(_box(x, y - 7, 18, 14, one))
        parts.append(_text(x + 25, y, one.label, "start"))
        x += width + 16
    return "".join(parts), y + 18
