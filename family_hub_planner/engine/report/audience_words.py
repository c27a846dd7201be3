"""Texts for the public: no sentence with money or terms, none that names a confidential place.

Whatever text an evidence holds anywhere passes through here, so that nothing depends on knowing
each place that could tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from ..tables import Table
from .evidence import Unnamed

# Where a sentence ends. "St. Mary's" and "No. 5" end none, and a semicolon does not: half of one
# has lost its subject, or what it says. Phrases without a full stop, "a; b; to settle: c", are a
# list, and each stands for itself.
_SENTENCES = re.compile(
    r"(?<!\bSt\.)(?<!\bNo\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bRd\.)(?<=[.!?])\s+|\n+"
)
_PHRASES = re.compile(r"(?<=;)\s+")
_ENDS = (".", "!", "?", ".)", ".”", '."')
_MONEY = re.compile(r"£|\bGBP\b|\bpounds?\b", re.IGNORECASE)
# What the planner's reasons say of a building's lease, its state and its owner's stance
_TERMS = re.compile(
    r"\bleases?\b|\bcan be left\b|\bowners? (there )?(has|have|agrees?)\b|\bowner's\b"
    r"|\bcondition [A-E]\b|\bsuitability poor\b|\bclawback\b|\bbreaks? clauses?\b"
    r"|^From \d{1,2} [A-Z][a-z]+ \d{4}\b",
    re.IGNORECASE,
)
# Whose name tells nothing of a contract: a public body is named all over a pack
_PUBLIC_BODY = re.compile(
    r"\b(council|authority|nhs|ministry|police|fire|government|county|borough|city|parish"
    r"|not stated)\b",
    re.IGNORECASE,
)
_IDS = {"site_id", "uprn", "id", "building", "building_id", "estate_id", "venue_id", "hub_id"}
_NAMES = {"site_name", "name", "address", "building_name", "estate_name", "venue_name", "hub_name"}
_SHORTEST_NAME, _SHORTEST_NUMBER = 4, 6
_SURE = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9]).{3,}")  # an id that is no common word or number


@dataclass
class Words:
    """What texts must not tell: `ids` whole, `names` anywhere in them; notes what was taken out.

    `owners` are those of buildings: a sentence that names one that is no public body goes as one
    on its terms does.

    Sentences with money, terms or such a word go as a whole: half of one may tell what the other
    hides.
    """

    ids: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    money: int = 0
    terms: int = 0
    naming: int = 0
    _pattern: re.Pattern[str] | None = field(default=None, init=False)
    _owned: re.Pattern[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Make one pattern of all words, and one of the owners."""
        sure = [one for one in self.ids if _SURE.fullmatch(one) or _long_number(one)]
        parts = [_whole(one) for one in sorted(sure)]
        parts += [re.escape(name) for name in self.names if len(name) >= _SHORTEST_NAME]
        self._pattern = re.compile("|".join(parts), re.IGNORECASE) if parts else None
        private = [one for one in self.owners if not _PUBLIC_BODY.search(one)]
        owners = [_whole(one) for one in private if len(one) >= _SHORTEST_NAME]
        self._owned = re.compile("|".join(owners), re.IGNORECASE) if owners else None

    def cleaned(self, text: str, sums_too: bool = True) -> str:
        """Give a text without the sentences that tell too much; sums may stay if `sums_too` not."""
        if text in self.ids:
            self.naming += 1
            return ""
        if not ((sums_too and _MONEY.search(text)) or self._is_of_terms(text, sums_too)
                or self._names(text)):  # fmt: skip
            return text
        kept = [piece for piece in _pieces(text) if not self._tells(piece, sums_too)]
        said = " ".join(kept).rstrip("; ")
        across = self._names(said) or self._is_of_terms(said, sums_too)  # a name of two sentences
        return "" if across else said

    def _tells(self, piece: str, sums_too: bool) -> bool:
        if self._names(piece):
            self.naming += 1
            return True
        if sums_too and _MONEY.search(piece):
            self.money += 1
            return True
        if self._is_of_terms(piece, sums_too):
            self.terms += 1
            return True
        return False

    def _is_of_terms(self, text: str, sums_too: bool) -> bool:
        """Tell whether a text is of terms; an owner's name is taken out of any text."""
        named = self._owned is not None and self._owned.search(text) is not None
        return named or (sums_too and _TERMS.search(text) is not None)

    def _names(self, text: str) -> bool:
        return self._pattern is not None and self._pattern.search(text) is not None


def words_of(rows: Iterable[Mapping[str, Any]], besides: Unnamed, owners: Iterable[str]) -> Words:
    """Give the words of confidential places (ids and UPRNs, names and addresses), and of owners."""
    ids = set(besides.ids)
    names = set(besides.names)
    for row in rows:
        ids |= {_said(row, name) for name in row if name.lower() in _IDS}
        names |= {_said(row, name) for name in row if name.lower() in _NAMES}
    ordered = sorted(names - {""}, key=lambda name: (-len(name), name))
    named = sorted({*besides.owners, *owners} - {""}, key=lambda one: (-len(one), one))
    return Words(frozenset(ids - {""}), tuple(ordered), tuple(named))


def _pieces(text: str) -> list[str]:
    """Split a text into its sentences, whole; only a list of phrases is split at its semicolons."""
    found: list[str] = []
    for sentence in _SENTENCES.split(text):
        is_whole = sentence.rstrip().endswith(_ENDS)
        found += [sentence] if is_whole else _PHRASES.split(sentence)
    return found


def _whole(word: str) -> str:
    return rf"(?<!\w){re.escape(word)}(?!\w)"


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
