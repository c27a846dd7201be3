"""What the runs told beside their answers: fast roads, places off the network, counts that lack."""

from __future__ import annotations

from collections.abc import Sequence

from ..tables import Table
from .document import Block, Paragraph, Sheet
from .evidence import PUBLIC, Told
from .pack import Pack
from .wording import untraced

_TITLE = "What the runs told beside their answers"
_SAME = "It stands as each run wrote it; counts in it are rounded as that run was asked to."
_SAME_IN_PUBLIC = (
    "It stands as each run wrote it; sentences with a count of children, families or voices that "
    "this pack would round or hold back are left out."
)
_ESTIMATES = "ESTIMATES, not counts: "  # stands in this section by its columns already
NOTHING_KNOWN = (
    "What the runs warned of is not known of: {}. These layers do not carry it: an earlier version "
    "of the planner made them, or another program saved them again without all columns."
)
NOTHING_TOLD = "The runs behind these results warned of nothing."


def remarks(pack: Pack) -> list[Block]:
    """Write each sentence once, with the results whose runs told it; [] without any result."""
    told = pack.evidence.told
    unknown = [one.of for one in told if one.texts is None]
    rows = _together(told)
    blocks: list[Block] = []
    if rows:
        columns = {
            "What was told": [untraced(text) for text in rows],
            "Told by": ["; ".join(map(untraced, of)) for of in rows.values()],
        }
        note = _SAME_IN_PUBLIC if pack.evidence.audience == PUBLIC else _SAME
        blocks.append(Sheet("remarks", _TITLE, Table(columns, _TITLE), (), note=note))
    elif told and not unknown:
        blocks.append(Paragraph(NOTHING_TOLD))
    if unknown:
        blocks.append(Paragraph(NOTHING_KNOWN.format(untraced("; ".join(unknown))), "note"))
    return blocks


def _together(told: Sequence[Told]) -> dict[str, list[str]]:
    """Give the results of each sentence, in the order in which they told it."""
    found: dict[str, list[str]] = {}
    for one in told:
        for text in one.texts or ():
            if text.strip() and not text.startswith(_ESTIMATES):
                found.setdefault(text, []).append(one.of)
    return found
