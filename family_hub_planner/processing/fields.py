"""Every output column: its kind, once and for all. Names are the contract's and never change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import numpy as np
from qgis.core import QgsFeature, QgsField, QgsFields, QgsVectorLayer

TEXT, NUMBER, WHOLE, YES_NO = "string(0,0)", "double(0,0)", "integer", "boolean"

KINDS = {
    # whom and where
    "area_code": TEXT,
    "area_name": TEXT,
    "part_id": TEXT,
    "placed_by": TEXT,
    "authority": TEXT,
    "locality": TEXT,
    "ward": TEXT,
    "added": TEXT,
    "in_area": TEXT,
    "hub_id": TEXT,
    "site_id": TEXT,
    "site_name": TEXT,
    "plan_change": TEXT,
    "origin_id": TEXT,
    "destination_id": TEXT,
    "id": TEXT,
    "role": TEXT,
    "reason": TEXT,
    "key": TEXT,
    "note": TEXT,
    "cluster": TEXT,
    "nearest_hub": TEXT,
    "area_codes": TEXT,
    "mode": TEXT,
    "model": TEXT,
    "ages": TEXT,
    "sources": TEXT,
    "need_is": TEXT,
    "estimates": TEXT,
    "deprivation_index": TEXT,
    "rural_urban": TEXT,
    "fictional": YES_NO,
    # how far
    "minutes": NUMBER,
    "from_minutes": NUMBER,
    "access_minutes": NUMBER,
    "band": NUMBER,
    "snap_m": NUMBER,
    "area_km2": NUMBER,
    "near_edge": YES_NO,
    # need
    "children_0_2": NUMBER,
    "children_3_4": NUMBER,
    "children_5_17": NUMBER,
    "young_18_25": NUMBER,
    "children": NUMBER,
    "idaci_score": NUMBER,
    "idaci_rank": WHOLE,
    "idaci_decile": WHOLE,
    "imd_decile": WHOLE,
    "local_quintile": WHOLE,
    "need": NUMBER,
    # sites
    "decision": TEXT,
    "order": WHOLE,
    "children_gained": NUMBER,
    "next_best": TEXT,
    "loss_if_swapped": NUMBER,
    "near_best": TEXT,
    "proven": YES_NO,
    "sites_chosen": TEXT,
    "sites_to_close": TEXT,
    "tier": TEXT,
    "linked_hub": TEXT,
    "points": WHOLE,
    "areas": WHOLE,
    "by": TEXT,
    "allocation": TEXT,
    "travel": TEXT,
    "digital_tier": TEXT,
    "theme": TEXT,
    "sentiment": TEXT,
    "voices": WHOLE,
    # hubs and what they offer
    "service": TEXT,
    "sites": WHOLE,
    "hubs": WHOLE,
    "hub_base_is": TEXT,
    "hub_plan_is": TEXT,
    # facilities, after the national return and the transparency code
    "uprn": TEXT,
    "postcode": TEXT,
    "address": TEXT,
    "status": TEXT,
    "site_type": TEXT,
    "venue_type": TEXT,
    "colocation_type": TEXT,
    "owner": TEXT,
    "tenure": TEXT,
    "lease_end": TEXT,
    "break_date": TEXT,
    "clawback_until": TEXT,
    "condition": TEXT,
    "suitability": TEXT,
    "services": TEXT,
    "term_time_only": TEXT,
    "open_to": TEXT,
    "step_free": TEXT,
    "separate_entrance": TEXT,
    "private_room": TEXT,
    "owner_agreed": TEXT,
    "confidential": TEXT,
    "opening_hours": TEXT,
    # services and the buildings they might share
    "service_id": TEXT,
    "service_name": TEXT,
    "services_fitting": WHOLE,
    "could_come_in": TEXT,
    "is_hub": YES_NO,
    "areas_much_longer": WHOLE,
    "serves": TEXT,
    "from_site": TEXT,
    "from_name": TEXT,
    "to_site": TEXT,
    "to_name": TEXT,
    "direction": TEXT,
    "rank": WHOLE,
    "feasible": YES_NO,
    "fit": TEXT,
    "conflicts": TEXT,
    "budget": TEXT,
    "services_before": WHOLE,
    "services_after": WHOLE,
    "kept_as": TEXT,
    "arms": WHOLE,
    # registers as read
    "row": WHOLE,
    "first_row": WHOLE,
    "first_name": TEXT,
    "kept": YES_NO,
    "type_stated": TEXT,
    "colocation_by": TEXT,
    "located_by": TEXT,
    "building": TEXT,
    "sites_in_building": WHOLE,
    "shares_with": TEXT,
    "column": TEXT,
    "heading": TEXT,
    "as_written": TEXT,
    "establishment_type": TEXT,
    "establishment_group": TEXT,
    "establishment_status": TEXT,
    "phase": TEXT,
    "childrens_centre": YES_NO,
    # options for the estate
    "step": WHOLE,
    "move": TEXT,
    "moves": TEXT,
    "goes_to": TEXT,
    "earliest_date": TEXT,
    "date_is": TEXT,
    "areas_much_worse": WHOLE,
    "outreach_site": TEXT,
    "outreach_tested": WHOLE,
    # scenarios
    "bands": TEXT,
    "made_with": TEXT,
    "remarks": TEXT,
    "plan": TEXT,
    "hub_base": TEXT,
    "hub_plan": TEXT,
    "result": TEXT,
    "scenario": TEXT,
    "hub_is": TEXT,
    # measures
    "measure": TEXT,
    "unit": TEXT,
    "meaning": TEXT,
    "source": TEXT,
}


def fields_of(columns: Sequence[str], kinds: dict[str, str] | None = None) -> QgsFields:
    """Make fields of the names; those that `KINDS` and `kinds` do not know hold numbers.

    The kinds go through a memory layer's definition, whose words are the same from QGIS 3.22 to
    4, while the classes of field types are not.
    """
    known = {**KINDS, **(kinds or {})}
    definition = "&".join(f"field={quote(name)}:{known.get(name, NUMBER)}" for name in columns)
    return QgsVectorLayer(f"none?{definition}", "fields", "memory").fields()


def joined(first: QgsFields, second: QgsFields) -> QgsFields:
    """Give the fields of both; a name that both have is the second's."""
    fields = QgsFields()
    names = set(second.names())
    for field in first:
        if field.name() not in names:
            fields.append(QgsField(field))
    for field in second:
        fields.append(QgsField(field))
    return fields


def feature_of(fields: QgsFields, values: Sequence[Any]) -> QgsFeature:
    """Make a feature of the values, in the fields' order.

    Numbers of numpy become plain ones: QGIS takes them for empty texts, and refuses the row.
    """
    feature = QgsFeature(fields)
    plain = [value.item() if isinstance(value, np.generic) else value for value in values]
    feature.setAttributes(plain)
    return feature
