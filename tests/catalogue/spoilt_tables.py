"""How tables are spoilt: text, workbooks, registers and mappings."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from catalogue.case import Kit
from catalogue.clean import PEOPLE

SECRET = "not for the council's eyes"


def people(name, content):
    """Give how a case of `needlayer` is made: this table in the place of the population's."""
    return lambda kit: {"POPULATION": kit.write(name, content() if callable(content) else content)}


def register(name, content):
    """Give how a case of `importestate` is made: this table in the place of the register."""
    return lambda kit: {"INPUT": kit.write(name, content() if callable(content) else content)}


def with_value(value: str) -> str:
    """Give the population with another count for the first area."""
    return PEOPLE.replace("E01033769,9", f"E01033769,{value}")


def book(rows: list[list[object]]) -> bytes:
    """Give a workbook with one sheet."""
    whole, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        whole.active.append(row)
    whole.save(stream)
    return stream.getvalue()


def people_book() -> bytes:
    """Give the population as a workbook."""
    rows = [line.split(",") for line in PEOPLE.splitlines()]
    return book([[int(cell) if cell.isdigit() else cell for cell in row] for row in rows])


def rewritten(part: str, change) -> bytes:
    """Give the workbook with one part changed: `change` takes its text and gives another."""
    stream = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(people_book()))
    with old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()) if name == part else data)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def doctype(declared: str, used: str):
    """Give a change of a sheet's text: entities declared, and one used in a cell."""

    def change(text: str) -> str:
        head, _, rest = text.partition("<worksheet")
        cell = f'<c r="A9" t="inlineStr"><is><t>{used}</t></is></c>'
        rest = rest.replace("</sheetData>", f'<row r="9">{cell}</row></sheetData>')
        return f"{head}<!DOCTYPE worksheet [{declared}]><worksheet{rest}"

    return change


def formulas(text: str) -> str:
    """Turn the first count into a formula that has never been worked out."""
    return text.replace('<c r="B2" t="n"><v>9</v></c>', '<c r="B2"><f>SUM(C2:G2)</f><v></v></c>')


def book_external(kit: Kit) -> dict[str, str]:
    """Let a workbook ask for another file of the disk."""
    secret = kit.write("secret.txt", SECRET)
    declared = f'<!ENTITY other SYSTEM "file://{secret}">'
    return {"POPULATION": kit.write("e.xlsx", rewritten(SHEET, doctype(declared, "&other;")))}


def mapping_file(content: str):
    """Give how a case of `importestate` is made: a mapping from a JSON file."""
    return lambda kit: {"MAPPING": kit.write("mapping.json", content)}


def services(kit: Kit, *changes: tuple[str, str]) -> dict[str, str]:
    """Write the services' table with some texts in the place of others."""
    text = kit.clean["services.csv"].read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {"SERVICES": kit.write("services.csv", text)}


def directory(content: bytes | str):
    """Give how a case with a postcode directory is made."""
    return lambda kit: {"POSTCODES": kit.write("onspd.csv", content)}
