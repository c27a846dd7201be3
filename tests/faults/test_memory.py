"""Run after run in one process, as the desktop does them: nothing of the runs before is kept.

What a county takes in megabytes is measured by benchmarks/memory.py: a number that the machine's
allocator has its say in. Here every object of ours that is still alive is counted.
"""

from __future__ import annotations

import gc
from collections import Counter

import pytest
from algorithms.runs import run
from faults.stages import parameters

OURS = "family_hub_planner."


def alive() -> Counter[str]:
    """Count the objects of the plugin's classes, by class."""
    gc.collect()
    kinds = (type(one) for one in gc.get_objects())
    return Counter(f"{kind.__module__}.{kind.__name__}" for kind in kinds
                   if str(kind.__module__).startswith(OURS))  # fmt: skip


ON_ALL = ("coverage", "catchments", "suggestsites", "colocate", "rationalise", "report")


@pytest.mark.parametrize("algorithm", ON_ALL)
def test_further_runs_leave_no_object_of_ours_more_than_the_first(algorithm, clean, tmp_path):
    given = parameters(algorithm, clean, tmp_path)
    run(algorithm, **given)
    after_one = alive()
    run(algorithm, **given)
    run(algorithm, **given)
    assert alive() - after_one == Counter()
