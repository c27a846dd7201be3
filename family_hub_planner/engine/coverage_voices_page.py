"""The part of the coverage page on what people said: counts that give no small one away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from . import published
from .coverage_tables import NOT_ROUTED
from .method_note import Method
from .page import Html, heading_row, paragraph, section, table, text_row
from .suppression import Bools, Counts, least_printed, printed_cells, printed_parts
from .voices import GAP, HUB, NOT_IN_A_GAP, PlacedVoices

HEADING = "What people said, and where"
_NO_SAMPLE = (
    "Voices are of those who spoke. They are no sample: they tell who spoke and of what, not how "
    "many think so, and an area without a voice is not an area without a wish. So no share of the "
    "children or rate per child is given."
)
# One word for both: beside a "0" each row that is held back would be told to be 1 or more.
NONE_OR_HELD = f"none or {published.HELD_BACK}"
NOT_COUNTED = "not counted"
_ADDED_ALONE = (
    "Voices are counted to areas. Where only points added by hand belong to a gap or a hub, no "
    "voice could be counted there: “not counted”."
)
_LAST = {NOT_ROUTED: "areas not routed", NOT_IN_A_GAP: NOT_IN_A_GAP}


@dataclass(frozen=True)
class Split:
    """Voices by two things, such as hub and theme: names, counts (n, m) and the least to print."""

    rows: Sequence[str]
    columns: Sequence[str]
    counts: Counts
    least: float

    @cached_property
    def row_printed(self) -> Bools:
        """Which rows' totals may be printed, shape (n,)."""
        return printed_parts(self.counts.sum(axis=1), self.least)

    @cached_property
    def cell_printed(self) -> Bools:
        """Which cells may be printed, shape (n, m)."""
        return printed_cells(self.counts, self.least)

    def total(self, row: int) -> str:
        """Write a row's total, such as "120", or that it is nought or held back, either alike."""
        if not self.row_printed[row]:
            return NONE_OR_HELD
        return published.rounded(float(self.counts[row].sum()), self.least)

    def parts(self, row: int) -> str:
        """Write what may be printed of a row: "Transport 40, Opening hours 20, others"."""
        if not self.row_printed[row]:
            return published.NOT_APPLICABLE
        return _listed(self.columns, self.counts[row], self.cell_printed[row], self.least)

    def all_parts(self) -> str:
        """Write what may be printed of all rows together, in the same way."""
        counts = self.counts.sum(axis=0)
        return _listed(self.columns, counts, printed_parts(counts, self.least), self.least)


def _listed(names: Sequence[str], counts: Counts, printed: Bools, least: float) -> str:
    order = _largest_first(names, counts, printed, least)
    said = [f"{names[at]} {published.rounded(float(counts[at]), least)}" for at in order]
    rest = [] if not counts[~printed].any() else ["others" if said else published.HELD_BACK]
    return ", ".join([*said, *rest]) or published.NOT_APPLICABLE


def _largest_first(names: Sequence[str], counts: Counts, printed: Bools, least: float) -> list[int]:
    # By the printed number: the order of equal ones would tell which was the larger.
    def rank(at: int) -> tuple[int, str]:
        return -int(published.rounded(float(counts[at]), least).replace(",", "")), names[at]

    return sorted(np.flatnonzero(printed).tolist(), key=rank)


def voices_section(placed: PlacedVoices, method: Method, layer: str, how: str) -> Html:
    """Write "What people said, and where".

    `layer` names the voices' layer and `how` says how a voice was counted to an area. Where fewer
    voices than may be printed lie in the areas, that is all that is told.
    """
    voices, least = placed.voices, least_printed(method.threshold)
    counted = len(placed.counted())
    said = _counted_sentence(placed, least, layer)
    if counted < least:
        return section(HEADING, paragraph(said), paragraph(_NO_SAMPLE))
    themes = any(voices.theme[voice] for voice in placed.counted())
    body = [paragraph(said), paragraph(_NO_SAMPLE), paragraph(_how(placed, how))]
    if themes:
        body.append(_by_theme(placed, least))
    if placed.gaps is not None:
        body.append(_by_place(placed, GAP, "Voices by gap", "Gap", least, method))
    body.append(_by_place(placed, HUB, "Voices by the areas' nearest hub", "Hub", least, method))
    if any(placed.uncounted(by) for by in (GAP, HUB)):
        body.append(paragraph(_ADDED_ALONE, "note"))
    return section(HEADING, *body, paragraph(_held_back_note(least), "note"))


