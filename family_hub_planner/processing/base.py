"""What all algorithms share: their face in QGIS, checks before the start, errors in words."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)
from qgis.PyQt.QtGui import QIcon

from ..engine.errors import CancelledError, PlannerError
from . import preflight, project_layers
from .databases import unreadable
from .given_layers import given_layers
from .help_text import help_text
from .job import Job
from .parameters import tr

_COMMAND_LINE = "qgis_process"
RESOURCES = Path(__file__).parents[1] / "resources"


class PlannerAlgorithm(QgsProcessingAlgorithm):
    """Base of the planner's algorithms: children say what they are, declare and run.

    A child sets `ID`, `GROUP` and `PACKAGES` and gives `title`, `summary`, `keywords`, `declare`
    and `work`. Ids are for ever and never translated.
    """

    ID = ""
    GROUP = ""
    _layers = project_layers.ProjectLayers()
    PACKAGES: tuple[str, ...] = ("scipy",)
    CARRIES_REMARKS = False  # whether OUTPUT carries what the run told beside its answer

    def title(self) -> str:
        """Give the name that people read."""
        raise NotImplementedError

    def summary(self) -> str:
        """Give the tooltip: one sentence on what it answers."""
        raise NotImplementedError

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        raise NotImplementedError

    def declare(self) -> None:
        """Add parameters and outputs."""
        raise NotImplementedError

    def work(self, job: Job) -> None:
        """Read the parameters from the job, call the engine once, then write through the job."""
        raise NotImplementedError

    # The rest is QGIS's own interface.

    def name(self) -> str:
        """Give the id within the provider."""
        return self.ID

    def displayName(self) -> str:
        """Give the translated name."""
        return self.title()

    def group(self) -> str:
        """Give the translated group."""
        return {
            "network": tr("Network"),
            "reach": tr("Reach"),
            "need": tr("Need"),
            "sites": tr("Sites"),
            "evidence": tr("Evidence"),
        }[self.GROUP]

    def groupId(self) -> str:
        """Give the group's id."""
        return self.GROUP

    def shortDescription(self) -> str:
        """Give the tooltip."""
        return self.summary()

    def tags(self) -> list[str]:
        """Give the words to search by."""
        return self.keywords()

    def icon(self) -> QIcon:
        """Give the group's icon."""
        return QIcon(str(RESOURCES / "icons" / f"{self.GROUP}.svg"))

    def shortHelpString(self) -> str:
        """Give the help panel's text, from resources/help."""
        return help_text(RESOURCES, self.ID, self.parameterDefinitions())

    def createInstance(self) -> PlannerAlgorithm:
        """Give a fresh copy, as each run needs."""
        return type(self)()

    def canExecute(self) -> tuple[bool, str]:
        """Tell whether the packages are there; the sentence says which is not."""
        for package in self.PACKAGES:
            if find_spec(package) is None:
                return False, tr("This needs the Python package {}, which this QGIS lacks.").format(
                    package
                )
        return True, ""

    def initAlgorithm(self, _configuration: dict[str, Any] | None = None) -> None:
        """Declare the parameters, and the status that every algorithm returns."""
        self.declare()
        self.text_output("STATUS", tr("Status"))

    def number_outputs(self, *names_and_labels: tuple[str, str]) -> None:
        """Declare numbers that the run returns."""
        for name, label in names_and_labels:
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def text_output(self, name: str, label: str) -> None:
        """Declare a text that the run returns."""
        self.addOutput(QgsProcessingOutputString(name, label))

    def checkParameterValues(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Say why a database's table cannot be read, where QGIS prints its address and password."""
        given = ((one.description(), layer) for one, layer in given_layers(self, parameters))
        error = unreadable(given, context)
        return (False, str(error)) if error else super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Check what `qgis_process` does not: packages, files and fields."""
        fault = self._fault(Job(self, parameters, context, feedback))
        if not fault:
            self._layers = project_layers.find(self, parameters, context)
            return True
        del parameters, context, feedback  # see `processAlgorithm`
        raise QgsProcessingException(fault)

    def _fault(self, job: Job) -> str:
        """Say in one sentence why a run cannot begin, "" where it can."""
        able, why = self.canExecute()
        if not able:
            return str(why)
        try:
            preflight.check(job)
        except PlannerError as error:
            return str(error)
        return ""

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Run, and turn every planned failing into one plain sentence."""
        ended = self._ended(Job(self, parameters, context, feedback, self._layers))
        if isinstance(ended, dict):
            return ended
        # QGIS never lets go of an exception, nor of what the frames that it came through hold: the
        # user's layers and a county's network would stay until QGIS ends.
        del parameters, context, feedback
        raise QgsProcessingException(ended)

    def _ended(self, job: Job) -> dict[str, Any] | str:
        """Give what a run returns, or the sentence with which it failed."""
        try:
            with project_layers.out_of_reach(job.context):
                self.work(job)
        except CancelledError as error:
            if QgsApplication.platform() == _COMMAND_LINE:
                # Only a failing ends it with a status other than 0, which a script can tell.
                return f"STATUS: cancelled. {error}"
            job.feedback.pushInfo(str(error))
            return {"STATUS": "cancelled"}
        except PlannerError as error:
            return str(error)
        return {"STATUS": "done", **job.results}
