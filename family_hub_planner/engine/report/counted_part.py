"""What a pack says where it counts a part of its authority's areas: of a town, of a locality."""

from __future__ import annotations

from .document import Block, Paragraph
from .pack import Pack
from .wording import untraced


def of_a_part(pack: Pack) -> list[Block]:
    """Say that a part of the authority's areas is counted; [] where all are."""
    if pack.part_counted is None:
        return []
    counted, whole = pack.part_counted
    text = (
        f"Counted are {counted:,d} of the {whole:,d} areas of {authority_of(pack)}. No figure here "
        "tells of the children of the others, nor what a hub is to them: one that nobody counted "
        "here would miss may be theirs."
    )
    return [Paragraph(text, "warning")]


def authority_of(pack: Pack) -> str:
    """Give the authority whose children are counted, in words for a page."""
    return untraced(pack.home or pack.evidence.authority)
