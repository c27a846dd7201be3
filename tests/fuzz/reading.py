"""What every reader owes whatever it is given: a sound result, or a refusal in plain words.

Never another exception, never more than a few seconds, never memory out of all proportion.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from family_hub_planner.engine.errors import PlannerError

try:
    import resource
except ImportError:  # Windows has neither this nor alarms: time and memory go unmeasured there
    resource = None

MOST_SECONDS = 20
MOST_BYTES = 400 << 20
"""What one small file may cost; the machine may be busy with other work."""
_MOST_LETTERS = 4000
_FOR_PROGRAMMERS = (
    "Traceback", "object at 0x", "<class ", "NoneType", "codec can't", "Errno", "unhashable",
    "not subscriptable", "list index", "out of range:", "takes no", "positional argument",
    "invalid literal", "could not convert", "Error(", "numpy", "ndarray", "dtype", "np.",
    "struct.", "unpack requires", "broadcast", "reshape",
    "set_int_max_str_digits", "nan to integer",
)  # fmt: skip
_PER_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss

Found = TypeVar("Found")


class TooLongError(BaseException):
    """A reader went on longer than a small file may take: no reader can catch this one."""


def read_or_refused(read: Callable[..., Found], *given: Any, **more: Any) -> Found | None:
    """Run a reader; None where it refuses in plain words. Anything else fails the test."""
    with _bounded():
        try:
            return read(*given, **more)
        except PlannerError as refusal:
            assert_plain(str(refusal))
            return None


def assert_plain(said: str) -> None:
    """Hold a refusal to be a sentence for planners, not programmers, and no longer than read."""
    assert said.strip(), "a refusal without words"
    assert len(said) < _MOST_LETTERS, f"a refusal of {len(said)} letters: {said[:300]}"
    found = [word for word in _FOR_PROGRAMMERS if word in said]
    assert not found, f"words for programmers {found} in: {said[:600]}"
    # Printed to consoles and logs, so it must be text: a lone half of a character is none.
    said.encode("utf-8")


@contextmanager
def _bounded() -> Iterator[None]:
    if resource is None:
        yield
        return

    def stop(*_: object) -> None:
        raise TooLongError(f"no end after {MOST_SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) * _PER_UNIT
    assert grown < MOST_BYTES, f"memory grew by {grown >> 20} MB"
