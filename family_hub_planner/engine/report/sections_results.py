"""Who is within reach today: by deprivation, place, age, car, hub; and where the gaps are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..bands import parse_bands
from ..coverage_page import chart_of_deciles
from ..coverage_tables import ALL_AREAS, NOT_KNOWN
from ..in_words import many
from ..tables import Table
from .cells import COUNT, MINUTES, TEXT, WHOLE, Column, coverage_sheet, listing, shortened
from .document import Block, Chart, Paragraph, Section, Sheet
from .evidence import Coverage, age_said
from .pack import Pack
from .sections_equity import evenness
from .wording import records, untraced

_FORMULA = (
    "Children of the group's areas by the modelled minutes of their area to the nearest hub; "
    "shares are of all children of the group, those not routed included. Mean, median and 90th "
    "centile are weighted by children."
)
_SERVICES = (
    "Children of the areas whose modelled minutes to the nearest place that offers the service are "
    "no more than the band's, added up over areas."
)


@dataclass(frozen=True)
class Kind:
    """One table of coverage: its name, its caption, what heads its keys, whether it has a total."""

    name: str
    words: str
    first: str
    total: bool = True


KINDS = (
    Kind("BY_DECILE", "by deprivation decile (1 is most deprived)", "Decile"),
    Kind("BY_QUINTILE", "by local quintile (1 is the most deprived fifth here)", "Local quintile"),
    Kind("BY_LOCALITY", "by locality", "Locality"),
    Kind("BY_WARD", "by ward", "Ward"),
    Kind("BY_AGE", "by age of child", "Age", False),
    Kind("BY_MODE", "by car: by the mode that families have", "Families", False),
    Kind("BY_RURAL_URBAN", "by rural-urban class", "Class"),
    Kind("BY_GROUP", "by further groups", "Group", False),
    Kind("BY_HUB", "by nearest hub", "Hub"),
    Kind("BY_OFFER", "by the hubs that count", "Hubs that count", False),
    Kind("BY_DIGITAL", "by digital tier", "Tier", False),
)
_NOT_TOLD = "The need does not tell it of any area."
_WHY_NOT = {
    "BY_MODE": "No table by car was given: families without a car are not assessed.",
    "BY_RURAL_URBAN": "No table by rural-urban class was given: rural families are not told apart.",
    "BY_GROUP": "No table of further groups was given.",
}


def results(pack: Pack) -> Section:
    """Write today's results, a table a grouping; a table that was not given is named."""
    run = pack.evidence.today
    if run is None or not pack.bands:
        text = "No results of coverage were given for today: who is within reach is not told here."
        return Section("results", "Who is within reach today", [Paragraph(text)])
    trace = pack.trace("coverage_today", "Children within reach, by group", run.origin, _FORMULA)
    blocks: list[Block] = []
    for kind in KINDS:
        table = run.tables.get(kind.name)
        if table is None or not len(table):
            why = _WHY_NOT.get(kind.name, "The table was not given.")
            blocks.append(Paragraph(f"Results {kind.words}: not assessed. {why}", "note"))
            continue
        if kind.total and table.column("key")[:-1] == [NOT_KNOWN]:
            blocks.append(Paragraph(f"Results {kind.words}: not assessed. {_NOT_TOLD}", "note"))
            continue
        if kind.name == "BY_DECILE":
            blocks += _deciles_drawn(pack, table, trace)
        own = _trace_of(pack, run, kind, trace)
        blocks.append(_sheet(pack, kind, table, own))
    blocks += _services(pack, run, trace)
    blocks += evenness(pack, run)
    return Section("results", "Who is within reach today", blocks)


def _trace_of(pack: Pack, run: Coverage, kind: Kind, trace: str) -> str:
    """Give the trace of a table: its own where another step made it."""
    origin = run.origins.get(kind.name)
    if origin is None:
        return trace
    title = f"Children within reach, {kind.words}"
    return pack.trace(f"today_{kind.name.lower()}_of", title, origin, _FORMULA)


def _deciles_drawn(pack: Pack, table: Table, trace: str) -> list[Block]:
    if table.column("key")[:-1] in ([], [NOT_KNOWN]):
        return [Paragraph("The need gives no deciles: nothing is said by deprivation decile.")]
    svg = chart_of_deciles(table, pack.bands, pack.method)
    words = (
        f"Children by {pack.decile_name} and minutes to the nearest hub: one bar a decile. The "
        "figures stand in the table below."
    )
    return [Chart(svg, words, trace)]


def _sheet(pack: Pack, kind: Kind, table: Table, trace: str) -> Any:
    names: dict[str, str] = {}
    if kind.name == "BY_HUB":
        names = {key: untraced(said) for key, said in pack.method.hub_names.items()}
    return coverage_sheet(
        f"today_{kind.name.lower()}",
        f"Children within reach today, {kind.words}",
        _keyed(pack, table, kind.name),
        pack.bands,
        pack.threshold,
        kind.first,
        kind.total,
        trace,
        names,
    )


