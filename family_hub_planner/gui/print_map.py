"""What the canvas shows, as a page among the project's layouts, opened in QGIS's own designer."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)

from .messages import warn
from .translation import tr

ALGORITHM = "familyhub:printmap"


def make_layout(project: QgsProject, iface: Any, paper: str = "a4_landscape") -> Any:
    """Add a layout of what the canvas shows to the project, and open it in the designer.

    `paper` is one of the words of the algorithm's `PAPER`. Gives the layout; None, with a message
    in QGIS's bar, where the canvas shows nothing or the page could not be made.
    """
    import processing  # noqa: PLC0415 - only there once QGIS runs

    canvas = iface.mapCanvas()
    shown = canvas.layers()
    if not shown:
        told = tr("The map shows no layer. Switch on what is to be printed.")
        warn(iface, tr("Print a map"), told)
        return None
    context = QgsProcessingContext()
    context.setProject(project)
    box = canvas.extent()
    edges = (box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum())
    given = {
        "LAYERS": [layer.id() for layer in shown],
        "TITLE": project.title(),
        "PAPER": paper,
        "EXTENT": f"{','.join(map(str, edges))} [{project.crs().authid()}]",
        "LAYOUT": project.title() or tr("Map"),
        "DPI": 72,  # of a picture that nobody looks at: the page itself is what is wanted
    }
    try:
        with TemporaryDirectory() as folder:
            given["OUTPUT"] = str(Path(folder) / "page.png")
            log = QgsProcessingFeedback()
            made = processing.run(ALGORITHM, given, context=context, feedback=log)
    except QgsProcessingException as error:
        warn(iface, tr("Print a map"), str(error))
        return None
    layout = project.layoutManager().layoutByName(made["LAYOUT_NAME"])
    iface.openLayoutDesigner(layout)
    return layout
