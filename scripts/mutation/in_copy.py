"""Mutates the copy it is started in and writes down what became of each mutant.

Runs in mutmut's own Python, inside a copy of the project made by `scripts/mutants.py`. mutmut's
operators are taken as they are but for those that change words or leave out arguments: a sentence
is held by its own tests, and a missing argument is a crash. Swapped extremes are added.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable
from pathlib import Path

import libcst
from mutmut.__main__ import _run, collect_source_file_mutation_data
from mutmut.configuration import config
from mutmut.mutation import mutators
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents

LEFT_OUT = (
    mutators.operator_string,
    mutators.operator_arg_removal,
    mutators.operator_dict_arguments,
    mutators.operator_symmetric_string_methods_swap,
    mutators.operator_unsymmetrical_string_methods_swap,
    mutators.operator_assignment,
)
_PAIRS = (
    ("min", "max"), ("argmin", "argmax"), ("nanmin", "nanmax"), ("minimum", "maximum"),
    ("any", "all"), ("floor", "ceil"), ("cumsum", "cumprod"), ("mean", "sum"),
)  # fmt: skip
SWAPPED = {**dict(_PAIRS), **{late: early for early, late in _PAIRS}}


def swap_extremes(node: libcst.Name) -> Iterable[libcst.Name]:
    """Take the greatest for the least, all for any, up for down, and the other way round."""
    if node.value in SWAPPED:
        yield node.with_changes(value=SWAPPED[node.value])


def main(most: int, seed: int) -> None:
    """Try at most `most` mutants of each module, drawn by `seed`; write `mutants.json`."""
    kept = [pair for pair in mutators.mutation_operators if pair[1] not in LEFT_OUT]
    mutators.mutation_operators[:] = [*kept, (libcst.Name, swap_extremes)]
    tried: list[str] = []
    made = 0
    for path in sorted(config().only_mutate):
        names = _mutants_of(path)
        made += len(names)
        draw = random.Random(f"{seed} {path}")  # each module by itself: another's change moves none
        tried += sorted(draw.sample(names, min(most, len(names))))
    print(f"{made} mutants can be made; {len(tried)} are tried", flush=True)
    _run(tuple(tried), 1)
    outcome = _outcomes(set(tried))
    Path("mutants.json").write_text(json.dumps({"made": made, "tried": outcome}, indent=1), "utf-8")


def _mutants_of(path: str) -> list[str]:
    module = path[: -len(".py")].replace("/", ".")
    mutated = mutate_file_contents(path, Path(path).read_text(encoding="utf-8"))
    return [f"{module}.{name}" for name in mutated.mutant_names]


def _outcomes(tried: set[str]) -> list[dict[str, object]]:
    """Give each mutant tried with its exit status (pytest's; 0 survived) and what was changed."""
    _, by_path = collect_source_file_mutation_data(mutant_names=())
    return [
        {"name": name, "status": status, "change": "" if status == 1 else get_diff_for_mutant(name)}
        for data in by_path.values()
        for name, status in data.exit_code_by_key.items()
        if name in tried
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
