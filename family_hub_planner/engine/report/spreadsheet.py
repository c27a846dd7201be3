"""Tables as a workbook (XLSX) and as CSV, in which no text can become a formula.

The workbook is written here, by ECMA-376 (Office Open XML, part 1, SpreadsheetML), rather than
through GDAL's driver: heads that stay in sight, columns as wide as their words and a sheet that
says what the others are cannot be had of it. Every text is an inline string, which no program
works out. In a CSV a program guesses what a text is: there, one that begins as a formula does is
given an apostrophe in front (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..errors import InputError
from ..plain_text import guarded
from ..sheet_look import COUNT, PERCENT, TENTHS, Look
from ..tables import Table

LONGEST_NAME = 31
_LONGEST_TEXT = 32_767  # letters of a cell, of which Excel refuses more
_CUT = " … (cut here: a cell holds no more; the CSV file has the whole)"
_WIDEST, _NARROWEST = 60, 8
_NAME = re.compile(r"(?! )[A-Za-z0-9_ ]{1,31}(?<! )")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# The styles below, by their place.
_HEAD, _WHOLE, _FRACTION, _SMALL, _WRAPPED, _TITLE, _TENTHS, _PERCENT = range(1, 9)
_KINDS = {COUNT: _WHOLE, TENTHS: _TENTHS, PERCENT: _PERCENT}
_STAMP = (1980, 1, 1, 0, 0, 0)  # of the parts in the file: the same tables make the same file

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="4">'
    '<numFmt numFmtId="164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="0.0000"/>'
    '<numFmt numFmtId="166" formatCode="0.0"/><numFmt numFmtId="167" formatCode="0.0%"/>'
    '</numFmts><fonts count="2"><font><sz val="10"/><name val="Arial"/></font>'
    '<font><b/><sz val="10"/><name val="Arial"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFEEF4F6"/></patternFill></fill></fills>'
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
    '<xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1">'
    '<alignment wrapText="1" vertical="top"/></xf>'
    '<xf numFmtId="3" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf>'
    '<xf fontId="1" applyFont="1"/><xf numFmtId="166" applyNumberFormat="1"/>'
    '<xf numFmtId="167" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)


def workbook(sheets: Mapping[str, Table], looks: Mapping[str, Look] | None = None) -> bytes:
    """Give an XLSX file with a sheet for each table, by its name (letters, digits, "_", spaces).

    Numbers stay numbers, None is an empty cell; `looks` say by sheet what stands above a table and
    how its numbers are shown. Raises `InputError` for no table and for a name
    that no sheet may have.
    """
    _refuse_names(list(sheets))
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, (name, table) in enumerate(sheets.items(), start=1):
        look = (looks or {}).get(name, Look())
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(table, look)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            part = zipfile.ZipInfo(name, _STAMP)
            archive.writestr(part, text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def csv_text(table: Table) -> str:
    """Give a table as CSV, guarded against formulas, its lines ended as RFC 4180 asks.

    Write it as "utf-8-sig": without the mark at its start Excel takes a file for the computer's own
    alphabet, and turns every £ and é into two signs.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([guarded(name) for name in table.columns])
    for row in table.rows():
        writer.writerow([_csv_value(value) for value in row])
    return file.getvalue()


def _csv_value(value: Any) -> Any:
    if isinstance(value, str):
        return guarded(value)
    return "" if _missing(value) else value


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def _refuse_names(names: Sequence[str]) -> None:
    if not names:
        raise InputError("There is no table to write.")
    bad = [name for name in names if not _NAME.fullmatch(name)]
    if bad or len({name.lower() for name in names}) < len(names):
        raise InputError(
            f"A workbook cannot have these sheets: {', '.join(bad or names)}. Names have at most "
            f"{LONGEST_NAME} letters, digits or _, and differ by more than capitals."
        )


def _sheet(table: Table, look: Look) -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{_width(name, values)}" customWidth="1"/>'
        for place, (name, values) in enumerate(table.columns.items(), start=1)
    )
    head = len(look.above) + 1  # the row of the headings
    rows = [_row(n, [_text(line, 0 if n > 1 else _TITLE)]) for n, line in enumerate(look.above, 1)]
    rows.append(_row(head, [_text(name, _HEAD) for name in table.columns]))
    styles = [_KINDS.get(look.kinds.get(name, ""), 0) for name in table.columns]
    rows += [
        _row(at, [_cell(value, style) for value, style in zip(row, styles)])
        for at, row in enumerate(table.rows(), head + 1)
    ]
    last = f"{_letters(max(1, len(table.columns)))}{max(1, len(table) + head)}"
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane '
        f'ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A{head}:{last}"/></worksheet>'
    )


def _row(number: int, cells: Sequence[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(value: Any, style: int = 0) -> str:
    if _missing(value):
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c s="{style or _number_style(value)}"><v>{value!r}</v></c>'
    text = str(value)
    return _text(text, _WRAPPED if len(text) > _WIDEST else 0)


def _number_style(value: float) -> int:
    if float(value).is_integer():
        return _WHOLE
    return _FRACTION if abs(value) >= 1 else _SMALL


def _text(text: str, style: int) -> str:
    plain = _CONTROL.sub("", text)
    if len(plain) > _LONGEST_TEXT:
        plain = plain[: _LONGEST_TEXT - len(_CUT)] + _CUT
    told = escape(plain, quote=False)
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{told}</t></is></c>'


def _width(name: str, values: Sequence[Any]) -> int:
    longest = max([len(_shown(value)) for value in values] + [len(name) // 2 + 2])
    return max(_NARROWEST, min(_WIDEST, longest + 2))


def _shown(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value or "")


def _letters(number: int) -> str:
    """Give a column's letters: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _book(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{place}" r:id="rId{place}"/>'
        for place, name in enumerate(names, start=1)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in range(1, sheets + 1)]
    named = "".join(
        f'<Override PartName="{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in parts
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="{relations}"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{named}</Types>"
    )
