"""The short page on top for members: the question, the answer in figures, the options, the limits.

It comes first and is read alone, so it says everything that must not be missed.
"""

from __future__ import annotations

from typing import Any

from .. import published
from ..bands import band_number
from ..estimates import read_estimates
from ..giving_up import DECIDES_NOTHING
from .counted_part import of_a_part
from .document import Block, Paragraph, Points, Section
from .evidence import NOT_LOOKED_UP, Option
from .option_rows import comparison_total, options_sheet, reached_words, total_of
from .pack import Pack
from .sections_licence import unstated
from .wording import NO_QUESTION, begun, texts, traced, untraced

FICTIONAL = "FICTIONAL: worked out from made-up data. No figure in this pack is to be quoted."
_MOST_FIGURES = 3
_NONE = "none"
NOT_TOLD = (
    "Whether families would use a hub that they can get to, or what it does for them.",
    "How a hub's opening hours, services or room compare with what families need there.",
    "The journey of any one family: each area's families are taken to start from one point.",
)
_WARNED = "What the runs themselves warned of: it stands under “Limits and uncertainty”."


def summary(pack: Pack) -> Section:
    """Write the short page."""
    evidence = pack.evidence
    blocks: list[Block] = []
    if evidence.fictional:
        blocks.append(Paragraph(FICTIONAL, "warning"))
    blocks += unstated(pack)
    blocks.append(Paragraph(untraced(evidence.question) or NO_QUESTION, "lead"))
    figures = _figures(pack)
    if figures:
        blocks.append(Points(figures))
    else:
        blocks.append(Paragraph("No results of coverage were given: there is no figure of reach."))
    blocks += of_a_part(pack)
    if evidence.options:
        blocks.append(options_sheet(pack, "options_in_short", "The options beside today"))
    if pack.decides:
        blocks.append(Paragraph(DECIDES_NOTHING, "warning"))
    blocks.append(Paragraph("What this does not tell:"))
    blocks.append(Points(_not_told(pack)))
    for text in evidence.withheld:
        blocks.append(Paragraph(text, "warning" if text.startswith(NOT_LOOKED_UP) else "note"))
    return Section("summary", "In short", blocks)


def _figures(pack: Pack) -> list[str]:
    """Give the three figures: reach today, what options would change, who is beyond."""
    found = _of_today(pack)
    for number, option in enumerate(pack.evidence.options, start=1):
        found += _of_option(pack, number, option)
    found += _beyond(pack)
    return found[:_MOST_FIGURES]


def _of_today(pack: Pack) -> list[str]:
    run, band = pack.evidence.today, pack.band
    if run is None or band is None:
        return []
    row = total_of(run, pack.bands)
    formula = (
        f"Children of the areas whose modelled minutes to the nearest hub are {band_number(band)} "
        "or fewer, added up; the share is of all children counted, those not routed included."
    )
    key = pack.trace("reach_today", "Children within reach today", run.origin, formula)
    said = _of_children(reached_words(row, band, pack.threshold))
    return [f"{traced(said, key)} {pack.method.children} are modelled {pack.within(band)} today"]


def _of_option(pack: Pack, number: int, option: Option) -> list[str]:
    row = comparison_total(option)
    if row is None or option.comparison is None:
        return []
    much = band_number(option.comparison.much)
    formula = (
        "Children of the areas whose minutes to the nearest hub under the option, less those "
        f"today, are more than the minutes taken for the same journey ({much} for a much longer "
        "one), added up over areas."
    )
    title = f"Journeys under “{untraced(option.name)}”"
    key = pack.trace(f"option_{number}", title, option.comparison.origin, formula)
    longer, worst = (
        published.about_part(row[name] or 0.0, row["children"], pack.threshold)
        for name in ("longer", "much_longer")
    )
    name = f"under “{untraced(option.name)}”"
    if longer == _NONE:
        shorter = published.about_part(row["shorter"] or 0.0, row["children"], pack.threshold)
        more = "" if shorter == _NONE else f", and {traced(shorter, key)} a shorter one"
        return [f"{traced('No', key)} children would have a longer journey {name}{more}"]
    return [
        f"{traced(begun(longer), key)} children would have a longer journey {name}, "
        f"{traced(worst, key)} of them by more than {much} minutes"
    ]


def _beyond(pack: Pack) -> list[str]:
    run = pack.evidence.today
    if run is None or not pack.bands:
        return []
    row: dict[str, Any] = total_of(run, pack.bands)
    longest = band_number(pack.bands[-1])
    formula = f"Children of areas that are routed, but whose minutes are more than {longest}."
    key = pack.trace("beyond_today", "Children beyond the longest band", run.origin, formula)
    count = published.about_part(row["beyond"], row["children"], pack.threshold)
    lost = traced(published.not_routed(row["unrouted"], pack.threshold), key)
    return [
        f"{traced(_of_children(count), key)} children are modelled farther than {longest} "
        f"minutes from every hub today; {lost}"
    ]


def _of_children(words: str) -> str:
    """Begin a sentence on children with their number: "About 60", "No"."""
    return "No" if words.startswith(_NONE) else begun(words)


def _not_told(pack: Pack) -> list[str]:
    more = [_estimates(pack), _WARNED if any(one.texts for one in pack.evidence.told) else ""]
    return [*NOT_TOLD, *(said for said in more if said)]


def _estimates(pack: Pack) -> str:
    stated = next(iter(texts(pack.evidence.need, "estimates")), "")
    said = read_estimates(stated).get("children", "")
    return f"Children are estimated, not counted: {untraced(said)}." if said else ""
