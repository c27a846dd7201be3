"""The spreadsheet of a coverage run: its tables in words, for whoever opens no GIS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingParameterFileDestination

from ...engine.coverage import Coverage
from ...engine.coverage_workbook import Words, coverage_sheets
from ...engine.method_note import Method
from ...engine.report.spreadsheet import workbook
from .. import parameters as make
from ..parameters import tr
from .run import Further

if TYPE_CHECKING:
    from ..base import PlannerAlgorithm
    from ..job import Job


def declare_workbook(algorithm: PlannerAlgorithm) -> None:
    """Add the file, and what stands on its first sheet."""
    told = tr("It stands on the spreadsheet's first sheet.")
    for name, label in (("TITLE", tr("Title")), ("QUESTION", tr("The question"))):
        text = make.text(name, label, optional=True)
        algorithm.addParameter(make.advanced(make.explained(text, told)))
    file = QgsProcessingParameterFileDestination(
        "WORKBOOK", tr("Spreadsheet of the tables"), tr("Spreadsheet (*.xlsx)"), None, True, False
    )
    algorithm.addParameter(file)


def write_workbook(
    job: Job,
    found: Coverage,
    further: Further,
    method: Method,
    said: tuple[str, Sequence[str], Sequence[str]],
) -> None:
    """Write the spreadsheet, if it was asked for; `said` are the answer, notes and sources."""
    if not job.asked_for("WORKBOOK"):
        return
    tables = {
        "BY_HUB": found.by_hub,
        "BY_DECILE": found.by_decile,
        "BY_QUINTILE": found.by_quintile,
        "BY_LOCALITY": found.by_locality,
        **further.tables,
    }
    words = Words(job.text("TITLE"), job.text("QUESTION"), *said)
    sheets, looks = coverage_sheets(tables, found.bands, method, words)
    job.write_file("WORKBOOK", workbook(sheets, looks))
