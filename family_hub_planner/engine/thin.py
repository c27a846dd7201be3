"""Candidates that stand for one place: found, and one of each kept by a stated order.

Places are one where they share a UPRN, or postcode and name, or are told to be one building,
however many steps lead from one to the next (the national return counts a shared address as one
building). Beyond that, if asked, a place within so many metres of one that is kept is left out.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .errors import InputError
from .packages import tree_of

Floats = npt.NDArray[np.float64]
SAME_UPRN = "same UPRN"
SAME_ADDRESS = "same postcode and name"
SAME_BUILDING = "same building"


@dataclass(frozen=True)
class ThinPlaces:
    """k places in the columns that thinning looks at; `xy` in metres, shape (k, 2), nan unknown.

    `types` holds for each place the words by which an order may call it. `building` names the
    building of each, as a register was read; empty where no register did. Missing texts are "".
    """

    ids: Sequence[str]
    xy: Floats
    names: Sequence[str]
    uprn: Sequence[str]
    postcode: Sequence[str]
    types: Sequence[Sequence[str]]
    building: Sequence[str] = ()


@dataclass(frozen=True)
class LeftOut:
    """A place left out (`row`), the place that stays for it (`kept`, a row), and why, in words."""

    row: int
    kept: int
    reason: str


@dataclass(frozen=True)
class Thinned:
    """Rows kept, in their old order, and those left out."""

    kept: list[int]
    left_out: list[LeftOut]

    def counts(self) -> dict[str, int]:
        """Give how many were left out, by reason."""
        reasons = sorted({out.reason for out in self.left_out})
        return {why: sum(out.reason == why for out in self.left_out) for why in reasons}


def thin(
    places: ThinPlaces, type_order: Sequence[str] = (), within_m: float | None = None
) -> Thinned:
    """Keep one of the places that stand for one.

    Parameters
    ----------
    type_order
        Types from the one to keep first; types that it does not name come last, alike. Then places
        with a name come before those without, then the id decides.
    within_m
        Metres, above 0: a place at most so far from one kept is left out. Taken in that order, so
        no two that stay are as near, and each left out is as near to one that stays; a chain of
        near places is not taken for one. None leaves distance out.

    Raises
    ------
    InputError
        `within_m` is not above 0.
    """
    if within_m is not None and not 0 < within_m < np.inf:
        raise InputError(f"The distance to thin by is {within_m:g} m. Give more than 0, or none.")
    order = _order(places, type_order)
    identity = _same_place(places, order)
    stay = [row for row in order if identity[row] == row]
    near = {} if within_m is None else _near(places.xy, stay, within_m)
    left_out, identities = [], _identities(places)
    for row in range(len(places.ids)):
        first = identity[row]
        kept = near.get(first, first)
        if kept != row:
            reason = _why(identities, row, first) if first != row else f"within {within_m:g} m"
            left_out.append(LeftOut(row, kept, reason))
    out = {place.row for place in left_out}
    return Thinned([row for row in range(len(places.ids)) if row not in out], left_out)


Twins = Mapping[int, tuple[int, str]]


def twins_of(places: ThinPlaces, others: ThinPlaces, within_m: float | None = None) -> Twins:
    """Give the rows of `places` that are one place with some row of `others`: that row, and why.

    By UPRN, else by postcode and name, else by building, else by lying within so many metres (None:
    not asked); of several others the first, or the nearest.
    """
    found: dict[int, tuple[int, str]] = {}
    for reason, own, of_others in (
        (SAME_UPRN, _uprns(places), _uprns(others)),
        (SAME_ADDRESS, _addresses(places), _addresses(others)),
        (SAME_BUILDING, _buildings(places), _buildings(others)),
    ):
        first: dict[Hashable, int] = {}
        for row, key in enumerate(of_others):
            first.setdefault(key, row)
        for row, key in enumerate(own):
            if key and key in first:
                found.setdefault(row, (first[key], reason))
    for row, other in _nearest_within(places.xy, others.xy, within_m):
        found.setdefault(row, (other, f"within {within_m:g} m"))
    return dict(sorted(found.items()))


def _nearest_within(xy: Floats, others: Floats, within_m: float | None) -> list[tuple[int, int]]:
    here, there = (np.flatnonzero(np.isfinite(one).all(axis=1)) for one in (xy, others))
    if within_m is None or not len(here) or not len(there):
        return []
    away, nearest = tree_of(others[there]).query(xy[here])
    near = zip(here, there[nearest], away)
    return [(int(row), int(other)) for row, other, metres in near if metres <= within_m]


def _order(places: ThinPlaces, type_order: Sequence[str]) -> list[int]:
    rank = {name.lower(): at for at, name in enumerate(type_order)}

    def key(row: int) -> tuple[int, bool, str]:
        ranks = [rank.get(name.lower(), len(rank)) for name in places.types[row]]
        return min(ranks, default=len(rank)), not places.names[row].strip(), places.ids[row]

    return sorted(range(len(places.ids)), key=key)


def _same_place(places: ThinPlaces, order: Sequence[int]) -> Mapping[int, int]:
    """Give for each row the row that stays for it, by UPRN, by postcode and name, by building."""
    return _joined(order, (_uprns(places), _addresses(places), _buildings(places)))


def _joined(order: Sequence[int], keys_of_rows: Sequence[Sequence[Hashable]]) -> Mapping[int, int]:
    """Give for each row, in their order of rank, the first of those joined by a key they share."""
    parent = {row: row for row in order}
    position = {row: at for at, row in enumerate(order)}

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for keys in keys_of_rows:
        first: dict[Hashable, int] = {}
        for row in order:
            key = keys[row]
            if key:
                a, b = root(first.setdefault(key, row)), root(row)
                early, late = sorted((a, b), key=position.__getitem__)
                parent[late] = early
    return {row: root(row) for row in order}


def _uprns(places: ThinPlaces) -> list[str]:
    """Give UPRNs without leading noughts and a spreadsheet's ".0"; "" for none (0 is none)."""
    return [re.sub(r"\.0$", "", text.strip()).lstrip("0") for text in places.uprn]


