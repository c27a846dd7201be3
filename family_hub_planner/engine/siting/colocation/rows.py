"""The result tables: pairs ranked, the plan, its buildings, budgets and families."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...tables import Table
from .fit import fit_of, remarks
from .judge import nearest
from .ledger import by_budget, parts_of
from .pairs import change_of
from .words import reason_of_move, reason_of_pair

if TYPE_CHECKING:
    import numpy.typing as npt

    from .judge import Worth
    from .pairs import Change, Pair
    from .problem import CoLocation

    Floats = npt.NDArray[np.float64]

_SHARED = (
    "service_id", "service_name", "from_site", "from_name", "to_site", "to_name",
)  # fmt: skip
_JOURNEYS = (
    "minutes_before", "minutes_after", "minutes_change", "children_longer", "children_shorter",
)  # fmt: skip
PAIRS = (
    *_SHARED, "rank", "direction", "feasible", "fit", "saving_gbp_year", "one_off_gbp",
    "space_m2", "space_left_m2", *_JOURNEYS, "weighed_gbp_year", "owner", "conflicts", "reason",
)  # fmt: skip
PLAN = (
    *_SHARED, "decision", "fit", "saving_gbp_year", "one_off_gbp", "space_m2", *_JOURNEYS,
    "budget", "owner", "conflicts", "reason",
)  # fmt: skip
BY_BUILDING = (
    "site_id", "site_name", "decision", "owner", "services_before", "services_after", "services",
    "spare_m2_before", "spare_m2_after", "saving_gbp_year", "one_off_gbp", "clawback_gbp",
    "lease_end",
)  # fmt: skip
BY_BUDGET = ("budget", "saving_gbp_year", "one_off_gbp", "note")
LEAVE, MOVE = "leave", "move"
GIVE_UP, EMPTIED, KEPT = "option_to_give_up", "no_service_left", "kept"
_LONGER = 1e-6
_DUST = 9  # decimals: 1776.0000000000002 is 1776


def pair_rows(
    problem: CoLocation, pairs: Sequence[Pair], threshold: float
) -> Iterator[tuple[Any, ...]]:
    """Give a row for each pair under `PAIRS`, in their order; ranks begin with 1."""
    for rank, pair in enumerate(pairs, start=1):
        unknown = np.isnan(problem.buildings[pair.to].one_off)
        yield (
            ", ".join(problem.services[at].id for at in pair.services),
            service_name(problem, pair.services),
            *_sites(problem, pair.home, pair.to),
            rank,
            pair.direction,
            pair.feasible,
            pair.fit or None,
            _number(pair.worth.saving),
            None if unknown else _number(pair.worth.one_off),
            _number(pair.space_m2),
            _number(pair.space_left_m2),
            *_journeys(pair.change),
            _number(pair.worth.gain),
            problem.buildings[pair.to].owner or None,
            "; ".join([*pair.in_the_way, *(f"to settle: {one}" for one in pair.to_settle)]),
            reason_of_pair(problem, pair, threshold),
        )


def service_name(problem: CoLocation, services: Sequence[int]) -> str:
    """Name one service, or several as the whole of a building."""
    names = [problem.services[at].name for at in services]
    if len(names) == 1:
        return names[0]
    return f"whole site: {', '.join(dict.fromkeys(names))}"


def plan_rows(problem: CoLocation, worth: Worth) -> Iterator[tuple[Any, ...]]:
    """Give a row for each service under `PLAN`; savings and one-off costs add up to the plan's."""
    parts = parts_of(problem, worth)
    for at, service in enumerate(problem.services):
        home, to = int(problem.home[at]), int(worth.where[at])
        building, change = problem.buildings[to], change_of(problem, (at,), worth.where)
        settle = remarks(service, building, problem.asked) if home != to else []
        yield (
            service.id,
            service.name,
            *_sites(problem, home, to),
            LEAVE if home == to else MOVE,
            fit_of(service, building) or None,
            _number(parts.saving[at]),
            _number(parts.one_off[at]),
            _number(service.area_m2),
            *_journeys(change),
            service.budget or None,
            building.owner or None,
            "; ".join(f"to settle: {one}" for one in settle),
            reason_of_move(problem, at, worth),
        )


