"""How it was worked out, from what, with which limits, and how to do it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..made_with import MadeWith
from ..method_note import mode_limit, travelling
from ..page import OSM_NOTICE
from ..published import unit
from ..tables import Table
from .document import Block, Paragraph, Points, Section, Sheet
from .evidence import PUBLIC, every_run
from .pack import NOT_STATED, Pack, estimates_in_words
from .run_sources import estimates_beside, every_source, owes_osm
from .sections_licence import credits_of
from .sections_remarks import remarks
from .wording import texts, untraced

_HOW = (
    "Each area's families start from one point (the population-weighted centroid where it was "
    "given). The way from there to every hub is worked out along the network, with the walk to and "
    "from the ways; the area's minutes are those of the nearest hub. An area is within a band when "
    "its minutes are no more than the band's.",
    "Counts come from these points, never from a drawn line. A place that cannot be joined to the "
    "network is told as not routed and never moved. Sums are exact; only what is printed is "
    "rounded.",
    "Today and every option are worked out in the same way, with the same network, points and "
    "counts; only the hubs differ.",
)
_LIMITS = (
    "Minutes are modelled, not observed, and start from one point for each area; families in a "
    "large area live nearer to a hub or farther from it than that point.",
    "Being near a hub says nothing of its opening hours, its services or its room.",
    "The network is a map made by people: a missing path or gate makes a journey too long or too "
    "short.",
    "Counts of children and deprivation are as old as the tables they come from.",
    "Rows of different tables, and other pages on the same area, can still be set against each "
    "other: look at small counts before publishing.",
)
_CHECKED = (
    "How the figures were checked: against one another, before anything was withheld or rounded. "
    "A pack whose figures do not agree is not written. That they agree does not tell that the data "
    "are right."
)
_HELD = (
    "The scenario file is the council's own and is not given out with this pack: it names the "
    "columns of its registers, costs among them. The parameters of every step stand above."
)
_BESIDE = (
    "It stands in the folder of tables, where one was asked for; paths in it are relative to the "
    "folder of the run."
)
_OF_NEED = ("ages", "need_is", "deprivation_index", "estimates")
_NO_NETWORK_TOLD = (
    "The coverage does not say which network it was worked out on: whether it is the one whose "
    "data, date and speeds are told here was not checked."
)
SHOWN_OF_VALUE = 300


def method(pack: Pack) -> Section:
    """Write method and parameters."""
    evidence, made = pack.evidence, pack.made
    blocks: list[Block] = [Paragraph(text) for text in _HOW]
    if evidence.today is not None:
        mode = f"the table of times {made.times}" if made.times else travelling(made.mode)
        speed = f" at {made.speed_kph:g} km/h" if made.speed_kph else ", by class of road"
        text = f"Coverage is by {mode}{speed if not made.times else ''}; bands {made.bands} min."
        blocks.append(Paragraph(text))
    blocks.append(_parameters(pack))
    if evidence.speeds is not None and len(evidence.speeds):
        columns = {
            name: [str(v) for v in values] for name, values in evidence.speeds.columns.items()
        }
        title = "Speeds and rules of the network"
        blocks.append(Sheet("speeds", title, Table(columns, title), (), evidence.speeds))
    else:
        text = "Speeds: they stand in the network's file, which was not given with these results."
        blocks.append(Paragraph(text, "note"))
    if evidence.network and evidence.today is not None and not made.network:
        blocks.append(Paragraph(_NO_NETWORK_TOLD, "note"))
    return Section("method", "Method, parameters and speeds", blocks)


def _parameters(pack: Pack) -> Block:
    rows = [
        (step.name or step.id, step.algorithm, _given(step.parameters))
        for step in pack.evidence.steps
        if step.parameters
    ]
    if not rows:
        return _told_by_layers(pack)
    title = "Parameters of every step"
    heads = ("Step", "Algorithm", "Parameters")
    columns = {head: [str(row[place]) for row in rows] for place, head in enumerate(heads)}
    return Sheet("parameters", title, Table(columns, title), ())


def _given(parameters: Mapping[str, str]) -> str:
    """Write a step's parameters one behind the other: a line each would fill pages."""
    return " · ".join(f"{name} = {_cut(str(value))}" for name, value in parameters.items())


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_OF_VALUE else f"{text[:SHOWN_OF_VALUE]}..."


def _told_by_layers(pack: Pack) -> Block:
    """Write what the layers tell of how they were made, where no record of the run was given."""
    evidence = pack.evidence
    layers = [("Need", evidence.need)]
    layers += [(f"Need: {one.name}", one.need) for one in evidence.needs]
    need = [
        (untraced(what), name, "; ".join(texts(layer, name)))
        for what, layer in layers
        for name in _OF_NEED
    ]
    made = [
        (untraced(f"Coverage: {run.name}"), name, said)
        for run in every_run(evidence)
        for name, said in _of_made(run.made)
    ]
    rows = [row for row in (*need, *made) if row[2]]
    title = "Parameters, as the layers tell them (no record of the run was given)"
    if not rows:
        return Paragraph(
            "Parameters: the results were given file by file, without the record of the run, and "
            "tell none themselves."
        )
    heads = ("Layer", "Parameter", "Value")
    columns = {head: [_cut(str(row[place])) for row in rows] for place, head in enumerate(heads)}
    return Sheet("parameters", title, Table(columns, title), ())


