"""The page on a register as it was read: what was taken for what, placed, refused and found twice.

No confidential place is named on it; they are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import shortened
from ..in_words import many
from ..page import Html, facts, heading_row, items, page, paragraph, section, table, text_row
from .estate_tables import confidential_words
from .facility_names import FACILITY_COLUMNS
from .row_points import SWAPPED

if TYPE_CHECKING:
    from ..tables import Table
    from .estate import Places

MOST_ROWS = 60
_LONGEST = 200
_KINDS = (
    (SWAPPED, "easting and northing look swapped"),
    ("turned about inside", "latitude and longitude look swapped"),
    ("cut short by a spreadsheet", "coordinates cut short by a spreadsheet"),
    ("no pair of coordinates", "coordinates that are not two numbers"),
    ("look like degrees", "degrees in columns of metres"),
    ("(0, 0)", "coordinates 0, 0"),
    ("one of the two is 0", "one coordinate is 0"),
    ("was terminated", "postcode terminated"),
    ("is not in the directory", "postcode not in the directory"),
    ("is no postcode", "no postcode as it is written"),
    ("are the two swapped?", "outside Great Britain"),
    ("outside the British National Grid", "outside the British National Grid"),
    ("coordinate system", "coordinate system not known"),
    ("map reference", "map reference cannot be read"),
    ("a postcode directory would", "no coordinates, but a postcode: give a postcode directory"),
    ("no coordinates", "no coordinates, and no postcode to go by"),
)
_OTHER = "another reason"


@dataclass(frozen=True)
class RegisterRun:
    """What a page says beside the places: the list's name and kind, parameters, data, software.

    `parameters` are name and value; `fictional` says that the list is made up, `no_directory` that
    no postcode directory was given.
    """

    name: str
    kind: str
    parameters: Sequence[tuple[str, str]]
    sources: Sequence[str]
    footer: str = ""
    fictional: bool = False
    no_directory: bool = False


def register_page(places: Places, run: RegisterRun) -> str:
    """Give the page as HTML."""
    return page(f"The register as read: {run.name}", _body(places, run), run.footer, False)


def reason_kind(reason: str) -> str:
    """Give the kind of a reason in words without the row's own figures."""
    return next((kind for part, kind in _KINDS if part in reason), _OTHER)


def _body(places: Places, run: RegisterRun) -> list[Html]:
    warning = "FICTIONAL: read from made-up data. No place or figure on this page is to be quoted."
    return [
        *([paragraph(warning, "fictional")] if run.fictional else []),
        paragraph(_answer(places, run), "lead"),
        paragraph(_ROWS, "note"),
        _placed(places, run),
        _rejected(places),
        _to_check(places),
        _unread(places),
        _duplicates(places),
        _shared(places),
        _headings(places),
        _types(places),
        _missing(places),
        section("How it was read", facts("Parameters of this run", run.parameters)),
        section("Data and licences", items(list(run.sources))),
        section("Limits", items(_LIMITS)),
    ]


_ROWS = (
    "Rows are numbered from the first under the headings, blank ones not counted: row 1 is mostly "
    "line 2 of the spreadsheet."
)
_LIMITS = (
    "Nothing is guessed: a cell that cannot be read with certainty is left missing, and a place "
    "that cannot be put with certainty is rejected. Correct them in the register and read it "
    "again.",
    "A postcode stands for some fifteen addresses: a place put by it may be a street away.",
    "A row found twice may be two services in one building; only you can tell.",
    "Confidential places are read into no other tool of the planner and named in none of its "
    "pages. They stand in the table of places itself: keep it as safe as the register.",
)


def _answer(places: Places, run: RegisterRun) -> str:
    n = places.counts
    said = [
        f"{n['places']:,} of {many(n['rows'], 'row', 'rows')} of {run.kind} became places.",
        f"{many(n['rejected'], 'row was', 'rows were')} rejected;",
        f"{many(n['duplicates'], 'names', 'name')} a place again ({n['left_out']:,} left out);",
        f"{many(n['shared'], 'site shares', 'sites share')} a building with another;",
        f"{many(n['unread'], 'cell', 'cells')} could not be read and stayed missing.",
    ]
    if n["confidential"] or n["confidential_rejected"]:
        said.append(f"{confidential_words(n)}")
    return " ".join(said)


def _placed(places: Places, run: RegisterRun) -> Html:
    ways = Counter(places.table.column("located_by"))
    rows = [text_row([way, f"{count:,}"], [1]) for way, count in sorted(ways.items())]
    notes = []
    if run.no_directory:
        said = "No postcode directory (ONSPD or NSPL) was given: no row was placed by its postcode."
        notes = [paragraph(said, "note")]
    heads = heading_row(["By", "Places"], [1])
    return section("How the places were put on the map", table("Placed by", heads, rows), *notes)


def _rejected(places: Places) -> Html:
    reasons = [str(reason) for reason in places.rejected.column("reason")]
    if not reasons:
        return section("Rejected rows", paragraph("None."))
    kinds = Counter(map(reason_kind, reasons))
    counted = [text_row([kind, f"{n:,}"], [1]) for kind, n in kinds.most_common()]
    return section(
        "Rejected rows",
        table("By reason", heading_row(["Reason", "Rows"], [1]), counted),
        _listed("Row by row", places.rejected, ("row", "site_name", "reason")),
    )


