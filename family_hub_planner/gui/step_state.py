"""The state of a step, in one word for the picture and in words for people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .headlines import headline
from .moves import CHANGE, missing, run_first
from .plan import Plan
from .plan_settings import FILES
from .step_runner import StepRunner
from .steps import Step
from .translation import tr

EMPTY, READY, BUSY, FAILED, FINISHED, STALE = (
    "empty", "ready", "busy", "failed", "finished", "stale",
)  # fmt: skip


@dataclass(frozen=True)
class StepState:
    """How a step stands: one of six words, its title, and what there is to say."""

    word: str
    title: str
    text: str


def state_of(step: Step, plan: Plan, runner: StepRunner) -> StepState:
    """Give a step's state."""
    if runner.busy_with is not None and runner.busy_with.key == step.key:
        return StepState(BUSY, tr("Working"), "")
    if step.key in runner.failures:
        return StepState(FAILED, tr("Not done"), runner.failures[step.key])
    found = _found(step, plan)
    if found and any(plan.is_stale(key) for key in _keys(step)):
        return StepState(STALE, tr("Out of date"), found)
    if found:
        return StepState(FINISHED, tr("Done"), found)
    lacking = missing(step, plan)
    if lacking:
        return StepState(EMPTY, tr("Missing"), "\n".join(lacking))
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


def file_in_words(path: str) -> str:
    """Give a file's name and size."""
    try:
        size = Path(path).stat().st_size
    except OSError:
        return Path(path).name
    return tr("{name}, {size} MB").format(name=Path(path).name, size=f"{size / 1e6:,.1f}")


def _ready(step: Step, plan: Plan) -> str:
    first = [earlier.name for earlier in run_first(step, plan)]
    if first:
        return tr("Runs {} first.").format(tr(" and ").join(first))
    return ""
