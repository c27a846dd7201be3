"""Every coverage and every need that was given, a row each: shares by deprivation side by side.

Today is told in full elsewhere, and each option against today. What a council also ran (by car,
for other ages, with other hubs) is set beside them here, each by its own mode, points and band, so
that one page tells how much an answer hangs on what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .. import published
from ..bands import band_number, band_suffix, parse_bands
from ..coverage_html import printed_share
from ..coverage_mode import BOTH
from ..coverage_tables import ALL_AREAS, NOT_KNOWN, Reach, coverage_table, reach_row
from ..held_back import shares_held
from ..method_note import travelling
from ..tables import Table
from .document import Block, Paragraph, Section, Sheet
from .evidence import Coverage
from .option_rows import area_numbers, hubs_of
from .pack import NOT_STATED, Pack
from .wording import records, texts, untraced

HEADING = "Every coverage and need given, side by side"
_WORDS = (
    "Every run that was given, a row each. Rows of one mode and one band, of the same children, "
    "differ by what they count as a hub alone (column “Hubs”); others by what stands beside their "
    "names too, so that a share of the one is no better or worse than one of the other."
)
_ALL_DRIVE = "driving, as if every family had a car"
_FORMULA = (
    "Children of the group's areas whose minutes to the nearest hub of the run are no more than "
    "the band, divided by all children that the run counts in the group, those not routed included."
)
_NEED_FORMULA = (
    "The need layer's children, and its need, added up over the areas of a group that are counted."
)


@dataclass(frozen=True)
class _Grouping:
    """How areas are grouped: the table of coverage, the need's columns, words, the keys' order."""

    table: str
    columns: tuple[str, ...]
    words: str
    name: str
    keys: tuple[str, ...]


_GROUPINGS = (
    _Grouping(
        "BY_DECILE", ("idaci_decile", "imd_decile"), "deprivation decile (1 is most deprived)",
        "decile", tuple(str(one) for one in range(1, 11)),
    ),
    _Grouping(
        "BY_QUINTILE", ("local_quintile",), "local quintile (1 is the most deprived fifth here)",
        "quintile", tuple(str(one) for one in range(1, 6)),
    ),
)  # fmt: skip


def beside(pack: Pack) -> list[Section]:
    """Write the tables side by side; [] where there is one coverage and one need at most."""
    runs, blocks = _runs(pack), []
    if len(runs) > 1:
        blocks += [one for grouping in _GROUPINGS for one in _reach(pack, runs, grouping)]
    if pack.evidence.needs:
        blocks += [one for grouping in _GROUPINGS for one in _need(pack, grouping)]
    return [Section("beside", HEADING, [Paragraph(_WORDS), *blocks])] if blocks else []


def _runs(pack: Pack) -> list[tuple[str, Coverage]]:
    evidence = pack.evidence
    runs = [("Today", evidence.today)]
    runs += [(f"Under “{one.name}”", one.coverage) for one in evidence.options]
    runs += [part for run in evidence.beside for part in _by_own_mode(run)]
    return [(untraced(name), run) for name, run in runs if run is not None and run.made.bands]


def _by_own_mode(run: Coverage) -> list[tuple[str, Coverage]]:
    """Give a run; one that tells families without a car apart first as if all drove, then so.

    Its areas have the minutes by car: their shares are of everybody put into one.
    """
    rows = records(run.tables.get("BY_MODE"))
    both = [row for row in rows if row["travel"] == BOTH and row["key"] != NOT_KNOWN]
    total = [row for row in both if row["key"] == ALL_AREAS]
    if run.made.mode != "drive" or not total:
        return [(run.name, run)]
    deciles = [row for row in both if row["key"] != ALL_AREAS]
    tables = {"BY_DECILE": _as_table([*deciles, *total[:1]]), "BY_QUINTILE": _as_table(total[:1])}
    own = replace(run, tables=tables, made=replace(run.made, mode=BOTH))
    return [(f"{run.name}: as if all drove", run), (f"{run.name}: {BOTH}", own)]


def _as_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    return Table({name: [row[name] for row in rows] for name in rows[0]}, "by mode")


def _band(pack: Pack, run: Coverage) -> float:
    """Give the band that a run is told by: the pack's where the run has it, else its longest."""
    bands = parse_bands(run.made.bands)
    return pack.band if pack.band is not None and pack.band in bands else bands[-1]


