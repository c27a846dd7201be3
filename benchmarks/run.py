"""Side by side with the peers: ours and theirs on the same work in the same run, as ratios.

    .venv/bin/python benchmarks/run.py                 everything (over an hour)
    .venv/bin/python benchmarks/run.py --sizes rutland --jobs catchments matrix
    .venv/bin/python benchmarks/run.py --engines ours  ours alone, peers' figures as last measured
    .venv/bin/python benchmarks/run.py --jobs siting --siting council pmed --pmed 1-10
    .venv/bin/python benchmarks/run.py --jobs          no run at all: only write the page again

Whatever is measured is kept in build/bench/results.json, and docs/performance.md is written from
all that is kept. Peers run in an environment outside the project (see environment.py); one that
does not install is named and left out.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from cross_checks import cross_check  # noqa: E402
from driver import DriverError, Results, run_driver  # noqa: E402
from environment import Peers, default_folder, prepare_peers  # noqa: E402
from jobs import GROUPS, LABELS, SIZES, Task, our_tasks, peer_tasks, places_for  # noqa: E402
from outliers import explain_outliers  # noqa: E402
from page import write_page  # noqa: E402
from polygon_accuracy import measure_polygons  # noqa: E402
from siting_run import GROUPS as SITING  # noqa: E402
from siting_run import cases_of, measure_siting, numbers_of  # noqa: E402

WORK = ROOT / "build" / "bench"
EXTRACT = (
    ROOT.parent / "shared" / "data" / "rutland" / "network" / "rutland-latest_2022-07-20.osm.pbf"
)
SAMPLE = ROOT / "family_hub_planner" / "resources" / "sample" / "county.osm.bz2"
CHECKS = ("accuracy", "crosschecks")
ALL = [*GROUPS, *CHECKS, "siting"]


def parse(words: list[str]) -> argparse.Namespace:
    """Read what is wanted from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=SIZES)
    parser.add_argument("--jobs", nargs="*", choices=ALL, default=ALL)
    parser.add_argument("--siting", nargs="*", choices=SITING, default=SITING)
    parser.add_argument("--pmed", type=numbers_of, default="1-25", help="p-medians, as 1-10,25")
    parser.add_argument("--engines", nargs="*", default=None, help="ours, valhalla, osrm, ...")
    parser.add_argument("--osm", type=Path, default=EXTRACT if EXTRACT.exists() else SAMPLE)
    parser.add_argument("--peers-folder", type=Path, default=default_folder())
    parser.add_argument("--slow", action="store_true", help="run the peers' longest jobs too")
    return parser.parse_args(words)


