"""What becomes of each service's journeys: all its families, and by decile, quintile, locality.

Services are told apart: who gains a nearer clinic has not lost a nearer advice, and a child that
both serve stands with each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .judge import nearest

if TYPE_CHECKING:
    from .judge import Worth
    from .problem import CoLocation, Served

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Groups = Sequence[tuple[str, Sequence[str]]]

BY_SERVICE = (
    "services", "service_name", "serves", "by", "key", "areas", "children", "minutes_before",
    "minutes_after", "minutes_change", "children_longer", "children_shorter",
    "longest_added_minutes", "areas_much_longer", "children_much_longer", "children_not_routed",
)  # fmt: skip
ALL = "all"
_LONGER = 1e-6  # minutes: what floating-point sums leave
_DUST = 9  # decimals


def service_rows(
    problem: CoLocation, worth: Worth, groups: Groups, much: float
) -> Iterator[tuple[Any, ...]]:
    """Give rows under `BY_SERVICE`: of each service all its families, then by each of `groups`.

    Services of one name that serve one area are one service. `groups` give a kind and each demand
    row's key ("" where it is not known); `much` are the minutes more from which an area's journey
    is much longer. Means are weighted by need; `children` are those of the area served whose
    journeys are known, `children_not_routed` those of it who reach the service from nowhere today.
    Keys of no such areas have no row.
    """
    for group in problem.served:
        named = _named(problem, group)
        today, then = (nearest(problem, group, at) for at in (problem.home, worth.where))
        more = np.zeros(len(today))
        more[group.asking] = then[group.asking] - today[group.asking]
        every: list[tuple[str, Sequence[str]]] = [(ALL, [ALL] * len(more)), *groups]
        for kind, keys in every:
            for key in sorted(set(keys), key=_in_order):
                rows = np.array([one == key for one in keys])
                figures = _figures(problem, group, rows, (today, then, more), much)
                if figures is not None:
                    yield (*named, kind, key or "not known", *figures)


def _in_order(key: str) -> tuple[bool, int, str]:
    """Sort ranks as numbers and names as texts, what is not known last."""
    return not key, int(key) if key.isdigit() else 0, key


def _named(problem: CoLocation, group: Served) -> tuple[str, str, str]:
    some = [problem.services[at] for at in group.services]
    return ", ".join(one.id for one in some), some[0].name, "; ".join(some[0].serves)


def _figures(
    problem: CoLocation,
    group: Served,
    rows: Bools,
    minutes: tuple[Floats, Floats, Floats],
    much: float,
) -> tuple[Any, ...] | None:
    there, lost = rows & group.asking, rows & group.unreached
    if not (there.any() or lost.any()):
        return None
    today, then, more = minutes
    children = problem.children
    before, after = (_mean(group.weight[there], some[there]) for some in (today, then))
    change = None if before is None or after is None else round(after - before, _DUST)
    far = there & (more > much + _LONGER)
    longest = float(more[there].max()) if there.any() else 0.0
    return (
        int((there | lost).sum()),
        float(children[there].sum()),
        before,
        after,
        change,
        float(children[there & (more > _LONGER)].sum()),
        float(children[there & (more < -_LONGER)].sum()),
        round(longest, _DUST) if longest > _LONGER else None,
        int(far.sum()),
        float(children[far].sum()),
        float(children[lost].sum()),
    )


def _mean(weight: Floats, minutes: Floats) -> float | None:
    if not weight.sum() > 0:
        return None
    counted = weight > 0
    return round(float(weight[counted] @ minutes[counted]) / float(weight.sum()), _DUST)
