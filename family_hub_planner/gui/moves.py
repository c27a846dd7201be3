"""What a click on a step sets going: the steps that must come before it, then its own tool."""

from __future__ import annotations

from collections.abc import Container
from functools import partial
from pathlib import Path
from typing import Any

from .file_places import place
from .place_names import place_name
from .plan import Plan
from .plan_settings import FILES, LAYERS
from .runs_for_pack import CHANGE, beside, file_of, files_made, runs_as_text, standing
from .step_runner import GoneError, Layers, Move, adopt_outputs, record_of
from .steps import Step, step_of, steps
from .tool_inputs import INPUTS, inputs_of, is_there, not_there, outputs_of, parameters_of
from .translation import tr

EXTRACT = "native:extractbyexpression"
_REPORT = "familyhub:report"
_NOT_TABLES = ("OUTPUT", "HTML")
_OF_REPORT = {"GAP_CLUSTERS": "GAPS", "PLANS": "PLANS"}  # output of a run: the report's name
_COMPARED = ("network", "coverage", "demand", "hubs", "hub_id", "given_up", "mode", "bands")


def missing(step: Step, plan: Plan) -> dict[str, str]:
    """Give what a step lacks, by name, and how to get it; not what an earlier step can make."""
    if not is_there(step.algorithm) and step.key != "evidence":
        return {tr("its tool"): not_there(step.algorithm)}
    return {
        name: _gone(setting, plan) or words
        for setting, name, words in step.needs
        if not plan.is_set(setting) and not _can_be_made(setting, plan)
    }


def run_first(step: Step, plan: Plan) -> list[Step]:
    """Give the earlier steps that make what this one lacks, in order."""
    wanted: set[str] = set()
    for setting, _, _ in step.needs:
        maker = _maker(setting)
        if maker is not None and maker.key != step.key and not plan.is_set(setting):
            wanted |= {maker.key, *(earlier.key for earlier in run_first(maker, plan))}
    return [each for each in steps() if each.key in wanted]


def moves_for(step: Step, plan: Plan) -> list[Move]:
    """Give the row of runs for a step: those before it, its own, and what follows from it."""
    return [move for each in (*run_first(step, plan), step) for move in _own_moves(each, plan)]


def moves_without_hub(plan: Plan) -> list[Move]:
    """Give the runs that show whose journey grows without the hub that is set to be tested."""
    reach, evidence = step_of("reach"), step_of("evidence")
    first = moves_for(reach, plan) if _reach_is_wanted(plan) else []
    test = _TestWithout(plan, evidence)
    return [*first, *test.moves()]


def _reach_is_wanted(plan: Plan) -> bool:
    return not plan.is_set("coverage") or plan.is_stale("reach")


def _own_moves(step: Step, plan: Plan) -> list[Move]:
    return [Move(step, step.algorithm, partial(_parameters_of_step, step, plan), record=step.key)]


def _parameters_of_step(step: Step, plan: Plan) -> dict[str, Any]:
    """Give what a step's own run takes, unless somebody has meanwhile removed what it needs."""
    gone = [(name, how) for setting, name, how in step.needs if not plan.is_set(setting)]
    if gone:
        told = tr("{name} is not there any more. {how}")
        said = (told.format(name=f"{name[:1].upper()}{name[1:]}", how=how) for name, how in gone)
        raise GoneError(" ".join(said))
    return parameters_for(step.algorithm, step.key, plan)


def parameters_for(algorithm_id: str, folder: str, plan: Plan) -> dict[str, Any]:
    """Give all that an algorithm takes from the plan, its outputs in a new folder of their own."""
    made = plan.new_folder(folder)
    inputs = inputs_of(algorithm_id, plan.settings)
    if algorithm_id == _REPORT:
        inputs = _of_report(plan, inputs)
    return {**inputs, **outputs_of(algorithm_id, plan.settings, made, plan.project)}


def _of_report(plan: Plan, inputs: dict[str, Any]) -> dict[str, Any]:
    """Give the report the runs that stand, and one by one what is of none of them."""
    records = standing(plan) if "RUNS" in parameters_of(_REPORT) else {}
    if not records:
        return {**_tables_behind(plan, ()), **inputs}
    near = beside(records, plan)  # the results of the rest are given one by one
    made = files_made(near)
    there = {
        name
        for name, setting in INPUTS[_REPORT].items()
        if setting in LAYERS | FILES and place(file_of(setting, plan)) in made
    }
    kept = {name: value for name, value in inputs.items() if name not in there}
    return {**_tables_behind(plan, near), **kept, "RUNS": runs_as_text(records, plan)}


