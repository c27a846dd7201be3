"""Look up known faults of the packages that the tests use: python scripts/audit_packages.py PYTHON.

PYTHON is the interpreter whose packages are looked up (.venv/bin/python): those that pip put there,
with all that they brought, in just their versions. Packages of the distribution are not asked for:
it mends them under the number they have, so that an answer by number would mislead. The plugin
itself brings no Python package, and uses what QGIS has.

Ends with status 1 where a fault is known. Where the service cannot be asked, or knows none of the
packages (a mirror that has files alone), nothing was audited: that is said aloud, and is no fault,
but with --must-answer, as for a release.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 180


@dataclass(frozen=True)
class Answer:
    """What the service said: packages looked up, those it does not know, faults in words."""

    known: int
    unknown: tuple[str, ...]
    faults: tuple[str, ...]


def main() -> int:
    """Ask, say what came of it, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("python", type=Path, help="the interpreter whose packages are looked up")
    parser.add_argument("--pip-audit", type=Path, default=ROOT / ".venv/audit/bin/pip-audit")
    parser.add_argument("--must-answer", action="store_true", help="no answer is a failure too")
    given = parser.parse_args()
    packages = packages_of(given.python)
    answer, why = ask(given.pip_audit, packages)
    return tell(packages, answer, why, given.must_answer)


def packages_of(python: Path) -> list[str]:
    """Give the packages that pip put into an environment of its own, as name==version."""
    folder = _said([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    listed = [str(python), "-m", "pip", "freeze", "--disable-pip-version-check", "--path"]
    found = [line for line in _said([*listed, folder.strip()]).split() if "==" in line]
    if not found:
        sys.exit(f"pip-audit: pip put no package into the environment of {python}.")
    return found


def _said(command: Sequence[str]) -> str:
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return run.stdout


def ask(program: Path, packages: Sequence[str]) -> tuple[Answer | None, str]:
    """Give the service's answer, or None and the reason why there is none."""
    if not program.is_file():
        return None, f"{program} is not installed"
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "pinned.txt"
        pinned.write_text("\n".join(packages), encoding="utf-8")
        words = ["--no-deps", "--disable-pip", "--format=json", "--progress-spinner=off"]
        try:
            said = subprocess.run(
                [str(program), "-r", str(pinned), *words, "--timeout=15"],
                capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE_S, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None, f"the service did not answer within {PATIENCE_S} s"
    try:
        return understood(json.loads(said.stdout)), ""
    except (ValueError, KeyError, TypeError):
        last = [line for line in said.stderr.splitlines() if line.strip()][-1:] or ["no word"]
        return None, f"the service could not be asked ({last[0].strip()[:200]})"


def understood(told: dict[str, Any]) -> Answer:
    """Read pip-audit's JSON."""
    packages = told["dependencies"]
    unknown = tuple(one["name"] for one in packages if "skip_reason" in one)
    faults = tuple(
        f"{one['name']} {one['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in packages
        for fault in one.get("vulns", ())
    )
    return Answer(len(packages) - len(unknown), unknown, faults)


def tell(packages: Sequence[str], answer: Answer | None, why: str, must_answer: bool) -> int:
    """Print the verdict and give the exit status."""
    if answer is not None and not answer.known:
        why = f"the service knows none of the {len(packages)} packages"
    if answer is None or not answer.known:
        print(f"== pip-audit: LEFT OUT, NOTHING WAS AUDITED: {why}")
        return int(must_answer)
    for fault in answer.faults:
        print(f"pip-audit: {fault}")
    if answer.unknown:
        print(f"== pip-audit: not known to the service, not audited: {', '.join(answer.unknown)}")
    print(f"pip-audit: {answer.known} packages audited, {len(answer.faults)} known faults")
    return int(bool(answer.faults) or (must_answer and bool(answer.unknown)))


if __name__ == "__main__":
    sys.exit(main())
