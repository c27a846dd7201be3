"""What a what-if leaves in a project that is saved while it goes on, and how it is put right.

Layers that the what-if draws itself are unticked while it goes on, and ticked again after it: hubs,
venues and results would stand twice on the map, each with its name. Its own layers live in
memory, so a saved project keeps them empty.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from qgis.core import QgsProject

from .loaded_results import results_group
from .translation import tr

MARK = "family_hub_planner/what_if"
HIDDEN = "family_hub_planner/hidden_by_what_if"


def hide(project: QgsProject, layer_ids: Collection[str]) -> None:
    """Untick those of the layers, and the group of results, that are ticked; remember which."""
    nodes: list[Any] = [
        node for node in project.layerTreeRoot().findLayers() if node.layerId() in layer_ids
    ]
    results = results_group(project)
    for node in [*nodes, results] if results is not None else nodes:
        if node.itemVisibilityChecked():
            node.setCustomProperty(HIDDEN, True)
            node.setItemVisibilityChecked(False)


def show_again(project: QgsProject) -> None:
    """Tick what a what-if has unticked."""
    root = project.layerTreeRoot()
    for node in [*root.findLayers(), *root.findGroups(True)]:
        if node.customProperty(HIDDEN):
            node.removeCustomProperty(HIDDEN)
            node.setItemVisibilityChecked(True)


def remove_left_over(project: QgsProject) -> None:
    """Take away the empty layers of a what-if that was open when the project was saved."""
    layers = project.mapLayers().items()
    project.removeMapLayers([key for key, layer in layers if layer.customProperty(MARK)])
    remove_empty_group(project)


def remove_empty_group(project: QgsProject) -> None:
    """Take away the what-if's group, unless somebody keeps a layer there."""
    group = project.layerTreeRoot().findGroup(group_title())
    if group is not None and not group.children():
        group.parent().removeChildNode(group)


def group_title() -> str:
    """Give the name of the what-if's group in the layer tree."""
    return tr("Live what-if (options for testing)")
