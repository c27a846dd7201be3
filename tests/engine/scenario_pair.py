"""Eight areas under today's hubs and under a plan, each with another fate, to be counted by hand.

Bands are 10, 20 and 30 minutes, up to half a minute is the same, over five is much longer.

  a  7      5 -> 5.5    same, just             decile 1  South
  b  11     8 -> 13     longer, by five        decile 1  South   loses 10
  c  13     9 -> 31     longer, much           decile 2  North   loses 10, 20, 30: lost reach
  d  17    25 -> 8      shorter                decile 2  North   gains 10, 20
  e  19     – -> 12     newly routed           decile 2  North   gains 20, 30
  f  23    12 -> –      no longer routed       decile 5  ""      loses 20, 30
  g  29     – -> –      not routed             decile 5  South
  h  31     6, lacking  not compared           decile 10 South
"""

from __future__ import annotations

import numpy as np

from family_hub_planner.engine.comparison import Asked, Comparison, Scenario
from family_hub_planner.engine.demand import Demand

INF, NAN = np.inf, np.nan
ASKED = Asked((10.0, 20.0, 30.0), tolerance=0.5, much=5.0)


def demand(children=(7, 11, 13, 17, 19, 23, 29, 31)) -> Demand:
    """Give the areas; low income is known of all but a, and of no one for `send`."""
    count = len(children)
    return Demand(
        ids=list("abcdefgh"),
        children=np.array(children, dtype=float),
        need=np.ones(count),
        decile=np.array([1, 1, 2, 2, 2, 5, 5, 10.0]),
        quintile=np.full(count, NAN),
        locality=["South", "South", "North", "North", "North", "", "South", "South"],
        authority=["Toytown"] * count,
        groups={
            "low_income": np.array([NAN, 1, 2, 3, 4, 5, 6, 7.0]),
            "send": np.full(count, NAN),
        },
    )


def scenarios() -> tuple[Scenario, Scenario]:
    """Give today and the plan; the plan's coverage lacks h."""
    here = np.ones(8, dtype=bool)
    base = np.array([5, 8, 9, 25, INF, 12, INF, 6.0])
    plan = np.array([5.5, 13, 31, 8, 12, INF, INF, INF])
    lacking = here.copy()
    lacking[7] = False
    hubs = ["1", "1", "1", "1", "", "2", "", "2"]
    return (
        Scenario("Today", base, hubs, here),
        Scenario("Plan", plan, ["1", "3", "3", "3", "3", "", "", ""], lacking),
    )


def compared(**changes) -> Comparison:
    """Give the two side by side."""
    return Comparison(*scenarios(), changes.get("demand", demand()), changes.get("asked", ASKED))
