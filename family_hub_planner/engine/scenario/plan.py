"""The plan of a run: every value known for what it is, and all that can be refused refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..errors import InputError, shortened
from .model import (
    INPUT_FILES,
    INPUT_LISTS,
    MAIN,
    OUTPUTS,
    Earlier,
    Face,
    Made,
    Parameter,
    Plain,
    PlannedStep,
    Reference,
    RunRecord,
    Several,
    Step,
    Value,
)
from .places import RECORD, Homes, checked_name, input_file
from .reading import close_to, refuse
from .repeats import MARK, slug


@dataclass(frozen=True)
class Known:
    """The algorithms at hand: the `faces` of those wanted, by id, and the `ids` of all."""

    faces: Mapping[str, Face]
    ids: Sequence[str]


DAY = "FROM_DATE"
"""The parameter of the planner's algorithms that is today where it is left empty."""


def plan(
    name: str, steps: Sequence[Step], known: Known, homes: Homes, today: str
) -> tuple[PlannedStep, ...]:
    """Plan the steps in order; one `InputError` tells every fault of all of them.

    `today` (YYYY-MM-DD) stands where a step would take today's date: the record then reruns to the
    same figures on another day.
    """
    planner = _Planner(known, homes, [step.id for step in steps], today)
    planned = [planner.step(step) for step in steps]
    refuse(name, planner.faults)
    return tuple(step for step in planned if step is not None)