def _reach(pack: Pack, runs: Sequence[tuple[str, Coverage]], of: _Grouping) -> list[Block]:
    """Write each run's shares, a column a group that any run has."""
    tables = [_table(pack, run, of) for _, run in runs]
    keys = _keys([table for table in tables if table is not None], of)
    if not keys:
        return []
    rows: list[list[str]] = []
    before: list[Counts] = []
    for (name, run), table in zip(runs, tables):
        band = _band(pack, run)
        shares = {} if table is None else _shares(table, run, band, pack.threshold)
        counts = {} if table is None else _counts(table, band)
        for key in _told_apart(counts, before, pack.threshold):
            shares[key] = published.HELD_BACK
        shown = (key for key in counts if shares.get(key) != published.HELD_BACK)
        before.append({key: counts[key] for key in shown})
        children = published.rounded(sum(area_numbers(run, "children", 0.0)), pack.threshold)
        cells = [shares.get(key, published.NOT_APPLICABLE) for key in (*keys, ALL_AREAS)]
        rows.append([name, _how(pack, run, band), _hubs(pack, run), children, *cells])
    heads = ["Coverage", "How", "Hubs", "Children, about", *keys, ALL_AREAS]
    title = f"Share of children within reach, by {of.words}"
    trace = pack.trace(f"beside_{of.name}", title, runs[0][1].origin, _FORMULA)
    return [_sheet(f"beside_by_{of.name}", title, heads, rows, 3, trace)]


def _how(pack: Pack, run: Coverage, band: float) -> str:
    made = run.made
    mode = f"the table of times {made.times}" if made.times else _travelling(made.mode)
    service = f", hubs with {made.service} alone" if made.service else ""
    more = f"{service}{_other_points(pack, run)}{_other_children(pack, run)}"
    return untraced(f"{mode}, within {band_number(band)} min{more}")


def _travelling(mode: str) -> str:
    if mode == BOTH:
        return "by car with one, else on foot or by bus"
    return _ALL_DRIVE if mode == "drive" else travelling(mode or NOT_STATED)


def _other_points(pack: Pack, run: Coverage) -> str:
    """Name the demand points of a run where they are not those of the pack's first run."""
    first, made = pack.made, run.made
    alike = not made.demand_mark or not first.demand_mark or made.demand_mark == first.demand_mark
    return "" if alike else f"; other demand points ({made.demand or NOT_STATED})"


def _other_children(pack: Pack, run: Coverage) -> str:
    """Say whose children a run counts where they are not those of the pack."""
    if run.made.home == pack.home:
        return ""
    return f"; children of {run.made.home or 'all authorities'}"


def _hubs(pack: Pack, run: Coverage) -> str:
    """Say how many hubs count; of a run by service, how many are places of single services."""
    ids = set(run.made.hubs or ())
    shown = [pack.evidence.today, *(option.coverage for option in pack.evidence.options)]
    hubs = {one for other in shown if other is not None for one in other.made.hubs or ()}
    if "BY_SERVICE" not in run.tables or not hubs or ids <= hubs:
        return hubs_of(run)
    known = hubs_of(replace(run, made=replace(run.made, hubs=sorted(ids & hubs))))
    return f"{known}, and {len(ids - hubs):,d} places of services that are no hubs"