def _counted_sentence(placed: PlacedVoices, least: float, layer: str) -> str:
    pairs = zip(placed.voices.area, placed.voices.placed)
    outside = sum(area is None and known for area, known in pairs)
    lost = len(placed.voices) - sum(placed.voices.placed)
    inside = published.about(len(placed.counted()), least)
    return (
        f"{inside[0].upper()}{inside[1:]} voices of {layer} lie in these areas and are counted. "
        f"In no area: {published.about(outside, least)}. Without a place: "
        f"{published.about(lost, least)}."
    )


def _how(placed: PlacedVoices, how: str) -> str:
    gap = "" if placed.gaps is None else ", and to the gap that the area belongs to, if it does"
    return (
        f"{how} It also counts to that area's nearest hub by modelled minutes, whichever hub it "
        f"speaks of{gap}."
    )


def _held_back_note(least: float) -> str:
    return (
        f"Voices are rounded to the nearest {published.unit(least)}. A number is printed only "
        f"where it is {least:g} or more, and where what is left unprinted of its total is nothing, "
        f"or {least:g} or more, so that no smaller number is a total less its parts. What is left "
        "out reads “others” or “held back”; a total that is nought reads like one that is held "
        "back. What people wrote is not read. The table by voice "
        "holds exact figures and is not for publishing."
    )


def _by_theme(placed: PlacedVoices, least: float) -> Html:
    counted, voices = placed.counted(), placed.voices
    split = _split(
        [voices.theme[voice] for voice in counted],
        [voices.sentiment[voice] for voice in counted],
        least,
    )
    totals = split.counts.sum(axis=1)
    order = _largest_first(split.rows, totals, split.row_printed, least)
    rows = [[split.rows[row], split.total(row), split.parts(row)] for row in order]
    if totals[~split.row_printed].any():
        rows.append(["other themes", published.HELD_BACK, published.NOT_APPLICABLE])
    rows.append(["All themes", published.rounded(len(counted), least), split.all_parts()])
    return _table("Voices by theme", ["Theme", "Voices, about", "Sentiment, about"], rows, placed)


def _by_place(
    placed: PlacedVoices, by: str, caption: str, heading: str, least: float, method: Method
) -> Html:
    counted, voices = placed.counted(), placed.voices
    keys = [placed.key_of(by, voice) for voice in counted]
    names = placed.keys_of(by)
    names = sorted(names, key=lambda name: (name in _LAST, name))
    themes, sentiments = (
        _split(keys, [of[voice] for voice in counted], least, names)
        for of in (voices.theme, voices.sentiment)
    )
    rows, uncounted = [], placed.uncounted(by)
    for row, name in enumerate(names):
        called = _LAST.get(name) or (method.hub(name) if by == HUB else name)
        total = NOT_COUNTED if name in uncounted else themes.total(row)
        rows.append([called, total, themes.parts(row), sentiments.parts(row)])
    headings = [heading, "Voices, about", "Themes, about", "Sentiment, about"]
    return _table(caption, headings, rows, placed)


def _split(
    rows: Sequence[str], columns: Sequence[str], least: float, names: Sequence[str] = ()
) -> Split:
    """Count pairs of a row and a column; `names` are the rows, those that nobody is in too."""
    across = sorted(set(columns))
    down = list(names) or sorted(set(rows))
    counts = np.zeros((len(down), len(across)), dtype=np.int64)
    at = [{name: place for place, name in enumerate(keys)} for keys in (down, across)]
    for row, column in zip(rows, columns):
        counts[at[0][row], at[1][column]] += 1
    return Split(down, across, counts, least)


def _table(
    caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], placed: PlacedVoices
) -> Html:
    """Write a table; a column of themes, or of sentiments, that the layer lacks is left out."""
    without = {
        "Themes, about": not any(placed.voices.theme),
        "Sentiment, about": not any(placed.voices.sentiment),
    }
    kept = [at for at, name in enumerate(headings) if not without.get(name, False)]
    names = heading_row([headings[at] for at in kept], [1])
    return table(caption, names, [text_row([row[at] for at in kept], [1]) for row in rows])
