"""Run the siting problems, ours and spopt's, in one run, and keep what was found.

    .venv/bin/python benchmarks/run.py --jobs siting                      all of it
    .venv/bin/python benchmarks/run.py --jobs siting --siting council     a part: council, sjc, pmed
    .venv/bin/python benchmarks/run.py --jobs siting --pmed 1-10          these p-medians only

Published problems need the shared data and are left out, and named, where it is not there.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from driver import DriverError, Results, run_driver
from environment import Peers
from siting_cases import ROOT, Case, council_cases, pmed_cases, sjc_cases

SHARED = ROOT.parent / "shared" / "data"
GROUPS = ("council", "sjc", "pmed")
SJC = ("SJC324", "SJC402", "SJC500")
PEER_SOLVERS = ("HiGHS", "CBC")
LIMIT_S = 60.0


def numbers_of(text: str) -> list[int]:
    """Read "1-10,25" as whole numbers."""
    numbers: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        numbers.update(range(int(first), int(last or first) + 1))
    return sorted(numbers)


def cases_of(groups: list[str], pmeds: list[int]) -> Iterator[Case]:
    """Give the wanted problems, the quick groups first."""
    there = (SHARED / "siting_benchmarks").is_dir()
    if "council" in groups:
        yield from council_cases()
    if "sjc" in groups and there:
        yield from sjc_cases(SHARED, list(SJC))
    if "pmed" in groups and there:
        yield from pmed_cases(SHARED, pmeds)
    if not there:
        print("the published siting problems are left out: there is no shared data", flush=True)


def measure_siting(
    results: Results,
    peers: Peers,
    work: Path,
    cases: Iterator[Case],
    chosen: Callable[[str], bool],
) -> None:
    """Run the chosen engines on every case, one after the other, and keep the answers."""
    for case in cases:
        request = {**case.write(work), "time_limit": LIMIT_S}
        if chosen("ours"):
            _keep(results, peers, f"siting/ours/{case.name}", "siting_ours", request)
        request["asks"] = [ask for ask in request["asks"] if ask["peer"]]
        for solver in PEER_SOLVERS if request["asks"] and chosen("spopt") else ():
            key = f"siting/spopt {solver}/{case.name}"
            _keep(results, peers, key, "spopt", {**request, "solver": solver})


def _keep(results: Results, peers: Peers, key: str, engine: str, request: dict) -> None:
    why = peers.missing.get("spopt", "") if engine == "spopt" else ""
    try:
        answer = {"failed": why} if why else run_driver(engine, peers.python, request)
    except DriverError as error:
        answer = {"failed": f"it failed: {error}"}
    answer.update({"asks": request["asks"], "limit": LIMIT_S, "commit": engine_commit()})
    results.keep(key, answer)
    took = sum(answer.get("seconds", {}).values())
    print(f"  {key}: {answer.get('failed') or f'{took:.2f} s'}", flush=True)


def engine_commit() -> str:
    """Give the last commit that touched the siting engine, with a mark where it is edited."""
    folder = "family_hub_planner/engine/siting"

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", *words, "--", folder], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    edited = " and edits" if git("status", "--porcelain") else ""
    return git("log", "-1", "--format=%h") + edited
