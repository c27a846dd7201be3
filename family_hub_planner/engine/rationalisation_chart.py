"""The frontier as a picture: what each step saves a year, and the minutes that it adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from .colours import NEAR_TO_FAR

_WIDTH, _HEIGHT = 860, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 40, 36, 66
_INK, _FAINT, _MARK = "#1c2733", "#c9d1d8", NEAR_TO_FAR[0]
_FONT = 'font-family="Segoe UI, Arial, Helvetica, sans-serif" font-size="13"'
_TICKS = 5
_ROOM_BELOW = 22  # for a dot's number above the axis and its figures


@dataclass(frozen=True)
class Mark:
    """One step: its number (0: nothing changes), pounds a year, mean added minutes, if proven."""

    number: int
    saving: float
    minutes: float
    proven: bool


def frontier_chart(title: str, description: str, marks: Sequence[Mark], across: str) -> str:
    """Draw the steps, saving to the right and added minutes upwards, as an SVG element.

    Black on white, legible without colour; `title` and `description` are read out by screen
    readers, `across` names the scale of the saving.
    """
    widest = max([mark.saving for mark in marks] + [1.0])
    highest = max([mark.minutes for mark in marks] + [1e-9])
    wide, high = _scale(widest), _scale(highest)
    places = [(_x(mark.saving, wide[-1]), _y(mark.minutes, high[-1])) for mark in marks]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    drawn = [_dot(mark, x, y) for mark, (x, y) in zip(marks, places)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" {_FONT}><title>{escape(title)}</title>'
        f"<desc>{escape(description)}</desc>{_grid(wide, high)}"
        f'<path d="M{line}" fill="none" stroke="{_MARK}" stroke-width="1.2" '
        f'stroke-dasharray="5 4"/>{"".join(drawn)}'
        f"{_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 16, across, 'middle')}"
        f"{_text(12, 16, 'Added minutes, mean over all need', 'start')}</svg>"
    )


def _scale(most: float) -> list[float]:
    """Give round ticks from 0 to `most` or a little more."""
    step = 10.0 ** floor(log10(most / _TICKS))
    step *= next(times for times in (1, 2, 2.5, 5, 10) if most / (step * times) <= _TICKS)
    return [step * tick for tick in range(ceil(most / step - 1e-9) + 1)]


def _x(saving: float, most: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * saving / most


def _y(minutes: float, most: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - _TOP) * minutes / most


def _grid(wide: Sequence[float], high: Sequence[float]) -> str:
    foot, parts = _HEIGHT - _BOTTOM, []
    for tick in wide:
        x = _x(tick, wide[-1])
        parts.append(f'<path d="M{x:.1f} {_TOP}V{foot + 5}" stroke="{_FAINT}" stroke-width="1"/>')
        parts.append(_text(x, foot + 17, f"£{tick:,.0f}", "middle"))
    for tick in high:
        y = _y(tick, high[-1])
        line = f'd="M{_LEFT - 5} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{_FAINT}" stroke-width="1"'
        parts.append(f"<path {line}/>")
        parts.append(_text(_LEFT - 10, y, f"{tick:.6g}", "end"))
    return "".join(parts)


def _dot(mark: Mark, x: float, y: float) -> str:
    fill = _MARK if mark.proven else "#ffffff"
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{fill}" stroke="{_MARK}" '
    label = str(mark.number) if mark.number else ""
    if mark.number % 2 == 0:  # below, so that numbers of near dots do not lie upon each other
        on_the_axis = y > _HEIGHT - _BOTTOM - _ROOM_BELOW
        low = y - 12 if on_the_axis else y + 14
        return f'{dot}stroke-width="1.6"/>{_text(x + 9, low, label, "start")}'
    return f'{dot}stroke-width="1.6"/>{_text(x - 9, y - 12, label, "end")}'


def _text(x: float, middle: float, text: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{middle + 4.7:.1f}" text-anchor="{anchor}" fill="{_INK}">'
        f"{escape(text)}</text>"
    )
