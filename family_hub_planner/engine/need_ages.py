"""The ages that need counts: bands of the national return, bands of one's own, and the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .errors import InputError
from .sources.age_bands import OPEN_AGE, band_label, parse_band
from .sources.age_shares import count_or_share, why_not

if TYPE_CHECKING:
    from .sources.population import Population

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Ages = tuple[int, int]

# Age bands of the national return on Best Start Family Hubs, in full years, both ends included.
RETURN_BANDS = {
    "children_0_2": (0, 2),
    "children_3_4": (3, 4),
    "children_5_17": (5, 17),
    "young_18_25": (18, 25),
}
# A hub serves ages 0 to 19, and to 25 those with special educational needs or disabilities (the
# national return's definition of a hub).
OLDEST_CHILD = 19
SEND_AGES = (18, 25)
SEND_COLUMN = "send_18_25"


@dataclass(frozen=True)
class ChildrenCounted:
    """The children of n areas, shape (n,), nan where missing, and in words whose count it is.

    `label` is their ages ("0-4", "0-17 and 18-25 with SEND"), `how` how they were estimated, ""
    where they are exact.
    """

    counts: Floats
    ages: Ages
    label: str
    how: str = ""

    @property
    def said(self) -> str:
        """Give the ages as a page prints them: "0-4 (estimate)"."""
        return f"{self.label} (estimate)" if self.how else self.label


@dataclass
class AgeBands:
    """Columns of persons by age band, name to shape (n,), and how the estimated ones were made."""

    columns: dict[str, Floats] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def parse_ages(text: str) -> Ages:
    """Read ages in full years, both included: "0-4" is (0, 4), "3" is (3, 3), "0-90" all ages.

    Ages end at 90, which means 90 and over, as in the ONS tables; "16+" is (16, 90).

    Raises
    ------
    InputError
        The text is no band of ages.
    """
    band = parse_band(text)
    if band is None:
        raise InputError(f'{text!r} is no band of ages. Write it in full years, like "0-4".')
    low, high = band
    return min(low, OPEN_AGE), OPEN_AGE if high is None else min(high, OPEN_AGE)


def parse_age_bands(text: str) -> tuple[Ages, ...]:
    """Read bands parted by commas or semicolons: "0-11, 0-19"; a band typed twice counts once.

    Raises
    ------
    InputError
        A part is no band of ages.
    """
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(parse_ages(part) for part in parts if part))


def age_label(ages: Ages) -> str:
    """Write ages the short way: "0-4", "7", "16+"."""
    low, high = ages
    return band_label((low, None if high >= OPEN_AGE else high))


def band_column(ages: Ages) -> str:
    """Name the column of persons at these ages, for ever.

    The national return's own name where it has the band; else `children_0_11`, `children_7` for
    one year of age; `aged_20_24`, `aged_65_over` where any of them is over 19.
    """
    for name, band in RETURN_BANDS.items():
        if ages == band:
            return name
    low, high = ages
    stem = "children" if high <= OLDEST_CHILD else "aged"
    if high >= OPEN_AGE:
        return f"{stem}_{low}_over"
    return f"{stem}_{low}" if low == high else f"{stem}_{low}_{high}"


def count_bands(
    population: Population, rows: Rows, own: Sequence[Ages], estimate: bool
) -> AgeBands:
    """Count the national return's bands and the user's own, for the areas at `rows`.

    A band of the return that the table cannot give is all nan, and is named in a note.

    Raises
    ------
    InputError
        A band of the user's own that the table cannot give.
    """
    found, absent = AgeBands(), []
    typed = {band_column(ages): ages for ages in own}
    for name, ages in {**RETURN_BANDS, **typed}.items():
        count = count_or_share(population, *ages, estimate=estimate)
        if count is None and name in typed:
            raise InputError(_refusal(population, ages, estimate))
        if count is None:
            absent.append(name)
            found.columns[name] = np.full(len(rows), np.nan)
            continue
        found.columns[name] = count.counts[rows]
        if count.how:
            found.how[name] = count.how
    if absent:
        found.notes.append(
            f"{', '.join(absent)}: empty, since {population.name} has no bands that make them up "
            f"({why_not(population, *RETURN_BANDS[absent[0]])})."
        )
    return found


def check_ages(ages: Ages, groups: Sequence[str]) -> None:
    """Refuse ages over 19 in the total, but 18-25 as a count with SEND.

    Raises
    ------
    InputError
        Ages over 19 that do not end at 25, or without a count `send_18_25` among the groups.
    """
    low, high = ages
    if high <= OLDEST_CHILD:
        return
    if high != SEND_AGES[1] or low > SEND_AGES[0]:
        raise InputError(
            f"Ages {age_label(ages)} go beyond {OLDEST_CHILD}. Children are counted to "
            f"{OLDEST_CHILD}, and to 25 only where they have SEND: use ages such as 0-4, 0-17 or "
            f"0-19, or end at 25 with a count {SEND_COLUMN}. Any ages may have a column of their "
            "own (AGE_BANDS)."
        )
    if SEND_COLUMN not in groups:
        raise InputError(
            f"Ages {age_label(ages)} need a count of those aged 18 to 25 with special educational "
            f"needs or disabilities: a hub serves only these beyond {OLDEST_CHILD}. Name a field "
            f"{SEND_COLUMN} of the areas in GROUPS, or count ages to {OLDEST_CHILD} at most."
        )


def missing_send(ages: Ages, codes: Sequence[str], groups: Mapping[str, Floats]) -> str:
    """Say in which areas ages to 25 lack the count with SEND, and so the children; "" for none.

    Raises
    ------
    InputError
        No area has the count: then nobody's children are known.
    """
    if ages[1] <= OLDEST_CHILD:
        return ""
    missing = np.flatnonzero(~np.isfinite(groups[SEND_COLUMN]))
    if len(missing) == len(codes):
        raise InputError(
            f"Ages {age_label(ages)}: the count {SEND_COLUMN} holds no figure for any of the "
            f"{len(codes):,} areas, so that no area's children are known. Name a field with data "
            f'in GROUPS ("{SEND_COLUMN}=Heading"), or count ages to {OLDEST_CHILD} at most.'
        )
    if not len(missing):
        return ""
    return (
        f"INCOMPLETE: {len(missing):,} of {len(codes):,} areas (first: {codes[missing[0]]}) have "
        f"no count {SEND_COLUMN}, and ages {age_label(ages)} need it: their children and need are "
        "empty and in no total. Fill the count in, or count ages to "
        f"{OLDEST_CHILD} at most."
    )


def check_group_names(groups: Sequence[str], age_bands: Sequence[Ages]) -> None:
    """Refuse further counts that bear the name of an age band's column.

    Raises
    ------
    InputError
        The first name that stands for both.
    """
    own = {band_column(ages) for ages in age_bands} | set(RETURN_BANDS)
    taken = [name for name in groups if name in own]
    if taken:
        raise InputError(
            f"{taken[0]!r} is asked for as an age band and as a further count. Rename the field, "
            "or leave it out of AGE_BANDS."
        )


def count_children(
    population: Population,
    rows: Rows,
    ages: Ages,
    groups: Mapping[str, Floats],
    estimate: bool,
) -> ChildrenCounted:
    """Count the children of the ages chosen in the areas at `rows`.

    Ages that end at 25 are children to 17 from the table and the group `send_18_25`: the persons
    of 18 to 25 as a whole never enter.

    Raises
    ------
    InputError
        As `check_ages`, or ages that the table can neither give nor share.
    """
    check_ages(ages, tuple(groups))
    low, high = ages
    send = high > OLDEST_CHILD
    if send and low >= SEND_AGES[0]:
        return ChildrenCounted(groups[SEND_COLUMN], ages, "18-25 with SEND")
    own = (low, SEND_AGES[0] - 1) if send else ages
    count = count_or_share(population, *own, estimate=estimate)
    if count is None:
        raise InputError(_refusal(population, own, estimate))
    counts, label = count.counts[rows], age_label(own)
    if send:
        counts, label = counts + groups[SEND_COLUMN], f"{label} and 18-25 with SEND"
    return ChildrenCounted(counts, ages, label, count.how)


def with_send_estimated(children: ChildrenCounted, estimated: Mapping[str, str]) -> ChildrenCounted:
    """Call the children an estimate where those with SEND among them are one (`estimated`)."""
    how = estimated.get(SEND_COLUMN, "") if children.ages[1] > OLDEST_CHILD else ""
    said = " and ".join(part for part in (children.how, how) if part)
    return replace(children, how=said)


def _refusal(population: Population, ages: Ages, estimate: bool) -> str:
    """Say why a band cannot be given, and what to do."""
    advice = "Choose ages that these bands make up"
    if not estimate and count_or_share(population, *ages) is not None:
        advice += " exactly, or let them be estimated (ESTIMATE_AGES)"
    return (
        f"{population.name} cannot give ages {age_label(ages)}: {why_not(population, *ages)}. "
        f"{advice}, or give a table by single year of age."
    )


def headline(population: Population, rows: Rows, estimate: bool) -> str:
    """Say the headline in a sentence: children aged 0-4 with 0-2 beside them; "" if not known.

    Local need under section 5A of the Childcare Act 2006 is of parents, prospective parents and
    young children.
    """
    parts: list[str] = []
    for ages in ((0, 4), (0, 2)):
        count = count_or_share(population, *ages, estimate=estimate)
        if count is None or not np.isfinite(count.counts[rows]).any():
            continue
        mark = " (estimate)" if count.how else ""
        total = float(np.nansum(count.counts[rows]))
        who = "" if parts else "children "
        parts.append(f"{total:,.0f} {who}aged {age_label(ages)}{mark}")
    return f"Headline: {', of them '.join(parts)}." if parts else ""
