"""What can go wrong, in the planner's words: one class for each kind of failing.

Each message says what is wrong, where, and what to do. The Processing adapter shows the message
as it stands, so it is written for the person at the desk and never carries a traceback.
"""

from __future__ import annotations

import re
import struct
import zlib

# What libraries put before or behind their own words: places in code, statements, advice for
# programmers.
_NOT_FOR_PLANNERS = re.compile(
    r"In file \S+, at line \d+, |sqlite3_(?:exec|open)\(.*\) failed: |; use sys\..*$", re.DOTALL
)


_BEGINNING, _END = 2000, 900
"""How many letters of a sentence are said that a value out of a file makes far too long."""


class PlannerError(Exception):
    """Base of every failing that the planner explains in words.

    A sentence quotes what stands in a file, and that may be pages: the middle is then left out, as
    the beginning says what is wrong and the end what to do.
    """

    def __str__(self) -> str:
        """Give the sentence, of a length to be read."""
        said = super().__str__()
        if len(said) <= _BEGINNING + _END:
            return said
        return f"{said[:_BEGINNING]} [...] {said[-_END:]}"


class InputError(PlannerError, ValueError):
    """A value, option or combination of options that cannot be used."""


class FileUnreadableError(PlannerError, OSError):
    """A file that is missing, damaged or of another kind."""


class ColumnError(PlannerError, LookupError):
    """A table lacks a column, or the column holds what it should not."""


class CodesError(PlannerError, LookupError):
    """Area codes that do not match, repeat, or belong to another census year."""


class NetworkError(PlannerError, ValueError):
    """A network that cannot be built or used for the journey asked for."""


class FiguresError(PlannerError, ValueError):
    """Figures of saved results that do not agree with one another."""


class InfeasibleError(PlannerError, ValueError):
    """No plan meets every condition; the message says which stand in the way."""


class CancelledError(PlannerError):
    """The user stopped the run."""


class MissingPackageError(PlannerError, ImportError):
    """A Python package that this step needs is not in this QGIS."""


class StepFailedError(PlannerError, RuntimeError):
    """A step of a scenario that failed; the message names it and gives its own words."""


def shortened(text: str, most: int = 60) -> str:
    """Give a value for a message, cut after `most` characters: a damaged file may hold pages."""
    return text if len(text) <= most else f"{text[:most]}..."


def said_by(error: BaseException | str) -> str:
    """Give what a library or the system says of a failing, in words for a message.

    Without the system's numbers, places in code, statements and the names of encodings' readers.
    """
    if isinstance(error, UnicodeDecodeError):
        return "it is not text in UTF-8"
    if isinstance(error, RecursionError):
        return "its values are nested without end"
    if isinstance(error, zlib.error):
        return "what is packed in it is damaged"
    if isinstance(error, (struct.error, LookupError)) and not isinstance(error, PlannerError):
        return "its parts do not fit together"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return _NOT_FOR_PLANNERS.sub("", str(error))
