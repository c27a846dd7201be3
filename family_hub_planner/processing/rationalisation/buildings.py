"""Rows of one building made one: given up together, at one place, its money counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsFeature

from ...engine.errors import InputError
from ...engine.in_words import many
from ...engine.siting.rationalisation.dates import day_of, earliest
from ..layers import Places, names_of, numbers_of, texts_of
from ..of_others import refuse_others
from ..one_place import first_of_buildings
from ..siting import refused
from .families import Families, families_notes, read_families, said_yes
from .leases import leases_of

if TYPE_CHECKING:
    from ..job import Job

_MOST_TOLD = 12
_LEASE = ("tenure", "lease_end", "break_date")


@dataclass(frozen=True, eq=False)
class Buildings:
    """The b buildings of the estate as places, one each, with what their rows say together.

    `families` and `counted` (b,) tell where rows serve families, and where any counts; `asked` (b,)
    those of which a row says yes. `stays` and `not_counted` say why a building is not tested, or a
    row that serves families is no site, by id; `others` names the other rows of a building, by its
    row; `rows` (k,) gives for each of the layer's rows its building, `given` are those rows.
    """

    places: Places
    counted: np.ndarray
    families: np.ndarray
    asked: np.ndarray
    stays: dict[str, str]
    not_counted: dict[str, str]
    others: dict[int, str]
    rows: np.ndarray
    given: Places
    remarks: list[str]


def read_buildings(job: Job, given: Places, start: date) -> Buildings:
    """Read the layer's rows as buildings; the row that serves families stands for its building.

    Raises `InputError` where none serves families or a row of another authority is to be given up.
    """
    families, asked = read_families(job, given), _asked(job, given)
    label = f"{job.label('MAY_GIVE_UP')} ({job.field('MAY_GIVE_UP')})"
    refuse_others(job, given, asked, label, ("building", "buildings", "be given up"))
    first, order = first_of_buildings(given), _ranked(given, families)
    groups = [[row for row in order if first[row] == one] for one in sorted(set(first))]
    groups.sort(key=lambda rows: rows[0])
    merged, remarks = _merged(job, given, families, groups, start)
    rows = np.zeros(len(given), dtype=np.intp)
    for building, own in enumerate(groups):
        rows[own] = building
    return Buildings(
        places=merged,
        counted=np.array([families.counted[own].any() for own in groups], dtype=bool),
        families=np.array([families.serve[own].any() for own in groups], dtype=bool),
        asked=np.array([asked[own].any() for own in groups], dtype=bool),
        stays=_stays(job, given, families, asked, groups),
        not_counted=families.why_not,
        others=_others(job, given, groups),
        rows=rows,
        given=given,
        remarks=[*_first(remarks), *families_notes(job, given)],
    )


def _first(remarks: list[str]) -> list[str]:
    """Keep the log and the page short where a register has very many buildings of several rows."""
    more = len(remarks) - _MOST_TOLD
    if more <= 0:
        return remarks
    rest = many(more, "more building of several rows is", "more buildings of several rows are")
    return [*remarks[:_MOST_TOLD], f"{rest} counted in the same way."]


def _asked(job: Job, places: Places) -> np.ndarray:
    field = job.field("MAY_GIVE_UP")
    if not field or not places.has(field):
        there = ", ".join(places.features[0].fields().names())
        raise InputError(
            f"The layer {places.name} has no field {field!r} that says which buildings may be "
            f"given up. Choose one with yes or no (MAY_GIVE_UP). Its fields: {there}."
        )
    return said_yes(places, field)


def _ranked(given: Places, families: Families) -> list[int]:
    """Give the rows, those first that stand for their building: sites, then the register's own."""
    own = [name == site for name, site in zip(texts_of(given, "building"), given.ids)]

    def key(row: int) -> tuple[bool, bool, bool, str]:
        return not families.counted[row], not families.serve[row], not own[row], given.ids[row]

    return sorted(range(len(given)), key=key)


def _stays(
    job: Job,
    given: Places,
    families: Families,
    asked: np.ndarray,
    groups: Sequence[Sequence[int]],
) -> dict[str, str]:
    """Say of buildings asked for why they are not tested, for what else stands in them."""
    stays = {}
    for rows in groups:
        site, no = given.ids[rows[0]], [given.ids[row] for row in rows if not asked[row]]
        unknown = [given.ids[row] for row in rows if given.ids[row] in families.why_not]
        if not asked[rows].any():
            continue
        if unknown:
            which = "" if unknown[0] == site else f"{unknown[0]}: "
            why = families.why_not[unknown[0]]
            stays[site] = f"it serves families who cannot be weighed in this run ({which}{why})"
        elif no:
            of = [given.ids[row] for row in rows if asked[row]]
            stays[site] = (
                f"{', '.join(of)} and {', '.join(no)} are one building, and {no[0]} does not say "
                f"yes in {job.field('MAY_GIVE_UP')!r}"
            )
    return stays


def _others(job: Job, given: Places, groups: Sequence[Sequence[int]]) -> dict[int, str]:
    names = names_of(job, given, "ESTATE_NAME")

    def called(row: int) -> str:
        return f"{names[row]} ({given.ids[row]})" if names[row] else given.ids[row]

    return {
        building: ", ".join(called(row) for row in rows[1:])
        for building, rows in enumerate(groups)
        if len(rows) > 1
    }


