"""What is changed for one run: values given anew ("step.NAME=value"), and a choice of steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..errors import InputError, shortened
from .model import Reference, Scenario, Step
from .places import RECORD
from .reading import close_to, refuse, taken, value_of_json

_CHANGE = re.compile(r"\s*([a-z][a-z0-9_-]*)\.([A-Za-z][A-Za-z0-9_]*)\s*=")
_PARTED = re.compile(r"[\n;]")


def changed(scenario: Scenario, text: str) -> Scenario:
    """Give the scenario with the values that `text` gives anew, "" none.

    Changes are parted by ";" or new lines. A value is JSON where it reads as JSON, else the text
    itself; it may hold ";" as long as what follows is no change itself.
    """
    ids = [step.id for step in scenario.steps]
    given: dict[str, dict[str, Any]] = {}
    faults = []
    for step, name, value in _changes(text):
        if step not in ids:
            faults.append(f'{step}.{name}: there is no step "{step}".{close_to(step, ids)}')
        given.setdefault(step, {})[name] = value
    refuse("Changed values", faults)
    steps = [
        replace(step, parameters={**step.parameters, **given.get(step.id, {})})
        for step in scenario.steps
    ]
    written = [
        {**raw, "parameters": {**raw.get("parameters", {}), **_as_written(given.get(step.id, {}))}}
        for raw, step in zip(scenario.written["steps"], scenario.steps)
    ]
    return replace(scenario, steps=tuple(steps), written={**scenario.written, "steps": written})


def chosen(scenario: Scenario, ids: str) -> Scenario:
    """Give the scenario with the steps named (commas between) and those they take from; "" all."""
    names = [name.strip() for name in ids.split(",") if name.strip()]
    if not names:
        return scenario
    steps = {step.id: step for step in scenario.steps}
    refuse(
        "Only these steps",
        [f'There is no step "{name}".{close_to(name, list(steps))}'
         for name in names if name not in steps],
    )  # fmt: skip
    wanted: set[str] = set()
    waiting = names
    while waiting:
        name = waiting.pop()
        if name in steps and name not in wanted:
            wanted.add(name)
            waiting += [reference.step for reference in references(steps[name])]
            if RECORD in steps[name].parameters.values():
                waiting += list(steps)[: list(steps).index(name)]
    return replace(
        scenario,
        steps=tuple(step for step in scenario.steps if step.id in wanted),
        written={
            **scenario.written,
            "steps": [raw for raw in scenario.written["steps"] if raw["id"] in wanted],
        },
    )


def references(step: Step) -> Iterator[Reference]:
    """Give every reference in a step's parameters."""
    for value in step.parameters.values():
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, Reference):
                yield one


def _changes(text: str) -> Iterator[tuple[str, str, Any]]:
    parts: list[str] = []
    for part in _PARTED.split(text):
        if _CHANGE.match(part) or not parts:
            parts.append(part)
        else:
            parts[-1] += f";{part}"
    for part in parts:
        if not part.strip():
            continue
        found = _CHANGE.match(part)
        if found is None:
            raise InputError(
                f"Changed values: {shortened(part.strip())} cannot be read. Write step.NAME=value."
            )
        yield found[1], found[2].upper(), _value(part[found.end() :].strip().rstrip(";"))


def _value(text: str) -> Any:
    if not text:
        return None
    try:
        return taken(value_of_json(text))
    except (ValueError, RecursionError):
        return text


def _as_written(given: dict[str, Any]) -> dict[str, Any]:
    return {name: unread(value) for name, value in given.items()}


def unread(value: Any) -> Any:
    """Give a value as JSON, each `Reference` as it is written in a file."""
    if isinstance(value, Reference):
        return {"from": value.step, "output": value.output}
    if isinstance(value, list):
        return [unread(one) for one in value]
    return value
