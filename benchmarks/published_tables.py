"""How long the national tables take to read and to join: the English indices and population.

Run with `python benchmarks/published_tables.py [folder of national tables]`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from family_hub_planner.engine.sources.area_codes import match_codes  # noqa: E402
from family_hub_planner.engine.sources.deprivation import read_deprivation  # noqa: E402
from family_hub_planner.engine.sources.population import read_population  # noqa: E402

NATIONAL = ROOT.parent / "shared" / "data" / "national"


def main(folder: Path) -> None:
    """Time both readings and the join of the 33,755 areas of England, and print them."""
    times = {"start": time.perf_counter()}
    deprivation = read_deprivation(folder / "imd2025_england_lsoa21_all.csv.gz")
    times["read IMD 2025"] = time.perf_counter()
    population = read_population(folder / "census2021_age6_lsoa21_all.csv.gz")
    times["read Census 2021 ages"] = time.perf_counter()
    rows = match_codes(
        deprivation.codes,
        deprivation.census_year,
        population.codes,
        population.census_year,
        population.name,
    )
    children = population.counts[rows, 0]
    times[f"join {len(rows):,} areas"] = time.perf_counter()
    before = times.pop("start")
    first = before
    for step, now in times.items():
        print(f"{step:25} {now - before:6.2f} s")
        before = now
    print(f"{'together':25} {before - first:6.2f} s; {np.nansum(children):,.0f} children 0-15")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else NATIONAL)
