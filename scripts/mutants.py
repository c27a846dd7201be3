"""Change the engine on purpose, one small change at a time, and see whether its tests notice.

    mutants.py [need] [coverage] [equity] [siting] [--most 40] [--seed 8]

Each group is mutated in a copy under build/mutants, so nothing here is touched. A survivor must be
killed by a test or explained in docs/mutants.md; exit status 1 where one is neither.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutation.groups import ENGINE, GROUPS, Group

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "mutants.md"
INSIDE = "family_hub_planner.engine."
# Tests of speed hold no figure, and fail where the machine is busy.
_NOT_BY_THE_CLOCK = "not in_less_than and not in_under"
KILLED, SURVIVED, NO_TESTS = 1, 0, 33


@dataclass(frozen=True)
class Mutant:
    """A change of one function: `place` is module and function, `line` the changed line."""

    place: str
    line: str
    was: str


@dataclass(frozen=True)
class Tally:
    """How many mutants can be made and were tried, and which of them no test noticed."""

    made: int
    tried: int
    slow: int
    survivors: tuple[Mutant, ...]

    def text(self, group: str, explained: int) -> str:
        """Say it in one line."""
        left = len(self.survivors)
        killed = self.tried - left
        return (
            f"{group}: {self.made} mutants can be made, {self.tried} tried, {killed} killed "
            f"({self.slow} of them by the time limit), {left} survived, {explained} explained"
        )


def main(argv: list[str] | None = None) -> int:
    """Mutate the groups asked for and print what became of the mutants."""
    asked = _arguments(argv)
    told = explained()
    open_ends = 0
    for name in asked.groups or list(GROUPS):
        tally = tried(name, GROUPS[name], asked.most, asked.seed)
        unexplained = [one for one in tally.survivors if (one.place, one.line) not in told]
        open_ends += len(unexplained)
        print(f"\n{tally.text(name, len(tally.survivors) - len(unexplained))}")
        for one in unexplained:
            print(f"  {one.place}\n    was {one.was}\n    now {one.line}")
    return 1 if open_ends else 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("groups", nargs="*", metavar="group", help=", ".join(GROUPS))
    parser.add_argument("--most", type=int, default=40, help="mutants tried of one module")
    parser.add_argument("--seed", type=int, default=8, help="which of them, where there are more")
    asked = parser.parse_args(argv)
    if set(asked.groups) - set(GROUPS):
        parser.error(f"groups are {', '.join(GROUPS)}")
    return asked


def tried(name: str, group: Group, most: int, seed: int) -> Tally:
    """Mutate one group in a fresh copy of the project and count."""
    folder = _copy(ROOT / "build" / "mutants" / name)
    (folder / "setup.cfg").write_text(_settings(group), encoding="utf-8")
    script = Path("scripts") / "mutation" / "in_copy.py"
    command = [sys.executable, str(script), str(most), str(seed)]
    with (folder / "mutmut.txt").open("w") as log:
        ended = subprocess.run(command, cwd=folder, stdout=log, stderr=log, check=False)
    if ended.returncode:
        raise SystemExit(f"mutmut stopped with {ended.returncode}: see {folder / 'mutmut.txt'}")
    return tally(json.loads((folder / "mutants.json").read_text()))


def _copy(folder: Path) -> Path:
    """Copy what git knows or would take, as it stands now.

    The real data stay behind: tests of whole nations would take longer than all others, and what
    a figure should be is held by those worked out by hand.
    """
    shutil.rmtree(folder, ignore_errors=True)
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, os.fsdecode(names).split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def _settings(group: Group) -> str:
    """Give mutmut's settings; hypothesis draws the same for every mutant and sets no deadline."""
    lists = {
        "source_paths": ["family_hub_planner"],
        "only_mutate": [f"{ENGINE}{module}.py" for module in group.modules],
        "pytest_add_cli_args_test_selection": _tests_of(group.tests),
        "pytest_add_cli_args": [
            "-p", "no:cacheprovider", "--hypothesis-profile=ci", "-k", _NOT_BY_THE_CLOCK,
        ],
        "also_copy": ["scripts", "docs", "benchmarks"],
    }  # fmt: skip
    lines = [f"{key} =\n" + "\n".join(f"    {v}" for v in values) for key, values in lists.items()]
    return "\n".join(["[mutmut]", *lines, "timeout_multiplier = 8", "timeout_constant = 10", ""])


def _tests_of(patterns: Sequence[str]) -> list[str]:
    folder = ROOT / "tests" / "engine"
    files = {path for pattern in patterns for path in folder.glob(f"test_{pattern}.py")}
    return sorted(path.relative_to(ROOT).as_posix() for path in files)


def tally(found: dict[str, object]) -> Tally:
    """Count what `in_copy` wrote down; a mutant that no test reaches has survived."""
    outcomes: list[dict[str, object]] = found["tried"]  # type: ignore[assignment]
    left = [one for one in outcomes if one["status"] in (SURVIVED, NO_TESTS)]
    slow = [one for one in outcomes if one["status"] not in (KILLED, SURVIVED, NO_TESTS)]
    survivors = tuple(_mutant(str(one["name"]), str(one["change"])) for one in left)
    return Tally(int(str(found["made"])), len(outcomes), len(slow), survivors)


def _mutant(name: str, change: str) -> Mutant:
    module, _, mangled = name.rpartition(".")
    function = re.sub(r"^xǁ(.+)ǁ", r"\1.", mangled.rpartition("__mutmut_")[0])
    place = f"{module.replace(INSIDE, '')}.{re.sub(r'^x_', '', function)}"
    lines = [line for line in change.splitlines() if line[:1] in "+-" and line[:3] not in _HEADS]
    new, old = ([line[1:].strip() for line in lines if line[0] == sign] for sign in "+-")
    return Mutant(place, new[0] if new else "", old[0] if old else "")


_HEADS = ("+++", "---")


def explained(page: Path = PAGE) -> set[tuple[str, str]]:
    """Read the mutants that docs/mutants.md explains: place, and the changed line."""
    text = page.read_text(encoding="utf-8")
    return set(re.findall(r"^- `([\w./]+)` ``? ?(.+?) ?``?: ", text, re.M))


if __name__ == "__main__":
    raise SystemExit(main())
