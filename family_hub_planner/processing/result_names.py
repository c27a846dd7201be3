"""What a result is called where its layer has no name but its file's."""

from __future__ import annotations

from .parameters import tr


def name_of_kind(kind: str) -> str:
    """Name a kind of result in a planner's words; "" for what is none."""
    names = {
        "change": tr("Change of journeys"),
        "change_points": tr("Change of journeys"),
        "colocation_pairs": tr("Buildings that services could share"),
        "colocation_plan": tr("Best whole assignment"),
        "outreach_links": tr("Links of hubs and outreach points"),
        "estate_moves": tr("Who would go where under the options"),
        "outreach_assignment": tr("Who goes where"),
        "assignment": tr("Who goes where"),
        "network_edges": tr("Roads and paths"),
        "network_barriers": tr("Rivers, motorways and railways"),
        "network_nodes": tr("Junctions of the network"),
        "estate_options": tr("Options for the estate"),
        "longer_journeys": tr("Areas with longer journeys under the options"),
        "estate_after": tr("Sites after the last option"),
        "outreach": tr("Hubs and outreach points"),
        "sites": tr("Suggested sites"),
        "unrouted": tr("Places not routed"),
        "thinned": tr("Thinned out"),
        "finer_demand": tr("Finer demand points"),
        "catchments": tr("Catchments of hubs"),
        "accessibility": tr("Accessibility of hubs"),
        "accessibility_points": tr("Accessibility of hubs"),
        "coverage": tr("Coverage of hubs"),
        "coverage_points": tr("Coverage of hubs"),
        "need": tr("Need by area"),
        "demand": tr("Demand points"),
        "junctions": tr("Candidates at road junctions"),
        "estate": tr("Hubs and venues"),
        "candidates": tr("Candidates from OpenStreetMap"),
        "gap_clusters": tr("Gaps: areas beyond reach"),
        "gap_cluster_points": tr("Gaps: areas beyond reach"),
        "hotspots": tr("Where need is densest"),
    }
    return names.get(kind, "")
