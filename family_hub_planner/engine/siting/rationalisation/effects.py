"""What an option does to families: who travels longer, how far, by decile and group, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...bands import TOLERANCE_MINUTES
from .option import Option, added_minutes, minutes_after, nearest_places, places
from .problem import Bools, EstateProblem, Floats, Ints

if TYPE_CHECKING:
    from ...demand import Demand

DECILE, QUINTILE, LOCALITY, GROUP = "decile", "quintile", "locality", "group"


@dataclass(frozen=True, eq=False)
class Effects:
    """What one option does; arrays of shape (n,), children as counted, minutes modelled.

    `worse` are the areas with a longer journey to the nearest site, `better` those with a shorter
    one, `much_worse` those whose journey grows by more than the minutes asked for, `fallen` those
    within the minutes today and beyond them after. `to_part_time` and `to_neighbours` are those
    whose nearest site is then open few hours, or another authority's, and is not so today.
    `longest` is the longest new journey of the areas
    with longer ones, nan where there is none; `goes_to` the building that is nearest after.
    """

    added: Floats
    after: Floats
    worse: Bools
    better: Bools
    much_worse: Bools
    fallen: Bools
    to_part_time: Bools
    to_neighbours: Bools
    longest: float
    goes_to: Ints

    def most_added(self) -> float:
        """Give the most minutes that any journey grows by."""
        return float(self.added.max(initial=0.0))


def effects(
    problem: EstateProblem,
    option: Option,
    minutes: float,
    worse_by: float,
    part_time: tuple[Bools, Bools],
    neighbours: Bools,
) -> Effects:
    """Work out an option's effects.

    `part_time` are the places of few hours today and under the option, each of shape (b,);
    `neighbours` (b,) those of another authority.
    """
    today, after = problem.today(), minutes_after(problem, option)
    added = added_minutes(problem, option)
    worse = added > 0
    with np.errstate(invalid="ignore"):
        better = np.isfinite(after) & (after < today - TOLERANCE_MINUTES)
    goes_to = nearest_places(problem, option)
    before = nearest_places(problem, Option())
    limit = minutes + TOLERANCE_MINUTES
    few_today, few_after = part_time
    return Effects(
        added=added,
        after=after,
        worse=worse,
        better=better,
        much_worse=added > worse_by + TOLERANCE_MINUTES,
        fallen=(today <= limit) & ~(after <= limit),
        to_part_time=_at(few_after, goes_to) & ~_at(few_today, before),
        to_neighbours=_at(neighbours, goes_to) & ~_at(neighbours, before),
        longest=float(after[worse].max()) if worse.any() else float("nan"),
        goes_to=goes_to,
    )


def _at(some: Bools, places_of_rows: Ints) -> Bools:
    """Tell which rows have their place among some, shape (n,); -1 is no place."""
    told: Bools = (places_of_rows >= 0) & some[places_of_rows]
    return told


def hours_after(problem: EstateProblem, option: Option, hours: Floats) -> Floats:
    """Give hours a week at each building, shape (b,): what moves in brings its own, nan unknown."""
    found = hours.copy()
    for host in {j for _, j in option.moves}:
        brought = [float(hours[i]) for i, j in option.moves if j == host]
        found[host] = max(brought) if not np.isnan(brought).any() else np.nan
    found[~places(problem, option)] = np.nan
    return found


def by_group(demand: Demand, some: Bools) -> list[tuple[str, str, float, float]]:
    """Count children, and those of `some` areas, by decile, quintile, locality and group.

    Rows of (kind, key, all of it, those concerned); a group's areas of unknown count count none.
    """
    rows = []
    for kind, values, last in ((DECILE, demand.decile, 10), (QUINTILE, demand.quintile, 5)):
        for rank in range(1, last + 1):
            rows.append(_row(demand, kind, str(rank), values == rank, some))
        rows.append(_row(demand, kind, "not known", np.isnan(values), some))
    names = np.array(demand.locality, dtype=object)
    for name in sorted({one for one in demand.locality if one}):
        rows.append(_row(demand, LOCALITY, name, names == name, some))
    for name, counts in demand.groups.items():
        known = np.nan_to_num(counts)
        rows.append((GROUP, name, float(known.sum()), float(known[some].sum())))
    return [row for row in rows if row[2] > 0]


def _row(
    demand: Demand, kind: str, key: str, rows: Bools, some: Bools
) -> tuple[str, str, float, float]:
    children = demand.children
    return kind, key, float(children[rows].sum()), float(children[rows & some].sum())
