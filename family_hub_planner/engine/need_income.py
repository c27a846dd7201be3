"""Need as children in income-deprived families: as published where it can be, else estimated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .errors import InputError
from .in_words import many
from .need_weighed import IDACI_AGES, ToWeigh, Weighed, applied_note, shared_note, without_note

if TYPE_CHECKING:
    from .provenance import Provenance

Floats = npt.NDArray[np.float64]

INCOME_COLUMN = "income_deprived_children"


_FILE_8 = "Underlying indicators of the English Indices of Deprivation"


def income_count_of(tables: Sequence[Provenance]) -> Provenance | None:
    """Give where `income_deprived_children` came from among the further tables; None if unsaid."""
    held = (t for t in tables if t.dataset == _FILE_8 or INCOME_COLUMN in t.dataset)
    return next(held, None)


def income_deprived(areas: ToWeigh) -> Weighed:
    """Need = children aged 0 to 15 in income-deprived families as published, else an estimate.

    Estimated as IDACI score × children: the score is the share of children aged 0-15 in
    income-deprived families (MHCLG, English Indices of Deprivation, technical report). The
    published count takes its place where it is of the same ages, of the areas' own census, of the
    deprivation table's edition, and known in every area: one way of counting for all areas.
    """
    score = areas.measures["idaci_score"]
    known = np.isfinite(score)
    why_not = ""
    if INCOME_COLUMN in areas.groups and areas.children.ages == IDACI_AGES:
        _refuse_empty(areas)
        why_not = _why_not(areas)
        if not why_not or not known.any():
            return _as_published(areas, why_not)
    if not known.any():
        raise InputError(
            "The weighting 'income_deprived_children' needs the IDACI score of each area, and "
            f"{areas.indices} has none for them. Give File 3 or File 7 of the indices, or weigh "
            "by children."
        )
    notes = [without_note(known, "IDACI score"), *_estimate_notes(areas, why_not)]
    words = f"children in income-deprived families (estimate): IDACI score × {areas.counted}"
    return Weighed(
        score * areas.children.counts,
        words + applied_note(areas, "the score is") + shared_note(areas),
        [note for note in notes if note],
        [_not_used(why_not)] if why_not else [],
        estimate=f"IDACI score (ages 0-15) × children aged {areas.children.label}",
    )


def _refuse_empty(areas: ToWeigh) -> None:
    if not np.isfinite(areas.groups[INCOME_COLUMN]).any():
        raise InputError(
            f"The count {INCOME_COLUMN} is empty for every area. Leave it out of GROUPS to use "
            "IDACI score × children, or fill it."
        )


def _why_not(areas: ToWeigh) -> str:
    """Say why the published count is not taken before the estimate; "" where nothing speaks so."""
    facts, count = areas.income_count, areas.groups[INCOME_COLUMN]
    if INCOME_COLUMN in areas.how or (facts and "converted from" in facts.treatment):
        return "it was converted from areas of another census"
    theirs = facts.vintage if facts and facts.dataset == _FILE_8 else ""
    ours = areas.edition[3:] if areas.edition.startswith("IoD") else ""
    if theirs and ours and theirs != ours:
        return f"it is of the indices of {theirs}, and {areas.indices} of {ours}"
    missing = np.flatnonzero(~np.isfinite(count))
    if len(missing):
        return (
            f"it is missing or held back in {len(missing):,} of {len(count):,} areas (first: "
            f"{areas.codes[missing[0]]}), and need is worked out in one way for all areas"
        )
    return ""


def _not_used(why_not: str) -> str:
    return f"The count {INCOME_COLUMN} was not used as need: {why_not}. Need is the estimate."


def _as_published(areas: ToWeigh, doubt: str) -> Weighed:
    """Take the count as it is; `doubt` says what speaks against it where no score is there."""
    count = areas.groups[INCOME_COLUMN]
    known = np.isfinite(count)
    how = areas.how.get(INCOME_COLUMN, "")
    made = f"an estimate: counted and {how}" if how else f"as counted in {INCOME_COLUMN}"
    said = f"children aged 0-15 in income-deprived families, {made}"
    notes = [
        f"The count {INCOME_COLUMN} is used as it is, in place of an estimate.",
        without_note(known, f"{INCOME_COLUMN} (held back)"),
    ]
    warnings = [_more_than_children(areas, count)]
    if doubt:
        warnings.append(
            f"The count {INCOME_COLUMN} is used as need, though {doubt}: there is no IDACI score "
            "to estimate it by."
        )
    told = [note for note in notes if note]
    return Weighed(count.copy(), said, told, [w for w in warnings if w], estimate=how)


def _more_than_children(areas: ToWeigh, count: Floats) -> str:
    more = np.flatnonzero(count > areas.children.counts)
    if not len(more):
        return ""
    first = more[0]
    return (
        f"In {many(len(more), 'area', 'areas')} more children are income-deprived than live there "
        f"(first: {areas.codes[first]}, {count[first]:g} of {areas.children.counts[first]:g}): "
        "count and population are of other years or areas. Check both."
    )


def _estimate_notes(areas: ToWeigh, why_not: str) -> list[str]:
    """Say that the product is an estimate, and which published count would be better."""
    ages = areas.children.ages
    applied = f" and is applied here to ages {areas.children.label}" if ages != IDACI_AGES else ""
    said = (
        "Children in income-deprived families are an estimate: the IDACI score covers ages "
        f"0-15{applied}."
    )
    too = "" if ages == IDACI_AGES else " and count ages 0-15"
    better = (
        f"A published count would be better than this estimate: give {INCOME_COLUMN} (children "
        f"aged 0-15 in income-deprived families, File 8 of the indices) in GROUPS{too}."
    )
    if why_not:
        return [said]
    if INCOME_COLUMN in areas.groups:
        better = (
            f"The count {INCOME_COLUMN} is of ages 0-15 and was not used for ages "
            f"{areas.children.label}; with AGES 0-15 it is used as it is."
        )
    return [said, better]
