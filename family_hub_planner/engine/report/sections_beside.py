"""Every coverage and every need that was given, a row each: shares by deprivation side by side.

Today is told in full elsewhere, and each option against today. What a council also ran (by car,
for other ages, with other hubs) is set beside them here, each by its own mode, points and band, so
that one page tells how much an answer hangs on what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .. import published
from ..bands import band_number, band_suffix, parse_bands
from ..coverage_html import printed_share
from ..coverage_mode import BOTH
from ..coverage_tables import ALL_AREAS, NOT_KNOWN
from ..held_back import shares_held
from ..made_with import MadeWith
from ..method_note import travelling
from ..tables import Table
from .beside_counted import (
    OTHERS,
    ages_of,
    as_many,
    estimate_mark,
    going,
    other_children,
    told_apart,
)
from .beside_groups import GROUPINGS, Grouping, as_table, sheet, table_of
from .beside_ways import not_told, set_against
from .counted_children import area_numbers, need_of, same_children
from .document import Block, Paragraph, Section
from .evidence import Coverage
from .option_rows import hubs_of
from .pack import NOT_STATED, Pack
from .wording import records, untraced

HEADING = "Every coverage and need given, side by side"
_WORDS = (
    "Every run that was given, a row each, with the ages that it counts, its mode and band, its "
    "hubs and its children."
)
_BY_OWN_MODE = "by car with one, else {}"
_OR_BUS = " or bus"  # how a layer of coverage ends its mode without a car where buses count too
_NO_GROUPS = (
    "no share by {}: neither its table by it nor a need layer of its areas that tells it was given"
)
_BY_MODE_ALONE = "no share by {}: by the mode that families have, none is worked out"
_NO_AREA = "“–” elsewhere: the run counts no area of that group."
_FORMULA = (
    "Children of the group's areas whose minutes to the nearest hub of the run are no more than "
    "the band, divided by all children that the run counts in the group, those not routed included."
)


def beside(pack: Pack, needs: Sequence[Block]) -> list[Section]:
    """Write the tables side by side, `needs` last; [] where there is one coverage and one need."""
    runs, blocks = _runs(pack), []
    if len(runs) > 1:
        blocks += [one for grouping in GROUPINGS for one in _reach(pack, runs, grouping)]
    blocks += needs
    told = [(run, _band(pack, run)) for _, run in runs]
    said = f"{_WORDS} {set_against(told)}" if len(told) > 1 else _WORDS
    return [Section("beside", HEADING, [Paragraph(said), *blocks])] if blocks else []


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
    tables = {"BY_DECILE": as_table([*deciles, *total[:1]]), "BY_QUINTILE": as_table(total[:1])}
    own = replace(run, tables=tables, made=replace(run.made, mode=BOTH))
    return [(f"{run.name}: as if all drove", run), (f"{run.name}: {BOTH}", own)]


def _band(pack: Pack, run: Coverage) -> float:
    """Give the band that a run is told by: the pack's where the run has it, else its longest."""
    bands = parse_bands(run.made.bands)
    return pack.band if pack.band is not None and pack.band in bands else bands[-1]


def _reach(pack: Pack, runs: Sequence[tuple[str, Coverage]], of: Grouping) -> list[Block]:
    """Write each run's shares, a column a group that any run has."""
    tables = [table_of(pack, run, of) for _, run in runs]
    keys = _keys(tables, of)
    if not keys:
        return []
    rows: list[list[str]] = []
    before: list[Counts] = []
    for (name, run), table in zip(runs, tables):
        shares, counts = _held(pack, run, table, before)
        before.append(counts)
        cells = [shares.get(key, published.NOT_APPLICABLE) for key in (*keys, ALL_AREAS)]
        rows.append([name, *_counted_by(pack, runs, run), *cells])
    heads = ["Coverage", "Ages", "How", "Hubs", "Children, about", *keys, ALL_AREAS]
    title = f"Share of children within reach, by {of.words}"
    trace = pack.trace(f"beside_{of.name}", title, runs[0][1].origin, _FORMULA)
    written = sheet(f"beside_by_{of.name}", title, heads, rows, 4, trace)
    return [replace(written, note=_notes(pack, runs, tables, rows, of))]


