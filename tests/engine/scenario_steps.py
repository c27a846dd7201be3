"""A scenario of two steps, the algorithms it knows, and its plan."""

from __future__ import annotations

import copy

from family_hub_planner.engine.scenario.model import Face, Parameter
from family_hub_planner.engine.scenario.plan import Known, plan
from family_hub_planner.engine.scenario.reading import scenario_of
from family_hub_planner.engine.scenario.repeats import spread

FIRST = {"id": "first", "algorithm": "build", "parameters": {"INPUT": "map.osm"}}
SECOND = {
    "id": "second",
    "algorithm": "native:reach",
    "parameters": {"NETWORK": {"from": "first"}, "HUBS": "hubs.csv", "PAGE": "reach.html"},
}
RIGHT = {"family_hub_scenario": 1, "title": "Reach", "steps": [FIRST, SECOND]}


def face(name: str, *parameters: Parameter, numbers: tuple[str, ...] = ()) -> Face:
    own = {parameter.name: parameter for parameter in parameters}
    written = {one.name for one in parameters if one.kind.endswith("_out")}
    return Face(name, own, frozenset({*written, *numbers}))


BUILD = face(
    "familyhub:build",
    Parameter("INPUT", "file", optional=False),
    Parameter("OUTPUT", "file_out", optional=False, extension="gpkg"),
    Parameter("FROM_DATE", "value"),
    numbers=("NODES",),
)
REACH = face(
    "native:reach",
    Parameter("NETWORK", "file", optional=False),
    Parameter("HUBS", "layer", optional=False),
    Parameter("OTHERS", "layers"),
    Parameter("FILTER", "expression"),
    Parameter("MINUTES", "value"),
    Parameter("MAPPING", "value"),
    Parameter("OUTPUT", "layer_out", optional=False, extension="gpkg"),
    Parameter("PAGE", "file_out", extension="html"),
    Parameter("TABLES", "folder_out"),
)
KNOWN = Known({BUILD.id: BUILD, REACH.id: REACH}, [BUILD.id, REACH.id])


def planned(homes, written=RIGHT, values_of=None, today="2026-11-22"):
    steps = spread(scenario_of(written), values_of or (lambda each: []))
    return plan("plan.json", steps, KNOWN, homes, today)


def with_second(**parameters):
    """The right scenario with other parameters in its second step; None leaves one out."""
    written = copy.deepcopy(RIGHT)
    written["steps"][1]["parameters"].update(parameters)
    return written


def rewritten(change) -> dict:
    """Give the right scenario after a change of what is written in it."""
    written = copy.deepcopy(RIGHT)
    change(written)
    return written


def second_step(**values):
    """Give the change that writes other words into the second step."""
    return lambda written: written["steps"][1].update(values)