def _merged(
    job: Job,
    given: Places,
    families: Families,
    groups: Sequence[Sequence[int]],
    start: date,
) -> tuple[Places, list[str]]:
    """Give one place a building, and say how the money of those with several rows was counted."""
    fields = (job.field(name) for name in ("RUNNING_COST", "ONE_OFF", "FITTING_COST"))
    names = [*dict.fromkeys([*fields, "clawback_gbp", "backlog_gbp"])]
    money = {name: numbers_of(given, name) for name in names if name and given.has(name)}
    features, remarks = [], []
    for rows in groups:
        feature = given.features[rows[0]]
        if len(rows) > 1:
            kept = _each_once(rows, money)
            changes = dict(_changes(job, given, families, rows, kept, money, start))
            feature = QgsFeature(feature)
            for name, value in changes.items():
                feature.setAttribute(feature.fields().indexOf(name), value)
            remarks.append(_told(job, given, rows, kept, money))
        features.append(feature)
    lead = [rows[0] for rows in groups]
    ids = [given.ids[row] for row in lead]
    return Places(given.name, ids, given.xy[lead], features, given.withheld), remarks


def _each_once(rows: Sequence[int], money: dict[str, np.ndarray]) -> list[int]:
    """Give the rows whose money counts: those that state some and repeat none of those before."""
    kept: list[int] = []
    for row in rows:
        own = np.array([values[row] for values in money.values()], dtype=float)
        if not np.isfinite(own).any():
            continue
        others = [np.array([values[one] for values in money.values()]) for one in kept]
        if not any(_repeats(own, other) for other in others):
            kept.append(row)
    return kept


def _repeats(one: np.ndarray, other: np.ndarray) -> bool:
    both = np.isfinite(one) & np.isfinite(other)
    return bool(both.any() and (one[both] == other[both]).all())


def _changes(
    job: Job,
    given: Places,
    families: Families,
    rows: Sequence[int],
    kept: Sequence[int],
    money: dict[str, np.ndarray],
    start: date,
) -> Iterator[tuple[str, object]]:
    """Give what the columns of a building of several rows hold in place of its first row's."""
    for name, values in money.items():
        stated = values[list(kept)]
        yield name, float(np.nansum(stated)) if np.isfinite(stated).any() else None
    yield from _sizes(job, given, families, rows)
    yield from _lease(given, rows, start)
    if given.has("clawback_until") and "clawback_gbp" in money:
        yield "clawback_until", _latest_claim(given, kept, money["clawback_gbp"])
    owners = dict.fromkeys(texts_of(given, "owner")[row] for row in kept or rows)
    if given.has("owner"):
        yield "owner", " and ".join(sorted(owner for owner in owners if owner))
    if given.has("owner_agreed") and any(
        refused(said) for said in (texts_of(given, "owner_agreed")[row] for row in rows)
    ):
        yield "owner_agreed", "no"


def _sizes(
    job: Job, given: Places, families: Families, rows: Sequence[int]
) -> Iterator[tuple[str, object]]:
    """Give floor area (the largest), spare area (the least), need and hours of those that serve."""
    serving = [row for row in rows if families.counted[row]]
    most, least = np.nanmax, np.nanmin
    for name, own, together in (
        ("floor_area_m2", rows, most),
        (job.field("SPARE_AREA"), rows, least),
        (job.field("AREA_NEEDED"), serving, np.nansum),
        ("hours_week", serving, np.max),
    ):
        if name and given.has(name) and own:
            values = numbers_of(given, name)[list(own)]
            told = float(together(values)) if np.isfinite(values).any() else np.nan
            yield name, told if np.isfinite(told) else None


def _lease(given: Places, rows: Sequence[int], start: date) -> Iterator[tuple[str, object]]:
    """Give the lease of the row that can be left last; one that states nothing says nothing."""
    leases = leases_of(given)
    told = {row: leases[row] for row in rows if any(leases[row])}
    if told:
        last = max(told, key=lambda row: earliest(*told[row], start).day or date.max)
        there = given.features[last].fields().names()
        yield from ((name, said) for name, said in zip(_LEASE, told[last]) if name in there)


def _latest_claim(given: Places, kept: Sequence[int], pounds: np.ndarray) -> str | None:
    ends = [texts_of(given, "clawback_until")[row] for row in kept if pounds[row] > 0]
    days = [(day_of(end) or date.max, end) for end in ends]
    return max(days)[1] if days else None


def _told(
    job: Job,
    given: Places,
    rows: Sequence[int],
    kept: Sequence[int],
    money: dict[str, np.ndarray],
) -> str:
    """Say that rows are one building, and whether its money stood in several of them."""
    ids = ", ".join(sorted(given.ids[row] for row in rows))
    start = f"{ids}: one building, given up together or not at all"
    stating = [row for row in rows if any(np.isfinite(values[row]) for values in money.values())]
    if len(kept) > 1:
        field = job.field("RUNNING_COST")
        running = money.get(field, np.full(len(given), np.nan))
        parts = [
            f"{given.ids[row]} £{running[row]:,.0f}"
            if np.isfinite(running[row])
            else f"{given.ids[row]} none stated"
            for row in kept
        ]
        return (
            f"{start}; its rows state different money, which is added (a year: {', '.join(parts)})."
        )
    if len(stating) > 1:
        return f"{start}; its rows state the same money, which is counted once."
    return f"{start}."
