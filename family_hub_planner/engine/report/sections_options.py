"""The options considered, the status quo among them, and what each would change for whom."""

from __future__ import annotations

from typing import Any

from ..comparison import Asked
from ..comparison_html import moves_chart
from ..coverage_tables import NOT_KNOWN
from ..giving_up import DECIDES_NOTHING
from ..in_words import many
from ..tables import Table
from .cells import MINUTES, YEARS, Column, listing, moves_sheet
from .document import Block, Chart, Paragraph, Points, Section
from .evidence import Comparison, Option, age_said, runs_of
from .option_rows import FORMULA, options_sheet
from .pack import Pack
from .wording import pairs_of, records, untraced

_TABLES = {
    "BY_DECILE": ("by deprivation decile", "Decile"),
    "BY_QUINTILE": ("by local quintile (1 is the most deprived fifth here)", "Local quintile"),
    "BY_LOCALITY": ("by locality", "Locality"),
    "BY_AGE": ("by age of child", "Age"),
    "BY_GROUP": ("by further groups", "Group"),
    "BY_CAR": ("by car", "Households"),
    "BY_OFFER": ("by the hubs that count", "Hubs that count"),
}
_NOT_CHOSEN = "not_chosen"  # the decision on a place that a search tested
_NO_TOTAL = {"BY_AGE", "BY_GROUP", "BY_CAR", "BY_OFFER"}
_BACK = (
    Column("area_code", "Area"),
    Column("scenario", "When"),
    Column("hub_id", "Hub"),
    Column("minutes_there", "There", MINUTES),
    Column("minutes_back", "Back", MINUTES),
    Column("minutes_both_ways", "Both ways", MINUTES),
    Column("miles_both_ways", "Miles both ways", YEARS),
)


def options(pack: Pack) -> Section:
    """Write which options were considered; the status quo is always the first."""
    evidence = pack.evidence
    if not evidence.options:
        return Section(
            "options",
            "Options considered",
            [
                Paragraph(
                    "No option was given beside today: these results describe things as they stand "
                    "(the status quo), and compare it with nothing."
                ),
                *([Points(sites_said(pack))] if sites_said(pack) else []),
            ],
        )
    blocks: list[Block] = [
        Paragraph(
            f"{len(evidence.options)} option{'s' if len(evidence.options) > 1 else ''} "
            "beside the status quo, each modelled in the same way as today."
        ),
        options_sheet(pack, "options_considered", "Options considered, the status quo among them"),
        Points([*_hubs_said(pack), *sites_said(pack)]),
        Paragraph(DECIDES_NOTHING, "warning"),
    ]
    return Section("options", "Options considered", blocks)


def sites_said(pack: Pack) -> list[str]:
    """Say which of the sites given count in no run, and which that count are of other authorities.

    Nothing where the runs do not tell which hubs they count.
    """
    rows = {str(row["site_id"]): row for row in records(pack.evidence.hubs)}
    runs = [run.made.hubs for run in runs_of(pack.evidence)]
    if not rows or not runs or any(hubs is None for hubs in runs):
        return []
    counted = {one for hubs in runs for one in hubs or ()}
    left = [one for one in rows if one not in counted]
    home = pack.home.strip().casefold()
    theirs = [
        one for one in rows if one in counted and home and _authority(rows[one]) not in ("", home)
    ]
    tested = [one for one in left if rows[one].get("decision") == _NOT_CHOSEN]
    left = [one for one in left if one not in tested]
    found = []
    if tested:
        places = many(len(tested), "place was", "places were")
        found.append(f"{places} tested and not suggested: no hub today, nor under an option.")
    if left:
        named = "; ".join(_why_not(pack, rows[one], one) for one in left)
        found.append(f"Given, but counted as a hub neither today nor under an option: {named}.")
    if theirs:
        named = ", ".join(
            f"{untraced(pack.method.hub(one))} of {untraced(str(rows[one]['authority']))}"
            for one in theirs
        )
        found.append(f"Counted, though another authority's: {named}.")
    return found


def _authority(row: dict[str, Any]) -> str:
    return str(row.get("authority") or "").strip().casefold()


def _why_not(pack: Pack, row: dict[str, Any], one: str) -> str:
    """Name a site with what its row tells that may keep it out."""
    told = [f"{words} {row[name]}" for name, words in (("status", "status"), ("open_to", "open to"))
            if row.get(name)]  # fmt: skip
    return untraced(pack.method.hub(one) + (f" ({', '.join(told)})" if told else ""))


