"""The models that come with the planner, as algorithms of its provider."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
)
from qgis.PyQt.QtGui import QIcon

from ..engine.errors import InputError
from . import project_layers
from .parameters import tr

MODELS = Path(__file__).parents[1] / "resources" / "models"
ICON = Path(__file__).parents[1] / "resources" / "icons" / "family_hub_planner.svg"
GROUP = "models"


def titles() -> dict[str, str]:
    """Give the models' titles by their ids, which are for ever and name their files."""
    return {
        "reachbydeprivation": tr("Reach of our hubs by deprivation"),
        "suggesthubsandoutreach": tr("Suggest hubs and outreach"),
        "whatifweclosethese": tr("What if we close these"),
    }


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model of resources/models under an id that does not change with its title.

    QGIS can read one only when the algorithms of its steps are registered: before that it would
    lack its outputs.
    """

    def __init__(self, model_id: str) -> None:
        super().__init__()
        self.model_id = model_id
        if not self.fromFile(str(MODELS / f"{model_id}.model3")):
            raise FileNotFoundError(
                f"The model {model_id} cannot be read. Install the plugin again."
            )

    def name(self) -> str:
        """Give the id within the provider."""
        return self.model_id

    def displayName(self) -> str:
        """Give the translated name."""
        return titles()[self.model_id]

    def group(self) -> str:
        """Give the translated group."""
        return tr("Models")

    def groupId(self) -> str:
        """Give the group's id."""
        return GROUP

    def shortDescription(self) -> str:
        """Give the tooltip."""
        return str(self.helpContent().get("ALG_DESC", ""))

    def tags(self) -> list[str]:
        """Give the words to search by."""
        words = "model,chain,hub,reach,outreach,what if,close,plan,deprivation,batch"
        return tr(words).split(",")

    def icon(self) -> QIcon:
        """Give the plugin's icon."""
        return QIcon(str(ICON))

    def createInstance(self) -> ShippedModel:
        """Give a fresh copy, as each run needs."""
        return ShippedModel(self.model_id)

    def prepareAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Find what the parameters ask of the project, before the run's thread starts."""
        self._layers = project_layers.find(self, parameters, context)
        return super().prepareAlgorithm(parameters, context, feedback)

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Run the steps; QGIS asks the project only for features that were chosen of a layer."""
        try:
            given = {name: self._layers.given(name, value) for name, value in parameters.items()}
        except InputError as error:
            raise QgsProcessingException(str(error)) from error
        chosen = bool(self._layers.chosen)
        with nullcontext() if chosen else project_layers.out_of_reach(context):
            return super().processAlgorithm(given, context, feedback)
