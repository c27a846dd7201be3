"""Columns in words, as a loaded layer's attribute table heads them; their names never change."""

from __future__ import annotations

import re

from qgis.core import QgsVectorLayer

from .parameters import tr

_OF_A_BAND = re.compile(r"(reached|share|lost|gained)_([0-9]+)(?:_([0-9]+))?")


def name_columns(layer: QgsVectorLayer) -> None:
    """Give the columns that are known an alias in a planner's words; others stay as they are."""
    words = _words()
    for at, name in enumerate(layer.fields().names()):
        alias = words.get(name) or _of_a_band(name)
        if alias:
            layer.setFieldAlias(at, alias)


def _of_a_band(name: str) -> str:
    """Say a column of one band: "reached_7_5" is of 7.5 minutes; "" for any other."""
    found = _OF_A_BAND.fullmatch(name)
    if found is None:
        return ""
    said = {
        "reached": tr("Children within {} minutes"),
        "share": tr("Share within {} minutes (0 to 1)"),
        "lost": tr("Children no longer within {} minutes"),
        "gained": tr("Children newly within {} minutes"),
    }
    return said[found[1]].format(".".join(part for part in found.groups()[1:] if part))


def _words() -> dict[str, str]:
    return {
        "key": tr("Group"),
        "areas": tr("Areas"),
        "area_code": tr("Area's code"),
        "area_name": tr("Area"),
        "authority": tr("Authority"),
        "locality": tr("Locality"),
        "ward": tr("Ward"),
        "children": tr("Children"),
        "need": tr("Need"),
        "minutes": tr("Minutes"),
        "hub_id": tr("Hub"),
        "band": tr("Within minutes"),
        "beyond": tr("Children beyond the longest band"),
        "unrouted": tr("Children not routed"),
        "mean_minutes": tr("Mean minutes"),
        "median_minutes": tr("Median minutes"),
        "p90_minutes": tr("Minutes within which 9 in 10 are"),
        "max_minutes": tr("Longest minutes"),
        "note": tr("Note"),
        "plan": tr("Plan"),
        "result": tr("Outcome"),
        "change": tr("Change in minutes"),
        "minutes_base": tr("Minutes today"),
        "minutes_plan": tr("Minutes under the plan"),
        "hub_base": tr("Nearest hub today"),
        "hub_plan": tr("Nearest hub under the plan"),
        "longer": tr("Children with a longer journey"),
        "much_longer": tr("Children with a much longer journey"),
        "shorter": tr("Children with a shorter journey"),
        "same": tr("Children with about the same journey"),
        "route_lost": tr("Children no longer routed"),
        "route_gained": tr("Children newly routed"),
        "not_compared": tr("Children not compared"),
        "mean_minutes_base": tr("Mean minutes today"),
        "mean_minutes_plan": tr("Mean minutes under the plan"),
        "mean_change": tr("Change in mean minutes"),
        "site_id": tr("Site's id"),
        "site_name": tr("Site"),
        "decision": tr("Option"),
        "order": tr("Order"),
        "children_gained": tr("Children brought within reach"),
        "next_best": tr("Next best site"),
        "reason": tr("Reason"),
        "cluster": tr("Place"),
        "nearest_hub": tr("Nearest hub"),
    }
