"""The whole page: what it is, and each question with its answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from . import hubs_outreach_and_estate, needs_by_locality, next_hub, services_and_voices
from .run import Run
from .words import PLUGIN_MENU, listed, points, said, steps

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
EXAMPLES: dict[str, ModuleType] = {
    "services_and_voices": services_and_voices,
    "needs_by_locality": needs_by_locality,
    "hubs_outreach_and_estate": hubs_outreach_and_estate,
    "next_hub": next_hub,
}
SOURCES = (
    "Leicester: Mapping for Change's project page, and the minutes of the city's scrutiny "
    "commission",
    "Gloucestershire: Interface's account of its work for the county council",
    "Northumberland: the minutes of the item “Family Hubs”",
    "Westminster: “Our journey towards integration”",
)


def page(runs: Mapping[str, Run]) -> str:
    """Write the page from a run of each example."""
    parts = ["# The councils' own questions, answered", *_opening()]
    for number, (name, module) in enumerate(EXAMPLES.items(), start=1):
        parts += _question(number, name, module, runs)
    return "\n\n".join(parts) + "\n"


def _opening() -> list[str]:
    return [
        said(
            "Four councils have said in public papers what they want to know of their family "
            "hubs. Each question is "
            "answered here as far as the planner can, and where it cannot, that is said. **The "
            "county of Fenmarch is "
            "fictional: no figure on this page is to be quoted.** On a council's own files the "
            "steps are the same."
        ),
        said(
            f"Each question is a scenario file that you can open from {PLUGIN_MENU} and run, "
            "change, and point at your "
            "own data ([scenario.md](scenario.md)). Every figure below is read from those runs by "
            "`scripts/make_questions.py`, none is typed, and a test runs the scenarios and "
            "compares. Counts are rounded "
            "to 10 and small ones held back; how each is worked out stands in "
            "[methods.md](methods.md)."
        ),
        said("The papers:"),
        points(SOURCES),
    ]


def _question(number: int, name: str, module: ModuleType, runs: Mapping[str, Run]) -> list[str]:
    run = runs[name]
    scenario, answer = run.scenario, module.answer(run)
    if hasattr(module, "beside"):  # after the short answer
        answer.insert(2, module.beside(run, runs))
    return [
        f"## {number}. {scenario['title']}",
        said(f"**{scenario['question']}**"),
        said(f"*Asked by {module.COUNCIL}.* {module.ASKED}"),
        *answer,
        "### How it is worked out",
        steps(step["name"] + "." for step in scenario["steps"]),
        said(
            "From the command line: `qgis_process run familyhub:runscenario -- "
            f"SCENARIO={name}.json OUTPUT=folder`, with "
            "the file from `family_hub_planner/resources/examples`. The run ends with the evidence "
            "pack (`pack.html`), which is for use inside the council.",
            _to_publish(scenario),
        ),
    ]


def _to_publish(scenario: Mapping[str, Any]) -> str:
    """Say how the pack to publish is made: of points added by hand the report makes none."""
    publish = (
        "`qgis_process run familyhub:report -- SCENARIO=folder OUTPUT=public.html AUDIENCE=public`"
    )
    names = {name for step in scenario["steps"] for name in step["parameters"]}
    by_hand = [f"`{name}`" for name in sorted(names) if name.startswith("ADDED")]
    if not by_hand:
        return f"The pack to publish: {publish}."
    return (
        "No pack to publish is made of this run: a point added by hand may tell where people are "
        f"housed. Take {listed(by_hand)} out of a copy of the scenario, and run that "
        "copy into a folder of its own, "
        f"`without`. The pack to publish: {publish.replace('=folder', '=without')}."
    )
