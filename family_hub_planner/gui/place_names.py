"""The names of hubs and venues by their ids, as the plan's layers give them."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsFeatureRequest

from .plan import Plan

_ID_OF = {"hubs": "hub_id", "venues": "venue_id"}
_MOST = 2000  # a layer with more is no list to choose from
_NAMES = ("site_name", "hub_name", "name", "establishment_name")


def place_names(plan: Plan, setting: str) -> dict[str, str]:
    """Give the ids of the places in a layer, each with its name where the layer has one."""
    layer, field = plan.layer(setting), getattr(plan.settings, _ID_OF[setting])
    if layer is None or field not in layer.fields().names():
        return {}
    named = next((name for name in _NAMES if name in layer.fields().names()), field)
    wanted = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setLimit(_MOST)
    wanted.setSubsetOfAttributes([field, named], layer.fields())
    found = {_as_text(each[field]): _as_text(each[named]) for each in layer.getFeatures(wanted)}
    return dict(sorted(found.items()))


def place_name(plan: Plan, setting: str, place_id: str) -> str:
    """Give a place's name, its id where it has none."""
    return place_names(plan, setting).get(place_id, place_id)


def _as_text(value: Any) -> str:
    """Give an id as the tools keep it: 120229, also where a table holds it as 120229.0."""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)
