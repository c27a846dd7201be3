"""Hubs and other buildings as layers to the engine's records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.confidential import is_confidential, marks_confidential
from ...engine.errors import InputError
from ...engine.packages import tree_of
from ...engine.siting.colocation.fit import says_no
from ...engine.siting.colocation.one_building import joined, said_of_joined
from ...engine.siting.colocation.records import Building
from ..amounts import amounts_of
from ..layers import Places, features_of, names_of, text_of, texts_of, value_of
from ..one_place import first_of_buildings
from ..venue_types import venue_types
from .money import charges, grants_due

if TYPE_CHECKING:
    from ..job import Job

YES = frozenset({"yes", "y", "true", "1"})
_NETWORK_SITE = "network site"


@dataclass(frozen=True)
class Estate:
    """The buildings as places and as records, in one order; `layers` are they as they came.

    `rows` are all rows as places, `stands_for` gives of each row's id the id of its building, which
    `said` tells of. `withheld` are ids of confidential buildings, for checks alone: they are named
    nowhere.
    """

    places: Places
    buildings: list[Building]
    layers: dict[str, Places]
    withheld: frozenset[str]
    rows: Places
    stands_for: dict[str, str]
    said: tuple[str, ...]


def read_estate(job: Job, crs: str) -> Estate:
    """Read `HUBS` and `BUILDINGS`; a building in several rows stands once, as a hub if it is one.

    A row with the id of a hub is left out; others of one building are put together.
    """
    layers = {"Buildings": job.places("BUILDINGS", "BUILDING_ID", crs)}
    names = names_of(job, layers["Buildings"], "BUILDING_NAME")
    places, hub = layers["Buildings"], [False] * len(names)
    if job.optional_source("HUBS") is not None:
        hubs = layers["Hubs"] = job.places("HUBS", "HUB_ID", crs)
        standing = set(hubs.ids)
        others = places.chosen([site not in standing for site in places.ids])
        names = names_of(job, hubs, "HUB_NAME") + names_of(job, others, "BUILDING_NAME")
        hub = [True] * len(hubs) + [False] * len(others)
        places = Places(
            f"{hubs.name} and {places.name}",
            hubs.ids + others.ids,
            np.concatenate([hubs.xy, others.xy]),
            hubs.features + others.features,
        )
    withheld = _confidential(job, "BUILDINGS", "BUILDING_ID") | _confidential(job, "HUBS", "HUB_ID")
    return _once_each(places, _buildings(job, places, names, hub), layers, withheld)


def _once_each(
    rows: Places, records: list[Building], layers: dict[str, Places], withheld: frozenset[str]
) -> Estate:
    """Put rows of one building together under the id of a hub, else of the row that others name."""
    groups: dict[int, list[int]] = {}
    for row, first in enumerate(first_of_buildings(rows)):
        groups.setdefault(first, []).append(row)
    named = {text for text in texts_of(rows, "building") if text}
    members = [
        sorted(some, key=lambda at: (not records[at].is_hub, rows.ids[at] not in named,
                                     rows.ids[at]))
        for some in groups.values()
    ]  # fmt: skip
    of_one = [[records[at] for at in some] for some in members]
    kept = [some[0] for some in members]
    places = Places(
        rows.name,
        [rows.ids[at] for at in kept],
        np.array([_where(rows.xy[some]) for some in members]),
        [rows.features[at] for at in kept],
        rows.withheld,
    )
    return Estate(
        places,
        [joined(some) if len(some) > 1 else some[0] for some in of_one],
        layers,
        withheld,
        rows,
        {one.id: some[0].id for some in of_one for one in some},
        tuple(said_of_joined(of_one)),
    )


def _where(xy: np.ndarray) -> np.ndarray:
    """Give the first of some points that is known."""
    placed = np.flatnonzero(np.isfinite(xy).all(axis=1))
    return xy[placed[0] if len(placed) else 0]


def _confidential(job: Job, layer: str, id_name: str) -> frozenset[str]:
    """Give the ids of a layer's confidential buildings."""
    source, id_field = job.optional_source(layer), job.field(id_name)
    if source is None:
        return frozenset()
    there = source.fields().names()
    columns = [field for field in there if marks_confidential(field)]
    if not columns or id_field not in there:
        return frozenset()
    return frozenset(
        text_of(value_of(one, id_field))
        for one in features_of(source)
        if is_confidential(text_of(value_of(one, columns[0])))
    )


