"""Voices: the points of an engagement (comments on a map), each with its theme and sentiment.

Voices are those of the people who spoke, not a sample of those who live there. What they wrote is
never read here: a voice is a place, a theme and a sentiment, and only counts are told of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .errors import InputError

Floats = npt.NDArray[np.float64]

NOT_STATED = "not stated"
ALL_THEMES, ALL_SENTIMENTS = "all themes", "all"
AREA, HUB, GAP, ALL = "area", "hub", "gap", "all"
NOT_IN_A_GAP = "not in a gap"

# What is longer or more varied than this is no category but what somebody wrote, or who it was.
LONGEST, MOST_WORDS, MOST = 60, 10, 40
_PERSONAL = re.compile(r"@|[0-9]{5}")  # an address, a telephone number
_FEW, _VARIED = 10, 0.5


@dataclass(frozen=True)
class Voices:
    """v voices: the row of the area that each lies in, its theme and its sentiment, v of each.

    `area` is None where a voice lies in none of the areas; `placed` is False where it has no place
    at all. `theme` and `sentiment` are `categories`.
    """

    area: Sequence[int | None]
    placed: Sequence[bool]
    theme: Sequence[str]
    sentiment: Sequence[str]

    def __post_init__(self) -> None:
        """Refuse wrong lengths."""
        if not len(self.area) == len(self.placed) == len(self.theme) == len(self.sentiment):
            raise InputError("Voices: give one area, theme and sentiment for each of them.")

    def __len__(self) -> int:
        return len(self.area)


@dataclass(frozen=True)
class PlacedVoices:
    """The voices with the keys that the table counts them under.

    `hubs` gives for each of the n areas its nearest hub by modelled minutes or "not routed", `gaps`
    its cluster or `NOT_IN_A_GAP`; `gaps` is None where no clusters were worked out. `hub_ids` are
    all hubs, those without a voice too. `added` are the rows of points added by hand: they are no
    areas, so that no voice is ever counted to them.
    """

    voices: Voices
    area_ids: Sequence[str]
    hubs: Sequence[str]
    gaps: Sequence[str] | None
    hub_ids: Sequence[str]
    added: Collection[int] = ()

    def counted(self) -> list[int]:
        """Give the numbers of the voices that lie in an area."""
        return [voice for voice, area in enumerate(self.voices.area) if area is not None]

    def by_area(self) -> list[int | None]:
        """Give the number of voices in each area, n of them; None for a point added by hand."""
        found = Counter(self.voices.area)
        rows = range(len(self.area_ids))
        return [None if row in self.added else found[row] for row in rows]

    def uncounted(self, by: str) -> set[str]:
        """Give the keys of "area", "hub" or "gap" that only points added by hand belong to."""
        keys = self._keys(by)
        areas = {key for row, key in enumerate(keys) if row not in self.added}
        return {keys[row] for row in self.added if keys} - areas

    def keys_of(self, by: str) -> list[str]:
        """Give all keys of "area", "hub" or "gap", sorted, with those that have no voice."""
        keys = set(self._keys(by))
        return sorted(keys | set(self.hub_ids) if by == HUB else keys)

    def key_of(self, by: str, voice: int) -> str:
        """Give the key under which a voice that lies in an area is counted."""
        area = self.voices.area[voice]
        if area is None:
            raise InputError("Voices: one that lies in no area has no hub and no gap.")
        return self._keys(by)[area]

    def _keys(self, by: str) -> Sequence[str]:
        return {AREA: self.area_ids, HUB: self.hubs, GAP: self.gaps or ()}[by]


def categories(values: Sequence[str], field: str, taken: str) -> list[str]:
    """Give each voice's category in one spelling, v of them; an empty one is `NOT_STATED`.

    White space and capitals do not tell categories apart: the spelling met most often stands for
    all, of several the one that sorts first.

    Raises
    ------
    InputError
        Where `field` holds what people wrote, or who they are, and not a category: text of more
        than 60 characters or 10 words, an "@" or five digits running, more than 40 different
        values, or more than 10 that are more than one for each two voices. Where a value is the
        word `taken` by the row of all together. The message never quotes a value.
    """
    tidy = [" ".join(value.split()) for value in values]
    spellings: dict[str, Counter[str]] = {}
    for value in filter(None, tidy):
        spellings.setdefault(value.casefold(), Counter())[value] += 1
    _refuse_free_text(tidy, len(spellings), field)
    if taken in spellings:
        raise InputError(
            f"The field {field!r} holds the value {taken!r}, which the table uses for all of them "
            "together. Rename that value."
        )
    chosen = {
        key: min(met, key=lambda value: (-met[value], value)) for key, met in spellings.items()
    }
    return [chosen[value.casefold()] if value else NOT_STATED for value in tidy]


def _refuse_free_text(values: Sequence[str], different: int, field: str) -> None:
    stated = sum(bool(value) for value in values)
    longest = max((len(value) for value in values), default=0)
    wordy = any(len(value.split()) > MOST_WORDS or _PERSONAL.search(value) for value in values)
    varied = different > _FEW and different > _VARIED * stated
    if longest <= LONGEST and different <= MOST and not (wordy or varied):
        return
    raise InputError(
        f"The field {field!r} does not look like a category: {different:,d} of {stated:,d} values "
        f"are different and the longest has {longest:,d} characters. What people wrote and who "
        f"they are must not be copied. Choose a field of at most {MOST} short values, none longer "
        f"than {LONGEST} characters or {MOST_WORDS} words, without addresses and numbers."
    )


def nearest_areas(
    places: Floats, areas: Floats, codes: Sequence[str], most_m: float
) -> list[int | None]:
    """Give the row of the area whose point is nearest to each place by straight line, v of them.

    `places` has shape (v, 2) and `areas` (n, 2), in metres, nan where there is none. None where no
    area's point lies within `most_m` metres. Of equally near ones the code that sorts first.
    """
    order = sorted(range(len(codes)), key=lambda row: codes[row])
    points = np.where(np.isfinite(areas), areas, np.inf)[order]
    found: list[int | None] = []
    for place in places:
        with np.errstate(invalid="ignore"):
            far = np.hypot(*(points - place).T)
        far = np.where(np.isfinite(far), far, np.inf)
        first = int(np.argmin(far))
        found.append(order[first] if far[first] <= most_m else None)
    return found
