"""A scenario file as it is read: JSON, its form checked, every fault told in words at once."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..errors import FileUnreadableError, InputError, shortened
from .model import MAIN, VERSION, ForEach, Reference, Scenario, Step

STEP_ID = re.compile(r"[a-z][a-z0-9_-]{0,79}")
_MOST_BYTES = 10_000_000
_TOLD = 12  # faults at a time
_MOST_DIGITS = 300  # of a whole number: a float ends there too
_TEXTS = ("title", "question", "authority")
_KNOWN = ("family_hub_scenario", *_TEXTS, "notes", "steps", "checksums", "made_with", "$schema")
_OF_STEP = ("id", "name", "algorithm", "parameters", "for_each", "load", "note")


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file (UTF-8); `FileUnreadableError` and `InputError` say what is wrong."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileUnreadableError(f"{path.name} is far larger than any scenario file.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadableError(
            f"{path.name} is not written in UTF-8. Save it again as UTF-8."
        ) from error
    except FileNotFoundError as error:
        raise FileUnreadableError(f"There is no scenario file {path}.") from error
    except OSError as error:
        raise FileUnreadableError(f"{path} cannot be read ({error.strerror}).") from error
    return scenario_of(_json(path.name, text), path.name)


def scenario_of(written: Any, name: str = "The scenario") -> Scenario:
    """Give the scenario of a file's JSON; `InputError` tells all faults of its form."""
    if not isinstance(written, dict) or "family_hub_scenario" not in written:
        raise InputError(
            f'{name} is no scenario file: it lacks "family_hub_scenario": {VERSION}. '
            "See docs/scenario.md for its form."
        )
    if written["family_hub_scenario"] != VERSION or written["family_hub_scenario"] is True:
        said = shortened(str(written["family_hub_scenario"]))
        raise InputError(
            f"{name} is of form {said}; this planner reads form {VERSION}. Use a newer planner."
        )
    refuse(name, [*_faults_of_words(written), *_faults_of_steps(written.get("steps"))])
    return Scenario(
        title=written["title"].strip(),
        steps=tuple(_step(step) for step in written["steps"]),
        question=written.get("question", ""),
        authority=written.get("authority", ""),
        notes=tuple(written.get("notes", ())),
        checksums=dict(written.get("checksums", {})),
        written=written,
    )


def refuse(name: str, faults: Sequence[str]) -> None:
    """Raise one `InputError` of all faults, if there are any; the first dozen are written out."""
    if not faults:
        return
    told = list(faults[:_TOLD])
    if len(faults) > _TOLD:
        told.append(f"and {len(faults) - _TOLD} more.")
    if len(told) == 1:
        raise InputError(f"{name}: {told[0]}")
    raise InputError("\n- ".join([f"{name} cannot be run:", *told]))


def close_to(word: str, known: Sequence[str]) -> str:
    """Give " Did you mean X?" where a known word is near, else ""."""
    near = get_close_matches(word.lower(), [one.lower() for one in known], n=1, cutoff=0.7)
    found = [one for one in known if near and one.lower() == near[0]]
    return f" Did you mean {found[0]}?" if found else ""


def _json(name: str, text: str) -> Any:
    try:
        return value_of_json(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name} is no JSON: line {error.lineno}, column {error.colno} ({error.msg})."
        ) from error
    except RecursionError as error:
        raise InputError(f"{name} is no scenario: its values are nested without end.") from error


def value_of_json(text: str) -> Any:
    """Read JSON whose every value can be written into a record again.

    `InputError` for a name that stands twice, a number without end or half a character, else a
    `JSONDecodeError`.
    """
    value = json.loads(
        text, object_pairs_hook=_once, parse_constant=_number, parse_float=_number, parse_int=_whole
    )
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        broken = ascii(str(error.object)[error.start : error.end])
        raise InputError(f"The scenario file holds {broken}, which is no character.") from error
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: JSON would take the last and say nothing."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f'"{shortened(twice)}" stands twice in one place of the scenario file.')
    return found


def _number(word: str) -> float:
    """Give a number; what is none (NaN) or beyond all numbers (1e999) is refused."""
    value = float(word)
    if not math.isfinite(value):
        raise InputError(f"The scenario file holds {shortened(word)}, which is no number.")
    return value


def _whole(word: str) -> int:
    if len(word) > _MOST_DIGITS:
        raise InputError(f"The scenario file holds {shortened(word)}, which is no number.")
    return int(word)


def _faults_of_words(written: Mapping[str, Any]) -> list[str]:
    faults = _unknown(written, _KNOWN, "the scenario")
    if not isinstance(written.get("title"), str) or not written["title"].strip():
        faults.append('"title" is missing: give the scenario a name.')
    faults += [
        f'"{name}" is not a text.'
        for name in _TEXTS[1:]
        if not isinstance(written.get(name, ""), str)
    ]
    if not _texts(written.get("notes", [])):
        faults.append('"notes" is not a list of texts.')
    checksums = written.get("checksums", {})
    if not (isinstance(checksums, dict) and _texts(list(checksums.values()))):
        faults.append('"checksums" is not a list of checksums by file.')
    return faults