def _of_made(made: MadeWith) -> list[tuple[str, str]]:
    """Give what a coverage was made with, in words; what it does not tell is not stated."""
    stated = {
        "mode": made.mode, "bands (minutes)": made.bands, "direction": made.direction,
        "network": made.network, "demand": made.demand, "run on": made.run_on,
    }  # fmt: skip
    numbers = {
        "farthest from a way (m)": made.max_snap_m, "speed (km/h)": made.speed_kph,
        "full hours a week": made.full_hours,
        "hubs counted": None if made.hubs is None else len(made.hubs),
    }  # fmt: skip
    further = {
        "fast roads without pavement": made.fast_roads, "families without a car": made.no_car,
        "service": made.service, "home authority": made.home,
    }  # fmt: skip
    told = [(name, said or NOT_STATED) for name, said in stated.items()]
    told += [(name, f"{value:g}") for name, value in numbers.items() if value is not None]
    return told + [(name, said) for name, said in further.items() if said]


def data(pack: Pack) -> Section:
    """Write the data sets with their dates and licences."""
    every = every_source(pack.evidence)
    said = [source if isinstance(source, str) else source.sentence() for source in every]
    blocks: list[Block] = [Paragraph("No data set was named with these results.")]
    said += credits_of(pack)
    if said:
        blocks = [Points([untraced(one) for one in dict.fromkeys(said)])]
    if owes_osm(pack.evidence):
        blocks.append(Paragraph(f"Map data: {OSM_NOTICE} (openstreetmap.org/copyright).", "note"))
    return Section("data", "Data, dates and licences", blocks)


def limits(pack: Pack, checked: Sequence[str] = ()) -> Section:
    """Write limits and uncertainty; `checked` says how the figures were checked."""
    threshold = f"{pack.threshold:g}"
    of_mode = mode_limit(pack.made.mode) if pack.evidence.today and not pack.made.times else ""
    rounding = (
        f"Counts are rounded to the nearest {unit(pack.threshold)}, so that they may not add up; "
        f"those above nought and under {threshold} read “under {threshold}”, and what would tell "
        "such a count is held back."
    )
    beside = estimates_beside(pack.evidence)
    estimates = [pack.estimates_said(), *(estimates_in_words(*one) for one in beside)]
    more = [*(said for part in estimates for said in part), *_near_edge(pack)]
    texts = [*_LIMITS, *([of_mode] if of_mode else []), rounding, *more]
    blocks: list[Block] = [Points(texts), *remarks(pack)]
    if checked:
        blocks += [Paragraph(_CHECKED), Points([untraced(one) for one in checked])]
    return Section("limits", "Limits and uncertainty", blocks)


def _near_edge(pack: Pack) -> list[str]:
    run = pack.evidence.today
    flags = run.areas.columns.get("near_edge", []) if run is not None else []
    count = sum(bool(flag) for flag in flags)
    if not count:
        return []
    return [
        f"{count:,d} areas lie nearer to the network's edge than the longest band: a hub beyond "
        "the edge could be nearer than any counted."
    ]


def reproduce(pack: Pack) -> Section:
    """Write how to get the same figures again."""
    evidence = pack.evidence
    blocks: list[Block] = []
    if evidence.scenario_file:
        text = f"The scenario file {evidence.scenario_file} reruns every step: "
        command = f"qgis_process run familyhub:runscenario -- SCENARIO={evidence.scenario_file} "
        blocks.append(Paragraph(f"{text}{command}OUTPUT=results"))
        if evidence.audience == PUBLIC:
            blocks.append(Paragraph(_HELD, "note"))
        elif evidence.scenario_text:
            blocks.append(Paragraph(_BESIDE, "note"))
    else:
        blocks.append(Paragraph("No scenario file was given: the steps must be run one by one."))
    blocks.append(_versions(pack))
    rows = [(step.name or step.id, step.command) for step in evidence.steps if step.command]
    if rows:
        title = "Commands, in their order"
        columns = {"Step": [row[0] for row in rows], "Command": [row[1] for row in rows]}
        blocks.append(Sheet("commands", title, Table(columns, title), ()))
    inputs = [one for step in evidence.steps for one in step.inputs]
    if inputs:
        title = "Files read, with their checksums"
        found = list(dict.fromkeys(inputs))
        columns = {"File": [name for name, _ in found], "SHA-256": [mark for _, mark in found]}
        blocks.append(Sheet("inputs", title, Table(columns, title), ()))
    return Section("reproduce", "How to reproduce it", blocks)


def _versions(pack: Pack) -> Block:
    versions = pack.evidence.versions
    if not versions:
        return Paragraph("Versions of the programs: not stated.")
    said = ", ".join(f"{name} {version}" for name, version in versions.items())
    return Paragraph(f"Versions: {untraced(said)}.")