def _hubs_said(pack: Pack) -> list[str]:
    today, method = pack.evidence.today, pack.method
    found = []
    for option in pack.evidence.options:
        name = untraced(option.name)
        run = option.coverage
        if today is None or run is None or today.made.hubs is None or run.made.hubs is None:
            found.append(f"{name}: which hubs count under it was not given.")
            continue
        gone = sorted(set(today.made.hubs) - set(run.made.hubs))
        new = sorted(set(run.made.hubs) - set(today.made.hubs))
        parts = [
            f"counted today alone: {', '.join(untraced(method.hub(one)) for one in gone)}"
            if gone
            else "every hub of today counts",
            f"counted under the option alone: {', '.join(untraced(method.hub(o)) for o in new)}"
            if new
            else "no new site",
        ]
        found.append(f"{name}: {'; '.join(parts)}.")
    return found


def changes(pack: Pack) -> list[Section]:
    """Write what each option would change, group by group: a section an option."""
    found = []
    for number, option in enumerate(pack.evidence.options, start=1):
        part = option.comparison
        blocks: list[Block] = [Paragraph("No comparison with today was given for this option.")]
        if part is not None and part.tables:
            blocks = _of_option(pack, number, option, part)
        heading = f"Whose journeys would change: {untraced(option.name)}"
        found.append(Section(f"changes_{number}", heading, blocks))
    return found


def _of_option(pack: Pack, number: int, option: Option, part: Comparison) -> list[Block]:
    title = f"Journeys under “{untraced(option.name)}”, by group"
    trace = pack.trace(f"changes_{number}", title, part.origin, FORMULA)
    blocks: list[Block] = []
    deciles = part.tables.get("BY_DECILE")
    if deciles is not None and pack.bands and any(deciles.column("children")):
        blocks.append(_chart(pack, option, part, deciles, trace))
    for name, (words, first) in _TABLES.items():
        rows = part.tables.get(name)
        if rows is None or not len(rows):
            blocks.append(Paragraph(f"Changes {words}: not given.", "note"))
            continue
        if name not in _NO_TOTAL and rows.column("key")[:-1] == [NOT_KNOWN]:
            blocks.append(Paragraph(f"Changes {words}: the need does not tell.", "note"))
            continue
        key = f"option_{number}_{name.lower()}"
        caption = f"Under “{untraced(option.name)}”: children {words}"
        total = name not in _NO_TOTAL
        if name in ("BY_AGE", "BY_GROUP"):
            keys = [age_said(str(one), pack.estimates) for one in rows.column("key")]
            rows = Table({**rows.columns, "key": keys}, rows.name)
        sheet = moves_sheet(key, caption, rows, part.much, pack.threshold, first, total, trace)
        blocks.append(sheet)
    blocks += _there_and_back(pack, number, option, part, trace)
    return blocks


def _there_and_back(
    pack: Pack, number: int, option: Option, part: Comparison, trace: str
) -> list[Block]:
    """Write the way there and back with a pram, of the areas for which it was worked out."""
    table = part.tables.get("THERE_AND_BACK")
    if table is None or not len(table):
        return []
    names = pairs_of(pack.evidence.need, "area_code", "area_name")
    columns = dict(table.columns)
    columns["area_code"] = [names.get(str(one), one) for one in table.column("area_code")]
    if "hub_id" in columns:
        columns["hub_id"] = [pack.method.hub(str(one)) if one else "" for one in columns["hub_id"]]
    title = f"{untraced(option.name)}: there and back with a pram, where journeys grow most"
    key, rows = f"option_{number}_there_and_back", Table(columns, title)
    return [listing(key, title, rows, _BACK, pack.threshold, trace)]


def _chart(pack: Pack, option: Option, part: Comparison, rows: Table, trace: str) -> Chart:
    title = f"{untraced(option.name)}: longer and shorter journeys by decile"
    asked = Asked(pack.bands, min(0.5, part.much), part.much)
    svg = moves_chart(title, rows, asked, pack.method, "Decile")
    words = (
        f"{title}. Bars to the right are children with longer journeys, to the left with shorter "
        "ones; the figures stand in the table below."
    )
    return Chart(svg, words, trace)
