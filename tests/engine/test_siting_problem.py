"""Problems that cannot be solved are refused in a planner's words, before any solving."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import siting_benchmarks as benchmarks

from family_hub_planner.engine.errors import (
    CodesError,
    InfeasibleError,
    InputError,
    PlannerError,
)
from family_hub_planner.engine.siting.suggest import MODELS, suggest


@pytest.fixture
def problem():
    return benchmarks.problem([[1.0, 2.0, 3.0], [4.0, 5.0, np.inf]], [10, 20], 1)


def change(problem, **changes):
    return replace(problem, **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"new_sites": 4}, "4 new sites were asked for, of only 3 candidates"),
        ({"new_sites": 2.5}, "2.5 new sites were asked for. Ask for a whole number from 1."),
        ({"new_sites": -1}, "-1 new sites were asked for. Ask for a whole number from 1."),
        ({"new_sites": 0}, "no hub may close, so there is nothing to decide"),
        ({"weight": np.array([1.0, -2.0])}, "first: A0001 with -2"),
        ({"weight": np.array([np.nan, 2.0])}, "1 of 2 demand points have no usable weight"),
        ({"weight": np.zeros(2)}, "Every demand point has weight zero"),
        ({"existing": np.ones(3, dtype=bool)}, "no candidate site (3 sites are open already)"),
        ({"minutes": np.full((2, 3), np.nan)}, "6 journeys have no usable minutes"),
        ({"minutes": np.array([[1, 2, 3], [4, -5, 6.0]])}, "from A0001 to V0001"),
        ({"minutes": np.ones((3, 2))}, "minutes has shape (3, 2)"),
        (
            {"demand_ids": [], "minutes": np.ones((0, 3)), "weight": np.ones(0)},
            "There is no demand point",
        ),
    ],
)
def test_a_problem_that_cannot_be_solved_is_refused_in_words(problem, changes, words):
    with pytest.raises(InputError) as refused:
        change(problem, **changes)
    assert words in str(refused.value)


@pytest.mark.parametrize("field", ["demand_ids", "site_ids"])
def test_repeated_ids_are_refused_with_the_first(problem, field):
    repeated = ["X"] * len(getattr(problem, field))
    with pytest.raises(CodesError, match="first: X"):
        change(problem, **{field: repeated})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"objective": "best"}, "Choose one of: maximal_cover, p_median"),
        ({"objective": "maximal_cover"}, "needs a limit of minutes above zero"),
        ({"objective": "maximal_cover", "minutes_limit": 0.0}, "needs a limit of minutes"),
        ({"objective": "maximal_cover", "minutes_limit": np.nan}, "needs a limit of minutes"),
        ({"objective": "p_median", "time_limit_s": 0.0}, "The time limit is 0 seconds"),
        ({"objective": "p_median", "gap": 1.5}, "The gap is 1.5"),
    ],
)
def test_an_unusable_question_is_refused_in_words(problem, changes, words):
    with pytest.raises(InputError) as refused:
        suggest(problem=problem, **changes)
    assert words in str(refused.value)


@pytest.mark.parametrize("objective", sorted(MODELS))
def test_demand_that_nothing_reaches_is_refused_in_words(objective):
    nowhere = benchmarks.problem(np.full((2, 2), np.inf), [1, 2], 1)
    with pytest.raises(InfeasibleError, match="None of the 2 demand points") as refused:
        suggest(objective, nowhere, 20.0)
    assert isinstance(refused.value, PlannerError)


def test_siting_imports_without_scipy_and_says_what_is_missing():
    script = (
        "import sys; sys.modules['scipy'] = None\n"
        "from family_hub_planner.engine.siting import suggest, explanation\n"
        "from family_hub_planner.engine.siting.in_process import refuse_old_scipy\n"
        "from family_hub_planner.engine.errors import MissingPackageError\n"
        "try:\n    refuse_old_scipy()\nexcept MissingPackageError as error:\n    print(error)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "needs the Python package scipy" in ran.stdout
