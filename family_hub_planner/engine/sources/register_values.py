"""The cells of a register: what is sure is read, the rest is left missing and said, cell by cell.

A council's list has "£12,500", "12.5k", "tbc" and "9-5" in one column. No cell stops the file, and
none is guessed: "c. 12,000" and 03/04/27 are left missing with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from ..confidential import is_confidential
from .facility_names import DATE_COLUMNS, NUMBER_COLUMNS, YES_NO_COLUMNS
from .number_text import MISSING_MARKS, number_or_none
from .postcode_text import postcode_key, written

Read = tuple[Any, str]
"""A value, None where missing, and the reason why it could not be read, "" where it could."""
_QUIET = {"", "-", "–", "—"}
_UNKNOWN = {
    "tbc", "tbd", "tba", "unknown", "not known", "n/k", "nk", "?", "??", "don't know", "dont know",
    "to be confirmed", "not stated", "unsure",
}  # fmt: skip
_YES = {"yes", "y", "true", "t", "1", "✓", "✔"}
_NO = {"no", "n", "false", "f", "0", "✗", "✘", "none"}
_NOT_SAID = {"n/a", "na", "null"}
_MOST_HOURS = 168.0
_BEFORE = {"_gbp": re.compile(r"^(?:£|gbp)\s*", re.IGNORECASE)}
_AFTER = {
    "_gbp": re.compile(r"\s*(?:gbp)?\s*(?:p\.?a\.?|per annum|(?:a|per|/)\s*y(?:ea)?r)?$", re.I),
    "_m2": re.compile(r"\s*(?:m2|m²|sq\.?\s*m(?:et(?:re|er)s?)?\.?|square metres)?$", re.I),
    "_week": re.compile(
        r"\s*(?:h|hrs?|hours?|sessions?)?\.?\s*(?:(?:a|per|/)\s*w(?:ee)?k)?$", re.I
    ),
}
_WHAT = {"_gbp": "no sum of money", "_m2": "no area in square metres"}
_TIMES = {"k": 1_000.0, "m": 1_000_000.0, "mn": 1_000_000.0}
_SCALED = re.compile(r"(.*\d)\s*(k|m|mn)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?: 00:00(?::00)?)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\- ](?:\d{1,2}|[A-Za-z]{3,9})[/.\- ]\d{2}")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]+([A-Za-z]{3,9})\.?,?[ \-]+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_STATUS = {
    **dict.fromkeys(("active", "open", "operational", "in use", "current"), "Active"),
    **dict.fromkeys(
        ("planned to be opened", "planned", "proposed", "proposed to open", "opening soon"),
        "Planned to be opened",
    ),
    **dict.fromkeys(("closed", "permanently closed", "inactive"), "Closed"),
}
_SITE_TYPES = {
    **dict.fromkeys(("best start family hub", "bsfh"), "Best Start Family Hub"),
    **dict.fromkeys(
        ("working towards", "working towards a best start family hub"), "Working towards"
    ),
    "family hub": "Family Hub",
    **dict.fromkeys(("network site", "linked site", "spoke site"), "Network Site"),
}


@dataclass(frozen=True)
class Unread:
    """A cell that is left missing: its row (of the data, from 0), its column, text and reason."""

    row: int
    column: str
    value: str
    reason: str


def read_column(name: str, values: Sequence[Any]) -> tuple[list[Any], list[Unread]]:
    """Read a facility column's cells, each by itself: the values, and the cells left missing.

    Numbers are floats (square metres, pounds, hours or sessions a week), dates ISO text, yes and no
    "yes", "no" or "unknown" (step-free also "limited"), everything else text.
    """
    read = _reader(name, values)
    found: list[Any] = []
    unread: list[Unread] = []
    for row, cell in enumerate(values):
        text = cell_of(cell)
        value, reason = (None, "") if text in _QUIET else read(text)
        found.append(value)
        if reason:
            unread.append(Unread(row, name, text, reason))
    return found, unread


def cell_of(value: Any) -> str:
    """Give a cell as text, without the ".0" that spreadsheets leave behind whole numbers."""
    text = "" if value is None else str(value).strip()
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def _reader(name: str, values: Sequence[Any]) -> Callable[[str], Read]:
    if name in NUMBER_COLUMNS:
        return partial(_number, name)
    if name in DATE_COLUMNS:
        return partial(_date, american=any(_is_american(cell_of(value)) for value in values))
    if name in YES_NO_COLUMNS:
        return partial(_yes_no, name)
    return {
        "uprn": _uprn,
        "postcode": _postcode,
        "status": _status,
        "site_type": _site_type,
        "open_to": _open_to,
    }.get(name, _text)


def _text(text: str) -> Read:
    return text, ""


def _number(name: str, text: str) -> Read:
    """Read "£12,500", "12.5k", "1,250 m2" or "37.5 hours"; nothing that says "about"."""
    kind = name[name.rindex("_") :]
    what = _WHAT.get(kind, f"no number of {name.split('_', maxsplit=1)[0]} a week")
    if text.lower() in MISSING_MARKS or text.lower() in _UNKNOWN:
        return None, "says that it is not known"
    bare = _BEFORE[kind].sub("", text) if kind in _BEFORE else text
    bare, times = _AFTER[kind].sub("", bare), 1.0
    if kind == "_gbp" and (scaled := _SCALED.fullmatch(bare)):
        bare, times = scaled[1], _TIMES[scaled[2].lower()]
    number = number_or_none(bare)
    if number is None:
        return None, f"is {what}"
    if number < 0:
        return None, "is below nought"
    if name == "hours_week" and number > _MOST_HOURS:
        return None, "is more hours than a week has"
    return number * times, ""


def _date(text: str, american: bool) -> Read:
    """Read a date as the United Kingdom writes it, or as year-month-day; give ISO text.

    Where another date of the column has its month first (03/31/2027), a date that could be either
    is not read.
    """
    if text.lower() in MISSING_MARKS or text.lower() in _UNKNOWN:
        return None, "says that it is not known"
    if found := _ISO.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _WORDED.fullmatch(text):
        month = _month(found[2])
        return _made(int(found[3]), month, int(found[1])) if month else (None, "is no date")
    if found := _SLASHED.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if second > 12:
            return _made(year, first, second)
        if american and first <= 12 and first != second:
            return None, "may be day or month first: the column has both"
        return _made(year, second, first)
    if _SHORT_YEAR.fullmatch(text):
        return None, "gives the year in two digits"
    if re.fullmatch(r"[3-7]\d{4}", text):
        return None, "is a spreadsheet's day number: format the column as a date"
    if re.search(r"\b\d{4}\b", text) and re.fullmatch(
        r"[A-Za-z]*[ /\-]?(?:\d\d?[/\-])?\d{4}", text
    ):
        return None, "names no day"
    return None, "is no date"


def _is_american(text: str) -> bool:
    found = _SLASHED.fullmatch(text)
    return found is not None and int(found[2]) > 12


def _month(word: str) -> int:
    """Give a month's number by its name or three letters, 0 where it is none."""
    name = word.lower()
    if name in _MONTH_NAMES:
        return _MONTH_NAMES.index(name) + 1
    return _MONTHS.index(name) + 1 if name in _MONTHS else 9 if name == "sept" else 0


