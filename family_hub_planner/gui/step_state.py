"""The state of a step, in one word for the picture and in words for people."""

from __future__ import annotations

from pathlib import Path

from .headlines import headline
from .moves import CHANGE, missing, run_first
from .plan import Plan
from .plan_settings import FILES
from .states import BUSY, EMPTY, FAILED, FINISHED, READY, STALE, StepState
from .step_record import StepRecord
from .step_runner import StepRunner
from .steps import Step
from .tool_inputs import is_there
from .translation import tr


def state_of(step: Step, plan: Plan, runner: StepRunner) -> StepState:
    """Give a step's state."""
    if runner.busy_with is not None and runner.busy_with.key == step.key:
        return StepState(BUSY, tr("Working"), "")
    if step.key in runner.failures:
        return StepState(FAILED, tr("Not done"), runner.failures[step.key])
    found, again = _found(step, plan), plan.record(step.key) is not None
    if found and any(plan.is_stale(key) for key in _keys(step)):
        return StepState(STALE, tr("Out of date"), found, again=again)
    if found:
        return StepState(FINISHED, tr("Done"), found, again=again)
    lacking = missing(step, plan)
    if lacking:
        told = "\n".join(f"{name[:1].upper()}{name[1:]}. {how}" for name, how in lacking.items())
        return StepState(EMPTY, tr("Missing"), told, ", ".join(lacking))
    return StepState(READY, tr("Ready"), _ready(step, plan))


def _keys(step: Step) -> tuple[str, ...]:
    return (step.key, CHANGE) if step.key == "evidence" else (step.key,)


def _found(step: Step, plan: Plan) -> str:
    """Give the headline; where a result was chosen and not made here, what is known of it."""
    if step.gives and not all(plan.is_set(setting) for setting in step.gives):
        return ""
    records = [record for record in map(plan.record, _keys(step)) if record is not None]
    if records:
        return "\n".join(headline(record.algorithm, record.numbers) for record in records)
    return tr("Chosen: {}.").format(_described(step.gives[0], plan)) if step.gives else ""


def _described(setting: str, plan: Plan) -> str:
    if setting in FILES:
        return file_in_words(getattr(plan.settings, setting))
    layer = plan.layer(setting)
    return tr("{name}, {count} features").format(name=layer.name(), count=layer.featureCount())


def files_to_open(record: StepRecord) -> list[tuple[str, str]]:
    """Give what a run wrote for people, each with the words of its button."""
    compared = record.algorithm == "familyhub:comparescenarios"
    words = {"HTML": tr("Open the comparison") if compared else tr("Open the page")}
    if record.algorithm == "familyhub:report":
        words = {
            "OUTPUT": tr("Open the evidence pack"),
            "PDF": tr("Open the PDF"),
            "TABLES": tr("Open the tables"),
        }
    words["WORKBOOK"] = words["SPREADSHEET"] = tr("Open the spreadsheet")  # once another name
    files = record.files
    return [(text, files[name]) for name, text in words.items() if files.get(name)]


def file_in_words(path: str) -> str:
    """Give a file's name and size."""
    try:
        size = Path(path).stat().st_size
    except OSError:
        return Path(path).name
    return tr("{name}, {size} MB").format(name=Path(path).name, size=f"{size / 1e6:,.1f}")


def _ready(step: Step, plan: Plan) -> str:
    first = [earlier.name for earlier in run_first(step, plan)]
    words = [tr("Runs {} first.").format(_listed(first))] if first else []
    if not is_there(step.algorithm):
        words.append(tr("This version has no evidence pack; plans can be set beside today."))
    return " ".join(words)


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return tr("{others} and {last}").format(others=", ".join(names[:-1]), last=names[-1])


def what_is_set(step: Step, plan: Plan) -> str:
    """Say what stands behind a step's settings: how many hubs, how large a file."""
    parts = []
    for row in step.rows:
        if row.kind in ("points", "polygons") and plan.is_set(row.setting):
            count = plan.layer(row.setting).featureCount()
            parts.append(tr("{name}: {count}").format(name=row.label, count=f"{count:,}"))
        elif row.setting == "network" and plan.is_set("network"):
            parts.append(file_in_words(plan.settings.network))
        elif row.setting == "centroids" and plan.is_set("boundaries"):
            parts.append(tr("no centroids: journeys start at a point inside each area"))
    return "; ".join(parts)
