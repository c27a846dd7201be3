"""Reasons as a list, no longer than anybody reads: of sites, of moves, of services."""

from __future__ import annotations

from collections.abc import Sequence

from .document import Block, Paragraph, Points

MOST_REASONS = 40


def listed_reasons(texts: Sequence[str]) -> list[Block]:
    """List the first reasons, and say how many more stand in the tables; [] for none."""
    blocks: list[Block] = [Points(texts[:MOST_REASONS])] if texts else []
    more = len(texts) - MOST_REASONS
    if more > 0:
        said = f"{more:,d} more reasons stand in the tables beside this pack."
        blocks.append(Paragraph(said, "note"))
    return blocks
