"""What each run of coverage rests on: its own data sets, beside those of the pack's parts.

A layer of coverage tells its network, demand points and hubs itself (`made_with`), today's and the
options' like those side by side. Where they are those of the pack's own parts, these parts' data
sets are named, so that none is listed twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..estimates import read_estimates
from ..made_with import MadeWith
from ..page import OSM_NOTICE
from ..tables import Table
from .evidence import Coverage, Evidence, FurtherNeed, Origin, Source, estimates_of, runs_of
from .wording import records, texts

_SENTENCES = re.compile(r"\. (?=[A-Z])")
_ALIKE = 0.005  # children; less is what adding up leaves
_COUNTED = ("children", "need")  # what a coverage counts of its demand points
_COUNTS_OF = "Counts by area"
_COUNTS = re.compile(rf"{_COUNTS_OF} \(([^()]*)\)")  # the counts that were taken out of a file
_NOT_STATED = "publisher and licence not stated"
_UNSTATED_HUBS = re.compile(rf"Hubs: .*; {_NOT_STATED}")  # a layer's name alone


def every_source(evidence: Evidence) -> list[Source]:
    """Give each data set behind the pack once: of its parts, its runs, and what stands beside."""
    shown = (one for run in runs_of(evidence) for one in _of_shown(evidence, run))
    runs = (one for run in evidence.beside for one in sources_of_run(evidence, run))
    needs = (one for layer in evidence.needs for one in sources_of_need(layer))
    return _each_once((*evidence.sources, *shown, *runs, *needs))


def owes_osm(evidence: Evidence) -> bool:
    """Tell whether any figure rests on OpenStreetMap: of the pack's parts, or of another run."""
    today = evidence.today.made.network if evidence.today is not None else ""
    options = [run for run in runs_of(evidence) if run.made.network not in ("", today)]
    return evidence.from_osm or any(run.made.from_osm for run in (*options, *evidence.beside))


def sources_of_journeys(evidence: Evidence) -> dict[Origin | None, list[Source]]:
    """Give the data sets behind journeys by where they were read: those of the run of that file.

    None stands for all others, as tables and comparisons of their own: all runs shown are behind
    them, and the parts where no run was given.
    """
    runs = runs_of(evidence)
    found: dict[Origin | None, list[Source]] = {None: _behind(evidence, runs)}
    for run in runs:
        found |= {at: _behind(evidence, [run]) for at in (run.origin, *run.origins.values())}
    return found


def _behind(evidence: Evidence, runs: Sequence[Coverage]) -> list[Source]:
    if not runs:
        return [one for part in _PARTS for one in evidence.sources_of.get(part, ())]
    found = ((part, run) for part in _PARTS for run in runs)
    return _each_once(one for part, run in found for one in _shown_by(evidence, run, part))


def network_sources(evidence: Evidence) -> list[Source]:
    """Give the data sets behind the ways of today's coverage and of the options."""
    told = [one for run in runs_of(evidence) for one in _shown_by(evidence, run, "NETWORK")]
    return told or list(evidence.sources_of.get("NETWORK", ()))


def _of_shown(evidence: Evidence, run: Coverage) -> list[Source]:
    return [one for part in _PARTS for one in _shown_by(evidence, run, part)]


def _shown_by(evidence: Evidence, run: Coverage, part: str) -> Sequence[Source]:
    """Give the data sets behind a part of today's coverage or an option's.

    Those of the part that was given, where a step of the run recorded says so (it names its files)
    or the layer tells nothing; where no part was told at all, all sources stand behind all.
    """
    given = evidence.sources_of.get(part, ())
    if not evidence.sources_of or (given and (run.origin.step or not run.made.sources.get(part))):
        return given
    return _PARTS[part](evidence, run)


def sources_of_run(evidence: Evidence, run: Coverage) -> list[Source]:
    """Give the data sets behind a run beside the others: network, demand points and hubs."""
    return _each_once(one for of_part in _PARTS.values() for one in of_part(evidence, run))


def sources_of_need(layer: FurtherNeed) -> list[Source]:
    """Give the data sets that a further need layer names, or that it names none."""
    said = [one for text in texts(layer.need, "sources") for one in _SENTENCES.split(text)]
    return list(said) or [f"Need: {layer.origin.file or layer.name}; {_NOT_STATED}"]


