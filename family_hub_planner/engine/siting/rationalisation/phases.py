"""The moves of an option in an order: as soon as each can be made, the least harm a pound first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from .dates import Earliest
from .option import (
    Option,
    added_minutes,
    broken,
    need_minutes,
    one_off,
    saving_gross,
)
from .problem import EstateProblem, Floats


@dataclass(frozen=True)
class Phase:
    """One move in its order, and what stands once it and all before it are made.

    `building` is given up, its service going to `host` (None: it does not move). `own_saving` and
    `own_one_off` are this move's pounds, `alone_worse` the children with longer journeys if it
    alone were made; `saving`, `one_off`, `children_worse` are those so far.
    `on_the_way` names conditions that are not kept between this move and the next.
    """

    building: int
    host: int | None
    order: int
    own_saving: float
    own_one_off: float
    alone_worse: float
    saving: float
    one_off: float
    children_worse: float
    on_the_way: tuple[str, ...]


def phases(
    problem: EstateProblem, option: Option, leaves: Sequence[Earliest], children: Floats
) -> list[Phase]:
    """Put the moves in order: earliest date, then least added need-minutes a pound saved, then id.

    Each move's minutes are those of making it alone. A building without a known date comes last.
    """
    moves_to = option.moves_to()

    def key(building: int) -> tuple[date, float, str]:
        alone = option.alone(building)
        saved = saving_gross(problem, alone)
        harm = need_minutes(problem, alone) / saved if saved > 0 else np.inf
        return leaves[building].day or date.max, harm, problem.building_ids[building]

    found: list[Phase] = []
    done: list[int] = []
    for building in sorted(option.given_up, key=key):
        before = option.first(done)
        done.append(building)
        here = option.first(done)
        worse = added_minutes(problem, here) > 0
        alone = added_minutes(problem, option.alone(building)) > 0
        saved, once = saving_gross(problem, here), one_off(problem, here)
        found.append(
            Phase(
                building=building,
                host=moves_to.get(building),
                order=len(done),
                own_saving=saved - saving_gross(problem, before),
                own_one_off=once - one_off(problem, before),
                alone_worse=float(children[alone].sum()),
                saving=saved,
                one_off=once,
                children_worse=float(children[worse].sum()),
                on_the_way=tuple(broken(problem, here)),
            )
        )
    return found
