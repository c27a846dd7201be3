"""What people said, counted: voices by area, by nearest hub and by gap, theme and sentiment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from .coverage_tables import ALL_AREAS, NOT_ROUTED
from .tables import Table
from .voices import (
    ALL,
    ALL_SENTIMENTS,
    ALL_THEMES,
    AREA,
    GAP,
    HUB,
    NOT_IN_A_GAP,
    PlacedVoices,
    Voices,
)  # fmt: skip

if TYPE_CHECKING:
    from .coverage import Coverage

ALL_VOICES, IN_NO_AREA, NO_PLACE = "all voices", "in no area", "without a place"


def placed_voices(
    voices: Voices,
    coverage: Coverage,
    gaps: Sequence[str] | None = None,
    added: Collection[int] = (),
) -> PlacedVoices:
    """Give the voices with their areas' nearest hubs and gaps; `gaps` "" is in none.

    `added` are the rows of points added by hand.
    """
    named = None if gaps is None else [gap or NOT_IN_A_GAP for gap in gaps]
    hubs = [hub or NOT_ROUTED for hub in coverage.hub]
    return PlacedVoices(voices, coverage.area_ids, hubs, named, coverage.hub_ids, added)


def by_voice(placed: PlacedVoices) -> Table:
    """Count the voices, exactly: columns `by`, `key`, `theme`, `sentiment`, `voices`.

    Each key has a row for all themes and all sentiments together, with nought where nobody spoke,
    and one for each theme, each sentiment, and each theme's sentiment that was met there; None
    where only points added by hand belong to the key, which no voice can lie in. `by`
    "all" has the keys "all voices", and its parts "All areas", "in no area", "without a place".
    """
    voices = placed.voices
    met: Counter[tuple[str, str, str, str]] = Counter()
    keys = [(ALL, key) for key in (ALL_VOICES, ALL_AREAS, IN_NO_AREA, NO_PLACE)]
    levels = [by for by in (GAP, HUB, AREA) if by != GAP or placed.gaps is not None]
    for by in levels:
        keys += [(by, key) for key in placed.keys_of(by)]
    for voice in range(len(voices)):
        for by, key in _keys_of(placed, levels, voice):
            for theme in {ALL_THEMES, voices.theme[voice]}:
                for sentiment in {ALL_SENTIMENTS, voices.sentiment[voice]}:
                    met[by, key, theme, sentiment] += 1
    never = {(by, key) for by in levels for key in placed.uncounted(by)}
    rows: list[tuple[str, str, str, str, int | None]] = []
    for by, key in keys:
        if (by, key) in never:
            rows.append((by, key, ALL_THEMES, ALL_SENTIMENTS, None))
        else:
            rows += _rows(by, key, voices, met)
    names = ("by", "key", "theme", "sentiment", "voices")
    return Table({name: [row[i] for row in rows] for i, name in enumerate(names)}, "BY_VOICE")


def _keys_of(placed: PlacedVoices, levels: Sequence[str], voice: int) -> Iterator[tuple[str, str]]:
    yield ALL, ALL_VOICES
    if placed.voices.area[voice] is None:
        yield ALL, IN_NO_AREA if placed.voices.placed[voice] else NO_PLACE
        return
    yield ALL, ALL_AREAS
    for by in levels:
        yield by, placed.key_of(by, voice)


def _rows(
    by: str, key: str, voices: Voices, met: Counter[tuple[str, str, str, str]]
) -> Iterator[tuple[str, str, str, str, int]]:
    # A layer without themes, or without sentiments, has the rows of all together alone.
    themes = [ALL_THEMES, *_told(voices.theme)]
    sentiments = [ALL_SENTIMENTS, *_told(voices.sentiment)]
    for theme in themes:
        for sentiment in sentiments:
            count = met[by, key, theme, sentiment]
            if count or (theme, sentiment) == (ALL_THEMES, ALL_SENTIMENTS):
                yield by, key, theme, sentiment, count


def _told(values: Sequence[str]) -> list[str]:
    return sorted(set(values) - {""})
