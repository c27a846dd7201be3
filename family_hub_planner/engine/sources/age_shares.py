"""Ages that a table's bands do not make up exactly: shared evenly by years of age, an estimate."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .age_bands import OPEN_AGE, Band, band_label, chain_of_bands, describe_bands

if TYPE_CHECKING:
    from .population import Population

Floats = npt.NDArray[np.float64]

# A chain's cost: years of age estimated, full years of the bands shared, number of bands; a tie
# goes to the earlier columns.
_Cost = tuple[int, int, int, tuple[int, ...]]


@dataclass(frozen=True)
class AgeCount:
    """Persons of n areas at some ages, shape (n,), nan where missing.

    `shared` are the wider bands of which a share was taken, empty where none was; `carried` how the
    table's counts were brought from other areas, "" where that is no estimate (`Population`).
    """

    counts: Floats
    shared: tuple[Band, ...] = ()
    carried: str = ""

    @property
    def how(self) -> str:
        """Say how the count was estimated; "" where it is exact."""
        within = shared_words(self.shared) if self.shared else ""
        return " and ".join(part for part in (within, self.carried) if part)


def shared_words(bands: Sequence[Band]) -> str:
    """Say what was shared: "shared evenly by years of age within 0-15 and 16-24"."""
    *others, last = [band_label(band) for band in bands]
    within = f"{', '.join(others)} and {last}" if others else last
    return f"shared evenly by years of age within {within}"


def count_or_share(
    population: Population, low: int, high: int, estimate: bool = True
) -> AgeCount | None:
    """Count persons aged `low` to `high` full years, both included, or estimate them.

    Where the table's bands make the ages up exactly, their sum. Else, with `estimate`, persons are
    taken to be spread evenly over the years of age within each band b:

        count = Σ_b count_b · overlap_b / width_b

    with overlap_b the years of b that are wanted and width_b all its years. It is the areal
    weighting of Goodchild and Lam (1980) along the one dimension of age. Of the ways to fill the
    ages, the one with the fewest estimated years is used, of these the narrowest bands. The oldest
    band has no upper end and is used whole or not at all. A `high` of 90 is 90 and over.

    None where the bands do not cover the ages, or not exactly and `estimate` is false.
    """
    exact = chain_of_bands(population.bands, (low, high))
    if exact is not None:
        return AgeCount(population.counts[:, exact].sum(axis=1), carried=population.carried)
    if not estimate:
        return None
    chain = _cheapest_chain(population.bands, low, None if high >= OPEN_AGE else high)
    if chain is None:
        return None
    counts: Floats = np.zeros(len(population.codes))
    shared: list[Band] = []
    for position, years in chain:
        start, end = population.bands[position]
        width = years if end is None else end - start + 1
        counts += population.counts[:, position] * years / width
        if years < width:
            shared.append((start, end))
    return AgeCount(counts, tuple(shared), population.carried)


def why_not(population: Population, low: int, high: int) -> str:
    """Say why ages can be neither counted nor estimated, as the end of a sentence."""
    holds = f"it holds {describe_bands(population.bands)}"
    for start, end in population.bands:
        if end is None and (start < low or start <= high < OPEN_AGE):
            label = band_label((start, end))
            return f"{holds}, and {label} has no upper end, so that no share of it can be told"
    return holds


def _cheapest_chain(
    bands: Sequence[Band], low: int, high: int | None
) -> list[tuple[int, int]] | None:
    """Fill the ages with whole bands and parts of bands at the least cost (Dijkstra over ages).

    Gives (position in `bands`, years taken), youngest first; 0 years stand for the whole open band.
    """
    goal = -1 if high is None else high + 1  # -1: "and over"
    waiting: list[tuple[_Cost, int, tuple[tuple[int, int], ...]]] = [((0, 0, 0, ()), low, ())]
    done: set[int] = set()
    while waiting:
        cost, age, chain = heapq.heappop(waiting)
        if age == goal:
            return list(chain)
        if age in done:
            continue
        done.add(age)
        for position, band in enumerate(bands):
            step = _step(band, age, high)
            if step is not None:
                years, width, then = step
                part = years < width
                grown = (
                    cost[0] + (years if part else 0),
                    cost[1] + (width if part else 0),
                    cost[2] + 1,
                    (*cost[3], position),
                )
                heapq.heappush(waiting, (grown, then, (*chain, (position, years))))
    return None


def _step(band: Band, age: int, high: int | None) -> tuple[int, int, int] | None:
    """Give years taken from `age` on, the band's width, and the age after; None if it cannot."""
    start, end = band
    if end is None:
        return (1, 1, -1) if start == age and high is None else None
    if not start <= age <= end or (high is not None and age > high):
        return None
    last = end if high is None else min(end, high)
    return last - age + 1, end - start + 1, last + 1
