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
from ..layers import Places
from ..parameters import tr
from ..unlike_hubs import unlike_hubs
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
    hubs: Places,
    said: tuple[str, Sequence[str]],
) -> None:
    """Write the spreadsheet, if it was asked for; `said` are the answer and the sources."""
    if not job.asked_for("WORKBOOK"):
        return
    tables = {
        "BY_HUB": found.by_hub,
        "BY_DECILE": found.by_decile,
        "BY_QUINTILE": found.by_quintile,
        "BY_LOCALITY": found.by_locality,
        **further.tables,
    }
    answer, sources = said
    words = Words(
        job.text("TITLE"), job.text("QUESTION"), answer, job.told(), sources, _kinds(job, hubs)
    )
    sheets, looks = coverage_sheets(tables, found.bands, method, words)
    job.write_file("WORKBOOK", workbook(sheets, looks))


def _kinds(job: Job, hubs: Places) -> dict[str, Sequence[str]]:
    """Give the ids of the hubs of each kind that is counted, but not like the others."""
    return {
        kind.words: [hub for hub, one in zip(hubs.ids, kind.hubs) if one]
        for kind in unlike_hubs(job, hubs)
    }
