"""Reach of our hubs by deprivation: from published files to who is reached, in one run."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm

from family_hub_planner.processing import parameters as make

from .draw import Drawn, Input, Of, Sum
from .inputs import HUB_ID, add_hubs, add_journey, reach_of

CODE = Sum("coalesce(@CODE, 'LSOA21CD')")


def reach_by_deprivation(drawn: Drawn) -> QgsProcessingModelAlgorithm:
    """Draw the model."""
    drawn.called(
        "Reach of our hubs by deprivation",
        "Builds the travel network from an OpenStreetMap file, maps need from the published tables "
        "of deprivation and population, and counts the children under five modelled within so many "
        "minutes of a hub, by deprivation decile and local quintile, and those beyond. Counts come "
        "from demand points, never from the picture.",
        "To run it for other ages or with more tables, open it in the model designer or run its "
        "three steps one by one.",
    )
    drawn.takes(
        make.file("MAP", "OpenStreetMap file", "OpenStreetMap (*.pbf *.osm *.gz *.bz2)"),
        "An extract that reaches beyond the border by the longest journey.",
    )
    drawn.takes(make.polygons("AREAS", "Areas (LSOAs)"), "The boundaries of the small areas.")
    drawn.takes(
        make.field("CODE", "Field with the area's code", "AREAS", "LSOA21CD"),
        "Default: LSOA21CD.",
    )
    drawn.takes(
        make.field("AUTHORITY", "Field with the area's authority", "AREAS"),
        "Needed to count only your own children.",
    )
    drawn.takes(
        make.points("CENTROIDS", "Population-weighted centroids", optional=True),
        "Where in each area the children are placed. Empty: a point in the area's middle.",
    )
    drawn.takes(
        make.file("DEPRIVATION", "Deprivation file", "Tables (*.csv *.xlsx)"),
        "File 7 of the English indices, for example.",
    )
    drawn.takes(
        make.file("POPULATION", "Population file (single years of age)", "Tables (*.csv *.xlsx)"),
        "The ONS estimates for small areas, for example.",
    )
    add_hubs(drawn)
    add_journey(drawn)
    drawn.step("network", "buildnetwork", "Build the network", {"INPUT": Input("MAP")},
        {"OUTPUT": ("Travel network", "A file that later runs take.")})  # fmt: skip
    files = ("AREAS", "CODE", "AUTHORITY", "CENTROIDS", "DEPRIVATION", "POPULATION")
    given = {**{name: Input(name) for name in files}, "CODE": CODE}
    drawn.step("need", "needlayer", "Map need", given, {
        "OUTPUT": ("Need by area", "Children, deprivation and need of every area."),
        "POINTS": ("Demand points", "Where the children are placed; later runs take them."),
    })  # fmt: skip
    given = reach_of(Input("HUBS"), HUB_ID, NETWORK=Of("network"),
                     DEMAND=Of("need", "POINTS"), AREAS=Of("need"))  # fmt: skip
    drawn.step("reach", "coverage", "Who is reached", given, {
        "OUTPUT": ("Minutes to the nearest hub", "Every area with its minutes and its hub."),
        "BY_DECILE": ("Reach by deprivation decile", "Decile 1 is the most deprived."),
        "BY_QUINTILE": ("Reach by local quintile", "Quintiles among your own areas."),
        "HTML": ("Summary page", "The answer in words, tables and a map."),
    })  # fmt: skip
    return drawn.done()
