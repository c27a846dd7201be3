"""Demand points and hubs as layers to what the engine takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.demand import Demand
from ..engine.errors import ColumnError, InputError
from ..engine.need_index import IDACI, index_words
from ..engine.services import names_of_services, offers_service
from .job import Job
from .layers import Places, numbers_of, texts_of
from .uncounted import NO_CHILDREN, NO_NEED, Uncounted, part_uncounted, unknown_need_note

PUBLIC = {"", "public", "all", "everyone"}
_WITHOUT = {
    "not_chosen": "it was tested and not chosen",
    "option_to_close": "the plan closes it, as an option for testing",
}
_SINGLY = 3  # hubs of one reason that are told one by one
INACTIVE = {"closed", "planned to be opened"}


@dataclass(frozen=True)
class DemandPlaces:
    """Demand with its places; the decile's name, the ages counted and the data sets it states.

    `uncounted` are the points left out, as they can stand in no figure. `need_known` tells of each
    point whether its need is known, shape (n,); where it is not, the demand holds 0.
    """

    places: Places
    demand: Demand
    decile_name: str
    ages: str
    sources: tuple[str, ...]
    uncounted: Uncounted
    need_known: np.ndarray

    def remarks(self) -> list[str]:
        """Say what to know of points that are left out, or whose need is not known."""
        unknown = [code for code, known in zip(self.places.ids, self.need_known) if not known]
        note = unknown_need_note(unknown)
        return [*self.uncounted.notes(), *([note] if note else [])]


def read_demand(job: Job, crs: str, weighed: bool = False) -> DemandPlaces:
    """Read the layer `DEMAND`: an id, `children` and `need`, and what else it has.

    Areas outside the authority asked for are left out, and those without a count of children (held
    back, or never given): the log names them. `weighed` leaves out those without need too, as a run
    that weighs by it must. Raises `ColumnError` when a column that must be there is not, and
    `InputError` when no area can be counted.
    """
    places = job.places("DEMAND", "DEMAND_ID", crs)
    for name in ("children", "need"):
        if not places.has(name):
            raise ColumnError(
                f"The layer {places.name} has no column {name!r}. Demand points need an id, "
                "children and need: make them with 'Need by area' (its demand points)."
            )
    places, uncounted = _counted(_of_authority(job, places), weighed)
    need = numbers_of(places, "need")
    known = ~np.isnan(need)
    decile_name, decile = _decile(places)
    demand = Demand(
        ids=places.ids,
        children=numbers_of(places, "children"),
        need=np.where(known, need, 0.0),
        decile=decile,
        quintile=_optional_numbers(places, "local_quintile"),
        locality=texts_of(places, job.field("LOCALITY")),
        authority=texts_of(places, job.field("AUTHORITY")),
        groups=_groups(job, places),
    )
    ages = sorted({ages for ages in texts_of(places, "ages") if ages})
    read = DemandPlaces(
        places, demand, decile_name, ", ".join(ages), stated_sources(places), uncounted, known
    )
    for remark in read.remarks():
        job.progress.warn(remark)
    return read


def _counted(places: Places, weighed: bool) -> tuple[Places, Uncounted]:
    """Leave out the points that no figure can hold."""
    children, need = (np.isnan(numbers_of(places, name)) for name in ("children", "need"))
    reasons = [
        NO_CHILDREN if no_count else NO_NEED if weighed and no_need else ""
        for no_count, no_need in zip(children, need)
    ]
    return part_uncounted(places, reasons)


def stated_sources(places: Places) -> tuple[str, ...]:
    """Give the data sets that the places state, each once: the need layer joins them by full stops.

    A text that was parted wrongly (a full stop in a file's name) is only laid out otherwise.
    """
    texts = sorted({said for said in texts_of(places, "sources") if said})
    parts = (part for text in texts for part in re.split(r"\. (?=[A-Z])", text))
    return tuple(dict.fromkeys(parts))


_PARTED = re.compile(r"[;,\n]")  # as the groups of 'Need by area', but for "=" and JSON


def _of_authority(job: Job, places: Places) -> Places:
    home = job.text("HOME_AUTHORITY")
    if not home:
        return places
    authority = texts_of(places, job.field("AUTHORITY"))
    keep = [name == home for name in authority]
    if not any(keep):
        raise none_belongs(home, authority)
    job.progress.info(f"{sum(keep)} of {len(places)} demand points belong to {home}.")
    return places.chosen(keep)


def none_belongs(home: str, authority: Sequence[str]) -> InputError:
    """Say that no demand point belongs to an authority, which they name, or that they name none."""
    there = ", ".join(sorted({one for one in authority if one})[:10])
    why = (
        f"The authorities are: {there}."
        if there
        else "The points name no authority: set its field in 'Need by area' (AUTHORITY), or leave "
        "the home authority empty."
    )
    return InputError(f"No demand point belongs to {home!r}. {why}")


def _decile(places: Places) -> tuple[str, np.ndarray]:
    """Give the first deprivation decile that is filled: IDACI's, else `imd_decile` by its name.

    `deprivation_index` names another index than the English IMD; of several, none is named.
    """
    idaci = _optional_numbers(places, "idaci_decile")
    if np.isfinite(idaci).any():
        return index_words(IDACI, "decile"), idaci
    values = _optional_numbers(places, "imd_decile")
    told = zip(texts_of(places, "deprivation_index"), np.isfinite(values))
    indices = {index for index, known in told if known}
    label = index_words(indices.pop(), "decile") if len(indices) == 1 else "deprivation decile"
    return label, values


def _optional_numbers(places: Places, name: str) -> np.ndarray:
    return numbers_of(places, name) if places.has(name) else np.full(len(places), np.nan)


def _groups(job: Job, places: Places) -> dict[str, np.ndarray]:
    names = [name.strip() for name in _PARTED.split(job.text("GROUPS")) if name.strip()]
    missing = [name for name in names if not places.has(name)]
    if missing:
        there = ", ".join(places.features[0].fields().names())
        raise ColumnError(
            f"The layer {places.name} has no column {missing[0]!r} to report on (GROUPS: columns "
            f"parted by commas or semicolons). It has: {there}."
        )
    return {name: numbers_of(places, name) for name in names}


def not_public(places: Places) -> dict[str, str]:
    """Tell which venues only some families may enter, and who, by their id.

    A venue behind a base's gate or a school's serves its own families, who are not told apart
    here. An empty `open_to` says nothing.
    """
    who = zip(places.ids, texts_of(places, "open_to"))
    return {
        place: f"it is open to {group} only" for place, group in who if group.lower() not in PUBLIC
    }


def not_serving(hubs: Places) -> dict[str, str]:
    """Tell which hubs serve no family yet (closed, planned) or only some, and why, by their id.

    A layer of suggested sites or outreach points may stand for hubs: what its plan does without is
    no hub of the plan.
    """
    states = zip(hubs.ids, texts_of(hubs, "status"))
    inactive = {hub: f"its status is {state}" for hub, state in states if state.lower() in INACTIVE}
    decisions = zip(hubs.ids, texts_of(hubs, "decision"))
    without = {hub: _WITHOUT[word] for hub, word in decisions if word in _WITHOUT}
    return {**not_public(hubs), **inactive, **without}


def not_counted(job: Job, hubs: Places) -> dict[str, str]:
    """Tell which hubs do not count in this run and why, those without its service too."""
    service = job.text("SERVICE")
    offers = zip(hubs.ids, texts_of(hubs, "services"))
    lacking = {
        hub: f"it does not offer {service}"
        for hub, offered in offers
        if service and not offers_service(offered, service)
    }
    return {**lacking, **not_serving(hubs)}


def _refuse_unknown_service(job: Job, hubs: Places) -> None:
    """Refuse a service that no hub of the layer names, with those that they do."""
    service = job.text("SERVICE")
    texts = texts_of(hubs, "services")
    if service and not any(offers_service(offered, service) for offered in texts):
        known = names_of_services(texts)
        named = f"They name: {'; '.join(known)}." if known else "They name none (column services)."
        raise InputError(
            f"{job.label('SERVICE')}: none of the {len(hubs)} hubs of {hubs.name} has the service "
            f"{service!r}. {named} Give one whole service; capitals do not matter."
        )


def serving(job: Job, hubs: Places) -> Places:
    """Keep the hubs that any family may use and that offer the service asked for.

    Those left out are named in the log; `InputError` when none is left.
    """
    _refuse_unknown_service(job, hubs)
    out, service = not_counted(job, hubs), job.text("SERVICE")
    for told in _told_together(out):
        job.progress.warn(told)
    if len(out) == len(hubs):
        raise InputError(
            f"None of the {len(hubs)} hubs of {hubs.name} is active and open to the public"
            + (f" with the service {service!r}." if service else ".")
        )
    return hubs.chosen([hub not in out for hub in hubs.ids])


def _told_together(out: Mapping[str, str]) -> Iterator[str]:
    """Say which hubs are not counted, those of one reason together where they are more than a few.

    A layer of suggested sites holds every venue that was tested: a line for each hides the rest.
    """
    by_reason: dict[str, list[str]] = {}
    for hub, why in out.items():
        by_reason.setdefault(why, []).append(hub)
    for why, ids in by_reason.items():
        if len(ids) <= _SINGLY:
            yield from (f"{hub} is not counted: {why}." for hub in ids)
            continue
        named = f"{', '.join(ids[:_SINGLY])} and {len(ids) - _SINGLY:,d} more"
        yield f"{len(ids):,d} of the hubs given are not counted, each because {why}: {named}."
