"""Need as children in income-deprived families: as published where it can be, else estimated."""

from __future__ import annotations

import numpy as np

from .errors import InputError
from .need_weighed import IDACI_AGES, ToWeigh, Weighed, applied_note, shared_note, without_note

INCOME_COLUMN = "income_deprived_children"


def income_deprived(areas: ToWeigh) -> Weighed:
    """Need = children aged 0 to 15 in income-deprived families as published, else an estimate.

    Estimated as IDACI score × children: the score is the share of children aged 0-15 in
    income-deprived families (MHCLG, English Indices of Deprivation, technical report).
    """
    if INCOME_COLUMN in areas.groups and areas.children.ages == IDACI_AGES:
        return _as_published(areas)
    score = areas.measures["idaci_score"]
    known = np.isfinite(score)
    if not known.any():
        raise InputError(
            "The weighting 'income_deprived_children' needs the IDACI score of each area, and "
            f"{areas.indices} has none for them. Give File 3 or File 7 of the indices, or weigh "
            "by children."
        )
    notes = [without_note(known, "IDACI score"), *_estimate_notes(areas)]
    words = f"children in income-deprived families (estimate): IDACI score × {areas.counted}"
    return Weighed(
        score * areas.children.counts,
        words + applied_note(areas, "the score is") + shared_note(areas),
        [note for note in notes if note],
        estimate=f"IDACI score (ages 0-15) × children aged {areas.children.label}",
    )


def _as_published(areas: ToWeigh) -> Weighed:
    count = areas.groups[INCOME_COLUMN]
    known = np.isfinite(count)
    if not known.any():
        raise InputError(
            f"The count {INCOME_COLUMN} is empty for every area. Leave it out of GROUPS to use "
            "IDACI score × children, or fill it."
        )
    said = f"children aged 0-15 in income-deprived families, as counted in {INCOME_COLUMN}"
    notes = [
        f"The count {INCOME_COLUMN} is used as it is, in place of an estimate.",
        without_note(known, f"{INCOME_COLUMN} (held back)"),
    ]
    return Weighed(count.copy(), said, [note for note in notes if note])


def _estimate_notes(areas: ToWeigh) -> list[str]:
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
    if INCOME_COLUMN in areas.groups:
        better = (
            f"The count {INCOME_COLUMN} is of ages 0-15 and was not used for ages "
            f"{areas.children.label}; with AGES 0-15 it is used as it is."
        )
    return [said, better]
