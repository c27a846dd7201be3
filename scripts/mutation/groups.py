"""What is mutated under which name, and the tests that have to notice."""

from __future__ import annotations

from typing import NamedTuple

ENGINE = "family_hub_planner/engine/"


class Group(NamedTuple):
    """Modules of the engine, without `.py`, and the patterns of the tests that hold them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


# First what decides a figure. Pages and sentences are left out: their own tests hold the words.
GROUPS = {
    "need": Group(
        (
            "need", "need_added", "need_ages", "need_deciles", "need_expression", "need_hotspots",
            "need_income", "need_quintiles", "need_weighed", "need_weightings", "finer_demand",
        ),
        ("need*", "finer_demand"),
    ),
    "coverage": Group(
        (
            "bands", "coverage", "coverage_ages", "coverage_age_modes", "coverage_allocation",
            "coverage_apart",
            "coverage_digital", "coverage_gaps", "coverage_groups", "coverage_locality",
            "coverage_mode", "coverage_offer", "coverage_services", "coverage_sets",
            "coverage_tables", "coverage_tiers", "coverage_unrouted", "demand", "held_back",
            "journeys", "reached", "suppression",
        ),
        (
            "access_legs", "bands", "comparison_tiers", "coverage*", "held_back", "journeys",
            "reached", "suppression",
        ),
    ),
    "equity": Group(
        ("accessibility", "coverage_equity", "equity", "equity_table", "inequality"),
        ("accessibility", "coverage_further", "equity*", "inequality"),
    ),
    "siting": Group(
        (
            "siting/allocation", "siting/asked", "siting/conditions", "siting/conflicts",
            "siting/fewest_changes",
            "siting/finding", "siting/formulation", "siting/good_center", "siting/interchange",
            "siting/judge", "siting/lagrangian", "siting/maximal_cover", "siting/median",
            "siting/mixed", "siting/model", "siting/most_equal", "siting/near_best",
            "siting/p_center", "siting/p_median", "siting/plan", "siting/problem", "siting/proof",
            "siting/radius", "siting/relaxed", "siting/room", "siting/ruled", "siting/rules",
            "siting/set_cover", "siting/solver", "siting/stability", "siting/start_plan",
            "siting/to_cover", "siting/today",
        ),
        # Not those that start another Python for each answer, nor those of pages.
        (
            "siting_asked", "siting_borders", "siting_card", "siting_explanation",
            "siting_models", "siting_near_best", "siting_problem", "siting_proof",
            "siting_rules", "siting_set_cover", "siting_solver", "siting_start_plan",
        ),
    ),
}  # fmt: skip