def _made(year: int, month: int, day: int) -> Read:
    try:
        return date(year, month, day).isoformat(), ""
    except ValueError:
        return None, "is no date"


def _yes_no(name: str, text: str) -> Read:
    word = text.lower().rstrip(".")
    if name == "confidential":
        return ("yes" if is_confidential(text) else "no"), ""
    if word in _YES or word in _NO:
        return ("yes" if word in _YES else "no"), ""
    if name == "step_free" and word in {"limited", "partial", "partly", "part"}:
        return "limited", ""
    if word in _UNKNOWN or word in _NOT_SAID:
        return "unknown", ""
    return "unknown", "is neither yes nor no"


def _uprn(text: str) -> Read:
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", text):
        return None, "was cut short by a spreadsheet: format the column as text"
    digits = text.replace(" ", "")
    if not re.fullmatch(r"0*\d{1,12}", digits):
        return None, "is no UPRN"
    return (digits, "") if digits.strip("0") else (None, "is no UPRN")


def _postcode(text: str) -> Read:
    key = postcode_key(text)
    return (written(key), "") if key else (text, "is no postcode")


def _status(text: str) -> Read:
    return _STATUS.get(text.lower(), text), ""


def _site_type(text: str) -> Read:
    """Read the national return's types, of which a site may have several, parted by semicolons."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    known = [site_type_of(part) for part in parts]
    if not all(known):
        return None, "is no type of the national return"
    return "; ".join(dict.fromkeys(known)), ""


def site_type_of(text: str) -> str:
    """Give the national return's word for a type of site; "" for anything else."""
    word = re.sub(r"^an? ", "", " ".join(text.lower().replace("_", " ").split()))
    return _SITE_TYPES.get(word, "")


def _open_to(text: str) -> Read:
    word = text.lower()
    if word in _YES or word in {"public", "open to all", "all", "everyone", "the public"}:
        return "public", ""
    if word in _NO:
        return "not the public", ""
    if word in _UNKNOWN or word in MISSING_MARKS:
        return None, "says that it is not known"
    return text, ""
