"""Boxes onto pages: what belongs together stays together, tables repeat their head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .pdf_boxes import Box


@dataclass
class Page:
    """The boxes of one page with the place of their tops, in units below the text's top."""

    boxes: list[tuple[Box, float]] = field(default_factory=list)
    filled: float = 0.0

    def add(self, box: Box) -> None:
        """Put a box beneath the others; white space falls away at the top."""
        if not self.boxes and box.space:
            return
        self.boxes.append((box, self.filled))
        self.filled += box.height


def flow(boxes: Sequence[Box], height: float) -> list[Page]:
    """Put boxes onto pages of a height (units); a group that is higher is parted.

    White space alone begins no page: behind the last box there would be nothing on it.
    """
    pages = [Page()]
    for group in _groups(boxes):
        whole = sum(box.height for box in group)
        full = whole > height - pages[-1].filled and any(not box.space for box in group)
        if full and pages[-1].boxes and whole <= height:
            _turn(pages, group[0])
        for box in group:
            if box.height > height - pages[-1].filled and pages[-1].boxes and not box.space:
                _turn(pages, box)
            pages[-1].add(box)
    return pages


def pages_of_anchors(pages: Sequence[Page]) -> dict[str, int]:
    """Give on which page (from 1) each anchor stands."""
    return {
        box.anchor: number
        for number, page in enumerate(pages, start=1)
        for box, _ in page.boxes
        if box.anchor
    }


def _turn(pages: list[Page], first: Box) -> None:
    """Begin a page, with the head of the table that goes on there."""
    page = Page()
    for box in first.head:
        page.add(box)
    pages.append(page)


def _groups(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Give boxes with those that they are kept with; white space between them parts nothing."""
    group: list[Box] = []
    for box in boxes:
        group.append(box)
        within = box.space and len(group) > 1
        if not (box.keep or within):
            yield group
            group = []
    if group:
        yield group
