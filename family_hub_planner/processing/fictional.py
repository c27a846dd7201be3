"""Which of a run's layers and files are made up, as their names or a column of theirs say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingFeatureSource,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
)

from ..engine.sources.recognition import says_fictional
from .layers import name_of, values_of

if TYPE_CHECKING:
    from .job import Job

COLUMN = "fictional"
YES = {"true", "1", "yes"}


def is_made_up(source: QgsProcessingFeatureSource) -> bool:
    """Tell whether a layer's name has the word FICTIONAL, or its column `fictional` a yes."""
    if says_fictional(name_of(source)):
        return True
    return any(value.lower() in YES for value in values_of(source, COLUMN))


def made_up_inputs(job: Job) -> list[str]:
    """Name the layers and files given to the run that are made up, sorted, each once.

    Every parameter that takes a layer or a file is asked, so that none is forgotten.
    """
    return sorted({name for given in job.algorithm.parameterDefinitions()
                   for name in _made_up(job, given)})  # fmt: skip


def _made_up(job: Job, given: object) -> list[str]:
    """Name what one parameter was given and is made up."""
    if isinstance(given, QgsProcessingParameterFeatureSource):
        source = job.optional_source(given.name())
        return [name_of(source)] if source is not None and is_made_up(source) else []
    if isinstance(given, QgsProcessingParameterFile):
        path = job.path(given.name())
        names = [] if path is None else [path.name]
    elif isinstance(given, QgsProcessingParameterMultipleLayers):
        names = [path.name for path in job.paths(given.name())]
    else:
        return []
    return [name for name in names if says_fictional(name)]
