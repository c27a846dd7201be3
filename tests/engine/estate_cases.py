"""Small random estates with everything in them, and every option that each of them has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product

import numpy as np

from family_hub_planner.engine.siting.rationalisation.option import Option
from family_hub_planner.engine.siting.rationalisation.problem import EstateMoney, EstateProblem
from family_hub_planner.engine.siting.rules import Floor


def random_estate(seed: int) -> EstateProblem:
    """Ties, journeys that cannot be made, need of nought, moves with room, floors, grants."""
    chance = np.random.default_rng(seed)
    n, b = int(chance.integers(2, 8)), int(chance.integers(2, 8))
    minutes = chance.integers(0, 12, (n, b)).astype(float)
    minutes[chance.random((n, b)) < chance.choice([0.0, 0.2])] = np.inf
    weight = chance.integers(0, 5, n) * chance.choice([1.0, 0.001, 37.5])
    weight[0] = weight[0] or 1.0
    serves = chance.random(b) < 0.6
    serves[0] = True
    may = chance.random(b) < 0.7
    may[0] |= not may.any()
    pairs = [
        (i, j)
        for i, j in product(range(b), repeat=2)
        if serves[i] and may[i] and not serves[j] and chance.random() < 0.6
    ]
    moves = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    money = EstateMoney(
        running=chance.integers(0, 9, b) * 1000.0,
        leaving=chance.integers(0, 5, b) * 1000.0,
        clawback=chance.integers(0, 2, b) * 4000.0,
        fitting=chance.integers(0, 4, b) * 1000.0,
        moving_in=chance.integers(0, 4, len(moves)) * 500.0,
        years=float(chance.choice([2.0, 5.0])),
    )
    plain = EstateProblem(
        minutes, weight, [f"a{i}" for i in chance.permutation(n)],
        [f"b{i}" for i in chance.permutation(b)], serves, may, money, moves,
        area_needed=chance.integers(1, 5, b) * 50.0, room=chance.integers(1, 7, b) * 50.0,
        part_time=np.random.default_rng(seed + 5000).random(b) < 0.35 if seed % 3 else None,
    )  # fmt: skip
    return with_floors(plain, chance)


def with_floors(problem: EstateProblem, chance: np.random.Generator) -> EstateProblem:
    """Add floors that hold today, most of them tight enough to matter."""
    floors = []
    for label in ("some", "others"):
        rows = chance.random(len(problem.weight)) < 0.6
        within = problem.today() <= 6.0
        weight = problem.weight[rows].sum()
        share = problem.weight[rows & within].sum() / weight if weight else 0.0
        share *= chance.choice([1.0, 0.7])
        if share > 0 and chance.random() < 0.4:
            floors.append(Floor(label, rows, float(share), 6.0))
    return EstateProblem(**{**vars(problem), "floors": tuple(floors)})


def every_option(problem: EstateProblem) -> Iterator[Option]:
    """Give every set of buildings given up with every choice of moves, wrong ones among them."""
    may = np.flatnonzero(problem.may_give_up).tolist()
    to = {i: [None, *(int(j) for a, j in problem.moves if a == i)] for i in may}
    for up in chain.from_iterable(combinations(may, count) for count in range(len(may) + 1)):
        for goes in product(*(to[i] for i in up)):
            pairs = tuple((i, j) for i, j in zip(up, goes) if j is not None)
            yield Option(tuple(up), pairs)
