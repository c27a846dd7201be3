"""Whether the network that the report was given is the one that the minutes rest on.

Its file lends the pack the data set, date and licence of the ways, and the speeds: of another
county or of a newer extract they would stand beside minutes that were never worked out on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import FiguresError
from .evidence import Evidence, runs_of

_MARK = re.compile(r"\bmark ([0-9a-f]{8})\)$")


def network_of_runs(evidence: Evidence) -> Iterator[None]:
    """Refuse a network of another mark than today's coverage names; without today, each option's.

    Minutes of a table of times name no network, nor does a coverage of an early version.
    """
    runs = [evidence.today] if evidence.today is not None else runs_of(evidence)
    for run in runs:
        if not other_network(evidence.network, run.made.network):
            if mark_told(evidence.network) and mark_told(run.made.network):
                yield
            continue
        raise FiguresError(
            f"{run.name}: its minutes were worked out on the network {run.made.network}, as "
            f"{run.areas.name} says, and the network given (NETWORK) is {evidence.network}: "
            "another county's, or one built anew since. The pack would tell its date, licence and "
            "speeds beside minutes of the other. Give the network that the coverage was run on, "
            "leave NETWORK out, or run the coverage again on this one."
        )


def other_network(given: str, told: str) -> bool:
    """Tell whether two names of networks (`network_words`) bear marks that differ."""
    marks = mark_told(given), mark_told(told)
    return "" not in marks and marks[0] != marks[1]


def mark_told(words: str) -> str:
    """Give the mark at the end of a network's name; "" where it has none."""
    found = _MARK.search(words)
    return found[1] if found else ""
