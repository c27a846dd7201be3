"""What consultation said: voices counted so that no small number can be told, and texts given."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..coverage_voices_page import Split
from ..published import about
from ..suppression import least_printed
from ..tables import Table
from .document import Block, Paragraph, Points, Section, Sheet
from .pack import Pack
from .wording import begun, records, traced, untraced

NOTHING_GIVEN = "No consultation evidence was given."
_NO_SAMPLE = (
    "Voices are of those who spoke. They are no sample: they tell who spoke and of what, not how "
    "many think so, and an area without a voice is not an area without a wish."
)
_NOT_REPLACED = (
    "Counting voices does not replace the consultation that must come before a change (Childcare "
    "Act 2006, section 5D)."
)
_ALL = ("all themes", "all")
_PLACES = (("hub", "Nearest hub"), ("gap", "Gap"))


def consultation(pack: Pack) -> Section:
    """Write what people said."""
    given = pack.evidence.consultation
    blocks: list[Block] = []
    if given.texts:
        blocks.append(Points([untraced(text) for text in given.texts]))
    if given.voices is not None and len(given.voices):
        blocks += _voices(pack, given.voices)
    if given.comments is not None and len(given.comments):
        blocks.append(_comments(given.comments))
    if not blocks:
        blocks = [Paragraph(NOTHING_GIVEN), Paragraph(_NOT_REPLACED, "note")]
    return Section("consultation", "What consultation said", blocks)


def _voices(pack: Pack, table: Table) -> list[Block]:
    rows, least = records(table), least_printed(pack.threshold)
    origin = pack.evidence.consultation.origin
    trace = pack.trace("voices", "Voices", origin, "Voices counted to the area they lie in.")
    total = next((row["voices"] for row in rows if _is_total(row)), None)
    counted = about(float(total), least) if total is not None else "an unknown number of"
    blocks: list[Block] = [
        Paragraph(f"{traced(begun(counted), trace)} voices lie in these areas."),
        Paragraph(_NO_SAMPLE),
    ]
    if total is not None and total < least:
        return blocks
    blocks += _sheet_of(pack, rows, "all", "Theme", trace, least)
    for by, first in _PLACES:
        blocks += _sheet_of(pack, rows, by, first, trace, least)
    return [*blocks, Paragraph(_NOT_REPLACED, "note")]


def _is_total(row: dict[str, Any]) -> bool:
    everything = (row["theme"], row["sentiment"]) == _ALL
    return row["by"] == "all" and row["key"] == "All areas" and everything


def _sheet_of(
    pack: Pack, rows: list[dict[str, Any]], by: str, first: str, trace: str, least: float
) -> list[Block]:
    """Write voices by theme and sentiment (`by` "all"), or by place and theme."""
    mine = [row for row in rows if row["by"] == by and row["voices"] is not None]
    if by == "all":
        mine = [row for row in mine if row["key"] == "All areas"]
        down, across, alone = "theme", "sentiment", _ALL
    else:
        mine = [row for row in mine if row["sentiment"] == "all"]
        down, across, alone = "key", "theme", ("", "all themes")
    cells = {
        (str(row[down]), str(row[across])): int(row["voices"])
        for row in mine
        if row[down] != alone[0] and row[across] != alone[1]
    }
    if not cells:
        return []
    names, kinds = (sorted({key[place] for key in cells}) for place in (0, 1))
    counts = np.array([[cells.get((n, k), 0) for k in kinds] for n in names], dtype=np.int64)
    split = Split(names, kinds, counts, least)
    shown = [untraced(pack.method.hub(name)) for name in names] if by == "hub" else names
    heads = {first: shown, "Voices": [split.total(row) for row in range(len(names))]}
    said = f"Of these, by {across}"
    heads[said] = [split.parts(row) for row in range(len(names))]
    title = f"Voices by {first.lower()} and {across}"
    exact = Table({name: [row[name] for row in mine] for name in mine[0]}, title)
    return [Sheet(f"voices_{by}", title, Table(heads, title), ["Voices"], exact, trace)]


def _comments(table: Table) -> Sheet:
    title = "Comments, as they were written (not for publishing)"
    columns = {name: ["" if v is None else str(v) for v in values]
               for name, values in table.columns.items()}  # fmt: skip
    return Sheet("comments", title, Table(columns, title), (), table)
