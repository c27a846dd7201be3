"""familyhub:printmap: one page with a map, its legend, its sources and what it must say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProject,
    QgsVectorLayer,
)

from ...engine.errors import InputError
from .. import parameters as make
from ..base import PlannerAlgorithm
from ..job import Job
from ..parameters import tr
from ..print_map.export import export
from ..print_map.given import layers_given, not_there
from ..print_map.ground import system_of
from ..print_map.keep import keep_in_project, refuse_foreign
from ..print_map.layout import layout_of
from ..print_map.paper import PAPERS
from ..result_kinds import AREAS, shapes_of

_MOST_DPI = 1200  # what presses print at; a page of A3 has 280 million dots then


class PrintMap(PlannerAlgorithm):
    """Prints a map that can be handed round: credited, dated, with all that it must say."""

    ID = "printmap"
    GROUP = "evidence"
    PACKAGES = ()

    def title(self) -> str:
        """Give the name that people read."""
        return tr("Print a map")

    def summary(self) -> str:
        """Give the tooltip."""
        return tr("Lays results out on one page, with legend, scale, sources and licences.")

    def keywords(self) -> list[str]:
        """Give the words under which people look for it."""
        return tr("print,map,layout,PDF,A4,A3,legend,scale bar,north arrow,attribution").split(",")

    def flags(self) -> Any:
        """Run where the project's layers live: a layout draws them."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def checkParameterValues(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Name a layer that cannot be opened, where QGIS says only that a value is wrong."""
        missing = not_there(parameters.get("LAYERS"), context)
        if missing:
            said = tr("Layers to show: cannot be opened: {}. Choose layers that QGIS can read.")
            return False, said.format(", ".join(missing))
        return super().checkParameterValues(parameters, context)

    def declare(self) -> None:
        """Add parameters and outputs."""
        kind = make.SourceType.TypeMapLayer
        layers = QgsProcessingParameterMultipleLayers("LAYERS", tr("Layers to show"), kind)
        told = tr("Results of the planner, and any others. Files are styled as when they load.")
        self.addParameter(make.explained(layers, told))
        title = make.text("TITLE", tr("Title"), optional=True)
        told = tr("Empty: the project's title, else what the layers are called.")
        self.addParameter(make.explained(title, told))
        self.addParameter(make.choice("PAPER", tr("Paper"), tuple(PAPERS), "a4_landscape"))
        extent = QgsProcessingParameterExtent("EXTENT", tr("Extent"), optional=True)
        told = tr("Empty: all areas, and what lies in them or near.")
        self.addParameter(make.explained(extent, told))
        self.addParameter(make.text("NOTES", tr("Notes to print under the map"), optional=True))
        dots = make.count("DPI", tr("Dots per inch"), 300, 72, most=_MOST_DPI)
        self.addParameter(make.advanced(dots))
        layout = make.text("LAYOUT", tr("Keep in the project as layout"), optional=True)
        told = tr("A name: the page then stands among the project's layouts, to be worked on.")
        self.addParameter(make.advanced(make.explained(layout, told)))
        files = tr("PDF (*.pdf);;PNG (*.png);;SVG (*.svg)")
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", tr("Map"), files))
        self.number_outputs(
            ("PAGES_COUNT", tr("Pages")), ("MAP_SCALE", tr("Scale of the map, one to"))
        )
        self.text_output("LAYOUT_NAME", tr("Name of the layout kept"))

    def work(self, job: Job) -> None:
        """Open the layers, lay them out, write or keep the page."""
        target = Path(self.parameterAsFileOutput(job.parameters, "OUTPUT", job.context))
        project = job.context.project() or QgsProject.instance()
        layers = layers_given(job, project)
        layout = layout_of(
            layers,
            job.text("TITLE") or project.title() or _called(layers),
            job.choice("PAPER"),
            project,
            _extent(job, system_of(project, layers)),
            job.text("NOTES"),
        )
        pages, scale = layout.pageCollection().pageCount(), layout.itemById("map").scale()
        if pages > 1:
            job.progress.warn("Not all fits one page: the rest stands on the next. Show less.")
        if job.text("LAYOUT"):
            refuse_foreign(layers, project)
        job.progress.stop_if_asked()
        job.results["OUTPUT"] = str(export(layout, target, job.count("DPI"))[0])
        if job.text("LAYOUT"):
            job.returns(LAYOUT_NAME=keep_in_project(layout, job.text("LAYOUT"), project))
        job.returns(PAGES_COUNT=pages, MAP_SCALE=float(round(scale)))


def _called(layers: Sequence[QgsMapLayer]) -> str:
    """Name the map after its areas, else after what lies topmost."""
    areas = (layer for layer in layers if isinstance(layer, QgsVectorLayer))
    named = next((one.name() for one in areas if shapes_of(one) == AREAS), layers[0].name())
    return named[:1].upper() + named[1:]


def _extent(job: Job, system: Any) -> Any:
    """Give the extent asked for in the map's system, None where none was."""
    box = job.extent("EXTENT", system)
    if box.isNull():
        return None
    if box.width() <= 0 or box.height() <= 0:
        raise InputError(f"{job.label('EXTENT')} has no width or no height. Draw it larger.")
    return box
