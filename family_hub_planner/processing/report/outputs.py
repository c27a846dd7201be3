"""What the report writes beside its page: the PDF and the folder of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingParameterFileDestination, QgsProcessingParameterFolderDestination

from ...engine.errors import FileUnreadableError, InputError
from ...engine.report.document import Document
from ...engine.report.evidence import Evidence
from ...engine.report.map_parts import PackMap
from .. import parameters as make
from ..job import Job
from ..parameters import tr
from .map_layers import map_layers
from .pdf import write_pdf
from .tables import refuse_foreign, write_tables

PDF, TABLES = "PDF", "TABLES"
_HTML, _PDF = (b"<!doctype html", b"<html"), (b"%pdf",)  # how files of each kind begin


def declare_beside(algorithm: Any) -> None:
    """Add the PDF and the folder of tables to an algorithm's outputs."""
    pdf = QgsProcessingParameterFileDestination(
        PDF, tr("Evidence pack (PDF)"), tr("PDF (*.pdf)"), None, True, False
    )
    told = tr("The same pack on A4 pages, with a map for each option.")
    algorithm.addParameter(make.explained(pdf, told))
    tables = QgsProcessingParameterFolderDestination(
        TABLES, tr("Folder of tables"), None, True, False
    )
    told = tr(
        "A workbook, CSV files, GeoPackages and the columns of the national return. The folder is "
        "replaced as a whole."
    )
    algorithm.addParameter(make.explained(tables, told))
    algorithm.number_outputs(("PAGES", tr("Pages of the PDF")), ("FILES", tr("Files of tables")))


def refuse_places(job: Job) -> None:
    """Refuse places where something else stands, before anything is read or written.

    A page or a PDF takes the place of an earlier one only: not of a result that the pack reads.
    """
    for name, words, begins in (("OUTPUT", "HTML page", _HTML), (PDF, "PDF", _PDF)):
        if job.asked_for(name):
            _refuse_other(_place(job, name), words, begins)
    if job.asked_for(TABLES):
        _refuse_within(job, _place(job, TABLES))
        refuse_foreign(_place(job, TABLES))


def _refuse_within(job: Job, folder: Path) -> None:
    for name in ("OUTPUT", PDF):
        if job.asked_for(name) and folder.absolute() in _place(job, name).absolute().parents:
            raise InputError(
                f"{job.label(name)} ({name}): {_place(job, name).name} would stand in the folder "
                "of tables, which is replaced as a whole. Choose a place beside it."
            )


def _refuse_other(place: Path, words: str, begins: tuple[bytes, ...]) -> None:
    if not place.is_file():
        return
    try:
        with place.open("rb") as file:
            start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    except OSError as error:
        raise FileUnreadableError(f"{place} cannot be opened ({error}).") from error
    if start and not start.startswith(begins):
        raise InputError(
            f"{place} holds something else than an earlier {words}, and would be lost. Choose "
            "another name."
        )


def write_beside(job: Job, document: Document, evidence: Evidence, found: PackMap) -> None:
    """Write the PDF and the tables that were asked for; each stands whole or not at all."""
    if job.asked_for(PDF):
        target = _place(job, PDF)
        pages = write_pdf(document, map_layers(found), target, job.progress)
        job.writing_began()
        job.results[PDF] = str(target)
        job.returns(PAGES=pages)
    if job.asked_for(TABLES):
        job.start_writing()
        folder = _place(job, TABLES)
        files = write_tables(document, evidence, folder)
        job.results[TABLES] = str(folder)
        job.returns(FILES=len(files))


def _place(job: Job, name: str) -> Path:
    return Path(job.algorithm.parameterAsFileOutput(job.parameters, name, job.context))
