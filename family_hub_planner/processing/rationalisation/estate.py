"""The estate's layer: who serves families, what may be given up, what may move where, its money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ...engine.errors import InputError
from ...engine.siting.rationalisation.dates import UNKNOWN, Earliest, clawback_due, earliest
from ...engine.siting.rationalisation.problem import EstateMoney
from ..amounts import amounts_of
from ..demand import INACTIVE, not_public
from ..layers import Places, names_of, texts_of
from ..siting import refused
from ..unlike_hubs import unlike_hubs
from .leases import leases_of
from .moves import Moves, Takes, moves_of

if TYPE_CHECKING:
    from ...engine.journeys import Journeys
    from ..job import Job
    from .buildings import Buildings

NO_OWNER = "owner not stated"


@dataclass(frozen=True, eq=False)
class Estate:
    """The b buildings, in the layer's order.

    `serves` and `may_give_up` as in `EstateProblem`, `few_hours` its `part_time`; `stays` tells why
    a building that might be given up is not tested, by its id, and `not_counted` why one that
    serves families is no site of this run; `remarks` are what to know of the register, in
    sentences; `others` names the further rows of a building, by its number.
    """

    places: Places
    names: list[str]
    owners: list[str]
    serves: np.ndarray
    may_give_up: np.ndarray
    leaves: list[Earliest]
    hours: np.ndarray
    few_hours: np.ndarray
    backlog: np.ndarray
    neighbours: np.ndarray
    money: EstateMoney
    moves: Moves
    stays: dict[str, str]
    not_counted: dict[str, str]
    remarks: list[str]
    others: dict[int, str]

    def sites(self) -> list[str]:
        """Name the sites taken to serve families, in the layer's order."""
        return [self.called(int(site)) for site in np.flatnonzero(self.serves)]

    def called(self, building: int) -> str:
        """Give a building's name with its id, or the id alone."""
        name, own = self.names[building], self.places.ids[building]
        return f"{name} ({own})" if name else own


def read_estate(job: Job, buildings: Buildings, journeys: Journeys, start: date) -> Estate:
    """Read what the buildings state; `journeys` tell which of them can be travelled to.

    Raises `InputError` where none may be given up, and `ColumnError` for a number that is none.
    """
    places, asked = buildings.places, buildings.asked
    routed = np.isfinite(journeys.minutes).any(axis=0)
    serves = buildings.counted & routed
    leaves = _leaves(places, start)
    running, once = _pounds(job, places, "RUNNING_COST"), _pounds(job, places, "ONE_OFF")
    off = _not_routed(places, buildings.counted & ~routed)
    stays = _stays(job, buildings, off, running, once)
    may = asked & np.array([site not in stays for site in places.ids])
    if not may.any():
        raise InputError(_nothing_to_test(job, places, stays))
    moves = moves_of(job, places, serves, may, _takes(places, routed & ~serves), running)
    money = EstateMoney(
        running=running,
        leaving=once,
        clawback=_clawback(places, leaves, start),
        fitting=moves.fitting,
        moving_in=moves.yearly,
        years=job.number("YEARS"),
    )
    estate = Estate(
        places=places,
        names=names_of(job, places, "ESTATE_NAME"),
        owners=[owner or NO_OWNER for owner in texts_of(places, "owner")],
        serves=serves,
        may_give_up=may,
        leaves=leaves,
        hours=amounts_of(places, "hours_week"),
        few_hours=_few(job, places) & serves,
        backlog=amounts_of(places, "backlog_gbp"),
        neighbours=_of_others(job, places),
        money=money,
        moves=moves,
        stays=stays,
        not_counted={**buildings.not_counted, **off},
        remarks=[],
        others=buildings.others,
    )
    return replace(estate, remarks=_remarks(job, estate, buildings))


def _not_routed(places: Places, sites: np.ndarray) -> dict[str, str]:
    why = "it cannot be reached by the network or the table of times"
    return {places.ids[row]: why for row in np.flatnonzero(sites)}


def _pounds(job: Job, places: Places, name: str) -> np.ndarray:
    return amounts_of(places, job.field(name))


