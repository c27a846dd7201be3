"""The options considered, the status quo among them, and what each would change for whom."""

from __future__ import annotations

from typing import Any

from .. import published
from ..bands import band_number
from ..comparison import Asked
from ..comparison_html import moves_chart
from ..giving_up import DECIDES_NOTHING
from ..tables import Table
from .cells import MINUTES, YEARS, Column, listing, moves_sheet, reached_words
from .document import Block, Chart, Paragraph, Points, Section, Sheet
from .evidence import Comparison, Option
from .pack import Pack, pairs_of, records, total_of, untraced

_TABLES = {
    "BY_DECILE": ("by deprivation decile", "Decile"),
    "BY_QUINTILE": ("by local quintile (1 is the most deprived fifth here)", "Local quintile"),
    "BY_LOCALITY": ("by locality", "Locality"),
    "BY_AGE": ("by age of child", "Age"),
    "BY_GROUP": ("by further groups", "Group"),
    "BY_CAR": ("by car", "Households"),
    "BY_OFFER": ("by the hubs that count", "Hubs that count"),
}
_NO_TOTAL = {"BY_AGE", "BY_GROUP", "BY_CAR", "BY_OFFER"}
TODAY = "Today (nothing changes)"
_BACK = (
    Column("area_code", "Area"),
    Column("scenario", "When"),
    Column("hub_id", "Hub"),
    Column("minutes_there", "There", MINUTES),
    Column("minutes_back", "Back", MINUTES),
    Column("minutes_both_ways", "Both ways", MINUTES),
    Column("miles_both_ways", "Miles both ways", YEARS),
)
_FORMULA = (
    "Each area's minutes under the option less those today; its children are counted as having a "
    "longer, shorter or the same journey. Mean minutes are weighted by children."
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
                )
            ],
        )
    blocks: list[Block] = [
        Paragraph(
            f"{len(evidence.options)} option{'s' if len(evidence.options) > 1 else ''} "
            "beside the status quo, each modelled in the same way as today."
        ),
        options_sheet(pack, "options_considered", "Options considered, the status quo among them"),
        Points(_hubs_said(pack)),
        Paragraph(DECIDES_NOTHING, "warning"),
    ]
    return Section("options", "Options considered", blocks)


def options_sheet(pack: Pack, key: str, title: str) -> Sheet:
    """Write one row an option, today first: hubs, reach, and whose journeys would change."""
    band = pack.band
    within = f"Children within {band_number(band)} min" if band else "Children within reach"
    rows = [[TODAY, *_reach_of(pack, None), "–", "–", "–"]]
    for option in pack.evidence.options:
        rows.append([untraced(option.name), *_reach_of(pack, option), *_changes(pack, option)])
    heads = ["Option", "Hubs", within, "Longer journey", "Much longer", "Shorter journey"]
    columns = {head: [row[place] for row in rows] for place, head in enumerate(heads)}
    trace = pack.trace(key, title, _origin(pack), _FORMULA)
    return Sheet(key, title, Table(columns, title), heads[1:], None, trace, _much_note(pack))


def _origin(pack: Pack) -> Any:
    parts = [option.comparison or option.coverage for option in pack.evidence.options]
    return next(part.origin for part in [*parts, pack.evidence.today] if part is not None)


def _much_note(pack: Pack) -> str:
    parts = [one.comparison for one in pack.evidence.options if one.comparison is not None]
    if not parts:
        return ""
    return f"Much longer: by more than {band_number(parts[0].much)} minutes. Counts are rounded."


def _reach_of(pack: Pack, option: Option | None) -> list[str]:
    run = pack.evidence.today if option is None else option.coverage
    if run is None or pack.band is None:
        return ["–", "–"]
    hubs = run.made.hubs
    reached = reached_words(total_of(run, pack.bands), pack.band, pack.threshold)
    return ["–" if hubs is None else f"{len(hubs):,d}", reached]


def _changes(pack: Pack, option: Option) -> list[str]:
    row = comparison_total(option)
    if row is None:
        return ["not compared"] * 3
    names = ("longer", "much_longer", "shorter")
    return [
        published.about_part(row[name] or 0.0, row["children"], pack.threshold) for name in names
    ]


def comparison_total(option: Option) -> dict[str, Any] | None:
    """Give the row of all areas of an option's comparison, None where there is no table with one.

    It is the last row of the tables by decile, quintile or locality.
    """
    tables = option.comparison.tables if option.comparison else {}
    for name in ("BY_DECILE", "BY_QUINTILE", "BY_LOCALITY"):
        rows = records(tables.get(name))
        if rows and rows[-1]["children"]:
            return rows[-1]
    return None


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
    trace = pack.trace(f"changes_{number}", title, part.origin, _FORMULA)
    blocks: list[Block] = []
    deciles = part.tables.get("BY_DECILE")
    if deciles is not None and pack.bands and any(deciles.column("children")):
        blocks.append(_chart(pack, option, part, deciles, trace))
    for name, (words, first) in _TABLES.items():
        rows = part.tables.get(name)
        if rows is None or not len(rows):
            blocks.append(Paragraph(f"Changes {words}: not given.", "note"))
            continue
        key = f"option_{number}_{name.lower()}"
        caption = f"{untraced(option.name)}: children {words}"
        total = name not in _NO_TOTAL
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