class Bench:
    """The run: which files, which peers, and where the results go."""

    def __init__(self, wanted: argparse.Namespace) -> None:
        self.wanted = wanted
        WORK.mkdir(parents=True, exist_ok=True)
        self.results = Results(WORK / "results.json")
        self.peers: Peers = prepare_peers(wanted.peers_folder)
        for module, why in self.peers.missing.items():
            print(f"{module} is left out: {why}")

    def chosen(self, engine: str) -> bool:
        """Tell whether an engine is wanted."""
        return self.wanted.engines is None or engine in self.wanted.engines

    def extract_of(self, size: str) -> Path:
        """Give the OpenStreetMap file of a size; the county is made once and kept."""
        if size == "rutland" and self.wanted.osm.suffix == ".pbf":
            return self.wanted.osm
        target = WORK / f"{self.wanted.osm.name.split('.')[0]}-{size}.osm.pbf"
        if not target.exists():
            copies = "4" if size == "county" else "1"
            words = [self.peers.python or sys.executable, HERE / "county.py"]
            words += [self.wanted.osm, target, "--across", copies, "--down", copies]
            if subprocess.run(words, check=False).returncode:
                raise SystemExit(
                    f"{target.name} could not be made: that needs `osmium` (pyosmium) in the "
                    "peers' environment, or python3-pyosmium from the system."
                )
        return target

    def measure(self, size: str) -> None:
        """Run all wanted jobs on one size of network."""
        self.ready(size)
        tasks = [*our_tasks(size), *peer_tasks(size)]
        for task in tasks:
            arcs = task.key.startswith("ours/arcs") and self.chosen("networkx")
            if task.group in self.wanted.jobs and (arcs or self.chosen(task.engine)):
                self._run(size, task, task.key, numba=False)
        if self.chosen("ours"):
            self._measure_with_numba(size)

    def ready(self, size: str) -> None:
        """Make the network file anew where the engine is newer, and the points where missing."""
        points = Path(places_for(size, WORK)["points"])
        file = WORK / size / "ours" / "network.gpkg"
        engine = (ROOT / "family_hub_planner" / "engine").rglob("*.py")
        newest = max(source.stat().st_mtime for source in engine)
        if not file.exists() or file.stat().st_mtime < newest:
            self._run(size, next(iter(our_tasks(size))), "ours/network", numba=False)
        if not points.exists():
            task = Task("ours/points", "points", "ours", {"job": "points"})
            self._run(size, task, task.key, numba=False)
            self.results.forget(f"{size}/{task.key}")

    def _measure_with_numba(self, size: str) -> None:
        """Run ours again with numba allowed, unless the engine turns out not to import it."""
        for task in our_tasks(size):
            if task.group not in self.wanted.jobs or task.key in ("ours/network", "ours/load"):
                continue
            key = task.key.replace("ours/", "ours+numba/")
            self._run(size, task, key, numba=True)
            if not self.results.kept[f"{size}/{key}"].get("facts", {}).get("numba"):
                self.results.forget(f"{size}/{key}")
                print("  the engine does not import numba: one column is enough")
                return
        if "matrix" in self.wanted.jobs and size == "rutland":
            self._measure_compilation(size)

    def _measure_compilation(self, size: str) -> None:
        """Run two jobs with an empty store of compiled code: what the very first run costs."""
        for task in our_tasks(size):
            if task.key in ("ours/matrix walk", "ours/catchments walk"):
                key = task.key.replace("ours/", "ours+numba first ever/")
                with tempfile.TemporaryDirectory() as folder:
                    self._run(size, task, key, numba=True, store=folder)

    def _run(self, size: str, task: Task, key: str, numba: bool, store: str = "") -> None:
        name = f"{size}/{key}"
        if task.slow and not self.wanted.slow:
            self.results.keep(name, {"failed": "left out as too long (--slow runs it)"})
            return
        why = self.peers.missing.get(task.module, "") if task.module else ""
        if why:
            self.results.keep(name, {"failed": why})
            return
        request = {
            "osm": str(self.extract_of(size)),
            "folder": str(WORK / size / task.engine),
            "numba": numba,
            **places_for(size, WORK),
            **task.request,
        }
        variables = {"NUMBA_CACHE_DIR": store} if store else {}
        try:
            answer = run_driver(task.engine, self.peers.python, request, variables)
        except DriverError as error:
            answer = {"failed": f"it failed: {error}"}
        self.results.keep(name, answer)
        self._tell(name, answer)

    @staticmethod
    def _tell(name: str, answer: dict) -> None:
        steps = ", ".join(f"{step} {s:.3f} s" for step, s in answer.get("seconds", {}).items())
        said = answer.get("failed") or f"{steps}; {answer['peak_mb']:,.0f} MB"
        print(f"  {name}: {said}", flush=True)


def main(words: list[str]) -> None:
    """Run what is wanted, and write the page."""
    wanted = parse(words)
    bench = Bench(wanted)
    for size in wanted.sizes if set(wanted.jobs) & set(GROUPS) else ():
        print(f"{LABELS[size]}, {bench.extract_of(size).name}", flush=True)
        bench.measure(size)
    if set(wanted.jobs) & set(CHECKS):
        bench.ready("rutland")
        extract = bench.extract_of("rutland")
    if "accuracy" in wanted.jobs:
        measure_polygons(bench.results, bench.peers, WORK / "rutland", extract)
    if "crosschecks" in wanted.jobs:
        cross_check(bench.results, bench.peers, WORK / "rutland", extract)
        explain_outliers(bench.results, bench.peers, WORK / "rutland", extract)
    if "siting" in wanted.jobs:
        cases = cases_of(wanted.siting, wanted.pmed)
        measure_siting(bench.results, bench.peers, WORK / "siting", cases, bench.chosen)
    print(write_page(bench.results, ROOT / "docs" / "performance.md"))


if __name__ == "__main__":
    main(sys.argv[1:])
