"""Where integer programmes run: the same answers everywhere, watched, stopped, and nothing left."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import siting_benchmarks as benchmarks
from scipy import sparse

from family_hub_planner.engine.errors import CancelledError, InfeasibleError
from family_hub_planner.engine.progress import Progress
from family_hub_planner.engine.siting import child, child_runner, interpreter, median
from family_hub_planner.engine.siting.child_runner import NoChildError, in_child
from family_hub_planner.engine.siting.in_process import in_process
from family_hub_planner.engine.siting.lagrangian import Relaxation
from family_hub_planner.engine.siting.radius import radius_programme
from family_hub_planner.engine.siting.rules import Number, Rules
from family_hub_planner.engine.siting.runner import LIMIT, OPTIMAL, Outcome, Task
from family_hub_planner.engine.siting.solver import OutOfTimeError, SolverError, solve
from family_hub_planner.engine.siting.solver_log import SolverLog
from family_hub_planner.engine.siting.stoppable import Stoppable
from family_hub_planner.engine.siting.suggest import MODELS, suggest
from family_hub_planner.engine.siting.watch import Watch, said

HIGHS_1_2 = """\
Running HiGHS 1.2.0 [date: 2021-07-09, git hash: n/a]
13399 rows, 13518 cols, 40235 nonzeros
        Nodes      |    B&B Tree     |            Objective Bounds              |  Dynamic
     Proc. InQueue |  Leaves   Expl. | BestBound       BestSol              Gap |   Cuts

         0       0         0   0.00%   61.18664385     inf                  inf        0      0
 R       0       0         0   0.00%   362.2749187     663.4406092       45.39%        0      0
         0       0         0   0.00%   364.5166025     663.4406092       45.06%     1684     19
 L       0       0         0   0.00%   364.5166025     492.9345091       26.05%     1684     19
"""
HIGHS_1_8 = """\
Running HiGHS 1.8.0 (git hash: unknown): Copyright (c) 2024 HiGHS under MIT licence terms
Coefficient ranges:
  Cost   [3e-06, 6e+01]
13399 rows, 13518 cols, 40235 nonzeros  0s
MIP-Timing:       0.035 - starting analytic centre calculation
Src: B => Branching; C => Central rounding; F => Feasibility pump; H => Heuristic; L => Sub-MIP;
Src  Proc. InQueue |  Leaves   Expl. | BestBound       BestSol              Gap |   Cuts   InLp

         0       0         0   0.00%   61.18664385     inf                  inf        0      0
 R       0       0         0   0.00%   362.2749187     663.4406092       45.39%        0      0
 L       0       0         0   0.00%   364.5166025     492.9345091       26.05%     1684     19
"""
REPORT = """\
Solving report
  Status            Time limit reached
  Primal bound      480.5
  Dual bound        370.25
  Gap               26.05% (tolerance: 0.01%)
  Solution status   feasible
                    492.934509145 (objective)