def _tables_behind(plan: Plan, recorded: Container[str]) -> dict[str, Any]:
    """Give the report the tables of the runs that are not recorded, by the report's own names."""
    known = parameters_of(_REPORT)
    files: dict[str, Any] = {}
    for key, prefix in (("reach", ""), ("sites", "SITES_"), (CHANGE, "CHANGE_")):
        record = plan.record(key) if key not in recorded else None
        for output, path in (record.files if record is not None else {}).items():
            name = _OF_REPORT.get(output, prefix + output)
            if name in known and output not in _NOT_TABLES and Path(path).exists():
                files[name] = path
    if "PLANS" in files:
        files.update(PLANS=[files["PLANS"]], PLAN_NAMES=plan.record(CHANGE).numbers["plan"])
    return files


class _TestWithout:
    """Today's coverage beside that without one hub: three runs that share a folder."""

    def __init__(self, plan: Plan, step: Step) -> None:
        self._plan, self._step = plan, step
        self._folder = Path()
        self._left, self._coverage = "", ""
        self._taken: dict[str, str] = {}

    def moves(self) -> list[Move]:
        """Give the three runs: leave the hub out, measure the reach, compare."""
        return [
            Move(self._step, EXTRACT, self._without, self._keep_left),
            Move(self._step, "familyhub:coverage", self._measured, self._keep_coverage),
            Move(
                self._step, "familyhub:comparescenarios", self._compared, self._keep_change, CHANGE
            ),
        ]

    def _without(self) -> dict[str, Any]:
        settings = self._plan.settings
        self._folder = self._plan.new_folder("without")
        self._taken = self._plan.taken(_COMPARED)
        given_up = settings.given_up.replace("'", "''")
        return {
            "INPUT": settings.hubs,
            "EXPRESSION": f"to_string(\"{settings.hub_id}\") IS NOT '{given_up}'",
            "OUTPUT": str(self._folder / "hubs_without.gpkg"),
        }

    def _keep_left(self, results: dict[str, Any], _layers: Layers, _taken: Any) -> None:
        self._left = str(results["OUTPUT"])

    def _measured(self) -> dict[str, Any]:
        inputs = inputs_of("familyhub:coverage", self._plan.settings)
        output = str(self._folder / "coverage_without.gpkg")
        return {**inputs, "HUBS": self._left, "OUTPUT": output}

    def _keep_coverage(self, results: dict[str, Any], _layers: Layers, _taken: Any) -> None:
        self._coverage = str(results["OUTPUT"])

    def _compared(self) -> dict[str, Any]:
        name, plan = "familyhub:comparescenarios", self._plan
        return {
            **inputs_of(name, plan.settings),
            "PLAN": [self._coverage],
            "PLAN_NAMES": self._title().replace(";", ","),
            **outputs_of(name, plan.settings, self._folder, plan.project),
        }

    def _title(self) -> str:
        return tr("Without {}").format(place_name(self._plan, "hubs", self._plan.settings.given_up))

    def _keep_change(self, results: dict[str, Any], layers: Layers, _taken: Any) -> None:
        plan, name = self._plan, "familyhub:comparescenarios"
        adopt_outputs(plan, name, results, layers)
        told = {**results, "plan": self._title().replace(";", ","), "PLANS": self._coverage}
        plan.keep_record(CHANGE, record_of(plan, name, told, self._taken))


def _maker(setting: str) -> Step | None:
    return next((step for step in steps() if setting in step.gives), None)


def _can_be_made(setting: str, plan: Plan) -> bool:
    maker = _maker(setting)
    return maker is not None and not missing(maker, plan)


def _gone(setting: str, plan: Plan) -> str:
    """Say that a file which is set is not there any more, "" where that is not so."""
    value = getattr(plan.settings, setting)
    if setting not in FILES or not value:
        return ""
    return tr("The file {} is not there any more. Choose it again.").format(value)
