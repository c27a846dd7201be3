"""Facilities of an OpenStreetMap file as candidates: typed by their tags, one row a place.

A column holds what the map states and nothing else; where it states nothing it is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from ..progress import Progress
from ..projection import WGS84, is_metric, metric_crs, reproject
from ..provenance import Provenance, checksum
from ..tables import Table
from .facility_types import FacilityTypes
from .mapped_places import MappedPlace, MappedPlaces, read_mapped_places
from .mapped_twice import OncePlaces, places_once
from .postcode_text import postcode_key, written

_STEP_FREE = {"yes": "yes", "designated": "yes", "limited": "limited", "no": "no"}
_OPEN_TO = {
    **dict.fromkeys(("yes", "permissive", "public", "designated"), "public"),
    **dict.fromkeys(("private", "no", "permit", "members", "residents"), "those with permission"),
}
_TOWN_KEYS = ("addr:village", "addr:suburb", "addr:town", "addr:city")


@dataclass(frozen=True)
class Facilities:
    """Facilities of the types wanted.

    Attributes
    ----------
    table
        One row a place, by kind of object and number: `site_id` ("node/1", "relation/3", "way/2"),
        `site_name`, `uprn`, `postcode`, `address`, `venue_type`, `colocation_type`, `owner`,
        `open_to`, `step_free`, `opening_hours`; None where the map states nothing.
    xy
        Shape (k, 2), metres of `crs`.
    at_risk
        Places left out because they may endanger somebody; they are nowhere named.
    notes
        Plain sentences for the log.
    """

    table: Table
    xy: npt.NDArray[np.float64]
    crs: str
    at_risk: int
    notes: tuple[str, ...]


def read_facilities(
    path: Path,
    types: FacilityTypes,
    wanted: Sequence[str] = (),
    crs: str = "",
    progress: Progress | None = None,
) -> Facilities:
    """Read the facilities of an OpenStreetMap file.

    Parameters
    ----------
    types
        Which tags make which type.
    wanted
        Venue types or co-location types as the table names them; empty for all.
    crs
        System of the result in metres; "" for EPSG:27700 in Great Britain, else UTM, by where the
        facilities of all types lie.

    Raises
    ------
    FileUnreadableError
        The file is missing, damaged or no OpenStreetMap file.
    InputError
        It holds no facility of these types, or the system does not count in metres.
    """
    if crs and not is_metric(crs):
        raise InputError(
            f"The coordinate system {crs} does not count in metres. Choose a projected one, such "
            "as EPSG:27700 in Great Britain."
        )
    read = read_mapped_places(path, types, progress)
    once = places_once(read.places)
    chosen = [place for place in once.kept if not wanted or set(types_of(place)) & set(wanted)]
    if not chosen:
        asked = ", ".join(wanted) or "the table's types"
        there = ", ".join(sorted({types_of(place)[0] for place in once.kept})) or "none at all"
        raise InputError(
            f"{path.name} holds no facility of {asked}. It has: {there}. Take a larger extract, or "
            "other types."
        )
    degrees = _degrees(once.kept)
    system = crs or metric_crs(*degrees.min(axis=0), *degrees.max(axis=0))
    facts = Provenance(
        "Facilities in the OpenStreetMap format",
        f"data up to {read.data_until}" if read.data_until else "file without dates",
        read.publisher,
        read.licence,
        path.name,
        checksum(path),
    )
    return Facilities(
        Table(_columns(chosen), path.name, facts),
        reproject(_degrees(chosen), WGS84, system),
        system,
        once.at_risk,
        _notes(path.name, read, once, chosen),
    )


def types_of(place: MappedPlace) -> tuple[str, ...]:
    """Give the words by which a place's type may be called: venue type, co-location type."""
    if place.rule is None:
        return ()
    both = (place.rule.venue_type, place.rule.colocation_type)
    return tuple(name for name in both if name)


def _degrees(places: Sequence[MappedPlace]) -> npt.NDArray[np.float64]:
    return np.array([(place.longitude, place.latitude) for place in places], dtype=float)


def _columns(places: Sequence[MappedPlace]) -> dict[str, list[Any]]:
    rows = [_row(place) for place in places]
    return {name: [row[name] or None for row in rows] for name in rows[0]}


def _row(place: MappedPlace) -> dict[str, str]:
    tags = place.tags
    code = tags.get("addr:postcode", "")
    key = postcode_key(code)
    return {
        "site_id": place.osm_id,
        "site_name": place.name,
        "uprn": tags.get("ref:GB:uprn", ""),
        "postcode": written(key) if key else code,
        "address": _address(tags),
        "venue_type": place.rule.venue_type if place.rule else "",
        "colocation_type": place.rule.colocation_type if place.rule else "",
        "owner": tags.get("owner", "") or tags.get("operator", ""),
        "open_to": _OPEN_TO.get(tags.get("access", ""), ""),
        "step_free": _STEP_FREE.get(tags.get("wheelchair", ""), ""),
        "opening_hours": tags.get("opening_hours", ""),
    }


def _address(tags: dict[str, str]) -> str:
    street = tags.get("addr:street", "") or tags.get("addr:place", "")
    door = " ".join(filter(None, (tags.get("addr:housenumber", ""), street)))
    town = (tags.get(key, "") for key in _TOWN_KEYS)
    parts = dict.fromkeys((tags.get("addr:housename", ""), door, *town))
    return ", ".join(part for part in parts if part)


def _notes(
    name: str, read: MappedPlaces, once: OncePlaces, chosen: Sequence[MappedPlace]
) -> tuple[str, ...]:
    by_type = Counter(types_of(place)[0] for place in chosen)
    listed = ", ".join(f"{count:,} {kind}" for kind, count in sorted(by_type.items()))
    unnamed = sum(not place.name for place in chosen)
    unsaid = sum(len(types_of(place)) < 2 for place in chosen)
    said = [
        (len(chosen), f"{name}: {len(chosen):,} facilities ({listed})."),
        (once.at_risk, f"{once.at_risk:,} left out: refuges, shelters and what stands with them. "
         "Their addresses may put people in danger, so they are never taken from the map."),
        (once.repeated, f"{once.repeated:,} left out: mapped twice, as a point and as its area."),
        (once.building_only, f"{once.building_only:,} buildings left out: another facility is "
         "mapped in or around them."),
        (read.gone, f"{read.gone:,} left out: tagged as disused, abandoned, ruined, demolished, "
         "planned or being built."),
        (read.shapeless, f"{read.shapeless:,} left out: no place on the map."),
        (unnamed, f"{unnamed:,} have no name on the map."),
        (unsaid, f"{unsaid:,} have no co-location type: the map does not say who runs them."),
    ]  # fmt: skip
    return tuple(sentence for count, sentence in said if count)