def _to_check(places: Places) -> Html:
    if not len(places.checks):
        return section("Places to check", paragraph("None."))
    return section(
        "Places to check",
        paragraph("These stand on the map, but something about where they stand is doubtful."),
        _listed("Place by place", places.checks, ("row", "site_name", "remark")),
    )


def _unread(places: Places) -> Html:
    if not len(places.unread):
        return section("Cells that could not be read", paragraph("None."))
    names = ("row", "site_name", "column", "as_written", "reason")
    counted = Counter(places.unread.column("column"))
    by = ", ".join(f"{count:,} in {name}" for name, count in counted.most_common())
    return section(
        "Cells that could not be read",
        paragraph(f"They are missing in the table of places, never taken for 0: {by}."),
        _listed("Cell by cell", places.unread, names),
    )


def _duplicates(places: Places) -> Html:
    if not len(places.duplicates):
        return section("Rows that name a place again", paragraph("None found."))
    names = ("row", "site_name", "first_row", "first_name", "reason", "kept")
    return section(
        "Rows that name a place again",
        paragraph("Nothing was merged. Rows marked “no” were left out, all others stay."),
        _listed("Row by row", places.duplicates, names),
    )


def _shared(places: Places) -> Html:
    if not len(places.shared):
        return section("Sites that share a building already", paragraph("None found."))
    count = len(set(places.shared.column("building")))
    said = f"{many(len(places.shared), 'site', 'sites')} in {many(count, 'building', 'buildings')}."
    names = ("building", "site_name", "site_id", "reason", "shares_with")
    return section(
        "Sites that share a building already",
        paragraph(said),
        _listed("By building (the id of its first site)", places.shared, names),
    )


def _headings(places: Places) -> Html:
    used = [one for one in places.headings if one.column]
    rest = [f"{one.heading} ({one.filled:,} cells)" for one in places.headings if not one.column]
    rows = [text_row([h.heading, h.column, h.by, f"{h.filled:,}"], [3]) for h in used]
    heads = heading_row(["Heading", "Taken for", "By", "Cells filled"], [3])
    body = [table("What each heading was taken for", heads, rows)]
    if rest:
        body.append(paragraph(f"Not used: {'; '.join(rest)}."))
    body.append(
        paragraph(
            "To change one, write it in the mapping (“venue_type=Use of building”); “-” takes a "
            "column away (“status=-”). The mapping can be saved and given again."
        )
    )
    return section("The column mapper's guess", *body)


def _types(places: Places) -> Html:
    hidden = [value == "yes" for value in places.table.column("confidential")]
    names = ("type_stated", "venue_type", "colocation_type", "colocation_by")
    cells = zip(*(_cells(places.table, name) for name in names))
    kinds = Counter(cell for cell, secret in zip(cells, hidden) if not secret)
    if not any(any(cell) for cell in kinds):
        return section("Types of building", paragraph("The list states none."))
    rows = [
        text_row([*(text or "not stated" for text in cell), f"{count:,}"], [4])
        for cell, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    ]
    heads = heading_row(
        ["As the list writes it", "Venue type", "Co-location type", "Co-location is", "Places"], [4]
    )
    said = (
        "A co-location type that is guessed comes from the table venue_words.csv and from nothing "
        "else: check it before it goes into a return."
    )
    shown, more = rows[:MOST_ROWS], len(rows) - MOST_ROWS
    left = [paragraph(f"And {more:,} more.", "note")] if more > 0 else []
    return section("Types of building", table("Types", heads, shown), *left, paragraph(said))


def _missing(places: Places) -> Html:
    total = places.counts["places"]
    lacking = [n for n in FACILITY_COLUMNS if places.missing.get(n, total) == total]
    some = {n: places.missing[n] for n in FACILITY_COLUMNS if 0 < places.missing.get(n, 0) < total}
    rows = [text_row([name, f"{count:,}", f"{total:,}"], [1, 2]) for name, count in some.items()]
    heads = heading_row(["Column", "Places without it", "of"], [1, 2])
    body = [paragraph(f"No place states: {', '.join(lacking)}.")] if lacking else []
    if rows:
        body.append(table("Columns that some places lack", heads, rows))
    return section("What is missing", *(body or [paragraph("Nothing.")]))


def _cells(of: Table, name: str) -> list[str]:
    values = of.columns.get(name, [None] * len(of))
    return [_written(value) for value in values]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _listed(caption: str, of: Table, names: Sequence[str]) -> Html:
    """List a table's rows, the first of them."""
    heads = heading_row([_HEADS.get(name, name) for name in names])
    cells = zip(*(_cells(of, name) for name in names))
    rows = [[shortened(cell, _LONGEST) for cell in row] for row in cells]
    return Html("".join(_cut(caption, heads, rows)))


_HEADS: Mapping[str, str] = {
    "row": "Row", "site_name": "Site", "reason": "Reason", "first_row": "First row",
    "first_name": "First named", "kept": "Kept", "building": "Building", "site_id": "Id",
    "shares_with": "As", "remark": "What to check", "column": "Column", "as_written": "As written",
    "heading": "Heading",
}  # fmt: skip


def _cut(caption: str, heads: Html, rows: Sequence[Sequence[str]]) -> list[Html]:
    body = [table(caption, heads, [text_row(cells) for cells in rows[:MOST_ROWS]])]
    if len(rows) > MOST_ROWS:
        body.append(
            paragraph(f"And {len(rows) - MOST_ROWS:,} more: see the result tables.", "note")
        )
    return body
