"""Texts for the public: no sentence with a sum of money, none that names a confidential place.

Whatever text an evidence holds anywhere passes through here, so that nothing depends on knowing
each place that could tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from ..tables import Table

_PIECES = re.compile(r"(?<=[.!?;])\s+|\n+")
_MONEY = re.compile(r"£|\bGBP\b|\bpounds?\b", re.IGNORECASE)
_SHORTEST_NAME, _SHORTEST_NUMBER = 4, 6
_SURE = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9]).{3,}")  # an id that is no common word or number


@dataclass
class Words:
    """What texts must not tell: `ids` whole, `names` anywhere in them; counts what was taken out.

    Sentences with money or such a word go as a whole: half of one may tell what the other hides.
    """

    ids: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    money: int = 0
    naming: int = 0
    _pattern: re.Pattern[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Make one pattern of all words."""
        sure = [one for one in self.ids if _SURE.fullmatch(one) or _long_number(one)]
        parts = [rf"(?<!\w){re.escape(one)}(?!\w)" for one in sorted(sure)]
        parts += [re.escape(name) for name in self.names if len(name) >= _SHORTEST_NAME]
        self._pattern = re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def cleaned(self, text: str, sums_too: bool = True) -> str:
        """Give a text without the sentences that tell too much; sums may stay if `sums_too` not."""
        if text in self.ids:
            self.naming += 1
            return ""
        if not ((sums_too and _MONEY.search(text)) or self._names(text)):
            return text
        kept = [piece for piece in _PIECES.split(text) if not self._tells(piece, sums_too)]
        return " ".join(kept)

    def _tells(self, piece: str, sums_too: bool) -> bool:
        if self._names(piece):
            self.naming += 1
            return True
        if sums_too and _MONEY.search(piece):
            self.money += 1
            return True
        return False

    def _names(self, text: str) -> bool:
        return self._pattern is not None and self._pattern.search(text) is not None


def words_of(rows: Iterable[Mapping[str, Any]]) -> Words:
    """Give the words of confidential places: ids and UPRNs, names and addresses."""
    ids: set[str] = set()
    names: set[str] = set()
    for row in rows:
        ids |= {_said(row, name) for name in ("site_id", "uprn", "id", "building")}
        names |= {_said(row, name) for name in ("site_name", "name", "address")}
    ordered = sorted(names - {""}, key=lambda name: (-len(name), name))
    return Words(frozenset(ids - {""}), tuple(ordered))


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _long_number(one: str) -> bool:
    return one.isdigit() and len(one) >= _SHORTEST_NUMBER


def cleaned(value: Any, words: Words) -> Any:
    """Clean every text of a value: of tables, dataclasses, mappings (keys too) and sequences."""
    if isinstance(value, str):
        return words.cleaned(value)
    if isinstance(value, Table):
        columns = {name: [cleaned(one, words) for one in of] for name, of in value.columns.items()}
        return Table(columns, value.name, cleaned(value.provenance, words))
    if is_dataclass(value) and not isinstance(value, type):
        there = {one.name: cleaned(getattr(value, one.name), words) for one in fields(value)
                 if one.init}  # fmt: skip
        return replace(value, **there)
    if isinstance(value, Mapping):
        return {cleaned(key, words): cleaned(one, words) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(cleaned(one, words) for one in value)
    return value
