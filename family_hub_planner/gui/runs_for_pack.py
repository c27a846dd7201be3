"""The runs that stand behind the plan's results, for the evidence pack to record."""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import Any

from qgis.core import QgsVectorLayer

from .file_places import place
from .plan import Plan
from .plan_settings import FILES, LAYERS
from .processing_history import run_that_made
from .run_told import made_by, read_by
from .step_record import StepRecord, changed_at, has
from .steps import steps
from .told_by_layer import contradicts
from .tool_inputs import GIVES
from .translation import tr

CHANGE = "change"  # the key of the record of a hub tested without
TOOLBOX = "from_toolbox"  # the key of a record's numbers: when the toolbox's run was begun
# Step: the setting that its result became, in the order in which the steps are run again.
RESULT_OF = {
    "network": "network",
    "need": "areas",
    "reach": "coverage",
    CHANGE: "change",
    "sites": "sites",
}
_IDS = {CHANGE: ("hubs_without", "reach_without", CHANGE)}


def standing(plan: Plan) -> dict[str, StepRecord]:
    """Give the records whose results the plan shows now and whose runs can be told, by step.

    A result that no run of the panel made is looked up in QGIS's history: whoever works from the
    toolbox has run the same tools. Such a record has the key `TOOLBOX` among its numbers.
    """
    found = {}
    for key, setting in RESULT_OF.items():
        record = plan.record(key)
        if record is None or not record.runs or not _is_of(record, setting, plan):
            record = of_history(setting, plan)
        if record is not None and _is_of(record, setting, plan):
            found[key] = record
    if CHANGE in found and not _compared_with(found):
        del found[CHANGE]
    return found


def of_history(setting: str, plan: Plan) -> StepRecord | None:
    """Give a record of the run by which QGIS's history says that a result came about."""
    result = file_of(setting, plan) if setting else ""
    if not result or not Path(result).exists():
        return None
    given = {name for name, outputs in GIVES.items() if setting in outputs.values()}
    past = run_that_made(result, changed_at(Path(result)), given, plan.project)
    if past is None:
        return None
    told = past.told
    when = past.begun.isoformat(" ", "minutes")
    numbers = {**told["numbers"], TOOLBOX: when}
    return StepRecord(told["algorithm"], numbers, {}, {}, when, [told])


def file_of(setting: str, plan: Plan) -> str:
    """Give the file behind a setting, "" where there is none."""
    if setting not in LAYERS:
        return str(getattr(plan.settings, setting))
    layer = plan.layer(setting)
    return layer.source().split("|")[0] if isinstance(layer, QgsVectorLayer) else ""


def beside(records: dict[str, StepRecord], plan: Plan) -> dict[str, StepRecord]:
    """Give those of the records whose files all stand in the plan's folder, a folder each run."""
    home = plan.folder()
    return {
        key: record
        for key, record in records.items()
        if all(path.parent.parent == home for path in files_made({key: record}))
    }


def files_made(records: dict[str, StepRecord]) -> set[PurePath]:
    """Give the files that these runs wrote."""
    runs = (run for one in records.values() for run in one.runs)
    return {place(path) for run in runs for path in made_by(run).values()}


def runs_as_text(records: dict[str, StepRecord], plan: Plan) -> str:
    """Write the runs as the report takes them, in the order in which they are run again."""
    told, near = [], beside(records, plan)
    for key, record in records.items():
        ids = _IDS.get(key, (key,))
        runs = record.runs if key in near else [_elsewhere(run) for run in record.runs]
        told += [{"id": name, **run} for name, run in zip(ids, runs)]
    words = {"title": plan.settings.title, "question": plan.settings.question}
    return json.dumps(
        {
            **words,
            "authority": plan.settings.council,
            "notes": _notes(records, plan),
            "run_on": max(record.finished_at for record in records.values())[:10],
            "runs": told,
        }
    )


def _elsewhere(run: dict[str, Any]) -> dict[str, Any]:
    """Mark a run's outputs as standing in no folder beside the pack's: it names them otherwise."""
    given = {
        name: {"made_elsewhere": value["made"]} if has(value, "made") else value
        for name, value in run["parameters"].items()
    }
    return {**run, "parameters": given}


def _stands(record: StepRecord, result: str) -> bool:
    """Tell whether a result is of this run, and is there."""
    return bool(result) and place(result) in files_made({"": record}) and Path(result).exists()


def _is_of(record: StepRecord, setting: str, plan: Plan) -> bool:
    """Tell whether a setting's result is of this run, and does not say itself that it is not."""
    result = file_of(setting, plan)
    if not _stands(record, result):
        return False
    layer = plan.layer(setting) if setting in LAYERS else None
    return not any(
        contradicts(run, layer)
        for run in record.runs
        if place(result) in map(place, made_by(run).values())
    )


def _compared_with(found: dict[str, StepRecord]) -> bool:
    """Tell whether the comparison took as today the coverage that is shown as today."""
    if "reach" not in found:
        return False
    base = read_by(found[CHANGE].runs[-1]).get("BASE")
    today = made_by(found["reach"].runs[0]).get("OUTPUT")
    return bool(base and today) and place(base) == place(today)


def _notes(records: dict[str, StepRecord], plan: Plan) -> list[str]:
    """Say what the record cannot vouch for."""
    names = {step.key: step.name for step in steps()}
    names[CHANGE] = tr("See whose journey grows")
    notes = []
    for key, setting in RESULT_OF.items():
        if key not in records and plan.is_set(setting):
            notes.append(
                tr(
                    "How the results of “{}” were made is not recorded: they are shown, and the "
                    "scenario of this pack does not make them again. Run the step from the panel "
                    "to have it recorded."
                ).format(names[key])
            )
    for key, record in records.items():
        if TOOLBOX in record.numbers:
            said = tr(
                "The panel did not record the run of “{}” at {}: its settings are those of QGIS's "
                "history. Whether its results were edited since is not known."
            )
            notes.append(said.format(names[key], record.numbers[TOOLBOX]))
        now: dict[str, Any] = plan.taken(record.taken)
        data = [n for n in record.taken if n in (*LAYERS, *FILES) and now[n] != record.taken[n]]
        if data:
            said = tr("Since “{}” was run, data that it took were changed or replaced: {}.")
            notes.append(said.format(names[key], ", ".join(data)))
    return notes
