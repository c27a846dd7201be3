"""A page kept among the project's layouts, where the user can go on with it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsMapLayer, QgsPrintLayout, QgsProject

from ...engine.errors import InputError


def refuse_foreign(layers: Sequence[QgsMapLayer], project: QgsProject) -> None:
    """Refuse to keep a page of layers that are not in the project: it would be empty later."""
    beside = [layer.name() for layer in layers if project.mapLayer(layer.id()) is None]
    if beside:
        raise InputError(
            f"Not in the project: {', '.join(beside)}. Load these layers first, or print to a file "
            "without keeping the page."
        )


def keep_in_project(layout: QgsPrintLayout, name: str, project: QgsProject) -> str:
    """Add the layout under its name, or the first free one like it, and give that."""
    manager, free, number = project.layoutManager(), name, 1
    while manager.layoutByName(free) is not None:
        number += 1
        free = f"{name} ({number})"
    layout.setName(free)
    manager.addLayout(layout)
    return free
