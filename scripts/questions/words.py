"""Words and tables of the page: figures rounded and held back as the planner publishes them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from family_hub_planner.engine.in_words import many
from family_hub_planner.engine.published import about, rounded, share_of, whole_percent

WIDTH = 110
PLUGIN_MENU = "Plugins > Family Hub Planner > Examples"


def said(*sentences: str) -> str:
    """Give a paragraph of sentences, wrapped."""
    text = " ".join(" ".join(sentences).split())
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def points(items: Iterable[str]) -> str:
    """Give a list, each item wrapped."""
    return "\n".join(_item("- ", item) for item in items)


def steps(names: Iterable[str]) -> str:
    """Give a numbered list."""
    return "\n".join(_item(f"{n}. ", name) for n, name in enumerate(names, start=1))


def _item(mark: str, text: str) -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table; columns of figures stand to the right."""
    lines = list(rows)
    rule = ["---:" if all(_is_figure(cell) for cell in column) else "---" for column in zip(*lines)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (headings, rule, *lines))


def _is_figure(cell: str) -> bool:
    return cell[:1].isdigit() or cell.startswith(("£", "-£", "under ", "held back", "–"))


def owner_said(agreed: object) -> str:
    """Say whether an owner agreed; newer releases of QGIS read a CSV's yes and no as 1 and 0."""
    words = {"yes": "has agreed", "1": "has agreed", "no": "has not agreed", "0": "has not agreed"}
    return words.get(str(agreed), "not asked")


def counted(part: float, whole: float) -> str:
    """Write a part of a whole for a table: "1,220 (19 %)"; a small count is held back."""
    return f"{rounded(part)} ({share_of(part, whole)})"


def of(part: float, whole: float) -> str:
    """Write a part of a whole for a sentence: "about 1,220 of 6,380 (19 %)"."""
    return f"{about(part)} of {rounded(whole)} ({share_of(part, whole)})"


def minutes(value: float) -> str:
    """Write minutes without a fraction."""
    return f"{value:.0f} min"


def listed(names: Sequence[str], none: str = "none") -> str:
    """Write names with commas and "and"."""
    if not names:
        return none
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def apart(share: float, whole: float) -> str:
    """Say how far a share lies from that of the whole, as the two are printed."""
    points_apart = whole_percent(share) - whole_percent(whole)
    if not points_apart:
        return "the same as"
    much = many(abs(points_apart), "point", "points")
    return f"{much} {'above' if points_apart > 0 else 'below'}"


def weighted(pairs: Iterable[tuple[float, float]]) -> float:
    """Give the mean of (value, weight)."""
    values = [(value, weight) for value, weight in pairs if weight]
    return sum(v * w for v, w in values) / sum(w for _, w in values)
