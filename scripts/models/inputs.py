"""The inputs that the models share, named as the planner's algorithms name them."""

from __future__ import annotations

from family_hub_planner.processing import parameters as make

from .draw import Drawn, Input, Sum

TRAVEL = ("NETWORK", "DEMAND", "HOME_AUTHORITY")
# qgis_process gives a model's steps no default where nothing was given.
HOW = Sum("coalesce(@MODE, 'pram')")
HUB_ID = Sum("coalesce(@HUB_ID, 'site_id')")
VENUE_ID = Sum("coalesce(@VENUE_ID, 'site_id')")


def add_network_and_demand(drawn: Drawn) -> None:
    """Add what 'Build network' and 'Need by area' have made."""
    drawn.takes(
        make.file("NETWORK", "Travel network", "Travel network (*.gpkg)"),
        "The file that 'Build network' wrote.",
    )
    drawn.takes(
        make.points("DEMAND", "Demand points (where children live)"),
        "The demand points that 'Need by area' wrote.",
    )
    drawn.takes(
        make.polygons("AREAS", "Areas to draw the map with", optional=True),
        "The areas that 'Need by area' wrote. Empty: the map is drawn as points.",
    )


def add_hubs(drawn: Drawn) -> None:
    """Add the hubs of today."""
    drawn.takes(make.points("HUBS", "Our hubs today"), "A layer with one place for each hub.")
    drawn.takes(
        make.field("HUB_ID", "Field with the hub's id", "HUBS", "site_id"),
        "Each hub has its own id. Default: site_id.",
    )


def add_journey(drawn: Drawn) -> None:
    """Add whose children count, and how they travel."""
    drawn.takes(
        make.text("HOME_AUTHORITY", "Our authority (count only its children)", optional=True),
        "As it stands in the demand points. Neighbours' hubs still count. Empty: all children.",
    )
    drawn.takes(
        make.choice("MODE", "How families travel", ("walk", "pram", "cycle", "drive"), "pram"),
        "walk: 4.8 km/h. pram: with a pram or toddler, 3.6 km/h, no steps or stiles. Default: "
        "pram.",
    )
    drawn.takes(
        make.text("BANDS", "Within so many minutes", "10,20,30"),
        "Minutes, parted by commas. 10, 20 and 30 are a preset, not a standard.",
    )


def reach_of(hubs: object, hub_id: object, **others: object) -> dict[str, object]:
    """Give the parameters of a coverage run over the shared inputs."""
    shared = {name: Input(name) for name in (*TRAVEL, "AREAS", "BANDS")}
    return {**shared, "MODE": HOW, "HUBS": hubs, "HUB_ID": hub_id, **others}
