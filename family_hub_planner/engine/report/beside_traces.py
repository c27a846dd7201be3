"""Where the figures side by side come from: each run's own file and data sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .evidence import Coverage, FurtherNeed, Origin, Source
from .pack import JOURNEYS, Pack, rests_on
from .run_sources import sources_of_need, sources_of_run
from .wording import untraced

_RUNS, _NEEDS = "beside_", "needs_"  # how the keys of figures side by side begin

_Named = tuple[str, Origin, Sequence[Source]]


def trace_each(pack: Pack) -> None:
    """Let the figures side by side lead to the sources of every row, not of the first alone."""
    for key, trace in pack.traces.items():
        if key.startswith((_RUNS, _NEEDS)):
            named = _runs(pack) if key.startswith(_RUNS) else _needs(pack)
            pack.traces[key] = replace(trace, source=_each(pack, named))


def _runs(pack: Pack) -> list[_Named]:
    evidence = pack.evidence
    own: list[tuple[str, Coverage | None]] = [("Today", evidence.today)]
    own += [(f"Under “{one.name}”", one.coverage) for one in evidence.options]
    there = [(name, run.origin) for name, run in own if run is not None]
    named = [(name, at, pack.behind(JOURNEYS, at)) for name, at in there]
    beside = ((run, sources_of_run(evidence, run)) for run in evidence.beside)
    return [*named, *((f"“{run.name}”", run.origin, sources) for run, sources in beside)]


def _needs(pack: Pack) -> list[_Named]:
    at = pack.evidence.need_origin
    first = ("Need", at, pack.behind(("NEED",), at))
    further: Sequence[FurtherNeed] = pack.evidence.needs
    return [first, *((f"“{one.name}”", one.origin, sources_of_need(one)) for one in further)]


def _each(pack: Pack, named: Sequence[_Named]) -> str:
    """Name each row's file, rows of the same data sets together."""
    together: dict[str, list[str]] = {}
    for name, origin, sources in named:
        told = f"{untraced(name)}: {pack.file_of(origin)}"
        together.setdefault("".join(rests_on(sources)), []).append(told)
    parts = ((files, [rest] if rest else []) for rest, files in together.items())
    return ". ".join(". ".join(["; ".join(files), *rest]) for files, rest in parts)