def estimates_beside(evidence: Evidence) -> list[tuple[str, dict[str, str]]]:
    """Say of which run or need beside the others columns are no counts, and how each was estimated.

    A run tells that itself; one of an earlier version counts the estimates of its need layer. What
    the pack's own need tells is not told again, nor of a run what a need beside tells but children.
    """
    known = set(estimates_of(evidence).items())
    found = [(layer.name, _estimates(layer.need)) for layer in evidence.needs]
    found = [(name, told) for name, told in found if told.items() - known]
    of_needs = {pair for _, told in found for pair in told.items() if pair[0] != "children"}
    for run in evidence.beside:
        told = read_estimates(run.made.estimates) or _estimates(_need_of(evidence, run))
        mine = {one: told[one] for one in _COUNTED if one in told}
        found += [(run.name, mine)] if mine.items() - known - of_needs else []
    return [(f"Estimates in “{name}”", told) for name, told in found]


def _each_once(sources: Iterable[Source]) -> list[Source]:
    """Give each source once; counts out of one file that were read twice stand as one."""
    found: dict[str, Source] = {}
    counts: dict[str, dict[str, None]] = {}
    for one in sources:
        said = one if isinstance(one, str) else one.sentence()
        named = _COUNTS.search(said)
        key = said if named is None else _COUNTS.sub(_COUNTS_OF, said, count=1)
        found.setdefault(key, one)
        if named is not None:
            counts.setdefault(key, {}).update(dict.fromkeys(named[1].split(", ")))
            every = f"{_COUNTS_OF} ({', '.join(counts[key])})"
            found[key] = key.replace(_COUNTS_OF, every, 1)
    return list(found.values())


def _of_network(evidence: Evidence, run: Coverage) -> Sequence[Source]:
    of_parts = evidence.sources_of.get("NETWORK", ())
    today = evidence.today.made.network if evidence.today is not None else ""
    if of_parts and run.made.network and run.made.network == today:
        return of_parts
    return run.made.sources.get("NETWORK") or _network_told(run.made)


def _network_told(made: MadeWith) -> list[Source]:
    """Name a network as a layer of an earlier version tells it, without its licence."""
    if made.times:
        return [f"Travel times: {made.times}; {_NOT_STATED}"]
    credit = OSM_NOTICE if made.from_osm else _NOT_STATED
    # a name's own semicolons would part the sentence elsewhere
    return [f"Network: {made.network.replace(';', ',')}; {credit}"] if made.network else []


def _of_demand(evidence: Evidence, run: Coverage) -> Sequence[Source]:
    need = _need_of(evidence, run)
    if need is not None and need is evidence.need:
        return evidence.sources_of.get("NEED", ())
    for layer in evidence.needs:
        if need is layer.need:
            return sources_of_need(layer)
    told = run.made.sources.get("NEED")
    return told or [f"Demand points: {run.made.demand or run.origin.file}; {_NOT_STATED}"]


def _need_of(evidence: Evidence, run: Coverage) -> Table | None:
    """Give the need layer whose children a run counts, area by area; None where none was given."""
    counted = _children(run.areas)
    for layer in (evidence.need, *(one.need for one in evidence.needs)):
        told = {} if layer is None else _children(layer)
        if counted and all(
            code in told and abs(count - told[code]) <= _ALIKE for code, count in counted.items()
        ):
            return layer
    return None


def _children(table: Table) -> dict[str, float]:
    return {str(row["area_code"]): float(row.get("children") or 0.0) for row in records(table)}


def _of_hubs(evidence: Evidence, run: Coverage) -> Sequence[Source]:
    """Name the hubs' data sets as the layer tells them: ids alone are alike in two counties.

    Those of the pack's own part stand for them where all ids are among its own and the layer
    tells no others than today's, or no data set at all.
    """
    of_parts = evidence.sources_of.get("HUBS", ())
    told = run.made.sources.get("HUBS", ())
    today = evidence.today.made.sources.get("HUBS", ()) if evidence.today is not None else ()
    stated = [one for one in told if not _UNSTATED_HUBS.fullmatch(one)]
    alike = not stated or set(told) <= {*today, *map(str, of_parts)}
    known = set(texts(evidence.hubs, "site_id"))
    if of_parts and alike and run.made.hubs and known.issuperset(run.made.hubs):
        return of_parts
    return told or [f"Hubs of {run.origin.file or run.name}; {_NOT_STATED}"]


def _estimates(need: Table | None) -> dict[str, str]:
    return read_estimates(next(iter(texts(need, "estimates")), ""))


_PARTS = {"NETWORK": _of_network, "NEED": _of_demand, "HUBS": _of_hubs}
