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

_CUT = range(250, 255)  # bytes of a text that a shapefile may have cut: tables may be missing
_CHECKSUM = re.compile(r"\(sha256 ([0-9a-f]{12,64})\)")
# What a need's own words (`need_is`) say of one weighting alone; the first that is found.
WEIGHTINGS = {
    "expression": re.compile(r"^an expression of one's own: "),
    "decile_weights": re.compile(r"^weight of the "),
    "top_decile": re.compile(r" only; none elsewhere"),
    "income_deprived_children": re.compile(r"^children (aged 0-15 )?in income-deprived families"),
    "children": re.compile(r"^children aged "),
}


def settings_of_steps(evidence: Evidence) -> Iterator[None]:
    """Refuse a recorded step whose settings are not those that its own layer tells.

    Of a coverage its mode, direction, bands and service, and whether its minutes come from a table;
    of a need its ages, its weighting and the tables it was made from. What a record or a layer
    does not tell is not compared.
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
        weighting = step.parameters.get("WEIGHTING", "children").strip(), _weighting(need)
        if "" not in weighting and weighting[0] in WEIGHTINGS:
            _agree(step, "WEIGHTING", *weighting, need)
            yield
        yield from _tables_read(step, need)


def _tables_read(step: Step, need: Table) -> Iterator[None]:
    """Hold the tables that a need names with their checksums to those that its record read."""
    told = {text for text in need.columns.get("sources", []) if text}
    if any(len(str(text).encode()) in _CUT for text in told):
        return
    marks = {mark for text in told for mark in _CHECKSUM.findall(str(text))}
    for name in ("POPULATION", "DEPRIVATION"):
        given = step.parameters.get(name, "")
        sums = [sum_of for file, sum_of in step.inputs if file == given]
        if not marks or not sums:
            continue
        if not any(sums[0].startswith(mark) for mark in marks):
            raise FiguresError(
                f"The record tells of the step “{step.name or step.id}” that {name} was {given} "
                f"(sha256 {sums[0][:12]}); its result, {need.name}, names no such file: "
                f"{'; '.join(sorted(map(str, told)))}. Another run has written the file since "
                f"({AGAIN[0].lower()}{AGAIN[1:-1]})."
            )
        yield


def _weighting(need: Table) -> str:
    """Give the weighting that a need's own words tell; "" for other words, or several."""
    told = {str(text) for text in need.columns.get("need_is", []) if text}
    words = told.pop() if len(told) == 1 else ""
    return next((name for name, how in WEIGHTINGS.items() if how.search(words)), "")


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
