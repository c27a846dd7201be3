"""Results that the report was given one by one, put in the place of a run's."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.errors import InputError
from ...engine.report.evidence import Origin
from ...engine.report.forms import FORMS
from ..job import Job
from .parts import Parts, Plan
from .rows import Rows, file_of, given_rows, rows_of, with_id

_PARTED = ";"


def take_given(job: Job, parts: Parts) -> None:
    """Read what was given by name; `InputError` for a layer that cannot be opened."""
    for name in FORMS:
        if job.algorithm.parameterDefinition(name) is None:
            continue
        rows = given_rows(job, name)
        if rows is None:
            continue
        if name == "HUBS":
            rows = with_id(rows, job.field("HUB_ID"), job.field("HUB_NAME"))
        parts.put(name, rows)
        parts.given.pop(name, None)
    plans = [_plan(*one, parts) for one in _layers(job, "PLANS", "PLAN_NAMES", "plan")]
    parts.plans = plans or parts.plans
    _take_beside(job, parts)
    parts.network = job.path("NETWORK") or parts.network
    if job.asked_for("WORSE_MINUTES"):
        parts.much = job.number("WORSE_MINUTES")


def _take_beside(job: Job, parts: Parts) -> None:
    """Take further layers as what they are: a coverage has minutes, a need has none."""
    for name, rows in _layers(job, "BESIDE", "BESIDE_NAMES", "result"):
        if "minutes" in rows.table.columns:
            parts.beside.append(_plan(name, rows, parts))
            continue
        rows.needs(FORMS["NEED"])
        parts.needs.append((name, rows, _origin_of(rows, parts)))


def _plan(name: str, rows: Rows, parts: Parts) -> Plan:
    rows.needs(FORMS["COVERAGE"])
    return Plan(name, rows, origin=_origin_of(rows, parts))


def _layers(job: Job, parameter: str, names_of: str, what: str) -> Iterator[tuple[str, Rows]]:
    """Give several layers, each with the name given for it, else its own."""
    if not job.asked_for(parameter):
        return
    found = job.layers(parameter)
    given = job.parameters[parameter]
    if len(found) < (len(given) if isinstance(given, (list, tuple)) else 1):
        raise InputError(f"{job.label(parameter)} ({parameter}): not all layers can be opened.")
    names = [name.strip() for name in job.text(names_of).split(_PARTED) if name.strip()]
    if names and len(names) != len(found):
        raise InputError(
            f"{job.label(names_of)} ({names_of}): {len(names)} names were given for "
            f"{len(found)} {what}s. Give one for each, parted by semicolons."
        )
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise InputError(
            f"{job.label(names_of)} ({names_of}): two {what}s are called {twice[0]!r}. Give each "
            "its own name."
        )
    names = names or _apart([one.name() or f"{what} {at}" for at, one in enumerate(found, start=1)])
    for name, layer in zip(names, found):
        yield name, rows_of(layer, f"The layer {layer.name()}", file_of(layer))


def _apart(names: list[str]) -> list[str]:
    """Number the layers whose names are alike, so that their rows can be told apart."""
    seen = [names[:place].count(name) + 1 for place, name in enumerate(names)]
    return [f"{name} ({time})" if time > 1 else name for name, time in zip(names, seen)]


def _origin_of(rows: Rows, parts: Parts) -> Origin:
    return Origin(rows.file, "", parts.run_on)
