"""The form of a run's record: what each part of it must be, before anything is read out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...engine.errors import InputError, shortened

_PLAIN = (str, int, float, bool, type(None))
_OF_SCENARIO = ("title", "question", "authority")
_OF_STEP = ("id", "name", "algorithm", "command")


def refuse_bent(record: Mapping[str, Any], name: str) -> None:
    """Refuse a record a part of which is not what 'Run a scenario' writes: `InputError` names it.

    `name` is its file's. A part that is missing or empty is fine: older versions wrote fewer.
    """
    fault = next(_faults(record), "")
    if fault:
        raise InputError(
            f"{name}: {fault} is not as 'Run a scenario' writes it. The file was changed since. "
            "Run the scenario again."
        )


def _faults(record: Mapping[str, Any]) -> Iterator[str]:
    scenario = record.get("scenario") or {}
    if not isinstance(scenario, dict):
        yield "“scenario”"
        return
    yield from (f"“{key}”" for key in _OF_SCENARIO if not isinstance(scenario.get(key), _PLAIN))
    if not _is_list(scenario.get("notes"), _PLAIN):
        yield "“notes”"
    if not _is_object(record.get("versions"), _PLAIN):
        yield "“versions”"
    if not isinstance(record.get("run_on"), _PLAIN):
        yield "“run_on”"
    for number, step in enumerate(record["steps"], start=1):
        where = f"step {number}"
        if not isinstance(step, dict) or not isinstance(step.get("id"), str):
            yield where
            return
        yield from (f"“{key}” of step {shortened(step['id'])}" for key in _bent(step))


def _bent(step: Mapping[str, Any]) -> Iterator[str]:
    yield from (key for key in _OF_STEP if not isinstance(step.get(key), _PLAIN))
    if not _is_object(step.get("parameters"), (*_PLAIN, list, dict)):
        yield "parameters"
    if not _is_object(step.get("outputs"), (str, type(None))):
        yield "outputs"
    if not _is_object(step.get("numbers"), _PLAIN):
        yield "numbers"
    if not isinstance(step.get("seconds"), (int, float, type(None))):
        yield "seconds"
    inputs = step.get("inputs") or []
    if not _is_list(inputs, dict) or not all({"name", "sha256"} <= set(one) for one in inputs):
        yield "inputs"


def _is_list(value: Any, of: Any) -> bool:
    return not value or (isinstance(value, list) and all(isinstance(one, of) for one in value))


def _is_object(value: Any, of: Any) -> bool:
    whole = isinstance(value, dict) and all(isinstance(one, of) for one in value.values())
    return not value or whole