"""


def easy(seed=0, sites=12):
    minutes = 60 * np.random.default_rng(seed).random((40, sites))
    return radius_programme(minutes, np.arange(0), np.arange(sites), 3)


def hard():
    """HiGHS needs minutes for it, and finds plans from its second second on."""
    minutes = 60 * np.random.default_rng(3).random((120, 120))
    return radius_programme(minutes, np.arange(0), np.arange(120), 8)


def deaf(seconds, best, bound):
    """Hears and stops nothing."""


def never(task, tell):
    raise AssertionError("no other process was wanted")


def nothing_ruled(cost, kept, candidates, count, known, progress):
    none = np.zeros(len(candidates), dtype=bool)
    return Relaxation(-np.inf, candidates[:count], none, none)


class Stopped(Progress):
    """Cancelled once so many seconds are over; remembers what it was told."""

    def __init__(self, after=np.inf):
        self.at = time.perf_counter() + after
        self.told, self.warned = [], []

    def cancelled(self):
        return time.perf_counter() > self.at

    def info(self, text):
        self.told.append(text)

    def warn(self, text):
        self.warned.append(text)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Give a folder for temporary files, empty again at the end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert not list(tmp_path.iterdir())


@pytest.fixture
def processes(monkeypatch):
    """Give the processes started by a test; each has ended when it is over."""
    started, start = [], child_runner._start
    monkeypatch.setattr(
        child_runner, "_start", lambda *args: started.append(start(*args)) or started[-1]
    )
    yield started
    assert all(process.poll() is not None for process in started)


# The log


@pytest.mark.parametrize("log", [HIGHS_1_2, HIGHS_1_8], ids=["1.2", "1.8"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_bound_and_best_are_read_whatever_the_release_and_however_the_log_arrives(log, ends, piece):
    text = log.replace("\n", ends)
    reader = SolverLog()
    for start in range(0, len(text), piece):
        reader.read(text[start : start + piece])
    assert reader.best == 492.9345091
    assert reader.bound == pytest.approx(364.5166025, rel=1e-8)


def test_the_bound_read_from_ten_digits_is_not_above_the_true_one():
    reader = SolverLog()
    reader.read(" R  0  0  0  0.00%  1738.110767  1760  1.27%  0\n")
    assert reader.bound <= 1738.1107665


def test_the_report_at_the_end_is_read_and_what_says_nothing_is_not():
    reader = SolverLog()
    reader.read("  Primal bound      inf\n  Dual bound        -inf\nGap  inf\nPrimal bound\n")
    reader.read("         0       0         0   0.00%   inf             -inf         inf  0\n")
    assert (reader.best, reader.bound) == (np.inf, -np.inf)
    reader.read(REPORT)
    assert (reader.best, reader.bound) == (480.5, pytest.approx(370.25))


def test_negative_and_huge_figures_and_abbreviated_counts_are_read():
    reader = SolverLog()
    reader.read(" T 12.5k  340  6021  98.12%  -2.048e+05  -204000  0.39%  12  3  1.2m\n")
    assert (reader.best, reader.bound) == (-204000, pytest.approx(-204800))


# The other process


@pytest.mark.parametrize("seed", range(3))
def test_the_same_programme_has_the_same_answer_here_and_in_another_process(seed, temporary):
    task = Task(easy(seed), 30.0)
    here, there = in_process(task, deaf), in_child(task, deaf)
    assert here.status == there.status == OPTIMAL
    assert here.x.tolist() == there.x.tolist()
    assert here.bound == there.bound


@pytest.mark.parametrize("objective", sorted(MODELS))
def test_every_model_gives_the_same_plan_by_either_runner(objective):
    chance = np.random.default_rng(29)
    minutes, weight = 60 * chance.random((60, 14)), chance.integers(1, 9, 60).astype(float)
    problem = benchmarks.problem(minutes, weight, 4, (0, 1))
    if objective == "p_center":  # dozens of programmes: a few sites keep them few
        problem = benchmarks.problem(minutes[:6, :5].round(), weight[:6], 2)
    here, there = (suggest(objective, problem, 25.0, runner=run) for run in (in_process, in_child))
    assert here.proven
    assert here.chosen.tolist() == there.chosen.tolist()
    assert (here.objective, here.bound) == (there.objective, there.bound)


def test_conditions_that_exclude_each_other_are_infeasible_there_too(temporary):
    programme = easy()
    programme.row_lower[-1] = programme.row_upper[-1] = 20.0  # of 12 sites
    with pytest.raises(InfeasibleError):
        solve(programme, 30.0, runner=in_child)


def test_bound_and_best_are_told_while_the_search_runs(temporary):
    heard = []

    def tell(*told):
        heard.append(told)
        if np.isfinite(told[1:]).all():
            raise CancelledError("heard enough")

    with pytest.raises(CancelledError):
        in_child(Task(hard(), 30.0), tell)
    pauses = np.diff([seconds for seconds, _, _ in heard])
    assert pauses.max() < 1.0
    assert heard[0] == (0.0, np.inf, -np.inf)
    assert 0 < heard[-1][2] < heard[-1][1]


def test_a_cancelled_search_stops_within_a_second_and_leaves_nothing(temporary, processes):
    progress = Stopped(after=1.5)
    with pytest.raises(CancelledError):
        solve(hard(), 60.0, tell=Watch(progress, 60.0).tell, runner=in_child)
    assert time.perf_counter() - progress.at < 1.0
    assert len(processes) == 1


def test_a_process_that_is_killed_is_said_in_words(temporary, processes):
    def tell(seconds, best, bound):
        if np.isfinite(bound):
            processes[0].kill()

    with pytest.raises(SolverError, match=r"broke off .exit status -9: it said nothing.*Memory"):
        in_child(Task(hard(), 60.0), tell)


def script(folder, text):
    path = folder.parent / f"{folder.name}-child.py"
    path.write_text(f"import sys\nfrom pathlib import Path\n{text}\n", encoding="utf-8")
    return path


def test_a_process_that_dies_while_it_writes_gives_no_half_answer(temporary, monkeypatch):
    text = (
        "print('Solving begins', flush=True)\n"
        "Path(sys.argv[2]).with_name('part-answer.npz').write_bytes(b'PK')\n"
        "raise MemoryError('too much')"
    )
    monkeypatch.setattr(child_runner, "SCRIPT", script(temporary, text))
    with pytest.raises(SolverError, match=r"exit status 1: MemoryError: too much"):
        in_child(Task(easy(), 5.0), deaf)


def test_an_answer_stands_under_its_name_only_when_it_is_whole(temporary, monkeypatch):
    def full_disk(path, **arrays):
        path.write_bytes(b"PK")
        raise OSError("no space left")

    child_runner._write(temporary, Task(easy(), 5.0))
    programme, answer = temporary / "programme.npz", temporary / "answer.npz"
    monkeypatch.setattr(child.faulthandler, "dump_traceback_later", lambda *args, **more: None)
    monkeypatch.setattr(child.np, "savez", full_disk)
    with pytest.raises(OSError, match="no space left"):
        child.main(programme, answer)
    assert not answer.exists()
    for path in temporary.iterdir():
        path.unlink()


def test_a_process_past_its_time_is_ended_and_its_bound_kept(temporary, monkeypatch, processes):
    text = "print(' R 0 0 0 0.00% -700.5 inf inf 0', flush=True)\nimport time\ntime.sleep(60)"
    monkeypatch.setattr(child_runner, "SCRIPT", script(temporary, text))
    monkeypatch.setattr(child_runner, "_patience", lambda limit, best: limit)
    began = time.perf_counter()
    outcome = in_child(Task(easy(), 1.0), deaf)
    assert time.perf_counter() - began < 3.0
    assert (outcome.status, outcome.x) == (LIMIT, None)
    assert outcome.bound == pytest.approx(-700.5)


def test_more_patience_is_had_with_a_process_that_has_a_plan():
    waits = [child_runner._patience(60.0, best) for best in (np.inf, 5.0)]
    assert 60 < waits[0] < waits[1] < 120


def test_a_process_nobody_watches_ends_itself(tmp_path):
    """As when QGIS was killed: the search does not go on for ever."""
    child_runner._write(tmp_path, Task(hard(), 60.0))
    given = dict(np.load(tmp_path / "programme.npz"))
    np.savez(tmp_path / "programme.npz", **{**given, "grace": -58.0})
    files = [tmp_path / "programme.npz", tmp_path / "answer.npz"]
    ran = subprocess.run(
        [interpreter.interpreter(), child_runner.SCRIPT, *files],
        env=child_runner._environment(), capture_output=True, check=False, timeout=30,
    )  # fmt: skip
    assert ran.returncode == 1
    assert b"Timeout" in ran.stderr
    assert not files[1].exists()


@pytest.mark.parametrize("fault", ["no interpreter", "no scipy", "no folder", "not started"])
def test_where_no_process_can_be_had_it_is_solved_here_and_said_once(fault, monkeypatch, tmp_path):
    if fault == "no interpreter":
        monkeypatch.setattr(child_runner, "interpreter", lambda: None)
    elif fault == "no scipy":
        (tmp_path / "scipy").mkdir()
        (tmp_path / "scipy" / "__init__.py").write_text("raise ImportError('not here')")
        monkeypatch.setattr(child_runner, "_environment", lambda: {"PYTHONPATH": str(tmp_path)})
    elif fault == "no folder":
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    else:
        monkeypatch.setattr(child_runner, "interpreter", lambda: tmp_path)
    with pytest.raises(NoChildError):
        in_child(Task(easy(), 5.0), deaf)
    monkeypatch.setattr("family_hub_planner.engine.siting.stoppable._SMALL", 0)
    progress = Stopped()
    runner = Stoppable(progress)
    for _ in range(2):
        assert solve(easy(), 5.0, runner=runner).proven
    assert len(progress.warned) == 1
    assert "cannot be stopped" in progress.warned[0]


def test_the_python_found_is_this_python_and_not_the_program_it_runs_in(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/usr/bin/qgis")
    program = interpreter.interpreter()
    ask = [program, "-c", "import sys; print(sys.version)"]
    said = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    assert said.strip() == sys.version
    assert "python" in program.name


def test_a_folder_without_a_python_has_none(monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text("not a program")
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "base_exec_prefix", str(tmp_path))
    assert interpreter.interpreter() is None


def test_the_process_finds_this_pythons_packages_and_not_the_modules_beside_its_script():
    """`problem`, `plan` or `rules` of another package must not be ours."""
    environment = child_runner._environment()
    assert str(Path(np.__file__).parents[1]) in environment["PYTHONPATH"]
    assert str(child_runner.SCRIPT.parent) not in environment["PYTHONPATH"]


# Which of them runs


def test_what_is_solved_in_a_moment_needs_no_other_process():
    assert Stoppable(Progress(), child=never)(Task(easy(), 60.0), deaf).status == OPTIMAL


def test_what_was_solved_in_a_moment_is_confirmed_here_too():
    task = Task(easy(), 60.0, presolve=True, quick=True)
    assert Stoppable(Progress(), child=never)(task, deaf).status == OPTIMAL


def test_a_second_run_is_told_whether_the_first_ended_in_a_moment(monkeypatch):
    asked = []

    def runner(task, tell):
        asked.append(task.quick)
        return in_process(task, tell)

    for moment in (np.inf, 0.0):
        monkeypatch.setattr("family_hub_planner.engine.siting.solver._QUICK_S", moment)
        solve(easy(), 60.0, runner=runner)
    assert asked == [False, True, False, False]


def test_where_no_time_is_left_to_start_another_process_there_is_none():
    outcome = Stoppable(Progress(), child=never)(Task(hard(), 0.6), deaf)
    assert outcome.status == LIMIT


@pytest.mark.parametrize(("large", "presolve"), [(True, False), (False, True)])
def test_what_may_overrun_its_time_never_runs_here_however_short_its_limit(
    large, presolve, monkeypatch
):
    monkeypatch.setattr("family_hub_planner.engine.siting.stoppable.in_process", never)
    programme = easy()
    if large:
        matrix = sparse.random(600, 200, density=0.5, format="csr", random_state=1)
        programme = replace(programme, matrix=matrix)
    gone = Outcome(LIMIT, None, 5.0)
    runner = Stoppable(Progress(), child=lambda task, tell: gone)
    assert runner(Task(programme, 1.0, presolve=presolve), deaf) is gone
    assert runner(Task(programme, 0.3, presolve=presolve), deaf).x is None


def test_what_is_not_solved_in_a_moment_goes_to_the_other_process_from_its_beginning():
    tasks = []

    def child(task, tell):
        tasks.append(task)
        return Outcome(LIMIT, None, 5.0)

    task = Task(hard(), 60.0)
    Stoppable(Progress(), child=child)(task, deaf)
    assert tasks[0].programme is task.programme
    assert 50 < tasks[0].time_limit_s < 60


def test_the_plan_of_the_first_moment_is_kept_when_the_other_process_ends_without_one(monkeypatch):
    first = Outcome(LIMIT, np.array([1.0]), 3.0)
    monkeypatch.setattr(
        "family_hub_planner.engine.siting.stoppable.in_process", lambda task, tell: first
    )
    runner = Stoppable(Progress(), child=lambda task, tell: Outcome(LIMIT, None, 5.0))
    outcome = runner(Task(easy(), 60.0), deaf)
    assert (outcome.x.tolist(), outcome.bound) == ([1.0], 5.0)


# What the user hears


def test_a_run_says_bound_and_best_in_the_models_own_figures_and_stops_when_told():
    minutes = 60 * np.random.default_rng(3).random((120, 120))
    problem = benchmarks.problem(minutes, np.ones(120), 8)
    progress = Stopped(after=4.0)
    with pytest.raises(CancelledError):
        suggest("p_median", problem, progress=progress)
    assert time.perf_counter() - progress.at < 1.0
    words = progress.told[0].replace(",", "").split()
    best, bound = float(words[words.index("found") + 1]), float(words[-1].rstrip("."))
    assert 120 < bound < best < 1000  # of 120 areas, minutes 0 to 60


def test_a_hard_problem_of_many_sites_stops_within_a_second_at_any_stage():
    minutes = 60 * np.random.default_rng(3).random((300, 300))
    problem = benchmarks.problem(minutes, np.ones(300), 8)
    for after in (0.2, 0.8, 1.4, 2.0):
        progress = Stopped(after)
        with pytest.raises(CancelledError):
            suggest("p_median", problem, progress=progress)
        assert time.perf_counter() - progress.at < 1.0


def in_words(task, tell):
    """Solves here, and tells what it found as though it were seconds later."""
    outcome = in_process(task, tell)
    if outcome.x is not None:
        found = float(task.programme.cost @ outcome.x)
        tell(5.0, found, found)
    return outcome


@pytest.mark.parametrize("ruled", [False, True], ids=["plain", "under conditions"])
@pytest.mark.parametrize("objective", sorted(MODELS))
def test_what_is_said_is_the_objective_of_the_plan(objective, ruled, monkeypatch):
    monkeypatch.setattr(median, "relax", nothing_ruled)  # else no programme is left to solve
    chance = np.random.default_rng(37)
    minutes, weight = 60 * chance.random((30, 9)), chance.integers(1, 90, 30).astype(float)
    problem = benchmarks.problem(minutes, weight, 3, (0, 1))
    if ruled:
        everywhere = Number("everywhere", np.ones(9, dtype=bool), 1)
        problem = replace(problem, rules=Rules(numbers=(everywhere,)))
    progress = Stopped()
    plan = suggest(objective, problem, 20.0, progress=progress, runner=in_words)
    figure = said(float, plan.objective, -np.inf).removeprefix("best found ")
    words = f"Solving for 5 s: best found {figure}, none is better than {figure}."
    assert progress.told == ([] if objective == "p_center" else [words])


def test_bound_and_best_are_said_in_words():
    assert said(float, 1234.4, 1239.6) == "best found 1,234, none is better than 1,234"
    assert said(float, 1239.6, 1234.4) == "best found 1,240, none is better than 1,234"
    assert said(lambda value: 100 - value, -20.0, -20.5) == (
        "best found 120, none is better than 120.5"
    )
    assert said(float, np.inf, 3.0) == "nothing found yet, none is better than 3"
    assert said(float, 3.0, -np.inf) == "best found 3"
    assert said(float, np.inf, -np.inf) == said(float, np.inf, 0.0) == ""


def test_the_same_is_not_said_twice_nor_news_every_moment():
    progress = Stopped()
    watch = Watch(progress, 100.0, float, best=50.0)
    for second, best in enumerate([50, 50, 49, 48, 47, 47, 47, 47]):
        watch.tell(float(second), best, 10.0)
    assert progress.told == [
        "Solving for 1 s: best found 50, none is better than 10.",
        "Solving for 3 s: best found 48, none is better than 10.",
        "Solving for 5 s: best found 47, none is better than 10.",
    ]


def test_programmes_whose_figures_say_nothing_are_silent():
    progress = Stopped()
    Watch(progress, 100.0).tell(50.0, 3.0, 2.0)
    assert progress.told == []


def test_a_search_out_of_time_without_a_plan_has_the_bound_of_the_log(temporary, monkeypatch):
    text = "print(' R 0 0 0 0.00% -700.5 inf inf 0', flush=True)\nimport time\ntime.sleep(60)"
    monkeypatch.setattr(child_runner, "SCRIPT", script(temporary, text))
    monkeypatch.setattr(child_runner, "_patience", lambda limit, best: limit)
    with pytest.raises(OutOfTimeError) as stopped:
        solve(easy(), 1.0, runner=in_child)
    assert np.isfinite(stopped.value.bound)