def _addresses(places: ThinPlaces) -> list[tuple[str, str] | None]:
    codes = (re.sub(r"\W", "", text).upper() for text in places.postcode)
    names = (re.sub(r"[\W_]+", "", text).casefold() for text in places.names)
    return [(code, name) if code and name else None for code, name in zip(codes, names)]


def _buildings(places: ThinPlaces) -> list[str]:
    return [text.strip() for text in places.building] or [""] * len(places.ids)


def _identities(places: ThinPlaces) -> list[tuple[str, Sequence[Hashable]]]:
    """Give what tells that two places are one, with the words for it."""
    return [
        (SAME_UPRN, _uprns(places)),
        (SAME_ADDRESS, _addresses(places)),
        (SAME_BUILDING, _buildings(places)),
    ]


def _why(identities: Sequence[tuple[str, Sequence[Hashable]]], row: int, kept: int) -> str:
    for reason, keys in identities:
        if keys[row] and keys[row] == keys[kept]:
            return reason
    return f"{SAME_UPRN} or {SAME_ADDRESS} as another of its place"


def _near(xy: Floats, order: Sequence[int], within_m: float) -> dict[int, int]:
    """Give for each row left out the first one kept within the distance."""
    rows = [row for row in order if np.isfinite(xy[row]).all()]
    if not rows:
        return {}
    points = xy[rows]
    tree = tree_of(points)
    keeper: dict[int, int] = {}
    for at in range(len(rows)):
        if at in keeper:
            continue
        for other in sorted(tree.query_ball_point(points[at], within_m)):
            if other > at:
                keeper.setdefault(other, at)
    return {rows[out]: rows[kept] for out, kept in keeper.items()}


def first_of_building(
    building: Sequence[str], uprn: Sequence[str], names: Sequence[str], postcode: Sequence[str]
) -> list[int]:
    """Give for each row the first row of its building: itself where it stands alone.

    Rows are one building where they name one (`building`, as a register was read), share a UPRN, or
    share postcode and name, however many steps lead from one to the next. Each sequence holds one
    text a row, "" where it is not known.
    """
    rows = range(len(uprn))
    places = ThinPlaces([""] * len(uprn), np.zeros((0, 2)), names, uprn, postcode, [])
    keys = ([text.strip() for text in building], _uprns(places), _addresses(places))
    return list(_joined(rows, keys).values())
