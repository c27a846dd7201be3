"""Coverage by age of child, each band by its own mode of travel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...engine.age_columns import Ages, age_columns
from ...engine.bands import band_number
from ...engine.coverage_age_modes import (
    BABIES,
    CHILDREN,
    NURSERY,
    UNDER_FIVES,
    AgeMode,
    ages_label,
    columns_of_band,
    parse_age_modes,
    ways_to_count,
)
from ...engine.coverage_ages import AgeBand, by_age
from ...engine.coverage_ages_page import age_section
from ...engine.coverage_tables import ESTIMATE, row_notes
from ...engine.errors import InputError
from ...engine.method_note import travelling
from ...engine.network.modes import MODES, ON_FOOT
from .. import parameters as make
from ..job import Job
from ..layers import Places, name_of, numbers_of, text_of
from ..parameters import tr
from .estimates import estimates_of
from .run import Chapter, Further, Run


class AgesOfChildren(Chapter):
    """Reports on each band of ages that the demand points count, by the mode of that age."""

    def inputs(self) -> list:
        """Give the bands with their modes."""
        label = tr("Ages, each with its mode of travel")
        told = tr(
            '"0-2=pram; 3-4=pram; 5-17=walk". Without "=" the mode chosen below. Empty: all bands '
            "of children that the demand points have, by that mode."
        )
        return [make.advanced(make.explained(make.text("AGE_MODES", label, optional=True), told))]

    def tables(self) -> dict[str, str]:
        """Give its table."""
        return {"BY_AGE": tr("By age of child")}

    def check(self, job: Job) -> None:
        """Refuse bands without a count, and modes that cannot be routed, before any work."""
        wanted = parse_age_modes(job.text("AGE_MODES"), MODES)
        if any(one.mode for one in wanted) and not job.asked_for("NETWORK"):
            raise InputError(
                f"{job.label('AGE_MODES')} (AGE_MODES): a table of times has its own minutes and "
                "no others; another mode can be routed on a network only. Give a network, or the "
                "ages without a mode."
            )
        _refuse_half_barred(job, wanted)
        source = job.source("DEMAND")
        columns = _columns(source.fields().names(), _without_mark(_stated_ages(job)))
        for one in wanted:
            columns_of_band(one.ages, columns, name_of(source))

    def add(self, further: Further, run: Run) -> None:
        """Add the table, and its part of the page where the layer counts any band."""
        wanted = parse_age_modes(run.job.text("AGE_MODES"), MODES)
        minutes = _Minutes(run, further)
        bands = _bands(run, wanted, minutes)
        rows = by_age(run.found, run.demand.demand, bands)
        further.tables["BY_AGE"] = rows
        if wanted:
            own = "; ".join(f"{ages_label(band.ages)} {travelling(band.travel)}" for band in bands)
            further.parameters["Ages, and how they travel"] = own
        if bands:
            notes = [*row_notes(rows), *minutes.notes]
            further.sections.append(age_section(rows, run.found, run.method, notes))


def _bands(run: Run, wanted: Sequence[AgeMode], minutes: _Minutes) -> list[AgeBand]:
    """Read the bands asked for, or all that there are, and route their modes."""
    places = run.demand.places
    stated = _without_mark(run.demand.ages)
    columns = _columns(places.features[0].fields().names(), stated)
    how, found = estimates_of(places), []
    for one in _with_headline(wanted or _all_of(columns), columns):
        ways = ways_to_count(one.ages, columns, places.name, stated)
        counts, names = _with_fewest_gaps(places, ways)
        mode = one.mode or run.method.mode
        said = "; ".join(sorted({how[name] for name in names if name in how}))
        found.append(AgeBand(one.ages, counts, minutes.by(mode), mode, said))
    return found


def _with_fewest_gaps(
    places: Places, ways: Sequence[Sequence[str]]
) -> tuple[np.ndarray, Sequence[str]]:
    """Give the counts known at most demand points, and their columns; of equal ones the first.

    Points added by hand often have `children` and no more, though these are the very ages.
    """
    sums = [np.sum([numbers_of(places, name) for name in names], axis=0) for names in ways]
    best = min(range(len(ways)), key=lambda way: int((~np.isfinite(sums[way])).sum()))
    return sums[best], ways[best]


class _Minutes:
    """The minutes to the nearest hub by each mode asked for, routed once a mode."""

    def __init__(self, run: Run, further: Further) -> None:
        self.run, self.further = run, further
        self.notes: list[str] = []
        self._known = {run.method.mode: run.found.minutes}

    def by(self, mode: str) -> np.ndarray:
        """Give the minutes, shape (areas,), inf where not routed; those lost are reported."""
        if mode in self._known:
            return self._known[mode]
        run, role, longest = self.run, f"demand, {mode}", max(self.run.found.bands)
        journeys = run.route(mode=mode, demand_role=role, edge_minutes=longest)
        self.further.places[role] = run.demand.places
        self.further.unrouted += [
            place
            for place in journeys.unrouted
            if place.role == role and not run.found.unrouted[place.row]
        ]
        near = 0 if journeys.demand_near_edge is None else int(journeys.demand_near_edge.sum())
        if near:
            self.notes.append(
                f"Edge of the network ({travelling(mode)}): {near} of {len(run.found.minutes)} "
                f"areas lie within {band_number(longest)} minutes of it; ways or hubs beyond it "
                "may be missing."
            )
        self._known[mode] = journeys.minutes.min(axis=1)
        return self._known[mode]


def _columns(names: Sequence[str], stated_ages: str) -> dict[Ages, str]:
    """Give the columns of bands; the children counted are the band that the layer says they are."""
    columns = age_columns(names)
    if stated_ages == ages_label(UNDER_FIVES):
        columns.setdefault(UNDER_FIVES, CHILDREN)
    return columns


def _stated_ages(job: Job) -> str:
    source = job.source("DEMAND")
    place = source.fields().indexFromName("ages")
    stated = {text_of(value) for value in source.uniqueValues(place)} if place >= 0 else set()
    return ", ".join(sorted(stated - {""}))


def _without_mark(stated: str) -> str:
    return stated.replace(f" ({ESTIMATE})", "")


def _all_of(columns: dict[Ages, str]) -> list[AgeMode]:
    return [AgeMode(ages) for ages in columns if columns[ages] != CHILDREN]


def _with_headline(wanted: Sequence[AgeMode], columns: dict[Ages, str]) -> list[AgeMode]:
    """Add 0-4 where the layer counts it and both its parts travel alike."""
    modes = {one.ages: one.mode for one in wanted}
    parts = [modes.get(ages) for ages in (BABIES, NURSERY)]
    alike = parts[0] is not None and parts[0] == parts[1]
    if UNDER_FIVES in modes or UNDER_FIVES not in columns or not alike:
        return list(wanted)
    return [AgeMode(UNDER_FIVES, parts[0]), *wanted]


def _refuse_half_barred(job: Job, wanted: Sequence[AgeMode]) -> None:
    """Fast roads are barred for a run on foot alone: another age on foot would walk along them."""
    on_foot = [ages_label(one.ages) for one in wanted if one.mode in ON_FOOT]
    if on_foot and job.yes("BAR_FAST_ROADS") and not job.fast_roads_barred():
        raise InputError(
            f"{job.label('BAR_FAST_ROADS')} works where the run's own mode is on foot. Choose walk "
            f"or pram as {job.label('MODE').lower()}, since the ages {on_foot[0]} go on foot."
        )