def _buildings(job: Job, places: Places, names: list[str], hub: list[bool]) -> list[Building]:
    def number(name: str) -> list[float]:
        field = job.field(name)
        return amounts_of(places, field).tolist() if field else [float("nan")] * len(places)

    site_types = texts_of(places, "site_type")
    texts = {
        name: texts_of(places, name)
        for name in (
            "owner", "tenure", "lease_end", "condition", "suitability", "step_free", "open_to",
            "owner_agreed", "status", "clawback_until",
        )
    }  # fmt: skip
    may, home = _may_give_up(job, places), job.text("HOME_AUTHORITY")
    authorities = texts_of(places, "authority")
    columns = {
        "spare_m2": number("SPARE_AREA"),
        "running_cost": number("RUNNING_COST"),
        "cost_m2": charges(job, places, number("COST_M2"), number("RUNNING_COST")),
        "one_off": number("FITTING_COST"),
        "leaving": number("ONE_OFF"),
        "spare_hours": number("SPARE_HOURS"),
        "hours_week": amounts_of(places, "hours_week").tolist(),
        "clawback": grants_due(job, places, amounts_of(places, "clawback_gbp").tolist()),
        "venue_type": venue_types(places),
        "elsewhere": [one if home and one != home else "" for one in authorities],
        **texts,
    }
    return [
        Building(
            id=site,
            name=names[at],
            is_hub=_is_hub(site_types[at], hub[at]),
            may_give_up=may[at],
            **{name: values[at] for name, values in columns.items()},
        )
        for at, site in enumerate(places.ids)
    ]


def _is_hub(site_type: str, in_hubs: bool) -> bool:
    """Tell whether a building is a hub by its type (a Network Site is none), else its layer."""
    if site_type.casefold() == _NETWORK_SITE:
        return False
    return bool(site_type) or in_hubs


def _may_give_up(job: Job, places: Places) -> list[bool]:
    """Give it of each row; by the field only where no row of the same building says no."""
    words, first = texts_of(places, job.field("MAY_GIVE_UP")), first_of_buildings(places)
    refused = {at for at, word in zip(first, words) if says_no(word)}
    said = [word.casefold() in YES and at not in refused for at, word in zip(first, words)]
    named = [site.strip() for site in job.text("GIVE_UP_SITES").replace(";", ",").split(",")]
    asked = {site for site in named if site}
    unknown = sorted(asked - set(places.ids))
    if unknown:
        raise InputError(
            f"{job.label('GIVE_UP_SITES')}: {len(unknown)} of {len(asked)} are no building given "
            f"(first: {unknown[0]!r}). Write the ids as they stand in the layer."
        )
    return [yes or site in asked for yes, site in zip(said, places.ids)]


def states(estate: Estate, name: str) -> bool:
    """Tell whether any building states a figure, by the record's word for it."""
    return any(np.isfinite(getattr(one, name)) for one in estate.buildings)


def with_localities(job: Job, estate: Estate, points: Places) -> Estate:
    """Give each building the locality of the demand point nearest to it by straight line.

    All demand points count, those of other authorities too: a building nearest to one of those is
    theirs (unless its own column says whose it is), and lies in no locality of ours.
    """
    there = np.flatnonzero(np.isfinite(points.xy).all(axis=1))
    placed = np.flatnonzero(np.isfinite(estate.places.xy).all(axis=1))
    if not (len(there) and len(placed)):
        return estate
    localities, authorities = (
        texts_of(points, job.field(name)) for name in ("LOCALITY", "AUTHORITY")
    )
    own, home = texts_of(estate.places, "authority"), job.text("HOME_AUTHORITY")
    buildings = list(estate.buildings)
    near = tree_of(points.xy[there]).query(estate.places.xy[placed])[1]
    for at, row in zip(placed, there[near]):
        elsewhere = buildings[at].elsewhere
        if home and not own[at] and authorities[row] != home:
            elsewhere = authorities[row] or localities[row]
        buildings[at] = replace(buildings[at], locality=localities[row], elsewhere=elsewhere)
    return replace(estate, buildings=buildings)


def in_order(estate: Estate) -> Estate:
    """Give the buildings by id, so that places, records and minutes stand in one order."""
    order = np.argsort(estate.places.ids, kind="stable")
    places = estate.places
    sorted_places = Places(
        places.name,
        [places.ids[at] for at in order],
        places.xy[order],
        [places.features[at] for at in order],
        places.withheld,
    )
    return replace(estate, places=sorted_places, buildings=[estate.buildings[at] for at in order])