def _keyed(pack: Pack, table: Table, name: str) -> Table:
    """Write what else a row is of (age by mode, decile by car) into its key, and estimates."""
    beside = [column for column in ("by", "travel") if column in table.columns]
    if name not in ("BY_AGE", "BY_MODE", "BY_GROUP"):
        return table
    rows = records(table)
    if name != "BY_MODE":
        rows = [{**row, "key": age_said(str(row["key"]), pack.estimates)} for row in rows]
    keys = [_key(row, beside) for row in rows]
    return Table({**table.columns, "key": keys}, table.name)


def _key(row: dict[str, Any], beside: Sequence[str]) -> str:
    key = str(row["key"])
    if row.get("by") and key.isdigit():  # decile 1, not 1
        return ", ".join(
            [f"{row['by']} {key}", *_beside(row, [c for c in beside if c != "by"], key)]
        )
    return ", ".join([key, *_beside(row, beside, key)])


def _beside(row: dict[str, Any], columns: Sequence[str], key: str) -> list[str]:
    more = [str(row[column]) for column in columns if row[column] not in (None, "", "all")]
    return [one for one in more if one.casefold() != key.casefold()]


def _services(pack: Pack, run: Coverage, trace: str) -> list[Block]:
    """Write each service's reach over all localities, of today's run or of those beside it."""
    found: list[Block] = []
    title = "Children within reach of each service"
    sheet = _service_sheet(pack, run, "today_by_service", f"{title} today", trace)
    found += [sheet] if sheet else []
    for number, other in enumerate(pack.evidence.beside, start=1):
        if "BY_SERVICE" in other.tables and other.made.bands:
            words = f"{title}: “{untraced(other.name)}”"
            key = f"services_{number}"
            own = pack.trace(key, words, other.origin, _SERVICES)
            sheet = _service_sheet(pack, other, f"{key}_by_service", words, own)
            found += [sheet] if sheet else []
    return found


def _service_sheet(pack: Pack, run: Coverage, key: str, title: str, trace: str) -> Sheet | None:
    """Write a run's table by service, each with the number of its places; None without one."""
    rows = [row for row in records(run.tables.get("BY_SERVICE")) if row["key"] == ALL_AREAS]
    if not rows:
        return None
    named = [{**row, "key": _offered(row)} for row in rows]
    columns = {name: [row[name] for row in named] for name in named[0] if name != "service"}
    table = Table(columns, "by service")
    bands = parse_bands(run.made.bands) if run.made.bands else pack.bands
    return coverage_sheet(key, title, table, bands, pack.threshold, "Service", False, trace)


def _offered(row: dict[str, Any]) -> str:
    if not row.get("sites"):
        return str(row["service"])
    return f"{row['service']} ({many(int(row['sites']), 'place', 'places')})"


GAP_COLUMNS = (
    Column("cluster", "Gap", TEXT),
    Column("areas", "Areas", WHOLE),
    Column("children", "Children, about", COUNT),
    Column("children_decile_1_3", "In deciles 1 to 3, about", COUNT),
    Column("unrouted", "Not routed, about", COUNT),
    Column("mean_minutes", "Mean minutes", MINUTES),
    Column("nearest_hub", "Nearest hub", TEXT),
)


def gaps(pack: Pack) -> Section:
    """Write the areas beyond reach, and the places that could not be routed."""
    blocks: list[Block] = [*_clusters(pack), *_unrouted(pack)]
    return Section("gaps", "Areas with longer journeys, and places not routed", blocks)


def _clusters(pack: Pack) -> list[Block]:
    run = pack.evidence.today
    if run is None or run.gaps is None:
        return [Paragraph("Areas beyond reach, as places with names: not given.")]
    if not len(run.gaps):
        return [Paragraph("No area is modelled beyond the longest band.")]
    formula = "Areas beyond the longest band that touch, taken as one place; children added up."
    trace = pack.trace("gaps", "Areas beyond reach", run.origin, formula)
    names = pack.method.hub_names
    nearest = [names.get(str(hub), hub) for hub in run.gaps.columns.get("nearest_hub", [])]
    table = run.gaps
    if nearest:
        table = Table({**run.gaps.columns, "nearest_hub": nearest}, run.gaps.name)
    title = "Places beyond the longest band, the areas that touch as one"
    sheet = listing("gaps_named", title, table, GAP_COLUMNS, pack.threshold, trace)
    weights = [float(row.get("children") or 0.0) for row in records(table)]
    return [shortened(sheet, weights, "those with most children")]


def _unrouted(pack: Pack) -> list[Block]:
    table = pack.evidence.unrouted
    if table is None:
        return [Paragraph("Places that could not be routed: no list was given.")]
    if not len(table):
        return [Paragraph("Every place given could be routed.")]
    columns = (Column("id", "Place"), Column("role", "Role"), Column("reason", "Reason"))
    text = (
        "These could not be joined to the network or have no way. Their children are in every "
        "total and in no band."
    )
    sheet = listing("unrouted", "Not routed", table, columns, pack.threshold)
    return [Paragraph(text), shortened(sheet, [0.0] * len(table), "the first of the list")]
