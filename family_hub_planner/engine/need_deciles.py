"""Need by deprivation decile: weights for the ten, or the most deprived tenth alone."""

from __future__ import annotations

import math

import numpy as np

from .errors import InputError
from .mapping import parse_mapping
from .need_index import IDACI, index_words
from .need_weighed import (
    Floats,
    Known,
    ToWeigh,
    Weighed,
    applied_note,
    shared_note,
    without_note,
)

# Ours, and no standard: even steps, so that counties without very deprived areas differ too.
OUR_DECILE_WEIGHTS = "1=2.8; 2=2.6; 3=2.4; 4=2.2; 5=2; 6=1.8; 7=1.6; 8=1.4; 9=1.2; 10=1"
_DECILES = tuple(range(1, 11))


def by_decile(areas: ToWeigh) -> Weighed:
    """Need = weight of the area's decile × children."""
    weights = parse_decile_weights(areas.decile_weights)
    index, decile, known = _decile_of(areas, "decile_weights")
    factor = np.full(len(decile), np.nan)
    factor[known] = np.array([weights[int(d)] for d in decile[known]])
    label = index_words(index, "decile")
    ours = weights == parse_decile_weights(OUR_DECILE_WEIGHTS)
    whose = "our preset and no standard" if ours else "set for this run, no standard"
    listed = ", ".join(f"{d}={weight:g}" for d, weight in weights.items())
    words = f"weight of the {label} × {areas.counted}; weights {listed} ({whose})"
    found = _of_decile(areas, index, factor * areas.children.counts, words, known)
    if np.ptp(factor[known]) == 0 and len(decile) > 1:
        found.warnings.append(
            f"Every area has the same decile weight, {factor[known][0]:g}: need ranks the areas as "
            "their children do."
        )
    return found


def top_decile(areas: ToWeigh) -> Weighed:
    """Need = children where the decile is 1, else 0.

    Refused where no area is in decile 1: a need of nothing would place and compare nothing.
    """
    index, decile, known = _decile_of(areas, "top_decile")
    least, first = int(decile[known].min()), index_words(index, "decile 1")
    if least > 1:
        count = np.count_nonzero(decile == least)
        raise InputError(
            f"The weighting 'top_decile' counts areas in {first} only, and none of the "
            f"{len(decile):,} areas is in it (the most deprived here are {count:,} in decile "
            f"{least}). Weigh by children, decile_weights or income_deprived_children."
        )
    inside = np.where(decile == 1, areas.children.counts, 0.0)
    need = np.where(known, inside, np.nan)
    words = f"{areas.counted} in areas of {first} only; none elsewhere"
    found = _of_decile(areas, index, need, words, known)
    count = np.count_nonzero(decile == 1)
    found.notes.append(f"{count:,} of {len(decile):,} areas are in {first} and count.")
    return found


def _decile_of(areas: ToWeigh, weighting: str) -> tuple[str, Floats, Known]:
    """Give the index, its deciles and which are known: IDACI's where it is there, else the IMD's.

    One index for all areas: deciles of two are not mixed. That of another nation, or of the user's
    own, stands in the IMD's place under its own name.
    """
    for name, index in (("idaci_decile", IDACI), ("imd_decile", areas.index)):
        known = np.isfinite(areas.measures[name])
        if known.any():
            return index, areas.measures[name], known
    raise InputError(
        f"The weighting {weighting!r} needs the deprivation decile of each area, and "
        f"{areas.indices} has none for them. Give a table with IDACI or IMD deciles (File 1, 3 or "
        "7 of the indices), or weigh by children."
    )


def _of_decile(areas: ToWeigh, index: str, need: Floats, words: str, known: Known) -> Weighed:
    """Give the result; an IDACI decile on other ages than the index's own makes it an estimate."""
    applied = applied_note(areas, "an estimate, as the index is") if index == IDACI else ""
    missing = without_note(known, index_words(index, "decile"))
    label = areas.children.label
    how = f"IDACI decile (ages 0-15) applied to ages {label}" if applied else areas.children.how
    said = words + applied + shared_note(areas)
    return Weighed(need, said, [missing] if missing else [], estimate=how)


def parse_decile_weights(text: str) -> dict[int, float]:
    """Read "1=3; 2=2.5; ...; 10=1": a weight of 0 or more for each decile, 1 the most deprived.

    Raises
    ------
    InputError
        A decile that is missing or none, a weight that is negative or no number, or all are 0.
    """
    given = parse_mapping(text)
    strange = [key for key in given if key not in {str(decile) for decile in _DECILES}]
    missing = [str(decile) for decile in _DECILES if str(decile) not in given]
    if strange or missing:
        what = f"{strange[0]!r} is no decile" if strange else f"decile {missing[0]} has no weight"
        raise InputError(
            f"Decile weights: {what}. Give one for each of 1 to 10, like {OUR_DECILE_WEIGHTS!r}."
        )
    weights = {decile: _weight(decile, given[str(decile)]) for decile in _DECILES}
    if not any(weights.values()):
        raise InputError("Decile weights: all are 0, so that need would be nothing everywhere.")
    return weights


def _weight(decile: int, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight) or weight < 0:
        raise InputError(
            f"Decile weights: the weight of decile {decile} is {text!r}. Give a number of 0 or "
            "more, with a point and no comma."
        )
    return weight
