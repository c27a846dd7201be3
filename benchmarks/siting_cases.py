"""The siting problems that are timed: published ones with known optima, and a council's.

The published problems are read from the shared data, which is not part of the project. The
council's is SYNTHETIC and seeded: towns and villages of no real place, of the size that councils
have (700 demand points, 60 venues). Every problem is written as a file of arrays that all engines
read, so that nobody's reading is timed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "engine")]

import siting_benchmarks as published  # noqa: E402

SEED = 20261122
AREAS, VENUES = 700, 60
NUMBERS = (3, 8, 15)
COVER_MINUTES = 15.0
SET_COVER_MINUTES = (25.0, 30.0, 35.0)
WITH_NUMBER = ("maximal_cover", "p_median", "p_center", "most_equal", "mixed")
PEER_MODELS = ("set_cover", "maximal_cover", "p_median", "p_center")
"""The models that spopt has too (LSCP, MCLP, PMedian, PCenter)."""

FLOOR_MINUTES = 20.0
FLOORS = {3: (0.6, 0.2), 8: (0.85, 0.6), 15: (0.95, 0.8)}
"""By number of sites: the share of need in deciles 1 to 3, and in each town, to be reached."""

SPENT_EACH = 110_000.0
"""The budget in pounds for each site asked for; a venue costs 60,000 to 240,000 to open."""

PEER_PMEDS = tuple(f"pmed{number}" for number in range(1, 11))
"""spopt gives each pair of node and site a column: beyond 200 nodes that takes too long here."""


@dataclass(frozen=True)
class Ask:
    """One problem for one model; `sites` None where their number is what is asked for.

    `optimum` is the published one, None where there is none. `floors` are the shares to be reached
    within `FLOOR_MINUTES` of deciles 1 to 3 and of each town, `budget` is in pounds; None for both
    is a problem without conditions.
    """

    name: str
    model: str
    sites: int | None
    minutes: float | None = None
    optimum: float | None = None
    floors: tuple[float, float] | None = None
    budget: float | None = None
    floor_minutes: float = FLOOR_MINUTES
    peer: bool = False


@dataclass(frozen=True)
class Case:
    """One matrix of minutes with all that is asked of it; `group` is its table on the page."""

    name: str
    group: str
    arrays: dict[str, Any]
    asks: tuple[Ask, ...]

    def write(self, folder: Path) -> dict[str, Any]:
        """Write the arrays, and give the request that names them."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{self.name}.npz"
        np.savez(file, **self.arrays)
        asks = json.loads(json.dumps([asdict(ask) for ask in self.asks]))
        return {"job": "solve", "problem": str(file), "asks": asks}


def pmed_cases(shared: Path, numbers: list[int]) -> Iterator[Case]:
    """Give OR-Library's p-medians by number, 1 to 25."""
    optima = published.expected(shared)["pmedian_optimum"]
    for number in numbers:
        name = f"pmed{number}"
        problem = published.pmed(shared, name)
        peer = name in PEER_PMEDS
        ask = Ask(name, "p_median", problem.new_sites, optimum=optima[name], peer=peer)
        arrays = {"minutes": problem.minutes, "weight": problem.weight}
        yield Case(name, "pmed", arrays, (ask,))


def sjc_cases(shared: Path, names: list[str]) -> Iterator[Case]:
    """Give the maximal covers of Sao Jose dos Campos; minutes stand for metres."""
    known = published.expected(shared)["mclp"]
    for name in names:
        problem = published.sjc(shared, name, 1)
        asks = tuple(
            Ask(
                f"{name}, {distance} m, p {sites}",
                "maximal_cover",
                int(sites),
                minutes=float(distance),
                optimum=optimum,
                peer=True,
            )
            for distance, optima in known[name].items()
            if distance != "total_demand"
            for sites, optimum in optima.items()
        )
        yield Case(name, "sjc", {"minutes": problem.minutes, "weight": problem.weight}, asks)


def council_cases() -> Iterator[Case]:
    """Give the council's problem for each model, without conditions and under them."""
    arrays = council(SEED)
    for model in ("set_cover", *WITH_NUMBER):
        plain = tuple(_council_asks(model))
        ruled = tuple(_under_conditions(ask, number) for ask, number in zip(plain, NUMBERS))
        yield Case(f"council-{model}", "council", arrays, plain)
        yield Case(f"council-{model}-conditions", "council", arrays, ruled)


def _council_asks(model: str) -> Iterator[Ask]:
    peer = model in PEER_MODELS
    if model == "set_cover":
        for minutes in SET_COVER_MINUTES:
            yield Ask(f"{model}, {minutes:g} min", model, None, minutes, peer=peer)
        return
    limit = COVER_MINUTES if model in ("maximal_cover", "mixed") else None
    for sites in NUMBERS:
        yield Ask(f"{model}, p {sites}", model, sites, limit, peer=peer)


def _under_conditions(ask: Ask, number: int) -> Ask:
    # As many sites as a set cover wants cost more than three: its budget is that of fifteen.
    sites = ask.sites or NUMBERS[-1]
    return Ask(
        f"{ask.name}, conditions",
        ask.model,
        ask.sites,
        ask.minutes,
        floors=FLOORS[number],
        budget=SPENT_EACH * sites,
    )


def council(seed: int, areas: int = AREAS, venues: int = VENUES) -> dict[str, Any]:
    """Make up a council: towns, villages, children, deprivation, venues with their costs.

    Gives minutes (areas, venues), weight (areas,) in children, decile and town (areas,), and cost
    (venues,) in pounds.
    """
    chance = np.random.default_rng(seed)
    towns = chance.uniform((4, 4), (41, 31), (8, 2))
    size = chance.dirichlet(np.linspace(6, 1, len(towns)))
    poverty = chance.normal(0, 1, len(towns))
    home = chance.choice(len(towns), areas, p=size)
    place = towns[home] + chance.normal(0, 1, (areas, 2)) * (1 + 8 * size[home, None])
    rural = chance.random(areas) < 0.25
    place[rural] = chance.uniform((0, 0), (45, 35), (int(rural.sum()), 2))
    need = poverty[home] + chance.normal(0, 1, areas) - 0.8 * rural
    rank = np.argsort(np.argsort(-need))
    at = chance.choice(areas, venues, replace=False)
    venue = place[at] + chance.normal(0, 0.3, (venues, 2))
    return {
        "minutes": _minutes(place, venue),
        "weight": np.ceil(chance.gamma(4, 22, areas)),
        "decile": 1 + rank * 10 // areas,
        "town": np.argmin(np.linalg.norm(place[:, None] - towns[None], axis=2), axis=1),
        "cost": 5000.0 * chance.integers(12, 49, venues),
    }


def _minutes(places: Any, venues: Any) -> Any:
    # Roads a third longer than the crow flies, at 40 km/h, and a minute to set out.
    apart = np.linalg.norm(places[:, None] - venues[None], axis=2)
    return np.round(1.0 + apart * 1.33 * 60 / 40, 2)
