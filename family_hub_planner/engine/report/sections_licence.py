"""Whose data a pack rests on, as far as anybody said: what must be settled before it goes out."""

from __future__ import annotations

import re

from .boundaries import boundary_credits
from .document import Block, Paragraph
from .evidence import PUBLIC
from .pack import Pack
from .run_sources import every_source
from .wording import short_source, untraced

_NOT_STATED_OF = re.compile(r"[;,] (publisher|licence)( and licence)? not stated")


def unstated(pack: Pack) -> list[Block]:
    """Warn on the first page of a public pack of each data set whose publisher nobody stated."""
    evidence = pack.evidence
    if evidence.audience != PUBLIC:
        return []
    every = every_source(evidence)
    said = [one if isinstance(one, str) else one.sentence() for one in every]
    named = (
        _NOT_STATED_OF.sub("", one) for one in dict.fromkeys(said) if _NOT_STATED_OF.search(one)
    )
    open_ones = [short_source(one) for one in named]
    if evidence.shape("areas") is not None and not evidence.fictional and not credits_of(pack):
        open_ones.append("the boundaries of areas on the map")
    if not open_ones:
        return []
    text = (
        "Before this goes out: publisher or licence is not stated of "
        f"{untraced('; '.join(dict.fromkeys(open_ones)))}. Licences ask that both are named: name "
        "them where the data were given in (those of the need in “Publishers and licences” of "
        "“Need by area”), and make this pack again."
    )
    return [Paragraph(text, "warning")]


def credits_of(pack: Pack) -> list[str]:
    """Give the credits for the boundaries that are drawn, as their areas' codes tell them."""
    areas = pack.evidence.shape("areas")
    if areas is None or pack.evidence.fictional:
        return []
    return boundary_credits(areas.ids)
