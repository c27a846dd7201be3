"""The provider `familyhub`: the planner's algorithms in QGIS's toolbox."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.accessibility import AccessibilityOfHubs
from .algorithms.buildnetwork import BuildNetwork
from .algorithms.candidatesfromnetwork import CandidatesFromNetwork
from .algorithms.candidatesfromosm import CandidatesFromOsm
from .algorithms.catchments import Catchments
from .algorithms.colocate import Colocate
from .algorithms.comparescenarios import CompareScenarios
from .algorithms.coverage import CoverageOfHubs
from .algorithms.downloadnetwork import DownloadNetwork
from .algorithms.finerdemand import FinerDemand
from .algorithms.hubsofplan import HubsOfPlan
from .algorithms.importestate import ImportEstate
from .algorithms.needlayer import NeedLayer
from .algorithms.networkfromlines import NetworkFromLines
from .algorithms.printmap import PrintMap
from .algorithms.rationalise import Rationalise
from .algorithms.report import Report
from .algorithms.runscenario import RunScenario
from .algorithms.suggestoutreach import SuggestOutreach
from .algorithms.suggestsites import SuggestSites
from .algorithms.traveltimes import TravelTimes
from .shipped_models import ShippedModel, titles
from .version import plugin_version

PLUGIN_FOLDER = Path(__file__).parents[1]
ALGORITHMS = (
    BuildNetwork,
    NetworkFromLines,
    DownloadNetwork,
    Catchments,
    TravelTimes,
    NeedLayer,
    FinerDemand,
    CoverageOfHubs,
    AccessibilityOfHubs,
    CandidatesFromOsm,
    CandidatesFromNetwork,
    ImportEstate,
    SuggestSites,
    SuggestOutreach,
    Colocate,
    Rationalise,
    HubsOfPlan,
    CompareScenarios,
    PrintMap,
    RunScenario,
    Report,
)


class FamilyHubProvider(QgsProcessingProvider):
    """Gives QGIS the planner's algorithms, and its models once these are registered."""

    def __init__(self) -> None:
        super().__init__()
        QgsApplication.processingRegistry().providerAdded.connect(self._added)

    def id(self) -> str:
        """Give the provider's id, which never changes."""
        return "familyhub"

    def name(self) -> str:
        """Give the provider's name."""
        return "Family Hub Planner"

    def icon(self) -> QIcon:
        """Give the plugin's icon."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        """Give the path of the plugin's icon."""
        return str(PLUGIN_FOLDER / "resources" / "icons" / "family_hub_planner.svg")

    def versionInfo(self) -> str:
        """Give the plugin's version."""
        return plugin_version()

    def loadAlgorithms(self) -> None:
        """Add every algorithm."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            for model in titles():
                self.addAlgorithm(ShippedModel(model))

    def _added(self, provider: str) -> None:
        """Load again with the models: their steps can be found now."""
        if provider == self.id():
            self.refreshAlgorithms()
