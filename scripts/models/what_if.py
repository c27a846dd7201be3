"""What if we close these: whose journeys would grow, there and back with a pram."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm

from family_hub_planner.processing import parameters as make

from .draw import Drawn, Input, Of, Sum
from .inputs import HUB_ID, add_hubs, add_journey, add_network_and_demand, reach_of


def what_if_we_close(drawn: Drawn) -> QgsProcessingModelAlgorithm:
    """Draw the model."""
    drawn.called(
        "What if we close these",
        "Tests today's hubs without the ones named: which areas would have longer journeys, by how "
        "many minutes, and how many children live there, by deprivation decile, local quintile and "
        "place, and the way there and back with a pram. Options for testing; no decision is made.",
        "Give the ids as they stand in the hub layer: H02, H06. Others are refused.",
    )
    add_network_and_demand(drawn)
    add_hubs(drawn)
    drawn.takes(
        make.text("GIVE_UP", "Hubs to test without (ids)"),
        "Ids, parted by commas. An id that is not among the hubs is refused.",
    )
    add_journey(drawn)
    given = {"HUBS": Input("HUBS"), "HUB_ID": HUB_ID, "GIVE_UP": Input("GIVE_UP")}
    drawn.step("plan", "hubsofplan", "Leave these hubs out", given, {
        "OUTPUT": ("Hubs of the plan (option for testing)", "Today's hubs without those named."),
    })  # fmt: skip
    drawn.step("today", "coverage", "Reach today", reach_of(Input("HUBS"), HUB_ID), {})
    drawn.step("after", "coverage", "Reach without them", reach_of(Of("plan"), HUB_ID), {})
    name = Sum("'Without ' || replace(@GIVE_UP, ';', ',')")
    given = compared("today", "after", name, Input("HUBS"), HUB_ID)
    pram = {"THERE_AND_BACK": (
        "There and back with a pram", "Minutes both ways, in the areas with longer journeys."
    )}  # fmt: skip
    results = {**changes(), **pram}
    drawn.step("change", "comparescenarios", "Set the plan beside today", given, results)
    return drawn.done()


def compared(base: str, plan: str, name: object, hubs: object, hub_id: object) -> dict[str, object]:
    """Give the parameters of a comparison, with the way there and back with a pram."""
    shared = {one: Input(one) for one in ("NETWORK", "DEMAND", "HOME_AUTHORITY")}
    names = {"PLAN_NAMES": name, "HUBS": hubs, "HUB_ID": hub_id}
    return {**shared, **names, "BASE": Of(base), "PLAN": [Of(plan)]}


def changes() -> dict[str, tuple[str, str]]:
    """Give the results of a comparison that the models show."""
    return {
        "OUTPUT": ("Change of journeys", "Every area with its minutes today and under the plan."),
        "BY_DECILE": ("Change by deprivation decile", "Decile 1 is the most deprived."),
        "BY_QUINTILE": ("Change by local quintile", "Quintiles among your own areas."),
        "BY_LOCALITY": ("Change by locality", "Children with longer journeys in each place."),
        "HTML": ("Page of the comparison", "The answer in words, tables and a map."),
    }