def building_rows(problem: CoLocation, worth: Worth) -> Iterator[tuple[Any, ...]]:
    """Give a row under `BY_BUILDING` for each building that holds a service, today or then."""
    count = len(problem.buildings)
    before, after = (np.bincount(places, minlength=count) for places in (problem.home, worth.where))
    area = problem.rooms[0].use
    used = np.bincount(worth.where, area, count) - np.bincount(problem.home, area, count)
    for at, one in enumerate(problem.buildings):
        if not (before[at] or after[at]):
            continue
        given_up = bool(worth.given_up[at])
        emptied = EMPTIED if before[at] and not after[at] else KEPT
        ids = (problem.services[s].id for s in np.flatnonzero(worth.where == at))
        yield (
            one.id,
            one.name or None,
            GIVE_UP if given_up else emptied,
            one.owner or None,
            int(before[at]),
            int(after[at]),
            ", ".join(ids),
            _number(one.spare_m2),
            None if given_up else _number(one.spare_m2 - used[at]),
            _number(float(problem.given_back[at])) if given_up else 0.0,
            _number(one.one_off) if worth.moved_into[at] else 0.0,
            _number(float(problem.numbers("clawback")[at])) if given_up else 0.0,
            one.lease_end or None,
        )


def budget_rows(problem: CoLocation, worth: Worth) -> Iterator[tuple[Any, ...]]:
    """Give a row under `BY_BUDGET` for each budget that the plan touches."""
    for entry in by_budget(problem, worth):
        note = "some one-off costs are not known, and not in the sum" if entry.unknown else ""
        nothing_known = entry.unknown and not entry.one_off
        once = None if nothing_known else _number(entry.one_off)
        yield entry.budget, _number(entry.saving), once, note


def whom(problem: CoLocation, worth: Worth, keys: Sequence[str], every: Sequence[str]) -> Table:
    """Count children whose journeys, to all services together, grow or shrink, by a key of rows.

    Gives key, areas, children, longer, shorter and change (minutes of one journey more in the mean,
    each child's to each service counting once; None where there is none); a row for each of `every`
    (those without areas too), for "" as "not known" where there are such, and "All areas" last.
    """
    more, journeys = added_minutes(problem, worth)
    names = [*every, *([""] if "" in keys else [])]
    groups = [(name or "not known", np.array([key == name for key in keys])) for name in names]
    groups.append(("All areas", np.ones(len(keys), dtype=bool)))
    children = problem.children
    columns: dict[str, list[Any]] = {"key": [], "areas": [], "children": []}
    columns.update({"longer": [], "shorter": [], "change": []})
    for name, rows in groups:
        made = float(children[rows] @ journeys[rows])
        figures = (
            name,
            int(rows.sum()),
            float(children[rows].sum()),
            float(children[rows & (more > _LONGER)].sum()),
            float(children[rows & (more < -_LONGER)].sum()),
            float(children[rows] @ more[rows]) / made if made else None,
        )
        for column, figure in zip(columns.values(), figures):
            column.append(figure)
    return Table(columns, "families")


def added_minutes(problem: CoLocation, worth: Worth) -> tuple[Floats, Floats]:
    """Give each row's minutes more to all its services together, and how many those are, (n,).

    Services of one name that serve one area are one; one that a row does not reach today is none.
    """
    more, journeys = np.zeros(len(problem.children)), np.zeros(len(problem.children))
    for group in problem.served:
        rows = group.asking
        today, then = (nearest(problem, group, places) for places in (problem.home, worth.where))
        more[rows] += then[rows] - today[rows]
        journeys[rows] += 1
    return more, journeys


def _sites(problem: CoLocation, home: int, to: int) -> tuple[str | None, ...]:
    one, other = problem.buildings[home], problem.buildings[to]
    return one.id, one.name or None, other.id, other.name or None


def _journeys(change: Change) -> tuple[float | None, ...]:
    more = change.after - change.before
    figures = (change.before, change.after, more, change.longer, change.shorter)
    return tuple(_number(one) for one in figures)


def _number(value: float) -> float | None:
    return round(float(value), _DUST) if np.isfinite(value) else None
