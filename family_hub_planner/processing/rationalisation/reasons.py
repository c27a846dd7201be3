"""Each move in words: what would happen there, to whom, from when, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine import published
from ...engine.siting.rationalisation.dates import UNKNOWN, day_of
from ...engine.siting.rationalisation.effects import hours_after
from ...engine.siting.rationalisation.option import NOTHING, nearest_places
from ..layers import texts_of
from ..method import written_date

if TYPE_CHECKING:
    from ...engine.siting.rationalisation.phases import Phase
    from .steps import EstateRun, StepFacts

GIVE_UP, MERGE, MOVE = "give_up", "merge", "move"
NOT_KNOWN = (
    "The estate layer names no family service in it: only its money is counted, and what happens "
    "in it is not known here."
)


def flows(run: EstateRun, facts: StepFacts) -> dict[int, list[tuple[int, float]]]:
    """Give for each site given up where families nearest to it today go, most children first.

    A service that moves is among them though no family should be nearest to it there.
    """
    before = nearest_places(run.problem, NOTHING)
    children, after = run.demand.demand.children, facts.effects.goes_to
    to = facts.step.option.moves_to()
    found = {}
    for site in facts.step.option.given_up:
        theirs = (before == site) & (after >= 0)
        counts = {int(place): 0.0 for place in np.unique(after[theirs])}
        for place in counts:
            counts[place] = float(children[theirs & (after == place)].sum())
        if site in to:
            counts.setdefault(to[site], 0.0)
        ids = run.estate.places.ids
        found[site] = sorted(counts.items(), key=lambda one: (-one[1], ids[one[0]]))
    return found


def words_of(run: EstateRun, phase: Phase) -> str:
    """Say a move in a few words."""
    site = run.estate.called(phase.building)
    others = run.estate.others.get(phase.building)
    site += f", one building with {others}," if others else ""
    if phase.host is not None:
        return f"{site} moves into {run.estate.called(phase.host)}"
    return f"{site} merges" if run.problem.serves[phase.building] else f"{site} is given up"


def reason(
    run: EstateRun,
    facts: StepFacts,
    phase: Phase,
    going: list[tuple[int, float]],
    threshold: float,
) -> str:
    """Say in sentences what a move means, with small counts held back; `going` as `flows` gives."""
    site, said = phase.building, []
    if site in run.estate.others:
        said.append(f"One building with {run.estate.others[site]}: given up together.")
    if not run.problem.serves[site]:
        said.append(NOT_KNOWN)
    else:
        said.append(_where(run, (facts, phase), going, threshold))
        worse = published.about(phase.alone_worse, threshold)
        of = "no child" if worse == "none" else f"{worse} children"
        said.append(f"Made alone, it would give {of} a longer journey.")
    if phase.host is not None:
        said += _host(run, phase)
    said.append(_when(run, site))
    claim = float(run.problem.money.clawback[site])
    if claim > 0:
        until = texts_of(run.estate.places, "clawback_until")[site] or "a day not stated"
        said.append(f"£{claim:,.0f} of a grant falls due if it is left before {until}.")
    if phase.on_the_way:
        said.append(f"Until the next move: {'; '.join(phase.on_the_way)}.")
    return " ".join(said)


def _where(
    run: EstateRun,
    of_step: tuple[StepFacts, Phase],
    going: list[tuple[int, float]],
    threshold: float,
) -> str:
    facts, phase = of_step
    hours = hours_after(run.problem, facts.step.option, run.estate.hours)
    few = facts.part_time
    start = "Its families"
    if phase.host is not None:
        start = f"Its service moves into {run.estate.called(phase.host)}; its families"
    told = [
        f"{run.estate.called(place)} ({published.about(count, threshold)} children"
        + (f"; open {hours[place]:g} hours a week)" if few[place] else ")")
        for place, count in going
        if count > 0
    ]
    if not told:
        return f"{start}: no area has it as its nearest site today."
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return f"{start} would then be nearest to {', '.join(told[:3])}{more}."


def _host(run: EstateRun, phase: Phase) -> list[str]:
    host, estate = phase.host, run.estate
    if host is None:
        return []
    needs, room = run.problem.area_needed[phase.building], run.problem.room[host]
    said = [f"It needs {needs:,.0f} of the {room:,.0f} m2 spare there."]
    if not estate.moves.agreed[host]:
        said.append("The owner there has not agreed.")
    elif not texts_of(estate.places, "owner_agreed")[host]:
        said.append("Whether the owner there agrees is not stated.")
    ends = day_of(texts_of(estate.places, "lease_end")[host])
    if ends is not None:
        said.append(f"The lease there ends on {written_date(ends)}.")
    return said


def _when(run: EstateRun, site: int) -> str:
    leaves = run.estate.leaves[site]
    if leaves.day is None:
        return f"From when it can be left is not known ({UNKNOWN})."
    return f"From {written_date(leaves.day)} ({leaves.why})."
