"""Write docs/questions.md from runs of the examples: python scripts/make_questions.py.

Each example is run through `qgis_process` (familyhub:runscenario). --results FOLDER takes finished
runs instead, one folder for each example by its name; --check tells whether the page is right.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from demo.runner import Programs
from questions.page import EXAMPLES, PAGE, page
from questions.run import Run

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run, write, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--results", type=Path, help="folder of finished runs")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where it differs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.results or run_all(Path(scratch))
        text = page({name: Run.read(folder / name) for name in EXAMPLES})
    if given.check:
        return int(PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE}: {len(text):,} characters")
    return 0


def run_all(scratch: Path) -> Path:
    """Run every example into a folder of its name."""
    settings = scratch / "settings"
    settings.mkdir()
    programs = Programs(settings, ROOT)
    programs.enable()
    for name, module in EXAMPLES.items():
        print(f"{name} ({module.COUNCIL})", flush=True)
        scenario = ROOT / "family_hub_planner" / "resources" / "examples" / f"{name}.json"
        words = [f"SCENARIO={scenario}", f"OUTPUT={scratch / name}"]
        programs.run([programs.qgis_process, "run", "familyhub:runscenario", "--", *words])
    return scratch


if __name__ == "__main__":
    sys.exit(main())
