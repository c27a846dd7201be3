"""Suggest hubs and outreach: new hubs and points chosen together, set beside today."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm

from family_hub_planner.processing import parameters as make

from .draw import Drawn, Input, Of, Sum
from .inputs import HOW, add_hubs, add_journey, add_network_and_demand, reach_of
from .what_if import changes, compared

NEW_HUBS = Sum("coalesce(@NEW_HUBS, 1)")


def hubs_and_outreach(drawn: Drawn) -> QgsProcessingModelAlgorithm:
    """Draw the model."""
    drawn.called(
        "Suggest hubs and outreach",
        "Suggests where new hubs and outreach points would reach the most need, each point linked "
        "to a hub that its staff can drive from, and sets the suggestion beside today: whose "
        "journeys would grow shorter, by deprivation and place. Says "
        "whether it is the best of the venues tested on this measure, or how far at most from it. "
        "Options for testing; no decision is made.",
        "To keep floors, types of venues or room for sessions in mind, run 'Suggest outreach "
        "points linked to hubs' itself.",
    )
    add_network_and_demand(drawn)
    add_hubs(drawn)
    drawn.takes(
        make.points("VENUES", "Venues that may be used"), "A layer with one place for each venue."
    )
    drawn.takes(
        make.field("VENUE_ID", "Field with the venue's id", "VENUES", optional=False),
        "Each venue has its own id, none of them a hub's.",
    )
    drawn.takes(make.count("NEW_HUBS", "New hubs", 1, 0), "Chosen together with the points.")
    drawn.takes(make.count("OUTREACH", "New outreach points", 4, 0), "At most so many.")
    drawn.takes(
        make.number("MINUTES", "In reach within (minutes)", 20.0, 0.0, 1000.0),
        "Of a hub or of an outreach point.",
    )
    drawn.takes(
        make.number("STAFF_DRIVE", "Staff drive at most (minutes)", 30.0, 0.0, 1000.0),
        "From the hub to an outreach point.",
    )
    add_journey(drawn)
    names = ("NETWORK", "DEMAND", "HOME_AUTHORITY", "MODE", "HUBS", "HUB_ID", "VENUES", "VENUE_ID",
             "NEW_HUBS", "OUTREACH", "STAFF_DRIVE")  # fmt: skip
    given = {**{name: Input(name) for name in names}, "MODE": HOW, "NEW_HUBS": NEW_HUBS}
    minutes = {"HUB_MINUTES": Input("MINUTES"), "OUTREACH_MINUTES": Input("MINUTES")}
    drawn.step("sites", "suggestoutreach", "Suggest hubs and outreach", {**given, **minutes}, {
        "OUTPUT": ("Suggested hubs and outreach", "Every hub and point with the reason for it."),
        "LINKS": ("Links of hubs and points", "Which hub's staff would serve which point."),
        "HTML": ("Page of the suggestion", "The suggestion, its reasons and its proof."),
    })  # fmt: skip
    drawn.step("today", "coverage", "Reach today", reach_of(Input("HUBS"), Input("HUB_ID")), {})
    drawn.step("plan", "coverage", "Reach under the plan", reach_of(Of("sites"), "site_id"), {})
    given = compared("today", "plan", "Suggested hubs and outreach", Of("sites"), "site_id")
    drawn.step("change", "comparescenarios", "Set the plan beside today", given, changes())
    return drawn.done()
