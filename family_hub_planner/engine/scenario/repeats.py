"""Steps that are run once for each value: written once, planned as many."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..errors import InputError
from .model import ForEach, Reference, Scenario, Step

MARK = "{each}"
"""Stands for the value in the texts and file names of a repeated step."""


def spread(scenario: Scenario, values_of: Callable[[ForEach], Sequence[str]]) -> list[Step]:
    """Give the steps to run: a repeated one once for each of its values, in their order.

    `values_of` gives the values of a layer's field. A repeated step takes from another repeated
    step what was made for its own value; a step that is not repeated takes all of it, as a list.
    """
    runs: dict[str, dict[str, str]] = {}  # the id of each run by value; "" where not repeated
    steps: list[Step] = []
    for step in scenario.steps:
        if step.for_each is None:
            runs[step.id] = {"": step.id}
        else:
            runs[step.id] = _ids(step.id, step.for_each.values or values_of(step.for_each))
        for value, made in runs[step.id].items():
            name = f"{step.name}: {value}" if value else step.name
            given = {k: _of_run(step.id, v, value, runs) for k, v in step.parameters.items()}
            steps.append(
                replace(step, id=made, name=name, parameters=given, each=value, of=step.id)
            )
    return steps


def slug(value: str) -> str:
    """Give a value as part of a file name: at most 30 plain small letters, digits and "_"."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    return (re.sub(r"[^a-z0-9]+", "_", plain)[:30]).strip("_") or "x"


def _ids(step: str, values: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        made = f"{step}_{slug(value)}"
        number = 2
        while made in found.values():
            made, number = f"{step}_{slug(value)}_{number}", number + 1
        found[value] = made
    return found


def _of_run(step: str, given: Any, value: str, runs: Mapping[str, Mapping[str, str]]) -> Any:
    if isinstance(given, list):
        taken = [_of_run(step, one, value, runs) for one in given]
        return [one for part in taken for one in (part if isinstance(part, list) else [part])]
    if not isinstance(given, Reference) or given.step not in runs:
        return given  # a reference to no earlier step is refused when the steps are planned
    ids = runs[given.step]
    if "" in ids or given.step == step:
        return given
    if value:
        if value not in ids:
            raise InputError(
                f'Step {step} is repeated for "{value}", but step {given.step}, which it takes '
                "from, is not. Give both the same values."
            )
        return Reference(ids[value], given.output)
    return [Reference(made, given.output) for made in ids.values()]