def _held(
    pack: Pack, run: Coverage, table: Table, before: Sequence[Counts]
) -> tuple[dict[str, str], Counts]:
    """Give a run's shares as printed, and the counts behind those that are not held back."""
    band = _band(pack, run)
    shares, counts = _shares(table, run, band, pack.threshold), _counts(table, band)
    for key in _told_apart(counts, before, pack.threshold):
        shares[key] = published.HELD_BACK
    shown = (key for key in counts if shares.get(key) != published.HELD_BACK)
    return shares, {key: counts[key] for key in shown}


def _counted_by(pack: Pack, runs: Sequence[tuple[str, Coverage]], run: Coverage) -> list[str]:
    """Write the ages, the way and band, the hubs and the children of a run."""
    need = need_of(pack.evidence, run)
    if need is None and same_children(runs[0][1], run):
        need = need_of(pack.evidence, runs[0][1])
    children = published.rounded(sum(area_numbers(run, "children", 0.0)), pack.threshold)
    how = _how(pack, run, ages_of(need), not other_children(pack, runs[0], run))
    apart = told_apart(runs[0][1], run, [one for _, one in runs])
    how = "; ".join([how, *map(untraced, apart)])
    return [ages_of(need), how, _hubs(pack, run), f"{children}{estimate_mark(need)}"]


def _notes(
    pack: Pack,
    runs: Sequence[tuple[str, Coverage]],
    tables: Sequence[Table],
    rows: Sequence[Sequence[str]],
    of: Grouping,
) -> str:
    """Say under a table which rows count other children, and why a row has no share."""
    said, bare = [], False
    for (name, run), table, cells in zip(runs, tables, rows):
        words = [other_children(pack, runs[0], run), not_told(runs[0][1].made, run.made)]
        if list(table.column("key")) == [ALL_AREAS]:
            own = _BY_MODE_ALONE if run.made.mode == BOTH else _NO_GROUPS
            words.append(own.format(of.short))
        elif published.NOT_APPLICABLE in cells:
            bare = True
        told = "; ".join(one for one in words if one)
        said += [f"“{name}”: {told}."] if told else []
    first = runs[0]
    others = any(other_children(pack, first, run) for _, run in runs if not as_many(first[1], run))
    return " ".join([*said, *([OTHERS] if others else []), *([_NO_AREA] if bare else [])])


def _how(pack: Pack, run: Coverage, ages: str, alike: bool) -> str:
    """Say the way and the band; what is other than the pack's, where no note below says it."""
    made = run.made
    way = _BY_OWN_MODE.format(_without_car(made)) if made.mode == BOTH else going(run, ages)
    service = f", hubs with {made.service} alone" if made.service else ""
    other = f"{_other_points(pack, run)}{_other_children(pack, run)}" if alike else ""
    more = f"{service}{other}"
    return untraced(f"{way}, within {band_number(_band(pack, run))} min{more}")


def _without_car(made: MadeWith) -> str:
    """Say how the run's families without a car travel: by bus only where it counts buses."""
    mode = made.no_car[: -len(_OR_BUS)] if made.no_car.endswith(_OR_BUS) else made.no_car
    if mode not in ("walk", "pram"):
        return f"by a mode that is {NOT_STATED}"
    return travelling(mode) + (" or by bus" if mode != made.no_car else "")


def _other_points(pack: Pack, run: Coverage) -> str:
    """Name the demand points of a run where they are not those of the pack's first run.

    Those of another need layer that was given are told by its ages.
    """
    first, made = pack.made, run.made
    alike = not made.demand_mark or not first.demand_mark or made.demand_mark == first.demand_mark
    if alike or need_of(pack.evidence, run) not in (None, pack.evidence.need):
        return ""
    return f"; other demand points (layer {made.demand or NOT_STATED})"


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


def _keys(tables: Sequence[Table], of: Grouping) -> list[str]:
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
