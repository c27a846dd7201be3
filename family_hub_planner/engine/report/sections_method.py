"""How it was worked out, from what, with which limits, and how to do it again."""

from __future__ import annotations

from ..method_note import mode_limit, travelling
from ..page import OSM_NOTICE
from ..published import unit
from ..tables import Table
from .document import Block, Paragraph, Points, Section, Sheet
from .pack import NOT_STATED, Pack, untraced

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
    return Section("method", "Method, parameters and speeds", blocks)


def _parameters(pack: Pack) -> Block:
    rows = [
        (step.name or step.id, name, value)
        for step in pack.evidence.steps
        for name, value in step.parameters.items()
    ]
    if not rows:
        text = (
            "Parameters: the results were given file by file, without the record of the run. What "
            "the coverage tells of itself: "
        )
        return Paragraph(f"{text}{untraced(_of_made(pack))}.")
    title = "Parameters of every step"
    heads = ("Step", "Parameter", "Value")
    columns = {head: [_cut(str(row[place])) for row in rows] for place, head in enumerate(heads)}
    return Sheet("parameters", title, Table(columns, title), ())


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_OF_VALUE else f"{text[:SHOWN_OF_VALUE]}..."


def _of_made(pack: Pack) -> str:
    made = pack.made
    told = {
        "mode": made.mode, "bands": made.bands, "direction": made.direction,
        "network": made.network, "demand": made.demand, "run on": made.run_on,
    }  # fmt: skip
    return "; ".join(f"{name} {said or NOT_STATED}" for name, said in told.items())


def data(pack: Pack) -> Section:
    """Write the data sets with their dates and licences."""
    said = [
        source if isinstance(source, str) else source.sentence() for source in pack.evidence.sources
    ]
    blocks: list[Block] = [Paragraph("No data set was named with these results.")]
    if said:
        blocks = [Points([untraced(one) for one in dict.fromkeys(said)])]
    if pack.evidence.from_osm:
        blocks.append(Paragraph(f"Map data: {OSM_NOTICE} (openstreetmap.org/copyright).", "note"))
    return Section("data", "Data, dates and licences", blocks)


def limits(pack: Pack) -> Section:
    """Write limits and uncertainty."""
    threshold = f"{pack.threshold:g}"
    of_mode = mode_limit(pack.made.mode) if pack.evidence.today and not pack.made.times else ""
    rounding = (
        f"Counts are rounded to the nearest {unit(pack.threshold)}, so that they may not add up; "
        f"those above nought and under {threshold} read “under {threshold}”, and what would tell "
        "such a count is held back."
    )
    texts = [*_LIMITS, *([of_mode] if of_mode else []), rounding, *_near_edge(pack)]
    return Section("limits", "Limits and uncertainty", [Points(texts)])


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
