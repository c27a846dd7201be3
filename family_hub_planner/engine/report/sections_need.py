"""The question as the council asked it, and the need it is asked about."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from .. import published
from ..chart import Column, columns, top_of
from ..in_words import many
from ..tables import Table
from .added_points import of_added
from .cells import COUNT, WHOLE, listing
from .cells import Column as Listed
from .counted_part import authority_of
from .document import Block, Chart, MapPlace, Paragraph, Points, Section
from .pack import Pack
from .wording import NO_QUESTION, begun, records, texts, traced, untraced

_GROUPINGS = (
    ("locality", "need_by_locality", "Locality", "by locality"),
    ("decile", "need_by_decile", "Decile", "by deprivation decile (1 is most deprived)"),
    ("local_quintile", "need_by_quintile", "Local quintile",
     "by local quintile (1 is the most deprived fifth here)"),
)  # fmt: skip
_AGES = ("children_0_2", "children_3_4", "children_5_17", "young_18_25")
_COUNTED = (
    Listed("key", ""), Listed("areas", "Areas", WHOLE),
    Listed("children", "Children counted, about", COUNT),
    Listed("children_0_2", "Aged 0-2, about", COUNT),
    Listed("children_3_4", "Aged 3-4, about", COUNT),
    Listed("children_5_17", "Aged 5-17, about", COUNT),
    Listed("young_18_25", "Aged 18-25, about", COUNT),
)  # fmt: skip
_DECILES = range(1, 11)


def question(pack: Pack) -> Section:
    """Write what was asked, of whom, and what the council noted."""
    evidence = pack.evidence
    who = f"Counted are {pack.method.children}"
    where = f" in {untraced(evidence.authority)}" if evidence.authority else ""
    if pack.part_counted is not None:
        counted, whole = pack.part_counted
        where = f" in {counted:,d} of the {whole:,d} areas of {authority_of(pack)}"
    blocks: list[Block] = [
        Paragraph(untraced(evidence.question) or NO_QUESTION),
        Paragraph(f"{who}{where}. The results are those of {evidence.run_on or 'no stated day'}."),
    ]
    if evidence.notes:
        blocks.append(Points([untraced(note) for note in evidence.notes]))
    return Section("question", "The question", blocks)


def map_section(pack: Pack) -> Section:
    """Write where the map stands."""
    layers = [layer.key for layer in pack.evidence.shapes]
    if not layers:
        text = "No layer with places was given, so that there is no map."
        return Section("map", "Map", [Paragraph(text)])
    words = (
        "A map of the areas by their modelled minutes to the nearest hub, with the hubs and what "
        "else was given. The figures of every area stand in the tables."
    )
    if pack.part_counted is not None:
        words += " It shows where areas are counted; what lies farther out is beyond its frame."
    return Section("map", "Map", [MapPlace("map", "Minutes to the nearest hub", layers, words)])


def need(pack: Pack) -> Section:
    """Write who is counted and where: totals by locality, decile and local quintile."""
    rows = pack.need
    if not rows:
        text = "No layer of need was given: who lives where is not told here."
        return Section("need", "Need", [Paragraph(text)])
    formula = "Children of the areas, as the population table counts them, added up."
    trace = pack.trace("need", "Children and need", pack.evidence.need_origin, formula)
    total = math.fsum(float(row.get("children") or 0) for row in rows)
    said = traced(begun(published.about(total, pack.threshold)), trace)
    blocks: list[Block] = [
        Paragraph(f"{said} {pack.method.children} live in {len(rows):,d} areas.{of_added(pack)}"),
    ]
    blocks += _others(pack)
    blocks += [Paragraph(f"Need is: {untraced(said)}.") for said in _need_is(pack)]
    blocks += [Paragraph(text, "note") for text in pack.estimates_said()]
    blocks += _by_groups(pack, rows, trace)
    return Section("need", "Need", blocks)


def _others(pack: Pack) -> list[Block]:
    others = len(records(pack.evidence.need)) - len(pack.need)
    if not others:
        return []
    said = many(others, "more area", "more areas")
    text = (
        f"The need has {said}, other authorities' or outside what was looked at: not counted here."
    )
    return [Paragraph(text)]


def _need_is(pack: Pack) -> list[str]:
    return texts(pack.evidence.need, "need_is")[:1]


def _by_groups(pack: Pack, rows: list[dict[str, Any]], trace: str) -> list[Block]:
    blocks: list[Block] = []
    rows = [{**row, "decile": _decile_of(row)} for row in rows]
    for column, key, first, words in _GROUPINGS:
        if not any(row.get(column) not in (None, "") for row in rows):
            blocks.append(Paragraph(f"Children {words}: the need does not tell.", "note"))
            continue
        table = _sums(rows, column, first)
        title = f"Children {words}"
        if column == "decile":
            blocks.append(_chart(pack, table, trace))
        heads = (Listed("key", first), *(_marked(pack, one) for one in _COUNTED[1:]))
        blocks.append(listing(key, title, table, heads, pack.threshold, trace))
    return blocks


def _marked(pack: Pack, column: Listed) -> Listed:
    """Give a column with its heading marked where its numbers are estimates."""
    if column.name not in pack.estimates:
        return column
    return replace(column, heading=column.heading.replace(", about", " (estimate), about"))


def _decile_of(row: dict[str, Any]) -> Any:
    """Give the decile that the runs go by: IDACI's, or that of all deprivation without it."""
    children = row.get("idaci_decile")
    return row.get("imd_decile") if children in (None, "") else children


def _sums(rows: list[dict[str, Any]], column: str, name: str) -> Table:
    """Add up the children of the areas by one column, exactly; ends with a row of all."""
    groups: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row.get(column), []).append(row)
    order = sorted(groups, key=lambda key: (key in (None, ""), key if key is not None else ""))
    parts = [(_key(key), groups[key]) for key in order]
    parts.append(("All areas", rows))
    counts = ["children", *_AGES]
    table: dict[str, list[Any]] = {"key": [key for key, _ in parts]}
    table["areas"] = [len(found) for _, found in parts]
    for count in counts:
        table[count] = [_sum(found, count) for _, found in parts]
    return Table(table, f"children by {name.lower()}")


def _key(value: Any) -> str:
    if value in (None, ""):
        return "not known"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _sum(rows: list[dict[str, Any]], column: str) -> float | None:
    values = [row.get(column) for row in rows]
    return None if None in values else math.fsum(float(value) for value in values if value)


def _chart(pack: Pack, table: Table, trace: str) -> Chart:
    """Draw each decile's share of the children, from the counts as published."""
    counts = dict(zip(table.column("key"), table.column("children")))
    deciles = [float(counts.get(str(decile)) or 0.0) for decile in _DECILES]
    lengths = published.drawn(deciles, pack.threshold)
    bars = [
        Column(str(decile), length or None, published.rounded(count, pack.threshold))
        for decile, length, count in zip(_DECILES, lengths, deciles)
    ]
    title = f"Children by {pack.decile_name}"
    words = f"{title}: one column a decile, from 1, the most deprived, to 10."
    axis = "Decile (1 most deprived); height: share of all children; above: how many"
    svg = columns(title, words, bars, axis, top_of(lengths))
    return Chart(svg, words, trace)
