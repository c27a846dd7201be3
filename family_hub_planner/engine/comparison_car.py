"""A comparison by car: the children in households with a car, and in those without one.

With s the share of an area's households without a car, children x s are counted as without one and
children x (1 - s) as with one (as `coverage_mode` does). That is an estimate: s is of all
households, not of families, and is applied to all children of an area alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .comparison import Comparison, Moves
from .comparison_tables import empty_row, moves_row, summed_table
from .coverage_mode import BOTH, WITH, WITHOUT
from .coverage_tables import ALL_AREAS, ESTIMATE, NOT_ASSESSED
from .tables import Table

Floats = npt.NDArray[np.float64]

SHARED_OUT = "children shared out by all households' cars"
NO_JOURNEY = "the coverage has driving minutes alone, which nobody without a car has"
NO_SHARE = "no share of households without a car was given"


@dataclass(frozen=True)
class Cars:
    """The share of households without a car, 0 to 1, shape (n,), None where it was not given.

    `said` tells how it was read, and `driving` that the coverage's minutes are those of driving.
    """

    no_car: Floats | None
    said: str = ""
    driving: bool = False


def by_car(found: Comparison, cars: Cars) -> Table:
    """Tabulate those with a car, those without, and both.

    Those without a car have their own minutes where both coverages tell them (`no_car_minutes`);
    else, where people drive, they are "not assessed"; else all have the minutes of the run's mode.
    """
    plan, bands = found.plan.name, found.asked.bands
    if cars.no_car is None:
        row = empty_row(plan, WITHOUT, bands, f"{NOT_ASSESSED}: {NO_SHARE}")
        return _lone(row)
    moves = found.moves
    with_car = moves_row(plan, WITH, moves.counted(moves.counts * (1 - cars.no_car)))
    with_car["note"] = _estimated(with_car["note"])
    on_foot = _without(found, cars.no_car, cars.driving)
    if on_foot is None:
        row = empty_row(plan, WITHOUT, bands, f"{NOT_ASSESSED}: {NO_JOURNEY}")
        return _lone(with_car, row)
    without = moves_row(plan, WITHOUT, on_foot)
    without["note"] = _estimated(without["note"])
    own = has_own_minutes(found)
    total = moves_row(plan, BOTH if own else ALL_AREAS, moves)
    if own:
        both = [moves.counted(moves.counts * (1 - cars.no_car)), on_foot]
        total = {**moves_row(plan, BOTH, _joined(*both)), "areas": len(found.demand)}
    return summed_table("BY_CAR", [with_car, without], total, bands)


def has_own_minutes(found: Comparison) -> bool:
    """Tell whether both coverages hold the minutes of families without a car."""
    return found.base.no_car_minutes is not None and found.plan.no_car_minutes is not None


def cars_how(found: Comparison, cars: Cars, no_car: str) -> str:
    """Say by which minutes those without a car are counted; `no_car` how the coverage says so."""
    if cars.no_car is None or (cars.driving and not has_own_minutes(found)):
        return ""
    if has_own_minutes(found):
        return (
            f"Those without a car have the coverages' own minutes for them ({no_car}); those with "
            "one drive."
        )
    return "Both have the minutes of this comparison's mode of travel, with a car or without."


def _without(found: Comparison, share: Floats, driving: bool) -> Moves | None:
    """Give the moves of those without a car; None where their journey is not known."""
    moves = found.moves.counted(found.demand.children * share)
    base, plan = found.base.no_car_minutes, found.plan.no_car_minutes
    if base is not None and plan is not None:
        return replace(moves, base=base, plan=plan)
    return None if driving else moves


def _joined(first: Moves, second: Moves) -> Moves:
    return Moves(
        np.concatenate([first.counts, second.counts]),
        np.concatenate([first.base, second.base]),
        np.concatenate([first.plan, second.plan]),
        np.concatenate([first.there, second.there]),
        first.asked,
    )


def _estimated(note: str) -> str:
    return "; ".join(filter(None, [f"{ESTIMATE}, {SHARED_OUT}", note]))


def _lone(*rows: dict[str, Any]) -> Table:
    """Give a table without a total, since not all of its rows are known."""
    return Table({name: [row[name] for row in rows] for name in rows[0]}, "BY_CAR")
