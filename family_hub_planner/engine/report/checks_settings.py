"""The settings that a run's record tells, against what its results say of themselves.

A file may have been written anew since by another run: the record then tells the settings of one
run beside the figures of another, and leads to other figures when it is run again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..bands import parse_bands
from ..errors import FiguresError, InputError
from ..made_with import MadeWith
from ..tables import Table
from .checks_figures import AGAIN
from .evidence import Evidence, Origin, Step, every_run

_AGES = re.compile(r"(\d+)\s*(?:-|–|to)\s*(\d+)")  # written otherwise, they are not compared


def settings_of_steps(evidence: Evidence) -> Iterator[None]:
    """Refuse a recorded step whose settings are not those that its own layer tells.

    Of a coverage its mode, direction, bands and service, and whether its minutes come from a table;
    of a need its ages. What a record or a layer does not tell is not compared.
    """
    steps = {step.id: step for step in evidence.steps}
    for run in every_run(evidence):
        step = _step(steps, run.origin, "coverage")
        if step is None:
            continue
        for name, told, own in _of_coverage(step, run.made):
            _agree(step, name, told, own, run.areas)
            yield
    needs = [(evidence.need, evidence.need_origin)]
    for need, origin in [*needs, *((one.need, one.origin) for one in evidence.needs)]:
        step = _step(steps, origin, "needlayer")
        if need is None or step is None:
            continue
        ages = step.parameters.get("AGES", "").strip(), _ages(need)
        if all(map(_AGES.fullmatch, ages)):
            _agree(step, "AGES", *ages, need)
            yield


def _step(steps: Mapping[str, Step], origin: Origin, algorithm: str) -> Step | None:
    step = steps.get(origin.step)
    return step if step is not None and step.algorithm == algorithm else None


def _of_coverage(step: Step, made: MadeWith) -> Iterator[tuple[str, str, str]]:
    """Give each setting that both tell: its name, as recorded, and as the layer tells it."""
    given = step.parameters
    mode = "" if made.times else made.mode  # a table's minutes are of no mode, whatever was chosen
    columns = {"MODE": mode, "DIRECTION": made.direction, "BANDS": made.bands}
    for name, value in columns.items():
        if given.get(name) and value:
            yield name, given[name], value
    if made.service is not None and "SERVICE" in given:
        yield "SERVICE", given["SERVICE"], made.service
    if made.network and (given.get("TIMES") or given.get("NETWORK")):
        told, own = ("a table" if one else "none" for one in (given.get("TIMES"), made.times))
        yield "TIMES", told, own


def _ages(need: Table) -> str:
    told = {str(text) for text in need.columns.get("ages", []) if text}
    return told.pop() if len(told) == 1 else ""


def _agree(step: Step, name: str, told: str, own: str, layer: Table) -> None:
    if _plain(name, told) != _plain(name, own):
        raise FiguresError(
            f"The record tells of the step “{step.name or step.id}” that {name} was “{told}”; its "
            f"result, {layer.name}, says of itself “{own}”. Another run has written the file since "
            f"({AGAIN[0].lower()}{AGAIN[1:-1]})."
        )


def _plain(name: str, text: str) -> object:
    """Give a setting the same however it is written: "0 to 4" and "0-4", "30,15" and "15,30"."""
    if name == "AGES":
        return re.findall(r"\d+", text)
    try:
        return parse_bands(text) if name == "BANDS" else text.strip()
    except InputError:
        return text