def _table(pack: Pack, run: Coverage, of: _Grouping) -> Table | None:
    """Give a run's table of a grouping: its own, else worked out from its areas and the need."""
    own = run.tables.get(of.table)
    if own is not None and len(own):
        return own
    keys = _groups_of_areas(pack.evidence.need, of)
    codes = [str(code) for code in run.areas.column("area_code")]
    if not any(code in keys for code in codes):
        return None
    group = np.array([keys.get(code, NOT_KNOWN) for code in codes])
    children, need = area_numbers(run, "children", 0.0), area_numbers(run, "need", 0.0)
    reach = Reach(children, need, area_numbers(run, "minutes", np.inf), parse_bands(run.made.bands))
    there = [key for key in (*of.keys, NOT_KNOWN) if (group == key).any()]
    rows = [reach_row(key, reach.of(np.flatnonzero(group == key))) for key in there]
    return coverage_table(of.table, rows, reach)


def _groups_of_areas(need: Table | None, of: _Grouping) -> dict[str, str]:
    """Give each area's group by its code, of areas where the need tells one."""
    found = {}
    for row in records(need):
        told = next((row[name] for name in of.columns if row.get(name) not in (None, "")), None)
        if told is not None:
            found[str(row["area_code"])] = f"{float(told):g}"
    return found


def _keys(tables: Sequence[Table], of: _Grouping) -> list[str]:
    """Give the groups that any table has children in, in their order, the unknown last."""
    there = {
        str(key)
        for table in tables
        for key, children in zip(table.column("key"), table.column("children"))
        if children
    }
    known = [key for key in of.keys if key in there]
    return [*known, NOT_KNOWN] if known and NOT_KNOWN in there else known


def _shares(table: Table, run: Coverage, band: float, threshold: float) -> dict[str, str]:
    """Write each group's share within a band, held back as in the run's own table."""
    bands = parse_bands(run.made.bands)
    held = shares_held(table, bands, threshold)[:, bands.index(band)].tolist()
    return {
        str(row["key"]): printed_share(row, bands, band, threshold, hide)
        for row, hide in zip(records(table), held)
        if row["children"]  # a group without areas has no counts
    }


Counts = Mapping[str, tuple[float, float]]


def _counts(table: Table, band: float) -> Counts:
    """Give each group's children and those within a band."""
    name = f"reached_{band_suffix(band)}"
    return {
        str(row["key"]): (float(row["children"] or 0.0), float(row[name] or 0.0))
        for row in records(table)
    }


def _told_apart(counts: Counts, before: Sequence[Counts], threshold: float) -> list[str]:
    """Name the groups whose share would tell, beside that of a row above, how few differ."""
    found = []
    for key, (children, reached) in counts.items():
        alike = [other[key][1] for other in before if key in other and other[key][0] == children]
        if any(published.is_small(abs(reached - one), threshold) for one in alike):
            found.append(key)
    return found


def _need(pack: Pack, of: _Grouping) -> list[Block]:
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
    sheet = _sheet(f"needs_by_{of.name}", title, heads, rows, 2, trace)
    return [replace(sheet, note=_left_out([(one, n - len(table)) for one, table, n in cut]))]


def _counted(pack: Pack, need: Table) -> Table:
    """Give a need layer's areas that the pack counts, without neighbours'."""
    rows = pack.counted(need)
    return Table({name: [row[name] for row in rows] for name in need.columns}, need.name)


def _left_out(layers: Sequence[tuple[str, int]]) -> str:
    """Name the areas of need layers that are no part of the sums; "" where all are."""
    said = [f"{more:,d} of “{name}”" for name, more in layers if more]
    if not said:
        return ""
    return f"Not counted are areas of other authorities, or where no run counts: {', '.join(said)}."


Sums = Mapping[str, tuple[float, float]]


def _sums(table: Table, of: _Grouping) -> dict[str, tuple[float, float]]:
    """Add up children and need by group, and of all areas."""
    groups = _groups_of_areas(table, of)
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
    counted = f"children aged {untraced(ages)}, about" if ages else "children, about"
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


def _sheet(
    key: str,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    words: int,
    trace: str,
) -> Sheet:
    """Make a sheet whose first columns are `words`."""
    columns = {head: [row[place] for row in rows] for place, head in enumerate(heads)}
    return Sheet(key, title, Table(columns, title), list(heads[words:]), None, trace)
