"""The runs that stand behind the plan's results, for the evidence pack to record."""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import Any

from qgis.core import QgsVectorLayer

from .file_places import place
from .plan import Plan
from .plan_settings import FILES, LAYERS
from .run_told import made_by, read_by
from .step_record import StepRecord
from .steps import steps
from .translation import tr

CHANGE = "change"  # the key of the record of a hub tested without
# Step: the setting that its result became, in the order in which the steps are run again.
_RESULTS = {
    "network": "network",
    "need": "areas",
    "reach": "coverage",
    CHANGE: "change",
    "sites": "sites",
}
_IDS = {CHANGE: ("hubs_without", "reach_without", CHANGE)}


def standing(plan: Plan) -> dict[str, StepRecord]:
    """Give the records whose results the plan shows now and whose runs can be told, by step."""
    found = {}
    for key, setting in _RESULTS.items():
        record = plan.record(key)
        if record is not None and record.runs and _stands(record, file_of(setting, plan), plan):
            found[key] = record
    if CHANGE in found and not _compared_with(found):
        del found[CHANGE]
    return found


def file_of(setting: str, plan: Plan) -> str:
    """Give the file behind a setting, "" where there is none."""
    if setting not in LAYERS:
        return str(getattr(plan.settings, setting))
    layer = plan.layer(setting)
    return layer.source().split("|")[0] if isinstance(layer, QgsVectorLayer) else ""


def files_made(records: dict[str, StepRecord]) -> set[PurePath]:
    """Give the files that these runs wrote."""
    runs = (run for one in records.values() for run in one.runs)
    return {place(path) for run in runs for path in made_by(run).values()}


def runs_as_text(records: dict[str, StepRecord], plan: Plan) -> str:
    """Write the runs as the report takes them, in the order in which they are run again."""
    told = []
    for key, record in records.items():
        ids = _IDS.get(key, (key,))
        told += [{"id": name, **run} for name, run in zip(ids, record.runs)]
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


def _stands(record: StepRecord, result: str, plan: Plan) -> bool:
    """Tell whether a result is of this run, and all that the run wrote is in the plan's folder."""
    made, home = files_made({"": record}), plan.folder()
    inside = all(path.parent.parent == home for path in made)
    return inside and bool(result) and place(result) in made and Path(result).exists()


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
    for key, setting in _RESULTS.items():
        if key not in records and plan.is_set(setting):
            notes.append(
                tr("How the results of “{}” were made is not recorded here.").format(names[key])
            )
    for key, record in records.items():
        now: dict[str, Any] = plan.taken(record.taken)
        data = [n for n in record.taken if n in (*LAYERS, *FILES) and now[n] != record.taken[n]]
        if data:
            said = tr("Since “{}” was run, data that it took were changed or replaced: {}.")
            notes.append(said.format(names[key], ", ".join(data)))
    return notes
