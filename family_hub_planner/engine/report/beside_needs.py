"""Children and need of every need layer that was given, a row each, by deprivation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .. import published
from ..coverage_tables import ALL_AREAS, NOT_KNOWN
from ..in_words import many
from ..tables import Table
from .beside_counted import ESTIMATE, estimate_mark
from .beside_groups import GROUPINGS, Grouping, groups_of_areas, sheet
from .document import Block
from .pack import Pack
from .wording import records, texts, untraced

_NEED_FORMULA = (
    "The need layer's children, and its need, added up over the areas of a group that are counted."
)


def needs_beside(pack: Pack) -> list[Block]:
    """Write the need layers side by side; [] where there is one."""
    groupings = GROUPINGS if pack.evidence.needs else ()
    return [block for grouping in groupings for block in _by(pack, grouping)]


def _by(pack: Pack, of: Grouping) -> list[Block]:
    """Write each need layer's children by group, and its need where that is something else."""
    evidence = pack.evidence
    shown = pack.step(evidence.need_origin.step)
    layers = [(shown.name if shown else "Need, as shown above", evidence.need)]
    layers += [(one.name, one.need) for one in evidence.needs]
    cut = [(untraced(name), _counted(pack, table), len(table)) for name, table in layers if table]
    found = [(name, table, _sums(table, of)) for name, table, _ in cut if len(table)]
    keys = [key for key in (*of.keys, NOT_KNOWN) if any(key in sums for _, _, sums in found)]
    if keys in ([], [NOT_KNOWN]):
        return []
    rows = [row for one in found for row in _need_rows(one, keys, pack.threshold)]
    heads = ["Need layer", "What is told", *keys, ALL_AREAS]
    title = f"Children and need, by {of.words}"
    trace = pack.trace(f"needs_{of.name}", title, evidence.need_origin, _NEED_FORMULA)
    written = sheet(f"needs_by_{of.name}", title, heads, rows, 2, trace)
    return [replace(written, note=_note(cut))]


def _counted(pack: Pack, need: Table) -> Table:
    """Give a need layer's areas that the pack counts, without neighbours'."""
    rows = pack.counted(need)
    return Table({name: [row[name] for row in rows] for name in need.columns}, need.name)


def _note(layers: Sequence[tuple[str, Table, int]]) -> str:
    """Name the areas of need layers that are no part of the sums, and layers of other areas.

    `layers` are a name, the areas counted, and how many the layer has.
    """
    said = [f"{n - len(table):,d} of “{name}”" for name, table, n in layers if n > len(table)]
    words = []
    if said:
        out = ", ".join(said)
        words = [f"Not counted are areas of other authorities, or where no run counts: {out}."]
    there = [(name, {str(row["area_code"]) for row in records(one)}) for name, one, _ in layers]
    first, codes = next(((name, own) for name, own in there if own), ("", set()))
    words += [
        f"“{name}” counts {many(len(own), 'area', 'areas')}, {len(own & codes) or 'none'} of them "
        f"among the {len(codes):,d} of “{first}”: its counts are of another population."
        for name, own in there
        if own and own != codes
    ]
    return " ".join(words)


Sums = Mapping[str, tuple[float, float]]


def _sums(table: Table, of: Grouping) -> dict[str, tuple[float, float]]:
    """Add up children and need by group, and of all areas."""
    groups = groups_of_areas(table, of)
    found: dict[str, tuple[float, float]] = {}
    for row in records(table):
        pair = (float(row.get("children") or 0.0), float(row.get("need") or 0.0))
        for key in (groups.get(str(row["area_code"]), NOT_KNOWN), ALL_AREAS):
            before = found.get(key, (0.0, 0.0))
            found[key] = (before[0] + pair[0], before[1] + pair[1])
    return found


def _need_rows(
    layer: tuple[str, Table, Sums], keys: Sequence[str], threshold: float
) -> list[list[str]]:
    name, table, sums = layer
    ages = "; ".join(texts(table, "ages"))
    counted = f"children aged {untraced(ages)}" if ages else "children"
    mark = "" if ESTIMATE in counted else estimate_mark(table)
    counted = f"{counted}{mark}, about"
    every = (*keys, ALL_AREAS)
    counts = [published.rounded(sums[key][0], threshold) if key in sums else "–" for key in every]
    rows = [[name, counted, *counts]]
    if any(abs(children - need) > 1e-6 for children, need in sums.values()):
        whole = sums[ALL_AREAS]
        told = untraced("; ".join(texts(table, "need_is"))) or "need"
        shares = [_need_share(sums.get(key), whole, threshold) for key in every]
        rows.append([name, f"share of need: {told}", *shares])
    return rows


def _need_share(
    part: tuple[float, float] | None, whole: tuple[float, float], threshold: float
) -> str:
    """Write a group's share of all need; held back where its children are few."""
    if part is None or whole[1] <= 0:
        return published.NOT_APPLICABLE
    if published.is_small(part[0], threshold):
        return published.HELD_BACK
    return published.share(part[1] / whole[1])