class _Planner:
    """Goes through the steps, keeping what the earlier ones make and every fault."""

    def __init__(self, known: Known, homes: Homes, ids: Sequence[str], today: str) -> None:
        self.known, self.homes, self.ids, self.today = known, homes, ids, today
        self.faults: list[str] = []
        self._faces: dict[str, Face | None] = {}
        self._made: dict[str, dict[str, str]] = {}
        self._taken: dict[str, str] = {}  # who writes each file, by its name in small letters

    def step(self, step: Step) -> PlannedStep | None:
        """Plan one step; None where its algorithm is not known."""
        face = self.known.faces.get(step.algorithm)
        self._faces[step.id], self._made[step.id] = face, {}
        if face is None:
            near = close_to(step.algorithm, self.known.ids)
            self._fault(step, f"there is no algorithm {shortened(step.algorithm)}.{near}")
            return None
        values: dict[str, Value] = {}
        for name, given in step.parameters.items():
            if name not in face.parameters:
                near = close_to(name, list(face.parameters))
                self._fault(step, f"{face.id} has no parameter {shortened(name)}.{near}")
            elif given is not None:
                value = self._told(step, face.parameters[name], given)
                if value is not None:
                    values[name] = value
        for parameter in face.parameters.values():
            if parameter.name not in values:
                self._left_out(step, face, parameter, values)
        planned = PlannedStep(step, values)
        self._made[step.id] = planned.made()
        self._check_load(step, face)
        return planned

    def _left_out(
        self, step: Step, face: Face, parameter: Parameter, values: dict[str, Value]
    ) -> None:
        """Name an output that must be made, and refuse an input that must be given."""
        name, wanted = parameter.name, not parameter.optional
        if parameter.kind in OUTPUTS and (wanted or name == MAIN):
            stem = step.id if name == MAIN else f"{step.id}_{name.lower()}"
            ending = f".{parameter.extension}" if parameter.kind != "folder_out" else ""
            made = self._told(replace(step, each=""), parameter, f"{stem}{ending}")
            if made is not None:
                values[name] = made
        elif name == DAY:
            values[name] = Plain(self.today)
        elif wanted and step.parameters.get(name) is None:
            self._fault(step, f"{face.id} needs {name}.")

    def _check_load(self, step: Step, face: Face) -> None:
        """Refuse to load what is no layer that the step writes."""
        for name in step.load or ():
            parameter = face.parameters.get(name)
            if parameter is None or parameter.kind != "layer_out":
                near = close_to(name, list(face.parameters))
                self._fault(step, f"load: {face.id} has no layer {shortened(name)}.{near}")
            elif name not in self._made[step.id]:
                self._fault(step, f"load: {name} is not written. Give it a file name.")

    def _told(self, step: Step, parameter: Parameter, given: Any) -> Value | None:
        try:
            return self._value(step, parameter, given)
        except InputError as error:
            self._fault(step, f"{parameter.name}: {error}")
            return None

    def _value(self, step: Step, parameter: Parameter, given: Any) -> Value:
        if isinstance(given, list) and _are_several(parameter, given):
            return Several(tuple(self._value(step, parameter, one) for one in given))
        if isinstance(given, Reference):
            return self._earlier(step, parameter, given)
        if parameter.kind in OUTPUTS:
            return self._output(step, parameter, given)
        if given == RECORD and parameter.kind == "file":
            return RunRecord()
        if isinstance(given, str):
            given = _filled(given, step.each, parameter.kind)
            found = input_file(given, parameter.kind, self.homes)
            if found is not None:
                return found
        elif parameter.kind in INPUT_FILES | INPUT_LISTS:
            raise InputError(f"{shortened(str(given))} is no path of a file.")
        return Plain(given)

    def _output(self, step: Step, parameter: Parameter, given: Any) -> Made:
        if not isinstance(given, str):
            raise InputError(f"{shortened(str(given))} is no name of a file.")
        if step.each and MARK not in given:
            raise InputError(
                f"{given} would be written once for each value. Put {MARK} into the name."
            )
        name = checked_name(given.replace(MARK, slug(step.each)), parameter)
        key = name.lower()
        for other, whose in self._taken.items():
            if key == other or key.startswith(f"{other}/") or other.startswith(f"{key}/"):
                raise InputError(f"{name} is written by step {whose} too. Give each its own.")
        self._taken[key] = step.id
        return Made(name)

    def _earlier(self, step: Step, parameter: Parameter, wanted: Reference) -> Earlier:
        if parameter.kind in OUTPUTS:
            raise InputError("an output takes the name of a file, not an earlier step's output.")
        if wanted.step not in self._faces or wanted.step == step.id:
            raise InputError(self._not_earlier(step, wanted))
        face = self._faces[wanted.step]
        if face is None:
            return Earlier(wanted.step, wanted.output)  # told of already
        if wanted.output not in face.returns:
            near = close_to(wanted.output, sorted(face.returns))
            raise InputError(f"step {wanted.step} ({face.id}) has no {wanted.output}.{near}")
        name = self._made[wanted.step].get(wanted.output, "")
        writes = wanted.output in face.parameters
        if writes and not name:
            raise InputError(
                f"step {wanted.step} does not write {wanted.output}. Give it a file name there."
            )
        if not writes and parameter.kind in INPUT_FILES | INPUT_LISTS:
            raise InputError(f"{wanted.output} of step {wanted.step} is a value and no file.")
        return Earlier(wanted.step, wanted.output, name)

    def _not_earlier(self, step: Step, wanted: Reference) -> str:
        if wanted.step == step.id:
            return "a step cannot take its own output."
        if wanted.step in self.ids:
            return f"step {wanted.step} comes later. Put it before this step."
        near = close_to(wanted.step, self.ids)
        return f"there is no step {shortened(wanted.step)}.{near}"

    def _fault(self, step: Step, words: str) -> None:
        self.faults.append(f"Step {step.id}: {words}")


def _are_several(parameter: Parameter, given: list[Any]) -> bool:
    """Tell whether a list is several inputs rather than one value that is a list."""
    taken = any(isinstance(one, Reference) for one in given)
    return parameter.kind in INPUT_LISTS or (taken and parameter.kind not in OUTPUTS)


def _filled(text: str, each: str, kind: str) -> str:
    """Put a repeated step's value in; within an expression its quotation marks are doubled."""
    return text.replace(MARK, each.replace("'", "''") if kind == "expression" else each)
