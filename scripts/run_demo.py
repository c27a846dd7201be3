"""Run the whole chain and show the result: /usr/bin/python3 scripts/run_demo.py [--output FOLDER].

On the sample county, or on a council's own files named in the environment: OSM, AREAS, POPULATION,
DEPRIVATION, HUBS, VENUES. `make demo` calls it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from demo.brief import brief, write_brief
from demo.chain import Files, chain
from demo.index_page import index_page
from demo.inputs import DemoError, Inputs, read_inputs
from demo.report import coverage_table, sites_table
from demo.runner import Programs, Ran, StepFailedError

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "build" / "demo"
MADE = (
    "planner.gpkg", "planner.qgz", "network.gpkg", "map.png", "index.html", "coverage.html",
    "sites.html",
)  # fmt: skip


def main() -> int:
    """Run, print, and give the exit status."""
    parser = argparse.ArgumentParser(description="Run the planner's whole chain.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder for the results")
    files = Files(parser.parse_args().output.expanduser().resolve())
    try:
        run(read_inputs(os.environ), files)
    except (DemoError, StepFailedError, OSError) as error:
        print(f"\nThe demonstration stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return 0


def run(inputs: Inputs, files: Files) -> None:
    """Run every step, draw, and tell."""
    began = time.monotonic()
    _announce(inputs)
    _clear(files)
    programs = Programs(files.settings, ROOT)
    programs.enable()
    steps, left_out = chain(inputs, files)
    for line in left_out:
        print(f"! {line}")
    status = ""
    for number, step in enumerate(steps, 1):
        _begin(f"{number} of {len(steps) + 1}  {step.name}")
        ran, results = programs.step(step)
        _end(ran)
        status = results.get("SOLVER_STATUS", status)
    _draw(programs, inputs, files, len(steps) + 1)
    _tell(inputs, files, left_out, status)
    for folder in (files.steps, files.settings):
        shutil.rmtree(folder)
    print(f"\nDone in {time.monotonic() - began:.0f} s. Look at:")
    for name in ("index.html", "planner.qgz", "planner.gpkg", "map.png"):
        print(f"  {files.folder / name}")


def _announce(inputs: Inputs) -> None:
    print(f"Family Hub Planner on {inputs.title}")
    if inputs.fictional:
        print("Every place and figure is FICTIONAL: the sample county shows what the planner does.")
    for line in inputs.said:
        print(f"  {line}")
    print()


def _clear(files: Files) -> None:
    """Remove an earlier run's results, and nothing else that may lie in the folder."""
    files.folder.mkdir(parents=True, exist_ok=True)
    for folder in (files.steps, files.settings):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    for name in MADE:
        for ending in ("", "-wal", "-shm"):
            (files.folder / f"{name}{ending}").unlink(missing_ok=True)


def _begin(words: str) -> None:
    print(f"{words:<44}", end="", flush=True)


def _end(ran: Ran) -> None:
    print(f"{ran.seconds:6.1f} s {ran.peak_mb:6.0f} MB")


def _draw(programs: Programs, inputs: Inputs, files: Files, number: int) -> None:
    _begin(f"{number} of {number}  Draw the project and the map")
    path = write_brief(inputs, files)
    command = [sys.executable, "-m", "demo.draw", str(path)]
    _end(programs.run(command, {"PYTHONPATH": os.pathsep.join(sys.path[:2])}))


def _tell(inputs: Inputs, files: Files, left_out: list[str], status: str) -> None:
    coverage, sites = coverage_table(files), sites_table(files, status)
    for table in (coverage, sites):
        if table is not None:
            print()
            print("\n".join(table.lines()))
    title = brief(inputs, files)["title"]
    page = index_page(inputs, files, coverage, sites, left_out, title)
    (files.folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
