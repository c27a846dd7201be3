"""A model as it is drawn: inputs at the left, steps in the middle, results at the right."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

from qgis.core import (
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtCore import QPointF, QSizeF

GROUP = "Models"
_LEFT, _MIDDLE, _RIGHT = 160, 620, 1080
_INPUT_ROW, _OUTPUT_ROW = 70, 70
_BOX = QSizeF(300, 46)
_NOTE = QSizeF(260, 46)


@dataclass(frozen=True)
class Input:
    """A model's input by its name."""

    name: str


@dataclass(frozen=True)
class Of:
    """An earlier step's output."""

    step: str
    output: str = "OUTPUT"


@dataclass(frozen=True)
class Sum:
    """An expression over the model's inputs."""

    expression: str


Given = Union[Input, Of, Sum, str, float, bool, Sequence["Given"]]


class Drawn:
    """A model under construction."""

    def __init__(self) -> None:
        self.model = QgsProcessingModelAlgorithm()
        self.model.setGroup(GROUP)
        self._inputs: list[str] = []
        self._help: dict[str, str] = {}
        self._y = 60

    def called(self, title: str, about: str, example: str) -> None:
        """Say what the model is called and what it answers."""
        self.model.setName(title)
        self._help["ALG_DESC"] = about
        self._help["EXAMPLES"] = example

    def takes(self, parameter: QgsProcessingParameterDefinition, told: str) -> None:
        """Add an input with its help."""
        parameter.setHelp(told)
        self._help[parameter.name()] = told
        place = QgsProcessingModelParameter(parameter.name())
        place.setDescription(parameter.description())
        place.setPosition(QPointF(_LEFT, 60 + len(self._inputs) * _INPUT_ROW))
        place.setSize(_BOX)
        self.model.addModelParameter(parameter, place)
        self._inputs.append(parameter.name())

    def step(
        self,
        name: str,
        algorithm: str,
        title: str,
        given: Mapping[str, Given],
        gives: Mapping[str, tuple[str, str]],
    ) -> None:
        """Add a step; `gives` are the model's results: label and help by the step's output."""
        child = QgsProcessingModelChildAlgorithm(f"familyhub:{algorithm}")
        child.setChildId(name)
        child.setDescription(title)
        for parameter, value in given.items():
            child.addParameterSources(parameter, _sources(value))
        child.setPosition(QPointF(_MIDDLE, self._y))
        child.setSize(_BOX)
        child.setModelOutputs(self._results(name, gives))
        self.model.addChildAlgorithm(child)
        self._y += max(len(gives), 2) * _OUTPUT_ROW + 60

    def _results(
        self, step: str, gives: Mapping[str, tuple[str, str]]
    ) -> dict[str, QgsProcessingModelOutput]:
        found = {}
        for number, (output, (label, told)) in enumerate(gives.items()):
            result = QgsProcessingModelOutput(output, label)
            result.setChildId(step)
            result.setChildOutputName(output)
            result.setMandatory(output == "OUTPUT")
            result.setPosition(QPointF(_RIGHT, self._y + number * _OUTPUT_ROW))
            result.setSize(_BOX)
            note = result.comment()  # the box itself shows the id
            note.setDescription(label)
            note.setPosition(QPointF(_RIGHT + 320, self._y + number * _OUTPUT_ROW))
            note.setSize(_NOTE)
            self._help[f"{step}:{output}"] = told
            found[output] = result
        return found

    def done(self) -> QgsProcessingModelAlgorithm:
        """Give the model."""
        self.model.setHelpContent(self._help)
        self.model.setParameterOrder(self._inputs)
        self.model.updateDestinationParameters()
        return _named_by_step(self.model)


def _named_by_step(model: QgsProcessingModelAlgorithm) -> QgsProcessingModelAlgorithm:
    """Keep the ids of results, "step:OUTPUT": newer releases would take their labels."""
    told = model.toVariant()
    if "internal_version" not in told:
        return model
    kept = QgsProcessingModelAlgorithm()
    kept.loadVariant({**told, "internal_version": "Version1"})
    kept.updateDestinationParameters()
    return kept


def written(model: QgsProcessingModelAlgorithm) -> str:
    """Give a model as the text of its file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.model3"
        if not model.toFile(str(path)):
            raise OSError(f"{model.name()} could not be written")
        return path.read_text(encoding="utf-8")


def _sources(value: Any) -> list[QgsProcessingModelChildParameterSource]:
    if isinstance(value, (list, tuple)):
        return [source for one in value for source in _sources(one)]
    make = QgsProcessingModelChildParameterSource
    if isinstance(value, Input):
        return [make.fromModelParameter(value.name)]
    if isinstance(value, Of):
        return [make.fromChildOutput(value.step, value.output)]
    if isinstance(value, Sum):
        return [make.fromExpression(value.expression)]
    return [make.fromStaticValue(value)]
