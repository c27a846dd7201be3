"""Suggest hubs and outreach: new hubs and points chosen together, set beside today."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm

from family_hub_planner.processing import parameters as make

from .draw import Drawn, Input, Of, Sum
from .inputs import HOW, HUB_ID, VENUE_ID, add_hubs, add_journey, add_network_and_demand, reach_of
from .what_if import changes, compared

NEW_HUBS = Sum("coalesce(@NEW_HUBS, 1)")
# The least spare area of a new hub, in m2, where nothing else says who may hold one: our choice.
SPACE = Sum("coalesce(@HUB_SPACE_M2, if(coalesce(@HUB_VENUES, '') = '', 100, NULL))")


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
        make.field("VENUE_ID", "Field with the venue's id", "VENUES", "site_id"),
        "Each venue has its own id, none of them a hub's. Default: site_id.",
    )
    drawn.takes(make.count("NEW_HUBS", "New hubs", 1, 0), "Chosen together with the points.")
    drawn.takes(
        make.field("HUB_VENUES", "Field that says which venues may hold a hub", "VENUES"),
        "A field of yes and no. Empty: the spare area alone says it.",
    )
    drawn.takes(
        make.number("HUB_SPACE_M2", "Spare area of a new hub at least (m²)", None, 0.0,
                    optional=True),
        "By the venues' field spare_area_m2. Empty: 100 m² where no field of yes and no is given "
        "(a choice of ours, no standard), else any.",
    )  # fmt: skip
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
             "HUB_VENUES", "OUTREACH", "STAFF_DRIVE")  # fmt: skip
    given = {**{name: Input(name) for name in names}, "MODE": HOW, "NEW_HUBS": NEW_HUBS}
    given["HUB_SPACE_M2"] = SPACE
    given.update(HUB_ID=HUB_ID, VENUE_ID=VENUE_ID)
    minutes = {"HUB_MINUTES": Input("MINUTES"), "OUTREACH_MINUTES": Input("MINUTES")}
    drawn.step("sites", "suggestoutreach", "Suggest hubs and outreach", {**given, **minutes}, {
        "OUTPUT": ("Suggested hubs and outreach", "Every hub and point with the reason for it."),
        "LINKS": ("Links of hubs and points", "Which hub's staff would serve which point."),
        "HTML": ("Page of the suggestion", "The suggestion, its reasons and its proof."),
    })  # fmt: skip
    drawn.step("today", "coverage", "Reach today", reach_of(Input("HUBS"), HUB_ID), {})
    drawn.step("plan", "coverage", "Reach under the plan", reach_of(Of("sites"), "site_id"), {})
    given = compared("today", "plan", "Suggested hubs and outreach", Of("sites"), "site_id")
    drawn.step("change", "comparescenarios", "Set the plan beside today", given, changes())
    return drawn.done()