def _faults_of_steps(steps: Any) -> list[str]:
    if not isinstance(steps, list) or not steps:
        return ['"steps" is missing: list at least one step.']
    faults: list[str] = []
    seen: set[str] = set()
    for number, step in enumerate(steps, 1):
        where = f"Step {number}"
        if not isinstance(step, dict):
            faults.append(f"{where} is not an object with id, algorithm and parameters.")
            continue
        faults += _faults_of_step(where, step)
        said = step.get("id")
        if isinstance(said, str):
            if said in seen:
                faults.append(f'{where}: an earlier step has the id "{said}" too.')
            seen.add(said)
    return faults


def _faults_of_step(where: str, step: Mapping[str, Any]) -> list[str]:
    said = step.get("id")
    if isinstance(said, str) and STEP_ID.fullmatch(said):
        where = f"Step {said}"
        faults = _unknown(step, _OF_STEP, where)
    else:
        faults = [
            f'{where}: "id" must be a small letter, then small letters, digits, "_" or "-", '
            f"up to 80; it is {shortened(str(said))}."
        ]
    if not isinstance(step.get("algorithm"), str) or not step["algorithm"].strip():
        faults.append(f'{where}: "algorithm" is missing.')
    faults += [
        f'{where}: "{name}" is not a text.'
        for name in ("name", "note")
        if not isinstance(step.get(name, ""), str)
    ]
    given = step.get("parameters", {})
    if not isinstance(given, dict):
        return [*faults, f'{where}: "parameters" is not an object of values by name.']
    for name, value in given.items():
        faults += _faults_of_references(f"{where}, {name}", value)
    return [
        *faults, *_faults_of_each(where, step.get("for_each")),
        *_faults_of_load(where, step.get("load")),
    ]  # fmt: skip


def _faults_of_references(where: str, value: Any) -> list[str]:
    if isinstance(value, list):
        return [fault for one in value for fault in _faults_of_references(where, one)]
    if not isinstance(value, dict) or "from" not in value:
        return []
    right = isinstance(value["from"], str) and isinstance(value.get("output", MAIN), str)
    if right and set(value) <= {"from", "output"}:
        return []
    return [f'{where}: an earlier output is written {{"from": "step", "output": "{MAIN}"}}.']


def _faults_of_each(where: str, each: Any) -> list[str]:
    if each is None:
        return []
    if not isinstance(each, dict) or set(each) not in ({"values"}, {"layer", "field"}):
        return [
            f'{where}: "for_each" takes either "values", a list of texts, or "layer" and "field".'
        ]
    if "values" in each:
        values = each["values"]
        right = _texts(values) and values and all(one.strip() for one in values)
        if not right or len(set(values)) < len(values):
            return [f'{where}: "for_each" needs a list of texts, none of them empty or twice.']
        return []
    if not (_texts([each["layer"], each["field"]]) and each["layer"] and each["field"]):
        return [f'{where}: "layer" and "field" of "for_each" are not texts.']
    return []


def _faults_of_load(where: str, load: Any) -> list[str]:
    if load is None or isinstance(load, bool) or _texts(load):
        return []
    return [f'{where}: "load" takes true, false or a list of outputs, such as ["{MAIN}"].']


def _unknown(given: Mapping[str, Any], known: Sequence[str], where: str) -> list[str]:
    return [
        f'{where} has no "{shortened(name)}".{close_to(name, known)}'
        for name in given
        if name not in known
    ]


def _texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(one, str) for one in values)


def _step(written: Mapping[str, Any]) -> Step:
    given = written.get("parameters", {})
    each = written.get("for_each")
    return Step(
        id=written["id"],
        name=written.get("name", "").strip() or written["id"],
        algorithm=full_id(written["algorithm"].strip()),
        parameters={name: taken(value) for name, value in given.items()},
        for_each=None
        if each is None
        else ForEach(tuple(each.get("values", ())), each.get("layer", ""), each.get("field", "")),
        load=_loaded(written.get("load")),
    )


def _loaded(written: Any) -> tuple[str, ...] | None:
    """Give the outputs to load: None all, () none."""
    if written is None or isinstance(written, bool):
        return () if written is False else None
    return tuple(written)


def full_id(written: str) -> str:
    """Give an algorithm's id with its provider: "coverage" is the planner's own."""
    return written if ":" in written else f"familyhub:{written}"


def taken(value: Any) -> Any:
    """Give a written value with every {"from": ...} in it as a `Reference`."""
    if isinstance(value, list):
        return [taken(one) for one in value]
    if isinstance(value, dict) and "from" in value:
        return Reference(value["from"], value.get("output", MAIN))
    return value
