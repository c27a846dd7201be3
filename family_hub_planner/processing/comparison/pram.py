"""There and back with a pram, worked out on the network for the areas whose journeys grow most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...engine.comparison_worst import NAMED, NEAREST, NO_HUB, PLAN, TODAY, PramJourney
from ...engine.errors import CodesError, InputError
from ...engine.journey_lengths import Lengths, journey_lengths
from ...engine.journeys import Ends
from ...engine.made_with import network_words
from ...engine.network.model import Network
from ...engine.tables import Table
from ..added_points import added_rows
from ..demand import DemandPlaces
from ..job import Job
from ..layers import Places
from .coverages import CoverageLayer, first_named
from .scenarios import Compared, Read

MODE, MOST = "pram", 10
COLUMNS = (
    "plan", "area_code", "scenario", "hub_id", "hub_is", "minutes_there", "minutes_back",
    "minutes_both_ways", "km_both_ways", "miles_both_ways",
)  # fmt: skip


@dataclass(frozen=True)
class Pram:
    """What was worked out: for each plan its areas and their journeys; `asked` for at all."""

    rows: Sequence[Sequence[int]]
    journeys: Sequence[Sequence[PramJourney]]
    asked: bool
    notes: Sequence[str] = field(default_factory=tuple)


def check_pram(job: Job) -> None:
    """Refuse one of network and hubs without the other, and the table without both."""
    job.needs("HUBS", "NETWORK")
    job.needs("NETWORK", "HUBS")
    job.needs("THERE_AND_BACK", "NETWORK")


def pram_journeys(job: Job, network: Network | None, demand: DemandPlaces, read: Read) -> Pram:
    """Work out the journeys of the `MOST` areas of each plan whose journeys grow most.

    Without a network there are none, but the areas are given all the same. `CodesError` where the
    layer of hubs lacks one that a coverage counts.
    """
    hidden = added_rows(demand.places)
    rows = [plan.found.worst(hidden)[:MOST] for plan in read.plans]
    if network is None:
        return Pram(rows, [[] for _ in rows], asked=False)
    hubs = job.places("HUBS", "HUB_ID", network.crs)
    column = {hub: number for number, hub in enumerate(hubs.ids)}
    for name, layer in [("today", read.base), *((p.found.plan.name, p.layer) for p in read.plans)]:
        _check_hubs(name, layer, hubs)
    wanted = sorted({row for some in rows for row in some})
    if not wanted:
        return Pram(rows, [[] for _ in rows], asked=True)
    other = _other_network(job, network, read.base)
    ways = _both_ways(job, _as_in(network, read.base), demand.places, hubs, wanted)
    found = [
        [
            journey
            for row in some
            for journey in _of_area(plan, read.base, row, wanted.index(row), column, ways)
        ]
        for plan, some in zip(read.plans, rows)
    ]
    return Pram(rows, found, asked=True, notes=[*_notes(ways), *other])


def _other_network(job: Job, network: Network, base: CoverageLayer) -> list[str]:
    """Say, in the log too, where the network given is not the coverages' own."""
    told = network_words(network.about, network.dated(), len(network.length_m))
    theirs = base.made.network
    if not theirs or told == theirs:
        return []
    note = f"The way with a pram was worked out on {told}, the coverages' minutes on {theirs}."
    job.progress.warn(note)
    return [note]


def _as_in(network: Network, base: CoverageLayer) -> Network:
    """Bar fast roads where the coverage barred them."""
    return replace(network, fast_barred=base.made.fast_roads == "barred")


def _check_hubs(name: str, layer: CoverageLayer, hubs: Places) -> None:
    lacking = set(layer.hubs) - set(hubs.ids)
    if lacking:
        raise CodesError(
            f"The layer {hubs.name} lacks {len(lacking)} of {len(layer.hubs)} hubs that the "
            f"coverage of {name} counts: {first_named(lacking)}. Give a layer with the hubs of all "
            "scenarios, under the ids that the coverages were made with (HUB_ID)."
        )


@dataclass(frozen=True)
class _Ways:
    """Minutes there and back and metres both ways, shape (areas wanted, hubs)."""

    there: np.ndarray
    back: np.ndarray
    metres: np.ndarray


def _both_ways(
    job: Job, network: Network, demand: Places, hubs: Places, wanted: Sequence[int]
) -> _Ways:
    if MODE not in network.modes:
        raise InputError(
            f"The network has no minutes with a pram; it has {', '.join(network.modes)}."
        )
    ends = Ends(demand.xy[list(wanted)], hubs.xy)
    snap = job.number("MAX_SNAP")
    there: Lengths = journey_lengths(network, MODE, ends, snap, "to")
    job.progress.stop_if_asked()
    back = journey_lengths(network, MODE, ends, snap, "from")
    return _Ways(there.minutes, back.minutes, there.metres + back.metres)


def _of_area(
    plan: Compared,
    base: CoverageLayer,
    row: int,
    place: int,
    column: dict[str, int],
    ways: _Ways,
) -> list[PramJourney]:
    """Give an area's journeys today and under the plan, each to the nearest hub and the named."""
    found = []
    today, under = (TODAY, base, plan.found.base), (PLAN, plan.layer, plan.found.plan)
    for scenario, layer, coverage in (today, under):
        both = ways.there[place] + ways.back[place]
        nearest = min(sorted(layer.hubs), key=lambda hub: both[column[hub]])
        named = coverage.hub[row]
        chosen = {nearest: NEAREST} if np.isfinite(both[column[nearest]]) else {}
        if named:
            chosen[named] = f"{NEAREST} and in the coverage" if named in chosen else NAMED
        if not chosen:
            found.append(PramJourney(row, scenario, "", NO_HUB, np.inf, np.inf, np.inf))
        for hub, why in chosen.items():
            at = (place, column[hub])
            found.append(
                PramJourney(
                    row,
                    scenario,
                    hub,
                    why,
                    float(ways.there[at]),
                    float(ways.back[at]),
                    float(ways.metres[at]),
                )
            )
    return found


def _notes(ways: _Ways) -> list[str]:
    notes = [
        "The nearest hub with a pram is the one with the fewest minutes there and back among those "
        "counted in that scenario; it may be another than the coverage's, which is made by its own "
        "mode.",
        "A mile is 1.609 km. Distances run along the quickest way, the walks between home, hub and "
        "the nearest way included.",
    ]
    if np.isnan(ways.metres).any():
        notes.append("Distances could not be told: the network has too many speeds with a pram.")
    return notes


def pram_table(read: Read, pram: Pram, areas: Sequence[str]) -> Table:
    """Give all journeys as a table; what is not known or has no way is empty."""
    rows = [
        (
            plan.found.plan.name, areas[one.row], one.scenario, one.hub or None, one.hub_is,
            *(_finite(value) for value in (
                one.minutes_there, one.minutes_back, one.minutes, one.km, one.miles,
            )),
        )
        for plan, journeys in zip(read.plans, pram.journeys)
        for one in journeys
    ]  # fmt: skip
    columns = [list(values) for values in zip(*rows)] or [[] for _ in COLUMNS]
    return Table(dict(zip(COLUMNS, columns)), "THERE_AND_BACK")


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
