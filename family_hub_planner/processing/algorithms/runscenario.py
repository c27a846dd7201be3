"""familyhub:runscenario: a whole run from one file, into one folder, with its record."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingOutputFile, QgsProcessingParameterFolderDestination

from ...engine.errors import FileUnreadableError
from ...engine.scenario.places import AGAIN, RESULTS
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..job import Job
from ..parameters import tr
from ..scenario.run import make_ready, run_scenario


class RunScenario(PlannerAlgorithm):
    """Runs the steps of a scenario file."""

    ID = "runscenario"
    GROUP = "evidence"

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Run a scenario file")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Runs a whole chain of steps from one file into one folder, and records it.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        words = "scenario,run,chain,whole,batch,automate,reproduce,rerun,record,JSON"
        return tr(words).split(",")

    def declare(self) -> None:
        """Add parameters and outputs."""
        scenario = make.file("SCENARIO", tr("Scenario file"), tr("Scenario (*.json)"))
        told = tr("JSON, as docs/scenario.md describes it, or the record of an earlier run.")
        self.addParameter(make.explained(scenario, told))
        data = make.folder("DATA", tr("Folder of the input files"))
        told = tr("To which the scenario's paths are relative. Empty: the scenario file's own.")
        self.addParameter(make.advanced(make.explained(data, told)))
        only = make.text("ONLY", tr("Only these steps"), optional=True)
        told = tr("Ids of steps, parted by commas; those they take from are run too. Empty: all.")
        self.addParameter(make.advanced(make.explained(only, told)))
        changes = make.text("CHANGES", tr("Changed values"), optional=True)
        told = tr("For this run: step.NAME=value, parted by semicolons.")
        self.addParameter(make.advanced(make.explained(changes, told)))
        load = make.yes_no("LOAD", tr("Load the results into the project"), True)
        told = tr("Styled, in a group of their own. Without a desktop nothing is loaded.")
        self.addParameter(make.explained(load, told))
        self.addParameter(
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder of the results"))
        )
        self.addOutput(QgsProcessingOutputFile("RESULTS", tr("Record of the run")))
        self.addOutput(QgsProcessingOutputFile("AGAIN", tr("Scenario that reruns to the same")))
        self.number_outputs(
            ("STEPS_RUN", tr("Steps run")), ("FILES_COUNT", tr("Files written by them"))
        )

    def work(self, job: Job) -> None:
        """Plan, refuse what can be refused, run, record."""
        path = job.path("SCENARIO")
        if path is None:
            raise FileUnreadableError("No scenario file was given.")
        target = Path(self.parameterAsFileOutput(job.parameters, "OUTPUT", job.context)).absolute()
        ready = make_ready(job, path, target)
        done = run_scenario(job, ready)
        job.results["OUTPUT"] = str(target)
        job.results["RESULTS"], job.results["AGAIN"] = str(target / RESULTS), str(target / AGAIN)
        job.returns(STEPS_RUN=len(done), FILES_COUNT=sum(len(step.outputs) for step in done))
        job.progress.info(f"{len(done)} steps were run; results and record stand in {target}.")
