"""The folder of tables beside a pack: a workbook, CSV files, GeoPackages, the national return."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...engine.errors import FileUnreadableError, InputError
from ...engine.page import OSM_NOTICE
from ...engine.report.document import Document, Points, Sheet, plain
from ...engine.report.evidence import PUBLIC, Evidence
from ...engine.report.map_tables import COUNCIL, MERGED, OSM, LayerTable, layer_tables
from ...engine.report.national_return import return_reach, return_sites
from ...engine.report.run_sources import owes_osm
from ...engine.report.spreadsheet import csv_text, workbook
from ...engine.tables import Table
from .geopackage import write_geopackage

ABOUT = "about_these_tables.txt"
WORKBOOK, TABLES = "tables.xlsx", "tables.gpkg"
SCENARIO = "scenario.json"
LICENCE = "LICENCE-ODbL.txt"
FILES = {COUNCIL: TABLES, OSM: "openstreetmap_layers.gpkg", MERGED: "merged_layers_to_review.gpkg"}
_BESIDE_OPEN = re.compile(r"-(wal|shm|journal)$")  # what SQLite keeps beside an open file
_SITES, _REACH = "national_return_sites", "national_return_reach"
_ODBL = f"""
The layers in {FILES[OSM]} are made from OpenStreetMap data. They are made available under the Open
Database Licence (ODbL) 1.0: https://opendatacommons.org/licenses/odbl/1-0/
You may copy, share and adapt them, as long as you credit "© OpenStreetMap contributors", pass them
on under the same licence, and keep them open (https://www.openstreetmap.org/copyright).
"""
_MERGED = f"""
The layers in {FILES[MERGED]} set figures worked out on OpenStreetMap's network beside rows of the
council or of a statistical office. SHARE-ALIKE REVIEW NEEDED BEFORE PUBLISHING: whether such a
layer is a derivative database, to be shared under the ODbL as a whole, is for the council to settle
(its information governance or legal team). Until then they are kept apart from all other layers.
"""
_BESIDE = """
The tables side by side (beside_by_decile, beside_by_quintile) hold figures of runs that were worked
out on OpenStreetMap's network, whose ways stand in no layer here. SHARE-ALIKE REVIEW NEEDED BEFORE
PUBLISHING: whether they fall under the ODbL is for the council to settle, as of any such layer.
"""


def write_tables(document: Document, evidence: Evidence, folder: Path) -> list[str]:
    """Write the folder beside its place and rename it; give the names of its files.

    The public's tables hold what is printed, the council's own what stands behind it. A folder that
    holds anything but an earlier run's tables is refused with `InputError`, before anything is
    written; `FileUnreadableError` where a file cannot be written.
    """
    refuse_foreign(folder)
    beside = _new_folder(folder)
    try:
        (beside / "csv").mkdir()
        _write_all(document, evidence, beside)
        names = sorted(
            str(path.relative_to(beside).as_posix()) for path in beside.rglob("*") if path.is_file()
        )
        _take_place(beside, folder)
    except OSError as error:
        raise FileUnreadableError(
            f"The folder {folder} could not be written ({error}). Close what has a file of it "
            "open, or make room on the disk."
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return names


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder with files that are not an earlier run's tables: it would be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{folder} is a file. Name a folder for the tables.")
    there = {str(path.relative_to(folder).as_posix()) for path in folder.rglob("*")
             if path.is_file()}  # fmt: skip
    about = folder / ABOUT
    ours = set(about.read_text(encoding="utf-8").split("\n")) if about.is_file() else set()
    told = {name: _BESIDE_OPEN.sub("", name) for name in there if name != ABOUT}
    foreign = sorted(name for name, file in told.items() if f"- {file}" not in ours)
    if foreign:
        raise InputError(
            f"The folder {folder} holds files that are no tables of a pack (first: {foreign[0]}). "
            "It would be replaced as a whole: choose an empty folder or a new one."
        )


def _new_folder(folder: Path) -> Path:
    """Make a folder beside another, of a name that nothing has."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f"~{folder.name}.", dir=folder.parent))
        made.chmod(0o755)
    except OSError as error:
        raise FileUnreadableError(
            f"Nothing can be written beside {folder} ({error}). Choose another folder."
        ) from error
    return made


def _take_place(beside: Path, folder: Path) -> None:
    """Rename the new folder to its place; the old one returns where that fails."""
    if not folder.exists():
        beside.rename(folder)
        return
    aside = _new_folder(folder)
    try:
        folder.rename(aside / folder.name)
        try:
            beside.rename(folder)
        except OSError:
            (aside / folder.name).rename(folder)
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_all(document: Document, evidence: Evidence, folder: Path) -> None:
    public = evidence.audience == PUBLIC
    tables = {sheet.key: _table_of(sheet, public) for sheet in document.sheets()}
    tables = {key: table for key, table in tables.items() if table.columns}
    returns = {_SITES: return_sites(evidence), _REACH: return_reach(evidence)}
    tables.update({name: table for name, table in returns.items() if len(table)})
    contents = _contents(document, tables)
    (folder / WORKBOOK).write_bytes(workbook({"about": contents, **tables}))
    for key, table in tables.items():
        # with a mark at its start: see csv_text
        text = csv_text(table).encode("utf-8-sig")
        (folder / "csv" / f"{key}.csv").write_bytes(text)
    layers = layer_tables(evidence)
    for whose, name in FILES.items():
        mine = [layer for layer in layers if layer.whose == whose]
        plain_tables = tables if whose == COUNCIL else {}
        if mine or plain_tables:
            write_geopackage(folder / name, plain_tables, mine)
    notice = _notice(evidence, layers)
    if notice:
        (folder / LICENCE).write_text(notice, encoding="utf-8")
    if evidence.scenario_text:
        (folder / SCENARIO).write_text(evidence.scenario_text, encoding="utf-8")
    (folder / ABOUT).write_text(_about(document, evidence, folder, layers), encoding="utf-8")


def _notice(evidence: Evidence, layers: Sequence[LayerTable]) -> str:
    """Give the notice on OpenStreetMap's licence; "" where nothing in the folder rests on it."""
    whose = {layer.whose for layer in layers}
    beside = owes_osm(evidence) and not evidence.from_osm
    parts = (
        (OSM_NOTICE, bool(whose - {COUNCIL}) or beside),
        (_ODBL, bool(whose - {COUNCIL})),
        (_MERGED, MERGED in whose),
        (_BESIDE, beside),
    )
    return "\n".join(text for text, due in parts if due)


def _data_said(document: Document) -> list[str]:
    """Give the data sets with their dates and licences, as the pack lists them."""
    data = next((one for one in document.sections if one.key == "data"), None)
    blocks = data.blocks if data is not None else ()
    return [f"  {plain(text)}" for one in blocks if isinstance(one, Points) for text in one.texts]


def _table_of(sheet: Sheet, public: bool) -> Table:
    """Give what goes out of a sheet: what is printed to the public, what stands behind it else."""
    if not public and sheet.exact is not None and sheet.exact.columns:
        return sheet.exact
    printed = sheet.printed if sheet.whole is None else sheet.whole
    columns = {
        name: [plain(value) if isinstance(value, str) else value for value in values]
        for name, values in printed.columns.items()
    }
    return Table(columns, sheet.title)


def _contents(document: Document, tables: Mapping[str, Table]) -> Table:
    """List the workbook's sheets: what each is, its source and how it is worked out."""
    sheets = {sheet.key: sheet for sheet in document.sheets()}
    rows = []
    for key, table in tables.items():
        sheet = sheets.get(key)
        trace = document.traces.get(sheet.trace) if sheet is not None else None
        title = plain(sheet.title) if sheet is not None else _RETURN[key]
        note = plain(sheet.note) if sheet is not None else _RETURN_NOTE
        facts = (trace.source, trace.date, trace.formula) if trace is not None else ("", "", "")
        rows.append((key, title, len(table), note, *facts))
    names = ("Sheet", "What it is", "Rows", "Note", "Source", "Date", "How it is worked out")
    return Table({name: [row[place] for row in rows] for place, name in enumerate(names)}, "about")


_RETURN = {
    _SITES: "Sites in the columns of the national return (FHS01 to FHS15)",
    _REACH: "Who lives within reach, by IDACI decile and age as in QSU10 and QSU12",
}
_RETURN_NOTE = (
    "An export in the headings of the national return, for checking and for putting reach beside "
    "use. What is not known here is left empty and named; nothing is guessed."
)


def _about(
    document: Document, evidence: Evidence, folder: Path, layers: Sequence[LayerTable]
) -> str:
    """Say what the folder holds; by its list of files a later run knows what it may replace."""
    names = sorted(
        str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()
    )
    public = evidence.audience == PUBLIC
    said: list[Any] = [
        f"Tables beside: {document.title}",
        document.subtitle,
        "FICTIONAL DATA: no figure is to be quoted." if document.fictional else "",
        f"Results of {evidence.run_on or 'no stated day'}; for the {document.audience} audience.",
        "Counts are rounded and held back as in the pack." if public else
        "Counts are exact: not for publishing. Run the report for the public for what may go out.",
        *evidence.withheld,
        "",
        "Files:",
        *(f"- {name}" for name in names),
        "",
        "Layers (WGS 84):",
        *(f"  {layer.name} in {FILES[layer.whose]}: {layer.about}" for layer in layers),
        "",
        "Data, dates and licences:",
        *_data_said(document),
        f"Map data: {OSM_NOTICE}" if owes_osm(evidence) else "",
        "The CSV files are UTF-8 with a mark at the start, without which Excel misreads £ and é; a",
        "text that a spreadsheet could take for a formula has an apostrophe in front.",
        "This folder is replaced as a whole when the report is run again.",
    ]  # fmt: skip
    return "\n".join(said) + "\n"