def _stays(
    job: Job, buildings: Buildings, off: dict[str, str], running: np.ndarray, once: np.ndarray
) -> dict[str, str]:
    """Say why some buildings that may be given up are not tested, by their id."""
    stays = dict(buildings.stays)
    for row in np.flatnonzero(buildings.asked):
        site = buildings.places.ids[row]
        if site in stays:
            continue
        if site in off:
            stays[site] = f"it serves families who cannot be weighed in this run ({off[site]})"
        elif not np.isfinite(running[row]):
            stays[site] = f"it states no running cost (column {job.field('RUNNING_COST')!r})"
        elif not np.isfinite(once[row]):
            stays[site] = f"it states no cost of giving it up (column {job.field('ONE_OFF')!r})"
    return stays


def _nothing_to_test(job: Job, places: Places, stays: dict[str, str]) -> str:
    if not stays:
        return (
            f"None of the {len(places)} buildings of {places.name} says yes in the field "
            f"{job.field('MAY_GIVE_UP')!r}, so that there is nothing to test. Fill it in for those "
            "that may be given up."
        )
    first = next(iter(sorted(stays)))
    return (
        f"None of the {len(stays)} buildings that may be given up can be tested (first: {first}, "
        f"{stays[first]}). Fill in what is missing, 0 where it costs nothing."
    )


def _leaves(places: Places, start: date) -> list[Earliest]:
    return [earliest(*stated, start) for stated in leases_of(places)]


def _takes(places: Places, free: np.ndarray) -> Takes:
    closed = not_public(places)
    agreed = [not refused(said) for said in texts_of(places, "owner_agreed")]
    return Takes(
        free=free,
        public=np.array([site not in closed for site in places.ids], dtype=bool),
        idle=np.array([one.lower() in INACTIVE for one in texts_of(places, "status")], dtype=bool),
        agreed=np.array(agreed, dtype=bool),
    )


def _clawback(places: Places, leaves: list[Earliest], start: date) -> np.ndarray:
    pounds = np.nan_to_num(amounts_of(places, "clawback_gbp"))
    until = texts_of(places, "clawback_until")
    due = [clawback_due(float(p), u, day, start) for p, u, day in zip(pounds, until, leaves)]
    return np.array(due, dtype=float)


def _remarks(job: Job, estate: Estate, buildings: Buildings) -> list[str]:
    said = [f"{site} is not tested: {why}." for site, why in sorted(estate.stays.items())]
    undated = [
        estate.places.ids[row]
        for row in np.flatnonzero(estate.may_give_up)
        if estate.leaves[row].why == UNKNOWN
    ]
    if undated:
        said.append(
            "When they can be left is not stated, so that they come last in the order: "
            f"{', '.join(undated)} (tenure, lease_end, break_date)."
        )
    others = [
        f"{site} is not counted: {why}."
        for site, why in sorted(estate.not_counted.items())
        if site not in estate.stays
    ]
    return [
        *said,
        *others,
        *_unlike(job, estate),
        *buildings.remarks,
        *estate.moves.remarks,
    ]


def _unlike(job: Job, estate: Estate) -> list[str]:
    """Name the sites that count as any other though they are open few hours, or another's."""
    alike = estate.serves & ~estate.few_hours
    sites = np.flatnonzero(alike)
    said = []
    for kind in unlike_hubs(job, estate.places.chosen(alike)) if alike.any() else []:
        names = [estate.called(int(site)) for site in sites[kind.hubs]]
        if names:
            words = kind.words.replace("hubs", "sites")
            said.append(f"Counted as any other site: {words}: {', '.join(names)}.")
    few = [estate.called(int(site)) for site in np.flatnonzero(estate.few_hours)]
    if few:
        said.append(
            f"Open fewer than {job.number('FULL_HOURS'):g} hours a week, and so no stand-in for a "
            f"site open longer: {', '.join(few)}. Nearest for families who have such a site "
            "nearest today, and for no others."
        )
    return said


def _few(job: Job, places: Places) -> np.ndarray:
    """Tell which places are no stand-in for others, known to be open fewer hours, shape (b,)."""
    if job.yes("PART_TIME_COUNTS"):
        return np.zeros(len(places), dtype=bool)
    with np.errstate(invalid="ignore"):
        return amounts_of(places, "hours_week") < job.number("FULL_HOURS")


def _of_others(job: Job, places: Places) -> np.ndarray:
    """Tell which buildings are another authority's, shape (b,); none where no home is named."""
    home = job.text("HOME_AUTHORITY")
    authority = texts_of(places, "authority")
    known = bool(home) and home in authority
    return np.array([known and name not in ("", home) for name in authority], dtype=bool)
