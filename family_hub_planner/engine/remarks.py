"""What a run told beside its answer, carried in its layer so that whoever reports on it can say it.

Fast roads without a pavement, places off the network, areas without a count: a run warns of them
once, in a log that nobody keeps. A layer is copied, renamed and read years later, so it carries
them itself, as text in a column of its own, the same in every row (as `made_with`): then a part of
the layer, or the layer in another format, still tells all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

COLUMN = "remarks"
_MARK = (
    "• "  # begins each line: no JSON, of which some formats make lists; no spreadsheet's formula
)


def remarks_text(remarks: Iterable[str]) -> str:
    """Write the column: a marked line a sentence, each once in its order; "" where none is."""
    told = dict.fromkeys(" ".join(said.split()) for said in remarks)
    return "\n".join(f"{_MARK}{said}" for said in told if said)


def read_remarks(texts: Iterable[Any]) -> list[str] | None:
    """Read the values of a column back, each sentence once; None where it is another's column.

    A column of that name in a table of the user's own holds other words: it is left alone. Where
    most rows are ours, one that somebody typed over takes nothing from the rest.
    """
    cells = [str(one).splitlines() for one in texts if one]
    cells = [[line for line in cell if line.strip()] for cell in cells if "".join(cell).strip()]
    ours = [cell for cell in cells if all(line.startswith(_MARK) for line in cell)]
    if len(ours) * 2 <= len(cells) and cells:
        return None
    return list(dict.fromkeys(line[len(_MARK) :] for cell in ours for line in cell))
