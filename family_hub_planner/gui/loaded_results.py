"""Results in the layer tree: one group a step, the newest on top, the earlier ones unticked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    QgsLayerTree,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from .guesses import RESULT
from .plan_settings import PlanSettings
from .steps import Step
from .translation import tr

_GROUP = "family_hub_planner/group"
_ORDER = ("sites", "evidence", "reach", "need", "network")  # from the top: points over areas
RunOver = tuple[QgsProcessingContext, QgsProcessingFeedback]


def load_results(
    step: Step, results: dict[str, Any], run: RunOver, plan: PlanSettings
) -> dict[str, QgsMapLayer]:
    """Load what a run marked for loading into its step's group, each with its style, by output."""
    context, feedback = run
    project = context.project()
    outputs = {str(place): name for name, place in results.items()}
    found: dict[str, QgsMapLayer] = {}
    earlier = _shown(project)
    for place, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(place, context, True, details.layerTypeHint)
        name = outputs.get(place, place)
        if layer is None or (name != "OUTPUT" and layer.featureCount() == 0):
            continue  # a further table of nothing, as that of the unrouted where all are routed
        group = step_group(step, project, plan)
        layer = context.temporaryLayerStore().takeMapLayer(layer)
        layer.setName(details.name)
        _add(layer, project, group)
        if details.postProcessor() is not None:
            details.postProcessor().postProcessLayer(layer, context, feedback)
        layer.setCustomProperty(RESULT, True)
        found[name] = layer
    _hide(found.get("ASSIGNMENT"), project)
    if found:
        _unfold(step_group(step, project, plan))
    new_areas = any(_is_area(layer) for layer in found.values())
    _put_away(
        node
        for key, nodes in earlier.items()
        for node in nodes
        if found and (key == step.key or (new_areas and key != "sites"))
    )
    return found


def results_group(project: QgsProject) -> QgsLayerTreeGroup | None:
    """Give the group that holds all steps' results, None before the first."""
    return _marked(project.layerTreeRoot(), "plan")


def move_into_group(
    step: Step, layer: QgsMapLayer, project: QgsProject, plan: PlanSettings, over_hubs: bool
) -> None:
    """Move a layer that QGIS itself loaded into its step's group, see `step_group`."""
    node = project.layerTreeRoot().findLayer(layer.id())
    group = step_group(step, project, plan, over_hubs)
    if node is None or node.parent() == group:
        return
    group.insertChildNode(0, node.clone())
    node.parent().removeChildNode(node)


def step_group(
    step: Step, project: QgsProject, plan: PlanSettings, over_hubs: bool = True
) -> QgsLayerTreeGroup:
    """Find or make a step's group: within the plan's own, or for sites over the hubs.

    Without `over_hubs` it is within: venues are drawn beneath the hubs that stand at the same spot.
    """
    home = results_group(project)
    if home is None:
        at = _beneath_the_hubs(project.layerTreeRoot(), plan)
        home = project.layerTreeRoot().insertGroup(at, tr("Family Hub Planner"))
        home.setCustomProperty(_GROUP, "plan")
    above = _above_the_hubs(step, home, plan) if over_hubs and step.key == "sites" else None
    group = above if above is not None else _marked(home, step.key)
    if group is None:
        before = _ORDER[: _ORDER.index(step.key)]
        at = sum(_marked(home, key) is not None for key in before)
        group = home.insertGroup(at, step.name)
    group.setCustomProperty(_GROUP, step.key)
    return group


def _above_the_hubs(
    step: Step, home: QgsLayerTreeGroup, plan: PlanSettings
) -> QgsLayerTreeGroup | None:
    """Find or make a group over the hubs, whose signs would hide the stars of suggested sites.

    None where the plan's own group stands over the hubs already.
    """
    root = home.parent()
    there = _marked(root, step.key)
    if there is not None:
        return there
    hubs = [at for at, node in enumerate(root.children()) if _holds_places(node, plan)]
    if not hubs or root.children().index(home) < hubs[0]:
        return None
    return root.insertGroup(hubs[0], f"{home.name()}: {step.name}")


def _add(layer: QgsMapLayer, project: QgsProject, group: QgsLayerTreeGroup) -> None:
    project.addMapLayer(layer, False)
    if isinstance(layer, QgsVectorLayer) and not layer.isSpatial():
        tables = _marked(group, "tables")
        if tables is None:
            tables = group.addGroup(tr("Tables"))
            tables.setCustomProperty(_GROUP, "tables")
            tables.setExpanded(False)
        tables.insertLayer(0, layer)
    else:
        group.insertLayer(0, layer)


def _shown(project: QgsProject) -> dict[str, list[QgsLayerTreeLayer]]:
    """Give the nodes of the results that stand in the tree, by step."""
    homes = [one for one in (results_group(project), project.layerTreeRoot()) if one is not None]
    found: dict[str, list[QgsLayerTreeLayer]] = {}
    for key in _ORDER:
        for group in (_marked(home, key) for home in homes):
            if group is not None:
                found.setdefault(key, []).extend(group.findLayers())
    return found


def _hide(layer: QgsMapLayer | None, project: QgsProject) -> None:
    """Untick the lines of who goes where: they lie over all else, and are there for a tick."""
    node = project.layerTreeRoot().findLayer(layer.id()) if layer is not None else None
    if node is not None:
        node.setItemVisibilityChecked(False)
        node.setExpanded(False)


def _unfold(group: QgsLayerTreeGroup) -> None:
    """Show and unfold a group and the plan's own: a tree folds what was empty when it was shown."""
    group.setItemVisibilityCheckedParentRecursive(True)
    for node in (group.parent(), group):
        node.setExpanded(False)
        node.setExpanded(True)


def _put_away(earlier: Iterable[QgsLayerTreeLayer]) -> None:
    """Untick and fold earlier results: they stay, and the map shows the newest areas alone."""
    for node in earlier:
        node.setItemVisibilityChecked(False)
        node.setExpanded(False)


def _marked(parent: QgsLayerTreeGroup, key: str) -> QgsLayerTreeGroup | None:
    return next(
        (
            node
            for node in parent.children()
            if QgsLayerTree.isGroup(node) and node.customProperty(_GROUP) == key
        ),
        None,
    )


def _beneath_the_hubs(root: QgsLayerTreeGroup, plan: PlanSettings) -> int:
    """Give the place in the tree right beneath hubs and venues, so that results do not hide them.

    Where they share a group with areas, which would hide the results, it is the top.
    """
    place = 0
    for at, node in enumerate(root.children()):
        if _holds_places(node, plan):
            place = 0 if any(_is_area(leaf.layer()) for leaf in _leaves(node)) else at + 1
    return place


def _holds_places(node: Any, plan: PlanSettings) -> bool:
    return any(leaf.layerId() in (plan.hubs, plan.venues) for leaf in _leaves(node))


def _leaves(node: Any) -> list[QgsLayerTreeLayer]:
    return [node] if QgsLayerTree.isLayer(node) else node.findLayers()


def _is_area(layer: QgsMapLayer | None) -> bool:
    area = QgsWkbTypes.GeometryType.PolygonGeometry
    return isinstance(layer, QgsVectorLayer) and layer.geometryType() == area
